"""Paints curves with their limits and censorings, and the numbers at risk aligned under the axis."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QPolygonF

from aic_desktop.reporting.pictures.curves import CurvePlot, Series, Step, spans
from aic_desktop.ui.cohort_pictures.ringed import Ringed
from aic_desktop.ui.cohort_pictures.words import MARGIN, Foot, Sign, line_height
from aic_desktop.ui.timeline.canvas import Canvas, Frame, Style, crisp, pen

_ROLES = ("platelets", "haemoglobin", "neutrophils", "leukocytes", "reticulocytes", "plasma")
_DASHES: tuple[list[float], ...] = (
    [],
    [6, 3],
    [2, 2],
    [8, 3, 2, 3],
    [1, 3],
    [10, 4],
)  # in line widths: told apart without colour
_BANDS = 3  # with more curves their bands would hide each other
_TICK = 4.0
_CENSORED = 3.5
_HAND = 5.0  # pixels beside a curve within which it is pointed at
_LOWEST = 150.0
_SHARE = 0.55  # of the width: the height of the field in a figure


class CurveDrawing(Ringed):
    """A curve plot set out for one width; the field takes what a given height leaves."""

    def __init__(self, plot: CurvePlot, style: Style, width: float, height: float | None = None) -> None:
        self.plot, self.style = plot, style
        self._line = line_height(style)
        advance = style.metrics.horizontalAdvance
        labels = [series.label for series in plot.series if series.label]
        names = max((advance(label) for label in (*labels, "At risk", "100 %")), default=0.0)
        counts = max(advance(str(risk.n)) for series in plot.series for risk in series.at_risk) / 2
        self._name_room = min(names, width * 0.3)
        gutter = self._name_room + counts + 10
        ends = (max(map(advance, labels)) + 10) if len(plot.series) > 1 else advance("00")
        left = MARGIN + gutter
        self.frame = Frame(
            plot.axis.lo, plot.axis.hi, left, max(width - left - min(ends, width * 0.25) - MARGIN, 60)
        )
        self._foot = Foot.of(style, _key(plot), plot.notes, width - 2 * MARGIN)
        self._top = MARGIN + 1.6 * self._line
        under = self._line * (3.2 + len(plot.series)) + self._foot.height + 2 * MARGIN
        field = width * _SHARE if height is None else height - self._top - under
        self._field = max(field, _LOWEST)
        self.width, self.height = width, self._top + self._field + under

    def paint(self, canvas: Canvas) -> None:
        """Paint everything; steps and numbers at risk answer for their cases."""
        self._axes(canvas)
        for place, series in enumerate(self.plot.series):
            if len(self.plot.series) <= _BANDS:
                self._band(canvas, place, series)
        for place, series in enumerate(self.plot.series):
            self._curve(canvas, place, series)
        self._names(canvas)
        self._at_risk(canvas)
        self._foot.paint(canvas, MARGIN, self.height - self._foot.height - MARGIN)

    def _y(self, value: float) -> float:
        return self._top + self._field * (1 - value / self.plot.top)

    def _x(self, day: float) -> float:
        return min(self.frame.x(day), self.frame.right)

    def _axes(self, canvas: Canvas) -> None:
        palette, frame = canvas.style.palette, self.frame
        canvas.text(MARGIN, MARGIN + self._line / 2 - 2, self.plot.value_title, palette.ink, bold=True)
        canvas.painter.setPen(pen(palette.quiet, 1))
        bottom = crisp(self._y(0))
        canvas.painter.drawLine(QLineF(crisp(frame.left), self._top, crisp(frame.left), bottom))
        canvas.painter.drawLine(QLineF(frame.left, bottom, frame.right, bottom))
        for share in _shares(self.plot.top):
            y = crisp(self._y(share))
            canvas.painter.setPen(pen(palette.quiet, 1))
            canvas.painter.drawLine(QLineF(frame.left - _TICK, y, frame.left, y))
            canvas.text_right(frame.left - _TICK - 3, y, f"{100 * share:g} %", palette.ink)
        for tick in self.plot.axis.ticks:
            x = self._x(tick.day)
            canvas.painter.setPen(pen(palette.quiet, 1))
            canvas.painter.drawLine(QLineF(crisp(x), bottom, crisp(x), bottom + _TICK))
            canvas.text(
                x - canvas.width(tick.label) / 2, bottom + _TICK + self._line / 2, tick.label, palette.ink
            )
        title = canvas.elided(self.plot.axis.title, self.width - 2 * MARGIN)
        left = frame.left + (frame.width - canvas.width(title)) / 2
        left = max(min(left, self.width - MARGIN - canvas.width(title)), MARGIN)
        canvas.text(left, bottom + _TICK + self._line * 1.5, title, palette.quiet)

    def _band(self, canvas: Canvas, place: int, series: Series) -> None:
        """Between the limits, where there are any: none while the estimate is 0 or 1."""
        held = spans(series, self.plot.axis.hi)
        limited = [
            (s.low, s.high, s.day, until) for s, until in held if s.low is not None and s.high is not None
        ]
        if not limited:
            return
        over = [
            (day, high) for _, high, since, until in limited for day, high in ((since, high), (until, high))
        ]
        under = [(day, low) for low, _, since, until in limited for day, low in ((since, low), (until, low))]
        edge = [QPointF(self._x(day), self._y(min(v, self.plot.top))) for day, v in (*over, *reversed(under))]
        canvas.painter.setPen(Qt.PenStyle.NoPen)
        canvas.painter.setBrush(_band_colour(canvas, place))
        canvas.painter.drawPolygon(QPolygonF(edge))

    def _curve(self, canvas: Canvas, place: int, series: Series) -> None:
        palette, held = canvas.style.palette, list(spans(series, self.plot.axis.hi))
        if not held:
            return
        if series.swayed and len(self.plot.series) <= _BANDS:
            quiet = pen(palette.of(_role(place)), 1, Qt.PenStyle.DotLine)
            for values in ([step.lowest for step, _ in held], [step.highest for step, _ in held]):
                self._line_through(canvas, quiet, series.before, held, values)
        line = pen(palette.of(_role(place)), canvas.style.line + 0.3)
        if _DASHES[place % len(_DASHES)]:
            line.setDashPattern(_DASHES[place % len(_DASHES)])
        self._line_through(canvas, line, series.before, held, [step.value for step, _ in held])
        canvas.painter.setPen(pen(palette.of(_role(place)), 1.2))
        before = series.before
        for step, _ in held:
            x, y = self._x(step.day), self._y(step.value)
            if step.censored:
                canvas.painter.drawLine(QLineF(x, y - _CENSORED, x, y + _CENSORED))
        for step, until in held:
            self._hit(canvas, step, before, until)
            before = step.value

    def _hit(self, canvas: Canvas, step: Step, before: float, until: float) -> None:
        x, y = self._x(step.day), self._y(step.value)
        corner = QPointF(x - 1, min(y, self._y(before)) - _HAND)
        place = QRectF(corner, QPointF(max(self._x(until), x + 2), max(y, self._y(before)) + _HAND))
        canvas.hit(place, step.key, step.text)

    def _line_through(
        self,
        canvas: Canvas,
        line: QPen,
        before: float,
        held: Sequence[tuple[Step, float]],
        values: Sequence[float],
    ) -> None:
        path = QPainterPath(QPointF(self._x(0), self._y(before)))
        for (step, until), value in zip(held, values, strict=True):
            path.lineTo(self._x(step.day), path.currentPosition().y())
            path.lineTo(self._x(step.day), self._y(value))
            path.lineTo(self._x(until), self._y(value))
        canvas.painter.setPen(line)
        canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
        canvas.painter.drawPath(path)

    def _names(self, canvas: Canvas) -> None:
        """Each curve's name beside its end, within the field, moved up or down where another stands."""
        if len(self.plot.series) < 2:
            return
        taken: list[QRectF] = []
        for place, series in enumerate(self.plot.series):
            held = list(spans(series, self.plot.axis.hi))
            if not held:
                continue
            x, y = self._x(held[-1][1]) + 6, self._y(held[-1][0].value)
            words = canvas.elided(series.label, self.width - MARGIN - x)
            box = self._free(QRectF(x, y - self._line / 2, canvas.width(words) * 1.1, self._line), taken)
            taken.append(box)
            canvas.painter.fillRect(box.adjusted(-1, 1, 1, -1), QColor(canvas.style.palette.ground))
            canvas.text(x, box.center().y(), words, canvas.style.palette.of(_role(place)), bold=True)

    def _free(self, box: QRectF, taken: Sequence[QRectF]) -> QRectF:
        """The box, or the place nearest above or below it within the field that no other box has."""
        top, bottom = self._top - self._line / 2, self._y(0) - self._line - 1
        box.moveTop(min(max(box.top(), top), bottom))
        steps = (way * step * self._line for step in range(len(taken) + 1) for way in (-1, 1))
        places = (box.translated(0, step) for step in steps)
        within = (place for place in places if top <= place.top() <= bottom)
        return next((p for p in within if not any(p.intersects(other) for other in taken)), box)

    def _at_risk(self, canvas: Canvas) -> None:
        """The numbers at risk at each tick, on the very pixel of the tick."""
        palette, top = canvas.style.palette, self._y(0) + _TICK + 2.2 * self._line
        named = len(self.plot.series) > 1
        if named:
            canvas.text(MARGIN, top + self._line / 2, "At risk", palette.quiet)
            top += self._line
        for place, series in enumerate(self.plot.series):
            middle = top + (place + 0.5) * self._line
            colour = palette.of(_role(place)) if named else palette.quiet
            name = canvas.elided(series.label if named else "At risk", self._name_room + 1)
            canvas.text(MARGIN, middle, name, colour)
            for risk in series.at_risk:
                words, x = str(risk.n), self._x(risk.day)
                canvas.text(x - canvas.width(words) / 2, middle, words, palette.ink)
                width = max(canvas.width(words), 12.0) + 4
                place_of = QRectF(x - width / 2, middle - self._line / 2, width, self._line)
                canvas.hit(place_of, risk.key, f"{risk.n} at risk")


def _role(place: int) -> str:
    return _ROLES[place % len(_ROLES)]


def _band_colour(canvas: Canvas, place: int) -> QColor:
    """Lets another band through."""
    colour = QColor(canvas.style.palette.of(_role(place)))
    colour.setAlphaF(0.16)
    return colour


def _shares(top: float) -> list[float]:
    step = top / 5 if top in (1.0, 0.5, 0.05, 0.1) else top / 4 if top in (0.2, 0.4, 0.8) else top / 3
    return [round(step * k, 6) for k in range(round(top / step) + 1)]


def _key(plot: CurvePlot) -> list[Sign]:
    signs: list[Sign] = []
    steps = [step for series in plot.series for step in series.steps]
    few = len(plot.series) <= _BANDS
    if any(step.low is not None for step in steps) and few:
        signs.append((_draw_band, "95 % limits"))
    if any(step.censored for step in steps):
        signs.append(
            (_draw_censored, "censored" if plot.value_title != "Still to be followed up" else "died")
        )
    if any(series.swayed for series in plot.series) and few:
        signs.append((_draw_sway, "imprecise days at their bounds"))
    return signs


def _draw_band(canvas: Canvas, box: QRectF) -> None:
    canvas.painter.fillRect(box.adjusted(0, 2, 0, -2), _band_colour(canvas, 0))


def _draw_censored(canvas: Canvas, box: QRectF) -> None:
    middle = box.center()
    canvas.painter.setPen(pen(canvas.style.palette.of(_ROLES[0]), canvas.style.line + 0.3))
    canvas.painter.drawLine(QLineF(box.left(), middle.y(), box.right(), middle.y()))
    canvas.painter.setPen(pen(canvas.style.palette.of(_ROLES[0]), 1.2))
    canvas.painter.drawLine(QLineF(middle.x(), middle.y() - _CENSORED, middle.x(), middle.y() + _CENSORED))


def _draw_sway(canvas: Canvas, box: QRectF) -> None:
    canvas.painter.setPen(pen(canvas.style.palette.of(_ROLES[0]), 1, Qt.PenStyle.DotLine))
    canvas.painter.drawLine(QLineF(box.left(), box.center().y(), box.right(), box.center().y()))
