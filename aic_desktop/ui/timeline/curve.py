"""The counts of one panel as pyqtgraph items that are kept and given new data."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from aic_desktop.reporting.scene import Panel, Point
from aic_desktop.ui.timeline import marks
from aic_desktop.ui.timeline.canvas import Style


class DayBox(pg.ViewBox):
    """A view in which wheel and drag move and stretch the days, never the values."""

    def __init__(self) -> None:
        """Nothing is shown yet, and nothing finds its range by itself."""
        super().__init__(enableMenu=False, defaultPadding=0)
        self.setMouseEnabled(x=True, y=False)
        self.disableAutoRange()
        self.setDefaultPadding(0)


class Curve:
    """Lines and plain marks of one panel within a box of its own."""

    def __init__(self) -> None:
        """The items are made once."""
        self.box = DayBox()
        self._line = pg.PlotCurveItem(antialias=True)
        self._line.setSegmentedLineMode("on")  # one long smooth path costs five times as much
        self._full = pg.ScatterPlotItem(antialias=True, pxMode=True)
        self._hollow = pg.ScatterPlotItem(antialias=True, pxMode=True)
        for item in (self._line, self._full, self._hollow):
            self.box.addItem(item, ignoreBounds=True)
        self.points: tuple[Point, ...] = ()

    def show(self, panel: Panel, style: Style) -> None:
        """Take the points of a panel; what is not an exact value on an exact day is drawn elsewhere."""
        points, loose = panel.points, set(panel.loose)
        self.points = points
        colour = style.palette.of(panel.role)
        self.box.setYRange(panel.axis.bottom, panel.axis.top, padding=0)
        # The last place holds what is nowhere: index -1 ends a run of the line.
        xs = np.array([*(point.x for point in points), np.nan])
        ys = np.array([*(panel.axis.at(point.value_lo) for point in points), np.nan])
        runs = [index for run in panel.segments for index in (*run, -1)]
        self._line.setData(xs[runs], ys[runs], connect="finite", pen=pg.mkPen(colour, width=style.line))
        plain = [index for index in range(len(points)) if index not in loose]
        hollow = [index for index in plain if points[index].context]
        full = [index for index in plain if not points[index].context] if hollow else plain
        look = {"symbol": marks.path(panel.role), "size": marks.size(panel.role, style.mark)}
        for item, chosen, width, filling in (
            (self._full, full, 0.8, colour),
            (self._hollow, hollow, style.line, style.palette.ground),
        ):
            outline = pg.mkPen(colour, width=width)
            item.setData(x=xs[chosen], y=ys[chosen], pen=outline, brush=QColor(filling), **look)

    def place(self, rect: QRectF) -> None:
        """Move the box, in the window's pixels."""
        self.box.setGeometry(rect)
        self.box.setVisible(not rect.isEmpty())

    def clear(self) -> None:
        """Forget the points."""
        self.points = ()
        for item in (self._line, self._full, self._hollow):
            item.setData([], [])

    def holds(self, at: QPointF) -> bool:
        """Whether a pixel lies within the panel."""
        return bool(self.box.isVisible() and self.box.geometry().contains(at))
