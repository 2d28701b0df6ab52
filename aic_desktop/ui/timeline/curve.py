"""The counts of one panel as arrays, and how they are drawn however many there are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene import Panel
from aic_desktop.ui.timeline import marks
from aic_desktop.ui.timeline.arrays import Numbers, draw_lines, draw_marks, draw_rects
from aic_desktop.ui.timeline.canvas import Canvas, pen
from aic_desktop.ui.timeline.panels import Place, reach_of

_THIN = 3.0  # pixels between counts below which a line is as thin as can be: smooth ones cost ten times more
_EDGE = 10.0  # pixels beyond the frame in which marks still reach into it

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """`xs` ascend; `ys` are coordinates of the value axis; `joined` counts have a line to the next."""

    xs: Numbers
    ys: Numbers
    joined: Flags
    plain: Flags
    hollow: Flags
    derived: Flags  # hollow for what nobody reported
    places: dict[RecordId, int]  # of the counts among the points
    loose: NDArray[np.int_]  # those that are more than a mark, with the days they reach over
    first: Numbers
    last: Numbers

    @classmethod
    def of(cls, panel: Panel) -> "Curve":
        """The arrays of a panel's points, made once and read at every frame."""
        points, axis = panel.points, panel.axis
        xs = np.fromiter((point.x for point in points), np.float64, len(points))
        ys = np.fromiter((axis.at(point.value_lo) for point in points), np.float64, len(points))
        joined = np.zeros(len(points), np.bool_)
        for run in panel.segments:
            joined[run[0] : run[-1]] = True
        plain = np.ones(len(points), np.bool_)
        plain[list(panel.loose)] = False
        hollow = plain & np.fromiter((bool(point.context) for point in points), np.bool_, len(points))
        derived = hollow & np.fromiter((point.derived for point in points), np.bool_, len(points))
        places = {point.record: index for index, point in enumerate(points)}
        loose = np.array(panel.loose, np.int_)
        reach = [reach_of(points[index]) for index in panel.loose]
        first, last = np.array(reach, np.float64).reshape(-1, 2).T
        return cls(xs, ys, joined, plain, hollow, derived, places, loose, first, last)

    def reaching(self, lo: float, hi: float) -> list[int]:
        """Of those that are more than a mark, which reach into the days."""
        return self.loose[(self.first <= hi) & (self.last >= lo)].tolist()  # type: ignore[no-any-return]

    def between(self, lo: float, hi: float) -> slice:
        """The counts from day to day, and on either side the neighbour that a line comes from."""
        first, last = np.searchsorted(self.xs, (lo, hi), "left"), np.searchsorted(self.xs, (lo, hi), "right")
        return slice(max(int(first[0]) - 1, 0), min(int(last[1]) + 1, len(self.xs)))


def paint(canvas: Canvas, place: Place, curve: Curve) -> None:
    """Every count in sight as its mark; more counts than pixels as what they span in each column."""
    frame = place.frame
    reach = _EDGE / frame.per_day
    part = curve.between(frame.lo - reach, frame.hi + reach)
    xs = frame.left + (curve.xs[part] - frame.lo) * frame.per_day
    axis = place.panel.axis
    ys = place.top + place.height * (axis.top - curve.ys[part]) / (axis.top - axis.bottom)
    joined, plain = curve.joined[part], curve.plain[part]
    hollow, derived = curve.hollow[part], curve.derived[part]
    role, crowded = place.panel.role, len(xs) > frame.width
    colour = canvas.style.palette.of(role)
    thin = len(xs) * _THIN > frame.width
    canvas.painter.setRenderHint(QPainter.RenderHint.Antialiasing, not thin)
    if crowded:
        drawn = joined | np.concatenate(([False], joined[:-1]))
        spans, links = columns(xs[drawn], ys[drawn], joined[drawn])
        canvas.painter.setPen(Qt.PenStyle.NoPen)
        canvas.painter.setBrush(QColor(colour))
        draw_rects(canvas.painter, spans)
        alone = plain & ~hollow & ~drawn
    else:
        links, alone = _links(xs, ys, joined), plain & ~hollow
    canvas.painter.setPen(pen(colour, 0 if thin else canvas.style.line))
    draw_lines(canvas.painter, links)
    canvas.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    palette = canvas.style.palette
    draw_marks(canvas, role, xs[alone], ys[alone])
    for own, filling in ((hollow & ~derived, palette.ground), (derived, palette.tint(role, marks.DERIVED))):
        draw_marks(canvas, role, xs[own], ys[own], filling)


def columns(xs: Numbers, ys: Numbers, joined: Flags) -> tuple[Numbers, Numbers]:
    """For each column of pixels the pixels that its counts span, and the lines from column to column.

    Rows of x, y, width, height, and of x1, y1, x2, y2. Nothing is averaged and no extreme is lost.
    """
    if not len(xs):
        return np.empty((0, 4)), np.empty((0, 4))
    at = np.floor(xs)
    starts = np.flatnonzero(np.concatenate(([True], at[1:] != at[:-1])))
    top = np.floor(np.minimum.reduceat(ys, starts))
    low = np.ceil(np.maximum.reduceat(ys, starts))
    spans = np.column_stack((at[starts], top, np.ones(len(starts)), np.maximum(low - top, 1.0)))
    after, before = starts[1:], starts[1:] - 1
    links = np.column_stack((xs[before], ys[before], xs[after], ys[after]))
    return spans, links[joined[before]]


def _links(xs: Numbers, ys: Numbers, joined: Flags) -> Numbers:
    """The lines between counts that may be joined, as rows of x1, y1, x2, y2."""
    ends = np.column_stack((xs[:-1], ys[:-1], xs[1:], ys[1:]))
    return ends[joined[:-1]]
