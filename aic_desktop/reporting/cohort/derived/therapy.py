"""The columns on the treatment around the index agent."""

import numpy as np

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import CourseKind, YesNo
from aic_desktop.domain.criteria import CytopeniaType
from aic_desktop.domain.records import Course, Treatment
from aic_desktop.reporting.cohort.answers import Answers, Picked, days, left_open, level, missing, values
from aic_desktop.reporting.cohort.arrays import (
    Bools,
    Coded,
    Days,
    between,
    earliest_of,
    last_row,
    surely_before,
)
from aic_desktop.reporting.cohort.derived.cytopenia import NO_TREATMENT, no_onset
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.derived.index_therapy import Tallies

DAYS_PER_MONTH = 30.4375
YES, NONE_RECORDED = YesNo.YES.label, "none recorded"
NOT_TIMED = "no day of a response or of doses"


def given(facts: Facts) -> Answers:
    """Whether the agent was given against the cytopenia, of patients with any treatment of it recorded."""
    index = facts.index
    return yes_no(index.given, index.treated) | missing(~index.treated, NO_TREATMENT)


def hsct_to_index(facts: Facts) -> Answers:
    """Days from HSCT to the first dose, by the doses recorded, else by the start of the treatment."""
    return days(facts.index.first_day) | _missing(facts, "start")


def hsct_to_index_in_prca(facts: Facts) -> Answers:
    """Days from HSCT to the first dose in PRCA, where an onset to count from may not exist."""
    return hsct_to_index(facts).asked(facts.kind.equal(CytopeniaType.PRCA))


def onset_to_index(facts: Facts) -> Answers:
    """Days from the first onset to the first dose, as wide as both are imprecise."""
    index = facts.index
    known = index.given & index.since_onset.known
    unknown = index.given & ~known
    why = no_onset(facts).asked(~facts.onset.known) | _missing(facts, "start")
    return days(index.since_onset).asked(known) | why.asked(unknown)


def index_doses(facts: Facts) -> Answers:
    """Number of doses: as stated, or as recorded where these are more; days of a taper are no doses."""
    return tally(facts.index.doses) | _missing(facts, "planned_doses")


def previous_therapies(facts: Facts) -> Answers:
    """Number of other therapies of the cytopenia begun before the first dose; corticosteroids count as one.

    Days decide; without days, the line numbers; what neither settles may or may not have come before.
    """
    return tally(facts.index.previous)


def concomitant(facts: Facts) -> Answers:
    """Whether another treatment of the cytopenia ran beside the agent, from its first dose to its last."""
    beside, unclear = facts.index.concomitant
    return yes_no(beside, facts.index.given & ~unclear) | left_open(facts.index.given)


def response(facts: Facts) -> Answers:
    """Best response reported, of the treatments and of the steps of the course attributed to them.

    As judged by the clinician or the authors: no criteria are applied.
    """
    return level(facts.index.response) | _missing(facts, "response")


def doses_to_response(facts: Facts) -> Answers:
    """Number of doses given when a response was first noted, that of the day included; of responders."""
    responded = _responded(facts)
    found = tally(facts.index.doses_to_response) | missing(responded, NOT_TIMED)
    return found.asked(responded)


def days_to_response(facts: Facts) -> Answers:
    """Days from the first dose to the day a response or a sign of it was first noted; of responders."""
    index = facts.index
    found = days(between(index.first_day, index.response_noted))
    return (found | missing(_responded(facts), NOT_TIMED)).asked(_responded(facts))


def relapse(facts: Facts) -> Answers:
    """Whether a relapse was reported surely after the response was first noted; of responders.

    A step of the course of any lineage counts. That none is recorded does not say that there was none.
    """
    found = _relapsed(facts)
    noted = facts.index.response_noted
    told = Coded(
        np.where(surely_before(noted, found), 1, np.where(found.known, 0, 2)), (None, YES, NONE_RECORDED)
    )
    return (level(told) | left_open(~told.known)).asked(_responded(facts))


def response_lasted(facts: Facts) -> Answers:
    """Days from the day a response was first noted to the relapse reported; of responders.

    Without a relapse it lasted at least to the last contact, and is open above.
    """
    noted, found, last = facts.index.response_noted, _relapsed(facts), facts.last_contact
    free = between(noted, last).among(~found.known & noted.known)
    at_least = Days(np.where(free.known, np.maximum(free.low, 0), -np.inf), np.full(facts.n, np.inf))
    lasted = between(noted, found.among(surely_before(noted, found))).or_else(at_least)
    why = left_open(found.known & noted.known) | missing(~noted.known, NOT_TIMED)
    return (days(lasted) | why | facts.outcome.why_missing("day")).asked(_responded(facts))


def _responded(facts: Facts) -> Bools:
    response: Bools = facts.index.response.known & ~facts.index.response.where(_without_response)
    return response


def _relapsed(facts: Facts) -> Days:
    """The first relapse that is not surely before the response was noted."""
    table = facts.columns[Course]
    day = table.days("day").among(table.coded("kind").equal(CourseKind.RELAPSE))
    before = surely_before(day, facts.index.response_noted.take(table.patient))
    return earliest_of(day.among(~before), table.patient, facts.n)


def follow_up_from_index(facts: Facts) -> Answers:
    """Months (30.4375 days) from the first dose to last contact or death."""
    first = facts.index.first_day
    followed = months(facts, between(first, facts.last_contact))
    return followed.asked(first.known) | _missing(facts, "start").asked(~first.known)


def tally(found: Tallies) -> Answers:
    """Numbers of things as values."""
    return values(found.low, found.high, found.known)


def yes_no(yes: Bools, of: Bools) -> Answers:
    """Yes or no of those in the mask."""
    return level(Coded((yes * 1 + ~yes * 2) * of, (None, YesNo.YES, YesNo.NO)))


def months(facts: Facts, found: Days) -> Answers:
    """Days as months, else why the day of the outcome is not known."""
    return days(found).over(DAYS_PER_MONTH) | facts.outcome.why_missing("day")


def _without_response(found: criteria.Response) -> bool:
    return found in criteria.WITHOUT_RESPONSE


def _missing(facts: Facts, field: str) -> Answers:
    """Why a field of the agent's first treatment holds nothing; without a treatment there is no question."""
    index = facts.index
    first = Picked(facts.columns[Treatment], last_row(index.among(index.is_index), facts.n))
    return first.why_missing(field).asked(index.given)
