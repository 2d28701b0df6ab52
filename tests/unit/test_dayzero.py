"""A correction of day 0: dates stay at their dates, days at their days, and it is said which moved."""

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import AgeAt
from aic_desktop.domain.dayzero import NAMED, moved, told
from aic_desktop.domain.records import Cell
from aic_desktop.domain.timepoint import Span
from tests.rule_rows import ait, at, case_of, count, on, patient, treated


def corrected(case: Case, date: str | None) -> Case:
    """The case with another day 0."""
    cell = Cell(on(date) if date else None)
    return case.with_record(case.patient.with_cell("hsct_date", cell))


def test_what_was_entered_as_a_date_is_on_another_day_and_what_was_entered_as_a_day_stays() -> None:
    case = case_of(patient(hsct_date=on("2020-03-12")), ait(onset=at(58)), treated(start=on("2020-05-12")))
    after = corrected(case, "2020-03-14")
    (found,) = moved(case, after)
    assert (found.before, found.after) == (Span(61, 61), Span(59, 59))
    assert after.cytopenias == case.cytopenias
    assert after.treatments == case.treatments
    assert told(case, after) == (
        "Day 0 is 2020-03-14 instead of 2020-03-12. "
        "Entered as dates or ages and therefore on other days now: "
        "rituximab, cytopenia: Start 2020-05-12 (+61 → +59). "
        "1 moment entered as day after HSCT stays on its day."
    )


def test_an_age_moves_as_well_and_dates_get_days_when_day_0_becomes_known() -> None:
    case = case_of(
        patient(birth_date=on("2010-01-01"), age_at=AgeAt.HSCT), treated(start=at("age 10 y")), count()
    )
    after = corrected(case, "2020-03-14")
    (found,) = moved(case, after)
    assert found.before is None
    assert found.after is not None
    assert "(no day → " in told(case, after)
    assert told(case, after).startswith("Day 0 is 2020-03-14 instead of not known.")


def test_many_are_named_in_part_and_counted() -> None:
    dates = [on(f"2020-05-{day}") for day in range(10, 10 + NAMED + 3)]
    counts = [count(f"n{place}", day=date) for place, date in enumerate(dates)]
    case = case_of(patient(hsct_date=on("2020-03-12")), *counts)
    assert "; and 3 more." in told(case, corrected(case, "2020-03-13"))


def test_nothing_is_said_where_nothing_is_counted_from_it() -> None:
    case = case_of(patient(hsct_date=on("2020-03-12")))
    assert told(case, corrected(case, "2020-03-13")) == ""
    with_days = case_of(patient(hsct_date=on("2020-03-12")), count())
    assert told(with_days, corrected(with_days, "12.3.2020")) == ""
    assert "none is on another day" in told(with_days, corrected(with_days, "2020-03-13"))
