"""The whole course in one line beneath the axis, and on it the days in sight, to be dragged and stretched."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsView, QSizePolicy, QWidget

from aic_desktop.reporting.scene import Scene
from aic_desktop.ui.timeline import curve
from aic_desktop.ui.timeline.arrays import draw_lines, draw_rects
from aic_desktop.ui.timeline.canvas import Canvas, Frame, pen
from aic_desktop.ui.timeline.layers import DayBox, Layer
from aic_desktop.ui.timeline.sheet import Sheet

HEIGHT = 20
_BEHIND = -200.0  # pyqtgraph puts its boxes at -100
_SHADE = 45  # of 255
_TITLE = "Whole course"
_HANDLE = 5.0  # pixels on either side of an edge that take hold of it
_LEAST = 2.0  # days
_PER_NOTCH = 0.75  # of the days in sight


class Brush(pg.GraphicsView):
    """Asks for other days; the view brings them into sight and has them followed."""

    days_wanted = Signal(float, float)

    def __init__(self, sheet: Sheet, parent: QWidget) -> None:
        """Reads the sheet whenever it paints."""
        super().__init__(parent, background=None)
        self._sheet = sheet
        self._picture: QPixmap | None = None
        self._drawn = Frame(0, 1, 0, 1)  # the columns that it is painted on
        self._held: tuple[str, float, float, float] | None = None  # which part, the day, the days then
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(_TITLE)
        self.setToolTip("The whole course: drag the days in sight along it, or their edges")
        self._course = Layer(_BEHIND, self._bounds, self._draw)
        self.box = DayBox()
        self.region = pg.LinearRegionItem(movable=False)  # the view is asked first, and has it moved
        self.box.addItem(self.region, ignoreBounds=True)
        for item in (self._course, self.box):
            self.scene().addItem(item)

    def refresh(self) -> None:
        """Draw the course anew, on the columns and in the colours of the board."""
        self._picture = None
        accent = self._sheet.style.palette.accent
        shade = QColor(accent)
        shade.setAlpha(_SHADE)
        self.region.setBrush(shade)
        for line in self.region.lines:
            line.setPen(pg.mkPen(accent, width=3))
        self.follow()

    def follow(self) -> None:
        """The days in sight, or the columns of the board, are others."""
        frame, shown = self.frame, self._sheet.frame
        if frame != self._drawn:
            self._drawn, self._picture = frame, None
        self.box.setGeometry(QRectF(frame.left, 0, frame.width, float(self.height())))
        self.box.setXRange(frame.lo, frame.hi, padding=0)
        self.region.setBounds((frame.lo, frame.hi))
        self.region.setRegion((max(shown.lo, frame.lo), min(shown.hi, frame.hi)))
        self._course.update()

    @property
    def frame(self) -> Frame:
        """The whole course on the columns of the board."""
        scene, board = self._sheet.scene, self._sheet.frame
        lo, hi = scene.reach if scene else (0.0, 1.0)
        return Frame(lo, hi, board.left, max(board.width, 1.0))

    # --- painting

    def _bounds(self) -> QRectF:
        return QRectF(self.rect())

    def _draw(self, painter: QPainter) -> None:
        """The course itself, painted once: it does not change with the days in sight."""
        ratio, scene = self.devicePixelRatioF(), self._sheet.scene
        if self._picture is None or self._picture.size() != self.size() * ratio:
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(QColor(self._sheet.style.palette.ground))
            if scene is not None:
                with QPainter(self._picture) as own:
                    self._paint_course(Canvas(own, self._sheet.style), scene)
        painter.drawPixmap(0, 0, self._picture)

    def _paint_course(self, canvas: Canvas, scene: Scene) -> None:
        palette, frame, height = canvas.style.palette, self.frame, self.height()
        painter = canvas.painter
        canvas.text_right(frame.left - 8, height / 2, _TITLE, palette.quiet)
        painter.fillRect(QRectF(frame.left, 2, frame.width, height - 4), QColor(palette.tint("course", 0.06)))
        for band in scene.bands:
            box = QRectF(frame.x(band.lo), 2, max((band.hi - band.lo) * frame.per_day, 2), height - 4)
            painter.fillRect(box, QColor(palette.tint(band.role, 0.4)))
        if not scene.panels:
            return
        drawn, role = self._sheet.curves[0], scene.panels[0].role
        axis = scene.panels[0].axis
        xs = frame.left + (drawn.xs - frame.lo) * frame.per_day
        ys = 3 + (height - 6) * (axis.top - drawn.ys) / (axis.top - axis.bottom)
        spans, links = curve.columns(xs, ys, drawn.joined)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.of(role)))
        spans[:, 2] = np.maximum(spans[:, 2], 1.5)
        spans[:, 3] = np.maximum(spans[:, 3], 2.0)
        draw_rects(painter, spans)
        painter.setPen(pen(palette.of(role), 0))
        draw_lines(painter, links)

    # --- the hand on it

    def _part(self, x: float) -> str:
        first, last = (self.frame.x(day) for day in self.region.getRegion())
        if min(abs(x - first), abs(x - last)) <= _HANDLE:
            return "first" if abs(x - first) < abs(x - last) else "last"
        return "all" if first < x < last else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an edge or of all the days; beside them, bring them there first."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x, shown = event.position().x(), self._sheet.frame
        part, day, lo, hi = self._part(x), self.frame.day(x), shown.lo, shown.hi
        if not part:
            part, half = "all", (hi - lo) / 2
            lo, hi = day - half, day + half
            self.days_wanted.emit(lo, hi)
        self._held = (part, day, lo, hi)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; over nothing show what would be."""
        x = event.position().x()
        if self._held is None:
            edge = self._part(x) in ("first", "last")
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.OpenHandCursor)
            return
        part, day, lo, hi = self._held
        by = self.frame.day(x) - day
        if part == "first":
            self.days_wanted.emit(min(lo + by, hi - _LEAST), hi)
        elif part == "last":
            self.days_wanted.emit(lo, max(hi + by, lo + _LEAST))
        else:
            self.days_wanted.emit(lo + by, hi + by)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Stretch the days in sight about their middle."""
        shown = self._sheet.frame
        half = (shown.hi - shown.lo) / 2 * _PER_NOTCH ** (event.angleDelta().y() / 120)
        middle = (shown.lo + shown.hi) / 2
        self.days_wanted.emit(middle - half, middle + half)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the course in another width."""
        super().resizeEvent(event)
        if hasattr(self, "region"):  # pyqtgraph resizes itself before it is built
            self._course.prepareGeometryChange()
            self.refresh()
