"""Writes a timeline as a figure for a journal: vector or 600 dpi, white ground, text as text."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QImageWriter, QPageSize, QPainter, QPdfWriter

from aic_desktop.domain.problem import Problem
from aic_desktop.reporting.scene import Scene
from aic_desktop.reporting.scene.describe import description
from aic_desktop.reporting.scene.legend import Sign, legend
from aic_desktop.services.ports import StoreError
from aic_desktop.ui import theme
from aic_desktop.ui.timeline import axis, key, lanes, listing, panels, values
from aic_desktop.ui.timeline.canvas import Canvas, Frame, Style
from aic_desktop.ui.timeline.palette import PRINT

_TITLE = "Counts and treatments after transplantation"
_DPI = 96.0  # of the coordinates drawn in
_IMAGE_DPI = 600
_POINTS = 7.5  # size of text in print
_PANEL = 118.0
_GAP = 8.0
_MARGIN = 6.0
_GUTTER_SHARE = 0.3
_MOST_FLAG_ROWS = 6


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything stands, in pixels of 96 dpi."""

    style: Style
    frame: Frame
    rows: tuple[lanes.Row, ...]
    key: list[tuple[int, float, Sign]]
    words: list[listing.Word]
    lanes_top: float
    axis_top: float
    key_top: float
    words_top: float
    height: float


def write_figure(scene: Scene, path: Path, width_mm: float = 170) -> None:
    """Write a scene as .svg, .pdf or .png of that width.

    Raises Problem for another kind of file, StoreError where the file cannot be written.
    """
    writers: dict[str, Callable[[Scene, float], bytes]] = {".svg": _svg, ".pdf": _pdf, ".png": _png}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        named = f"“{path.suffix}” is not" if path.suffix else "The name has no ending that is"
        raise Problem(f"{named} a kind of figure. End the name with .svg, .pdf or .png.")
    _save(writer(scene, width_mm / 25.4 * _DPI), path)


def _save(data: bytes, path: Path) -> None:
    """Write beside the file and put it in its place, so that a failure leaves the former figure whole."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or "the system refuses"
        words = f"The figure could not be written to {path}: {reason}. Choose another folder."
        raise StoreError(words) from error


def _svg(scene: Scene, width: float) -> bytes:
    from PySide6.QtSvg import QSvgGenerator

    layout = _layout(scene, width)
    buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(_DPI))
    size = QSizeF(width, layout.height)
    generator.setSize(size.toSize())
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(_TITLE)
    generator.setDescription(description(scene))
    with QPainter(generator) as painter:
        _paint(painter, scene, layout, width)
    return bytes(buffer.data().data())


def _pdf(scene: Scene, width: float) -> bytes:
    layout = _layout(scene, width)
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(_IMAGE_DPI)
    millimetres = QSizeF(width, layout.height) * (25.4 / _DPI)
    writer.setPageSize(QPageSize(millimetres, QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(_TITLE)
    with QPainter(writer) as painter:
        painter.scale(_IMAGE_DPI / _DPI, _IMAGE_DPI / _DPI)
        _paint(painter, scene, layout, width)
    return bytes(buffer.data().data())


def _png(scene: Scene, width: float) -> bytes:
    layout = _layout(scene, width)
    scale = _IMAGE_DPI / _DPI
    image = QImage(round(width * scale), round(layout.height * scale), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(_IMAGE_DPI / 0.0254))
    image.setDotsPerMeterY(round(_IMAGE_DPI / 0.0254))
    image.fill(QColor(PRINT.ground))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        _paint(painter, scene, layout, width)
    buffer = _buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _style() -> Style:
    font = QFont(theme.ensure_font())
    font.setPixelSize(round(_POINTS / 72 * _DPI))
    return Style(PRINT, font, lane=round(QFontMetricsF(font).height() + 1), mark=5.5, line=1.2)


def _layout(scene: Scene, width: float) -> _Layout:
    style = _style()
    line = style.metrics.height() + 3
    names = [style.metrics.horizontalAdvance(lane.label) for lane in scene.lanes]
    titles = [style.metrics.horizontalAdvance(panel.label) * 1.1 + 38 for panel in scene.panels]
    gutter = max([min(max([*names, 60.0]) + 12, width * _GUTTER_SHARE), *titles])
    frame = Frame(*scene.days, _MARGIN + gutter, width - gutter - 2 * _MARGIN - 4)
    rows = lanes.plan(scene, style, frame, _MOST_FLAG_ROWS)
    lanes_top = _MARGIN + len(scene.panels) * (_PANEL + _GAP)
    axis_top = lanes_top + lanes.height(rows) + 3
    key_top = axis_top + style.metrics.height() + 14
    signs = key.set_key(legend(scene), style, width - 2 * _MARGIN)
    words_top = key_top + (signs[-1][0] + 1 if signs else 0) * line
    words = listing.set_text(listing.paragraphs(scene), style, width - 2 * _MARGIN)
    bottom = words_top + (words[-1].line + 1 if words else 0) * line + _MARGIN
    return _Layout(style, frame, rows, signs, words, lanes_top, axis_top, key_top, words_top, bottom)


def _paint(painter: QPainter, scene: Scene, layout: _Layout, width: float) -> None:
    """Paint the whole figure."""
    canvas = Canvas(painter, layout.style)
    frame, line = layout.frame, layout.style.metrics.height() + 3
    painter.fillRect(QRectF(0, 0, width, layout.height), QColor(PRINT.ground))
    panels.paint_through(canvas, scene, frame, _MARGIN, layout.axis_top - _MARGIN)
    for number, panel in enumerate(scene.panels):
        place = panels.Place(panel, frame, _MARGIN + number * (_PANEL + _GAP), _PANEL)
        panels.paint_ground(canvas, place)
        panels.paint_axis(canvas, place, _MARGIN, frame.left)
        panels.paint_curve(canvas, place)
        panels.paint_uncertain(canvas, place)
        named = panels.rule_names(canvas, scene, place) if number == 0 else []
        values.paint_values(canvas, place, named)
    top = layout.lanes_top
    lanes.paint_names(canvas, layout.rows, _MARGIN, frame.left - 8, top)
    lanes.paint(canvas, layout.rows, frame, top, (0, layout.height))
    axis.paint_days(canvas, frame, layout.axis_top, frame.left - _MARGIN, scene.zeros[0])
    key.paint(canvas, layout.key, _MARGIN, layout.key_top, line)
    listing.paint(canvas, layout.words, _MARGIN, layout.words_top, line)
