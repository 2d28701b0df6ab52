"""From where to where each patient's time is counted, for every question of time to event."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import CourseKind, Lineage, Product, Status, YesNo
from aic_desktop.domain.criteria import CytopeniaType, Response
from aic_desktop.domain.records import Course, Cytopenia, FollowUp
from aic_desktop.domain.response.levels import NOT_ASSESSABLE
from aic_desktop.reporting.cohort.arrays import Bools, Coded, Days, count, earliest_of, either
from aic_desktop.reporting.cohort.clocks import BY_COUNTS, BY_TRANSFUSIONS, CLOCKS
from aic_desktop.reporting.cohort.derived.cytopenia import WITHOUT_ONSET
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.derived.judged import Judgements
from aic_desktop.reporting.cohort.derived.outcome import INDEPENDENT, fields_of_independence, independence
from aic_desktop.reporting.cohort.derived.response import NOT_JUDGED, NOT_OBSERVED
from aic_desktop.reporting.cohort.times import CENSORED, COMPETING, EVENT, Times


def times_of(facts: Facts) -> Mapping[str, Times]:
    """The arrays of every question of CLOCKS."""
    return {key: _ASKED[key](facts) for key in CLOCKS}


def _cytopenia(facts: Facts) -> Times:
    """Of all patients; those without a cytopenia until last contact or death."""
    has = _affected(facts)
    found = _until_event(facts, np.ones(facts.n, bool), _day_0(facts), has, facts.onset)
    never_well = has & ~facts.onset.known & facts.kind.equal(CytopeniaType.PRCA)
    return found.unless(never_well, WITHOUT_ONSET)


def _response(facts: Facts) -> Times:
    """Of those given the index agent; to the day a response was first noted."""
    index = facts.index
    told = index.response
    responded = told.known & ~told.where(lambda response: response in criteria.WITHOUT_RESPONSE)
    found = _until_event(facts, index.given, index.first_day, responded, index.response_noted)
    found = found.unless(~told.known, "response not reported")
    return found.unless(told.equal(Response.NOT_EVALUABLE), "response not evaluable")


def _independence(facts: Facts) -> Times:
    """Of those given the index agent whose lineages call for transfusions; reached once counts."""
    fields, reached = fields_of_independence(facts), independence(facts)
    asked = facts.index.given & fields.known
    day = _independent_day(facts, fields)
    found = _until_event(facts, asked, facts.index.first_day, reached.equal(YesNo.YES), day)
    return found.unless(~reached.known, "transfusion independence not reported")


def _independent_day(facts: Facts, fields: Coded) -> Days:
    """As the course says, else between the first dose and the follow-ups that first state it."""
    course, table = facts.columns[Course], facts.columns[FollowUp]
    said = course.coded("kind").equal(CourseKind.TRANSFUSION_INDEPENDENT)
    by_course = earliest_of(course.days("day").among(said), course.patient, facts.n)
    low, high = np.full(facts.n, -np.inf), np.full(facts.n, -np.inf)
    for name in INDEPENDENT:
        stated = table.days("day").among(table.coded(name).equal(YesNo.YES))
        first = earliest_of(stated, table.patient, facts.n)
        needed = fields.where(partial(_among, name))
        low = np.where(needed, np.maximum(low, first.low), low)
        high = np.where(needed, np.maximum(high, first.high), high)
    start = facts.index.first_day.low
    bounded = np.isfinite(high) & np.isfinite(start)
    return either(by_course.known, by_course, Days(np.minimum(start, high), high).among(bounded))


def _among(name: str, names: tuple[str, ...]) -> bool:
    return name in names


def _by_counts(facts: Facts) -> Times:
    """Of those given the index agent for a lineage; to the first count by which all of theirs respond."""
    responses = facts.responses
    found = [responses.of_lineage(one, responses.main_endpoint(one)) for one in Lineage]
    return _judged(facts, facts.having(tuple(Lineage)), found, NOT_JUDGED)


def _by_transfusions(facts: Facts) -> Times:
    """Of those given the index agent whose lineages call for transfusions; to freedom from all of these."""
    found = [facts.responses.independence(product) for product in (Product.PLATELETS, Product.RED_CELLS)]
    return _judged(facts, fields_of_independence(facts).known, found, NOT_OBSERVED)


def _judged(facts: Facts, of: Bools, parts: Sequence[Judgements], silent: str) -> Times:
    """To when the last of several judgements is a response; what is open between yes and no is not placed."""
    low, high = np.full((2, facts.n), -np.inf)
    unjudged = np.zeros(facts.n, bool)
    for part in parts:
        mine = part.best_low >= 0
        low = np.where(mine, np.maximum(low, part.response.low), low)
        high = np.where(mine, np.maximum(high, part.response.high), high)
        unjudged |= mine & (part.best_high == NOT_ASSESSABLE)
    happened = np.isfinite(high)
    asked = facts.index.given & of
    found = _until_event(facts, asked, facts.index.first_day, happened, Days(low, high))
    found = found.unless(np.isposinf(high) & ~np.isposinf(low), "open whether there was one")
    return found.unless(unjudged, silent)


def _survival(facts: Facts) -> Times:
    return _followed(facts, np.ones(facts.n, bool), _day_0(facts), EVENT)


def _survival_from_onset(facts: Facts) -> Times:
    found = _followed(facts, _affected(facts), facts.onset, EVENT)
    never_well = ~facts.onset.known & facts.kind.equal(CytopeniaType.PRCA)
    return found.unless(never_well, WITHOUT_ONSET)


def _from_agent(facts: Facts) -> Times:
    return _followed(facts, facts.index.given, facts.index.first_day, EVENT)


def _until_event(facts: Facts, asked: Bools, start: Days, happened: Bools, day: Days) -> Times:
    """To the event where it happened; else to last contact, or to death, which competes."""
    otherwise = _followed(facts, asked, start, COMPETING)
    return Times(
        asked,
        start,
        either(happened, day, otherwise.end),
        np.where(happened, EVENT, otherwise.status),
        otherwise.why.among(~happened),
    )


def _followed(facts: Facts, asked: Bools, start: Days, death: int) -> Times:
    """From a start to last contact; or to death, which counts as `death`."""
    status = facts.outcome.coded("status")
    why = Coded.of(["status at last contact not reported"] * facts.n)
    none = Coded.of(["no follow-up recorded"] * facts.n)
    told = why.among(~status.known & facts.outcome.there).or_else(none.among(~facts.outcome.there))
    ended = np.where(status.equal(Status.DEAD), death, CENSORED)
    return Times(asked, start, facts.last_contact, ended, told)


def _affected(facts: Facts) -> Bools:
    table = facts.columns[Cytopenia]
    found: Bools = count(np.ones(len(table), bool), table.patient, facts.n) > 0
    return found


def _day_0(facts: Facts) -> Days:
    return Days(np.zeros(facts.n), np.zeros(facts.n))


_ASKED: Mapping[str, Callable[[Facts], Times]] = {
    "cytopenia": _cytopenia,
    "response": _response,
    BY_COUNTS: _by_counts,
    "transfusion_independence": _independence,
    BY_TRANSFUSIONS: _by_transfusions,
    "survival": _survival,
    "survival_from_onset": _survival_from_onset,
    "follow_up": _survival,
    "follow_up_from_agent": _from_agent,
}
