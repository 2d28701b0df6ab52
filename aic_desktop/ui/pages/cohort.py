"""The cohort: Table 1, pictures and methods of the cases in the list, and a line for each of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.codes import agents, label_of
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort import (
    VARIABLES,
    Row,
    Table1Options,
    headings,
    members,
)
from aic_desktop.services.cohort import Cohorts, CohortSummary, keep_choice, kept_choice
from aic_desktop.services.cohort_reports import FORMS, written
from aic_desktop.services.ports import CaseRow, StoreError
from aic_desktop.services.settings import RegistrySettings
from aic_desktop.ui import theme
from aic_desktop.ui.cohort.filtering import Filtering
from aic_desktop.ui.cohort.lines import PatientLines
from aic_desktop.ui.cohort.methods import MethodsTab
from aic_desktop.ui.cohort.plots import PlotFigure, PlotsTab
from aic_desktop.ui.cohort.table_tab import TableTab
from aic_desktop.ui.cohort.waiting import Waiting
from aic_desktop.ui.figure_files import save
from aic_desktop.ui.jobs import Jobs, Progress

AGENT_LETTERS = 24


class CohortPage(QWidget):
    """Always of the very cases that the list shows."""

    case_requested = Signal(object)  # the id of a case
    save_requested = Signal()
    restricted = Signal(object, str)  # the ids that the list is to show alone, None for all, and why
    said = Signal(str)

    def __init__(self, cohorts: Cohorts, jobs: Jobs, settings: RegistrySettings) -> None:
        """Nothing is computed before the page is shown; what is chosen is kept with the registry."""
        super().__init__()
        self._cohorts, self._settings = cohorts, settings
        self._options = kept_choice(settings)
        self.filtering = Filtering(cohorts, jobs, settings, self._options.around)
        self._cases: tuple[CaseRow, ...] = ()
        self._summary: CohortSummary | None = None
        self._stale = True
        self._asked = next(iter(VARIABLES))  # the variable that was looked at last
        self.agent = QComboBox()
        self.table_tab = TableTab(self._options)
        self.table, self.choice = self.table_tab.table, self.table_tab.choice
        self.plots, self.lines = PlotsTab(cohorts, jobs), PatientLines()
        self.methods = MethodsTab(cohorts)
        self.waiting = Waiting(jobs, "Counting")
        self._tabs, self._pages = QTabWidget(), QStackedWidget()
        self._title = QLabel("Cohort")
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

    @property
    def summary(self) -> CohortSummary | None:
        """What was counted last."""
        return self._summary

    def save(self, path: Path) -> None:
        """Write it in the form that the file's ending names; Problem for another, StoreError when refused."""
        form = next((form for form, suffix in FORMS.items() if suffix == path.suffix.lower()), None)
        if form is None:
            raise Problem(
                f"“{path.suffix}” is no form of a cohort. End the name with {', '.join(FORMS.values())}."
            )
        if self._summary is not None:
            save(written(self._cohorts, self._summary, form, self.filtering.bar.applied).encode(), path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the table in focus."""
        if event.matches(QKeySequence.StandardKey.Copy):
            (self.lines.copy if self.lines.table.hasFocus() else self.table_tab.copy_table)()
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
        self.table_tab.show_summary(summary)
        self.lines.show_rows(headings(summary.table.agent), summary.patients)
        self.plots.show_summary(summary)
        self.methods.show_summary(summary, self.filtering.bar.applied)
        self._title.setText(f"Cohort of {counted:,} case{'' if counted == 1 else 's'}")
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
        self.filtering.count_around(options.around)
        self._recount()

    def _on_cell(self, row: Row, column: int) -> None:
        """A figure answers for its patients: they are listed below."""
        if self._summary:
            ids = members(self._summary.cohort, self._summary.table.options, row, column)
            group = self._summary.table.columns[column].title if self._summary.table.options.by else ""
            self._asked = row.code if row.code in VARIABLES else self._asked
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

    def _explain(self, case: RecordId) -> None:
        """How the variable in hand was answered for a patient."""
        try:
            words = self._cohorts.explained(self._asked, case, self._options.around)
        except (Problem, StoreError) as refusal:
            words = str(refusal)
        self.lines.explain(words)

    def _list(self, ids: Sequence[RecordId], words: str) -> None:
        self.lines.show_some(ids, words)
        self.lines.refresh_explanation()

    # -- layout -----------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._later.timeout.connect(self._recount)
        self.waiting.done.connect(self._on_counted)
        self.waiting.refused.connect(self.said)
        self.waiting.stopped.connect(self._on_stopped)
        self.agent.activated.connect(self._on_agent)
        self.choice.chosen.connect(self._choose)
        self.table_tab.save_requested.connect(self.save_requested)
        self.table.cell_chosen.connect(self._on_cell)
        self.table.cell_opened.connect(self._on_opened)
        self.plots.cases_chosen.connect(self._list)
        self.plots.case_requested.connect(self.case_requested)
        self.plots.said.connect(self.said)
        self.plots.drawn.connect(self.methods.show_clocks)
        self.lines.case_requested.connect(self.case_requested)
        self.lines.explanation_wanted.connect(self._explain)
        self.lines.narrow_requested.connect(self.filtering.restrict_to)
        self.filtering.restricted.connect(self.restricted)

    def _build(self) -> None:
        self.setAccessibleName("Cohort")
        self.setFocusProxy(self.table)
        theme.dress(self._title, "title")
        self._tabs.addTab(self.table_tab, "&Table 1")
        self._tabs.addTab(self.plots, "&Pictures")
        self._tabs.addTab(self.methods, "&Methods")
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
