"""Every moment entered in a case, and which of two comes first."""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.criteria.spans import surely_before
from aic_desktop.domain.records import RECORD_OF, Record
from aic_desktop.domain.spec import Field, Kind, fields_of
from aic_desktop.domain.timepoint import Span, TimePoint


@cache
def moments_of(record_kind: str) -> tuple[Field, ...]:
    """The fields of a kind of record that say when, in the order in which a chart is read."""
    return tuple(field for field in fields_of(RECORD_OF[record_kind]) if field.kind is Kind.TIME)


class Dated(NamedTuple):
    """A field of a record that says when, and when in days after HSCT (None if that cannot be said)."""

    record: Record
    field: Field
    point: TimePoint
    days: Span | None


def dated(case: Case, *kinds: type[Record]) -> Iterator[Dated]:
    """Every moment entered in records of these kinds, of all without any; the patient's own dates apart."""
    calendar = case.calendar
    for record in chain.from_iterable(map(case.of, kinds)) if kinds else case.all():
        for field in moments_of(record.record_kind):
            point = getattr(record, field.name)
            if point is not None:
                yield Dated(record, field, point, calendar.days(point))


def precedes(case: Case, first: TimePoint | None, second: TimePoint | None) -> bool:
    """Whether the first moment surely lies before the second; ages compare even without a date of birth."""
    if first is None or second is None:
        return False
    spans = case.days(first), case.days(second)
    if None in spans and first.basis is second.basis:
        spans = Span(first.earliest, first.latest), Span(second.earliest, second.latest)
    before, after = spans
    return before is not None and after is not None and surely_before(before, after)
