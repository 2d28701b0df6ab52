"""Paints the axis of days, or of dates, beneath panels and lanes."""

from PySide6.QtCore import QLineF

from aic_desktop.reporting.scene import Zero
from aic_desktop.reporting.scene.axes import MINUS, date_ticks, day_ticks
from aic_desktop.ui.timeline.canvas import Canvas, Frame, crisp, pen

HEIGHT = 1.5  # lines of text
_TICK = 4.0
_WIDEST_DATE = "2020-00-00"


def paint_days(
    canvas: Canvas, frame: Frame, top: float, gutter: float, zero: Zero, day0: int | None = None
) -> None:
    """Readable days counted from `zero`, or dates where `day0` is given; in the gutter what they are."""
    name = canvas.elided(name_of(zero) if day0 is None else "Date", gutter - 8)
    paint_name(canvas, frame.left - 8, top, name)
    paint_scale(canvas, frame, top, zero, day0)


def paint_name(canvas: Canvas, right: float, top: float, name: str) -> None:
    """What the days are counted from, beside them, up to a pixel."""
    canvas.text_right(right, _middle(canvas, top), name, canvas.style.palette.quiet)


def paint_scale(canvas: Canvas, frame: Frame, top: float, zero: Zero, day0: int | None = None) -> None:
    """Readable days counted from `zero`, or dates."""
    palette, middle = canvas.style.palette, _middle(canvas, top)
    canvas.painter.setPen(pen(palette.quiet, 1))
    canvas.painter.drawLine(QLineF(frame.left, crisp(top), frame.right, crisp(top)))
    for day, label in _ticks(canvas, frame, zero, day0):
        x = frame.x(day)
        width = canvas.width(label)
        canvas.painter.setPen(pen(palette.quiet, 1))
        canvas.painter.drawLine(QLineF(crisp(x), top, crisp(x), top + _TICK))
        canvas.text(min(max(x - width / 2, frame.left - 4), frame.right - width), middle, label, palette.ink)


def name_of(zero: Zero) -> str:
    """What the axis is called."""
    return f"Day after {zero.label.partition(',')[0]}"


def _ticks(canvas: Canvas, frame: Frame, zero: Zero, day0: int | None) -> list[tuple[int, str]]:
    gap = 3 * canvas.style.mark
    if day0 is not None:
        most = int(frame.width / (canvas.width(_WIDEST_DATE) + gap))
        return list(date_ticks(frame.lo, frame.hi, most, day0))
    widest = max(canvas.width(_label(day - zero.day)) for day in (round(frame.lo), round(frame.hi)))
    most = int(frame.width / (widest + gap))
    return [(day, _label(day - zero.day)) for day in day_ticks(frame.lo, frame.hi, most, zero.day)]


def _middle(canvas: Canvas, top: float) -> float:
    return top + _TICK + 1 + canvas.style.metrics.height() / 2


def _label(day: float) -> str:
    return f"{MINUS}{-round(day)}" if day < 0 else f"{round(day)}"
