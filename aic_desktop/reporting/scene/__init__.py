"""The timeline of a case as plain data, laid out and tested without a window."""

from aic_desktop.reporting.scene.build import timeline
from aic_desktop.reporting.scene.model import (
    Band,
    Bar,
    End,
    Entry,
    Flag,
    Lane,
    LaneKind,
    Panel,
    Period,
    Point,
    PointKind,
    Rug,
    Rule,
    Scene,
    Step,
    Tick,
    Verdict,
    Zero,
    plain,
)
from aic_desktop.reporting.scene.options import Options

__all__ = [
    "Band",
    "Bar",
    "End",
    "Entry",
    "Flag",
    "Lane",
    "LaneKind",
    "Options",
    "Panel",
    "Period",
    "Point",
    "PointKind",
    "Rug",
    "Rule",
    "Scene",
    "Step",
    "Tick",
    "Verdict",
    "Zero",
    "plain",
    "timeline",
]
