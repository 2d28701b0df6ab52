"""Which columns a record has in its file: they follow from the declared fields, never from the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from aic_desktop.domain.records import RECORD_OF, Patient, Record
from aic_desktop.domain.spec import Field, Kind, fields_of

FORMAT = "1"
DICTIONARY = "dictionary"
NOTES = "note"
NOTE_COLUMNS = ("patient", "record", "id", "field", "note")


@dataclass(frozen=True, slots=True)
class Part:
    """One column of a field: what it adds to the field's name, and what it holds."""

    suffix: str
    type: str
    help: str = ""
    identifying: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a record's file; `field` and `part` are None for the keys."""

    name: str
    field: Field | None = None
    part: Part | None = None

    @property
    def identifying(self) -> bool:
        """Whether a de-identified export has no such column."""
        return bool((self.field and self.field.spec.identifying) or (self.part and self.part.identifying))


_TIME = (
    Part("", "day", "Filled only where it is one single day"),
    Part("_earliest", "day", "First possible day; empty with a latest day: open"),
    Part("_latest", "day", "Last possible day; empty with an earliest day: open"),
    Part("_age_earliest", "age in days", "Filled only where it was entered as an age"),
    Part("_age_latest", "age in days", "Filled only where it was entered as an age"),
    Part("_date_earliest", "date", "Filled only where it was entered as a date", identifying=True),
    Part("_date_latest", "date", "Filled only where it was entered as a date", identifying=True),
    Part("_text", "text", "As entered", identifying=True),
)
_DATE = (
    Part("", "date", "Filled only where it is one single date"),
    Part("_earliest", "date", "First possible date; empty with a latest date: open"),
    Part("_latest", "date", "Last possible date; empty with an earliest date: open"),
    Part("_text", "text", "As entered"),
)
_QUANTITY = (
    Part("", "number", "Filled only where it is exact"),
    Part("_low", "number", "Lower bound; empty with an upper bound: open, as in <3"),
    Part("_high", "number", "Upper bound; empty with a lower bound: open, as in >90"),
    Part("_bounds", "bounds", "[ or ] where the bound is included, ( or ) where it is not"),
    Part("_unit", "unit", "UCUM code of the unit of the numbers"),
    Part("_text", "text", "As entered"),
    Part("_entered_unit", "unit", "UCUM code of the unit it was entered in"),
)
_MISSING = Part("_missing", "choice", "Why there is no value")
_PARTS: Mapping[Kind, tuple[Part, ...]] = {
    Kind.TEXT: (Part("", "text"),),
    Kind.INT: (Part("", "integer"),),
    Kind.CHOICE: (Part("", "choice"),),
    Kind.CHOICES: (Part("", "choices", "Any number, joined with |"),),
    Kind.CODE: (Part("", "code", "A listed code, or free text"),),
    Kind.LINK: (Part("", "record", "The id of the record it points at"),),
    Kind.TIME: _TIME,
    Kind.DATE: _DATE,
    Kind.QUANTITY: _QUANTITY,
}


def parts_of(field: Field) -> tuple[Part, ...]:
    """The columns a field's value is spread over, the reason for missing last."""
    return (*_PARTS[field.kind], _MISSING)


def name_of(field: Field, part: Part) -> str:
    """The name of a field's column; the code of a patient is the key `patient`."""
    if field.record == Patient.record_kind and field.name == "code" and not part.suffix:
        return "patient"
    return field.name + part.suffix


@cache
def fields_with_columns(kind: str) -> tuple[tuple[Field, Mapping[str, str]], ...]:
    """The fields of a record kind, each with its columns: what is added to the field's name -> the column."""
    fields = fields_of(RECORD_OF[kind])
    return tuple((f, {part.suffix: name_of(f, part) for part in parts_of(f)}) for f in fields)


def owner_column(record: type[Record]) -> str:
    """The column with the id of the transplant or treatment it belongs to; "" where that is the patient."""
    return f"{record.owner_kind}_id" if record.owner_kind not in {"", Patient.record_kind} else ""


def columns_of(record: type[Record], with_identifiers: bool) -> tuple[Column, ...]:
    """The columns of a record kind's file, in order."""
    keys = [Column("patient"), Column("id")]
    if owner := owner_column(record):
        keys.append(Column(owner))
    fields = (Column(name_of(f, part), f, part) for f in fields_of(record) for part in parts_of(f))
    own = [column for column in fields if column.name != "patient"]
    return tuple(column for column in keys + own if with_identifiers or not column.identifying)
