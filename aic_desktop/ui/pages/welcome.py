"""The first page: what this is, three ways to begin, and where one was before."""

from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from aic_desktop.ui import theme

WIDTH = 70 * theme.GRID


class Choice(QPushButton):
    """A large button: what it does in bold, and below it what comes of it."""

    def __init__(self, action: QAction, title: str, words: str) -> None:
        """Triggers `action`."""
        super().__init__()
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setToolTip(action.toolTip())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.dress(self, "choice")
        head, body = QLabel(title), QLabel(words)
        keys = QLabel(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        theme.dress(head, "heading")
        theme.dress(body, "quiet")
        theme.dress(keys, "small")
        for label in (head, body, keys):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        top = QHBoxLayout()
        top.addWidget(head, 1)
        top.addWidget(keys)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.GRID, theme.GRID + 4, 2 * theme.GRID, theme.GRID + 4)
        column.setSpacing(theme.GRID // 2)
        column.addLayout(top)
        column.addWidget(body)
        self.setMinimumHeight(column.sizeHint().height())
        self.setAutoDefault(True)  # Enter presses it, as Space does
        self.clicked.connect(action.trigger)


class WelcomePage(QWidget):
    """Shown while no registry is open."""

    recent_chosen = Signal(object)  # the location of a registry opened before

    def __init__(
        self, example: QAction, new: QAction, existing: QAction, parent: QWidget | None = None
    ) -> None:
        """The three actions stand in the order in which a newcomer needs them."""
        super().__init__(parent)
        self.setAccessibleName("Welcome")
        self.choices = (
            Choice(
                example,
                "Open the example",
                "Two published patients, to look around and try things in your own copy",
            ),
            Choice(new, "Create a registry", "An empty file on this computer, saved at every field"),
            Choice(existing, "Open a registry", "A file that you or a colleague made before"),
        )
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._recent_head = QLabel("Opened before")
        theme.dress(self._recent_head, "small")
        self._build()

    def show_recent(self, locations: tuple[str, ...]) -> None:
        """List the registries that were opened before."""
        while (item := self._recent.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for location in locations:
            path = PurePath(location)
            button = QPushButton(f"{path.name}   {path.parent}")
            button.setToolTip(location)
            button.setProperty("location", location)
            button.setAutoDefault(True)
            button.clicked.connect(self._on_recent)
            theme.dress(button, "link")
            self._recent.addWidget(button)
        self._recent_head.setVisible(bool(locations))

    def _on_recent(self) -> None:
        self.recent_chosen.emit(self.sender().property("location"))

    def _build(self) -> None:
        title = QLabel("aic_desktop")
        words = QLabel(
            "A registry of immune-mediated cytopenias after allogeneic stem-cell transplantation:\n"
            "type a case, see its course on a timeline, count the cohort, export it."
        )
        theme.dress(title, "title")
        theme.dress(words, "quiet")
        inner = QWidget()
        inner.setFixedWidth(WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(2 * theme.GRID)
        for choice in self.choices:
            column.addWidget(choice)
        column.addSpacing(2 * theme.GRID)
        column.addWidget(self._recent_head)
        column.addLayout(self._recent)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.show_recent(())
