"""Whether a registry is sound: its file, what belongs to what, and every value in it."""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Connection, select

from aic_desktop.domain.records import RECORD_OF, RECORDS
from aic_desktop.services.ports import StoreError
from aic_desktop.store.engine import Database
from aic_desktop.store.mapping import Unreadable, record_of, remark_of
from aic_desktop.store.tables import REMARK, TABLES

_MOST = 20  # faults told: nobody reads more of them


def faults(database: Database) -> tuple[str, ...]:
    """What is wrong, in words; empty when sound."""
    found: list[str] = []
    try:
        with database.reading() as connection:
            found += islice(_faults(connection, is_file=database.path is not None), _MOST)
    except StoreError as refusal:
        found.append(str(refusal))
    return tuple(found)


def _faults(connection: Connection, is_file: bool) -> Iterator[str]:
    if is_file:
        yield from _of_the_file(connection)
    for record in RECORDS:
        for row in connection.execute(select(TABLES[record.record_kind])):
            try:
                record_of(record, row, {})
            except Unreadable as place:
                yield f"A value cannot be read: {place} (record {row.id})."
    for row in connection.execute(select(REMARK)):
        try:
            remark_of(row.missing, row.note)
        except Unreadable as place:
            yield f"A value cannot be read: {place} (record {row.record_id})."


def _of_the_file(connection: Connection) -> Iterator[str]:
    for (finding,) in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})"):
        if finding != "ok":
            yield f"The file is damaged: {finding}."
    for table, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        title = RECORD_OF[table].title if table in RECORD_OF else table
        yield f"What a record belongs to is missing: {title}."
