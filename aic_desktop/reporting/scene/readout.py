"""What stands at a day, in words; and where a record stands."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.model import Bar, End, Lane, LaneKind, Panel, Point, Scene
from aic_desktop.reporting.scene.totals import total_words

_GAP = "   "


class Stretch(NamedTuple):
    """The days a record covers, and its lane; None in a panel."""

    lo: float
    hi: float
    lane: int | None


def readout(scene: Scene, day: float, near: float) -> str:
    """The day, the counts within `near` days of it, and what was being given, in one line."""
    whole = round(day)
    parts = [f"Day {signed(whole)}{_date(scene, whole)}"]
    for panel in scene.panels:
        point = nearest(panel, day, near)
        if point:
            off = "" if point.exact_day and point.day_lo == whole else f" ({_when(point)})"
            parts.append(f"{panel.label} {point.label} {panel.unit}{off}")
    for lane in scene.lanes:
        parts += [
            f"{lane.label} {given}".rstrip() for bar in lane.bars if (given := _given(bar, day)) is not None
        ]
        parts += _judged(lane, day)
        total = total_words(lane, day) if lane.rugs else ""
        parts += [f"{lane.label} so far: {total}"] if total else []
    return _GAP.join(parts)


def nearest(panel: Panel, day: float, near: float) -> Point | None:
    """The count nearest to a day, at most `near` days away; an interval of days is near throughout."""
    points = panel.points
    place = bisect_left(points, day, key=_x)
    sides = [point for point in points[max(place - 1, 0) : place + 1] if abs(point.x - day) <= near]
    loose = [points[i] for i in panel.loose if _within(points[i], day)] if not sides else []
    return min((*sides, *loose), key=lambda point: abs(point.x - day), default=None)


def stretch(scene: Scene, record: RecordId) -> Stretch | None:
    """Where a record stands; None if the scene does not place it."""
    for panel in scene.panels:
        for point in panel.points:
            if point.record == record:
                return Stretch(point.x, point.x, None)
    for number, lane in enumerate(scene.lanes):
        for owner, lo, hi in _marks(lane):
            if owner == record:
                return Stretch(lo, hi, number)
    return next((Stretch(rule.day, rule.day, None) for rule in scene.rules if rule.record == record), None)


def _marks(lane: Lane) -> Iterator[tuple[RecordId, float, float]]:
    for bar in lane.bars:
        yield bar.record, bar.start_lo, bar.stop_hi
        yield from ((tick.record, tick.x, tick.x) for tick in bar.ticks)
        yield from ((step.record, step.start_lo, step.stop_hi) for step in bar.steps)
    yield from ((flag.record, flag.lo, flag.hi) for flag in lane.flags)
    yield from ((rug.record, rug.start_lo, rug.stop_hi) for rug in lane.rugs)


def _given(bar: Bar, day: float) -> str | None:
    """What a course gave on a day: the dose, its amount, or nothing more than that it went on."""
    exact = (tick for tick in bar.ticks if tick.start is End.EXACT)
    tick = next((tick for tick in exact if abs(tick.x - day) <= 0.5), None)
    if tick:
        return f"({tick.text.partition(', day')[0]})"
    step = next((step for step in bar.steps if step.start_hi <= day <= step.stop_lo), None)
    if step:
        return step.amount
    return "" if bar.solid and bar.start_hi <= day <= bar.stop_lo else None


def _judged(lane: Lane, day: float) -> list[str]:
    """The response by criteria, and that another was reported."""
    if lane.kind is not LaneKind.RESPONSE:
        return []
    words = [found.words for found in lane.verdicts if found.lo < day < found.hi]
    words = words or [period.label for period in lane.periods if period.start_lo < day < period.until]
    return [f"{lane.label}: {words[0]}"] if words else []


def _date(scene: Scene, day: int) -> str:
    """The date of a day where day 0 is known; days before the calendar begins have none."""
    if scene.day0 is None or not 0 < scene.day0 + day <= date.max.toordinal():
        return ""
    return f" ({date.fromordinal(scene.day0 + day).isoformat()})"


def _when(point: Point) -> str:
    if point.exact_day and point.day_lo is not None:
        return signed(point.day_lo)
    lo = "" if point.day_lo is None else signed(point.day_lo)
    hi = "" if point.day_hi is None else signed(point.day_hi)
    return f"{lo} to {hi}" if lo and hi else f"{lo} or later" if lo else f"{hi} or earlier"


def _x(point: Point) -> float:
    return point.x


def _within(point: Point, day: float) -> bool:
    return (point.day_lo is None or point.day_lo <= day) and (point.day_hi is None or day <= point.day_hi)
