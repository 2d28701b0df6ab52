"""A line above the page for what has to be known: said in place, gone when it is dismissed or outdated."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from aic_desktop.ui import theme

_WORDS = {"notice": "", "notice warning": "⚠ ", "notice error": "⚠ "}


class Notice(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing to say yet."""
        super().__init__(parent)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._action: QAction | None = None
        self._do = QPushButton()
        self._do.clicked.connect(self._on_do)
        self._dismiss = QPushButton("Dismiss")
        self._dismiss.clicked.connect(self.clear)
        for button in (self._do, self._dismiss):
            button.setAutoDefault(True)  # Enter presses it, as Space does
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        row.setSpacing(theme.GRID)
        row.addWidget(self._text, 1)
        row.addWidget(self._do)
        row.addWidget(self._dismiss)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, "" for nothing."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, text: str, look: str = "notice", action: QAction | None = None) -> None:
        """Say one thing in place of the last; `look` is notice, notice warning or notice error."""
        theme.dress(self, look)
        self._text.setText(_WORDS[look] + text)
        self._text.setAccessibleName(text)
        self._action = action
        self._do.setVisible(action is not None)
        if action is not None:
            self._do.setText(action.text())
            self._do.setToolTip(action.toolTip())
        self.show()

    def warn(self, text: str) -> None:
        """Say what needs attention."""
        self.say(text, "notice warning")

    def clear(self) -> None:
        """Nothing to say any more."""
        self._action = None
        self.hide()

    def outdate(self) -> None:
        """Something else was done since: what it offers would no longer fit."""
        if self._action is not None:
            self.clear()

    def _on_do(self) -> None:
        action = self._action
        self.clear()
        if action is not None:
            action.trigger()
