"""The pictures of the cohort: one at a time, worked out beside the window when it is looked at."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from aic_desktop.domain.codes import label_of
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort import CLOCKS
from aic_desktop.reporting.pictures import Plot, Zero, as_csv
from aic_desktop.services.cohort import Cohorts, CohortSummary
from aic_desktop.services.cohort_plots import HORIZONS, KINDS, MOST_LANES, SWIMMER, Shown, plot
from aic_desktop.ui import theme
from aic_desktop.ui.cohort.waiting import Waiting
from aic_desktop.ui.cohort_pictures import PictureView, picture_of
from aic_desktop.ui.figure_dialog import Choice
from aic_desktop.ui.figure_files import Picture
from aic_desktop.ui.flow import Flow
from aic_desktop.ui.jobs import Jobs, Progress

ZEROS = ((Zero.HSCT, "HSCT"), (Zero.ONSET, "onset of the cytopenia"), (Zero.AGENT, "first index agent"))


class PlotFigure:
    """A picture of the cohort as a figure for a journal."""

    resizable = True
    choices: tuple[Choice, ...] = ()

    def __init__(self, plot: Plot) -> None:
        """Of what is shown."""
        self._plot = plot
        self.name = plot.title

    def draw(self, width_mm: float, grey: bool, _shown: frozenset[str]) -> Picture:
        """As wide as asked for."""
        return picture_of(self._plot, width_mm, grey)


class PlotsTab(QWidget):
    """Of the very patients that Table 1 counts, divided as its columns are."""

    cases_chosen = Signal(object, str)  # ids, and what they have in common
    case_requested = Signal(object)
    drawn = Signal(object)  # the questions of time to event that it shows, by their keys
    said = Signal(str)

    def __init__(self, cohorts: Cohorts, jobs: Jobs, parent: QWidget | None = None) -> None:
        """Nothing is read before it is shown."""
        super().__init__(parent)
        self._cohorts = cohorts
        self._summary: CohortSummary | None = None
        self._stale = False
        self.kind, self.zero, self.until, self.view = QComboBox(), QComboBox(), QComboBox(), PictureView()
        self.waiting = Waiting(jobs, "Drawing")
        self._zero_label, self._until_label = QLabel("&Days from"), QLabel("&Up to")
        self._build()
        self.kind.activated.connect(self._redraw)
        self.zero.activated.connect(self._redraw)
        self.until.activated.connect(self._redraw)
        self.waiting.done.connect(self._on_drawn)
        self.waiting.refused.connect(self.said)
        self.waiting.stopped.connect(self._on_stopped)
        self.view.cases_chosen.connect(self._on_chosen)
        self.view.case_requested.connect(self.case_requested)

    @property
    def busy(self) -> bool:
        """A picture is worked out."""
        return self.waiting.busy

    @property
    def figure(self) -> PlotFigure | None:
        """What is shown, as a figure."""
        return PlotFigure(self.view.plot) if self.view.plot else None

    def show_summary(self, summary: CohortSummary) -> None:
        """Draw these patients, at once if it can be seen."""
        self._summary, self._stale = summary, True
        self._name(summary.table.agent)
        if self.isVisible():
            self._redraw()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._redraw()

    def copy_csv(self) -> None:
        """The data of the picture to the clipboard."""
        if self.view.plot:
            QGuiApplication.clipboard().setText(as_csv(self.view.plot))
            self.said.emit(f"The data of “{self.view.plot.title}” are on the clipboard as CSV.")

    def _redraw(self) -> None:
        kind = KINDS[self.kind.currentData()]
        self._zero_label.setVisible(kind.aligned)
        self.zero.setVisible(kind.aligned)
        self._until_label.setVisible(kind.timed)
        self.until.setVisible(kind.timed)
        if self._summary is None:
            return
        self._stale = False
        cohort, options = self._summary.cohort, self._summary.table.options
        shown = Shown(Zero(self.zero.currentData()), self.until.currentData())

        def work(progress: Progress) -> Plot:
            return plot(self._cohorts, cohort, kind.key, shown, options, progress)

        self.waiting.start(work)

    @Slot(object)
    def _on_drawn(self, drawn: object) -> None:
        self.view.show_plot(cast("Plot", drawn))
        key = self.kind.currentData()
        self.drawn.emit((key,) if key in CLOCKS else ())
        patients = len(self._summary.cohort) if self._summary else 0
        if self.kind.currentData() == SWIMMER and patients > MOST_LANES:
            self.said.emit(
                f"The first {MOST_LANES} of {patients:,} patients are drawn. Filter the cohort to see others."
            )

    def _on_stopped(self) -> None:
        self._stale = True
        self.said.emit("Drawing was stopped. Choose the picture again to draw it.")

    def _on_chosen(self, ids: Sequence[RecordId]) -> None:
        self.cases_chosen.emit(tuple(ids), self.view.words)

    def _name(self, agent: str) -> None:
        """The agent by its name in the lists of pictures and zeros."""
        label = label_of("agents", agent)
        for place, kind in enumerate(KINDS.values()):
            self.kind.setItemText(place, kind.named(agent))
        self.zero.setItemText(len(ZEROS) - 1, f"first {label}")

    def _build(self) -> None:
        for kind in KINDS.values():
            self.kind.addItem(kind.label, kind.key)
        for zero, words in ZEROS:
            self.zero.addItem(words, zero)
        for words, until in HORIZONS.items():
            self.until.addItem(words, until)
        self.kind.setAccessibleName("Picture")
        self.kind.setToolTip("Which picture of the cohort")
        self.zero.setAccessibleName("Days counted from")
        self.zero.setToolTip("Where the lanes are aligned")
        self._zero_label.setBuddy(self.zero)
        self.until.setAccessibleName("Curves drawn up to")
        self.until.setToolTip("How far the curves are drawn; what they say of a day stays the same")
        self._until_label.setBuddy(self.until)
        csv = QPushButton("Copy &data")
        csv.setToolTip("What is drawn as CSV; File, Save figure saves the picture itself")
        csv.setAutoDefault(True)
        csv.clicked.connect(self.copy_csv)
        row = Flow(theme.GRID)
        choices = (self.kind, self._zero_label, self.zero, self._until_label, self.until)
        for part in (*choices, self.waiting, csv):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(row)
        column.addWidget(self.view, 1)
