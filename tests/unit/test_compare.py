"""Several patients on one axis: aligned as asked for, nobody left out silently, nothing averaged."""

import csv
from io import StringIO

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Count, Cytopenia
from aic_desktop.reporting.pictures.compare import (
    COLUMNS,
    MOST_MULTIPLES,
    Comparison,
    compared,
    compared_csv,
    comparison,
    lines,
    rows,
)
from aic_desktop.reporting.pictures.tracks import Asked, track
from tests.golden.awkward import CASES, Writing


def written(code: str, onset: str = "", dara: str = "", *counts: str) -> Case:
    case = Writing(code=code)
    if onset:
        case.add(Cytopenia, lineage="platelets", episode="1", onset=onset)
    if dara:
        case.treat("daratumumab", dara, amount="16 mg/kg")
    case.counts("platelets", *counts)
    return case.case


ONE = written("A", "+40", "+60", "+30=150", "+41=4", "+55=<3", "+90=80")
TWO = written("B", "+100", "+130", "+99=120", "+101=9", "+150=2-9", "140..150=20")
NO_DAY = written("C", "+10", "+20..+30", "+9=100")
NOT_GIVEN = written("D", "+10", "", "+9=100")
NO_COUNTS = written("E", "+10", "+30")
EVERYBODY = (ONE, TWO, NO_DAY, NOT_GIVEN, NO_COUNTS)


def compare(asked: Asked, *cases: Case) -> Comparison:
    chosen = cases or EVERYBODY
    return comparison((track(case, asked) for case in chosen), asked, len(chosen))


def test_everybody_is_counted_from_the_own_first_dose() -> None:
    found = compare(Asked(zero="daratumumab"))
    assert [(one.code, one.zero.day) for one in found.tracks] == [("A", 60), ("B", 130)]
    assert found.days[0] < -31 < 30 < found.days[1]
    assert found.title == "Platelets, days after first daratumumab: 2 of 5 cases"


def test_all_days_hold_what_was_given_after_the_last_count_where_it_is_drawn() -> None:
    late = written("L", "+40", "+184", "+41=4", "+55=20")
    assert compare(Asked(), late).days[1] > 184
    assert compare(Asked(together=True), late).days[1] < 184


def test_all_share_one_axis_of_values_with_a_place_for_limits() -> None:
    found = compare(Asked(zero="onset"))
    axes = {one.panel.axis for one in found.tracks if one.panel}
    assert axes == {found.axis}
    assert found.axis.low <= 2
    assert found.axis.high >= 150
    assert found.axis.floor


def test_who_is_not_drawn_is_listed_with_the_reason() -> None:
    (words,) = compare(Asked(zero="daratumumab")).notes
    assert words == (
        "Not drawn, 3 cases: first daratumumab day +20 to +30, not on one day: C. daratumumab not given: D."
        " Platelets not counted: E."
    )


@pytest.mark.parametrize("zero", ["hsct", "onset", "AIT", "daratumumab"])
@pytest.mark.parametrize("together", [True, False])
def test_every_case_is_either_drawn_or_listed(zero: str, together: bool) -> None:
    cases = [make() for make in CASES.values()] + list(EVERYBODY)
    found = compare(Asked(zero=zero, together=together), *cases)
    assert len(found.tracks) + len(found.lacking) + found.beyond == len(cases)
    told = " ".join(found.notes)
    assert all(one.code in told for one in found.lacking)
    drawn = {point.record for one in found.tracks if one.panel for point in one.panel.points}
    assert drawn
    for one in found.tracks:
        case = next(case for case in cases if case.id == one.case and case.patient.code == one.code)
        counts = [c for c in case.counts if c.analyte == "platelets" and c.value]
        assert one.panel is not None
        assert len(one.panel.points) + one.unplaced == len(counts)


def test_values_are_those_of_the_case_and_no_line_bridges_a_limit() -> None:
    (one, two) = compare(Asked(zero="daratumumab")).tracks
    assert one.panel is not None
    assert two.panel is not None
    assert [point.label for point in one.panel.points] == ["150", "4", "<3", "80"]
    assert one.panel.segments == ((0, 1),)
    assert [point.label for point in two.panel.points] == ["120", "9", "20", "2–9"]


def test_days_about_day_0_leave_out_what_lies_beyond_and_say_who_has_nothing_there() -> None:
    found = compare(Asked(zero="daratumumab", days=(-10, 30)))
    assert [(one.code, [p.label for p in one.panel.points]) for one in found.tracks if one.panel] == [
        ("A", ["<3", "80"]),
        ("B", ["20", "2–9"]),
    ]
    assert found.days == (-10, 30)
    beyond = compare(Asked(zero="daratumumab", days=(25, 40)))
    assert "Platelets not counted in these days: B." in beyond.notes[0]


def test_no_more_multiples_are_drawn_than_can_be_compared_and_no_more_cases_looked_at() -> None:
    many = [written(f"K{n:02}", "+10", "", "+9=100", "+12=5") for n in range(40)]
    looked_at = []

    def tracks(asked: Asked):
        for case in many:
            looked_at.append(case)
            yield track(case, asked)

    found = comparison(tracks(Asked()), Asked(), len(many))
    assert len(found.tracks) == MOST_MULTIPLES == len(looked_at)
    assert found.notes == (
        "Not looked at, 16 cases further down the list: at most 24 are shown at once; narrow it to choose.",
    )
    together = Asked(together=True)
    assert len(comparison(tracks(together), together, len(many)).tracks) == 40


def test_courses_are_told_under_the_counts_in_the_order_they_were_begun() -> None:
    case = Writing(code="T")
    case.counts("platelets", "+10=5", "+40=80")
    case.treat("daratumumab", "+20", "+27", amount="16 mg/kg")
    case.treat("prednisolone", "+10|+30:2 mg/kg/d")
    (one,) = compare(Asked(), case.case).tracks
    assert [(course.row, course.label, course.doses) for course in one.given] == [
        (0, "pred", ()),
        (1, "dara", (20.0, 27.0)),
    ]


def test_what_is_not_certain_of_a_course_is_told_apart() -> None:
    case = Writing(code="T")
    case.counts("platelets", "+10=5", "+140=80")
    case.treat("prednisolone", "20..30|100..110:2 mg/kg/d")
    (one,) = compare(Asked(), case.case).tracks
    (course,) = one.given
    assert (course.lo, course.since, course.until, course.hi) == (19.5, 30 - 0.5, 100 + 0.5, 110.5)


def test_nothing_to_compare_is_refused_with_what_there_is() -> None:
    with pytest.raises(Problem) as said:
        compare(Asked(zero="anakinra"))
    assert str(said.value) == (
        "There is nothing to compare. anakinra not given: A, B, C, D."
        " anakinra not given; Platelets not counted: E. Counted: Platelets. Given: daratumumab."
    )
    with pytest.raises(Problem, match="There is nothing to compare"):
        comparison([], Asked(), 0)


def test_values_without_a_day_are_counted() -> None:
    case = Writing(code="U")
    case.counts("platelets", "+10=5")
    case.add(Count, analyte="platelets", value="7")
    assert compare(Asked(), case.case).notes == ("Values without a day, not drawn: U 1.",)


def test_the_table_holds_every_value_drawn_with_its_days() -> None:
    found = compare(Asked(zero="daratumumab"))
    table = list(csv.DictReader(StringIO(compared_csv(found))))
    assert tuple(table[0]) == COLUMNS
    assert len(table) == len(rows(found)) == 8
    assert table[2] == {
        "patient": "A",
        "day": "-5",
        "day_earliest": "-5",
        "day_latest": "-5",
        "value": "<3",
        "value_low": "",
        "value_high": "3",
        "unit": "×10⁹/L",
        "taken": "",
        "day_after_hsct": "55",
    }
    read = lines(found)
    assert read[2] == (ONE.id, ("A", "−5", "<3 ×10⁹/L", "", "+55"))
    assert (TWO.id, ("B", "+10 to +20", "20 ×10⁹/L", "", "+140 to +150")) in read
    imprecise = next(row for row in table if row["value"] == "20")
    assert (imprecise["day"], imprecise["day_earliest"], imprecise["day_latest"]) == ("", "10", "20")


def test_the_picture_is_told_in_words() -> None:
    told = compared(compare(Asked(zero="daratumumab")))
    assert "A, first daratumumab, +60: 150 on day −30; 4 on day −19; <3 on day −5; 80 on day +30." in told
    assert "20 on day +10 to +20" in told
    assert "daratumumab not given: D" in told
    items = compare(Asked(zero="daratumumab")).items
    assert (
        items[0].text == "A · AIT · first daratumumab, +60 · Platelets: 4 values, day −30 to day +30 · dara"
    )
