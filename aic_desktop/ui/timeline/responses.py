"""Draws responses: those reported as the ground of a lane, those by criteria as boxes of their own lane."""

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor

from aic_desktop.reporting.scene import End, Entry, Lane, Period, Verdict
from aic_desktop.ui.timeline.canvas import Canvas, Frame, crisp, pen

# Strengths of no response, partial and complete.
REPORTED = (0.0, 0.12, 0.28)
JUDGED = (0.06, 0.26, 0.5)
_PERHAPS = 0.55  # of a strength, where it is not certain on that day
_TAIL = (10.0, 9.0, 8.0)  # widths of paler and paler ground after the last statement
_GAP = 4.0


def draw_reported(canvas: Canvas, lane: Lane, frame: Frame, box: QRectF) -> None:
    """A ground for each response, darker for a better one; none where there was none."""
    for period in lane.periods:
        strength = REPORTED[period.level_hi]
        if strength:
            for rect, share in _parts(period, frame, box):
                canvas.painter.fillRect(rect, QColor(canvas.style.palette.tint(lane.role, strength * share)))


def draw_judged(canvas: Canvas, lane: Lane, frame: Frame, box: QRectF) -> None:
    """A box for each stretch of counts that say the same, framed where another response was reported."""
    free = frame.left
    nexts = [*(frame.x(period.start_lo) for period in lane.periods[1:]), frame.right]
    for period, following in zip(lane.periods, nexts, strict=True):
        left, right = max(frame.x(period.start_lo), frame.left), min(frame.x(period.until), frame.right)
        if right <= left:
            continue
        _box(canvas, lane.role, period, frame, box)
        differing = _framed(canvas, lane, period, frame, box)
        words = differing.label if differing else period.label
        if differing and right - frame.x(differing.lo) >= canvas.width(words) + 2 * _GAP:
            left = max(left, frame.x(differing.lo))
        pixels = (max(left, free), right, min(following, frame.right))
        free = _write(canvas, lane, (period, words), pixels, box)


def _framed(canvas: Canvas, lane: Lane, period: Period, frame: Frame, box: QRectF) -> Verdict | None:
    """Frame what was reported otherwise; the first such stretch, None where there is none."""
    found = [one for one in lane.verdicts if period.start_lo < one.hi and one.lo < period.until]
    canvas.painter.setPen(pen(canvas.style.palette.ink, 1.2))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    for verdict in found:
        left, right = max(frame.x(verdict.lo), frame.left), min(frame.x(verdict.hi), frame.right)
        canvas.painter.drawRect(QRectF(left, box.top(), max(right - left, 2.0), box.height()))
    return found[0] if found else None


def _box(canvas: Canvas, role: str, period: Period, frame: Frame, box: QRectF) -> None:
    """Pale where it may have begun or gone on, with an edge that shows even no response."""
    palette = canvas.style.palette
    unsure = _PERHAPS if period.level_lo != period.level_hi else 1.0
    for rect, share in _parts(period, frame, box):
        canvas.painter.fillRect(rect, QColor(palette.tint(role, JUDGED[period.level_hi] * share * unsure)))
        canvas.painter.setPen(pen(palette.tint(role, 0.6), 1))
        canvas.painter.drawLine(
            QLineF(rect.left(), crisp(box.bottom() - 1), rect.right(), crisp(box.bottom() - 1))
        )
    left = frame.clamped(period.start_lo)
    canvas.painter.drawLine(QLineF(crisp(left), box.top(), crisp(left), box.bottom()))
    width = max(frame.clamped(period.until) - left, 2.0)
    canvas.hit(QRectF(left, box.top(), width, box.height()), period.record, period.text)


def _parts(period: Period, frame: Frame, box: QRectF) -> Iterator[tuple[QRectF, float]]:
    """What may be, what is certain, what nothing speaks against, and what nobody said anything of."""
    edges = [frame.clamped(day) for day in (period.start_lo, period.start_hi, period.seen, period.until)]
    shares = [_PERHAPS, 1.0, _PERHAPS]
    if period.stop is End.UNKNOWN:
        for place, width in enumerate(_TAIL):
            edges.append(edges[-1] + width)
            shares.append(_PERHAPS * (1 - place / len(_TAIL)))
    for place, share in enumerate(shares):
        left, right = max(edges[place], frame.left), min(edges[place + 1], frame.right)
        if right > left:
            yield QRectF(left, box.top(), right - left, box.height()), share


def _write(
    canvas: Canvas, lane: Lane, told: tuple[Period, str], pixels: tuple[float, float, float], box: QRectF
) -> float:
    """Within the box, else right of it as far as the next begins: the pixel that is reached."""
    (period, words), (left, right, following) = told, pixels
    width, middle, ink = canvas.width(words), box.center().y(), canvas.style.palette.ink
    if right - left >= width + 2 * _GAP:
        return canvas.text(left + _GAP, middle, words, ink)
    if following - right >= width + 2 * _GAP:
        return canvas.text(right + _GAP, middle, words, ink)
    canvas.unsaid.append(Entry(period.record, lane.role, period.text))
    return right
