"""Medians, ranges and percentages of values that may be imprecise, and how they are printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from math import inf, isfinite
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")


class Interval(NamedTuple):
    """A value between two bounds, both included; infinite where nothing is known on that side."""

    low: float
    high: float

    @property
    def exact(self) -> bool:
        """One single value."""
        return self.low == self.high

    def over(self, divisor: float) -> "Interval":
        """The value in a larger unit."""
        return Interval(self.low / divisor, self.high / divisor)


@dataclass(frozen=True, slots=True)
class Summary:
    """Median and range of n values; each an interval, since imprecise values can move it."""

    n: int
    median: Interval
    minimum: Interval
    maximum: Interval


def interval(low: float | Decimal | None, high: float | Decimal | None) -> Interval:
    """The interval between two bounds; None is open."""
    return Interval(-inf if low is None else float(low), inf if high is None else float(high))


def summary(values: Sequence[Interval]) -> Summary | None:
    """Median, minimum and maximum, each as wide as the values allow; None for no values.

    All three never fall when a value rises, so those of the lower bounds and of the upper bounds enclose
    them, as tightly as can be.
    """
    return summary_of(np.array([v.low for v in values]), np.array([v.high for v in values]))


def summary_of(low: Floats, high: Floats) -> Summary | None:
    """As `summary`, of the bounds of all values."""
    if not len(low):
        return None
    bounds = np.sort(low), np.sort(high)
    return Summary(
        len(low),
        Interval(*(_median(bound) for bound in bounds)),
        Interval(*(float(bound[0]) for bound in bounds)),
        Interval(*(float(bound[-1]) for bound in bounds)),
    )


def _median(ordered: Floats) -> float:
    below, above = float(ordered[(len(ordered) - 1) // 2]), float(ordered[len(ordered) // 2])
    return (below + above) / 2


def number(value: float, decimals: int, rounding: str = ROUND_HALF_UP) -> str:
    """Rounded, half up unless said otherwise, to at most so many decimals, without superfluous zeros."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding)
    text = format(rounded, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def shown(value: Interval, decimals: int) -> str:
    """58, 58..61, ≥200, ≤61; “about 8” where only the rounding hides that it is imprecise; "" if unknown.

    Bounds are rounded outwards, so that what is printed still encloses the value.
    """
    low = number(value.low, decimals, ROUND_FLOOR) if isfinite(value.low) else ""
    high = number(value.high, decimals, ROUND_CEILING) if isfinite(value.high) else ""
    if not low or not high:
        return f"≥{low}" if low else f"≤{high}" if high else ""
    nearest = number(value.low, decimals)
    if value.exact:
        return nearest
    return f"about {nearest}" if nearest == number(value.high, decimals) else f"{low}..{high}"


def median_and_range(summary: Summary, decimals: int) -> str:
    """127 (58–359); a single value alone; "unknown" where a figure has no bound at all."""
    parts = (summary.median, summary.minimum, summary.maximum)
    middle, low, high = (shown(part, decimals) or "unknown" for part in parts)
    if summary.n == 1:
        return middle
    plain = _PLAIN.fullmatch(low) and _PLAIN.fullmatch(high)
    return f"{middle} ({low}{'–' if plain else ' to '}{high})"


def median_and_quartiles(summary: Summary, first: Interval, third: Interval, decimals: int) -> str:
    """127 (Q1, Q3: 90, 230); a single value alone; "unknown" where a figure has no bound at all."""
    middle, low, high = (shown(part, decimals) or "unknown" for part in (summary.median, first, third))
    return middle if summary.n == 1 else f"{middle} (Q1, Q3: {low}, {high})"


def percent_interval(share: Interval) -> str:
    """Limits of a proportion as per cent to one decimal: 51.6–97.9."""
    return f"{number(100 * share.low, 1)}–{number(100 * share.high, 1)}"


def percent(n: int, of: int) -> str:
    """Rounded half up to whole per cent, below 10 to one decimal; 0 and 100 for none and all alone."""
    if of == 0:
        return ""
    exact = 100 * n / of
    if n in (0, of):
        return f"{exact:.0f} %"
    if exact < 0.1:
        return "<0.1 %"
    text = number(exact, 0 if exact >= 10 else 1)
    return ">99 %" if text == "100" else f"{text} %"
