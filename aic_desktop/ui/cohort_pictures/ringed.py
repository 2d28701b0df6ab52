"""How a drawing shows what is chosen in it, over what was painted once."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt

from aic_desktop.ui.timeline.canvas import Canvas, pen


class Ringed:
    """A ring about every place that answers for it."""

    def paint_chosen(self, canvas: Canvas, key: str, rects: Sequence[QRectF]) -> None:  # noqa: ARG002
        """Paint what tells the item of a key apart, which stands in these rectangles."""
        canvas.painter.setPen(pen(canvas.style.palette.accent, 2))
        canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in rects:
            canvas.painter.drawRoundedRect(rect.adjusted(-2.5, -1, 2.5, 1), 3, 3)
