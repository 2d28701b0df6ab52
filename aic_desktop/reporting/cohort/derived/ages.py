"""The age at HSCT, from dates or as stated, as the domain tells it."""

from math import inf, nan

import numpy as np

from aic_desktop.domain.criteria.person import DAYS_PER_YEAR
from aic_desktop.domain.quantity import Quantity
from aic_desktop.reporting.cohort.answers import Picked
from aic_desktop.reporting.cohort.arrays import Bools, Days, Floats
from aic_desktop.reporting.cohort.columns import Columns


def from_birth(columns: Columns) -> Days:
    """Days from birth to HSCT, by patient."""
    zero, born = columns.zero("hsct_date"), columns.zero("birth_date")
    return Days(zero.low - born.high, zero.high - born.low)


def years(columns: Columns, patient: Picked) -> tuple[Floats, Floats, Bools]:
    """By dates, else as stated whatever its event; infinite where open, and whether it is known."""
    dated, stated = from_birth(columns), patient.coded("age")
    bounds = np.array([(nan, nan), *map(_bounds, stated.values[1:])])[stated.codes]
    low = np.where(dated.known, dated.low / float(DAYS_PER_YEAR), bounds[:, 0])
    high = np.where(dated.known, dated.high / float(DAYS_PER_YEAR), bounds[:, 1])
    return low, high, dated.known | stated.known


def _bounds(stated: Quantity) -> tuple[float, float]:
    low, high = stated.low, stated.high
    return -inf if low is None else float(low), inf if high is None else float(high)
