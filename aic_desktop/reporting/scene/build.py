"""From a case to its timeline."""

from collections.abc import Iterable
from dataclasses import replace

from aic_desktop.domain.case import Case
from aic_desktop.reporting.scene.asked import offered
from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.counts import panels_of
from aic_desktop.reporting.scene.course import event_lanes, milestone_lanes, rules
from aic_desktop.reporting.scene.cytopenias import cytopenia_lanes, onset_bands
from aic_desktop.reporting.scene.flags import Flags
from aic_desktop.reporting.scene.memory import Memory, all_but_counts
from aic_desktop.reporting.scene.model import Entry, Lane, Panel, Scene
from aic_desktop.reporting.scene.options import DEFAULT, Options
from aic_desktop.reporting.scene.ranges import days_of, episode_range, ranges
from aic_desktop.reporting.scene.transfusions import transfusion_lanes
from aic_desktop.reporting.scene.treatments import (
    CYTOPENIA_GROUP,
    Found,
    conditioning_lanes,
    in_order,
    treatment_lanes,
)
from aic_desktop.reporting.scene.zeros import chosen_zero, zeros


def timeline(case: Case, options: Options = DEFAULT, memory: Memory | None = None) -> Scene:
    """The timeline of a case in days after its index HSCT; pure, and the same for the same case.

    With a `memory` what a change leaves as it was is not made anew.
    """
    memory, others = memory or Memory(), all_but_counts(case)
    memory.turn()
    panels, unplaced = panels_of(case, options, memory)
    flags = Flags(case)
    course = [*cytopenia_lanes(case, flags, options), *milestone_lanes(case, flags)]
    transfusions, unplaced_units = memory.recall("transfusions", others, lambda: transfusion_lanes(case))
    events = event_lanes(case, flags)
    conditioning = conditioning_lanes(case)
    settled = [*course, *transfusions, *events, *conditioning.lanes]
    bands = onset_bands(case)
    last = max((day for day in days_of(panels, settled, bands)), default=0.0)
    until = max(last, _last_dose(case))
    treatments = memory.recall(("treatments", until), others, lambda: treatment_lanes(case, until))
    lanes = _ordered(course, treatments, transfusions, events, conditioning)
    lines = rules(case)
    days, reach = ranges([*days_of(panels, lanes, bands), *(rule.day for rule in lines)])
    early, lanes = _early(panels, lanes, days[0])
    hsct = case.patient.hsct_date
    day0 = hsct.earliest if hsct and hsct.exact else None
    return Scene(
        days=days,
        episode=episode_range(case, lanes, days),
        reach=reach,
        day0=day0,
        zeros=zeros(case),
        zero=chosen_zero(case, options.zero),
        dates=options.dates and day0 is not None,
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


def _last_dose(case: Case) -> float:
    spans = [case.days(dose.until or dose.day) for dose in case.doses]
    return max((span.middle for span in spans if span), default=0.0)


def _early(panels: Iterable[Panel], lanes: Iterable[Lane], lo: float) -> tuple[list[Entry], tuple[Lane, ...]]:
    """What lies wholly left of the opening range, and the lanes without it; counts stay where they are."""
    early: list[Entry] = []
    kept = []
    for lane in lanes:
        early += [Entry(flag.record, flag.role, flag.text) for flag in lane.flags if flag.hi < lo]
        early += [Entry(rug.record, lane.role, rug.text) for rug in lane.rugs if rug.stop_hi < lo]
        flags = tuple(flag for flag in lane.flags if flag.hi >= lo)
        rugs = tuple(rug for rug in lane.rugs if rug.stop_hi >= lo)
        if flags or rugs or lane.bars or lane.periods:
            kept.append(replace(lane, flags=flags, rugs=rugs))
    for panel in panels:
        before = [point for point in panel.points if point.x < lo]
        if before:
            words = "1 value" if len(before) == 1 else f"{len(before)} values"
            text = f"{panel.label}: {words} before day {signed(lo)}"
            early.append(Entry(before[-1].record, panel.role, text))
    return early, tuple(kept)
