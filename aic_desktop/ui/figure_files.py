"""Writes any picture as a figure for a journal: SVG, PDF or 600-dpi PNG, white ground, text as text."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QImage, QImageWriter, QPageSize, QPainter, QPdfWriter

from aic_desktop import __version__
from aic_desktop.domain.problem import Problem
from aic_desktop.services.ports import StoreError
from aic_desktop.ui import theme

DPI = 96.0  # of the coordinates that pictures are painted in
IMAGE_DPI = 600
_MM_PER_INCH = 25.4
_LEAST_MM, _MOST_MM = 40.0, 1000.0
_FALLBACK_FONTS = "Arial, Helvetica, sans-serif"  # for readers of an SVG without the bundled font


@dataclass(frozen=True, slots=True)
class Picture:
    """What is painted: `paint` draws in pixels of 96 dpi within the size, and fills no more than that."""

    size: QSizeF
    paint: Callable[[QPainter], None]
    title: str
    description: str = ""  # for those who cannot see it


def figure_font() -> QFont:
    """The bundled font without contextual glyphs: a PDF loses what they stand for, and <3 is read as 3."""
    font = QFont(theme.ensure_font())
    font.setFeature(QFont.Tag("calt"), 0)
    return font


def pixels(millimetres: float) -> float:
    """Millimetres on paper in the pixels that pictures are painted in."""
    return millimetres / _MM_PER_INCH * DPI


def width_of(millimetres: float) -> float:
    """A figure's width in pixels; Problem for one that no page has."""
    if not _LEAST_MM <= millimetres <= _MOST_MM:
        raise Problem(f"A figure is between {_LEAST_MM:g} and {_MOST_MM:g} mm wide, not {millimetres:g}.")
    return pixels(millimetres)


def encoder_of(path: Path) -> Callable[[Picture], bytes]:
    """What writes the kind of file that a path names by its ending; Problem for another kind."""
    encoder = _ENCODERS.get(path.suffix.lower())
    if encoder is None:
        named = f"“{path.suffix}” is not" if path.suffix else "The name has no ending that is"
        raise Problem(f"{named} a kind of figure. End the name with .svg, .pdf or .png.")
    return encoder


def write_picture(picture: Picture, path: Path) -> None:
    """Write a picture as .svg, .pdf or .png.

    Raises Problem for another kind of file, StoreError where the file cannot be written.
    """
    save(encoder_of(path)(picture), path)


def save(data: bytes, path: Path) -> None:
    """Write beside the file and put it in its place, so that a failure leaves the former one whole."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or "the system refuses"
        words = f"{path.name} could not be written to {path.parent}: {reason}. Choose another folder."
        raise StoreError(words) from error


def svg(picture: Picture) -> bytes:
    """The picture as SVG: every word a text element, measures in millimetres exactly as asked for."""
    from PySide6.QtSvg import QSvgGenerator

    buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(DPI))
    generator.setSize(picture.size.toSize())
    generator.setViewBox(QRectF(0, 0, picture.size.width(), picture.size.height()))
    generator.setTitle(picture.title)
    generator.setDescription(picture.description)
    with QPainter(generator) as painter:
        _paint(painter, picture)
    return _corrected(bytes(buffer.data().data()), picture.size)


def pdf(picture: Picture) -> bytes:
    """The picture as a page of its own size, fonts embedded."""
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(IMAGE_DPI)
    size = picture.size * (_MM_PER_INCH / DPI)
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(picture.title)
    writer.setCreator(f"aic_desktop {__version__}")
    with QPainter(writer) as painter:
        painter.scale(IMAGE_DPI / DPI, IMAGE_DPI / DPI)
        _paint(painter, picture)
    return bytes(buffer.data().data())


def png(picture: Picture) -> bytes:
    """The picture in 600 dots per inch."""
    buffer = _buffer()
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setText("Title", picture.title)
    writer.write(image(picture))
    return bytes(buffer.data().data())


def image(picture: Picture, dpi: float = IMAGE_DPI) -> QImage:
    """The picture in dots."""
    scale = dpi / DPI
    dots = (picture.size * scale).toSize()
    found = QImage(dots, QImage.Format.Format_RGB32)
    per_metre = round(dpi / (_MM_PER_INCH / 1000))
    found.setDotsPerMeterX(per_metre)
    found.setDotsPerMeterY(per_metre)
    found.fill(Qt.GlobalColor.white)
    with QPainter(found) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        _paint(painter, picture)
    return found


def _paint(painter: QPainter, picture: Picture) -> None:
    painter.fillRect(QRectF(0, 0, picture.size.width(), picture.size.height()), Qt.GlobalColor.white)
    picture.paint(painter)


def _corrected(data: bytes, size: QSizeF) -> bytes:
    """Qt's SVG with its width and height unrounded, and fonts to fall back on."""
    width, height = (f"{side * _MM_PER_INCH / DPI:.6g}" for side in (size.width(), size.height()))
    measures = f'<svg width="{width}mm" height="{height}mm"'.encode()
    data = re.sub(rb'<svg width="[^"]+" height="[^"]+"', measures, data, count=1)
    own = f'font-family="{theme.BUNDLED_FAMILY}"'.encode()
    return data.replace(own, f'font-family="{theme.BUNDLED_FAMILY}, {_FALLBACK_FONTS}"'.encode())


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


_ENCODERS: dict[str, Callable[[Picture], bytes]] = {".svg": svg, ".pdf": pdf, ".png": png}
