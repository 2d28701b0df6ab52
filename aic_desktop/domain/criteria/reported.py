"""The course after a treatment as clinicians and authors report it: response noted, relapse, what goes on."""

from collections.abc import Iterable
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CourseKind, Lineage, YesNo
from aic_desktop.domain.codes import agents
from aic_desktop.domain.criteria.outcome import last_contact
from aic_desktop.domain.criteria.spans import Bounds, between, bounds, earliest_of, surely_before
from aic_desktop.domain.criteria.therapy import (
    CORTICOSTEROID,
    against_cytopenia,
    first_day,
    given,
    is_sign,
    last_day,
    therapy,
)
from aic_desktop.domain.records import Course, Treatment
from aic_desktop.domain.timepoint import Span

IMMUNOGLOBULIN = "immunoglobulin"
_RELAPSES = {CourseKind.RELAPSE, CourseKind.FLARE}
_DEPENDENT_DAYS = 60


class ReportedCourse(NamedTuple):
    """Days after HSCT and lengths in days, as wide as they are imprecise; None for what is not reported.

    `response` is when a response was first noted, `time_to_response` from the first dose to it, `relapse` the
    first relapse or flare reported after it. `duration` runs from the response to that, without one at least
    to last contact.
    """

    response: Span | None = None
    time_to_response: Span | None = None
    relapse: Span | None = None
    duration: Span | None = None


def reported_course(case: Case, agent: str) -> ReportedCourse:
    """Around one agent: the response credited to it, and the first relapse of a lineage that responded.

    A response is credited to the agent by its own day of response and by the steps of the course attributed
    to it. Where these name lineages, relapses of other lineages are none of it.
    """
    treatments = given(case, agent)
    ids = {treatment.id for treatment in treatments}
    signs = [c for c in case.courses if c.treatment in ids and c.kind and is_sign(c.kind)]
    noted = [case.days(t.response_day) for t in treatments] + [case.days(c.day) for c in signs]
    response = earliest_of(span for span in noted if span)
    if response is None:
        return ReportedCourse()
    lineages = {sign.lineage for sign in signs if sign.lineage}
    relapses = (case.days(c.day) for c in case.courses if _relapse_of(c, lineages))
    relapse = first_after((span for span in relapses if span), response)
    time = between(first_day(case, *treatments), response)
    return ReportedCourse(response, time, relapse, _duration(response, relapse, last_contact(case)))


def first_after(events: Iterable[Span], since: Span) -> Span | None:
    """The first of several days that lies after another, those left out that surely do not."""
    start = bounds(since)
    return earliest_of(event for event in events if bounds(event).high > start.low)


def steroid_dependent(case: Case, days: int = _DEPENDENT_DAYS) -> YesNo | None:
    """Whether corticosteroids against the cytopenia still ran at last contact, for two months or longer.

    IWG 2009: need of ongoing or repeated corticosteroids for at least 2 months (RECALLED); whether the count
    would fall without them is not asked. None while days leave it open, and without a treatment recorded.
    """
    courses = [t for t in against_cytopenia(case) if therapy(t.agent) == CORTICOSTEROID]
    if not case.treatments:
        return None
    answers = [_lasting(case, treatment, days) for treatment in courses]
    if True in answers:
        return YesNo.YES
    return None if None in answers else YesNo.NO


def immunoglobulin_at_last_contact(case: Case) -> YesNo | None:
    """Whether immunoglobulin of any purpose still ran at last contact, by the treatments recorded.

    None while days leave it open, and without a treatment recorded. What a follow-up states of substitution
    is `last_stated(case, "immunoglobulin_substitution")`, and stands for itself.
    """
    if not case.treatments:
        return None
    answers = [_lasting(case, t, 0) for t in case.treatments if _is_immunoglobulin(t)]
    if True in answers:
        return YesNo.YES
    return None if None in answers else YesNo.NO


def _duration(response: Span, relapse: Span | None, seen: Span | None) -> Span | None:
    if relapse is not None:
        return between(response, relapse)
    at_least = between(response, seen)
    return Span(max(at_least.earliest, 0), None) if at_least and at_least.earliest is not None else None


def _relapse_of(course: Course, lineages: set[Lineage]) -> bool:
    return course.kind in _RELAPSES and (not lineages or course.lineage is None or course.lineage in lineages)


def _lasting(case: Case, treatment: Treatment, days: int) -> bool | None:
    """Whether a treatment ran at last contact and had for so many days; None if unclear."""
    seen, first = last_contact(case), first_day(case, treatment)
    last = last_day(case, treatment)
    if treatment.ongoing is YesNo.NO or (last and seen and surely_before(last, seen)):
        return False
    if seen is None or first is None:
        return None
    ran = bounds(between(first, seen))
    if ran.high < days:
        return False
    going_on = treatment.ongoing is YesNo.YES or _reaches(bounds(last), bounds(seen))
    return True if going_on and ran.low >= days else None


def _reaches(last: Bounds, seen: Bounds) -> bool:
    return last.low >= seen.high


def _is_immunoglobulin(treatment: Treatment) -> bool:
    listed = agents().get(treatment.agent or "")
    return treatment.agent == "immunoglobulin_ivig" or (listed is not None and listed.group == IMMUNOGLOBULIN)
