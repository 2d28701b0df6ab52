"""The registry as the services know it: cases listed, loaded, changed, and looked up in the trail."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.exc import DataError, IntegrityError

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet
from aic_desktop.domain.codes import Codes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Patient, Record, RecordId
from aic_desktop.domain.text import title_of
from aic_desktop.services.ports import AuditEntry, CaseRow
from aic_desktop.store import audit, listing, writing
from aic_desktop.store.engine import Database
from aic_desktop.store.health import faults
from aic_desktop.store.reading import cases_by_id, chunks, codes_in
from aic_desktop.store.tables import AUDIT, TABLES

_PATIENT = TABLES["patient"].c


class RegistryStore:
    """Implements the port `CaseStore` on a file or a server."""

    def __init__(self, database: Database) -> None:
        """Of a database that is open and at this program's version."""
        self.database = database

    def rows(self) -> tuple[CaseRow, ...]:
        """The case list, by patient code, numbers in it by their value; four queries however many cases."""
        with self.database.reading() as connection:
            return tuple(listing.rows(connection))

    def load(self, case: RecordId) -> Case | None:
        """A whole case; None if there is none of that id."""
        with self.database.reading() as connection:
            return next(cases_by_id(connection, [case]), None)

    def case_id(self, code: str) -> RecordId | None:
        """The case of a patient code."""
        with self.database.reading() as connection:
            return connection.execute(select(_PATIENT.id).where(_PATIENT.code == code)).scalar()

    def cases(self) -> Iterator[Case]:
        """Every case, by patient code, read a few hundred at a time: no lock is held in between."""
        with self.database.reading() as connection:
            ids = listing.ids(connection)
        for some in chunks(ids):
            with self.database.reading() as connection:
                loaded = list(cases_by_id(connection, some))
            yield from loaded

    def codes(self) -> Codes:
        """The code lists with what the registry has added."""
        with self.database.reading() as connection:
            return codes_in(connection)

    def write(self, change_set: ChangeSet, user: str) -> None:
        """Data and trail in one transaction, on the disk when this returns.

        Raises Conflict when a `before` no longer holds, Problem when a patient code is taken or a value
        cannot be kept; nothing is changed then.
        """
        try:
            with self.database.writing() as connection:
                writing.write(connection, change_set, user)
        except IntegrityError:
            with self.database.reading() as connection:
                raise writing.refusal(connection, change_set) from None
        except (UnicodeEncodeError, OverflowError, DataError):
            raise Problem(
                "A number is too large to be kept, or a text holds a character that is none."
                " Nothing was changed: type it anew."
            ) from None

    def history(self, case: RecordId, record: RecordId = "", field: str = "") -> tuple[AuditEntry, ...]:
        """The trail of a case, a record or a field, latest first.

        A field's begins with what it held when the record was entered.
        """
        with self.database.reading() as connection:
            rows = connection.execute(audit.trail(case, record, field)).all()
            titles = _titles(connection, case) if audit.names_links(rows) else {}
            return tuple(audit.entry(row, titles, field) for row in rows)

    def explain(self, batch: int, reason: str) -> None:
        """Add a reason to a change set of the trail; what was said of it before stays."""
        with self.database.writing() as connection:
            connection.execute(audit.explained(connection, batch, reason))

    def deleted(self, case: RecordId) -> tuple[Record, ...]:
        """The records of a case that are gone, as they last stood, latest first; all of a deleted case.

        Owners come before what they owned: this is the order in which they can be put back.
        """
        with self.database.reading() as connection:
            return _gone(connection, AUDIT.c.patient_id == case)

    def deleted_patients(self) -> tuple[Patient, ...]:
        """The patients of deleted cases, latest first."""
        with self.database.reading() as connection:
            gone = _gone(connection, AUDIT.c.kind == Patient.record_kind)
            return tuple(patient for patient in gone if isinstance(patient, Patient))

    def integrity(self) -> tuple[str, ...]:
        """What is wrong with the file or database itself, in words; empty when sound."""
        return faults(self.database)

    def close(self) -> None:
        """Let go of the file or connection."""
        self.database.close()


def _titles(connection: Connection, case: RecordId) -> audit.Titles:
    return {
        record.id: title_of(record) for found in cases_by_id(connection, [case]) for record in found.all()
    }


def _gone(connection: Connection, which: ColumnElement[bool]) -> tuple[Record, ...]:
    """Every record whose last coming or going in the trail is its going."""
    columns = AUDIT.c["action", "kind", "record_id", "before"]
    query = select(*columns).where(which, AUDIT.c.action != audit.EDIT).order_by(AUDIT.c.id.desc())
    last: dict[RecordId, Any] = {}
    for row in connection.execute(query):
        last.setdefault(row.record_id, row)
    gone = (row for row in last.values() if row.action == audit.DELETE)
    return tuple(audit.record_from(row.kind, row.before) for row in gone)
