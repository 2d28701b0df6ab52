"""Two days compared: how far apart, and by what factor each count has risen or fallen between them."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.model import Panel, Point, PointKind, Scene

REACH = 21.0  # days; farther off, nobody knows what the count was on the day of the line
_GAP = "   "


class Change(NamedTuple):
    """A count near the one day and near the other, and its factor in words; "" where none can be told."""

    panel: Panel
    first: Point | None
    last: Point | None
    words: str


def between(scene: Scene, first: float, last: float) -> str:
    """The days between, and for each panel both counts and the factor, in one line."""
    days = round(last) - round(first)
    apart = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    parts = [f"A {signed(first)} to B {signed(last)}: {apart}"]
    return _GAP.join([*parts, *(_said(change, first, last) for change in changes(scene, first, last))])


def changes(scene: Scene, first: float, last: float) -> Iterator[Change]:
    """One for each panel: the counts nearest to the two days, of those whose own day is known exactly."""
    for panel in scene.panels:
        one, other = near(panel, first), near(panel, last)
        told = one is not None and other is not None and one is not other
        yield Change(panel, one, other, factor(one, other) if one and other and told else "")


def near(panel: Panel, day: float) -> Point | None:
    """The count nearest to a day among those of an exact day, within REACH; the earlier of two alike."""
    points = panel.points
    place = bisect_left(points, day, key=_x)
    before = next((points[at] for at in range(place - 1, -1, -1) if points[at].exact_day), None)
    after = next((points[at] for at in range(place, len(points)) if points[at].exact_day), None)
    found = [p for p in (before, after) if p is not None and abs(p.x - day) <= REACH + 0.5]
    return min(found, key=lambda point: abs(point.x - day), default=None)


def factor(one: Point, other: Point) -> str:
    """The factor from one count to the other as well as it is known: “4-fold up”, “≥ 4-fold up”."""
    zeros = (one.kind is PointKind.ZERO, other.kind is PointKind.ZERO)
    if any(zeros):
        return "unchanged" if all(zeros) else "up from 0" if zeros[0] else "down to 0"
    least = _ratio(other.value_lo or 0.0, one.value_hi)
    most = _ratio(other.value_hi, one.value_lo or 0.0)
    if least and least == most:
        return "unchanged" if _text(least) == "1" else _way(least)
    if least and least >= 1:
        return f"≥ {_way(least)}" if most is None else f"{_text(least)} to {_way(most)}"
    if most and most <= 1:
        return f"{_text(1 / most)} to {_way(least)}" if least else f"≥ {_way(most)}"
    return "up or down, not to be told"


def _ratio(above: float | None, below: float | None) -> float | None:
    """None where there is no bound."""
    return None if above is None or not below else above / below


def _way(ratio: float) -> str:
    return f"{_text(ratio)}-fold up" if ratio >= 1 else f"{_text(1 / ratio)}-fold down"


def _text(ratio: float) -> str:
    """Two digits: a factor of two counts is not known better."""
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}".removesuffix(".0")


def _said(change: Change, first: float, last: float) -> str:
    panel, one, other = change.panel, change.first, change.last
    if one is None or other is None or one is other:
        return f"{panel.label} –"
    values = f"{_value(one, first)} → {_value(other, last)} {panel.unit}"
    return f"{panel.label} {values}, {change.words}"


def _value(point: Point, day: float) -> str:
    """The count, with its day where it is not that of the line."""
    own = point.day_lo if point.day_lo is not None else round(point.x)
    return point.label if own == round(day) else f"{point.label} ({signed(own)})"


def _x(point: Point) -> float:
    return point.x
