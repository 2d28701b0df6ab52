"""The few small dialogs: a new case, the sheet of shortcuts, about. None of them stops the window."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from aic_desktop import __version__
from aic_desktop.domain.choices import Origin
from aic_desktop.ui import commands, theme


class NewCase(QDialog):
    """Asks for the two things a case begins with."""

    wanted = Signal(str, object)  # the code and the Origin

    def __init__(self, parent: QWidget) -> None:
        """Open it with `open()`; it stays open until the case is accepted."""
        super().__init__(parent)
        self.setWindowTitle("New case")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.code = QLineEdit()
        self.code.setPlaceholderText("such as P3")
        self.code.setToolTip("A pseudonym that is not taken yet; never a name")
        self.origins = QButtonGroup(self)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        theme.dress(self.problem, "error")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton("Create case", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self._build()
        self.code.textChanged.connect(self.problem.clear)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)

    def refuse(self, words: str) -> None:
        """Say why this code cannot be taken, and let it be changed."""
        self.problem.setText(words)
        self.code.setFocus()
        self.code.selectAll()

    def _on_accepted(self) -> None:
        code = self.code.text().strip()
        if code:
            self.wanted.emit(code, list(Origin)[self.origins.checkedId()])
        else:
            self.refuse("Give the case a code first, such as P3.")

    def _build(self) -> None:
        row = QHBoxLayout()
        for number, text in enumerate(("&Own patient", "From a &publication")):
            button = QRadioButton(text)
            button.setChecked(number == 0)
            self.origins.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        form = QFormLayout()
        form.setSpacing(theme.GRID)
        form.addRow("Patient &code", self.code)
        form.addRow("Origin", row)
        form.addRow("", self.problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.GRID,) * 4)
        column.addLayout(form)
        column.addWidget(self._buttons)
        self.setMinimumWidth(48 * theme.GRID)


class ShortcutSheet(QDialog):
    """Every key of the program, made from the commands themselves."""

    def __init__(self, parent: QWidget) -> None:
        """Open it with `open()`."""
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns = QHBoxLayout()
        columns.setSpacing(5 * theme.GRID)
        sheet = dict(commands.shortcut_sheet())
        for titles in (("File", "Edit", "Case"), ("View", "Help"), ("In a case", "On the timeline")):
            columns.addLayout(_keys([(title, sheet[title]) for title in titles]))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(3 * theme.GRID,) * 4)
        outer.addLayout(columns)
        outer.addWidget(_closing(self))


class About(QDialog):
    """Version, licences and what this program is not."""

    def __init__(self, parent: QWidget) -> None:
        """Open it with `open()`."""
        super().__init__(parent)
        self.setWindowTitle("About aic_desktop")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = QLabel(f"aic_desktop {__version__}")
        theme.dress(title, "title")
        words = QLabel(
            "A registry of immune-mediated cytopenias after allogeneic stem-cell transplantation.\n\n"
            "For research and documentation; it gives no advice on treatment.\n"
            "It opens no connection but to the registry that you choose.\n\n"
            "Licence: MIT. Built on Qt and PySide6 (LGPL 3), SQLAlchemy, NumPy and pyqtgraph;\n"
            "the bundled font is Inter (SIL Open Font License 1.1)."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(*(3 * theme.GRID,) * 4)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(title)
        column.addWidget(words)
        column.addWidget(_closing(self))


def _keys(groups: Sequence[tuple[str, tuple[tuple[str, str], ...]]]) -> QGridLayout:
    """One column of the sheet, its groups under each other."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * theme.GRID)
    grid.setVerticalSpacing(theme.GRID // 2)
    row = 0
    for title, lines in groups:
        head = QLabel(title)
        theme.dress(head, "heading")
        head.setContentsMargins(0, 2 * theme.GRID if row else 0, 0, 0)
        grid.addWidget(head, row, 0, 1, 2)
        for keys, words in lines:
            row += 1
            key = QLabel(keys)
            theme.dress(key, "quiet")
            grid.addWidget(key, row, 0)
            grid.addWidget(QLabel(words), row, 1)
        row += 1
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(row, 1)
    return grid


def _closing(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    return buttons
