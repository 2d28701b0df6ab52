"""Transfusion independence: the first day of a stretch without a transfusion that is as long as asked for."""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from aic_desktop.domain.criteria.spans import Bounds
from aic_desktop.domain.response.core import ANY_NUMBER, Baseline, Verdict
from aic_desktop.domain.response.levels import COMPLETE, NEVER, NO_RESPONSE, NOT_ASSESSABLE

_NO_BASELINE = Baseline(ANY_NUMBER, -inf)


class Transfused(NamedTuple):
    """Units on one or more days: the first and the last of these, each imprecise; `daily`: on all between."""

    first: Bounds
    last: Bounds
    daily: bool = False

    @property
    def exact(self) -> bool:
        """Every day is known."""
        known = self.first.low == self.first.high and self.last.low == self.last.high
        return known and (self.daily or self.first == self.last)


def independence(
    given: Sequence[Transfused], start: Bounds, seen: Bounds, window: int, until: Bounds = NEVER
) -> Verdict:
    """Independence after the start: as many days as the window without a transfusion, all of them observed.

    `seen` is the last day of observation, death included. Independence is dated to the first day of the
    window, since its last would come late by the window's length, and lost with the next transfusion. Who was
    not transfused in the window before the start nor later had nothing to become independent of, and whoever
    was observed for less than the window cannot be judged. What begins when something else had been begun, on
    `until` or later, is not credited.
    """
    if not any(t.last.high >= start.low - window for t in given):
        return Verdict(NOT_ASSESSABLE, NOT_ASSESSABLE, seen, _NO_BASELINE)
    latest = _surely_free(given, start.high, seen.low, window)
    exact = start.low == start.high and seen.low == seen.high and all(t.exact for t in given)
    reached = Bounds(latest if exact else _perhaps_free(given, start.low, seen.high, window), latest)
    dependent = any(t.last.low >= start.high - window for t in given)
    if not dependent or reached.high >= until.low:
        reached = Bounds(reached.low if reached.low < until.high else inf, inf)
    long_enough = (dependent and seen.low - start.high >= window, seen.high - start.low >= window)
    best = [
        COMPLETE if day < inf else NO_RESPONSE if long else NOT_ASSESSABLE
        for day, long in zip((reached.high, reached.low), long_enough, strict=True)
    ]
    lost = _lost(given, reached, window)
    return Verdict(
        best[0], best[1], seen, _NO_BASELINE, reached, lost=lost, complete=reached, complete_lost=lost
    )


def _surely_free(given: Sequence[Transfused], start: float, seen: float, window: int) -> float:
    """The first day after the start from which no transfusion can lie in the window."""
    covered = start
    for first, last, _ in sorted(given):
        if min(first.low - 1, seen) - covered >= window:
            break
        covered = max(covered, last.high)
    return covered + 1 if seen - covered >= window else inf


def _perhaps_free(given: Sequence[Transfused], start: float, seen: float, window: int) -> float:
    """The first day after the start from which no transfusion surely lies in the window."""
    candidates = {start, *(t.first.low for t in given), *(t.last.low for t in given)}
    for day in sorted(day + 1 for day in candidates if day >= start):
        end = day + window - 1
        if end > seen:
            return inf
        if not any(_surely_within(t, day, end) for t in given):
            return day
    return inf


def _surely_within(transfused: Transfused, day: float, end: float) -> bool:
    first, last, daily = transfused
    either = any(day <= when.low and when.high <= end for when in (first, last))
    return either or (daily and first.high <= end and day <= last.low)


def _lost(given: Sequence[Transfused], reached: Bounds, window: int) -> Bounds:
    """The first transfusion after independence was reached."""
    free_until = reached.low + window
    if reached.low == inf:
        return NEVER
    return Bounds(
        min((max(t.first.low, free_until) for t in given if t.last.high >= free_until), default=inf),
        min((t.first.high for t in given if t.first.low > reached.high), default=inf),
    )
