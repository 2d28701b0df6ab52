"""A picture of the cohort as a figure for a journal, drawn by the painters of the window."""

from pathlib import Path

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPainter

from aic_desktop.reporting.pictures import Plot, description
from aic_desktop.ui.cohort_pictures.drawing import drawing
from aic_desktop.ui.figure import style_of
from aic_desktop.ui.figure_files import Picture, width_of, write_picture
from aic_desktop.ui.timeline.canvas import Canvas


def picture_of(plot: Plot, width_mm: float = 170, grey: bool = False, lit: str | None = None) -> Picture:
    """A plot as a picture of that width, as high as it needs to be; Problem for a width no page has.

    `lit` is the key of the item that stands out.
    """
    style = style_of(grey)
    set_out = drawing(plot, style, width_of(width_mm))

    def paint(painter: QPainter) -> None:
        set_out.paint(Canvas(painter, style, highlight=lit))

    return Picture(QSizeF(set_out.width, set_out.height), paint, plot.title, description(plot))


def write_figure(plot: Plot, path: Path, width_mm: float = 170, grey: bool = False) -> None:
    """Write a plot as .svg, .pdf or .png; Problem and StoreError as of `write_picture`."""
    write_picture(picture_of(plot, width_mm, grey), path)
