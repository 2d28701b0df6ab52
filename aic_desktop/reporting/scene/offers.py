"""What a reader may choose in the timeline at hand, as menus: each entry holds the options it leads to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from aic_desktop.domain.choices import Lineage
from aic_desktop.domain.codes import analytes
from aic_desktop.domain.response import CRITERIA
from aic_desktop.domain.units import shown
from aic_desktop.reporting.scene.judged import criteria_for
from aic_desktop.reporting.scene.model import LaneKind, Panel, Scene
from aic_desktop.reporting.scene.options import DEFAULT, Options
from aic_desktop.reporting.scene.roles import CYTOPENIA_NAMES
from aic_desktop.reporting.scene.zeros import name_of

_MARKERS = ("reticulocytes", "reticulocyte_fraction", "ldh", "bilirubin", "haptoglobin")
_NEVER = 100_000  # days: longer than any life
_GAPS = (7, 14, 21, 28, 60, 90, _NEVER)


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry of a menu: options to change to, an analyte whose lines are asked for, or a menu of its own.

    `checked` is None where there is nothing to be checked. None of all that: a line between entries.
    """

    label: str = ""
    options: Options | None = None
    checked: bool | None = None
    asks: str = ""
    parts: tuple["Offer", ...] = ()


def counts_offered(scene: Scene, options: Options) -> tuple[Offer, ...]:
    """Every analyte that was counted, and the markers of haemolysis together."""
    present = [panel.analyte for panel in scene.panels]
    offers = [
        Offer(label, options.with_panels((analyte,), analyte not in present, present), analyte in present)
        for analyte, label in scene.offered
    ]
    markers = tuple(analyte for analyte, _ in scene.offered if analyte in _MARKERS)
    if len(markers) > 1:
        every = set(markers) <= set(present)
        offers += [
            Offer(),
            Offer("Markers of haemolysis", options.with_panels(markers, not every, present), every),
        ]
    return tuple(offers) if len(scene.offered) > 1 else ()


def zeros_offered(scene: Scene, options: Options) -> tuple[Offer, ...]:
    """The days that can be counted from, and dates instead of days where day 0 is known."""
    found = [
        Offer(zero.label, replace(options, zero=name_of(zero)), zero == scene.zero) for zero in scene.zeros
    ]
    if scene.day0 is not None:
        found += [
            Offer(),
            Offer("Dates instead of days", replace(options, dates=not scene.dates), scene.dates),
        ]
    return tuple(found) if len(found) > 1 else ()


def scales_offered(scene: Scene, options: Options) -> tuple[Offer, ...]:
    """Scale, unit and reference lines of each panel, the gap that breaks a line, and the criteria."""
    panels = tuple(Offer(panel.label, parts=tuple(_of_panel(panel, options))) for panel in scene.panels)
    judged = tuple(_criteria(scene, options))
    usual = replace(
        DEFAULT, panels=options.panels, heights=options.heights, zero=options.zero, dates=options.dates
    )
    offers = [*panels, Offer(), Offer("A line breaks after", parts=tuple(_gaps(options)))] if panels else []
    offers += judged
    return (*offers, Offer(), Offer("As at first", usual)) if offers else ()


def _of_panel(panel: Panel, options: Options) -> Iterator[Offer]:
    analyte, log = panel.analyte, panel.axis.log
    yield Offer("Linear", options.with_log(analyte, False), not log)
    yield Offer("Logarithmic", options.with_log(analyte, True), log)
    listed = analytes().get(analyte)
    if listed is None:
        return
    if len(listed.units.accepted) > 1:
        yield Offer()
        for unit in listed.units.accepted:
            units = {**options.units, analyte: unit}
            yield Offer(shown(unit), replace(options, units=units), unit == options.unit(analyte))
    yield Offer()
    yield Offer("Reference lines…", asks=analyte)


def _gaps(options: Options) -> Iterator[Offer]:
    for days in sorted({*_GAPS, options.max_gap}):
        label = "no gap" if days == _NEVER else f"{days} days without a count"
        yield Offer(label, replace(options, max_gap=days), days == options.max_gap)


def _criteria(scene: Scene, options: Options) -> Iterator[Offer]:
    """The sets made for each lineage that is judged."""
    for lineage in _judged(scene):
        used = criteria_for(lineage, options)
        sets = [found for found in CRITERIA.values() if lineage in found.lineages]
        parts = (
            Offer(
                found.title, replace(options, criteria={**options.criteria, lineage: found.id}), found is used
            )
            for found in sets
        )
        yield Offer(f"Response of {CYTOPENIA_NAMES[lineage]} by", parts=tuple(parts))


def _judged(scene: Scene) -> Iterable[Lineage]:
    keys = [lane.key for lane in scene.lanes if lane.kind is LaneKind.RESPONSE]
    return (lineage for lineage in Lineage if any(key.startswith(f"response: {lineage} ") for key in keys))
