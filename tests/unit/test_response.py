"""Response by criteria of whole cases: the published two, what is left out, and what is assumed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CriteriaSet
from aic_desktop.domain.criteria import IndexTherapy, Tally, doses_by
from aic_desktop.domain.criteria import given as given_to
from aic_desktop.domain.records import Count, Event, Transfusion
from aic_desktop.domain.response import (
    CRITERIA,
    Assessment,
    Level,
    Occurrence,
    assess,
    next_begun,
    rule,
    told,
)
from aic_desktop.domain.timepoint import Span
from aic_desktop.services.example import published_cases
from tests.charts import Chart

P1, P2 = published_cases()
ITP = CRITERIA[CriteriaSet.ITP_IWG_2009]


def platelets(case: Case, start: int = 0) -> Assessment:
    return assess(case, ITP, Span(start, start))[0]


def after_daratumumab(case: Case) -> Assessment:
    return assess(case, ITP, IndexTherapy(case, "daratumumab").first_day)[0]


def on(day: int) -> Occurrence:
    return Occurrence(Span(day, day), certain=True)


def thrombocytopenia(*counts: tuple[str, str], **context: str) -> Chart:
    chart = Chart()
    chart.add(Count, day="-1", analyte="platelets", value="5")
    for day, value in counts:
        chart.add(Count, day=day, analyte="platelets", value=value, **context)
    return chart


def test_patient_1_responded_and_the_response_alone_is_confirmed() -> None:
    found = after_daratumumab(P1)
    assert (found.certain, found.possible) == (Level.COMPLETE, Level.COMPLETE)
    assert [judged.text for judged in found.baseline] == ["5 ×10⁹/L"]
    assert (found.response, found.response_confirmed) == (on(152), on(159))
    assert (found.complete, found.complete_confirmed) == (on(159), None)
    assert found.time_to_response == Span(34, 34)
    assert found.response is not None
    # Doses 5 and 6 came after +143: either or both may have been given by +152.
    assert doses_by(P1, found.response.day, *given_to(P1, "daratumumab")) == Tally(4, 6)
    assert found.duration == Span(7, None)
    assert found.lost is None


def test_patient_1_in_words_says_what_was_not_recorded() -> None:
    assert told(after_daratumumab(P1)) == (
        "Platelet response by ITP IWG 2009 from +118: CR.",
        "R or better on +152, 34 days after the start, confirmed by a second count on +159.",
        "CR on +159, 41 days after the start, not confirmed by a second count.",
        "At the last count, +159: CR.",
        "Baseline: 5 ×10⁹/L on +61, the last count up to the start that is not left out.",
        "The platelet transfusions from +58..+61 (163) have no days of their own: counts are taken not "
        "to be after one unless marked so.",
        "A bleeding without a day is recorded; it is assumed not to fall on the days of the counts.",
    )


def test_patient_2_has_no_platelet_count_to_judge_daratumumab_by() -> None:
    found = after_daratumumab(P2)
    assert found.certain is found.possible is Level.NOT_ASSESSABLE
    assert found.why == "No count of platelets after the start can be judged."
    assert [judged.text for judged in found.baseline] == ["9 ×10⁹/L", "2–9 ×10⁹/L"]


@pytest.mark.parametrize("context", ["after_transfusion", "haemolysed_sample"])
def test_counts_that_cannot_be_compared_change_nothing(context: str) -> None:
    plain = platelets(thrombocytopenia(("+9", "20")).case)
    chart = thrombocytopenia(("+9", "20"))
    for day in ("-1", "+2", "+12"):
        chart.add(Count, day=day, analyte="platelets", value="300", context=context)
    found = platelets(chart.case)
    assert found.verdict == plain.verdict
    assert [left.why for left in found.left_out] == [
        {"after_transfusion": "marked as after a transfusion", "haemolysed_sample": "haemolysed sample"}[
            context
        ]
    ] * 3


def test_a_count_the_day_after_a_platelet_transfusion_is_left_out_one_of_the_same_day_is_doubtful() -> None:
    chart = thrombocytopenia(("+8", "120"), ("+9", "130"), ("+10", "20"))
    chart.add(Transfusion, product="platelets", day="+8", units="1")
    found = platelets(chart.case)
    assert [(left.day, left.why) for left in found.left_out] == [
        (Span(9, 9), "within 1 day after a platelet transfusion")
    ]
    assert (found.certain, found.possible) == (Level.NONE, Level.COMPLETE)
    assert found.complete == Occurrence(Span(8, None), certain=False)
    assert not found.settled


def test_red_cells_do_not_show_in_platelets() -> None:
    chart = thrombocytopenia(("+9", "120"))
    chart.add(Transfusion, product="red_cells", day="+8", units="1")
    assert platelets(chart.case).certain is Level.COMPLETE


def test_a_bleeding_day_is_no_response() -> None:
    chart = thrombocytopenia(("+8", "40"), ("+16", "50"))
    chart.add(Event, kind="bleeding", day="+10", until="+16")
    found = platelets(chart.case)
    assert (found.certain, found.response, found.lost) == (Level.PARTIAL, on(8), on(10))
    assert [(period.certain, period.first, period.until) for period in found.periods] == [
        (Level.PARTIAL, Span(8, 8), Span(10, 10)),
        (Level.NONE, Span(10, 10), None),
    ]


def test_a_limit_that_could_change_the_answer_says_so() -> None:
    found = platelets(thrombocytopenia(("+8", ">50")).case)
    assert (found.certain, found.possible) == (Level.PARTIAL, Level.COMPLETE)
    assert told(found)[0] == "Platelet response by ITP IWG 2009 from 0: R or CR."
    assert platelets(thrombocytopenia(("+8", "<30")).case).settled
    assert platelets(thrombocytopenia(("+8", "≤30")).case).possible is Level.PARTIAL


def test_counts_in_any_unit_are_judged() -> None:
    chart = thrombocytopenia(("+8", "55.000/µl"))
    assert platelets(chart.case).response == on(8)


@pytest.mark.parametrize(
    ("counts", "start", "why"),
    [
        ((), 0, "No count of platelets after the start can be judged."),
        ((("+3", "40"),), None, "The day to judge from is not known."),
        (
            (("0", "140"), ("+3", "150")),
            0,
            "The last count before the start was that of a complete response already.",
        ),
        (
            (("2..20", "40"),),
            5,
            "Whether a count lies after the start, and not after a transfusion, is not certain.",
        ),
    ],
)
def test_why_nothing_is_certain_is_said(
    counts: tuple[tuple[str, str], ...], start: int | None, why: str
) -> None:
    chart = thrombocytopenia(*counts)
    found = assess(chart.case, ITP, None if start is None else Span(start, start))[0]
    assert found.certain is Level.NOT_ASSESSABLE
    assert found.why == why


def test_a_set_tells_its_rule_its_source_and_what_was_not_checked() -> None:
    lines = rule(ITP)
    assert lines[0] == "ITP IWG 2009"
    assert "confirmation: CR and R by two counts at least 7 days apart (RECALLED)" in lines
    assert "CR: platelets ≥100 ×10⁹/L and no bleeding (CONFIRMED)" in lines
    assert "10.1182/blood-2008-07-162503" in lines[-1]


def test_an_empty_case_is_told_in_words() -> None:
    assert told(platelets(Chart().case))[:2] == (
        "Platelet response by ITP IWG 2009 from 0: not assessable.",
        "No count of platelets is recorded.",
    )


@given(st.permutations(range(6)))
def test_the_order_of_entry_does_not_matter(order: list[int]) -> None:
    entries = [("+3", "20"), ("+5..9", "40"), ("+8", "<30"), ("+12", "120"), ("+19", ">100"), ("+30", "60")]
    found = platelets(thrombocytopenia(*(entries[i] for i in order)).case)
    expected = platelets(thrombocytopenia(*entries).case)
    assert found.verdict == expected.verdict
    assert [(p.certain, p.first) for p in found.periods] == [(p.certain, p.first) for p in expected.periods]


ENTRIES = st.lists(
    st.tuples(
        st.integers(-10, 60), st.sampled_from(["3", "20", "40", "<30", "30-60", "120", ">100"]), st.booleans()
    ),
    max_size=6,
)


@given(ENTRIES, st.lists(st.tuples(st.integers(-10, 60), st.sampled_from(["5", "400"])), max_size=4))
def test_counts_that_a_rule_leaves_out_change_nothing(
    entries: list[tuple[int, str, bool]], left_out: list[tuple[int, str]]
) -> None:
    chart = Chart()
    for day, value, wide in entries:
        chart.add(Count, day=f"{day}..{day + 3}" if wide else str(day), analyte="platelets", value=value)
    before = platelets(chart.case)
    for number, (day, value) in enumerate(left_out):
        context = ("after_transfusion", "haemolysed_sample")[number % 2]
        chart.add(Count, day=str(day), analyte="platelets", value=value, context=context)
    chart.add(Count, analyte="platelets", value="300")
    chart.add(Count, day="+30", analyte="haemoglobin", value="3")
    after = platelets(chart.case)
    assert after.verdict == before.verdict
    assert (after.periods, after.baseline, after.seen) == (before.periods, before.baseline, before.seen)
    assert len(after.left_out) == len(left_out) + 1


def test_what_came_after_the_next_treatment_is_not_credited() -> None:
    """Rituximab “without significant impact”: the recovery of patient 1 began after the first daratumumab."""
    start = IndexTherapy(P1, "rituximab").first_day
    assert start == Span(61, 117)
    until = next_begun(P1, start)
    assert until == Span(118, 118)
    assert assess(P1, ITP, start)[0].possible is Level.COMPLETE
    credited = assess(P1, ITP, start, until=until)[0]
    assert (credited.certain, credited.possible) == (Level.NOT_ASSESSABLE, Level.NONE)
    assert told(credited)[-1] == (
        "Another treatment was begun on +118: counts from then on tell only how long a response lasts that "
        "had begun before."
    )
    dara = IndexTherapy(P1, "daratumumab").first_day
    assert dara is not None
    assert next_begun(P1, dara) is None
