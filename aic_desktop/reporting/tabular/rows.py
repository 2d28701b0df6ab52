"""From a case to the rows of its files."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import RECORD_OF, RECORDS, Record, RecordId, Value
from aic_desktop.domain.spec import Kind, fields_of
from aic_desktop.domain.timepoint import Basis, Calendar, TimePoint
from aic_desktop.reporting.tabular.columns import NOTE_COLUMNS, fields_with_columns, owner_column

Row = Mapping[str, str]


def key_of(case: Case) -> str:
    """What stands in the column `patient`: the code, or the record's id while there is no code."""
    return case.patient.code or case.id


def rows_of(case: Case, record: type[Record]) -> Iterator[Row]:
    """The rows of one record kind, every column by name, in the owners' order and then the order of entry."""
    calendar = case.calendar
    for item in ordered(case, record):
        yield _row(case, item, calendar)


def note_rows(case: Case) -> Iterator[Row]:
    """The notes beside values, in the order of records and fields."""
    for record in RECORDS:
        for item in ordered(case, record):
            for field in fields_of(record):
                if note := item.cell(field.name).note:
                    cells = (key_of(case), record.record_kind, item.id, field.name, note)
                    yield dict(zip(NOTE_COLUMNS, cells, strict=True))


def ordered(case: Case, record: type[Record]) -> list[Record]:
    """The records of one kind, those of the first owner first, each owner's in the order of entry."""
    places: Mapping[RecordId, int] = {}
    if owner_column(record):
        owners = ordered(case, RECORD_OF[record.owner_kind])
        places = {owner.id: place for place, owner in enumerate(owners)}
    return sorted(case.of(record), key=lambda item: (places.get(item.owner, 0), item.position, item.id))


def _row(case: Case, item: Record, calendar: Calendar) -> Row:
    row = {"patient": "", "id": item.id}
    if owner := owner_column(type(item)):
        row[owner] = item.owner
    for field, columns in fields_with_columns(item.record_kind):
        remark = item.remarks.get(field.name)
        texts = _texts(field.kind, getattr(item, field.name), calendar)
        row.update(zip(columns.values(), (*texts, (remark and remark.missing) or ""), strict=True))
    row["patient"] = key_of(case)  # the code of a patient without one
    return row


def _texts(kind: Kind, value: Value, calendar: Calendar) -> tuple[str, ...]:
    match value:
        case TimePoint() if kind is Kind.DATE:
            return (*_three(_date(value.earliest), _date(value.latest)), value.text)
        case TimePoint():
            return _time(value, calendar)
        case Quantity():
            return _quantity(value)
        case None:
            return ("",) * _WIDTHS.get(kind, 1)
        case Choice():
            return (value.value,)
        case tuple():
            return ("|".join(choice.value for choice in value),)
    return (str(value),)


_WIDTHS = {Kind.TIME: 8, Kind.DATE: 4, Kind.QUANTITY: 7}


def _time(point: TimePoint, calendar: Calendar) -> tuple[str, ...]:
    days = calendar.days(point) or (None, None)
    bounds = (point.earliest, point.latest)
    ages = [_number(bound) if point.basis is Basis.AGE else "" for bound in bounds]
    dates = [_date(bound) if point.basis is Basis.DATE else "" for bound in bounds]
    return (*_three(_number(days[0]), _number(days[1])), *ages, *dates, point.text)


def _quantity(quantity: Quantity) -> tuple[str, ...]:
    opened = "[" if quantity.low is not None and quantity.low_included else "("
    closed = "]" if quantity.high is not None and quantity.high_included else ")"
    bounds = _three(_number(quantity.low), _number(quantity.high))
    return (*bounds, opened + closed, quantity.unit, quantity.text, quantity.entered_unit)


def _three(low: str, high: str) -> tuple[str, str, str]:
    """The exact value, filled only where both bounds are one, then the bounds."""
    return (low if low == high else "", low, high)


def _number(number: int | Decimal | None) -> str:
    if isinstance(number, Decimal):
        return format(number.normalize(), "f")
    return "" if number is None else str(number)


def _date(ordinal: int | None) -> str:
    return "" if ordinal is None else date.fromordinal(ordinal).isoformat()
