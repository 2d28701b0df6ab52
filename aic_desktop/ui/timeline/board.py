"""The drawing area: boxes and layers in their places, linked in their days."""

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsLineItem, QGraphicsView, QScrollBar, QWidget

from aic_desktop.reporting.scene import Scene
from aic_desktop.ui.timeline import axis, lanes, layers
from aic_desktop.ui.timeline.canvas import Frame, Hit
from aic_desktop.ui.timeline.curve import Curve, DayBox
from aic_desktop.ui.timeline.panels import Place, boxes
from aic_desktop.ui.timeline.sheet import Sheet

RIGHT = 16.0  # pixels right of the plots: the scroll bar of the lanes, half a label of the axis
_LEAST_PANEL = 62.0
_PANELS_SHARE = 0.4  # of the height, before lanes must scroll
_LEAST_LANES = 3  # rows
_GAP = 6.0
_MOST_FLAG_ROWS = 3
_WIDEST_GUTTER = 190.0
_NARROWEST_GUTTER = 110.0
_LONG = 22  # characters of a name that is not worth a wide gutter
_REACH = 8.0  # pixels within which a mark answers
_WHEEL_NOTCH = 120
_LEAST_DAYS = 2.0
_BEHIND = -200.0  # pyqtgraph puts its boxes at -100


class Board(pg.GraphicsView):
    """Panels above, lanes below, the axis of days under both."""

    pointed = Signal(object)  # QPointF, None when the pointer leaves
    days_changed = Signal()
    double_clicked = Signal()

    def __init__(self, sheet: Sheet, parent: QWidget) -> None:
        """Nothing is on it until it is told to show a scene."""
        super().__init__(parent, background=None)
        self.sheet = sheet
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # a cached ground would outlive its palette
        self._curves: list[Curve] = []
        self._panel_layers: list[tuple[layers.Ground, layers.Scale, layers.Uncertain]] = []
        self.box = DayBox()
        self._through = layers.Through(sheet, _BEHIND - 1)
        self._lanes = layers.Lanes(sheet, 5)
        self._names = layers.Names(sheet, 5)
        self._days = layers.Days(sheet, 5)
        self._hair = QGraphicsLineItem()
        self._hair.setZValue(20)
        for item in (self.box, self._through, self._lanes, self._names, self._days, self._hair):
            self.scene().addItem(item)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.valueChanged.connect(self._on_scrolled)
        self._names.scrolled.connect(self._on_wheel)
        self.box.sigXRangeChanged.connect(self._on_days)
        self.scene().sigMouseMoved.connect(self.pointed)

    # --- what is shown

    def show_scene(self, scene: Scene) -> None:
        """Give every item its new data; items are made only for panels beyond those there were."""
        while len(self._curves) < len(scene.panels):
            self._add_panel()
        for number, curve in enumerate(self._curves):
            if number < len(scene.panels):
                curve.show(scene.panels[number], self.sheet.style)
            else:
                curve.clear()
        self.setBackground(self.sheet.style.palette.ground)
        low, high = scene.reach
        margin = (high - low) * 0.02
        for box in self._boxes:
            box.setLimits(xMin=low - margin, xMax=high + margin, minXRange=_LEAST_DAYS)
        self.arrange()

    def set_days(self, lo: float, hi: float) -> None:
        """Bring a range of days into sight, whatever its bounds: 0 is one like any other."""
        self.box.setXRange(lo, hi, padding=0)

    def repaint_layers(self) -> None:
        """Paint everything anew."""
        self.scene().update()

    def _add_panel(self) -> None:
        number = len(self._curves)
        curve = Curve()
        curve.box.setXLink(self.box)
        own = (
            layers.Ground(self.sheet, _BEHIND, number),
            layers.Scale(self.sheet, 5, number),
            layers.Uncertain(self.sheet, 6, number),
        )
        for item in (curve.box, *own):
            self.scene().addItem(item)
        self._curves.append(curve)
        self._panel_layers.append(own)

    @property
    def _boxes(self) -> list[DayBox]:
        return [self.box, *(curve.box for curve in self._curves)]

    # --- places

    def arrange(self) -> None:
        """Share the height among panels and lanes: panels grow, lanes are as high as they need, or scroll."""
        scene, style = self.sheet.scene, self.sheet.style
        if scene is None or self.width() < 50:
            return
        width, height = float(self.width()), float(self.height())
        gutter = self._gutter(scene)
        plot = width - gutter - RIGHT
        fitted = Frame(*scene.days, gutter, plot)
        below = style.metrics.height() * axis.HEIGHT + 2
        room = height - below - _GAP
        count = len(scene.panels)
        panels_least = max(count * _LEAST_PANEL, _PANELS_SHARE * room) if count else 0.0
        for most_rows in range(_MOST_FLAG_ROWS, 0, -1):
            self.sheet.rows = lanes.plan(scene, style, fitted, most_rows)
            wanted = lanes.height(self.sheet.rows) + 2
            if wanted <= room - panels_least:
                break
        lanes_height = min(wanted, max(room - panels_least, min(wanted, _LEAST_LANES * style.lane)))
        shares = [self.sheet.heights.get(panel.analyte, 1.0) for panel in scene.panels]
        each, top = (room - lanes_height) / (sum(shares) or 1.0), 0.0
        for number in range(len(self._curves)):
            own = each * shares[number] if number < count else 0.0
            rect = QRectF(gutter, top + _GAP / 2, plot, max(own - _GAP, 1.0))
            self._place_panel(number, rect if number < count else QRectF())
            top += own
        lanes_top = top + (_GAP if count else 0)
        self._place_lanes(QRectF(gutter, lanes_top, plot, lanes_height), wanted)
        self._through.place(QRectF(gutter, 2, plot, lanes_top + lanes_height))
        self._days.place(QRectF(0, lanes_top + lanes_height, width, below))
        self._on_days()

    def _gutter(self, scene: Scene) -> float:
        """As wide as the names of lanes and panels, within bounds."""
        measure = self.sheet.style.metrics.horizontalAdvance
        names = [measure(lane.label if len(lane.label) <= _LONG else lane.short) + 14 for lane in scene.lanes]
        titles = [measure(panel.label) * 1.1 + 52 for panel in scene.panels]
        days = measure(axis.name_of(self.sheet.zero)) + 14
        return min(max([*names, *titles, days, _NARROWEST_GUTTER]), _WIDEST_GUTTER)

    def _place_panel(self, number: int, rect: QRectF) -> None:
        ground, scale, uncertain = self._panel_layers[number]
        self._curves[number].place(rect)
        ground.place(rect)
        uncertain.place(rect, _GAP / 2)
        gutter = QRectF() if rect.isEmpty() else QRectF(0, rect.top(), rect.left() + 1, rect.height())
        scale.place(gutter, self.sheet.style.metrics.height() / 2)

    def _place_lanes(self, rect: QRectF, wanted: float) -> None:
        self.box.setGeometry(rect)
        self._lanes.place(rect)
        self._names.place(QRectF(0, rect.top(), rect.left(), rect.height()))
        hidden = max(0, round(wanted - rect.height()))
        self.bar.setVisible(hidden > 0)
        self.bar.setRange(0, hidden)
        self.bar.setPageStep(max(round(rect.height()), 1))
        self.bar.setSingleStep(round(self.sheet.style.lane))
        bar = QRectF(rect.right() + 3, rect.top(), RIGHT - 4, rect.height())
        self.bar.setGeometry(bar.toRect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new height."""
        super().resizeEvent(event)
        if hasattr(self, "bar"):  # pyqtgraph resizes itself before it is built
            self.arrange()

    # --- what stands where

    def hit(self, at: QPointF) -> Hit | None:
        """What a pixel answers for: the nearest count within reach, else the topmost mark."""
        scene = self.sheet.scene
        if scene is None:
            return None
        for number, panel in enumerate(scene.panels):
            if self._curves[number].holds(at):
                rect = self._curves[number].box.geometry()
                place = Place(panel, self.sheet.frame, rect.top(), rect.height())
                return _nearest(place, at)
        if not self.box.geometry().contains(at):
            return None
        topmost_first = reversed(self.sheet.hits.get("Lanes", []))
        return next((hit for hit in topmost_first if hit.rect.contains(at)), None)

    def scroll_to(self, lane: int) -> None:
        """Bring a lane into sight."""
        row = self.sheet.rows[lane]
        shown = self.box.geometry().height()
        if not self.bar.value() <= row.top <= self.bar.value() + shown - row.height:
            self.bar.setValue(round(row.top + row.height / 2 - shown / 2))

    def point_at(self, x: float | None) -> None:
        """Draw the hair through all panels and lanes at a pixel; none for None."""
        inside = x is not None and self.sheet.frame.left <= x <= self.sheet.frame.right
        self._hair.setVisible(inside)
        if x is not None and inside:
            bottom = self.box.geometry().bottom()
            self._hair.setPen(QPen(QColor(self.sheet.style.palette.quiet), 1))
            self._hair.setLine(QLineF(round(x) + 0.5, 0, round(x) + 0.5, bottom))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Not one more click on what lies there."""
        self.double_clicked.emit()
        event.accept()

    def leaveEvent(self, event: object) -> None:
        """The pointer has gone."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def _on_days(self) -> None:
        rect = self.box.geometry()
        lo, hi = self.box.viewRange()[0]
        self.sheet.frame = Frame(lo, hi, rect.left(), max(rect.width(), 1.0))
        self.repaint_layers()
        self.days_changed.emit()

    def _on_scrolled(self, value: int) -> None:
        self.sheet.scrolled = float(value)
        self.repaint_layers()

    def _on_wheel(self, delta: int) -> None:
        self.bar.setValue(self.bar.value() - round(3 * self.sheet.style.lane * delta / _WHEEL_NOTCH))


def _nearest(place: Place, at: QPointF) -> Hit | None:
    """The count whose mark or interval is nearest to a pixel, within reach."""
    lo, hi = (place.frame.day(at.x() + shift) for shift in (-_REACH, _REACH))
    near = [point for point in place.panel.points if not point.exact_day or lo <= point.x <= hi]
    best: Hit | None = None
    least = _REACH
    for point, box in zip(near, boxes(place, near, place_size := 2.0), strict=True):
        away = _distance(box, at)
        if away <= least:
            best, least = Hit(box.adjusted(-place_size, -2, 2, 2), point.record, point.text), away
    return best


def _distance(box: QRectF, at: QPointF) -> float:
    dx = max(box.left() - at.x(), 0.0, at.x() - box.right())
    dy = max(box.top() - at.y(), 0.0, at.y() - box.bottom())
    return float((dx * dx + dy * dy) ** 0.5)
