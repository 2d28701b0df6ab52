"""Where everything stands on the board: panels, lanes and the axis share its height."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from aic_desktop.reporting.scene import Scene, Zero
from aic_desktop.ui.timeline import axis
from aic_desktop.ui.timeline.canvas import Frame, Style
from aic_desktop.ui.timeline.lanes import Row, plan
from aic_desktop.ui.timeline.lanes import height as height_of

RIGHT = 16.0  # pixels right of the plots: the scroll bar of the lanes, half a label of the axis
GAP = 6.0  # pixels between panels
LANES = "lanes"  # the name of the lanes among the heights of panels
LEAST_PANEL = 40.0
_USUAL_PANEL = 62.0
_PANELS_SHARE = 0.4  # of the height, before lanes must scroll
_LEAST_LANES = 3  # rows
_MOST_FLAG_ROWS = 3
_GROWTH = 1.25  # of a share, for one key
_WIDEST_GUTTER = 190.0
_NARROWEST_GUTTER = 110.0
_LONG = 22  # characters of a name that is not worth a wide gutter


@dataclass(frozen=True, slots=True)
class Places:
    """Rectangles in pixels of the board; `lanes_need` is the height at which no lane must be scrolled to."""

    panels: tuple[QRectF, ...]
    lanes: QRectF
    days: QRectF
    rows: tuple[Row, ...]
    lanes_need: float

    @property
    def through(self) -> QRectF:
        """Panels and lanes together, without the gutter."""
        return QRectF(self.lanes.left(), 2, self.lanes.width(), self.lanes.bottom() - 2)

    @property
    def dividers(self) -> tuple[float, ...]:
        """The pixel rows between one panel and the next, and between the last of them and the lanes."""
        return tuple(rect.bottom() + GAP / 2 for rect in self.panels)

    def panel_at(self, y: float) -> int | None:
        """The panel that a pixel row lies in."""
        return next((n for n, rect in enumerate(self.panels) if rect.top() <= y <= rect.bottom()), None)


NOWHERE = Places((), QRectF(), QRectF(), (), 0.0)


def arrange(
    scene: Scene, style: Style, zero: Zero, size: tuple[float, float], heights: Mapping[str, float]
) -> Places:
    """Panels grow, lanes are as high as they need, or scroll; `heights` are shares that somebody has chosen.

    A share of an analyte is of the panels' height and 1 by default; that of the lanes is of all the height.
    """
    width, height = size
    gutter = _gutter(scene, style, zero)
    plot = max(width - gutter - RIGHT, 1.0)
    below = style.metrics.height() * axis.HEIGHT + 2
    room = max(height - below - GAP, 1.0)
    count = len(scene.panels)
    panels_least = max(count * _USUAL_PANEL, _PANELS_SHARE * room) if count else 0.0
    chosen = heights.get(LANES)
    most = chosen * room if chosen is not None and count else room - panels_least
    frames = [Frame(*days, gutter, plot) for days in dict.fromkeys((scene.days, scene.opening))]
    rows, need = _rows(scene, style, frames, most)
    least = min(need, _LEAST_LANES * style.lane)
    lanes_height = max(min(need, most), least)
    panels = _panels(scene, heights, gutter, plot, room - lanes_height)
    lanes_top = (panels[-1].bottom() + GAP / 2 if panels else 0.0) + (GAP if count else 0)
    return Places(
        panels,
        QRectF(gutter, lanes_top, plot, lanes_height),
        QRectF(0, lanes_top + lanes_height, width, below),
        rows,
        need,
    )


def divided(
    scene: Scene, places: Places, heights: Mapping[str, float], number: int, y: float
) -> dict[str, float]:
    """The shares with the divider under a panel at another pixel row: its two neighbours give and take."""
    own, found = places.panels[number], dict(heights)
    if number + 1 == len(places.panels):
        room = places.days.top() - GAP
        found[LANES] = min(max(1 - y / room, 0.05), 0.95)
        return found
    analyte, below = (scene.panels[at].analyte for at in (number, number + 1))
    both = heights.get(analyte, 1.0) + heights.get(below, 1.0)
    space = places.panels[number + 1].bottom() - own.top()
    least = min(LEAST_PANEL / space, 0.5)
    share = min(max((y - own.top()) / space, least), 1 - least)
    found[analyte], found[below] = both * share, both * (1 - share)
    return found


def grown(
    scene: Scene, places: Places, heights: Mapping[str, float], number: int, way: int
) -> dict[str, float]:
    """The shares with a panel one step higher (1) or lower (-1); beyond the last of them the lanes."""
    found = dict(heights)
    if number < len(scene.panels):
        analyte = scene.panels[number].analyte
        found[analyte] = min(max(found.get(analyte, 1.0) * _GROWTH**way, 0.2), 5.0)
    else:
        share = places.lanes.height() / max(places.days.top() - GAP, 1.0)
        found[LANES] = min(max(share * _GROWTH**way, 0.05), 0.95)
    return found


def _rows(scene: Scene, style: Style, frames: Sequence[Frame], most: float) -> tuple[tuple[Row, ...], float]:
    """The lanes stacked, with as many rows for flags as there is room for, and the height they need.

    Where they must be scrolled even so, every label has its row.
    """
    for most_rows in (*range(_MOST_FLAG_ROWS, 0, -1), _MOST_FLAG_ROWS):
        rows = plan(scene, style, frames, most_rows)
        need = height_of(rows) + 2
        if need <= most:
            break
    return rows, need


def _panels(
    scene: Scene, heights: Mapping[str, float], left: float, width: float, room: float
) -> tuple[QRectF, ...]:
    shares = [heights.get(panel.analyte, 1.0) for panel in scene.panels]
    found, top = [], 0.0
    for share in shares:
        own = room * share / sum(shares)
        found.append(QRectF(left, top + GAP / 2, width, max(own - GAP, 1.0)))
        top += own
    return tuple(found)


def _gutter(scene: Scene, style: Style, zero: Zero) -> float:
    """As wide as the names of lanes and panels, within bounds."""
    measure = style.metrics.horizontalAdvance
    names = [measure(lane.label if len(lane.label) <= _LONG else lane.short) + 14 for lane in scene.lanes]
    titles = [measure(panel.label) * 1.1 + 52 for panel in scene.panels]
    days = measure(axis.name_of(zero)) + 14
    return min(max([*names, *titles, days, _NARROWEST_GUTTER]), _WIDEST_GUTTER)
