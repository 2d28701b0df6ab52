"""Count the cohort: one set of patients in, its Table 1 and their lines out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort import DEFAULT_AGENT, PatientRow, Table1, profile, table1


class CohortSource(Protocol):
    """Where a registry is read for counting; raises StoreError when the environment says no."""

    def cases(self) -> Iterator[Case]:
        """Every case by patient code, as one state of the registry, without what no summary looks at.

        Left out are counts, transfusions, conditioning, events, findings and reactions.
        """


@dataclass(frozen=True, slots=True)
class CohortSummary:
    """Table 1 and the lines of the very patients it counts."""

    table: Table1
    patients: tuple[PatientRow, ...]


class Cohorts:
    """The cohort of one registry, read afresh each time it is asked for."""

    def __init__(self, source: CohortSource) -> None:
        """Nothing is read yet."""
        self._source = source

    def summary(
        self, agent: str = DEFAULT_AGENT, cases: Collection[RecordId] | None = None
    ) -> CohortSummary:
        """Both tables of one reading; of all patients, or of those given that are still there.

        `agent` is the treatment that onset, doses and response are counted around: a code or free text.
        """
        wanted = None if cases is None else frozenset(cases)
        profiles = [
            profile(case, agent) for case in self._source.cases() if wanted is None or case.id in wanted
        ]
        return CohortSummary(table1(profiles, agent), tuple(p.row for p in profiles))

    def table1(self, agent: str = DEFAULT_AGENT, cases: Collection[RecordId] | None = None) -> Table1:
        """Table 1 alone."""
        return self.summary(agent, cases).table

    def rows(
        self, agent: str = DEFAULT_AGENT, cases: Collection[RecordId] | None = None
    ) -> tuple[PatientRow, ...]:
        """The patients' lines alone, by patient code."""
        return self.summary(agent, cases).patients
