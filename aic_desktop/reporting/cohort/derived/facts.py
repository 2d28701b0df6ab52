"""What several derived columns ask for, worked out once for all patients; each by the rule of the domain."""

from collections.abc import Collection
from functools import cached_property

import numpy as np

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import DiseaseCategory, Lineage, Product, Status, YesNo
from aic_desktop.domain.records import Conditioning, Cytopenia, FollowUp, Patient, Transplant
from aic_desktop.domain.response import CRITERIA
from aic_desktop.reporting.cohort.answers import Picked
from aic_desktop.reporting.cohort.around import Around
from aic_desktop.reporting.cohort.arrays import (
    Bools,
    Coded,
    Days,
    Ints,
    by_distinct,
    by_group,
    count,
    distinct,
    earliest_of,
    either,
    last_row,
    latest_of,
)
from aic_desktop.reporting.cohort.columns import Columns
from aic_desktop.reporting.cohort.derived.ages import years
from aic_desktop.reporting.cohort.derived.index_therapy import IndexTherapies
from aic_desktop.reporting.cohort.derived.judged import Charts, Credit, Given, Judgements, Normal, independent


class Facts:
    """A set of patients around one index agent; nothing is worked out before it is asked for."""

    def __init__(self, columns: Columns, around: Around) -> None:
        """Of all patients of the columns."""
        self.columns, self.around = columns, around
        self.n = len(columns)
        people = columns[Patient]
        self.patient = Picked(people, last_row(people.patient, self.n))

    @cached_property
    def index(self) -> IndexTherapies:
        """The index agent and what was given besides."""
        return IndexTherapies(self.columns, self.around.agent, self.onset)

    @cached_property
    def graft(self) -> Picked:
        """The transplant whose day is day 0: the one marked, else number 1, else the first entered."""
        table = self.columns[Transplant]
        marked, first = table.coded("index").equal(YesNo.YES), table.coded("number").equal(1)
        return Picked(table, last_row(table.patient, self.n, marked, first))

    @cached_property
    def conditioning_of_graft(self) -> Ints:
        """The patient of each agent of the conditioning of an index transplant, -1 for those of others."""
        table = self.columns[Conditioning]
        return np.where(table.owner == self.graft.rows[table.patient], table.patient, -1)

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
    def onsets_of_evans(self) -> tuple[Days, Days]:
        """First and last onset over the lineages of the first episode of several, each by its own first.

        Not known unless each of its lineages has an onset.
        """
        table, lineage, episode = self.columns[Cytopenia], self._lineage, self.episode
        kinds, numbers = len(lineage.values), episode.numbers()
        whose = (table.patient * len(episode.values) + episode.codes) * kinds + lineage.codes
        several = (
            np.bincount(distinct(whose[lineage.known]) // kinds, minlength=self.n * len(episode.values)) > 1
        )
        first = np.full(self.n, np.inf)
        mine = lineage.known & several[whose // kinds]
        np.minimum.at(first, table.patient[mine], numbers[mine])
        mine &= np.equal(numbers, first[table.patient])
        group = table.patient * kinds + lineage.codes
        onsets = earliest_of(table.days("onset").among(mine), group, self.n * kinds)
        patient = np.repeat(np.arange(self.n), kinds)
        affected = np.bincount(distinct(group[mine]) // kinds, minlength=self.n)
        whole = (affected > 1) & np.equal(count(onsets.known, patient, self.n), affected)
        first_of, last_of = (over(onsets, patient, self.n).among(whole) for over in (earliest_of, latest_of))
        return first_of, last_of

    @property
    def _lineage(self) -> Coded:
        return self.columns[Cytopenia].coded("lineage")

    @cached_property
    def reports(self) -> "Reports":
        """The follow-ups."""
        return Reports(self.columns, self.n)

    @cached_property
    def given(self) -> Given:
        """The transfusions."""
        return Given(self.columns)

    @cached_property
    def responses(self) -> "Responses":
        """The counts and transfusions judged by criteria."""
        return Responses(self)

    def having(self, lineages: Collection[Lineage]) -> Bools:
        """Patients with one of these lineages in any episode."""
        table = self.columns[Cytopenia]
        mine = table.coded("lineage").where(lineages.__contains__)
        return count(mine, table.patient, self.n) > 0

    @property
    def outcome(self) -> Picked:
        """The follow-up that tells the outcome."""
        return self.reports.outcome

    @property
    def last_contact(self) -> Days:
        """Days from HSCT to last contact or death."""
        return self.reports.last_contact


class Responses:
    """Every endpoint judged once, of those with the lineage who were given the index agent."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._charts = Charts(facts.columns, facts.index.courses, facts.given, facts.around.windows)
        self._judged: dict[tuple[str, int], Judgements] = {}

    def of_lineage(self, lineage: Lineage, place: int) -> Judgements:
        """An endpoint of the set chosen for a lineage."""
        facts, chosen = self._facts, self._facts.around.judged_by(lineage)
        if (chosen.id, place) not in self._judged:
            credit = self._credit((lineage,))
            verdicts = self._charts.judged(chosen.endpoints[place], credit, self._normal)
            self._judged[chosen.id, place] = Judgements.of(verdicts, facts.n)
        return self._judged[chosen.id, place]

    def _credit(self, lineages: Collection[Lineage]) -> Credit:
        """What a later treatment achieved is not the index agent's."""
        index = self._facts.index
        return Credit(index.given & self._facts.having(lineages), index.first_day, index.next_begun)

    def main_endpoint(self, lineage: Lineage) -> int:
        """The first endpoint of a lineage's set that counts are judged by."""
        endpoints = self._facts.around.judged_by(lineage).endpoints
        return next(place for place, endpoint in enumerate(endpoints) if endpoint.analyte)

    def independence(self, product: Product) -> Judgements:
        """The independence of transfusions, of those whose lineages call for the product."""
        facts, key = self._facts, (product.value, 0)
        if key not in self._judged:
            lineages = CRITERIA[f"{product.value}_independence"].lineages
            given = facts.given.of_product(product)
            window = facts.around.windows.independence
            verdicts = independent(given, self._credit(lineages), facts.last_contact, window)
            self._judged[key] = Judgements.of(verdicts, facts.n)
        return self._judged[key]

    @cached_property
    def _normal(self) -> Normal:
        return Normal(*years(self._facts.columns, self._facts.patient), self._facts.patient.coded("sex"))


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

    def undecided(self, name: str) -> Bools:
        """Patients of whom another follow-up that says something else may be as late, its day imprecise."""
        chosen = self.last_stating(name)
        said, day = self.table.coded(name), chosen.days("day").take(self.table.patient)
        other = said.known & (said.codes != chosen.coded(name).take(self.table.patient).codes)
        overlap = self.days.known & day.known & (self.days.high >= day.low)
        both_exact = self.days.exact & day.exact
        return count(other & overlap & ~both_exact, self.table.patient, self.n) > 0

    def _last(self, group: Ints, *first: object) -> Ints:
        known = self.days.known
        latest = np.where(known, self.days.high, -np.inf)
        keys = (*first, latest, self.days.low, self.table.position)
        return last_row(group, self.n, *keys)  # type: ignore[arg-type]
