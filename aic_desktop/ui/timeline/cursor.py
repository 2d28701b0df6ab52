"""The mark in hand for those who use keys: from mark to mark in the order of reading, and its days moved."""

from bisect import bisect_left
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene import Scene
from aic_desktop.ui.timeline.canvas import Frame
from aic_desktop.ui.timeline.grips import START, STOP, WHOLE, Grip, Grips, Move
from aic_desktop.ui.timeline.rows import Row, rows_of


class Marks:
    """The rows of a scene, made when they are first asked for: thousands of them take a while."""

    def __init__(self, scene: Scene | None) -> None:
        """Of no scene there are none."""
        self._scene = scene

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """In the order of reading."""
        return rows_of(self._scene) if self._scene else ()

    @cached_property
    def places(self) -> dict[RecordId, int]:
        """The first row of each record."""
        return {row.record: len(self.rows) - 1 - n for n, row in enumerate(reversed(self.rows))}

    @cached_property
    def groups(self) -> dict[int, list[int]]:
        """The rows of each panel and lane."""
        found: dict[int, list[int]] = {}
        for place, row in enumerate(self.rows):
            found.setdefault(row.group, []).append(place)
        return found


class Cursor(QObject):
    """Told what the keys want; tells which mark is in hand, and of a day on its way."""

    taken = Signal(object)  # the Row in hand
    carried = Signal(object)  # a Move that waits to be kept, None when it is over
    dropped = Signal(object)  # a Move to be stored

    def __init__(self, parent: QObject) -> None:
        """Nothing is in hand."""
        super().__init__(parent)
        self.marks = Marks(None)
        self._grips: Grips | None = None
        self._record: RecordId | None = None
        self._at: int | None = None  # its row, once it was asked for
        self._move: Move | None = None

    def show(self, scene: Scene | None, grips: Grips | None) -> None:
        """Another scene; the mark in hand stays in hand while it is there."""
        self.put_back()
        self.marks, self._grips, self._at = Marks(scene), grips, None

    @property
    def place(self) -> int | None:
        """The number of the row in hand."""
        if self._at is None and self._record is not None:
            self._at = self.marks.places.get(self._record)
        return self._at

    @property
    def row(self) -> Row | None:
        """The mark in hand."""
        place = self.place
        return None if place is None else self.marks.rows[place]

    def point_at(self, record: RecordId | None) -> None:
        """Take a record in hand, by its first mark unless another of its own is; without telling anybody."""
        if record != self._record:
            self.put_back()
            self._record, self._at = record, None

    def put(self, place: int) -> None:
        """Take the row of a number in hand, and tell."""
        self.put_back()
        row = self.marks.rows[place]
        self._record, self._at = row.record, place
        self.taken.emit(row)

    def step(self, way: int, frame: Frame) -> None:
        """To the next mark (1) or the one before (-1); at first to the first one in sight."""
        rows = self.marks.rows
        if not rows:
            return
        held = self.place
        if held is None:
            seen = (n for n, row in enumerate(rows) if row.hi >= frame.lo and row.lo <= frame.hi)
            self.put(next(seen, 0))
        else:
            self.put(min(max(held + way, 0), len(rows) - 1))

    def jump(self, way: int, frame: Frame) -> None:
        """To the mark nearest in days in the next panel or lane below (1) or above (-1) that holds any."""
        held = self.row
        if held is None:
            self.step(1, frame)
            return
        rows, groups = self.marks.rows, sorted(self.marks.groups)
        place = groups.index(held.group) + way
        if 0 <= place < len(groups):
            others = self.marks.groups[groups[place]]
            after = bisect_left(others, held.lo, key=self._day)
            near = others[max(after - 1, 0) : after + 1]
            self.put(min(near, key=lambda n: abs(rows[n].lo - held.lo)))

    def _day(self, place: int) -> float:
        return self.marks.rows[place].lo

    def nudge(self, days: int, start: bool) -> bool:
        """Move the end (or the `start`) of the mark in hand, or its only day; False where it has none."""
        grip = self._grip(start)
        if grip is None:
            return False
        held = self._move if self._move and self._move.grip == grip else Move(grip, grip.day)
        self._move = Move(grip, round(min(max(held.day + days, grip.lo), grip.hi)))
        self.carried.emit(self._move)
        return True

    def _grip(self, start: bool) -> Grip | None:
        if self._record is None or self._grips is None:
            return None
        found = self._grips.of(self._record)
        return found.get(WHOLE) or found.get(START if start else STOP) or found.get(STOP if start else START)

    def keep(self) -> bool:
        """Store the day that is on its way; whether there was one."""
        move, self._move = self._move, None
        if move is None:
            return False
        self.carried.emit(None)
        self.dropped.emit(move)
        return True

    def put_back(self) -> bool:
        """Leave the day where it was; whether one was on its way."""
        move, self._move = self._move, None
        if move is not None:
            self.carried.emit(None)
        return move is not None
