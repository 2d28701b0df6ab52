"""The line above the timeline: the key to its marks, or what stands at the day under the pointer."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aic_desktop.reporting.scene.legend import Sign, legend
from aic_desktop.ui.timeline import key
from aic_desktop.ui.timeline.canvas import Canvas
from aic_desktop.ui.timeline.sheet import Sheet

_MARGIN = 4.0


class Strip(QWidget):
    """One line of text that never leaves its place, so that nothing covers the counts."""

    def __init__(self, sheet: Sheet, parent: QWidget) -> None:
        """Shows the key of the sheet's scene until told words."""
        super().__init__(parent)
        self._sheet = sheet
        self._words = ""
        self._signs: tuple[Sign, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Values at the pointer")

    @property
    def words(self) -> str:
        """What it says now; empty while it shows the key."""
        return self._words

    def refresh(self) -> None:
        """The key is that of another scene; the whole of it is in the tool tip."""
        scene = self._sheet.scene
        self._signs = legend(scene) if scene else ()
        self.setToolTip("Key: " + "; ".join(sign.words for sign in self._signs) if self._signs else "")
        self.update()

    def say(self, words: str) -> None:
        """Show a line of words; the key again for none."""
        if words != self._words:
            self._words = words
            self.setAccessibleDescription(words)
            self.update()

    def sizeHint(self) -> QSize:
        """One line of the label font."""
        return QSize(200, round(self._sheet.style.metrics.height()) + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, cut with an ellipsis where too long; else as much of the key as one line holds."""
        palette, width = self._sheet.style.palette, self.width() - 2 * _MARGIN
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            canvas = Canvas(painter, self._sheet.style)
            if self._words:
                canvas.text(_MARGIN, self.height() / 2, canvas.elided(self._words, width), palette.ink)
            else:
                self._paint_key(canvas, width)

    def _paint_key(self, canvas: Canvas, width: float) -> None:
        signs = key.set_key(self._signs, self._sheet.style, width)
        line = self._sheet.style.metrics.height() + 2
        first = [sign for sign in signs if sign[0] == 0]
        key.paint(canvas, first, _MARGIN, (self.height() - line) / 2, line)
