"""The other sets: haemolysis, neutropenia, PRCA and transfusion independence, of whole cases."""

import pytest

from aic_desktop.domain.choices import CriteriaSet, Lineage, Sex
from aic_desktop.domain.criteria import IndexTherapy
from aic_desktop.domain.records import Count, FollowUp, Transfusion
from aic_desktop.domain.response import (
    CRITERIA,
    Assessment,
    Bounds,
    Criteria,
    Level,
    Occurrence,
    Windows,
    assess,
    label,
    overall,
    rule,
    told,
    usual,
)
from aic_desktop.domain.response.normal import haemoglobin_limit
from aic_desktop.domain.timepoint import Span
from aic_desktop.services.example import published_cases
from tests.charts import Chart

CONSENSUS, BARCELLINI, NEUTROPENIA, PRCA = (
    CRITERIA[found]
    for found in (
        CriteriaSet.AIHA_CONSENSUS_2020,
        CriteriaSet.AIHA_BARCELLINI_2014,
        CriteriaSet.AIN_USUAL,
        CriteriaSet.PRCA_THREE_ENDPOINTS,
    )
)
START = Span(0, 0)


def counted(analyte: str, *counts: tuple[str, str], **patient: str) -> Chart:
    chart = Chart(**patient)
    for day, value in counts:
        chart.add(Count, day=day, analyte=analyte, value=value)
    return chart


def levels(found: Assessment) -> tuple[Level, Level]:
    return found.certain, found.possible


def on(day: int) -> Occurrence:
    return Occurrence(Span(day, day), certain=True)


GIRL = {"age": "8", "age_at": "hsct", "sex": "female"}


@pytest.mark.parametrize(
    ("value", "consensus", "barcellini"),
    [
        ("7.9", (Level.NONE, Level.NONE), (Level.NONE, Level.NONE)),
        ("8.0", (Level.NONE, Level.NONE), (Level.PARTIAL, Level.PARTIAL)),
        ("8.1", (Level.PARTIAL, Level.PARTIAL), (Level.PARTIAL, Level.PARTIAL)),
        ("11.4", (Level.PARTIAL, Level.PARTIAL), (Level.PARTIAL, Level.PARTIAL)),
        ("11.5", (Level.PARTIAL, Level.COMPLETE), (Level.PARTIAL, Level.PARTIAL)),
        ("12.0", (Level.PARTIAL, Level.COMPLETE), (Level.PARTIAL, Level.COMPLETE)),
    ],
)
def test_haemolysis_by_both_sets_with_a_baseline_of_six(
    value: str, consensus: tuple[Level, Level], barcellini: tuple[Level, Level]
) -> None:
    case = counted("haemoglobin", ("-1", "6.0"), ("+20", value), **GIRL).case
    assert levels(assess(case, CONSENSUS, START)[0]) == consensus
    assert levels(assess(case, BARCELLINI, START)[0]) == barcellini


def test_a_rise_is_counted_in_decimals() -> None:
    """6.03 and 2 more are 8.03, whatever binary fractions make of it; the consensus asks for more."""
    case = counted("haemoglobin", ("-1", "6.03"), ("+20", "8.03"), **GIRL).case
    assert assess(case, BARCELLINI, START)[0].certain is Level.PARTIAL
    assert assess(case, CONSENSUS, START)[0].possible is Level.NONE


def test_without_a_baseline_a_rise_may_have_been() -> None:
    case = counted("haemoglobin", ("+20", "9.0"), **GIRL).case
    assert levels(assess(case, CONSENSUS, START)[0]) == (Level.NONE, Level.PARTIAL)


def test_haemoglobin_within_a_week_of_red_cells_is_left_out() -> None:
    chart = counted("haemoglobin", ("-1", "6.0"), ("+17", "9.0"), ("+18", "9.5"), **GIRL)
    chart.add(Transfusion, product="red_cells", day="+10", units="1")
    found = assess(chart.case, CONSENSUS, START)[0]
    assert [left.why for left in found.left_out] == ["within 7 days after a red cell transfusion"]
    assert found.response == on(18)
    shorter = assess(chart.case, CONSENSUS, START, Windows(red_cells=3))[0]
    assert shorter.response == on(17)


def test_haemoglobin_in_other_units_is_judged() -> None:
    case = counted("haemoglobin", ("-1", "60 g/L"), ("+20", "81 g/L"), **GIRL).case
    assert assess(case, CONSENSUS, START)[0].certain is Level.PARTIAL


@pytest.mark.parametrize(
    ("age", "sex", "limit"),
    [
        ((0.4, 0.4), Sex.MALE, Bounds(0, 0)),
        ((0.5, 0.5), Sex.MALE, Bounds(11, 11)),
        ((4.9, 5.1), Sex.FEMALE, Bounds(11, 11.5)),
        ((13, 13), Sex.MALE, Bounds(12, 12)),
        ((15, 15), Sex.MALE, Bounds(13, 13)),
        ((40, 40), Sex.FEMALE, Bounds(12, 12)),
        ((40, 40), None, Bounds(12, 13)),
        ((40, 40), Sex.OTHER, Bounds(12, 13)),
    ],
)
def test_normal_haemoglobin_by_age_and_sex(age: tuple[float, float], sex: Sex | None, limit: Bounds) -> None:
    assert haemoglobin_limit(*age, sex) == limit


def test_what_was_assumed_for_normal_is_said() -> None:
    case = counted("haemoglobin", ("-1", "6.0"), ("+20", "12.5")).case
    found = assess(case, CONSENSUS, START)[0]
    assumed = "Normal haemoglobin is taken from the limits of WHO 2011 by age and sex (RECALLED)"
    assert f"{assumed}; the age is not known." in found.assumptions
    assert any("laboratory's limits are not recorded" in sentence for sentence in found.assumptions)


def test_neutrophils_on_g_csf_are_left_out_marked_or_by_the_treatment() -> None:
    chart = counted("neutrophils", ("-1", "0.1"), ("+5", "3.0"), ("+6", "4.0"), ("+20", "0.6"))
    chart.add(Count, day="+7", analyte="neutrophils", value="5", context="on_g_csf")
    chart.treat("filgrastim", purpose="supportive", start="+4", stop="+7")
    found = assess(chart.case, NEUTROPENIA, START)[0]
    assert [(left.day, left.why) for left in found.left_out] == [
        (Span(5, 5), "on filgrastim"),
        (Span(6, 6), "on filgrastim"),
        (Span(7, 7), "on G-CSF"),
    ]
    assert levels(found) == (Level.PARTIAL, Level.PARTIAL)
    assert found.response == on(20)


def test_prca_has_three_endpoints_each_for_itself() -> None:
    chart = counted("haemoglobin", ("-1", "6.0"), ("+60", "10.0"), **GIRL)
    for day, value in (("-1", "2"), ("+30", "15"), ("+45", "25")):
        chart.add(Count, day=day, analyte="reticulocytes", value=value)
    for day in ("-3", "+4", "+15"):
        chart.add(Transfusion, product="red_cells", day=day, units="1")
    chart.add(FollowUp, day="+100", status="alive")
    free, haemoglobin, reticulocytes = assess(chart.case, PRCA, START)
    assert (free.complete, free.certain) == (on(16), Level.COMPLETE)
    assert levels(haemoglobin) == (Level.NONE, Level.NONE)
    assert reticulocytes.complete == Occurrence(Span(30, 45), certain=True)
    assert [label(a.endpoint, a.certain) for a in (free, haemoglobin, reticulocytes)] == [
        "independent",
        "not recovered",
        "recovered",
    ]
    assert [(period.first, period.until) for period in free.periods] == [(Span(16, 16), None)]


def test_the_window_of_independence_is_chosen() -> None:
    chart = Chart()
    for day in ("0", "+10", "+40"):
        chart.add(Transfusion, product="platelets", day=day, units="1")
    chart.add(FollowUp, day="+70", status="alive")
    free = CRITERIA["platelets_independence"]
    assert assess(chart.case, free, START)[0].complete == on(11)
    assert assess(chart.case, free, START, Windows(independence=7))[0].complete == on(1)
    longest = assess(chart.case, free, START, Windows(independence=56))[0]
    assert (longest.certain, longest.complete) == (Level.NONE, None)
    assert told(longest)[0] == "Platelet transfusion independence from 0: not independent."


@pytest.mark.parametrize(
    ("transfused", "seen", "why"),
    [
        ((), "+70", "No red cell transfusion is recorded."),
        (("-60",), "+70", "No red cell transfusion is recorded from 28 days before the start on."),
        (("+3",), "+20", "Whether 28 days without a red cell transfusion were observed is not certain."),
    ],
)
def test_why_independence_cannot_be_judged(transfused: tuple[str, ...], seen: str, why: str) -> None:
    chart = Chart()
    for day in transfused:
        chart.add(Transfusion, product="red_cells", day=day, units="1")
    chart.add(FollowUp, day=seen, status="alive")
    found = assess(chart.case, CRITERIA["red_cells_independence"], START)[0]
    assert (found.certain, found.why) == (Level.NOT_ASSESSABLE, why)


def test_lineages_are_judged_apart_and_the_whole_is_no_better_than_the_worst() -> None:
    """Patient 2: no response of the red cells to daratumumab, no platelet count to tell by."""
    case = published_cases()[1]
    start = IndexTherapy(case, "daratumumab").first_day
    found = [assess(case, usual(c.lineage), start)[0] for c in case.cytopenias if c.lineage]
    assert [levels(a) for a in found] == [
        (Level.NOT_ASSESSABLE, Level.NOT_ASSESSABLE),
        (Level.NONE, Level.NONE),
    ]
    assert overall(found) == (Level.NOT_ASSESSABLE, Level.NOT_ASSESSABLE)
    assert overall(found[1:]) == (Level.NONE, Level.NONE)
    assert overall([]) == (Level.NOT_ASSESSABLE, Level.NOT_ASSESSABLE)


@pytest.mark.parametrize("lineage", Lineage)
def test_every_lineage_has_a_usual_set(lineage: Lineage) -> None:
    assert lineage in usual(lineage).lineages


@pytest.mark.parametrize("criteria", CRITERIA.values(), ids=CRITERIA.keys())
def test_every_set_tells_its_rule_and_source_and_judges_an_empty_case_in_words(criteria: Criteria) -> None:
    assert len(rule(criteria)) >= 3
    for assessment in assess(Chart().case, criteria, START):
        assert assessment.certain is assessment.possible is Level.NOT_ASSESSABLE
        assert all(sentence.endswith(".") for sentence in told(assessment))


def test_every_set_a_course_can_be_judged_by_is_there() -> None:
    assert set(CriteriaSet) - {CriteriaSet.AUTHOR} <= set(CRITERIA)
