"""Paints a swimmer plot: marks on a line of observation, the treatments as strips under it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPolygonF

from aic_desktop.reporting.pictures.swimmer import MARKS, Ending, Lane, Mark, Segment, SwimmerPlot
from aic_desktop.reporting.scene.model import End
from aic_desktop.reporting.scene.spans import rows_for
from aic_desktop.ui.cohort_pictures.ringed import Ringed
from aic_desktop.ui.cohort_pictures.words import MARGIN, Foot, Sign, line_height, readable_on
from aic_desktop.ui.timeline import marks
from aic_desktop.ui.timeline.canvas import Canvas, Frame, Style, crisp, pen

_SHAPES = {"hsct": ("graft", False), "onset": ("event", True), "response": ("up", True),
           "complete": ("up", False), "relapse": ("down", False)}  # fmt: skip
_DIED_LATER = "† ?"
_TICK = 4.0
_HEAD = 7.0  # pixels of the arrow of who is followed on
_TAIL = 10.0  # pixels of a treatment whose end is not known
_NAMES = 0.36  # of the width, at most
_ROOMY = 1300.0  # pixels of all lanes up to which strips are high enough for words
_MOST = 2600.0  # pixels beyond which lanes are drawn thin
_THIN = 3.0  # of the thinnest lane


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Heights in pixels: of a strip, of the line with the marks, of the gap between lanes."""

    strip: float
    line: float
    gap: float
    worded: bool = False  # strips hold words
    together: bool = False  # all treatments of a lane share one strip

    def lane(self, lane: Lane) -> float:
        """The height of one lane without the gap."""
        return self.strip if self.together else self.line + self.strip * lane.rows

    @property
    def marked(self) -> bool:
        """Lanes are high enough for marks."""
        return self.lane_of_marks >= 7

    @property
    def lane_of_marks(self) -> float:
        """The height that marks may take."""
        return self.strip if self.together else self.line


class SwimmerDrawing(Ringed):
    """A swimmer plot set out for one width; lanes grow thin rather than long."""

    def __init__(self, plot: SwimmerPlot, style: Style, width: float, height: float | None = None) -> None:
        self.plot, self.style, self.width = plot, style, width
        self._line = line_height(style)
        self._foot = Foot.of(style, _key(plot), plot.notes, width - 2 * MARGIN)
        under = _TICK + 2.6 * self._line + self._foot.height + 2 * MARGIN
        names = max((style.metrics.horizontalAdvance(_name(lane)) for lane in plot.lanes), default=40.0)
        left = MARGIN + min(names, width * _NAMES) + 12
        self.frame = Frame(plot.axis.lo, plot.axis.hi, left, max(width - left - MARGIN - _HEAD - 6, 60))
        most = _MOST if height is None else max(height - under, _MOST)
        self._sizes, self._lanes = self._fitted(most)
        heights = [self._sizes.lane(lane) + self._sizes.gap for lane in self._lanes]
        self._tops = [MARGIN + sum(heights[:place]) for place in range(len(heights))]
        self._bottom = MARGIN + sum(heights) + 2
        self.height = self._bottom + under

    def _fitted(self, most: float) -> tuple[_Sizes, Sequence[Lane]]:
        """The roomiest of the heights with which all lanes stay within what there is."""
        lanes = self.plot.lanes
        worded = [_packed(lane, self.style, self.frame) for lane in lanes]
        for sizes, held, room in (
            (_Sizes(self._line - 2, self._line - 2, 6, worded=True), worded, _ROOMY),
            (_Sizes(6, 10, 5), lanes, most),
            (_Sizes(4, 9, 3), lanes, most),
        ):
            if sum(sizes.lane(lane) + sizes.gap for lane in held) <= room:
                return sizes, held
        each = max(most / max(len(lanes), 1), _THIN + 1)
        return _Sizes(each - 1, 0, 1, together=True), lanes

    def paint(self, canvas: Canvas) -> None:
        """Paint everything; lanes, treatments and marks answer for their case."""
        self._axis(canvas)
        named_to = 0.0
        for lane, top in zip(self._lanes, self._tops, strict=True):
            height = self._sizes.lane(lane)
            box = QRectF(4, top, self.width - 8, height)
            canvas.hit(box, lane.key, lane.text)
            middle = top + (self._sizes.line / 2 if not self._sizes.together else height / 2)
            if middle - self._line / 2 >= named_to - 2:
                name = canvas.elided(_name(lane), self.frame.left - MARGIN - 10)
                canvas.text_right(self.frame.left - 10, middle, name, canvas.style.palette.ink)
                named_to = middle + self._line / 2
            self._lane(canvas, lane, top, middle)
        self._foot.paint(canvas, MARGIN, self.height - self._foot.height - MARGIN)

    def _lane(self, canvas: Canvas, lane: Lane, top: float, middle: float) -> None:
        palette, frame, sizes = canvas.style.palette, self.frame, self._sizes
        start, lo, hi = (frame.x(day) for day in (lane.start, lane.end_lo, lane.end_hi))
        canvas.painter.setPen(pen(palette.quiet, 1))
        canvas.painter.drawLine(QLineF(start, crisp(middle), lo, crisp(middle)))
        if hi > lo:
            canvas.painter.setPen(pen(palette.quiet, 1, Qt.PenStyle.DotLine))
            canvas.painter.drawLine(QLineF(lo, crisp(middle), hi, crisp(middle)))
        for segment, room in _rooms(lane.segments, frame):
            row = 0 if sizes.together else segment.row
            under = top + sizes.line + row * sizes.strip
            self._segment(canvas, segment, QRectF(0, under, 1, max(sizes.strip - 1, 1.5)), room)
        for mark in lane.marks:
            self._mark(canvas, mark, middle)
        self._ending(canvas, lane, middle)

    def _segment(self, canvas: Canvas, segment: Segment, row: QRectF, room: float) -> None:
        """A strip, paler where it is not certain; it may use the pixels up to `room` for words."""
        frame, colours = self.frame, _colours(canvas, segment)
        edges = (segment.start_lo, segment.start_hi, segment.stop_lo, segment.stop_hi)
        first, since, until, last = (frame.x(day) for day in edges)
        until, last = max(until, since + 2), max(last, since + 2)
        if segment.solid or not segment.doses:
            canvas.painter.fillRect(QRectF(first, row.top(), last - first, row.height()), colours[1])
            canvas.painter.fillRect(QRectF(since, row.top(), until - since, row.height()), colours[0])
        else:
            canvas.painter.fillRect(QRectF(since, row.center().y() - 0.5, until - since, 1), colours[0])
        right = last
        if segment.stop is End.UNKNOWN:
            right = self._unknown_end(canvas, segment, row, last, min(room, frame.right))
        for day in segment.doses:
            canvas.painter.fillRect(QRectF(frame.x(day) - 1, row.top(), 2, row.height()), colours[0])
        if self._sizes.worded:
            self._word(canvas, segment, row, (first, until, right, room))
        canvas.hit(QRectF(first, row.top(), max(right - first, 3), row.height()), segment.key, segment.text)

    def _unknown_end(self, canvas: Canvas, segment: Segment, row: QRectF, last: float, room: float) -> float:
        """Blocks that fade: it went on, nobody tells how long."""
        until = max(min(last + _TAIL, room), last)
        third = (until - last) / 3
        for place, strength in enumerate((0.5, 0.3, 0.15)):
            block = QRectF(last + place * third, row.top(), max(third - 1, 0), row.height())
            canvas.painter.fillRect(block, QColor(canvas.style.palette.tint(segment.role, strength)))
        return until

    def _word(
        self, canvas: Canvas, segment: Segment, row: QRectF, edges: tuple[float, float, float, float]
    ) -> None:
        """The short name within its strip, else after it, where it fits; else the tool tip has it."""
        first, until, right, room = edges
        width, middle = canvas.width(segment.short), row.center().y()
        if (segment.solid or not segment.doses) and width + 6 <= until - first:
            certain = self.frame.x(segment.start_hi) <= first + 3
            colour = _colours(canvas, segment)[0 if certain else 1]
            canvas.text(first + 3, middle, segment.short, readable_on(canvas.style.palette, colour.name()))
        elif right + width + 6 <= room:
            canvas.text(right + 3, middle, segment.short, canvas.style.palette.ink)

    def _mark(self, canvas: Canvas, mark: Mark, middle: float) -> None:
        lo, hi = self.frame.x(mark.lo), self.frame.x(mark.hi)
        colour = _mark_colour(canvas, mark.kind)
        if hi > lo:
            canvas.painter.setPen(pen(colour, canvas.style.line))
            for line in (
                QLineF(lo, middle, hi, middle),
                *(QLineF(x, middle - 3, x, middle + 3) for x in (lo, hi)),
            ):
                canvas.painter.drawLine(line)
        if self._sizes.marked:
            name, hollow = _SHAPES[mark.kind]
            marks.draw(canvas, name, (lo + hi) / 2, middle, colour, hollow)
        else:
            canvas.painter.fillRect(QRectF((lo + hi) / 2 - 1, middle - 1.5, 2, 3), QColor(colour))
        half = canvas.style.mark / 2 + 1
        canvas.hit(QRectF(lo - half, middle - half, hi - lo + 2 * half, 2 * half), mark.key, mark.text)

    def _ending(self, canvas: Canvas, lane: Lane, middle: float) -> None:
        palette, x = canvas.style.palette, self.frame.x(lane.end_hi)
        if lane.ending is Ending.DEATH:
            marks.draw(canvas, "death", (self.frame.x(lane.end_lo) + x) / 2, middle, palette.of("death"))
        elif lane.ending is Ending.ALIVE:
            _arrow(canvas, x, middle, min(_HEAD, max(self._sizes.lane_of_marks, 4)))
        else:
            words = _DIED_LATER if lane.ending is Ending.DIED_LATER else "?"
            if self._sizes.marked:
                canvas.text(x + 3, middle, words, palette.ink)

    def _axis(self, canvas: Canvas) -> None:
        palette, frame, bottom = canvas.style.palette, self.frame, crisp(self._bottom)
        zero = crisp(frame.x(0))
        canvas.painter.setPen(pen(palette.faint, 1))
        canvas.painter.drawLine(QLineF(zero, MARGIN, zero, bottom))
        canvas.painter.setPen(pen(palette.quiet, 1))
        canvas.painter.drawLine(QLineF(frame.left, bottom, frame.right, bottom))
        for tick in self.plot.axis.ticks:
            x = frame.x(tick.day)
            canvas.painter.setPen(pen(palette.quiet, 1))
            canvas.painter.drawLine(QLineF(crisp(x), bottom, crisp(x), bottom + _TICK))
            label = x - canvas.width(tick.label) / 2
            canvas.text(label, bottom + _TICK + self._line / 2, tick.label, palette.ink)
        title = canvas.elided(self.plot.axis.title, frame.width)
        middle = frame.left + (frame.width - canvas.width(title)) / 2
        canvas.text(middle, bottom + _TICK + 1.5 * self._line, title, palette.quiet)


def _packed(lane: Lane, style: Style, frame: Frame) -> Lane:
    """The lane with as many rows as its treatments need for their names beside them."""
    extents = []
    for segment in lane.segments:
        first, until = frame.x(segment.start_lo), frame.x(segment.stop_lo)
        last = max(frame.x(segment.stop_hi), first + 2) + (_TAIL if segment.stop is End.UNKNOWN else 0)
        word = style.metrics.horizontalAdvance(segment.short) + 6
        within = (segment.solid or not segment.doses) and word <= until - first
        extents.append((first, last if within else last + word + 4))
    rows = rows_for(extents)
    packed = (segment._replace(row=row) for segment, row in zip(lane.segments, rows, strict=True))
    return replace(lane, segments=tuple(packed), rows=max(rows, default=-1) + 1)


def _rooms(segments: Sequence[Segment], frame: Frame) -> Iterator[tuple[Segment, float]]:
    """Each segment with the pixel up to which its row is free."""
    for segment in segments:
        after = (s.start_lo for s in segments if s.row == segment.row and s.start_lo > segment.start_lo)
        yield segment, frame.x(min(after, default=frame.hi)) - 2


def _colours(canvas: Canvas, segment: Segment) -> tuple[QColor, QColor]:
    """Of what is certain and of what is not."""
    palette = canvas.style.palette
    return QColor(palette.of(segment.role)), QColor(palette.tint(segment.role, 0.4))


def _name(lane: Lane) -> str:
    return f"{lane.label}  {lane.group}"


def _mark_colour(canvas: Canvas, kind: str) -> str:
    palette = canvas.style.palette
    return palette.of({"hsct": "hsct", "onset": "event", "relapse": "haemoglobin"}.get(kind, "neutrophils"))


def _arrow(canvas: Canvas, x: float, middle: float, size: float) -> None:
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(canvas.style.palette.quiet))
    corners = ((x, middle - size / 2), (x + size, middle), (x, middle + size / 2))
    canvas.painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _key(plot: SwimmerPlot) -> list[Sign]:
    signs: list[Sign] = [(partial(_draw_role, role), name) for role, name in plot.roles]
    kinds = {mark.kind for lane in plot.lanes for mark in lane.marks}
    signs += [(partial(_draw_mark, kind), words) for kind, words in MARKS.items() if kind in kinds]
    endings = {lane.ending for lane in plot.lanes}
    if Ending.DEATH in endings:
        signs.append((partial(_draw_ending, Ending.DEATH), "death"))
    if Ending.ALIVE in endings:
        signs.append((partial(_draw_ending, Ending.ALIVE), "alive at last contact"))
    if Ending.DIED_LATER in endings:
        signs.append((partial(_draw_ending, Ending.DIED_LATER), "died, day not known"))
    if any(segment.stop is End.UNKNOWN for lane in plot.lanes for segment in lane.segments):
        signs.append((_draw_unknown, "end not known"))
    return signs


def _draw_role(role: str, canvas: Canvas, box: QRectF) -> None:
    canvas.painter.fillRect(box.adjusted(0, 2, 0, -2), QColor(canvas.style.palette.of(role)))


def _draw_mark(kind: str, canvas: Canvas, box: QRectF) -> None:
    name, hollow = _SHAPES[kind]
    marks.draw(canvas, name, box.center().x(), box.center().y(), _mark_colour(canvas, kind), hollow)


def _draw_ending(ending: Ending, canvas: Canvas, box: QRectF) -> None:
    x, y = box.center().x(), box.center().y()
    if ending is Ending.DEATH:
        marks.draw(canvas, "death", x, y, canvas.style.palette.of("death"))
    elif ending is Ending.DIED_LATER:
        canvas.text(box.left(), y, _DIED_LATER, canvas.style.palette.ink)
    else:
        canvas.painter.setPen(pen(canvas.style.palette.quiet, 1))
        canvas.painter.drawLine(QLineF(box.left(), crisp(y), x, crisp(y)))
        _arrow(canvas, x, y, _HEAD)


def _draw_unknown(canvas: Canvas, box: QRectF) -> None:
    third = box.width() / 3
    for place, strength in enumerate((0.6, 0.35, 0.18)):
        block = QRectF(box.left() + place * third, box.top() + 2, third - 1, box.height() - 4)
        canvas.painter.fillRect(block, QColor(canvas.style.palette.tint("other", strength)))
