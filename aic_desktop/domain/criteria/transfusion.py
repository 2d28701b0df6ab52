"""How much was transfused, as far as it is recorded: days, daily series and totals without days."""

from collections.abc import Sequence
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Product, YesNo
from aic_desktop.domain.criteria.spans import bounds
from aic_desktop.domain.criteria.therapy import Tally
from aic_desktop.domain.records import Transfusion


class Transfused(NamedTuple):
    """Units of a product: in all, in totals over days, and on days of their own beside those totals.

    `within` surely fell into the days of a total and are part of it, `perhaps` may have; `apart` did not.
    """

    total: Tally
    totals: tuple[int, ...]
    within: Tally
    perhaps: Tally
    apart: Tally


def units_transfused(case: Case, product: Product) -> Tally | None:
    """Units of a product over the whole course; None where none is recorded. See `transfused`."""
    found = transfused(case, product)
    return found.total if found else None


def transfused(case: Case, product: Product) -> Transfused | None:
    """How the units of a product were counted; None where none is recorded.

    A daily series counts its days; where one of them is not known, and where a number is missing, the sum
    is a lower bound or an interval. What was given within the days of a total is part of it and never
    counted twice; what may have been is counted in the upper bound alone.
    """
    given = [t for t in case.transfusions if t.product is product]
    if not given:
        return None
    totals = [t for t in given if is_total(t)]
    singles = [t for t in given if not is_total(t)]
    places = [_place(case, totals, single) for single in singles]

    def units(where: bool | None) -> Tally:
        return _sum([_units(case, t) for t, place in zip(singles, places, strict=True) if place is where])

    within, perhaps, apart = units(True), units(None), units(False)
    stated = sum(t.units or 0 for t in totals)
    low = max(stated, within.low + perhaps.low) + apart.low
    highs = (max(stated, within.high) if within.high is not None else None, perhaps.high, apart.high)
    known = [high for high in highs if high is not None]
    total = Tally(low, sum(known) if len(known) == len(highs) else None)
    return Transfused(total, tuple(t.units or 0 for t in totals), within, perhaps, apart)


def is_total(transfusion: Transfusion) -> bool:
    """A number given over days, not on one and not on each: from-until, since a day, or on no known day."""
    if transfusion.units is None or transfusion.daily is YesNo.YES:
        return False
    runs_on = transfusion.until is not None and transfusion.until != transfusion.day
    return transfusion.day is None or runs_on or transfusion.cell("until").missing is not None


def _place(case: Case, totals: Sequence[Transfusion], single: Transfusion) -> bool | None:
    """Whether a single entry fell into the days of some total; None where it may have."""
    places = [_within(case, total, single) for total in totals]
    return True if True in places else None if None in places else False


def _within(case: Case, total: Transfusion, single: Transfusion) -> bool | None:
    """Of totals without a first or last day any entry may be part, but for those surely before or after."""
    begin, end = bounds(case.days(total.day)), bounds(case.days(total.until))
    first = bounds(case.days(single.day))
    on_one_day = single.until is None and single.daily is not YesNo.YES
    last = first if on_one_day else bounds(case.days(single.until))
    if last.high < begin.low or first.low > end.high:
        return False
    known = total.day is not None and total.until is not None and case.days(single.day) is not None
    return True if known and begin.high <= first.low and last.high <= end.low else None


def _sum(tallies: list[Tally]) -> Tally:
    highs = [tally.high for tally in tallies if tally.high is not None]
    return Tally(sum(tally.low for tally in tallies), sum(highs) if len(highs) == len(tallies) else None)


def _units(case: Case, transfusion: Transfusion) -> Tally:
    """Of one record; at least one unit of what was given in a number nobody recorded."""
    number = transfusion.units
    each = Tally(1, None) if number is None else Tally(number, number)
    if transfusion.daily is not YesNo.YES:
        return each
    low, high = _days(case, transfusion)
    return Tally(each.low * low, None if high is None or each.high is None else each.high * high)


def _days(case: Case, transfusion: Transfusion) -> tuple[int, int | None]:
    """How many days a daily series has, at least and at most."""
    first, last = case.days(transfusion.day), case.days(transfusion.until)
    if first is None or last is None:
        return 1, None
    least = 1 if None in (first.latest, last.earliest) else (last.earliest or 0) - (first.latest or 0) + 1
    if first.earliest is None or last.latest is None:
        return max(least, 1), None
    return max(least, 1), max(last.latest - first.earliest + 1, 1)
