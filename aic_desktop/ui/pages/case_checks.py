"""The checks of a case as a list: Enter or a click jumps to the field."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RECORD_OF
from aic_desktop.domain.rules import Check, Grade
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import place_of

HEADS = ("Grade", "What", "Where", "Field")
MARKS = {Grade.ERROR: "✗", Grade.WARNING: "!", Grade.NOTE: "·"}


class ChecksList(QTableWidget):
    """Worst first; a check never stops anything from being stored."""

    wanted = Signal(object)  # the Check to jump to

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
        self.clicked.connect(self._on_clicked)
        self._checks: list[Check] = []

    def show_checks(self, case: Case, checks: Sequence[Check]) -> None:
        """List these checks of `case`."""
        if self._checks == list(checks) and self.rowCount():
            return
        self._checks = list(checks)
        rows = [_words(case, check) for check in checks]
        rows = rows or [("", "Nothing to check: all that was entered fits.", "", "")]
        self.setRowCount(len(rows))
        for row, words in enumerate(rows):
            for column, text in enumerate(words):
                self.setItem(row, column, QTableWidgetItem(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter jumps."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._jump(self.currentRow())
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._jump(index.row())

    def _jump(self, row: int) -> None:
        if 0 <= row < len(self._checks):
            self.wanted.emit(self._checks[row])


def _words(case: Case, check: Check) -> tuple[str, str, str, str]:
    record = case.find(check.record)
    grade = f"{MARKS[check.grade]} {check.grade.label}"
    if record is None:
        return (grade, check.message, "", "")
    declared = RECORD_OF[record.record_kind]
    label = field_of(declared, check.field).label if check.field else ""
    return (grade, check.message, place_of(case, record), label)
