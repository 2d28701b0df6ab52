"""What the layers of the window's timeline share: the scene, the days in sight, and what is lit up."""

from dataclasses import dataclass, field

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene import Scene, Zero
from aic_desktop.ui.timeline import lanes
from aic_desktop.ui.timeline.canvas import Frame, Hit, Style


@dataclass
class Sheet:
    """Changed by the view alone; the layers read it whenever they paint."""

    style: Style
    scene: Scene | None = None
    frame: Frame = field(default_factory=lambda: Frame(0, 1, 0, 1))
    zero: Zero = field(default_factory=lambda: Zero("HSCT", 0))
    rows: tuple[lanes.Row, ...] = ()
    heights: dict[str, float] = field(default_factory=dict)  # shares chosen, by analyte
    scrolled: float = 0.0
    highlight: RecordId | None = None
    hits: dict[str, list[Hit]] = field(default_factory=dict)  # by the layer that painted them
