"""The whole course in one line beneath the axis, and on it the days in sight, to be dragged and stretched."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aic_desktop.reporting.scene import Scene
from aic_desktop.ui.timeline import curve
from aic_desktop.ui.timeline.arrays import draw_lines, draw_rects
from aic_desktop.ui.timeline.canvas import Canvas, Frame, pen
from aic_desktop.ui.timeline.sheet import Sheet

HEIGHT = 20
_HANDLE = 5.0  # pixels on either side of an edge that take hold of it
_LEAST = 2.0  # days
_VEIL = 150  # of 255: what is not in sight is paler
_TITLE = "Whole course"


class Brush(QWidget):
    """Asks for other days; the view brings them into sight."""

    days_wanted = Signal(float, float)

    def __init__(self, sheet: Sheet, parent: QWidget) -> None:
        """Reads the sheet whenever it paints."""
        super().__init__(parent)
        self._sheet = sheet
        self._picture: QPixmap | None = None
        self._held: tuple[str, float, float, float] | None = None  # which part, the day, the days then
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Whole course")
        self.setToolTip("The whole course: drag the days in sight along it, or their edges")

    def sizeHint(self) -> QSize:
        """One low line."""
        return QSize(200, HEIGHT)

    def refresh(self) -> None:
        """Draw the course anew."""
        self._picture = None
        self.update()

    @property
    def frame(self) -> Frame:
        """The whole course on the columns of the board."""
        scene, board = self._sheet.scene, self._sheet.frame
        lo, hi = scene.reach if scene else (0.0, 1.0)
        return Frame(lo, hi, board.left, max(board.width, 1.0))

    def _window(self) -> QRectF:
        shown, frame = self._sheet.frame, self.frame
        left, right = max(frame.x(shown.lo), frame.left), min(frame.x(shown.hi), frame.right)
        return QRectF(left, 1, max(right - left, 3.0), self.height() - 2)

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The course, paler where it is out of sight, and the edges of what is in sight."""
        palette, window, frame = self._sheet.style.palette, self._window(), self.frame
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._painted())
            veil = QColor(palette.ground)
            veil.setAlpha(_VEIL)
            left = QRectF(frame.left, 0, window.left() - frame.left, self.height())
            right = QRectF(window.right(), 0, frame.right - window.right(), self.height())
            for hidden in (left, right):
                painter.fillRect(hidden, veil)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen(palette.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(window.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
            painter.setPen(pen(palette.accent, 3))
            for x in (window.left() + 1, window.right() - 1):
                painter.drawLine(QPointF(x, self.height() * 0.3), QPointF(x, self.height() * 0.7))

    def _painted(self) -> QPixmap:
        """The course itself, painted once: it does not change with the days in sight."""
        ratio, scene = self.devicePixelRatioF(), self._sheet.scene
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(QColor(self._sheet.style.palette.ground))
            if scene is not None:
                with QPainter(self._picture) as painter:
                    self._paint_course(Canvas(painter, self._sheet.style), scene)
        return self._picture

    def _paint_course(self, canvas: Canvas, scene: Scene) -> None:
        palette, frame, height = canvas.style.palette, self.frame, self.height()
        painter = canvas.painter
        canvas.text_right(frame.left - 8, height / 2, _TITLE, palette.quiet)
        painter.fillRect(QRectF(frame.left, 2, frame.width, height - 4), QColor(palette.faint).lighter(104))
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

    def _part(self, at: QPointF) -> str:
        window = self._window()
        if abs(at.x() - window.left()) <= _HANDLE:
            return "first"
        if abs(at.x() - window.right()) <= _HANDLE:
            return "last"
        return "all" if window.contains(at) else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an edge or of all the days; beside them, bring them there first."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        day, shown = self.frame.day(event.position().x()), self._sheet.frame
        part, lo, hi = self._part(event.position()), shown.lo, shown.hi
        if not part:
            part, half = "all", (hi - lo) / 2
            lo, hi = day - half, day + half
            self.days_wanted.emit(lo, hi)
        self._held = (part, day, lo, hi)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; over nothing show what would be."""
        if self._held is None:
            shapes = {"first": Qt.CursorShape.SizeHorCursor, "last": Qt.CursorShape.SizeHorCursor}
            self.setCursor(shapes.get(self._part(event.position()), Qt.CursorShape.OpenHandCursor))
            return
        part, day, lo, hi = self._held
        by = self.frame.day(event.position().x()) - day
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
        half = (shown.hi - shown.lo) / 2 * 0.75 ** (event.angleDelta().y() / 120)
        middle = (shown.lo + shown.hi) / 2
        self.days_wanted.emit(middle - half, middle + half)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone."""
        super().leaveEvent(event)
        self.unsetCursor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the course in another width."""
        super().resizeEvent(event)
        self.refresh()
