"""How much was transfused per four weeks before and after a day, such as the first dose of a treatment."""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Product, YesNo
from aic_desktop.domain.criteria.outcome import last_contact
from aic_desktop.domain.criteria.spans import Bounds, bounds, day_text
from aic_desktop.domain.records import Transfusion
from aic_desktop.domain.timepoint import Span

DAYS = 28


class Units(NamedTuple):
    """Units of a product: the first and the last day they were given on, each imprecise, and how many.

    `daily`: that many on each day from the first to the last; else in all. Unknown ends and numbers are
    infinite.
    """

    first: Bounds
    last: Bounds
    number: Bounds
    daily: bool = False


class Window(NamedTuple):
    """Units given in some days, and how many of these days were observed."""

    units: Bounds
    days: Bounds


class Burden(NamedTuple):
    """The days before the start, and those from it on: fewer of these where the patient died earlier."""

    before: Window
    after: Window


def burden(given: Sequence[Units], start: Bounds, seen: Bounds, days: int = DAYS) -> Burden:
    """Units in so many days up to the day before the start, and from the day of the start on.

    Units whose days surely lie within count in both bounds; those that may, in the upper one alone: of a
    total over days that reach beyond, any number may have been given within. `seen` is the last day observed.
    """
    inner, outer = Bounds(start.high, start.low), Bounds(start.low, start.high)
    end = Bounds(min(start.low + days - 1, seen.low), min(start.high + days - 1, seen.high))
    before = Bounds(
        sum(_surely(units, inner.low - days, inner.high - 1) for units in given),
        sum(_perhaps(units, outer.low - days, outer.high - 1) for units in given),
    )
    after = Bounds(
        sum(_surely(units, inner.low, inner.high + days - 1) for units in given),
        sum(_perhaps(units, outer.low, outer.high + days - 1) for units in given),
    )
    seen_for = Bounds(max(0, end.low - start.high + 1), max(0, min(days, end.high - start.low + 1)))
    return Burden(Window(before, Bounds(days, days)), Window(after, seen_for))


def per_4_weeks(window: Window) -> Bounds | None:
    """Units per 28 of the days observed; None where no day may have been."""
    units, days = window
    return Bounds(DAYS * units.low / days.high, DAYS * units.high / days.low) if days.low > 0 else None


def burden_of(case: Case, product: Product, start: Span | None) -> Burden | None:
    """Of one product around a day; None without one, and where no transfusion of the product is recorded.

    None recorded is not none given: the record does not say which. See `not_dated` for what cannot be placed.
    """
    given = [t for t in case.transfusions if t.product is product and t.units != 0]
    if start is None or not given:
        return None
    return burden([_units(case, t) for t in given], bounds(start), bounds(last_contact(case)))


def not_dated(case: Case, product: Product) -> tuple[str, ...]:
    """In words, the totals that can only be counted as “up to so many”, since their days are not known."""
    told = []
    for transfusion in case.transfusions:
        units = _units(case, transfusion)
        if transfusion.product is product and units.last.high == inf:
            number = "An unknown number of" if transfusion.units is None else f"{transfusion.units}"
            first = case.days(transfusion.day)
            since = f"from {day_text(first)} on" if first else "on no known day"
            told.append(f"{number} units {since}, without a last day: none or all may lie in the four weeks.")
    return tuple(told)


def _units(case: Case, transfusion: Transfusion) -> Units:
    """What has neither a last day nor a reason for having none was given on its first day."""
    first, last = case.days(transfusion.day), case.days(transfusion.until)
    daily = transfusion.daily is YesNo.YES
    open_end = last is None and (daily or first is None or transfusion.cell("until").missing is not None)
    number = Bounds(1, inf) if transfusion.units is None else Bounds(transfusion.units, transfusion.units)
    end = Bounds(bounds(first).low, inf) if open_end else bounds(last or first)
    return Units(bounds(first), end, number, daily)


def _surely(units: Units, begin: float, end: float) -> float:
    """Units that were given in a window whatever the days are."""
    first, last, number, daily = units
    if daily:
        return number.low * max(0, min(last.low, end) - max(first.high, begin) + 1)
    return number.low if begin <= first.low and last.high <= end else 0


def _perhaps(units: Units, begin: float, end: float) -> float:
    """Units that may have been given in a window."""
    first, last, number, daily = units
    days = min(last.high, end) - max(first.low, begin) + 1
    if days <= 0:
        return 0
    return number.high * days if daily else number.high
