"""A form for one record: its fields in short groups, label left, unit and interpretation right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.records import Record
from aic_desktop.domain.spec import Field, field_of, fields_of
from aic_desktop.ui import theme
from aic_desktop.ui.forms.faces import State, face
from aic_desktop.ui.forms.field_edit import FieldEdit
from aic_desktop.ui.forms.layout import GROUPS, Group, characters
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.forms.wishes import Request, Wanted

LONGEST_REASON = max((reason.label for reason in MissingReason), key=len)  # has room in every field
WIDEST_LABEL = 22  # letters, before it goes on in a second line
LEAST_FIELD = (
    18  # letters that a column has room for beside its labels; with less, columns go below each other
)


class FieldRow(QWidget):
    """Label, line, words beside and below, of one field."""

    def __init__(
        self, session: CaseSession, field: Field, grid: QGridLayout, row: int, label_width: int
    ) -> None:
        """Puts itself into two lines of `grid`, from line `row` on."""
        super().__init__(grid.parentWidget())
        self.hide()  # only the owner of the parts, never seen itself
        self._session = session
        self._record: Record | None = None
        self.field = field
        self.edit = FieldEdit(field)
        self.edit.setMaximumWidth(self.edit.fontMetrics().averageCharWidth() * (characters(field) + 3))
        reason = self.edit.fontMetrics().horizontalAdvance(LONGEST_REASON) + 2 * theme.GRID
        self.edit.setMinimumWidth(min(reason, self.edit.maximumWidth()))
        self._label = QLabel(field.label)
        self._label.setFixedWidth(label_width)
        self._label.setWordWrap(True)
        self._label.setBuddy(self.edit)
        self._label.setToolTip(field.spec.help)
        self._aside = QLabel()
        theme.dress(self._aside, "small")
        self._message = QLabel()
        theme.dress(self._message, "small")
        self._message.setWordWrap(True)
        self._message.hide()
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self.edit, 1)
        across.addWidget(self._aside)
        across.addStretch(0)
        grid.addWidget(self._label, row, 0)
        grid.addLayout(across, row, 1)
        grid.addWidget(self._message, row + 1, 0, 1, 2)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.entered.connect(self.commit)
        self.edit.chosen.connect(self._on_chosen)
        self.edit.escaped.connect(self._on_escaped)
        self.edit.focused.connect(self._on_focused)
        self.edit.wished.connect(self._on_wished)

    def show_record(self, record: Record | None) -> None:
        """Show the field of another record, or of the same one after a change."""
        self._record = record
        self.edit.setEnabled(record is not None)
        if record is None:
            self.edit.clear()
            self._aside.clear()
            self._message.hide()
            return
        seen = face(self._session, record, self.field)
        self.edit.offer(self._session.case)
        self.edit.offer_units(self._session.units(record, self.field))
        if self.edit.text() != seen.text and not (self.edit.hasFocus() and self.edit.isModified()):
            self.edit.setText(seen.text)
            self.edit.setCursorPosition(0 if not self.edit.hasFocus() else len(seen.text))
        self.edit.asking = seen.state is State.ASKED
        self.edit.setPlaceholderText(seen.placeholder)
        self.edit.setToolTip(seen.tooltip or self.field.spec.help)
        self.edit.setAccessibleDescription(seen.tooltip or self.field.spec.help)
        self._set_state(seen.state)
        self._aside.setText(
            " ".join(part for part in (seen.aside, "¶" if seen.note else "", seen.mark) if part)
        )
        self._aside.setToolTip(seen.tooltip)
        self._message.setText(seen.message)
        self._message.setVisible(bool(seen.message))

    def _set_state(self, state: State) -> None:
        for widget in (self.edit, self._message):
            if widget.property("state") != state.value:
                widget.setProperty("state", state.value)
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def commit(self) -> None:
        """Store what stands in the line, if it differs from what is stored."""
        if self._record is not None and self.edit.isModified():
            self.edit.setModified(False)
            self._session.stop_typing(self._record, self.field)
            self._session.type_text(self._record, self.field, self.edit.text())
            self._show_again()

    def _on_typed(self, text: str) -> None:
        if self._record is not None:
            self._session.typing(self._record, self.field, text)

    def _show_again(self) -> None:
        if self._record is not None and self._session.case is not None:
            self.show_record(self._session.case.find(self._record.id) or self._record)

    def _on_chosen(self, which: int) -> None:
        if self._record is not None and self._session.choose(self._record, self.field, which):
            self._show_again()

    def _on_focused(self) -> None:
        self._session.in_hand.emit(self._record.id if self._record else "")

    def _on_escaped(self) -> None:
        if self._record is not None:
            self._session.revert(self._record, self.field)
            self.edit.setModified(False)
            self._show_again()

    def _on_wished(self, wanted: Wanted) -> None:
        if self._record is not None:
            self.commit()
            self._session.requested.emit(Request(wanted, (self._record,), self.field, self.edit))


class RecordForm(QScrollArea):
    """All fields of a record of one kind, in groups spread over columns."""

    def __init__(
        self, session: CaseSession, record: type[Record], columns: int = 1, parent: QWidget | None = None
    ) -> None:
        """Empty until `show_record`."""
        super().__init__(parent)
        self._session = session
        self._kind = record
        self._record: Record | None = None
        self._seen: tuple[Record | None, Record | None] | None = None  # the record and the patient shown
        self._rows: dict[str, FieldRow] = {}
        inside = QWidget()
        across = self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        across.setContentsMargins(16, 8, 16, 8)
        across.setSpacing(32)
        self._columns = columns
        for groups in _spread(GROUPS[record.record_kind], columns):
            column = QVBoxLayout()
            column.setSpacing(4)
            for group in groups:
                self._add_group(column, group)
            column.addStretch(1)
            across.addLayout(column, 1)
        self.setFocusProxy(next(iter(self._rows.values())).edit)
        self.setWidget(inside)
        if columns == 1:  # several go below each other where there is no room
            bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
            self.setMinimumWidth(inside.minimumSizeHint().width() + bar)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        session.changed.connect(self._on_changed)
        session.checked.connect(self._refresh)

    def _add_group(self, column: QVBoxLayout, group: Group) -> None:
        title, names = group
        head = QLabel(title)
        theme.dress(head, "heading")
        column.addWidget(head)
        part = QWidget()
        grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for line, name in enumerate(names):
            field = field_of(self._kind, name)
            self._rows[name] = FieldRow(self._session, field, grid, 2 * line, self._label_width())
        column.addWidget(part)

    def _label_width(self) -> int:
        """All labels of a form alike: the longest in one line, unless that is too long for its words."""
        metrics = self.fontMetrics()
        labels = [field.label for field in fields_of(self._kind)]
        longest = max(metrics.horizontalAdvance(label) for label in labels)
        word = max(metrics.horizontalAdvance(word) for label in labels for word in label.split())
        return max(word, min(longest, WIDEST_LABEL * metrics.averageCharWidth())) + 4

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns beside each other where each has room, else below each other."""
        super().resizeEvent(event)
        column = self._label_width() + LEAST_FIELD * self.fontMetrics().averageCharWidth()
        narrow = self.viewport().width() < self._columns * (column + self._across.spacing())
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._across.setDirection(way)

    def show_record(self, record: Record | None) -> None:
        """Show a record; what was typed into the one before is committed first."""
        if record is None or self._record is None or record.id != self._record.id:
            self.flush()
        self._show(record)

    def _show(self, record: Record | None) -> None:
        """Show a record anew, unless neither it nor the patient, who has day 0, is another than before."""
        case = self._session.case
        seen = (record, case.patient if case else None)
        if self._seen is None or any(new is not old for new, old in zip(seen, self._seen, strict=True)):
            self._record, self._seen = record, seen
            self._refresh()

    def flush(self) -> None:
        """Commit the field in hand."""
        for row in self._rows.values():
            row.commit()

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field."""
        row = self._rows.get(name) or next(iter(self._rows.values()))
        row.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        row.edit.selectAll()
        self.ensureWidgetVisible(row.edit)

    def _on_changed(self, _change_set: object) -> None:
        if self._record is not None and self._session.case is not None:
            self._show(self._session.case.find(self._record.id) or self._record)

    def _refresh(self) -> None:
        for row in self._rows.values():
            row.show_record(self._record)


def _spread(groups: tuple[Group, ...], columns: int) -> list[list[Group]]:
    """The groups in order over columns of about the same number of lines."""
    lines = sum(len(names) + 1 for _, names in groups) / columns
    spread: list[list[Group]] = [[]]
    filled = 0.0
    for group in groups:
        height = len(group[1]) + 1
        if spread[-1] and filled + height / 2 > lines * len(spread) and len(spread) < columns:
            spread.append([])
        spread[-1].append(group)
        filled += height
    return spread
