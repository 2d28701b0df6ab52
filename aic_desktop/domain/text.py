"""Between what people type or read and the value of a field: one way for forms, files and the example."""

from aic_desktop.domain.choices import Choice
from aic_desktop.domain.codes import coded, label_of
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, quantity_readings
from aic_desktop.domain.records import Record, Value
from aic_desktop.domain.spec import Field, Kind, fields_of
from aic_desktop.domain.timepoint import TimePoint, date_readings, time_readings
from aic_desktop.domain.units import Units


def readings(field: Field, text: str, units: Units | None = None) -> tuple[Value, ...]:
    """Every reading of a text for a field, likeliest first, one empty reading for an empty text.

    Choices are taken by code or label, codes by id, label or alias; `units` is `Case.units(...)` for
    quantities. Problem, in words, when the text cannot be read.
    """
    text = text.strip()
    if not text:
        return (field.empty,)
    match field.kind:
        case Kind.TEXT | Kind.LINK:
            return (text,)
        case Kind.CODE:
            return (coded(field.spec.codes, text),)
        case Kind.INT:
            return (_whole(field, text),)
        case Kind.CHOICE:
            return (_chosen(field, text),)
        case Kind.CHOICES:
            return (tuple(_chosen(field, part) for part in text.split("|")),)  # type: ignore[return-value]
        case Kind.TIME:
            return time_readings(text)
        case Kind.DATE:
            return date_readings(text)
        case Kind.QUANTITY:
            return _quantities(text, units)


def shown(field: Field, value: Value) -> str:
    """The value as it is shown in its field: as typed where typed, by label where chosen."""
    match value:
        case None | ():
            return ""
        case TimePoint(text=text) | Quantity(text=text):
            return text
        case Choice():
            return value.label
        case tuple():
            return ", ".join(choice.label for choice in value)
        case str() if field.kind is Kind.CODE:
            return label_of(field.spec.codes, value)
    return str(value)


def title_of(record: Record) -> str:
    """A short name for a record within its case, such as “rituximab, cytopenia, +87”."""
    parts = [shown(field, getattr(record, field.name)) for field in _naming(type(record))]
    return ", ".join(part for part in parts if part) or f"{record.title} {record.position + 1}"


def _naming(record: type[Record]) -> list[Field]:
    fields = fields_of(record)
    what = [field for field in fields if field.spec.required and field.kind is not Kind.TIME]
    when = [field for field in fields if field.kind is Kind.TIME]
    return what[:2] + when[:1]


def _whole(field: Field, text: str) -> int:
    try:
        return int(text.removeprefix("+"))
    except ValueError:
        raise Problem(f"{field.label} is a whole number, such as 4; “{text}” is none.") from None


def _chosen(field: Field, text: str) -> Choice:
    assert field.choice is not None
    wanted = text.strip().casefold()
    for choice in field.choice:
        if wanted in (choice.value.casefold(), choice.label.casefold()):
            return choice
    offered = ", ".join(choice.label for choice in field.choice)
    raise Problem(f"“{text}” is not one of: {offered}.")


def _quantities(text: str, units: Units | None) -> tuple[Quantity, ...]:
    if units is None:
        raise Problem("Choose the analyte first: the unit of the value hangs on it.")
    return quantity_readings(text, units)
