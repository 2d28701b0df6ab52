"""The spells of one case: from where to where each question of time to event is to be counted."""

from collections.abc import Callable, Iterable, Mapping

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CourseKind, Status, YesNo
from aic_desktop.domain.criteria import IndexTherapy, Response
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort.clocks import CLOCKS, Clock
from aic_desktop.reporting.cohort.times import (
    CENSORED,
    COMPETING,
    EVENT,
    Spell,
    Times,
    TimeToEvent,
    time_to_event,
)

_DAY_0 = Span(0, 0)


def answer(key: str, cases: Iterable[Case], agent: str) -> TimeToEvent:
    """One question of `CLOCKS` about some cases around an index agent, a code or free text."""
    clock = CLOCKS[key].around(agent)
    return time_to_event(clock, times_of(cases, clock, agent))


def times_of(cases: Iterable[Case], clock: Clock, agent: str) -> Times:
    """The arrays of one question about some cases; patients it does not arise for are not in them."""
    ask = _ASKED[clock.key]
    spells = (ask(case, IndexTherapy(case, agent)) for case in cases)
    return Times.of(spell for spell in spells if spell is not None)


def _cytopenia(case: Case, _index: IndexTherapy) -> Spell | None:
    if not case.cytopenias:
        return _followed(case, _DAY_0, COMPETING)
    return Spell(case.id, _DAY_0, criteria.onset(case), EVENT)


def _response(case: Case, index: IndexTherapy) -> Spell | None:
    if not index.treatments:
        return None
    if index.response is None:
        return Spell(case.id, None, None, why="response not reported")
    if index.response is Response.NOT_EVALUABLE:
        return Spell(case.id, None, None, why="response not evaluable")
    if index.response in criteria.WITHOUT_RESPONSE:
        return _followed(case, index.first_day, COMPETING)
    return Spell(case.id, index.first_day, index.first_response, EVENT)


def _independence(case: Case, index: IndexTherapy) -> Spell | None:
    if not index.treatments or not criteria.independence_fields(case):
        return None
    reached = criteria.transfusion_independent(case)
    if reached is None:
        return Spell(case.id, None, None, why="transfusion independence not reported")
    if reached is YesNo.NO:
        return _followed(case, index.first_day, COMPETING)
    stated = (case.days(c.day) for c in case.courses if c.kind is CourseKind.TRANSFUSION_INDEPENDENT)
    day = criteria.earliest_of(span for span in stated if span) or _stated_later(case, index.first_day)
    return Spell(case.id, index.first_day, day, EVENT)


def _stated_later(case: Case, start: Span | None) -> Span | None:
    """Between the start and the first follow-up by which independence of every product was stated."""
    firsts = [_first_stating(case, field) for field in criteria.independence_fields(case)]
    known = criteria.latest_of(first for first in firsts if first)
    if known is None or None in firsts or known.latest is None or start is None or start.earliest is None:
        return None
    return Span(min(start.earliest, known.latest), known.latest)


def _first_stating(case: Case, field: str) -> Span | None:
    days = (case.days(f.day) for f in case.follow_ups if getattr(f, field) is YesNo.YES)
    return criteria.earliest_of(span for span in days if span)


def _survival(case: Case, _index: IndexTherapy) -> Spell | None:
    return _followed(case, _DAY_0, EVENT)


def _survival_from_onset(case: Case, _index: IndexTherapy) -> Spell | None:
    return _followed(case, criteria.onset(case), EVENT) if case.cytopenias else None


def _from_agent(case: Case, index: IndexTherapy) -> Spell | None:
    return _followed(case, index.first_day, EVENT) if index.treatments else None


def _followed(case: Case, start: Span | None, death: int) -> Spell:
    """From a start to last contact; or to death, which counts as `death`."""
    status = criteria.vital_status(case)
    if status is None:
        why = "status at last contact not reported" if case.follow_ups else "no follow-up recorded"
        return Spell(case.id, start, None, why=why)
    ended = death if status is Status.DEAD else CENSORED
    return Spell(case.id, start, criteria.last_contact(case), ended)


_ASKED: Mapping[str, Callable[[Case, IndexTherapy], Spell | None]] = {
    "cytopenia": _cytopenia,
    "response": _response,
    "transfusion_independence": _independence,
    "survival": _survival,
    "survival_from_onset": _survival_from_onset,
    "follow_up": _survival,
    "follow_up_from_agent": _from_agent,
}
assert _ASKED.keys() == CLOCKS.keys()
