"""The counts of one analyte as points: each at its day, in the unit shown, with how exactly it is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from functools import lru_cache
from itertools import groupby

from aic_desktop.domain.quantity import Quantity, render
from aic_desktop.domain.records import Count
from aic_desktop.domain.timepoint import Span
from aic_desktop.domain.units import convert, convertible, shown
from aic_desktop.reporting.scene.model import Point, PointKind
from aic_desktop.reporting.scene.words import day_words

_SAME_DAY_STEP = 0.25  # days between values of one day, so that none hides another
# A conversion between mass and moles has endless digits; what is typed has fewer than eight.
_CONVERTED, _READABLE, _LONGEST = Context(prec=12), Context(prec=3), 8


@dataclass(frozen=True, slots=True)
class Placed:
    """A count with its days, its value in the unit shown, and the day of a transfusion shortly before it."""

    count: Count
    span: Span
    value: Quantity
    transfused: int | None


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
    timed = [(_point(one, name, printed), one.count.time or "") for one in placed]
    return _spread(timed)


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


def _point(placed: Placed, name: str, unit: str) -> Point:
    count, span, value = placed.count, placed.span, placed.value
    low, high, day = value.low, value.high, span.earliest
    label = _label(low, high, value.low_included, value.high_included)
    derived = count.context is None and placed.transfused is not None
    return Point(
        count.id,
        float(day) if day is not None and day == span.latest else span.middle,
        day,
        span.latest,
        None if low is None else float(low),
        None if high is None else float(high),
        _kind(low, high),
        "after_transfusion" if derived else str(count.context or ""),
        label,
        f"{name} {label} {unit}, {_day(span)}{_extras(placed, derived)}",
        derived,
    )


@lru_cache(maxsize=4096)
def _label(low: Decimal | None, high: Decimal | None, low_included: bool, high_included: bool) -> str:
    return render(Quantity(low, high, "", "", "", low_included, high_included), with_unit=False)


@lru_cache(maxsize=4096)
def _day(span: Span) -> str:
    return day_words(span)


def _extras(placed: Placed, derived: bool) -> str:
    """The time of day, what makes the value hard to compare, and how it was typed where in another unit."""
    count, value = placed.count, placed.value
    if count.time is None and count.context is None and not derived and value.entered_unit == value.unit:
        return ""
    typed = f", entered as {value.text}" if value.entered_unit != value.unit else ""
    context = f", {count.context.label}" if count.context else ""
    if derived and placed.transfused is not None:
        context = f", transfused {_day(Span(placed.transfused, placed.transfused))} (derived)"
    return (f" {count.time}" if count.time else "") + context + typed


def _kind(low: Decimal | None, high: Decimal | None) -> PointKind:
    if low is None:
        return PointKind.BELOW
    if high is None:
        return PointKind.ABOVE
    if low != high:
        return PointKind.RANGE
    return PointKind.EXACT if low else PointKind.ZERO


def _spread(timed: list[tuple[Point, str]]) -> tuple[Point, ...]:
    """By day; the values of one day moved apart, by their time where all have one, else in entry order."""
    placed: list[Point] = []
    timed.sort(key=lambda pair: pair[0].x)
    for _, group in groupby(timed, key=lambda pair: pair[0].x):
        same_day = list(group)
        if len(same_day) == 1:
            placed.append(same_day[0][0])
            continue
        if all(time for _, time in same_day):
            same_day.sort(key=lambda pair: pair[1].rjust(5, "0"))
        step = min(_SAME_DAY_STEP, 0.8 / len(same_day))
        middle = (len(same_day) - 1) / 2
        placed += [point._replace(x=point.x + (i - middle) * step) for i, (point, _) in enumerate(same_day)]
    return tuple(placed)
