"""The course of the transplant: grafts, engraftment, GvHD, events, follow-up and death."""

from dataclasses import replace

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import (
    AcuteGrade,
    ChimerismLineage,
    ChronicSeverity,
    CourseKind,
    EventKind,
    GraftFailure,
    Specimen,
    Status,
)
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.quantity import render
from aic_desktop.domain.records import Chimerism, Course, Event, FollowUp, Gvhd, Transplant, Treatment
from aic_desktop.reporting.scene import roles
from aic_desktop.reporting.scene.flags import Flags, flag_lane, short_day
from aic_desktop.reporting.scene.model import Flag, Lane, Rule
from aic_desktop.reporting.scene.words import joined

COURSE_GROUP = "course"
EVENT_GROUP = "events"
_LONG_LABEL = 28  # characters; beyond them an event is labelled by its detail alone
_MARKS: dict[CourseKind, str] = {
    CourseKind.RESPONSE_SIGN: "up",
    CourseKind.TRANSIENT_RECOVERY: "up",
    CourseKind.PARTIAL_RESPONSE: "up",
    CourseKind.COMPLETE_RESPONSE: "up",
    CourseKind.TRANSFUSION_INDEPENDENT: "up",
    CourseKind.NO_RESPONSE: "level",
    CourseKind.STABLE: "level",
    CourseKind.RELAPSE: "down",
    CourseKind.FLARE: "down",
}


def milestone_lanes(case: Case, flags: Flags) -> list[Lane]:
    """One lane for what concerns the graft and the patient as a whole; none where nothing is dated."""
    found: list[Flag] = []
    for transplant in case.transplants:
        found += _transplant(case, flags, transplant)
    for gvhd in case.gvhd:
        if gvhd.acute_grade is not AcuteGrade.GRADE_0 and gvhd.chronic_severity is not ChronicSeverity.NONE:
            found += _gvhd(flags, gvhd)
    for course in case.courses:
        if course.lineage is None:
            found += course_flags(flags, course)
    seen = [flag for follow_up in case.follow_ups for flag in _follow_up(flags, follow_up)]
    last = max(seen, key=lambda flag: flag.lo, default=None)
    found += [flag if flag is last or flag.mark == "death" else replace(flag, label="") for flag in seen]
    lanes = [flag_lane(COURSE_GROUP, "course", found)] if found else []
    measured = [flag for chimerism in case.chimerism for flag in _chimerism(flags, chimerism)]
    return [*lanes, flag_lane(COURSE_GROUP, "chimerism", measured)] if measured else lanes


def event_lanes(case: Case, flags: Flags) -> list[Lane]:
    """One lane for events and reactions to treatments; none where nothing is dated."""
    found: list[Flag] = []
    for event in case.events:
        found += _event(flags, event)
    names = {treatment.id: label_of("agents", treatment.agent) for treatment in case.treatments}
    for reaction in case.reactions:
        label = f"reaction to {names.get(reaction.owner) or 'treatment'}"
        grade = f"CTCAE grade {reaction.ctcae_grade}" if reaction.ctcae_grade else ""
        words = joined((label, reaction.term or "", grade))
        found += flags.on(reaction.id, reaction.day, "event", "event", words, label)
    return [flag_lane(EVENT_GROUP, "events", found)] if found else []


def course_flags(flags: Flags, course: Course) -> list[Flag]:
    """A step of the course as reported, of one lineage or of all."""
    kind = course.kind.label if course.kind else "course"
    cells = f"({course.lineage.label})" if course.lineage else ""
    criteria = course.criteria.label if course.criteria else ""
    treatment = flags.case.find(course.treatment or "")
    agent = label_of("agents", treatment.agent) if isinstance(treatment, Treatment) else ""
    credited = f"credited to {agent}" if agent else ""
    words = joined((joined((kind, cells), " "), credited, criteria))
    mark = _MARKS[course.kind] if course.kind else "level"
    return flags.on(course.id, course.day, mark, roles.of_lineage(course.lineage), words, kind)


def rules(case: Case) -> tuple[Rule, ...]:
    """Lines on day 0, on further transplants and on death, where the day is known."""
    index = case.index_transplant
    found = [Rule(index.id if index else case.id, 0.0, "hsct", "HSCT")]
    for transplant in case.transplants:
        span = case.days(transplant.day)
        if transplant is not index and span and span.exact:
            found.append(Rule(transplant.id, span.middle, "hsct", _graft(transplant)))
    for follow_up in case.follow_ups:
        span = case.days(follow_up.day)
        if follow_up.status is Status.DEAD and span and span.exact:
            found.append(Rule(follow_up.id, span.middle, "death", "death"))
    return tuple(found)


def _graft(transplant: Transplant) -> str:
    return joined(("HSCT", str(transplant.number or "")), " ")


def _transplant(case: Case, flags: Flags, transplant: Transplant) -> list[Flag]:
    found: list[Flag] = []
    if transplant is not case.index_transplant:
        found += flags.on(transplant.id, transplant.day, "graft", "hsct", _graft(transplant))
    found += _engraftment(case, flags, transplant)
    if transplant.graft_failure in (GraftFailure.PRIMARY, GraftFailure.SECONDARY):
        words = f"{transplant.graft_failure.label} graft failure"
        found += flags.on(transplant.id, transplant.graft_failure_day, "down", "hsct", words)
    return found


def _engraftment(case: Case, flags: Flags, transplant: Transplant) -> list[Flag]:
    """A mark for each cell line; the words once, beside the last, for they are but days apart."""
    points = {
        "leukocytes": transplant.leukocyte_engraftment,
        "neutrophils": transplant.neutrophil_engraftment,
        "platelets": transplant.platelet_engraftment,
    }
    days = [f"{cells} {short_day(span)}" for cells, point in points.items() if (span := case.days(point))]
    found: list[Flag] = []
    for cells, point in points.items():
        if point:
            found += flags.on(transplant.id, point, "graft", "engraftment", f"engraftment of {cells}")
    last = max(found, key=lambda flag: flag.hi, default=None)
    words = f"engrafted: {', '.join(days)}"
    return [replace(flag, label=words if flag is last else "") for flag in found]


def _gvhd(flags: Flags, gvhd: Gvhd) -> list[Flag]:
    grade = gvhd.acute_grade or gvhd.chronic_severity
    label = joined((gvhd.kind.label if gvhd.kind else "", "GvHD", grade.label if grade else ""), " ")
    words = joined((label, gvhd.organs or ""))
    return flags.lasting(flags.on(gvhd.id, gvhd.onset, "event", "gvhd", words, label), gvhd.resolved)


def _chimerism(flags: Flags, chimerism: Chimerism) -> list[Flag]:
    """What was measured in what; in blood as a whole unless said otherwise."""
    donor = render(chimerism.donor) if chimerism.donor else ""
    lineage = chimerism.lineage if chimerism.lineage is not ChimerismLineage.WHOLE else None
    sample = chimerism.specimen if chimerism.specimen is not Specimen.PERIPHERAL_BLOOD else None
    label = joined(
        (lineage.label if lineage else "", donor, f"({sample.label})" if sample and donor else ""), " "
    )
    specimen = chimerism.specimen.label if chimerism.specimen else ""
    told = f"{donor} donor" if donor else "percentage not recorded"
    words = joined(("chimerism", specimen, chimerism.lineage.label if chimerism.lineage else "", told))
    made = flags.on(chimerism.id, chimerism.day, "chimerism", "chimerism", words)
    return [replace(flag, label=label) for flag in made]


def _event(flags: Flags, event: Event) -> list[Flag]:
    kind = event.kind.label if event.kind and event.kind is not EventKind.OTHER else ""
    label = joined((kind, event.detail or ""), ": ") or "event"
    words = joined((label, f"grade {event.grade}" if event.grade else ""))
    short = event.detail if event.detail and len(label) > _LONG_LABEL else label
    return flags.lasting(flags.on(event.id, event.day, "event", "event", words, short), event.until)


def _follow_up(flags: Flags, follow_up: FollowUp) -> list[Flag]:
    if follow_up.status is Status.DEAD:
        cause = follow_up.cause_of_death.label if follow_up.cause_of_death else ""
        words = joined(("died", cause), ": ")
        return flags.on(follow_up.id, follow_up.day, "death", "death", words)
    words = follow_up.status.label if follow_up.status else "follow-up"
    return flags.on(follow_up.id, follow_up.day, "seen", "course", words)
