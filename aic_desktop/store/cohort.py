"""The registry read for counting: columns of its tables, and which cases changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason, Purpose
from aic_desktop.domain.codes import Codes
from aic_desktop.domain.records import RECORDS, Count, Record, RecordId
from aic_desktop.reporting.cohort import Around
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
from aic_desktop.reporting.cohort.loading import Row, load
from aic_desktop.services.cohort import CohortState, Progress
from aic_desktop.store import listing
from aic_desktop.store.engine import Database
from aic_desktop.store.mapping import remark_of
from aic_desktop.store.reading import cases_by_id, chunks, codes_in, own_terms_in
from aic_desktop.store.tables import AUDIT, REMARK, TABLES, case_column

# On a server, what was numbered earlier may be committed later: the last lines of the trail are read again.
LATE_LINES = 10_000
# From this share of all cases on, reading everybody is faster than asking for each by name.
MOST = 0.25
PORTION = 5000  # rows in memory at once


Where = Mapping[type[Record], Sequence[ColumnElement[bool]]]  # which rows of a kind


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
            of_these: Where = {Count: (TABLES["count"].c.analyte.in_(analytes),)}
            return _read(connection, ids, LOOKED_FOR, of_these, progress)


def _around(agent: str) -> Where:
    """Which rows derived columns ask for: of the many, those that can matter to patients given the agent."""
    treatment = TABLES["treatment"].c
    mine = (treatment.purpose == Purpose.CYTOPENIA.value, treatment.agent == agent)
    given = select(treatment.patient_id).where(*mine)
    where: dict[type[Record], list[ColumnElement[bool]]] = defaultdict(list)
    for record, (field, values) in ONLY.items():
        where[record].append(TABLES[record.record_kind].c[field].in_(values))
    for record in AROUND_INDEX:
        where[record].append(case_column(record).in_(given))
    cytopenia, counts = TABLES["cytopenia"].c, TABLES["count"].c
    judged = (
        (counts.analyte == analyte)
        & counts.patient_id.in_(select(cytopenia.patient_id).where(cytopenia.lineage.in_(lineages)))
        for analyte, lineages in LINEAGES.items()
    )
    where[Count].append(or_(*judged))
    return where


def _read(
    connection: Connection,
    ids: Sequence[RecordId],
    reading: Reading,
    where: Where,
    progress: Progress,
) -> Columns:
    total = connection.execute(select(func.count()).select_from(TABLES["patient"])).scalar_one()
    portions = [None] if len(ids) > MOST * total else list(chunks(ids))
    patient = TABLES["patient"].c.id
    asked = (
        select(patient) if some is None else select(patient).where(patient.in_(some)) for some in portions
    )
    there = {row[0] for query in asked for portion in _portions(connection, query) for row in portion}
    found = [case for case in ids if case in there]
    steps = iter(range(len(reading)))

    def rows(record: type[Record]) -> Iterator[Sequence[Row]]:
        step = next(steps)
        query = _query(record.record_kind, read_of(record, reading)).where(*where.get(record, ()))
        for some in portions:
            narrowed = query if some is None else query.where(case_column(record).in_(some))
            for portion in _portions(connection, narrowed):
                progress(step, len(reading))
                yield portion

    reasons = _reasons(connection, portions) if reading is LOOKED_AT else {}
    return load(found, rows, reasons, codes_in(connection), reading)


def _portions(connection: Connection, query: Select[Any]) -> Iterator[Sequence[Row]]:
    """Plain tuples of the driver: wrapping each in a Row takes a third longer."""
    result = connection.execute(query)
    assert result.cursor is not None
    while portion := result.cursor.fetchmany(PORTION):
        yield portion
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
