"""How much was transfused, as far as it is recorded: days, daily series and totals without days."""

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Product, YesNo
from aic_desktop.domain.criteria.therapy import Tally
from aic_desktop.domain.records import Transfusion


def units_transfused(case: Case, product: Product) -> Tally | None:
    """Units of a product over the whole course; None where none is recorded.

    A daily series counts its days; where one of them is not known, and where a number is missing, the sum
    is a lower bound or an interval. A total beside its own single transfusions would count twice: a check
    (total_beside_single_transfusions) points that out.
    """
    tallies = [_units(case, t) for t in case.transfusions if t.product is product]
    if not tallies:
        return None
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
