"""The cohort: Table 1, pictures and methods of the cases in the list, and a line for each of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.codes import agents, label_of
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort import Row, Table1Options, as_csv, as_text, column_titles, headings, members
from aic_desktop.services.cohort import Cohorts, CohortSummary, keep_choice, kept_choice
from aic_desktop.services.ports import CaseRow, StoreError
from aic_desktop.services.settings import RegistrySettings
from aic_desktop.ui import theme
from aic_desktop.ui.cohort.choice import ChoicePanel
from aic_desktop.ui.cohort.filtering import Filtering
from aic_desktop.ui.cohort.lines import PatientLines
from aic_desktop.ui.cohort.plots import PlotFigure, PlotsTab
from aic_desktop.ui.cohort.table1 import Table1View
from aic_desktop.ui.cohort.waiting import Waiting
from aic_desktop.ui.copying import copy_table
from aic_desktop.ui.flow import Flow
from aic_desktop.ui.jobs import Jobs, Progress

AGENT_LETTERS = 24


class CohortPage(QWidget):
    """Always of the very cases that the list shows."""

    case_requested = Signal(object)  # the id of a case
    restricted = Signal(object, str)  # the ids that the list is to show alone, None for all, and why
    said = Signal(str)

    def __init__(self, cohorts: Cohorts, jobs: Jobs, settings: RegistrySettings) -> None:
        """Nothing is computed before the page is shown; what is chosen is kept with the registry."""
        super().__init__()
        self._cohorts, self._settings = cohorts, settings
        self._options = kept_choice(settings)
        self.filtering = Filtering(cohorts, jobs, settings, self._options.agent)
        self._cases: tuple[CaseRow, ...] = ()
        self._summary: CohortSummary | None = None
        self._stale = True
        self.agent = QComboBox()
        self.table, self.choice = Table1View(), ChoicePanel(self._options)
        self.plots, self.lines = PlotsTab(cohorts, jobs), PatientLines()
        self.waiting = Waiting(jobs, "Counting")
        self._tabs, self._pages = QTabWidget(), QStackedWidget()
        self._title, self._notes = QLabel("Cohort"), QLabel()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._build()
        self._connect()

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

    def refilter(self) -> None:
        """Cases have changed: the filter may let others through."""
        self.filtering.outdate()

    def release(self) -> None:
        """Every case is wanted again."""
        self.filtering.release()

    def showEvent(self, event: QShowEvent) -> None:
        """Count what has changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._recount()

    @property
    def busy(self) -> bool:
        """Figures are being worked out, or are about to be."""
        parts = (self.waiting, self.plots, self.filtering)
        return self._later.isActive() or any(part.busy for part in parts)

    @property
    def figure(self) -> PlotFigure | None:
        """The picture in front, None for a table."""
        return self.plots.figure if self._tabs.currentWidget() is self.plots else None

    # -- to other programs ------------------------------------------------------------------------

    def copy_table(self) -> None:
        """Table 1 to the clipboard, as a table for a word processor and as text."""
        if self._summary:
            copy_table(self.table.figures.grid(), as_text(self._summary.table))

    def copy_patients(self) -> None:
        """The patients' lines to the clipboard, as a table and as tab-separated text."""
        grid = self.lines.model.grid()
        copy_table(grid, "\n".join("\t".join(line) for line in grid) + "\n")

    def copy_csv(self) -> None:
        """Table 1 as CSV, a line per figure."""
        if self._summary:
            QGuiApplication.clipboard().setText(as_csv(self._summary.table))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the table in focus."""
        if event.matches(QKeySequence.StandardKey.Copy):
            (self.copy_patients if self.lines.table.hasFocus() else self.copy_table)()
        else:
            super().keyPressEvent(event)

    # -- counting ---------------------------------------------------------------------------------

    def _recount(self) -> None:
        """Count anew beside the window; a counting still under way is dropped."""
        self._later.stop()
        self._stale = False
        options = self._options
        cases = tuple(row.id for row in self._cases)

        def count(progress: Progress) -> CohortSummary:
            return self._cohorts.summary(options, cases, progress)

        self.waiting.start(count)

    def _on_stopped(self) -> None:
        """The figures shown before stay; the next look counts anew."""
        self._stale = True
        self.said.emit("Counting was stopped. The cohort is counted when it is shown again.")

    @Slot(object)
    def _on_counted(self, summary: object) -> None:
        assert isinstance(summary, CohortSummary)
        self._summary = summary
        counted = summary.table.patients
        self.table.show_summary(summary)
        self.choice.show_options(self._options, column_titles(summary.cohort, self._options))
        self.lines.show_rows(headings(summary.table.agent), summary.patients)
        self.plots.show_summary(summary)
        self._title.setText(f"Cohort of {counted:,} case{'' if counted == 1 else 's'}")
        self._notes.setText("\n".join(summary.table.notes))
        self._pages.setCurrentIndex(0 if counted else 1)

    # -- what is chosen ---------------------------------------------------------------------------

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
        self._choose(replace(self._options, agent=self.agent.currentData()))

    def _choose(self, options: Table1Options) -> None:
        self._options = options
        try:
            keep_choice(self._settings, options)
        except StoreError as words:
            self.said.emit(str(words))
        self.filtering.count_around(options.agent)
        self._recount()

    def _on_cell(self, row: Row, column: int) -> None:
        """A figure answers for its patients: they are listed below."""
        if self._summary:
            ids = members(self._summary.cohort, self._summary.table.options, row, column)
            group = self._summary.table.columns[column].title if self._summary.table.options.by else ""
            self._list(ids, ", ".join(part for part in (row.variable, row.level, group) if part))

    def _on_opened(self, row: Row, column: int) -> None:
        """The only patient of a figure is opened; of several, the list is entered."""
        if self._summary:
            ids = members(self._summary.cohort, self._summary.table.options, row, column)
            if len(ids) == 1:
                self.case_requested.emit(ids[0])
            else:
                self._on_cell(row, column)
                self.lines.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list(self, ids: Sequence[RecordId], words: str) -> None:
        self.lines.show_some(ids, words)

    # -- layout -----------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._later.timeout.connect(self._recount)
        self.waiting.done.connect(self._on_counted)
        self.waiting.refused.connect(self.said)
        self.waiting.stopped.connect(self._on_stopped)
        self.agent.activated.connect(self._on_agent)
        self.choice.chosen.connect(self._choose)
        self.table.cell_chosen.connect(self._on_cell)
        self.table.cell_opened.connect(self._on_opened)
        self.plots.cases_chosen.connect(self._list)
        self.plots.case_requested.connect(self.case_requested)
        self.plots.said.connect(self.said)
        self.lines.case_requested.connect(self.case_requested)
        self.lines.narrow_requested.connect(self.filtering.restrict_to)
        self.filtering.restricted.connect(self.restricted)

    def _build(self) -> None:
        self.setAccessibleName("Cohort")
        self.setFocusProxy(self.table)
        theme.dress(self._title, "title")
        self._tabs.addTab(self._table_tab(), "&Table 1")
        self._tabs.addTab(self.plots, "&Pictures")
        self._tabs.setDocumentMode(True)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._tabs)
        split.addWidget(self.lines)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        nobody = QLabel("No case to count: enter one, or widen the search on the left.")
        nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.dress(nobody, "quiet")
        self._pages.addWidget(split)
        self._pages.addWidget(nobody)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(2 * theme.GRID,) * 4)
        outer.setSpacing(theme.GRID)
        outer.addLayout(self._head())
        outer.addWidget(self.filtering)
        outer.addWidget(self._pages, 1)

    def _table_tab(self) -> QWidget:
        tab = QWidget()
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
            ("Copy pat&ients", "For a word processor or a spreadsheet", self.copy_patients),
            ("Copy as CS&V", "Table 1, one figure in a line", self.copy_csv),
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
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addWidget(beside, 1)
        column.addLayout(foot)
        column.addWidget(self._notes)
        return tab

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        label = QLabel("Counted &around")
        label.setBuddy(self.agent)
        self.agent.setToolTip("First dose, number of doses and response are those of this treatment")
        self.agent.setAccessibleName("Index treatment")
        self.agent.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.agent.setMinimumContentsLength(AGENT_LETTERS)
        row.addWidget(self._title, 1)
        row.addWidget(self.waiting)
        row.addWidget(label)
        row.addWidget(self.agent)
        return row


def _toggle(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setCheckable(True)
    button.setAutoDefault(True)
    button.setToolTip(tip)
    theme.dress(button, "link")
    return button
