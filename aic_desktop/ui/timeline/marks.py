"""The marks of counts and flags, as paths one unit wide about the origin; the same on screen and in print."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath, QPolygonF, QTransform

from aic_desktop.reporting.scene import Point
from aic_desktop.ui.timeline.canvas import Canvas, pen

_SHAPES = {
    "platelets": "circle",
    "haemoglobin": "square",
    "neutrophils": "up",
    "leukocytes": "diamond",
    "reticulocytes": "down",
    "haemolysis": "diamond",
    "graft": "diamond",
    "event": "circle",
    "chimerism": "square",
    "seen": "circle",
    "level": "square",
    "up": "up",
    "down": "down",
    "death": "cross",
}
_CORNERS = {
    "up": ((0.0, -0.5), (0.5, 0.4), (-0.5, 0.4)),
    "down": ((0.0, 0.5), (0.5, -0.4), (-0.5, -0.4)),
    "diamond": ((0.0, -0.5), (0.5, 0.0), (0.0, 0.5), (-0.5, 0.0)),
    "hexagon": ((0.5, 0.0), (0.25, 0.43), (-0.25, 0.43), (-0.5, 0.0), (-0.25, -0.43), (0.25, -0.43)),
}
DERIVED = 0.4  # strength of the filling of what was not reported but follows from something else
_RELATIVE_SIZES = {"up": 1.15, "down": 1.15, "diamond": 1.25, "square": 0.95, "cross": 1.35}


@cache
def path(name: str) -> QPainterPath:
    """The mark of a series or flag; a hexagon for what has none of its own."""
    shape = _SHAPES.get(name, "hexagon")
    found = QPainterPath()
    if shape == "circle":
        found.addEllipse(QRectF(-0.5, -0.5, 1, 1))
    elif shape == "square":
        found.addRect(QRectF(-0.5, -0.5, 1, 1))
    elif shape == "cross":
        for box in (QRectF(-0.09, -0.5, 0.18, 1.0), QRectF(-0.34, -0.27, 0.68, 0.18)):
            found.addRect(box)
        found = found.simplified()
    else:
        found.addPolygon(QPolygonF([QPointF(*corner) for corner in _CORNERS[shape]]))
        found.closeSubpath()
    return found


def size(name: str, base: float) -> float:
    """The size at which a mark looks as large as a circle of the base size."""
    return base * _RELATIVE_SIZES.get(_SHAPES.get(name, "hexagon"), 1.0)


def draw_point(canvas: Canvas, role: str, point: Point, x: float, y: float) -> None:
    """The mark of a count: full, hollow where something makes it hard to compare, tinted where derived."""
    palette = canvas.style.palette
    filling = palette.tint(role, DERIVED) if point.derived else palette.ground
    draw(canvas, role, x, y, palette.of(role), bool(point.context), filling)


def draw(
    canvas: Canvas, name: str, x: float, y: float, colour: str, hollow: bool = False, filling: str = ""
) -> None:
    """Draw a mark about a point; hollow for what is not a plain exact value, filled with the ground."""
    canvas.painter.setPen(pen(colour, canvas.style.line if hollow else 0.8))
    canvas.painter.setBrush(QColor((filling or canvas.style.palette.ground) if hollow else colour))
    scale = size(name, canvas.style.mark)
    canvas.painter.drawPath(QTransform().translate(x, y).scale(scale, scale).map(path(name)))
