"""Response by criteria over columns is what the criteria say of each case; and transfusions around a dose."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Lineage, Product
from aic_desktop.domain.criteria import IndexTherapy
from aic_desktop.domain.records import Count, Cytopenia, FollowUp, Transfusion
from aic_desktop.domain.response import CRITERIA, Windows, assess, next_begun, overall
from aic_desktop.reporting.cohort import Around, cohort_of, explain
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.derived.judged import Judgements
from aic_desktop.reporting.cohort.loading import columns_of
from aic_desktop.services.example import published_cases
from tests.charts import Chart, patient_1, patient_2
from tests.treated import counted

SETS = ((), ("aiha_barcellini_2014",))


def verdicts(found: Judgements) -> list[tuple[float, ...]]:
    columns = (
        found.best_low,
        found.best_high,
        found.response.low,
        found.response.high,
        found.lost.low,
        found.lost.high,
        found.duration.low,
        found.duration.high,
    )
    return list(zip(*(column.tolist() for column in columns), strict=True))


@settings(max_examples=25)
@given(st.lists(counted(), max_size=2), st.sampled_from(SETS), st.sampled_from([1, 7]))
def test_every_endpoint_over_columns_is_that_of_each_case(
    found: list[Case], sets: tuple[str, ...], window: int
) -> None:
    around = Around("daratumumab", sets, Windows(independence=window))
    facts = Facts(columns_of(found), around)
    for lineage in Lineage:
        chosen = around.judged_by(lineage)
        for place, endpoint in enumerate(chosen.endpoints):
            if endpoint.analyte:
                expected = [_expected(case, chosen.id, place, (lineage,), around) for case in found]
                assert verdicts(facts.responses.of_lineage(lineage, place)) == expected
    for product in (Product.PLATELETS, Product.RED_CELLS):
        name = f"{product}_independence"
        expected = [_expected(case, name, 0, CRITERIA[name].lineages, around) for case in found]
        assert verdicts(facts.responses.independence(product)) == expected


def _expected(
    case: Case, name: str, place: int, lineages: tuple[Lineage, ...], around: Around
) -> tuple[float, ...]:
    index = IndexTherapy(case, around.agent)
    affected = {c.lineage for c in case.cytopenias} & set(lineages)
    if not index.treatments or index.first_day is None or not affected:
        return (-1, -1, -inf, inf, -inf, inf, -inf, inf)
    until = next_begun(case, index.first_day)
    verdict = assess(case, CRITERIA[name], index.first_day, around.windows, until)[place].verdict
    lasted = verdict.duration or (-inf, inf)
    return (verdict.best_low, verdict.best_high, *verdict.response, *verdict.lost, *lasted)


@settings(max_examples=10)
@given(st.lists(counted(), max_size=2))
def test_all_lineages_together_are_no_better_than_the_worst(found: list[Case]) -> None:
    answers = cohort_of(found).answers["response_by_criteria"]
    around = Around()
    for place, case in enumerate(found):
        index = IndexTherapy(case, around.agent)
        lineages = [one for one in Lineage if one in {c.lineage for c in case.cytopenias}]
        if not index.treatments or index.first_day is None or not lineages:
            assert not answers[place].reported
            continue
        judged = []
        for lineage in lineages:
            until = next_begun(case, index.first_day)
            every = assess(case, around.judged_by(lineage), index.first_day, until=until)
            judged.append(next(one for one in every if one.endpoint.analyte))
        certain, possible = overall(judged)
        answer = answers[place]
        if certain is not possible:
            assert answer.open == f"between {certain.label} and {possible.label}"
        elif answer.reported:
            assert answer.levels == (certain.label,)
        else:
            assert answer.missing == "no count to judge by"


def responder() -> Chart:
    chart = Chart("R", age="30", age_at="hsct", sex="female")
    chart.add(Cytopenia, episode="1", lineage="platelets", onset="+90")
    chart.treat("daratumumab", "+100", "+107", "+114")
    for day, value in (("+99", "5"), ("+103", "20"), ("+110", "80"), ("+120", "150"), ("+160", "20")):
        chart.add(Count, day=day, analyte="platelets", value=value)
    chart.add(FollowUp, day="+400", status="alive")
    return chart


def answer(case: Case, code: str) -> str:
    return explain(code, case, Around()).answer


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("platelet_response", "complete"),
        ("platelet_response_days", "10 d"),
        ("platelet_response_doses", "2 doses"),
        ("platelet_response_lasted", "50 d"),
        ("platelet_response_lost", "yes"),
        ("response_by_criteria", "complete"),
        ("red_cell_response", "not asked of this patient"),
        ("platelet_independence", "not reported (no transfusion recorded, or too short a time observed)"),
        ("platelets_before", "not reported (no transfusion of it recorded)"),
    ],
)
def test_a_responder_column_by_column(code: str, expected: str) -> None:
    assert answer(responder().case, code) == expected


def test_the_counts_that_decided_are_told_with_the_set_of_criteria() -> None:
    found = explain("platelet_response", responder().case, Around())
    assert "Rodeghiero" in found.rule
    values = [u.text for u in found.used if u.deciding and u.label == "Value"]
    assert values == ["150 ×10⁹/L"]


def test_transfusions_of_four_weeks_on_either_side() -> None:
    chart = responder()
    for day, units in (("+71", "4"), ("+72", "2"), ("+99", "1"), ("+100", "3"), ("+127", "5"), ("+128", "7")):
        chart.add(Transfusion, product="platelets", day=day, units=units)
    assert answer(chart.case, "platelets_before") == "3 units"
    assert answer(chart.case, "platelets_after") == "8 units"
    chart.add(Transfusion, product="platelets", day="90..105", units="10")
    chart.add(Transfusion, product="platelets", day="+95", until="+104", units="1", daily="yes")
    assert answer(chart.case, "platelets_before") == "8..18 units"
    assert answer(chart.case, "platelets_after") == "13..23 units"
    chart.add(Transfusion, product="platelets", units="163")
    assert answer(chart.case, "platelets_before") == "8..181 units"


def test_the_published_patients() -> None:
    """Without the counts that the paper prints there is nothing to judge by."""
    assert answer(patient_2(), "red_cell_response") == "not reported (no count to judge by)"
    assert answer(patient_1(), "platelet_response") == "not reported (no count to judge by)"


@pytest.mark.parametrize(("transfused", "days"), [("+108", "10 d"), ("+109", "20 d"), ("+110", "10..20 d")])
def test_a_count_is_left_out_up_to_a_day_after_a_platelet_transfusion(transfused: str, days: str) -> None:
    """Of the very day it may be from before: it is not known whether it counts."""
    chart = responder()
    chart.add(Transfusion, product="platelets", day=transfused, units="1")
    assert answer(chart.case, "platelet_response_days") == days


def test_what_a_later_treatment_achieved_is_not_credited() -> None:
    """Patient 1 of the example became well on daratumumab, and not on what had failed before."""
    first = published_cases()[0]
    told = {agent: cohort_of([first], Around(agent)).answers for agent in ("daratumumab", "rituximab")}
    assert told["daratumumab"]["platelet_response"][0].levels == ("complete",)
    assert told["rituximab"]["platelet_response"][0].levels != ("complete",)
    chart = responder()
    assert answer(chart.case, "platelet_response") == "complete"
    chart.treat("eltrombopag", start="+105")
    assert answer(chart.case, "platelet_response") == "no response"
    begun_between = responder()
    begun_between.treat("eltrombopag", start="+115")
    assert answer(begun_between.case, "platelet_response") == "partial"
    before = responder()
    before.treat("eltrombopag", start="+95")
    assert answer(before.case, "platelet_response") == "complete"
