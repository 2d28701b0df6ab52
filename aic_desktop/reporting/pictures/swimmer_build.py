"""From cases to the lanes of a swimmer plot."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CourseKind, ReportedResponse, Status
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.records import (
    Course,
    Cytopenia,
    Dose,
    FollowUp,
    Patient,
    Record,
    Transplant,
    Treatment,
)
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.pictures.model import patients, time_axis
from aic_desktop.reporting.pictures.swimmer import CLASSES, Ending, Lane, Mark, Segment, SwimmerPlot, Zero
from aic_desktop.reporting.scene import Lane as TreatmentLane
from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.model import Bar, End
from aic_desktop.reporting.scene.spans import rows_for, whole
from aic_desktop.reporting.scene.treatments import CYTOPENIA_GROUP, treatment_lanes

LOOKED_AT: tuple[type[Record], ...] = (Patient, Transplant, Cytopenia, Treatment, Dose, Course, FollowUp)
_ROOM = 12.0  # days that a single dose, or an end that is not known, keeps free in its row
_RESPONSES = {
    ReportedResponse.COMPLETE: "complete",
    ReportedResponse.PARTIAL: "response",
    ReportedResponse.TRANSIENT: "response",
}
_STEPS = {
    CourseKind.RESPONSE_SIGN: "response",
    CourseKind.TRANSIENT_RECOVERY: "response",
    CourseKind.PARTIAL_RESPONSE: "response",
    CourseKind.COMPLETE_RESPONSE: "complete",
    CourseKind.TRANSFUSION_INDEPENDENT: "complete",
    CourseKind.RELAPSE: "relapse",
    CourseKind.FLARE: "relapse",
}


def swimmer(cases: Iterable[Case], zero: Zero, agent: str) -> SwimmerPlot:
    """Lanes by type of cytopenia, the longest followed first; aligned at the middle of an imprecise zero.

    Who has no such day is not drawn, and is counted in the notes. Of the cases the records of LOOKED_AT
    are looked at alone.
    """
    drawn: list[Lane] = []
    reasons: Counter[str] = Counter()
    imprecise = 0
    for case in cases:
        day, why = _zero(case, zero, agent)
        if day is None:
            reasons[why] += 1
        else:
            imprecise += not day.exact
            drawn.append(_lane(case, day.middle))
    lanes = sorted(drawn, key=lambda lane: (lane.group, -lane.end_hi, lane.label))
    lo = min((day for lane in lanes for day in (lane.start, *(mark.lo for mark in lane.marks))), default=0.0)
    hi = max((_reach(lane) for lane in lanes), default=1.0)
    return SwimmerPlot(
        "Course of each patient",
        time_axis(_title(zero, agent), min(lo, 0.0), hi),
        tuple(lanes),
        _roles(lanes),
        tuple(_notes(lanes, reasons, imprecise)),
    )


def _title(zero: Zero, agent: str) -> str:
    if zero is Zero.HSCT:
        return "HSCT"
    return "onset of cytopenia" if zero is Zero.ONSET else f"first {label_of('agents', agent)}"


def _zero(case: Case, zero: Zero, agent: str) -> tuple[Span | None, str]:
    """The day that a case is aligned at, or why it has none."""
    if zero is Zero.HSCT:
        return Span(0, 0), ""
    if zero is Zero.ONSET:
        arises, day, absent = bool(case.cytopenias), criteria.onset(case), "no cytopenia"
    else:
        given = criteria.given(case, agent)
        absent = f"{label_of('agents', agent)} not given"
        arises, day = bool(given), criteria.first_day(case, *given)
    if day is not None and None not in day:
        return day, ""
    return None, f"day of {_title(zero, agent)} not known" if arises else absent


def _lane(case: Case, zero: float) -> Lane:
    last = criteria.last_contact(case)
    found = treatment_lanes(case, last.middle if last else 0.0)
    against = [lane for lane in found.lanes if lane.group == CYTOPENIA_GROUP]
    bars = sorted(((lane, bar) for lane in against for bar in lane.bars), key=_by_start)
    rows = rows_for([(bar.start_lo, max(bar.stop_hi, bar.start_lo + _ROOM)) for _, bar in bars])
    segments = tuple(_segment(row, of, bar, zero) for row, (of, bar) in zip(rows, bars, strict=True))
    marks = tuple(sorted(_marks(case, zero), key=lambda mark: mark.lo))
    end_lo, end_hi, ending = _end(case, last, zero, segments, marks)
    name = case.patient.code or "without code"
    group = criteria.label(case) or "no cytopenia"
    return Lane(
        case.id,
        case.id,
        name,
        group,
        0.0 - zero,
        end_lo,
        end_hi,
        ending,
        max(rows, default=-1) + 1,
        segments,
        marks,
        len(criteria.against_cytopenia(case)) - len(bars),
        _told(name, group, zero, (end_lo, end_hi), ending, segments, marks),
    )


def _by_start(held: tuple[TreatmentLane, Bar]) -> tuple[float, float]:
    return held[1].start_lo, held[1].stop_hi


def _segment(row: int, of: TreatmentLane, bar: Bar, zero: float) -> Segment:
    doses = tuple(tick.x - zero for tick in bar.ticks if tick.start is End.EXACT)
    edges = (bar.start_lo - zero, bar.start_hi - zero, bar.stop_lo - zero, bar.stop_hi - zero)
    return Segment(bar.record, row, of.role, of.label, of.short, *edges, bar.stop, bar.solid, doses, bar.text)


def _end(
    case: Case, last: Span | None, zero: float, segments: Iterable[Segment], marks: Iterable[Mark]
) -> tuple[float, float, Ending]:
    """Between which days the lane ends; where nothing tells, with the last that is drawn."""
    status = criteria.vital_status(case)
    ending = {Status.DEAD: Ending.DEATH, Status.ALIVE: Ending.ALIVE}.get(status, Ending.UNKNOWN)  # type: ignore[arg-type]
    if last is None:
        drawn = max((*(s.stop_hi for s in segments), *(m.hi for m in marks)), default=0.0)
        return drawn, drawn, Ending.UNKNOWN
    lo, hi = (edge - zero for edge in whole(last))
    if last.latest is None and ending is Ending.DEATH:
        return lo + 0.5, lo + 0.5, Ending.DIED_LATER
    return lo + 0.5, hi - 0.5, ending


def _marks(case: Case, zero: float) -> Iterator[Mark]:
    for transplant in case.transplants:
        day = Span(0, 0) if transplant is case.index_transplant else case.days(transplant.day)
        yield from _mark(transplant.id, "hsct", day, zero, "HSCT")
    for cytopenia in case.cytopenias:
        cells = cytopenia.lineage.label if cytopenia.lineage else "cytopenia"
        yield from _mark(cytopenia.id, "onset", case.days(cytopenia.onset), zero, f"onset ({cells})")
    for treatment in criteria.against_cytopenia(case):
        kind = _RESPONSES.get(treatment.response) if treatment.response else None
        if kind and treatment.response:
            words = f"response to {label_of('agents', treatment.agent)}: {treatment.response.label}"
            yield from _mark(f"{treatment.id} response", kind, case.days(treatment.response_day), zero, words)
    for course in case.courses:
        if course.kind in _STEPS:
            yield from _mark(course.id, _STEPS[course.kind], case.days(course.day), zero, course.kind.label)


def _mark(key: str, kind: str, day: Span | None, zero: float, words: str) -> Iterator[Mark]:
    if day is not None and None not in day:
        lo, hi = (edge - zero for edge in whole(day))
        yield Mark(key, kind, lo + 0.5, hi - 0.5, f"{words} {criteria.day_text(day)}")


def _roles(lanes: Iterable[Lane]) -> tuple[tuple[str, str], ...]:
    used = {segment.role for lane in lanes for segment in lane.segments}
    return tuple((role, name) for role, name in CLASSES.items() if role in used)


def _reach(lane: Lane) -> float:
    return max(lane.end_hi, *(s.stop_hi for s in lane.segments), *(m.hi for m in lane.marks), 1.0)


def _notes(lanes: Sequence[Lane], reasons: Counter[str], imprecise: int) -> Iterator[str]:
    if reasons:
        told = ", ".join(f"{why} ({n})" for why, n in reasons.most_common())
        yield f"{len(lanes)} of {patients(len(lanes) + reasons.total())} shown; not drawn: {told}."
    if imprecise:
        yield f"Aligned at the middle of an imprecise day: {patients(imprecise)}."
    if undated := sum(lane.undated for lane in lanes):
        what = "1 treatment" if undated == 1 else f"{undated} treatments"
        yield f"Not drawn: {what} of the cytopenia without a known day, or from long before HSCT."


def _told(
    name: str,
    group: str,
    zero: float,
    end: tuple[float, float],
    ending: Ending,
    segments: Iterable[Segment],
    marks: Iterable[Mark],
) -> str:
    lo, hi = (signed(day + zero) for day in end)
    until = f"until {lo}" if lo == hi else f"until {lo}..{hi}"
    ends = {
        Ending.DEATH: "died",
        Ending.DIED_LATER: "died later, day not known",
        Ending.ALIVE: "alive",
        Ending.UNKNOWN: "end not known",
    }[ending]
    told = [*(segment.text for segment in segments), *(mark.text for mark in marks if mark.kind != "hsct")]
    return f"{name}, {group}: {'; '.join([f'{until}, {ends}', *told])}"
