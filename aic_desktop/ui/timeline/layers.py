"""Layers of the window's timeline: each hands its part to the painter it shares with the figure."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsObject, QGraphicsSceneWheelEvent, QStyleOptionGraphicsItem, QWidget

from aic_desktop.reporting.scene import Scene
from aic_desktop.ui.timeline import axis, lanes, panels, values
from aic_desktop.ui.timeline.canvas import Canvas
from aic_desktop.ui.timeline.sheet import Sheet


class Layer(QGraphicsObject):
    """A rectangle of the window, painted in its pixels; it takes no clicks."""

    def __init__(self, sheet: Sheet, depth: float) -> None:
        """`depth` orders the layers: pyqtgraph's own items lie at 0."""
        super().__init__()
        self.sheet = sheet
        self._rect = self.inner = QRectF()
        self.setZValue(depth)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def place(self, rect: QRectF, above_and_below: float = 0.0) -> None:
        """Move the layer to a rectangle; what it paints may reach a little above and below it."""
        self.prepareGeometryChange()
        self.inner = rect
        margin = 0.0 if rect.isEmpty() else above_and_below
        self._rect = rect.adjusted(0, -margin, 0, margin)
        self.update()

    def boundingRect(self) -> QRectF:
        """Where it paints, in the window's pixels."""
        return self._rect

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the layer's part of the scene, within its rectangle."""
        scene = self.sheet.scene
        if scene is None or self._rect.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._rect)
        canvas = Canvas(painter, self.sheet.style, highlight=self.sheet.highlight)
        self.draw(canvas, scene, self.inner)
        self.sheet.hits[self.name] = canvas.hits

    @property
    def name(self) -> str:
        """What its hits are kept under."""
        return type(self).__name__

    def draw(self, canvas: Canvas, scene: Scene, rect: QRectF) -> None:
        """Paint; for each layer to say what."""
        raise NotImplementedError


class Through(Layer):
    """Onsets, HSCT and death, behind everything."""

    def draw(self, canvas: Canvas, scene: Scene, rect: QRectF) -> None:
        """Down through panels and lanes."""
        panels.paint_through(canvas, scene, self.sheet.frame, rect.top(), rect.height())


class Lanes(Layer):
    """All treatments, transfusions and events: one item, however many they are."""

    def draw(self, canvas: Canvas, _scene: Scene, rect: QRectF) -> None:
        """As far as they are scrolled into sight."""
        top = rect.top() - self.sheet.scrolled
        lanes.paint(canvas, self.sheet.rows, self.sheet.frame, top, (rect.top(), rect.bottom()))


class Names(Layer):
    """The names of the lanes; the wheel scrolls the lanes here."""

    scrolled = Signal(int)  # eighths of a degree, as wheels count

    def wheelEvent(self, event: QGraphicsSceneWheelEvent) -> None:
        """Ask for the lanes to be moved."""
        self.scrolled.emit(event.delta())
        event.accept()

    def draw(self, canvas: Canvas, _scene: Scene, rect: QRectF) -> None:
        """Beside their lanes."""
        top = rect.top() - self.sheet.scrolled
        lanes.paint_names(canvas, self.sheet.rows, rect.left(), rect.right() - 8, top)


class Days(Layer):
    """The axis of days."""

    def draw(self, canvas: Canvas, _scene: Scene, rect: QRectF) -> None:
        """Counted from the zero chosen."""
        frame = self.sheet.frame
        axis.paint_days(canvas, frame, rect.top(), frame.left - rect.left(), self.sheet.zero)


class PanelLayer(Layer):
    """A layer of one panel."""

    def __init__(self, sheet: Sheet, depth: float, number: int) -> None:
        """`number` counts the panels from the top."""
        super().__init__(sheet, depth)
        self._number = number

    @property
    def name(self) -> str:
        """Each panel keeps its own hits."""
        return f"{super().name} {self._number}"

    def draw(self, canvas: Canvas, scene: Scene, rect: QRectF) -> None:
        """Paint the panel, if the scene has that many."""
        if self._number < len(scene.panels):
            place = panels.Place(scene.panels[self._number], self.sheet.frame, rect.top(), rect.height())
            self.draw_panel(canvas, scene, place)

    def draw_panel(self, canvas: Canvas, scene: Scene, place: panels.Place) -> None:
        """Paint; for each layer to say what."""
        raise NotImplementedError


class Ground(PanelLayer):
    """What lies behind the counts."""

    def draw_panel(self, canvas: Canvas, _scene: Scene, place: panels.Place) -> None:
        """Reference lines and the break above zero."""
        panels.paint_ground(canvas, place)


class Scale(PanelLayer):
    """The value axis in the gutter."""

    def draw_panel(self, canvas: Canvas, _scene: Scene, place: panels.Place) -> None:
        """Name, unit and ticks."""
        panels.paint_axis(canvas, place, self.inner.left() + 4, place.frame.left)


class Uncertain(PanelLayer):
    """What pyqtgraph has no marks for, the values beside sparse counts, and the ring about one of them."""

    def draw_panel(self, canvas: Canvas, scene: Scene, place: panels.Place) -> None:
        """Over the curve."""
        panels.paint_uncertain(canvas, place)
        panels.paint_ring(canvas, place)
        named = panels.rule_names(canvas, scene, place) if self._number == 0 else []
        values.paint_values(canvas, place, named)
