"""Paints the axis of days beneath panels and lanes."""

from PySide6.QtCore import QLineF

from aic_desktop.reporting.scene import Zero
from aic_desktop.reporting.scene.axes import MINUS, day_ticks
from aic_desktop.ui.timeline.canvas import Canvas, Frame, crisp, pen

HEIGHT = 1.5  # lines of text
_TICK = 4.0


def paint_days(canvas: Canvas, frame: Frame, top: float, gutter: float, zero: Zero) -> None:
    """Readable days counted from `zero`, and in the gutter what they are counted from."""
    name = canvas.elided(name_of(zero), gutter - 8)
    paint_name(canvas, frame.left - 8, top, name)
    paint_scale(canvas, frame, top, zero)


def paint_name(canvas: Canvas, right: float, top: float, name: str) -> None:
    """What the days are counted from, beside them, up to a pixel."""
    canvas.text_right(right, _middle(canvas, top), name, canvas.style.palette.quiet)


def paint_scale(canvas: Canvas, frame: Frame, top: float, zero: Zero) -> None:
    """Readable days counted from `zero`."""
    palette, middle = canvas.style.palette, _middle(canvas, top)
    canvas.painter.setPen(pen(palette.quiet, 1))
    canvas.painter.drawLine(QLineF(frame.left, crisp(top), frame.right, crisp(top)))
    widest = max(canvas.width(_label(day - zero.day)) for day in (round(frame.lo), round(frame.hi)))
    most = int(frame.width / (widest + 3 * canvas.style.mark))
    for day in day_ticks(frame.lo, frame.hi, most, zero.day):
        x = frame.x(day)
        label = _label(day - zero.day)
        width = canvas.width(label)
        canvas.painter.setPen(pen(palette.quiet, 1))
        canvas.painter.drawLine(QLineF(crisp(x), top, crisp(x), top + _TICK))
        canvas.text(min(max(x - width / 2, frame.left - 4), frame.right - width), middle, label, palette.ink)


def name_of(zero: Zero) -> str:
    """What the axis is called."""
    return f"Day after {zero.label.partition(',')[0]}"


def _middle(canvas: Canvas, top: float) -> float:
    return top + _TICK + 1 + canvas.style.metrics.height() / 2


def _label(day: float) -> str:
    return f"{MINUS}{-round(day)}" if day < 0 else f"{round(day)}"
