"""For whom a filter holds: the published patients, and what is imprecise, censored or not reported."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.criteria import Response, Tally, lines_without_response
from aic_desktop.domain.records import Count, Course, Cytopenia, Event, FollowUp, Transfusion
from aic_desktop.reporting.cohort import cohort_of
from aic_desktop.reporting.cohort.evidence import LOOKED_FOR, CohortEvidence, askables
from aic_desktop.reporting.cohort.loading import columns_of
from aic_desktop.reporting.filters import judge, parse
from aic_desktop.services.example import published_cases
from tests.charts import Chart

YES, NO, OPEN = "yes", "no", "undecided"


def answers(text: str, cases: Sequence[Case]) -> list[str]:
    evidence = CohortEvidence(cohort_of(cases), columns_of(cases, LOOKED_FOR))
    judged = judge(parse(text, askables()), evidence)
    assert not (judged.surely & ~judged.maybe).any()
    told = zip(judged.surely.tolist(), judged.maybe.tolist(), strict=True)
    return [YES if surely else OPEN if maybe else NO for surely, maybe in told]


@pytest.mark.parametrize(
    ("text", "p1", "p2"),
    [
        ("platelets < 20", YES, YES),
        ("platelets < 20 after +61", NO, YES),
        ("platelets < 20 from +61", YES, YES),
        ("platelets < 20 after +50 and rituximab given before +150", YES, YES),
        ("platelets >= 30 within 41 days after first daratumumab", YES, NO),
        ("platelets > 150 before onset", NO, YES),
        ("hb < 3.1", NO, YES),
        ("hb < 2", NO, OPEN),
        ("no response to 3 or more lines", YES, YES),
        ("no response to 9 or more lines", NO, NO),
        ('type = "Evans syndrome"', NO, YES),
        ("type ≠ AIT", NO, YES),
        ("sex = female", YES, NO),
        ("age at hsct < 12", OPEN, YES),
        ("age at hsct ≥ 12", OPEN, NO),
        ("at least 100 units of platelets", YES, OPEN),
        ("flare of AIHA", NO, YES),
        ("flare of AIT", NO, NO),
        ("relapse", NO, YES),
        ("discharge after onset", YES, NO),
        ("status = dead", NO, YES),
        ("not status = dead", YES, NO),
        ("cause of death = infection", NO, NO),
        ("cause of death ≠ infection", NO, YES),
        ("daratumumab given at least 4 times", YES, NO),
        ("daratumumab given after onset +120", NO, YES),
        ("eculizumab not given", YES, NO),
        ("not (type = AIT or sex = male)", NO, NO),
        ("platelets < 20 before death", NO, YES),
        ("eltrombopag given before first daratumumab", YES, NO),
        ("platelets < 20 after first eculizumab", NO, NO),
    ],
)
def test_of_the_published_patients(text: str, p1: str, p2: str) -> None:
    assert answers(text, published_cases()) == [p1, p2]


def low_on(day: str, value: str = "5") -> Case:
    chart = Chart("X")
    chart.add(Count, analyte="platelets", day=day, value=value)
    return chart.case


@pytest.mark.parametrize(
    ("day", "text", "answer"),
    [
        ("61", "platelets < 20 after 60", YES),
        ("60", "platelets < 20 after 60", NO),
        ("60", "platelets < 20 from 60", YES),
        ("60", "platelets < 20 until 60", YES),
        ("60", "platelets < 20 before 60", NO),
        ("58..61", "platelets < 20 after 60", OPEN),
        ("58..61", "platelets < 20 after 61", NO),
        ("58..61", "platelets < 20 after 57", YES),
        (">58", "platelets < 20 after 60", OPEN),
        ("2020-03-01", "platelets < 20 after 60", OPEN),  # no day 0 is known
        ("2020-03-01", "platelets < 20", YES),
        ("0", "platelets < 20 before 1", YES),
        ("-3", "platelets < 20 before 0", YES),
    ],
)
def test_a_day_that_could_be_either_side_decides_nothing(day: str, text: str, answer: str) -> None:
    assert answers(text, [low_on(day)]) == [answer]


@pytest.mark.parametrize(
    ("value", "text", "answer"),
    [
        ("20", "platelets < 20", NO),
        ("20", "platelets ≤ 20", YES),
        ("<20", "platelets < 20", YES),
        ("≤20", "platelets < 20", OPEN),
        ("<20", "platelets < 10", OPEN),
        ("<20", "platelets > 20", NO),
        (">20", "platelets > 20", YES),
        (">20", "platelets > 50", OPEN),
        ("2-9", "platelets < 10", YES),
        ("2-9", "platelets < 5", OPEN),
        ("2-9", "platelets > 9", NO),
    ],
)
def test_a_limit_or_range_decides_only_what_it_surely_says(value: str, text: str, answer: str) -> None:
    assert answers(text, [low_on("61", value)]) == [answer]


def test_nobody_has_what_is_not_recorded_and_nobody_lacks_what_is_not_reported() -> None:
    empty, silent = Chart("A"), Chart("B", sex=MissingReason.NOT_REPORTED)
    silent.add(FollowUp, day="100", status=MissingReason.UNKNOWN)
    cases = [empty.case, silent.case]
    assert answers("platelets < 20", cases) == [NO, NO]
    assert answers("rituximab not given", cases) == [YES, YES]
    assert answers("sex = female", cases) == [OPEN, OPEN]
    assert answers("sex ≠ female", cases) == [OPEN, OPEN]
    assert answers("status = dead", cases) == [OPEN, OPEN]
    assert answers("no response to 1 or more lines", cases) == [NO, NO]
    assert answers("platelets < 20 after onset", [low_on("5")]) == [NO]


def test_events_steps_and_units_within_bounds() -> None:
    chart = Chart("C")
    chart.add(Cytopenia, episode="1", lineage="platelets", onset="50..60")
    chart.add(Event, kind="infection", day="55")
    chart.add(Course, kind="relapse", lineage="platelets", day="90")
    chart.add(Transfusion, product="platelets", day="61", until="70", units="2", daily="yes")
    chart.add(Transfusion, product="platelets", day="100", units="3")
    chart.add(Transfusion, product="platelets", units="40")
    case = [chart.case]
    assert answers("infection after onset", case) == [OPEN]
    assert answers("infection after 50", case) == [YES]
    assert answers("relapse of AIT after onset +29", case) == [YES]
    assert answers("relapse of AIHA", case) == [NO]
    assert answers("at least 20 units of platelets after 60", case) == [YES]
    assert answers("at least 24 units of platelets after 60", case) == [OPEN]  # when were the forty given?
    assert answers("at least 63 units of platelets", case) == [YES]
    assert answers("at least 64 units of platelets", case) == [NO]


def test_lines_without_a_response() -> None:
    none, part = Response.NONE, Response.PARTIAL
    assert lines_without_response([]) == Tally(0, 0)
    assert lines_without_response([(1, none), (1, part), (2, none), (None, none), (None, None)]) == Tally(
        2, 3
    )
    assert lines_without_response([(3, Response.NOT_EVALUABLE), (3, none)]) == Tally(1, 1)


CONDITIONS = st.sampled_from(
    [
        "platelets < 20 after 60",
        "platelets < 8",
        "sex = female",
        "rituximab given before 150",
        "infection",
        "age at hsct < 12",
    ]
)
TEXTS = st.recursive(
    CONDITIONS,
    lambda part: st.one_of(
        part.map(lambda text: f"not ({text})"),
        st.tuples(part, part).map(lambda pair: f"({pair[0]}) and ({pair[1]})"),
        st.tuples(part, part).map(lambda pair: f"({pair[0]}) or ({pair[1]})"),
    ),
    max_leaves=5,
)


@given(TEXTS, st.integers(58, 62), st.integers(58, 62), st.sampled_from(["2-9", "5", "<9", "19"]))
def test_knowing_a_day_better_never_turns_an_answer_round(
    text: str, first: int, last: int, value: str
) -> None:
    """Yes and no stay what they are when the count turns out to be of one of the days it could be of."""
    first, last = sorted((first, last))
    (before,) = answers(text, [low_on(f"{first}..{last}", value)])
    for day in range(first, last + 1):
        (after,) = answers(text, [low_on(str(day), value)])
        assert before in (OPEN, after)


def test_a_level_that_is_open_decides_nothing() -> None:
    aged = [Chart(f"A{n}", age=age, age_at="hsct").case for n, age in enumerate(("12", "17-19", "40"))]
    assert answers('age group = "under 18 y"', aged) == [YES, OPEN, NO]
    assert answers('age group ≠ "under 18 y"', aged) == [NO, OPEN, YES]
