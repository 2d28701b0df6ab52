"""Counts shortly after a transfusion: marked as reported, or as derived from the days of both."""

import pytest

from aic_desktop.domain.records import Transfusion
from aic_desktop.reporting.scene import Options, timeline
from aic_desktop.reporting.scene.legend import legend
from tests.golden.awkward import Writing


@pytest.mark.parametrize(
    ("transfused", "counted", "derived"),
    [
        ({"day": "+10"}, "+10", True),
        ({"day": "+10"}, "+11", True),
        ({"day": "+10"}, "+12", False),
        ({"day": "+10"}, "+9", False),
        ({"day": "+5", "until": "+20", "daily": "yes"}, "+15", True),
        ({"day": "+5", "until": "+20", "daily": "yes"}, "14..16", True),
        ({"day": "+5", "until": "+20"}, "+15", False),
        ({"day": "8..10"}, "+10", False),
        ({"day": "+10", "daily": "yes"}, "+14", False),
    ],
)
def test_a_count_shortly_after_a_transfusion_is_marked_as_derived_only_where_the_days_are_sure(
    transfused: dict[str, str], counted: str, derived: bool
) -> None:
    case = Writing()
    case.counts("platelets", f"{counted}=40")
    case.add(Transfusion, product="platelets", units="1", **transfused)
    point = timeline(case.case).panels[0].points[0]
    assert (point.derived, point.context) == (derived, "after_transfusion" if derived else "")
    assert ("(derived)" in point.text) == derived


def test_what_was_reported_of_a_count_wins_over_what_follows_from_the_transfusions() -> None:
    case = Writing()
    case.counts("platelets", "+10=40", context="haemolysed_sample")
    case.counts("haemoglobin", "+10=9")
    case.add(Transfusion, product="platelets", day="+10", units="1")
    platelets, haemoglobin = (p.points[0] for p in timeline(case.case).panels)
    assert (platelets.context, platelets.derived) == ("haemolysed_sample", False)
    assert haemoglobin.context == ""


def test_runs_of_transfusions_that_overlap_are_all_seen() -> None:
    case = Writing()
    for first, last in (("+1", "+30"), ("+3", "+3"), ("+40", "+41")):
        case.add(Transfusion, product="platelets", day=first, until=last, daily="yes", units="1")
    case.counts("platelets", "+20=9", "+31=9", "+35=9", "+42=9")
    assert [p.derived for p in timeline(case.case).panels[0].points] == [True, True, False, True]
    assert "transfused on +30 (derived)" in timeline(case.case).panels[0].points[1].text


def test_neutrophils_while_g_csf_is_given_are_marked_as_derived() -> None:
    case = Writing()
    case.treat("filgrastim", "+10", "+12", amount="5 ug/kg", purpose="supportive")
    case.counts("neutrophils", "+9=0.2", "+11=1.9", "+12=2.4", "+13=2")
    case.counts("platelets", "+11=30")
    platelets, neutrophils = timeline(case.case).panels
    assert [(p.label, p.derived) for p in neutrophils.points] == [
        ("0.2", False), ("1.9", True), ("2.4", True), ("2", False),
    ]  # fmt: skip
    assert neutrophils.points[1].text == "Neutrophils 1.9 ×10⁹/L, day +11, on G-CSF (derived)"
    assert not platelets.points[0].derived
    assert "G-CSF given" in [sign.words for sign in legend(timeline(case.case))]


def test_haemoglobin_is_marked_for_as_long_as_the_criteria_leave_it_out() -> None:
    case = Writing()
    case.counts("haemoglobin", "+10=7", "+17=8", "+18=8.2")
    case.add(Transfusion, product="red_cells", day="+10", units="2")
    assert [p.derived for p in timeline(case.case).panels[0].points] == [True, True, False]


def test_a_target_level_stands_behind_the_levels_measured_while_the_drug_was_given() -> None:
    case = Writing()
    case.counts("ciclosporin_trough", "+10=90", "+20=210")
    case.counts("platelets", "+10=20")
    case.treat("ciclosporin", start="+1", stop="+40", target="150-200 ng/mL", purpose="gvhd_prophylaxis")
    case.treat("ciclosporin", start="+60", ongoing="yes", target="100-120 ng/mL")
    case.treat("ciclosporin", target="80-100 ng/mL")
    case.treat("sirolimus", start="+60", target="8-12 ng/mL")
    scene = timeline(case.case, Options(panels=("ciclosporin_trough", "platelets")))
    found = scene.panels
    targets = [(t.lo, t.hi, t.value_lo, t.value_hi) for t in found[0].targets]
    assert targets == [(0.5, 40.5, 150, 200), (59.5, None, 100, 120)]
    assert found[0].targets[0].text == "target of ciclosporin 150–200 ng/mL, from day +1"
    assert found[0].axis.bottom < found[0].axis.at(100) < found[0].axis.at(200) < found[0].axis.top
    assert found[1].targets == ()
    assert "target level" in [sign.words for sign in legend(scene)]
