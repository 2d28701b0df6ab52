"""The day of a line: a time point in all its readings, and the two ends of a range."""

import re
from dataclasses import replace
from functools import lru_cache

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.shorthand.base import Moment
from aic_desktop.domain.timepoint import TimePoint, render, time_readings
from aic_desktop.domain.units import plain_signs

_TO = re.compile(r"\.\.+|-|\b(?:to|until|till|bis)\b")
_ON = re.compile(r"[0-9]-$")
_LEAD = re.compile(r"^(?:from|von|vom|days?|tage?|d)\s+(?=[+\-\d])", re.IGNORECASE)


@lru_cache(maxsize=256)
def when(text: str) -> tuple[Moment, ...]:
    """Every reading of a day, `61-` from it on; Problem in words when it is none."""
    if _ON.search(plain_signs(text)):
        points = time_readings(plain_signs(text).removesuffix("-"))
        return tuple(Moment(point, on=True) for point in points)
    return tuple(_moment(point, plain_signs(text)) for point in time_readings(text))


def _moment(point: TimePoint, text: str) -> Moment:
    if point.exact or point.earliest is None or point.latest is None:
        return Moment(point)
    for sign in _TO.finditer(text):
        ends = _ends(point, text[: sign.start()], text[sign.end() :])
        if ends is not None:
            return Moment(point, ends, sign[0].startswith(".."))
    return Moment(point)


def _ends(point: TimePoint, left: str, right: str) -> tuple[TimePoint, TimePoint] | None:
    """The days a text names left and right of its sign, if together they are the range."""
    last = [end for end in _readings(right) if (end.basis, end.latest) == (point.basis, point.latest)]
    if not last or not left.strip():
        return None
    first = [end for end in _readings(left) if (end.basis, end.earliest) == (point.basis, point.earliest)]
    if first:
        return first[0], last[0]
    if not last[0].exact or last[0].latest == point.earliest:
        return None
    start = replace(point, latest=point.earliest)  # `12.-15.3.2020`: the left end alone is no date
    return replace(start, text=render(start)), last[0]


def _readings(text: str) -> tuple[TimePoint, ...]:
    try:
        return time_readings(_LEAD.sub("", text.strip()))
    except Problem:
        return ()
