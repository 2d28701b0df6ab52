"""Arithmetic with days that may be imprecise: what is not known exactly stays an interval."""

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from aic_desktop.domain.timepoint import Basis, Span, TimePoint, render


class Bounds(NamedTuple):
    """Between which two numbers something lies, both included; infinite where open."""

    low: float
    high: float


def bounds(span: Span | None) -> Bounds:
    """A span with its open ends as infinities; open on both sides for none."""
    low, high = span or (None, None)
    return Bounds(-inf if low is None else low, inf if high is None else high)


def earliest_of(spans: Iterable[Span]) -> Span | None:
    """The span of the first of several days: bounded by the smallest bounds; None for no spans."""
    known = tuple(spans)
    if len(known) < 2:
        return known[0] if known else None
    lower = min(-inf if s.earliest is None else s.earliest for s in known)
    upper = min(inf if s.latest is None else s.latest for s in known)
    return Span(_day(lower), _day(upper))


def latest_of(spans: Iterable[Span]) -> Span | None:
    """The span of the last of several days: bounded by the greatest bounds; None for no spans."""
    known = tuple(spans)
    if len(known) < 2:
        return known[0] if known else None
    lower = max(-inf if s.earliest is None else s.earliest for s in known)
    upper = max(inf if s.latest is None else s.latest for s in known)
    return Span(_day(lower), _day(upper))


def between(start: Span | None, end: Span | None) -> Span | None:
    """Days from one event to another, as wide as both together; None when nothing can be said."""
    if start is None or end is None:
        return None
    span = Span(_minus(end.earliest, start.latest), _minus(end.latest, start.earliest))
    return None if span == (None, None) else span


def surely_before(first: Span, second: Span) -> bool:
    """Whether every day that `first` can be lies before every day that `second` can be."""
    return first.latest is not None and second.earliest is not None and first.latest < second.earliest


def day_text(span: Span) -> str:
    """A day after HSCT in the normal form of time points: +58, 0, -7, +58..+61, ≥+200."""
    return render(TimePoint(Basis.DAY, *span, text=""))


def _minus(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a - b


def _day(bound: float) -> int | None:
    return None if bound in (inf, -inf) else int(bound)
