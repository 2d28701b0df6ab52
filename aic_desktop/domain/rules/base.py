"""What a check says, and the words it is known again by."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice
from aic_desktop.domain.criteria.spans import day_text
from aic_desktop.domain.records import RECORD_OF, Confirmation, Record, RecordId, Value
from aic_desktop.domain.spec import Field, fields_of
from aic_desktop.domain.text import in_words
from aic_desktop.domain.timepoint import Span


class Grade(Choice):
    """How sure a check is: what cannot be true, what may be wrong, what is worth knowing."""

    ERROR = "error", "contradiction"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing found odd: `rule` is the stable id of the rule, `field` empty for the record as a whole."""

    rule: str
    grade: Grade
    message: str
    record: RecordId
    field: str
    saw: str  # its words and every value it looked at: whoever confirms it confirms these
    confirmed: Confirmation | None = None

    @property
    def open(self) -> bool:
        """Whether somebody should look at it: nobody has confirmed what it sees now."""
        return self.confirmed is None


Rule = Callable[[Case], Iterator[Check]]


def error(rule: str, record: Record, field: str, message: str) -> Check:
    """What cannot be true whatever the imprecise entries turn out to be."""
    return Check(rule, Grade.ERROR, message, record.id, field, message)


def warning(rule: str, record: Record, field: str, message: str, *saw: Value | Span) -> Check:
    """What is likely to be wrong or incomplete; `saw` is what it looked at beside the field and its words."""
    return Check(rule, Grade.WARNING, message, record.id, field, _seen(record, field, message, saw))


def note(rule: str, record: Record, field: str, message: str, *saw: Value | Span) -> Check:
    """What is right as it stands, but has a consequence worth knowing; `saw` as of `warning`."""
    return Check(rule, Grade.NOTE, message, record.id, field, _seen(record, field, message, saw))


def _seen(record: Record, field: str, message: str, saw: Iterable[Value | Span]) -> str:
    own: tuple[Value, ...] = (getattr(record, field),) if field else ()
    values = (day_text(value) if isinstance(value, Span) else in_words(value) for value in (*own, *saw))
    return " | ".join((message, *values))


def declared(record: Record) -> tuple[Field, ...]:
    """The fields of a record, in the order in which a chart is read."""
    return fields_where(record, _any)


def fields_where(record: Record, wanted: Callable[[Field], bool]) -> tuple[Field, ...]:
    """The fields of a record that are `wanted`, a plain function; found once for all records of a kind."""
    return _fields_where(record.record_kind, wanted)


def _any(_field: Field) -> bool:
    return True


@cache
def _fields_where(record_kind: str, wanted: Callable[[Field], bool]) -> tuple[Field, ...]:
    return tuple(field for field in fields_of(RECORD_OF[record_kind]) if wanted(field))
