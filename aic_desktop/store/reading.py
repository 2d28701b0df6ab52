"""From rows to records and whole cases, a few queries at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, select

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RECORDS, Patient, Record, RecordId, Remark
from aic_desktop.store.mapping import record_of, remark_of
from aic_desktop.store.tables import REMARK, TABLES, case_column

Remarks = Mapping[RecordId, Mapping[str, Remark]]
CHUNK = 500  # ids in one query


def chunks(ids: Iterable[RecordId]) -> Iterator[Sequence[RecordId]]:
    """The ids in portions that a query takes, in the same order."""
    every = list(ids)
    for first in range(0, len(every), CHUNK):
        yield every[first : first + CHUNK]


def remarks_where(connection: Connection, column: Column[str], ids: Sequence[RecordId]) -> Remarks:
    """The remarks of records or, by `patient_id`, of whole cases; by record, then by field."""
    found: dict[RecordId, dict[str, Remark]] = defaultdict(dict)
    query = select(*REMARK.c["record_id", "field", "missing", "note"]).where(column.in_(ids))
    for record_id, field, missing, note in connection.execute(query):
        found[record_id][field] = remark_of(missing, note)
    return found


def records_where(
    connection: Connection,
    record: type[Record],
    column: Column[str],
    ids: Sequence[RecordId],
    lock: bool = False,
) -> Iterator[tuple[RecordId, Sequence[Any]]]:
    """The case and the row of every such record, in the order of entry; `lock` until the transaction ends."""
    table = TABLES[record.record_kind]
    query = select(table).where(column.in_(ids)).order_by(table.c.position, table.c.id)
    case_at = list(table.c).index(case_column(record))
    for row in connection.execute(query.with_for_update() if lock else query):
        yield row[case_at], row


def records_by_id(
    connection: Connection, record: type[Record], ids: Iterable[RecordId]
) -> dict[RecordId, tuple[RecordId, Record]]:
    """The records of a class that there are, each with its case, locked against other writers."""
    found: dict[RecordId, tuple[RecordId, Record]] = {}
    column = TABLES[record.record_kind].c.id
    for some in chunks(ids):
        rows = list(records_where(connection, record, column, some, lock=True))
        if rows:
            remarks = remarks_where(connection, REMARK.c.record_id, [row[0] for _, row in rows])
            found |= {row[0]: (case, record_of(record, row, remarks.get(row[0], {}))) for case, row in rows}
    return found


def cases_by_id(connection: Connection, ids: Sequence[RecordId]) -> Iterator[Case]:
    """The cases that there are, in the order of `ids`, by one query per table."""
    remarks = remarks_where(connection, REMARK.c.patient_id, ids)
    found: dict[RecordId, dict[str, list[Any]]] = {case: defaultdict(list) for case in ids}
    for record in RECORDS:
        for case, row in records_where(connection, record, case_column(record), ids):
            found[case][record.collection].append(record_of(record, row, remarks.get(row[0], {})))
    for collections in found.values():
        for patient in collections.pop(Patient.collection, ()):
            yield Case(patient, **{name: tuple(records) for name, records in collections.items()})
