"""What pointer and keys mean on the timeline: the read-out, the lines, the mark in hand, a day on its way."""

from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from aic_desktop.domain.case import Case
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.reporting.scene import Scene
from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.between import between
from aic_desktop.reporting.scene.readout import nearest, readout
from aic_desktop.ui.timeline.board import Board
from aic_desktop.ui.timeline.cursor import Cursor
from aic_desktop.ui.timeline.grips import Move
from aic_desktop.ui.timeline.hand import zoom
from aic_desktop.ui.timeline.rows import Row
from aic_desktop.ui.timeline.sheet import Sheet
from aic_desktop.ui.timeline.strip import Strip
from aic_desktop.ui.timeline.tip import Tip

_STEP = 0.15  # of the days in sight, for one press of an arrow key
_ZOOM = 1.4
_NEAR = 12.0  # pixels within which a count is read out
_KEEPS = "Enter keeps it, Esc puts it back."
_SHIFTED = (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Comma, Qt.Key.Key_Period)  # with Shift on some


class Steering(QObject):
    """Between the hand, the keys and whoever shows the case."""

    record_clicked = Signal(object)
    record_opened = Signal(object)
    day_moved = Signal(object)  # a Move, to be stored
    row_taken = Signal(object)  # the Row in hand
    fit_wanted = Signal()
    episode_wanted = Signal()

    def __init__(self, sheet: Sheet, board: Board, strip: Strip, parent: QWidget) -> None:
        """Listens to the board's hand from the start."""
        super().__init__(parent)
        self._sheet, self._board, self._strip = sheet, board, strip
        self._case: Case | None = None
        self._tip = Tip(board, parent)
        self.cursor = Cursor(self)
        hand = board.hand
        hand.pointed.connect(self._on_pointed)
        hand.clicked.connect(self._on_clicked)
        hand.opened.connect(self._on_opened)
        hand.lined.connect(self._on_lined)
        hand.carried.connect(self._on_carried)
        hand.dropped.connect(self._on_dropped)
        hand.tip_wanted.connect(self._on_tip)
        self.cursor.taken.connect(self.row_taken)
        self.cursor.carried.connect(self._on_carried)
        self.cursor.dropped.connect(self._on_dropped)
        self._keys = self._bindings()

    def show(self, case: Case | None) -> None:
        """The board shows a case from now on; lines stay with theirs."""
        if case is None or self._case is None or case.id != self._case.id:
            self._sheet.lines = ()
        self._case = case
        self.cursor.show(self._sheet.scene, self._board.grips)
        self.rest()

    def rest(self) -> None:
        """Nothing is pointed at."""
        self._on_pointed(None)

    # --- the read-out

    def _on_pointed(self, at: QPointF | None) -> None:
        self._tip.hide()
        self._sheet.pointer = None if at is None else at.x()
        self._say(at)
        self._board.refresh()

    def _say(self, at: QPointF | None = None) -> None:
        """One line: the day on its way, else the two lines compared, else what stands at the pointer."""
        scene, frame, sheet = self._sheet.scene, self._sheet.frame, self._sheet
        words, sheet.read = "", ()
        if scene is None:
            pass
        elif sheet.carried is not None:
            words = self.words_of(sheet.carried)
        elif len(sheet.lines) == 2:
            words = between(scene, *sheet.lines)
        elif sheet.marked is not None:
            lo, hi = (round(day) for day in sheet.marked)
            words = f"Day {signed(lo)} to {signed(hi)}, {hi - lo} days: let go to see them"
        elif at is not None and frame.left <= at.x() <= frame.right:
            words = self._pointed_at(scene, at)
        self._strip.say(words)

    def _pointed_at(self, scene: Scene, at: QPointF) -> str:
        """What stands at a pixel and on its day; of a count that the day tells anyway only what is more."""
        frame, hit = self._sheet.frame, self._board.hit(at)
        day, near = frame.day(at.x()), _NEAR / frame.per_day
        found = ((number, nearest(panel, day, near)) for number, panel in enumerate(scene.panels))
        self._sheet.read = tuple((number, point) for number, point in found if point is not None)
        line = readout(scene, day, near)
        if hit is None:
            return line
        for number, point in self._sheet.read:
            if point.record == hit.record and point.exact_day:
                panel = scene.panels[number]
                told = f"{panel.label} {point.label} {panel.unit}, day {signed(point.day_lo or 0)}"
                more = hit.text.removeprefix(told).lstrip(", ")
                return f"{line}   ({more})" if more else line
        return f"{hit.text}   |   {line}"

    def words_of(self, move: Move) -> str:
        """What letting go of a day will do, with its date where day 0 is known."""
        return move.words(self._case.calendar.other_face(TimePoint.on_day(move.day)) if self._case else "")

    def _on_tip(self, at: QPoint) -> None:
        hit = self._board.hit(QPointF(at))
        self._tip.say(hit.text if hit else "", at)

    # --- the pointer

    def _on_clicked(self, at: QPointF) -> None:
        hit = self._board.hit(at)
        if hit is not None:
            self.cursor.point_at(hit.record)
            self.record_clicked.emit(hit.record)

    def _on_opened(self, at: QPointF) -> None:
        hit = self._board.hit(at)
        if hit is not None:
            self.record_opened.emit(hit.record)

    def _on_lined(self, day: float) -> None:
        """Freeze a line: the first, the second, and at a third time both are gone."""
        lines = self._sheet.lines
        self._sheet.lines = () if len(lines) == 2 else (*lines, round(day))
        self._board.refresh()
        self._say()

    def _on_carried(self, move: Move | None) -> None:
        self._sheet.carried = move
        self._board.refresh()
        self._say()

    def _on_dropped(self, move: Move) -> None:
        if move.changes:
            self.day_moved.emit(move)

    # --- keys

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; False where it means nothing here."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if key in _SHIFTED:
            held &= ~Qt.KeyboardModifier.ShiftModifier
        key = Qt.Key.Key_Return if key is Qt.Key.Key_Enter else key
        action = self._keys.get(QKeySequence(QKeyCombination(held, key)).toString())
        return action is not None and action() is not False

    def leave(self) -> None:
        """The keys go elsewhere: a day on its way is put back."""
        self.cursor.put_back()

    def _bindings(self) -> dict[str, Callable[[], object]]:
        """By keys in Qt's portable spelling; what gives False leaves its key to others."""
        return {
            "Left": lambda: self._pan(-1),
            "Right": lambda: self._pan(1),
            "+": lambda: self._stretch(1 / _ZOOM),
            "=": lambda: self._stretch(1 / _ZOOM),
            "-": lambda: self._stretch(_ZOOM),
            "Home": self.fit_wanted.emit,
            "End": self.episode_wanted.emit,
            ".": lambda: self.cursor.step(1, self._sheet.frame),
            ",": lambda: self.cursor.step(-1, self._sheet.frame),
            "Down": lambda: self.cursor.jump(1, self._sheet.frame),
            "Up": lambda: self.cursor.jump(-1, self._sheet.frame),
            "Alt+Right": lambda: self._nudge(1, start=False),
            "Alt+Left": lambda: self._nudge(-1, start=False),
            "Alt+Shift+Right": lambda: self._nudge(1, start=True),
            "Alt+Shift+Left": lambda: self._nudge(-1, start=True),
            "Return": self._enter,
            "F2": self._edit,
            "Space": self._freeze,
            "Ctrl+Right": lambda: self._walk(1),
            "Ctrl+Left": lambda: self._walk(-1),
            "Shift+Up": lambda: self._grow(1),
            "Shift+Down": lambda: self._grow(-1),
            "Shift+Home": self._board.share_alike,
            "Z": self._see_between,
            "Esc": self._escape,
        }

    def _pan(self, way: int) -> None:
        frame = self._sheet.frame
        by = way * _STEP * (frame.hi - frame.lo)
        self._board.set_days(frame.lo + by, frame.hi + by)

    def _stretch(self, factor: float) -> None:
        frame = self._sheet.frame
        zoom(self._board, factor, (frame.lo + frame.hi) / 2)

    def _nudge(self, days: int, start: bool) -> bool:
        if not self.cursor.nudge(days, start):
            return False
        assert self._sheet.carried is not None
        self._strip.say(f"{self.words_of(self._sheet.carried)}. {_KEEPS}")
        return True

    def _enter(self) -> bool:
        """Keep a day on its way, else go to the record of the mark in hand."""
        row = self.cursor.row
        if not self.cursor.keep() and row is not None:
            self.record_clicked.emit(row.record)
        return row is not None

    def _edit(self) -> bool:
        row = self.cursor.row
        if row is not None:
            self.record_opened.emit(row.record)
        return row is not None

    def _day(self) -> float:
        """The day that keys mean: of the crosshair, else of the mark in hand, else in the middle."""
        frame, row = self._sheet.frame, self.cursor.row
        if self._sheet.pointer is not None:
            return frame.day(self._sheet.pointer)
        return row.lo if row is not None else (frame.lo + frame.hi) / 2

    def _freeze(self) -> None:
        self._on_lined(self._day())

    def _walk(self, days: int) -> None:
        """Move the crosshair by a day, and read out what stands there."""
        frame = self._sheet.frame
        day = min(max(round(self._day()) + days, frame.lo), frame.hi)
        x = frame.x(day)
        self._sheet.pointer = x
        self._say(QPointF(x, -1.0))
        self._board.refresh()

    def _see_between(self) -> bool:
        """Bring the days between the two lines into sight."""
        if len(self._sheet.lines) == 2:
            self._board.set_days(min(self._sheet.lines), max(self._sheet.lines))
        return len(self._sheet.lines) == 2

    def _grow(self, way: int) -> None:
        """Of the panel of the mark in hand, or of the lanes if it stands there; else of the first panel."""
        row = self.cursor.row
        self._board.grow(row.group if row is not None else 0, way)

    def _escape(self) -> bool:
        """Put back what is on its way, else take the lines away."""
        if self._board.hand.cancel() or self.cursor.put_back():
            return True
        had, self._sheet.lines = self._sheet.lines, ()
        self._board.refresh()
        self._say()
        return bool(had)

    def say_row(self, row: Row) -> None:
        """Read out the mark in hand."""
        self._strip.say(f"{row.where}: {row.value}" if row.where not in row.value else row.value)
