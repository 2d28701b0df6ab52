"""The columns on transfusions around the first dose of the index agent."""

from collections.abc import Callable
from math import inf

import numpy as np

from aic_desktop.domain.choices import Product
from aic_desktop.reporting.cohort.answers import Answers, missing, values
from aic_desktop.reporting.cohort.arrays import Days, count, not_after, sums
from aic_desktop.reporting.cohort.derived.facts import Facts

FOUR_WEEKS = 28
NONE_RECORDED = "no transfusion of it recorded"
TOO_SHORT = "followed for less than four weeks"


def before(product: Product) -> Callable[[Facts], Answers]:
    """Units before the first dose."""

    def read(facts: Facts) -> Answers:
        """Units in the 28 days before the day of the first dose.

        Units over several days count from none to all where some of the days lie outside, and units without
        a day may have been among them: then the number is an interval. Single units beside a total over days
        may be part of it and are then counted in the upper bound alone.
        """
        first = facts.index.first_day
        return _units(facts, product, Days(first.low - FOUR_WEEKS, first.high - FOUR_WEEKS))

    return read


def after(product: Product) -> Callable[[Facts], Answers]:
    """Units from the first dose on."""

    def read(facts: Facts) -> Answers:
        """Units in the 28 days from the day of the first dose on, of patients surely followed that long.

        Counted as those before it.
        """
        first = facts.index.first_day
        followed = not_after(
            Days(first.low + FOUR_WEEKS - 1, first.high + FOUR_WEEKS - 1), facts.last_contact
        )
        found = _units(facts, product, first)
        return found.asked(followed) | missing(first.known & ~followed, TOO_SHORT)

    return read


def _units(facts: Facts, product: Product, begin: Days) -> Answers:
    """Units of 28 days from a day on, of patients given the agent with a transfusion of the product."""
    given = facts.given
    mine = given.product.equal(product)
    since, first, last = begin.take(given.patient), given.first, given.last
    end = Days(since.low + FOUR_WEEKS - 1, since.high + FOUR_WEEKS - 1)
    units = given.units.numbers()
    least, most = np.where(np.isnan(units), 1, units), np.where(np.isnan(units), inf, units)
    surely = (first.low >= since.high) & (last.high <= end.low)
    perhaps = (first.low <= end.high) & (last.high >= since.low)
    days_low = np.minimum(last.low, end.low) - np.maximum(first.high, since.high) + 1
    days_high = np.minimum(last.high, end.high) - np.maximum(first.low, since.low) + 1
    low = np.where(given.daily, least * np.clip(days_low, 0, FOUR_WEEKS), np.where(surely, least, 0))
    times = np.where(given.daily, np.clip(days_high, 0, FOUR_WEEKS), 1)
    high = np.where(perhaps & (times > 0), most * np.maximum(times, 1), 0)
    in_totals, single = mine & given.is_total, mine & ~given.is_total
    each = (sums(np.where(mask, low, 0), given.patient, facts.n) for mask in (in_totals, single))
    total_low = np.maximum(*each)  # what was given within the days of a total may be part of it
    total_high = sums(np.where(mine, high, 0), given.patient, facts.n)
    recorded = count(mine, given.patient, facts.n) > 0
    asked = facts.index.first_day.known
    return values(total_low, total_high, asked & recorded) | missing(asked & ~recorded, NONE_RECORDED)
