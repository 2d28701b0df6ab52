"""What the timeline puts into pyqtgraph's scene: a view whose range is the days, and painted layers."""

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget


class DayBox(pg.ViewBox):
    """Its range across is the days in sight; nothing finds its range by itself, and no menu opens."""

    def __init__(self) -> None:
        """The hand of the board asks for other days, not the box."""
        super().__init__(enableMenu=False, defaultPadding=0)
        self.setMouseEnabled(x=False, y=False)
        self.disableAutoRange()
        self.setDefaultPadding(0)

    def days(self) -> tuple[float, float]:
        """The days in sight."""
        lo, hi = self.viewRange()[0]
        return float(lo), float(hi)


class Layer(pg.GraphicsObject):
    """A rectangle of the view, painted by its owner; it takes no clicks."""

    def __init__(self, depth: float, bounds: Callable[[], QRectF], draw: Callable[[QPainter], None]) -> None:
        """`bounds` in the view's pixels; `depth` orders the layers: pyqtgraph puts its boxes at -100."""
        super().__init__()
        self._bounds, self._draw = bounds, draw
        self.setZValue(depth)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Where it paints."""
        return self._bounds()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """As its owner says."""
        self._draw(painter)
