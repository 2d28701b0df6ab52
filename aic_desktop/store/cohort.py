"""The registry read for counting: columns of its tables, and which cases changed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason, Purpose
from aic_desktop.domain.codes import Codes
from aic_desktop.domain.records import RECORDS, Count, Record, RecordId
from aic_desktop.reporting.cohort import Around
from aic_desktop.reporting.cohort.cells import Portion, plain
from aic_desktop.reporting.cohort.columns import (
    AROUND_INDEX,
    LINEAGES,
    LOOKED_AT,
    ONLY,
    Columns,
    Reading,
    read_of,
)
from aic_desktop.reporting.cohort.evidence import LOOKED_FOR
from aic_desktop.reporting.cohort.loading import load
from aic_desktop.services.cohort import CohortState, Progress
from aic_desktop.store import listing
from aic_desktop.store.engine import Database
from aic_desktop.store.mapping import remark_of
from aic_desktop.store.packing import ahead, awaited, packed, packing
from aic_desktop.store.reading import cases_by_id, chunks, codes_in, own_terms_in
from aic_desktop.store.tables import AUDIT, REMARK, TABLES, case_column

# On a server, what was numbered earlier may be committed later: the last lines of the trail are read again.
LATE_LINES = 10_000
# From this share of all cases on, reading everybody is faster than asking for each by name.
MOST = 0.25
PORTION = 5000  # rows in memory at once


Narrow = Callable[[Select[Any]], Select[Any]]
Narrowed = Mapping[type[Record], Narrow]  # of some kinds, only rows that are asked for


class RegistryCohort:
    """Implements the ports `CohortSource` and `CaseSource` on a file or a server."""

    def __init__(self, database: Database) -> None:
        """Of a database that is open and at this program's version."""
        self._database = database
        self._look_back = 0 if database.path else LATE_LINES

    def state(self, since: int | None) -> CohortState:
        """The cases there are and those changed since, by the trail that no change can pass by."""
        with self._database.reading() as connection:
            mark = connection.execute(select(func.max(AUDIT.c.id))).scalar() or 0
            changed: frozenset[RecordId] = frozenset()
            if since is not None:
                news = select(AUDIT.c.patient_id).where(AUDIT.c.id > since - self._look_back)
                changed = frozenset(connection.execute(news.distinct()).scalars())
            return CohortState(mark, tuple(listing.ids(connection)), changed, own_terms_in(connection))

    def cases(self, ids: Collection[RecordId], classes: Iterable[type[Record]] = RECORDS) -> Iterator[Case]:
        """Cases of one state of the registry, kept until the last is taken; nobody waits for that."""
        with self._database.reading() as connection:
            for some in chunks(ids):
                yield from cases_by_id(connection, some, classes)

    def columns(self, ids: Sequence[RecordId], around: Around, progress: Progress) -> Columns:
        """The columns of these cases of one state of the registry, read in portions."""
        with self._database.reading() as connection:
            return _read(connection, ids, LOOKED_AT, _around(around.agent), progress)

    def codes(self) -> Codes:
        """The code lists of the registry."""
        with self._database.reading() as connection:
            return codes_in(connection)

    def evidence(self, ids: Sequence[RecordId], analytes: Collection[str], progress: Progress) -> Columns:
        """What filters ask for, of counts those of these analytes alone."""
        with self._database.reading() as connection:
            of_these = _only(TABLES["count"].c.analyte.in_(analytes))
            return _read(connection, ids, LOOKED_FOR, {Count: of_these}, progress)


def _around(agent: str) -> Narrowed:
    """Which rows derived columns ask for: of the many, those that can matter to patients given the agent."""
    treatment = TABLES["treatment"].c
    mine = (treatment.purpose == Purpose.CYTOPENIA.value, treatment.agent == agent)
    given = select(treatment.patient_id).where(*mine)
    where: dict[type[Record], list[ColumnElement[bool]]] = defaultdict(list)
    for record, (field, values) in ONLY.items():
        where[record].append(TABLES[record.record_kind].c[field].in_(values))
    for record in AROUND_INDEX:
        where[record].append(case_column(record).in_(given))
    found = {record: _only(*conditions) for record, conditions in where.items()}
    return {**found, Count: lambda query: _judged(query, given)}


def _judged(query: Select[Any], given: Select[Any]) -> Select[Any]:
    """Of these patients the counts that judge one of their lineages; each count is looked at once."""
    cytopenia, counts = TABLES["cytopenia"].c, TABLES["count"].c
    judges = {
        analyte: func.max(case((cytopenia.lineage.in_(lineages), 1), else_=0)).label(f"by_{analyte}")
        for analyte, lineages in LINEAGES.items()
    }
    affected = select(cytopenia.patient_id, *judges.values()).where(cytopenia.patient_id.in_(given))
    of = affected.group_by(cytopenia.patient_id).subquery("affected").c
    judged = case(
        {analyte: of[found.name] for analyte, found in judges.items()}, value=counts.analyte, else_=0
    )
    return query.join(of.patient_id.table, of.patient_id == counts.patient_id).where(judged == 1)


def _read(
    connection: Connection,
    ids: Sequence[RecordId],
    reading: Reading,
    narrowed: Narrowed,
    progress: Progress,
) -> Columns:
    total = connection.execute(select(func.count()).select_from(TABLES["patient"])).scalar_one()
    parts = [None] if len(ids) > MOST * total else list(chunks(ids))
    patient = TABLES["patient"].c.id
    asked = (select(patient) if some is None else select(patient).where(patient.in_(some)) for some in parts)
    there = {row[0] for query in asked for row in connection.execute(query)}
    found = [case for case in ids if case in there]
    reasons = _reasons(connection, parts) if reading is LOOKED_AT else {}
    codes = codes_in(connection)
    steps = iter(range(len(reading)))

    def taken_apart(record: type[Record]) -> Iterator[Portion]:
        step = next(steps)
        query = narrowed.get(record, _as_it_is)(_query(record.record_kind, read_of(record, reading)))
        for some in parts:
            asked = query if some is None else query.where(case_column(record).in_(some))
            for portion in _portions(connection, asked):
                progress(step, len(reading))
                yield portion

    if parts != [None]:
        return load(found, taken_apart, reasons, codes, reading)
    works = {
        record: _packing(
            connection, record.record_kind, read_of(record, reading), narrowed.get(record, _as_it_is)
        )
        for record in reading
    }
    with ahead(connection, works) as coming:

        def put_together(record: type[Record]) -> Iterator[Portion]:
            step = next(steps)
            yield from awaited(coming[record], lambda: progress(step, len(reading)))

        return load(found, put_together, reasons, codes, reading)


def _packing(
    connection: Connection, kind: str, columns: tuple[str, ...], narrow: Narrow
) -> Callable[[], Sequence[Portion]]:
    """What is read of a kind of record in one piece, where no text forbids it."""

    def work() -> Sequence[Portion]:
        together = packing(kind, columns, connection.dialect.name)
        whole = packed(connection, narrow(together), kind, columns)
        return [whole] if whole is not None else list(_portions(connection, narrow(_query(kind, columns))))

    return work


def _only(*conditions: ColumnElement[bool]) -> Narrow:
    return lambda query: query.where(*conditions)


def _as_it_is(query: Select[Any]) -> Select[Any]:
    return query


def _portions(connection: Connection, query: Select[Any]) -> Iterator[Portion]:
    """From plain tuples of the driver: wrapping each in a Row takes a third longer."""
    result = connection.execute(query)
    assert result.cursor is not None
    while rows := result.cursor.fetchmany(PORTION):
        yield plain(rows)
    result.close()


@cache
def _query(kind: str, columns: tuple[str, ...]) -> Select[Any]:
    return select(*(TABLES[kind].c[name] for name in columns))


def _reasons(
    connection: Connection, portions: Sequence[Sequence[RecordId] | None]
) -> dict[tuple[str, str], list[tuple[RecordId, MissingReason]]]:
    query = select(*REMARK.c["kind", "field", "record_id", "missing"]).where(REMARK.c.missing.is_not(None))
    found: dict[tuple[str, str], list[tuple[RecordId, MissingReason]]] = {}
    for some in portions:
        narrowed = query if some is None else query.where(REMARK.c.patient_id.in_(some))
        for kind, field, record, missing in connection.execute(narrowed):
            reason = remark_of(missing, "").missing
            if reason is not None:
                found.setdefault((kind, field), []).append((record, reason))
    return found
