"""Axes that a clinician reads: values linear or logarithmic with a place for zero, and days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

MINUS = "−"
_FLOOR_SHARE = 0.16  # of a logarithmic scale's height, added below it for 0 and for limits
_FLOOR_PLACE = 0.085  # where in it they stand
_MARGIN = 0.06  # of a scale's height, so that marks at its ends are whole
# Dates of an axis: days from one to the next on average, months from one to the next, days of these months.
_DATE_STEPS = (
    (1.0, 1, tuple(range(1, 32))), (5.07, 1, (1, 6, 11, 16, 21, 26)), (15.2, 1, (1, 16)), (30.4, 1, (1,)),
    (60.9, 2, (1,)), (91.3, 3, (1,)), (182.6, 6, (1,)), (365.2, 12, (1,)), (730.5, 24, (1,)),
    (1826.2, 60, (1,)), (3652.4, 120, (1,)), (18262.1, 600, (1,)),
)  # fmt: skip
_DAY_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """The value axis of a panel, in coordinates of its own: log10 of the value, or the value.

    On a logarithmic axis with a `floor`, zero and whatever lies below `low` stands at `floor_at`.
    """

    log: bool
    low: float
    high: float
    floor: bool
    floor_at: float
    bottom: float
    top: float
    ticks: tuple[float, ...]  # readable values, the most important first
    references: tuple[float, ...]

    def at(self, value: float | None) -> float:
        """The coordinate of a value; None, zero and what is too low to be shown stand at the floor."""
        if value is None:
            return self.floor_at
        if not self.log:
            return min(max(value, self.bottom), self.top)
        return min(log10(value), self.top) if value >= self.low else self.floor_at

    @property
    def break_at(self) -> float:
        """The coordinate where the logarithmic part begins above the place for zero."""
        return log10(self.low) if self.log else self.bottom


def log_axis(values: Sequence[float], references: tuple[float, ...], floor_needed: bool) -> ValueAxis:
    """A logarithmic axis around the values and reference lines, its ends readable where that costs little."""
    shown = [value for value in (*values, *references) if value > 0] or [1.0, 100.0]
    low, high = _snug(min(shown), _readable_below, 1 / 1.1), _snug(max(shown), _readable_above, 1.1)
    if high < 2 * low:
        low, high = _readable_below(low / 2), _readable_above(high * 2)
    span = log10(high) - log10(low)
    margin = _MARGIN * span
    bottom = log10(low) - (_FLOOR_SHARE * span if floor_needed else margin)
    top = log10(high) + margin
    floor_at = log10(low) - _FLOOR_PLACE * span if floor_needed else bottom
    ticks = _log_ticks(low, high)
    return ValueAxis(True, low, high, floor_needed, floor_at, bottom, top, ticks, references)


def linear_axis(values: Sequence[float], references: tuple[float, ...], floor_needed: bool) -> ValueAxis:
    """A linear axis between readable numbers; from zero where zero or a limit asks for it."""
    shown = [*values, *references] or [0.0, 10.0]
    low, high = min(shown), max(shown)
    if floor_needed or low < 0.3 * high:
        low = 0.0
    step = _readable_above((high - low or high or 1.0) / 6)
    low, high = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    high = high if high > low else low + step
    margin = _MARGIN * (high - low)
    bottom = low - margin
    ticks = _linear_ticks(low, high, step)
    return ValueAxis(False, low, high, floor_needed, low, bottom, high + margin, ticks, references)


def day_ticks(lo: float, hi: float, most: int, zero: int = 0) -> tuple[int, ...]:
    """At most about `most` readable days within lo..hi, counted from day `zero`."""
    span = max(hi - lo, 1e-9)
    step = next((s for s in _DAY_STEPS if span / s <= max(most, 1)), _DAY_STEPS[-1])
    first, last = ceil((lo - zero) / step), floor((hi - zero) / step)
    return tuple(zero + k * step for k in range(first, last + 1))


def date_ticks(lo: float, hi: float, most: int, day0: int) -> tuple[tuple[int, str], ...]:
    """At most about `most` days within lo..hi that begin a month or year, or parts of one, with their dates.

    `day0` is the proleptic ordinal of day 0: a calendar day has no time zone.
    """
    span = max(hi - lo, 1e-9)
    _, months, days = next((s for s in _DATE_STEPS if span / s[0] <= max(most, 1)), _DATE_STEPS[-1])
    first, last = max(ceil(lo) + day0, 1), min(floor(hi) + day0, date.max.toordinal())
    if first > last:
        return ()
    begin, end = date.fromordinal(first), date.fromordinal(last)
    length = 10 if len(days) > 1 else 7 if months < 12 else 4  # of an ISO date: the day, the month, the year
    month = begin.year * 12 + begin.month - 1
    found = []
    for at in range(month - month % months, end.year * 12 + end.month, months):
        for day in days:
            ordinal = _ordinal(at // 12, at % 12 + 1, day)
            if ordinal is not None and first <= ordinal <= last:
                found.append((ordinal - day0, date.fromordinal(ordinal).isoformat()[:length]))
    return tuple(found)


def number(value: float) -> str:
    """A value as an axis shows it: no exponent, no superfluous zeros."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def signed(day: float) -> str:
    """A day after HSCT as it is written in a chart: +58, 0, −7."""
    whole = round(day)
    return "0" if whole == 0 else f"+{whole}" if whole > 0 else f"{MINUS}{-whole}"


def _ordinal(year: int, month: int, day: int) -> int | None:
    """None for the 30th of February, and before the calendar begins."""
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _mantissas(value: float) -> tuple[float, list[float]]:
    decade: float = 10.0 ** floor(log10(value) + 1e-9)
    return decade, [round(m * decade, 12) for m in (1, 2, 5, 10)]


def _readable_below(value: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that does not exceed the value."""
    decade, steps = _mantissas(value)
    return max((step for step in steps if step <= value * (1 + 1e-9)), default=decade)


def _readable_above(value: float) -> float:
    """The smallest 1, 2 or 5 times a power of ten that is not exceeded by the value."""
    return min(step for step in _mantissas(value)[1] if step >= value * (1 - 1e-9))


def _snug(value: float, readable: Callable[[float], float], margin: float) -> float:
    """The next readable number where it is near, else the value with a margin: no empty third of a panel."""
    near = readable(value)
    return near if max(near / value, value / near) <= 1.3 else round(value * margin, 6)


def _log_ticks(low: float, high: float) -> tuple[float, ...]:
    first, last = floor(log10(low) + 1e-9), ceil(log10(high) - 1e-9)
    found = []
    for mantissa in (1, 5, 2):
        for power in range(first, last + 1):
            value = round(mantissa * 10.0**power, 12)
            if low * (1 - 1e-9) <= value <= high * (1 + 1e-9):
                found.append(value)
    return tuple(found)


def _linear_ticks(low: float, high: float, step: float) -> tuple[float, ...]:
    """Every step; the even ones first, so that a low panel still shows a regular scale."""
    values = [round(low + k * step, 9) for k in range(round((high - low) / step) + 1)]
    even = [value for value in values if round(value / step) % 2 == 0]
    return (*even, *(value for value in values if value not in even))
