"""Paints stacked bars: the better the response the darker, with n/N in each part that has room for it."""

from functools import partial

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor

from aic_desktop.domain.criteria import Response
from aic_desktop.reporting.pictures.bars import NOT_REPORTED, Bar, StackedBars
from aic_desktop.ui.cohort_pictures.ringed import Ringed
from aic_desktop.ui.cohort_pictures.words import MARGIN, Foot, Sign, line_height, readable_on
from aic_desktop.ui.timeline.canvas import Canvas, Style, crisp, pen

_ROLE = "platelets"
_STRENGTHS = {
    Response.COMPLETE.label: 1.0,
    Response.TRANSFUSION_INDEPENDENT.label: 0.72,
    Response.PARTIAL.label: 0.45,
    Response.TRANSIENT.label: 0.25,
}
_PATTERNS = {
    Response.NONE.label: Qt.BrushStyle.BDiagPattern,
    Response.NOT_EVALUABLE.label: Qt.BrushStyle.Dense6Pattern,
    NOT_REPORTED: Qt.BrushStyle.NoBrush,
}
_TICK = 4.0
_SHARES = (0, 20, 40, 60, 80, 100)


class BarsDrawing(Ringed):
    """Stacked bars set out for one width, as high as their number."""

    def __init__(self, plot: StackedBars, style: Style, width: float) -> None:
        self.plot, self.style, self.width = plot, style, width
        self._line = line_height(style)
        self._bar, self._step = round(self._line * 1.5), round(self._line * 1.5 + 9)
        names = max((style.metrics.horizontalAdvance(_name(bar)) for bar in plot.bars), default=0.0)
        self._left = MARGIN + min(names, width * 0.4) + 10
        self._right = width - MARGIN - style.metrics.horizontalAdvance("100 %") / 2
        self._foot = Foot.of(style, [_sign(level) for level in plot.levels], plot.notes, width - 2 * MARGIN)
        self._axis = MARGIN + 4 + len(plot.bars) * self._step
        self.height = self._axis + _TICK + 2.6 * self._line + self._foot.height + MARGIN

    def paint(self, canvas: Canvas) -> None:
        """Paint everything; each part answers for its cases."""
        for place, bar in enumerate(self.plot.bars):
            self._paint_bar(canvas, bar, MARGIN + 4 + place * self._step)
        self._paint_axis(canvas)
        self._foot.paint(canvas, MARGIN, self.height - self._foot.height - MARGIN)

    def _paint_bar(self, canvas: Canvas, bar: Bar, top: float) -> None:
        name = canvas.elided(_name(bar), self._left - MARGIN - 10)
        canvas.text_right(self._left - 8, top + self._bar / 2, name, canvas.style.palette.ink)
        done = 0
        for part in bar.parts:
            left, right = self._x(done / bar.n), self._x((done + part.n) / bar.n)
            done += part.n
            box = QRectF(left, top, right - left, self._bar)
            fill(canvas, box, part.level)
            fits = (w for w in (f"{part.n}/{part.of}", f"{part.n}") if canvas.width(w) + 6 <= box.width())
            if words := next(fits, ""):
                _write(canvas, box, part.level, words)
            canvas.hit(box, part.key, part.text)

    def _x(self, share: float) -> float:
        return self._left + share * (self._right - self._left)

    def _paint_axis(self, canvas: Canvas) -> None:
        palette, y = canvas.style.palette, crisp(self._axis)
        canvas.painter.setPen(pen(palette.quiet, 1))
        canvas.painter.drawLine(QLineF(self._left, y, self._right, y))
        for share in _SHARES:
            x, label = self._x(share / 100), f"{share} %"
            canvas.painter.setPen(pen(palette.quiet, 1))
            canvas.painter.drawLine(QLineF(crisp(x), y, crisp(x), y + _TICK))
            canvas.text(x - canvas.width(label) / 2, y + _TICK + self._line / 2 + 1, label, palette.ink)
        title = "of the patients given the line"
        middle = (self._left + self._right - canvas.width(title)) / 2
        canvas.text(middle, y + _TICK + 1.5 * self._line + 1, title, palette.quiet)


def fill(canvas: Canvas, box: QRectF, level: str) -> None:
    """A box in the look of a level of response; told apart in black and white as well."""
    palette = canvas.style.palette
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
    canvas.painter.setBrush(QBrush(QColor(_colour(canvas, level))))
    canvas.painter.setPen(pen(palette.ground, 1))
    canvas.painter.drawRect(inner)
    if level in _PATTERNS:
        canvas.painter.setBrush(QBrush(QColor(palette.quiet), _PATTERNS[level]))
        dashed = _PATTERNS[level] is Qt.BrushStyle.NoBrush
        line = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        canvas.painter.setPen(pen(palette.quiet, 1, line))
        canvas.painter.drawRect(inner.adjusted(0.5, 0.5, -0.5, -0.5))


def _colour(canvas: Canvas, level: str) -> str:
    palette = canvas.style.palette
    return palette.ground if level in _PATTERNS else palette.tint(_ROLE, _STRENGTHS.get(level, 0.45))


def _write(canvas: Canvas, box: QRectF, level: str, words: str) -> None:
    """Words in the middle of a box, on a ground of their own where it is hatched."""
    palette, width = canvas.style.palette, canvas.width(words)
    left = box.center().x() - width / 2
    if level in _PATTERNS:
        ground = QRectF(left - 3, box.top() + 4, width + 6, box.height() - 8)
        canvas.painter.fillRect(ground, QColor(palette.ground))
    canvas.text(left, box.center().y(), words, readable_on(palette, _colour(canvas, level)))


def _name(bar: Bar) -> str:
    return f"{bar.label} (n = {bar.n})"


def _sign(level: str) -> Sign:
    return partial(_draw, level), level


def _draw(level: str, canvas: Canvas, box: QRectF) -> None:
    fill(canvas, box.adjusted(0, 1, 0, -1), level)
