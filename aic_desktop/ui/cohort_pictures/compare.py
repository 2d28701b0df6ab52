"""Paints several patients on one axis: as small multiples, or over each other, with one of them lit up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor

from aic_desktop.reporting.pictures.compare import Comparison
from aic_desktop.reporting.pictures.tracks import Given, Track
from aic_desktop.reporting.scene import Panel, Zero
from aic_desktop.reporting.scene.legend import Sign, signs_of
from aic_desktop.reporting.scene.zeros import title_of
from aic_desktop.ui.cohort_pictures.ringed import Ringed
from aic_desktop.ui.cohort_pictures.words import MARGIN, Foot, line_height
from aic_desktop.ui.timeline import axis, curve, key, panels
from aic_desktop.ui.timeline.canvas import Canvas, Frame, Hit, Style, crisp, pen
from aic_desktop.ui.timeline.panels import Place

_GAP = 10.0
_LEAST_CELL = 11.0  # heights of text that a small multiple is wide at least
_LOW, _HIGH = 64.0, 150.0  # heights of the counts of a small multiple
_TALL = 0.9  # of its width, where few leave more room than that
_MOST_ROWS = 7  # agents told under one patient's counts
_SHARE = 0.52  # height of curves over each other, of their width
_AXIS = 1.6  # lines of text
_REACH = 5.0  # pixels about a count that answer for its patient
_MOST_MARKS = 6000  # counts; beyond them curves are neither named nor found by the pointer, but by keys
_SMALLER = 0.75  # of marks and lines in a small multiple
_THIN_LINE, _SMALL_MARK = 0.8, 3.5  # of curves over each other
_CERTAIN, _POSSIBLE = 0.75, 0.25  # strengths of a course's colour
_VEIL = 0.72  # of ground over the curves beside the one that is lit up


@dataclass(frozen=True, slots=True)
class _Cell:
    """A patient's place; `strips` is the height kept for courses of treatment."""

    track: Track
    place: Place
    box: QRectF
    strips: float


class CompareDrawing(Ringed):
    """A comparison set out for one width; `height`, on the screen, is filled where it is not too much."""

    def __init__(self, plot: Comparison, style: Style, width: float, height: float | None = None) -> None:
        self.plot, self.style, self.width = plot, style, width
        self._line = line_height(style)
        self._key = key.set_key(_signs(plot), style, width - 2 * MARGIN)
        self._foot = Foot.of(style, (), plot.notes, width - 2 * MARGIN)
        self._small = replace(style, mark=_SMALLER * style.mark, line=_SMALLER * style.line)
        self._thin = replace(style, line=_THIN_LINE, mark=_SMALL_MARK)
        self._curves = {one.case: curve.Curve.of(one.panel) for one in plot.tracks if one.panel and height}
        self._top = MARGIN + self._line + 4
        room = None if height is None else height - self._top - self._under
        cells = _over_each_other if plot.asked.together else _beside_each_other
        self._cells = cells(plot, style, width, self._top, room)
        self.height = max(cell.box.bottom() for cell in self._cells) + self._under

    @property
    def _few(self) -> bool:
        """Few enough counts for names at the ends of curves, and for the pointer to find them."""
        return sum(len(cell.place.panel.points) for cell in self._cells) <= _MOST_MARKS

    @property
    def _under(self) -> float:
        lines = self._key[-1][0] + 1 if self._key else 0
        return 4 + lines * self._line + self._foot.height + MARGIN

    def paint(self, canvas: Canvas) -> None:
        """Paint everything; each patient answers for the case."""
        self._paint_heading(canvas)
        (self._paint_together if self.plot.asked.together else self._paint_multiples)(canvas)
        top = self.height - self._under + 4
        key.paint(canvas, self._key, MARGIN, top, self._line)
        self._foot.paint(canvas, MARGIN, self.height - self._foot.height - MARGIN)

    def _paint_heading(self, canvas: Canvas) -> None:
        palette, middle = canvas.style.palette, MARGIN + self._line / 2
        words = f"{self.plot.label} {self.plot.unit}"
        end = canvas.text(MARGIN, middle, words, palette.of(self.plot.role), bold=True) + _GAP
        zero = f"day after {title_of(self.plot.asked.zero)} · {self.plot.counted}"
        canvas.text(end, middle, canvas.elided(zero, self.width - MARGIN - end), palette.quiet)

    # -- small multiples --------------------------------------------------------------------------

    def _paint_multiples(self, canvas: Canvas) -> None:
        first = self._cells[0].box.left()
        texts = {item.key: item.text for item in self.plot.items}
        small = Canvas(canvas.painter, self._small)
        for cell in self._cells:
            canvas.hit(cell.box, cell.track.case, texts[cell.track.case])
            self._paint_name(canvas, cell)
            panels.paint_ground(canvas, cell.place)
            _paint_zero(canvas, cell.place, cell.track.zero)
            self._paint_counts(small, cell.track, cell.place)
            if cell.box.left() == first:
                panels.paint_scale(canvas, cell.place, cell.place.frame.left)
            bottom = cell.place.top + cell.place.height
            for course in cell.track.given:
                _paint_course(canvas, course, cell.place.frame, bottom + 2)
            self._paint_further(canvas, cell, bottom + 2)
            axis.paint_scale(canvas, cell.place.frame, bottom + cell.strips, cell.track.zero)

    def _paint_name(self, canvas: Canvas, cell: _Cell) -> None:
        palette, left = canvas.style.palette, cell.place.frame.left
        middle = cell.box.top() + self._line / 2
        end = canvas.text(left, middle, cell.track.code, palette.ink, bold=True) + 6
        zero = cell.track.zero.label.rpartition(", ")[2] if cell.track.zero.day else ""
        words = " ".join(part for part in (cell.track.cytopenia, f"(0: {zero})" if zero else "") if part)
        canvas.text(end, middle, canvas.elided(words, cell.place.frame.right - end), palette.quiet)

    def _paint_further(self, canvas: Canvas, cell: _Cell, top: float) -> None:
        """Which agents there is no strip for."""
        frame, lane = cell.place.frame, canvas.style.lane
        if further := _further(cell.track):
            words = canvas.elided(f"+ {len(further)}: {', '.join(further)}", frame.width - 4)
            canvas.text(frame.left + 2, top + (_MOST_ROWS + 0.5) * lane, words, canvas.style.palette.quiet)

    # -- over each other --------------------------------------------------------------------------

    def _paint_together(self, canvas: Canvas) -> None:
        first = self._cells[0]
        frame, place = first.place.frame, first.place
        panels.paint_ground(canvas, replace(place, panel=_without_counts(first.place.panel)))
        _paint_zero(canvas, place, first.track.zero)
        thin = Canvas(canvas.painter, self._thin)
        for cell in self._cells:
            self._paint_counts(thin, cell.track, cell.place)
        panels.paint_axis(canvas, place, MARGIN, frame.left)
        axis.paint_days(
            canvas, frame, place.top + place.height, frame.left - MARGIN, _named(self.plot, first)
        )
        self._name_ends(canvas)
        self._answer(canvas)
        if canvas.highlight:
            self.paint_chosen(canvas, canvas.highlight, ())

    def paint_chosen(self, canvas: Canvas, key: str, rects: Sequence[QRectF]) -> None:
        """Rings; of curves over each other the one chosen, all others under a veil."""
        if not self.plot.asked.together:
            super().paint_chosen(canvas, key, rects)
            return
        cell = next((cell for cell in self._cells if cell.track.case == key), None)
        if cell is None:
            return
        palette, frame, place = canvas.style.palette, cell.place.frame, cell.place
        veil = QColor(palette.ground)
        veil.setAlphaF(_VEIL)
        canvas.painter.fillRect(QRectF(frame.left + 1, place.top, frame.width, place.height - 1), veil)
        self._paint_counts(canvas, cell.track, place)
        spot = self._end(canvas, cell)
        canvas.painter.fillRect(spot.adjusted(-1, 0, 3, 0), QColor(palette.ground))
        canvas.text(spot.left(), spot.center().y(), cell.track.code, palette.ink, bold=True)

    def _name_ends(self, canvas: Canvas) -> None:
        """The patient's code at the end of the curve, where it covers nothing."""
        if not self._few:
            return
        taken = [box for cell in self._cells for box in _boxes(cell, _SMALL_MARK)]
        for cell in self._cells:
            spot = self._end(canvas, cell)
            if not any(spot.intersects(other) for other in taken):
                canvas.text(spot.left(), spot.center().y(), cell.track.code, canvas.style.palette.ink)
                canvas.hits.append(Hit(spot, cell.track.case, cell.track.code))
                taken.append(spot)

    def _end(self, canvas: Canvas, cell: _Cell) -> QRectF:
        """Where the patient's code stands: after the last count."""
        last = panels.boxes(cell.place, cell.place.panel.points[-1:], _SMALL_MARK)[0]
        width, height = canvas.width(cell.track.code), canvas.style.metrics.height() * 0.8
        x = min(last.right() + 3, cell.place.frame.right - width)
        return QRectF(x, last.center().y() - height / 2, width, height)

    def _answer(self, canvas: Canvas) -> None:
        """Every count answers for its patient, while they are not too many."""
        if self._few:
            for cell in self._cells:
                for box in _boxes(cell, 2 * _REACH):
                    canvas.hits.append(Hit(box, cell.track.case, cell.track.code))

    def _paint_counts(self, canvas: Canvas, one: Track, place: Place) -> None:
        """On the screen as arrays, in a figure each mark by itself."""
        if one.case in self._curves:
            curve.paint(canvas, place, self._curves[one.case])
        else:
            panels.paint_curve(canvas, place)
        panels.paint_uncertain(canvas, place)


def _signs(plot: Comparison) -> list[Sign]:
    """What is not told by words beside it: marks of counts; of small multiples the courses and episodes."""
    shown = [one.panel for one in plot.tracks if one.panel]
    given = () if plot.asked.together else [course for one in plot.tracks for course in one.given]
    open_ended = any(course.lo < course.since or course.until < course.hi for course in given)
    episodes = any(panel.episodes for panel in shown) and not plot.asked.together
    found = (
        (episodes, Sign("episode", plot.role, "cytopenia")),
        (any(course.doses for course in given), Sign("dose", "other", "single dose")),
        (open_ended, Sign("perhaps", "other", "not certain")),
    )
    return [*signs_of(shown), *(sign for used, sign in found if used)]


def _beside_each_other(
    plot: Comparison, style: Style, width: float, top: float, room: float | None
) -> list[_Cell]:
    """Cells in rows; a row is as high as the most agents in it ask for."""
    line = line_height(style)
    gutter = max(style.metrics.horizontalAdvance(f"{tick:g}") for tick in plot.axis.ticks) + 10
    inner = width - 2 * MARGIN - gutter
    columns = max(1, min(len(plot.tracks), int(inner / (_LEAST_CELL * style.metrics.height()))))
    across = inner / columns
    lines = [plot.tracks[at : at + columns] for at in range(0, len(plot.tracks), columns)]
    strips = [max(_rows(one) for one in line_) * style.lane + 4 for line_ in lines]
    around = line + _AXIS * line + _GAP
    free = 0.0 if room is None else (room - sum(strips)) / len(lines) - around
    height = min(max(free, _LOW), max(_HIGH, _TALL * across))
    found: list[_Cell] = []
    for tracks, strip in zip(lines, strips, strict=True):
        for column, one in enumerate(tracks):
            left = MARGIN + gutter + column * across
            place = _place(plot, one, left, across - _GAP, top + line, height)
            box = QRectF(left - 4, top, across - _GAP + 8, around + height + strip - _GAP)
            found.append(_Cell(one, place, box, strip))
        top += around + height + strip
    return found


def _over_each_other(
    plot: Comparison, style: Style, width: float, top: float, room: float | None
) -> list[_Cell]:
    """Every patient in the same place."""
    measure = style.metrics.horizontalAdvance
    name = measure(f"Day after {title_of(plot.asked.zero)}") + 14
    gutter = max(measure(plot.label) * 1.1 + 46, min(name, width * 0.25))
    across = width - 2 * MARGIN - gutter
    under = _AXIS * line_height(style)
    height = max(across * _SHARE if room is None else room - under, 2 * _LOW)
    found = []
    for one in plot.tracks:
        place = _place(plot, one, MARGIN + gutter, across, top, height)
        found.append(_Cell(one, place, QRectF(MARGIN, top, width - 2 * MARGIN, height + under), 0.0))
    return found


def _boxes(cell: _Cell, size: float) -> list[QRectF]:
    return panels.boxes(cell.place, cell.place.panel.points, size)


def _place(plot: Comparison, one: Track, left: float, across: float, top: float, height: float) -> Place:
    """The patient's own days, so that day 0 stands where everybody's does."""
    assert one.panel is not None
    lo, hi = (day + one.zero.day for day in plot.days)
    return Place(one.panel, Frame(lo, hi, left, across), top, height)


def _rows(one: Track) -> int:
    """Lines of text under the counts: of strips, and of the names of those there is no strip for."""
    strips = max((course.row + 1 for course in one.given), default=0)
    return min(strips, _MOST_ROWS) + bool(_further(one))


def _further(one: Track) -> list[str]:
    """The agents beyond the rows of strips, in the order they were begun."""
    return list(dict.fromkeys(course.label for course in one.given if course.row >= _MOST_ROWS))


def _without_counts(panel: Panel) -> Panel:
    """For the ground that all curves share: nobody's episodes."""
    return replace(panel, episodes=())


def _named(plot: Comparison, cell: _Cell) -> Zero:
    """The day 0 that all share, by its name, with the day that it is of the first patient."""
    return Zero(title_of(plot.asked.zero), cell.track.zero.day)


def _paint_zero(canvas: Canvas, place: Place, zero: Zero) -> None:
    x = place.frame.x(zero.day)
    canvas.painter.setPen(pen(canvas.style.palette.of("hsct"), 1.2))
    canvas.painter.drawLine(QLineF(crisp(x), place.top, crisp(x), place.top + place.height))


def _paint_course(canvas: Canvas, course: Given, frame: Frame, top: float) -> None:
    """A strip in its class's colour with the agent's name; an end that is not known is left open."""
    if course.row >= _MOST_ROWS or course.hi < frame.lo or course.lo > frame.hi:
        return
    palette, lane = canvas.style.palette, canvas.style.lane
    left, right = max(frame.x(course.lo), frame.left), min(frame.x(course.hi), frame.right)
    strip = QRectF(left, top + course.row * lane + 2, max(right - left, 2.5), lane - 4)
    colour = palette.of(course.role)
    if course.doses:
        canvas.painter.setPen(pen(colour, 1))
        canvas.painter.drawLine(QLineF(left, strip.bottom(), right, strip.bottom()))
        for x in (frame.x(day) for day in course.doses):
            if frame.left <= x <= frame.right:
                canvas.painter.fillRect(QRectF(x - 1.2, strip.top(), 2.4, strip.height()), QColor(colour))
    else:
        canvas.painter.fillRect(strip, QColor(palette.tint(course.role, _POSSIBLE)))
        since, until = max(frame.x(course.since), left), min(frame.x(course.until), right)
        sure = QRectF(since, strip.top(), max(until - since, 0.0), strip.height())
        if sure.width() > 0 or course.lo == course.since:
            sure.setWidth(max(sure.width(), 2.5))
            canvas.painter.fillRect(sure, QColor(palette.tint(course.role, _CERTAIN)))
    name, width = course.label, canvas.width(course.label)
    middle = strip.center().y()
    if strip.right() + 3 + width <= frame.right:
        canvas.text(strip.right() + 3, middle, name, palette.quiet)
    elif strip.left() - 3 - width >= frame.left:
        canvas.text(strip.left() - 3 - width, middle, name, palette.quiet)
    else:
        canvas.text(frame.left + 2, middle, canvas.elided(name, frame.width - 4), palette.ink)
