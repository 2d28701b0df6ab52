"""Records of one kind as rows, a blank one last: typing into it makes a record."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from aic_desktop.domain.records import Record, RecordId
from aic_desktop.domain.spec import Field, Kind, field_of, fields_of
from aic_desktop.ui.forms.layout import COLUMNS
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.forms.together import Typed, type_together
from aic_desktop.ui.models.cells import CellsModel, Index, Place, Role


class RecordTableModel(CellsModel):
    """The records of a case of one kind, of one owner where it has several."""

    def __init__(self, session: CaseSession, record: type[Record]) -> None:
        """Follows the session."""
        super().__init__(session)
        self.record = record
        names = COLUMNS.get(record.record_kind) or tuple(f.name for f in fields_of(record))
        self.fields: tuple[Field, ...] = tuple(field_of(record, name) for name in names)
        self._owner: RecordId | None = None
        self._rows: list[Record] = []
        session.changed.connect(self._on_changed)
        session.checked.connect(self.all_changed)

    def show_owner(self, owner: RecordId | None) -> None:
        """Show what belongs to another owner (None: to nobody; the patient's id: the case's own)."""
        if owner != self._owner:
            self._owner = owner
            self._reload()

    def _reload(self) -> None:
        self.beginResetModel()
        case = self.session.case
        for blank in self._rows[-1:]:
            self.session.release(blank)
        self._rows = []
        if case is not None and self._owner is not None:
            self._rows = sorted(case.owned_by(self._owner, self.record), key=self._chronology)
            self._rows.append(self.session.new(self.record, self._owner))
            self.session.adopt(self._rows[-1])
        self.endResetModel()

    def _chronology(self, record: Record) -> tuple[float, int]:
        when = next((f for f in fields_of(self.record) if f.kind is Kind.TIME), None)
        assert self.session.case is not None
        span = self.session.case.days(getattr(record, when.name)) if when else None
        return (span.middle if span else float("inf") if when else 0, record.position)

    def _on_changed(self, change_set: object) -> None:
        case = self.session.case
        if change_set is None or case is None or self._owner is None:
            return
        stored = {r.id: r for r in case.owned_by(self._owner, self.record)}
        for row in reversed(range(len(self._rows) - 1)):
            if self._rows[row].id not in stored:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._rows[row]
                self.endRemoveRows()
        self._rows = [stored.get(r.id, r) for r in self._rows]
        if self._rows and self._rows[-1].id in stored:
            self._append(self.session.new(self.record, self._owner))
        known = {r.id for r in self._rows}
        for record in stored.values():
            if record.id not in known:
                self._append(record, len(self._rows) - 1)
        self.all_changed()

    def _append(self, record: Record, row: int | None = None) -> None:
        at = len(self._rows) if row is None else row
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.insert(at, record)
        self.endInsertRows()

    def record_at(self, row: int) -> Record | None:
        """The record of a row; the last is the blank one."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, record_id: RecordId) -> int:
        """The row of a record, -1 if it is not shown."""
        return next((i for i, record in enumerate(self._rows) if record.id == record_id), -1)

    def cell(self, index: Index) -> tuple[Record, Field] | None:
        """The record of the row and the field of the column."""
        record = self.record_at(index.row())
        return (record, self.fields[index.column()]) if record else None

    def type_all(self, label: str, texts: Mapping[Place, str]) -> None:
        """The same; rows below the last are new records."""
        below: dict[int, Record] = {}
        typed: list[Typed] = []
        for (row, column), text in texts.items():
            record = self.record_at(row) or below.get(row)
            if record is None and self._rows:
                record = below[row] = self.session.new(self.record, self._owner or "")
            if record is not None and column < len(self.fields):
                typed.append((record, self.fields[column], text))
        type_together(self.session, label, typed, unseen=frozenset(r.id for r in below.values()))
        self.all_changed()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Records and the blank one."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Fields shown."""
        return 0 if parent.isValid() else len(self.fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Labels across; down a number, and a star for the blank row."""
        if orientation is Qt.Orientation.Horizontal:
            field = self.fields[section]
            return {Role.DisplayRole: field.label, Role.ToolTipRole: field.spec.help or None}.get(Role(role))
        if role == Role.DisplayRole:
            return "*" if section == len(self._rows) - 1 else str(section + 1)
        return None
