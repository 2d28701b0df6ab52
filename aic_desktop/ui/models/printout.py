"""A pasted print-out as a table: its titles in the first row, every text of it to be corrected."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPalette

from aic_desktop.domain import quantity
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.text import in_words
from aic_desktop.services.printout import Column, Printout, Role, Sheet, State, Understood
from aic_desktop.ui.models.cells import STATE, Index
from aic_desktop.ui.models.cells import Role as Data

_SIGNS = {State.REFUSED: " ✗", State.ASKED: " ?", State.SETTLED: " !"}


class PrintoutModel(QAbstractTableModel):
    """Row 0 the titles; what a text was understood as stands behind it where it looks different."""

    corrected = Signal(int, int, str)  # row, column, text

    def __init__(self, parent: QObject) -> None:
        """Empty until `show`."""
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._printout: Printout | None = None

    def show(self, sheet: Sheet, printout: Printout) -> None:
        """Show another reading; the cell in hand stays in hand where the shape is the same."""
        same = self._sheet is not None and _shape(self._sheet) == _shape(sheet)
        if same:
            self._sheet, self._printout = sheet, printout
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            return
        self.beginResetModel()
        self._sheet, self._printout = sheet, printout
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Titles and lines."""
        return 0 if parent.isValid() or self._sheet is None else len(self._sheet.cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As printed."""
        return 0 if parent.isValid() or self._sheet is None else len(self._sheet.titles)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every text can be corrected."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Data.DisplayRole) -> Any:
        """The text as printed and how it was understood."""
        if not index.isValid() or self._sheet is None or self._printout is None:
            return None
        text = self._sheet.cells[index.row()][index.column()]
        column = self._printout.columns[index.column()]
        if role == Data.EditRole:
            return text
        if index.row() == 0:
            return _title(text, column, role)
        return _cell(self._printout.cells[index.row() - 1][index.column()], text, column, role)

    def setData(self, index: Index, value: Any, role: int = Data.EditRole) -> bool:
        """A corrected text: whoever shows the print-out reads it again."""
        if role != Data.EditRole or not index.isValid():
            return False
        self.corrected.emit(index.row(), index.column(), str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Data.DisplayRole) -> Any:
        """What the column is taken for."""
        if self._printout is None or role not in (Data.DisplayRole, Data.ToolTipRole):
            return None
        if orientation is Qt.Orientation.Vertical:
            return (str(section) if section else "Titles") if role == Data.DisplayRole else None
        column = self._printout.columns[section]
        if role == Data.ToolTipRole:
            return column.words or None
        return f"{column.heading}\n{column.unit}" if column.unit else column.heading


def _shape(sheet: Sheet) -> tuple[int, int]:
    return len(sheet.cells), len(sheet.titles)


def _title(text: str, column: Column, role: int) -> Any:
    if role == Data.DisplayRole:
        return text
    if role == Data.FontRole:
        font = QFont()
        font.setBold(True)
        return font
    if role == Data.ToolTipRole:
        return column.words or None
    if role == STATE:
        return State.SETTLED.value if column.doubtful else ""
    return None


def _cell(cell: Understood, text: str, column: Column, role: int) -> Any:
    if role == Data.DisplayRole:
        return f"{text}{_meaning(cell, text)}{_SIGNS.get(cell.state, '')}"
    if role == Data.ToolTipRole:
        return cell.words or None
    if role == STATE:
        return cell.state.value
    if role == Data.TextAlignmentRole and column.role is Role.VALUE:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    if role == Data.ForegroundRole and cell.state in (State.SAME, State.PLAIN, State.WAITS):
        return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
    return None


def _meaning(cell: Understood, text: str) -> str:
    """`142.000 = 142 ×10⁹/L`; nothing where the text says it already."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, Quantity):
        bare = quantity.render(cell.value, with_unit=False)
        if cell.state is State.READ and bare.replace(".", ",") == text.replace(".", ","):
            return ""
        return f"  = {quantity.render(cell.value)}"
    return f"  = {in_words(cell.value)}" if cell.state is State.SETTLED else ""
