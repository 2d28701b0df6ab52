"""Count the cohort: one set of patients in, its Table 1 and their lines out."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort import DEFAULT_AGENT, PatientRow, Profile, Table1, profile, table1


@dataclass(frozen=True, slots=True)
class CohortState:
    """Where a registry stands; `mark` grows with every change, by whichever program it was made."""

    mark: int
    ids: tuple[RecordId, ...]  # every case, by patient code
    changed: frozenset[RecordId]  # cases changed since the mark that was asked about


class CohortSource(Protocol):
    """Where a registry is read for counting; raises StoreError when the environment says no."""

    def state(self, since: int) -> CohortState:
        """Where the registry stands, and what changed since an earlier mark."""

    def cases(self, ids: Collection[RecordId]) -> Iterator[Case]:
        """Those of the cases that are still there; for Table 1 without what it does not look at.

        Left out then are counts, transfusions, conditioning, events, findings and reactions.
        """


@dataclass(frozen=True, slots=True)
class CohortSummary:
    """Table 1 and the lines of the very patients it counts."""

    table: Table1
    patients: tuple[PatientRow, ...]


Progress = Callable[[int, int], None]  # how many cases are worked out, of how many; may raise to stop


def _nobody_waits(_done: int, _of: int) -> None:
    """Work that nobody watches."""


class Cohorts:
    """The cohort of one registry, as it stands whenever it is asked for, in any thread.

    What was worked out of a case is kept until the registry says that the case has changed.
    """

    def __init__(self, source: CohortSource) -> None:
        """Nothing is read yet."""
        self._source = source
        self._one_at_a_time = Lock()
        self._agent = ""
        self._mark = 0
        self._profiles: dict[RecordId, Profile] = {}

    def summary(
        self,
        agent: str = DEFAULT_AGENT,
        cases: Collection[RecordId] | None = None,
        progress: Progress = _nobody_waits,
    ) -> CohortSummary:
        """Both tables; of all patients, or of those given that are still there.

        `agent` is the treatment that onset, doses and response are counted around: a code or free text.
        What `progress` raises ends the counting and is passed on.
        """
        wanted = None if cases is None else frozenset(cases)
        with self._one_at_a_time:
            profiles = self._fresh(agent, wanted, progress)
        return CohortSummary(table1(profiles, agent), tuple(p.row for p in profiles))

    def table1(self, agent: str = DEFAULT_AGENT, cases: Collection[RecordId] | None = None) -> Table1:
        """Table 1 alone."""
        return self.summary(agent, cases).table

    def rows(
        self, agent: str = DEFAULT_AGENT, cases: Collection[RecordId] | None = None
    ) -> tuple[PatientRow, ...]:
        """The patients' lines alone, by patient code."""
        return self.summary(agent, cases).patients

    def _fresh(self, agent: str, wanted: frozenset[RecordId] | None, progress: Progress) -> list[Profile]:
        """The profiles asked for, by patient code; only what is new or has changed is read."""
        if agent != self._agent:
            self._agent, self._profiles = agent, {}
        state = self._source.state(self._mark)
        there = frozenset(state.ids) - state.changed
        kept = {case: found for case, found in self._profiles.items() if case in there}
        asked = [case for case in state.ids if wanted is None or case in wanted]
        outstanding = [case for case in asked if case not in kept]
        for done, case in enumerate(self._source.cases(outstanding)):
            progress(done, len(outstanding))
            kept[case.id] = profile(case, agent)
        self._mark, self._profiles = state.mark, kept
        return [kept[case] for case in asked if case in kept]
