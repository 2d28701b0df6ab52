"""Paints all lanes as one picture: rows, names in the gutter, and every course, dose, unit and event."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF

from aic_desktop.reporting.scene import Bar, Entry, Flag, Lane, LaneKind, Scene
from aic_desktop.ui.timeline import rugs
from aic_desktop.ui.timeline.canvas import Canvas, Frame, Style, crisp, pen
from aic_desktop.ui.timeline.flags import bar_labels, draw_flag, packed, rows_needed
from aic_desktop.ui.timeline.responses import draw_judged, draw_reported
from aic_desktop.ui.timeline.shapes import draw_bar, reach
from aic_desktop.ui.timeline.summaries import write_summary

_GROUP_GAP = 4.0
_BEYOND = 60.0  # pixels an unknown end reaches beyond its day, with some to spare
_TEXT_GAP = 5.0


@dataclass(frozen=True, slots=True)
class Row:
    """Where a lane stands among the lanes, in pixels from the top of the first."""

    lane: Lane
    top: float
    rows: int
    height: float
    begins_group: bool
    rugs: rugs.Rugs


def plan(scene: Scene, style: Style, frames: Sequence[Frame], most_rows: int) -> tuple[Row, ...]:
    """Stack the lanes; those of flags get as many rows as labels need in any frame, at most `most_rows`."""
    found: list[Row] = []
    top = 0.0
    for lane in scene.lanes:
        begins = not found or found[-1].lane.group != lane.group
        top += _GROUP_GAP if begins and found else 0
        course = lane.kind is LaneKind.COURSE
        rows = max(rows_needed(lane, style, f, most_rows) for f in frames) if course else lane.rows
        found.append(Row(lane, top, rows, rows * style.lane, begins, rugs.Rugs.of(lane)))
        top += rows * style.lane
    return tuple(found)


def height(rows: Sequence[Row]) -> float:
    """The pixels all lanes need."""
    return rows[-1].top + rows[-1].height if rows else 0.0


def whole(rows: Sequence[Row], line: float, lo: float, hi: float) -> tuple[float, float]:
    """The part of lo..hi, pixels from the top of the first lane, in which no line of text is cut."""
    tops = [row.top + number * line for row in rows for number in range(row.rows)]
    inside = [top for top in tops if lo <= top and top + line <= hi]
    return (inside[0], inside[-1] + line) if inside else (lo, hi)


def paint_names(canvas: Canvas, rows: Sequence[Row], left: float, right: float, top: float) -> None:
    """The lanes' names in the gutter, with the long ones shortened as clinicians do."""
    for row in rows:
        name = row.lane.label
        if canvas.width(name) > right - left:
            name = canvas.elided(row.lane.short, right - left)
        canvas.text_right(right, top + row.top + canvas.style.lane / 2, name, canvas.style.palette.ink)


def paint(canvas: Canvas, rows: Sequence[Row], frame: Frame, top: float, bounds: tuple[float, float]) -> None:
    """Paint the lanes from pixel `top` down, as far as they lie within the bounds."""
    for row in rows:
        at = top + row.top
        if at + row.height < bounds[0] or at > bounds[1]:
            continue
        if row.begins_group and row.top:
            canvas.painter.setPen(pen(canvas.style.palette.faint, 1))
            line = crisp(at - _GROUP_GAP / 2)
            canvas.painter.drawLine(QLineF(frame.left, line, frame.right, line))
        if row.lane.kind is LaneKind.COURSE:
            _course(canvas, row, frame, at)
        elif row.lane.kind is LaneKind.RESPONSE:
            draw_judged(canvas, row.lane, frame, _box(canvas, at, 0, frame))
        elif row.lane.kind is LaneKind.TRANSFUSION:
            rugs.paint(canvas, row.rugs, frame, _box(canvas, at, 0, frame))
        else:
            _treatments(canvas, row, frame, at)


def _in_words(lane: Lane, flag: Flag) -> Entry:
    """A flag as it is listed: several days named in its label say more than its own."""
    return Entry(flag.record, flag.role, f"{lane.label}: {max(flag.text, flag.label, key=len)}")


def _box(canvas: Canvas, at: float, row: int, frame: Frame) -> QRectF:
    lane = canvas.style.lane
    return QRectF(frame.left, at + row * lane + 2, frame.width, lane - 4)


def _treatments(canvas: Canvas, row: Row, frame: Frame, at: float) -> None:
    near = [bar for bar in row.lane.bars if _in_sight(bar, frame)]
    for number in range(row.lane.rows):
        box = _box(canvas, at, number, frame)
        bars = sorted((bar for bar in near if bar.row == number), key=lambda bar: bar.start_lo)
        reaches = [reach(bar, frame, canvas.style) for bar in bars]
        free = frame.left
        for place, bar in enumerate(bars):
            following = reaches[place + 1][0] if place + 1 < len(bars) else frame.right
            room = (free, min(following, frame.right))
            draw_bar(canvas, row.lane.role, bar, reaches[place], frame, box, room[1] - 2)
            written = write_summary(canvas, (row.lane, box, frame), bar, reaches[place], room)
            free = max(free, reaches[place][1], written)


def _in_sight(bar: Bar, frame: Frame) -> bool:
    """Whether anything of a bar, its doses or its words can reach into the frame."""
    beyond = _BEYOND / frame.per_day
    first = min([bar.start_lo, *(tick.lo for tick in bar.ticks[:1])])
    last = max([bar.stop_hi, *(tick.hi for tick in bar.ticks[-1:])])
    return first <= frame.hi + beyond and last >= frame.lo - beyond


def _cytopenia(canvas: Canvas, row: Row, frame: Frame, box: QRectF) -> None:
    """The bars of a lineage with their words."""
    for bar in row.lane.bars:
        draw_bar(canvas, row.lane.role, bar, reach(bar, frame, canvas.style), frame, box, frame.right)
    labels = dict(bar_labels(row.lane, canvas.style, frame, row.rows))
    for words, left in labels.items():
        canvas.text(left, box.center().y(), words, canvas.style.palette.ink)
    for bar in row.lane.bars:
        if bar.summary and bar.summary not in labels and _in_sight(bar, frame):
            canvas.unsaid.append(Entry(bar.record, row.lane.role, bar.text))


def _course(canvas: Canvas, row: Row, frame: Frame, at: float) -> None:
    first = _box(canvas, at, 0, frame)
    draw_reported(canvas, row.lane, frame, QRectF(frame.left, at + 1, frame.width, row.height - 2))
    _cytopenia(canvas, row, frame, first)
    for placed in packed(row.lane, canvas.style, frame, row.rows):
        box = _box(canvas, at, placed.row, frame)
        if frame.left - 8 <= frame.x(placed.flag.hi) and frame.x(placed.flag.lo) <= frame.right + 8:
            draw_flag(canvas, placed.flag, frame, box)
            if placed.text_at is not None:
                canvas.text(placed.text_at, box.center().y(), placed.flag.label, canvas.style.palette.ink)
            elif placed.flag.label:
                canvas.unsaid.append(_in_words(row.lane, placed.flag))
