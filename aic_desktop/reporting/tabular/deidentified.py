"""A case as it may leave the department: no names, no dates, no notes; what has a date gets its day."""

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import AgeAt
from aic_desktop.domain.quantity import Quantity, quantity_readings
from aic_desktop.domain.records import RECORDS, Cell, Patient, Record, Remark
from aic_desktop.domain.records.base import AGES
from aic_desktop.domain.spec import Field, Kind, fields_of
from aic_desktop.domain.timepoint import Basis, Calendar, Span, TimePoint, render

AnyRecord = TypeVar("AnyRecord", bound=Record)
_DAYS_A_YEAR = Decimal("365.25")
_WEEKS_BELOW = 2 * 365


def deidentified(case: Case) -> Case:
    """The case without what identifies; deidentifying it again changes nothing."""
    calendar = case.calendar
    others: dict[str, Any] = {
        record.collection: tuple(_bare(item, calendar) for item in case.of(record)) for record in RECORDS[1:]
    }
    return Case(_bare(_with_age(case), calendar), codes=case.codes, **others)


def lost_dates(case: Case) -> int:
    """How many points entered as dates have no day, for want of day 0, and are left out."""
    return sum(
        1
        for record in case.all()
        for field in fields_of(type(record))
        if field.kind is Kind.TIME
        and (point := getattr(record, field.name)) is not None
        and point.basis is Basis.DATE
        and case.days(point) is None
    )


def _bare(record: AnyRecord, calendar: Calendar) -> AnyRecord:
    cells = {f.name: _bare_cell(f, record.cell(f.name), calendar) for f in fields_of(type(record))}
    reasons = {name: Remark(cell.missing) for name, cell in cells.items() if cell.missing}
    values: dict[str, Any] = {name: cell.value for name, cell in cells.items()}
    return replace(record, remarks=reasons, **values)


def _bare_cell(field: Field, cell: Cell, calendar: Calendar) -> Cell:
    if field.spec.identifying:
        return Cell(field.empty)
    if isinstance(cell.value, TimePoint):
        return Cell(_undated(cell.value, calendar))
    return Cell(cell.value, cell.missing)


def _undated(point: TimePoint, calendar: Calendar) -> TimePoint | None:
    span = calendar.days(point)
    if span is not None:
        return _rendered(Basis.DAY, span)
    return None if point.basis is Basis.DATE else _rendered(point.basis, Span(point.earliest, point.latest))


def _rendered(basis: Basis, span: Span) -> TimePoint:
    return TimePoint(basis, *span, text=render(TimePoint(basis, *span, text="")))


def _with_age(case: Case) -> Patient:
    """The patient with the age at HSCT that the two dates tell, where none was entered."""
    patient = case.patient
    days = case.days(patient.birth_date)
    if patient.age is not None or days is None or days.earliest is None or days.latest is None:
        return patient
    youngest, oldest = -days.latest, -days.earliest
    if youngest < 0:
        return patient
    return patient.with_cell("age", Cell(_age(youngest, oldest))).with_cell("age_at", Cell(AgeAt.HSCT))


def _age(youngest: int, oldest: int) -> Quantity:
    """In years to the tenth, below two in weeks; a range where a date is imprecise."""
    step, unit = (Decimal(7), "wk") if youngest < _WEEKS_BELOW else (_DAYS_A_YEAR, "a")
    to = Decimal(1) if unit == "wk" else Decimal("0.1")
    if youngest == oldest:
        text = f"{(youngest / step).quantize(to, ROUND_FLOOR if unit == 'wk' else ROUND_HALF_UP)} {unit}"
    else:
        low, high = (youngest / step).quantize(to, ROUND_FLOOR), (oldest / step).quantize(to, ROUND_CEILING)
        text = f"{low}-{high} {unit}"
    return quantity_readings(text, AGES)[0]
