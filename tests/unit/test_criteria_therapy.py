"""Treatment around one agent: days and doses, what came before, beside and out of it."""

import pytest

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import YesNo
from aic_desktop.domain.criteria import IndexTherapy, Response, Tally
from aic_desktop.domain.records import Course
from aic_desktop.domain.timepoint import Span
from tests.charts import Chart, patient_1, patient_2


def test_the_published_first_doses_and_intervals() -> None:
    first, second = patient_1(), patient_2()
    assert IndexTherapy(first, "daratumumab").first_day == Span(118, 118)
    assert IndexTherapy(first, "daratumumab").since_onset == Span(57, 60)
    assert IndexTherapy(second, "daratumumab").since_onset == Span(126, 126)
    assert IndexTherapy(first, "daratumumab").doses_to_response == Tally(4, 4)
    assert IndexTherapy(second, "daratumumab").doses == Tally(3, 3)
    assert IndexTherapy(second, "daratumumab").previous == Tally(3, 3)
    assert IndexTherapy(second, "daratumumab").concomitant is YesNo.YES
    assert IndexTherapy(second, "daratumumab").response is Response.NONE


def test_the_same_drug_for_another_purpose_is_no_treatment_of_the_cytopenia() -> None:
    assert [t.agent for t in criteria.against_cytopenia(patient_1())].count("ciclosporin") == 0
    assert criteria.given(patient_1(), "ciclosporin") == ()


@pytest.mark.parametrize(
    ("days", "typed", "expected"),
    [
        ((), {"start": "+118"}, Span(118, 118)),
        (("+125", "+118"), {}, Span(118, 118)),
        (("+125",), {"start": "+118"}, Span(118, 118)),
        (("+118",), {"start": "~118"}, Span(118, 118)),
        (("+118..120", "+119"), {}, Span(118, 119)),
        ((), {}, None),
    ],
)
def test_the_first_dose_is_known_from_doses_or_start(
    days: tuple[str, ...], typed: dict[str, str], expected: Span | None
) -> None:
    chart = Chart()
    chart.treat("rituximab", *days, **typed)
    assert criteria.first_day(chart.case, *chart.case.treatments) == expected


@pytest.mark.parametrize(
    ("courses", "expected"),
    [
        ([((), {})], None),
        ([(("+1", "+8"), {})], Tally(2, 2)),
        ([(("+1",), {"planned_doses": "6"})], Tally(6, 6)),
        ([(("+1", "+8", "+15"), {"planned_doses": "2"})], Tally(3, 3)),
        ([(("+1", "+8"), {}), ((), {"planned_doses": "4"})], Tally(6, 6)),
        ([(("+1", "+8"), {}), ((), {})], Tally(2, None)),
    ],
)
def test_how_many_doses(
    courses: list[tuple[tuple[str, ...], dict[str, str]]], expected: Tally | None
) -> None:
    chart = Chart()
    for days, typed in courses:
        chart.treat("daratumumab", *days, **typed)
    assert criteria.dose_count(chart.case, *chart.case.treatments) == expected


def test_steps_of_a_course_are_not_counted_as_single_doses() -> None:
    chart = Chart()
    treatment = chart.treat("prednisolone")
    chart.dose(treatment, day="+58", until="+70", amount="2 mg/kg/d")
    assert criteria.dose_count(chart.case, *chart.case.treatments) == Tally(1, None)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], Tally(0, 0)),
        ([("rituximab", {"start": "+50"})], Tally(1, 1)),
        ([("rituximab", {"start": "+100"})], Tally(0, 0)),
        ([("rituximab", {"start": "+150"})], Tally(0, 0)),
        ([("rituximab", {"start": "90..110"})], Tally(0, 1)),
        ([("rituximab", {})], Tally(0, 1)),
        ([("rituximab", {"stop": "+90"})], Tally(1, 1)),
        ([("rituximab", {"line": "1"})], Tally(1, 1)),
        ([("rituximab", {"line": "2"})], Tally(0, 0)),
        ([("rituximab", {"line": "3"})], Tally(0, 0)),
        ([("rituximab", {"start": "+50"}), ("rituximab", {"start": "+70"})], Tally(1, 1)),
        ([("prednisolone", {"start": "+50"}), ("dexamethasone", {"start": "+70"})], Tally(1, 1)),
        ([("corticosteroids", {"start": "+50"}), ("dexamethasone", {})], Tally(1, 1)),
        ([("ciclosporin", {"start": "+1", "purpose": "gvhd_prophylaxis"})], Tally(0, 0)),
        ([("an unlisted drug", {"start": "+50"}), ("splenectomy", {})], Tally(1, 2)),
    ],
)
def test_previous_therapies_count_what_surely_and_what_possibly_came_before(
    others: list[tuple[str, dict[str, str]]], expected: Tally
) -> None:
    chart = Chart()
    for agent, typed in others:
        chart.treat(agent, **typed)
    chart.treat("daratumumab", "+100", line="2")
    assert IndexTherapy(chart.case, "daratumumab").previous == expected


def test_nothing_comes_before_a_therapy_that_was_not_given() -> None:
    assert IndexTherapy(patient_1(), "isatuximab").previous is None
    assert IndexTherapy(patient_1(), "isatuximab").concomitant is None
    assert IndexTherapy(patient_1(), "isatuximab").since_onset is None
    assert IndexTherapy(patient_1(), "isatuximab").response is None
    assert IndexTherapy(patient_1(), "isatuximab").doses_to_response is None


@pytest.mark.parametrize(
    ("days", "typed", "expected"),
    [
        ((), {"start": "+110"}, YesNo.YES),
        ((), {"start": "+50", "stop": "+120"}, YesNo.YES),
        ((), {"start": "+50", "ongoing": "yes"}, YesNo.YES),
        ((), {"start": "+50", "stop": "+99"}, YesNo.NO),
        ((), {"start": "+115"}, YesNo.NO),
        (("+50", "+90"), {}, YesNo.NO),
        (("+50", "+90"), {"planned_doses": "4"}, None),
        ((), {"start": "+50"}, None),
        ((), {"start": "90..110", "stop": "+111"}, YesNo.YES),
        ((), {}, None),
        ((), {"stop": "+99"}, YesNo.NO),
    ],
)
def test_concomitant_therapy_is_decided_by_days_or_left_open(
    days: tuple[str, ...], typed: dict[str, str], expected: YesNo | None
) -> None:
    chart = Chart()
    chart.treat("eltrombopag", *days, **typed)
    chart.treat("daratumumab", "+100", "+107", "+114")
    assert IndexTherapy(chart.case, "daratumumab").concomitant is expected


def test_a_daily_dose_without_a_last_day_may_have_run_on() -> None:
    chart = Chart()
    steroid = chart.treat("prednisolone")
    chart.dose(steroid, day="+58", amount="2 mg/kg/d")
    chart.treat("daratumumab", "+100")
    assert IndexTherapy(chart.case, "daratumumab").concomitant is None
    assert criteria.last_day(chart.case, chart.case.treatments[0]) == Span(58, None)


@pytest.mark.parametrize(
    ("reported", "courses", "expected"),
    [
        ("", [], None),
        ("partial", [], Response.PARTIAL),
        ("partial", ["complete_response"], Response.COMPLETE),
        ("partial", ["transfusion_independent"], Response.TRANSFUSION_INDEPENDENT),
        ("", ["response_sign", "relapse", "flare", "stable"], None),
        ("none", ["transient_recovery"], Response.TRANSIENT),
        ("", ["no_response"], Response.NONE),
        ("not_evaluable", [], Response.NOT_EVALUABLE),
    ],
)
def test_the_best_response_reported(reported: str, courses: list[str], expected: Response | None) -> None:
    chart = Chart()
    other = chart.treat("rituximab", response="complete")
    index = chart.treat("daratumumab", **({"response": reported} if reported else {}))
    chart.add(Course, day="+50", kind="complete_response", treatment=other)
    for kind in courses:
        chart.add(Course, day="+150", kind=kind, treatment=index)
    assert IndexTherapy(chart.case, "daratumumab").response is expected


def test_doses_to_response_follow_the_precision_of_the_days() -> None:
    chart = Chart()
    index = chart.treat("daratumumab", "+100", "+107", "+114", "+121")
    assert IndexTherapy(chart.case, "daratumumab").doses_to_response is None
    chart.add(Course, day="105..115", kind="partial_response", treatment=index)
    assert IndexTherapy(chart.case, "daratumumab").doses_to_response == Tally(1, 3)
    chart.add(Course, day="+107", kind="response_sign", treatment=index)
    assert IndexTherapy(chart.case, "daratumumab").doses_to_response == Tally(1, 2)
