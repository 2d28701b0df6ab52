"""One line per patient below Table 1, sorted by numbers where a column holds numbers."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from aic_desktop.reporting.cohort import PatientRow

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)")
_CODE_NUMBER = re.compile(r"(\d+)")
BY_CODE = (0, Qt.SortOrder.AscendingOrder)
_HEDGES = "<>=~≤≥ "  # before an imprecise day


class PatientTable(QAbstractTableModel):
    """The lines of a set of patients."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty until `fill`."""
        super().__init__(parent)
        self._headings: tuple[str, ...] = ()
        self._rows: list[PatientRow] = []
        self._sorted = BY_CODE

    def fill(self, headings: tuple[str, ...], rows: Sequence[PatientRow]) -> None:
        """Show other patients, given by their code, in the order chosen last."""
        self.beginResetModel()
        self._headings, self._rows = headings, list(rows)
        if self._sorted != BY_CODE:  # else they are in order, and ten thousand take long to be put so
            self._order()
        self.endResetModel()

    def row_at(self, index: Index) -> PatientRow | None:
        """The patient behind an index."""
        return self._rows[index.row()] if index.isValid() else None

    def grid(self) -> list[tuple[str, ...]]:
        """Headings and lines as they are shown."""
        return [self._headings, *(row.cells for row in self._rows)]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Patients."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell; whole as a tip, for it may be cut off."""
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()].cells[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings; lines are not numbered."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headings[section] if section < len(self._headings) else None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; patients without an entry come last either way."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [self._rows[index.row()].id for index in before]
        self._sorted = (column, order)
        self._order()
        places = {row.id: place for place, row in enumerate(self._rows)}
        after = [
            self.index(places[row_id], index.column()) for row_id, index in zip(held, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _order(self) -> None:
        column, order = self._sorted
        if column < 0:
            return
        filled = [row for row in self._rows if row.cells[column]]
        empty = [row for row in self._rows if not row.cells[column]]
        filled.sort(
            key=lambda row: sorting_key(row.cells[column], code=column == 0),
            reverse=order == Qt.SortOrder.DescendingOrder,
        )
        self._rows = filled + empty


def sorting_key(text: str, code: bool = False) -> tuple[tuple[int, float, str], ...]:
    """Numbers by value before words; in a patient code a hyphen is no minus."""
    parts = (_CODE_NUMBER if code else _NUMBER).split(text.casefold().lstrip(_HEDGES).removeprefix("about "))
    return tuple(
        (0, float(part), "") if place % 2 else (1, 0.0, part) for place, part in enumerate(parts) if part
    )
