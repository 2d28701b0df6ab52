"""What several derived columns ask for, worked out once for all patients; each by the rule of the domain."""

from functools import cached_property

import numpy as np

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import DiseaseCategory, Status, YesNo
from aic_desktop.domain.records import Cytopenia, FollowUp, Patient, Transplant
from aic_desktop.reporting.cohort.answers import Picked
from aic_desktop.reporting.cohort.arrays import (
    Coded,
    Days,
    Ints,
    by_distinct,
    by_group,
    earliest_of,
    either,
    last_row,
    latest_of,
)
from aic_desktop.reporting.cohort.columns import Columns
from aic_desktop.reporting.cohort.derived.index_therapy import IndexTherapies


class Facts:
    """A set of patients around one index agent; nothing is worked out before it is asked for."""

    def __init__(self, columns: Columns, agent: str) -> None:
        """`agent` is a code or free text, given or not."""
        self.columns, self.agent = columns, agent
        self.n = len(columns)
        people = columns[Patient]
        self.patient = Picked(people, last_row(people.patient, self.n))

    @cached_property
    def index(self) -> IndexTherapies:
        """The index agent and what was given besides."""
        return IndexTherapies(self.columns, self.agent, self.onset)

    @cached_property
    def graft(self) -> Picked:
        """The transplant whose day is day 0: the one marked, else number 1, else the first entered."""
        table = self.columns[Transplant]
        marked, first = table.coded("index").equal(YesNo.YES), table.coded("number").equal(1)
        return Picked(table, last_row(table.patient, self.n, marked, first))

    @cached_property
    def abo(self) -> Coded:
        """ABO mismatch of the index transplant."""
        return by_distinct(
            criteria.abo_mismatch, self.patient.coded("abo_before"), self.graft.coded("donor_abo")
        )

    @cached_property
    def disease_category(self) -> Coded:
        """Entered, else that of the listed disease."""
        codes = self.columns.codes

        def category(entered: DiseaseCategory | None, disease: str | None) -> DiseaseCategory | None:
            return criteria.category_of(entered, disease, codes)

        return by_distinct(category, self.patient.coded("disease_category"), self.patient.coded("disease"))

    @cached_property
    def episode(self) -> Coded:
        """Of each cytopenia record; one without a number belongs to the first."""
        return self.columns[Cytopenia].coded("episode").or_else(Coded.of([1] * len(self.columns[Cytopenia])))

    @cached_property
    def kind(self) -> Coded:
        """The type the patient is counted under."""
        return self.by_lineages(criteria.type_among)

    def by_lineages(self, function: object) -> Coded:
        """A function of a patient's (episode, lineage) pairs."""
        table = self.columns[Cytopenia]
        lineage = table.coded("lineage")
        group = np.where(lineage.known, table.patient, -1)
        assert callable(function)
        return by_group(function, group, self.n, self.episode, lineage)

    @cached_property
    def onset(self) -> Days:
        """Days from HSCT to the onset of the first episode: its first lineage with an onset known."""
        table = self.columns[Cytopenia]
        episode = self.episode.numbers()
        first = np.full(self.n, np.inf)
        np.minimum.at(first, table.patient, episode)
        of_first = episode == first[table.patient]
        return earliest_of(table.days("onset").among(of_first), table.patient, self.n)

    @cached_property
    def reports(self) -> "Reports":
        """The follow-ups."""
        return Reports(self.columns, self.n)

    @property
    def outcome(self) -> Picked:
        """The follow-up that tells the outcome."""
        return self.reports.outcome

    @property
    def last_contact(self) -> Days:
        """Days from HSCT to last contact or death."""
        return self.reports.last_contact


class Reports:
    """The follow-ups in the order of what they tell: by the latest day they can be, then the earliest."""

    def __init__(self, columns: Columns, patients: int) -> None:
        self.table, self.n = columns[FollowUp], patients
        self.days = self.table.days("day")
        self.dead = self.table.coded("status").equal(Status.DEAD)

    @cached_property
    def outcome(self) -> Picked:
        """Death whenever it is recorded, else the latest; without days, the one entered last."""
        return Picked(self.table, self._last(self.table.patient, self.dead))

    @cached_property
    def last_contact(self) -> Days:
        """To death, else to the latest follow-up; a death without a day is no earlier than that."""
        seen = latest_of(self.days, self.table.patient, self.n)
        died = self.outcome.coded("status").equal(Status.DEAD)
        death = self.outcome.days("day")
        at_least = Days(seen.low, np.full(self.n, np.inf))
        return either(died, death.or_else(at_least), seen)

    def last_stating(self, name: str) -> Picked:
        """The latest follow-up that states a field."""
        stated = self.table.coded(name).known
        return Picked(self.table, self._last(np.where(stated, self.table.patient, -1)))

    def undecided(self, name: str) -> "Ints":
        """Patients of whom another follow-up that says something else may be as late, its day imprecise."""
        chosen = self.last_stating(name)
        said, day = self.table.coded(name), chosen.days("day").take(self.table.patient)
        other = said.known & (said.codes != chosen.coded(name).take(self.table.patient).codes)
        overlap = self.days.known & day.known & (self.days.high >= day.low)
        both_exact = self.days.exact & day.exact
        return np.unique(self.table.patient[other & overlap & ~both_exact])

    def _last(self, group: Ints, *first: object) -> Ints:
        known = self.days.known
        latest = np.where(known, self.days.high, -np.inf)
        keys = (*first, latest, self.days.low, self.table.position)
        return last_row(group, self.n, *keys)  # type: ignore[arg-type]
