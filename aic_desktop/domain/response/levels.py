"""How a run of levels of response goes: when one was first reached, seen a second time, and lost.

One question, two ways to the answer: where every day is exact, by finding places in strings of bytes, which
is as fast as Python gets; else by comparing counts with each other. On exact days both say the same.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress
from math import inf
from operator import and_
from typing import NamedTuple, Self

from aic_desktop.domain.criteria.spans import Bounds

# Levels of response, worst first; nothing to judge by is below no response.
NOT_ASSESSABLE, NO_RESPONSE, PARTIAL, COMPLETE = range(4)
NEVER = Bounds(inf, inf)  # an event that surely did not happen

_YES = b"\1"
_AT = {level: bytes(value >= level for value in range(256)) for level in (PARTIAL, COMPLETE)}
_BELOW = {level: bytes(value < level for value in range(256)) for level in (PARTIAL, COMPLETE)}


# First and last day, the levels surely and possibly reached, whether it surely counts, its place.
Row = tuple[float, float, int, int, int, int]


class Run(NamedTuple):
    """Counts in order of their first days: the levels each surely and possibly reaches, as bytes.

    `sure` tells which surely count (None: all); `place` is where each stands in what it was made from.
    """

    first: Sequence[float]
    last: Sequence[float]
    least: bytes
    most: bytes
    sure: bytes | None
    place: Sequence[int]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Self:
        """Of counts in any order."""
        first, last, least, most, sure, place = zip(*sorted(rows), strict=True) if rows else ((),) * 6
        return cls(list(first), list(last), bytes(least), bytes(most), bytes(sure), list(place))

    @property
    def rows(self) -> tuple[Row, ...]:
        """A count each."""
        sure = _YES * len(self.least) if self.sure is None else self.sure
        return tuple(zip(self.first, self.last, self.least, self.most, sure, self.place, strict=True))

    @property
    def best(self) -> tuple[int, int]:
        """The best level surely and possibly reached."""
        most = max(self.most, default=NOT_ASSESSABLE)
        if self.sure is None:
            return most if self.least == self.most else max(self.least, default=NOT_ASSESSABLE), most
        return max(compress(self.least, self.sure), default=NOT_ASSESSABLE), most

    @property
    def until(self) -> Bounds:
        """The day of the last count; -infinity for none, and for none that is certain."""
        surely = self.first[-1:] if self.sure is None else compress(self.first, self.sure)
        return Bounds(max(surely, default=-inf), max(self.last, default=-inf))


class Course(NamedTuple):
    """What became of a level: the days of each event, NEVER for what surely did not happen.

    An infinite end stands for perhaps not. Events are dated to the count that shows them.
    """

    reached: Bounds = NEVER
    again: Bounds = NEVER
    lost: Bounds = NEVER
    lost_again: Bounds = NEVER


def course(run: Run, level: int, apart: int | None, loss_apart: int | None) -> Course:
    """The course of one level; what is seen again, or lost for a second time, so many days or more apart."""
    if run.first == run.last:
        return _on_exact_days(run, level, apart, loss_apart)
    return _on_imprecise_days(run, level, apart, loss_apart)


def credited(run: Run, until: Bounds) -> Run:
    """The run as far as it tells of one treatment, when another was begun on `until`.

    Counts from then on tell nothing of the first unless a response had begun: then whether it lasts, though
    what is only then complete is so by the second. Where it is open which came first, they are not certain.
    """
    reached = course(run, PARTIAL, None, None).reached
    if reached.high >= until.low:
        none_before = reached.low >= until.high
        rows = [row for row in run.rows if not (none_before and row[0] >= until.high)]
        run = Run.of([(*row[:4], row[4] if row[1] < until.low else 0, row[5]) for row in rows])
    complete = course(run, COMPLETE, None, None).reached
    if complete.high < until.low or complete.low == inf:
        return run
    most = PARTIAL if complete.low >= until.high else COMPLETE
    return run._replace(
        least=bytes(min(level, PARTIAL) for level in run.least),
        most=bytes(min(level, most) for level in run.most),
    )


def _on_exact_days(run: Run, level: int, apart: int | None, loss_apart: int | None) -> Course:
    holds, may_fail = run.least.translate(_AT[level]), run.least.translate(_BELOW[level])
    if run.sure is None and run.least == run.most:
        days = _course(run.first, holds, may_fail, may_fail, holds, apart, loss_apart)
        return Course(*map(Bounds, days, days))
    may_hold, fails = run.most.translate(_AT[level]), run.most.translate(_BELOW[level])
    if run.sure is not None:
        holds, fails = (bytes(map(and_, side, run.sure)) for side in (holds, fails))
    certain = _course(run.first, holds, may_fail, fails, may_hold, apart, loss_apart)
    possible = _course(run.first, may_hold, fails, may_fail, holds, apart, loss_apart)
    return Course(*map(Bounds, possible, certain))


def _course(
    days: Sequence[float],
    holds: bytes,
    against: bytes,
    fails: bytes,
    contrary: bytes,
    apart: int | None,
    loss_apart: int | None,
) -> tuple[float, float, float, float]:
    """The days of the events; `against` breaks a stretch of `holds`, `contrary` one of `fails`."""
    first = holds.find(_YES)
    if first < 0:
        return inf, inf, inf, inf
    after = bisect_right(days, days[first])
    lost = fails.find(_YES, after)
    return (
        days[first],
        inf if apart is None else _again(days, holds, against, apart, first),
        inf if lost < 0 else days[lost],
        inf if loss_apart is None else _again(days, fails, contrary, loss_apart, lost),
    )


def _again(days: Sequence[float], holds: bytes, against: bytes, apart: int, place: int) -> float:
    """The day of the second count, so many days or more after one with none against it between."""
    while place >= 0:
        second = holds.find(_YES, bisect_left(days, days[place] + apart))
        if second < 0:
            return inf
        broken = against.find(_YES, bisect_right(days, days[place]))
        if broken < 0 or days[second] <= days[broken]:
            return days[second]
        place = holds.find(_YES, bisect_left(days, days[broken]))
    return inf


def _on_imprecise_days(run: Run, level: int, apart: int | None, loss_apart: int | None) -> Course:
    counts = run.rows
    sides = _Sides(
        [p[:2] for p in counts if p[2] >= level and p[4]],
        [p[:2] for p in counts if p[3] >= level],
        [p[:2] for p in counts if p[3] < level and p[4]],
        [p[:2] for p in counts if p[2] < level],
    )
    reached = sides.first
    failing = sides.turned(reached)
    return Course(
        reached,
        NEVER if apart is None else sides.twice(apart),
        Bounds(max(failing.first.low, reached.low + 1), failing.first.high),
        NEVER if loss_apart is None else failing.twice(loss_apart),
    )


Days = tuple[float, float]


class _Sides(NamedTuple):
    """The days of counts on both sides of a level: surely and perhaps at it, surely and perhaps below it."""

    holds: list[Days]
    may_hold: list[Days]
    fails: list[Days]
    may_fail: list[Days]

    def turned(self, since: Bounds) -> "_Sides":
        """The other way round, of the counts after an event."""
        return _Sides(
            [days for days in self.fails if days[0] > since.high],
            [days for days in self.may_fail if days[1] > since.low],
            self.holds,
            self.may_hold,
        )

    @property
    def first(self) -> Bounds:
        """The first count that holds."""
        earliest = min((days[0] for days in self.may_hold), default=inf)
        return Bounds(earliest, min((days[1] for days in self.holds), default=inf))

    def twice(self, apart: int) -> Bounds:
        """When a second count, so many days or more after one, held with none against it between."""
        return Bounds(self._perhaps_twice(apart), self._surely_twice(apart))

    def _surely_twice(self, apart: int) -> float:
        ends = _Least((last, first) for first, last in self.may_fail)
        seconds = _Least(self.holds)
        found = ((seconds.of(last + apart), ends.beyond(first)) for first, last in self.holds)
        return min((second for second, end in found if second <= end), default=inf)

    def _perhaps_twice(self, apart: int) -> float:
        ends, seconds = _Least(self.fails), _Least((last, first) for first, last in self.may_hold)
        earliest = inf
        for place, (first, last) in enumerate(self.may_hold):
            due = first + apart
            if last < due:
                second = max(seconds.of(due), due)
            else:  # so imprecise that it must be kept from being its own second
                others = (d[0] for i, d in enumerate(self.may_hold) if d[1] >= due and i != place)
                second = max(min(others, default=inf), due)
            if second <= ends.beyond(last):
                earliest = min(earliest, second)
        return earliest


class _Least:
    """The smallest value among those whose key is large enough."""

    def __init__(self, pairs: Iterable[Days]) -> None:
        """Of keys with their values."""
        ordered = sorted(pairs)
        self._keys = [key for key, _ in ordered]
        self._values = [inf, *accumulate((value for _, value in reversed(ordered)), min)]

    def of(self, key: float) -> float:
        """Of keys as large or larger; infinite for none."""
        return self._values[len(self._keys) - bisect_left(self._keys, key)]

    def beyond(self, key: float) -> float:
        """Of larger keys; infinite for none."""
        return self._values[len(self._keys) - bisect_right(self._keys, key)]
