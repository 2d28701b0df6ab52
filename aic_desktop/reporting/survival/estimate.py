"""The estimators: Kaplan-Meier with Greenwood's variance, Aalen-Johansen with one of its kind."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from aic_desktop.reporting.survival.curve import Curve
from aic_desktop.reporting.survival.risk import Days, RiskSets, Subjects

LEVEL = 0.95
_EDGE = 1e-12  # nearer to 0 or 1 it is rounding


def kaplan_meier(
    end: ArrayLike, died: ArrayLike, entry: ArrayLike | None = None, level: float = LEVEL
) -> Curve:
    """Survival S (Kaplan and Meier 1958, RECALLED), Greenwood's variance, limits on the scale of log(-log S).

    `end` in days, `died` 0 or 1; with `entry`, subjects are at risk after it (left truncation).
    """
    subjects = Subjects.of(end, np.asarray(died) != 0, entry)
    sets = subjects.risk_sets()
    value = _surviving(sets)
    relative = np.sqrt(np.cumsum(_greenwood(sets)))
    return _curve(subjects, sets, 1.0, value, value * relative, level)


def cumulative_incidence(end: ArrayLike, status: ArrayLike, level: float = LEVEL) -> Curve:
    """Cumulative incidence F of events with status 1, others competing (Aalen and Johansen 1978, RECALLED).

    `end` in days, `status` 0 where censored. Limits are on the scale of log(-log F) itself, not of 1 - F.
    """
    subjects = Subjects.of(end, status)
    sets = subjects.risk_sets()
    free = np.concatenate([[1.0], _surviving(sets)[:-1]]) if len(sets.days) else np.empty(0)
    value = np.cumsum(free * sets.events / np.maximum(sets.at_risk, 1))
    return _curve(subjects, sets, 0.0, value, np.sqrt(_incidence_variance(sets, free, value)), level)


def follow_up(end: ArrayLike, died: ArrayLike, level: float = LEVEL) -> Curve:
    """Time under observation by the reversed Kaplan-Meier estimate (Schemper and Smith 1996, RECALLED).

    Deaths are censored and censorings are the events; its median is the median follow-up.
    """
    return kaplan_meier(end, np.asarray(died) == 0, level=level)


def _surviving(sets: RiskSets) -> Days:
    """Free of any event after each day."""
    return np.cumprod(1.0 - (sets.events + sets.others) / np.maximum(sets.at_risk, 1), dtype=np.float64)


def _greenwood(sets: RiskSets) -> Days:
    """D / (n (n - d)) of each day; 0 where nobody is left, for there the estimate no longer moves."""
    gone = sets.events + sets.others
    left = sets.at_risk - gone
    return np.where(left > 0, gone / np.maximum(sets.at_risk * left, 1), 0.0)


def _incidence_variance(sets: RiskSets, free: Days, value: Days) -> Days:
    """The delta method's variance of Greenwood's type (Dinse and Larson 1986, RECALLED).

    The same as survfit's infinitesimal jackknife, unlike that of cmprsk. Its sum over days j up to k,
    (F_k - F_j)^2 d/(n(n-d)) - 2 (F_k - F_j) S e/n^2 + S^2 e(n-e)/n^3 with e of d events of the kind asked
    for, is written as one of squares, a (F_k - G_j)^2 + S^2 e(d-e)/(n^2 d), so that nothing cancels.
    """
    n, own, weight = sets.at_risk, sets.events, _greenwood(sets)
    gone = np.maximum(own + sets.others, 1)
    reached = value + free * own * (n - gone) / np.maximum(n * gone, 1)
    total = np.cumsum(weight)
    mean = np.cumsum(weight * reached) / np.where(total > 0, total, 1.0)
    before = np.concatenate([[0.0], mean[:-1]]) if len(mean) else mean
    scattered = np.cumsum(weight * (reached - before) * (reached - mean))
    between = np.cumsum(free**2 * own * (gone - own) / np.maximum(n**2 * gone, 1))
    return np.asarray(total * (value - mean) ** 2 + scattered + between, dtype=np.float64)


def _curve(
    subjects: Subjects, sets: RiskSets, before: float, value: Days, error: Days, level: float
) -> Curve:
    inside = (value > _EDGE) & (value < 1 - _EDGE)
    held = np.where(inside, value, 0.5)
    width = NormalDist().inv_cdf(0.5 + level / 2) * error / (held * np.log(held))
    centre = np.log(-np.log(held))
    low, high = (np.where(inside, np.exp(-np.exp(centre + side)), np.nan) for side in (-width, width))
    return Curve(
        subjects, before, sets.days, sets.at_risk, sets.events, sets.others, sets.censored,
        value, error, low, high, level,
    )  # fmt: skip
