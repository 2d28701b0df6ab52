"""A picture of the cohort in the window: what is pointed at is read out, and answers for its cases."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QStyle, QVBoxLayout, QWidget

from aic_desktop.reporting.pictures import Item, Plot, description
from aic_desktop.ui import theme
from aic_desktop.ui.cohort_pictures.drawing import Drawing, drawing
from aic_desktop.ui.flow import Elided
from aic_desktop.ui.timeline.canvas import Canvas, Hit, Style
from aic_desktop.ui.timeline.framed import FRAME, Framed

NOTHING = "Nothing to draw yet."
HINT = "Arrow keys go through the picture; Space lists the cases of what is chosen, Enter opens a case."
_LEAST_WIDTH = 420


class Surface(QWidget):
    """What is scrolled: the drawing itself."""

    pointed = Signal(object)  # the item under the pointer, None for none
    clicked = Signal(object)
    double_clicked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Empty until a drawing is shown."""
        super().__init__(parent)
        self.drawing: Drawing | None = None
        self._style: Style | None = None
        self._items: Mapping[str, Item] = {}
        self.hits: list[Hit] = []
        self._chosen: str | None = None
        self._painted = QPixmap()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_drawing(self, shown: Drawing, style: Style, items: Mapping[str, Item]) -> None:
        """Draw this from now on, as high as it is."""
        self.drawing, self._style, self._items, self.hits = shown, style, items, []
        self._painted = QPixmap()
        self.setMinimumHeight(round(shown.height))
        self.update()

    def ring(self, key: str | None) -> None:
        """Show what is chosen, None for nothing."""
        self._chosen = key
        self.update()

    def choose(self, key: str) -> QRectF:
        """Ring an item; where it stands."""
        self.ring(key)
        self._paint_once()
        return next((hit.rect for hit in self.hits if hit.record == key), QRectF())

    def paintEvent(self, event: QPaintEvent) -> None:
        """What was painted once, and a ring about what is chosen."""
        if self.drawing is None or self._style is None:
            return
        self._paint_once()
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self._style.palette.ground))
            painter.drawPixmap(0, 0, self._painted)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._chosen is not None:
                rects = [hit.rect for hit in self.hits if hit.record == self._chosen]
                self.drawing.paint_chosen(Canvas(painter, self._style), self._chosen, rects)

    def _paint_once(self) -> None:
        """Paint the drawing where that has not been done: hundreds of lanes take longer than a key may."""
        if self.drawing is None or self._style is None or not self._painted.isNull():
            return
        ratio = self.devicePixelRatioF()
        size = QSizeF(self.drawing.width, self.drawing.height) * ratio
        self._painted = QPixmap(size.toSize())
        self._painted.setDevicePixelRatio(ratio)
        self._painted.fill(QColor(self._style.palette.ground))
        with QPainter(self._painted) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            canvas = Canvas(painter, self._style)
            self.drawing.paint(canvas)
        self.hits = canvas.hits

    def item_at(self, at: QPointF) -> Item | None:
        """What lies topmost under a place."""
        keys = (hit.record for hit in reversed(self.hits) if hit.rect.contains(at))
        return next((self._items[key] for key in keys if key in self._items), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what lies under the pointer, with a hand over what can be clicked."""
        item = self.item_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if item else Qt.CursorShape.ArrowCursor)
        self.pointed.emit(item)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on an item."""
        item = self.item_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and item:
            self.clicked.emit(item)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on an item."""
        item = self.item_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and item:
            self.double_clicked.emit(item)


class _Scroll(QScrollArea):
    """Tells when its size changes: only then is it known how much room a drawing has."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell."""
        super().resizeEvent(event)
        self.resized.emit()


class PictureView(Framed):
    """Shows one plot at a time; knows nothing of where cases come from."""

    cases_chosen = Signal(object)  # the ids of the cases that an item stands for, a tuple
    case_requested = Signal(object)  # the id of a case to be opened

    def __init__(self, parent: QWidget | None = None, hint: str = HINT) -> None:
        """Empty until `show_plot`; `hint` is said while nothing is chosen."""
        super().__init__(parent)
        self._hint = hint
        self._plot: Plot | None = None
        self._items: tuple[Item, ...] = ()
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll = _Scroll(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.surface = Surface(self)
        self._scroll.setWidget(self.surface)
        self.empty = QLabel(NOTHING, self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._read_out = Elided(hint, self)
        self._read_out.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._read_out.setContentsMargins(theme.GRID, 2, theme.GRID, theme.GRID // 2)
        theme.dress(self._read_out, "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(FRAME, FRAME, FRAME, FRAME)
        column.setSpacing(0)
        for widget, stretch in ((self.empty, 1), (self._scroll, 1), (self._read_out, 0)):
            column.addWidget(widget, stretch)
        self._scroll.resized.connect(self._set_out)
        self.surface.pointed.connect(self._on_pointed)
        self.surface.clicked.connect(self._on_clicked)
        self.surface.double_clicked.connect(self._on_double_clicked)
        self.show_plot(None)
        self.follow_desktop()

    @property
    def plot(self) -> Plot | None:
        """What is shown."""
        return self._plot

    @property
    def words(self) -> str:
        """What is read out at present."""
        return self._read_out.text()

    @property
    def chosen(self) -> str | None:
        """The key of the item chosen, None for none."""
        return None if self._at is None else self._items[self._at].key

    def show_plot(self, plot: Plot | None, instead: str = NOTHING) -> None:
        """Show a plot; where it has nothing to point at, its notes, and without one the words given.

        What is chosen stays so where the same picture changes and still has it.
        """
        same = plot is not None and self._plot is not None and plot.title == self._plot.title
        kept = self.chosen if same else None
        self._plot = plot
        self._items = plot.items if plot else ()
        self._at = next((at for at, item in enumerate(self._items) if item.key == kept), None)
        self.surface.ring(self.chosen)
        shown = any(item.cases for item in self._items)
        self.empty.setText("\n".join((NOTHING, *plot.notes)) if plot else instead)
        self.empty.setVisible(not shown)
        self._scroll.setVisible(shown)
        self._read_out.setVisible(shown)
        self.setAccessibleName(plot.title if plot else "Picture of the cohort")
        self._say("" if self._at is None else self._items[self._at].text)
        self._set_out()

    def sizeHint(self) -> QSize:
        """Room for a curve with its numbers at risk."""
        return QSize(860, 520)

    def restyled(self) -> None:
        """Draw in the desktop's new colours and font."""
        self._set_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the items, list their cases, open one."""
        place = self._place_by(event.key())
        item = None if self._at is None else self._items[self._at]
        if place is not None:
            self._choose(place)
        elif event.key() == Qt.Key.Key_Space and item:
            self.cases_chosen.emit(item.cases)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item:
            self._on_double_clicked(item)
        else:
            super().keyPressEvent(event)

    def _place_by(self, key: int) -> int | None:
        """Where a key leads; None for a key that leads nowhere."""
        if not self._items:
            return None
        last = len(self._items) - 1
        here = -1 if self._at is None else self._at
        match key:
            case Qt.Key.Key_Right:
                return min(here + 1, last)
            case Qt.Key.Key_Left:
                return max(here - 1, 0)
            case Qt.Key.Key_Home:
                return 0
            case Qt.Key.Key_End:
                return last
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                return self._row_by(here, 1 if key == Qt.Key.Key_Down else -1)
        return None

    def _row_by(self, here: int, way: int) -> int:
        """The first item of the next or the former row; where there is none, the item that is chosen."""
        row = self._items[here].row + way if here >= 0 else 0
        return next((place for place, item in enumerate(self._items) if item.row == row), max(here, 0))

    def _choose(self, place: int) -> None:
        self._at = place
        item = self._items[place]
        stands = self.surface.choose(item.key)
        self._scroll.ensureVisible(round(stands.center().x()), round(stands.center().y()), 40, 40)
        self._say(item.text)

    def _say(self, words: str) -> None:
        self._read_out.setText(words or self._hint)
        self._read_out.setToolTip(words)
        self.setAccessibleDescription(words or (description(self._plot) if self._plot else self.empty.text()))

    def _set_out(self) -> None:
        """For the width there is; beside a scroll bar where the drawing turns out to be higher."""
        if self._plot is None or not self._items:
            return
        style, room = self.style_of_desktop(), self._scroll.size()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        width, height = max(room.width(), _LEAST_WIDTH), float(room.height())
        shown = drawing(self._plot, style, width, height)
        if shown.height > height:
            shown = drawing(self._plot, style, width - bar, height)
        self.surface.show_drawing(shown, style, {item.key: item for item in self._items})

    def _on_pointed(self, item: Item | None) -> None:
        chosen = None if self._at is None else self._items[self._at]
        told = item or chosen
        self._say(told.text if told else "")

    def _on_clicked(self, item: Item) -> None:
        self._at = self._items.index(item)
        self.surface.choose(item.key)
        self._say(item.text)
        self.cases_chosen.emit(item.cases)

    def _on_double_clicked(self, item: Item) -> None:
        """One case is opened; several are listed."""
        if len(item.cases) == 1:
            self.case_requested.emit(item.cases[0])
        else:
            self.cases_chosen.emit(item.cases)
