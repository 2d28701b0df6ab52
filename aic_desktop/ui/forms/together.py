"""Several texts stored as one step: pasted blocks, cleared selections, cells filled down."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Change, Insertion, edit
from aic_desktop.domain.records import Record, RecordId, Value
from aic_desktop.domain.spec import Field
from aic_desktop.ui.forms.session import CaseSession, with_value

Typed = tuple[Record, Field, str]
"""What was typed, and into which field of which record; a record not in the case yet is put into it."""


@dataclass(slots=True)
class _Step:
    """What the texts come to: changes, and what cannot be stored as it is."""

    case: Case
    fresh: dict[RecordId, Record] = field(default_factory=dict)
    edits: list[Change] = field(default_factory=list)
    held: list[tuple[Typed, str, tuple[Value, ...]]] = field(default_factory=list)

    def now(self, record: Record) -> Record:
        """The record with what was typed into it so far."""
        return self.fresh.get(record.id) or self.case.find(record.id) or record

    def put(self, record: Record, into: Field, value: Value) -> None:
        """Another value for a field."""
        before = record.cell(into.name)
        after = with_value(before, into, value)
        if after == before:
            return
        if self.case.find(record.id) is None:
            self.fresh[record.id] = record.with_cell(into.name, after)
        else:
            self.edits.append(edit(self.case, record, into.name, after))

    def insertions(self) -> list[Change]:
        """New records behind those there are, in the order in which they were typed."""
        records = enumerate(self.fresh.values())
        placed = (replace(r, position=self.case.next_position(type(r)) + n) for n, r in records)
        return [Insertion(self.case.id, record) for record in placed]


def type_together(
    session: CaseSession,
    label: str,
    typed: Sequence[Typed],
    also: tuple[Change, ...] = (),
    unseen: frozenset[RecordId] = frozenset(),
) -> None:
    """Store several texts, and the changes that go with them, as one step.

    What cannot be stored stays pending in its own field; an `unseen` record is stored blank to show it.
    """
    if session.case is None:
        return
    step = _Step(session.case)
    for given, into, entered in typed:
        record, text = step.now(given), entered.strip()
        if text == session.text(record, into) and not session.pending(record, into):
            continue
        found, message = session.try_reading(record, into, text)
        if len(found) == 1:
            session.revert(record, into)
            step.put(record, into, found[0])
        else:
            step.held.append(((given, into, text), message, found))
            if given.id in unseen:
                step.fresh.setdefault(given.id, record)
    if session.apply(label, (*also, *step.edits, *step.insertions())):
        for (given, into, text), message, found in step.held:
            session.hold(step.now(given), into, text, message, found)
