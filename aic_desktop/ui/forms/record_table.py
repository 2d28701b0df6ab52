"""A table of records under a short heading."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from aic_desktop.domain.records import Record, RecordId
from aic_desktop.ui import theme
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.models.record_table import RecordTableModel


class RecordTable(QWidget):
    """All records of one kind and owner, edited in place; the last row is the new one."""

    current = Signal(object)  # the record of the row in hand, the blank one included

    def __init__(self, session: CaseSession, record: type[Record], heading: str = "") -> None:
        """Empty until `show_owner`."""
        super().__init__()
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
            column.addWidget(head)
        column.addWidget(self.view)
        self.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.model.modelReset.connect(self._on_reset)
        session.changed.connect(self._on_changed)

    def show_owner(self, owner: RecordId | None) -> None:
        """Show what belongs to `owner`."""
        self.model.show_owner(owner)

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
        if change_set is not None:
            self.current.emit(self.current_record())
