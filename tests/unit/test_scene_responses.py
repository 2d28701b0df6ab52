"""Responses in the timeline: those reported, those by criteria, and where the two differ."""

from aic_desktop.domain.choices import Lineage
from aic_desktop.domain.records import Course, Cytopenia
from aic_desktop.reporting.scene import End, Lane, LaneKind, Options, Scene, timeline
from aic_desktop.reporting.scene.judged import criteria_for
from aic_desktop.reporting.scene.legend import legend
from aic_desktop.reporting.scene.readout import readout
from aic_desktop.services.example import published_cases
from tests.golden.awkward import CASES, Writing


def judged(scene: Scene) -> list[Lane]:
    return [lane for lane in scene.lanes if lane.kind is LaneKind.RESPONSE]


def reported(scene: Scene, label: str) -> Lane:
    return next(lane for lane in scene.lanes if lane.label == label)


def test_the_response_by_criteria_stands_below_its_lineage() -> None:
    labels = [lane.label for lane in timeline(published_cases()[0]).lanes]
    assert labels[labels.index("AIT") + 1] == "ITP IWG 2009"


def test_the_first_published_patient_reaches_a_response_and_then_a_complete_one() -> None:
    periods = judged(timeline(published_cases()[0]))[0].periods
    assert [(p.label, p.level_lo, p.start_hi, p.seen, p.until) for p in periods] == [
        ("NR?", None, 142.5, 142.5, 151.5),
        ("R", 1, 151.5, 152.5, 158.5),
        ("CR", 2, 158.5, 159.5, 159.5),
    ]
    assert periods[1].text == "Platelet response by ITP IWG 2009: R, counts of day +152"


def test_responses_are_judged_from_the_first_dose_on_a_known_day_in_each_episode() -> None:
    first, second = judged(timeline(CASES["responses"]()))
    assert [p.label for p in first.periods] == ["R", "NR", "CR"]
    assert [(p.label, p.start_lo) for p in second.periods] == [("NR", 206.5), ("R", 213.5)]


def test_where_the_counts_are_another_response_than_reported_both_are_said() -> None:
    scene = timeline(CASES["responses"]())
    assert [tuple(v) for v in judged(scene)[0].verdicts] == [(49.5, 69.5, "R ≠ CR", "R, CR reported")]
    assert judged(scene)[1].verdicts == ()
    assert "ITP IWG 2009: R, CR reported" in readout(scene, 55, near=1)
    assert "ITP IWG 2009: NR" in readout(scene, 75, near=1)


def test_what_was_reported_on_days_not_known_exactly_contradicts_nothing_before_the_last_of_them() -> None:
    case = Writing()
    case.add(Cytopenia, episode="1", lineage="platelets", onset="+10")
    case.treat("rituximab", "+11", amount="375 mg/m2")
    case.counts("platelets", "+10=8", "+20=40", "+40=45")
    case.add(Course, day="15..30", lineage="platelets", kind="complete_response")
    assert [(v.lo, v.hi) for v in judged(timeline(case.case))[0].verdicts] == [(29.5, 40.5)]


def test_a_reported_response_lasts_to_the_next_statement_and_after_the_last_nobody_said_how_long() -> None:
    periods = reported(timeline(CASES["responses"]()), "AIT").periods
    assert [(p.label, p.start_lo, p.start_hi, p.until, p.stop) for p in periods] == [
        ("CR", 49.5, 49.5, 69.5, End.EXACT),
        ("relapse", 69.5, 69.5, 94.5, End.EXACT),
        ("CR", 94.5, 99.5, 100.5, End.UNKNOWN),
    ]


def test_a_sign_of_response_is_none() -> None:
    case = Writing()
    case.add(Cytopenia, episode="1", lineage="platelets", onset="+10")
    case.add(Course, day="+20", lineage="platelets", kind="response_sign")
    assert reported(timeline(case.case), "AIT").periods == ()


def test_without_counts_or_criteria_there_is_no_lane_of_judgements() -> None:
    assert judged(timeline(CASES["died"]())) == []


def test_the_set_chosen_judges_a_lineage_and_an_unknown_one_is_passed_over() -> None:
    usual = criteria_for(Lineage.PLATELETS, Options())
    assert usual.id == "itp_iwg_2009"
    assert criteria_for(Lineage.PLATELETS, Options(criteria={"platelets": "of another program"})) == usual
    assert criteria_for(Lineage.PLATELETS, Options(criteria={"platelets": usual.id})) == usual


def test_the_key_tells_both_kinds() -> None:
    words = [sign.words for sign in legend(timeline(CASES["responses"]()))]
    assert {"response reported", "response by criteria: none, partial, complete"} <= set(words)
    assert "not what was reported" in words
    assert "not what was reported" not in [sign.words for sign in legend(timeline(published_cases()[0]))]


def test_a_response_that_stands_with_its_treatment_alone_is_told_with_the_only_lineage() -> None:
    case = Writing()
    case.add(Cytopenia, episode="1", lineage="platelets", onset="+10")
    case.treat("rituximab", "+11", amount="375 mg/m2", response="complete", response_day="+30")
    case.treat("eltrombopag", start="+40", response="none")
    lane = reported(timeline(case.case), "AIT")
    assert [(f.record, f.label, f.lo) for f in lane.flags] == [("treatment-1", "complete response", 30)]
    assert lane.flags[0].text == "complete response (platelets), credited to rituximab, day +30"
    assert [(p.label, p.start_lo) for p in lane.periods] == [("CR", 29.5)]


def test_a_response_of_a_treatment_is_not_told_twice_nor_given_to_one_of_several_lineages() -> None:
    case = Writing()
    case.add(Cytopenia, episode="1", lineage="platelets", onset="+10")
    case.treat("rituximab", "+11", amount="375 mg/m2", response="complete", response_day="+30")
    case.add(Course, day="+33", lineage="platelets", kind="complete_response")
    assert [flag.record for flag in reported(timeline(case.case), "AIT").flags] == ["course-1"]
    several = Writing()
    for lineage in ("platelets", "red_cells"):
        several.add(Cytopenia, episode="1", lineage=lineage, onset="+10")
    several.treat("rituximab", "+11", amount="375 mg/m2", response="complete", response_day="+30")
    assert reported(timeline(several.case), "AIT").flags == ()
