"""A tip that never leaves the window: the words of what is pointed at, in full."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QToolTip, QWidget

_BESIDE = QPoint(12, 18)  # pixels from the pointer
_WIDEST = 420
_EDGE = 4


class Tip(QLabel):
    """Lies over a part of the window, and wholly within it, while something of its owner is pointed at."""

    def __init__(self, owner: QWidget, within: QWidget) -> None:
        """Nothing is said yet; `within` holds the owner."""
        super().__init__(within)
        self._owner, self._within = owner, within
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFrameShape(QFrame.Shape.Box)
        self.setMargin(4)
        self.setWordWrap(True)
        self.setAutoFillBackground(True)
        self.hide()

    def say(self, words: str, at: QPoint) -> None:
        """Show words beside a pixel of the owner; nothing for none."""
        if not words:
            self.hide()
            return
        self.setPalette(QToolTip.palette())
        self.setFont(QToolTip.font())
        self.setText(words)
        room = self._within.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        widest = min(_WIDEST, room.width())
        self.setMaximumWidth(widest)
        wide = self.fontMetrics().horizontalAdvance(words) + 4 * self.margin()
        width = min(wide, widest)
        self.resize(width, min(self.heightForWidth(width), room.height()))
        corner = self._owner.mapTo(self._within, at) + _BESIDE
        x = max(min(corner.x(), room.right() - self.width()), room.left())
        y = corner.y()
        if y + self.height() > room.bottom():
            y = corner.y() - self.height() - 2 * _BESIDE.y()
        self.move(x, min(max(y, room.top()), max(room.bottom() - self.height(), room.top())))
        self.raise_()
        self.show()
