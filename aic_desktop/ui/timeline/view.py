"""The timeline of a case in the window: counts above, treatments below, days under both."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.reporting.scene import Options, Scene, Zero, timeline
from aic_desktop.reporting.scene.between import between
from aic_desktop.reporting.scene.describe import summary
from aic_desktop.reporting.scene.readout import readout, stretch
from aic_desktop.ui.timeline.board import Board
from aic_desktop.ui.timeline.choices import MenuButton
from aic_desktop.ui.timeline.footer import Footer
from aic_desktop.ui.timeline.framed import FRAME, Framed
from aic_desktop.ui.timeline.grips import Move
from aic_desktop.ui.timeline.hand import zoom
from aic_desktop.ui.timeline.sheet import Sheet
from aic_desktop.ui.timeline.strip import Strip

if TYPE_CHECKING:
    from aic_desktop.ui.case_figure import CaseFigure

NO_CASE = "Choose a case in the list to see its timeline."
NO_COUNTS = "No counts yet. Type them in the Counts tab, or paste a laboratory print-out there."
_STEP = 0.15  # of the days in sight, for one press of an arrow key
_ZOOM = 1.4
_NEAR = 12.0  # pixels within which a count is read out


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
        self._fitted = True
        self._sheet = Sheet(self.style_of_desktop())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline")
        self.fit_action = QAction("Fit", self)
        self.fit_action.setToolTip("Show the whole course (Home)")
        self.fit_action.triggered.connect(self.fit)
        self._build()
        self.show_case(None)
        self.follow_desktop()

    def _build(self) -> None:
        self._strip = Strip(self._sheet, self)
        self._board = Board(self._sheet, self)
        self._footer = Footer(self._sheet, self)
        self._empty = QLabel(NO_CASE, self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setMargin(16)
        self._panels_button = MenuButton("Choose the counts that are shown", False, self)
        self._zero_button = MenuButton("Choose the day that is counted from", True, self)
        self._panels_button.setText("Counts")
        self._panels_button.chosen.connect(self._on_panel)
        self._zero_button.chosen.connect(self._on_zero)
        fit = QToolButton(self)
        fit.setAutoRaise(True)
        fit.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        fit.setDefaultAction(self.fit_action)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 4, 0)
        top.setSpacing(2)
        top.addWidget(self._strip, 1)
        for button in (self._panels_button, self._zero_button, fit):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(FRAME, FRAME, FRAME, FRAME)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._empty, 1)
        column.addWidget(self._board, 2)
        column.addWidget(self._footer)
        hand = self._board.hand
        hand.pointed.connect(self._on_pointed)
        hand.clicked.connect(self._on_clicked)
        hand.opened.connect(self._on_opened)
        hand.lined.connect(self._on_lined)
        hand.carried.connect(self._on_carried)
        hand.dropped.connect(self._on_dropped)
        self._board.days_changed.connect(self._on_days_changed)
        self._footer.record_clicked.connect(self.record_clicked)

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
        scene = timeline(case, self._options) if case else None
        self._sheet.scene, self._sheet.heights = scene, dict(self._options.heights)
        if not same:
            self._sheet.highlight = None
            self._board.bar.setValue(0)
        shown = scene is not None and bool(scene.panels or scene.lanes)
        self._board.setVisible(shown)
        self._empty.setVisible(scene is None or not scene.panels)
        self._empty.setText(NO_CASE if scene is None else NO_COUNTS)
        self._empty.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed if shown else QSizePolicy.Policy.Preferred
        )
        self._say_nothing()
        self._offer(scene)
        self.setAccessibleDescription(summary(scene) if scene else "")
        self._strip.refresh()
        self._footer.refresh()
        if scene is not None and case is not None and shown:
            self._board.show_scene(scene, case)
            if not same:
                self.show_days(*scene.opening)
            elif not keep:
                self.fit()

    def fit(self) -> None:
        """Bring the whole course into sight."""
        if self.timeline_scene is not None:
            self._board.set_days(*self.timeline_scene.days)
            self._fitted = True

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
        self._sheet.highlight = record_id
        scene = self.timeline_scene
        found = stretch(scene, record_id) if scene and record_id else None
        if found:
            lo, hi = self.days
            if found.hi < lo or found.lo > hi:
                half = (hi - lo) / 2
                self.show_days(found.lo - half, found.lo + half)
            if found.lane is not None:
                self._board.scroll_to(found.lane)
        self._board.update()
        self._footer.update()

    def _offer(self, scene: Scene | None) -> None:
        """Fill the menus of counts and of zeros."""
        zeros = scene.zeros if scene else ()
        if self._sheet.zero not in zeros:
            self._sheet.zero = Zero("HSCT", 0)
        days = [(zero.label, zero.day, zero == self._sheet.zero) for zero in zeros]
        self._zero_button.offer(days)
        shown = {panel.analyte for panel in scene.panels} if scene else set()
        offered = scene.offered if scene else ()
        choices = [(label, analyte, analyte in shown) for analyte, label in offered]
        self._panels_button.offer(choices)
        self._zero_button.setText(f"0: {self._sheet.zero.label.partition(',')[0]}")
        self._zero_button.setVisible(len(zeros) > 1)
        self._panels_button.setVisible(len(choices) > 1)

    def _on_zero(self, label: str) -> None:
        scene = self.timeline_scene
        if scene is not None:
            self._sheet.zero = next(zero for zero in scene.zeros if zero.label == label)
            self._zero_button.setText(f"0: {self._sheet.zero.label.partition(',')[0]}")
            self._board.arrange()

    def _on_panel(self, label: str) -> None:
        scene = self.timeline_scene
        if scene is not None:
            analyte = next(one for one, name in scene.offered if name == label)
            present = [panel.analyte for panel in scene.panels]
            shown = analyte in self._panels_button.checked
            self._chosen(self._options.with_panel(analyte, shown, present))

    # --- pointer and keys

    def _on_pointed(self, at: QPointF | None) -> None:
        self._sheet.pointer = None if at is None else at.x()
        self._board.update()
        self._say(None if at is None else at)

    def _say(self, at: QPointF | None) -> None:
        """One line: the day on its way, else the two lines compared, else what stands at the pointer."""
        scene, frame, sheet = self.timeline_scene, self._sheet.frame, self._sheet
        words = ""
        if scene is None:
            pass
        elif sheet.carried is not None:
            words = self.words_of(sheet.carried)
        elif len(sheet.lines) == 2:
            words = between(scene, *sheet.lines)
        elif at is not None and frame.left <= at.x() <= frame.right:
            hit = self._board.hit(at)
            line = readout(scene, frame.day(at.x()), _NEAR / frame.per_day)
            words = f"{hit.text}   |   {line}" if hit else line
        self._strip.say(words)

    def words_of(self, move: Move) -> str:
        """What letting go of a day will do, with its date where day 0 is known."""
        return move.words(self._case.calendar.other_face(TimePoint.on_day(move.day)) if self._case else "")

    def _say_nothing(self) -> None:
        self._on_pointed(None)

    def _on_clicked(self, at: QPointF) -> None:
        """A click on a mark reports its record."""
        hit = self._board.hit(at)
        if hit is not None:
            self.record_clicked.emit(hit.record)

    def _on_opened(self, at: QPointF) -> None:
        """A double click on a mark asks for its record to be edited."""
        hit = self._board.hit(at)
        if hit is not None:
            self.record_opened.emit(hit.record)

    def _on_lined(self, day: float) -> None:
        """Freeze a line at a day: the first, the second, and at a third time both are gone."""
        lines = self._sheet.lines
        self._sheet.lines = () if len(lines) == 2 else (*lines, round(day))
        self._board.update()
        self._say(None)

    def _on_carried(self, move: Move | None) -> None:
        self._sheet.carried = move
        self._board.update()
        self._say(None)

    def _on_dropped(self, move: Move) -> None:
        if move.changes:
            self.day_moved.emit(move)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the days, plus and minus stretch them, Home shows all."""
        lo, hi = self.days
        step, middle = _STEP * (hi - lo), (hi + lo) / 2
        pressed = Qt.Key(event.key())
        if pressed is Qt.Key.Key_Home:
            self.fit()
        elif pressed is Qt.Key.Key_Escape and self._board.hand.cancel():
            pass
        elif pressed in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            way = step if pressed is Qt.Key.Key_Right else -step
            self.show_days(lo + way, hi + way)
        elif pressed in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            zoom(self._board, _ZOOM if pressed is Qt.Key.Key_Minus else 1 / _ZOOM, middle)
        else:
            super().keyPressEvent(event)

    def _on_days_changed(self) -> None:
        scene = self.timeline_scene
        if scene is not None:
            self._fitted = all(abs(a - b) < 0.01 for a, b in zip(self.days, scene.days, strict=True))

    def restyled(self) -> None:
        """Draw in the desktop's new colours and font."""
        self._sheet.style = self.style_of_desktop()
        self._strip.updateGeometry()
        self.show_case(self._case)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Nothing under the pointer is where it was."""
        super().resizeEvent(event)
        self._say_nothing()
