"""How many units had been transfused by a day: at least, and at most, as far as the days are known."""

from collections.abc import Iterable
from math import floor

from aic_desktop.reporting.scene.model import End, Lane, Rug


def units_until(lane: Lane, day: float) -> tuple[int, int | None]:
    """Units of a lane from its beginning to the end of a day; at most None where their number is open."""
    tallies = [_until(rug, floor(day + 0.5) + 0.5) for rug in lane.rugs]
    return sum(low for low, _ in tallies), _sum(high for _, high in tallies)


def total_words(lane: Lane, day: float) -> str:
    """“37”, “at least 12”, “0 to 163”; empty before the first unit."""
    low, high = units_until(lane, day)
    if high is None:
        return f"at least {low}" if low else "not known"
    return "" if not high else str(low) if low == high else f"{low} to {high}"


def _until(rug: Rug, edge: float) -> tuple[int, int | None]:
    if edge <= rug.start_lo and rug.start is not End.UNKNOWN:
        return 0, 0
    return _daily(rug, edge) if rug.daily else _in_all(rug, edge)


def _daily(rug: Rug, edge: float) -> tuple[int, int | None]:
    """So many each day; at least one where the number is not told."""
    each = rug.units or 1
    certain = max(0, floor(min(edge, rug.stop_lo) - rug.start_hi))
    beyond = edge > rug.stop_hi and rug.stop is End.UNKNOWN
    if rug.units is None or beyond or rug.start is End.UNKNOWN:
        return each * certain, None
    return each * certain, each * max(0, floor(min(edge, rug.stop_hi) - rug.start_lo))


def _in_all(rug: Rug, edge: float) -> tuple[int, int | None]:
    """A number somewhere between two days: none of it is certain before the second."""
    over = edge >= rug.stop_hi and rug.stop is not End.UNKNOWN
    if rug.units is None:
        return (1 if over else 0), None
    return (rug.units if over else 0), rug.units


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = list(numbers)
    return None if None in known else sum(number for number in known if number is not None)
