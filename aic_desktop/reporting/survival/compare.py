"""Survival compared between groups, for those who ask for a p-value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aic_desktop.reporting.survival.risk import Subjects


@dataclass(frozen=True, slots=True)
class LogRank:
    """The log-rank test: events observed and expected in each group, in the order of `groups`."""

    groups: tuple[str, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...]
    statistic: float
    freedom: int
    p: float


def log_rank(end: ArrayLike, died: ArrayLike, groups: ArrayLike) -> LogRank | None:
    """The log-rank test as survdiff gives it; None for fewer than two groups or where nobody died.

    `groups` names the group of each subject. The variance is hypergeometric, ties as they are.
    """
    names, member = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    subjects = Subjects.of(end, np.asarray(died) != 0)
    everybody = subjects.risk_sets()
    deaths = everybody.events > 0
    if len(names) < 2 or not deaths.any():
        return None
    days, n, d = everybody.days[deaths], everybody.at_risk[deaths], everybody.events[deaths]
    parts = [subjects.among(member == group) for group in range(len(names))]
    shares = np.array([part.at_risk_on(days) for part in parts]) / n  # groups x days
    observed = np.array([int(part.status.sum()) for part in parts])
    expected = (shares * d).sum(axis=1)
    spread = d * (n - d) / np.maximum(n - 1, 1)
    variance = np.diag((shares * spread).sum(axis=1)) - (shares * spread) @ shares.T
    asked = expected > 0
    found = chi_squared((observed - expected)[asked][1:], variance[np.ix_(asked, asked)][1:, 1:])
    if found is None:
        return None
    return LogRank(tuple(names), tuple(observed.tolist()), tuple(expected.tolist()), *found)


def chi_squared(apart: NDArray[np.float64], spread: NDArray[np.float64]) -> tuple[float, int, float] | None:
    """Statistic, degrees of freedom and p-value of scores by their covariance; None where it is singular."""
    freedom = len(apart)
    if freedom < 1 or np.linalg.matrix_rank(spread) < freedom:
        return None
    statistic = float(apart @ np.linalg.solve(spread, apart))
    from scipy.special import gammaincc

    return statistic, freedom, float(gammaincc(freedom / 2, statistic / 2))
