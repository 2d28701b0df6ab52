"""A set of patients with the answer of each to every question: what tables and pictures are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort.answers import Answers, joined
from aic_desktop.reporting.cohort.around import Around
from aic_desktop.reporting.cohort.arrays import Coded, Ints
from aic_desktop.reporting.cohort.clocks import CLOCKS
from aic_desktop.reporting.cohort.columns import Columns
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.derived.lines import responses_by_line
from aic_desktop.reporting.cohort.derived.times import times_of
from aic_desktop.reporting.cohort.loading import columns_of
from aic_desktop.reporting.cohort.patients import PatientRows, line_columns
from aic_desktop.reporting.cohort.times import Times, TimeToEvent, time_to_event
from aic_desktop.reporting.cohort.variables import VARIABLES


@dataclass(frozen=True, eq=False)
class Cohort:
    """Patients by row: the answers to all VARIABLES, and the texts of their lines."""

    around: Around
    ids: tuple[RecordId, ...]
    answers: Mapping[str, Answers]  # by the code of the variable
    texts: Sequence[Coded]
    times: Mapping[str, Times]  # by the key of the clock
    lines: Coded  # of each patient pairs of a line of therapy and the best response reported of it

    @classmethod
    def of(cls, columns: Columns, around: Around) -> "Cohort":
        """Every derived column of these patients."""
        facts = Facts(columns, around)
        answers = {variable.code: variable.read(facts) for variable in VARIABLES.values()}
        texts, lines = line_columns(facts), responses_by_line(facts)
        return cls(around, columns.patients, answers, texts, times_of(facts), lines)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def place(self) -> Mapping[RecordId, int]:
        """The row of each patient."""
        return {case: place for place, case in enumerate(self.ids)}

    @property
    def rows(self) -> PatientRows:
        """The patients' lines."""
        return PatientRows(self.ids, self.texts)

    def among(self, ids: Iterable[RecordId]) -> "Cohort":
        """Those of the patients that are here, in the order given."""
        wanted = [self.place[case] for case in ids if case in self.place]
        return self if len(wanted) == len(self) and wanted == sorted(wanted) else self._take(wanted)

    def joined(self, other: "Cohort") -> "Cohort":
        """With the patients of another, which has none of these."""
        if not len(self) or not len(other):
            return self if len(self) else other
        answers = {code: joined((found, other.answers[code])) for code, found in self.answers.items()}
        texts = [mine.joined(theirs) for mine, theirs in zip(self.texts, other.texts, strict=True)]
        times = {key: found.joined(other.times[key]) for key, found in self.times.items()}
        lines = self.lines.joined(other.lines)
        return Cohort(self.around, self.ids + other.ids, answers, texts, times, lines)

    def time_to_event(self, key: str) -> TimeToEvent:
        """The answer to a question of CLOCKS."""
        clock = CLOCKS[key].around(self.around.agent)
        found = time_to_event(clock, self.ids, self.times[key])
        selected = bool(len(self)) and bool(self.times["survival_from_onset"].asked.all())
        return replace(found, caution=clock.selected if selected else "")

    def _take(self, places: Sequence[int]) -> "Cohort":
        rows: Ints = np.array(places, np.int64)
        answers = {code: found.take(rows) for code, found in self.answers.items()}
        texts = [column.take(rows) for column in self.texts]
        times = {key: found.take(rows) for key, found in self.times.items()}
        ids = tuple(self.ids[place] for place in places)
        return Cohort(self.around, ids, answers, texts, times, self.lines.take(rows))


def cohort_of(cases: Sequence[Case], around: Around | None = None) -> Cohort:
    """The cohort of cases in memory."""
    return Cohort.of(columns_of(cases), around or Around())
