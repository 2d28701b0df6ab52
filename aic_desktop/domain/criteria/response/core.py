"""A run of counts under one definition of response: plain numbers in, the bounds of every answer out.

Nothing here knows records, so that a cohort can feed it slices of its columns. Imprecise days and limits are
carried: each answer has what surely holds and what may hold, and making an entry less precise only ever moves
the two apart. Where all is exact both are the same.
"""

from collections.abc import Sequence
from itertools import repeat
from math import inf
from operator import itemgetter
from typing import NamedTuple

from aic_desktop.domain.criteria.response.sets import Bounds, Endpoint

# Levels of response, worst first; nothing to judge by is below no response.
NOT_ASSESSABLE, NO_RESPONSE, PARTIAL, COMPLETE = range(4)

ANY_NUMBER = Bounds(0, inf)  # a baseline or a lower limit of normal that is not known
NEVER = Bounds(inf, inf)  # an event that surely did not happen

# First and last day, the levels its value surely and possibly reaches, whether it surely counts, and its
# place in the readings (-1 for failing days).
Point = tuple[float, float, int, int, bool, int]


class Readings(NamedTuple):
    """The counts of one analyte of one case, in any order, as parallel sequences.

    Days after HSCT; values in the analyte's canonical unit, infinite where open, a bound that is itself not
    included moved by `math.nextafter`. `sure` tells which may surely be judged (None: all): what may have
    been taken after a transfusion may not; what surely was is not to be passed at all. `ceiling` is the
    highest level that each surely and possibly can reach for other reasons (None: any).
    """

    first: Sequence[float]
    last: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    sure: Sequence[bool] | None = None
    ceiling: Sequence[tuple[int, int]] | None = None


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
    complete: Bounds = NEVER
    response_confirmed: Bounds = NEVER
    complete_confirmed: Bounds = NEVER
    lost: Bounds = NEVER
    lost_confirmed: Bounds = NEVER
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
) -> Verdict:
    """The counts after the day of the start, judged; those up to it only give the baseline.

    `normal` is the lower limit of normal, for endpoints that ask for it.
    """
    base = baseline(readings, start)
    return _verdict(endpoint, points(endpoint, readings, start, base, normal, failing), base)


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
    sure = readings.sure or repeat(True)
    days = zip(readings.first, readings.last, sure, strict=False)
    bar = max((first for first, last, certain in days if certain and last <= start.low), default=-inf)
    days_again = enumerate(zip(readings.first, readings.last, strict=True))
    return [i for i, (first, last) in days_again if first <= start.high and last >= bar], bar > -inf


def points(
    endpoint: Endpoint,
    readings: Readings,
    start: Bounds,
    base: Baseline,
    normal: Bounds = ANY_NUMBER,
    failing: Sequence[Failing] = (),
) -> list[Point]:
    """Every reading that may lie after the start with the levels it reaches, and one per failing period."""
    partial = endpoint.least(endpoint.partial, base.value, normal)
    complete = endpoint.least(endpoint.complete, base.value, normal)
    if base.value.low >= complete.high:
        return []  # not low to begin with: there is nothing to respond
    found = _after(readings, start, partial, complete)
    for days in failing:
        found = _failed(found, days, start)
    if base.highest >= complete.low:
        return [(*point[:4], False, point[5]) for point in found]
    return found


def _after(readings: Readings, start: Bounds, partial: Bounds, complete: Bounds) -> list[Point]:
    rows = zip(
        readings.first,
        readings.last,
        readings.low,
        readings.high,
        readings.sure or repeat(True),
        readings.ceiling or repeat((COMPLETE, COMPLETE)),
        strict=False,
    )
    found: list[Point] = []
    for index, (first, last, low, high, certain, ceiling) in enumerate(rows):
        if last > start.low:
            least = min(_level(low, partial.high, complete.high), ceiling[0])
            most = min(_level(high, partial.low, complete.low), ceiling[1])
            surely = certain and first > start.high
            found.append((first if surely else max(first, start.low + 1), last, least, most, surely, index))
    return found


def _level(value: float, partial: float, complete: float) -> int:
    if value >= complete:
        return COMPLETE
    return PARTIAL if value >= partial else NO_RESPONSE


def _failed(points: list[Point], days: Failing, start: Bounds) -> list[Point]:
    """The points with none on the failing days above no response, and the first of these days as one more."""
    first, last = days
    kept: list[Point] = []
    for since, until, *levels, sure, index in points:
        surely = first.high <= since and until <= last.low
        possibly = since <= last.high and until >= first.low
        least = NO_RESPONSE if possibly else levels[0]
        kept.append((since, until, least, NO_RESPONSE if surely else levels[1], sure, index))
    if first.high > start.low:
        begun = max(first.low, start.low + 1)
        kept.append((begun, first.high, NO_RESPONSE, NO_RESPONSE, first.low > start.high, -1))
    return kept


class _Sides(NamedTuple):
    """The points on both sides of a level: surely and perhaps at it, surely and perhaps below it."""

    holds: list[Point]
    may_hold: list[Point]
    fails: list[Point]
    may_fail: list[Point]

    @property
    def exact(self) -> bool:
        """Nothing is open, so that what is possible is certain."""
        decided = len(self.holds) == len(self.may_hold) and len(self.fails) == len(self.may_fail)
        return decided and all(p[0] == p[1] for side in (self.holds, self.fails) for p in side)

    def turned(self, since: Bounds) -> "_Sides":
        """The other way round, of the points after an event."""
        return _Sides(
            [p for p in self.fails if p[0] > since.high],
            [p for p in self.may_fail if p[1] > since.low],
            self.holds,
            self.may_hold,
        )


def _sides(points: list[Point], level: int) -> _Sides:
    return _Sides(
        [p for p in points if p[2] >= level and p[4]],
        [p for p in points if p[3] >= level],
        [p for p in points if p[3] < level and p[4]],
        [p for p in points if p[2] < level],
    )


def _verdict(endpoint: Endpoint, points: list[Point], base: Baseline) -> Verdict:
    best_low = max((p[2] for p in points if p[4]), default=NOT_ASSESSABLE)
    best_high = max((p[3] for p in points), default=NOT_ASSESSABLE)
    last = Bounds(
        max((p[0] for p in points if p[4]), default=-inf), max((p[1] for p in points), default=-inf)
    )
    if best_high < PARTIAL:
        return Verdict(best_low, best_high, last, base)
    responding = _sides(points, PARTIAL)
    complete = _sides(points, COMPLETE)
    response, full = _first(responding), _first(complete)
    lost, gone = responding.turned(response), complete.turned(full)
    return Verdict(
        best_low,
        best_high,
        last,
        base,
        response,
        full,
        _twice(responding, endpoint.confirm_days),
        _twice(complete, endpoint.confirm_days),
        _later(_first(lost), response),
        _twice(lost, endpoint.loss_days),
        _later(_first(gone), full),
    )


def _first(sides: _Sides) -> Bounds:
    return Bounds(
        min((p[0] for p in sides.may_hold), default=inf), min((p[1] for p in sides.holds), default=inf)
    )


def _later(event: Bounds, other: Bounds) -> Bounds:
    """The event on a day after another that it follows."""
    return Bounds(max(event.low, other.low + 1), event.high)


def _twice(sides: _Sides, apart: int | None) -> Bounds:
    """When a second count, so many days or more after one, said the same with none against it between."""
    if apart is None or not sides.may_hold:
        return NEVER
    latest = _surely_twice(sides, apart)
    return Bounds(latest if sides.exact else _perhaps_twice(sides, apart), latest)


def _surely_twice(sides: _Sides, apart: int) -> float:
    """The latest day the second count can be; infinite where none is certain."""
    tried = -inf
    for since, until, *_ in sorted(sides.holds, key=itemgetter(1)):
        ends = min((p[0] for p in sides.may_fail if p[1] > since), default=inf)
        if ends == tried:
            continue  # the first of this stretch had more time than this one
        tried = ends
        later = (p[1] for p in sides.holds if p[0] >= until + apart and p[1] <= ends)
        if (second := min(later, default=inf)) < inf:
            return second
    return inf


def _perhaps_twice(sides: _Sides, apart: int) -> float:
    """The earliest day the second count can be; infinite where there surely is none."""
    earliest = inf
    for point in sides.may_hold:
        ends = min((p[1] for p in sides.fails if p[0] > point[1]), default=inf)
        for other in sides.may_hold:
            second = max(other[0], point[0] + apart)
            if other is not point and second <= min(other[1], ends):
                earliest = min(earliest, second)
    return earliest
