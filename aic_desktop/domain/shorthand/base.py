"""What the parts of the shorthand hand to each other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Change, Insertion, new_id
from aic_desktop.domain.records import Record
from aic_desktop.domain.shorthand.names import Named, What
from aic_desktop.domain.timepoint import TimePoint, render


@dataclass(frozen=True, slots=True)
class Moment:
    """One reading of a day; of a range written from day to day, also its two ends."""

    day: TimePoint
    ends: tuple[TimePoint, TimePoint] | None = None
    dotted: bool = False  # `58..61`: one day between the two, unless a series says otherwise
    on: bool = False  # `61-`: from this day on, without an end


@dataclass(frozen=True, slots=True)
class Clause:
    """A day, what a word names, and what is said of it."""

    case: Case
    moment: Moment
    named: Named
    rest: str

    @property
    def what(self) -> What:
        """The kind of thing it names."""
        return self.named.what

    def on(self, day: TimePoint) -> str:
        """A day in words, its other face beside it."""
        other = self.case.calendar.other_face(day)
        return f"{render(day)} ({other})" if other else render(day)

    def days(self) -> Iterator[tuple[TimePoint, TimePoint | None, str]]:
        """First day, last day and words: from-until where a range can mean it, and one day of it."""
        ends = self.moment.ends
        if ends is not None and not self.moment.dotted:
            yield *ends, self.span(*ends)
        yield self.moment.day, None, self.once()

    def span(self, first: TimePoint, last: TimePoint) -> str:
        """From-until in words."""
        return f"from {self.on(first)} until {self.on(last)}"

    def once(self) -> str:
        """The moment in words, as one day."""
        if self.moment.on:
            return f"from {self.on(self.moment.day)} on"
        word = "on" if self.moment.day.exact else "some day in"
        return f"{word} {self.on(self.moment.day)}"

    def new(self, record: type[Record], /, **values: Any) -> Insertion:
        """A record of the patient, last in the order of entry."""
        return new_record(self.case, record, **values)


def new_record(case: Case, record: type[Record], /, **values: Any) -> Insertion:
    """A record of the patient, last in the order of entry; of another `owner` where one is given."""
    given = {"owner": case.id, **values}
    return Insertion(case.id, record(id=new_id(), position=case.next_position(record), **given))


class Made(NamedTuple):
    """What a clause makes, and the words for it."""

    changes: tuple[Change, ...]
    words: str


def moved(day: TimePoint, days: int) -> TimePoint:
    """An exact day some days later, written in the normal form; itself when there are none."""
    if not days:
        return day
    assert day.earliest is not None
    later = replace(day, earliest=day.earliest + days, latest=day.earliest + days)
    return replace(later, text=render(later))
