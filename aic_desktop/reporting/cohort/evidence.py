"""What filters are judged by: the answers of the cohort, and the records of its patients as arrays."""

from functools import cached_property

import numpy as np

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import Purpose, Status, YesNo
from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import (
    Count,
    Course,
    Cytopenia,
    Dose,
    Event,
    FollowUp,
    Patient,
    Transfusion,
    Transplant,
    Treatment,
)
from aic_desktop.reporting.cohort.answers import Answer
from aic_desktop.reporting.cohort.arrays import Bools, Coded, Floats, by_group, earliest_of
from aic_desktop.reporting.cohort.arrays import Days as Spans
from aic_desktop.reporting.cohort.columns import Columns, Reading
from aic_desktop.reporting.cohort.counted import Cohort
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.derived.index_therapy import Courses
from aic_desktop.reporting.cohort.variable import Variable
from aic_desktop.reporting.cohort.variables import VARIABLES
from aic_desktop.reporting.filters.conditions import WITHOUT_RESPONSE
from aic_desktop.reporting.filters.judging import Days, Levels, Numbers, Rows
from aic_desktop.reporting.filters.model import Anchor, Askable, Askables, Mark

LOOKED_FOR: Reading = {
    Patient: ("birth_date", "hsct_date"),
    Transplant: ("number", "index"),
    Cytopenia: ("episode", "lineage", "onset"),
    Treatment: ("agent", "purpose", "line", "start", "stop", "ongoing", "planned_doses", "response"),
    Course: ("day", "kind", "lineage"),
    Dose: ("day", "until", "amount.unit"),
    Event: ("day", "kind"),
    Transfusion: ("product", "day", "until", "units", "daily"),
    Count: ("analyte", "day", "value"),
    FollowUp: ("day", "status"),
}


def askables(codes: Codes = SHIPPED, agent_label: str = "index agent") -> Askables:
    """What can be asked of a patient as a whole: every variable of one level or a number, and the lines."""
    facts = [_askable(variable, agent_label) for variable in VARIABLES.values() if _is_asked(variable)]
    facts.append(Askable(WITHOUT_RESPONSE, "Lines of therapy without a response"))
    return Askables({fact.name: fact for fact in facts}, codes)


def _is_asked(variable: Variable) -> bool:
    return bool(variable.unit) or (bool(variable.order) and not variable.several)


def _askable(variable: Variable, agent: str) -> Askable:
    name, label = variable.code.replace("_", " "), variable.name.format(agent=agent)
    if variable.unit:
        return Askable(name, label, unit=variable.unit)
    return Askable(name, label, tuple((level, level) for level in variable.order))


class CohortEvidence:
    """Implements the port `Evidence` of filters; `columns` are those of LOOKED_FOR."""

    def __init__(self, cohort: Cohort, columns: Columns) -> None:
        """Both of the same patients in the same order."""
        assert cohort.ids == columns.patients
        self._cohort, self._columns = cohort, columns
        self._facts = Facts(columns, cohort.around)

    @property
    def patients(self) -> int:
        """How many there are."""
        return len(self._columns)

    @cached_property
    def _courses(self) -> Courses:
        return Courses(self._columns)

    @cached_property
    def _against(self) -> Bools:
        return self._columns[Treatment].coded("purpose").equal(Purpose.CYTOPENIA)

    def fact(self, name: str) -> Levels | Numbers:
        """The answer of every patient; who is not asked has none of the levels, surely."""
        if name == WITHOUT_RESPONSE:
            return self._without_response()
        variable = VARIABLES[name.replace(" ", "_")]
        answers = self._cohort.answers[variable.code]
        if variable.unit:
            never = ~answers.are(_may_be)
            return Numbers(np.where(never, np.inf, answers.low), np.where(never, -np.inf, answers.high))
        held = np.stack([answers.having(level) for level in variable.order], axis=1)
        return Levels(variable.order, held, answers.are(_is_reported), answers.are(_is_unknown))

    def _without_response(self) -> Numbers:
        table = self._columns[Treatment]
        of = np.where(self._against, table.patient, -1)
        response = table.coded("response").mapped(criteria.reported_as)
        tallies = by_group(criteria.lines_without_response, of, self.patients, table.coded("line"), response)
        bounds = np.array([(np.nan, np.nan), *(tuple(t) for t in tallies.values[1:])], np.float64)
        return Numbers(bounds[tallies.codes, 0], bounds[tallies.codes, 1])

    def counts(self, analyte: str) -> Rows:
        """Every count of an analyte, in its canonical unit."""
        table = self._columns[Count]
        rows = np.flatnonzero(table.coded("analyte").equal(analyte))
        value = table.coded("value").take(rows)
        low, high = _bounds(value)
        days = table.days("day").take(rows)
        known = value.known
        return Rows(table.patient[rows][known], days.low[known], days.high[known], low[known], high[known])

    def given(self, agent: str) -> Rows:
        """Every treatment of the cytopenia with an agent; a dose at least, where no number is known."""
        courses = self._courses
        rows = np.flatnonzero(self._against & courses.agent.equal(agent))
        first, count = courses.first.take(rows), courses.count
        known = count.known[rows]
        low, high = np.where(known, count.low[rows], 1.0), np.where(known, count.high[rows], np.inf)
        return Rows(courses.table.patient[rows], first.low, first.high, low, high)

    def transfused(self, product: str) -> Rows:
        """Every transfusion of a product; a unit at least, where no number is known."""
        table = self._columns[Transfusion]
        rows = np.flatnonzero(table.coded("product").equal(product))
        first = table.days("day").take(rows)
        last = table.days("until").take(rows).or_else(first)
        units = table.coded("units").take(rows).numbers()
        low, high = np.where(np.isnan(units), 1.0, units), np.where(np.isnan(units), np.inf, units)
        daily = table.coded("daily").take(rows).equal(YesNo.YES)
        low = np.where(daily, low * np.maximum(_whole_days(first.high, last.low), 1.0), low)
        high = np.where(daily, high * np.maximum(_whole_days(first.low, last.high), 1.0), high)
        return Rows(table.patient[rows], first.low, last.high, low, high)

    def happened(self, kind: str, code: str, lineage: str) -> Rows:
        """Every event, or every step of the course of a lineage ("" for any)."""
        table = self._columns[Event if kind == "event" else Course]
        held = table.coded("kind").equal(code)
        if lineage:
            held = held & (table.coded("lineage").equal(lineage) if kind == "course" else False)
        rows = np.flatnonzero(held)
        days, nothing = table.days("day").take(rows), np.zeros(len(rows))
        return Rows(table.patient[rows], days.low, days.high, nothing, nothing)

    def mark(self, mark: Mark) -> Days:
        """The day a mark stands for, NaN for patients who have no such day."""
        days, there = self._anchor(mark)
        low, high = days.low + mark.offset, days.high + mark.offset
        return Days(np.where(there, low, np.nan), np.where(there, high, np.nan))

    def _anchor(self, mark: Mark) -> tuple[Spans, Bools]:
        everybody = np.ones(self.patients, bool)
        match mark.anchor:
            case Anchor.HSCT:
                zero = np.zeros(self.patients)
                return Spans(zero, zero), everybody
            case Anchor.ONSET:
                return self._facts.onset, self._facts.kind.known
            case Anchor.FIRST_DOSE:
                courses = self._courses
                mine = self._against & courses.agent.equal(mark.agent)
                patient = courses.table.patient
                given = np.bincount(patient[mine], minlength=self.patients) > 0
                return earliest_of(courses.first.among(mine), patient, self.patients), given
            case Anchor.DEATH:
                dead = self._facts.outcome.coded("status").equal(Status.DEAD)
                return self._facts.last_contact, dead
            case Anchor.LAST_CONTACT:
                return self._facts.last_contact, everybody


def _whole_days(first: Floats, last: Floats) -> Floats:
    return last - first + 1


def _bounds(value: Coded) -> tuple[Floats, Floats]:
    """The bounds of quantities; one that is not reached is the next double inside."""
    pairs = [_bound(quantity) for quantity in value.values[1:]]
    low = np.array([np.nan, *(pair[0] for pair in pairs)])[value.codes]
    high = np.array([np.nan, *(pair[1] for pair in pairs)])[value.codes]
    return low, high


def _bound(quantity: Quantity) -> tuple[float, float]:
    low = 0.0 if quantity.low is None else float(quantity.low)
    high = np.inf if quantity.high is None else float(quantity.high)
    if not quantity.low_included:
        low = float(np.nextafter(low, np.inf))
    return low, high if quantity.high_included else float(np.nextafter(high, 0.0))


def _may_be(answer: Answer) -> bool:
    return answer.valued or _is_unknown(answer)


def _is_unknown(answer: Answer) -> bool:
    return bool(answer.open or answer.missing)


def _is_reported(answer: Answer) -> bool:
    return answer.reported
