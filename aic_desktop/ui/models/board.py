"""The completeness board as a table: cases down, what is expected across, blanks counted per column."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from aic_desktop.domain.rules import Grade
from aic_desktop.reporting.completeness import Completeness
from aic_desktop.reporting.expected import ITEMS, Mark, State

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
MARKS = {State.FILLED: "●", State.EXPLAINED: "○", State.BLANK: "·", State.NOT_ASKED: "–"}
_GRADES = tuple(Grade)
_URGENCY = {state: place for place, state in enumerate(State)}


class Column(NamedTuple):
    """`heading` over the column, `label` in full; `item` is its place in ITEMS, if it is of one."""

    heading: str
    label: str
    item: int | None = None
    grade: int | None = None


CODE = Column("Patient", "Patient code")
PERCENT = Column("% complete", "Filled or explained, of all that is expected of the case")
OTHERS = Column("Other required", "Other required fields that are blank")
COLUMNS: tuple[Column, ...] = (
    CODE,
    PERCENT,
    *(Column(item.heading, item.label, place) for place, item in enumerate(ITEMS)),
    OTHERS,
    *(Column(f"{g.label.capitalize()}s", f"Open {g.label}s", grade=place) for place, g in enumerate(_GRADES)),
)


class BoardModel(QAbstractTableModel):
    """One row per case, kept in the order chosen; a row that changes is drawn again, and no other."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty until `fill`."""
        super().__init__(parent)
        self._given: tuple[Completeness, ...] = ()
        self._rows: list[Completeness] = []
        self._sorted: tuple[int, Qt.SortOrder] = (0, Qt.SortOrder.AscendingOrder)
        self._flags: dict[str, tuple[Completeness, tuple[bool, ...]]] = {}  # of each case, beside COLUMNS
        self._blanks = [0] * len(COLUMNS)
        self._alarm: QColor | None = None

    # -- what is shown ----------------------------------------------------------------------------

    def fill(self, rows: tuple[Completeness, ...], alarm: QColor) -> None:
        """Show these cases; `alarm` is the ground of what is blank. The same cases stay where they are."""
        self._alarm = alarm
        same = [row.id for row in rows] == [row.id for row in self._given]
        self._given = rows
        if same:
            self._replace({row.id: row for row in rows})
        else:
            self.beginResetModel()
            self._rows = self._ordered()
            self._count()
            self.endResetModel()

    def _replace(self, now: dict[str, Completeness]) -> None:
        changed = [place for place, row in enumerate(self._rows) if now[row.id] is not row]
        for place in changed:
            self._rows[place] = now[self._rows[place].id]
        self._count()
        for place in changed:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))
        if changed:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _count(self) -> None:
        """In how many of the rows each column has something to say; only what is new is looked through."""
        for row in self._rows:
            if row.id not in self._flags or self._flags[row.id][0] is not row:
                self._flags[row.id] = (row, tuple(_stands_out(row, column) for column in COLUMNS))
        flags = [self._flags[row.id][1] for row in self._rows]
        self._blanks = [sum(column) for column in zip(*flags, strict=True)] or [0] * len(COLUMNS)

    def row_at(self, index: Index) -> Completeness | None:
        """The case behind an index."""
        return self._rows[index.row()] if index.isValid() else None

    def place_of(self, case_id: str) -> int:
        """The row of a case, -1 where it is not shown."""
        return next((place for place, row in enumerate(self._rows) if row.id == case_id), -1)

    def mark_at(self, index: Index) -> Mark | None:
        """What a cell leads to: an item, or the first blank of the other required fields; else None."""
        row = self.row_at(index)
        column = COLUMNS[index.column()] if row else CODE
        if row and column.item is not None:
            return row.marks[column.item]
        return row.blanks[0] if row and column is OTHERS and row.blanks else None

    def blanks(self, column: int) -> int:
        """In how many cases a column is blank; of a column of checks, in how many there are some."""
        return self._blanks[column]

    def summary(self, column: int) -> str:
        """A column in a line: “Onset of the cytopenia: 12 of 214 blank”."""
        of = f"{self._blanks[column]} of {len(self._rows)}"
        shown = COLUMNS[column]
        if shown is CODE:
            return f"{of} with nothing blank"
        if shown is PERCENT:
            return f"{shown.label}: {of} below 100 %"
        return f"{shown.label}: {of} {'blank' if shown.grade is None else 'with some'}"

    def words(self, index: Index) -> str:
        """A cell in a line, as it is read out."""
        row = self.row_at(index)
        if row is None:
            return ""
        column = COLUMNS[index.column()]
        of = "" if column is CODE else f", {column.label}"
        return f"{row.code or 'patient without code'}{of}: {_in_words(row, column)}"

    # -- Qt ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Cases."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Code, per cent, items, other required fields, checks by grade."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The mark of a cell; in words as a tip and for those who listen."""
        row = self.row_at(index)
        if row is None:
            return None
        column = COLUMNS[index.column()]
        if role == Role.DisplayRole:
            return _shown(row, column)
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return self.words(index)
        if role == Role.BackgroundRole and column.item is not None and row.marks[column.item].blank:
            return self._alarm
        if role == Role.TextAlignmentRole and column is not CODE:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The headings; rows are not numbered."""
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return COLUMNS[section].heading
        if orientation == Qt.Orientation.Horizontal and role == Role.ToolTipRole:
            return self.summary(section)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column, what needs doing first; cases alike stay in the order of the list."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [self._rows[index.row()].id for index in before]
        self._sorted = (column, order)
        self._rows = self._ordered()
        places = {row.id: place for place, row in enumerate(self._rows)}
        after = [self.index(places[case], index.column()) for case, index in zip(held, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _ordered(self) -> list[Completeness]:
        column, order = COLUMNS[self._sorted[0]], self._sorted[1]
        backwards = order == Qt.SortOrder.DescendingOrder
        if column is CODE:
            return list(reversed(self._given) if backwards else self._given)
        return sorted(self._given, key=lambda row: _urgency(row, column), reverse=backwards)


def _shown(row: Completeness, column: Column) -> str:
    if column is CODE:
        return row.code
    if column is PERCENT:
        return str(row.percent)
    if column.item is not None:
        return MARKS[row.marks[column.item].state]
    number = len(row.blanks) if column.grade is None else _checks(row, column.grade)
    return str(number or "")


def _in_words(row: Completeness, column: Column) -> str:
    if column is CODE:
        return _listed(row.missing) or "nothing is blank"
    if column is PERCENT:
        return f"{row.percent} % ({row.known} of {row.asked})"
    if column.item is not None:
        mark = row.marks[column.item]
        return mark.reason.label if mark.reason else mark.state.label
    return _shown(row, column) or "none"


def _listed(labels: Sequence[str]) -> str:
    return f"blank are {', '.join(labels)}" if labels else ""


def _urgency(row: Completeness, column: Column) -> int:
    """Small numbers first: blank before explained before filled, much open before little."""
    if column is PERCENT:
        return row.percent
    if column.item is not None:
        return _URGENCY[row.marks[column.item].state]
    return -(len(row.blanks) if column.grade is None else _checks(row, column.grade))


def _stands_out(row: Completeness, column: Column) -> bool:
    if column.item is not None:
        return row.marks[column.item].blank
    if column is CODE:
        return row.known == row.asked
    if column is PERCENT:
        return row.known < row.asked
    return bool(row.blanks if column.grade is None else _checks(row, column.grade))


def _checks(row: Completeness, grade: int) -> int:
    return row.checks[grade] if row.checks else 0
