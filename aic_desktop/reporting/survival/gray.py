"""Cumulative incidences compared between groups, other events competing, for those who ask for a p-value."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aic_desktop.reporting.survival.compare import chi_squared
from aic_desktop.reporting.survival.risk import Subjects

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GrayTest:
    """Gray's test, of the groups in the order of `groups`."""

    groups: tuple[str, ...]
    statistic: float
    freedom: int
    p: float


def gray(end: ArrayLike, status: ArrayLike, groups: ArrayLike) -> GrayTest | None:
    """Gray's test as cuminc of R's cmprsk gives it (rho = 0); None where groups cannot be told apart.

    `status`: 0 censored, 1 the event asked for, anything else a competing event; `groups` names the group of
    each subject. Subjects with a competing event stay at risk of the event, weighted by the groups' own
    survival (Gray 1988, Ann Stat 16:1141).
    """
    names, member = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    subjects = Subjects.of(end, status)
    if len(names) < 2 or not (subjects.status == 1).any():
        return None
    days, where = np.unique(subjects.end[subjects.status != 0], return_inverse=True)
    happened = np.zeros((2, len(days), len(names)))
    competing = subjects.status[subjects.status != 0] != 1
    np.add.at(happened, (competing.astype(int), where, member[subjects.status != 0]), 1)
    parts = [subjects.among(member == group) for group in range(len(names))]
    at_risk = np.stack([part.at_risk_on(days) for part in parts], axis=1)
    walk = _Walk.of(len(names))
    for there, asked, others in zip(at_risk.astype(float), *happened, strict=True):
        walk.step(there, asked, others)
    found = chi_squared(walk.score[:-1], walk.spread()[:-1, :-1])
    return GrayTest(tuple(names), *found) if found else None


@dataclass(slots=True)
class _Walk:
    """What has come of the groups up to a day: survival, incidence, score and the parts of its variance."""

    surviving: Floats  # of each group, before the day
    incidence: Floats
    score: Floats
    pulled: Floats  # groups x groups: how the common incidence weighs on each score
    variance: Floats
    mixed: Floats
    alone: Floats
    pooled: float = field(default=0.0)  # incidence of all groups together, were they one

    @classmethod
    def of(cls, groups: int) -> "_Walk":
        """Nothing has happened yet."""
        many, square = groups, (groups, groups)
        return cls(
            surviving=np.ones(many),
            incidence=np.zeros(many),
            score=np.zeros(many),
            pulled=np.zeros(square),
            variance=np.zeros(square),
            mixed=np.zeros(square),
            alone=np.zeros(many),
        )

    def step(self, there: Floats, asked: Floats, others: Floats) -> None:
        """A day on which so many are at risk in each group, and so many events of either kind happen."""
        before, n = self.surviving, np.maximum(there, 1)
        after = before * (1 - (asked + others) / n)
        weight = np.divide(there, before, out=np.zeros_like(there), where=there > 0)
        total, events = weight.sum(), asked.sum()
        pooled = self.pooled + events / total
        apart = np.diag(weight) - np.outer(weight, weight) / total
        if self.pooled < 1:  # else one group alone is left, and nothing is apart
            self.pulled += apart * events / (total * (1 - self.pooled))
        free = weight * (1 - self.incidence)
        self.score += asked - events * free / free.sum()
        ahead = np.divide(1 - pooled, after, out=np.zeros_like(after), where=after > 0)
        if events:
            spread = np.where(there > 0, total * before - 1, 1)  # above 0 where several events happen
            ties = 1 - (events - 1) / spread if events > 1 else 1.0
            share = np.where(there > 0, ties * before * events / (total * n), 0)
            self._add(apart - self.pulled * (1 - ahead), 1 - ahead, share)
        if others.any():
            ties = 1 - np.maximum(others - 1, 0) / np.maximum(there - 1, 1)
            share = np.where(after > 0, ties * before**2 * others / n**2, 0)
            self._add(self.pulled * ahead, -ahead, share)
        self.incidence = self.incidence + before * asked / n
        self.surviving, self.pooled = after, pooled

    def _add(self, moved: Floats, own: Floats, share: Floats) -> None:
        self.variance += (moved * share) @ moved.T
        self.mixed += moved * (own * share)
        self.alone += own**2 * share

    def spread(self) -> Floats:
        """The covariance of the scores."""
        crossed = self.pulled @ self.mixed.T
        return self.variance + (self.pulled * self.alone) @ self.pulled.T + crossed + crossed.T
