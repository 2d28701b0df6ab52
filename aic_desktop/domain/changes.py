"""What an edit is: pure data that can be applied, inverted, compared and audited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from secrets import token_hex

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RECORDS, Cell, Confirmation, Patient, Record, RecordId
from aic_desktop.domain.spec import Kind, fields_of


@dataclass(frozen=True, slots=True)
class Edit:
    """One field changed, with what it held before: the service refuses it when that no longer holds."""

    case: RecordId
    kind: str
    id: RecordId
    field: str
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True)
class Insertion:
    """A whole record that appears; of a Patient, a new case."""

    case: RecordId
    record: Record


@dataclass(frozen=True, slots=True)
class Deletion:
    """A whole record that goes, as it stood."""

    case: RecordId
    record: Record


Change = Edit | Insertion | Deletion


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes that happen together or not at all, named for the undo menu and the audit trail."""

    label: str
    changes: tuple[Change, ...]
    reason: str = ""

    @property
    def cases(self) -> frozenset[RecordId]:
        """The cases it touches."""
        return frozenset(change.case for change in self.changes)


def new_id() -> RecordId:
    """A random record id: 16 hexadecimal digits that tell nothing of time or place."""
    return token_hex(8)


def edit(case: Case, record: Record, field: str, after: Cell) -> Edit:
    """The change of one field of a record as it stands in the case."""
    return Edit(case.id, record.record_kind, record.id, field, record.cell(field), after)


def inverse(change_set: ChangeSet) -> ChangeSet:
    """The change set that undoes it; its own inverse is the original."""
    return replace(change_set, changes=tuple(_inverse(c) for c in reversed(change_set.changes)))


def _inverse(change: Change) -> Change:
    match change:
        case Insertion(case, record):
            return Deletion(case, record)
        case Deletion(case, record):
            return Insertion(case, record)
        case Edit():
            return replace(change, before=change.after, after=change.before)


def applied(case: Case | None, changes: tuple[Change, ...]) -> Case | None:
    """The case after the changes; None before a patient is inserted or after it is deleted."""
    for change in changes:
        case = _applied(case, change)
    return case


def _applied(case: Case | None, change: Change) -> Case | None:
    match change:
        case Insertion(_, Patient() as patient):
            return Case(patient)
        case Deletion(_, Patient()):
            return None
        case Insertion(_, record) if case is not None:
            return case.with_record(record)
        case Deletion(_, record) if case is not None:
            return case.without(record)
        case Edit(id=record_id, field=field, after=after) if case is not None:
            found = case.find(record_id)
            return case.with_record(found.with_cell(field, after)) if found else case
    return case


def deletion(case: Case, record: Record) -> tuple[Change, ...]:
    """What has to go with a record: links are cleared, what it owns and was confirmed of it goes first."""
    doomed = [record, *_owned(case, record)]
    doomed += confirmed_of(case.confirmations, doomed)
    ids = {r.id for r in doomed}
    unlinked = tuple(edit(case, holder, field, Cell()) for holder, field in _links(case, ids))
    return unlinked + tuple(Deletion(case.id, r) for r in reversed(doomed))


def confirmed_of(confirmations: Iterable[Record], records: Iterable[Record]) -> Iterator[Confirmation]:
    """The confirmations about any of the records that are not among them."""
    ids = {record.id for record in records}
    for found in confirmations:
        if isinstance(found, Confirmation) and found.record in ids and found.id not in ids:
            yield found


def _owned(case: Case, record: Record) -> Iterator[Record]:
    for kind in RECORDS:
        if kind.owner_kind == record.record_kind:
            for owned in case.owned_by(record.id, kind):
                yield owned
                yield from _owned(case, owned)


def _links(case: Case, ids: set[RecordId]) -> Iterator[tuple[Record, str]]:
    for record in case.all():
        if record.id not in ids:
            for field in fields_of(type(record)):
                if field.kind is Kind.LINK and getattr(record, field.name) in ids:
                    yield record, field.name


def insertions(case: Case) -> tuple[Change, ...]:
    """The changes that make a whole case out of nothing."""
    return tuple(Insertion(case.id, record) for record in case.all())
