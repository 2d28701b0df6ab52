"""The judgement of counts: exact runs by the rule, imprecise ones against every truth they allow."""

from itertools import product
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.choices import CriteriaSet
from aic_desktop.domain.response import (
    CRITERIA,
    Bounds,
    Failing,
    Readings,
    Verdict,
    core,
    judge,
    levels,
)

ITP = CRITERIA[CriteriaSet.ITP_IWG_2009].endpoints[0]
NA, NR, R, CR = range(4)
NEVER = Bounds(inf, inf)
EVENTS = (
    "response",
    "complete",
    "response_confirmed",
    "complete_confirmed",
    "lost",
    "lost_confirmed",
    "complete_lost",
)


def on(day: int) -> Bounds:
    return Bounds(day, day)


# A count: first day, last day, low, high, whether it surely may be judged.
Row = tuple[int, int, float, float, bool]


def exact(*counts: tuple[int, float]) -> list[Row]:
    return [(day, day, value, value, True) for day, value in counts]


def verdict(
    rows: list[Row],
    start: tuple[float, float] = (0, 0),
    failing: tuple[Failing, ...] = (),
    until: Bounds = NEVER,
) -> Verdict:
    columns = zip(*sorted(rows), strict=True) if rows else ((), (), (), (), ())
    return judge(ITP, Readings(*map(list, columns)), Bounds(*start), failing=failing, until=until)


@pytest.mark.parametrize(
    ("counts", "best", "response", "complete", "lost"),
    [
        ([], NA, NEVER, NEVER, NEVER),
        ([(-1, 5)], NA, NEVER, NEVER, NEVER),
        ([(-1, 5), (0, 150)], NA, NEVER, NEVER, NEVER),
        ([(-1, 5), (3, 29)], NR, NEVER, NEVER, NEVER),
        ([(-1, 5), (3, 30)], R, on(3), NEVER, NEVER),
        ([(-1, 20), (3, 39)], NR, NEVER, NEVER, NEVER),
        ([(-1, 20), (3, 40)], R, on(3), NEVER, NEVER),
        ([(-1, 60), (3, 99)], NR, NEVER, NEVER, NEVER),
        ([(-1, 60), (3, 100)], CR, on(3), on(3), NEVER),
        ([(-1, 5), (3, 99.9), (9, 100)], CR, on(3), on(9), NEVER),
        ([(-1, 5), (3, 40), (9, 12), (12, 50)], R, on(3), NEVER, on(9)),
        ([(-1, 100), (3, 300)], NA, NEVER, NEVER, NEVER),
        ([(-9, 200), (-1, 5), (3, 300)], CR, on(3), on(3), NEVER),
    ],
)
def test_the_rule_of_the_iwg_on_exact_counts(
    counts: list[tuple[int, float]], best: int, response: Bounds, complete: Bounds, lost: Bounds
) -> None:
    found = verdict(exact(*counts))
    assert (found.best_low, found.best_high) == (best, best)
    assert (found.response, found.complete, found.lost) == (response, complete, lost)


@pytest.mark.parametrize(
    ("counts", "confirmed", "complete_confirmed"),
    [
        ([(3, 55), (9, 55)], NEVER, NEVER),
        ([(3, 55), (10, 192)], on(10), NEVER),
        ([(3, 55), (10, 192), (17, 100)], on(10), on(17)),
        ([(3, 55), (6, 10), (10, 55)], NEVER, NEVER),
        ([(3, 55), (6, 10), (10, 55), (17, 31)], on(17), NEVER),
        ([(3, 192), (6, 50), (10, 192)], on(10), NEVER),
    ],
)
def test_a_response_is_confirmed_by_a_second_count_seven_days_on_with_none_against_it_between(
    counts: list[tuple[int, float]], confirmed: Bounds, complete_confirmed: Bounds
) -> None:
    found = verdict(exact((-1, 5), *counts))
    assert (found.response_confirmed, found.complete_confirmed) == (confirmed, complete_confirmed)


def test_a_loss_is_confirmed_on_another_day() -> None:
    assert verdict(exact((-1, 5), (3, 55), (9, 10))).lost_confirmed == NEVER
    assert verdict(exact((-1, 5), (3, 55), (9, 10), (9, 12))).lost_confirmed == NEVER
    assert verdict(exact((-1, 5), (3, 55), (9, 10), (10, 12))).lost_confirmed == on(10)
    assert verdict(exact((-1, 5), (3, 55), (9, 10), (10, 60), (11, 12))).lost_confirmed == NEVER


def test_duration_runs_from_the_first_response_to_its_loss_or_at_least_to_the_last_count() -> None:
    assert verdict(exact((-1, 5), (3, 55), (20, 192))).duration == Bounds(17, inf)
    assert verdict(exact((-1, 5), (3, 55), (20, 12), (30, 50))).duration == Bounds(17, 17)
    assert verdict(exact((-1, 5), (3, 20))).duration is None


def test_without_a_baseline_only_what_it_could_not_change_is_certain() -> None:
    found = verdict(exact((3, 55)))
    assert (found.best_low, found.best_high) == (NR, R)
    found = verdict(exact((3, 120)))
    assert (found.best_low, found.best_high) == (CR, CR)


def test_bleeding_is_no_response_on_its_days_and_the_loss_of_one() -> None:
    bleeding = (Failing(on(9), on(12)),)
    rows = exact((-1, 5), (3, 55), (10, 192), (13, 120))
    found = verdict(rows, failing=bleeding)
    assert (found.best_low, found.complete, found.lost) == (CR, on(13), on(9))
    assert verdict(rows[:-1], failing=bleeding).best_high == R
    assert verdict(exact((-1, 5)), failing=bleeding).best_low == NR


def test_a_count_that_may_be_after_a_transfusion_makes_nothing_certain() -> None:
    found = verdict([*exact((-1, 5), (3, 20)), (5, 5, 120, 120, False)])
    assert (found.best_low, found.best_high, found.complete) == (NR, CR, Bounds(5, inf))
    assert found.lost == NEVER


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Up to five counts around day 0, some imprecise; small enough to try every world they allow."""
    found: list[Row] = []
    for _ in range(draw(st.integers(0, 5))):
        day, value = draw(st.integers(-4, 20)), draw(st.sampled_from([5, 20, 35, 45, 80, 120]))
        wide = draw(st.sampled_from([0, 0, 0, 2, 9]))
        more = draw(st.sampled_from([0, 0, 0, 30, 100]))
        found.append((day, day + wide, value, value + more, draw(st.sampled_from([True, True, True, False]))))
    return found


def worlds(row: Row) -> list[list[Row]]:
    """Every exact count, or none, that one imprecise count may be; of its days the ends and the middle."""
    first, last, low, high, sure = row
    days = sorted({first, (first + last) // 2, first + 1 if last > first else first, last})
    found = [[(day, day, value, value, True)] for day, value in product(days, sorted({low, high}))]
    return found if sure else [*found, []]


def contains(wide: Bounds, narrow: Bounds) -> bool:
    return wide.low <= narrow.low and narrow.high <= wide.high


@given(
    rows(),
    st.sampled_from([(0, 0), (0, 5), (-inf, 3), (2, inf)]),
    st.sampled_from([NEVER, NEVER, on(8), Bounds(6, 12), Bounds(6, inf)]),
)
def test_whatever_the_truth_is_it_lies_within_the_bounds(
    counts: list[Row], start: tuple[float, float], until: Bounds
) -> None:
    found = verdict(counts, start, until=until)
    begins = sorted({max(start[0], -6), min(start[1], 22)})
    for begin, end in product(begins, sorted({until.low, min(until.high, 99)} if until != NEVER else {inf})):
        for world in product(*map(worlds, counts)):
            truth = verdict([row for some in world for row in some], (begin, begin), until=Bounds(end, end))
            assert found.best_low <= truth.best_low <= truth.best_high <= found.best_high
            for event in EVENTS:
                assert contains(getattr(found, event), getattr(truth, event)), event
            if found.duration and truth.duration:
                assert contains(found.duration, truth.duration)


@given(rows(), st.data())
def test_less_precision_never_turns_one_certain_answer_into_another(
    counts: list[Row], data: st.DataObject
) -> None:
    if not counts:
        return
    place = data.draw(st.integers(0, len(counts) - 1))
    first, last, low, high, sure = counts[place]
    earlier, later = data.draw(st.integers(0, 9)), data.draw(st.integers(0, 9))
    wider = data.draw(
        st.sampled_from(
            [
                (first - earlier, last + later, low, high, sure),
                (first, last, 0, high, sure),
                (first, last, low, inf, sure),
                (first, last, low, high, False),
            ]
        )
    )
    narrow = verdict(counts)
    wide = verdict([*counts[:place], wider, *counts[place + 1 :]])
    assert wide.best_low <= narrow.best_low <= narrow.best_high <= wide.best_high
    for event in EVENTS:
        before, after = getattr(narrow, event), getattr(wide, event)
        assert after.low <= before.low <= before.high <= after.high, event


@given(rows())
def test_the_fast_way_on_exact_days_and_the_general_way_agree(counts: list[Row]) -> None:
    exactly = sorted((first, first, low, high, sure) for first, _, low, high, sure in counts)
    columns = zip(*exactly, strict=True) if exactly else ((), (), (), (), ())
    readings = Readings(*map(list, columns))
    start = Bounds(0, 0)
    run = core.run_after(ITP, readings, start, core.baseline(readings, start))
    for level in (R, CR):
        assert levels._on_exact_days(run, level, 7, 1) == levels._on_imprecise_days(run, level, 7, 1)


# A response long after, on a day that is not exact: with it, counts are compared with each other.
VAGUE: Row = (100, 110, 55, 55, True)


@pytest.mark.parametrize("more", [[], [VAGUE]])
def test_two_counts_of_one_day_are_no_loss(more: list[Row]) -> None:
    found = verdict([*more, *exact((-1, 5), (3, 55), (3, 10))])
    assert (found.response, found.lost) == (on(3), NEVER)
    found = verdict([*more, *exact((-1, 5), (3, 55), (3, 10), (4, 9))])
    assert (found.lost, found.lost_confirmed) == (on(4), NEVER)


def test_a_loss_is_later_than_the_response_it_ends() -> None:
    found = verdict([*exact((-1, 5)), (5, 9, 40, 40, True), (5, 20, 5, 5, True)])
    assert (found.response, found.lost) == (Bounds(5, 9), Bounds(6, inf))


def test_what_may_be_from_before_the_start_is_a_response_after_it_or_none() -> None:
    found = verdict([*exact((-1, 5)), (-3, 9, 40, 40, True)])
    assert (found.best_low, found.best_high, found.response) == (NA, R, Bounds(1, inf))


def test_bleeding_on_one_of_several_days_leaves_the_counts_between_open() -> None:
    found = verdict(exact((-1, 5), (8, 55)), failing=(Failing(Bounds(7, 9), Bounds(7, 9)),))
    assert (found.best_low, found.best_high, found.response) == (NR, R, Bounds(8, inf))


@pytest.mark.parametrize(
    ("counts", "until", "best", "response", "complete", "lost"),
    [
        ([(3, 55), (9, 120)], on(10), CR, on(3), on(9), NEVER),
        ([(3, 55), (9, 120)], on(9), R, on(3), NEVER, NEVER),
        ([(3, 55), (9, 120), (20, 10)], on(9), R, on(3), NEVER, on(20)),
        ([(3, 55), (9, 120)], on(3), NA, NEVER, NEVER, NEVER),
        ([(2, 9), (3, 55), (9, 120)], on(3), NR, NEVER, NEVER, NEVER),
        ([(2, 9), (5, 9)], on(3), NR, NEVER, NEVER, NEVER),
        ([(5, 9)], on(3), NA, NEVER, NEVER, NEVER),
    ],
)
def test_what_is_first_reached_after_the_next_treatment_was_begun_is_not_credited(
    counts: list[tuple[int, float]],
    until: Bounds,
    best: int,
    response: Bounds,
    complete: Bounds,
    lost: Bounds,
) -> None:
    found = verdict(exact((-1, 5), *counts), until=until)
    assert (found.best_low, found.best_high) == (best, best)
    assert (found.response, found.complete, found.lost) == (response, complete, lost)


def test_where_it_is_open_which_came_first_nothing_is_certain() -> None:
    found = verdict(exact((-1, 5), (2, 9), (6, 55), (9, 120)), until=Bounds(5, 8))
    assert (found.best_low, found.best_high, found.response) == (NR, R, Bounds(6, inf))
