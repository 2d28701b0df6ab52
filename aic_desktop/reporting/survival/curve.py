"""A step function with its limits, and how it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from aic_desktop.reporting.survival.risk import Days, Numbers, Subjects

_EQUAL = float(np.sqrt(np.finfo(float).eps))  # as all.equal() of R, which decides there when S is exactly 0.5


class Estimate(NamedTuple):
    """A figure with its limits; None where there is none."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Curve:
    """An estimate on each distinct day, holding until the next; `before` is its value up to the first.

    `low` and `high` are nan where the scale of the limits has none: while the estimate is 0 or 1, as in R.
    """

    subjects: Subjects
    before: float  # 1 of survival, 0 of an incidence
    days: Days
    at_risk: Numbers
    events: Numbers
    others: Numbers
    censored: Numbers
    value: Days
    error: Days  # standard error of the value itself
    low: Days
    high: Days
    level: float

    @property
    def n(self) -> int:
        """Subjects."""
        return len(self.subjects.end)

    def at(self, day: float) -> Estimate:
        """The estimate on a day, its events included; beyond the last follow-up there is none."""
        if not len(self.days) or day > self.days[-1]:
            return Estimate(None, None, None)
        place = int(np.searchsorted(self.days, day, side="right")) - 1
        if place < 0:
            return Estimate(self.before, None, None)
        return Estimate(float(self.value[place]), _known(self.low[place]), _known(self.high[place]))

    def at_risk_on(self, days: Sequence[float]) -> tuple[int, ...]:
        """Numbers at risk on days, before the events of each."""
        return tuple(int(n) for n in self.subjects.at_risk_on(np.asarray(days, dtype=float)))

    def median(self) -> Estimate:
        """The first day on which survival is at most a half; where it is just that, the middle of the step.

        The limits are the days on which the limits of the curve do so; None where they never do.
        """
        return Estimate(*(self._half(line) for line in (self.value, self.low, self.high)))

    def _half(self, line: Days) -> float | None:
        with np.errstate(invalid="ignore"):
            down = np.flatnonzero(line < 0.5 + _EQUAL)  # never where there is no limit
        if not len(down):
            return None
        first = down[0]
        below = down[line[down] < line[first]]
        if abs(line[first] - 0.5) < _EQUAL and len(below):
            return float(self.days[first] + self.days[below[0]]) / 2
        return float(self.days[first])


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
