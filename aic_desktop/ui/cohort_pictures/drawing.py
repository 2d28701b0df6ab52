"""Sets a plot out: the one place that knows which painter is whose."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRectF

from aic_desktop.reporting.pictures import Comparison, CurvePlot, Plot, SwimmerPlot
from aic_desktop.ui.cohort_pictures.bars import BarsDrawing
from aic_desktop.ui.cohort_pictures.compare import CompareDrawing
from aic_desktop.ui.cohort_pictures.curves import CurveDrawing
from aic_desktop.ui.cohort_pictures.swimmer import SwimmerDrawing
from aic_desktop.ui.timeline.canvas import Canvas, Style


class Drawing(Protocol):
    """A plot set out for a width, in pixels of the painter's own coordinates."""

    width: float
    height: float

    def paint(self, canvas: Canvas) -> None:
        """Paint it from the left upper corner on; `canvas.hits` then tell what stands where."""

    def paint_chosen(self, canvas: Canvas, key: str, rects: Sequence[QRectF]) -> None:
        """Paint over it what tells the item of a key apart, which stands in these rectangles."""


def drawing(plot: Plot, style: Style, width: float, height: float | None = None) -> Drawing:
    """The drawing of a plot; as high as it needs to be, or filling a height where it can."""
    match plot:
        case CurvePlot():
            return CurveDrawing(plot, style, width, height)
        case SwimmerPlot():
            return SwimmerDrawing(plot, style, width, height)
        case Comparison():
            return CompareDrawing(plot, style, width, height)
    return BarsDrawing(plot, style, width)
