"""Open cases and change them: every change goes through here, is stored and audited, and can be undone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, inverse
from aic_desktop.domain.codes import Codes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Patient, Record, RecordId
from aic_desktop.services.ports import AuditEntry, CaseRow, CaseStore

KEPT_STEPS = 2000  # more than anybody makes in a day


@dataclass(frozen=True, slots=True)
class Changed:
    """Told to every listener after a change: what was done, and who need not be told."""

    change_set: ChangeSet
    initiator: object | None


Listener = Callable[[Changed], None]


class Cases:
    """The cases of one registry for one user, with the steps that can be undone and redone."""

    def __init__(self, store: CaseStore, user: str) -> None:
        """Changes are audited under `user`."""
        self._store = store
        self._user = user
        self._done: list[ChangeSet] = []
        self._undone: list[ChangeSet] = []
        self._listeners: list[Listener] = []

    @property
    def user(self) -> str:
        """In whose name changes are made."""
        return self._user

    def rows(self) -> tuple[CaseRow, ...]:
        """The case list, by patient code."""
        return self._store.rows()

    def codes(self) -> Codes:
        """The code lists with what this registry has added."""
        return self._store.codes()

    def open(self, case_id: RecordId) -> Case:
        """The case as stored; Problem when it is gone."""
        case = self._store.load(case_id)
        if case is None:
            raise Problem("This case is no longer in the registry.")
        return case

    def every(self) -> Iterator[Case]:
        """Every case, by patient code, one at a time."""
        return self._store.cases()

    def close(self) -> None:
        """Let go of the registry; nothing can be read or changed through it any more."""
        self._store.close()

    def id_of(self, code: str) -> RecordId:
        """The case of a patient code; Problem naming the codes there are."""
        found = self._store.case_id(code)
        if found is None:
            known = ", ".join(row.code for row in self._store.rows()[:20]) or "none"
            raise Problem(f"There is no patient “{code}” in this registry. Patients: {known}.")
        return found

    def history(self, case: RecordId, record: RecordId = "", field: str = "") -> tuple[AuditEntry, ...]:
        """Who changed what, latest first."""
        return self._store.history(case, record, field)

    def explain(self, entry: AuditEntry, reason: str) -> None:
        """Say afterwards why a change was made; who says it and when goes with it."""
        self._store.explain(entry.batch, f"{reason} (said {date.today().isoformat()} by {self._user})")

    def deleted(self, case: RecordId) -> tuple[Record, ...]:
        """Records that are gone, latest first, in the order in which inserting them brings them back."""
        return self._store.deleted(case)

    def deleted_patients(self) -> tuple[Patient, ...]:
        """The patients of deleted cases, latest first; `deleted` tells what belonged to each."""
        return self._store.deleted_patients()

    def apply(self, change_set: ChangeSet, initiator: object | None = None) -> None:
        """Store a change set; Conflict, Problem and StoreError leave everything as it was."""
        if not change_set.changes:
            return
        self._store.write(change_set, self._user)
        self._done.append(change_set)
        del self._done[:-KEPT_STEPS]
        self._undone.clear()
        self._tell(Changed(change_set, initiator))

    @property
    def undo_label(self) -> str:
        """What undo would take back, "" for nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What redo would bring again, "" for nothing."""
        return self._undone[-1].label if self._undone else ""

    def undo(self) -> None:
        """Take back the last step; a step that no longer fits raises Conflict and is dropped."""
        self._step(self._done, self._undone, "Undo")

    def redo(self) -> None:
        """Bring back the step undone last; likewise."""
        self._step(self._undone, self._done, "Redo")

    def _step(self, source: list[ChangeSet], target: list[ChangeSet], verb: str) -> None:
        if not source:
            return
        step = source[-1]
        change_set = inverse(step)
        name = step.label.removeprefix("Undo: ").removeprefix("Redo: ")
        try:
            self._store.write(ChangeSet(f"{verb}: {name}", change_set.changes), self._user)
        except Problem:
            source.pop()  # it will never fit again; a StoreError may pass, and the step stays
            raise
        source.pop()
        target.append(ChangeSet(name, change_set.changes, step.reason))
        self._tell(Changed(change_set, None))

    def subscribe(self, listener: Listener) -> None:
        """Have `listener` told after every change, in the order of subscription."""
        self._listeners.append(listener)

    def unsubscribe(self, listener: Listener) -> None:
        """Stop telling `listener`."""
        self._listeners.remove(listener)

    def _tell(self, changed: Changed) -> None:
        for listener in tuple(self._listeners):
            listener(changed)
