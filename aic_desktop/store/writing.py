"""Storing a change set: played through on what is stored now, then only the difference is written."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, delete, insert, select, update

from aic_desktop.domain.changes import Change, ChangeSet, Deletion, Edit, Insertion
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RECORD_OF, RECORDS, Cell, Record, RecordId
from aic_desktop.domain.spec import fields_of
from aic_desktop.services.ports import Conflict
from aic_desktop.store import audit
from aic_desktop.store.mapping import Row, packed, row_of
from aic_desktop.store.reading import chunks, records_by_id
from aic_desktop.store.tables import REMARK, TABLES

Located = dict[RecordId, tuple[RecordId, Record]]  # by record id: the case and the record


def write(connection: Connection, change_set: ChangeSet, user: str) -> None:
    """Data and trail of a change set; Conflict or Problem when it does not fit what is stored."""
    before = _stored(connection, change_set.changes)
    after = dict(before)
    for change in change_set.changes:
        _play(after, change)
    _remove(connection, [record for key, (_, record) in before.items() if key not in after])
    _change(connection, [(*after[key], old) for key, (_, old) in before.items() if key in after])
    _add(connection, {key: new for key, new in after.items() if key not in before})
    audit.leave(connection, change_set, user)


def refusal(connection: Connection, change_set: ChangeSet) -> Problem:
    """Why the tables did not take a change set that fitted when it was played through."""
    codes = _codes(change_set.changes)
    patient = TABLES["patient"]
    for some in chunks(codes.values()):
        for record_id, code in connection.execute(
            select(*patient.c["id", "code"]).where(patient.c.code.in_(some))
        ):
            if codes.get(record_id) != code:
                return _taken(code)
    given, times = next(iter(Counter(codes.values()).most_common(1)), ("", 0))
    if times > 1:
        return _taken(given)
    return Problem(
        "What this belongs to, or what belongs to it, was changed elsewhere in the meantime."
        " Nothing was changed: look at the case as it is now, and do it again."
    )


def _taken(code: str) -> Problem:
    return Problem(f"Patient code “{code}” is already in this registry.")


def _codes(changes: Iterable[Change]) -> dict[RecordId, str]:
    """The patient codes that the changes give, by patient."""
    codes = {}
    for change in changes:
        match change:
            case Insertion(_, record) if record.record_kind == "patient":
                codes[record.id] = record.cell("code").value
            case Edit(kind="patient", id=record_id, field="code", after=Cell(value=code)):
                codes[record_id] = code
    return {record_id: code for record_id, code in codes.items() if isinstance(code, str)}


def _stored(connection: Connection, changes: Iterable[Change]) -> Located:
    """Every record that the changes name and that there is."""
    wanted: dict[str, dict[RecordId, None]] = defaultdict(dict)
    for change in changes:
        match change:
            case Edit(kind=kind, id=record_id):
                wanted[kind][record_id] = None
            case Insertion(_, record) | Deletion(_, record):
                wanted[record.record_kind][record.id] = None
    found: Located = {}
    for kind, ids in wanted.items():
        found |= records_by_id(connection, RECORD_OF[kind], ids)
    return found


def _play(records: Located, change: Change) -> None:
    match change:
        case Insertion(case, record):
            if record.id in records:
                raise Problem(f"This {record.title.lower()} is in the registry already. Nothing was changed.")
            records[record.id] = (case, record)
        case Deletion(case, record):
            found = records.pop(record.id, None)
            if found != (case, record):
                raise _lost(change, found[1] if found else None)
        case Edit(case, _, record_id, field, before, after):
            where, stored = records.get(record_id, ("", None))
            if stored is None or where != case:
                raise Conflict(change, None)
            now = stored.cell(field)
            if stored.with_cell(field, before).cell(field) != now:
                raise Conflict(change, now)
            records[record_id] = (case, stored.with_cell(field, after))


def _lost(change: Deletion, found: Record | None) -> Conflict:
    """Of a record that is gone, or no longer as it stood: the conflict at its first such field."""
    mine = change.record
    for field in fields_of(type(mine)):
        cell = mine.cell(field.name)
        theirs = found.cell(field.name) if found else None
        if theirs != cell:
            return Conflict(Edit(change.case, mine.record_kind, mine.id, field.name, cell, Cell()), theirs)
    return Conflict(Edit(change.case, mine.record_kind, mine.id, "", Cell(), Cell()), None)


def _remove(connection: Connection, records: Iterable[Record]) -> None:
    """Owned before owners, each with its remarks."""
    gone: dict[str, list[RecordId]] = defaultdict(list)
    for record in records:
        gone[record.record_kind].append(record.id)
    for kind in reversed(RECORDS):
        if kind.record_kind in gone:
            table = TABLES[kind.record_kind]
            for some in chunks(gone[kind.record_kind]):
                connection.execute(delete(REMARK).where(REMARK.c.record_id.in_(some)))
                connection.execute(delete(table).where(table.c.id.in_(some)))


def _add(connection: Connection, located: Located) -> None:
    rows: dict[str, list[Row]] = defaultdict(list)
    remarks: list[Row] = []
    for case, record in located.values():
        rows[record.record_kind].append(row_of(case, record))
        remarks += _remark_rows(case, record, record.remarks)
    for kind in RECORDS:
        if rows[kind.record_kind]:
            connection.execute(insert(TABLES[kind.record_kind]), rows[kind.record_kind])
    if remarks:
        connection.execute(insert(REMARK), remarks)


def _change(connection: Connection, changed: Iterable[tuple[RecordId, Record, Record]]) -> None:
    rows: dict[tuple[str, tuple[str, ...]], list[Row]] = defaultdict(list)
    gone: list[Row] = []
    come: list[Row] = []
    for case, new, old in changed:
        row = _difference(old, new)
        if row:
            prefixed = {f"new_{column}": part for column, part in row.items()}
            rows[new.record_kind, tuple(row)].append(prefixed | {"of_id": new.id})
        fields = [f for f in old.remarks.keys() | new.remarks if old.remarks.get(f) != new.remarks.get(f)]
        gone += [{"of_id": new.id, "of_field": field} for field in fields if field in old.remarks]
        come += _remark_rows(case, new, [field for field in fields if field in new.remarks])
    for (kind, columns), new_rows in rows.items():
        connection.execute(_update(kind, columns), new_rows)
    _change_remarks(connection, gone, come)


def _difference(old: Record, new: Record) -> Row:
    """The columns that change from one state of a record to another."""
    row: Row = {}
    for name in ("owner", "position"):
        if getattr(new, name) != getattr(old, name):
            row[name] = getattr(new, name)
    for field in fields_of(type(new)):
        if (value := getattr(new, field.name)) != getattr(old, field.name):
            row |= packed(field, value)
    return row


@cache
def _update(kind: str, columns: tuple[str, ...]) -> Update:
    table = TABLES[kind]
    values: dict[str, Any] = {column: bindparam(f"new_{column}") for column in columns}
    return update(table).where(table.c.id == bindparam("of_id")).values(values)


def _change_remarks(connection: Connection, gone: list[Row], come: list[Row]) -> None:
    if gone:
        which = (REMARK.c.record_id == bindparam("of_id")) & (REMARK.c.field == bindparam("of_field"))
        connection.execute(delete(REMARK).where(which), gone)
    if come:
        connection.execute(insert(REMARK), come)


def _remark_rows(case: RecordId, record: Record, fields: Iterable[str]) -> list[Row]:
    return [
        {
            "record_id": record.id,
            "field": field,
            "patient_id": case,
            "kind": record.record_kind,
            "missing": remark.missing.value if remark.missing else None,
            "note": remark.note,
        }
        for field in fields
        if (remark := record.remarks[field])
    ]
