"""A table of records under a short heading."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import Record, RecordId
from aic_desktop.ui import theme
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.models.record_table import RecordTableModel

Total = Callable[[Case, RecordId], str]
"""What the records of an owner come to, in words; "" for nothing to say."""


class RecordTable(QWidget):
    """All records of one kind and owner, edited in place; the last row is the new one."""

    current = Signal(object)  # the record of the row in hand, the blank one included

    def __init__(
        self, session: CaseSession, record: type[Record], heading: str = "", total: Total | None = None
    ) -> None:
        """Empty until `show_owner`; `total` says what the rows of an owner come to."""
        super().__init__()
        self._session, self._total, self._owner = session, total, ""
        self.total = QLabel()
        self.record = record
        self.model = RecordTableModel(session, record)
        self.view = CellsView(self.model, self)
        self.view.setAccessibleName(heading or record.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if heading:
            head = QLabel(heading)
            theme.dress(head, "heading")
            head.setWordWrap(True)
            column.addWidget(head)
        column.addWidget(self.view)
        if total is not None:
            theme.dress(self.total, "small")
            self.total.setWordWrap(True)
            self.total.hide()
            column.addWidget(self.total)
        self.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.model.modelReset.connect(self._on_reset)
        session.changed.connect(self._on_changed)

    def show_owner(self, owner: RecordId | None) -> None:
        """Show what belongs to `owner`."""
        self.model.show_owner(owner)
        self._owner = owner or ""
        self._add_up()

    def _add_up(self) -> None:
        """Say what the rows come to."""
        case = self._session.case
        words = self._total(case, self._owner) if self._total and case and self._owner else ""
        self.total.setText(words)
        self.total.setVisible(bool(words))

    def select(self, record_id: RecordId, column: int = 0) -> bool:
        """Make a record's row the one in hand; False if it is not in this table."""
        row = self.model.row_of(record_id)
        if row < 0:
            return False
        self.view.setCurrentIndex(self.model.index(row, column))
        self.view.scrollTo(self.model.index(row, column))
        return True

    def current_record(self) -> Record | None:
        """The record of the row in hand."""
        return self.model.record_at(self.view.currentIndex().row())

    def flush(self) -> None:
        """Commit the cell being edited."""
        self.view.flush()

    def _on_reset(self) -> None:
        self.view.fit_columns()
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self.current.emit(self.current_record())

    def _on_row(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.current.emit(self.model.record_at(current.row()))

    def _on_changed(self, change_set: object) -> None:
        self._add_up()
        if change_set is not None:
            self.current.emit(self.current_record())
