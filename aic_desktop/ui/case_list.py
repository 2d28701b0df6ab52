"""The left pane: find a case by typing, narrow by type, go through them with the arrow keys."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.services.ports import CaseRow
from aic_desktop.ui import theme
from aic_desktop.ui.case_invitation import invitation
from aic_desktop.ui.case_order import CaseOrder
from aic_desktop.ui.case_row import CaseRowDelegate
from aic_desktop.ui.flow import Flow
from aic_desktop.ui.models.case_list import CaseListModel, Order

CHIPS = (
    ("All", "", "Every case"),
    ("AIT", "AIT", "Autoimmune thrombocytopenia"),
    ("AIHA", "AIHA", "Autoimmune haemolytic anaemia"),
    ("AIN", "AIN", "Autoimmune neutropenia"),
    ("PRCA", "PRCA", "Pure red cell aplasia"),
    ("Evans", "Evans syndrome", "Several lineages in one episode"),
)
SETTLED_MS = 60  # a held arrow key runs down the list without opening every case on the way
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}


class CaseList(QFrame):
    """Search, filters and list; the case marked in it is the case that is open."""

    chosen = Signal(object)  # the id of the case to open
    entered = Signal()  # Enter: go on in the case
    narrowed = Signal()  # other cases are shown than before
    released = Signal()  # every case is wanted again, whatever the list was restricted to

    def __init__(self, empty_actions: tuple[QAction, ...], parent: QWidget | None = None) -> None:
        """`empty_actions` are offered while the registry holds no case."""
        super().__init__(parent)
        self.model = CaseListModel(self)
        self.search = QLineEdit()
        self.chips = QButtonGroup(self)
        self.dead = _chip("†", "Those who died")
        self.dead.setAccessibleName("Show the dead")
        self.order = CaseOrder()
        self.view = QListView()
        self._count = QLabel()
        self._none = QLabel()
        self._only = QPushButton()
        self._opened = ""
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._on_settled)
        self._build(empty_actions)
        self.search.textChanged.connect(self._on_narrowed)
        self.search.installEventFilter(self)
        self.chips.idClicked.connect(self._on_narrowed)
        self.dead.clicked.connect(self._on_narrowed)
        self.order.ordered.connect(self._on_ordered)
        self.view.installEventFilter(self)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.view.activated.connect(self._on_activated)
        self.view.clicked.connect(self._on_clicked)

    # -- what is shown ----------------------------------------------------------------------------

    def fill(self, rows: tuple[CaseRow, ...], codes: Codes = SHIPPED) -> None:
        """Show the cases of the registry; the open case stays marked, the scroll position stays."""
        self.model.fill(rows, codes)
        if self.search.hasFocus():
            QTimer.singleShot(0, self.model.prepare)
        self._mark()
        self._tell_count()

    def replace(self, row: CaseRow) -> None:
        """Show what has changed in one case whose code is what it was."""
        self.model.replace(row)
        self._tell_count()

    def mark(self, case_id: str) -> None:
        """Mark the case that is open, "" for none, without asking for it again."""
        self._opened = case_id
        self._settled.stop()
        self._mark()

    def shown(self) -> tuple[CaseRow, ...]:
        """The cases that search and filter let through, in order."""
        return self.model.shown()

    def restrict(self, ids: Collection[str] | None, words: str) -> None:
        """Show no other cases than these, and say why; None lifts that."""
        self.model.restrict(ids)
        self._only.setText(f"✕  {words}")
        self._only.setToolTip(f"Only: {words}\nEnter or a click shows every case again")
        self._only.setAccessibleName(f"Only {words}; show every case again")
        self._only.setVisible(ids is not None)
        self._mark()
        self._tell_count()
        self.narrowed.emit()

    def widen(self) -> None:
        """Show every case again."""
        if not self._only.isHidden():
            self.released.emit()
        self.chips.button(0).setChecked(True)
        self.dead.setChecked(False)
        self.search.clear()
        self._on_narrowed()

    def take_focus(self) -> None:
        """Put the focus where work begins: on the list, or on the first thing to do in an empty one."""
        if self.model.rowCount():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (first := self._pages.currentWidget().findChild(QPushButton)) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def next(self) -> None:
        """Down by one."""
        self.step(1)

    def previous(self) -> None:
        """Up by one."""
        self.step(-1)

    def step(self, by: int) -> None:
        """Go up or down the list, from the first case if none is marked."""
        rows = self.model.rowCount()
        if rows:
            now = self.view.currentIndex().row()
            place = max(0, min(rows - 1, now + by)) if now >= 0 else 0
            self.view.setCurrentIndex(self.model.index(place))

    # -- what the user does -----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search, the arrow keys walk the list and Enter opens."""
        if event.type() == QEvent.Type.FocusIn:
            QTimer.singleShot(0, self.model.prepare)
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._searched_key(event)
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._typed(event)
        if watched is self.search and event.type() == QEvent.Type.ShortcutOverride and not self.search.text():
            event.ignore()  # an empty search has nothing to undo: the key goes to the registry
            return True
        return super().eventFilter(watched, event)

    def _typed(self, event: QKeyEvent) -> bool:
        """Letters typed into the list go on in the search."""
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if held or not event.text().strip() or not event.text().isprintable():
            return False
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.end(False)
        self.search.insert(event.text())
        return True

    def _searched_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.step(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.view.currentIndex().isValid():
                self.step(1)
            self._on_activated(self.view.currentIndex())
        elif key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            return False
        return True

    def _on_narrowed(self, _what: object = None) -> None:
        self.model.narrow(self.search.text(), CHIPS[self.chips.checkedId()][1], self.dead.isChecked())
        self._mark()
        self._tell_count()
        self.narrowed.emit()

    def _on_ordered(self, order: Order) -> None:
        self.model.arrange(order)
        self._mark()
        self.narrowed.emit()

    def _on_current(self, current: QModelIndex) -> None:
        row = self.model.row_at(current)
        if row is not None and row.id != self._opened:
            self._settled.start()

    def _on_settled(self) -> None:
        row = self.model.row_at(self.view.currentIndex())
        if row is not None and row.id != self._opened:
            self.chosen.emit(row.id)

    def _on_clicked(self, index: QModelIndex) -> None:
        """Asked for even if it is open: the cohort may be in front of it."""
        self._settled.stop()
        row = self.model.row_at(index)
        if row is not None:
            self.chosen.emit(row.id)

    def _on_activated(self, index: QModelIndex) -> None:
        self._on_clicked(index)
        if index.isValid():
            self.entered.emit()

    # -- keeping in step --------------------------------------------------------------------------

    def _mark(self) -> None:
        """Select the open case where it is shown, nothing where it is not; nothing is opened by this."""
        selection = self.view.selectionModel()
        index = self.model.index_of(self._opened)
        blocked = selection.blockSignals(False)
        if index.isValid():
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)
        else:
            selection.clear()
        selection.blockSignals(blocked)
        self._settled.stop()

    def _tell_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self._count.setText(f"{shown} of {total} cases" if shown != total else "")
        self._count.setVisible(shown != total)
        self._none.setText("No case fits." if total else "")
        self.order.setVisible(total > 1)
        page = 0 if shown else 1 if total else 2
        self._pages.setCurrentIndex(page)

    def _build(self, empty_actions: tuple[QAction, ...]) -> None:
        theme.dress(self, "panel")
        self.setAccessibleName("Cases")
        self.search.setPlaceholderText("Find a case")
        self.search.setToolTip("Code, disease, agent, type, sex or outcome; ↑ ↓ walk the list, Enter opens")
        self.search.setAccessibleName("Find a case")
        self.search.setClearButtonEnabled(True)
        self.view.setModel(self.model)
        self.view.setItemDelegate(CaseRowDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName("Cases")
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        theme.dress(self.view, "cases")
        theme.dress(self._count, "small")
        self._count.setContentsMargins(2 * theme.GRID, 0, theme.GRID, 0)
        theme.dress(self._only, "link")
        self._only.setAutoDefault(True)
        self._only.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._only.clicked.connect(self.released)
        self._only.hide()
        theme.dress(self._none, "quiet")
        self._none.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._none.setMargin(3 * theme.GRID)
        self._pages = QStackedWidget()
        for page in (self.view, self._none, invitation(empty_actions)):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(self._head())
        column.addWidget(self._only)
        column.addWidget(self._count)
        column.addWidget(self.order)
        column.addWidget(self._pages, 1)
        self._tell_count()

    def _head(self) -> QVBoxLayout:
        chips = Flow(theme.GRID // 4)
        for number, (text, _kind, tip) in enumerate(CHIPS):
            chip = _chip(text, tip)
            chip.setChecked(number == 0)
            self.chips.addButton(chip, number)
            chips.addWidget(chip)
        chips.addWidget(self.dead)
        head = QVBoxLayout()
        head.setContentsMargins(2 * theme.GRID, 0, theme.GRID, 0)
        head.setSpacing(theme.GRID)
        head.addWidget(self.search)
        head.addLayout(chips)
        return head


def _chip(text: str, tip: str) -> QToolButton:
    chip = QToolButton()
    chip.setText(text)
    chip.setToolTip(tip)
    chip.setCheckable(True)
    chip.setAccessibleName(f"Show {text}")
    chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    theme.dress(chip, "chip")
    return chip
