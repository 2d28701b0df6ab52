"""Survival compared between groups, for those who ask for a p-value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

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
    parts = [_group(subjects, member == group) for group in range(len(names))]
    shares = np.array([part.at_risk_on(days) for part in parts]) / n  # groups x days
    observed = np.array([int(part.status.sum()) for part in parts])
    expected = (shares * d).sum(axis=1)
    spread = d * (n - d) / np.maximum(n - 1, 1)
    variance = np.diag((shares * spread).sum(axis=1)) - (shares * spread) @ shares.T
    asked = expected > 0
    freedom = int(asked.sum()) - 1
    apart, within = (observed - expected)[asked][1:], variance[np.ix_(asked, asked)][1:, 1:]
    if freedom < 1 or np.linalg.matrix_rank(within) < freedom:
        return None
    statistic = float(apart @ np.linalg.solve(within, apart))
    from scipy.special import gammaincc

    p = float(gammaincc(freedom / 2, statistic / 2))
    return LogRank(tuple(names), tuple(observed.tolist()), tuple(expected.tolist()), statistic, freedom, p)


def _group(subjects: Subjects, chosen: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Subjects:
    return Subjects(subjects.end[chosen], subjects.status[chosen], subjects.entry[chosen])
