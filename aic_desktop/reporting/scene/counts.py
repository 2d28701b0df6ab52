"""Panels of counts: which are shown, and the value axis of each in the unit chosen."""

from collections.abc import Sequence
from decimal import Decimal

from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import analytes, label_of
from aic_desktop.domain.quantity import render
from aic_desktop.domain.records import Count
from aic_desktop.domain.response.samples import Samples
from aic_desktop.domain.timepoint import Span
from aic_desktop.domain.units import shown
from aic_desktop.reporting.scene import roles
from aic_desktop.reporting.scene.axes import ValueAxis, linear_axis, log_axis
from aic_desktop.reporting.scene.cytopenias import episodes
from aic_desktop.reporting.scene.memory import Memory, all_but_counts
from aic_desktop.reporting.scene.model import Entry, Panel, Point, PointKind
from aic_desktop.reporting.scene.options import DEFAULT_PANELS, Options
from aic_desktop.reporting.scene.points import Placed, in_unit, in_units, points_of, segments
from aic_desktop.reporting.scene.targets import targets_of
from aic_desktop.reporting.scene.words import joined, point_words

_HEADROOM = 1.5  # of the axis above what is only known to be higher


def panels_of(
    case: Case, options: Options, memory: Memory | None = None
) -> tuple[tuple[Panel, ...], tuple[Entry, ...]]:
    """The panels in the order asked for, and the values that no panel can place, in words."""
    memory, others, samples = memory or Memory(), all_but_counts(case), Samples(case)
    counted: dict[str, list[Count]] = {}
    for count in case.counts:
        if count.analyte is not None and count.value is not None:
            counted.setdefault(count.analyte, []).append(count)
    placed: dict[str, list[Placed]] = {}
    unplaced: list[Entry] = []
    for analyte, counts in counted.items():
        found = memory.recall(
            ("placed", analyte),
            (options, *others, *counts),
            lambda a=analyte, c=counts: _placed(case, samples, c, options.unit(a)),  # type: ignore[misc]
        )
        unplaced += found[1]
        if found[0]:
            placed[analyte] = found[0]
    chosen = next(
        (some for some in (options.panels, DEFAULT_PANELS) if any(analyte in placed for analyte in some)),
        tuple(placed)[: len(DEFAULT_PANELS)],
    )
    there = [analyte for analyte in chosen if analyte in placed]
    shown_panels = (
        memory.recall(
            ("panel", analyte),
            (options, *others, placed[analyte]),
            lambda a=analyte: _panel(case, a, placed[a], options),  # type: ignore[misc]
        )
        for analyte in there
    )
    return tuple(shown_panels), tuple(unplaced)


def _placed(
    case: Case, samples: Samples, counts: Sequence[Count], unit: str
) -> tuple[list[Placed], list[Entry]]:
    """The counts of one analyte with their days, in a unit; and those that have no place, in words."""
    calendar = case.calendar
    placed: list[Placed] = []
    unplaced: list[Entry] = []
    for count in counts:
        assert count.analyte is not None
        assert count.value is not None
        span, value = calendar.days(count.day), in_unit(count.value, count.analyte, unit)
        if span is None or value is None:
            unplaced.append(_unplaced(count, span))
        else:
            placed.append(Placed(count, span, value, samples.context(count.analyte, span)))
    return placed, unplaced


def _unplaced(count: Count, span: Span | None) -> Entry:
    assert count.analyte is not None
    assert count.value is not None
    name = label_of("analytes", count.analyte)
    when = point_words(count.day, span)
    why = f"{name} is not given in this unit" if span else ""
    return Entry(
        count.id, roles.of_analyte(count.analyte), joined((f"{name} {render(count.value)}", when, why))
    )


def _panel(case: Case, analyte: str, placed: Sequence[Placed], options: Options) -> Panel:
    name, unit = label_of("analytes", analyte), placed[0].value.unit
    points, targets = points_of(placed, name, unit), targets_of(case, analyte, unit)
    lines = _references(analyte, unit, options)
    bounds = [bound for target in targets for bound in (target.value_lo, target.value_hi)]
    return Panel(
        analyte=analyte,
        label=name,
        unit=shown(unit),
        role=roles.of_analyte(analyte),
        axis=axis_of(points, lines, analyte in options.log, bounds),
        points=points,
        segments=segments(points, options.max_gap),
        loose=tuple(i for i, point in enumerate(points) if not point.plain),
        episodes=episodes(case, analyte),
        targets=targets,
    )


def _references(analyte: str, unit: str, options: Options) -> tuple[float, ...]:
    """The reference lines in the unit of the panel."""
    listed = analytes().get(analyte)
    canonical = listed.units.canonical if listed else None
    lines = options.reference_lines(analyte) if canonical else ()
    found: list[Decimal | None] = [in_units(line, canonical or unit, unit, analyte) for line in lines]
    return tuple(float(line) for line in found if line is not None)


def axis_of(
    points: Sequence[Point], references: tuple[float, ...], log: bool, others: Sequence[float] = ()
) -> ValueAxis:
    """The value axis of these points, lines and other values, with a place for zero where it is needed."""
    bounds = [*others]
    bounds += [v for point in points for v in (point.value_lo, point.value_hi) if v is not None]
    bounds += [_HEADROOM * p.value_lo for p in points if p.kind is PointKind.ABOVE and p.value_lo]
    zero = any(point.kind in (PointKind.BELOW, PointKind.ZERO) or point.value_lo == 0 for point in points)
    return (log_axis if log else linear_axis)(bounds, references, zero)
