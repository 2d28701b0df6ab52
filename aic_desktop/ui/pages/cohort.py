"""The cohort: Table 1 of the cases in the list, and a line for each of them."""

from collections import Counter
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.codes import agents, label_of
from aic_desktop.reporting.cohort import as_csv, as_text, headings
from aic_desktop.services.cohort import Cohorts, CohortSummary, keep_choice, kept_choice
from aic_desktop.services.ports import CaseRow, StoreError
from aic_desktop.services.settings import RegistrySettings
from aic_desktop.ui import theme
from aic_desktop.ui.copying import copy_table
from aic_desktop.ui.jobs import Job, Jobs, Progress
from aic_desktop.ui.models.patients import PatientTable
from aic_desktop.ui.models.table1 import Table1Model

PATIENCE_MS = 250  # before it is said that cases are being counted
MEASURED_LINES = 50  # for the width of a column; measuring all would take longer than counting


class FigureTree(QTreeView):
    """A tree that is always open: its levels are told by indentation alone."""

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """No branches: there is nothing to fold."""


class CohortPage(QWidget):
    """Always of the very cases that the list shows."""

    case_requested = Signal(object)  # the id of a case
    said = Signal(str)

    def __init__(
        self, cohorts: Cohorts, jobs: Jobs, settings: RegistrySettings, parent: QWidget | None = None
    ) -> None:
        """Nothing is computed before the page is shown; what is chosen is kept with the registry."""
        super().__init__(parent)
        self._cohorts, self._jobs, self._settings = cohorts, jobs, settings
        self._options = kept_choice(settings)
        self._job: Job | None = None  # the counting under way
        self._cases: tuple[CaseRow, ...] = ()
        self._summary: CohortSummary | None = None
        self._stale = True
        self.agent = QComboBox()
        self.table = FigureTree()
        self.patients = QTableView()
        self._table_model, self._patient_model = Table1Model(self), PatientTable(self)
        self._title, self._notes = QLabel("Cohort"), QLabel()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._recount)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._progress, self._cancel = QLabel(), QPushButton("Cancel")
        self._build()
        self._patience.timeout.connect(self._on_waited)
        self._cancel.clicked.connect(self._on_cancel)
        self.agent.activated.connect(self._on_agent)
        self.patients.activated.connect(self._on_activated)

    def show_cases(self, cases: tuple[CaseRow, ...]) -> None:
        """Count these cases."""
        self._cases = cases
        self._offer_agents()
        self.outdate()

    def outdate(self) -> None:
        """Something counted may have changed: count again, at once if it can be seen."""
        self._stale = True
        if self.isVisible():
            self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Count what has changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._recount()

    def copy_table(self) -> None:
        """Table 1 to the clipboard, as a table for a word processor and as text."""
        if self._summary:
            copy_table(self._table_model.grid(), as_text(self._summary.table))

    def copy_patients(self) -> None:
        """The patients' lines to the clipboard, as a table and as tab-separated text."""
        grid = self._patient_model.grid()
        copy_table(grid, "\n".join("\t".join(line) for line in grid) + "\n")

    def copy_csv(self) -> None:
        """Table 1 as CSV, a line per figure."""
        if self._summary:
            QGuiApplication.clipboard().setText(as_csv(self._summary.table))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the table in focus."""
        if event.matches(QKeySequence.StandardKey.Copy):
            (self.copy_patients if self.patients.hasFocus() else self.copy_table)()
        else:
            super().keyPressEvent(event)

    # -- counting ---------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Figures are being worked out, or are about to be."""
        return self._job is not None or self._later.isActive()

    def _recount(self) -> None:
        """Count anew beside the window; a counting still under way is dropped."""
        self._later.stop()
        self._stale = False
        self._drop_job()
        options = self._options
        cases = tuple(row.id for row in self._cases)

        def count(progress: Progress) -> CohortSummary:
            return self._cohorts.summary(options, cases, progress)

        self._job = self._jobs.start(count)
        self._job.progressed.connect(self._on_progressed)
        self._job.done.connect(self._on_counted)
        self._job.refused.connect(self.said)
        self._job.ended.connect(self._on_ended)
        self._patience.start()

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._on_ended()

    @Slot()
    def _on_ended(self) -> None:
        self._job = None
        self._patience.stop()
        self._progress.hide()
        self._cancel.hide()

    @Slot()
    def _on_waited(self) -> None:
        self._progress.setText("Counting …")
        self._progress.show()
        self._cancel.show()

    @Slot(object)
    def _on_progressed(self, progress: object) -> None:
        assert isinstance(progress, tuple)
        done, of = progress
        self._progress.setText(f"Counting {done:,} of {of:,} …")

    @Slot()
    def _on_cancel(self) -> None:
        """The figures shown before stay; the next look counts anew."""
        self._drop_job()
        self._stale = True
        self.said.emit("Counting was stopped. The cohort is counted when it is shown again.")

    @Slot(object)
    def _on_counted(self, summary: object) -> None:
        assert isinstance(summary, CohortSummary)
        self._summary = summary
        counted = summary.table.patients
        quiet = QColor(theme.tokens(self.palette(), self.font()).quiet)
        self._table_model.fill(summary.table, quiet)
        self._patient_model.fill(headings(summary.table.agent), summary.patients)
        self._title.setText(f"Cohort of {counted:,} case{'' if counted == 1 else 's'}")
        self._notes.setText("\n".join(summary.table.notes))
        self._pages.setCurrentIndex(0 if counted else 1)
        self.table.expandAll()
        self._span_sections()
        self.patients.resizeColumnsToContents()

    def _span_sections(self) -> None:
        for row in range(self._table_model.rowCount()):
            if self._table_model.item(row, 0).hasChildren():
                self.table.setFirstColumnSpanned(row, QModelIndex(), True)

    def _offer_agents(self) -> None:
        """Those given in these cases first, the most frequent on top, then the others of the list."""
        chosen = self._options.agent
        given = Counter(agent for row in self._cases for agent in row.agents)
        ordered = [agent for agent, _ in given.most_common()]
        ordered += [code for code in agents() if code not in given]
        ordered += [chosen] if chosen not in ordered else []
        if [self.agent.itemData(i) for i in range(self.agent.count())] == ordered:
            return
        self.agent.clear()
        for code in ordered:
            self.agent.addItem(label_of("agents", code), code)
        self.agent.setCurrentIndex(max(0, self.agent.findData(chosen)))

    def _on_agent(self) -> None:
        self._options = replace(self._options, agent=self.agent.currentData())
        try:
            keep_choice(self._settings, self._options)
        except StoreError as words:
            self.said.emit(str(words))
        self._recount()

    def _on_activated(self, index: QModelIndex) -> None:
        row = self._patient_model.row_at(index)
        if row is not None:
            self.case_requested.emit(row.id)

    # -- layout -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setAccessibleName("Cohort")
        self.setFocusProxy(self.table)
        theme.dress(self._title, "title")
        theme.dress(self._notes, "small")
        self._notes.setWordWrap(True)
        self._notes.hide()
        how = QPushButton("How this is &counted")
        how.setCheckable(True)
        how.setAutoDefault(True)
        how.setToolTip("The rules behind the figures")
        how.toggled.connect(self._notes.setVisible)
        theme.dress(how, "link")
        self._build_tables()
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addWidget(self.patients, 1)
        column.addWidget(how, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._notes)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(lower)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        nobody = QLabel("No case to count: enter one, or widen the search on the left.")
        nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.dress(nobody, "quiet")
        self._pages = QStackedWidget()
        self._pages.addWidget(split)
        self._pages.addWidget(nobody)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(2 * theme.GRID,) * 4)
        outer.setSpacing(theme.GRID)
        outer.addLayout(self._head())
        outer.addWidget(self._pages, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        label = QLabel("Counted &around")
        label.setBuddy(self.agent)
        theme.dress(self._progress, "quiet")
        self._cancel.setAutoDefault(True)
        self._cancel.setToolTip("Stop counting; the figures shown before stay")
        self._on_ended()
        self.agent.setToolTip("First dose, number of doses and response are those of this treatment")
        self.agent.setAccessibleName("Index treatment")
        row.addWidget(self._title, 1)
        row.addWidget(self._progress)
        row.addWidget(self._cancel)
        row.addWidget(label)
        row.addWidget(self.agent)
        for words, tip, slot in (
            ("Copy &Table 1", "For a word processor, or as text", self.copy_table),
            ("Copy &patients", "For a word processor or a spreadsheet", self.copy_patients),
            ("Copy as CS&V", "Table 1, one figure in a line", self.copy_csv),
        ):
            button = QPushButton(words)
            button.setToolTip(tip)
            button.setAutoDefault(True)  # Enter presses it, as Space does
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    def _build_tables(self) -> None:
        self.table.setModel(self._table_model)
        self.table.setAccessibleName("Table 1")
        self.table.setUniformRowHeights(True)
        theme.dress(self.table, "figures")
        self.table.setRootIsDecorated(False)
        self.table.setItemsExpandable(False)
        self.table.setIndentation(2 * theme.GRID)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.patients.setModel(self._patient_model)
        self.patients.setAccessibleName("Patients")
        self.patients.setToolTip("Enter or a double click opens the case")
        self.patients.setSortingEnabled(True)
        self.patients.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.patients.setShowGrid(False)
        self.patients.setTabKeyNavigation(False)
        self.patients.setWordWrap(False)
        self.patients.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.patients.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.patients.verticalHeader().hide()
        self.patients.verticalHeader().setDefaultSectionSize(3 * theme.GRID + 2)
        self.patients.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.patients.horizontalHeader().setResizeContentsPrecision(MEASURED_LINES)
