"""Writes the values beside sparse counts, each where it covers no mark, no line and no other text."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QLineF, QPointF, QRectF

from aic_desktop.reporting.scene import Entry
from aic_desktop.ui.timeline.canvas import Canvas
from aic_desktop.ui.timeline.panels import Place, boxes

_TOLERANCE = 3.0  # pixels by which another mark may be nearer, where two marks touch
_MOST = 40  # points in sight; beyond them values are read from the axis


def paint_values(canvas: Canvas, place: Place, taken: Iterable[QRectF] = ()) -> None:
    """The value beside each count in sight where they are few; `taken` is what they must not cover."""
    points, frame = place.visible, place.frame
    if len(points) > _MOST:
        return
    own = boxes(place, points, canvas.style.mark)
    used = [*own, *taken]
    lines = _lines(place)
    height = canvas.style.metrics.capHeight() + 2
    bounds = QRectF(frame.left, place.top, frame.width, place.height + 3)
    for point, box in zip(points, own, strict=True):
        near = (s for s in _spots(box, canvas.width(point.label), height) if bounds.contains(s))
        spot = next((s for s in near if _free(s, used, lines) and _belongs(s, box, own)), None)
        if spot is not None:
            used.append(spot)
            canvas.text(spot.left(), spot.center().y(), point.label, canvas.style.palette.ink)
        elif frame.lo <= point.x <= frame.hi:
            canvas.unsaid.append(Entry(point.record, place.panel.role, point.text))


def _lines(place: Place) -> list[QLineF]:
    """The lines in sight that a value must not be written over."""
    points, frame = place.panel.points, place.frame
    lines = [QLineF(frame.x(0.0), place.top, frame.x(0.0), place.top + place.height)]
    for run in place.panel.segments:
        for a, b in pairwise(run):
            if points[b].x >= frame.lo and points[a].x <= frame.hi:
                one, other = (QPointF(frame.x(points[i].x), place.height_of(points[i])) for i in (a, b))
                lines.append(QLineF(one, other))
    if place.panel.axis.log and place.panel.axis.floor:
        lines.append(QLineF(frame.left, place.break_line, frame.right, place.break_line))
    for target in place.panel.targets:
        right = frame.right if target.hi is None else frame.clamped(target.hi)
        levels = (place.y(target.value_lo), place.y(target.value_hi))
        lines += [QLineF(frame.clamped(target.lo), y, right, y) for y in levels]
    return lines


def _spots(box: QRectF, width: float, height: float) -> Iterator[QRectF]:
    """Above, right, left, below, at the corners, and a line further off."""
    x, y = box.center().x() - width / 2, box.center().y() - height / 2
    above, below = box.top() - height - 2, box.bottom() + 2
    right, left = box.right() + 3, box.left() - width - 3
    near = ((x, above), (right, y), (left, y), (x, below))
    corners = ((right, above), (left, above), (right, below), (left, below))
    far = ((x, above - height), (x, below + height))
    for corner in (*near, *corners, *far):
        yield QRectF(*corner, width, height)


def _free(spot: QRectF, taken: Iterable[QRectF], lines: Iterable[QLineF]) -> bool:
    return not any(spot.intersects(other) for other in taken) and not any(_crosses(spot, ln) for ln in lines)


def _belongs(spot: QRectF, box: QRectF, others: Iterable[QRectF]) -> bool:
    """Whether a value stands nearer to its own mark than to any other: it is read as that one's."""
    return all(_gap(spot, box) <= _gap(spot, other) + _TOLERANCE for other in others)


def _gap(one: QRectF, other: QRectF) -> float:
    across = max(one.left() - other.right(), other.left() - one.right(), 0.0)
    down = max(one.top() - other.bottom(), other.top() - one.bottom(), 0.0)
    return hypot(across, down)


def _crosses(spot: QRectF, line: QLineF) -> bool:
    """Whether a line passes through a rectangle."""
    if spot.contains(line.p1()) or spot.contains(line.p2()):
        return True
    diagonals = QLineF(spot.topLeft(), spot.bottomRight()), QLineF(spot.topRight(), spot.bottomLeft())
    met = QLineF.IntersectionType.BoundedIntersection
    return any(line.intersects(diagonal)[0] == met for diagonal in diagonals)
