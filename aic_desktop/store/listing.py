"""The case list, read column by column: no case is loaded for it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Select, select

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice, Lineage, Origin, Purpose, Sex, Status
from aic_desktop.domain.criteria import vital_status
from aic_desktop.domain.records import FollowUp, Patient, RecordId
from aic_desktop.domain.spec import Field, field_of
from aic_desktop.services.ports import CaseRow
from aic_desktop.store.mapping import Unreadable, columns_of, unpacked
from aic_desktop.store.tables import TABLES

_PATIENT, _CYTOPENIA, _TREATMENT, _FOLLOW_UP = (
    TABLES[kind].c for kind in ("patient", "cytopenia", "treatment", "follow_up")
)
_ZEROS = (field_of(Patient, "hsct_date"), field_of(Patient, "birth_date"))
_DAY = (field_of(FollowUp, "day"),)
C = TypeVar("C", bound=Choice)
_NUMBERS = re.compile(r"([0-9]+)")


def rows(connection: Connection) -> Iterator[CaseRow]:
    """One row per case, by patient code; a lineage without an episode belongs to the first."""
    lineages = _by_case(connection, _LINEAGES)
    agents = _by_case(connection, _AGENTS)
    follow_ups = _by_case(connection, _FOLLOW_UPS)
    for case, code, origin, sex, disease, *zeros in _by_code(connection, _PATIENTS):
        yield CaseRow(
            case,
            code or "",
            _chosen(Origin, origin),
            _chosen(Sex, sex),
            disease or "",
            tuple(_lineages(lineages[case])),
            frozenset(agent for _, agent in agents[case]),
            _status(zeros, follow_ups[case]),
        )


def ids(connection: Connection) -> list[RecordId]:
    """Every case, by patient code."""
    return [case for case, _ in _by_code(connection, select(*_PATIENT["id", "code"]))]


def _by_code(connection: Connection, query: Select[Any]) -> list[Sequence[Any]]:
    """Sorted here and not by the database, whose order hangs on its language."""
    return sorted(connection.execute(query).all(), key=_code_order)


def _code_order(row: Sequence[Any]) -> tuple[tuple[Any, ...], RecordId]:
    return _parts_of(row[1] or ""), row[0]


@lru_cache(maxsize=1 << 17)  # asked for every case whenever one has changed
def _parts_of(code: str) -> tuple[Any, ...]:
    """Numbers within a code count by their value, so that P2 comes before P10."""
    parts: list[Any] = _NUMBERS.split(code.casefold())
    for i in range(1, len(parts), 2):
        digits = parts[i].lstrip("0")
        parts[i] = (len(digits), digits)  # as the number, however long it is
    return tuple(parts)


def _by_case(connection: Connection, query: Select[Any]) -> defaultdict[RecordId, list[Sequence[Any]]]:
    found: defaultdict[RecordId, list[Sequence[Any]]] = defaultdict(list)
    for row in connection.execute(query).all():
        found[row[0]].append(row)
    return found


def _lineages(cytopenias: Sequence[Sequence[Any]]) -> Iterator[tuple[int, Lineage]]:
    for _, episode, code in cytopenias:
        lineage = _chosen(Lineage, code)
        if lineage is not None:
            yield (1 if episode is None else episode), lineage


def _status(zeros: Sequence[Any], follow_ups: Sequence[Sequence[Any]]) -> Status | None:
    """By the one rule for the outcome of a case, asked only where it has a choice: death always counts."""
    codes = {status for _, status, *_ in follow_ups}
    if Status.DEAD in codes:
        return Status.DEAD
    if len(codes) < 2:
        return _chosen(Status, next(iter(codes), None))
    reports = tuple(
        FollowUp(id=str(i), position=i, **_parts(_DAY, day) | {"status": _chosen(Status, status)})
        for i, (_, status, *day) in enumerate(follow_ups)
    )
    return vital_status(Case(Patient(id="", **_parts(_ZEROS, zeros)), follow_ups=reports))


def _columns(table: Any, fields: Sequence[Field]) -> list[Column[Any]]:
    return [table[name] for field in fields for name in columns_of(field)]


def _parts(fields: Sequence[Field], row: Sequence[Any]) -> dict[str, Any]:
    named = dict(zip((name for field in fields for name in columns_of(field)), row, strict=True))
    return {field.name: unpacked(field, named) for field in fields}


def _chosen(choice: type[C], code: str | None) -> C | None:
    try:
        return None if code is None else choice(code)
    except ValueError:
        raise Unreadable(f"{choice.__name__} in the case list") from None


_PATIENTS = select(*_PATIENT["id", "code", "origin", "sex", "disease"], *_columns(_PATIENT, _ZEROS))
_LINEAGES = select(*_CYTOPENIA["patient_id", "episode", "lineage"]).order_by(
    _CYTOPENIA.position, _CYTOPENIA.id
)
_AGENTS = select(*_TREATMENT["patient_id", "agent"]).where(
    _TREATMENT.purpose == Purpose.CYTOPENIA.value, _TREATMENT.agent.is_not(None)
)
_FOLLOW_UPS = select(*_FOLLOW_UP["patient_id", "status"], *_columns(_FOLLOW_UP, _DAY)).order_by(
    _FOLLOW_UP.position, _FOLLOW_UP.id
)
