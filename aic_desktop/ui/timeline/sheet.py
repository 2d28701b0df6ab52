"""What the parts of the window's timeline share: the scene, the days in sight, and what is lit up."""

from dataclasses import dataclass, field

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene import Point, Scene, Zero
from aic_desktop.ui.timeline.canvas import Frame, Style
from aic_desktop.ui.timeline.curve import Curve
from aic_desktop.ui.timeline.grips import Move


@dataclass
class Sheet:
    """Changed by the view and the board; the painters read it."""

    style: Style
    scene: Scene | None = None
    curves: tuple[Curve, ...] = ()  # of the scene's panels
    frame: Frame = field(default_factory=lambda: Frame(0, 1, 0, 1))
    zero: Zero = field(default_factory=lambda: Zero("HSCT", 0))
    heights: dict[str, float] = field(default_factory=dict)  # shares chosen, as of `places.arrange`
    scrolled: float = 0.0
    highlight: RecordId | None = None
    pointer: float | None = None  # the pixel column of the crosshair
    read: tuple[tuple[int, Point], ...] = ()  # the counts that are read out, with the numbers of their panels
    lines: tuple[int, ...] = ()  # the days of the frozen lines, two at most
    marked: tuple[float, float] | None = None  # the days of a range that is being drawn
    carried: Move | None = None
