"""Compare: the patients of the list beside or over each other, all counted from the same kind of day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.codes import analytes, label_of
from aic_desktop.reporting.cohort import PatientRow
from aic_desktop.reporting.pictures import Asked, Comparison, as_csv
from aic_desktop.reporting.pictures.compare import HEADINGS, lines
from aic_desktop.reporting.scene.zeros import title_of
from aic_desktop.services.comparing import Comparisons
from aic_desktop.services.ports import CaseRow
from aic_desktop.services.settings import RegistrySettings
from aic_desktop.services.timelines import timeline_options
from aic_desktop.ui import theme
from aic_desktop.ui.cohort_pictures.view import PictureView
from aic_desktop.ui.comparison_figure import ComparisonFigure
from aic_desktop.ui.jobs import Job, Jobs, Progress
from aic_desktop.ui.models.patients import PatientTable

DAYS = (
    ("all days", None),
    ("−14 to +60", (-14.0, 60.0)),
    ("−30 to +100", (-30.0, 100.0)),
    ("−60 to +180", (-60.0, 180.0)),
    ("−30 to +365", (-30.0, 365.0)),
)
_PATIENCE_MS = 250  # before it is said that cases are being read
_HINT = "Arrow keys go from patient to patient; Enter opens the case. Ctrl+Shift+S saves the picture."
_NOBODY = "No case to compare: enter one, or widen the search on the left."


class ComparePage(QWidget):
    """Always of the very cases that the list shows; they are read beside the window."""

    case_requested = Signal(object)  # its id
    said = Signal(str)

    def __init__(
        self,
        comparisons: Comparisons,
        jobs: Jobs,
        settings: RegistrySettings,
        parent: QWidget | None = None,
    ) -> None:
        """Nothing is read before the page is shown; units and lines are those chosen for timelines."""
        super().__init__(parent)
        self._comparisons, self._jobs, self._settings = comparisons, jobs, settings
        self._cases: tuple[CaseRow, ...] = ()
        self._asked = Asked()
        self._found: Comparison | None = None
        self._job: Job | None = None
        self._stale = True
        self.analyte, self.zero, self.days = QComboBox(), QComboBox(), QComboBox()
        self.together, self.as_table = QCheckBox("&Over each other"), QCheckBox("As a &table")
        self.picture, self.table = PictureView(hint=_HINT), QTableView()
        self._rows = PatientTable(self)
        self._title, self._notes, self._progress = QLabel("Compare"), QLabel(), QLabel()
        self._pages = QStackedWidget()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._compare)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._on_waited)
        self._build()
        self._connect()

    # -- what is compared -------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Cases are being read, or are about to be."""
        return self._job is not None or self._later.isActive()

    @property
    def figure(self) -> ComparisonFigure | None:
        """What is shown, to be saved or copied."""
        return ComparisonFigure(self._found, self.picture.chosen) if self._found else None

    def show_cases(self, cases: tuple[CaseRow, ...]) -> None:
        """Compare these cases."""
        self._cases = cases
        self._offer()
        self.outdate()

    def outdate(self) -> None:
        """Something compared may have changed: look again, at once if it can be seen."""
        self._stale = True
        if self.isVisible():
            self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at what has changed while nobody did."""
        super().showEvent(event)
        if self._stale:
            self._compare()

    def ask(self, asked: Asked) -> None:
        """Compare something else."""
        self._asked = asked
        self._compare()

    def _compare(self) -> None:
        self._later.stop()
        self._stale = False
        self._drop_job()
        asked, cases = self._asked, tuple(row.id for row in self._cases)
        if not cases:
            self._show(None, _NOBODY)
            return

        def compare(progress: Progress) -> Comparison:
            wanted = replace(asked, options=timeline_options(self._settings))
            return self._comparisons.compare(wanted, cases, progress)

        self._job = self._jobs.start(compare)
        self._job.progressed.connect(self._on_progressed)
        self._job.done.connect(self._on_done)
        self._job.refused.connect(self._on_refused)
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

    @Slot()
    def _on_waited(self) -> None:
        self._progress.setText("Reading …")
        self._progress.show()

    @Slot(object)
    def _on_progressed(self, progress: object) -> None:
        assert isinstance(progress, tuple)
        self._progress.setText(f"Reading {progress[0]:,} of {progress[1]:,} …")

    @Slot(object)
    def _on_done(self, found: object) -> None:
        assert isinstance(found, Comparison)
        self._show(found, "")

    @Slot(str)
    def _on_refused(self, words: str) -> None:
        self._show(None, words)

    def _show(self, found: Comparison | None, instead: str) -> None:
        self._found = found
        self.picture.show_plot(found, instead)
        values = lines(found) if found else ()
        self._rows.fill(HEADINGS, [PatientRow(case, cells) for case, cells in values])
        self.table.resizeColumnsToContents()
        self._title.setText(f"Compare: {found.counted}" if found else "Compare")
        self._notes.setText("\n".join(found.notes) if found else "")
        self._notes.setVisible(bool(self._notes.text()) and self.as_table.isChecked())

    # -- what the user chooses --------------------------------------------------------------------

    def _offer(self) -> None:
        """Day 0 of these cases: HSCT, onset, and what was given, the most frequent first."""
        given = Counter(agent for row in self._cases for agent in row.agents)
        agents = [agent for agent, _ in given.most_common()]
        names = ["hsct", "onset", "ait", "aiha", "ain", "prca", *agents]
        names += [self._asked.zero] if self._asked.zero not in names else []
        if [self.zero.itemData(place) for place in range(self.zero.count())] == names:
            return
        self.zero.clear()
        for name in names:
            self.zero.addItem(title_of(name), name)
        self.zero.setCurrentIndex(names.index(self._asked.zero))

    def _on_chosen(self) -> None:
        self.ask(
            replace(
                self._asked,
                analyte=self.analyte.currentData(),
                zero=self.zero.currentData(),
                days=DAYS[self.days.currentIndex()][1],
                together=self.together.isChecked(),
            )
        )

    def _on_as_table(self, shown: bool) -> None:
        self._pages.setCurrentIndex(1 if shown else 0)
        self._notes.setVisible(shown and bool(self._notes.text()))

    def _on_cases(self, cases: Sequence[str]) -> None:
        """A click on a small multiple opens its case; of curves over each other it lights one up."""
        if not self._asked.together:
            self.case_requested.emit(cases[0])

    def _on_row(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index)
        if row is not None:
            self.case_requested.emit(row.id)

    def copy_csv(self) -> None:
        """What is drawn, as CSV to the clipboard."""
        if self._found:
            QGuiApplication.clipboard().setText(as_csv(self._found))
            self.said.emit("Every value drawn is on the clipboard as CSV.")

    # -- layout -----------------------------------------------------------------------------------

    def _connect(self) -> None:
        for box in (self.analyte, self.zero, self.days):
            box.activated.connect(self._on_chosen)
        self.together.clicked.connect(self._on_chosen)
        self.as_table.toggled.connect(self._on_as_table)
        self.picture.cases_chosen.connect(self._on_cases)
        self.picture.case_requested.connect(self.case_requested)
        self.table.activated.connect(self._on_row)

    def _build(self) -> None:
        self.setAccessibleName("Compare")
        self.setFocusProxy(self.picture)
        theme.dress(self._title, "title")
        theme.dress(self._notes, "small")
        theme.dress(self._progress, "quiet")
        self._notes.setWordWrap(True)
        self._progress.hide()
        self._notes.hide()
        for analyte in analytes():
            self.analyte.addItem(label_of("analytes", analyte), analyte)
        for words, _ in DAYS:
            self.days.addItem(words)
        self.table.setModel(self._rows)
        self.table.setAccessibleName("Every value drawn")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self._pages.addWidget(self.picture)
        self._pages.addWidget(self.table)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(2 * theme.GRID,) * 4)
        outer.setSpacing(theme.GRID)
        first = QHBoxLayout()
        first.setSpacing(theme.GRID)
        first.addWidget(self._title, 1)
        csv = QPushButton("Copy as CS&V")
        csv.setAutoDefault(True)  # Enter presses it, as Space does
        csv.clicked.connect(self.copy_csv)
        self.together.setToolTip("All curves in one picture, each with its own gaps; nothing is averaged")
        for button in (self.as_table, csv):
            button.setToolTip("Every value drawn, a line for each")
        for widget in (self._progress, self.together, self.as_table, csv):
            first.addWidget(widget)
        outer.addLayout(first)
        outer.addLayout(self._choices())
        outer.addWidget(self._pages, 1)
        outer.addWidget(self._notes)

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        for words, box, letters, tip in (
            ("Co&unt", self.analyte, 12, "What is drawn"),
            ("Day &0", self.zero, 16, "What each patient's days are counted from"),
            ("&Days", self.days, 10, "Which days about day 0 are drawn"),
        ):
            label = QLabel(words)
            label.setBuddy(box)
            box.setToolTip(tip)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(letters)
            box.view().setTextElideMode(Qt.TextElideMode.ElideNone)
            row.addWidget(label)
            row.addWidget(box)
        row.addStretch(1)
        return row
