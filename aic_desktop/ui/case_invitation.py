"""What an empty case list says: what to do first."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from aic_desktop.ui import theme


def invitation(actions: tuple[QAction, ...]) -> QWidget:
    """The page with a button for each of the actions."""
    page = QWidget()
    words = QLabel(
        "No case yet. Start one with its code, take in cases that were exported, or look at the example."
    )
    words.setWordWrap(True)
    theme.dress(words, "quiet")
    column = QVBoxLayout(page)
    column.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, theme.GRID)
    column.setSpacing(theme.GRID)
    column.addWidget(words)
    for action in actions:
        button = QPushButton(action.text().replace("&", ""))
        button.setToolTip(action.toolTip())
        theme.dress(button, "link")
        button.setAutoDefault(True)  # Enter presses it, as Space does
        button.clicked.connect(action.trigger)
        column.addWidget(button)
    column.addStretch(1)
    return page
