"""Panels of counts: every value at its day, in its unit, with how exactly it is known."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import Analyte, analytes, label_of
from aic_desktop.domain.quantity import Quantity, render
from aic_desktop.domain.records import Count
from aic_desktop.domain.timepoint import Span
from aic_desktop.domain.units import convert, convertible, shown
from aic_desktop.reporting.scene.axes import linear_axis, log_axis
from aic_desktop.reporting.scene.model import Entry, Panel, Point, PointKind
from aic_desktop.reporting.scene.options import DEFAULT_PANELS, Options
from aic_desktop.reporting.scene.words import day_words, joined, point_words

_HEADROOM = 1.5  # of the axis above what is only known to be higher
_SAME_DAY_STEP = 0.25  # days between values of one day, so that none hides another


def panels_of(case: Case, options: Options) -> tuple[tuple[Panel, ...], tuple[Entry, ...]]:
    """The panels in the order asked for, and the values that no panel can place, in words."""
    calendar, listed = case.calendar, analytes()
    placed: dict[str, list[tuple[Span, Count, Quantity]]] = {}
    unplaced: list[Entry] = []
    for count in case.counts:
        if count.analyte is None or count.value is None:
            continue
        span = calendar.days(count.day)
        value: Quantity | None = count.value
        known = listed.get(count.analyte)
        if known is not None and known.units.canonical != count.value.unit:
            value = _converted(count.value, known)
        if span is None or value is None:
            unplaced.append(_unplaced(count, span))
        else:
            placed.setdefault(count.analyte, []).append((span, count, value))
    chosen = next(
        (some for some in (options.panels, DEFAULT_PANELS) if any(analyte in placed for analyte in some)),
        tuple(placed)[: len(DEFAULT_PANELS)],
    )
    shown_panels = (_panel(analyte, placed[analyte], options) for analyte in chosen if analyte in placed)
    return tuple(shown_panels), tuple(unplaced)


def _converted(value: Quantity, analyte: Analyte) -> Quantity | None:
    """The value in the analyte's canonical unit; None where it was typed for something else."""
    unit = analyte.units.canonical or value.unit
    if not convertible(value.unit, unit, analyte.id):
        return None
    bounds = (value.low, value.high)
    low, high = (None if b is None else convert(b, value.unit, unit, analyte.id) for b in bounds)
    return replace(value, low=low, high=high, unit=unit)


def _unplaced(count: Count, span: Span | None) -> Entry:
    assert count.analyte is not None
    assert count.value is not None
    name = label_of("analytes", count.analyte)
    when = point_words(count.day, span)
    why = f"{name} is not given in this unit" if span else ""
    return Entry(count.id, count.analyte, joined((f"{name} {render(count.value)}", when, why)))


def _panel(analyte: str, found: list[tuple[Span, Count, Quantity]], options: Options) -> Panel:
    listed = analytes().get(analyte)
    name = label_of("analytes", analyte)
    unit = shown(found[0][2].unit)
    points = _spread(_points(found, name, unit))
    bounds = [v for point in points for v in (point.value_lo, point.value_hi) if v is not None]
    bounds += [_HEADROOM * p.value_lo for p in points if p.kind is PointKind.ABOVE and p.value_lo]
    zero = any(point.kind in (PointKind.BELOW, PointKind.ZERO) or point.value_lo == 0 for point in points)
    references = tuple(float(line) for line in listed.reference_lines) if listed else ()
    make_axis = log_axis if analyte in options.log else linear_axis
    return Panel(
        analyte=analyte,
        label=name,
        unit=unit,
        role=analyte if listed else "count",
        axis=make_axis(bounds, references, zero),
        points=points,
        segments=_segments(points, options.max_gap),
        loose=tuple(i for i, point in enumerate(points) if not point.plain),
    )


def _points(found: list[tuple[Span, Count, Quantity]], name: str, unit: str) -> list[tuple[Point, str]]:
    """A point for each count, with the time of day it was taken at."""
    points = []
    for span, count, value in found:
        low, high, day = value.low, value.high, span.earliest
        label = _label(low, high, value.low_included, value.high_included)
        point = Point(
            count.id,
            float(day) if day is not None and day == span.latest else span.middle,
            day,
            span.latest,
            None if low is None else float(low),
            None if high is None else float(high),
            _kind(low, high),
            str(count.context or ""),
            label,
            f"{name} {label} {unit}, {_day(span)}{_extras(count, value)}",
        )
        points.append((point, count.time or ""))
    return points


@lru_cache(maxsize=4096)
def _label(low: Decimal | None, high: Decimal | None, low_included: bool, high_included: bool) -> str:
    return render(Quantity(low, high, "", "", "", low_included, high_included), with_unit=False)


@lru_cache(maxsize=4096)
def _day(span: Span) -> str:
    return day_words(span)


def _extras(count: Count, value: Quantity) -> str:
    """The time of day, what makes the value hard to compare, and how it was typed where in another unit."""
    if count.time is None and count.context is None and value.entered_unit == value.unit:
        return ""
    typed = f", entered as {value.text}" if value.entered_unit != value.unit else ""
    context = f", {count.context.label}" if count.context else ""
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


def _segments(points: Sequence[Point], max_gap: int) -> tuple[tuple[int, ...], ...]:
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
