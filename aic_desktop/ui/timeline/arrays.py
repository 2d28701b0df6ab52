"""Thousands of lines or marks in one call: Qt reads NumPy's memory, without an object for each."""

from typing import Any

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from aic_desktop.ui.timeline import marks
from aic_desktop.ui.timeline.canvas import Canvas, Style

Numbers = NDArray[np.float64]
_FRAGMENT = 10  # doubles of a QPainter::PixmapFragment: x, y, source, scale, rotation, opacity
_MARGIN = 2.0  # pixels about a mark, for its outline


def draw_lines(painter: QPainter, ends: Numbers) -> None:
    """Lines as rows of x1, y1, x2, y2, with the painter's pen."""
    if len(ends):
        held = np.ascontiguousarray(ends, np.float64)  # must outlive the call
        painter.drawLines(_as(QLineF, held), len(held))


def draw_rects(painter: QPainter, rects: Numbers) -> None:
    """Rectangles as rows of x, y, width, height, with the painter's pen and brush."""
    if len(rects):
        held = np.ascontiguousarray(rects, np.float64)
        painter.drawRects(_as(QRectF, held), len(held))


def draw_marks(canvas: Canvas, role: str, xs: Numbers, ys: Numbers, filling: str = "") -> None:
    """The mark of a series about each point, hollow with a filling: as `marks.draw` has it, but stamped."""
    if not len(xs):
        return
    ratio = canvas.painter.device().devicePixelRatio()
    stamp = _stamp(canvas.style, role, filling, ratio)
    held = np.zeros((len(xs), _FRAGMENT))
    held[:, 0], held[:, 1] = xs, ys
    held[:, 4], held[:, 5] = stamp.width(), stamp.height()
    held[:, 6] = held[:, 7] = 1 / ratio
    held[:, 9] = 1.0
    canvas.painter.drawPixmapFragments(_as(QPainter.PixmapFragment, held), len(held), stamp)


def _as(kind: type, held: Numbers) -> Any:
    """The first row as Qt's own object: Qt reads on from there."""
    return shiboken6.wrapInstance(held.ctypes.data, kind)


def _stamp(style: Style, role: str, filling: str, ratio: float) -> QPixmap:
    """A mark on nothing; kept with its style, which goes when the desktop's colours change."""
    found = style.stamps.get((role, filling, ratio))
    if found is None:
        side = round((marks.size(role, style.mark) + 2 * _MARGIN) * ratio)
        found = style.stamps[role, filling, ratio] = QPixmap(side, side)
        found.fill(QColor(Qt.GlobalColor.transparent))
        with QPainter(found) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(ratio, ratio)
            middle = side / ratio / 2
            colour = style.palette.of(role)
            marks.draw(Canvas(painter, style), role, middle, middle, colour, bool(filling), filling)
    return found
