"""What all pictures of a cohort share: an axis of time, items that answer for cases, and tables of them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aic_desktop.domain.criteria.person import DAYS_PER_YEAR
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene.axes import MINUS, day_ticks

_DAYS_PER_MONTH = float(DAYS_PER_YEAR) / 12
_MONTH_STEPS = (1, 2, 3, 6, 12)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50)
_LONGEST_IN_DAYS = 200
_LONGEST_IN_MONTHS = 4 * 365.25
_MOST_TICKS = 8


class Tick(NamedTuple):
    """A readable place on the axis of time."""

    day: float
    label: str


class TimeAxis(NamedTuple):
    """Days lo..hi, with ticks in a unit that suits the length; `title` names unit and zero."""

    title: str
    lo: float
    hi: float
    ticks: tuple[Tick, ...]


class Item(NamedTuple):
    """A part of a picture that can be pointed at: the cases it stands for, and what it says.

    Items of one `row` stand in one line of the picture, from left to right.
    """

    row: int
    key: str
    cases: tuple[RecordId, ...]
    text: str


def time_axis(zero: str, lo: float, hi: float) -> TimeAxis:
    """The axis of days from lo to hi after `zero`, in days, months of 30.44 or years of 365.25 days."""
    length = max(hi - lo, 1.0)
    if length <= _LONGEST_IN_DAYS:
        days = day_ticks(lo, lo + length, _MOST_TICKS)
        return TimeAxis(f"Days after {zero}", lo, lo + length, tuple(Tick(d, _whole(d)) for d in days))
    months = length <= _LONGEST_IN_MONTHS
    unit, steps = (_DAYS_PER_MONTH, _MONTH_STEPS) if months else (float(DAYS_PER_YEAR), _YEAR_STEPS)
    step = next((s for s in steps if length / unit / s <= _MOST_TICKS), steps[-1])
    first, last = -int(-lo // (unit * step)), int(hi // (unit * step))
    ticks = tuple(Tick(k * step * unit, _whole(k * step)) for k in range(first, last + 1))
    return TimeAxis(f"{'Months' if months else 'Years'} after {zero}", lo, hi, ticks)


def as_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV as everywhere in the program: commas, points, a header; what is not known stays empty."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return file.getvalue()


def figure(value: float | None) -> str:
    """A number for a table: to six decimals at most, “” for none."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def patients(n: int) -> str:
    """1 patient, 12 patients."""
    return "1 patient" if n == 1 else f"{n} patients"


def _whole(number: float) -> str:
    return f"{MINUS}{-number:g}" if number < 0 else f"{number:g}"
