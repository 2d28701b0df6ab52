"""Time to event of a set of patients whose days may be imprecise: placed by a stated rule, nobody lost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort.arrays import Bools, Coded, Days, Floats, Ints
from aic_desktop.reporting.cohort.clocks import Clock, Estimator
from aic_desktop.reporting.cohort.inference import Comparison
from aic_desktop.reporting.survival import (
    Curve,
    Estimate,
    GrayTest,
    LogRank,
    cumulative_incidence,
    follow_up,
    gray,
    kaplan_meier,
    log_rank,
)

CENSORED, EVENT, COMPETING = range(3)
TESTS = {Estimator.SURVIVAL: "log-rank test", Estimator.INCIDENCE: "Gray's test"}  # between groups

PLACEMENT = (
    "a day known only as an interval enters at its middle; the estimate is repeated with all such days at "
    "their earliest and at their latest"
)


class Unplaced(NamedTuple):
    """A patient the question is asked about who cannot be counted, and why.

    `happened`: the event is known to have come, but not when.
    """

    id: RecordId
    why: str
    happened: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """A spell for each patient of a set, by row: from `start` to `end`, in days after HSCT.

    `status` says what ended it: CENSORED, EVENT or COMPETING. `why` says why it cannot be placed, where that
    is known beforehand; rows outside `asked` do not matter.
    """

    asked: Bools
    start: Days
    end: Days
    status: Ints
    why: Coded

    def unless(self, of: Bools, why: str) -> "Times":
        """Not to be placed where `of` holds, for a reason that comes before any other."""
        reason = Coded(of.astype(np.int64), (None, why))
        return replace(self, why=reason.or_else(self.why))

    def take(self, rows: Ints) -> "Times":
        """Those of some rows."""
        start, end = self.start.take(rows), self.end.take(rows)
        return Times(self.asked[rows], start, end, self.status[rows], self.why.take(rows))

    def joined(self, other: "Times") -> "Times":
        """One set of patients after the other."""
        return Times(
            np.concatenate([self.asked, other.asked]),
            self.start.joined(other.start),
            self.end.joined(other.end),
            np.concatenate([self.status, other.status]),
            self.why.joined(other.why),
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
    status: Ints
    imprecise: tuple[RecordId, ...]
    unplaced: tuple[Unplaced, ...]
    caution: str = ""  # what to be wary of, in words

    @property
    def n(self) -> int:
        """Patients in the estimate."""
        return len(self.ids)

    @property
    def days(self) -> Floats:
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


def time_to_event(clock: Clock, ids: Sequence[RecordId], times: Times) -> TimeToEvent:
    """Answer a question about patients, whose rows `times` has in their order; of nobody, empty curves."""
    rows = np.flatnonzero(times.asked)
    held = times.take(rows)
    shortest, longest = _durations(held)
    why = _reasons(clock, held, longest)
    asked = [ids[row] for row in rows.tolist()]
    placed = np.array([not words for words in why], dtype=bool)
    happened = (held.status == EVENT) & ~(longest < 0)
    low, high, status = shortest[placed], longest[placed], held.status[placed]
    curve, earliest, latest = (_curve(clock, days, status) for days in ((low + high) / 2, low, high))
    inside = [asked[row] for row in np.flatnonzero(placed).tolist()]
    return TimeToEvent(
        clock,
        curve,
        earliest,
        latest,
        tuple(inside),
        status,
        tuple(inside[row] for row in np.flatnonzero(low != high).tolist()),
        tuple(
            Unplaced(case, words, later)
            for case, words, later in zip(asked, why, happened.tolist(), strict=True)
            if words
        ),
    )


def compare_times(parts: Sequence[tuple[str, TimeToEvent]]) -> Comparison:
    """Whether groups differ: survival by the log-rank test, incidence by Gray's, where deaths compete.

    As survdiff and cuminc of R give them. Follow-up is no outcome, and is not compared.
    """
    held = [(label, part) for label, part in parts if part.n]
    days = np.concatenate([part.days for _, part in held] or [np.empty(0)])
    status = np.concatenate([part.status for _, part in held] or [np.empty(0, np.int64)])
    groups = [place for place, (_, part) in enumerate(held) for _ in range(part.n)]
    found: LogRank | GrayTest | None
    match next((part.clock.estimator for _, part in parts), Estimator.FOLLOW_UP):
        case Estimator.SURVIVAL:
            test, found = TESTS[Estimator.SURVIVAL], log_rank(days, status == EVENT, groups)
        case Estimator.INCIDENCE:
            test, found = TESTS[Estimator.INCIDENCE], gray(days, status, groups)
        case _:
            return Comparison("", None, "follow-up is no outcome")
    if found is None:
        return Comparison(test, None, "it takes two groups with patients, and events that tell them apart")
    imprecise = sum(len(part.imprecise) for _, part in held)
    placed = "day at its middle" if imprecise == 1 else "days at their middle"
    return Comparison(test, found.p, f"{imprecise} imprecise {placed}" if imprecise else "")


def _durations(times: Times) -> tuple[Floats, Floats]:
    """The least and the most days that each spell can have lasted; never negative in what is possible.

    Whoever was seen well “at least until” a day is followed up to that day.
    """
    start, end = times.start, times.end
    with np.errstate(invalid="ignore"):
        shortest = np.maximum(end.low - start.high, 0.0)
        longest = end.high - start.low
        seen_until = (times.status == CENSORED) & np.isinf(end.high) & np.isfinite(end.low)
        return shortest, np.where(seen_until, np.maximum(end.low - start.low, 0.0), longest)


def _reasons(clock: Clock, times: Times, longest: Floats) -> list[str]:
    """Why each spell cannot be placed, "" where it can."""
    begun = np.isfinite(times.start.low) & np.isfinite(times.start.high)
    ended = np.array([f"day of {stops} not known" for stops in clock.ends], object)[times.status]
    before = np.array([f"{stops} before {clock.starts}" for stops in clock.ends], object)[times.status]
    against = np.where(longest < 0, before, "")
    against = np.where(np.isfinite(longest), against, ended)
    against = np.where(begun, against, f"day of {clock.starts} not known")
    told = np.array([why or "" for why in times.why.values], object)[times.why.codes]
    return [str(words) for words in np.where(times.why.known, told, against)]


def _curve(clock: Clock, days: Floats, status: Ints) -> Curve:
    match clock.estimator:
        case Estimator.INCIDENCE:
            return cumulative_incidence(days, status)
        case Estimator.SURVIVAL:
            return kaplan_meier(days, status == EVENT)
    return follow_up(days, status == EVENT)


def _stepped(curve: Curve, days: Floats) -> Floats:
    """The curve's values on days, the last one kept beyond its end."""
    values = np.concatenate([[curve.before], curve.value])
    return np.asarray(values[np.searchsorted(curve.days, days, side="right")], dtype=np.float64)
