"""Lanes of treatments and conditioning: one for each agent and purpose, in the order a chart is read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Purpose, YesNo
from aic_desktop.domain.codes import agents, label_of
from aic_desktop.domain.records import Conditioning, Dose, Treatment
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.scene import doses as dosing
from aic_desktop.reporting.scene import roles
from aic_desktop.reporting.scene.model import Bar, End, Entry, Lane, LaneKind
from aic_desktop.reporting.scene.spans import Edges, hull, rows_for, start_edges, stop_edges
from aic_desktop.reporting.scene.words import amount_words, day_words, joined, point_words

# What lies wholly before this day is listed at the left edge: conditioning begins about day -15.
WINDOW_START = -30

CYTOPENIA_GROUP = "treatment of the cytopenia"
_PROCEDURES = "procedures"
_CONDITIONING = "conditioning"
GROUP_ORDER = (
    CYTOPENIA_GROUP,
    Purpose.GVHD_PROPHYLAXIS.label,
    Purpose.GVHD_TREATMENT.label,
    Purpose.SUBSTITUTION.label,
    _PROCEDURES,
    Purpose.INFECTION.label,
    Purpose.SUPPORTIVE.label,
    Purpose.OTHER.label,
    Purpose.BEFORE_HSCT.label,
    _CONDITIONING,
)


@dataclass(slots=True)
class Found:
    """Lanes, and what has no place among them."""

    lanes: list[Lane]
    earlier: list[Entry]
    undated: list[Entry]


def treatment_lanes(case: Case, last: float) -> Found:
    """Lanes of all treatments; `last` is the last day anything is known of, where ongoing ones reach."""
    found = Found([], [], [])
    by_lane: dict[tuple[str, str], list[Treatment]] = {}
    owned: dict[str, list[Dose]] = {}
    for dose in case.doses:
        owned.setdefault(dose.owner, []).append(dose)
    for treatment in sorted(case.treatments, key=lambda t: GROUP_ORDER.index(_group(t))):
        place, when = _place(case, treatment, owned.get(treatment.id, []))
        if place == "lane":
            by_lane.setdefault((treatment.agent or "", _group(treatment)), []).append(treatment)
        else:
            doses = dosing.given(case, treatment, owned.get(treatment.id, []))
            text = joined((_name(treatment), dosing.summary(treatment, doses)), " ")
            listing = found.earlier if place == "earlier" else found.undated
            words = joined((text, _why(treatment) if place == "undated" else "", when))
            listing.append(Entry(treatment.id, roles.of_agent(treatment.agent, case.codes), words))
    for (agent, group), treatments in by_lane.items():
        found.lanes.append(_lane(case, agent, group, treatments, owned, last))
    return found


def conditioning_lanes(case: Case) -> Found:
    """Lanes of the preparative regimens."""
    found = Found([], [], [])
    by_agent: dict[str, list[Bar]] = {}
    for record in case.conditioning:
        span, until = case.days(record.first_day), case.days(record.last_day)
        times = f"×{record.doses}" if (record.doses or 0) > 1 else ""
        summary = joined((amount_words(record.dose), times), " ")
        name = label_of("agents", record.agent) or "agent not named"
        known = span or until
        if known is None or (known.latest is not None and known.latest < WINDOW_START):
            when = point_words(record.first_day, span) if record.first_day else ""
            words = joined((joined((name, summary), " "), "conditioning", when))
            entry = Entry(record.id, "conditioning", words)
            (found.earlier if known else found.undated).append(entry)
            continue
        bar = _conditioning_bar(record, span, until, summary, name)
        by_agent.setdefault(record.agent or "", []).append(bar)
    for agent, bars in by_agent.items():
        found.lanes.append(_assembled(agent, _CONDITIONING, bars, "conditioning"))
    return found


def in_order(lanes: Sequence[Lane]) -> list[Lane]:
    """Groups in the order a chart is read, within them by first day."""
    return sorted(
        lanes,
        key=lambda lane: (GROUP_ORDER.index(lane.group), _first_day(lane), lane.label),
    )


def _first_day(lane: Lane) -> float:
    return min((bar.start_lo + bar.start_hi) / 2 for bar in lane.bars)


def _group(treatment: Treatment) -> str:
    """Procedures stand apart unless they were aimed at the cytopenia."""
    listed = agents().get(treatment.agent or "")
    if treatment.purpose is Purpose.CYTOPENIA:
        return CYTOPENIA_GROUP
    if listed and listed.procedure:
        return _PROCEDURES
    return (treatment.purpose or Purpose.OTHER).label


def _why(treatment: Treatment) -> str:
    """The purpose where it says something: the cytopenia is what all is about."""
    silent = (None, Purpose.OTHER, Purpose.CYTOPENIA)
    return "" if treatment.purpose in silent else (treatment.purpose or Purpose.OTHER).label


def _name(treatment: Treatment) -> str:
    return label_of("agents", treatment.agent) or "treatment not named"


def _place(case: Case, treatment: Treatment, doses: Sequence[Dose]) -> tuple[str, str]:
    """Whether a treatment has a lane, is listed as earlier or as undated; and when it was, in words."""
    start, stop = case.days(treatment.start), case.days(treatment.stop)
    known = hull([start, stop, *(case.days(d.day) for d in doses), *(case.days(d.until) for d in doses)])
    before = treatment.purpose is Purpose.BEFORE_HSCT
    dose_day = next((dose.day for dose in doses if dose.day), None)
    when = _when(case, treatment) or (point_words(dose_day, None) if dose_day and not known else "")
    if known is None:
        return ("earlier", joined(("before HSCT", when))) if before else ("undated", when)
    assert known.latest is not None
    goes_on = treatment.ongoing is YesNo.YES or (stop is not None and stop.latest is None)
    if known.latest < WINDOW_START and not goes_on:
        return "earlier", when
    return "lane", ""


def _lane(
    case: Case,
    agent: str,
    group: str,
    treatments: Sequence[Treatment],
    owned: dict[str, list[Dose]],
    last: float,
) -> Lane:
    of_lane = [dose for treatment in treatments for dose in owned.get(treatment.id, [])]
    highest = dosing.highest_by_unit(of_lane)
    bars = [_bar(case, t, dosing.given(case, t, owned.get(t.id, [])), highest, last) for t in treatments]
    return _assembled(agent, group, bars, roles.of_agent(agent, case.codes))


def _assembled(agent: str, group: str, bars: Sequence[Bar], role: str) -> Lane:
    rows = rows_for([(bar.start_lo, bar.stop_hi) for bar in bars])
    listed = agents().get(agent)
    label = label_of("agents", agent) or "treatment not named"
    abbreviation = listed.aliases[0] if listed and listed.aliases else label
    return Lane(
        key=f"{group}: {label}",
        kind=LaneKind.TREATMENT,
        group=group,
        label=label,
        short=min(label, abbreviation, key=len),
        role=role,
        rows=max(rows) + 1,
        bars=tuple(replace(bar, row=row) for bar, row in zip(bars, rows, strict=True)),
    )


def _bar(
    case: Case, treatment: Treatment, doses: dosing.Given, highest: dict[str, float], last: float
) -> Bar:
    start_span, stop_span = case.days(treatment.start), case.days(treatment.stop)
    stop = _stop(case, treatment, doses, last)
    first = start_span or (hull([doses.dated[0][1]]) if doses.dated else None)
    start = start_edges(_earliest(doses, first)) if first else Edges(stop.lo, stop.lo, End.UNKNOWN)
    lo, hi = min(start.lo, stop.lo), min(start.hi, stop.hi)
    summary = dosing.summary(treatment, doses)
    what = joined((_name(treatment), summary), " ")
    line = f"line {treatment.line} of therapy" if treatment.line else ""
    response = f"response reported: {treatment.response.label}" if treatment.response else ""
    return Bar(
        record=treatment.id,
        row=0,
        start_lo=lo,
        start_hi=hi,
        stop_lo=max(stop.lo, lo),
        stop_hi=max(stop.hi, hi),
        start=start.end,
        stop=stop.end,
        solid=bool(doses.held or stop_span or treatment.ongoing is YesNo.YES or not doses.singles),
        summary=summary,
        text=joined((what, line, _why(treatment), _when(case, treatment), response)),
        line=treatment.line,
        steps=dosing.steps(case, doses, stop, highest),
        ticks=dosing.ticks(doses),
    )


def _earliest(doses: dosing.Given, first: Span) -> Span:
    """The stated start, or the first dose where that lies earlier."""
    spans = [span for _, span in doses.dated if span.middle < first.middle]
    return min(spans, key=lambda span: span.middle, default=first)


def _stop(case: Case, treatment: Treatment, doses: dosing.Given, last: float) -> Edges:
    """The stated end; last contact for what goes on; the last dose; else unknown after what is known."""
    stated = case.days(treatment.stop)
    if stated:
        return stop_edges(stated)
    untils = [span for dose, _ in doses.held if (span := case.days(dose.until))]
    held_to = max((stop_edges(span) for span in untils), default=None)
    if treatment.ongoing is YesNo.YES:
        return Edges(last + 0.5, last + 0.5, End.OPEN)
    if doses.singles and not doses.held:
        return stop_edges(doses.singles[-1][1])
    if held_to and doses.held[-1][0].until is not None:
        return held_to
    known = hull([case.days(treatment.start), *(span for _, span in doses.dated)])
    edge = (known.latest or 0) + 0.5 if known else last
    return Edges(edge, edge, End.UNKNOWN)


def _when(case: Case, treatment: Treatment) -> str:
    start, stop = treatment.start, treatment.stop
    if start is None and stop is None:
        return ""
    begins = f"from {point_words(start, case.days(start))}" if start else "start not known"
    ongoing = treatment.ongoing is YesNo.YES
    ends = f"to {point_words(stop, case.days(stop))}" if stop else "ongoing" if ongoing else "end not known"
    return joined((begins, ends))


def _conditioning_bar(
    record: Conditioning, span: Span | None, until: Span | None, summary: str, name: str
) -> Bar:
    single = record.doses == 1 and span is not None
    last = until or (span if single else None)
    first = span or until
    assert first is not None
    start = start_edges(first) if span else Edges(stop_edges(first).lo, stop_edges(first).lo, End.UNKNOWN)
    stop = stop_edges(last) if last else Edges(stop_edges(first).hi, stop_edges(first).hi, End.UNKNOWN)
    when = joined((f"from {day_words(span)}" if span else "", f"to {day_words(until)}" if until else ""), " ")
    text = joined((joined((name, summary), " "), "conditioning", when))
    return Bar(
        record.id, 0, start.lo, start.hi, max(stop.lo, start.lo), max(stop.hi, start.hi), start.end, stop.end,
        True, summary, text,
    )  # fmt: skip
