"""Two days compared: days between, and the factor of each count as well as it is known."""

import pytest

from aic_desktop.reporting.scene import Scene, timeline
from aic_desktop.reporting.scene.between import between, changes, factor, near
from tests.golden.awkward import CASES, Writing


def scene(*platelets: str) -> Scene:
    writing = Writing(code="two days")
    writing.counts("platelets", *platelets)
    return timeline(writing.case)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("12", "48", "4-fold up"),
        ("48", "12", "4-fold down"),
        ("<3", "12", "≥ 4-fold up"),
        ("12", "<3", "≥ 4-fold down"),
        (">500", "50", "≥ 10-fold down"),
        ("50", ">500", "≥ 10-fold up"),
        ("2-9", "90", "10 to 45-fold up"),
        ("90", "2-9", "10 to 45-fold down"),
        ("2-9", "5", "up or down, not to be told"),
        ("<3", "<3", "up or down, not to be told"),
        ("<3", "2", "up or down, not to be told"),
        ("0", "12", "up from 0"),
        ("12", "0", "down to 0"),
        ("0", "0", "unchanged"),
        ("30", "30", "unchanged"),
        ("9", "186", "21-fold up"),
    ],
)
def test_the_factor_is_told_as_well_as_it_is_known(one: str, other: str, said: str) -> None:
    points = scene(f"+10={one}", f"+20={other}").panels[0].points
    assert factor(*points) == said


def test_only_counts_of_an_exact_day_are_compared() -> None:
    found = scene("+10=20", "11..15=90", "+30=40")
    assert [(c.first.label, c.last.label) for c in changes(found, 13, 30) if c.first and c.last] == [
        ("20", "40")
    ]


def test_a_count_three_weeks_off_is_still_near_and_one_day_more_is_not() -> None:
    panel = scene("+10=20").panels[0]
    assert near(panel, 31) is panel.points[0]
    assert near(panel, 32) is None


def test_the_line_tells_every_panel_and_days_that_are_not_those_of_the_lines() -> None:
    said = between(timeline(CASES["like_patient_1"]()), 61, 153)
    assert said == "A +61 to B +153: 92 days   Platelets 5 → 55 (+152) ×10⁹/L, 11-fold up"
    assert "1 day" in between(scene("+1=1"), 1, 2)
    assert between(scene("+1=1"), 1, 2).endswith("Platelets –")
