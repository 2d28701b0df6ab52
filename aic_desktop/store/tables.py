"""The tables: one per record class, its columns from the declared fields; remarks; the trail; settings."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeEngine

from aic_desktop.domain.records import RECORDS, Record
from aic_desktop.domain.spec import fields_of
from aic_desktop.store.mapping import columns_of

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
_ID = String(16)
_TYPES: Mapping[type, TypeEngine[Any]] = {str: Text(), int: BigInteger(), float: Double()}


def _structure(record: type[Record]) -> Iterator[Column[Any]]:
    """Identity and place: the only columns that are never empty."""
    yield Column("id", _ID, primary_key=True)
    if record.owner_kind:
        yield Column("patient_id", _ID, ForeignKey("patient.id"), nullable=False, index=True)
        owned = record.owner_kind != "patient"
        owner = (ForeignKey(f"{record.owner_kind}.id"),) if owned else ()
        yield Column("owner", _ID, *owner, nullable=False, index=owned)
    yield Column("position", Integer, nullable=False)


def _declared(record: type[Record]) -> Iterator[Column[Any]]:
    for field in fields_of(record):
        unique = (record.record_kind, field.name) == ("patient", "code")
        for name, held in columns_of(field).items():
            yield Column(name, _TYPES[held], unique=unique)


TABLES: Mapping[str, Table] = {
    record.record_kind: Table(record.record_kind, METADATA, *_structure(record), *_declared(record))
    for record in RECORDS
}
REMARK = Table(
    "remark",
    METADATA,
    Column("record_id", _ID, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("patient_id", _ID, ForeignKey("patient.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("missing", Text),
    Column("note", Text, nullable=False),
)
# One row per change set. No foreign key leads from the trail to the data: it outlives what it tells of.
BATCH = Table(
    "batch",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),  # UTC, ISO 8601
    Column("user", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_autoincrement=True,
)
AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("batch_id", Integer, ForeignKey("batch.id"), nullable=False),
    Column("action", Text, nullable=False),
    Column("patient_id", _ID, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("record_id", _ID, nullable=False),
    Column("field", Text, nullable=False),
    Column("before", Text),  # JSON of the cell or the whole record
    Column("after", Text),
    sqlite_autoincrement=True,
)
# What a registry remembers beside its cases, such as filters saved by name; never anything about a patient.
SETTING = Table(
    "setting",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
    Column("at", Text, nullable=False),  # UTC, ISO 8601
    Column("user", Text, nullable=False),
)
# Alembic's own table, apart from METADATA so that Alembic does not try to manage it.
VERSION = Table(
    "alembic_version",
    MetaData(naming_convention={"pk": "%(table_name)s_pkc"}),
    Column("version_num", String(32), primary_key=True),
)


def case_column(record: type[Record]) -> Column[str]:
    """The column of a record's table that names the case."""
    return TABLES[record.record_kind].c["patient_id" if record.owner_kind else "id"]
