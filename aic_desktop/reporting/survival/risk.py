"""Who is at risk, day by day: what every estimate of time to event begins with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Days = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RiskSets:
    """The distinct days on which a follow-up ends, ascending, and what happened on each.

    `at_risk` counts before the events of the day; who is censored on a day is still at risk for its events.
    """

    days: Days
    at_risk: Numbers
    events: Numbers  # of the kind asked for
    others: Numbers  # competing
    censored: Numbers


@dataclass(frozen=True, slots=True)
class Subjects:
    """Follow-up of n subjects: under observation after `entry` up to and including `end`.

    `status`: 0 censored, 1 the event asked for, anything else a competing event. Entry is minus infinity for
    those observed from the beginning, so that an event on day 0 counts.
    """

    end: Days
    status: Numbers
    entry: Days

    @classmethod
    def of(cls, end: ArrayLike, status: ArrayLike, entry: ArrayLike | None = None) -> "Subjects":
        """Arrays of one length; ValueError for other lengths, for nan, and for an end not after its entry."""
        ends, states = np.asarray(end, dtype=float), np.asarray(status, dtype=np.int64)
        entries = np.full(ends.shape, -np.inf) if entry is None else np.asarray(entry, dtype=float)
        if ends.ndim != 1 or not ends.shape == states.shape == entries.shape:
            raise ValueError("days, status and entries of time to event differ in number")
        if not np.isfinite(ends).all() or np.isnan(entries).any() or (entries >= ends).any():
            raise ValueError("a follow-up without an end, or with one not after its entry")
        return cls(ends, states, entries)

    def among(self, chosen: NDArray[np.bool_]) -> "Subjects":
        """Those of a mask."""
        return Subjects(self.end[chosen], self.status[chosen], self.entry[chosen])

    def at_risk_on(self, days: Days) -> Numbers:
        """How many are under observation on each day, before its events."""
        gone = np.searchsorted(np.sort(self.end), days, side="left")
        come = np.searchsorted(np.sort(self.entry), days, side="left")
        return np.asarray(come - gone, dtype=np.int64)

    def risk_sets(self) -> RiskSets:
        """Risk sets on every day on which somebody's follow-up ends."""
        days, where = np.unique(self.end, return_inverse=True)

        def counted(chosen: NDArray[np.bool_]) -> Numbers:
            return np.bincount(where[chosen], minlength=len(days)).astype(np.int64)

        return RiskSets(
            days,
            self.at_risk_on(days),
            counted(self.status == 1),
            counted((self.status != 0) & (self.status != 1)),
            counted(self.status == 0),
        )
