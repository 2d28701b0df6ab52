"""One description per field: what tables, forms, parsers, checks, CSV and the data dictionary all read."""

from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from aic_desktop.domain.choices import Choice
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.domain.units import Units

ANY_RECORD = "record"
"""What the link of a field names that may point at a record of any kind."""


class Kind(StrEnum):
    """What a field holds, and with it which column, editor and parser serve it."""

    TEXT = "text"
    INT = "int"
    CHOICE = "choice"
    CHOICES = "choices"
    CODE = "code"
    LINK = "link"
    TIME = "time"
    DATE = "date"
    QUANTITY = "quantity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """The declaration beside a record's attribute; `kind` only where the type does not tell it."""

    label: str
    help: str = ""
    kind: Kind | None = None
    units: Units | None = None  # None for a quantity whose units follow from another field
    allowed: tuple[int, ...] = ()
    codes: str = ""  # the code list the field draws on; free text stays allowed
    link: str = ""  # the record kind a link points at, or ANY_RECORD
    required: bool = False  # missing is reported by the checks; it never stops anything being stored
    warn: tuple[float | None, float | None] | None = None  # outside these bounds a value is questioned
    identifying: bool = False  # left out of a de-identified export


@dataclass(frozen=True, slots=True)
class Field:
    """A declared field of a record, with everything its type and its Spec say."""

    record: str
    name: str
    kind: Kind
    spec: Spec
    choice: type[Choice] | None = None

    @property
    def label(self) -> str:
        """The words beside the field."""
        return self.spec.label

    @property
    def empty(self) -> tuple[()] | None:
        """What the attribute holds when nothing was entered."""
        return () if self.kind is Kind.CHOICES else None


_DECLARED: dict[type, tuple[Field, ...]] = {}


def fields_of(record: type) -> tuple[Field, ...]:
    """The declared fields of a record class, in the order in which a chart is read."""
    if record not in _DECLARED:
        hints = get_type_hints(record, include_extras=True)
        declared = (name for name, hint in hints.items() if get_origin(hint) is Annotated)
        _DECLARED[record] = tuple(_field(record, name, hints[name]) for name in declared)
    return _DECLARED[record]


def field_of(record: type, name: str) -> Field:
    """One declared field; KeyError if the record has none of that name."""
    return {field.name: field for field in fields_of(record)}[name]


def _field(record: Any, name: str, hint: Any) -> Field:
    declared, spec = get_args(hint)
    inner = next((t for t in _members(declared) if t is not type(None)), declared)
    choice = inner if isinstance(inner, type) and issubclass(inner, Choice) else None
    kind = spec.kind or _kind(declared, inner, spec)
    return Field(record.record_kind, name, kind, spec, choice)


def _members(declared: Any) -> tuple[Any, ...]:
    if get_origin(declared) in (UnionType, Union, tuple):
        return tuple(t for t in get_args(declared) if t is not Ellipsis)
    return (declared,)


def _kind(declared: Any, inner: type, spec: Spec) -> Kind:
    if get_origin(declared) is tuple:
        return Kind.CHOICES
    if issubclass(inner, Choice):
        return Kind.CHOICE
    if inner is str:
        return Kind.CODE if spec.codes else Kind.LINK if spec.link else Kind.TEXT
    return {int: Kind.INT, TimePoint: Kind.TIME, Quantity: Kind.QUANTITY}[inner]
