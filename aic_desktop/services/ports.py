"""What a service asks of a store, and the words for what can go wrong there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, Edit
from aic_desktop.domain.choices import Lineage, Origin, Sex, Status
from aic_desktop.domain.codes import Codes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RECORD_OF, Cell, Patient, Record, RecordId
from aic_desktop.domain.spec import field_of


class StoreError(Exception):
    """The environment said no (disk, lock, permission, file); its text says what happened and what to do."""


class Conflict(Problem):
    """A field no longer holds what the change was made against: somebody else changed it in between."""

    def __init__(self, edit: Edit, theirs: Cell | None) -> None:
        """`theirs` is what the field holds now; None when the record is gone."""
        record = RECORD_OF[edit.kind]
        what = f"This {record.title.lower()}" if theirs is None else field_of(record, edit.field).label
        done = "deleted" if theirs is None else "changed"
        super().__init__(f"{what} was {done} elsewhere in the meantime.")
        self.edit = edit
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the case list; read without loading the case."""

    id: RecordId
    code: str
    origin: Origin | None
    sex: Sex | None
    disease: str  # id of the code list or free text, "" for none
    lineages: tuple[tuple[int, Lineage], ...]  # (episode, lineage) of every cytopenia
    agents: frozenset[str]  # given against the cytopenia
    status: Status | None  # of the latest follow-up


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the trail: `before` and `after` in words, "" for nothing."""

    at: datetime  # UTC
    user: str
    batch: int  # the change set it belongs to
    action: str  # edit, insert or delete
    label: str  # of the change set
    case: RecordId
    kind: str
    record: RecordId
    field: str  # "" for a whole record
    before: str
    after: str
    reason: str


class CaseStore(Protocol):
    """A registry; every method raises StoreError when the environment says no."""

    def rows(self) -> tuple[CaseRow, ...]:
        """The case list, by patient code."""

    def load(self, case: RecordId) -> Case | None:
        """A whole case; None if there is none of that id."""

    def case_id(self, code: str) -> RecordId | None:
        """The case of a patient code."""

    def cases(self) -> Iterator[Case]:
        """Every case, by patient code, one at a time."""

    def codes(self) -> Codes:
        """The code lists with what the registry has added; every case that is read carries them too."""

    def write(self, change_set: ChangeSet, user: str) -> None:
        """Data and audit in one transaction.

        Raises Conflict when a `before` no longer holds, Problem when a patient code is taken.
        """

    def history(self, case: RecordId, record: RecordId = "", field: str = "") -> tuple[AuditEntry, ...]:
        """The trail of a case, a record or a field, latest first."""

    def explain(self, batch: int, reason: str) -> None:
        """Add a reason to a change set of the trail; what was said of it before stays."""

    def deleted(self, case: RecordId) -> tuple[Record, ...]:
        """What the trail kept of records that are gone, latest first, owners before what they owned."""

    def deleted_patients(self) -> tuple[Patient, ...]:
        """The patients of deleted cases, latest first."""

    def integrity(self) -> tuple[str, ...]:
        """What is wrong with the file or database itself, in words; empty when sound."""

    def close(self) -> None:
        """Let go of the file or connection."""
