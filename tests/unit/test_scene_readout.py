"""The line that says what stands at a day, and the place of a record."""

import pytest

from aic_desktop.reporting.scene import timeline
from aic_desktop.reporting.scene.readout import nearest, readout, stretch
from tests.golden.awkward import CASES, Writing


def test_the_day_the_counts_near_it_and_what_was_given_stand_in_one_line() -> None:
    line = readout(timeline(CASES["taper"]()), 47, near=3)
    assert line.startswith("Day +47   ")
    assert "Haemoglobin 5.2 g/dL   " in line
    assert "Platelets 110 ×10⁹/L (+45)" in line
    assert "prednisolone 2 mg/kg/d" in line
    assert "rituximab" not in line


def test_a_single_dose_is_said_with_its_number() -> None:
    assert "daratumumab (dose 2, 16 mg/kg)" in readout(timeline(CASES["like_patient_1"]()), 125.3, near=1)


def test_the_date_is_said_where_day_0_is_known() -> None:
    assert readout(timeline(CASES["dated"]()), 12, near=0).startswith("Day +12 (2020-03-13)")
    assert "(" not in readout(timeline(CASES["one_count"]()), 12, near=0)


def test_a_count_over_days_is_said_throughout_them_as_such() -> None:
    panel = timeline(CASES["like_patient_2"]()).panels[0]
    found = nearest(panel, 88, near=1)
    assert found is not None
    assert found.label == "2–9"
    assert "Platelets 2–9 ×10⁹/L (+83 to +98)" in readout(timeline(CASES["like_patient_2"]()), 88, near=1)


def test_nothing_is_said_of_counts_far_away() -> None:
    case = Writing()
    case.counts("platelets", "+10=5", "+50=6")
    assert nearest(timeline(case.case).panels[0], 30, near=5) is None


@pytest.mark.parametrize(
    ("record", "lo", "hi"),
    [("count-2", 61, 61), ("dose-4", 118, 118), ("event-1", 10, 10), ("treatment-1", None, None)],
)
def test_a_record_is_found_where_it_stands(record: str, lo: float | None, hi: float | None) -> None:
    found = stretch(timeline(CASES["like_patient_1"]()), record)
    assert (found.lo if found else None, found.hi if found else None) == (lo, hi)


def test_a_mark_in_a_lane_knows_its_lane() -> None:
    scene = timeline(CASES["like_patient_1"]())
    found = stretch(scene, "treatment-10")
    assert found is not None
    assert found.lane is not None
    assert scene.lanes[found.lane].label == "daratumumab"
