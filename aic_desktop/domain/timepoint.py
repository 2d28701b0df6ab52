"""When something happened, as precisely as it is known and no more: a day, a date or an age."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from aic_desktop.domain.datetext import iso_month
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.timetext import Basis, Reading, only_dates_in, times_in
from aic_desktop.domain.units import convert

__all__ = ["Basis", "Calendar", "Span", "TimePoint", "date_readings", "render", "time_readings"]


@dataclass(frozen=True, slots=True)
class TimePoint:
    """An interval in its basis's own day count, both bounds included; None is an open end.

    DAY counts days after the index HSCT, DATE proleptic ordinals (`date.toordinal()`), AGE days of age.
    """

    basis: Basis
    earliest: int | None
    latest: int | None
    text: str

    def __post_init__(self) -> None:
        """Refuse an interval without any bound, or with nothing between its bounds."""
        if self.earliest is None and self.latest is None:
            raise ValueError("a time point needs a bound")
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError("a time point's earliest day lies after its latest")

    @property
    def exact(self) -> bool:
        """One single day."""
        return self.earliest is not None and self.earliest == self.latest

    @classmethod
    def on_day(cls, day: int) -> "TimePoint":
        """The exact day after the index HSCT, written as `+58`, `-7` or `0`."""
        return cls(Basis.DAY, day, day, _signed(day))

    def moved(self, days: int, late: bool) -> "TimePoint":
        """The exact time so many days after its earliest (`late`: its latest) bound; a date stays a date."""
        bounds = (self.latest, self.earliest) if late else (self.earliest, self.latest)
        own = next(bound for bound in bounds if bound is not None) + days
        exact = TimePoint(self.basis, own, own, "")
        return replace(exact, text=render(exact))


class Span(NamedTuple):
    """Days after one common zero, both included; None is an open end, on one side at most."""

    earliest: int | None
    latest: int | None

    @property
    def exact(self) -> bool:
        """One single day."""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def middle(self) -> float:
        """For sorting and plotting; with an open end, the known bound."""
        known = [day for day in self if day is not None]
        return sum(known) / len(known)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Resolves any basis into days after HSCT, as far as day 0 and birth are known; dates are a view.

    What is imprecise stays so: the uncertainty of day 0 and of birth is added to the point's own.
    """

    hsct: TimePoint | None = None
    birth: TimePoint | None = None

    def days(self, point: TimePoint | None) -> Span | None:
        """Days after the index HSCT; None when day 0 or birth is not known well enough."""
        if point is not None and point.basis is Basis.DAY:
            return Span(point.earliest, point.latest)
        dates = self.dates(point)
        if dates is None or self.hsct is None:
            return None
        return _sum(dates, Span(_negative(self.hsct.latest), _negative(self.hsct.earliest)))

    def dates(self, point: TimePoint | None) -> Span | None:
        """Proleptic ordinals; None when day 0 or birth is not known well enough."""
        if point is None:
            return None
        span = Span(point.earliest, point.latest)
        if point.basis is Basis.DATE:
            return span
        zero = self.hsct if point.basis is Basis.DAY else self.birth
        return None if zero is None else _sum(span, Span(zero.earliest, zero.latest))

    def other_face(self, point: TimePoint | None) -> str:
        """A day as its date (`2020-03-12`), a date or an age as its day (`+58..+61`); empty when unknown."""
        if point is None:
            return ""
        basis = Basis.DATE if point.basis is Basis.DAY else Basis.DAY
        span = self.dates(point) if basis is Basis.DATE else self.days(point)
        return "" if span is None else render(TimePoint(basis, *span, text=""))


def _negative(day: int | None) -> int | None:
    return None if day is None else -day


def _sum(a: Span, b: Span) -> Span | None:
    """Interval addition; None when both ends are open."""
    earliest = None if a.earliest is None or b.earliest is None else a.earliest + b.earliest
    latest = None if a.latest is None or b.latest is None else a.latest + b.latest
    return None if earliest is None and latest is None else Span(earliest, latest)


def time_readings(text: str) -> tuple[TimePoint, ...]:
    """Every reading of a day, date or age, likeliest first; Problem in words when there is none.

    `2.5 y`, `8 mo`, `3 wk` are times after HSCT, imprecise by half a unit of the last digit given (years of
    365.25 days); week 1 is days 0 to 6. Whole ages are completed years, months or weeks. `~n` is n ± 5 %, at
    least ± 3 days; about a date is ± 3 days, about a month or year half of its length more on either side.
    Before, after, until and from make limits. `2020` is a year or a day; `3/4/2020` is day first or month
    first; two-digit years are 2000 to 2049 and 1950 to 1999. Only 1900 to 2100 and 45,000 days are taken.
    """
    return _points(times_in(text), text)


def date_readings(text: str) -> tuple[TimePoint, ...]:
    """Every reading as a calendar date, month, year or range of them; Problem in words when there is none."""
    return _points(only_dates_in(text), text)


def _points(readings: tuple[Reading, ...], text: str) -> tuple[TimePoint, ...]:
    return tuple(TimePoint(*reading, text=text.strip()) for reading in readings)


def render(point: TimePoint) -> str:
    """The one normal form, read back in one way only: `+58`, `+867..+959`, `≥2020-03-12`, `age 8 y`.

    What was entered as about or as a length of time is shown with its bounds.
    """
    if point.basis is Basis.AGE:
        return _age(point)
    if point.basis is Basis.DAY:
        return _interval(point, _signed)
    if point.earliest is not None and point.latest is not None:
        return iso_month(point.earliest, point.latest) or _interval(point, _iso)
    return _interval(point, _iso)


def _interval(point: TimePoint, write: Callable[[int], str]) -> str:
    if point.earliest is None or point.latest is None:
        bound = point.latest if point.earliest is None else point.earliest
        assert bound is not None
        return f"{'≤' if point.earliest is None else '≥'}{write(bound)}"
    if point.exact:
        return write(point.earliest)
    return f"{write(point.earliest)}..{write(point.latest)}"


def _signed(day: int) -> str:
    return f"{day:+d}" if day else "0"


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _age(point: TimePoint) -> str:
    """The shortest age that means just these bounds; else the days themselves."""
    if point.earliest is not None and point.latest is not None and not point.exact:
        for text in _short_ages(point.earliest, point.latest):
            if _means(text, point):
                return text
    return f"age {_interval(point, str)} d"


def _means(text: str, point: TimePoint) -> bool:
    try:
        return times_in(text) == ((point.basis, point.earliest, point.latest),)
    except Problem:
        return False


def _short_ages(earliest: int, latest: int) -> Iterator[str]:
    for unit, letters in (("a", "y"), ("mo", "mo")):
        length = convert(Decimal(1), unit, "d")
        first, last = math.floor((earliest + 1) / length), math.floor((latest + 1) / length) - 1
        if first <= last:
            yield f"age {first} {letters}" if first == last else f"age {first}..{last} {letters}"
        yield f"age {(earliest + latest) / (2 * length):.1f} {letters}"
