"""The case in hand: every form reads it here, and every committed field goes through here to the registry."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Change, ChangeSet, Insertion, applied, deletion, edit, new_id
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RECORD_OF, Cell, Count, Record, RecordId, Value
from aic_desktop.domain.rules import Check, Grade, confirming
from aic_desktop.domain.spec import Field, Kind, fields_of
from aic_desktop.domain.text import count_readings, in_words, readings, record_named, shown, title_of
from aic_desktop.domain.units import Units
from aic_desktop.services.cases import Cases, Changed
from aic_desktop.services.drafts import Draft, Drafts, NoDrafts
from aic_desktop.services.ports import Conflict, StoreError
from aic_desktop.ui.forms.unstored import Unstored
from aic_desktop.ui.forms.wishes import Request

TYPED_EARLIER = "Typed earlier and not stored."


@dataclass(frozen=True, slots=True)
class Pending:
    """A text left in a field that could not be stored as it is, and what to say about it."""

    text: str
    message: str
    choices: tuple[Value, ...] = ()  # the readings to choose from; none: it cannot be read


class CaseSession(QObject):
    """One open case and its uncommitted texts; `changed` follows every change, whoever made it."""

    changed = Signal(object)  # the ChangeSet, or None when another case was opened
    checked = Signal()  # the checks were run again
    requested = Signal(object)  # a Request
    said = Signal(str)  # words for the line at the foot of the window
    in_hand = Signal(str)  # the id of the record whose field or cell has the focus, "" for none

    def __init__(self, cases: Cases, parent: QObject | None = None, drafts: Drafts | None = None) -> None:
        """Listens to `cases` until `close`; `drafts` keep what is not stored."""
        super().__init__(parent)
        self.unstored = Unstored(drafts or NoDrafts(), self)
        self.unstored.said.connect(self.said)
        self._cases = cases
        self.case: Case | None = None
        self._refusal = ""  # why the last change was not stored
        self._pending: dict[tuple[RecordId, str], Pending] = {}
        self._checks: dict[tuple[RecordId, str], Check] = {}
        cases.subscribe(self._on_changed)

    @property
    def cases(self) -> Cases:
        """The registry's cases."""
        return self._cases

    def open(self, case_id: RecordId) -> None:
        """Take a case in hand; Problem when it is gone."""
        self.case = self._cases.open(case_id)
        for record, draft in self.unstored.of_stored(self.case):
            self._offer(record, draft)
        self.changed.emit(None)

    def close(self) -> None:
        """Stop listening; what is not stored is kept as drafts."""
        self._cases.unsubscribe(self._on_changed)
        self.unstored.close()

    def _on_changed(self, changed: Changed) -> None:
        if self.case is None or self.case.id not in changed.change_set.cases:
            return
        ours = tuple(c for c in changed.change_set.changes if c.case == self.case.id)
        self.case = applied(self.case, ours)
        self.changed.emit(changed.change_set)

    # -- texts ------------------------------------------------------------------------------------

    def pending(self, record: Record, field: Field) -> Pending | None:
        """What was typed into a field and could not be stored."""
        return self._pending.get((record.id, field.name))

    def unfinished(self) -> int:
        """How many fields of the case hold a text that is not stored."""
        ids = {record.id for record in self.case.all()} if self.case else set()
        return sum(record_id in ids for record_id, _ in self._pending)

    def text(self, record: Record, field: Field) -> str:
        """What a field shows: a text still pending, else its value."""
        held = self.pending(record, field)
        if held:
            return held.text
        value = getattr(record, field.name)
        if field.kind is Kind.LINK and self.case:
            target = self.case.find(value) if value else None
            return title_of(target) if target else ""
        return shown(field, value)

    def units(self, record: Record, field: Field) -> Units | None:
        """The units an amount may be typed in; None for anything else."""
        if self.case is None or field.kind is not Kind.QUANTITY:
            return None
        return self.case.units(record, field.name)

    def type_text(self, record: Record, field: Field, text: str) -> bool:
        """Store what was typed; what cannot be stored stays pending. True when stored or unchanged."""
        text = text.strip()
        if text == self.text(record, field) and not self.pending(record, field):
            return True
        found, message = self.try_reading(record, field, text)
        if len(found) != 1:
            self.hold(record, field, text, message, found)
            return False
        return self._store(record, field, found[0], text)

    def try_reading(self, record: Record, field: Field, text: str) -> tuple[tuple[Value, ...], str]:
        """The readings of a text for a field, or none and why."""
        try:
            return self._readings(record, field, text), ""
        except Problem as problem:
            return (), str(problem)

    def revert(self, record: Record, field: Field) -> None:
        """Forget a text that was not stored."""
        self._pending.pop((record.id, field.name), None)
        self.unstored.forget(record.id, field.name)

    def choose(self, record: Record, field: Field, which: int) -> bool:
        """Settle a pending question: 0 keeps the likeliest reading, 1 takes the other."""
        held = self.pending(record, field)
        if held is None or which >= len(held.choices):
            return False
        return self._store(record, field, held.choices[which], held.text)

    def set_missing(self, request: Request, reason: MissingReason | None) -> bool:
        """Say why there is no value (or that nothing is said), keeping the notes, as one step."""
        changes: list[Change] = []
        for record in map(self._latest, request.records):
            self.revert(record, request.field)
            value = request.field.empty if reason else getattr(record, request.field.name)
            cell = replace(record.cell(request.field.name), value=value, missing=reason)
            changes += self._changes(record, request.field, cell)
        return self.apply(f"{request.field.label}: {reason.label if reason else 'no reason'}", tuple(changes))

    def set_note(self, request: Request, note: str) -> bool:
        """Write the note beside a value: where it comes from."""
        changes: list[Change] = []
        for record in map(self._latest, request.records):
            cell = replace(record.cell(request.field.name), note=note.strip())
            changes += self._changes(record, request.field, cell)
        return self.apply(f"Note to {request.field.label}", tuple(changes))

    def _latest(self, record: Record) -> Record:
        """The record as it is now; a blank one as it was given."""
        return (self.case.find(record.id) if self.case else None) or record

    def _readings(self, record: Record, field: Field, text: str) -> tuple[Value, ...]:
        if self.case is None:
            raise Problem("No case is open.")
        if field.kind is Kind.LINK and text:
            return (record_named(self.case, RECORD_OF[field.spec.link], text),)
        analyte = self.case.codes.analytes.get(record.analyte or "") if isinstance(record, Count) else None
        if text and analyte and field.kind is Kind.QUANTITY:
            return count_readings(text, analyte)
        units = self.case.units(record, field.name)
        return readings(field, _completed(field, text), units, self.case.codes)

    def hold(
        self, record: Record, field: Field, text: str, message: str, choices: tuple[Value, ...] = ()
    ) -> None:
        """Keep a text that cannot be stored as it is, and say why."""
        said = message or question(choices)
        self._pending[record.id, field.name] = Pending(text, said, choices)
        self.typing(record, field, text)
        self.unstored.write()
        self.said.emit(f"{field.label}: {said}")

    def _store(self, record: Record, field: Field, value: Value, text: str) -> bool:
        self.revert(record, field)
        self._refusal = ""
        if self.put(record, field, with_value(record.cell(field.name), field, value)):
            return True
        if self._refusal:
            self.hold(record, field, text, f"{self._refusal} Enter tries again.", (value,))
        return False

    # -- drafts -----------------------------------------------------------------------------------

    def typing(self, record: Record, field: Field, text: str, place: str = "") -> None:
        """Keep what stands in a field that is being typed into; `place` as of `Unstored.keep`."""
        if self.case is not None:
            self.unstored.keep(self.case, record, field, text, place)

    def stop_typing(self, record: Record, field: Field) -> None:
        """The field is left or put back: only what is pending in it is kept."""
        held = self.pending(record, field)
        if held:
            self.typing(record, field, held.text)
        else:
            self.unstored.forget(record.id, field.name)

    def adopt(self, blank: Record) -> None:
        """Offer in a blank record what was typed for the one that stood in its place."""
        if self.case is not None:
            for draft in self.unstored.of_blank(self.case.id, blank):
                self._offer(blank, draft)

    def release(self, blank: Record) -> None:
        """A blank record is shown no longer: what was typed for it goes to the one that takes its place."""
        self.unstored.release(blank)
        for key in [key for key in self._pending if key[0] == blank.id]:
            del self._pending[key]

    def _offer(self, record: Record, draft: Draft) -> None:
        """Show a draft as a text that is not stored yet, unless it was stored before the program ended."""
        field = next((f for f in fields_of(type(record)) if f.name == draft.field), None)
        try:
            found = self._readings(record, field, draft.text.strip()) if field else ()
        except Problem as problem:
            self._pending[record.id, draft.field] = Pending(draft.text, f"{TYPED_EARLIER} {problem}")
            return
        if field is None or record.cell(field.name).value in found:
            self.unstored.forget(record.id, draft.field)
            return
        asked = question(found) if len(found) > 1 else "Enter stores it, Esc forgets it."
        self._pending[record.id, draft.field] = Pending(draft.text, f"{TYPED_EARLIER} {asked}", found)

    # -- checks -----------------------------------------------------------------------------------

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Take the checks of the case, worst first, to be shown at their fields."""
        self._checks = {(check.record, check.field): check for check in reversed(checks)}
        self.checked.emit()

    def worst_check(self, record: Record, field: Field) -> Check | None:
        """The gravest thing said about a field, what is open before what was confirmed."""
        return self._checks.get((record.id, field.name))

    def confirm(self, check: Check, reason: str) -> bool:
        """Confirm a warning or note with a reason, or take that back without one; a contradiction stays."""
        if self.case is None or check.grade is Grade.ERROR:
            return False
        changes = confirming(self.case, check, reason, self._cases.user, date.today().isoformat())
        verb = "Confirm" if reason else "No longer confirmed"
        return self.apply(f"{verb}: {check.message}", changes, reason)

    # -- changes ----------------------------------------------------------------------------------

    def put(self, record: Record, field: Field, cell: Cell) -> bool:
        """Store one field; a record not yet in the case is stored with it."""
        return self.apply(f"{record.title}: {field.label}", self._changes(record, field, cell))

    def _changes(self, record: Record, field: Field, cell: Cell) -> tuple[Change, ...]:
        if self.case is None or record.cell(field.name) == cell:
            return ()
        if self.case.find(record.id) is None:
            last = replace(record, position=self.case.next_position(type(record)))
            return (Insertion(self.case.id, last.with_cell(field.name, cell)),)
        return (edit(self.case, record, field.name, cell),)

    def new(self, record: type[Record], owner: RecordId = "") -> Record:
        """A blank record; once a field of it is stored it is in the case, last of its kind."""
        assert self.case is not None
        return record(id=new_id(), owner=owner or self.case.id)

    def delete(self, record: Record) -> bool:
        """Take out a record with all it owns."""
        if self.case is None or self.case.find(record.id) is None:
            return False
        return self.apply(f"Delete {title_of(record)}", deletion(self.case, record))

    def apply(self, label: str, changes: tuple[Change, ...], reason: str = "") -> bool:
        """Store changes as one step that can be undone; what stands against it is said in words."""
        try:
            self._cases.apply(ChangeSet(label, changes, reason), self)
        except Conflict as conflict:
            assert self.case is not None
            self.open(self.case.id)
            self.said.emit(f"{conflict} What is stored is shown now; type it again if it should change.")
            return False
        except (Problem, StoreError) as problem:
            self._refusal = str(problem)
            self.said.emit(self._refusal)
            return False
        return True


def with_value(before: Cell, field: Field, value: Value) -> Cell:
    """The cell with another value: its note stays, its reason for having none only while it has none."""
    return Cell(value, before.missing if value == field.empty else None, before.note)


def _completed(field: Field, text: str) -> str:
    """The one choice that begins with what was typed, else the text as it is."""
    begun = [c for c in field.choice or () if text and c.label.casefold().startswith(text.casefold())]
    return begun[0].label if len(begun) == 1 else text


def question(found: tuple[Value, ...]) -> str:
    """The question put to the user when a text has more than one reading."""
    first, other = (in_words(value) for value in found[:2])
    return f"Read as {first}. Enter keeps it; F7 takes {other} instead."
