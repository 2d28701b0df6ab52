"""The drawing area: a picture of the days in sight, painted once, and over it what follows the pointer."""

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QScrollBar, QWidget

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene import Panel, Point, Scene
from aic_desktop.ui.timeline import overlay, picture, places
from aic_desktop.ui.timeline.canvas import Frame, Hit
from aic_desktop.ui.timeline.curve import Curve
from aic_desktop.ui.timeline.grips import Grip, Grips
from aic_desktop.ui.timeline.hand import Hand
from aic_desktop.ui.timeline.layers import DayBox, Layer
from aic_desktop.ui.timeline.panels import Place, boxes
from aic_desktop.ui.timeline.sheet import Sheet

_REACH = 8.0  # pixels within which a count answers
_MARK = 2.0  # pixels a mark is taken for when distances to it are measured
_DIVIDER = 3.0  # pixels on either side of a divider that take hold of it
_LEAST_DAYS = 2.0
_BEYOND = 0.02  # of all there is, that can be moved into sight on either side
_LEAST_WIDTH = 200  # pixels
_TOO_NARROW = 50  # pixels in which nothing can be drawn
_ROWS_PER_NOTCH = 3


class Board(pg.GraphicsView):
    """Panels above, lanes below, the axis of days under both; `hand` reads the pointer.

    The range of `box` is the days in sight: whatever moves or stretches them goes through it.
    """

    days_changed = Signal()

    def __init__(self, sheet: Sheet, parent: QWidget) -> None:
        """Nothing is on it until it is told to show a scene."""
        super().__init__(parent, background=None)
        self.sheet = sheet
        self.places = places.NOWHERE
        self.grips: Grips | None = None
        self._picture: QPixmap | None = None
        self._stale = True  # the picture is to be painted anew
        self._hits: list[Hit] = []
        self._panels: tuple[Panel, ...] = ()  # that the curves are of
        self._reach = (0.0, 1.0)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(parent)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # a cached ground would outlive its palette
        self.box = DayBox()
        self.box.sigXRangeChanged.connect(self._on_days)
        self._drawn = Layer(0, self._bounds, self._draw)
        self._over = Layer(20, self._bounds, self._draw_over)
        for item in (self.box, self._drawn, self._over):
            self.scene().addItem(item)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.valueChanged.connect(self._on_scrolled)
        self.hand = Hand(self.viewport(), self)

    # --- what is shown

    def show_scene(self, scene: Scene, case: Case) -> None:
        """Draw the scene of a case from now on; the days in sight stay as far as it has them."""
        self.hand.cancel()
        self.sheet.read = ()
        self.grips = Grips(case, scene)
        known = dict(zip(map(id, self._panels), self.sheet.curves, strict=True))
        self.sheet.curves = tuple(known.get(id(panel)) or Curve.of(panel) for panel in scene.panels)
        self._panels = scene.panels
        low, high = scene.reach
        margin = (high - low) * _BEYOND
        self._reach = (low - margin, high + margin)
        self.arrange()

    @property
    def frame(self) -> Frame:
        """The days in sight and their pixels."""
        return self.sheet.frame

    def set_days(self, lo: float, hi: float) -> None:
        """Bring a range of days into sight, whatever its bounds: 0 is one like any other."""
        low, high = self._reach
        span = min(max(hi - lo, _LEAST_DAYS), high - low)
        lo = min(max((lo + hi - span) / 2, low), high - span)
        self.box.setXRange(lo, lo + span, padding=0)

    def _on_days(self) -> None:
        """The range of the box is another."""
        self.sheet.frame = Frame(*self.box.days(), self.frame.left, self.frame.width)
        self.redraw()
        self.days_changed.emit()

    def mark_range(self, days: tuple[float, float] | None) -> None:
        """Show which days are about to be brought into sight."""
        self.sheet.marked = days
        self.refresh()

    def refresh(self) -> None:
        """Paint anew what lies over the picture."""
        self._over.update()

    def redraw(self) -> None:
        """Paint everything anew."""
        self._stale = True
        self._drawn.update()
        self._over.update()

    # --- places

    def arrange(self) -> None:
        """Share the height among panels and lanes."""
        scene, frame = self.sheet.scene, self.frame
        if scene is None or self.width() < _TOO_NARROW:
            self.places = places.NOWHERE
            return
        size = (float(self.width()), float(self.height()))
        self.places = places.arrange(scene, self.sheet.style, self.sheet.zero, size, self.sheet.heights)
        rect = self.places.lanes
        self.sheet.frame = Frame(frame.lo, frame.hi, rect.left(), rect.width())
        self.box.setGeometry(self.places.through)
        hidden = max(0, round(self.places.lanes_need - rect.height()))
        self.bar.setVisible(hidden > 0)
        self.bar.setRange(0, hidden)
        self.bar.setPageStep(max(round(rect.height()), 1))
        self.bar.setSingleStep(round(self.sheet.style.lane))
        across = QRectF(rect.right() + 3, rect.top(), places.RIGHT - 4, rect.height())
        self.bar.setGeometry(across.toRect())
        self.set_days(frame.lo, frame.hi)
        self._on_days()

    def divider_at(self, at: QPointF) -> int | None:
        """The panel whose lower divider a pixel is on."""
        rows = enumerate(self.places.dividers)
        return next((number for number, y in rows if abs(at.y() - y) <= _DIVIDER), None)

    def move_divider(self, number: int, y: float) -> None:
        """Put the divider under a panel somewhere else, and share the height anew."""
        scene = self.sheet.scene
        if scene is not None:
            self.sheet.heights = places.divided(scene, self.places, self.sheet.heights, number, y)
            self.arrange()

    def grow(self, number: int, way: int) -> None:
        """Make a panel higher (1) or lower (-1); beyond the last of them the lanes."""
        scene = self.sheet.scene
        if scene is not None:
            self.sheet.heights = places.grown(scene, self.places, self.sheet.heights, number, way)
            self.arrange()
            self.hand.divided.emit()

    def share_alike(self) -> None:
        """Panels of one height again, lanes as high as they need."""
        self.sheet.heights = {}
        self.arrange()
        self.hand.divided.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new height; nothing under the pointer is where it was."""
        super().resizeEvent(event)
        if hasattr(self, "bar"):  # pyqtgraph resizes itself before it is built
            self.sheet.pointer, self.sheet.read = None, ()
            for layer in (self._drawn, self._over):
                layer.prepareGeometryChange()
            self.arrange()

    # --- painting

    def _bounds(self) -> QRectF:
        return QRectF(self.rect())

    def _draw(self, painter: QPainter) -> None:
        """The picture, made anew only when something in it changed."""
        scene = self.sheet.scene
        if scene is None or self.places is places.NOWHERE:
            painter.fillRect(self.rect(), self.sheet.style.palette.ground)
        else:
            painter.drawPixmap(0, 0, self._painted(scene))

    def _draw_over(self, painter: QPainter) -> None:
        if self.sheet.scene is not None and self.places is not places.NOWHERE:
            read = [self._hit_of(number, point) for number, point in self.sheet.read]
            overlay.paint(painter, self.sheet, self.places, self.hits_of(self.sheet.highlight), read)

    def _painted(self, scene: Scene) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._picture is None or self._picture.size() != size:
            self._picture, self._stale = QPixmap(size), True
            self._picture.setDevicePixelRatio(ratio)
        if self._stale:
            self._stale = False
            self._picture.fill(self.sheet.style.palette.ground)
            with QPainter(self._picture) as painter:
                self._hits = picture.paint(painter, self.sheet, scene, self.places)
        return self._picture

    # --- what stands where

    def hit(self, at: QPointF) -> Hit | None:
        """What a pixel answers for: the nearest count within reach, else the topmost mark."""
        scene = self.sheet.scene
        if scene is None or not self.frame.left <= at.x() <= self.frame.right:
            return None
        number = self.places.panel_at(at.y())
        if number is not None:
            return _nearest(
                picture.place_of(self.sheet, scene, self.places, number), self._near(number, at), at
            )
        if not picture.lanes_shown(self.sheet, self.places).contains(at):
            return None
        self._painted(scene)
        return next((hit for hit in reversed(self._hits) if hit.rect.contains(at)), None)

    def hits_of(self, record: RecordId | None) -> list[Hit]:
        """Where a record is drawn: in its lane, or as a count."""
        scene = self.sheet.scene
        if record is None or scene is None:
            return []
        self._painted(scene)
        found = [hit for hit in self._hits if hit.record == record]
        for number, panel in enumerate(scene.panels):
            index = self.sheet.curves[number].places.get(record)
            if index is not None:
                found.append(self._hit_of(number, panel.points[index]))
        return found

    def _hit_of(self, number: int, point: Point) -> Hit:
        """Where a count of a panel is drawn."""
        assert self.sheet.scene is not None
        place = picture.place_of(self.sheet, self.sheet.scene, self.places, number)
        (box,) = boxes(place, [point], self.sheet.style.mark)
        return Hit(box.adjusted(-1, -1.5, 1, 1.5), point.record, point.text)

    def answers(self, at: QPointF) -> bool:
        """Whether there is something to click on."""
        return self.hit(at) is not None

    def grip_at(self, at: QPointF) -> Grip | None:
        """What would be carried from a pixel."""
        rect = self.places.lanes
        if self.grips is None or not rect.contains(at):
            return None
        down = at.y() - rect.top() + self.sheet.scrolled
        rows = enumerate(self.places.rows)
        lane = next((n for n, row in rows if row.top <= down < row.top + row.height), None)
        if lane is None:
            return None
        row = int((down - self.places.rows[lane].top) / self.sheet.style.lane)
        return self.grips.near(lane, row, self.frame, at.x())

    def _near(self, number: int, at: QPointF) -> list[int]:
        """The counts of a panel that a pixel may mean, by their place among its points."""
        lo, hi = (self.frame.day(at.x() + shift) for shift in (-_REACH, _REACH))
        part = self.sheet.curves[number].between(lo, hi)
        scene = self.sheet.scene
        loose = scene.panels[number].loose if scene else ()
        return [*range(part.start, part.stop), *(i for i in loose if not part.start <= i < part.stop)]

    # --- lanes that are higher than their place

    def over_names(self, at: QPointF) -> bool:
        """Whether a pixel is beside the lanes, where a wheel scrolls them."""
        rect = self.places.lanes
        return at.x() < rect.left() and rect.top() <= at.y() <= rect.bottom()

    def scroll_by(self, notches: float) -> None:
        """Move the lanes up or down."""
        self.bar.setValue(self.bar.value() - round(_ROWS_PER_NOTCH * self.sheet.style.lane * notches))

    def scroll_to(self, lane: int) -> None:
        """Bring a lane into sight."""
        row = self.places.rows[lane]
        shown = self.places.lanes.height()
        if not self.bar.value() <= row.top <= self.bar.value() + shown - row.height:
            self.bar.setValue(round(row.top + row.height / 2 - shown / 2))

    def _on_scrolled(self, value: int) -> None:
        self.sheet.scrolled = float(value)
        self.redraw()


def _nearest(place: Place, near: list[int], at: QPointF) -> Hit | None:
    """The count whose mark or interval is nearest to a pixel, within reach."""
    best: Hit | None = None
    least = _REACH
    points = [place.panel.points[index] for index in near]
    for point, box in zip(points, boxes(place, points, _MARK), strict=True):
        away = _distance(box, at)
        if away <= least:
            best, least = Hit(box.adjusted(-_MARK, -_MARK, _MARK, _MARK), point.record, point.text), away
    return best


def _distance(box: QRectF, at: QPointF) -> float:
    dx = max(box.left() - at.x(), 0.0, at.x() - box.right())
    dy = max(box.top() - at.y(), 0.0, at.y() - box.bottom())
    return float((dx * dx + dy * dy) ** 0.5)
