"""The checks of a case as a list: Enter or a click jumps to the field, F3 confirms with a reason."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RECORD_OF
from aic_desktop.domain.rules import Check, Grade, confirmed_words
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import place_of
from aic_desktop.ui import theme

HEADS = ("Grade", "What", "Where", "Field")
MARKS = {Grade.ERROR: "✗", Grade.WARNING: "!", Grade.NOTE: "·"}
CONFIRMED = "✓"
HINT = (
    "Enter goes to the field. F3 confirms a warning or note that is right all the same, with the reason;"
    " it is open again as soon as what it looked at changes."
)


class ChecksList(QTableWidget):
    """What is open first, worst first; a check never stops anything from being stored."""

    wanted = Signal(object)  # the Check to jump to
    confirm_wanted = Signal(object)  # the Check to be confirmed

    def __init__(self) -> None:
        """Empty until `show_checks`."""
        super().__init__(0, len(HEADS))
        self.setHorizontalHeaderLabels(HEADS)
        self.setAccessibleName("Checks")
        self.setWordWrap(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across = self.horizontalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setHighlightSections(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._on_jump)
        self._checks: list[Check] = []
        self._add_action("Go to the &field", self._on_jump, "Return", "Enter")
        self._add_action("&Confirm with a reason…", self._on_confirm, "F3")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _add_action(self, words: str, slot: Callable[[], None], *keys: str) -> None:
        action = QAction(words, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self.addAction(action)

    def show_checks(self, case: Case, checks: Sequence[Check]) -> None:
        """List these checks of `case`; the one in hand stays in hand."""
        if self._checks == list(checks) and self.rowCount():
            return
        held = self._in_hand()
        self._checks = list(checks)
        rows = [_words(case, check) for check in checks]
        rows = rows or [("", "Nothing to check: all that was entered fits.", "", "")]
        quiet = QColor(theme.tokens(self.palette(), self.font()).quiet)
        self.setRowCount(len(rows))
        for row, words in enumerate(rows):
            settled = row < len(checks) and not checks[row].open
            for column, text in enumerate(words):
                item = QTableWidgetItem(text)
                if settled:
                    item.setForeground(quiet)
                    item.setToolTip(confirmed_words(checks[row]))
                self.setItem(row, column, item)
        if held is not None:
            self._take(held)

    def _in_hand(self) -> Check | None:
        row = self.currentRow()
        return self._checks[row] if 0 <= row < len(self._checks) else None

    def _take(self, check: Check) -> None:
        """Go back to a check, whether or not it was confirmed since; else the row stays."""
        place = (check.rule, check.record, check.field)
        same = (i for i, c in enumerate(self._checks) if (c.rule, c.record, c.field) == place)
        row = next(same, self.currentRow())
        self.setCurrentCell(row, max(self.currentColumn(), 0))

    def _on_jump(self) -> None:
        check = self._in_hand()
        if check is not None:
            self.wanted.emit(check)

    def _on_confirm(self) -> None:
        check = self._in_hand()
        if check is not None:
            self.confirm_wanted.emit(check)


class ChecksPage(QWidget):
    """The list, and under it what can be done there."""

    def __init__(self) -> None:
        """Empty until `show_checks`."""
        super().__init__()
        self.list = ChecksList()
        hint = QLabel(HINT)
        hint.setWordWrap(True)
        hint.setContentsMargins(2 * theme.GRID, theme.GRID // 2, 2 * theme.GRID, theme.GRID // 2)
        theme.dress(hint, "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(hint)
        self.setFocusProxy(self.list)

    def show_checks(self, case: Case, checks: Sequence[Check]) -> None:
        """List these checks of `case`."""
        self.list.show_checks(case, checks)


def _words(case: Case, check: Check) -> tuple[str, str, str, str]:
    record = case.find(check.record)
    grade = f"{MARKS[check.grade]} {check.grade.label}"
    message = check.message
    if not check.open:
        grade = f"{CONFIRMED} confirmed {check.grade.label}"
        message = f"{message}\n{confirmed_words(check)}"
    if record is None:
        return (grade, message, "", "")
    declared = RECORD_OF[record.record_kind]
    label = field_of(declared, check.field).label if check.field else ""
    return (grade, message, place_of(case, record), label)
