"""Time to event of cases: who is counted from where to where, what imprecise days do, and that n adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import Count, Course, Cytopenia, FollowUp, Transfusion
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort import Around, cohort_of
from aic_desktop.reporting.cohort.clocks import CLOCKS
from aic_desktop.reporting.cohort.times import CENSORED, COMPETING, EVENT, TimeToEvent, Unplaced
from aic_desktop.services.example import published_cases
from tests.charts import Chart
from tests.spells import Spell, answered

AGENT = "daratumumab"


def answer(key: str, *cases: Case) -> TimeToEvent:
    return cohort_of(cases, Around(AGENT)).time_to_event(key)


def case(
    code: str, onset: str = "", last: str = "+400", status: str = "alive", lineage: str = "platelets"
) -> Chart:
    chart = Chart(code, age="11", age_at="hsct", sex="male")
    if lineage:
        chart.add(Cytopenia, episode="1", lineage=lineage, **({"onset": onset} if onset else {}))
    if last:
        chart.add(FollowUp, day=last, status=status)
    return chart


def rows(found: TimeToEvent) -> list[tuple[float, int]]:
    """Days and what ended them, as far as single patients can be told apart."""
    curve = found.curve
    kinds = ((curve.events, EVENT), (curve.others, COMPETING), (curve.censored, CENSORED))
    return [
        (float(day), kind) for at, day in enumerate(curve.days) for of, kind in kinds for _ in range(of[at])
    ]


def test_patients_without_cytopenia_are_the_denominator_and_death_competes() -> None:
    charts = [
        case("A", onset="+58"),
        case("B", lineage=""),
        case("C", lineage="", last="+90", status="dead"),
        case("D", onset="+300", last="+310", status="dead"),
    ]
    found = answer("cytopenia", *(chart.case for chart in charts))
    assert rows(found) == [(58, EVENT), (90, COMPETING), (300, EVENT), (400, CENSORED)]
    assert found.at(300).estimate.value == pytest.approx(0.5)
    assert [found.count(status) for status in (EVENT, COMPETING, CENSORED)] == [2, 1, 1]


def test_who_cannot_be_placed_is_listed_with_the_reason_and_n_adds_up() -> None:
    charts = [
        case("A", onset="+58"),
        case("B", lineage="red_cell_precursors"),
        case("C", lineage="", last=""),
        case("D", lineage="", last="≥+200", status="dead"),
        case("E", onset="-30"),
        case("F"),
    ]
    found = answer("cytopenia", *(chart.case for chart in charts))
    assert found.asked == 6
    assert found.n == 1
    assert found.unplaced == (
        Unplaced(charts[1].case.id, "PRCA without an onset", True),
        Unplaced(charts[2].case.id, "no follow-up recorded"),
        Unplaced(charts[3].case.id, "day of death not known"),
        Unplaced(charts[4].case.id, "onset of cytopenia before HSCT"),
        Unplaced(charts[5].case.id, "day of onset of cytopenia not known", True),
    )
    assert dict(found.reasons)["day of death not known"] == 1


def test_the_published_patients() -> None:
    response = answer("response", *published_cases())
    assert rows(response) == [(25, EVENT)]  # 25 days after the first daratumumab, as the paper says
    assert [patient.why for patient in response.unplaced] == ["day of death not known"]
    assert rows(answer("cytopenia", *published_cases())) == [(58, EVENT), (58, EVENT)]
    survival = answer("survival", *published_cases())
    assert [patient.why for patient in survival.unplaced] == ["day of death not known"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"response": "complete", "response_day": "+150"}, (50, EVENT)),
        ({"response": "transient", "response_day": "+120"}, (20, EVENT)),
        ({"response": "none"}, (300, COMPETING)),
        ({"response": "not_evaluable"}, "response not evaluable"),
        ({"response": "partial"}, "day of response not known"),
        ({}, "response not reported"),
        ({"response": "complete", "response_day": "+90"}, "response before first daratumumab"),
    ],
)
def test_response_counts_from_the_first_dose(typed: dict[str, str], expected: object) -> None:
    chart = case("A", onset="+58", status="dead")
    chart.treat(AGENT, "+100", "+107", **typed)
    found = answer("response", chart.case)
    assert (found.unplaced[0].why if found.unplaced else rows(found)[0]) == expected


def test_who_was_not_given_the_agent_is_not_asked() -> None:
    chart = case("A", onset="+58")
    chart.treat("rituximab", "+100", response="complete", response_day="+120")
    for key in ("response", "transfusion_independence", "follow_up_from_agent"):
        assert answer(key, chart.case).asked == 0


def test_transfusion_independence_is_dated_to_its_first_day_or_to_an_interval() -> None:
    dated, stated, never, silent = (case(code, onset="+58", last="") for code in "ABCD")
    for chart in (dated, stated, never, silent):
        chart.treat(AGENT, "+100")
    dated.add(Course, day="+140", kind="transfusion_independent")
    stated.add(FollowUp, day="+200", status="alive", platelet_independent="yes")
    never.add(FollowUp, day="+260", status="alive", platelet_independent="no")
    silent.add(FollowUp, day="+260", status="alive")
    found = answer("transfusion_independence", *(c.case for c in (dated, stated, never, silent)))
    assert rows(found) == [(40, EVENT), (50, EVENT), (160, CENSORED)]
    assert found.imprecise == (stated.case.id,)  # between +100 and +200
    assert [patient.why for patient in found.unplaced] == ["transfusion independence not reported"]


def counted(code: str, *values: tuple[str, str], last: str = "+400", status: str = "alive") -> Chart:
    """AIT with a baseline of 5 before daratumumab on +118, and counts after it."""
    chart = case(code, onset="+58", last=last, status=status)
    chart.treat(AGENT, "+118")
    for day, value in (("+117", "5"), *values):
        chart.add(Count, day=day, analyte="platelets", value=f"{value} ×10⁹/L")
    return chart


def test_response_by_counts_is_dated_to_the_first_count_that_shows_it() -> None:
    charts = [
        counted("A", ("+130", "12"), ("+152", "55"), ("+159", "192")),
        counted("B", ("+130", "12")),
        counted("C", ("+130", "12"), status="dead"),
        counted("D"),
        counted("E", ("+125", "20-80")),
        case("F", onset="+58"),
    ]
    found = answer("response_by_counts", *(chart.case for chart in charts))
    assert rows(found) == [(34, EVENT), (282, COMPETING), (282, CENSORED)]
    assert [patient.why for patient in found.unplaced] == [
        "no count to judge by",
        "open whether there was one",
    ]


def test_an_imprecise_day_of_the_count_is_carried_into_the_curve() -> None:
    found = answer("response_by_counts", counted("A", ("+150..156", "120")).case)
    assert (found.curve.days[0], found.imprecise) == (35, found.ids)
    assert (found.earliest.days[0], found.latest.days[0]) == (32, 38)


def test_of_several_lineages_the_last_to_respond_decides() -> None:
    chart = counted("A", ("+130", "110"))
    chart.add(Cytopenia, episode="1", lineage="red_cells", onset="+83")
    for day, value in (("+117", "7"), ("+150", "12.5")):
        chart.add(Count, day=day, analyte="haemoglobin", value=f"{value} g/dL")
    assert rows(answer("response_by_counts", chart.case)) == [(32, EVENT)]


def test_independence_by_transfusions_is_dated_to_the_first_day_of_the_window() -> None:
    free, never = counted("A"), counted("B")
    free.add(Transfusion, product="platelets", day="+100", until="+140", daily="yes", units="1")
    never.add(Transfusion, product="platelets", day="+100", until="+400", daily="yes", units="1")
    found = answer("independence_by_transfusions", free.case, never.case)
    assert rows(found) == [(23, EVENT), (282, CENSORED)]


def test_neutropenia_alone_needs_no_transfusions_and_is_not_asked_about_them() -> None:
    chart = case("A", onset="+58", lineage="neutrophils")
    chart.treat(AGENT, "+100")
    assert answer("transfusion_independence", chart.case).asked == 0


def test_survival_from_hsct_and_from_onset() -> None:
    dead, alive, without = case("A", "+58", "+158", "dead"), case("B", "+100", "+500"), case("C", lineage="")
    cases = [chart.case for chart in (dead, alive, without)]
    assert rows(answer("survival", *cases)) == [(158, EVENT), (400, CENSORED), (500, CENSORED)]
    assert rows(answer("survival_from_onset", *cases)) == [(100, EVENT), (400, CENSORED)]


def test_a_registry_of_cytopenias_alone_is_warned_of_what_it_cannot_show() -> None:
    cases = [case("A", "+58").case, case("B", "+90", "+100", "dead").case]
    assert answer("cytopenia", *cases).caution.startswith("Every patient here had a cytopenia.")
    assert "died before one" in answer("survival", *cases).caution
    assert answer("survival_from_onset", *cases).caution == ""
    mixed = [*cases, case("C", lineage="").case]
    assert (answer("cytopenia", *mixed).caution, answer("survival", *mixed).caution) == ("", "")
    assert answer("cytopenia").caution == ""


def test_follow_up_is_reversed() -> None:
    charts = [case("A", last="+100"), case("B", last="+200", status="dead"), case("C", last="+300")]
    found = answer("follow_up", *(chart.case for chart in charts))
    assert found.median().estimate.value == 300  # two of three at +100, half of those left at +300


def test_who_was_alive_at_least_until_a_day_is_followed_up_to_it() -> None:
    found = answer("survival", case("A", last="≥+200").case)
    assert rows(found) == [(200, CENSORED)]
    assert not found.imprecise


def test_an_imprecise_day_enters_at_its_middle_and_the_bounds_are_told() -> None:
    held = [
        Spell("a", Span(0, 0), Span(100, 200), EVENT),
        Spell("b", Span(0, 0), Span(160, 160), CENSORED),
        Spell("c", Span(0, 0), Span(300, 300), EVENT),
    ]
    found = answered("survival", held)
    assert found.imprecise == ("a",)
    assert rows(found)[0] == (150, EVENT)
    assert found.at(155).estimate.value == pytest.approx(2 / 3)
    assert found.at(155)[1:] == pytest.approx((2 / 3, 1.0))
    assert found.at(250)[1:] == pytest.approx((1 / 2, 2 / 3))  # after the censoring on day 160 it weighs more
    assert found.sway == pytest.approx(1 / 3)
    assert found.median() == ((300, found.median().estimate.low, None), 250, 300)


def test_an_imprecise_start_widens_the_time_and_never_makes_it_negative() -> None:
    found = answered("survival_from_onset", [Spell("a", Span(58, 70), Span(60, 61), EVENT)])
    assert (found.earliest.days[0], found.curve.days[0], found.latest.days[0]) == (0, 1.5, 3)


def test_a_day_between_wide_bounds_does_not_have_to_move_the_estimate() -> None:
    held = [Spell("a", Span(0, 0), Span(10, 20), CENSORED), Spell("b", Span(0, 0), Span(5, 5), EVENT)]
    found = answered("survival", held)
    assert found.imprecise == ("a",)
    assert found.sway == 0


def test_groups_are_answered_apart_and_one_may_be_empty() -> None:
    charts = [case("A", last="+100", status="dead"), case("B", last="+200", status="dead"), case("C")]
    cohort = cohort_of([chart.case for chart in charts])
    first, second, third = cohort.ids
    for ids, expected in (
        ((first, third), [(100, EVENT), (400, CENSORED)]),
        ((second,), [(200, EVENT)]),
        ((), []),
    ):
        assert rows(cohort.among(ids).time_to_event("survival")) == expected


def test_patients_read_later_are_joined_to_those_kept() -> None:
    cases = [
        case("A", "+58").case,
        case("B", "", "+90", "dead", lineage="").case,
        case("C", lineage="", last="").case,
    ]
    whole, parts = cohort_of(cases), cohort_of(cases[:1]).joined(cohort_of(cases[1:]))
    for key in CLOCKS:
        one, other = whole.time_to_event(key), parts.time_to_event(key)
        assert (one.ids, one.unplaced, rows(one)) == (other.ids, other.unplaced, rows(other))


@pytest.mark.parametrize("key", CLOCKS)
def test_of_nobody_and_of_a_case_without_anything(key: str) -> None:
    for cases in ((), (Chart("A").case,)):
        found = answer(key, *cases)
        assert found.n == 0
        assert found.asked in (0, len(cases))
        assert (found.sway, found.median()) == (0, ((None, None, None), None, None))


BOUND = st.none() | st.integers(-20, 60)


@given(
    st.lists(st.tuples(BOUND, BOUND, BOUND, BOUND, st.integers(0, 2)), max_size=12),
    st.sampled_from(list(CLOCKS)),
)
def test_everybody_is_either_counted_or_listed(people: list[tuple[int | None, ...]], key: str) -> None:
    held = []
    for number, (a, b, c, d, status) in enumerate(people):
        start, end = (
            None if pair == (None, None) else Span(*sorted(pair)) if None not in pair else Span(*pair)  # type: ignore[type-var]
            for pair in ((a, b), (c, d))
        )
        held.append(Spell(str(number), start, end, status or 0))
    found = answered(key, held)
    together = [*found.ids, *(patient.id for patient in found.unplaced)]
    assert sorted(together) == sorted(spell.id for spell in held)
    assert sum(found.count(status) for status in range(3)) == found.n == found.curve.n
    assert all(patient.why for patient in found.unplaced)
    assert (found.curve.days >= 0).all()
    assert 0 <= found.sway <= 1
