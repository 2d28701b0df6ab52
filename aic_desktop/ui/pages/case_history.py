"""Who changed what, when, from what to what: the trail of a case or of one field."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RECORD_OF
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import place_of
from aic_desktop.services.ports import AuditEntry

HEADS = ["When", "Who", "What", "Where", "Field", "Before", "After", "Why"]


class HistoryTable(QTreeWidget):
    """Latest first."""

    def __init__(self) -> None:
        """Empty until `show_entries`."""
        super().__init__()
        self.setHeaderLabels(HEADS)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAccessibleName("History")
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().setStretchLastSection(True)

    def show_entries(self, entries: Sequence[AuditEntry], case: Case) -> None:
        """List the trail; records that are gone are named by their kind."""
        self.clear()
        for entry in entries:
            self.addTopLevelItem(QTreeWidgetItem(_words(entry, case)))
        for column in range(len(HEADS) - 1):
            self.resizeColumnToContents(column)
            self.setColumnWidth(column, min(self.columnWidth(column), 260))


def _words(entry: AuditEntry, case: Case) -> list[str]:
    declared = RECORD_OF[entry.kind]
    record = case.find(entry.record)
    label = field_of(declared, entry.field).label if entry.field else ""
    at = entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    where = place_of(case, record) if record else declared.title
    return [at, entry.user, entry.label, where, label, entry.before, entry.after, entry.reason]
