"""The counts of one analyte as points: each at its day, in the unit shown, with how exactly it is known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from aic_desktop.domain.quantity import Quantity, render
from aic_desktop.domain.records import Count
from aic_desktop.domain.response.samples import Derived
from aic_desktop.domain.timepoint import Span
from aic_desktop.domain.units import convert, convertible, shown
from aic_desktop.reporting.scene.model import Point, PointKind
from aic_desktop.reporting.scene.words import day_words

_SAME_DAY_STEP = 0.25  # days between values of one day, so that none hides another
# A conversion between mass and moles has endless digits; what is typed has fewer than eight.
_CONVERTED, _READABLE, _LONGEST = Context(prec=12), Context(prec=3), 8


class Placed(NamedTuple):
    """A count with its days, its value in the unit shown, and what follows for it from other records."""

    record: Count
    span: Span
    value: Quantity
    derived: Derived | None


def in_unit(value: Quantity, analyte: str, unit: str) -> Quantity | None:
    """The value in the UCUM unit of a panel; None where it was typed for something else."""
    if not unit or value.unit == unit:
        return value
    if not convertible(value.unit, unit, analyte):
        return None
    low, high = (in_units(bound, value.unit, unit, analyte) for bound in (value.low, value.high))
    return replace(value, low=low, high=high, unit=unit)


def in_units(bound: Decimal | None, unit: str, to: str, analyte: str) -> Decimal | None:
    """A bound in another unit, its digits cut where the conversion alone makes them many."""
    if bound is None:
        return None
    exact = _CONVERTED.plus(convert(bound, unit, to, analyte)).normalize()
    return exact if len(exact.as_tuple().digits) <= _LONGEST else _READABLE.plus(exact)


def points_of(placed: Iterable[Placed], name: str, unit: str) -> tuple[Point, ...]:
    """By day, the values of one day moved apart; `name` and UCUM `unit` are those of the panel."""
    printed = shown(unit)
    return tuple([_point(one, x, name, printed) for x, one in _spread(placed)])


def segments(points: Sequence[Point], max_gap: int) -> tuple[tuple[int, ...], ...]:
    """Runs of exact values on exact days; a limit, a range or an imprecise day between breaks the line."""
    runs: list[list[int]] = []
    last: float | None = None
    for index, point in enumerate(points):
        if point.day_lo != point.day_hi or point.kind not in (PointKind.EXACT, PointKind.ZERO):
            last = None
            continue
        if last is not None and point.x - last <= max_gap:
            runs[-1].append(index)
        else:
            runs.append([index])
        last = point.x
    return tuple(tuple(run) for run in runs if len(run) > 1)


def _point(placed: Placed, x: float, name: str, unit: str) -> Point:
    count, span, value, _ = placed
    low, high = value.low, value.high
    label = _label(low, high, value.low_included, value.high_included)
    derived = placed.derived if count.context is None else None
    return Point(
        count.id,
        x,
        span.earliest,
        span.latest,
        None if low is None else float(low),
        None if high is None else float(high),
        _kind(low, high),
        str(count.context or (derived.context if derived else "")),
        label,
        f"{name} {label} {unit}, {_day(span)}{_extras(placed, derived)}",
        derived is not None,
    )


@lru_cache(maxsize=4096)
def _label(low: Decimal | None, high: Decimal | None, low_included: bool, high_included: bool) -> str:
    return render(Quantity(low, high, "", "", "", low_included, high_included), with_unit=False)


@lru_cache(maxsize=4096)
def _day(span: Span) -> str:
    return day_words(span)


def _extras(placed: Placed, derived: Derived | None) -> str:
    """The time of day, what makes the value hard to compare, and how it was typed where in another unit."""
    count, value = placed.record, placed.value
    if count.time is None and count.context is None and not derived and value.entered_unit == value.unit:
        return ""
    typed = f", entered as {value.text}" if value.entered_unit != value.unit else ""
    context = f", {count.context.label}" if count.context else ""
    if derived:
        context = f", {derived.why} (derived)"
    return (f" {count.time}" if count.time else "") + context + typed


def _kind(low: Decimal | None, high: Decimal | None) -> PointKind:
    if low is None:
        return PointKind.BELOW
    if high is None:
        return PointKind.ABOVE
    if low != high:
        return PointKind.RANGE
    return PointKind.EXACT if low else PointKind.ZERO


def _spread(placed: Iterable[Placed]) -> Iterator[tuple[float, Placed]]:
    """By day; the values of one day moved apart, by their time where all have one, else in entry order."""
    by_day: dict[float, list[Placed]] = {}
    for one in placed:
        earliest, latest = one.span
        day = earliest if earliest is not None and earliest == latest else one.span.middle
        by_day.setdefault(day, []).append(one)
    for day in sorted(by_day):
        same_day = by_day[day]
        if len(same_day) > 1 and all(one.record.time for one in same_day):
            same_day.sort(key=_time)
        step = min(_SAME_DAY_STEP, 0.8 / len(same_day))
        first = day - (len(same_day) - 1) / 2 * step
        for place, one in enumerate(same_day):
            yield first + place * step, one


def _time(placed: Placed) -> str:
    return (placed.record.time or "").rjust(5, "0")
