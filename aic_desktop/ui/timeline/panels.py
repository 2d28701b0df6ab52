"""Paints a panel of counts: its axis, what lies behind the counts, and every count as it is known."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPolygonF

from aic_desktop.reporting.scene import Band, End, Panel, Point, PointKind, Scene, Target
from aic_desktop.reporting.scene.axes import number
from aic_desktop.ui.timeline import marks
from aic_desktop.ui.timeline.canvas import Canvas, Frame, crisp, pen

_TICK = 4.0
_CAP = 3.0
BEYOND = 3.0  # days beyond the frame in which marks still reach into it
_EPISODE = 0.07  # strength of the ground of an episode
_FADE = 12.0  # pixels of each strip in which an episode without an end fades
_OPEN = 14.0  # pixels an open bound is drawn out


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel is drawn: its days and its pixel rows."""

    panel: Panel
    frame: Frame
    top: float
    height: float
    reaching: Sequence[int] | None = None  # where it is known which loose points may be in sight

    def y(self, value: float | None) -> float:
        """The pixel of a value; what has no place above it falls to the bottom."""
        return self.y_at(self.panel.axis.at(value))

    def y_at(self, coordinate: float) -> float:
        """The pixel of a coordinate of the value axis."""
        axis = self.panel.axis
        return self.top + self.height * (axis.top - coordinate) / (axis.top - axis.bottom)

    @property
    def floor(self) -> float:
        """The pixel where zero and limits stand."""
        return self.y_at(self.panel.axis.floor_at)

    @property
    def break_line(self) -> float:
        """The pixel of the line between the scale and the place for zero."""
        axis = self.panel.axis
        return self.y_at(axis.break_at + 0.25 * (axis.floor_at - axis.break_at))

    @property
    def visible(self) -> list[Point]:
        """The points in sight, and a little beyond."""
        points = self.panel.points
        first = bisect_left(points, self.frame.lo - BEYOND, key=_x)
        last = bisect_right(points, self.frame.hi + BEYOND, key=_x)
        return [*points[first:last], *(points[i] for i in self._loose if not first <= i < last)]

    @property
    def loose(self) -> list[Point]:
        """Those in sight that are more than a mark."""
        return [self.panel.points[i] for i in self._loose]

    @property
    def _loose(self) -> Iterable[int]:
        lo, hi = self.frame.lo - BEYOND, self.frame.hi + BEYOND
        asked = self.panel.loose if self.reaching is None else self.reaching
        reach = ((i, reach_of(self.panel.points[i])) for i in asked)
        return [i for i, (first, last) in reach if first <= hi and last >= lo]

    def height_of(self, point: Point) -> float:
        """The pixel a point's mark is centred on."""
        if point.kind is PointKind.ZERO:
            return self.floor
        return self.y(point.value_lo if point.value_hi is None else point.value_hi)


def reach_of(point: Point) -> tuple[float, float]:
    """The days from which and up to which a count is drawn."""
    first = point.x if point.day_lo is None else min(point.day_lo, point.x)
    return first, point.x if point.day_hi is None else max(point.day_hi, point.x)


def paint_axis(canvas: Canvas, place: Place, left: float, right: float) -> None:
    """The name, unit and scale of a panel in the gutter from left to right."""
    panel, palette = place.panel, canvas.style.palette
    text_height = canvas.style.metrics.height()
    colour = palette.of(panel.role)
    middle = place.top + text_height / 2 + 1
    marks.draw(canvas, panel.role, left + canvas.style.mark / 2 + 1, middle, colour)
    canvas.text(left + canvas.style.mark + 6, middle, panel.label, colour, bold=True)
    canvas.text(left + canvas.style.mark + 6, middle + text_height, panel.unit, palette.quiet)
    named = canvas.width(panel.label) * 1.1 + canvas.style.mark + 6
    paint_scale(canvas, place, right, QRectF(left, place.top, named, 2 * text_height))


def paint_scale(canvas: Canvas, place: Place, right: float, taken: QRectF | None = None) -> None:
    """The scale of a panel left of a pixel; `taken` is where its labels must not stand."""
    palette, height = canvas.style.palette, canvas.style.metrics.height()
    edge = crisp(right - 1)
    canvas.painter.setPen(pen(palette.quiet, 1))
    canvas.painter.drawLine(QLineF(edge, place.top, edge, place.top + place.height))
    for y, label in _ticks(place, height * 0.86):
        canvas.painter.setPen(pen(palette.quiet, 1))
        canvas.painter.drawLine(QLineF(right - _TICK, crisp(y), right, crisp(y)))
        width = canvas.width(label)
        spot = QRectF(right - _TICK - 2 - width, y - height * 0.3, width, height * 0.6)
        if label and not (taken and spot.intersects(taken)):
            canvas.text(spot.left(), y, label, palette.ink)


def _ticks(place: Place, apart: float) -> Iterator[tuple[float, str]]:
    """Every tick with its label, or none where labels would touch: the important ones come first."""
    axis = place.panel.axis
    taken: list[float] = []
    if axis.floor and axis.log:
        taken.append(place.floor)
        yield place.floor, "0"
    for value in (*axis.ticks, *axis.references):
        y = place.y(value)
        free = all(abs(y - other) >= apart for other in taken)
        if free:
            taken.append(y)
        if free or value in axis.ticks:
            yield y, number(value) if free else ""


def paint_ground(canvas: Canvas, place: Place) -> None:
    """How long the cytopenia lasted, reference lines, the break above zero's place, and the lower edge."""
    palette, painter, frame = canvas.style.palette, canvas.painter, place.frame
    bottom = place.top + place.height
    for band in place.panel.episodes:
        _episode(canvas, place, band)
    for target in place.panel.targets:
        _target(canvas, place, target)
    painter.setPen(pen(palette.faint, 1))
    for value in place.panel.axis.references:
        y = crisp(place.y(value))
        painter.drawLine(QLineF(frame.left, y, frame.right, y))
    if place.panel.axis.log and place.panel.axis.floor:
        painter.setPen(pen(palette.quiet, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(frame.left, place.break_line, frame.right, place.break_line))
    painter.setPen(pen(palette.faint, 1))
    painter.drawLine(QLineF(frame.left, crisp(bottom - 1), frame.right, crisp(bottom - 1)))


def _episode(canvas: Canvas, place: Place, band: Band) -> None:
    """The ground of an episode, over that of onsets; paler and paler after its last day if none ended it."""
    frame, colour = place.frame, QColor(canvas.style.palette.of(band.role))
    strips = [(frame.clamped(band.lo), frame.clamped(band.hi), _EPISODE)]
    if band.stop is End.UNKNOWN:
        edge = frame.clamped(band.hi)
        strips += [(edge + n * _FADE, edge + (n + 1) * _FADE, _EPISODE * (4 - n) / 5) for n in range(4)]
    for first, last, strength in strips:
        left, right = max(first, frame.left), min(last, frame.right)
        if right > left:
            colour.setAlphaF(strength)
            canvas.painter.fillRect(QRectF(left, place.top, right - left, place.height), colour)


def _target(canvas: Canvas, place: Place, target: Target) -> None:
    """The levels that were to be reached, between two dashed lines."""
    frame, palette, painter = place.frame, canvas.style.palette, canvas.painter
    left = max(frame.clamped(target.lo), frame.left)
    right = frame.right if target.hi is None else min(frame.clamped(target.hi), frame.right)
    if right > left:
        top, bottom = place.y(target.value_hi), place.y(target.value_lo)
        ground = QRectF(left, top, right - left, max(bottom - top, 1.0))
        painter.fillRect(ground, QColor(palette.tint(place.panel.role, 0.12)))
        painter.setPen(pen(palette.tint(place.panel.role, 0.6), 1, Qt.PenStyle.DashLine))
        for y in {top, bottom}:
            painter.drawLine(QLineF(left, crisp(y), right, crisp(y)))


def rule_names(canvas: Canvas, scene: Scene, place: Place) -> list[QRectF]:
    """Write what the lines through all panels mean, where no count stands; the places written on."""
    found: list[QRectF] = []
    height, frame = canvas.style.metrics.height(), place.frame
    for rule in scene.rules:
        at, width = frame.x(rule.day), canvas.width(rule.label)
        if not frame.left - 1 <= at <= frame.right + 1:
            continue
        beside = replace(place, frame=frame.part(at - width - 8, at + width + 8))
        counts = boxes(place, beside.visible, canvas.style.mark)
        for x, y in ((at + 4, 0.0), (at - 4 - width, 0.0), (at + 4, place.height - height)):
            spot = QRectF(x, place.top + y, width, height)
            inside = frame.left <= spot.left() and spot.right() <= frame.right
            if inside and not any(spot.intersects(other) for other in (*counts, *found)):
                canvas.text(x, spot.center().y(), rule.label, canvas.style.palette.of(rule.role))
                found.append(spot)
                break
    return found


def paint_through(canvas: Canvas, scene: Scene, frame: Frame, top: float, height: float) -> None:
    """What runs through all panels and lanes: the shading of onsets, the lines of HSCT and death."""
    palette, painter = canvas.style.palette, canvas.painter
    for band in scene.bands:
        left, right = frame.clamped(band.lo), frame.clamped(band.hi)
        left, right = max(left, frame.left), min(max(right, left + 3), frame.right)
        if right > left:
            painter.fillRect(QRectF(left, top, right - left, height), QColor(palette.tint(band.role, 0.16)))
    for rule in scene.rules:
        x = frame.x(rule.day)
        if frame.left - 1 <= x <= frame.right + 1:
            dashed = Qt.PenStyle.SolidLine if rule.role == "hsct" else Qt.PenStyle.DashLine
            painter.setPen(pen(palette.of(rule.role), 1.2, dashed))
            painter.drawLine(QLineF(crisp(x), top, crisp(x), top + height))


def paint_curve(canvas: Canvas, place: Place) -> None:
    """The lines and plain marks of a figure, each by itself; `curve` draws them on the screen."""
    colour = canvas.style.palette.of(place.panel.role)
    canvas.painter.setPen(pen(colour, canvas.style.line))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    points = place.panel.points
    for segment in place.panel.segments:
        run = [QPointF(place.frame.x(points[i].x), place.height_of(points[i])) for i in segment]
        canvas.painter.drawPolyline(QPolygonF(run))
    for point in place.visible:
        if point.plain:
            x, y = place.frame.x(point.x), place.height_of(point)
            marks.draw_point(canvas, place.panel.role, point, x, y)


def paint_uncertain(canvas: Canvas, place: Place) -> None:
    """Zeros, limits, ranges and imprecise days: intervals are drawn as intervals, never as points."""
    for point in place.loose:
        if point.kind is PointKind.ZERO and point.exact_day:
            marks.draw_point(canvas, place.panel.role, point, place.frame.x(point.x), place.floor)
        else:
            _interval(canvas, place, point)


def _interval(canvas: Canvas, place: Place, point: Point) -> None:
    colour = canvas.style.palette.of(place.panel.role)
    box = _box(place, point)
    painter = canvas.painter
    painter.setPen(pen(colour, canvas.style.line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if box.width() > 1 and box.height() > 1:
        painter.setBrush(QColor(canvas.style.palette.tint(place.panel.role, 0.15)))
        painter.drawRect(box)
    else:
        painter.drawLine(QLineF(box.topLeft(), box.bottomRight()))
        _caps(canvas, point, box)
    middle = (
        box.center().x() if point.day_lo is not None and point.day_hi is not None else place.frame.x(point.x)
    )
    if point.kind is PointKind.BELOW:
        marks.draw(canvas, "down", middle, place.floor, colour, hollow=True)
    if point.kind is PointKind.ABOVE:
        marks.draw(canvas, "up", middle, box.top() + 2, colour, hollow=True)
    _arrows(canvas, point, box, colour)


def _caps(canvas: Canvas, point: Point, box: QRectF) -> None:
    painter = canvas.painter
    if box.height() > 1:
        ends = [box.top()] if point.kind is PointKind.BELOW else [box.bottom()]
        ends = [box.top(), box.bottom()] if point.kind is PointKind.RANGE else ends
        for y in ends:
            painter.drawLine(QLineF(box.center().x() - _CAP, y, box.center().x() + _CAP, y))
    elif box.width() > 1:
        for bound, x in ((point.day_lo, box.left()), (point.day_hi, box.right())):
            if bound is not None:
                painter.drawLine(QLineF(x, box.top() - _CAP, x, box.top() + _CAP))


def _arrows(canvas: Canvas, point: Point, box: QRectF, colour: str) -> None:
    """Heads where the day is open to one side."""
    canvas.painter.setPen(pen(colour, 1))
    canvas.painter.setBrush(QColor(colour))
    for bound, x, way in ((point.day_lo, box.left(), -1), (point.day_hi, box.right(), 1)):
        if bound is None:
            y = box.center().y()
            head = [QPointF(x + 5 * way, y), QPointF(x, y - 3), QPointF(x, y + 3)]
            canvas.painter.drawPolygon(QPolygonF(head))


def _box(place: Place, point: Point) -> QRectF:
    """The rectangle of days and values a count can lie in."""
    left = place.frame.x(point.x if point.day_lo is None or point.exact_day else point.day_lo)
    right = place.frame.x(point.x if point.day_hi is None or point.exact_day else point.day_hi)
    left -= min(_OPEN, max(left - place.frame.left - 6, 0)) if point.day_lo is None else 0
    right += min(_OPEN, max(place.frame.right - right - 6, 0)) if point.day_hi is None else 0
    top = place.top + 3 if point.value_hi is None else place.y(point.value_hi)
    low = place.floor if not point.value_lo else place.y(point.value_lo)
    return QRectF(left, top, right - left, max(low - top, 0.0))


def boxes(place: Place, points: Iterable[Point], size: float) -> list[QRectF]:
    """What each point covers, mark or interval."""
    found = []
    for point in points:
        if point.plain:
            x, y = place.frame.x(point.x), place.height_of(point)
            found.append(QRectF(x - size / 2, y - size / 2, size, size))
        else:
            found.append(_box(place, point).adjusted(-3, -3, 3, 3))
    return found


def _x(point: Point) -> float:
    return point.x
