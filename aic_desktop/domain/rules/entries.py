"""Checks of one field by itself: left empty, out of bounds, not in a list."""

import re
from collections.abc import Iterator
from decimal import Decimal

from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.criteria.spans import between
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import Conditioning, Record, Transplant
from aic_desktop.domain.rules.base import Check, error, fields_where, note, warning
from aic_desktop.domain.spec import Field, Kind
from aic_desktop.domain.text import shown
from aic_desktop.domain.timepoint import Span
from aic_desktop.domain.units import shown as unit_shown

_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_Bound = float | Decimal | None


def required_blank(case: Case) -> Iterator[Check]:
    """A field that every case needs, with neither a value nor a reason for having none."""
    for record in case.all():
        for field in fields_where(record, _required):
            if not getattr(record, field.name) and record.cell(field.name).blank:
                message = f"{field.label} is empty. Enter it, or give the reason why it is missing."
                yield warning("required_blank", record, field.name, message)


def outside_expected(case: Case) -> Iterator[Check]:
    """A number or amount that surely lies outside the bounds its field declares."""
    for record in case.all():
        for field in fields_where(record, _bounded_amount):
            value = getattr(record, field.name)
            if value is not None and field.spec.warn and _outside(_bounds(value), field.spec.warn):
                unit = field.spec.units.canonical if field.spec.units else None
                expected = _range(field.spec.warn, unit_shown(unit) if unit else "")
                message = f"{field.label} {shown(field, value)} is unusual; {expected} is expected. Check it."
                yield warning("outside_expected", record, field.name, message)


def unusual_day(case: Case) -> Iterator[Check]:
    """A day that surely lies outside the bounds its field declares, counted from its own graft."""
    for record in case.all():
        for field in fields_where(record, _bounded_day):
            days = _after_graft(case, record, field)
            if days and field.spec.warn and _outside(days, field.spec.warn):
                text = getattr(record, field.name).text
                expected = _range(field.spec.warn, "days after the graft")
                message = f"{field.label} {text} is unusual; {expected} is expected. Check the day."
                yield warning("unusual_day", record, field.name, message, days)


def implausible_count(case: Case) -> Iterator[Check]:
    """A laboratory value outside what is plausible for its analyte: mostly a unit or a decimal mark."""
    analytes = case.codes.analytes
    for count in case.counts:
        analyte = analytes.get(count.analyte or "")
        if analyte and count.value and count.value.unit == analyte.units.canonical:
            outside = _outside(_bounds(count.value), analyte.plausible)
            if outside:
                expected = _range(analyte.plausible, unit_shown(count.value.unit))
                message = f"{analyte.label} {count.value.text} is implausible; {expected} is expected."
                yield warning("implausible_count", count, "value", f"{message} Check number and unit.")


def unit_of_other_analyte(case: Case) -> Iterator[Check]:
    """A value kept in a unit that its analyte does not have: the analyte was changed after the value."""
    analytes = case.codes.analytes
    for count in case.counts:
        analyte = analytes.get(count.analyte or "")
        if analyte and count.value and count.value.unit != analyte.units.canonical:
            unit = unit_shown(count.value.unit)
            message = f"The value is held in {unit}, which is no unit of {analyte.label}. Type it again."
            yield error("unit_of_other_analyte", count, "value", message)


def not_offered(case: Case) -> Iterator[Check]:
    """A number other than the few that its field knows."""
    for record in case.all():
        for field in fields_where(record, _of_few):
            value = getattr(record, field.name)
            if value is not None and value not in field.spec.allowed:
                usual = ", ".join(map(str, field.spec.allowed))
                message = f"{field.label} {value} is unusual; {usual} are expected. Check it."
                yield warning("not_offered", record, field.name, message)


def malformed_time(case: Case) -> Iterator[Check]:
    """A time of day that cannot be put in order."""
    for count in case.counts:
        if count.time and not _CLOCK.fullmatch(count.time.strip()):
            message = f"“{count.time}” is not a time of day. Write hours and minutes, such as 07:30."
            yield warning("malformed_time", count, "time", message)


def uncoded_term(case: Case) -> Iterator[Check]:
    """Free text where a list is offered: kept as typed, but not counted with its kind."""
    for record in case.all():
        for field in fields_where(record, _coded):
            value = getattr(record, field.name)
            if value and value not in case.codes.listed(field.spec.codes):
                known = case.codes.coded(field.spec.codes, value)
                message = (
                    f"“{value}” is not in the list of {field.spec.codes} and is counted under this name "
                    "alone. "
                    "Choose the listed name if there is one, or keep it in this registry's own list."
                )
                if known in case.codes.listed(field.spec.codes):
                    listed = label_of(field.spec.codes, known)
                    message = f"“{value}” is another name of {listed}, and is counted apart. Type it again."
                yield note("uncoded_term", record, field.name, message)


def _required(field: Field) -> bool:
    return field.spec.required


def _bounded_amount(field: Field) -> bool:
    return field.spec.warn is not None and field.kind in {Kind.INT, Kind.QUANTITY}


def _bounded_day(field: Field) -> bool:
    return field.spec.warn is not None and field.kind is Kind.TIME


def _of_few(field: Field) -> bool:
    return bool(field.spec.allowed)


def _coded(field: Field) -> bool:
    return field.kind is Kind.CODE


def _bounds(value: int | Quantity) -> tuple[_Bound, _Bound]:
    return (value, value) if isinstance(value, int) else (value.low, value.high)


def _outside(value: tuple[_Bound, _Bound], expected: tuple[_Bound, _Bound]) -> bool:
    """Whether no part of the value can lie within the expected bounds."""
    low, high = value
    least, most = expected
    below = high is not None and least is not None and high < least
    return below or (low is not None and most is not None and low > most)


def _range(expected: tuple[_Bound, _Bound], unit: str) -> str:
    least, most = (None if bound is None else f"{bound:g}" for bound in expected)
    if least is None:
        return f"at most {most} {unit}".strip()
    if most is None:
        return f"at least {least} {unit}".strip()
    return f"{least} to {most} {unit}".strip()


def _after_graft(case: Case, record: Record, field: Field) -> Span | None:
    """Days from the graft the record is about; from day 0 where it is about none."""
    days = case.days(getattr(record, field.name))
    if days is None:
        return None
    graft = case.find(record.owner) if isinstance(record, Conditioning) else record
    if not isinstance(graft, Transplant):
        return days
    day = case.days(graft.day)
    if day is None and graft == case.index_transplant:
        return days
    return between(day, days)
