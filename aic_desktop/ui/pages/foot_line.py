"""The line at the foot of a case in which a note beside a value, or a reason, is written."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from aic_desktop.ui import theme

MOST_OF_HEAD = 64  # characters of what it is about, so that the line itself has room


class Asked(NamedTuple):
    """What is asked for: what it is about, what to do, and the text as it stands now."""

    head: str
    hint: str
    text: str


def _nothing(_text: str) -> None:
    """Nobody is told."""


class FootLine(QWidget):
    """Hidden until something asks for a text; Enter stores it, Esc leaves all as it was."""

    def __init__(self) -> None:
        """Asks nothing yet."""
        super().__init__()
        self._store: Callable[[str], bool] | None = None
        self._typed: Callable[[str], None] = _nothing
        self._back: QWidget | None = None
        self._head = QLabel()
        self._line = QLineEdit()
        self._head.setBuddy(self._line)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GRID, theme.GRID // 2, 2 * theme.GRID, theme.GRID // 2)
        row.addWidget(self._head)
        row.addWidget(self._line, 1)
        self._line.returnPressed.connect(self._on_return)
        self._line.textEdited.connect(self._on_edited)
        self.hide()

    def ask(
        self,
        asked: Asked,
        back: QWidget,
        store: Callable[[str], bool],
        typed: Callable[[str], None] = _nothing,
    ) -> None:
        """`store` takes the text and says whether that was enough; the focus then goes `back`.

        `typed` is told what stands in the line while it is not stored, "" once it is stored or given up.
        """
        self.flush()
        self._store, self._back, self._typed = store, back, typed
        head = asked.head
        self._head.setText(head if len(head) <= MOST_OF_HEAD else f"{head[:MOST_OF_HEAD].rstrip()}…")
        self._head.setToolTip(head)
        self._line.setAccessibleName(head)
        self._line.setToolTip(asked.hint)
        self._line.setPlaceholderText(asked.hint)
        self._line.setText(asked.text)
        self._line.selectAll()
        self.show()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves all as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def flush(self) -> None:
        """Store a text that was changed."""
        if self._store is not None and self._line.isModified():
            self._line.setModified(False)
            if self._store(self._line.text().strip()):
                self._typed("")

    def _on_return(self) -> None:
        if self._store is None or self._store(self._line.text().strip()):
            self._line.setModified(False)
            self._leave()

    def _on_edited(self, text: str) -> None:
        self._typed(text)

    def _leave(self) -> None:
        back, self._back, self._store = self._back, None, None
        self._typed("")
        self._typed = _nothing
        self._line.setModified(False)
        self.hide()
        if back is not None:
            back.setFocus(Qt.FocusReason.OtherFocusReason)
