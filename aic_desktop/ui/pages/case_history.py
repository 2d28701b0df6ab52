"""Who changed what, when, from what to what: the trail of a case or of one field."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RECORD_OF, Confirmation, RecordId
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import place_of, title_of
from aic_desktop.services.ports import AuditEntry, StoreError
from aic_desktop.services.restoring import Gone, gone_records, restoring
from aic_desktop.ui import theme
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.pages.foot_line import Asked, FootLine
from aic_desktop.ui.restore import GoneRecords

WIDEST = 22  # letters of a column, so that why a change was made is in sight; tooltips tell the rest
HINT = "F4 says afterwards why a change was made: who says it and when goes with it, nothing is taken away."
HEADS = ["When", "Who", "What", "Where", "Field", "Before", "After", "Why"]


class HistoryTable(QTreeWidget):
    """Latest first; F4 says afterwards why a change was made."""

    why_wanted = Signal(object)  # the AuditEntry to be explained

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
        self._entries: list[AuditEntry] = []
        why = QAction("Say &why it was changed…", self)
        why.setShortcut(QKeySequence("F4"))
        why.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        why.triggered.connect(self._on_why)
        self.addAction(why)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def show_entries(self, entries: Sequence[AuditEntry], case: Case) -> None:
        """List the trail; records that are gone are named by their kind."""
        self.clear()
        self._entries = list(entries)
        for entry in entries:
            words = _words(entry, case)
            item = QTreeWidgetItem(words)
            for column, text in enumerate(words):
                item.setToolTip(column, text)
            self.addTopLevelItem(item)
        most = WIDEST * self.fontMetrics().averageCharWidth()
        for column in range(len(HEADS) - 1):
            self.resizeColumnToContents(column)
            self.setColumnWidth(column, min(self.columnWidth(column), most))

    def _on_why(self) -> None:
        row = self.indexOfTopLevelItem(self.currentItem())
        if 0 <= row < len(self._entries):
            self.why_wanted.emit(self._entries[row])


class HistoryPage(QWidget):
    """The trail, and below it what was deleted and can be brought back."""

    def __init__(self, session: CaseSession, foot: FootLine) -> None:
        """Empty until `show_history`; reasons are asked for in `foot`."""
        super().__init__()
        self._session, self._foot = session, foot
        self._asked: tuple[RecordId, str] = ("", "")  # record and field of the trail that is shown
        self._table = HistoryTable()
        self._gone = GoneRecords()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        hint = QLabel(HINT)
        hint.setWordWrap(True)
        hint.setContentsMargins(2 * theme.GRID, theme.GRID // 2, 2 * theme.GRID, theme.GRID // 2)
        theme.dress(hint, "small")
        column.addWidget(self._table, 1)
        column.addWidget(hint)
        column.addWidget(self._gone)
        self.setFocusProxy(self._table)
        self._gone.list.wanted.connect(self._on_wanted)
        self._table.why_wanted.connect(self._on_why)

    def show_history(self, record: RecordId = "", field: str = "") -> None:
        """Read the trail of the case in hand, or of one record or field of it."""
        case = self._session.case
        if case is not None:
            self._asked = (record, field)
            self._table.show_entries(self._entries(case, record, field), case)
            self._gone.show_gone(gone_records(self._session.cases, case))

    def _entries(self, case: Case, record: RecordId, field: str) -> list[AuditEntry]:
        """The trail that was asked for; a field's tells also what was confirmed of it."""
        cases = self._session.cases
        entries = list(cases.history(case.id, record, field))
        said = (*case.confirmations, *cases.deleted(case.id)) if field else ()
        for found in said:
            if isinstance(found, Confirmation) and (found.record, found.field) == (record, field):
                entries += cases.history(case.id, found.id)
        return sorted(entries, key=lambda entry: (entry.at, entry.batch), reverse=True)

    def _on_why(self, entry: AuditEntry) -> None:
        def store(reason: str) -> bool:
            if not reason:
                self._session.said.emit("Say why it was changed, or leave with Esc.")
                return False
            try:
                self._session.cases.explain(entry, reason)
            except StoreError as words:
                self._session.said.emit(str(words))
                return False
            self.show_history(*self._asked)
            return True

        hint = "Why it was changed. Enter adds it to the history, Esc leaves."
        self._foot.ask(Asked(f"Why “{entry.label}”?", hint, ""), self._table, store)

    def _on_wanted(self, gone: Gone) -> None:
        case = self._session.case
        if case is None:
            return
        back = restoring(gone, case)
        if self._session.apply(back.label, back.changes):
            self._session.said.emit(f"{gone.record.title} “{title_of(gone.record)}” is back in the case.")
        self.show_history()


def _words(entry: AuditEntry, case: Case) -> list[str]:
    declared = RECORD_OF[entry.kind]
    record = case.find(entry.record)
    label = field_of(declared, entry.field).label if entry.field else ""
    at = entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    where = place_of(case, record) if record else declared.title
    return [at, entry.user, entry.label, where, label, entry.before, entry.after, entry.reason]
