"""A run of counts under one definition of response: plain numbers in, the bounds of every answer out.

Nothing here knows records, so that a cohort can feed it slices of its columns. Imprecise days and limits are
carried: each answer has what surely holds and what may hold, and making an entry less precise only ever moves
the two apart. Where all is exact both are the same.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import repeat
from math import inf
from typing import NamedTuple, TypeVar

from aic_desktop.domain.criteria.spans import Bounds
from aic_desktop.domain.response.levels import (
    COMPLETE,
    NEVER,
    NO_RESPONSE,
    PARTIAL,
    Run,
    course,
    credited,
)
from aic_desktop.domain.response.sets import Endpoint

T = TypeVar("T")

ANY_NUMBER = Bounds(0, inf)  # a baseline or a lower limit of normal that is not known


_AT_MOST_PARTIAL = bytes(min(level, PARTIAL) for level in range(256))


class Readings(NamedTuple):
    """The counts of one analyte of one case as parallel sequences, in order of their first days.

    Days after HSCT; values in the analyte's canonical unit, infinite where open, a bound that is itself not
    included moved by `math.nextafter`. `sure` tells which may surely be judged (None: all): what may have
    been taken after a transfusion may not; what surely was is not to be passed at all.

    Lists throughout: slices of a cohort's columns by `tolist()`, and where all is exact `last` and `high` the
    very lists `first` and `low`, which is what makes a million counts cheap.
    """

    first: Sequence[float]
    last: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    sure: Sequence[bool] | None = None


class Failing(NamedTuple):
    """Days on which no count is a response, such as of bleeding: the first and the last, each imprecise."""

    first: Bounds
    last: Bounds


class Baseline(NamedTuple):
    """The count before the start: its value, 0 to infinity where there may be none.

    `highest` is the highest value of the counts it may be, -infinity without any.
    """

    value: Bounds
    highest: float


class Verdict(NamedTuple):
    """What the counts after the start amount to.

    `best_low` surely was reached and `best_high` may have been. An event is the days it may have happened on:
    infinite to infinite for surely not, an infinite end for perhaps not. It is dated to the first count that
    shows it. Confirmations are of the first level reached, dated to the confirming count.
    """

    best_low: int
    best_high: int
    last: Bounds
    baseline: Baseline
    response: Bounds = NEVER
    response_confirmed: Bounds = NEVER
    lost: Bounds = NEVER
    lost_confirmed: Bounds = NEVER
    complete: Bounds = NEVER
    complete_confirmed: Bounds = NEVER
    complete_lost: Bounds = NEVER

    @property
    def duration(self) -> Bounds | None:
        """Days from the first response to its loss; to infinity while it is not surely lost.

        None where a response is not certain. Without any loss the last count is the least that is known.
        """
        if self.response.high == inf:
            return None
        until = min(self.lost.low, self.last.low)
        least = max(0, until - self.response.high)
        return Bounds(least, self.lost.high - self.response.low)


def judge(
    endpoint: Endpoint,
    readings: Readings,
    start: Bounds,
    normal: Bounds = ANY_NUMBER,
    failing: Sequence[Failing] = (),
    until: Bounds = NEVER,
) -> Verdict:
    """The counts after the day of the start, judged; those up to it only give the baseline.

    `normal` is the lower limit of normal, for endpoints that ask for it. `until` is when the next treatment
    was begun: counts from then on tell only how long a response lasts that had begun before.
    """
    base = baseline(readings, start)
    run = run_after(endpoint, readings, start, base, normal, failing)
    if until.low < inf:
        run = credited(run, until)
    least, most = run.best
    if most < PARTIAL:
        return Verdict(least, most, run.until, base)
    response = course(run, PARTIAL, endpoint.confirm_days, endpoint.loss_days)
    found = Verdict(
        least, most, run.until, base, response.reached, response.again, response.lost, response.lost_again
    )
    if most < COMPLETE:
        return found
    full = course(run, COMPLETE, endpoint.confirm_days, None)
    return found._replace(complete=full.reached, complete_confirmed=full.again, complete_lost=full.lost)


def baseline(readings: Readings, start: Bounds) -> Baseline:
    """The last count up to the day of the start, as wide as all that it may be.

    A count of the very day of the start is taken to be from before the first dose.
    """
    found, certain = before(readings, start)
    if not found:
        return Baseline(ANY_NUMBER, -inf)
    highest = max(readings.high[i] for i in found)
    return Baseline(Bounds(min(readings.low[i] for i in found), highest) if certain else ANY_NUMBER, highest)


def before(readings: Readings, start: Bounds) -> tuple[list[int], bool]:
    """The places in `readings` of all counts that may be the last up to the start; whether one surely is."""
    sure, lasts = readings.sure, readings.last
    end = bisect_right(readings.first, start.high)
    for place in range(end - 1, -1, -1):
        if lasts[place] <= start.low and (sure is None or sure[place]):
            bar = readings.first[place]
            return [i for i, last in enumerate(lasts[:end]) if last >= bar], True
    return list(range(end)), False


def run_after(
    endpoint: Endpoint,
    readings: Readings,
    start: Bounds,
    base: Baseline,
    normal: Bounds = ANY_NUMBER,
    failing: Sequence[Failing] = (),
) -> Run:
    """Every reading that may lie after the start with the levels it reaches, and one per failing period."""
    partial = endpoint.least(endpoint.partial, base.value, normal)
    complete = endpoint.least(endpoint.complete, base.value, normal)
    if base.value.low >= complete.high and not endpoint.without_haemolysis:
        return Run.of([])  # not low to begin with: there is nothing to respond
    run = _after(readings, start, partial, complete)
    if endpoint.without_haemolysis:  # markers are not judged, so that no complete response is certain
        run = run._replace(least=run.least.translate(_AT_MOST_PARTIAL))
    for days in failing:
        run = _failed(run, days, start)
    doubtful = base.highest >= complete.low
    return run._replace(sure=bytes(len(run.least))) if doubtful else run


def _after(readings: Readings, start: Bounds, partial: Bounds, complete: Bounds) -> Run:
    begin, exact = bisect_right(readings.first, start.low), readings.first == readings.last
    straddling = [] if exact else [i for i, day in enumerate(readings.last[:begin]) if day > start.low]
    after = range(begin, len(readings.first))
    places = [*straddling, *after] if straddling else after
    first, last, low, high = (_at(column, places, begin) for column in readings[:4])
    least = _levels(low, partial.high, complete.high)
    settled = low == high and partial.low == partial.high and complete.low == complete.high
    most = least if settled else _levels(high, partial.low, complete.low)
    if readings.sure is None and not straddling and start.low == start.high:
        return Run(first, last, least, most, None, places)
    certain = repeat(True) if readings.sure is None else _at(readings.sure, places, begin)
    sure = bytes(day > start.high and bool(yes) for day, yes in zip(first, certain, strict=False))
    return Run([max(day, start.low + 1) for day in first], last, least, most, sure, places)


def _at(column: Sequence[T], places: Sequence[int], begin: int) -> Sequence[T]:
    """The values at these places, from `begin` on all of them."""
    after = column[begin:]
    return after if len(after) == len(places) else [column[i] for i in places]


def _levels(values: Sequence[float], partial: float, complete: float) -> bytes:
    return bytes(
        [COMPLETE if value >= complete else PARTIAL if value >= partial else NO_RESPONSE for value in values]
    )


def _failed(run: Run, days: Failing, start: Bounds) -> Run:
    """The run with none on the failing days above no response, and the first of these days as one more."""
    first, last = days
    rows = []
    for since, until, least, most, sure, place in run.rows:
        surely = first.high <= since and until <= last.low
        possibly = since <= last.high and until >= first.low
        levels = (NO_RESPONSE if possibly else least, NO_RESPONSE if surely else most)
        rows.append((since, until, *levels, sure, place))
    if first.high > start.low:
        begun = max(first.low, start.low + 1)
        rows.append((begun, first.high, NO_RESPONSE, NO_RESPONSE, int(first.low > start.high), -1))
    return Run.of(rows)
