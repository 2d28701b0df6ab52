"""What was deleted, as a list from which it is brought back by Enter or a button."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.text import title_of
from aic_desktop.services.restoring import Gone
from aic_desktop.ui import theme

_ENTER = (QKeySequence.StandardKey.InsertParagraphSeparator, QKeySequence.StandardKey.InsertLineSeparator)


class GoneList(QTreeWidget):
    """Latest first; Enter on a line asks for it."""

    wanted = Signal(object)  # a Gone

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until `show_gone`."""
        super().__init__(parent)
        self._gone: tuple[Gone, ...] = ()
        self.setHeaderLabels(["Deleted", "With it", "When", "Who"])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAccessibleName("Deleted records")
        self.itemDoubleClicked.connect(self.ask)

    def show_gone(self, gone: Sequence[Gone]) -> None:
        """List these, the first in hand."""
        self._gone = tuple(gone)
        self.clear()
        for one in gone:
            self.addTopLevelItem(QTreeWidgetItem(_words(one)))
        for column in range(self.columnCount() - 1):
            self.resizeColumnToContents(column)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    def ask(self) -> None:
        """Ask for the one in hand."""
        place = self.indexOfTopLevelItem(self.currentItem()) if self.currentItem() else -1
        if place >= 0:
            self.wanted.emit(self._gone[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter brings back."""
        if any(event.matches(key) for key in _ENTER):
            self.ask()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(super().sizeHint().width(), 6 * self.fontMetrics().height())


class GoneRecords(QWidget):
    """The deleted records of a case under their heading, hidden while there are none."""

    def __init__(self) -> None:
        """Empty until `show_gone`."""
        super().__init__()
        self.list = GoneList()
        head = QLabel("Deleted records of this case")
        theme.dress(head, "heading")
        self.button = QPushButton("&Restore")
        self.button.setToolTip("Bring the record back with what it owned; undo takes it out again")
        self.button.clicked.connect(self.list.ask)
        top = QHBoxLayout()
        top.addWidget(head, 1)
        top.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.GRID, theme.GRID, 2 * theme.GRID, theme.GRID)
        column.addLayout(top)
        column.addWidget(self.list)
        self.hide()

    def show_gone(self, gone: Sequence[Gone]) -> None:
        """List these."""
        self.list.show_gone(gone)
        self.setVisible(bool(gone))


class RestoreCase(QDialog):
    """The deleted cases of a registry, one of which is to come back."""

    wanted = Signal(object)  # a Gone

    def __init__(self, parent: QWidget, gone: Sequence[Gone]) -> None:
        """Open it with `open()`; it stays open until the case is back."""
        super().__init__(parent)
        self.setWindowTitle("Restore a deleted case")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = GoneList(self)
        self.list.setAccessibleName("Deleted cases")
        self.list.show_gone(gone)
        self.problem = QLabel("" if gone else "No case was deleted from this registry.")
        self.problem.setWordWrap(True)
        theme.dress(self.problem, "error" if gone else "quiet")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        restore = buttons.addButton("&Restore", QDialogButtonBox.ButtonRole.AcceptRole)
        restore.setEnabled(bool(gone))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.GRID,) * 4)
        column.addWidget(self.list)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        self.list.setFocus()
        self.resize(80 * theme.GRID, 40 * theme.GRID)
        self.list.wanted.connect(self.wanted)
        self.list.currentItemChanged.connect(self.problem.clear)
        buttons.accepted.connect(self.list.ask)
        buttons.rejected.connect(self.reject)


def _words(gone: Gone) -> list[str]:
    record, others = gone.record, len(gone.records) - 1
    owned = f"{others} records" if others > 1 else "1 record" if others else ""
    at = gone.at.astimezone().strftime("%Y-%m-%d %H:%M")
    return [f"{record.title} “{title_of(record)}”", owned, at, gone.user]
