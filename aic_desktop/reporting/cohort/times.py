"""Time to event of a set of patients whose days may be imprecise: placed by a stated rule, nobody lost."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aic_desktop.domain.records import RecordId
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort.clocks import Clock, Estimator
from aic_desktop.reporting.survival import (
    Curve,
    Days,
    Estimate,
    cumulative_incidence,
    follow_up,
    kaplan_meier,
)

CENSORED, EVENT, COMPETING = range(3)

PLACEMENT = (
    "a day known only as an interval enters at its middle; the estimate is repeated with all such days at "
    "their earliest and at their latest"
)


class Spell(NamedTuple):
    """One patient's time from a start to an end, in days after HSCT; `why` says why it cannot be placed."""

    id: RecordId
    start: Span | None
    end: Span | None
    status: int = CENSORED
    why: str = ""


class Unplaced(NamedTuple):
    """A patient the question is asked about who cannot be counted, and why."""

    id: RecordId
    why: str


@dataclass(frozen=True)
class Times:
    """Spells as arrays of one length: bounds in days, infinite where open, nan where nothing is known."""

    ids: tuple[RecordId, ...]
    start_lo: Days
    start_hi: Days
    end_lo: Days
    end_hi: Days
    status: NDArray[np.int64]
    why: tuple[str, ...]

    @classmethod
    def of(cls, spells: Iterable[Spell]) -> "Times":
        """The arrays of some spells."""
        held = tuple(spells)
        bounds = np.array([(*_bounds(s.start), *_bounds(s.end)) for s in held], dtype=float).reshape(-1, 4)
        status = np.array([s.status for s in held], dtype=np.int64)
        first, last, ends, until = bounds.T
        return cls(tuple(s.id for s in held), first, last, ends, until, status, tuple(s.why for s in held))

    def chosen(self, ids: Iterable[RecordId]) -> "Times":
        """Those of some patients, in the order they have here."""
        wanted = frozenset(ids)
        places = [place for place, id_ in enumerate(self.ids) if id_ in wanted]
        return Times(
            tuple(self.ids[place] for place in places),
            self.start_lo[places],
            self.start_hi[places],
            self.end_lo[places],
            self.end_hi[places],
            self.status[places],
            tuple(self.why[place] for place in places),
        )


class Reading(NamedTuple):
    """The estimate on a day, and how far imprecise days can carry it: its values with all early, all late."""

    estimate: Estimate
    lowest: float | None
    highest: float | None


@dataclass(frozen=True)
class TimeToEvent:
    """The answer to one question: `curve` by the middle of imprecise days, the two others by their bounds.

    The patients of `ids` are in the curves; they and those of `unplaced` are all who were asked about.
    """

    clock: Clock
    curve: Curve
    earliest: Curve
    latest: Curve
    ids: tuple[RecordId, ...]
    status: NDArray[np.int64]
    imprecise: tuple[RecordId, ...]
    unplaced: tuple[Unplaced, ...]

    @property
    def n(self) -> int:
        """Patients in the estimate."""
        return len(self.ids)

    @property
    def days(self) -> Days:
        """How long each patient of `ids` was followed, by the middle of imprecise days."""
        return self.curve.subjects.end

    @property
    def asked(self) -> int:
        """Patients whom the question is asked about."""
        return len(self.ids) + len(self.unplaced)

    def count(self, status: int) -> int:
        """How many ended censored, with the event or with the competing one."""
        return int((self.status == status).sum())

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why patients could not be placed, and how many for each reason, the commonest first."""
        counted = Counter(patient.why for patient in self.unplaced)
        return tuple(sorted(counted.items(), key=lambda reason: (-reason[1], reason[0])))

    def at(self, day: float) -> Reading:
        """The estimate on a day after the start."""
        values = [found for curve in self._curves if (found := curve.at(day).value) is not None]
        estimate = self.curve.at(day)
        if estimate.value is None:
            return Reading(estimate, None, None)
        return Reading(estimate, min(values), max(values))

    def median(self) -> Reading:
        """The median time with its limits, and the medians with all days early and late."""
        estimate = self.curve.median()
        values = [curve.median().value for curve in self._curves]
        known = [value for value in values if value is not None]
        return Reading(
            estimate, min(known, default=None), max(known) if known and None not in values else None
        )

    @property
    def sway(self) -> float:
        """How far imprecise days can carry the estimate on any day: 0.08 for 8 percentage points."""
        days = np.unique(np.concatenate([curve.days for curve in self._curves]))
        if not self.imprecise:
            return 0.0
        values = np.array([_stepped(curve, days) for curve in self._curves])
        return float((values.max(axis=0) - values.min(axis=0)).max())

    @property
    def _curves(self) -> tuple[Curve, Curve, Curve]:
        return self.earliest, self.curve, self.latest


def time_to_event(clock: Clock, times: Times) -> TimeToEvent:
    """Answer a question about the patients of some arrays; of nobody, with empty curves."""
    shortest, longest = _durations(times)
    why = _reasons(clock, times, longest)
    placed = np.array([not words for words in why], dtype=bool)
    low, high, status = shortest[placed], longest[placed], times.status[placed]
    curve, earliest, latest = (_curve(clock, days, status) for days in ((low + high) / 2, low, high))
    ids = tuple(id_ for id_, inside in zip(times.ids, placed, strict=True) if inside)
    return TimeToEvent(
        clock,
        curve,
        earliest,
        latest,
        ids,
        status,
        tuple(id_ for id_, moves in zip(ids, low != high, strict=True) if moves),
        tuple(Unplaced(id_, words) for id_, words in zip(times.ids, why, strict=True) if words),
    )


def by_group(
    clock: Clock, times: Times, groups: Sequence[tuple[str, Iterable[RecordId]]]
) -> tuple[tuple[str, TimeToEvent], ...]:
    """The question answered for each group of patients apart."""
    return tuple((label, time_to_event(clock, times.chosen(ids))) for label, ids in groups)


def _durations(times: Times) -> tuple[Days, Days]:
    """The least and the most days that each spell can have lasted; never negative in what is possible.

    Whoever was seen well “at least until” a day is followed up to that day.
    """
    with np.errstate(invalid="ignore"):
        shortest = np.maximum(times.end_lo - times.start_hi, 0.0)
        longest = times.end_hi - times.start_lo
        seen_until = (times.status == CENSORED) & (times.end_hi == inf) & np.isfinite(times.end_lo)
        return shortest, np.where(seen_until, np.maximum(times.end_lo - times.start_lo, 0.0), longest)


def _reasons(clock: Clock, times: Times, longest: Days) -> list[str]:
    ends = clock.ends
    return [
        why or next(_against(clock.starts, ends[status], start, float(most)), "")
        for why, status, start, most in zip(
            times.why, times.status, times.start_lo + times.start_hi, longest, strict=True
        )
    ]


def _against(starts: str, stops: str, start: float, longest: float) -> Iterator[str]:
    if not np.isfinite(start):
        yield f"day of {starts} not known"
    if not np.isfinite(longest):
        yield f"day of {stops} not known"
    if longest < 0:
        yield f"{stops} before {starts}"


def _curve(clock: Clock, days: Days, status: NDArray[np.int64]) -> Curve:
    match clock.estimator:
        case Estimator.INCIDENCE:
            return cumulative_incidence(days, status)
        case Estimator.SURVIVAL:
            return kaplan_meier(days, status == EVENT)
    return follow_up(days, status == EVENT)


def _stepped(curve: Curve, days: Days) -> Days:
    """The curve's values on days, the last one kept beyond its end."""
    values = np.concatenate([[curve.before], curve.value])
    return np.asarray(values[np.searchsorted(curve.days, days, side="right")], dtype=np.float64)


def _bounds(span: Span | None) -> tuple[float, float]:
    if span is None:
        return nan, nan
    return (
        -inf if span.earliest is None else float(span.earliest),
        inf if span.latest is None else float(span.latest),
    )
