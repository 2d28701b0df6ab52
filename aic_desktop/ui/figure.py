"""A timeline as a figure for a journal: panels, lanes, the key and what has no day, on white."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPicture

from aic_desktop.reporting.scene import Entry, Scene, Zero
from aic_desktop.reporting.scene.describe import description
from aic_desktop.reporting.scene.legend import Sign, legend
from aic_desktop.reporting.scene.zeros import DAY_0
from aic_desktop.ui.figure_files import DPI, Picture, figure_font, width_of, write_picture
from aic_desktop.ui.timeline import axis, key, lanes, listing, panels, values
from aic_desktop.ui.timeline.canvas import Canvas, Frame, Style
from aic_desktop.ui.timeline.palette import PRINT, greyed

SMALLEST_POINTS = 7.5  # of any text at any width: journals ask for 5 to 7 at least
_TITLE = "Counts and treatments after transplantation"
_LEAST_PANEL = 48.0
_GAP = 8.0
_MARGIN = 6.0
_GUTTER_SHARE = 0.3
_MOST_FLAG_ROWS = 6
_Lists = tuple[tuple[str, tuple[Entry, ...]], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What may be chosen of a figure beside the scene itself; `days` are those shown, None for all."""

    width_mm: float = 170.0
    grey: bool = False
    zero: Zero = DAY_0
    days: tuple[float, float] | None = None
    listed: bool = True  # what has no place on the axis, beneath it
    panel: float = 118.0  # height of a panel in pixels of 96 dpi, on average
    heights: Mapping[str, float] = field(default_factory=dict)  # of panels, relative to 1, as on the screen


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
    panels: tuple[float, ...]  # their heights
    height: float


def write_figure(scene: Scene, path: Path, look: Look | None = None) -> None:
    """Write a scene as .svg, .pdf or .png; Problem and StoreError as of `write_picture`."""
    write_picture(figure(scene, look or Look()), path)


def figure(scene: Scene, look: Look) -> Picture:
    """A scene as a picture of the width asked for, as high as it needs to be."""
    width = width_of(look.width_mm)
    layout = _layout(scene, width, look)

    def paint(painter: QPainter) -> None:
        _paint(painter, scene, layout, look)

    return Picture(QSizeF(width, layout.height), paint, _TITLE, description(scene))


def style_of(grey: bool) -> Style:
    """How figures are drawn, in pixels of 96 dpi."""
    font = figure_font()
    font.setPixelSize(round(SMALLEST_POINTS / 72 * DPI))
    lane = round(QFontMetricsF(font).height() + 1)
    return Style(greyed(PRINT) if grey else PRINT, font, lane=lane, mark=5.5, line=1.2)


def _layout(scene: Scene, width: float, look: Look) -> _Layout:
    style = style_of(look.grey)
    line = style.metrics.height() + 3
    names = [style.metrics.horizontalAdvance(lane.label) for lane in scene.lanes]
    titles = [style.metrics.horizontalAdvance(panel.label) * 1.1 + 38 for panel in scene.panels]
    gutter = max([min(max([*names, 60.0]) + 12, width * _GUTTER_SHARE), *titles])
    frame = Frame(*(look.days or scene.days), _MARGIN + gutter, width - gutter - 2 * _MARGIN - 4)
    rows = lanes.plan(scene, style, (frame,), _MOST_FLAG_ROWS)
    heights = _heights(scene, look)
    lanes_top = _MARGIN + sum(heights) + len(heights) * _GAP
    axis_top = lanes_top + lanes.height(rows) + 3
    key_top = axis_top + style.metrics.height() + 14 + (0 if _named_beside(style, frame, look) else line)
    signs = key.set_key(legend(scene), style, width - 2 * _MARGIN)
    words_top = key_top + (signs[-1][0] + 1 if signs else 0) * line
    layout = _Layout(style, frame, rows, signs, [], lanes_top, axis_top, key_top, words_top,
                     heights, words_top)  # fmt: skip
    lists = (*_unsaid(scene, layout), *(listing.paragraphs(scene) if look.listed else ()))
    words = listing.set_text(lists, style, width - 2 * _MARGIN)
    bottom = words_top + (words[-1].line + 1 if words else 0) * line + _MARGIN
    return replace(layout, words=words, height=bottom)


def _unsaid(scene: Scene, layout: _Layout) -> _Lists:
    """What finds no room beside its mark, found by painting what moves with the days once for nothing."""
    nowhere = QPicture()
    with QPainter(nowhere) as painter:
        canvas = Canvas(painter, layout.style)
        _paint_course(canvas, scene, layout)
    return (("Without a label above:", tuple(canvas.unsaid)),) if canvas.unsaid else ()


def _places(scene: Scene, layout: _Layout) -> list[panels.Place]:
    tops = accumulate((height + _GAP for height in layout.panels), initial=_MARGIN)
    placed = zip(scene.panels, tops, layout.panels, strict=False)
    return [panels.Place(panel, layout.frame, top, height) for panel, top, height in placed]


def _heights(scene: Scene, look: Look) -> tuple[float, ...]:
    """The height of each panel: shares of what all would have together, none too low to be read."""
    shares = [look.heights.get(panel.analyte, 1.0) for panel in scene.panels]
    whole = look.panel * len(shares)
    return tuple(max(whole * share / sum(shares), _LEAST_PANEL) for share in shares)


def _paint(painter: QPainter, scene: Scene, layout: _Layout, look: Look) -> None:
    """Paint the whole figure: what moves with the days first, so that the gutter covers what lies beyond."""
    canvas = Canvas(painter, layout.style)
    frame, line = layout.frame, layout.style.metrics.height() + 3
    _paint_course(canvas, scene, layout)
    if look.days is not None:
        _cover_beyond(painter, frame, layout.axis_top)
    for place in _places(scene, layout):
        panels.paint_axis(canvas, place, _MARGIN, frame.left)
    lanes.paint_names(canvas, layout.rows, _MARGIN, frame.left - 8, layout.lanes_top)
    _paint_days(canvas, layout, look)
    key.paint(canvas, layout.key, _MARGIN, layout.key_top, line)
    listing.paint(canvas, layout.words, _MARGIN, layout.words_top, line)


def _paint_course(canvas: Canvas, scene: Scene, layout: _Layout) -> None:
    """Counts and lanes, all that moves with the days."""
    frame = layout.frame
    panels.paint_through(canvas, scene, frame, _MARGIN, layout.axis_top - _MARGIN)
    for number, place in enumerate(_places(scene, layout)):
        panels.paint_ground(canvas, place)
        panels.paint_curve(canvas, place)
        panels.paint_uncertain(canvas, place)
        named = panels.rule_names(canvas, scene, place) if number == 0 else []
        values.paint_values(canvas, place, named)
    lanes.paint(canvas, layout.rows, frame, layout.lanes_top, (0, layout.height))


def _named_beside(style: Style, frame: Frame, look: Look) -> bool:
    """Whether what the days are counted from fits into the gutter; else it has a line beneath."""
    return style.metrics.horizontalAdvance(axis.name_of(look.zero)) <= frame.left - 8 - _MARGIN


def _paint_days(canvas: Canvas, layout: _Layout, look: Look) -> None:
    frame, name = layout.frame, axis.name_of(look.zero)
    axis.paint_scale(canvas, frame, layout.axis_top, look.zero)
    if _named_beside(layout.style, frame, look):
        axis.paint_name(canvas, frame.left - 8, layout.axis_top, name)
    else:
        beneath = layout.axis_top + layout.style.metrics.height() + 3
        middle = frame.left + (frame.width + canvas.width(name)) / 2
        axis.paint_name(canvas, min(middle, frame.right), beneath, name)


def _cover_beyond(painter: QPainter, frame: Frame, bottom: float) -> None:
    """White over what was drawn outside the days in sight: an SVG knows no clipping."""
    ground = QColor(PRINT.ground)
    painter.fillRect(QRectF(0, 0, frame.left - 1, bottom), ground)
    painter.fillRect(QRectF(frame.right + 1, 0, bottom, bottom), ground)
