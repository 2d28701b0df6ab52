"""Paints what lies over the picture: the crosshair, frozen lines, a range, a day on its way, rings."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from aic_desktop.reporting.scene.axes import signed
from aic_desktop.ui.timeline.canvas import Canvas, Hit, crisp, pen
from aic_desktop.ui.timeline.places import Places
from aic_desktop.ui.timeline.sheet import Sheet

LETTERS = "AB"
_RANGE_STRENGTH = 40  # of 255
_HANDLE = 5.0


def paint(painter: QPainter, sheet: Sheet, places: Places, lit: Sequence[Hit], read: Sequence[Hit]) -> None:
    """Over panels and lanes, within them; `lit` are the marks to be ringed, `read` those read out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(places.through.adjusted(-6, -2, 6, 2))
    canvas = Canvas(painter, sheet.style)
    _range(canvas, sheet, places)
    _lines(canvas, sheet, places)
    _crosshair(canvas, sheet, places)
    _read(canvas, read)
    _rings(canvas, sheet, lit)
    _carried(canvas, sheet, places)


def _upright(canvas: Canvas, x: float, places: Places) -> None:
    canvas.painter.drawLine(QLineF(crisp(x), 0, crisp(x), places.through.bottom()))


def _crosshair(canvas: Canvas, sheet: Sheet, places: Places) -> None:
    if sheet.pointer is not None and sheet.frame.left <= sheet.pointer <= sheet.frame.right:
        canvas.painter.setPen(pen(canvas.style.palette.quiet, 1))
        _upright(canvas, sheet.pointer, places)


def _read(canvas: Canvas, read: Iterable[Hit]) -> None:
    """A thin frame about each count that the line of words tells: it may stand beside the crosshair."""
    canvas.painter.setPen(pen(canvas.style.palette.ink, 1))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    for hit in read:
        canvas.painter.drawRoundedRect(hit.rect.adjusted(-2, -2, 2, 2), 5, 5)


def _lines(canvas: Canvas, sheet: Sheet, places: Places) -> None:
    """The frozen lines, each with its letter on a ground of its own at the top."""
    palette = canvas.style.palette
    for letter, day in zip(LETTERS, sheet.lines, strict=False):
        x = sheet.frame.x(day)
        if not sheet.frame.left - 1 <= x <= sheet.frame.right + 1:
            continue
        canvas.painter.setPen(pen(palette.accent, 1.5))
        _upright(canvas, x, places)
        _label(canvas, x, places.through.top(), letter)


def _label(canvas: Canvas, x: float, top: float, words: str) -> None:
    """Words about a line on a ground of their own, so that they can be read over anything."""
    width = canvas.style.bold_metrics.horizontalAdvance(words)
    box = QRectF(x - width / 2 - 4, top, width + 8, canvas.style.metrics.height())
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(canvas.style.palette.accent))
    canvas.painter.drawRoundedRect(box, 3, 3)
    canvas.text(x - width / 2, box.center().y(), words, canvas.style.palette.ground, bold=True)


def _range(canvas: Canvas, sheet: Sheet, places: Places) -> None:
    if sheet.marked is None:
        return
    left, right = (sheet.frame.clamped(day) for day in sheet.marked)
    shade = QColor(canvas.style.palette.accent)
    shade.setAlpha(_RANGE_STRENGTH)
    top, height = places.through.top(), places.through.height()
    canvas.painter.fillRect(QRectF(left, top, right - left, height), shade)
    canvas.painter.setPen(pen(canvas.style.palette.accent, 1))
    for x in (left, right):
        _upright(canvas, x, places)


def _rings(canvas: Canvas, sheet: Sheet, lit: Iterable[Hit]) -> None:
    canvas.painter.setPen(pen(canvas.style.palette.accent, 2))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    for hit in lit:
        left, right = max(hit.rect.left(), sheet.frame.left - 4), min(hit.rect.right(), sheet.frame.right + 4)
        if right >= left:
            box = QRectF(left, hit.rect.top(), right - left, hit.rect.height())
            canvas.painter.drawRoundedRect(box.adjusted(-3, -1.5, 3, 1.5), 4, 4)


def _carried(canvas: Canvas, sheet: Sheet, places: Places) -> None:
    """A day on its way: its line from top to bottom, and a handle in its row."""
    move = sheet.carried
    if move is None:
        return
    palette, x = canvas.style.palette, sheet.frame.clamped(move.at)
    canvas.painter.setPen(pen(palette.accent, 1.5, Qt.PenStyle.DashLine))
    _upright(canvas, x, places)
    row = places.rows[move.grip.lane]
    top = places.lanes.top() + row.top - sheet.scrolled + move.grip.row * canvas.style.lane
    began = sheet.frame.clamped(move.grip.at)
    shade = QColor(palette.accent)
    shade.setAlpha(2 * _RANGE_STRENGTH)
    canvas.painter.fillRect(QRectF(min(x, began), top + 2, abs(x - began), canvas.style.lane - 4), shade)
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(palette.accent))
    canvas.painter.drawRoundedRect(QRectF(x - _HANDLE / 2, top, _HANDLE, canvas.style.lane), 2, 2)
    _label(canvas, x, places.through.top(), signed(move.day))
