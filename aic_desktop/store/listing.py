"""The case list, read column by column: no case is loaded for it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Row, Select, select

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice, Lineage, Origin, Purpose, Sex, Status
from aic_desktop.domain.criteria import vital_status
from aic_desktop.domain.records import FollowUp, Patient, Record, RecordId
from aic_desktop.domain.spec import Field, field_of
from aic_desktop.services.ports import CaseRow
from aic_desktop.store.mapping import Unreadable, columns_of, unpacked
from aic_desktop.store.tables import TABLES

_PATIENT, _CYTOPENIA, _TREATMENT, _FOLLOW_UP = (
    TABLES[kind].c for kind in ("patient", "cytopenia", "treatment", "follow_up")
)
_ZEROS = (field_of(Patient, "hsct_date"), field_of(Patient, "birth_date"))
_OUTCOME = (field_of(FollowUp, "day"), field_of(FollowUp, "status"))
C = TypeVar("C", bound=Choice)
_NUMBERS = re.compile(r"([0-9]+)")


def rows(connection: Connection) -> Iterator[CaseRow]:
    """One row per case, by patient code; a lineage without an episode belongs to the first."""
    lineages = _by_case(connection, select(*_CYTOPENIA["patient_id", "episode", "lineage", "position"]))
    agents = _by_case(
        connection,
        select(*_TREATMENT["patient_id", "agent", "position"]).where(
            _TREATMENT.purpose == Purpose.CYTOPENIA.value
        ),
    )
    follow_ups = _by_case(
        connection, select(*_FOLLOW_UP["id", "patient_id", "position"], *_columns(_FOLLOW_UP, _OUTCOME))
    )
    patients = select(*_PATIENT["id", "code", "origin", "sex", "disease"], *_columns(_PATIENT, _ZEROS))
    for row in _by_code(connection, patients):
        yield CaseRow(
            row.id,
            row.code or "",
            _choice(Origin, row.origin),
            _choice(Sex, row.sex),
            row.disease or "",
            tuple(_lineages(lineages[row.id])),
            frozenset(treatment.agent for treatment in agents[row.id] if treatment.agent),
            _status(row, follow_ups[row.id]),
        )


def ids(connection: Connection) -> list[RecordId]:
    """Every case, by patient code."""
    return [row.id for row in _by_code(connection, select(*_PATIENT["id", "code"]))]


def _by_code(connection: Connection, query: Select[Any]) -> list[Row[Any]]:
    """Sorted here and not by the database, whose order hangs on its language."""
    return sorted(connection.execute(query), key=_code_order)


def _code_order(row: Row[Any]) -> tuple[list[Any], RecordId]:
    """Numbers within a code count by their value, so that P2 comes before P10."""
    parts = _NUMBERS.split((row.code or "").casefold())
    for i in range(1, len(parts), 2):
        digits = parts[i].lstrip("0")
        parts[i] = (len(digits), digits)  # as the number, however long it is
    return parts, row.id


def _by_case(connection: Connection, query: Select[Any]) -> defaultdict[RecordId, list[Row[Any]]]:
    found: defaultdict[RecordId, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query.order_by("position")):
        found[row.patient_id].append(row)
    return found


def _columns(table: Any, fields: Sequence[Field]) -> tuple[Column[Any], ...]:
    return tuple(table[name] for field in fields for name in columns_of(field))


def _lineages(cytopenias: Sequence[Row[Any]]) -> Iterator[tuple[int, Lineage]]:
    for row in cytopenias:
        if (lineage := _choice(Lineage, row.lineage)) is not None:
            yield (1 if row.episode is None else row.episode), lineage


def _status(patient: Row[Any], follow_ups: Sequence[Row[Any]]) -> Status | None:
    """By the one rule for the outcome of a case, asked only where there is a choice."""
    if len(follow_ups) < 2:
        return next((_choice(Status, row.status) for row in follow_ups), None)
    reports: list[Any] = [_part(FollowUp, row, _OUTCOME) for row in follow_ups]
    zeros: Any = _part(Patient, patient, _ZEROS)
    return vital_status(Case(zeros, follow_ups=tuple(reports)))


def _part(record: type[Record], row: Row[Any], fields: Sequence[Field]) -> Record:
    columns = row._asdict()
    known: dict[str, Any] = {field.name: unpacked(field, columns) for field in fields}
    return record(id=row.id, **known)


def _choice(choice: type[C], code: str | None) -> C | None:
    try:
        return None if code is None else choice(code)
    except ValueError:
        raise Unreadable(f"{choice.__name__} in the case list") from None
