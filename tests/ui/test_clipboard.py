"""The habits of a spreadsheet in tables and the counts grid: copy, paste, clear, fill down, each one step."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, Insertion, new_id
from aic_desktop.domain.records import Count, Patient, Transfusion
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.services.cases import Cases
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.forms.faces import State
from aic_desktop.ui.forms.record_table import RecordTable
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.forms.tabs import CountsTab
from aic_desktop.ui.models.cells import STATE
from tests.ui.shell import show
from tests.ui.typist import focused, press
from tests.values import exactly

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def session(cases: Cases) -> Iterator[CaseSession]:
    """A case with platelets on three days, and haemoglobin on the first."""
    patient = Patient(id=new_id(), code="A1")
    values = [(1, "platelets", 5), (1, "haemoglobin", 8), (2, "platelets", 6), (3, "platelets", 7)]
    counts = [
        Count(
            id=new_id(),
            owner=patient.id,
            position=n,
            day=TimePoint.on_day(day),
            analyte=analyte,
            value=exactly(value, "10*9/L" if analyte == "platelets" else "g/dL"),
        )
        for n, (day, analyte, value) in enumerate(values)
    ]
    cases.apply(ChangeSet("new", tuple(Insertion(patient.id, record) for record in (patient, *counts))))
    session = CaseSession(cases)
    session.open(patient.id)
    yield session
    session.close()


@pytest.fixture
def grid(session: CaseSession, qtbot: QtBot) -> CountsTab:
    tab = CountsTab(session)
    show(qtbot, tab)
    session.open(stored(session).id)
    tab.view.setFocus()
    return tab


@pytest.fixture
def table(session: CaseSession, qtbot: QtBot) -> RecordTable:
    table = RecordTable(session, Transfusion)
    show(qtbot, table)
    table.show_owner(stored(session).id)
    table.view.setFocus()
    return table


def stored(session: CaseSession) -> Case:
    assert session.case is not None
    return session.cases.open(session.case.id)


def values(session: CaseSession, analyte: str = "platelets") -> list[Decimal | None]:
    """Of an analyte, in the order of days."""
    counts = [c for c in stored(session).counts if c.analyte == analyte and c.value and c.day]
    return [c.value.low for c in sorted(counts, key=lambda c: c.day.earliest)]


def select(view: CellsView, top: int, left: int, bottom: int, right: int) -> None:
    """A rectangle of cells, the first of them in hand."""
    model = view.model()
    first, last = model.index(top, left), model.index(bottom, right)
    view.setCurrentIndex(first)
    view.selectionModel().select(
        QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )


def copied() -> str:
    press(Key.Key_C, Modifier.ControlModifier)
    return QGuiApplication.clipboard().text()


def paste(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(Key.Key_V, Modifier.ControlModifier)


def test_copy_gives_what_was_typed(grid: CountsTab) -> None:
    select(grid.view, 0, 0, 1, 3)
    assert copied() == "+1\t\t5 ×10⁹/L\t8 g/dL\n+2\t\t6 ×10⁹/L\t\n"


def test_a_block_goes_in_from_the_first_cell_as_one_step(grid: CountsTab, session: CaseSession) -> None:
    select(grid.view, 0, 2, 0, 2)
    paste("15\t9,1\n16\t9,2\n17\t\n")
    assert values(session) == [15, 16, 17]
    assert values(session, "haemoglobin") == [Decimal("9.1"), Decimal("9.2")]
    session.cases.undo()
    assert values(session) == [5, 6, 7]
    assert values(session, "haemoglobin") == [8]


def test_what_cannot_be_read_stays_in_its_cell(grid: CountsTab, session: CaseSession) -> None:
    select(grid.view, 0, 2, 0, 2)
    paste("15\nneg\n17\n")
    assert values(session) == [15, 6, 17]
    place = grid.model.index(1, 2)
    assert place.data(Qt.ItemDataRole.EditRole) == "neg"
    assert place.data(STATE) == State.UNREAD
    paste("1.234")
    assert grid.model.index(0, 2).data(STATE) == State.ASKED


def test_a_single_text_fills_the_selection(grid: CountsTab, session: CaseSession) -> None:
    select(grid.view, 0, 2, 2, 2)
    paste("<3")
    assert [c.value.text for c in stored(session).counts if c.analyte == "platelets" and c.value] == [
        "<3"
    ] * 3
    session.cases.undo()
    assert values(session) == [5, 6, 7]


def test_rows_that_have_no_day_yet_are_shown_first(grid: CountsTab, session: CaseSession) -> None:
    select(grid.view, 3, 0, 3, 0)
    paste("58\t\t20\t8,6\n59\t\t21\t8,7\n")
    assert focused() is grid.preview.table
    press(Key.Key_Return)
    assert values(session) == [5, 6, 7, 20, 21]
    assert values(session, "haemoglobin") == [8, Decimal("8.6"), Decimal("8.7")]


def test_clearing_a_selection_is_one_step(grid: CountsTab, session: CaseSession) -> None:
    select(grid.view, 0, 0, 1, 3)
    press(Key.Key_Delete)
    assert values(session) == [7]
    assert values(session, "haemoglobin") == []
    session.cases.undo()
    assert values(session) == [5, 6, 7]
    assert values(session, "haemoglobin") == [8]


def test_fill_down(grid: CountsTab, session: CaseSession) -> None:
    select(grid.view, 0, 2, 2, 2)
    press(Key.Key_D, Modifier.ControlModifier)
    assert values(session) == [5, 5, 5]
    session.cases.undo()
    assert values(session) == [5, 6, 7]
    select(grid.view, 1, 3, 1, 3)
    press(Key.Key_D, Modifier.ControlModifier)
    assert values(session, "haemoglobin") == [8, 8]


def test_a_day_pasted_over_a_day_moves_the_counts_of_its_row(grid: CountsTab, session: CaseSession) -> None:
    select(grid.view, 0, 0, 0, 0)
    paste("11\n12x\n")
    days = [c.day.text for c in stored(session).counts if c.day]
    assert days == ["11", "11", "+2", "+3"]
    session.cases.undo()
    assert [c.day.text for c in stored(session).counts if c.day] == ["+1", "+1", "+2", "+3"]


def test_rows_pasted_into_a_table_become_records(table: RecordTable, session: CaseSession) -> None:
    paste("platelets\t58\t\t1\nred cells\t59\t\t2\nplatelets\t60x\t\tmany\n")
    made = stored(session).transfusions
    assert [(t.product.label if t.product else "", t.units) for t in made] == [
        ("platelets", 1),
        ("red cells", 2),
        ("platelets", None),
    ]
    assert [t.position for t in made] == [0, 1, 2]
    row = table.model.row_of(made[2].id)
    assert table.model.index(row, 1).data(Qt.ItemDataRole.EditRole) == "60x"
    assert table.model.index(row, 3).data(STATE) == State.UNREAD
    session.cases.undo()
    assert stored(session).transfusions == ()


def test_a_line_of_which_nothing_can_be_read_keeps_its_texts(
    table: RecordTable, session: CaseSession
) -> None:
    paste("platelets\t58\t\t1\nbeer\t59x\t\tmany\n")
    assert table.model.rowCount() == 3
    assert [table.model.index(1, c).data(Qt.ItemDataRole.EditRole) for c in range(4)] == [
        "beer",
        "59x",
        "",
        "many",
    ]
    assert len(stored(session).transfusions) == 2


def test_copy_and_paste_of_whole_rows_gives_the_same_records(
    table: RecordTable, session: CaseSession
) -> None:
    paste("platelets\t58\t\t1\nred cells\t59\t61\t2\n")
    columns = table.model.columnCount() - 1
    select(table.view, 0, 0, 1, columns)
    text = copied()
    select(table.view, 2, 0, 2, 0)
    paste(text)
    made = stored(session).transfusions
    assert [(t.product, t.day, t.until, t.units) for t in made[:2]] == [
        (t.product, t.day, t.until, t.units) for t in made[2:]
    ]


def test_a_block_wider_than_the_table_says_so(table: RecordTable, session: CaseSession, qtbot: QtBot) -> None:
    columns = table.model.columnCount()
    with qtbot.waitSignal(session.said) as said:
        paste("platelets" + "\t" * columns + "x")
    assert "wider than the table" in said.args[0]
    assert len(stored(session).transfusions) == 1
