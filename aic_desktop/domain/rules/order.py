"""Checks of what came before what: only what surely cannot have been is called wrong."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import AgeAt, EventKind, Purpose, Status
from aic_desktop.domain.criteria import outcome
from aic_desktop.domain.criteria.spans import latest_of, surely_before
from aic_desktop.domain.moments import dated, moments_of, precedes
from aic_desktop.domain.records import (
    Chimerism,
    Conditioning,
    Count,
    Course,
    Cytopenia,
    Dose,
    Event,
    Finding,
    FollowUp,
    Gvhd,
    Record,
    Transfusion,
    Treatment,
)
from aic_desktop.domain.rules.base import Check, error, warning
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import title_of
from aic_desktop.domain.timepoint import Basis, TimePoint

_COURSES: Mapping[type[Record], tuple[str, str]] = {
    Treatment: ("start", "stop"),
    Dose: ("day", "until"),
    Event: ("day", "until"),
    Transfusion: ("day", "until"),
    Conditioning: ("first_day", "last_day"),
    Gvhd: ("onset", "resolved"),
    Cytopenia: ("onset", "resolved"),
}
_OBSERVED = (Count, Dose, Transfusion, Event, Course, Chimerism, Finding)
_DAY_0 = TimePoint.on_day(0)
_DAYS_PER_YEAR = Decimal("365.25")


def end_before_start(case: Case) -> Iterator[Check]:
    """A stop, last day or resolution that surely lies before its start."""
    for kind, (start, end) in _COURSES.items():
        for record in case.of(kind):
            first, last = getattr(record, start), getattr(record, end)
            if precedes(case, last, first):
                names = field_of(kind, end).label, field_of(kind, start).label
                message = (
                    f"{names[0]} {last.text} lies before {names[1]} {first.text}. Correct one of the two."
                )
                yield error("end_before_start", record, end, message)


def before_birth(case: Case) -> Iterator[Check]:
    """Anything that surely lies before the patient was born, HSCT included."""
    birth = case.days(case.patient.birth_date)
    if birth is None:
        return
    if birth.earliest is not None and birth.earliest > 0:
        message = "The date of HSCT lies before the date of birth. Correct one of the two."
        yield error("before_birth", case.patient, "hsct_date", message)
        return
    for entry in dated(case):
        if entry.days and surely_before(entry.days, birth):
            message = (
                f"{entry.field.label} {entry.point.text} lies before the patient was born. Check the day."
            )
            yield error("before_birth", entry.record, entry.field.name, message)


def after_death(case: Case) -> Iterator[Check]:
    """Anything that surely lies after death; what an autopsy finds may."""
    last = outcome(case)
    death = case.days(last.day) if last and last.status is Status.DEAD else None
    for entry in dated(case) if death else ():
        if entry.days and death and surely_before(death, entry.days) and not _can_follow_death(entry.record):
            message = f"{entry.field.label} {entry.point.text} lies after death. Check both days."
            yield error("after_death", entry.record, entry.field.name, message)


def follow_up_too_early(case: Case) -> Iterator[Check]:
    """A latest follow-up that surely lies before something observed later."""
    last = outcome(case)
    seen = latest_of(days for f in case.follow_ups if (days := case.days(f.day)))
    if last is None or last.day is None or seen is None or last.status is Status.DEAD:
        return
    later = [entry for entry in dated(case, *_OBSERVED) if entry.days and surely_before(seen, entry.days)]
    if later:
        latest = max(later, key=lambda entry: (entry.days and entry.days.earliest) or 0)
        message = (
            f"The latest follow-up is on {last.day.text}, but “{title_of(latest.record)}” lies after it. "
            "Enter the status at last contact."
        )
        yield warning("follow_up_too_early", last, "day", message, seen, latest.point)


def outside_treatment(case: Case) -> Iterator[Check]:
    """A dose or reaction that surely lies before its treatment started, or a dose after it was stopped."""
    for treatment in case.treatments:
        for record in (*case.owned_by(treatment.id, Dose), *_reactions(case, treatment)):
            if precedes(case, record.day, treatment.start):
                message = (
                    f"This lies before the treatment started ({_text(treatment.start)}). Check both days."
                )
                yield warning("outside_treatment", record, "day", message)
            elif isinstance(record, Dose) and precedes(case, treatment.stop, record.day):
                message = (
                    f"This lies after the treatment was stopped ({_text(treatment.stop)}). Check both days."
                )
                yield warning("outside_treatment", record, "day", message)


def response_before_start(case: Case) -> Iterator[Check]:
    """A response credited to a treatment that surely had not begun."""
    for treatment in case.treatments:
        if precedes(case, treatment.response_day, treatment.start):
            message = (
                f"The response lies before the treatment started ({_text(treatment.start)}). Check both days."
            )
            yield warning("response_before_start", treatment, "response_day", message)


def began_after_hsct(case: Case) -> Iterator[Check]:
    """A treatment “before HSCT” that surely started after it, by its day or by the patient's age."""
    age = case.patient.age if case.patient.age_at is AgeAt.HSCT else None
    for treatment in case.treatments:
        start = treatment.start
        if treatment.purpose is Purpose.BEFORE_HSCT and start:
            older = start.basis is Basis.AGE and age and age.high is not None and _older(start, age.high)
            if older or precedes(case, _DAY_0, start):
                message = (
                    f"The purpose is “before HSCT”, but the treatment starts later ({start.text}). "
                    "Check both."
                )
                yield warning("began_after_hsct", treatment, "purpose", message, case.patient.age)


def date_without_day_0(case: Case) -> Iterator[Check]:
    """Calendar dates that no day after HSCT can be told for."""
    if case.patient.hsct_date is None:
        points = (getattr(r, f.name) for r in case.all() for f in moments_of(r.record_kind))
        dates = sum(point is not None and point.basis is Basis.DATE for point in points)
        if dates:
            told = "One moment is" if dates == 1 else f"{dates} moments are"
            message = (
                f"{told} entered as a date, without a date of HSCT to count from. Enter the date of day 0."
            )
            yield warning("date_without_day_0", case.patient, "hsct_date", message)


def _can_follow_death(record: Record) -> bool:
    match record:
        case Finding() | Event(kind=EventKind.OTHER):
            return True
        case FollowUp(status=status):
            return status is not Status.ALIVE
    return False


def _reactions(case: Case, treatment: Treatment) -> tuple[Record, ...]:
    return tuple(r for r in case.reactions if r.owner == treatment.id)


def _older(start: TimePoint, age: Decimal) -> bool:
    """Whether an age surely exceeds a stated one, which is in completed years."""
    return start.earliest is not None and start.earliest >= (age + 1) * _DAYS_PER_YEAR


def _text(point: TimePoint | None) -> str:
    return point.text if point else ""
