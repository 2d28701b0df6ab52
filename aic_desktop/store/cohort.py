"""The registry read for counting: its small tables alone, and only the cases that changed."""

from collections.abc import Collection, Iterator

from sqlalchemy import func, select

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import (
    Chimerism,
    Course,
    Cytopenia,
    Dose,
    FollowUp,
    Gvhd,
    Patient,
    Record,
    RecordId,
    Transplant,
    Treatment,
)
from aic_desktop.services.cohort import CohortState
from aic_desktop.store import listing
from aic_desktop.store.engine import Database
from aic_desktop.store.reading import cases_by_id, chunks
from aic_desktop.store.tables import AUDIT

LOOKED_AT: tuple[type[Record], ...] = (
    Patient,
    Transplant,
    Gvhd,
    Chimerism,
    Cytopenia,
    Course,
    Treatment,
    Dose,
    FollowUp,
)
# On a server, what was numbered earlier may be committed later: the last lines of the trail are read again.
LATE_LINES = 10_000


class RegistryCohort:
    """Implements the port `CohortSource` on a file or a server."""

    def __init__(self, database: Database, classes: tuple[type[Record], ...] = LOOKED_AT) -> None:
        """Of a database that is open and at this program's version; cases with the records of `classes`."""
        self._database = database
        self._classes = classes
        self._look_back = 0 if database.path else LATE_LINES

    def state(self, since: int) -> CohortState:
        """The cases there are and those changed since, by the trail that no change can pass by."""
        news = AUDIT.c.id > since - self._look_back
        with self._database.reading() as connection:
            mark = connection.execute(select(func.max(AUDIT.c.id))).scalar() or 0
            changed = connection.execute(select(AUDIT.c.patient_id).where(news).distinct()).scalars()
            return CohortState(mark, tuple(listing.ids(connection)), frozenset(changed))

    def cases(self, ids: Collection[RecordId]) -> Iterator[Case]:
        """Cases of one state of the registry, kept until the last is taken; nobody waits for that."""
        with self._database.reading() as connection:
            for some in chunks(ids):
                yield from cases_by_id(connection, some, self._classes)
