"""Flags on their days and transfused units, and how the labels of flags are packed into rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene import End, Flag, Lane
from aic_desktop.ui.timeline import marks
from aic_desktop.ui.timeline.canvas import Canvas, Frame, Style, pen
from aic_desktop.ui.timeline.shapes import TAIL, arrow, reach

_ARROW = 12.0  # pixels that an open day is drawn out
_TEXT_GAP = 3.0
_BAR_TEXT = 5.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A flag in its row, with the pixel its label begins at; None where the label found no room."""

    flag: Flag
    row: int
    text_at: float | None


def draw_flag(canvas: Canvas, flag: Flag, frame: Frame, box: QRectF) -> None:
    """A flag's mark, with the interval it fell in or lasted for."""
    colour, middle = canvas.style.palette.of(flag.role), box.center().y()
    left, right = frame.clamped(flag.lo), frame.clamped(flag.hi)
    spread = right > left and not flag.lasting and End.UNKNOWN not in (flag.start, flag.stop)
    at = (left + right) / 2 if spread or End.UNKNOWN in (flag.start, flag.stop) else left
    canvas.painter.setPen(pen(colour, canvas.style.line))
    if flag.lasting:
        lasted = QRectF(left, middle - 3, max(right - left, 2), 6)
        canvas.painter.fillRect(lasted, QColor(canvas.style.palette.tint(flag.role, 0.45)))
    elif spread:
        canvas.painter.drawLine(QLineF(left, middle, right, middle))
        for x in (left, right):
            canvas.painter.drawLine(QLineF(x, middle - 3, x, middle + 3))
    for end, way in ((flag.start, -1), (flag.stop, 1)):
        if end is End.UNKNOWN:
            canvas.painter.setPen(pen(colour, canvas.style.line))
            canvas.painter.drawLine(QLineF(at, middle, at + 8 * way, middle))
            arrow(canvas, colour, at + 7 * way, way, QRectF(at, middle - 3, 1, 6))
    marks.draw(canvas, flag.mark, at, middle, colour, hollow=flag.mark in ("seen", "level"))
    size = canvas.style.mark
    place = QRectF(min(left, at - size / 2), box.top(), max(right - left, size), box.height())
    canvas.hit(place, flag.record, flag.text)


def bar_labels(lane: Lane, style: Style, frame: Frame, rows: int) -> Iterator[tuple[str, float]]:
    """The words of a cytopenia's bar and the pixel they begin at; none where its only row is in use there."""
    for bar in lane.bars:
        left, right = reach(bar, frame, style)
        width = style.metrics.horizontalAdvance(bar.summary)
        in_sight = right >= frame.left and left <= frame.right
        at = max(left, frame.left) + _BAR_TEXT
        if min(right, frame.right) - at <= width + _BAR_TEXT:
            at = right + 5 if right + 5 + width <= frame.right else left - 5 - width
        used = rows == 1 and any(span.lo < at + width and at < span.hi for span in _spans(lane, style, frame))
        if bar.summary and in_sight and not used and at >= frame.left:
            yield bar.summary, at


class _Taken(NamedTuple):
    """A stretch of a row in use; `record` where it is a mark, which may touch others of its record.

    None is a bar: marks may stand on it, words may not.
    """

    lo: float
    hi: float
    record: RecordId | None


def _spans(lane: Lane, style: Style, frame: Frame) -> list[_Taken]:
    half = style.mark / 2
    return [_Taken(frame.clamped(f.lo) - half, frame.clamped(f.hi) + half, f.record) for f in lane.flags]


def _bars(lane: Lane, style: Style, frame: Frame, rows: int) -> Iterator[_Taken]:
    """Unknown ends, which nothing may cover; where there are other rows, the bars themselves."""
    for bar in lane.bars:
        left, right = reach(bar, frame, style)
        if bar.stop is End.UNKNOWN:
            yield _Taken(right - TAIL, right, bar.record)
        if rows > 1:
            yield _Taken(left, right, None)


def packed(lane: Lane, style: Style, frame: Frame, rows: int) -> list[Placed]:
    """Each flag in the first row where mark and label cover nothing; else its mark alone."""
    taken: list[list[_Taken]] = [[] for _ in range(rows)]
    for words, left in bar_labels(lane, style, frame, rows):
        taken[0].append(_Taken(left, left + style.metrics.horizontalAdvance(words) + _BAR_TEXT, ""))
    taken[0] += _bars(lane, style, frame, rows)
    spans = _spans(lane, style, frame)
    # In a single row every mark keeps its place; among several it goes where its label fits.
    taken[0] += [s for s, flag in zip(spans, lane.flags, strict=True) if rows == 1 or not flag.label]
    return [_place(flag, span, style, frame, taken) for flag, span in zip(lane.flags, spans, strict=True)]


def rows_needed(lane: Lane, style: Style, frame: Frame, most: int) -> int:
    """The fewest rows in which as many labels have their place as in any number of rows up to `most`."""
    wanted = sum(1 for flag in lane.flags if flag.label)
    best, found = 1, -1
    for rows in range(1, most + 1):
        placed = sum(one.text_at is not None for one in packed(lane, style, frame, rows))
        if placed > found:
            best, found = rows, placed
        if placed == wanted:
            break
    return best


def _place(flag: Flag, span: _Taken, style: Style, frame: Frame, taken: list[list[_Taken]]) -> Placed:
    if not flag.label:
        return Placed(flag, 0, None)
    width = style.metrics.horizontalAdvance(flag.label)
    before = span.lo - _TEXT_GAP - (_ARROW if flag.start is End.UNKNOWN else 0)
    after = span.hi + _TEXT_GAP + (_ARROW if flag.stop is End.UNKNOWN else 0)
    for row, others in enumerate(taken):
        for label in (after, before - width):
            inside = label >= frame.left - style.mark and label + width <= frame.right + 1
            free = not any(label - 2 < other.hi and other.lo < label + width + 2 for other in others)
            if inside and free and not _meets(span.lo, span.hi, flag.record, others):
                others += [span, _Taken(label, label + width, "")]
                return Placed(flag, row, label)
    unused = (row for row, others in enumerate(taken) if not _meets(span.lo, span.hi, flag.record, others))
    row = next(unused, 0)
    taken[row].append(span)
    return Placed(flag, row, None)


def _meets(lo: float, hi: float, record: RecordId, others: list[_Taken]) -> bool:
    return any(lo < o.hi and o.lo < hi and o.record not in (record, None) for o in others)
