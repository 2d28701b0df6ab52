"""What a timeline decides: what has a place, where, and how what is not exact is kept from looking exact."""

import json
from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import (
    Conditioning,
    Count,
    Cytopenia,
    Event,
    FollowUp,
    Transfusion,
    Transplant,
)
from aic_desktop.reporting.scene import (
    Bar,
    End,
    Entry,
    Lane,
    Options,
    Panel,
    PointKind,
    Scene,
    plain,
    timeline,
)
from aic_desktop.reporting.scene.legend import legend
from aic_desktop.services.example import published_cases
from tests.golden.awkward import CASES, Writing
from tests.strategies import cases


def scene_of(name: str) -> Scene:
    return timeline(CASES[name]())


def panel(scene: Scene, analyte: str) -> Panel:
    return next(panel for panel in scene.panels if panel.analyte == analyte)


def lane(scene: Scene, label: str, group: str = "") -> Lane:
    return next(lane for lane in scene.lanes if lane.label == label and lane.group.startswith(group))


def texts(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.text for entry in entries]


# --- panels


def test_panels_stand_in_the_order_platelets_haemoglobin_neutrophils() -> None:
    case = Writing()
    for analyte, value in (
        ("neutrophils", "1"),
        ("haemoglobin", "9"),
        ("leukocytes", "3"),
        ("platelets", "20"),
    ):
        case.counts(analyte, f"+1={value}")
    assert [p.analyte for p in timeline(case.case).panels] == ["platelets", "haemoglobin", "neutrophils"]


def test_other_counts_are_shown_where_none_of_the_usual_three_was_done() -> None:
    case = Writing()
    case.counts("ldh", "+1=900")
    assert [p.analyte for p in timeline(case.case).panels] == ["ldh"]


def test_options_choose_panels_and_what_was_never_counted_is_not_an_empty_panel() -> None:
    case = Writing()
    case.counts("ldh", "+1=900")
    case.counts("platelets", "+1=20")
    chosen = timeline(case.case, Options(panels=("ldh", "ferritin")))
    assert [p.analyte for p in chosen.panels] == ["ldh"]
    assert timeline(case.case).offered == (("platelets", "Platelets"), ("ldh", "LDH"))


def test_a_count_knows_its_kind_and_bounds() -> None:
    points = {p.label: p for p in panel(scene_of("only_limits"), "platelets").points}
    assert {label: point.kind for label, point in points.items()} == {
        "<5": PointKind.BELOW,
        "0": PointKind.ZERO,
        ">500": PointKind.ABOVE,
        "2–9": PointKind.RANGE,
    }
    assert (points["<5"].value_lo, points["<5"].value_hi) == (None, 5.0)
    assert (points[">500"].value_lo, points[">500"].value_hi) == (500.0, None)


def test_zero_and_limits_have_a_place_of_their_own_below_the_logarithmic_scale() -> None:
    axis = panel(scene_of("only_limits"), "platelets").axis
    assert axis.log
    assert axis.floor
    assert axis.bottom < axis.at(0) == axis.at(None) < axis.at(axis.low)


def test_without_zeros_and_limits_no_room_is_kept_for_them() -> None:
    assert not panel(scene_of("one_count"), "platelets").axis.floor


def test_every_bound_of_every_count_lies_on_its_axis() -> None:
    for make in CASES.values():
        for found in timeline(make()).panels:
            for point in found.points:
                for value in (point.value_lo, point.value_hi):
                    if value:
                        assert found.axis.bottom <= found.axis.at(value) <= found.axis.top
                        assert found.axis.at(value) != found.axis.floor_at


def test_what_is_only_known_to_be_higher_has_room_above_it() -> None:
    axis = panel(scene_of("only_limits"), "platelets").axis
    assert axis.top - axis.at(500) > 0.05 * (axis.top - axis.bottom)


def test_haemoglobin_is_linear_platelets_logarithmic_and_either_may_be_chosen() -> None:
    scene = scene_of("taper")
    assert panel(scene, "platelets").axis.log
    assert not panel(scene, "haemoglobin").axis.log
    other = timeline(CASES["taper"](), Options(log=("haemoglobin",)))
    assert (panel(other, "platelets").axis.log, panel(other, "haemoglobin").axis.log) == (False, True)


def test_reference_lines_are_those_of_the_analyte() -> None:
    assert panel(scene_of("one_count"), "platelets").axis.references == (10, 20, 30, 50, 100, 150)


def test_values_of_one_day_stand_apart_in_the_order_of_their_times() -> None:
    scene = scene_of("same_day")
    platelets = [p.x for p in panel(scene, "platelets").points if p.day_lo == 10]
    assert len(platelets) == len(set(platelets)) == 2
    assert [p.label for p in panel(scene, "neutrophils").points] == ["0.2", "0.9"]
    assert all(abs(x - 10) < 0.5 for x in platelets)


def test_what_makes_a_count_hard_to_compare_goes_with_it() -> None:
    scene = scene_of("same_day")
    assert panel(scene, "platelets").points[-1].context == "after_transfusion"
    assert "on G-CSF" in panel(scene, "neutrophils").points[-1].text
    assert "after transfusion / on G-CSF" in [sign.words for sign in legend(scene)]


def test_a_count_is_described_in_words_with_its_unit_and_as_it_was_entered() -> None:
    points = panel(scene_of("like_patient_1"), "platelets").points
    assert points[0].text == "Platelets 142 ×10⁹/L, day +58"
    assert points[1].text == "Platelets 5 ×10⁹/L, day +61, entered as 5.000/µl"


def test_a_gap_longer_than_the_option_breaks_the_line() -> None:
    case = Writing()
    case.counts("platelets", "+1=10", "+22=20", "+44=30")
    assert timeline(case.case).panels[0].segments == ((0, 1),)
    assert timeline(case.case, Options(max_gap=22)).panels[0].segments == ((0, 1, 2),)


@pytest.mark.parametrize("between", ["+5=<20", "+5=10-20", "4..6=15", "+5=>3"])
def test_nothing_inexact_is_joined_and_no_line_runs_past_it(between: str) -> None:
    case = Writing()
    case.counts("platelets", "+1=10", "+3=12", between, "+8=30", "+9=31")
    points, segments = timeline(case.case).panels[0].points, timeline(case.case).panels[0].segments
    assert [[points[i].label for i in run] for run in segments] == [["10", "12"], ["30", "31"]]
    assert timeline(case.case).panels[0].loose == (2,)


def test_a_value_typed_for_another_analyte_is_listed_not_drawn() -> None:
    case = Writing()
    case.counts("haemoglobin", "+1=86 g/l")
    count = replace(case.case.counts[0], analyte="platelets")
    scene = timeline(case.case.with_record(count))
    assert not scene.panels
    assert "not given in this unit" in scene.undated[0].text


# --- what has no place


def test_dates_without_day_0_are_listed_and_nothing_is_drawn() -> None:
    scene = scene_of("unresolved")
    assert not scene.panels
    assert not scene.lanes
    assert len(scene.undated) == 4
    assert all("date of HSCT not entered" in text for text in texts(scene.undated))


def test_the_same_dates_have_their_places_once_day_0_is_known() -> None:
    scene = scene_of("dated")
    assert [p.x for p in panel(scene, "platelets").points if p.exact_day] == [11, 20]
    assert lane(scene, "rituximab").bars[0].ticks[0].x == 13
    assert not scene.undated


def test_a_treatment_without_any_day_is_listed_with_its_dose() -> None:
    scene = scene_of("like_patient_1")
    assert "rituximab 375 mg/m² ×4" in texts(scene.undated)
    assert "eltrombopag 50–75 mg/d" in texts(scene.undated)
    assert not [found for found in scene.lanes if found.label == "rituximab"]


def test_units_without_days_are_listed_as_such() -> None:
    assert "163 platelet units, days not known" in texts(scene_of("like_patient_1").undated)


def test_conditioning_without_days_is_listed() -> None:
    assert "treosulfan 14 g/m² ×3, conditioning" in texts(scene_of("like_patient_1").undated)


def test_a_cytopenia_without_onset_is_listed() -> None:
    assert "PRCA, onset not known" in texts(scene_of("died").undated)


# --- the axis


def test_treatment_far_before_hsct_does_not_stretch_the_axis() -> None:
    scene = scene_of("dated")
    assert scene.days[0] > -15
    assert "azathioprine, from age 1.5 y, end not known" in texts(scene.earlier)
    assert lane(scene, "immunoglobulin (IVIG)").bars[0].start_hi < -700


def test_a_first_graft_long_before_the_index_is_listed_and_its_counts_stay_in_reach() -> None:
    scene = scene_of("two_transplants")
    assert scene.days[0] > -30
    assert scene.reach[0] < -390
    assert {"HSCT 1, day −400", "Neutrophils: 1 value before day −1"} <= set(texts(scene.earlier))


def test_conditioning_is_within_the_opening_range() -> None:
    scene = scene_of("taper")
    assert -15 < scene.days[0] < -7.5
    assert lane(scene, "fludarabine").bars[0].start_lo == -7.5


def test_the_axis_reaches_the_last_thing() -> None:
    assert scene_of("died").days[1] > 70
    assert scene_of("like_patient_1").days[1] > 449


def test_day_0_and_further_grafts_and_death_are_lines() -> None:
    assert [(r.day, r.label) for r in scene_of("taper").rules] == [(0, "HSCT"), (210, "HSCT 2")]
    assert [(r.day, r.label) for r in scene_of("died").rules] == [(0, "HSCT"), (70, "death")]


def test_death_after_a_day_not_told_is_no_line_but_a_flag_open_to_the_right() -> None:
    scene = scene_of("like_patient_2")
    assert [rule.label for rule in scene.rules] == ["HSCT"]
    died = next(flag for flag in lane(scene, "course").flags if flag.mark == "death")
    assert (died.start, died.stop, died.text) == (
        End.IMPRECISE,
        End.UNKNOWN,
        "died: autoimmune cytopenia, day +200 or later",
    )


def test_the_axis_may_count_from_hsct_exact_onsets_and_first_doses() -> None:
    zeros = scene_of("like_patient_2").zeros
    assert zeros[0] == ("HSCT", 0)
    assert ("onset of AIHA, +83", 83) in zeros
    assert ("first daratumumab, +184", 184) in zeros
    assert not [zero for zero in scene_of("like_patient_1").zeros if zero.label.startswith("onset")]


# --- treatments


def test_lanes_stand_in_the_order_a_chart_is_read() -> None:
    groups = list(dict.fromkeys(found.group for found in scene_of("taper").lanes))
    assert groups == [
        "treatment of the cytopenia", "transfusions", "course", "events", "GvHD prophylaxis", "substitution",
        "procedures", "infection", "conditioning",
    ]  # fmt: skip
    against = [found.label for found in scene_of("like_patient_2").lanes if found.group.startswith("treat")]
    assert against == [
        "immunoglobulin (IVIG)", "prednisolone", "rituximab", "daratumumab", "plasma exchange", "eculizumab",
        "methylprednisolone",
    ]  # fmt: skip


def test_one_agent_with_two_purposes_has_two_lanes() -> None:
    scene = scene_of("taper")
    assert lane(scene, "immunoglobulin (IVIG)", "treatment").bars[0].ticks
    assert lane(scene, "immunoglobulin (IVIG)", "substitution").bars[0].stop is End.OPEN


def test_single_doses_are_numbered_ticks_with_their_amount() -> None:
    bar = lane(scene_of("like_patient_1"), "daratumumab").bars[0]
    assert not bar.solid
    assert [(tick.number, tick.x) for tick in bar.ticks] == list(enumerate((118, 125, 132, 139, 146, 153), 1))
    assert bar.ticks[2].text == "dose 3, 16 mg/kg, day +132"
    assert bar.summary == "16 mg/kg ×6"


def test_doses_between_two_days_are_an_interval_each_and_never_a_day() -> None:
    case = Writing()
    days = ("+118", "119..143", "119..143", ">143")
    case.treat("daratumumab", *days, amount="16 mg/kg", planned_doses="6")
    scene = timeline(case.case)
    ticks = scene.lanes[0].bars[0].ticks
    assert [(tick.lo, tick.hi, tick.start, tick.stop) for tick in ticks] == [
        (117.5, 118.5, End.EXACT, End.EXACT),
        (118.5, 143.5, End.IMPRECISE, End.IMPRECISE),
        (118.5, 143.5, End.IMPRECISE, End.IMPRECISE),
        (143.5, 144.5, End.IMPRECISE, End.UNKNOWN),
    ]
    assert scene.lanes[0].bars[0].summary == "16 mg/kg ×6"
    assert "doses on unknown days between" in [sign.words for sign in legend(scene)]


def test_a_step_of_a_taper_whose_dose_is_not_told_may_have_any_height() -> None:
    case = Writing()
    case.treat("prednisolone", "+58:2 mg/kg/d", "58..83", "177..184:2 mg/kg/d", start="+58")
    steps = timeline(case.case).lanes[0].bars[0].steps
    assert [(step.level_lo, step.level_hi) for step in steps] == [(1.0, 1.0), (0.0, 1.0), (1.0, 1.0)]
    assert (steps[0].stop_lo, steps[0].stop_hi) == (58.5, 82.5)


def test_two_doses_of_one_day_stand_side_by_side() -> None:
    ticks = lane(scene_of("taper"), "immunoglobulin (IVIG)", "treatment").bars[0].ticks
    assert 45.5 < ticks[0].x < ticks[1].x < 46.5


def test_a_taper_is_drawn_by_height_and_a_dose_range_by_two() -> None:
    bar = lane(scene_of("taper"), "prednisolone").bars[0]
    assert [step.level_hi for step in bar.steps] == [1.0, 0.75, 0.5, 0.25, 0.1]
    assert bar.steps[-1].level_lo == 0.05
    assert bar.steps[1].amount == "1.5 mg/kg/d"
    assert [(step.start_lo, step.stop_hi) for step in bar.steps[:2]] == [(44.5, 55.5), (55.5, 69.5)]
    assert bar.summary == "2 → 1.5 → … → 0.1–0.2 mg/kg/d"


def test_heights_are_not_compared_across_units() -> None:
    case = Writing()
    case.treat("prednisolone", "+1:2 mg/kg/d", "+5:40 mg/d", start="+1", stop="+9")
    levels = [(step.level_lo, step.level_hi) for step in timeline(case.case).lanes[0].bars[0].steps]
    assert levels == [(1.0, 1.0), (1.0, 1.0)]


def test_concurrent_courses_of_one_agent_stand_in_sublanes() -> None:
    found = lane(scene_of("taper"), "prednisolone")
    assert found.rows == 2
    assert [bar.row for bar in found.bars] == [0, 1]


def test_courses_that_follow_each_other_share_a_row() -> None:
    found = lane(scene_of("like_patient_2"), "plasma exchange")
    assert (found.rows, len(found.bars)) == (1, 2)


@pytest.mark.parametrize(
    ("typed", "edges", "ends"),
    [
        ({"start": "+10", "stop": "+20"}, (9.5, 9.5, 20.5, 20.5), (End.EXACT, End.EXACT)),
        ({"start": "8..10", "stop": "20..25"}, (7.5, 9.5, 20.5, 25.5), (End.IMPRECISE, End.IMPRECISE)),
        ({"start": "+10", "ongoing": "yes"}, (9.5, 9.5, 30.5, 30.5), (End.EXACT, End.OPEN)),
        ({"start": "+10"}, (9.5, 9.5, 10.5, 10.5), (End.EXACT, End.UNKNOWN)),
        ({"stop": "+20"}, (20.5, 20.5, 20.5, 20.5), (End.UNKNOWN, End.EXACT)),
        ({"start": "<10", "stop": "+20"}, (8.5, 8.5, 20.5, 20.5), (End.UNKNOWN, End.EXACT)),
        ({"start": ">=10", "stop": ">=20"}, (9.5, 9.5, 20.5, 20.5), (End.OPEN, End.UNKNOWN)),
    ],
)
def test_the_ends_of_a_course_are_known_as_well_as_they_were_told(
    typed: dict[str, str], edges: tuple[float, ...], ends: tuple[End, End]
) -> None:
    case = Writing()
    case.counts("platelets", "+30=5")
    case.treat("sirolimus", **typed)
    bar = timeline(case.case).lanes[0].bars[0]
    assert (bar.start_lo, bar.start_hi, bar.stop_lo, bar.stop_hi) == edges
    assert (bar.start, bar.stop) == ends


def test_procedures_against_the_cytopenia_stand_with_its_treatment() -> None:
    assert lane(scene_of("like_patient_2"), "plasma exchange").group == "treatment of the cytopenia"
    assert lane(scene_of("taper"), "splenectomy").group == "procedures"


def test_roles_are_classes_never_colours() -> None:
    roles = {found.label: found.role for found in scene_of("like_patient_2").lanes}
    assert roles["daratumumab"] == "anti_cd38"
    assert roles["methylprednisolone"] == roles["prednisolone"] == "steroid"
    assert "#" not in json.dumps(plain(scene_of("like_patient_2")))


def test_a_long_name_has_the_usual_abbreviation() -> None:
    case = Writing()
    graft = case.add(Transplant, number="1")
    case.add(Conditioning, graft, agent="antithymocyte_immunoglobulin_rabbit", first_day="-3", last_day="-1")
    assert timeline(case.case).lanes[0].short == "ATG"


# --- transfusions, the course


def test_units_are_drawn_by_day_daily_or_as_an_aggregate() -> None:
    rugs = lane(scene_of("taper"), "red cell units").rugs
    assert [(rug.level, rug.aggregate, rug.label) for rug in rugs] == [
        (1.0, False, "2"),
        (0.5, False, ""),
        (0.5, False, "1 daily"),
    ]
    whole = lane(scene_of("taper"), "platelet units").rugs[0]
    assert (whole.start_lo, whole.stop_hi, whole.aggregate, whole.label) == (0.5, 18.5, True, "9 units")


def test_many_units_from_an_imprecise_day_on_do_not_end_on_it() -> None:
    case = Writing()
    case.add(Transfusion, product="platelets", day="58..61", units="163")
    rug = timeline(case.case).lanes[0].rugs[0]
    assert (rug.aggregate, rug.stop) == (True, End.UNKNOWN)
    assert rug.text == "163 platelet units, beginning day +58 to +61, end not known"


def test_the_published_first_patient_has_one_exact_dose_of_six() -> None:
    scene = timeline(published_cases()[0])
    bar = lane(scene, "daratumumab").bars[0]
    assert [tick.x for tick in bar.ticks if tick.start is End.EXACT] == [118]
    assert bar.summary == "16 mg/kg ×6"
    assert [(p.x, p.label) for p in panel(scene, "platelets").points] == [
        (58, "142"), (61, "5"), (152, "55"), (159, "192"),
    ]  # fmt: skip


def test_daily_units_without_an_end_do_not_pretend_to_have_one() -> None:
    rug = lane(scene_of("like_patient_2"), "red cell units").rugs[0]
    assert rug.stop is End.UNKNOWN
    assert rug.text == "red cell units daily, number not known, from day +190, end not known"


def test_onset_is_shaded_over_the_days_it_may_have_fallen_on() -> None:
    band = scene_of("like_patient_1").bands[0]
    assert (band.lo, band.hi, band.label) == (57.5, 61.5, "onset of AIT, day +58 to +61")


def test_responses_stand_with_the_lineage_they_were_reported_for() -> None:
    scene = scene_of("like_patient_2")
    assert [flag.label for flag in lane(scene, "AIHA").flags] == ["relapse", "flare"]
    assert [flag.mark for flag in lane(scene, "AIT").flags] == ["up", "up"]


def test_a_response_belongs_to_the_episode_that_had_begun() -> None:
    case = Writing()
    for episode, onset in (("1", "+10"), ("2", "+100")):
        case.add(Cytopenia, episode=episode, lineage="platelets", onset=onset)
    from aic_desktop.domain.records import Course

    case.add(Course, day="+50", lineage="platelets", kind="complete_response")
    case.add(Course, day="+120", lineage="platelets", kind="relapse")
    scene = timeline(case.case)
    assert [flag.label for flag in lane(scene, "AIT").flags] == ["complete response"]
    assert [flag.label for flag in lane(scene, "AIT, episode 2").flags] == ["relapse"]


def test_engraftment_is_said_once_and_marked_for_each_cell_line() -> None:
    flags = lane(scene_of("like_patient_1"), "course").flags[:3]
    assert [flag.lo for flag in flags] == [18, 20, 24]
    assert [flag.label for flag in flags] == [
        "",
        "",
        "engrafted: leukocytes +18, neutrophils +20, platelets +24",
    ]


def test_an_event_that_lasted_is_an_interval() -> None:
    cmv = lane(scene_of("taper"), "events").flags[0]
    assert (cmv.lo, cmv.hi, cmv.lasting) == (33, 52.5, True)


def test_an_empty_case_is_an_empty_scene() -> None:
    scene = timeline(Writing(code="new").case)
    assert scene.empty
    assert scene.days[0] < 0 < scene.days[1]


# --- whatever is entered


def _extents(bar: Bar) -> tuple[float, float]:
    return bar.start_lo, max(bar.stop_hi, bar.start_lo + 1)


@given(cases(most=3))
def test_everything_entered_is_placed_or_listed(case: Case) -> None:
    scene = timeline(case, Options(panels=tuple({count.analyte or "" for count in case.counts})))
    bars = [bar.record for found in scene.lanes for bar in found.bars]
    rugs = [rug.record for found in scene.lanes for rug in found.rugs]
    listed = [entry.record for entry in (*scene.earlier, *scene.undated)]
    points = [point.record for found in scene.panels for point in found.points]
    placed = Counter(bars + rugs + points + listed)
    expected = [record.id for record in (*case.treatments, *case.conditioning, *case.transfusions)]
    expected += [count.id for count in case.counts if count.analyte and count.value]
    assert [record for record in expected if not placed[record]] == []
    assert all(placed[record.id] == 1 for record in (*case.treatments, *case.transfusions))


@given(cases(most=3))
def test_the_scene_is_in_order_the_same_each_time_and_json(case: Case) -> None:
    scene = timeline(case)
    assert scene == timeline(case)
    assert json.loads(json.dumps(plain(scene), allow_nan=False))
    assert scene.reach[0] <= scene.days[0] < scene.days[1] <= scene.reach[1]
    for found in scene.panels:
        assert all(a.x <= b.x for a, b in pairwise(found.points))
        assert all(found.axis.bottom <= found.axis.at(p.value_lo) <= found.axis.top for p in found.points)
    for found in scene.lanes:
        for one, other in combinations(found.bars, 2):
            if one.row == other.row:
                (a, b), (c, d) = _extents(one), _extents(other)
                assert b <= c or d <= a
        assert all(b.start_lo <= b.start_hi and b.stop_lo <= b.stop_hi for b in found.bars)


def test_a_cytopenia_recorded_twice_over_the_same_days_hides_neither_record() -> None:
    case = Writing()
    for onset in ("5", "5", "40"):
        case.add(Cytopenia, lineage="platelets", onset=onset)
    lanes = [lane for lane in timeline(case.case).lanes if lane.key.startswith("cytopenia")]
    assert [(lane.label, len(lane.bars)) for lane in lanes] == [("AIT", 2), ("AIT, record 2", 1)]


def test_every_kind_of_record_with_a_day_has_a_place() -> None:
    """A new record kind must be drawn, or left out on purpose here."""
    case = Writing()
    for kind, typed in (
        (Event, {"kind": "bleeding"}),
        (FollowUp, {"status": "alive"}),
        (Transfusion, {"product": "plasma", "units": "1"}),
        (Count, {"analyte": "platelets", "value": "3"}),
    ):
        case.add(kind, day="+5", **typed)
    scene = timeline(case.case)
    records = {flag.record for found in scene.lanes for flag in found.flags}
    assert records == {"event-1", "follow_up-1"}
    assert lane(scene, "plasma units").rugs[0].record == "transfusion-1"
