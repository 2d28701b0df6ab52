"""Between what people type or read and the value of a field: one way for forms, files and the example."""

from collections.abc import Callable

from aic_desktop.domain import quantity, timepoint
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice
from aic_desktop.domain.codes import SHIPPED, Analyte, Codes, label_of
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, quantity_readings
from aic_desktop.domain.records import Confirmation, Record, RecordId, Value
from aic_desktop.domain.spec import Field, Kind, fields_of
from aic_desktop.domain.timepoint import TimePoint, date_readings, time_readings
from aic_desktop.domain.units import Units
from aic_desktop.domain.units import shown as units_shown


def readings(
    field: Field, text: str, units: Units | None = None, codes: Codes = SHIPPED
) -> tuple[Value, ...]:
    """Every reading of a text for a field, likeliest first, one empty reading for an empty text.

    Choices are taken by code or label, codes by id, label or alias; `units` is `Case.units(...)` for
    quantities, `codes` the lists of the registry. Raises Problem, in words, when the text cannot be read.
    """
    text = text.strip()
    if field.kind is Kind.CODE and text:
        return (codes.coded(field.spec.codes, text),)
    return _READERS[field.kind](field, text, units) if text else (field.empty,)


def count_readings(text: str, analyte: Analyte) -> tuple[Quantity, ...]:
    """Every reading of a laboratory value, likeliest first.

    A bare number that is not plausible (`142000` platelets) is read in the first unit in which it is as well.
    """
    found = quantity_readings(text, analyte.units)
    bare = not any(sign.isalpha() or sign in "/%‰" for sign in text)
    if bare and not any(map(analyte.can_be, found)):
        for unit in analyte.units.accepted[1:]:
            others = quantity_readings(f"{text} {units_shown(unit)}", analyte.units)
            if meant := tuple(value for value in others if analyte.can_be(value)):
                return (*meant, *found)
    return found


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


def in_words(value: Value) -> str:
    """The value as it was understood, in its normal form."""
    match value:
        case TimePoint():
            return timepoint.render(value)
        case Quantity():
            return quantity.render(value)
        case Choice():
            return value.label
        case None | ():
            return "nothing"
        case tuple():
            return ", ".join(choice.label for choice in value)
    return str(value)


def title_of(record: Record) -> str:
    """A short name for a record within its case, such as “rituximab, cytopenia, +87”."""
    if isinstance(record, Confirmation) and record.reason:
        return record.reason
    parts = [shown(field, getattr(record, field.name)) for field in _naming(type(record))]
    return ", ".join(part for part in parts if part) or f"{record.title} {record.position + 1}"


def place_of(case: Case, record: Record) -> str:
    """Where a record stands in its case: “Treatment “rituximab, cytopenia, +87”, Dose “+94””."""
    owner = case.find(record.owner)
    chain = [part for part in (owner, record) if part and part != case.patient]
    return ", ".join(f"{part.title} “{title_of(part)}”" for part in chain) or record.title


def record_named(case: Case, kind: type[Record], text: str) -> RecordId:
    """The one record of a kind with this name, or whose name begins so; Problem when there is no such one."""
    titles = {record.id: title_of(record).casefold() for record in case.of(kind)}
    wanted = text.casefold()
    same: list[RecordId] = [record_id for record_id, title in titles.items() if title == wanted]
    begun: list[RecordId] = [record_id for record_id, title in titles.items() if title.startswith(wanted)]
    if not begun:
        raise Problem(f"No {kind.title.lower()} of this case is named “{text}”.")
    if not same and len(begun) > 1:
        raise Problem(
            f"“{text}” can be {len(begun)} {kind.title.lower()}s of this case. Write a little more."
        )
    chosen = same or begun
    return chosen[0]


def _naming(record: type[Record]) -> list[Field]:
    fields = fields_of(record)
    what = [field for field in fields if field.spec.required and field.kind is not Kind.TIME]
    when = [field for field in fields if field.kind is Kind.TIME]
    return what[:2] + when[:1]


def _read_text(_field: Field, text: str, _units: Units | None) -> tuple[Value, ...]:
    return (text,)


def _read_int(field: Field, text: str, _units: Units | None) -> tuple[Value, ...]:
    try:
        return (int(text.removeprefix("+")),)
    except ValueError:
        raise Problem(f"{field.label} is a whole number, such as 4; “{text}” is none.") from None


def _read_choice(field: Field, text: str, _units: Units | None) -> tuple[Value, ...]:
    return (_chosen(field, text),)


def _read_choices(field: Field, text: str, _units: Units | None) -> tuple[Value, ...]:
    parts = (_chosen(field, part) for part in text.replace(",", "|").split("|"))
    return (tuple(dict.fromkeys(parts)),)


def _read_time(_field: Field, text: str, _units: Units | None) -> tuple[Value, ...]:
    return time_readings(text)


def _read_date(_field: Field, text: str, _units: Units | None) -> tuple[Value, ...]:
    return date_readings(text)


def _read_quantity(_field: Field, text: str, units: Units | None) -> tuple[Value, ...]:
    if units is None:
        raise Problem("Choose the analyte first: the unit of the value hangs on it.")
    return quantity_readings(text, units)


_READERS: dict[Kind, Callable[[Field, str, Units | None], tuple[Value, ...]]] = {
    Kind.TEXT: _read_text,
    Kind.LINK: _read_text,
    Kind.INT: _read_int,
    Kind.CHOICE: _read_choice,
    Kind.CHOICES: _read_choices,
    Kind.TIME: _read_time,
    Kind.DATE: _read_date,
    Kind.QUANTITY: _read_quantity,
}


def _chosen(field: Field, text: str) -> Choice:
    assert field.choice is not None
    wanted = text.strip().casefold()
    for choice in field.choice:
        if wanted in (choice.value.casefold(), choice.label.casefold()):
            return choice
    offered = ", ".join(choice.label for choice in field.choice)
    raise Problem(f"“{text}” is not one of: {offered}.")
