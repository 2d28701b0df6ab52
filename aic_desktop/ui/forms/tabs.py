"""The tabs of a case: which forms and tables stand together, and how a record is found in them."""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from aic_desktop.domain.records import (
    Chimerism,
    Conditioning,
    Course,
    Cytopenia,
    Dose,
    Event,
    Finding,
    FollowUp,
    Gvhd,
    Patient,
    Reaction,
    Record,
    Transfusion,
    Transplant,
    Treatment,
)
from aic_desktop.reporting.totals import doses_words, transfused_words
from aic_desktop.ui.forms.count_grid import CountGrid
from aic_desktop.ui.forms.record_form import RecordForm
from aic_desktop.ui.forms.record_table import RecordTable
from aic_desktop.ui.forms.session import CaseSession

SEEN_ROWS = 5  # of a table among others: its heads, three rows and the scroll bar


class Tab(Protocol):
    """What the case page asks of a tab."""

    def show_case(self) -> None:
        """Show the session's case."""

    def reveal(self, record: Record, field: str) -> bool:
        """Bring a record's field into view and focus; False if it is not of this tab."""

    def flush(self) -> None:
        """Commit what is in hand."""

    def parts(self) -> tuple[QWidget, ...]:
        """The forms and tables that F6 goes through, in the order of reading."""


class PatientTab(RecordForm):
    """The person and the disease."""

    def __init__(self, session: CaseSession) -> None:
        """Follows the session."""
        super().__init__(session, Patient, columns=2)

    def show_case(self) -> None:
        """Show the patient."""
        self.show_record(self._session.case.patient if self._session.case else None)

    def reveal(self, record: Record, field: str) -> bool:
        """A field of the patient."""
        if not isinstance(record, Patient):
            return False
        self.focus_field(field)
        return True

    def parts(self) -> tuple[QWidget, ...]:
        """The form itself."""
        return (self,)


class TablesTab(QSplitter):
    """Tables of records of the case side by side and below each other."""

    def __init__(self, session: CaseSession, columns: tuple[tuple[RecordTable, ...], ...]) -> None:
        """`columns` of tables, left to right."""
        super().__init__(Qt.Orientation.Horizontal)
        self._session = session
        self._tables = tuple(table for column in columns for table in column)
        for column in columns:
            self.addWidget(TableStack(column))
        self.setChildrenCollapsible(False)

    def show_case(self) -> None:
        """Show the case's own records."""
        for table in self._tables:
            table.show_owner(None)
            table.show_owner(self._session.case.id if self._session.case else None)

    def reveal(self, record: Record, field: str) -> bool:
        """A cell of one of the tables."""
        return any(reveal_in_table(table, record, field) for table in self._tables)

    def flush(self) -> None:
        """Commit the cell being edited."""
        for table in self._tables:
            table.flush()

    def parts(self) -> tuple[QWidget, ...]:
        """The tables."""
        return tuple(table.view for table in self._tables)


class OwnersTab(QSplitter):
    """A list, the form of the record in hand, and tables of what that record owns."""

    def __init__(
        self,
        session: CaseSession,
        record: type[Record],
        owned: tuple[RecordTable, ...] = (),
        own: tuple[RecordTable, ...] = (),
        columns: int = 1,
    ) -> None:
        """`owned` belong to the record in hand, `own` to the case; `columns` of the form."""
        super().__init__(Qt.Orientation.Horizontal)
        self._session = session
        self._list = RecordTable(session, record)
        self._form = RecordForm(session, record, columns)
        self._owned = owned
        self._own = own
        self.addWidget(self._list)
        self.addWidget(self._form)
        if owned or own:
            self.addWidget(TableStack((*owned, *own)))
        self.setChildrenCollapsible(False)
        self._list.current.connect(self._on_current)

    def show_case(self) -> None:
        """Show the case's records, the first in hand."""
        owner = self._session.case.id if self._session.case else None
        for table in (self._list, *self._own):
            table.show_owner(None)
            table.show_owner(owner)

    def _on_current(self, record: Record | None) -> None:
        self._form.show_record(record)
        case = self._session.case
        stored = record is not None and case is not None and case.find(record.id) is not None
        for table in self._owned:
            table.show_owner(record.id if record and stored else None)
            table.setEnabled(stored)

    def reveal(self, record: Record, field: str) -> bool:
        """The form of a record, or a cell of what it owns."""
        if isinstance(record, self._list.record):
            self._list.select(record.id)
            self._form.focus_field(field)
            return True
        if any(isinstance(record, owned.record) for owned in self._owned):
            self._list.select(record.owner)
        return any(reveal_in_table(table, record, field) for table in (*self._owned, *self._own))

    def flush(self) -> None:
        """Commit what is in hand anywhere in the tab."""
        self._form.flush()
        for table in (self._list, *self._owned, *self._own):
            table.flush()

    def parts(self) -> tuple[QWidget, ...]:
        """List, form and tables."""
        return (self._list.view, self._form, *(table.view for table in (*self._owned, *self._own)))


class CountsTab(CountGrid):
    """The counts grid as a tab."""

    def show_case(self) -> None:
        """The grid follows the session by itself."""

    def reveal(self, record: Record, _field: str) -> bool:
        """The cell of a count."""
        if not self.select(record.id):
            return False
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def parts(self) -> tuple[QWidget, ...]:
        """The grid, or the print-out in its place."""
        return (self.part,)


def reveal_in_table(table: RecordTable, record: Record, field: str) -> bool:
    """Focus a record's cell in a table of its kind."""
    names = [shown.name for shown in table.model.fields]
    column = names.index(field) if field in names else 0
    if not isinstance(record, table.record) or not table.select(record.id, column):
        return False
    table.view.setFocus(Qt.FocusReason.OtherFocusReason)
    return True


class TableStack(QScrollArea):
    """Tables below each other, none lower than a few rows: where they do not fit, the stack scrolls."""

    def __init__(self, tables: tuple[RecordTable, ...]) -> None:
        """The table that has the focus is brought into sight."""
        super().__init__()
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        for table in tables:
            table.view.setMinimumHeight(SEEN_ROWS * table.view.verticalHeader().defaultSectionSize())
            table.view.installEventFilter(self)
            column.addWidget(table, 1)
        self.setWidget(part)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focus."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched)
        return super().eventFilter(watched, event)


def tabs(session: CaseSession) -> dict[str, QWidget]:
    """The widget (a `Tab`) of every tab in which a case is entered, by name."""
    return {
        "patient": PatientTab(session),
        "transplant": _transplant(session),
        "cytopenia": _cytopenia(session),
        "treatments": _treatments(session),
        "counts": CountsTab(session),
        "transfusions": TablesTab(session, ((RecordTable(session, Transfusion, total=transfused_words),),)),
        "events": TablesTab(session, ((RecordTable(session, Event),),)),
        "follow_up": _sized(OwnersTab(session, FollowUp, columns=2), 300, 740),
    }


def _sized(tab: QSplitter, *widths: int) -> QSplitter:
    """The parts in these proportions at first; whoever drags a divider has them otherwise."""
    for part, width in enumerate(widths):
        tab.setStretchFactor(part, width)
    tab.setSizes(widths)
    return tab


def _transplant(session: CaseSession) -> QWidget:
    conditioning = RecordTable(session, Conditioning, "Conditioning of this transplant")
    own = (RecordTable(session, Chimerism, "Chimerism"), RecordTable(session, Gvhd, "GvHD"))
    return _sized(OwnersTab(session, Transplant, (conditioning,), own), 230, 370, 400)


def _cytopenia(session: CaseSession) -> QWidget:
    lineages = RecordTable(session, Cytopenia, "Lineages: one row each; rows of one episode share its number")
    course = RecordTable(session, Course, "Course as reported")
    findings = RecordTable(session, Finding, "Findings")
    return _sized(TablesTab(session, ((lineages, course), (findings,))), 560, 480)


def _treatments(session: CaseSession) -> QWidget:
    doses = RecordTable(session, Dose, "Doses and dose steps of this treatment", doses_words)
    reactions = RecordTable(session, Reaction, "Reactions to it")
    return _sized(OwnersTab(session, Treatment, (doses, reactions)), 290, 390, 330)
