"""Treatment of the cytopenia around one agent: its days and doses, what came before, beside and out of it."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice, CourseKind, Purpose, ReportedResponse, YesNo
from aic_desktop.domain.codes import agents
from aic_desktop.domain.criteria.cytopenia import onset
from aic_desktop.domain.criteria.spans import between, earliest_of, latest_of, surely_before
from aic_desktop.domain.records import Course, Dose, RecordId, Treatment
from aic_desktop.domain.timepoint import Span

CORTICOSTEROID = "corticosteroid"


class Tally(NamedTuple):
    """How many: at least, and at most (None where that is not known)."""

    low: int
    high: int | None


class Response(Choice):
    """Response as reported, best first; it is judged by no criteria of the program's own."""

    COMPLETE = "complete"
    TRANSFUSION_INDEPENDENT = "transfusion_independent"
    PARTIAL = "partial"
    TRANSIENT = "transient"
    NONE = "none", "no response"
    NOT_EVALUABLE = "not_evaluable"


WITHOUT_RESPONSE = (Response.NONE, Response.NOT_EVALUABLE)
_OF_TREATMENT: Mapping[ReportedResponse, Response] = {
    ReportedResponse.COMPLETE: Response.COMPLETE,
    ReportedResponse.PARTIAL: Response.PARTIAL,
    ReportedResponse.TRANSIENT: Response.TRANSIENT,
    ReportedResponse.NONE: Response.NONE,
    ReportedResponse.NOT_EVALUABLE: Response.NOT_EVALUABLE,
}
_OF_COURSE: Mapping[CourseKind, Response] = {
    CourseKind.COMPLETE_RESPONSE: Response.COMPLETE,
    CourseKind.TRANSFUSION_INDEPENDENT: Response.TRANSFUSION_INDEPENDENT,
    CourseKind.PARTIAL_RESPONSE: Response.PARTIAL,
    CourseKind.TRANSIENT_RECOVERY: Response.TRANSIENT,
    CourseKind.NO_RESPONSE: Response.NONE,
}
_SIGNS = {
    CourseKind.RESPONSE_SIGN,
    CourseKind.TRANSIENT_RECOVERY,
    CourseKind.PARTIAL_RESPONSE,
    CourseKind.COMPLETE_RESPONSE,
    CourseKind.TRANSFUSION_INDEPENDENT,
}


def against_cytopenia(case: Case) -> tuple[Treatment, ...]:
    """The treatments given against the cytopenia; the same drug for another purpose is not among them."""
    return tuple(t for t in case.treatments if t.purpose is Purpose.CYTOPENIA)


def given(case: Case, agent: str) -> tuple[Treatment, ...]:
    """The treatments of the cytopenia with one agent (code or free text)."""
    return tuple(t for t in against_cytopenia(case) if t.agent == agent)


def first_day(case: Case, *treatments: Treatment) -> Span | None:
    """Days from HSCT to the first dose: by the doses recorded, else by the start of the treatment.

    The start is taken as well where it lies before every dose recorded. None for no day at all.
    """
    starts = tuple(_first_day(case, treatment) for treatment in treatments)
    return earliest_of(span for span in starts if span)


def last_day(case: Case, *treatments: Treatment) -> Span | None:
    """Days from HSCT to the last day of treatment: its stop, else the last dose; None for neither.

    The end is open while treatment is ongoing, a daily dose has no last day, or days of doses are missing.
    """
    ends = tuple(_last_day(case, treatment) for treatment in treatments)
    return latest_of(span for span in ends if span) if all(ends) else None


def dose_count(case: Case, *treatments: Treatment) -> Tally | None:
    """How many doses were given: the number stated, or the doses recorded where these are more.

    A dose record of several days is a step of a course and leaves its number open; where one treatment of
    several has no number, the sum is a lower bound. None where nothing is known.
    """
    tallies = [_doses_of(case, treatment) for treatment in treatments]
    known = [tally for tally in tallies if tally]
    if not known:
        return None
    complete = len(known) == len(tallies) and all(tally.high is not None for tally in known)
    low = sum(tally.low for tally in known)
    return Tally(low, low if complete else None)


def doses_by(case: Case, day: Span, *treatments: Treatment) -> Tally | None:
    """How many of the doses recorded had been given by a day, such as that of a response; its own included.

    A dose without a day may have been one of them. None where no dose is recorded.
    """
    doses = (dose for treatment in treatments for dose in case.owned_by(treatment.id, Dose))
    days = [case.days(dose.day) for dose in doses]
    if not days:
        return None
    certain = sum(given is not None and _not_after(given, day) for given in days)
    ruled_out = sum(given is not None and surely_before(day, given) for given in days)
    return Tally(certain, len(days) - ruled_out)


def therapy(agent: str | None) -> str:
    """What an agent counts as among “therapies”: itself, but every corticosteroid as that; "" for nothing."""
    listed = agents().get(agent or "")
    steroid = (agent or "").casefold() in {CORTICOSTEROID, "corticosteroids", "steroids"}
    return CORTICOSTEROID if steroid or (listed and listed.group == CORTICOSTEROID) else agent or ""


def reported_as(told: ReportedResponse | CourseKind | None) -> Response | None:
    """The response that a treatment or a step of the course reports; None for a step that is none."""
    if isinstance(told, ReportedResponse):
        return _OF_TREATMENT[told]
    return _OF_COURSE.get(told) if told else None


def is_sign(kind: CourseKind) -> bool:
    """Whether a step of the course is a first sign of a response."""
    return kind in _SIGNS


class IndexTherapy:
    """One agent given against the cytopenia of a case: what came before, beside and out of it.

    Each fact is worked out when first asked for and kept: a summary asks many times.
    """

    def __init__(self, case: Case, agent: str) -> None:
        """`agent` is a code or free text; where it was not given, there are no treatments and no facts."""
        self.case = case
        self.all = against_cytopenia(case)
        self.treatments = tuple(t for t in self.all if t.agent == agent)
        self.others = tuple(t for t in self.all if t.agent != agent)

    @cached_property
    def first_day(self) -> Span | None:
        """Days from HSCT to the first dose."""
        return first_day(self.case, *self.treatments)

    @cached_property
    def last_day(self) -> Span | None:
        """Days from HSCT to the last dose or stop."""
        return last_day(self.case, *self.treatments) if self.treatments else None

    @cached_property
    def doses(self) -> Tally | None:
        """How many doses were given."""
        return dose_count(self.case, *self.treatments)

    @cached_property
    def since_onset(self) -> Span | None:
        """Days from the onset of the cytopenia to the first dose, as wide as both are imprecise."""
        return between(onset(self.case), self.first_day)

    @cached_property
    def previous(self) -> Tally | None:
        """How many other therapies of the cytopenia were begun before the first dose.

        Each agent counts once and all corticosteroids count as one, as case series count “therapies”. Days
        decide; without days, the line numbers; what neither settles may or may not have come before. None
        where the agent was not given.
        """
        if not self.treatments:
            return None
        answers = [(therapy(t.agent), self._follows(t)) for t in self.others]
        certain = {name for name, before in answers if name and before}
        possible = {name for name, before in answers if name and before is not False}
        return Tally(len(certain), len(possible))

    @cached_property
    def concomitant(self) -> YesNo | None:
        """Whether another treatment of the cytopenia ran beside, from the first dose to the last.

        None while the days recorded allow both, and where the first dose is not known.
        """
        if self.first_day is None:
            return None
        answers = [self._overlaps(t) for t in self.others]
        if True in answers:
            return YesNo.YES
        return None if None in answers else YesNo.NO

    @cached_property
    def response(self) -> Response | None:
        """The best response reported, of the treatments and of the courses attributed to them.

        A sign of response, relapse, flare and “stable” are courses but no response.
        """
        told = [t.response for t in self.treatments] + [c.kind for c in self._courses]
        reported = [found for step in told if (found := reported_as(step))]
        return min(reported, key=list(Response).index, default=None)

    @cached_property
    def doses_to_response(self) -> Tally | None:
        """How many doses had been given when a response was first noted, the dose of that day included.

        Needs the days of the doses; None without, or without the day of a response.
        """
        noted = [self.case.days(t.response_day) for t in self.treatments]
        noted += [self.case.days(c.day) for c in self._courses if c.kind and is_sign(c.kind)]
        first = earliest_of(span for span in noted if span)
        return doses_by(self.case, first, *self.treatments) if first else None

    @cached_property
    def _first_days(self) -> Mapping[RecordId, Span | None]:
        return {t.id: first_day(self.case, t) for t in self.others}

    @property
    def _courses(self) -> list[Course]:
        ids = {t.id for t in self.treatments}
        return [c for c in self.case.courses if c.treatment in ids]

    def _follows(self, other: Treatment) -> bool | None:
        """Whether the first dose came after the beginning of another treatment; None if unclear."""
        zero, start = self.first_day, self._first_days[other.id]
        if zero is not None and start is not None:
            if surely_before(start, zero):
                return True
            return False if _not_after(zero, start) else None
        stop = self.case.days(other.stop)
        if zero is not None and stop is not None and surely_before(stop, zero):
            return True
        line = min((t.line for t in self.treatments if t.line is not None), default=None)
        return None if line is None or other.line is None else other.line < line

    def _overlaps(self, other: Treatment) -> bool | None:
        """Whether both share a day; None if unclear. What is ongoing outlasts all that is recorded."""
        first, last = _bounds(self.first_day, self.last_day)
        start, stop = _bounds(self._first_days[other.id], last_day(self.case, other))
        if surely_before(stop, first) or surely_before(last, start):
            return False
        reaches = _ongoing(other) or _not_after(first, stop)
        in_time = _ongoing(*self.treatments) or _not_after(start, last)
        return True if reaches and in_time else None


def _first_day(case: Case, treatment: Treatment) -> Span | None:
    start = case.days(treatment.start)
    doses = (case.days(dose.day) for dose in case.owned_by(treatment.id, Dose))
    dose = earliest_of(span for span in doses if span)
    return start if dose is None or (start is not None and surely_before(start, dose)) else dose


def _last_day(case: Case, treatment: Treatment) -> Span | None:
    if (stop := case.days(treatment.stop)) is not None:
        return stop
    doses: tuple[Dose, ...] = case.owned_by(treatment.id, Dose)
    seen = latest_of(span for dose in doses if (span := case.days(dose.until or dose.day)))
    open_end = _ongoing(treatment) or len(doses) < (treatment.planned_doses or 0)
    if not open_end and not any(_runs_on(dose) for dose in doses):
        return seen
    seen = seen or first_day(case, treatment)
    return Span(seen.earliest, None) if seen and seen.earliest is not None else None


def _runs_on(dose: Dose) -> bool:
    """A daily amount without a last day: it may have been given for long after."""
    return dose.until is None and dose.amount is not None and dose.amount.unit.endswith("/d")


def _doses_of(case: Case, treatment: Treatment) -> Tally | None:
    doses = case.owned_by(treatment.id, Dose)
    stated = treatment.planned_doses or 0
    if not doses and not stated:
        return None
    steps = any(_is_step(dose) for dose in doses)
    count = max(stated, len(doses))
    return Tally(count, None if steps and len(doses) > stated else count)


def _is_step(dose: Dose) -> bool:
    """A dose over more than one day, however the days were written."""
    day, until = dose.day, dose.until
    if until is None or day is None:
        return until is not None
    return (until.basis, until.earliest, until.latest) != (day.basis, day.earliest, day.latest)


def _bounds(first: Span | None, last: Span | None) -> tuple[Span, Span]:
    """First and last day, open where not known, save that no treatment ends before it begins."""
    start = first or Span(None, None)
    return start, last or Span(start.earliest, None)


def _ongoing(*treatments: Treatment) -> bool:
    return any(t.ongoing is YesNo.YES for t in treatments)


def _not_after(first: Span, second: Span) -> bool:
    """Whether the first day is surely no later than the second."""
    return first.latest is not None and second.earliest is not None and first.latest <= second.earliest
