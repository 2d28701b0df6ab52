"""From spans of whole days to edges on the axis: day d reaches from d - 0.5 to d + 0.5."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.scene.model import End


class Edges(NamedTuple):
    """An end of a bar: somewhere between two edges, and how well it is known."""

    lo: float
    hi: float
    end: End


def start_edges(span: Span) -> Edges:
    """Where something begins: “before +30” is unknown to the left, “+30 or later” open to the right."""
    return _edges(span, -0.5, End.UNKNOWN, End.OPEN)


def stop_edges(span: Span) -> Edges:
    """Where something ends: “+30 or later” is unknown to the right, “before +30” open to the left."""
    return _edges(span, 0.5, End.OPEN, End.UNKNOWN)


def whole(span: Span) -> tuple[float, float]:
    """From the first edge of the earliest day to the last edge of the latest, as far as they are known."""
    known = [day for day in span if day is not None]
    return min(known) - 0.5, max(known) + 0.5


def certain_days(first: Span, last: Span) -> tuple[float, float]:
    """The edges of what surely lies between two spans; nothing where they leave nothing certain."""
    lo = whole(first)[1] - 1
    return lo, max(whole(last)[0] + 1, lo)


def ends(span: Span) -> tuple[End, End]:
    """How the two ends of an interval in which something fell are known."""
    known = End.EXACT if span.exact else End.IMPRECISE
    return End.UNKNOWN if span.earliest is None else known, End.UNKNOWN if span.latest is None else known


def hull(spans: Iterable[Span | None]) -> Span | None:
    """The days from the first known bound to the last; None where nothing is known."""
    known = [day for span in spans if span for day in span if day is not None]
    return Span(min(known), max(known)) if known else None


def rows_for(extents: Sequence[tuple[float, float]]) -> list[int]:
    """A row for each interval so that no two in one row overlap; in the order given, earliest rows first."""
    ends: list[float] = []
    rows = [0] * len(extents)
    for index in sorted(range(len(extents)), key=lambda i: extents[i]):
        lo, hi = extents[index]
        row = next((r for r, end in enumerate(ends) if end <= lo), len(ends))
        ends[row : row + 1] = [max(hi, lo + 1)]
        rows[index] = row
    return rows


def _edges(span: Span, shift: float, without_earliest: End, without_latest: End) -> Edges:
    if span.earliest is None or span.latest is None:
        known = (span.latest if span.earliest is None else span.earliest) or 0
        return Edges(
            known + shift, known + shift, without_earliest if span.earliest is None else without_latest
        )
    end = End.EXACT if span.exact else End.IMPRECISE
    return Edges(span.earliest + shift, span.latest + shift, end)
