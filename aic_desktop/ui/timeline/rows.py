"""Everything that a scene draws, one row for each mark, in the order of reading: the picture as a table."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aic_desktop.domain.choices import SampleContext
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.scene import (
    Band,
    Bar,
    End,
    Flag,
    Lane,
    Panel,
    Period,
    Point,
    Rug,
    Scene,
    Step,
    Target,
    Tick,
)
from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.words import day_words, joined

_HALF = 0.5  # edges of bars lie between the days
_ACROSS = "all panels"


class Row(NamedTuple):
    """A mark: the panel or lane it stands in, its days, what it is, and its value.

    `record` is empty for what belongs to none; `group` counts panels and lanes from the top.
    """

    record: RecordId
    where: str
    days: str
    what: str
    value: str
    lo: float
    hi: float
    group: int


def rows_of(scene: Scene) -> tuple[Row, ...]:
    """Panels from the top, lanes from the top, what runs through all, and what has no place on the axis."""
    found: list[Row] = []
    for number, panel in enumerate(scene.panels):
        found += (_point(panel, point, number) for point in panel.points)
        found += (_band(panel.label, "episode", band, number) for band in panel.episodes)
        found += (_target(panel, target, number, scene.days[1]) for target in panel.targets)
    for number, lane in enumerate(scene.lanes, start=len(scene.panels)):
        found += sorted(_lane(lane, number), key=_by_day)
    last = len(scene.panels) + len(scene.lanes)
    found += (_band(_ACROSS, "onset", band, last) for band in scene.bands)
    for rule in scene.rules:
        days = signed(rule.day)
        found.append(Row(rule.record, _ACROSS, days, "line", rule.label, rule.day, rule.day, last))
    for what, entries in (("earlier", scene.earlier), ("day not known", scene.undated)):
        lo = scene.days[0]
        found += (Row(e.record, "beneath", "", what, e.text, lo, lo, last + 1) for e in entries)
    return tuple(found)


def _lane(lane: Lane, group: int) -> Iterator[Row]:
    for bar in lane.bars:
        yield _bar(lane, bar, group)
        yield from (_tick(lane, tick, group) for tick in bar.ticks)
        yield from (_step(lane, step, group) for step in bar.steps)
    yield from (_flag(lane, flag, group) for flag in lane.flags)
    yield from (_rug(lane, rug, group) for rug in lane.rugs)
    yield from (_period(lane, period, group) for period in lane.periods)
    for verdict in lane.verdicts:
        days = f"{signed(verdict.lo + _HALF)} to {signed(verdict.hi - _HALF)}"
        yield Row("", lane.label, days, "disagreement", verdict.words, verdict.lo, verdict.hi, group)


def _point(panel: Panel, point: Point, group: int) -> Row:
    days = day_words(Span(point.day_lo, point.day_hi)).removeprefix("day ")
    context = SampleContext(point.context).label if point.context else ""
    context += " (derived)" if point.derived else ""
    value = f"{point.label} {panel.unit}"
    known = [day for day in (point.day_lo, point.day_hi) if day is not None] or [round(point.x)]
    return Row(
        point.record, panel.label, days, joined(("count", context)), value, min(known), max(known), group
    )


def _target(panel: Panel, target: Target, group: int, last: float) -> Row:
    stop = "ongoing" if target.hi is None else signed(target.hi - _HALF)
    days, hi = f"{signed(target.lo + _HALF)} to {stop}", last if target.hi is None else target.hi
    return Row(target.record, panel.label, days, "target", target.text, target.lo, hi, group)


def _bar(lane: Lane, bar: Bar, group: int) -> Row:
    start = _end(bar.start, bar.start_lo + _HALF, bar.start_hi + _HALF, "≥ ")
    stop = _end(bar.stop, bar.stop_lo - _HALF, bar.stop_hi - _HALF, "ongoing at ")
    days = start if start == stop else f"{start} to {stop}"
    return Row(bar.record, lane.label, days, "course", bar.text, bar.start_lo, bar.stop_hi, group)


def _tick(lane: Lane, tick: Tick, group: int) -> Row:
    days = _fallen(tick.start, tick.stop, tick.lo + _HALF, tick.hi - _HALF)
    return Row(tick.record, lane.label, days, "dose", tick.text, tick.lo, tick.hi, group)


def _step(lane: Lane, step: Step, group: int) -> Row:
    start = _between(step.start_lo + _HALF, step.start_hi + _HALF)
    stop = _between(step.stop_lo - _HALF, step.stop_hi - _HALF)
    days = start if start == stop else f"{start} to {stop}"
    return Row(step.record, lane.label, days, "dose held", step.text, step.start_lo, step.stop_hi, group)


def _flag(lane: Lane, flag: Flag, group: int) -> Row:
    days = _fallen(flag.start, flag.stop, flag.lo, flag.hi)
    return Row(flag.record, lane.label, days, "event", flag.text, flag.lo, flag.hi, group)


def _rug(lane: Lane, rug: Rug, group: int) -> Row:
    start = _end(rug.start, rug.start_lo + _HALF, rug.start_hi + _HALF, "≥ ")
    stop = _end(rug.stop, rug.stop_lo - _HALF, rug.stop_hi - _HALF, "≥ ")
    days = start if start == stop else f"{start} to {stop}"
    return Row(rug.record, lane.label, days, "transfusion", rug.text, rug.start_lo, rug.stop_hi, group)


def _period(lane: Lane, period: Period, group: int) -> Row:
    start = _between(period.start_lo + _HALF, period.start_hi + _HALF)
    stop = "?" if period.stop is End.UNKNOWN else signed(period.until - _HALF)
    days = start if start == stop else f"{start} to {stop}"
    return Row(period.record, lane.label, days, "response", period.text, period.start_lo, period.until, group)


def _band(where: str, what: str, band: Band, group: int) -> Row:
    start, stop = signed(band.lo + _HALF), "?" if band.stop is End.UNKNOWN else signed(band.hi - _HALF)
    days = start if start == stop else f"{start} to {stop}"
    return Row(band.record, where, days, what, band.label, band.lo, band.hi, group)


def _end(end: End, lo: float, hi: float, opened: str) -> str:
    if end is End.UNKNOWN:
        return "?"
    return f"{opened}{signed(hi)}" if end is End.OPEN else _between(lo, hi)


def _fallen(start: End, stop: End, lo: float, hi: float) -> str:
    """One moment: a day, between two days, or beyond one."""
    if start is End.UNKNOWN and stop is End.UNKNOWN:
        return "?"
    if start is End.UNKNOWN:
        return f"≤ {signed(hi)}"
    return f"≥ {signed(lo)}" if stop is End.UNKNOWN else _between(lo, hi)


def _between(lo: float, hi: float) -> str:
    first, last = signed(lo), signed(hi)
    return first if first == last else f"{first}..{last}"


def _by_day(row: Row) -> tuple[float, bool]:
    return row.lo, row.what != "course"


def as_text(rows: Iterable[Row]) -> str:
    """Rows with their headings, separated by tabs: what a spreadsheet takes."""
    lines = (HEADINGS, *((row.where, row.days, row.what, row.value) for row in rows))
    return "\n".join("\t".join(cell.replace("\t", " ") for cell in line) for line in lines) + "\n"


HEADINGS = ("Panel or lane", "Day", "What", "Value")
