"""What one patient contributes to one row of a summary: a level, a value, or the reason for neither."""

from dataclasses import dataclass
from functools import cache

from aic_desktop.domain.choices import Choice, MissingReason
from aic_desktop.domain.criteria import Tally
from aic_desktop.domain.records import Record
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort.numbers import Interval, interval

NO_ENTRY = "no entry"


@dataclass(frozen=True, slots=True)
class Answer:
    """Exactly one of levels, value, missing and outside is filled; none of them: the patient is not asked.

    `missing` counts as not reported; `outside` says why the question does not arise for this patient.
    """

    levels: tuple[str, ...] = ()
    value: Interval | None = None
    missing: str = ""
    outside: str = ""

    @property
    def reported(self) -> bool:
        """There is a level or a value."""
        return bool(self.levels) or self.value is not None


NOT_ASKED = Answer()


def level(choice: Choice | None) -> Answer | None:
    """The label of a choice as a level; None for none."""
    return None if choice is None else _level(choice.label)


def days(span: Span | None) -> Answer | None:
    """A span of days as a value; None for none."""
    return None if span is None else Answer(value=interval(span.earliest, span.latest))


def tally(found: Tally | None) -> Answer | None:
    """A number of things as a value; None for none."""
    return None if found is None else Answer(value=interval(found.low, found.high))


def entered(record: Record | None, field: str) -> Answer:
    """The choice held by a field as a level, else why there is none."""
    return level(getattr(record, field) if record else None) or why_missing(record, field)


def why_missing(record: Record | None, *fields: str) -> Answer:
    """Why fields hold nothing: not applicable, a reason that was entered, or just no entry."""
    remarks = [record.remarks[field] for field in fields if field in record.remarks] if record else []
    reasons = [remark.missing for remark in remarks if remark.missing]
    if MissingReason.NOT_APPLICABLE in reasons:
        return Answer(outside=MissingReason.NOT_APPLICABLE.label)
    return _missing(reasons[0].label if reasons else NO_ENTRY)


# Thousands of patients share a few dozen answers.
@cache
def _level(label: str) -> Answer:
    return Answer((label,))


@cache
def _missing(reason: str) -> Answer:
    return Answer(missing=reason)
