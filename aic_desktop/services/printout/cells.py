"""A print-out as understood: what is made of every column and every cell, in words."""

from dataclasses import dataclass
from enum import StrEnum

from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.services.printout.titles import Role


class State(StrEnum):
    """How far a cell is understood."""

    PLAIN = ""  # nothing to take: empty, a remark, a title
    READ = "read"  # in one way only
    SETTLED = "warning"  # read, with something the reader should see
    ASKED = "asked"  # several readings and nothing that tells which: not taken until it is said
    REFUSED = "unread"  # not taken until it is corrected
    SAME = "same"  # recorded already
    WAITS = "waits"  # for its day


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One cell: the words say how it was read, or why it is not taken."""

    text: str
    state: State = State.PLAIN
    words: str = ""
    value: TimePoint | Quantity | None = None
    readings: tuple[TimePoint | Quantity, ...] = ()
    note: str = ""  # what stood beside the value


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its title as printed and what it is taken for."""

    title: str
    role: Role
    heading: str  # what it is, in a word or two
    unit: str = ""
    analyte: str = ""
    words: str = ""
    doubtful: bool = False
    settled_by: str = ""  # the decimal mark or order of dates that settles its cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One value that can be taken in; row 1 is the first line below the titles."""

    row: int
    column: int
    day: TimePoint
    time: str
    analyte: str
    value: Quantity
    note: str


@dataclass(frozen=True, slots=True)
class Printout:
    """A whole print-out as understood; cells[0] belongs to the first line below the titles."""

    columns: tuple[Column, ...]
    cells: tuple[tuple[Understood, ...], ...]
    entries: tuple[Entry, ...]

    def open_rows(self) -> set[int]:
        """The lines, from 1, that hold something not taken until it is corrected or said."""
        return {row for row, _ in self.places(State.REFUSED, State.ASKED)}

    def places(self, *states: State) -> list[tuple[int, int]]:
        """Row, from 1, and column of the cells in these states, in the order of reading."""
        return [
            (row, column)
            for row, line in enumerate(self.cells, start=1)
            for column, cell in enumerate(line)
            if cell.state in states
        ]
