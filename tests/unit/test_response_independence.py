"""Transfusion independence: its first day, and every truth that imprecise days allow."""

from itertools import product
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.response import Bounds, Transfused, Verdict, independence

NA, NONE, INDEPENDENT = 0, 1, 3
NEVER = Bounds(inf, inf)
WINDOW = 7


def on(first: int, last: int | None = None) -> Bounds:
    return Bounds(first, first if last is None else last)


def singles(*days: int) -> list[Transfused]:
    return [Transfused(on(day), on(day)) for day in days]


@pytest.mark.parametrize(
    ("days", "seen", "best", "reached", "lost"),
    [
        ((), 100, NA, NEVER, NEVER),
        ((-8,), 100, NA, NEVER, NEVER),
        ((-7,), 100, INDEPENDENT, on(1), NEVER),
        ((0,), 7, INDEPENDENT, on(1), NEVER),
        ((0,), 6, NA, NEVER, NEVER),
        ((0, 5), 11, NONE, NEVER, NEVER),
        ((0, 5), 12, INDEPENDENT, on(6), NEVER),
        ((0, 7, 14), 20, NONE, NEVER, NEVER),
        ((0, 8), 20, INDEPENDENT, on(1), on(8)),
        ((0, 3, 20, 21), 40, INDEPENDENT, on(4), on(20)),
    ],
)
def test_independence_is_dated_to_the_first_day_of_its_window(
    days: tuple[int, ...], seen: int, best: int, reached: Bounds, lost: Bounds
) -> None:
    found = independence(singles(*days), on(0), on(seen), WINDOW)
    assert (found.best_low, found.best_high) == (best, best)
    assert (found.complete, found.lost) == (reached, lost)


def test_a_daily_stretch_has_no_gap_in_it_and_units_over_days_may_have_one() -> None:
    stretch = Transfused(on(0), on(30), daily=True)
    assert independence([stretch], on(0), on(60), WINDOW).complete == on(31)
    apart = Transfused(on(0), on(30))
    assert independence([apart], on(0), on(60), WINDOW).complete == on(1, 31)


def test_units_without_a_last_day_make_nothing_certain() -> None:
    found = independence([Transfused(on(-60, -57), Bounds(-60, inf))], on(0), on(300), WINDOW)
    assert (found.best_low, found.best_high, found.complete) == (NA, INDEPENDENT, Bounds(1, inf))


def plain(days: list[int], start: int, seen: int) -> Verdict:
    """The rule word for word, on exact days."""
    found = [d for d in range(start + 1, seen - WINDOW + 2) if not set(range(d, d + WINDOW)) & set(days)]
    dependent = any(day >= start - WINDOW for day in days)
    reached = on(found[0]) if dependent and found else NEVER
    later = [day for day in days if found and day >= found[0]]
    lost = on(min(later)) if reached != NEVER and later else NEVER
    level = INDEPENDENT if reached != NEVER else NONE if dependent and seen - start >= WINDOW else NA
    return independence([], on(0), on(0), 1)._replace(
        best_low=level, best_high=level, complete=reached, lost=lost
    )


@given(st.lists(st.integers(-12, 30), max_size=6), st.integers(0, 40))
def test_exact_days_follow_the_rule_word_for_word(days: list[int], seen: int) -> None:
    found, expected = independence(singles(*days), on(0), on(seen), WINDOW), plain(days, 0, seen)
    assert found.best_low == expected.best_low == found.best_high
    assert (found.complete, found.lost) == (expected.complete, expected.lost)


def within(wide: Verdict, narrow: Verdict) -> bool:
    events = [(wide.complete, narrow.complete), (wide.lost, narrow.lost)]
    levels = wide.best_low <= narrow.best_low <= narrow.best_high <= wide.best_high
    return levels and all(w.low <= n.low and n.high <= w.high for w, n in events)


@given(
    st.lists(st.tuples(st.integers(-12, 25), st.sampled_from([0, 0, 1, 4, 12])), max_size=4),
    st.sampled_from([(0, 0), (0, 3)]),
    st.sampled_from([(30, 30), (12, 12), (20, 30)]),
    st.sampled_from([NEVER, NEVER, on(4), on(3, 9)]),
)
def test_whatever_the_truth_is_it_lies_within_the_bounds(
    days: list[tuple[int, int]], start: tuple[int, int], seen: tuple[int, int], until: Bounds
) -> None:
    wide = [Transfused(on(day, day + more), on(day, day + more)) for day, more in days]
    found = independence(wide, Bounds(*start), Bounds(*seen), WINDOW, until)
    for begin, end, other in product(set(start), set(seen), set(until)):
        for world in product(*({day, day + more // 2, day + more} for day, more in days)):
            truth = plain(list(world), begin, end)
            if truth.complete.low >= other != inf:
                level = NONE if truth.best_low and end - begin >= WINDOW else NA
                truth = truth._replace(best_low=level, best_high=level, complete=NEVER, lost=NEVER)
            assert within(found, truth)


@given(st.lists(st.integers(-12, 30), min_size=2, max_size=5, unique=True), st.sampled_from([14, 40]))
def test_an_aggregate_of_units_allows_every_way_they_may_have_been_given(days: list[int], seen: int) -> None:
    ordered = sorted(days)
    aggregate = [Transfused(on(ordered[0]), on(ordered[-1]))]
    assert within(independence(aggregate, on(0), on(seen), WINDOW), plain(ordered, 0, seen))
    daily = [Transfused(on(ordered[0]), on(ordered[-1]), daily=True)]
    every = list(range(ordered[0], ordered[-1] + 1))
    assert within(independence(daily, on(0), on(seen), WINDOW), plain(every, 0, seen))
