"""From a case to its timeline."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aic_desktop.domain.case import Case
from aic_desktop.reporting.scene.asked import offered
from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.counts import panels_of
from aic_desktop.reporting.scene.course import event_lanes, milestone_lanes, rules
from aic_desktop.reporting.scene.cytopenias import cytopenia_lanes, onset_bands
from aic_desktop.reporting.scene.flags import Flags
from aic_desktop.reporting.scene.model import Band, Entry, Lane, Panel, Scene
from aic_desktop.reporting.scene.options import DEFAULT, Options
from aic_desktop.reporting.scene.transfusions import transfusion_lanes
from aic_desktop.reporting.scene.treatments import (
    CYTOPENIA_GROUP,
    WINDOW_START,
    Found,
    conditioning_lanes,
    in_order,
    treatment_lanes,
)
from aic_desktop.reporting.scene.zeros import zeros

_MARGIN = 0.02  # of the range, on either side
_EMPTY_RANGE = (-10.0, 100.0)


def timeline(case: Case, options: Options = DEFAULT) -> Scene:
    """The timeline of a case in days after its index HSCT; pure, and the same for the same case."""
    panels, unplaced = panels_of(case, options)
    flags = Flags(case)
    course = [*cytopenia_lanes(case, flags), *milestone_lanes(case, flags)]
    transfusions, unplaced_units = transfusion_lanes(case)
    events = event_lanes(case, flags)
    conditioning = conditioning_lanes(case)
    settled = [*course, *transfusions, *events, *conditioning.lanes]
    bands = onset_bands(case)
    last = max((day for day in _days(panels, settled, bands)), default=0.0)
    treatments = treatment_lanes(case, max(last, _last_dose(case)))
    lanes = _ordered(course, treatments, transfusions, events, conditioning)
    lines = rules(case)
    days, reach = _ranges([*_days(panels, lanes, bands), *(rule.day for rule in lines)])
    early, lanes = _early(panels, lanes, days[0])
    hsct = case.patient.hsct_date
    return Scene(
        days=days,
        reach=reach,
        day0=hsct.earliest if hsct and hsct.exact else None,
        zeros=zeros(case),
        offered=offered(case),
        panels=panels,
        lanes=lanes,
        bands=bands,
        rules=lines,
        earlier=(*treatments.earlier, *conditioning.earlier, *early),
        undated=(*treatments.undated, *conditioning.undated, *unplaced_units, *flags.undated, *unplaced),
    )


def _ordered(
    course: list[Lane], treatments: Found, transfusions: list[Lane], events: list[Lane], conditioning: Found
) -> tuple[Lane, ...]:
    """What was done about the cytopenia, what was transfused, the course, what happened, and the rest."""
    ordered = in_order([*treatments.lanes, *conditioning.lanes])
    against = [lane for lane in ordered if lane.group == CYTOPENIA_GROUP]
    others = [lane for lane in ordered if lane.group != CYTOPENIA_GROUP]
    return (*against, *transfusions, *course, *events, *others)


def _days(panels: Iterable[Panel], lanes: Iterable[Lane], bands: Iterable[Band]) -> Iterator[float]:
    """Every edge of anything drawn."""
    for panel in panels:
        yield from (point.x for point in panel.points)
        loose = [panel.points[i] for i in panel.loose]
        yield from (day for point in loose for day in (point.day_lo, point.day_hi) if day is not None)
    for lane in lanes:
        for bar in lane.bars:
            yield from (bar.start_lo, bar.stop_hi)
            yield from (day for tick in bar.ticks for day in (tick.lo, tick.hi))
            yield from (step.stop_hi for step in bar.steps)
        yield from (day for flag in lane.flags for day in (flag.lo, flag.hi))
        yield from (day for rug in lane.rugs for day in (rug.start_lo, rug.stop_hi))
    yield from (day for band in bands for day in (band.lo, band.hi))


def _last_dose(case: Case) -> float:
    spans = [case.days(dose.until or dose.day) for dose in case.doses]
    return max((span.middle for span in spans if span), default=0.0)


def _ranges(days: list[float]) -> tuple[tuple[float, float], tuple[float, float]]:
    """The range to open with, which nothing far before HSCT may stretch, and the range that holds all."""
    known = [day for day in days if day >= WINDOW_START]
    lo, hi = min(known, default=0.0), max(known, default=0.0)
    if hi <= lo:
        lo, hi = _EMPTY_RANGE
    margin = max(1.0, _MARGIN * (hi - lo))
    opening = (round(lo - margin, 3), round(hi + margin, 3))
    return opening, (round(min(opening[0], min(days, default=0.0) - margin), 3), opening[1])


def _early(panels: Iterable[Panel], lanes: Iterable[Lane], lo: float) -> tuple[list[Entry], tuple[Lane, ...]]:
    """What lies wholly left of the opening range, and the lanes without it; counts stay where they are."""
    early: list[Entry] = []
    kept = []
    for lane in lanes:
        early += [Entry(flag.record, flag.role, flag.text) for flag in lane.flags if flag.hi < lo]
        early += [Entry(rug.record, lane.role, rug.text) for rug in lane.rugs if rug.stop_hi < lo]
        flags = tuple(flag for flag in lane.flags if flag.hi >= lo)
        rugs = tuple(rug for rug in lane.rugs if rug.stop_hi >= lo)
        if flags or rugs or lane.bars:
            kept.append(replace(lane, flags=flags, rugs=rugs))
    for panel in panels:
        before = [point for point in panel.points if point.x < lo]
        if before:
            words = "1 value" if len(before) == 1 else f"{len(before)} values"
            text = f"{panel.label}: {words} before day {signed(lo)}"
            early.append(Entry(before[-1].record, panel.role, text))
    return early, tuple(kept)
