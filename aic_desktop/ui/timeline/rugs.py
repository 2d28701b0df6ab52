"""Paints transfused units: hundreds of single days in one call, and a label wherever one has room."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor

from aic_desktop.reporting.scene import End, Entry, Lane, Rug
from aic_desktop.reporting.scene.totals import total_words
from aic_desktop.ui.timeline.arrays import Numbers, draw_rects
from aic_desktop.ui.timeline.canvas import Canvas, Frame, pen
from aic_desktop.ui.timeline.shapes import TAIL, perhaps, unknown_end

_TEXT_GAP = 5.0
_LEAST_HEIGHT = 3.0
_OUTSIDE = 50.0  # pixels beyond the frame at which coordinates end, as of `Frame.clamped`

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Rugs:
    """The units of a lane in the order of their days; `single` are those of one exact day."""

    lane: Lane
    lo: Numbers
    hi: Numbers
    level: Numbers
    single: Flags
    unknown_start: Flags
    unknown_stop: Flags

    @classmethod
    def of(cls, lane: Lane) -> "Rugs":
        """Made once, and read at every frame."""
        rugs, count = lane.rugs, len(lane.rugs)
        return cls(
            lane,
            np.fromiter((rug.start_lo for rug in rugs), np.float64, count),
            np.fromiter((rug.stop_hi for rug in rugs), np.float64, count),
            np.fromiter((rug.level for rug in rugs), np.float64, count),
            np.fromiter((_is_single(rug) for rug in rugs), np.bool_, count),
            np.fromiter((rug.start is End.UNKNOWN for rug in rugs), np.bool_, count),
            np.fromiter((rug.stop is End.UNKNOWN for rug in rugs), np.bool_, count),
        )

    def pixels(self, frame: Frame) -> tuple[Numbers, Numbers]:
        """What each covers, without what is drawn for unknown ends."""
        bounds = frame.left - _OUTSIDE, frame.right + _OUTSIDE
        left = np.clip(frame.left + (self.lo - frame.lo) * frame.per_day, *bounds)
        right = np.clip(frame.left + (self.hi - frame.lo) * frame.per_day, *bounds)
        return left, np.maximum(right, left + 2)


def paint(canvas: Canvas, rugs: Rugs, frame: Frame, box: QRectF) -> None:
    """Units of a day by height; daily ones as a band; an aggregate as a dashed box with its number."""
    if not rugs.lane.rugs:
        return
    left, right = rugs.pixels(frame)
    reach = left - TAIL * rugs.unknown_start, right + TAIL * rugs.unknown_stop
    _total(canvas, rugs, frame, box, reach)
    seen = (right >= frame.left) & (left <= frame.right)
    role = rugs.lane.role
    single = np.flatnonzero(seen & rugs.single)
    heights = np.maximum(_LEAST_HEIGHT, box.height() * rugs.level[single])
    widths = right[single] - left[single]
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(canvas.style.palette.of(role)))
    draw_rects(canvas.painter, np.column_stack((left[single], box.bottom() - heights, widths, heights)))
    for place in np.flatnonzero(seen & ~rugs.single).tolist():
        _draw(canvas, role, rugs.lane.rugs[place], frame, box)
    for place, x, width in zip(single.tolist(), left[single].tolist(), widths.tolist(), strict=True):
        rug = rugs.lane.rugs[place]
        canvas.hit(QRectF(x, box.top(), width, box.height()), rug.record, rug.text)
    _labels(canvas, rugs, frame, box, reach)


def _is_single(rug: Rug) -> bool:
    exact = rug.start is End.EXACT and rug.stop is End.EXACT
    return exact and not rug.aggregate and rug.stop_lo - rug.start_hi <= 1


def _labels(canvas: Canvas, rugs: Rugs, frame: Frame, box: QRectF, reach: tuple[Numbers, Numbers]) -> None:
    """Within what is highest, right of it, or left of it; what finds no room is left unsaid."""
    left, right = reach
    labels = [rug.label for rug in rugs.lane.rugs]
    widths = np.fromiter(map(canvas.width, labels), np.float64, len(labels))
    wanted = (right >= frame.left) & (left <= frame.right) & (widths > 0)
    following = np.minimum(np.append(left[1:], frame.right), frame.right)
    before = np.insert(right[:-1], 0, frame.left)
    inside = np.maximum(left, frame.left) + _TEXT_GAP
    in_it = (rugs.level == 1) & ~rugs.unknown_stop & (right - inside >= widths + _TEXT_GAP)
    after_it = right + widths + _TEXT_GAP <= following
    free, ink = frame.left, canvas.style.palette.ink
    said = np.zeros(len(labels), np.bool_)
    for place in np.flatnonzero(wanted & (in_it | after_it | (left - widths - 3 >= before))).tolist():
        at, width = None, float(widths[place])
        if in_it[place]:
            at = float(inside[place])
        elif after_it[place] and right[place] + 3 >= free:
            at = float(right[place]) + 3
            free = at + width
        elif left[place] - width - 3 >= max(free, before[place]):
            at = float(left[place]) - 3 - width
            free = float(right[place])
        if at is not None:
            said[place] = True
            canvas.text(at, box.center().y(), labels[place], ink)
    for place in np.flatnonzero(wanted & ~said).tolist():
        rug = rugs.lane.rugs[place]
        canvas.unsaid.append(Entry(rug.record, rugs.lane.role, rug.text))


def _total(canvas: Canvas, rugs: Rugs, frame: Frame, box: QRectF, reach: tuple[Numbers, Numbers]) -> None:
    """All units up to the last day in sight, at the right end, unless units stand there."""
    if len(rugs.lo) < 2:
        return
    last = float(np.max(reach[1], where=rugs.lo < frame.hi, initial=0.0))
    taken = last + max(canvas.width(rug.label) for rug in rugs.lane.rugs) + 4 * _TEXT_GAP
    if taken < frame.right:
        words = f"total {total_words(rugs.lane, frame.hi)}"
        begins = frame.right - canvas.bold_width(words) - _TEXT_GAP
        if taken < begins:
            canvas.text(begins, box.center().y(), words, canvas.style.palette.quiet, bold=True)


def _draw(canvas: Canvas, role: str, rug: Rug, frame: Frame, box: QRectF) -> None:
    """Units whose days, or whose number on a day, are not known."""
    palette, painter = canvas.style.palette, canvas.painter
    left, right = frame.clamped(rug.start_lo), frame.clamped(rug.stop_hi)
    right = max(right, left + 2)
    if right < frame.left or left > frame.right:
        return
    top = box.bottom() - max(_LEAST_HEIGHT, box.height() * rug.level)
    if rug.aggregate:
        painter.setPen(pen(palette.of(role), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(palette.tint(role, 0.12)))
        painter.drawRect(QRectF(left, top, right - left, box.bottom() - top))
    else:
        inner_left = min(frame.clamped(rug.start_hi), right)
        inner_right = max(min(frame.clamped(rug.stop_lo), right), inner_left)
        for edges in ((left, inner_left), (inner_right, right)):
            perhaps(canvas, role, edges, top, box.bottom())
        narrow = rug.stop_lo - rug.start_hi <= 1 and rug.start is End.EXACT
        width = max(inner_right - inner_left, 2 if narrow else 0)
        certain = QRectF(inner_left, top, width, box.bottom() - top)
        painter.fillRect(certain, QColor(palette.tint(role, 1.0 if narrow else 0.5)))
    for end, edge, way in ((rug.start, left, -1), (rug.stop, right, 1)):
        if end is End.UNKNOWN:
            unknown_end(canvas, role, edge, way, box, frame.right)
    canvas.hit(QRectF(left, box.top(), right - left, box.height()), rug.record, rug.text)
