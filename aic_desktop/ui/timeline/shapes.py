"""The shapes within a lane: courses with their ends, dose steps, single doses."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPolygonF

from aic_desktop.reporting.scene import Bar, End, Step, Tick
from aic_desktop.ui.timeline.canvas import Canvas, Frame, Style, crisp, pen
from aic_desktop.ui.timeline.hatches import draw_hatch

TAIL = 24.0  # pixels of an end that is not known
_OPEN = 32.0  # pixels of doses after a day
_TICK = 3.0  # pixels of a single dose
_HEAD = 6.0  # pixels of the arrow of what goes on
_NUMBER_GAP = 5.0
BODY = 0.3  # strength of what was given for certain
_PALE = 0.14  # strength of what may have been
_FADING = ((5.0, 0.22), (4.0, 0.16), (3.0, 0.1))  # widths and strengths of an unknown end's blocks


def reach(bar: Bar, frame: Frame, style: Style) -> tuple[float, float]:
    """The pixels a bar covers, with what is drawn for its unknown ends and the number of its last dose."""
    edges = []
    if bar.ticks:
        edges += [frame.clamped(min(map(_lo, bar.ticks))), frame.clamped(max(map(_hi, bar.ticks)))]
    if bar.solid or not edges:
        left, right = frame.clamped(bar.start_lo), frame.clamped(bar.stop_hi)
        edges += [left - TAIL if bar.start is End.UNKNOWN else left]
        edges += [right + TAIL if bar.stop is End.UNKNOWN else right]
    edges += [frame.clamped(tick.lo) + _OPEN for tick in bar.ticks if tick.stop is End.UNKNOWN]
    left, right = min(edges), max(edges) + _number_width(bar, frame, style)
    return left, max(right, left + 3)


def draw_bar(
    canvas: Canvas, role: str, bar: Bar, own: tuple[float, float], frame: Frame, box: QRectF, room: float
) -> None:
    """A course of the reach `own` in the row `box`; an unknown end may be drawn up to the pixel `room`."""
    left, right = own
    if right < frame.left or left > frame.right:
        return
    if bar.solid:
        _body(canvas, role, bar, frame, box)
        _ends(canvas, role, bar, frame, box, room)
    else:
        canvas.painter.setPen(pen(canvas.style.palette.of(role), 1))
        exact = [frame.clamped(tick.x) for tick in bar.ticks if tick.start is End.EXACT]
        if exact:
            canvas.painter.drawLine(QLineF(min(exact), box.bottom() - 1, max(exact), box.bottom() - 1))
    left, right = max(left, frame.left), min(right, frame.right)
    canvas.hit(QRectF(left, box.top(), right - left, box.height()), bar.record, bar.text)
    for step in sorted(bar.steps, key=_certainty):
        _step(canvas, role, step, frame, box)
    _ticks(canvas, role, bar, frame, box)


def polygon(canvas: Canvas, *corners: tuple[float, float]) -> None:
    """Fill a polygon with the painter's pen and brush."""
    canvas.painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def arrow(canvas: Canvas, colour: str, base: float, way: int, box: QRectF) -> None:
    """An arrow head as high as `box`, from pixel `base` to the right (1) or left (-1)."""
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(colour))
    polygon(canvas, (base + _HEAD * way, box.center().y()), (base, box.top()), (base, box.bottom()))


def unknown_end(canvas: Canvas, role: str, edge: float, way: int, box: QRectF, room: float) -> None:
    """Three blocks that fade, and a question mark: when it ended is not known."""
    palette = canvas.style.palette
    at = edge
    for width, strength in _FADING:
        at += 2 * way
        if way > 0 and at + width > room:
            return
        block = QRectF(at if way > 0 else at - width, box.top(), width, box.height())
        canvas.painter.fillRect(block, QColor(palette.tint(role, strength)))
        canvas.painter.fillRect(block.adjusted(0, box.height() - 2, 0, 0), QColor(palette.tint(role, 0.6)))
        at += width * way
    mark = canvas.width("?")
    if way < 0 or at + mark + 1 <= room:
        canvas.text(at + 1 if way > 0 else at - mark - 1, box.center().y(), "?", palette.quiet)


def perhaps(canvas: Canvas, role: str, edges: tuple[float, float], top: float, bottom: float) -> None:
    """Days on which it may have been given: pale, under a dotted edge, no slope that looks like a dose."""
    left, right = edges
    if right > left:
        palette = canvas.style.palette
        canvas.painter.fillRect(
            QRectF(left, top, right - left, bottom - top), QColor(palette.tint(role, _PALE))
        )
        canvas.painter.setPen(pen(palette.tint(role, 0.7), 1, Qt.PenStyle.DotLine))
        canvas.painter.drawLine(QLineF(left, crisp(top), right, crisp(top)))


def _body(canvas: Canvas, role: str, bar: Bar, frame: Frame, box: QRectF) -> None:
    """The certain part, and pale ones where it may have begun earlier or gone on longer."""
    palette = canvas.style.palette
    lo, hi = frame.clamped(bar.start_hi), max(frame.clamped(bar.stop_lo), frame.clamped(bar.start_hi))
    first, last = frame.clamped(bar.start_lo), frame.clamped(bar.stop_hi)
    if not bar.steps:
        for edges in ((first, lo), (hi, last)):
            perhaps(canvas, role, edges, box.top(), box.bottom())
        canvas.painter.fillRect(
            QRectF(lo, box.top(), hi - lo, box.height()), QColor(palette.tint(role, BODY))
        )
        left, right = max(lo, frame.left), min(hi, frame.right)
        if _apart(bar, frame) > _TICK:  # else nothing of a hatching would be seen
            draw_hatch(canvas, role, QRectF(left, box.top(), right - left, box.height() - 2))
    for left, right, colour in (
        (first, lo, palette.tint(role, 0.45)),
        (lo, hi, palette.of(role)),
        (hi, last, palette.tint(role, 0.45)),
    ):
        if right > left:
            canvas.painter.fillRect(QRectF(left, box.bottom() - 2, right - left, 2), QColor(colour))


def _ends(canvas: Canvas, role: str, bar: Bar, frame: Frame, box: QRectF, room: float) -> None:
    colour = canvas.style.palette.of(role)
    ends = ((bar.start, frame.clamped(bar.start_lo), -1), (bar.stop, frame.clamped(bar.stop_hi), 1))
    for end, edge, way in ends:
        if end is End.EXACT:
            canvas.painter.setPen(pen(colour, canvas.style.line))
            canvas.painter.drawLine(QLineF(edge, box.top(), edge, box.bottom()))
        elif end is End.UNKNOWN:
            unknown_end(canvas, role, edge, way, box, room)
        elif end is End.OPEN and way > 0:
            arrow(canvas, colour, min(edge, frame.right - _HEAD), way, box)
    if bar.start_lo < frame.lo < bar.stop_hi:
        arrow(canvas, colour, frame.left + _HEAD, -1, box)


def _step(canvas: Canvas, role: str, step: Step, frame: Frame, box: QRectF) -> None:
    """A dose by its height; between the ends of a dose range the fill is lighter."""
    palette = canvas.style.palette
    edges = [frame.clamped(day) for day in (step.start_lo, step.start_hi, step.stop_lo, step.stop_hi)]
    if not step.level_lo:
        _any_dose(canvas, role, step, box, (edges[0], edges[3]))
        return
    high = box.bottom() - max(2.0, box.height() * step.level_hi)
    low = box.bottom() - max(2.0, box.height() * step.level_lo)
    for pale in ((edges[0], edges[1]), (edges[2], edges[3])):
        perhaps(canvas, role, pale, high, box.bottom())
    for top, strength in ((high, 0.3), (low, 0.55)):
        certain = QRectF(edges[1], top, edges[2] - edges[1], box.bottom() - top)
        canvas.painter.fillRect(certain, QColor(palette.tint(role, strength)))
    canvas.painter.setPen(pen(palette.of(role), canvas.style.line))
    canvas.painter.drawLine(QLineF(edges[1], high + 0.7, edges[2], high + 0.7))
    place = QRectF(edges[0], box.top(), max(edges[3] - edges[0], 2), box.height())
    canvas.hit(place, step.record, step.text)


def _any_dose(canvas: Canvas, role: str, step: Step, box: QRectF, edges: tuple[float, float]) -> None:
    """A dose that was not told: a pale ground from its first possible day to its last, and no slope."""
    place = QRectF(edges[0], box.top(), max(edges[1] - edges[0], 2), box.height())
    canvas.painter.fillRect(place, QColor(canvas.style.palette.tint(role, _PALE)))
    canvas.hit(place, step.record, step.text)


def _lo(tick: Tick) -> float:
    return tick.lo


def _hi(tick: Tick) -> float:
    return tick.hi


def _certainty(step: Step) -> float:
    """What is not told first, so that it covers nothing."""
    return 0.0 if not step.level_lo else 1.0


def _ticks(canvas: Canvas, role: str, bar: Bar, frame: Frame, box: QRectF) -> None:
    """Single doses, numbered where there is room between them; those between two days as a bracket."""
    labels = _labels(bar, frame, canvas.style)
    top, height, near = box.top(), box.height(), _TICK / frame.per_day
    first, last, certain = frame.lo - near, frame.hi + near, End.EXACT
    exact = [tick for tick in bar.ticks if tick.start is certain and first <= tick.x <= last]
    xs = [frame.x(tick.x) for tick in exact]
    colour = QColor(canvas.style.palette.of(role))
    for left, right in _merged(xs):
        canvas.painter.fillRect(QRectF(left, top, right - left, height), colour)
    for x, tick in zip(xs, exact, strict=True):
        canvas.hit(QRectF(x - _TICK, top, 2 * _TICK, height), tick.record, tick.text)
        if labels:
            canvas.text(x + _TICK, box.center().y(), labels[tick.number - 1], canvas.style.palette.ink)
    if len(exact) < len(bar.ticks):
        loose = [tick for tick in bar.ticks if tick.start is not End.EXACT]
        for _, same in groupby(loose, key=lambda tick: (tick.lo, tick.hi, tick.stop)):
            _bracket(canvas, role, tuple(same), frame, box)


def _merged(xs: Iterable[float]) -> Iterator[tuple[float, float]]:
    """What ticks about these pixels cover: those that touch are one."""
    begun: float | None = None
    end = 0.0
    for x in xs:
        if begun is None or x - _TICK / 2 > end:
            if begun is not None:
                yield begun, end
            begun = x - _TICK / 2
        end = x + _TICK / 2
    if begun is not None:
        yield begun, end


def _apart(bar: Bar, frame: Frame) -> float:
    """The pixels between doses, on average; many where there are no two, or not all on exact days."""
    doses = bar.ticks
    if len(doses) < 2 or any(dose.start is not End.EXACT for dose in doses):
        return frame.width
    return _spacing(doses, frame)


def _spacing(ticks: Sequence[Tick], frame: Frame) -> float:
    return (ticks[-1].x - ticks[0].x) * frame.per_day / (len(ticks) - 1)


def _bracket(canvas: Canvas, role: str, ticks: tuple[Tick, ...], frame: Frame, box: QRectF) -> None:
    """Doses on unknown days between two: their number, never marks on days nobody told."""
    colour, words = canvas.style.palette.of(role), f"×{len(ticks)}" if len(ticks) > 1 else ""
    left, right = frame.clamped(ticks[0].lo), frame.clamped(ticks[0].hi)
    line = crisp(box.bottom() - 2)
    if ticks[0].stop is End.UNKNOWN:
        right = min(left + _OPEN, frame.right)
        arrow(canvas, colour, right - _HEAD, 1, QRectF(left, line - 2.5, 1, 5))
    canvas.painter.setPen(pen(colour, 1))
    canvas.painter.drawLine(QLineF(left, line, right - 2, line))
    for end, x in ((ticks[0].start, left), (ticks[0].stop, right)):
        if end is not End.UNKNOWN or x == left:
            canvas.painter.drawLine(QLineF(crisp(x), line - 4, crisp(x), line + 2))
    space = right - left - (_HEAD if ticks[0].stop is End.UNKNOWN else 0)
    if words and space >= canvas.width(words) + 2:
        x = left + (space - canvas.width(words)) / 2
        canvas.text(x, box.center().y() - 2, words, canvas.style.palette.ink)
    width = max(right - left, 3.0) / len(ticks)
    for place, tick in enumerate(ticks):
        canvas.hit(QRectF(left + place * width, box.top(), width, box.height()), tick.record, tick.text)


def _number_width(bar: Bar, frame: Frame, style: Style) -> float:
    """The room that the label of the last dose needs."""
    labels = _labels(bar, frame, style)
    return style.width(labels[-1]) + 2 if labels else 0.0


def _labels(bar: Bar, frame: Frame, style: Style) -> list[str]:
    """The number of each dose, and its amount where they differ; none where there is no room, or one dose."""
    ticks = bar.ticks
    if len(ticks) < 2:
        return []
    if _spacing(ticks, frame) < _NUMBER_GAP + 2 or any(tick.start is not End.EXACT for tick in ticks):
        return []
    xs = [frame.x(tick.x) for tick in ticks]
    numbers = [str(tick.number) for tick in bar.ticks]
    amounts = [f"{tick.number}: {tick.amount}" for tick in bar.ticks]
    choices = [amounts, numbers] if len({tick.amount for tick in bar.ticks}) > 1 else [numbers]
    room = min(b - a for a, b in pairwise(xs)) - _NUMBER_GAP - 2
    width = style.width
    return next((labels for labels in choices if max(map(width, labels)) <= room), [])
