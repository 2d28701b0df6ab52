"""The timeline of a case in the window: counts above, treatments below, days under both."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSplitter, QToolButton, QVBoxLayout, QWidget

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene import Options, Scene, timeline
from aic_desktop.reporting.scene.describe import summary
from aic_desktop.reporting.scene.memory import Memory
from aic_desktop.reporting.scene.readout import stretch
from aic_desktop.reporting.scene.zeros import DAY_0
from aic_desktop.ui.timeline.board import Board
from aic_desktop.ui.timeline.brush import Brush
from aic_desktop.ui.timeline.controls import Controls
from aic_desktop.ui.timeline.footer import Footer
from aic_desktop.ui.timeline.framed import FRAME, Framed
from aic_desktop.ui.timeline.grips import Move
from aic_desktop.ui.timeline.rows import Row
from aic_desktop.ui.timeline.sheet import Sheet
from aic_desktop.ui.timeline.steering import Steering
from aic_desktop.ui.timeline.strip import Strip
from aic_desktop.ui.timeline.table import MarksTable

if TYPE_CHECKING:
    from aic_desktop.ui.case_figure import CaseFigure

NO_CASE = "Choose a case in the list to see its timeline."
NO_COUNTS = "No counts yet. Type them in the Counts tab, or paste a laboratory print-out there."


class TimelineView(Framed):
    """Shows one case; knows nothing of where cases come from."""

    record_clicked = Signal(object)
    options_chosen = Signal(object)  # in JSON's own types, to be remembered
    record_opened = Signal(object)  # to be edited
    day_moved = Signal(object)  # a Move, to be stored

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until `show_case`."""
        super().__init__(parent)
        self._case: Case | None = None
        self._options = Options()
        self._memory = Memory()
        self._fitted = True
        self._sheet = Sheet(self.style_of_desktop())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline")
        self.fit_action = self._action("Fit", "Show the whole course (Home)")
        self.fit_action.triggered.connect(self.fit)
        self.episode_action = self._action(
            "Episode", "Show the days in which the cytopenia was treated (End)"
        )
        self.episode_action.triggered.connect(self.fit_episode)
        self.table_action = self._action("Table", "Show what is drawn as a table beside it (Ctrl+Shift+T)")
        self.table_action.setCheckable(True)
        self.table_action.toggled.connect(self._on_table)
        self._table: MarksTable | None = None
        self._build()
        self._connect()
        self.show_case(None)
        self.follow_desktop()

    def _action(self, text: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setToolTip(tip)
        return action

    def _build(self) -> None:
        self._strip = Strip(self._sheet, self)
        self._board = Board(self._sheet, self)
        self._brush = Brush(self._sheet, self)
        self._steering = Steering(self._sheet, self._board, self._strip, self)
        plot = QWidget()
        under = QVBoxLayout(plot)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(0)
        under.addWidget(self._board, 1)
        under.addWidget(self._brush)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.addWidget(plot)
        self._split.setChildrenCollapsible(False)
        self._footer = Footer(self._sheet, self)
        self._empty = QLabel(NO_CASE, self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setMargin(16)
        self.controls = Controls(self)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 4, 0)
        top.setSpacing(2)
        top.addWidget(self._strip, 1)
        actions = (self.fit_action, self.episode_action, self.table_action)
        for part in (self.controls, *map(self._button, actions)):
            top.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(FRAME, FRAME, FRAME, FRAME)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._empty, 1)
        column.addWidget(self._split, 2)
        column.addWidget(self._footer)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setDefaultAction(action)
        return button

    def _connect(self) -> None:
        self._board.hand.divided.connect(self._on_divided)
        self.controls.chosen.connect(self._chosen)
        self._board.days_changed.connect(self._on_days_changed)
        self._brush.days_wanted.connect(self.show_days)
        self._footer.record_clicked.connect(self.record_clicked)
        self._steering.record_clicked.connect(self.record_clicked)
        self._steering.record_opened.connect(self.record_opened)
        self._steering.day_moved.connect(self.day_moved)
        self._steering.row_taken.connect(self._on_row)
        self._steering.fit_wanted.connect(self.fit)
        self._steering.episode_wanted.connect(self.fit_episode)

    # --- what is shown

    @property
    def timeline_scene(self) -> Scene | None:
        """What is drawn at present."""
        return self._sheet.scene

    @property
    def days(self) -> tuple[float, float]:
        """The days in sight."""
        return self._sheet.frame.lo, self._sheet.frame.hi

    @property
    def figure(self) -> "CaseFigure | None":
        """What is shown, to be saved or copied as a figure; None without a case."""
        from aic_desktop.ui.case_figure import CaseFigure

        if self._case is None:
            return None
        return CaseFigure(self._case, self._options, self._sheet.zero, None if self._fitted else self.days)

    def show_case(self, case: Case | None) -> None:
        """Draw a case; the days in sight stay when the same case changes, unless all of it was in sight."""
        same = case is not None and self._case is not None and case.id == self._case.id
        keep = same and not self._fitted and self._board.isVisibleTo(self)  # before the new days are known
        self._case = case
        scene = timeline(case, self._options, self._memory) if case else None
        self._sheet.scene, self._sheet.heights = scene, dict(self._options.heights)
        self._sheet.zero = scene.zero if scene else DAY_0
        if not same:
            self._sheet.highlight = None
            self._board.bar.setValue(0)
        shown = scene is not None and bool(scene.panels or scene.lanes)
        self._split.setVisible(shown)
        self._empty.setVisible(scene is None or not scene.panels)
        self._empty.setText(NO_CASE if scene is None else NO_COUNTS)
        self._empty.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed if shown else QSizePolicy.Policy.Preferred
        )
        self.controls.offer(scene, self._options)
        self.setAccessibleDescription(summary(scene) if scene else "")
        self._strip.refresh()
        self._footer.refresh()
        self._brush.setVisible(scene is not None and bool(scene.panels))
        for action in (self.fit_action, self.episode_action, self.table_action):
            action.setEnabled(shown)
        if scene is not None and case is not None and shown:
            self._board.show_scene(scene, case)
            if not same:
                self.show_days(*scene.opening)
            elif not keep:
                self.fit()
        self._steering.show(case)
        self._brush.refresh()
        self._fill_table()

    def fit(self) -> None:
        """Bring the whole course into sight."""
        if self.timeline_scene is not None:
            self._board.set_days(*self.timeline_scene.days)
            self._fitted = True

    def fit_episode(self) -> None:
        """Bring the days into sight in which the cytopenia was treated."""
        if self.timeline_scene is not None:
            self.show_days(*self.timeline_scene.episode)

    def choose(self, remembered: Any) -> None:
        """Draw by the choices that were remembered; the days in sight stay."""
        self._options = Options.from_json(remembered)
        self.show_case(self._case)

    def _chosen(self, options: Options) -> None:
        self._options = options
        self.show_case(self._case)
        self.options_chosen.emit(options.as_json())

    def show_days(self, lo: float, hi: float) -> None:
        """Bring a range of days after HSCT into sight."""
        self._board.set_days(lo, hi)

    def highlight(self, record_id: RecordId | None) -> None:
        """Ring the marks of a record and bring them into sight; no ring for None or an unknown record."""
        self._sheet.highlight = record_id or None
        scene = self.timeline_scene
        found = stretch(scene, record_id) if scene and record_id else None
        if found:
            lo, hi = self.days
            if found.hi < lo or found.lo > hi:
                half = (hi - lo) / 2
                self.show_days(found.lo - half, found.lo + half)
            if found.lane is not None:
                self._board.scroll_to(found.lane)
        self._steering.cursor.point_at(self._sheet.highlight)
        if self._table is not None and self.table_action.isChecked():
            self._table.take(self._steering.cursor.place)
        self._board.refresh()
        self._footer.update()

    # --- pointer and keys

    def words_of(self, move: Move) -> str:
        """What a move does, with its date where day 0 is known."""
        return self._steering.words_of(move)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As the sheet of shortcuts has them: `commands.TIMELINE_KEYS`."""
        if not self._steering.press(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A day on its way is put back."""
        super().focusOutEvent(event)
        self._steering.leave()

    def _on_divided(self) -> None:
        self._chosen(replace(self._options, heights=dict(self._sheet.heights)))

    # --- the table beside the plot

    def _on_table(self, shown: bool) -> None:
        if shown and self._table is None:
            self._table = MarksTable(self._split)
            self._split.addWidget(self._table)
            self._split.setSizes([3 * self.width() // 5, 2 * self.width() // 5])
            self._table.picked.connect(self._steering.cursor.put)
            self._table.opened.connect(self._on_row_opened)
            self.setTabOrder(self, self._table)
        if self._table is not None:
            self._table.setVisible(shown)
            self._fill_table()
            if self.isVisible():
                (self._table if shown else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_table(self) -> None:
        if self._table is not None and self.table_action.isChecked():
            self._table.show_rows(self._steering.cursor.marks.rows)
            self._table.take(self._steering.cursor.place)

    def _on_row(self, row: Row) -> None:
        """A mark is in hand, by key or in the table: ringed, in sight, and read out."""
        self.highlight(row.record)
        self._steering.say_row(row)

    def _on_row_opened(self, place: int) -> None:
        self.record_opened.emit(self._steering.cursor.marks.rows[place].record)

    def _on_days_changed(self) -> None:
        scene = self.timeline_scene
        if scene is not None:
            self._fitted = all(abs(a - b) < 0.01 for a, b in zip(self.days, scene.days, strict=True))
        self._brush.follow()

    def restyled(self) -> None:
        """Draw in the desktop's new colours and font."""
        self._sheet.style = self.style_of_desktop()
        self._strip.updateGeometry()
        self.show_case(self._case)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Nothing under the pointer is where it was."""
        super().resizeEvent(event)
        self._steering.rest()
