"""A set of patients with the answer of each to every question: what tables and pictures are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort.answers import Answers, joined
from aic_desktop.reporting.cohort.arrays import Coded, Ints
from aic_desktop.reporting.cohort.columns import Columns
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.loading import columns_of
from aic_desktop.reporting.cohort.options import DEFAULT_AGENT
from aic_desktop.reporting.cohort.patients import PatientRows, line_columns
from aic_desktop.reporting.cohort.variables import VARIABLES


@dataclass(frozen=True, slots=True)
class Around:
    """What derived columns are counted around."""

    agent: str = DEFAULT_AGENT  # the index agent: a code or free text


@dataclass(frozen=True, eq=False)
class Cohort:
    """Patients by row: the answers to all VARIABLES, and the texts of their lines."""

    around: Around
    ids: tuple[RecordId, ...]
    answers: Mapping[str, Answers]  # by the code of the variable
    texts: Sequence[Coded]

    @classmethod
    def of(cls, columns: Columns, around: Around) -> "Cohort":
        """Every derived column of these patients."""
        facts = Facts(columns, around.agent)
        answers = {variable.code: variable.read(facts) for variable in VARIABLES.values()}
        return cls(around, columns.patients, answers, line_columns(facts))

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
        texts = [_joined(*both) for both in zip(self.texts, other.texts, strict=True)]
        return Cohort(self.around, self.ids + other.ids, answers, texts)

    def _take(self, places: Sequence[int]) -> "Cohort":
        rows: Ints = np.array(places, np.int64)
        answers = {code: found.take(rows) for code, found in self.answers.items()}
        texts = [column.take(rows) for column in self.texts]
        return Cohort(self.around, tuple(self.ids[place] for place in places), answers, texts)


def cohort_of(cases: Sequence[Case], agent: str = DEFAULT_AGENT) -> Cohort:
    """The cohort of cases in memory."""
    return Cohort.of(columns_of(cases), Around(agent))


def _joined(first: Coded, second: Coded) -> Coded:
    number = {value: code for code, value in enumerate(first.values)}
    codes = np.array([number.setdefault(value, len(number)) for value in second.values], np.int64)
    return Coded(np.concatenate([first.codes, codes[second.codes]]), tuple(number))
