"""A timeline as a figure for a journal: panels, lanes, the key and what has no day, on white."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from aic_desktop.reporting.scene import Scene
from aic_desktop.reporting.scene.describe import description
from aic_desktop.reporting.scene.legend import Sign, legend
from aic_desktop.ui import theme
from aic_desktop.ui.figure_files import DPI, Picture, width_of, write_picture
from aic_desktop.ui.timeline import axis, key, lanes, listing, panels, values
from aic_desktop.ui.timeline.canvas import Canvas, Frame, Style
from aic_desktop.ui.timeline.palette import PRINT

_TITLE = "Counts and treatments after transplantation"
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
    """Write a scene as .svg, .pdf or .png of that width; Problem and StoreError as of `write_picture`."""
    write_picture(figure(scene, width_mm), path)


def figure(scene: Scene, width_mm: float) -> Picture:
    """A scene as a picture of that width, as high as it needs to be."""
    width = width_of(width_mm)
    layout = _layout(scene, width)

    def paint(painter: QPainter) -> None:
        _paint(painter, scene, layout)

    return Picture(QSizeF(width, layout.height), paint, _TITLE, description(scene))


def _style() -> Style:
    font = QFont(theme.ensure_font())
    font.setPixelSize(round(_POINTS / 72 * DPI))
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


def _paint(painter: QPainter, scene: Scene, layout: _Layout) -> None:
    """Paint the whole figure."""
    canvas = Canvas(painter, layout.style)
    frame, line = layout.frame, layout.style.metrics.height() + 3
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
