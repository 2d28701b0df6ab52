"""What a reader chooses: remembered as plain data, and obeyed in axis, labels, reference lines and words."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.codes import analytes
from aic_desktop.reporting.scene import Options, Panel, timeline
from aic_desktop.reporting.scene.readout import readout
from aic_desktop.reporting.scene.zeros import name_of, zero_of
from tests.golden.awkward import CASES, Writing

CHOSEN = Options(
    panels=("platelets", "ldh"),
    log=("ldh",),
    max_gap=60,
    units={"haemoglobin": "mmol/L"},
    references={"platelets": (Decimal(30), Decimal("0.5"))},
    heights={"platelets": 2.0, "lanes": 0.4},
    zero="onset",
    dates=True,
    criteria={"platelets": "itp_iwg_2009"},
)


def panel(case: Writing, options: Options, analyte: str) -> Panel:
    return next(p for p in timeline(case.case, options).panels if p.analyte == analyte)


# --- remembered


def test_choices_come_back_from_json_as_they_were() -> None:
    assert Options.from_json(json.loads(json.dumps(CHOSEN.as_json()))) == CHOSEN


def test_only_what_was_chosen_is_remembered_so_that_defaults_may_change() -> None:
    assert Options().as_json() == {}
    assert replace(Options(), max_gap=7).as_json() == {"max_gap": 7}


@pytest.mark.parametrize(
    "held",
    [
        None, 3, [], "x", {"panels": "platelets"}, {"max_gap": "21"}, {"max_gap": 0}, {"units": ["g/L"]},
        {"units": {"haemoglobin": 3}}, {"references": {"platelets": [-5]}}, {"heights": {"platelets": 0}},
        {"references": {"platelets": "many"}}, {"zero": ""}, {"dates": 1}, {"of a later program": 1},
    ],
)  # fmt: skip
def test_what_nobody_can_have_chosen_is_passed_over(held: object) -> None:
    assert Options.from_json(held) == Options()


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=6), parts, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(Options().__dataclass_fields__)), _json, max_size=4))
def test_any_remembered_nonsense_still_gives_a_timeline(held: dict[str, object]) -> None:
    assert timeline(CASES["like_patient_2"](), Options.from_json(held)).panels


# --- panels


def test_showing_one_more_panel_keeps_those_there_were_in_the_order_of_reading() -> None:
    more = Options().with_panels(("ldh",), True, ()).with_panels(("ferritin",), True, ())
    assert more.panels == ("platelets", "haemoglobin", "ldh", "neutrophils", "ferritin")
    assert more.with_panels(("haemoglobin",), False, ()).panels == (
        "platelets",
        "ldh",
        "neutrophils",
        "ferritin",
    )


def test_panels_that_stand_in_for_the_usual_ones_stay_when_one_more_is_chosen() -> None:
    assert {"crp", "ldh"} <= set(Options().with_panels(("ldh",), True, ("crp",)).panels)


def test_the_last_panel_stays() -> None:
    last = Options(panels=("platelets",))
    assert last.with_panels(("platelets",), False, ("platelets",)) == last


def test_red_cell_panels_stand_together() -> None:
    case = Writing()
    markers = ("reticulocytes", "reticulocyte_fraction", "ldh", "bilirubin", "haptoglobin")
    for analyte in ("neutrophils", *markers, "haemoglobin", "platelets"):
        unit = {"reticulocyte_fraction": " %"}.get(analyte, "")
        case.counts(analyte, f"+1=20{unit}")
    assert [analyte for analyte, _ in timeline(case.case).offered] == [
        "platelets", "haemoglobin", *markers, "neutrophils",
    ]  # fmt: skip


# --- units


def test_a_unit_chosen_is_that_of_points_axis_reference_lines_and_words() -> None:
    case = Writing()
    case.counts("haemoglobin", "+1=8.6 g/dl", "+2=90 g/l")
    shown = panel(case, Options(units={"haemoglobin": "g/L"}), "haemoglobin")
    assert shown.unit == "g/L"
    assert [(p.label, p.value_lo) for p in shown.points] == [("86", 86.0), ("90", 90.0)]
    assert shown.axis.references == (70, 80, 100, 120)
    assert shown.axis.high > 100
    assert shown.points[0].text == "Haemoglobin 86 g/L, day +1, entered as 8.6 g/dl"
    assert shown.points[1].text == "Haemoglobin 90 g/L, day +2"
    assert "Haemoglobin 86 g/L" in readout(timeline(case.case, Options(units={"haemoglobin": "g/L"})), 1, 1)


def test_limits_and_ranges_are_converted_at_both_bounds() -> None:
    case = Writing()
    case.counts("platelets", "+1=<5", "+2=2-9")
    shown = panel(case, Options(units={"platelets": "/uL"}), "platelets")
    assert [p.label for p in shown.points] == ["<5000", "2000–9000"]
    assert 30000 in shown.axis.references


def test_between_mass_and_moles_no_endless_digits_are_shown() -> None:
    case = Writing()
    case.counts("haemoglobin", "+1=8.6 g/dl", "+2=5.3 mmol/l")
    shown = panel(case, Options(units={"haemoglobin": "mmol/L"}), "haemoglobin")
    assert [p.label for p in shown.points] == ["5.34", "5.3"]


@pytest.mark.parametrize("analyte", sorted(analytes()))
def test_every_analyte_can_be_shown_in_every_unit_it_is_reported_in(analyte: str) -> None:
    case = Writing()
    listed = analytes()[analyte]
    case.counts(analyte, f"+1=50 {listed.units.canonical}")
    for unit in listed.units.accepted:
        shown = panel(case, Options(panels=(analyte,), units={analyte: unit}), analyte)
        assert shown.axis.bottom <= shown.axis.at(shown.points[0].value_lo) <= shown.axis.top
        assert len(shown.axis.references) == len(listed.reference_lines)


def test_a_unit_that_the_analyte_is_not_given_in_is_passed_over() -> None:
    case = Writing()
    case.counts("platelets", "+1=20")
    assert panel(case, Options(units={"platelets": "g/L"}), "platelets").unit == "×10⁹/L"


# --- reference lines


def test_reference_lines_are_those_chosen_else_the_usual_ones() -> None:
    case = Writing()
    case.counts("platelets", "+1=20")
    case.counts("haemoglobin", "+1=8")
    assert panel(case, CHOSEN, "platelets").axis.references == (30, 0.5)
    none = replace(CHOSEN, references={"haemoglobin": ()})
    scene = timeline(case.case, replace(none, panels=("haemoglobin", "platelets")))
    assert [p.axis.references for p in scene.panels] == [(), (10, 20, 30, 50, 100, 150)]


# --- the axis of days


def test_dates_are_told_only_where_day_0_is_known() -> None:
    assert timeline(CASES["dated"](), Options(dates=True)).dates
    assert not timeline(CASES["taper"](), Options(dates=True)).dates
    assert not timeline(CASES["dated"]()).dates


# --- what is seen first


def test_the_episode_reaches_from_day_0_to_the_last_turn_of_the_course() -> None:
    scene = timeline(CASES["like_patient_1"]())
    assert -15 < scene.episode[0] < 0
    assert 159 < scene.episode[1] < 175
    assert scene.opening == scene.episode
    assert scene.days[1] > 440


def test_an_episode_that_fills_the_course_opens_on_the_whole_course() -> None:
    scene = timeline(CASES["like_patient_2"]())
    assert scene.opening == scene.days


def test_a_late_short_episode_is_shown_without_the_long_way_from_day_0() -> None:
    case = Writing()
    from aic_desktop.domain.records import Cytopenia

    case.add(Cytopenia, episode="1", lineage="platelets", onset="+400", resolved="+460")
    case.counts("platelets", "+20=150", "+400=5", "+900=200")
    scene = timeline(case.case)
    assert 385 < scene.episode[0] < 400
    assert 460 < scene.episode[1] < 480


def test_without_an_onset_the_episode_is_the_whole_course() -> None:
    scene = timeline(CASES["died"]())
    assert scene.episode == scene.opening == scene.days


def test_counting_from_hsct_again_leaves_nothing_to_remember() -> None:
    scene = timeline(CASES["like_patient_2"]())
    assert [name_of(zero) for zero in scene.zeros[:3]] == ["hsct", "AIT", "AIHA"]
    assert Options(zero=name_of(scene.zeros[0])).as_json() == {}
    assert [zero_of(CASES["like_patient_2"](), name_of(zero)) for zero in scene.zeros] == list(scene.zeros)
