"""A table that is typed into like a spreadsheet, every key of a field working in its cells."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from aic_desktop.domain.spec import Field
from aic_desktop.ui.forms.blocks_view import BlocksView
from aic_desktop.ui.forms.field_edit import OTHER_READING, FieldEdit
from aic_desktop.ui.forms.layout import characters
from aic_desktop.ui.forms.wishes import WISHES, Request, Wanted, add_wishes, wish_of
from aic_desktop.ui.models.cells import STATE, CellsModel, Index

MEASURED_ROWS = 40
MARKS = {
    "unread": "#c0392b",
    "error": "#c0392b",
    "asked": "#b7791f",
    "warning": "#b7791f",
    "confirmed": "#8a8f98",
}


class MarkedDelegate(QStyledItemDelegate):
    """Marks a cell's state at its edge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell, and a bar at its left edge where something needs attention."""
        super().paint(painter, option, index)
        colour = MARKS.get(str(index.data(STATE) or ""))
        if colour:
            rect = option.rect
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(colour))


class CellDelegate(MarkedDelegate):
    """Edits a cell with the field's own editor and marks its state at the cell's edge."""

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """A line for the field of the cell."""
        model = index.model()
        assert isinstance(model, CellsModel)
        found = model.cell(index)
        if found is None:
            return None  # type: ignore[return-value]  # for Qt: this cell cannot be edited
        editor = FieldEdit(found[1], parent, in_table=True)
        editor.setFrame(False)
        editor.offer(model.session.case)
        editor.offer_units(model.session.units(*found))
        view = self.parent()
        if isinstance(view, CellsView):
            editor.textEdited.connect(view.on_typed)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The text as it stands, pending or stored."""
        if isinstance(editor, FieldEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What was typed goes to the session."""
        if isinstance(editor, FieldEdit) and isinstance(model, CellsModel):
            model.stop_typing(index)
            model.setData(index, editor.text())


class CellsView(BlocksView):
    """Keys: type or F2 to edit, Tab and Enter to go on, Del to clear, Ctrl+Del to take out the row."""

    _begun = 0  # the column in which the row in hand was begun
    _by_tab = False

    def __init__(self, model: CellsModel, parent: QWidget | None = None) -> None:
        """Shows `model`."""
        super().__init__(model, parent)
        self.setItemDelegate(CellDelegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.verticalHeader()
        header.setDefaultSectionSize(self.fontMetrics().height() + 8)
        header.setMinimumSectionSize(self.fontMetrics().height() + 6)
        header.setHighlightSections(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give each column the width of what it holds."""
        metrics = self.fontMetrics()
        for column in range(self._cells.columnCount()):
            index = self._cells.index(0, column)
            found = self._cells.cell(index) if index.isValid() else None
            title = str(self._cells.headerData(column, Qt.Orientation.Horizontal) or "")
            title_width = max(metrics.horizontalAdvance(line) for line in title.split("\n"))
            most = characters(found[1]) * metrics.averageCharWidth() if found else 0
            texts = (
                str(self._cells.index(row, column).data() or "")
                for row in range(min(self._cells.rowCount(), MEASURED_ROWS))
            )
            held = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            most = max(most, metrics.horizontalAdvance("not applicable"))
            self.setColumnWidth(column, max(title_width, min(held, most), most // 2) + 20)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes on to the next row, to the column in which this row was begun."""
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._go_down()
        elif hint is QAbstractItemDelegate.EndEditHint.RevertModelCache:
            self._cells.stop_typing(self.currentIndex())

    def on_typed(self, text: str) -> None:
        """Keep what stands in the cell being edited."""
        found = self._cells.cell(self.currentIndex())
        if found is not None:
            self._cells.session.typing(*found, text)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Tab alone goes on within what was begun; any other way to a cell begins there."""
        steps = (QAbstractItemView.CursorAction.MoveNext, QAbstractItemView.CursorAction.MovePrevious)
        self._by_tab = action in steps
        return super().moveCursor(action, modifiers)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Remember where this row was begun: Enter comes back to that column in the next."""
        super().currentChanged(current, previous)
        if not self._by_tab or current.row() != previous.row():
            self._begun = current.column()
        self._by_tab = False
        focused = QApplication.focusWidget()
        if focused is self or (focused is not None and self.isAncestorOf(focused)):
            self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell which record is in hand."""
        super().focusInEvent(event)
        self._tell()

    def _tell(self) -> None:
        index = self.currentIndex()
        held = self._cells.records(index) if index.isValid() else ()
        self._cells.session.in_hand.emit(held[0].id if held else "")

    def flush(self) -> None:
        """Commit the cell being edited."""
        if self.state() is QAbstractItemView.State.EditingState:
            editor = self.indexWidget(self.currentIndex()) or self.focusWidget()
            if isinstance(editor, FieldEdit):
                self.commitData(editor)
                self.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a spreadsheet and of a field, in the current cell."""
        if not self.take_key(event):
            self._key_of_a_field(event)

    def _key_of_a_field(self, event: QKeyEvent) -> None:
        found = self._cells.cell(self.currentIndex())
        key, wanted = Qt.Key(event.key()), WISHES.get(event.keyCombination())
        if wanted or key is OTHER_READING:
            self.flush()
        if found is None:
            super().keyPressEvent(event)
        elif wanted:
            self._request(wanted, found[1])
        elif key in (Qt.Key.Key_F7, Qt.Key.Key_Escape):
            self._settle(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._cells.choose(self.currentIndex(), 0)
            self._go_down()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and self._at_end(key):
            self.focusNextPrevChild(key is Qt.Key.Key_Tab)
        else:
            super().keyPressEvent(event)

    def _settle(self, key: Qt.Key) -> None:
        if key is Qt.Key.Key_F7:
            self._cells.choose(self.currentIndex(), 1)
        else:
            self._cells.forget(self.currentIndex())

    def _request(self, wanted: Wanted, field: Field) -> None:
        """For the cell in hand, and those selected above and below it."""
        column = self.currentIndex().column()
        chosen = [index for index in self.selectedIndexes() if index.column() == column]
        records = self._cells.records(self.currentIndex())
        if len(chosen) > 1:
            case = self._cells.session.case
            held = [record for index in sorted(chosen) for record in self._cells.records(index)]
            records = tuple(record for record in held if case and case.find(record.id)) or records
        if records:
            self._cells.session.requested.emit(Request(wanted, records, field, self))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What the field of the cell in hand can be asked for."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_wishes(menu)
        menu.triggered.connect(self._on_menu)
        menu.popup(event.globalPos())

    def _on_menu(self, action: QAction) -> None:
        wanted = wish_of(action)
        if wanted:
            self.wish(wanted)

    def wish(self, wanted: Wanted) -> bool:
        """Ask for something of the cell in hand; False where it holds no field."""
        found = self._cells.cell(self.currentIndex())
        if found is not None:
            self.flush()
            self._request(wanted, found[1])
        return found is not None

    def _go_down(self) -> None:
        below = self._cells.index(self.currentIndex().row() + 1, self._begun)
        if below.isValid():
            self.setCurrentIndex(below)

    def _at_end(self, key: Qt.Key) -> bool:
        index = self.currentIndex()
        if key is Qt.Key.Key_Backtab:
            return index.row() == 0 and index.column() == 0
        return index.row() == self._cells.rowCount() - 1 and index.column() == self._cells.columnCount() - 1
