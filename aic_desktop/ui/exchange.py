"""Export and import from the window: what is asked before, what is shown before anything is taken in."""

from pathlib import Path, PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.problem import Problem
from aic_desktop.services import exchange
from aic_desktop.services.cases import Cases
from aic_desktop.services.ports import StoreError
from aic_desktop.ui import theme
from aic_desktop.ui.ask import Ask, FileWish
from aic_desktop.ui.settings import Settings

_CSV = "CSV files (*.csv)"
_AMOUNTS = (
    ("&De-identified", "Days after HSCT instead of dates; no names, numbers of the hospital or free text."),
    ("&Everything", "With names, dates, notes and remarks: for your own archive, not for others."),
)


class ExportDialog(QDialog):
    """How much goes out, then where to."""

    done_in_words = Signal(str)

    def __init__(self, parent: QWidget, cases: Cases, name: str, ask: Ask, settings: Settings) -> None:
        """`name` is the registry's; the folder written is named after it."""
        super().__init__(parent)
        self.setWindowTitle("Export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._cases, self._ask, self._settings = cases, ask, settings
        self._stem = PurePath(name).stem.replace(" ", "-") or "registry"
        self.amounts = QButtonGroup(self)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        theme.dress(self.problem, "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.GRID,) * 4)
        column.setSpacing(theme.GRID)
        for number, (title, words) in enumerate(_AMOUNTS):
            button, said = QRadioButton(title), QLabel(words)
            button.setChecked(number == 0)
            button.setAccessibleDescription(words)
            theme.dress(said, "quiet")
            said.setContentsMargins(3 * theme.GRID, 0, 0, theme.GRID)
            self.amounts.addButton(button, number)
            column.addWidget(button)
            column.addWidget(said)
        column.addWidget(self.problem)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton("Choose &folder…", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _on_accepted(self) -> None:
        title = f"Where to put the folder {self._folder_name()}"
        self._ask(self, FileWish(title, self._settings.folder, directory=True), self._on_folder)

    def _folder_name(self) -> str:
        return f"{self._stem}-export{'-identified' if self.amounts.checkedId() else ''}"

    def _on_folder(self, parent_folder: str) -> None:
        folder = Path(parent_folder) / self._folder_name()
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            cases, whole = self._cases, bool(self.amounts.checkedId())
            done = exchange.export(cases.every(), folder, whole, cases.codes())
        except (Problem, StoreError) as words:
            self.problem.setText(str(words))
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        lost = (
            f" {done.lost_dates} dates were left out: no day 0 makes days of them." if done.lost_dates else ""
        )
        self.done_in_words.emit(
            f"{_count(done.cases, 'case')} with {_count(done.records, 'record')} written to {folder}.{lost}"
        )
        self.accept()


class ImportDialog(QDialog):
    """Choose files, see what they bring, take it in as one step or leave it."""

    done_in_words = Signal(str)

    def __init__(self, parent: QWidget, cases: Cases, ask: Ask, settings: Settings) -> None:
        """Nothing is taken in before it was shown."""
        super().__init__(parent)
        self.setWindowTitle("Import")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._cases, self._ask, self._settings = cases, ask, settings
        self._incoming: exchange.Incoming | None = None
        self._words = QLabel(
            "CSV files as they are exported: a whole folder, or one file named after its records,"
            " such as count.csv."
        )
        self._words.setWordWrap(True)
        self.refusals = QPlainTextEdit()
        self.refusals.setReadOnly(True)
        self.refusals.setTabChangesFocus(True)
        self.refusals.setAccessibleName("What cannot be taken")
        self.refusals.hide()
        self._folder = QPushButton("A &folder…")
        self._file = QPushButton("One &file…")
        self._take = QPushButton("&Take in")
        self._take.hide()
        cancel = QPushButton("Cancel")
        self._folder.clicked.connect(self._on_ask_folder)
        self._file.clicked.connect(self._on_ask_file)
        self._take.clicked.connect(self._on_take)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self._folder, self._file, self._take, cancel):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.GRID,) * 4)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self._words)
        column.addWidget(self.refusals, 1)
        column.addLayout(row)
        self.setMinimumWidth(64 * theme.GRID)

    def _on_ask_folder(self) -> None:
        wish = FileWish("Import a folder", self._settings.folder, directory=True)
        self._ask(self, wish, self._on_chosen)

    def _on_ask_file(self) -> None:
        self._ask(self, FileWish("Import a file", self._settings.folder, _CSV), self._on_chosen)

    def _on_chosen(self, path: str) -> None:
        self._incoming = None
        refusals = ""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._incoming = exchange.incoming([Path(path)], self._cases.every())
        except (Problem, StoreError) as words:
            refusals = str(words)
        finally:
            QGuiApplication.restoreOverrideCursor()
        name = PurePath(path).name
        if self._incoming is None:
            self._words.setText(f"Nothing was taken from {name}. Correct what is listed and choose it again.")
        else:
            self._words.setText(f"{name} brings {_brought(self._incoming)}. It can be undone in one step.")
        self.refusals.setPlainText(refusals)
        self.refusals.setVisible(bool(refusals))
        self._take.setVisible(self._incoming is not None)
        self._take.setDefault(self._incoming is not None)
        self._take.setFocus()

    def _on_take(self) -> None:
        if self._incoming is None:
            return
        try:
            self._cases.apply(self._incoming.change_set)
        except (Problem, StoreError) as words:
            self._words.setText(str(words))
            return
        self.done_in_words.emit(f"{_brought(self._incoming)} taken in.")
        self.accept()


def _brought(incoming: exchange.Incoming) -> str:
    cases = f"{_count(incoming.cases, 'new case')} with " if incoming.cases else ""
    return f"{cases}{_count(incoming.records, 'record')}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
