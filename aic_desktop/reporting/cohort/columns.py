"""What the cohort reads of a registry: columns of its tables, the same from a database and from cases."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import (
    Chimerism,
    Course,
    Cytopenia,
    Dose,
    FollowUp,
    Gvhd,
    Patient,
    Record,
    RecordId,
    Transplant,
    Treatment,
)
from aic_desktop.domain.spec import Field, Kind, field_of
from aic_desktop.domain.timepoint import Basis
from aic_desktop.reporting.cohort.arrays import Coded, Days, Floats, Ints

# The fields that derived columns ask for; a part of a field alone as `amount.unit`.
_FIELDS: Mapping[type[Record], str] = {
    Patient: (
        "code origin birth_date hsct_date age age_at sex disease disease_category abo_before "
        "rhd_before aic_before_hsct"
    ),
    Transplant: (
        "number index donor_relation hla_matched hla_total donor_sex donor_abo donor_rhd source intensity"
    ),
    Gvhd: "kind acute_grade chronic_severity",
    Chimerism: "day lineage donor",
    Cytopenia: "episode lineage onset",
    Course: "day kind treatment",
    Treatment: "agent purpose line start stop ongoing planned_doses response response_day",
    Dose: "day until amount.unit",
    FollowUp: (
        "day status cause_of_death cause_certainty platelet_independent red_cell_independent "
        "immunoglobulin_substitution b_cell_recovery immunosuppression"
    ),
}
LOOKED_AT: Mapping[type[Record], tuple[str, ...]] = {
    record: tuple(names.split()) for record, names in _FIELDS.items()
}
_PARTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TIME: ("basis", "earliest", "latest"),
    Kind.DATE: ("basis", "earliest", "latest"),
    Kind.QUANTITY: ("low", "high", "bounds", "unit", "entered_unit"),
}
_BASES: Mapping[str | None, int] = {None: 0, Basis.DAY: 1, Basis.DATE: 2, Basis.AGE: 3}
_IDENTITY = ("patient_id", "id", "owner", "position")
Row = Sequence[Any]  # a patient's id, a record's id, its owner and position, then the parts of its fields
Reasons = Mapping[tuple[str, str], Sequence[tuple[RecordId, MissingReason]]]  # by record kind and field


def parts(field: Field, only: str = "") -> tuple[str, ...]:
    """What is read of a field, each by the name of its column."""
    inner = (only,) if only else _PARTS.get(field.kind, ("",))
    return tuple(f"{field.name}_{part}" if part else field.name for part in inner)


def read_of(record: type[Record]) -> tuple[str, ...]:
    """The names of the columns of a row after its first four, in order."""
    return tuple(name for _, names in _fields(record) for name in names)


def _fields(record: type[Record]) -> Iterator[tuple[Field, tuple[str, ...]]]:
    for entry in LOOKED_AT[record]:
        name, _, only = entry.partition(".")
        field = field_of(record, name)
        yield field, parts(field, only)


class Unreadable(ValueError):
    """A column holds what no program wrote; its text names the field and never the value."""


class Table:
    """The records of one kind, ordered by patient and entry; a field becomes an array once asked for."""

    def __init__(self, columns: "Columns", record: type[Record], rows: Sequence[Row]) -> None:
        """`rows` in any order; those of other patients are left out."""
        self._columns = columns
        self.record = record
        self._raw: dict[str, Sequence[Any]] = dict(
            zip((*_IDENTITY, *read_of(record)), zip(*rows, strict=True), strict=False)
        )
        place = columns.place
        of = np.fromiter((place.get(i, -1) for i in self._raw.get("patient_id", ())), np.int64, len(rows))
        self._order = self._ordered(of)
        self.patient: Ints = of[self._order]
        self._parts: dict[str, Any] = {}
        self.used: set[str] = set()  # the fields that were asked for

    def __len__(self) -> int:
        return len(self.patient)

    @cached_property
    def ids(self) -> list[RecordId]:
        """The records' ids."""
        return self._of("id")

    @cached_property
    def position(self) -> Floats:
        """Their places in the order of entry."""
        return np.array(self._of("position"), np.float64)

    def coded(self, name: str, part: str = "") -> Coded:
        """A field of few values: choices, codes, whole numbers, texts, quantities, links."""
        self.used.add(name)
        key = f"{name}.{part}" if part else name
        if key not in self._parts:
            self._parts[key] = self._coded(field_of(self.record, name), part)
        found: Coded = self._parts[key]
        return found

    def days(self, name: str) -> Days:
        """A time as days after HSCT."""
        self.used.add(name)
        if name not in self._parts:
            self._parts[name] = self._columns.days(self.patient, *self.bounds(name))
        found: Days = self._parts[name]
        return found

    def bounds(self, name: str) -> tuple[Ints, Floats, Floats]:
        """A time as it was entered: its basis (0 for nothing), earliest and latest, infinite if open."""
        basis, earliest, latest = (self._of(column) for column in parts(field_of(self.record, name)))
        codes = np.fromiter(map(_BASES.__getitem__, basis), np.int64, len(self))
        low, high = np.array(earliest, np.float64), np.array(latest, np.float64)
        return codes, np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)

    def reasons(self, name: str) -> Coded:
        """Why a field is missing, where that was entered."""
        self.used.add(name)
        codes: list[MissingReason | None] = [None] * len(self)
        entered = self._columns.reasons.get((self.record.record_kind, name), ())
        if entered:
            rows = self._columns.rows(self.record)
            for record, reason in entered:
                if record in rows:
                    codes[rows[record]] = reason
        return Coded.of(codes)

    def owners(self, kind: type[Record]) -> Ints:
        """The rows of the records that these belong to, -1 where there is none."""
        return self._rows_of("owner", kind)

    def links(self, name: str, kind: type[Record]) -> Ints:
        """The rows of the records that a field names, -1 where there is none."""
        self.used.add(name)
        return self._rows_of(name, kind)

    def _rows_of(self, column: str, kind: type[Record]) -> Ints:
        rows = self._columns.rows(kind)
        return np.fromiter((rows.get(i, -1) for i in self._of(column)), np.int64, len(self))

    def _of(self, column: str) -> list[Any]:
        raw = self._raw.get(column)
        return [] if raw is None else [raw[place] for place in self._order.tolist()]

    def _ordered(self, of: Ints) -> Ints:
        """The rows of these patients by patient, position and, where two have one position, id."""
        kept = np.flatnonzero(of >= 0)
        if not len(kept):
            return kept
        position = np.array(self._raw["position"], np.int64)
        order = kept[np.lexsort((position[kept], of[kept]))]
        same = (np.diff(of[order]) == 0) & (np.diff(position[order]) == 0)
        if not same.any():
            return order
        ids, before, patient = self._raw["id"], position.tolist(), of.tolist()
        return np.array(sorted(order.tolist(), key=lambda r: (patient[r], before[r], ids[r])), np.int64)

    def _coded(self, field: Field, part: str) -> Coded:
        try:
            return self._decoded(field, part)
        except (ValueError, TypeError, IndexError, ArithmeticError):
            raise Unreadable(f"{self.record.title}, {field.label}") from None

    def _decoded(self, field: Field, part: str) -> Coded:
        columns = [self._of(name) for name in parts(field, part)]
        if len(columns) == 1:
            choice = field.choice if not part else None
            return Coded.of(columns[0], choice)
        together = (None if whole[2] is None else whole for whole in zip(*columns, strict=True))
        return Coded.of(tuple(together), _quantity)


class Columns:
    """The tables of a set of patients, and why fields of theirs are missing."""

    def __init__(
        self,
        patients: Sequence[RecordId],
        tables: Mapping[type[Record], Sequence[Row]],
        reasons: Reasons | None = None,
        codes: Codes = SHIPPED,
    ) -> None:
        """`patients` in the order in which they are counted; of `tables`, rows of others are left out."""
        self.patients = tuple(patients)
        self.place = {case: place for place, case in enumerate(self.patients)}
        self.reasons: Reasons = reasons or {}
        self.codes = codes  # the lists of the registry
        self._tables = {record: Table(self, record, tables.get(record, ())) for record in LOOKED_AT}
        self._rows: dict[type[Record], dict[RecordId, int]] = {}

    def __len__(self) -> int:
        return len(self.patients)

    def __getitem__(self, record: type[Record]) -> Table:
        return self._tables[record]

    def rows(self, record: type[Record]) -> dict[RecordId, int]:
        """The row of each record of a kind."""
        if record not in self._rows:
            self._rows[record] = {record_id: row for row, record_id in enumerate(self[record].ids)}
        return self._rows[record]

    def used(self) -> frozenset[tuple[str, str]]:
        """The kinds and fields that were asked for."""
        tables = self._tables.items()
        return frozenset((record.record_kind, name) for record, table in tables for name in table.used)

    def days(self, patient: Ints, basis: Ints, low: Floats, high: Floats) -> Days:
        """Entered times as days after HSCT, as `Calendar.days` resolves them, for rows of these patients."""
        is_day = basis == _BASES[Basis.DAY]
        other = ~is_day & (basis != 0)
        if not other.any():
            return Days(low, high).among(is_day)
        born = self.zero("birth_date").take(patient)
        of_age = basis == _BASES[Basis.AGE]
        if of_age.any():
            low, high = np.where(of_age, low + born.low, low), np.where(of_age, high + born.high, high)
        zero = self.zero("hsct_date").take(patient)
        days = Days(np.where(other, low - zero.high, low), np.where(other, high - zero.low, high))
        return days.among(basis != 0)

    def zero(self, name: str) -> Days:
        """A date of the patients, by patient, as proleptic ordinals."""
        table = self[Patient]
        table.used.add(name)
        basis, low, high = table.bounds(name)
        found = Days(low, high).among(basis != 0)
        rows = np.full(len(self), -1, np.int64)
        rows[table.patient] = np.arange(len(table))
        return found.take(rows)


def columns_of(cases: Sequence[Case]) -> Columns:
    """The columns of cases in memory, the same as a registry that holds them would give."""
    tables: dict[type[Record], list[Row]] = {record: [] for record in LOOKED_AT}
    reasons: dict[tuple[str, str], list[tuple[RecordId, MissingReason]]] = {}
    for case in cases:
        for record in LOOKED_AT:
            for found in case.of(record):
                tables[record].append(_row(case, found))
                for field, remark in _missing(found):
                    reasons.setdefault((found.record_kind, field), []).append((found.id, remark))
    codes = cases[0].codes if cases else SHIPPED
    return Columns([case.id for case in cases], tables, reasons, codes)


def _missing(record: Record) -> Iterator[tuple[str, MissingReason]]:
    for field, remark in record.remarks.items():
        if remark.missing is not None:
            yield field, remark.missing


def _row(case: Case, record: Record) -> Row:
    row: list[Any] = [case.id, record.id, record.owner, record.position]
    for field, names in _fields(type(record)):
        value = getattr(record, field.name)
        for name in names:
            part = name[len(field.name) + 1 :]
            row.append(_part(value, part) if part else value)
    return row


def _part(value: Any, part: str) -> Any:
    if value is None:
        return None
    if part == "bounds":
        return ("[" if value.low_included else "(") + ("]" if value.high_included else ")")
    found = getattr(value, part)
    return float(found) if isinstance(found, Decimal) else found


def _quantity(whole: tuple[Any, ...]) -> Quantity:
    low, high, bounds, unit, entered_unit = whole
    low, high = (None if bound is None else Decimal(f"{bound:.15g}") for bound in (low, high))
    return Quantity(low, high, unit, entered_unit, "", bounds[0] == "[", bounds[1] == "]")
