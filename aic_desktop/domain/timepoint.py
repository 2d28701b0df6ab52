"""When something happened, as precisely as it is known and no more: a day, a date or an age."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from aic_desktop.domain.problem import Problem


class Basis(StrEnum):
    """What a time point counts from; its value is the stored code."""

    DAY = "day"
    DATE = "date"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class TimePoint:
    """An interval in its basis's own day count, both bounds included; None is an open end.

    DAY counts days after the index HSCT, DATE proleptic ordinals (`date.toordinal()`), AGE days of age.
    """

    basis: Basis
    earliest: int | None
    latest: int | None
    text: str

    @property
    def exact(self) -> bool:
        """One single day."""
        return self.earliest is not None and self.earliest == self.latest

    @classmethod
    def on_day(cls, day: int) -> "TimePoint":
        """The exact day after the index HSCT, written as `+58`, `-7` or `0`."""
        return cls(Basis.DAY, day, day, f"{day:+d}" if day else "0")


class Span(NamedTuple):
    """Days after one common zero, both included; None is an open end."""

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
        return sum(known) / len(known) if known else 0.0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Resolves any basis into days after HSCT, as far as day 0 and birth are known; dates are a view."""

    hsct: TimePoint | None = None
    birth: TimePoint | None = None

    def days(self, point: TimePoint | None) -> Span | None:
        """Days after the index HSCT; None when day 0 or birth is not known well enough."""
        raise NotImplementedError

    def dates(self, point: TimePoint | None) -> Span | None:
        """Proleptic ordinals; None when day 0 or birth is not known well enough."""
        raise NotImplementedError

    def other_face(self, point: TimePoint | None) -> str:
        """A day as its date, a date or an age as its day; empty when unknown."""
        raise NotImplementedError


def time_readings(text: str) -> tuple[TimePoint, ...]:
    """Every reading of a day, date or age, likeliest first; Problem when there is none."""
    raise Problem("not written yet")


def date_readings(text: str) -> tuple[TimePoint, ...]:
    """Every reading as a calendar date, likeliest first; Problem when there is none."""
    raise Problem("not written yet")


def render(point: TimePoint) -> str:
    """The one normal form, which `time_readings` reads back in one way only."""
    raise NotImplementedError
