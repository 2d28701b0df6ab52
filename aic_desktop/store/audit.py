"""The trail: every change as JSON that rebuilds what was there, and in words for people."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, Update, insert, select, update

from aic_desktop.domain.changes import Change, ChangeSet, Deletion, Edit, Insertion
from aic_desktop.domain.records import RECORD_OF, Cell, Record, RecordId, Remark
from aic_desktop.domain.spec import Field, Kind, field_of, fields_of
from aic_desktop.domain.text import shown, title_of
from aic_desktop.services.ports import AuditEntry
from aic_desktop.store.mapping import packed, remark_of, unpacked, values_of
from aic_desktop.store.tables import AUDIT, BATCH

EDIT, INSERT, DELETE = "edit", "insert", "delete"
_INSERT_BATCH, _INSERT_AUDIT = insert(BATCH), insert(AUDIT)
Titles = Mapping[RecordId, str]


def leave(connection: Connection, change_set: ChangeSet, user: str) -> None:
    """Add a change set to the trail, in the transaction that makes the change."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    told = {"at": at, "user": user, "label": change_set.label, "reason": change_set.reason}
    batch = connection.execute(_INSERT_BATCH, told).inserted_primary_key
    assert batch is not None
    connection.execute(_INSERT_AUDIT, [_row(change, batch[0]) for change in change_set.changes])


def trail(case: RecordId, record: RecordId = "", field: str = "") -> Select[Any]:
    """The trail of a case, a record or a field, latest first; a field's begins and ends with its record."""
    query = select(AUDIT, BATCH).join(BATCH).where(AUDIT.c.patient_id == case).order_by(AUDIT.c.id.desc())
    if record:
        query = query.where(AUDIT.c.record_id == record)
    return query.where(AUDIT.c.field.in_(("", field))) if field else query


def explained(connection: Connection, batch: int, reason: str) -> Update:
    """What adds a reason behind those that a change set has."""
    known = connection.execute(select(BATCH.c.reason).where(BATCH.c.id == batch)).scalar()
    whole = "; ".join(part for part in (known, reason) if part)
    return update(BATCH).where(BATCH.c.id == batch).values(reason=whole)


def entry(row: Any, titles: Titles, field: str = "") -> AuditEntry:
    """A row of `trail` in words; `titles` name the records that links point at."""
    return AuditEntry(
        datetime.fromisoformat(row.at),
        row.user,
        row.batch_id,
        row.action,
        row.label,
        row.patient_id,
        row.kind,
        row.record_id,
        row.field,
        _words(row, row.before, titles, field),
        _words(row, row.after, titles, field),
        row.reason,
    )


def names_links(rows: Iterable[Any]) -> bool:
    """Whether any row's words need the titles of other records."""
    return any(kind is Kind.LINK for kind in (_kind(row.kind, row.field) for row in rows))


def record_from(kind: str, text: str) -> Record:
    """The record that the trail holds as JSON; fields that the program no longer knows are left out."""
    told: dict[str, Any] = json.loads(text)
    record = RECORD_OF[kind]
    filled: dict[str, Any] = {f.name: unpacked(f, told["values"]) for f in fields_of(record)}
    remarks = {name: remark_of(r.get("missing"), r.get("note", "")) for name, r in told["remarks"].items()}
    return record(id=told["id"], owner=told["owner"], position=told["position"], remarks=remarks, **filled)


_COLUMNS = ("batch_id", "action", "patient_id", "kind", "record_id", "field", "before", "after")


def _row(change: Change, batch: int) -> dict[str, str | int | None]:
    entry: tuple[str | int | None, ...]
    match change:
        case Edit(case, kind, record_id, name, before, after):
            field = field_of(RECORD_OF[kind], name)
            told = (_cell_json(field, before), _cell_json(field, after))
            entry = (batch, EDIT, case, kind, record_id, name, *told)
        case Insertion(case, record):
            entry = (batch, INSERT, case, record.record_kind, record.id, "", None, _record_json(record))
        case Deletion(case, record):
            entry = (batch, DELETE, case, record.record_kind, record.id, "", _record_json(record), None)
    return dict(zip(_COLUMNS, entry, strict=True))


def _record_json(record: Record) -> str:
    values = _filled(values_of(record))
    remarks = {name: _remark(remark) for name, remark in record.remarks.items()}
    place = {"id": record.id, "owner": record.owner, "position": record.position}
    return json.dumps(place | {"values": values, "remarks": remarks}, ensure_ascii=False)


def _cell_json(field: Field, cell: Cell) -> str:
    values = _filled(packed(field, field.empty if cell.missing else cell.value))
    remark = _remark(Remark(cell.missing, cell.note))
    return json.dumps({"values": values} | remark, ensure_ascii=False)


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in row.items() if part is not None}


def _remark(remark: Remark) -> dict[str, str]:
    missing = {"missing": remark.missing.value} if remark.missing else {}
    return missing | ({"note": remark.note} if remark.note else {})


def _words(row: Any, text: str | None, titles: Titles, asked: str) -> str:
    if text is None:
        return ""
    if row.field:
        field = _field(row.kind, row.field)
        return _cell_words(field, _cell(field, text), titles) if field else text
    record = record_from(row.kind, text)
    if asked:
        return _cell_words(field_of(type(record), asked), record.cell(asked), titles)
    return title_of(record)


def _cell(field: Field, text: str) -> Cell:
    told: dict[str, Any] = json.loads(text)
    remark = remark_of(told.get("missing"), told.get("note", ""))
    return Cell(unpacked(field, told["values"]), remark.missing, remark.note)


def _cell_words(field: Field, cell: Cell, titles: Titles) -> str:
    words = cell.missing.label if cell.missing else shown(field, cell.value)
    if field.kind is Kind.LINK and words:
        words = titles.get(words, "a record deleted since")
    return f"{words} ({cell.note})".lstrip() if cell.note else words


def _field(kind: str, name: str) -> Field | None:
    """None for a field that an earlier program had."""
    known = {field.name: field for field in fields_of(RECORD_OF[kind])} if kind in RECORD_OF else {}
    return known.get(name)


def _kind(kind: str, name: str) -> Kind | None:
    field = _field(kind, name)
    return field.kind if field else None
