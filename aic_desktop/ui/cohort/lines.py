"""A line for each patient of the cohort, or for those of a figure that was clicked."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort import PatientRow
from aic_desktop.ui import theme
from aic_desktop.ui.copying import copy_table
from aic_desktop.ui.flow import Flow
from aic_desktop.ui.models.patients import PatientTable

MEASURED_LINES = 50  # for the width of a column; measuring all would take longer than counting


class PatientLines(QWidget):
    """The cohort's patients, narrowed to some of them for as long as somebody looks at these."""

    case_requested = Signal(object)
    narrow_requested = Signal(object, str)  # the ids to narrow the cohort to, and what they have in common
    explanation_wanted = Signal(object)  # the id of the patient in hand

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nobody until `show_rows`."""
        super().__init__(parent)
        self.table, self.model = QTableView(), PatientTable(self)
        self._headings: tuple[str, ...] = ()
        self._rows: Sequence[PatientRow] = ()
        self._some: frozenset[RecordId] | None = None
        self._words = ""
        self._told = QLabel()
        self.explanation, self._explain = QPlainTextEdit(), QPushButton("E&xplain")
        self._all, self._narrow = QPushButton("Show &all"), QPushButton("&Narrow the cohort to these")
        self._build()
        self.table.activated.connect(self._on_activated)
        self._all.clicked.connect(self.show_all)
        self._narrow.clicked.connect(self._on_narrow)
        self._explain.toggled.connect(self._on_explain)
        self.table.selectionModel().currentRowChanged.connect(self._ask_to_explain)

    def show_rows(self, headings: tuple[str, ...], rows: Sequence[PatientRow]) -> None:
        """Show another set of patients; all of them."""
        self._headings, self._rows, self._some, self._words = headings, rows, None, ""
        self._fill()
        self.table.resizeColumnsToContents()

    def show_some(self, ids: Sequence[RecordId], words: str) -> None:
        """Show some of the patients alone, and say what they have in common."""
        self._some, self._words = frozenset(ids), words
        self._fill()

    def copy(self) -> None:
        """The lines to the clipboard, as a table and as tab-separated text."""
        grid = self.model.grid()
        copy_table(grid, "\n".join("\t".join(line) for line in grid) + "\n")

    def explain(self, words: str) -> None:
        """Say how the answer of the patient in hand came about."""
        self.explanation.setPlainText(words)

    def refresh_explanation(self) -> None:
        """Another figure is in hand, or the patients are others."""
        self._ask_to_explain()

    def show_all(self) -> None:
        """Show every patient again."""
        self._some, self._words = None, ""
        self._fill()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        some = self._some
        rows = self._rows if some is None else [row for row in self._rows if row.id in some]
        self.model.fill(self._headings, rows)
        of = f"{len(rows):,} of {len(self._rows):,} patients" if some is not None else ""
        self._told.setText(f"{self._words}: {of}" if of else "")
        for part in (self._told, self._all, self._narrow):
            part.setVisible(some is not None)
        self._narrow.setEnabled(bool(rows))

    def _on_explain(self, wanted: bool) -> None:
        self.explanation.setVisible(wanted)
        if wanted and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._ask_to_explain()

    def _ask_to_explain(self) -> None:
        row = self.model.row_at(self.table.currentIndex())
        if row is not None and self._explain.isChecked():
            self.explanation_wanted.emit(row.id)

    def _on_activated(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None:
            self.case_requested.emit(row.id)

    def _on_narrow(self) -> None:
        self.narrow_requested.emit(
            tuple(row.id for row in self._rows if row.id in (self._some or ())), self._words
        )

    def _build(self) -> None:
        self._build_table()
        self.explanation.setReadOnly(True)
        self.explanation.setTabChangesFocus(True)
        self.explanation.setAccessibleName("Explanation")
        self.explanation.hide()
        beside = QSplitter(Qt.Orientation.Horizontal)
        beside.addWidget(self.table)
        beside.addWidget(self.explanation)
        beside.setStretchFactor(0, 3)
        beside.setStretchFactor(1, 2)
        beside.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addLayout(self._head())
        column.addWidget(beside, 1)

    def _head(self) -> Flow:
        copy = QPushButton("Copy pat&ients")
        copy.clicked.connect(self.copy)
        self._explain.setCheckable(True)
        head = Flow(theme.GRID)
        head.addWidget(self._told)
        for button, tip in (
            (self._all, "Show every patient of the cohort"),
            (self._narrow, "List, table and pictures of these patients alone"),
            (self._explain, "How the figure chosen above came about for the patient chosen here"),
            (copy, "The lines, for a word processor or a spreadsheet"),
        ):
            button.setToolTip(tip)
            button.setAutoDefault(True)  # Enter presses it, as Space does
            theme.dress(button, "link")
            head.addWidget(button)
        for part in (self._told, self._all, self._narrow):
            part.hide()
        return head

    def _build_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Patients")
        table.setToolTip("Enter or a double click opens the case")
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(3 * theme.GRID + 2)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.horizontalHeader().setResizeContentsPrecision(MEASURED_LINES)
