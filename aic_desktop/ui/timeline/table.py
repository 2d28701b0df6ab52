"""The table beside the plot: exactly what is drawn, to be read, heard and copied."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from aic_desktop.ui.timeline.rows import HEADINGS, Row, as_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_MEASURED = 60  # rows that the widths of columns are made for
_SHARES = (0.28, 0.22, 0.16)  # of the table at most, for all columns but the last


class MarksModel(QAbstractTableModel):
    """A row for each mark of a scene."""

    def __init__(self, parent: QObject) -> None:
        """Empty until `fill`."""
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def fill(self, rows: tuple[Row, ...]) -> None:
        """Show these marks."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Marks."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Where, day, what, value."""
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The words of a mark; the whole of them as a tip, for columns that are too narrow."""
        if index.isValid() and role in (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole):
            row = self.rows[index.row()]
            return (row.where, row.days, row.what, row.value)[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The headings; rows are not numbered."""
        shown = orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole
        return HEADINGS[section] if shown else None


class MarksTable(QTableView):
    """Moving from row to row goes from mark to mark; Ctrl+C copies the rows selected, or all."""

    picked = Signal(int)  # the number of the row in hand
    opened = Signal(int)  # of the row to be edited

    def __init__(self, parent: QWidget) -> None:
        """Empty until `show_rows`."""
        super().__init__(parent)
        self._marks = MarksModel(self)
        self.setModel(self._marks)
        self.setAccessibleName("Timeline as a table")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.doubleClicked.connect(self._on_opened)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show the marks of a scene, none of them in hand."""
        self._marks.fill(rows)
        self._share()

    def _share(self) -> None:
        """As wide as what they hold, within their shares: values are the longest."""
        measure, rows = self.fontMetrics().horizontalAdvance, self._marks.rows[:_MEASURED]
        for column, share in enumerate(_SHARES):
            texts = [HEADINGS[column], *(str(row[1 + column]) for row in rows)]
            widest = max(map(measure, texts)) + 16
            self.setColumnWidth(column, min(widest, round(share * self.viewport().width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._share()

    def take(self, place: int | None) -> None:
        """Bring a row in hand, without telling anybody."""
        current = self.currentIndex()
        if place is None or (current.isValid() and current.row() == place):
            return
        self.blockSignals(True)
        self.selectRow(place)
        self.blockSignals(False)
        self.scrollTo(self._marks.index(place, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which mark is in hand."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.picked.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy; Enter and F2 go to the record."""
        current = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and current.isValid():
            self._on_opened(current)
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The rows selected, or all where it is one or none, to the clipboard."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = [self._marks.rows[n] for n in chosen] if len(chosen) > 1 else self._marks.rows
        QGuiApplication.clipboard().setText(as_text(rows))

    def _on_opened(self, index: Index) -> None:
        self.opened.emit(index.row())
