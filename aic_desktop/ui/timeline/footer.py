"""The lines beneath the timeline: what was earlier, and what has no day; each entry can be clicked."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aic_desktop.domain.records import RecordId
from aic_desktop.ui.timeline import listing
from aic_desktop.ui.timeline.canvas import Canvas, Hit
from aic_desktop.ui.timeline.sheet import Sheet
from aic_desktop.ui.timeline.tip import Tip

_MARGIN = 4.0
_TOGGLE = 60.0  # pixels kept for “more”


class Footer(QWidget):
    """One line of each list at first; a click on “more” opens the rest."""

    record_clicked = Signal(object)

    def __init__(self, sheet: Sheet, parent: QWidget) -> None:
        """Reads the lists of the sheet's scene whenever it is refreshed."""
        super().__init__(parent)
        self._sheet = sheet
        self._words: list[listing.Word] = []
        self._hits: list[Hit] = []
        self._hidden = 0
        self._tip = Tip(self, parent)
        self._open = False
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Without a place on the axis")

    def refresh(self) -> None:
        """Set the text anew."""
        scene = self._sheet.scene
        lists = listing.paragraphs(scene) if scene else ()
        words = listing.set_text(lists, self._sheet.style, max(self.width() - 2 * _MARGIN - _TOGGLE, 100))
        first = [word.line for word in words if word.heading]
        kept = words if self._open else [word for word in words if word.line in first]
        self._hidden = len({word.entry for word in words if word.entry and word.line not in first})
        self._words = kept if self._open else [replace(w, line=first.index(w.line)) for w in kept]
        self.setVisible(bool(words))
        self.setFixedHeight(round(self._line * self._lines) + 4)
        self.setAccessibleDescription(" ".join(word.text for word in words))
        self.update()

    @property
    def _lines(self) -> int:
        return self._words[-1].line + 1 if self._words else 0

    @property
    def _line(self) -> float:
        return self._sheet.style.metrics.height() + 2

    def sizeHint(self) -> QSize:
        """As high as the lines shown."""
        return QSize(200, round(self._line * self._lines) + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines shown, with “more” or “less” at the end of the last."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            canvas = Canvas(painter, self._sheet.style, highlight=self._sheet.highlight)
            listing.paint(canvas, self._words, _MARGIN, 2, self._line)
            if self._hidden:
                y = 2 + (self._lines - 0.5) * self._line
                canvas.text_right(self.width() - _MARGIN, y, self._toggle, self._sheet.style.palette.accent)
        self._hits = canvas.hits

    @property
    def _toggle(self) -> str:
        return "less" if self._open else f"{self._hidden} more"

    def _on_toggle(self, at: QPointF) -> bool:
        begins = self.width() - _MARGIN - self._sheet.style.metrics.horizontalAdvance(self._toggle) - 4
        return self._hidden > 0 and at.x() >= begins and at.y() >= self.height() - self._line - 4

    def _hit(self, at: QPointF) -> RecordId | None:
        return next((hit.record for hit in self._hits if hit.rect.contains(at)), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open or close the list, or report the entry."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        record = self._hit(event.position())
        if self._on_toggle(event.position()):
            self._open = not self._open
            self.refresh()
        elif record is not None:
            self.record_clicked.emit(record)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be clicked."""
        self._tip.hide()
        over = self._on_toggle(event.position()) or self._hit(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone."""
        super().leaveEvent(event)
        self._tip.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew where the width changed."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.refresh()

    def event(self, event: QEvent) -> bool:
        """A tool tip with the whole of an entry that was cut."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = next((hit.text for hit in self._hits if hit.rect.contains(QPointF(event.pos()))), "")
            self._tip.say(text, event.pos())
            return True
        return super().event(event)
