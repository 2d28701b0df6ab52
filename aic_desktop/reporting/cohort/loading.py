"""What is read of a registry on its way into columns, a portion at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import RECORD_OF, Record, RecordId
from aic_desktop.domain.spec import Field, Kind
from aic_desktop.reporting.cohort.arrays import Coded, Floats, Ints, Vocabulary, by_distinct
from aic_desktop.reporting.cohort.cells import Cells, Portion, plain
from aic_desktop.reporting.cohort.columns import (
    BASES,
    LOOKED_AT,
    ONLY,
    Amounts,
    Columns,
    Reading,
    Reasons,
    Table,
    Times,
    identity_of,
    looked_at,
)

Portions = Callable[[type[Record]], Iterable[Portion]]  # what is read of a kind of record
_UNREADABLE = (ValueError, TypeError, IndexError, ArithmeticError, KeyError)


class Unreadable(ValueError):
    """A column holds what no program wrote; its text names the field and never the value."""


def load(
    patients: Sequence[RecordId],
    portions: Portions,
    reasons: Reasons,
    codes: Codes = SHIPPED,
    reading: Reading = LOOKED_AT,
) -> Columns:
    """The columns of these patients; rows of others are left out, in whatever order they come."""
    columns = Columns(patients, reasons, codes)
    for record in reading:
        loading = _Loading(columns, record, reading)
        for portion in portions(record):
            loading.add(portion)
        columns.tables[record] = loading.table()
    return columns


def columns_of(cases: Sequence[Case], reading: Reading = LOOKED_AT) -> Columns:
    """The columns of cases in memory, the same as a registry that holds them would give."""
    reasons: dict[tuple[str, str], list[tuple[RecordId, MissingReason]]] = {}
    for case in cases:
        for found in case.all():
            for field, remark in found.remarks.items():
                if remark.missing is not None:
                    reasons.setdefault((found.record_kind, field), []).append((found.id, remark.missing))

    def rows(record: type[Record]) -> Iterator[Portion]:
        field, values = ONLY.get(record, ("id", ())) if reading is LOOKED_AT else ("id", ())
        read = tuple(looked_at(record, reading))
        yield plain(
            _row(case, found, read)
            for case in cases
            for found in case.of(record)
            if not values or getattr(found, field) in values
        )

    return load([case.id for case in cases], rows, reasons, cases[0].codes if cases else SHIPPED, reading)


class _Loading:
    """The rows of one kind of record; what they refer to is loaded before."""

    def __init__(self, columns: Columns, record: type[Record], reading: Reading) -> None:
        self._columns, self._record, self._reading = columns, record, reading
        self._identity = identity_of(record)
        self._owner = None if self._identity[0] != "owner" else RECORD_OF[record.owner_kind]
        place = columns.rows(self._owner) if self._owner else columns.place
        self._group = _Lookup(place)
        self._ids: list[RecordId] = []
        self._position = _Numbers()
        self._fields = [
            (entry, _taker(columns, field, entry), len(names))
            for entry, field, names in looked_at(record, reading)
        ]

    def add(self, columns: Portion) -> None:
        """A portion."""
        if not columns:
            return
        self._group.add(columns[0])
        first = len(self._identity)
        if first > 1:
            self._ids.extend(columns[first - 2].texts())
            self._position.add(columns[first - 1])
        for entry, taker, width in self._fields:
            try:
                taker.add(*columns[first : first + width])
            except _UNREADABLE:
                raise self._unreadable(entry) from None
            first += width

    def table(self) -> Table:
        """All of them, by patient and order of entry."""
        group = self._group.all()
        owners = self._columns.tables[self._owner].patient if self._owner else None
        patient = group if owners is None else np.append(owners, -1)[group]
        order = self._order(group)
        fields = {}
        for entry, taker, _ in self._fields:
            try:
                fields[entry] = taker.done(order)
            except _UNREADABLE:
                raise self._unreadable(entry) from None
        ids = [self._ids[place] for place in order.tolist()] if self._ids else []
        position = self._position.all()[order] if self._ids else np.empty(0)
        return Table(self._columns, self._record, patient[order], group[order], fields, ids, position)

    def _order(self, group: Ints) -> Ints:
        """The rows that belong here by patient, position and, where two have one position, id."""
        kept = np.flatnonzero(group >= 0)
        if not self._ids:
            return kept[np.argsort(group[kept], kind="stable")]
        position = self._position.all()
        order = kept[np.lexsort((position[kept], group[kept]))]
        same = (np.diff(group[order]) == 0) & (np.diff(position[order]) == 0)
        if not same.any():
            return order
        keys = zip(group.tolist(), position.tolist(), self._ids, range(len(group)), strict=True)
        return np.array([row for patient, _, _, row in sorted(keys) if patient >= 0], np.int64)

    def _unreadable(self, entry: str) -> Unreadable:
        label = next(
            field.label for name, field, _ in looked_at(self._record, self._reading) if name == entry
        )
        return Unreadable(f"{self._record.title}, {label}")


class _Lookup:
    """Ids as the rows that have them, -1 for none."""

    def __init__(self, rows: Mapping[Any, int]) -> None:
        self._rows = _Known(rows)
        self._portions: list[Ints] = []

    def add(self, ids: Cells) -> None:
        self._portions.append(ids.coded(self._rows))

    def all(self) -> Ints:
        return np.concatenate(self._portions) if self._portions else np.empty(0, np.int64)

    def done(self, order: Ints) -> Ints:
        return self.all()[order]


class _Known(dict[Any, int]):
    def __missing__(self, value: Any) -> int:
        return -1


class _Numbers:
    """Numbers, NaN for none."""

    def __init__(self) -> None:
        self._portions: list[Floats] = []

    def add(self, values: Cells) -> None:
        self._portions.append(values.numbers())

    def all(self) -> Floats:
        return np.concatenate(self._portions) if self._portions else np.empty(0)


class _Values:
    """Values of few kinds."""

    def __init__(self, read: Callable[[Any], Any] | None = None) -> None:
        self._read = read
        self._vocabulary = Vocabulary()
        self._portions: list[Ints] = []

    def add(self, column: Cells) -> None:
        self._portions.append(column.coded(self._vocabulary))

    def done(self, order: Ints) -> Coded:
        codes = np.concatenate(self._portions) if self._portions else np.empty(0, np.int64)
        coded = Coded(codes[order], tuple(self._vocabulary))
        return coded.mapped(self._read) if self._read else coded


class _Quantities:
    """Quantities as values of few kinds."""

    def __init__(self) -> None:
        self._parts = [_Values() for _ in range(5)]

    def add(self, *columns: Cells) -> None:
        for part, column in zip(self._parts, columns, strict=True):
            part.add(column)

    def done(self, order: Ints) -> Coded:
        return by_distinct(_quantity, *(part.done(order) for part in self._parts))


class _Amounts:
    """Quantities as numbers."""

    def __init__(self) -> None:
        self._low, self._high = _Numbers(), _Numbers()
        self._bounds, self._unit = _Values(), _Values()

    def add(self, *columns: Cells) -> None:
        low, high, bounds, unit = columns
        self._low.add(low)
        self._high.add(high)
        self._bounds.add(bounds)
        self._unit.add(unit)

    def done(self, order: Ints) -> Amounts:
        low, high, bounds = self._low.all()[order], self._high.all()[order], self._bounds.done(order)
        included = (bounds.where(_has_low), bounds.where(_has_high))
        return Amounts(low, high, *included, self._unit.done(order).among(bounds.known))


class _Times:
    """Times as they were entered."""

    def __init__(self) -> None:
        self._basis: list[Ints] = []
        self._low: list[Floats] = []
        self._high: list[Floats] = []

    def add(self, *columns: Cells) -> None:
        basis, earliest, latest = columns
        self._basis.append(basis.coded(BASES))
        low = earliest.numbers()
        self._low.append(low)
        self._high.append(low if earliest == latest else latest.numbers())

    def done(self, order: Ints) -> Times:
        basis = np.concatenate(self._basis) if self._basis else np.empty(0, np.int64)
        low, high = (np.concatenate(side) if side else np.empty(0) for side in (self._low, self._high))
        low[np.isnan(low)], high[np.isnan(high)] = -np.inf, np.inf
        return Times(basis, low, high).take(order)


def _taker(
    columns: Columns, field: Field, entry: str
) -> "_Times | _Values | _Quantities | _Lookup | _Amounts":
    if entry.endswith(".numbers"):
        return _Amounts()
    if "." not in entry:
        match field.kind:
            case Kind.TIME | Kind.DATE:
                return _Times()
            case Kind.QUANTITY:
                return _Quantities()
            case Kind.LINK:
                return _Lookup(columns.rows(RECORD_OF[field.spec.link]))
            case Kind.CHOICE:
                return _Values(field.choice)
    return _Values()


def _has_low(bounds: str) -> bool:
    return bounds[0] == "["


def _has_high(bounds: str) -> bool:
    return bounds[1] == "]"


def _quantity(
    low: float | None, high: float | None, bounds: str | None, unit: str | None, entered_unit: str | None
) -> Quantity | None:
    if bounds is None:
        return None
    lower, upper = (None if bound is None else Decimal(f"{bound:.15g}") for bound in (low, high))
    return Quantity(lower, upper, unit or "", entered_unit or "", "", bounds[0] == "[", bounds[1] == "]")


def _row(case: Case, record: Record, read: Sequence[tuple[str, Field, tuple[str, ...]]]) -> list[Any]:
    of = {"patient_id": case.id, "id": record.id, "position": record.position, "owner": record.owner}
    row: list[Any] = [of[name] for name in identity_of(type(record))]
    for _, field, names in read:
        value = getattr(record, field.name)
        row += [_part(value, name[len(field.name) + 1 :]) for name in names]
    return row


def _part(value: Any, part: str) -> Any:
    if value is None or not part:
        return value
    if part == "bounds":
        return ("[" if value.low_included else "(") + ("]" if value.high_included else ")")
    found = getattr(value, part)
    return float(found) if isinstance(found, Decimal) else found
