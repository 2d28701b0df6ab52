"""Paints the report of a case on one A4 page; what finds no room is counted in words."""

from dataclasses import dataclass, replace
from itertools import accumulate

from PySide6.QtCore import QLineF, QSizeF
from PySide6.QtGui import QFont, QPainter

from aic_desktop.reporting.report import COLUMNS, Report, Row, more_words
from aic_desktop.reporting.scene.describe import description
from aic_desktop.ui.figure import Look, figure, style_of
from aic_desktop.ui.figure_dialog import Choice
from aic_desktop.ui.figure_files import DPI, Picture, pixels
from aic_desktop.ui.timeline.canvas import Canvas, Style, pen
from aic_desktop.ui.timeline.listing import broken

PAGE_MM = (210.0, 297.0)
_MARGIN_MM = 13.0
_TEXT_POINTS, _TITLE_POINTS = 8.25, 15.0
_LABELS = 118.0  # width of what the lines of the header are called
_FACT_LINES = 3  # at most, of one fact
_CELL_LINES = 2
_SHARES = (0.05, 0.29, 0.19, 0.22, 0.14, 0.11)  # of the table's width, beside COLUMNS
_PANELS = (140.0, 112.0, 88.0, 66.0, 56.0)  # heights of a panel, the first that lets everything in is taken
_LEAST_TABLE = 0.4  # of the room below the header, before the timeline gives way
_GAP = 8.0
_IDENTIFIERS = "identifiers"
_SUBJECT = "Immune-mediated cytopenia after allogeneic stem-cell transplantation"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text on the page; `label` stands before it."""

    words: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """Where everything stands, from the upper edge in pixels of 96 dpi."""

    style: Style
    width: float
    facts: tuple[_Line, ...]
    timeline: Picture
    timeline_top: float
    timeline_left_out: str
    rows: tuple[tuple[tuple[str, ...], ...], ...]  # of each row the lines of each cell
    against: int  # how many of the rows, the first, tell treatment of the cytopenia
    table_top: float
    rows_left_out: str


def report_picture(report: Report, grey: bool = False) -> Picture:
    """The page as a picture of A4."""
    size = QSizeF(*map(pixels, PAGE_MM))
    page = _page(report, grey)

    def paint(painter: QPainter) -> None:
        _paint(painter, report, page)

    return Picture(size, paint, f"Case {report.title}", "\n".join(_in_words(report)))


def _in_words(report: Report) -> list[str]:
    """Everything, as one reads it, whether or not it found room."""
    facts = [f"{fact.label}: {fact.words}" for fact in report.facts]
    rows = ["; ".join(cell for cell in row.cells if cell) for row in report.rows]
    return [report.title, *facts, description(report.scene), *rows, *report.foot]


# -- what stands where ----------------------------------------------------------------------------


def _style(grey: bool) -> Style:
    style = style_of(grey)
    return replace(style, font=_font(style.font, _TEXT_POINTS))


def _font(font: QFont, points: float) -> QFont:
    found = QFont(font)
    found.setPixelSize(round(points / 72 * DPI))
    return found


def _page(report: Report, grey: bool) -> _Page:
    style, margin = _style(grey), pixels(_MARGIN_MM)
    width, line = pixels(PAGE_MM[0]) - 2 * margin, _line(style)
    facts = tuple(_fact_lines(report, style, width))
    top = margin + 2 * line + len(facts) * line + _GAP
    bottom = pixels(PAGE_MM[1]) - margin - len(report.foot) * line - _GAP
    table = [_cell_lines(row, style, width) for row in report.rows]
    heights = [line * max(map(len, cells)) for cells in table]
    wanted = sum(heights) + 2 * line + _GAP
    room = bottom - top
    timeline, without = _timeline(report, grey, room - min(wanted, _LEAST_TABLE * room) - _GAP)
    table_top = top + timeline.size.height() + _GAP + (line if without else 0)
    fitting = sum(end <= bottom - table_top - 2 * line for end in accumulate(heights))
    return _Page(
        style, width, facts, timeline, top, more_words(without, " rows of the timeline"),
        tuple(table[:fitting]), sum(row.against for row in report.rows), table_top,
        more_words(len(table) - fitting),
    )  # fmt: skip


def _line(style: Style) -> float:
    return style.metrics.height() + 1.5


def _fact_lines(report: Report, style: Style, width: float) -> list[_Line]:
    found: list[_Line] = []
    for fact in report.facts:
        first, *others = _at_most(broken(fact.words, style, width - _LABELS), _FACT_LINES)
        found += [_Line(first, fact.label), *(_Line(words) for words in others)]
    return found


def _cell_lines(row: Row, style: Style, width: float) -> tuple[tuple[str, ...], ...]:
    widths = [share * width - _GAP for share in _SHARES]
    return tuple(
        _at_most(broken(cell, style, room), _CELL_LINES) for cell, room in zip(row.cells, widths, strict=True)
    )


def _at_most(lines: list[str], most: int) -> tuple[str, ...]:
    """The first lines, the last of them with an ellipsis where more would follow."""
    return tuple(lines) if len(lines) <= most else (*lines[: most - 1], f"{lines[most - 1]} …")


def _timeline(report: Report, grey: bool, room: float) -> tuple[Picture, int]:
    """The timeline in a height: lower panels first, then fewer lanes from the end; how many went."""
    scene = report.scene
    width = PAGE_MM[0] - 2 * _MARGIN_MM
    for panel in _PANELS:
        drawn = figure(scene, Look(width, grey, listed=False, panel=panel))
        if drawn.size.height() <= room:
            return drawn, 0
    kept = len(scene.lanes)
    while kept and drawn.size.height() > room:
        kept -= max(1, int((drawn.size.height() - room) / (3 * _line(_style(grey)))))
        kept = max(kept, 0)
        shorter = replace(scene, lanes=scene.lanes[:kept])
        drawn = figure(shorter, Look(width, grey, listed=False, panel=_PANELS[-1]))
    return drawn, len(scene.lanes) - kept


# -- painting -------------------------------------------------------------------------------------


def _paint(painter: QPainter, report: Report, page: _Page) -> None:
    margin, line = pixels(_MARGIN_MM), _line(page.style)
    canvas = Canvas(painter, page.style)
    palette = page.style.palette
    title = Canvas(painter, replace(page.style, font=_font(page.style.font, _TITLE_POINTS)))
    title.text(margin, margin + line / 2, report.title, palette.ink, bold=True)
    canvas.text_right(margin + page.width, margin + line / 2, _SUBJECT, palette.quiet)
    for number, fact in enumerate(page.facts):
        middle = margin + (2.5 + number) * line
        canvas.text(margin, middle, fact.label, palette.quiet)
        canvas.text(margin + _LABELS, middle, fact.words, palette.ink)
    painter.save()
    painter.translate(margin, page.timeline_top)
    page.timeline.paint(painter)
    painter.restore()
    if page.timeline_left_out:
        canvas.text(margin, page.table_top - line / 2, page.timeline_left_out, palette.quiet)
    _paint_table(canvas, page, margin)
    for number, words in enumerate(reversed(report.foot)):
        canvas.text(margin, pixels(PAGE_MM[1]) - margin - (number + 0.5) * line, words, palette.quiet)


def _paint_table(canvas: Canvas, page: _Page, left: float) -> None:
    palette, line = page.style.palette, _line(page.style)
    columns = [left + edge * page.width for edge in accumulate((0.0, *_SHARES[:-1]))]
    y = page.table_top
    for x, heading in zip(columns, COLUMNS, strict=True):
        canvas.text(x, y + line / 2, heading, palette.quiet, bold=True)
    y += line + 1
    canvas.painter.setPen(pen(palette.quiet, 0.8))
    canvas.painter.drawLine(QLineF(left, y, left + page.width, y))
    y += 1.5
    for place, cells in enumerate(page.rows):
        if place == page.against and place:
            canvas.painter.setPen(pen(palette.faint, 0.8))
            canvas.painter.drawLine(QLineF(left, y, left + page.width, y))
        for x, lines in zip(columns, cells, strict=True):
            for number, words in enumerate(lines):
                canvas.text(x, y + (number + 0.5) * line, words, palette.ink)
        y += line * max(map(len, cells))
    if page.rows_left_out:
        canvas.text(columns[1], y + line / 2, page.rows_left_out, palette.quiet)


class CaseReport:
    """The report of a case as the dialogue for figures asks for it: without identifiers at first."""

    resizable = False
    choices = (Choice(_IDENTIFIERS, "&Name, hospital number and dates", False),)

    def __init__(self, plain: Report, identified: Report) -> None:
        """Both made before, so that a choice needs no reading."""
        self.name = f"{plain.title} report"
        self._plain, self._identified = plain, identified

    def draw(self, _width_mm: float, grey: bool, shown: frozenset[str]) -> Picture:
        """The page; its width is that of the paper."""
        return report_picture(self._identified if _IDENTIFIERS in shown else self._plain, grey)
