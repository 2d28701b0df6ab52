"""What the pointer does on the board: it points, clicks, and drags days, ranges, dividers and records."""

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from aic_desktop.ui.timeline.canvas import Frame
from aic_desktop.ui.timeline.grips import Grip, Move

_SLACK = 4.0  # pixels a hand may tremble in a click
_NOTCH = 120.0  # eighths of a degree
_PER_NOTCH = 0.75  # of the days in sight
_PAN_PER_NOTCH = 0.1

Button, Modifier, Shape = Qt.MouseButton, Qt.KeyboardModifier, Qt.CursorShape


class Ground(Protocol):
    """What the hand needs of the board it moves on."""

    @property
    def frame(self) -> Frame:
        """The days in sight and their pixels."""

    def set_days(self, lo: float, hi: float) -> None:
        """Bring days into sight."""

    def scroll_by(self, notches: float) -> None:
        """Move the lanes up or down."""

    def over_names(self, at: QPointF) -> bool:
        """Whether a pixel is beside the lanes, where a wheel scrolls them."""

    def answers(self, at: QPointF) -> bool:
        """Whether there is something to click on."""

    def grip_at(self, at: QPointF) -> Grip | None:
        """What would be carried from there."""

    def divider_at(self, at: QPointF) -> int | None:
        """The panel whose lower divider is there."""

    def move_divider(self, number: int, y: float) -> None:
        """Put a divider somewhere else."""

    def share_alike(self) -> None:
        """Put every divider back to where it is by itself."""

    def mark_range(self, days: tuple[float, float] | None) -> None:
        """Show which days are about to be brought into sight."""


class _Drag(Protocol):
    """What goes on between pressing and letting go."""

    def move(self, at: QPointF) -> None: ...

    def drop(self, at: QPointF) -> None: ...

    def cancel(self) -> None: ...


class _Pan:
    """The days follow the hand."""

    def __init__(self, hand: "Hand", at: QPointF) -> None:
        self._hand, self._x, self._begin = hand, at.x(), hand.ground.frame

    def move(self, at: QPointF) -> None:
        shift = (self._x - at.x()) / self._begin.per_day
        self._hand.ground.set_days(self._begin.lo + shift, self._begin.hi + shift)

    def drop(self, at: QPointF) -> None:
        self.move(at)

    def cancel(self) -> None:
        self._hand.ground.set_days(self._begin.lo, self._begin.hi)


class _Range:
    """Days are marked; letting go brings them into sight."""

    def __init__(self, hand: "Hand", at: QPointF) -> None:
        self._hand, self._day = hand, hand.ground.frame.day(at.x())

    def _days(self, at: QPointF) -> tuple[float, float]:
        frame = self._hand.ground.frame
        day = min(max(frame.day(at.x()), frame.lo), frame.hi)
        return min(self._day, day), max(self._day, day)

    def move(self, at: QPointF) -> None:
        self._hand.ground.mark_range(self._days(at))

    def drop(self, at: QPointF) -> None:
        self.cancel()
        self._hand.ground.set_days(*self._days(at))

    def cancel(self) -> None:
        self._hand.ground.mark_range(None)


class _Divide:
    """The divider under a panel follows the hand."""

    def __init__(self, hand: "Hand", at: QPointF, number: int) -> None:
        self._hand, self._number, self._begin = hand, number, at.y()

    def move(self, at: QPointF) -> None:
        self._hand.ground.move_divider(self._number, at.y())

    def drop(self, at: QPointF) -> None:
        self.move(at)
        self._hand.divided.emit()

    def cancel(self) -> None:
        self._hand.ground.move_divider(self._number, self._begin)


class _Carry:
    """A day of a record is shown where the hand is; letting go stores it."""

    def __init__(self, hand: "Hand", at: QPointF, grip: Grip) -> None:
        frame = hand.ground.frame
        exact_mark = grip.exact or not grip.single
        self._hand, self._grip = hand, grip
        self._off = frame.day(at.x()) - grip.at if exact_mark else grip.day - grip.at

    def _move(self, at: QPointF) -> Move:
        grip = self._grip
        day = grip.day + round(self._hand.ground.frame.day(at.x()) - self._off - grip.at)
        return Move(grip, round(min(max(day, grip.lo), grip.hi)))

    def move(self, at: QPointF) -> None:
        self._hand.carried.emit(self._move(at))

    def drop(self, at: QPointF) -> None:
        self.cancel()
        self._hand.dropped.emit(self._move(at))

    def cancel(self) -> None:
        self._hand.carried.emit(None)


class Hand(QObject):
    """Watches the board; whoever shows the case listens."""

    pointed = Signal(object)  # QPointF, None when the pointer has left
    clicked = Signal(object)  # QPointF
    opened = Signal(object)  # QPointF of a double click
    lined = Signal(float)  # the day at which a line is to be frozen
    carried = Signal(object)  # Move, None when it is over
    dropped = Signal(object)  # Move
    divided = Signal()
    tip_wanted = Signal(QPoint)  # the pointer rests

    def __init__(self, board: QWidget, ground: Ground) -> None:
        """`board` is the widget watched, `ground` what is moved."""
        super().__init__(board)
        self.ground = ground
        self._board = board
        self._pressed: QPointF | None = None
        self._drag: _Drag | None = None
        self._begin: Callable[[], _Drag] | None = None
        self._handlers: dict[QEvent.Type, Callable[[QEvent], bool]] = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.MouseButtonDblClick: self._double,
            QEvent.Type.Wheel: self._wheel,
            QEvent.Type.Leave: self._leave,
            QEvent.Type.ToolTip: self._rest,
        }
        board.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what a hand does; leave the rest to the board."""
        handler = self._handlers.get(event.type())
        return handler(event) if handler and watched is self._board else False

    def cancel(self) -> bool:
        """Put back what is being dragged; whether anything was."""
        drag, self._drag, self._begin, self._pressed = self._drag, None, None, None
        if drag is not None:
            drag.cancel()
        return drag is not None

    def _press(self, event: QEvent) -> bool:
        mouse = cast(QMouseEvent, event)
        if self._pressed is not None or mouse.button() not in (Button.LeftButton, Button.RightButton):
            return True
        self._pressed = at = mouse.position()
        held = mouse.modifiers()
        self._begin = None if held & Modifier.ControlModifier else self._kind_of_drag(mouse, at)
        return True

    def _kind_of_drag(self, mouse: QMouseEvent, at: QPointF) -> Callable[[], _Drag]:
        if mouse.button() == Button.RightButton or mouse.modifiers() & Modifier.ShiftModifier:
            return lambda: _Range(self, at)
        divider, grip = self.ground.divider_at(at), self.ground.grip_at(at)
        if divider is not None:
            return lambda: _Divide(self, at, divider)
        if grip is not None:
            return lambda: _Carry(self, at, grip)
        return lambda: _Pan(self, at)

    def _move(self, event: QEvent) -> bool:
        at = cast(QMouseEvent, event).position()
        if self._begin and self._pressed and (at - self._pressed).manhattanLength() >= _SLACK:
            self._drag, self._begin = self._begin(), None
        if self._drag is not None:
            self._drag.move(at)
        elif self._pressed is None:
            self._board.setCursor(self._shape(at))
        self.pointed.emit(at)
        return True

    def _release(self, event: QEvent) -> bool:
        mouse = cast(QMouseEvent, event)
        at, pressed, drag = mouse.position(), self._pressed, self._drag
        self._pressed = self._drag = self._begin = None
        if drag is not None:
            drag.drop(at)
        elif pressed is not None and mouse.button() == Button.LeftButton:
            if mouse.modifiers() & Modifier.ControlModifier:
                self.lined.emit(self.ground.frame.day(at.x()))
            else:
                self.clicked.emit(at)
        self._board.setCursor(self._shape(at))
        return True

    def _double(self, event: QEvent) -> bool:
        self.cancel()
        at = cast(QMouseEvent, event).position()
        if self.ground.divider_at(at) is not None:
            self.ground.share_alike()
        elif cast(QMouseEvent, event).button() == Button.LeftButton:
            self.opened.emit(at)
        return True

    def _wheel(self, event: QEvent) -> bool:
        """Up and down stretches the days about the pointer, sideways or with Shift moves them."""
        wheel = cast(QWheelEvent, event)
        at, angle, frame = wheel.position(), wheel.angleDelta(), self.ground.frame
        sideways = angle.x() or (angle.y() if wheel.modifiers() & Modifier.ShiftModifier else 0)
        if self.ground.over_names(at):
            self.ground.scroll_by(angle.y() / _NOTCH)
        elif sideways:
            shift = -sideways / _NOTCH * _PAN_PER_NOTCH * (frame.hi - frame.lo)
            self.ground.set_days(frame.lo + shift, frame.hi + shift)
        elif angle.y():
            zoom(self.ground, _PER_NOTCH ** (angle.y() / _NOTCH), frame.day(at.x()))
        return True

    def _rest(self, event: QEvent) -> bool:
        self.tip_wanted.emit(cast(QHelpEvent, event).pos())
        return True

    def _leave(self, _event: QEvent) -> bool:
        self.pointed.emit(None)
        return False

    def _shape(self, at: QPointF) -> Qt.CursorShape:
        if self.ground.divider_at(at) is not None:
            return Shape.SplitVCursor
        if self.ground.grip_at(at) is not None:
            return Shape.SizeHorCursor
        return Shape.PointingHandCursor if self.ground.answers(at) else Shape.CrossCursor


def zoom(ground: Ground, factor: float, day: float) -> None:
    """Stretch the days in sight to `factor` of them, with one day staying where it is."""
    frame = ground.frame
    ground.set_days(day - (day - frame.lo) * factor, day + (frame.hi - day) * factor)
