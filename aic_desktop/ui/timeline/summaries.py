"""Writes the line of therapy and the dose of a course, in words, within or beside its bar."""

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from aic_desktop.reporting.scene import Bar, Entry, Lane
from aic_desktop.ui.timeline.canvas import Canvas, Frame
from aic_desktop.ui.timeline.shapes import BODY

_GAP = 5.0
_LEAST_TEXT = 45.0  # pixels below which an elided summary says nothing
# Groups that say why a drug was given; the cytopenia is why the others were.
_TELLING_GROUPS = (
    "GvHD prophylaxis",
    "GvHD treatment",
    "substitution",
    "infection",
    "supportive",
    "conditioning",
)


class _Spot(NamedTuple):
    """Where words may begin, and the pixels they have there."""

    at: float
    room: float


def write_summary(
    canvas: Canvas,
    row: tuple[Lane, QRectF, Frame],
    bar: Bar,
    own: tuple[float, float],
    room: tuple[float, float],
) -> float:
    """Within a plain bar, else right of it, left of it, or shortened where it fits: the pixel it reaches to.

    `own` are the pixels of the bar, `room` those between its neighbours.
    """
    lane, box, frame = row
    line = f"L{bar.line}" if bar.line else ""
    purpose = lane.group if lane.group in _TELLING_GROUPS else ""
    words = ", ".join(part for part in (purpose, bar.summary) if part)
    if not (line or words) or own[1] < room[0] or own[0] > room[1]:
        return room[0]
    lead = canvas.bold_width(line) + _GAP if line else 0.0
    width = lead + canvas.width(words)
    if room[1] - room[0] < min(width, _LEAST_TEXT):
        canvas.unsaid.append(Entry(bar.record, lane.role, bar.text))
        return room[0]
    spots = _spots(bar, width, (box, frame), own, room)
    spot = next((spot for spot in spots if spot.room >= width), None)
    if spot is None:
        canvas.unsaid.append(Entry(bar.record, lane.role, bar.text))
        spot = max(spots[0], spots[1], key=_room)
        if spot.room < lead + _LEAST_TEXT:
            return room[0]
    middle, ink = box.center().y(), canvas.style.palette.ink
    if spot == spots[0]:  # words are not read through hatching
        plate = QRectF(spot.at - 2, box.top(), min(width, spot.room) + 4, box.height() - 2)
        canvas.painter.fillRect(plate, QColor(canvas.style.palette.tint(lane.role, BODY)))
    if line:
        canvas.text(spot.at, middle, line, ink, bold=True)
    return canvas.text(spot.at + lead, middle, canvas.elided(words, spot.room - lead + 0.5), ink)


def _spots(
    bar: Bar,
    width: float,
    place: tuple[QRectF, Frame],
    own: tuple[float, float],
    room: tuple[float, float],
) -> tuple[_Spot, ...]:
    """Within the certain part of the bar, right and left of it for words of a width, anywhere within it."""
    box, frame = place
    left, right = max(own[0], box.left()), min(own[1], box.right())
    plain = bar.solid and not bar.steps and not bar.ticks
    return (
        _within(frame, bar.start_hi, bar.stop_lo, plain),
        _Spot(right + _GAP, room[1] - right - 2 * _GAP),
        _Spot(left - _GAP - width, left - room[0] - 2 * _GAP),
        _within(frame, bar.start_lo, bar.stop_hi, plain),
    )


def _within(frame: Frame, first: float, last: float, plain: bool) -> _Spot:
    """Between two days, as far as they are in sight; no room where doses are drawn there."""
    left, right = max(frame.clamped(first), frame.left), min(frame.clamped(last), frame.right)
    return _Spot(left + _GAP + 2, right - left - 3 * _GAP if plain else 0.0)


def _room(spot: _Spot) -> float:
    return spot.room
