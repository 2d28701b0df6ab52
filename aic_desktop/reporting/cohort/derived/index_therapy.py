"""The index agent against the cytopenia: what came before, beside and out of it, for all patients at once.

The rules are those of `domain.criteria.therapy`, whose docstrings give them; here they run over arrays.
"""

from functools import cached_property

import numpy as np

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import Purpose, YesNo
from aic_desktop.domain.records import Course, Dose, Treatment
from aic_desktop.reporting.cohort.arrays import (
    Bools,
    Coded,
    Days,
    Floats,
    Ints,
    between,
    count,
    distinct,
    earliest_of,
    either,
    latest_of,
    not_after,
    sums,
    surely_before,
)
from aic_desktop.reporting.cohort.columns import Columns

_RESPONSES = list(criteria.Response)
_RANKS = np.array([np.inf, *range(len(_RESPONSES))])  # of the codes of a column of responses


class Tallies:
    """Numbers of things, at least and at most; not known where there is nothing to count."""

    def __init__(self, low: Floats, high: Floats, known: Bools) -> None:
        self.low, self.high, self.known = low, high, known


class Courses:
    """Every treatment: when it began and ended, and how many doses were given."""

    def __init__(self, columns: Columns) -> None:
        self.table, self.doses = columns[Treatment], columns[Dose]
        self.n = len(self.table)
        self.agent = self.table.coded("agent")
        self.ongoing = self.table.coded("ongoing").equal(YesNo.YES)
        self.of: Ints = self.doses.owner  # the treatment of each dose
        self.dose_days = self.doses.days("day")

    @cached_property
    def number(self) -> Ints:
        """How many doses are recorded."""
        return np.bincount(self.of, minlength=self.n)

    @cached_property
    def stated(self) -> Floats:
        """How many doses are stated; 0 for none."""
        return np.nan_to_num(self.table.coded("planned_doses").numbers())

    @cached_property
    def first(self) -> Days:
        """The first dose: by the doses recorded, else the start; the start where it lies before all."""
        start, dose = self.table.days("start"), earliest_of(self.dose_days, self.of, self.n)
        return either(~dose.known | surely_before(start, dose), start, dose)

    @cached_property
    def last(self) -> Days:
        """The stop, else the last dose; open while it is ongoing or days of doses are missing."""
        until, has_until = self.doses.days("until"), self._until_entered
        seen = latest_of(either(has_until, until, self.dose_days), self.of, self.n)
        daily = self.doses.coded("amount.unit").where(_per_day) & ~has_until
        runs_on = count(daily, self.of, self.n) > 0
        open_end = self.ongoing | (self.number < self.stated) | runs_on
        begun = seen.or_else(self.first)
        left_open = Days(begun.low, np.full(self.n, np.inf))
        return self.table.days("stop").or_else(either(open_end, left_open, seen))

    @cached_property
    def count(self) -> Tallies:
        """Doses given: the number stated, or those recorded where these are more; steps leave it open."""
        until, day = self.doses.times("until"), self.doses.times("day")
        differs = (until.basis != day.basis) | (until.low != day.low) | (until.high != day.high)
        steps = count(differs & self._until_entered, self.of, self.n) > 0
        low = np.maximum(self.stated, self.number)
        open_end = steps & (self.number > self.stated)
        return Tallies(low, np.where(open_end, np.inf, low), low > 0)

    @cached_property
    def _until_entered(self) -> Bools:
        return np.not_equal(self.doses.times("until").basis, 0)


def _per_day(unit: str) -> bool:
    return unit.endswith("/d")


class IndexTherapies:
    """One agent given against the cytopenia of each patient, and the other treatments of it."""

    def __init__(self, columns: Columns, agent: str, onset: Days) -> None:
        """`agent` is a code or free text; `onset` that of the cytopenia."""
        self.n = len(columns)
        self.courses = courses = Courses(columns)
        self._onset, self._course = onset, columns[Course]
        self.patient = courses.table.patient
        self.against: Bools = courses.table.coded("purpose").equal(Purpose.CYTOPENIA)
        self.is_index: Bools = self.against & courses.agent.equal(agent)
        self.is_other: Bools = self.against & ~self.is_index
        self.treated: Bools = count(self.against, self.patient, self.n) > 0
        self.given: Bools = count(self.is_index, self.patient, self.n) > 0

    def among(self, mask: Bools) -> Ints:
        """The patient of each treatment in the mask, -1 for the others."""
        return np.where(mask, self.patient, -1)

    @cached_property
    def first_day(self) -> Days:
        """Days from HSCT to the first dose."""
        return earliest_of(self.courses.first.among(self.is_index), self.patient, self.n)

    @cached_property
    def next_begun(self) -> Days:
        """When the next treatment of the cytopenia was begun, of those surely begun after the first dose."""
        begun = self.courses.first
        after = self.against & surely_before(self.first_day.take(self.patient), begun)
        return earliest_of(begun.among(after), self.patient, self.n)

    @cached_property
    def last_day(self) -> Days:
        """Days from HSCT to the last dose or stop; not known where one treatment has no end."""
        last = self.courses.last
        endless = count(self.is_index & ~last.known, self.patient, self.n) > 0
        return latest_of(last.among(self.is_index), self.patient, self.n).among(~endless)

    @cached_property
    def doses(self) -> Tallies:
        """How many doses were given; a lower bound where one treatment of several has no number."""
        found = self.courses.count
        known = self.is_index & found.known
        silent = count(self.is_index & ~found.known, self.patient, self.n) > 0
        low = sums(np.where(known, found.low, 0), self.patient, self.n)
        high = sums(np.where(known, found.high, 0), self.patient, self.n)
        return Tallies(low, np.where(silent, np.inf, high), count(known, self.patient, self.n) > 0)

    @cached_property
    def since_onset(self) -> Days:
        """Days from the onset of the cytopenia to the first dose."""
        return between(self._onset, self.first_day)

    @cached_property
    def therapy(self) -> Coded:
        """What each treatment counts as among “therapies”."""
        return self.courses.agent.mapped(criteria.therapy)

    @cached_property
    def previous(self) -> Tallies:
        """How many other therapies were begun before the first dose: surely, and possibly."""
        surely, possibly = self._follows
        named = self.is_other & self.therapy.known
        return Tallies(self._therapies(named & surely), self._therapies(named & possibly), self.given)

    def _therapies(self, mask: Bools) -> Floats:
        """How many different therapies each patient has among these treatments."""
        names = len(self.therapy.values)
        once = distinct(self.patient[mask] * names + self.therapy.codes[mask])
        return np.bincount(once // names, minlength=self.n).astype(np.float64)

    @cached_property
    def _follows(self) -> tuple[Bools, Bools]:
        """Of each treatment, whether the first dose surely, and whether it possibly, came after its start."""
        zero, start = self.first_day.take(self.patient), self.courses.first
        both = zero.known & start.known
        stopped = surely_before(self.courses.table.days("stop"), zero)
        line, lines = self._lines
        told = ~np.isnan(line) & ~np.isnan(lines)
        surely = np.where(both, surely_before(start, zero), stopped | (told & (line < lines)))
        never = np.where(both, not_after(zero, start), ~stopped & told & (line >= lines))
        return surely, ~never

    @property
    def _lines(self) -> tuple[Floats, Floats]:
        """The line number of each treatment, and the first of the patient's index treatments."""
        line = self.courses.table.coded("line").numbers()
        first = np.full(self.n, np.nan)
        stated = self.is_index & ~np.isnan(line)
        np.fmin.at(first, self.patient[stated], line[stated])
        return line, first[self.patient]

    @cached_property
    def concomitant(self) -> tuple[Bools, Bools]:
        """Whether another treatment surely ran beside, and whether that is open."""
        first = self.first_day
        last = _no_earlier(self.last_day, first)
        start, stop = self.courses.first, _no_earlier(self.courses.last, self.courses.first)
        first_there, last_there = first.take(self.patient), last.take(self.patient)
        apart = surely_before(stop, first_there) | surely_before(last_there, start)
        going_on = count(self.is_index & self.courses.ongoing, self.patient, self.n) > 0
        reaches = self.courses.ongoing | not_after(first_there, stop)
        in_time = going_on[self.patient] | not_after(start, last_there)
        beside = count(self.is_other & ~apart & reaches & in_time, self.patient, self.n) > 0
        unclear = count(self.is_other & ~apart & ~(reaches & in_time), self.patient, self.n) > 0
        return beside & first.known, (~beside & unclear) | ~first.known

    @cached_property
    def _attributed(self) -> tuple[Coded, Days, Ints]:
        """Kind, day and patient (-1 for none) of the courses credited to the index agent."""
        table = self._course
        of = table.links("treatment")
        mine = (of >= 0) & np.append(self.is_index, False)[of]
        return table.coded("kind"), table.days("day"), np.where(mine, table.patient, -1)

    @cached_property
    def responses(self) -> Coded:
        """The best response reported of each treatment, and of the courses attributed to it."""
        best = _ranks(self.courses.table.coded("response"))
        of, told = self._course.links("treatment"), _ranks(self._course.coded("kind"))
        np.minimum.at(best, of[of >= 0], told[of >= 0])
        return _ranked(best)

    @cached_property
    def response(self) -> Coded:
        """The best response reported, of the treatments and of the courses attributed to them."""
        rank = _RANKS[self.responses.codes]
        best = np.full(self.n, np.inf)
        np.minimum.at(best, self.patient[self.is_index], rank[self.is_index])
        return _ranked(best)

    @cached_property
    def response_noted(self) -> Days:
        """Days from HSCT to when a response was first noted: by its own day, or by a sign in the course."""
        kind, day, patient = self._attributed
        signs = (patient >= 0) & kind.where(criteria.is_sign)
        own = self.courses.table.days("response_day").among(self.is_index)
        noted = Days(np.append(own.low, day.low[signs]), np.append(own.high, day.high[signs]))
        return earliest_of(noted, np.append(self.patient, patient[signs]), self.n)

    @cached_property
    def doses_to_response(self) -> Tallies:
        """How many doses had been given when a response was first noted, the dose of that day included."""
        first = self.response_noted
        dosed = self.is_index[self.courses.of]
        whose = self.patient[self.courses.of]
        first_there, dose = first.take(whose), self.courses.dose_days
        certain = count(dosed & dose.known & not_after(dose, first_there), whose, self.n)
        ruled_out = count(dosed & dose.known & surely_before(first_there, dose), whose, self.n)
        number = count(dosed, whose, self.n)
        known = first.known & (number > 0)
        return Tallies(certain.astype(np.float64), (number - ruled_out).astype(np.float64), known)


def _ranks(told: Coded) -> Floats:
    """Of what reports a response, its rank, the best being 0; infinite for what reports none."""
    rank = told.mapped(criteria.reported_as).mapped(_RESPONSES.index).numbers()
    return np.where(np.isnan(rank), np.inf, rank)


def _ranked(rank: Floats) -> Coded:
    found = np.isfinite(rank)
    return Coded(np.where(found, rank, -1).astype(np.int64) + 1, (None, *_RESPONSES))


def _no_earlier(last: Days, first: Days) -> Days:
    """The last day, where it is not known no earlier than the first."""
    return last.or_else(Days(first.low, np.full(len(first), np.inf)))
