"""A Qt table of fields of records: what record tables and the counts grid have in common."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from aic_desktop.domain.records import Record
from aic_desktop.domain.spec import Field, Kind
from aic_desktop.ui.forms.faces import Face, State, face
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.forms.together import type_together

Index = QModelIndex | QPersistentModelIndex
Place = tuple[int, int]  # row and column
Role = Qt.ItemDataRole
STATE = Role.UserRole + 2
NUMBERS = (Kind.INT, Kind.QUANTITY, Kind.TIME, Kind.DATE)


class CellsModel(QAbstractTableModel):
    """Subclasses say which record and field stand in a cell; texts go through the session."""

    def __init__(self, session: CaseSession) -> None:
        """Owned by the session's page."""
        super().__init__(session)
        self.session = session

    def cell(self, index: Index) -> tuple[Record, Field] | None:
        """The record and field of a cell; None where a cell holds none."""
        raise NotImplementedError

    def records(self, index: Index) -> tuple[Record, ...]:
        """The records that a reason or a note in this cell is for."""
        found = self.cell(index)
        return (found[0],) if found else ()

    def row_records(self, row: int) -> tuple[Record, ...]:
        """The records that a row is made of."""
        return self.records(self.index(row, 0))

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The text, or how the field stands."""
        found = self.cell(index) if index.isValid() else None
        if found is None:
            return None
        record, field = found
        if role == Role.EditRole:
            return self.session.text(record, field)
        if role == Role.TextAlignmentRole:
            across = Qt.AlignmentFlag.AlignRight if field.kind in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return across | Qt.AlignmentFlag.AlignVCenter
        if role in (Role.DisplayRole, Role.ToolTipRole, Role.FontRole, STATE):
            return _shown(face(self.session, record, field), role)
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Store a typed text; one that cannot be stored stays in the cell."""
        found = self.cell(index)
        if role != Role.EditRole or found is None:
            return False
        stored = self.session.type_text(*found, str(value))
        self.dataChanged.emit(index, index)
        if stored:
            self.tell(index)
        return stored

    def tell(self, index: Index) -> None:
        """Say at the foot how what was just typed was understood, where there is something to say."""
        found = self.cell(index)
        words = face(self.session, *found).understood if found else ""
        if found and words:
            self.session.said.emit(f"{found[1].label}: {words}")

    def type_all(self, label: str, texts: Mapping[Place, str]) -> None:
        """Store texts by row and column as one step; what cannot be stored stays in its cell."""
        typed = [(*found, text) for place, text in texts.items() if (found := self.cell(self.index(*place)))]
        type_together(self.session, label, typed)
        self.all_changed()

    def choose(self, index: Index, which: int) -> None:
        """Settle a pending question in a cell: 0 keeps the likeliest reading, 1 takes the other."""
        found = self.cell(index)
        if found is not None:
            self.session.choose(*found, which)
            self.all_changed()

    def stop_typing(self, index: Index) -> None:
        """A cell is left or put back: see `CaseSession.stop_typing`."""
        found = self.cell(index) if index.isValid() else None
        if found is not None:
            self.session.stop_typing(*found)

    def forget(self, index: Index) -> None:
        """Forget a text in a cell that was not stored."""
        found = self.cell(index) if index.isValid() else None
        if found is not None:
            self.session.revert(*found)
            self.all_changed()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be typed into."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def all_changed(self) -> None:
        """Have every cell drawn again, and nothing else."""
        if self.rowCount() and self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _shown(seen: Face, role: int) -> Any:
    if role == Role.DisplayRole:
        return " ".join(part for part in (seen.text or seen.placeholder, seen.mark) if part)
    if role == Role.FontRole:
        if seen.state is not State.MISSING:
            return None
        font = QFont()
        font.setItalic(True)
        return font
    if role == Role.ToolTipRole:
        return "\n\n".join(filter(None, (seen.understood, seen.tooltip))) or None
    return seen.state.value
