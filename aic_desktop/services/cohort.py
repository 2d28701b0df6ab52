"""Count the cohort: one set of patients in, its Table 1 and their lines out."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import Codes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RECORDS, Record, RecordId
from aic_desktop.reporting.cohort import (
    Around,
    Cohort,
    PatientRows,
    Table1,
    Table1Options,
    explain,
    table1,
)
from aic_desktop.reporting.cohort.columns import Columns
from aic_desktop.reporting.cohort.evidence import CohortEvidence, askables
from aic_desktop.reporting.cohort.explained import in_words
from aic_desktop.reporting.cohort.loading import Unreadable, columns_of
from aic_desktop.reporting.filters import counted_in, judge, parse
from aic_desktop.reporting.pictures import SwimmerPlot, Zero, swimmer
from aic_desktop.reporting.pictures.swimmer_build import LOOKED_AT
from aic_desktop.services.collecting import uncollected
from aic_desktop.services.ports import StoreError
from aic_desktop.services.settings import RegistrySettings

Progress = Callable[[int, int], None]  # how much is done, of how much; may raise to stop


@dataclass(frozen=True, slots=True)
class CohortState:
    """Where a registry stands; `mark` grows with every change, by whichever program it was made."""

    mark: int
    ids: tuple[RecordId, ...]  # every case, by patient code
    changed: frozenset[RecordId]  # cases changed since the mark that was asked about
    terms: str = ""  # the registry's own terms, on which derived facts hang as well


class CohortSource(Protocol):
    """Where a registry is read for counting; raises StoreError when the environment says no."""

    def state(self, since: int | None) -> CohortState:
        """Where the registry stands, and what changed since an earlier mark; None: nobody wants to know."""

    def columns(self, ids: Sequence[RecordId], around: Around, progress: Progress) -> Columns:
        """What derived columns ask for, of those of the cases that are still there, in that order."""

    def cases(self, ids: Collection[RecordId], classes: Iterable[type[Record]]) -> Iterator[Case]:
        """Those of the cases that are still there, with the records of some classes."""

    def codes(self) -> Codes:
        """The code lists of the registry."""

    def evidence(self, ids: Sequence[RecordId], analytes: Collection[str], progress: Progress) -> Columns:
        """What filters ask for, likewise; of counts those of these analytes alone."""


@dataclass(frozen=True, slots=True)
class CohortSummary:
    """Table 1, the lines of the very patients it counts, and their answers to every question."""

    table: Table1
    patients: PatientRows
    cohort: Cohort


@dataclass(frozen=True, slots=True)
class Matching:
    """Whom a filter lets through: those for whom it surely holds; of `undecided` more it is not known."""

    ids: tuple[RecordId, ...]
    undecided: int
    of: int

    @property
    def words(self) -> str:
        """How many, and of whom it is not known."""
        told = f"{len(self.ids):,} of {self.of:,} cases"
        if not self.undecided:
            return told
        return f"{told}; of {self.undecided:,} more it is not reported, or too imprecise to be told"


CHOICE = "cohort.table1"  # the setting's name


def kept_choice(settings: RegistrySettings) -> Table1Options:
    """What was last chosen of Table 1 in this registry, by whoever shares it."""
    return Table1Options.from_json(settings.get(CHOICE))


def keep_choice(settings: RegistrySettings, options: Table1Options) -> None:
    """Choose the same the next time; StoreError when the environment says no."""
    settings.put(CHOICE, options.to_json())


def _nobody_waits(_done: int, _of: int) -> None:
    """Work that nobody watches."""


def _told(progress: Progress, done: int, of: int, case: Case) -> Case:
    progress(done, of)
    return case


class Cohorts:
    """The cohort of one registry, as it stands whenever it is asked for, in any thread.

    What was worked out of a case is kept until the registry says that the case has changed.
    """

    def __init__(self, source: CohortSource) -> None:
        """Nothing is read yet."""
        self._source = source
        self._one_at_a_time = Lock()
        self._mark = 0
        self._terms = ""
        self._kept: Cohort | None = None

    def summary(
        self,
        options: Table1Options | None = None,
        cases: Collection[RecordId] | None = None,
        progress: Progress = _nobody_waits,
    ) -> CohortSummary:
        """Both tables; of all patients, or of those given that are still there.

        What `progress` raises ends the counting and is passed on.
        """
        options = options or Table1Options()
        cohort = self.cohort(options.around, cases, progress)
        return CohortSummary(table1(cohort, options), cohort.rows, cohort)

    def cohort(
        self,
        around: Around,
        cases: Collection[RecordId] | None = None,
        progress: Progress = _nobody_waits,
    ) -> Cohort:
        """The patients asked for, by patient code; only what is new or has changed is read."""
        wanted = None if cases is None else frozenset(cases)
        with self._one_at_a_time, self._in_words():
            return self._fresh(around, wanted, progress)

    def explained(self, code: str, case: RecordId, around: Around) -> str:
        """How the answer of a case to a variable came about, in words; Problem when there is none."""
        found = next(self._source.cases([case], RECORDS), None)
        if found is None:
            raise Problem("This case is no longer in the registry.")
        return in_words(explain(code, found, around))

    def codes(self) -> Codes:
        """The code lists of the registry."""
        return self._source.codes()

    def registered(self) -> int:
        """How many patients the registry holds, whoever is counted."""
        return len(self._source.state(None).ids)

    def matching(self, text: str, around: Around, progress: Progress = _nobody_waits) -> Matching:
        """The cases for which a filter holds, by patient code; Problem when the text is none.

        `around` as the table beside it is counted, which is not worked out a second time then.
        """
        asked = parse(text, askables(self.codes()))
        cohort = self.cohort(around, None, progress)
        with self._in_words():
            columns = self._source.evidence(cohort.ids, counted_in(asked), progress)
        cohort = cohort.among(columns.patients)
        judged = judge(asked, CohortEvidence(cohort, columns))
        ids = tuple(case for case, holds in zip(cohort.ids, judged.surely.tolist(), strict=True) if holds)
        return Matching(ids, judged.undecided, len(cohort))

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except Unreadable as error:
            raise StoreError(
                f"The registry holds something that cannot be read ({error})."
                " Restore the latest backup, and keep this file: parts of it may be rescued."
            ) from error

    def swimmer(
        self, zero: Zero, agent: str, cases: Collection[RecordId], progress: Progress = _nobody_waits
    ) -> SwimmerPlot:
        """The course of these patients in lanes; cases are read for it, without their counts."""
        reading = enumerate(self._source.cases(cases, LOOKED_AT))
        return swimmer((_told(progress, done, len(cases), case) for done, case in reading), zero, agent)

    def _fresh(self, around: Around, wanted: frozenset[RecordId] | None, progress: Progress) -> Cohort:
        same = self._kept is not None and self._kept.around == around
        state = self._source.state(self._mark if same else None)
        same = same and state.terms == self._terms
        kept = self._kept if same and self._kept else Cohort.of(columns_of(()), around)
        there = frozenset(state.ids) - state.changed
        kept = kept.among([case for case in kept.ids if case in there])
        asked = [case for case in state.ids if wanted is None or case in wanted]
        outstanding = [case for case in asked if case not in kept.place]
        if outstanding:
            with uncollected():
                columns = self._source.columns(outstanding, around, progress)
                kept = kept.joined(Cohort.of(columns, around))
        self._mark, self._terms, self._kept = state.mark, state.terms, kept
        return kept.among(asked)
