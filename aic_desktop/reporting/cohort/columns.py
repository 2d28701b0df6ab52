"""What the cohort reads of a registry: columns of its tables, the same from a database and from cases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from aic_desktop.domain.choices import EventKind, MissingReason
from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.domain.records import (
    Chimerism,
    Conditioning,
    Count,
    Course,
    Cytopenia,
    Dose,
    Event,
    FollowUp,
    Gvhd,
    Patient,
    Record,
    RecordId,
    Transfusion,
    Transplant,
    Treatment,
)
from aic_desktop.domain.response import CRITERIA
from aic_desktop.domain.spec import Field, Kind, field_of
from aic_desktop.domain.timepoint import Basis
from aic_desktop.reporting.cohort.arrays import Bools, Coded, Days, Floats, Ints

# The fields that derived columns ask for, in records that come before what refers to them; a part of a field
# alone as `amount.unit`.
_FIELDS: Mapping[type[Record], str] = {
    Patient: (
        "code origin birth_date hsct_date age age_at sex disease disease_category abo_before rhd_before "
        "aic_before_hsct"
    ),
    Transplant: (
        "number index donor_relation hla_matched hla_total donor_sex donor_abo donor_rhd source intensity"
    ),
    Conditioning: "agent doses dose",
    Gvhd: "kind acute_grade chronic_severity",
    Chimerism: "day lineage donor",
    Event: "kind detail day until",
    Cytopenia: "episode lineage onset",
    Treatment: "agent purpose line start stop ongoing planned_doses response response_day",
    Course: "day kind treatment",
    Dose: "day until amount.unit",
    Count: "analyte day context value.numbers",
    Transfusion: "product day until units daily",
    FollowUp: (
        "day status cause_of_death cause_certainty platelet_independent red_cell_independent "
        "immunoglobulin_substitution b_cell_recovery immunosuppression"
    ),
}
Reading = Mapping[type[Record], tuple[str, ...]]  # which fields of which records, as `_FIELDS` is written
LOOKED_AT: Reading = {record: tuple(names.split()) for record, names in _FIELDS.items()}
# Of these kinds only rows with one of the values in a field are read: the others are never asked for.
ONLY: Mapping[type[Record], tuple[str, tuple[str, ...]]] = {
    Event: ("kind", (EventKind.BLEEDING.value, EventKind.VIRAL_REACTIVATION.value)),
    Count: (
        "analyte",
        tuple(dict.fromkeys(e.analyte for c in CRITERIA.values() for e in c.endpoints if e.analyte)),
    ),
}
# Of these kinds, a registry may leave out those of patients who were not given the index agent, and of counts
# those of whom no lineage is affected that the analyte judges.
AROUND_INDEX = (Count, Transfusion)
LINEAGES: Mapping[str, frozenset[str]] = {
    analyte: frozenset(
        lineage.value
        for found in CRITERIA.values()
        for endpoint in found.endpoints
        for lineage in found.lineages
        if endpoint.analyte == analyte
    )
    for analyte in ONLY[Count][1]
}
NUMBERS = ("low", "high", "bounds", "unit")  # of a quantity read as numbers
_PARTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TIME: ("basis", "earliest", "latest"),
    Kind.DATE: ("basis", "earliest", "latest"),
    Kind.QUANTITY: ("low", "high", "bounds", "unit", "entered_unit"),
}
BASES: Mapping[str | None, int] = {None: 0, Basis.DAY: 1, Basis.DATE: 2, Basis.AGE: 3}
Reasons = Mapping[tuple[str, str], Sequence[tuple[RecordId, MissingReason]]]  # by record kind and field


def parts(found: Field, only: str = "") -> tuple[str, ...]:
    """What is read of a field, each by the name of its column."""
    inner = NUMBERS if only == "numbers" else (only,) if only else _PARTS.get(found.kind, ("",))
    return tuple(f"{found.name}_{part}" if part else found.name for part in inner)


def looked_at(
    record: type[Record], reading: Reading = LOOKED_AT
) -> Iterator[tuple[str, Field, tuple[str, ...]]]:
    """What is read of a kind of record: its entry in the reading, the field, and the names of its columns."""
    for entry in reading[record]:
        name, _, only = entry.partition(".")
        found = field_of(record, name)
        yield entry, found, parts(found, only)


def identity_of(record: type[Record]) -> tuple[str, ...]:
    """The columns that say whose a record is, and, where it is referred to or has a place, which it is."""
    if not record.owner_kind:
        return ("id", "position")
    if record is Count:
        return ("patient_id",)
    return ("patient_id", "id", "position") if record.owner_kind == Patient.record_kind else ("owner",)


def read_of(record: type[Record], reading: Reading = LOOKED_AT) -> tuple[str, ...]:
    """The names of all columns that are read of a kind of record, in order."""
    return (*identity_of(record), *(name for _, _, names in looked_at(record, reading) for name in names))


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Times as they were entered: the basis (0 for nothing), earliest and latest, infinite if open."""

    basis: Ints
    low: Floats
    high: Floats

    def take(self, rows: Ints) -> "Times":
        """Those of some rows."""
        return Times(self.basis[rows], self.low[rows], self.high[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """Quantities as numbers, NaN where open: both bounds, whether each is included, the unit."""

    low: Floats
    high: Floats
    low_included: Bools
    high_included: Bools
    unit: Coded

    def take(self, rows: Ints) -> "Amounts":
        """Those of some rows."""
        included = (self.low_included[rows], self.high_included[rows])
        return Amounts(self.low[rows], self.high[rows], *included, self.unit.take(rows))


Fields = Mapping[
    str, Coded | Times | Amounts | Ints
]  # by the entry in LOOKED_AT; of a link the rows that it names


@dataclass(eq=False)
class Table:
    """The records of one kind, by patient and order of entry; `ids` and `position` of those that have one."""

    columns: "Columns"
    record: type[Record]
    patient: Ints
    owner: Ints
    fields: Fields
    ids: Sequence[RecordId] = ()
    position: Floats = field(default_factory=lambda: np.empty(0))
    used: set[str] = field(default_factory=set)  # the fields that were asked for
    _days: dict[str, Days] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.patient)

    def coded(self, name: str) -> Coded:
        """A field of few values: choices, codes, whole numbers, texts, quantities."""
        found = self._asked(name)
        assert isinstance(found, Coded)
        return found

    def links(self, name: str) -> Ints:
        """The rows of the records that a field names, -1 for none."""
        found = self._asked(name)
        assert isinstance(found, np.ndarray)
        return found

    def times(self, name: str) -> Times:
        """A time as it was entered."""
        found = self._asked(name)
        assert isinstance(found, Times)
        return found

    def amounts(self, name: str) -> Amounts:
        """A quantity as numbers."""
        found = self._asked(f"{name}.numbers")
        assert isinstance(found, Amounts)
        return found

    def days(self, name: str) -> Days:
        """A time as days after HSCT."""
        found = self.times(name)
        if name not in self._days:
            self._days[name] = self.columns.days(self.patient, found)
        return self._days[name]

    def reasons(self, name: str) -> Coded:
        """Why a field is missing, where that was entered."""
        self.used.add(name)
        told: list[MissingReason | None] = [None] * len(self)
        entered = self.columns.reasons.get((self.record.record_kind, name), ())
        rows = self.columns.rows(self.record) if entered else {}
        for record, reason in entered:
            if record in rows:
                told[rows[record]] = reason
        return Coded.of(told)

    def _asked(self, name: str) -> Coded | Times | Amounts | Ints:
        self.used.add(name.partition(".")[0])
        return self.fields[name]


class Columns:
    """The tables of a set of patients, and why fields of theirs are missing."""

    def __init__(self, patients: Sequence[RecordId], reasons: Reasons, codes: Codes = SHIPPED) -> None:
        """`patients` in the order in which they are counted; `codes` are the lists of their registry."""
        self.patients = tuple(patients)
        self.place = {case: place for place, case in enumerate(self.patients)}
        self.reasons, self.codes = reasons, codes
        self.tables: dict[type[Record], Table] = {}
        self._asked: set[str] = set()  # the kinds of records that were asked for
        self._rows: dict[type[Record], dict[RecordId, int]] = {}

    def __len__(self) -> int:
        return len(self.patients)

    def __getitem__(self, record: type[Record]) -> Table:
        self._asked.add(record.record_kind)
        return self.tables[record]

    def rows(self, record: type[Record]) -> dict[RecordId, int]:
        """The row of each record of a kind."""
        if record not in self._rows:
            self._rows[record] = {record_id: row for row, record_id in enumerate(self.tables[record].ids)}
        return self._rows[record]

    def used(self) -> frozenset[tuple[str, str]]:
        """The kinds of records that were asked for, each with "" and with its fields that were."""
        fields = {(record.record_kind, name) for record, table in self.tables.items() for name in table.used}
        return frozenset(fields | {(kind, "") for kind in self._asked})

    def days(self, patient: Ints, times: Times) -> Days:
        """Entered times of rows of these patients as days after HSCT, as `Calendar.days` resolves them."""
        low, high, entered = times.low, times.high, times.basis != 0
        other = entered & (times.basis != BASES[Basis.DAY])
        if not other.any():
            return Days(low, high).among(entered)
        of_age = times.basis == BASES[Basis.AGE]
        if of_age.any():
            born = self.zero("birth_date").take(patient)
            low, high = np.where(of_age, low + born.low, low), np.where(of_age, high + born.high, high)
        zero = self.zero("hsct_date").take(patient)
        low, high = np.where(other, low - zero.high, low), np.where(other, high - zero.low, high)
        return Days(low, high).among(entered)

    def zero(self, name: str) -> Days:
        """A date of the patients, by patient, as proleptic ordinals."""
        table = self[Patient]
        dates = table.times(name)
        rows = np.full(len(self), -1, np.int64)
        rows[table.patient] = np.arange(len(table))
        return Days(dates.low, dates.high).among(dates.basis != 0).take(rows)
