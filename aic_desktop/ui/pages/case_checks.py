"""The checks of a case as a list: Enter or a click jumps to the field."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RECORD_OF
from aic_desktop.domain.rules import Check
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import title_of


class ChecksList(QTreeWidget):
    """Worst first; a check never stops anything from being stored."""

    wanted = Signal(object)  # the Check to jump to

    def __init__(self) -> None:
        """Empty until `show_checks`."""
        super().__init__()
        self.setHeaderLabels(["", "Where", "Field", "What"])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAccessibleName("Checks")
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)
        self.itemActivated.connect(self._on_activated)
        self.itemClicked.connect(self._on_activated)
        self._checks: list[Check] = []

    def show_checks(self, case: Case, checks: Sequence[Check]) -> None:
        """List these checks of `case`."""
        if self._checks == list(checks):
            return
        self._checks = list(checks)
        self.clear()
        for check in checks:
            self.addTopLevelItem(QTreeWidgetItem(_words(case, check)))
        if not checks:
            self.addTopLevelItem(
                QTreeWidgetItem(["", "", "", "Nothing to check: all that was entered fits."])
            )

    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        row = self.indexOfTopLevelItem(item)
        if row < len(self._checks):
            self.wanted.emit(self._checks[row])


def _words(case: Case, check: Check) -> list[str]:
    record = case.find(check.record)
    if record is None:
        return [check.grade.label, "", "", check.message]
    declared = RECORD_OF[record.record_kind]
    label = field_of(declared, check.field).label if check.field else ""
    return [check.grade.label, title_of(record), label, check.message]
