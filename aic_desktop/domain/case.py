"""A whole case: the patient and every record that belongs to them, in the order of entry."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Self

from aic_desktop.domain.choices import YesNo
from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.domain.records import (
    RECORDS,
    Chimerism,
    Conditioning,
    Confirmation,
    Count,
    Course,
    Cytopenia,
    Dose,
    Event,
    Finding,
    FollowUp,
    Gvhd,
    Patient,
    Reaction,
    Record,
    RecordId,
    Transfusion,
    Transplant,
    Treatment,
)
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.timepoint import Calendar, Span, TimePoint
from aic_desktop.domain.units import Units


@dataclass(frozen=True, slots=True)
class Case:
    """The tree of records of one patient; its id is the patient's."""

    patient: Patient
    transplants: tuple[Transplant, ...] = ()
    conditioning: tuple[Conditioning, ...] = ()
    gvhd: tuple[Gvhd, ...] = ()
    chimerism: tuple[Chimerism, ...] = ()
    events: tuple[Event, ...] = ()
    cytopenias: tuple[Cytopenia, ...] = ()
    findings: tuple[Finding, ...] = ()
    courses: tuple[Course, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    doses: tuple[Dose, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    counts: tuple[Count, ...] = ()
    transfusions: tuple[Transfusion, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    codes: Codes = field(default=SHIPPED, compare=False, repr=False)  # the lists of its registry
    calendar: Calendar = field(init=False, compare=False, repr=False)  # resolves this patient's time points
    _by_id: dict[RecordId, Record] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Read day 0 and birth once: every moment of the case is counted from them."""
        calendar = Calendar(self.patient.hsct_date, self.patient.birth_date)
        object.__setattr__(self, "calendar", calendar)

    @property
    def id(self) -> RecordId:
        """The patient's record id."""
        return self.patient.id

    def days(self, point: TimePoint | None) -> Span | None:
        """Days after the index HSCT; None where there is no point or it cannot be resolved."""
        return self.calendar.days(point)

    def all(self) -> Iterator[Record]:
        """Every record, owners before what they own."""
        yield self.patient
        for record in RECORDS[1:]:
            yield from self.of(record)

    def of(self, record: type[Record]) -> tuple[Any, ...]:
        """The records of one class, in the order of entry."""
        return (self.patient,) if record is Patient else getattr(self, record.collection)

    def owned_by(self, owner: RecordId, record: type[Record]) -> tuple[Any, ...]:
        """The records of one class that belong to `owner`."""
        return tuple(r for r in self.of(record) if r.owner == owner)

    def find(self, record_id: RecordId) -> Record | None:
        """The record of that id, None if the case holds none."""
        if not self._by_id:
            self._by_id.update((record.id, record) for record in self.all())
        return self._by_id.get(record_id)

    @property
    def index_transplant(self) -> Transplant | None:
        """The transplant whose day is day 0: the one marked, else number 1, else the first entered."""
        marked = [t for t in self.transplants if t.index is YesNo.YES]
        first = [t for t in self.transplants if t.number == 1]
        return next(iter(marked or first or self.transplants), None)

    def units(self, record: Record, name: str) -> Units | None:
        """The units a quantity field may be typed in; None while they hang on an analyte not yet chosen."""
        declared = field_of(type(record), name).spec.units
        match record:
            case Count(analyte=analyte):
                listed = self.codes.analytes.get(analyte or "")
                return listed.units if listed else None
            case Conditioning(agent=agent) if declared:
                return self.codes.dose_units(agent, declared)
            case Dose(owner=owner) if declared:
                treatment = next((t for t in self.treatments if t.id == owner), None)
                return self.codes.dose_units(treatment.agent if treatment else None, declared)
        return declared

    def next_position(self, record: type[Record]) -> int:
        """The place a new record takes in the order of entry."""
        return max((r.position for r in self.of(record)), default=-1) + 1

    def with_record(self, record: Record) -> Self:
        """The case with a record put in, or put in place of the one with its id."""
        if isinstance(record, Patient):
            return replace(self, patient=record)
        own = self.of(type(record))
        place = next((at for at, held in enumerate(own) if held.id == record.id), None)
        if place is not None and own[place].position == record.position:
            return self._with(type(record), (*own[:place], record, *own[place + 1 :]))
        others = (held for held in own if held.id != record.id)
        ordered = tuple(sorted((*others, record), key=attrgetter("position", "id")))
        return self._with(type(record), ordered)

    def without(self, record: Record) -> Self:
        """The case without a record; what the record owns stays unless taken out as well."""
        return self._with(type(record), tuple(r for r in self.of(type(record)) if r.id != record.id))

    def _with(self, record: type[Record], records: tuple[Record, ...]) -> Self:
        changed: dict[str, Any] = {record.collection: records}
        return replace(self, **changed)
