"""What the marks of a scene mean: only those that it uses and that do not speak for themselves."""

from collections.abc import Sequence
from typing import NamedTuple

from aic_desktop.domain.choices import SampleContext
from aic_desktop.reporting.scene.model import Bar, End, LaneKind, Panel, PointKind, Scene

# What follows from the days of transfusions and treatments.
_DERIVED = {
    SampleContext.AFTER_TRANSFUSION.value: "transfused shortly before",
    SampleContext.ON_G_CSF.value: "G-CSF given",
}


class Sign(NamedTuple):
    """A mark, the role it is coloured by, and its meaning in words."""

    mark: str
    role: str
    words: str


def legend(scene: Scene) -> tuple[Sign, ...]:
    """The signs of a scene in the order they are met, reading downwards."""
    bars = [bar for lane in scene.lanes for bar in lane.bars]
    return (*signs_of(scene.panels), *_of_bars(scene, bars))


def signs_of(panels: Sequence[Panel]) -> list[Sign]:
    """The signs that counts use."""
    found = []
    marked = [(panel.role, point) for panel in panels for point in panel.points if point.context]
    hollow = {point.context: role for role, point in marked if not point.derived}
    if hollow:
        words = " / ".join(context.label for context in SampleContext if context in hollow)
        found.append(Sign("hollow", next(iter(hollow.values())), words))
    derived = {point.context: role for role, point in marked if point.derived}
    if derived:
        words = " / ".join(_DERIVED[context] for context in derived)
        found.append(Sign("derived", next(iter(derived.values())), words))
    loose = [(panel.role, panel.points[i]) for panel in panels for i in panel.loose]
    for kind, words in (
        (PointKind.BELOW, "below the value marked"),
        (PointKind.ABOVE, "above the value marked"),
        (PointKind.RANGE, "between two values"),
    ):
        role = next((role for role, point in loose if point.kind is kind), "")
        if role:
            found.append(Sign(kind.value, role, words))
    role = next((role for role, point in loose if point.day_lo != point.day_hi), "")
    return [*found, Sign("days", role, "day within the bar")] if role else found


def _of_bars(scene: Scene, bars: list[Bar]) -> list[Sign]:
    onset = next((band.role for band in scene.bands), "")
    episode = next((band.role for panel in scene.panels for band in panel.episodes), "")
    rugs = [(lane.role, rug) for lane in scene.lanes for rug in lane.rugs]
    ends = [(bar.start, bar.stop) for bar in bars] + [(rug.start, rug.stop) for _, rug in rugs]
    loose = any(tick.start is not End.EXACT for bar in bars for tick in bar.ticks)
    differ = any(lane.verdicts for lane in scene.lanes)
    judged = next((lane.role for lane in scene.lanes if lane.kind is LaneKind.RESPONSE), "")
    told = next((lane.role for lane in scene.lanes if lane.kind is LaneKind.COURSE and lane.periods), "")
    aggregate = next((role for role, rug in rugs if rug.aggregate), "")
    target = next((panel.role for panel in scene.panels if panel.targets), "")
    found = (
        (bool(target), Sign("target", target, "target level")),
        (bool(onset), Sign("band", onset, "onset of the cytopenia")),
        (bool(episode), Sign("episode", episode, "cytopenia")),
        (bool(told), Sign("reported", told, "response reported")),
        (bool(judged), Sign("response", judged, "response by criteria: none, partial, complete")),
        (differ, Sign("differ", judged, "not what was reported")),
        (any(bar.line for bar in bars), Sign("line", "other", "line of therapy")),
        (any(bar.steps for bar in bars), Sign("steps", "steroid", "height: dose")),
        (any(len(bar.ticks) > 1 for bar in bars), Sign("dose", "other", "single dose")),
        (loose, Sign("bracket", "other", "doses on unknown days between")),
        (any(End.UNKNOWN in pair for pair in ends), Sign("unknown", "other", "end not known")),
        (any(End.IMPRECISE in pair for pair in ends), Sign("perhaps", "other", "not certain")),
        (any(bar.stop is End.OPEN for bar in bars), Sign("open", "other", "goes on")),
        (bool(aggregate), Sign("aggregate", aggregate, "units on unknown days between")),
    )
    return [sign for there, sign in found if there]
