"""Pictures of a cohort as plain data, laid out and tested without a window; each as words and as CSV too."""

from aic_desktop.reporting.pictures.bars import (
    StackedBars,
    bars_csv,
    bars_described,
    response_by_line,
    stacked,
)
from aic_desktop.reporting.pictures.compare import Comparison, compared, compared_csv
from aic_desktop.reporting.pictures.curves import CurvePlot, curves, curves_csv, curves_described, curves_of
from aic_desktop.reporting.pictures.model import Item
from aic_desktop.reporting.pictures.swimmer import SwimmerPlot, Zero, swimmer_csv, swimmer_described
from aic_desktop.reporting.pictures.swimmer_build import swimmer
from aic_desktop.reporting.pictures.tracks import Asked

Plot = CurvePlot | SwimmerPlot | StackedBars | Comparison

__all__ = [
    "Asked",
    "Comparison",
    "CurvePlot",
    "Item",
    "Plot",
    "StackedBars",
    "SwimmerPlot",
    "Zero",
    "as_csv",
    "curves",
    "curves_of",
    "description",
    "response_by_line",
    "stacked",
    "swimmer",
]


def as_csv(plot: Plot) -> str:
    """The data of a picture as a tidy table; its columns are the same whatever it shows."""
    match plot:
        case CurvePlot():
            return curves_csv(plot)
        case SwimmerPlot():
            return swimmer_csv(plot)
        case Comparison():
            return compared_csv(plot)
    return bars_csv(plot)


def description(plot: Plot) -> str:
    """A picture in words, for those who cannot see it and for whoever reads a figure's numbers."""
    match plot:
        case CurvePlot():
            return curves_described(plot)
        case SwimmerPlot():
            return swimmer_described(plot)
        case Comparison():
            return compared(plot)
    return bars_described(plot)
