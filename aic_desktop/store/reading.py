"""From rows to records and whole cases, a few queries at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.domain.own_terms import codes_from
from aic_desktop.domain.records import RECORDS, Patient, Record, RecordId, Remark
from aic_desktop.services.terms import OWN_TERMS
from aic_desktop.store.mapping import record_of, remark_of
from aic_desktop.store.tables import REMARK, SETTING, TABLES, case_column

Remarks = Mapping[RecordId, Mapping[str, Remark]]
CHUNK = 500  # ids in one query


def chunks(ids: Iterable[RecordId]) -> Iterator[Sequence[RecordId]]:
    """The ids in portions that a query takes, in the same order."""
    every = list(ids)
    for first in range(0, len(every), CHUNK):
        yield every[first : first + CHUNK]


def remarks_where(connection: Connection, column: str, ids: Sequence[RecordId]) -> Remarks:
    """The remarks of records (`record_id`) or of whole cases (`patient_id`), by record and field."""
    found: dict[RecordId, dict[str, Remark]] = defaultdict(dict)
    for record_id, field, missing, note in connection.execute(_remarks_query(column), {"ids": ids}):
        found[record_id][field] = remark_of(missing, note)
    return found


def rows_where(
    connection: Connection, record: type[Record], column: str, ids: Sequence[RecordId], lock: bool = False
) -> Iterator[tuple[RecordId, Sequence[Any]]]:
    """The case and the row of every such record, in the order of entry; `lock` until the transaction ends."""
    case_at = 1 if record.owner_kind else 0
    for row in connection.execute(_rows_query(record.record_kind, column, lock), {"ids": ids}).all():
        yield row[case_at], row


# Putting a query together takes longer than running it: each is made once.
@cache
def _remarks_query(column: str) -> Select[Any]:
    which = REMARK.c[column].in_(bindparam("ids", expanding=True))
    return select(*REMARK.c["record_id", "field", "missing", "note"]).where(which)


@cache
def _rows_query(kind: str, column: str, lock: bool) -> Select[Any]:
    table = TABLES[kind]
    query = select(table).where(table.c[column].in_(bindparam("ids", expanding=True)))
    return query.with_for_update() if lock else query.order_by(table.c.position, table.c.id)


def records_by_id(
    connection: Connection, record: type[Record], ids: Iterable[RecordId]
) -> dict[RecordId, tuple[RecordId, Record]]:
    """The records of a class that there are, each with its case, locked against other writers."""
    found: dict[RecordId, tuple[RecordId, Record]] = {}
    for some in chunks(ids):
        rows = list(rows_where(connection, record, "id", some, lock=True))
        if rows:
            remarks = remarks_where(connection, "record_id", [row[0] for _, row in rows])
            found |= {row[0]: (case, record_of(record, row, remarks.get(row[0], {}))) for case, row in rows}
    return found


def cases_by_id(
    connection: Connection, ids: Sequence[RecordId], classes: Iterable[type[Record]] = RECORDS
) -> Iterator[Case]:
    """The cases that there are, in the order of `ids`, with the records of `classes`; one query for each."""
    remarks = remarks_where(connection, "patient_id", ids)
    found: dict[RecordId, dict[str, list[Any]]] = {case: defaultdict(list) for case in ids}
    for record in classes:
        for case, row in rows_where(connection, record, case_column(record).name, ids):
            found[case][record.collection].append(record_of(record, row, remarks.get(row[0], {})))
    codes = codes_in(connection)
    for collections in found.values():
        for patient in collections.pop(Patient.collection, ()):
            whole: dict[str, Any] = {name: tuple(records) for name, records in collections.items()}
            yield Case(patient, codes=codes, **whole)


def codes_in(connection: Connection) -> Codes:
    """The code lists with the registry's own terms; the shipped ones where those kept cannot be read."""
    kept = own_terms_in(connection)
    try:
        return codes_from(kept) if kept else SHIPPED
    except ValueError:
        return SHIPPED


def own_terms_in(connection: Connection) -> str:
    """The registry's own terms as they are kept; "" for none."""
    return connection.execute(_OWN_TERMS).scalar() or ""


_OWN_TERMS = select(SETTING.c.value).where(SETTING.c.name == OWN_TERMS)
