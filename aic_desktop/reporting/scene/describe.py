"""A scene in words, for those who cannot see it and for whoever reads a figure's numbers."""

from collections.abc import Iterator

from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.model import Scene


def description(scene: Scene) -> str:
    """Everything that is drawn or listed, a line for each panel and lane."""
    return "\n".join(_lines(scene))


def summary(scene: Scene) -> str:
    """One sentence for each panel, and the lanes by name."""
    parts = []
    for panel in scene.panels:
        first, last = panel.points[0], panel.points[-1]
        number = "1 value" if len(panel.points) == 1 else f"{len(panel.points)} values"
        parts.append(f"{panel.label}: {number}, day {signed(first.x)} to {signed(last.x)}.")
    if scene.lanes:
        parts.append(f"Below: {', '.join(lane.label for lane in scene.lanes)}.")
    if scene.undated:
        parts.append(f"Without a day: {'; '.join(entry.text for entry in scene.undated)}.")
    return " ".join(parts)


def _lines(scene: Scene) -> Iterator[str]:
    for panel in scene.panels:
        yield "; ".join([*(target.text for target in panel.targets), *(point.text for point in panel.points)])
    for lane in scene.lanes:
        texts = [text for bar in lane.bars for text in (bar.text, *(tick.text for tick in bar.ticks))]
        texts += [step.text for bar in lane.bars for step in bar.steps]
        texts += [flag.text for flag in lane.flags] + [rug.text for rug in lane.rugs]
        texts += [period.text for period in lane.periods]
        yield f"{lane.label}: {'; '.join(texts)}"
    for heading, entries in (("Earlier", scene.earlier), ("Day not known", scene.undated)):
        if entries:
            yield f"{heading}: {'; '.join(entry.text for entry in entries)}"
