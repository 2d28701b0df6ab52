"""From the cells of a field back to its value: every cell is read, and must agree with the others."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from aic_desktop.domain import quantity, timepoint
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, quantity_readings
from aic_desktop.domain.records import Cell, Value
from aic_desktop.domain.spec import Field, Kind
from aic_desktop.domain.text import in_words, readings
from aic_desktop.domain.timepoint import Basis, Calendar, TimePoint, date_readings, time_readings
from aic_desktop.domain.units import DATABASE_DIGITS, Units, convert, unit_named

Cells = Mapping[str, str]  # by what the column adds to the field's name; stripped, "" for blank
Number = TypeVar("Number", int, Decimal)
Reading = TypeVar("Reading", TimePoint, Quantity)
Bounds = tuple[Number | None, Number | None]


class BadCell(Problem):
    """A cell that cannot be taken."""

    def __init__(self, suffix: str, reason: str) -> None:
        """`suffix` is what the column adds to the field's name."""
        super().__init__(reason)
        self.suffix = suffix


@dataclass(frozen=True, slots=True)
class Setting:
    """What a field's cells are read against; no calendar where the patient's own row is in doubt."""

    calendar: Calendar | None
    units: Units | None = None
    decimal_comma: bool = False
    codes: Codes = SHIPPED


def cell_of(field: Field, cells: Cells, setting: Setting) -> Cell:
    """The value or the reason for having none. Raises BadCell."""
    value = _READERS.get(field.kind, _plain)(field, cells, setting)
    reason = cells.get("_missing", "")
    if not reason:
        return Cell(value)
    if value != field.empty:
        raise BadCell("_missing", "There is a value, so there is no reason for a missing one.")
    return Cell(value, _missing(reason))


def _missing(reason: str) -> MissingReason:
    try:
        return MissingReason(reason)
    except ValueError:
        known = ", ".join(MissingReason)
        raise BadCell("_missing", f"“{reason}” is not one of: {known}.") from None


def _plain(field: Field, cells: Cells, setting: Setting) -> Value:
    try:
        return readings(field, cells.get("", ""), codes=setting.codes)[0]
    except Problem as problem:
        raise BadCell("", str(problem)) from None


def _time(_field: Field, cells: Cells, setting: Setting) -> Value:
    days = _bounds(cells, "", "_earliest", "_latest", _day)
    ages = _bounds(cells, None, "_age_earliest", "_age_latest", _day)
    dates = _bounds(cells, None, "_date_earliest", "_date_latest", _iso)
    given = ((Basis.DATE, dates), (Basis.AGE, ages), (Basis.DAY, days))
    stated = [_point(basis, bounds) for basis, bounds in given if bounds]
    found = _read_text(cells, time_readings) or stated[:1]
    fitting = [p for p in found if all(_agrees(p, other, setting.calendar) for other in stated)]
    return _only(cells, found, fitting)


def _agrees(point: TimePoint, other: TimePoint, calendar: Calendar | None) -> bool:
    if point.basis is other.basis:
        return (point.earliest, point.latest) == (other.earliest, other.latest)
    if other.basis is not Basis.DAY:
        return False
    return calendar is None or calendar.days(point) == (other.earliest, other.latest)


def _date(_field: Field, cells: Cells, _setting: Setting) -> Value:
    bounds = _bounds(cells, "", "_earliest", "_latest", _iso)
    stated = [_point(Basis.DATE, bounds)] if bounds else []
    found = _read_text(cells, date_readings) or stated
    return _only(cells, found, [p for p in found if all(_agrees(p, other, None) for other in stated)])


def _point(basis: Basis, bounds: Bounds[int]) -> TimePoint:
    return TimePoint(basis, *bounds, text=timepoint.render(TimePoint(basis, *bounds, text="")))


def _quantity(_field: Field, cells: Cells, setting: Setting) -> Value:
    bounds = _bounds(cells, "", "_low", "_high", lambda text: _number(text, setting.decimal_comma))
    if not bounds and not cells.get("_text"):
        if cells.get("_bounds"):
            raise BadCell("_bounds", "There is no number that these bounds could belong to.")
        return None
    unit, entered = _unit(cells, "_unit"), _unit(cells, "_entered_unit")
    units = _units(setting.units, unit, entered)
    stated = [_stated(cells, bounds, units, unit, entered)] if bounds else []
    typed_in = entered or ("" if bounds else unit)
    found = _read_text(cells, lambda text: quantity_readings(text, units)) or stated
    fitting = [q for q in found if typed_in in ("", q.entered_unit) and all(_same(q, s) for s in stated)]
    return _only(cells, found, fitting)


def _same(a: Quantity, b: Quantity) -> bool:
    return replace(a, text="", entered_unit="") == replace(b, text="", entered_unit="")


def _unit(cells: Cells, suffix: str) -> str:
    text = cells.get(suffix, "")
    unit = unit_named(text) if text else ""
    if unit is None:
        raise BadCell(suffix, f"“{text}” is not a unit that is known here.")
    return unit


def _units(declared: Units | None, unit: str, entered: str) -> Units:
    """The units an amount is read in; for a dose, the one named beside it first."""
    if declared is None:
        if not unit:
            raise BadCell("_unit", "The analyte is none of the list, so its value needs a unit here.")
        return Units((unit, entered or unit), unit)
    allowed = _allowed(declared)
    for suffix, named in (("_unit", unit), ("_entered_unit", entered)):
        if named and named not in allowed:
            raise BadCell(suffix, f"“{named}” is not a unit used here. Use one of: {', '.join(allowed)}.")
    first = entered or unit
    return (
        replace(declared, accepted=tuple(dict.fromkeys((first, *declared.accepted)))) if first else declared
    )


def _allowed(units: Units) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*([units.canonical] if units.canonical else []), *units.accepted)))


def _stated(cells: Cells, bounds: Bounds[Decimal], units: Units, unit: str, entered: str) -> Quantity:
    """The quantity that the numbers state, turned from the unit they are in into the canonical one."""
    allowed = _allowed(units)
    if not unit and len(allowed) > 1:
        raise BadCell("_unit", f"The number needs its unit here: one of {', '.join(allowed)}.")
    unit = unit or allowed[0]
    to = units.canonical or unit
    typed = entered or unit
    low_included, high_included = _included(cells, bounds)
    try:
        low, high = (None if b is None else convert(b, unit, to, units.substance) for b in bounds)
        plain = Quantity(low, high, to, typed, "", low_included, high_included)
        return replace(plain, text=quantity.render(plain, typed, substance=units.substance))
    except Problem as problem:
        raise BadCell("_unit", str(problem)) from None
    except ValueError:
        raise BadCell("_bounds", "Nothing lies between these bounds.") from None


def _included(cells: Cells, bounds: Bounds[Decimal]) -> tuple[bool, bool]:
    """Whether each bound belongs to the interval; an open end counts as included."""
    text = cells.get("_bounds", "") or "[]"
    if not re.fullmatch(r"[\[(][\])]", text):
        raise BadCell("_bounds", f"“{text}” is not one of: [], [), (], ().")
    return bounds[0] is None or text[0] == "[", bounds[1] is None or text[1] == "]"


def _bounds(
    cells: Cells, exact: str | None, low: str, high: str, read: Callable[[str], Number]
) -> Bounds[Number] | None:
    """The interval in two columns and the exact value in a third; None when all are blank."""
    found = {suffix: _read(cells, suffix, read) for suffix in (exact, low, high) if suffix is not None}
    value = found.get(exact) if exact is not None else None
    bounds = (found[low], found[high])
    if value is not None and bounds == (None, None):
        return (value, value)
    if value is not None and bounds != (value, value):
        raise BadCell(exact or "", f"“{cells[exact or '']}” does not agree with the bounds beside it.")
    if bounds == (None, None):
        return None
    if bounds[0] is not None and bounds[1] is not None and bounds[0] > bounds[1]:
        raise BadCell(low, "The lower bound lies above the upper one.")
    return bounds


def _read(cells: Cells, suffix: str, read: Callable[[str], Number]) -> Number | None:
    text = cells.get(suffix, "")
    try:
        return read(text) if text else None
    except Problem as problem:
        raise BadCell(suffix, str(problem)) from None


def _day(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,6}", text):
        raise Problem(
            f"“{text}” is not a whole number of days. Other points in time go into the _text column."
        )
    return int(text)


def _iso(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise Problem(f"“{text}” is not a date as 2020-03-12. Others go into the _text column.") from None


def _number(text: str, decimal_comma: bool) -> Decimal:
    plain = text.replace(",", ".") if decimal_comma else text
    if not re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,40})?", plain):
        raise Problem(f"“{text}” is not a number as 8.6. Limits and ranges go into the _text column.")
    return DATABASE_DIGITS.create_decimal(plain)


def _read_text(cells: Cells, read: Callable[[str], tuple[Reading, ...]]) -> list[Reading]:
    text = cells.get("_text", "")
    try:
        return list(read(text)) if text else []
    except Problem as problem:
        raise BadCell("_text", str(problem)) from None


def _only(cells: Cells, found: list[Reading], fitting: list[Reading]) -> Reading | None:
    """The one reading that all cells agree on; None when nothing is given."""
    if len(fitting) == 1 or not found:
        return fitting[0] if fitting else None
    if fitting:
        ways = " or ".join(in_words(reading) for reading in fitting)
        raise BadCell("_text", f"“{cells['_text']}” can be read as {ways}. Write it in one of these ways.")
    if cells.get("_text"):
        raise BadCell("_text", f"“{cells['_text']}” does not agree with the cells beside it.")
    raise BadCell("", "The cells of this field do not agree with each other.")


_READERS: Mapping[Kind, Callable[[Field, Cells, Setting], Value]] = {
    Kind.TIME: _time,
    Kind.DATE: _date,
    Kind.QUANTITY: _quantity,
}
