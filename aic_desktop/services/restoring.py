"""Bring back what was deleted: one record with all that went with it, as one step that can be undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, Insertion, confirmed_of
from aic_desktop.domain.records import Cell, Confirmation, Record, RecordId
from aic_desktop.domain.spec import Kind, fields_of
from aic_desktop.domain.text import title_of
from aic_desktop.services.cases import Cases
from aic_desktop.services.ports import AuditEntry


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that was deleted, and when, and by whom."""

    case: RecordId
    records: tuple[Record, ...]  # itself first, then what it owned and what was confirmed of these
    at: datetime  # UTC
    user: str

    @property
    def record(self) -> Record:
        """The one that the others belonged to."""
        return self.records[0]


def gone_records(cases: Cases, case: Case) -> tuple[Gone, ...]:
    """What can be put back into a case, latest first; not what belonged to a record that is gone itself."""
    return tuple(_gone(cases, case.id, {record.id for record in case.all()}))


def gone_cases(cases: Cases) -> tuple[Gone, ...]:
    """The deleted cases, latest first, each as it was when it went."""
    return tuple(found for p in cases.deleted_patients() for found in _gone(cases, p.id, {""}))


def restoring(gone: Gone, case: Case | None = None) -> ChangeSet:
    """What puts it back into its case, or as a case; links to what is not there any more are left out."""
    there = {record.id for record in (*(case.all() if case else ()), *gone.records)}
    changes = tuple(Insertion(gone.case, _linked(record, there)) for record in gone.records)
    return ChangeSet(f"Restore {title_of(gone.record)}", changes)


def _gone(cases: Cases, case: RecordId, owners: set[RecordId]) -> Iterator[Gone]:
    records = cases.deleted(case)
    going: dict[RecordId, AuditEntry] = {}
    for entry in cases.history(case) if records else ():
        if entry.action == "delete":
            going.setdefault(entry.record, entry)  # the trail tells the latest first
    for record in records:
        last = going[record.id]
        together = [r for r in records if going[r.id].batch == last.batch]
        lost = isinstance(record, Confirmation) and record.record not in owners  # comes with what it is about
        if record.owner in owners and not lost:
            back = (record, *_owned(record, together))
            yield Gone(case, (*back, *confirmed_of(together, back)), last.at, last.user)


def _owned(owner: Record, records: list[Record]) -> Iterator[Record]:
    for record in records:
        if record.owner == owner.id:
            yield record
            yield from _owned(record, records)


def _linked(record: Record, there: set[RecordId]) -> Record:
    for field in fields_of(type(record)):
        if field.kind is Kind.LINK and getattr(record, field.name) not in (None, "", *there):
            record = record.with_cell(field.name, Cell(note=record.cell(field.name).note))
    return record
