"""Table 1 with its choices beside it, and below it how it is counted and the ways out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from aic_desktop.reporting.cohort import Table1Options, as_csv, as_text, column_titles
from aic_desktop.services.cohort import CohortSummary
from aic_desktop.ui import theme
from aic_desktop.ui.cohort.choice import ChoicePanel
from aic_desktop.ui.cohort.table1 import Table1View
from aic_desktop.ui.copying import copy_table
from aic_desktop.ui.flow import Flow


class TableTab(QWidget):
    """Shows one summary at a time."""

    save_requested = Signal()  # to a file

    def __init__(self, options: Table1Options) -> None:
        """`options` are chosen at first."""
        super().__init__()
        self.table, self.choice = Table1View(), ChoicePanel(options)
        self._notes = QLabel()
        self._summary: CohortSummary | None = None
        self._build()

    def show_summary(self, summary: CohortSummary) -> None:
        """Show its table, and offer its columns."""
        self._summary = summary
        self.table.show_summary(summary)
        self.choice.show_options(summary.table.options, column_titles(summary.cohort, summary.table.options))
        self._notes.setText("\n".join(summary.table.notes))

    def copy_table(self) -> None:
        """Table 1 to the clipboard, as a table for a word processor and as text."""
        if self._summary:
            copy_table(self.table.figures.grid(), as_text(self._summary.table))

    def copy_csv(self) -> None:
        """Table 1 as CSV, a line per figure."""
        if self._summary:
            QGuiApplication.clipboard().setText(as_csv(self._summary.table))

    def _build(self) -> None:
        theme.dress(self._notes, "small")
        self._notes.setWordWrap(True)
        self._notes.hide()
        self.choice.hide()
        how = _toggle("How this is &counted", "The rules behind the figures")
        how.toggled.connect(self._notes.setVisible)
        choose = _toggle("&Rows and columns", "Groups, figures, rows and columns of Table 1")
        choose.toggled.connect(self.choice.setVisible)
        foot = Flow(theme.GRID)
        for part in (choose, how):
            foot.addWidget(part)
        for words, tip, slot in (
            ("Copy Ta&ble 1", "For a word processor, or as text", self.copy_table),
            ("Copy as CS&V", "Table 1, one figure in a line", self.copy_csv),
            ("&Save…", "Table 1, the patients' lines and the methods as a file", self.save_requested),
        ):
            button = QPushButton(words)
            button.setToolTip(tip)
            button.setAutoDefault(True)  # Enter presses it, as Space does
            button.clicked.connect(slot)
            foot.addWidget(button)
        beside = QSplitter(Qt.Orientation.Horizontal)
        beside.addWidget(self.table)
        beside.addWidget(self.choice)
        beside.setStretchFactor(0, 1)
        beside.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addWidget(beside, 1)
        column.addLayout(foot)
        column.addWidget(self._notes)


def _toggle(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setCheckable(True)
    button.setAutoDefault(True)
    button.setToolTip(tip)
    theme.dress(button, "link")
    return button
