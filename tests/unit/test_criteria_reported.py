"""The course as reported: time to response, relapse, duration; Evans syndrome; what goes on at the end."""

import pytest

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import YesNo
from aic_desktop.domain.criteria import EvansTiming, ReportedCourse
from aic_desktop.domain.records import Course, Cytopenia, FollowUp
from aic_desktop.domain.timepoint import Span
from aic_desktop.services.example import published_cases
from tests.charts import Chart

P1, P2 = published_cases()


def test_the_published_course_of_patient_1() -> None:
    """“Twenty-five days after the first dose … the platelet count rose rapidly.”"""
    found = criteria.reported_course(P1, "daratumumab")
    assert found.response == Span(143, 143)
    assert found.time_to_response == Span(25, 25)
    assert found.relapse is None
    assert found.duration == Span(262, None)


def test_patient_2_had_a_transient_recovery_on_prednisolone_and_none_on_daratumumab() -> None:
    assert criteria.reported_course(P2, "daratumumab") == ReportedCourse()
    found = criteria.reported_course(P2, "prednisolone")
    assert (found.response, found.time_to_response) == (Span(58, 83), Span(0, 25))
    assert (found.relapse, found.duration) == (Span(83, 83), Span(0, 25))


def test_a_relapse_of_another_lineage_is_none_of_the_response() -> None:
    chart = Chart()
    index = chart.treat("rituximab", "+10")
    chart.add(Course, day="+30", lineage="platelets", kind="complete_response", treatment=index)
    chart.add(Course, day="+20", lineage="platelets", kind="relapse")
    chart.add(Course, day="+40", lineage="red_cells", kind="relapse")
    chart.add(FollowUp, day="+100", status="alive")
    assert criteria.reported_course(chart.case, "rituximab").duration == Span(70, None)
    chart.add(Course, day="+70..75", lineage="platelets", kind="flare")
    found = criteria.reported_course(chart.case, "rituximab")
    assert (found.relapse, found.duration) == (Span(70, 75), Span(40, 45))


@pytest.mark.parametrize(
    ("onsets", "gap", "timing"),
    [
        (("+58", "+83"), Span(25, 25), EvansTiming.SEQUENTIAL),
        (("+58", "+65"), Span(7, 7), EvansTiming.SIMULTANEOUS),
        (("+58..60", "+65"), Span(5, 7), EvansTiming.SIMULTANEOUS),
        (("+56..60", "+65"), Span(5, 9), None),
        (("+58", "≥60"), Span(2, None), None),
        (("+58", ""), None, None),
    ],
)
def test_evans_syndrome_is_simultaneous_within_a_week(
    onsets: tuple[str, str], gap: Span | None, timing: EvansTiming | None
) -> None:
    chart = Chart()
    for lineage, onset in zip(("platelets", "red_cells"), onsets, strict=True):
        chart.add(Cytopenia, episode="1", lineage=lineage, **({"onset": onset} if onset else {}))
    assert criteria.evans_of(chart.case) == (gap, timing)


def test_one_lineage_or_two_episodes_are_no_evans_syndrome() -> None:
    assert criteria.evans_of(P1) == (None, None)
    assert criteria.evans_of(P2) == (Span(25, 25), EvansTiming.SEQUENTIAL)
    chart = Chart()
    chart.add(Cytopenia, episode="1", lineage="platelets", onset="+58")
    chart.add(Cytopenia, episode="2", lineage="red_cells", onset="+300")
    assert criteria.evans_of(chart.case) == (None, None)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"start": "+20", "ongoing": "yes"}, YesNo.YES),
        ({"start": "+60", "ongoing": "yes"}, YesNo.NO),
        ({"start": "+20..60", "ongoing": "yes"}, None),
        ({"start": "+20", "stop": "+99"}, YesNo.NO),
        ({"start": "+20", "stop": "+100"}, YesNo.YES),
        ({"start": "+20", "ongoing": "no"}, YesNo.NO),
        ({"start": "+20"}, None),
        ({"ongoing": "yes"}, None),
    ],
)
def test_corticosteroids_for_two_months_up_to_last_contact(
    typed: dict[str, str], expected: YesNo | None
) -> None:
    chart = Chart()
    chart.treat("prednisolone", **typed)
    chart.treat("prednisolone", purpose="gvhd_treatment", start="0", ongoing="yes")
    chart.add(FollowUp, day="+100", status="alive")
    assert criteria.steroid_dependent(chart.case) is expected


def test_immunoglobulin_at_last_contact_of_any_purpose() -> None:
    chart = Chart()
    chart.add(FollowUp, day="+100", status="alive")
    assert criteria.immunoglobulin_at_last_contact(chart.case) is None
    chart.treat("rituximab", "+10")
    assert criteria.immunoglobulin_at_last_contact(chart.case) is YesNo.NO
    chart.treat("immunoglobulin_ivig", purpose="substitution", start="+30", ongoing="yes")
    assert criteria.immunoglobulin_at_last_contact(chart.case) is YesNo.YES
