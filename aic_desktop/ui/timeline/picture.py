"""Paints the board whole, layer over layer, with the painters it shares with the figure."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from aic_desktop.reporting.scene import Scene
from aic_desktop.ui.timeline import axis, curve, lanes, panels, values
from aic_desktop.ui.timeline.canvas import Canvas, Hit
from aic_desktop.ui.timeline.places import GAP, Places
from aic_desktop.ui.timeline.sheet import Sheet

_NAME_GAP = 8.0


def paint(painter: QPainter, sheet: Sheet, scene: Scene, places: Places) -> list[Hit]:
    """Everything but what follows the pointer; what was drawn where in the lanes, the topmost last."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    canvas = Canvas(painter, sheet.style)
    painter.setClipRect(places.through)
    panels.paint_through(canvas, scene, sheet.frame, places.through.top(), places.through.height())
    for number in range(len(places.panels)):
        _paint_panel(canvas, sheet, scene, places, number)
    _paint_lanes(canvas, sheet, places)
    painter.setClipping(False)
    gutter, day0 = sheet.frame.left - places.days.left(), scene.day0 if scene.dates else None
    axis.paint_days(canvas, sheet.frame, places.days.top(), gutter, sheet.zero, day0)
    return canvas.hits


def place_of(sheet: Sheet, scene: Scene, places: Places, number: int) -> panels.Place:
    """A panel where it stands now."""
    rect, frame = places.panels[number], sheet.frame
    reaching = sheet.curves[number].reaching(frame.lo - panels.BEYOND, frame.hi + panels.BEYOND)
    return panels.Place(scene.panels[number], frame, rect.top(), rect.height(), reaching)


def lanes_shown(sheet: Sheet, places: Places) -> QRectF:
    """Where lanes are painted as they are scrolled now: a line of theirs is whole or not there."""
    rect = places.lanes
    if places.lanes_need <= rect.height():
        return rect
    lo = sheet.scrolled
    lo, hi = lanes.whole(places.rows, sheet.style.lane, lo, lo + rect.height())
    return QRectF(rect.left(), rect.top() + lo - sheet.scrolled, rect.width(), hi - lo)


def _paint_panel(canvas: Canvas, sheet: Sheet, scene: Scene, places: Places, number: int) -> None:
    place, rect = place_of(sheet, scene, places, number), places.panels[number]
    canvas.painter.setClipRect(rect)
    panels.paint_ground(canvas, place)
    curve.paint(canvas, place, sheet.curves[number])
    canvas.painter.setClipRect(rect.adjusted(0, -GAP / 2, 0, GAP / 2))
    panels.paint_uncertain(canvas, place)
    named = panels.rule_names(canvas, scene, place) if number == 0 else []
    values.paint_values(canvas, place, named)
    half = sheet.style.metrics.height() / 2
    canvas.painter.setClipRect(QRectF(0, rect.top() - half, rect.left() + 1, rect.height() + 2 * half))
    panels.paint_axis(canvas, place, 4, sheet.frame.left)


def _paint_lanes(canvas: Canvas, sheet: Sheet, places: Places) -> None:
    rect, top = lanes_shown(sheet, places), places.lanes.top() - sheet.scrolled
    canvas.painter.setClipRect(rect)
    lanes.paint(canvas, places.rows, sheet.frame, top, (rect.top(), rect.bottom()))
    canvas.painter.setClipRect(QRectF(0, rect.top(), rect.left(), rect.height()))
    lanes.paint_names(canvas, places.rows, 0, rect.left() - _NAME_GAP, top)
