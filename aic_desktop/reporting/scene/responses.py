"""Responses of a lineage: the periods reported, and a lane for what a set of criteria makes of the counts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CourseKind, ReportedResponse
from aic_desktop.domain.criteria import against_cytopenia
from aic_desktop.domain.records import Course, Cytopenia
from aic_desktop.reporting.scene import roles
from aic_desktop.reporting.scene.judged import criteria_for, judged_periods
from aic_desktop.reporting.scene.model import End, Lane, LaneKind, Period, Verdict
from aic_desktop.reporting.scene.options import Options
from aic_desktop.reporting.scene.spans import certain_days, whole
from aic_desktop.reporting.scene.words import day_words, joined

# Level and short name of what is reported. A sign of response is a course but no response; what is stable
# stays what it was; a transient recovery is of no level that anybody named.
_REPORTED: dict[CourseKind, tuple[int | None, str]] = {
    CourseKind.COMPLETE_RESPONSE: (2, "CR"),
    CourseKind.PARTIAL_RESPONSE: (1, "PR"),
    CourseKind.TRANSIENT_RECOVERY: (None, "transient recovery"),
    CourseKind.TRANSFUSION_INDEPENDENT: (None, "transfusion independent"),
    CourseKind.NO_RESPONSE: (0, "NR"),
    CourseKind.RELAPSE: (0, "relapse"),
    CourseKind.FLARE: (0, "flare"),
}
_OF_TREATMENT: dict[ReportedResponse, CourseKind] = {
    ReportedResponse.COMPLETE: CourseKind.COMPLETE_RESPONSE,
    ReportedResponse.PARTIAL: CourseKind.PARTIAL_RESPONSE,
    ReportedResponse.TRANSIENT: CourseKind.TRANSIENT_RECOVERY,
    ReportedResponse.NONE: CourseKind.NO_RESPONSE,
}
_ANY_RESPONSE = 1  # drawn like a partial one where no level was named


def told_with_treatments(case: Case) -> tuple[Course, ...]:
    """Responses on a day that stand with treatments alone, as a course would tell them.

    None where a course tells of one already, or where several lineages leave open whose response it was.
    """
    lineages = {cytopenia.lineage for cytopenia in case.cytopenias}
    if len(lineages) != 1 or any(course.kind in _REPORTED for course in case.courses):
        return ()
    (lineage,) = lineages
    told = ((t, _OF_TREATMENT.get(t.response)) for t in against_cytopenia(case) if t.response)
    return tuple(
        Course(id=t.id, owner=case.id, day=t.response_day, lineage=lineage, kind=kind, treatment=t.id)
        for t, kind in told
        if kind and t.response_day
    )


def reported_periods(case: Case, courses: Sequence[Course]) -> tuple[Period, ...]:
    """From each statement about a lineage to the next; how long after the last one it held, nobody said."""
    stated = [(c, span) for c in courses if c.kind in _REPORTED and (span := case.days(c.day))]
    found = []
    for course, span in stated:
        assert course.kind is not None
        level, name = _REPORTED[course.kind]
        lo, hi = whole(span)
        text = joined((f"reported: {course.kind.label}", day_words(span)))
        drawn = _ANY_RESPONSE if level is None else level
        found.append(
            Period(course.id, level, drawn, lo, *certain_days(span, span), hi, End.UNKNOWN, name, text)
        )
    return tuple(_in_turn(found))


def judged_lane(
    case: Case, cytopenia: Cytopenia, reported: Sequence[Period], before: float, options: Options
) -> Lane | None:
    """The response of one episode of a lineage by the criteria chosen; None where nothing can be judged.

    `before` is the day on which the next episode began.
    """
    if cytopenia.lineage is None:
        return None
    criteria = criteria_for(cytopenia.lineage, options)
    periods = tuple(judged_periods(case, cytopenia, criteria, before))
    if not periods:
        return None
    return Lane(
        key=f"response: {cytopenia.lineage} {cytopenia.episode or 1}",
        kind=LaneKind.RESPONSE,
        group="course",
        label=criteria.title,
        short=criteria.title,
        role=roles.of_lineage(cytopenia.lineage),
        rows=1,
        periods=periods,
        verdicts=tuple(_differing(reported, periods)),
    )


def _in_turn(periods: list[Period]) -> Iterator[Period]:
    """In the order of their days, each reaching to the beginning of the next."""
    ordered = sorted(periods, key=_start)
    for place, period in enumerate(ordered):
        if place + 1 == len(ordered):
            yield period
        else:
            after = ordered[place + 1].start_lo
            hi = min(period.start_hi, after)
            yield replace(period, start_hi=hi, seen=min(period.seen, after), until=after, stop=End.EXACT)


def _start(period: Period) -> float:
    return period.start_lo


def _differing(reported: Sequence[Period], judged: Sequence[Period]) -> Iterator[Verdict]:
    """The stretches in which no reading of the counts is what had been reported for certain.

    A response is taken to last until something else is reported; a relapse is of its own days.
    """
    for below in judged:
        for above in reported:
            until = inf if above.stop is End.UNKNOWN else above.until
            until = until if above.level_lo else above.seen
            lo, hi = max(above.start_hi, below.start_lo), min(until, below.until)
            known = above.level_lo is not None and below.level_lo is not None
            if lo < hi and known and not _agree(above, below):
                yield Verdict(
                    lo, hi, f"{below.label} ≠ {above.label}", f"{below.label}, {above.label} reported"
                )


def _agree(above: Period, below: Period) -> bool:
    assert below.level_lo is not None
    return below.level_lo <= above.level_hi <= below.level_hi
