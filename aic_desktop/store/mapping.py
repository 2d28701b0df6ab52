"""Between a record and its row: one pair of small functions for every record class."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from aic_desktop.domain.choices import Choice, MissingReason
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import RECORD_OF, RECORDS, Record, RecordId, Remark, Value
from aic_desktop.domain.spec import Field, Kind, fields_of
from aic_desktop.domain.timepoint import Basis, TimePoint

Plain = str | int | float | None
Row = dict[str, Plain]

SHAPES: Mapping[Kind, Mapping[str, type]] = {
    Kind.INT: {"": int},
    Kind.TIME: {"_basis": str, "_earliest": int, "_latest": int, "_text": str},
    Kind.DATE: {"_basis": str, "_earliest": int, "_latest": int, "_text": str},
    Kind.QUANTITY: {
        "_low": float,
        "_high": float,
        "_bounds": str,  # which ends are included: "[]", "[)", "(]" or "()"
        "_unit": str,
        "_entered_unit": str,
        "_text": str,
    },
}
_ONE_COLUMN: Mapping[str, type] = {"": str}


def columns_of(field: Field) -> dict[str, type]:
    """The columns that hold a field, each with what it holds: str, int or float."""
    return {field.name + suffix: held for suffix, held in SHAPES.get(field.kind, _ONE_COLUMN).items()}


def packed(field: Field, value: Value) -> Row:
    """A field's value as its columns; remarks are kept elsewhere."""
    place = _PLACES[field.record][field.name]
    return dict(zip(place.columns, place.pack(value), strict=True)) if _filled(value) else dict(place.empty)


def unpacked(field: Field, row: Mapping[str, Any]) -> Value:
    """A field's value from columns by name, those that are lacking counting as empty; raises Unreadable."""
    place = _PLACES[field.record][field.name]
    return _read(place, [row.get(name) for name in place.columns])


def row_of(case: RecordId, record: Record) -> Row:
    """A record as the row of its table."""
    place: Row = {"id": record.id, "position": record.position}
    if record.owner_kind:
        place |= {"patient_id": case, "owner": record.owner}
    return place | values_of(record)


def values_of(record: Record) -> Row:
    """What is entered in a record, as its columns."""
    row: Row = {}
    for name, place in _PLACES[record.record_kind].items():
        value = getattr(record, name)
        row.update(zip(place.columns, place.pack(value), strict=True) if _filled(value) else place.empty)
    return row


def record_of(record: type[Record], row: Sequence[Any], remarks: Mapping[str, Remark]) -> Record:
    """A record from its table's row, in the order of the table's columns; raises Unreadable."""
    filled: dict[str, Any] = {"owner": row[2]} if record.owner_kind else {}
    position = row[3 if record.owner_kind else 1]
    for name, place in _PLACES[record.record_kind].items():
        parts = row[place.first : place.last]
        if parts.count(None) != len(parts):
            filled[name] = _read(place, parts)
    return record(id=row[0], position=position, remarks=remarks, **filled)


def _filled(value: Value) -> bool:
    return value is not None and value != ()


def _read(place: "_Place", parts: Sequence[Any]) -> Value:
    try:
        return place.unpack(*parts)
    except (ValueError, TypeError, IndexError, ArithmeticError):
        raise Unreadable(f"{RECORD_OF[place.field.record].title}, {place.field.label}") from None


def remark_of(missing: str | None, note: str) -> Remark:
    """A remark from its row; raises Unreadable for a reason that no program wrote."""
    try:
        return Remark(MissingReason(missing) if missing else None, note)
    except ValueError:
        raise Unreadable("a reason for a missing value") from None


def _as_it_is(value: Any) -> tuple[Plain, ...]:
    return (value,)


def _pack_choice(choice: Choice) -> tuple[Plain, ...]:
    return (choice.value,)


def _pack_choices(choices: tuple[Choice, ...]) -> tuple[Plain, ...]:
    return ("|".join(choice.value for choice in choices),)


def _pack_time(point: TimePoint) -> tuple[Plain, ...]:
    return (point.basis.value, point.earliest, point.latest, point.text)


def _pack_quantity(quantity: Quantity) -> tuple[Plain, ...]:
    bounds = ("[" if quantity.low_included else "(") + ("]" if quantity.high_included else ")")
    low, high = (None if bound is None else float(bound) for bound in (quantity.low, quantity.high))
    return (low, high, bounds, quantity.unit, quantity.entered_unit, quantity.text)


_PACKERS: Mapping[Kind, Callable[[Any], tuple[Plain, ...]]] = {
    Kind.CHOICE: _pack_choice,
    Kind.CHOICES: _pack_choices,
    Kind.TIME: _pack_time,
    Kind.DATE: _pack_time,
    Kind.QUANTITY: _pack_quantity,
}


def _unpacker(field: Field) -> Callable[..., Value]:
    match field.kind:
        case Kind.CHOICE:
            assert field.choice is not None
            return _unpack_choice(field.choice)
        case Kind.CHOICES:
            assert field.choice is not None
            return _unpack_choices(field.choice)
        case Kind.TIME | Kind.DATE:
            return _unpack_time
        case Kind.QUANTITY:
            return _unpack_quantity
        case Kind.INT:
            return _unpack_int
    return _unpack_text


def _unpack_text(text: str | None) -> Value:
    return text


def _unpack_int(number: int | None) -> Value:
    if number is not None and not isinstance(number, int):
        raise TypeError(f"{number!r} is no whole number")
    return number


def _unpack_choice(choice: type[Choice]) -> Callable[[str | None], Value]:
    def unpack(code: str | None) -> Value:
        return None if code is None else choice(code)

    return unpack


def _unpack_choices(choice: type[Choice]) -> Callable[[str | None], Value]:
    def unpack(codes: str | None) -> Value:
        return tuple(choice(code) for code in codes.split("|")) if codes else ()

    return unpack


def _unpack_time(basis: str | None, earliest: int | None, latest: int | None, text: str | None) -> Value:
    return None if basis is None else TimePoint(Basis(basis), earliest, latest, text or "")


def _unpack_quantity(
    low: float | None, high: float | None, bounds: str | None, unit: str, entered_unit: str, text: str
) -> Value:
    if bounds is None:
        return None
    low_included, high_included = bounds[0] == "[", bounds[1] == "]"
    return Quantity(_decimal(low), _decimal(high), unit, entered_unit, text, low_included, high_included)


def _decimal(bound: float | None) -> Decimal | None:
    """The number as it was entered: a double keeps 15 significant digits of any decimal."""
    return None if bound is None else Decimal(f"{bound:.15g}")


class Unreadable(ValueError):
    """A row holds what no program wrote; its text names the place and never the value."""


class _Place(NamedTuple):
    """Where a row holds a field and what moves it, worked out once: rows come by the ten thousand."""

    field: Field
    columns: tuple[str, ...]
    first: int
    last: int
    empty: Row
    pack: Callable[[Any], tuple[Plain, ...]]
    unpack: Callable[..., Value]


def _places(record: type[Record]) -> Iterator[tuple[str, _Place]]:
    first = 4 if record.owner_kind else 2
    for field in fields_of(record):
        columns = tuple(columns_of(field))
        last = first + len(columns)
        pack, unpack = _PACKERS.get(field.kind, _as_it_is), _unpacker(field)
        yield field.name, _Place(field, columns, first, last, dict.fromkeys(columns), pack, unpack)
        first = last


_PLACES: Mapping[str, Mapping[str, _Place]] = {
    record.record_kind: dict(_places(record)) for record in RECORDS
}
