"""The one editor for every kind of field: a line that keeps what was typed and says how it was understood."""

from typing import cast

from PySide6.QtCore import (
    QEvent,
    QKeyCombination,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCompleter, QLineEdit, QMenu, QWidget

from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.domain.quantity import with_unit
from aic_desktop.domain.records import RECORD_OF
from aic_desktop.domain.spec import Field, Kind
from aic_desktop.domain.text import title_of
from aic_desktop.domain.units import Units, shown
from aic_desktop.ui.forms.wishes import WISHES, Wanted, add_wishes, wish_of

SEARCHED = Qt.ItemDataRole.UserRole + 1
OTHER_READING = Qt.Key.Key_F7
LEAVING = (OTHER_READING, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter)
# On X11 also "end of line" and "delete to the end of the line".
WINDOW_S = tuple(
    QKeyCombination(Qt.KeyboardModifier.ControlModifier, k) for k in (Qt.Key.Key_E, Qt.Key.Key_K)
)
PICKED = (Kind.CHOICE, Kind.CHOICES, Kind.CODE, Kind.LINK)


def suggestions(field: Field, case: Case | None) -> list[tuple[str, str]]:
    """What can be picked: the words shown, and all words it is found by."""
    if field.choice is not None:
        return [(choice.label, f"{choice.label} {choice.value}") for choice in field.choice]
    if field.kind is Kind.CODE:
        listed = (case.codes if case else SHIPPED).listed(field.spec.codes).values()
        return [(code.label, " ".join((code.label, code.id, *code.aliases))) for code in listed]
    if field.kind is Kind.LINK and case is not None:
        titles = (title_of(record) for record in case.of(RECORD_OF[field.spec.link]))
        return [(title, title) for title in titles]
    return []


class PickCompleter(QCompleter):
    """Finds by label, alias and code; puts the label in. For choices in plural, completes the last one."""

    def __init__(self, several: bool, parent: QWidget) -> None:
        """`several`: the line holds a comma-separated list."""
        super().__init__(parent)
        self._several = several
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompletionRole(SEARCHED)
        self.setMaxVisibleItems(14)

    def fill(self, offered: list[tuple[str, str]]) -> None:
        """Offer these; each a label and the words it is found by."""
        model = QStandardItemModel(self)
        for label, words in offered:
            item = QStandardItem(label)
            item.setData(words, SEARCHED)
            model.appendRow(item)
        self.setModel(model)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The label, after what already stands in the line."""
        label = str(index.data(Qt.ItemDataRole.DisplayRole))
        if not self._several:
            return label
        widget = self.widget()
        before = widget.text().rpartition(",")[0].strip() if isinstance(widget, QLineEdit) else ""
        return f"{before}, {label}" if before else label

    def splitPath(self, path: str) -> list[str]:
        """Only the last of several is completed."""
        return [path.rpartition(",")[2].strip()] if self._several else [path]


class FieldEdit(QLineEdit):
    """A line for one field; the form tells it what to show and is told what was entered."""

    entered = Signal()  # Enter was pressed or the line was left
    escaped = Signal()
    focused = Signal()
    chosen = Signal(int)  # an answer to a pending question: 0 keeps, 1 takes the other reading
    wished = Signal(object)  # a Wanted

    def __init__(self, field: Field, parent: QWidget | None = None, in_table: bool = False) -> None:
        """An empty line for `field`; in a table the table sees to the keys of a field."""
        super().__init__(parent)
        self.field = field
        self._in_table = in_table
        self._given = ""  # what it was given to show
        self._units: tuple[str, ...] = ()
        self._keys = {
            OTHER_READING: self._take_other,
            Qt.Key.Key_F9: self.open_list,
        }
        self.setAccessibleName(field.label)
        self.setAccessibleDescription(field.spec.help)
        self._pick: PickCompleter | None = None
        self._offered: Codes | None = None  # the lists that the pick list was filled from
        if field.kind in PICKED:
            self._pick = PickCompleter(field.kind is Kind.CHOICES, self)
            self.setCompleter(self._pick)
            # Later, when the line holds what was picked.
            self._pick.activated.connect(self._on_picked, Qt.ConnectionType.QueuedConnection)
            self._list_action = QAction("▾", self)
            self._list_action.triggered.connect(self.open_list)
        self.returnPressed.connect(self._on_return)
        self.asking = False

    # What is picked from the list is put into the line by Qt as if it had been given, and not typed.

    def setText(self, text: str | None, /) -> None:
        """Show a text: nothing has been entered yet."""
        self._given = text or ""
        super().setText(text)

    def clear(self) -> None:
        """Show nothing."""
        self.setText("")

    def isModified(self) -> bool:
        """Something was typed or picked since."""
        return super().isModified() or self.text() != self._given

    def setModified(self, modified: bool, /) -> None:
        """False: what stands in the line has been seen to."""
        if not modified:
            self._given = self.text()
        super().setModified(modified)

    def _on_picked(self) -> None:
        self.textEdited.emit(self.text())

    def offer(self, case: Case | None) -> None:
        """Fill the pick list; links depend on the case."""
        codes = case.codes if case else SHIPPED
        if self._pick is not None and (self.field.kind is Kind.LINK or self._offered is not codes):
            self._offered = codes
            self._pick.fill(suggestions(self.field, case))

    def offer_units(self, units: Units | None) -> None:
        """The units that can be picked for an amount."""
        self._units = units.accepted if units else ()

    def open_list(self) -> None:
        """Show all that can be picked: of an amount, its units."""
        if self._pick is not None:
            self._pick.setCompletionPrefix("")
            self._pick.complete()
        elif len(self._units) > 1:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for unit in self._units:
                menu.addAction(shown(unit)).setData(unit)
            menu.triggered.connect(self._on_unit)
            menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _on_unit(self, action: QAction) -> None:
        """As if it had been typed behind the number."""
        text = with_unit(self.text(), action.data())
        self.selectAll()
        self.insert(text)
        self.textEdited.emit(text)

    def _on_return(self) -> None:
        if self.asking and not self.isModified():
            self.chosen.emit(0)
        else:
            self.entered.emit()

    def event(self, event: QEvent) -> bool:
        """Keys that a line would take for itself go to the window where they mean more there."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_the_window_s(cast(QKeyEvent, event)):
            event.ignore()
            return False
        if event.type() == QEvent.Type.KeyPress and self._leaves_list(cast(QKeyEvent, event)):
            # The list takes such a key past every event filter: send it again, the way a table sees it.
            self._list().hide()
            QApplication.sendEvent(self, QKeyEvent(cast(QKeyEvent, event)))
            return True
        return super().event(event)

    def _is_the_window_s(self, event: QKeyEvent) -> bool:
        """Export and quick entry everywhere; undo and redo unless something typed is not stored yet."""
        if event.keyCombination() in WINDOW_S:
            return True
        steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        return not self.isModified() and any(event.matches(step) for step in steps)

    def _list(self) -> QAbstractItemView:
        assert self._pick is not None
        return cast(QAbstractItemView, self._pick.popup())

    def _leaves_list(self, event: QKeyEvent) -> bool:
        """A key that means the line, pressed while the list is open and nothing in it chosen."""
        return (
            (event.key() in LEAVING or event.keyCombination() in WISHES)
            and self._pick is not None
            and self._list().isVisible()
            and not self._list().currentIndex().isValid()
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that it is this line's turn."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the line commits it, unless only a menu or another window was opened."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F7 other reading, F9 pick list, Esc back to what is stored, and the keys of WISHES."""
        key, wanted = Qt.Key(event.key()), WISHES.get(event.keyCombination())
        if self._in_table and (wanted or key is OTHER_READING):
            event.ignore()
        elif wanted:
            self.wished.emit(wanted)
        elif self._in_table and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # the table's delegate commits; the table itself must not go on a second time
        elif key in self._keys:
            self._keys[key]()
        elif key is Qt.Key.Key_Escape:
            self.escaped.emit()
            event.ignore()
        elif key is Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_list()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What every line offers, and what a field can be asked for."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not self._in_table:
            add_wishes(menu)
            menu.triggered.connect(self._on_menu)
        menu.popup(event.globalPos())

    def _on_menu(self, action: QAction) -> None:
        wanted = wish_of(action)
        if wanted:
            self.wish(wanted)

    def wish(self, wanted: Wanted) -> bool:
        """Ask for something; in a table it is the table that is asked."""
        if not self._in_table:
            self.wished.emit(wanted)
        return not self._in_table

    def _take_other(self) -> None:
        self.chosen.emit(1)
