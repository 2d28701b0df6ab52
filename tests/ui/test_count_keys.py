"""The counts grid by keys alone, as a spreadsheet is typed into."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from aic_desktop.domain.choices import MissingReason, SampleContext
from aic_desktop.services.cases import Cases
from aic_desktop.services.example import example_changes, published_cases
from aic_desktop.ui.forms.field_edit import FieldEdit
from aic_desktop.ui.models.count_grid import CountGridModel
from aic_desktop.ui.pages.case import CasePage
from tests.ui.shell import show
from tests.ui.typist import Key, Modifier, focused, press, write

P2 = published_cases()[1]


@pytest.fixture
def page(qtbot: QtBot, cases: Cases) -> Iterator[CasePage]:
    """Patient 2, the cursor in the blank row of the counts."""
    cases.apply(example_changes())
    page = CasePage(cases)
    show(qtbot, page, 1040, 720)
    page.show_case(P2.id)
    page.show_tab("counts")
    press(Key.Key_End, Modifier.ControlModifier)
    press(Key.Key_Home)
    yield page
    page.shutdown()


def typed(*keys: str) -> None:
    """Texts, and between them Tab, Return or another key by its name in angle brackets."""
    for key in keys:
        if key.startswith("<") and key.endswith(">"):
            press(getattr(Key, f"Key_{key[1:-1]}"))
        else:
            write(key)


def fresh(cases: Cases) -> list[tuple[str, str, str, SampleContext | None]]:
    """Day, analyte, value and context of the counts that the example has not."""
    old = {count.id for count in P2.counts}
    return [
        (c.day.text, c.analyte or "", c.value.text, c.context)
        for c in cases.open(P2.id).counts
        if c.id not in old and c.day and c.value
    ]


@pytest.mark.usefixtures("page")
def test_rows_are_typed_with_tab_and_enter(cases: Cases) -> None:
    typed("300", "<Tab>", "<Tab>", "<3", "<Tab>", "8,6", "<Return>")
    typed("300", "<Tab>", "12:30", "<Tab>", "2-9", "<Return>")
    assert fresh(cases) == [
        ("300", "platelets", "<3", None),
        ("300", "haemoglobin", "8,6", None),
        ("300", "platelets", "2-9", None),
    ]
    assert [c.time for c in cases.open(P2.id).counts if c.day and c.day.text == "300"] == [
        None,
        None,
        "12:30",
    ]


@pytest.mark.usefixtures("page")
def test_the_context_of_a_row_is_typed_in_its_last_column(cases: Cases) -> None:
    typed("300", "<Tab>", "<Tab>", "30", "<Return>", "<Up>", "<End>", "after", "<Return>")
    assert fresh(cases) == [("300", "platelets", "30", SampleContext.AFTER_TRANSFUSION)]
    typed("<Up>", "<End>", "on G", "<Return>")
    assert fresh(cases) == [("300", "platelets", "30", SampleContext.ON_G_CSF)]


@pytest.mark.usefixtures("page")
def test_arrows_f2_and_escape(cases: Cases) -> None:
    typed("300", "<Tab>", "<Tab>", "30", "<Return>", "<Up>", "<Right>", "<Right>")
    press(Key.Key_F2)
    editor = focused()
    assert isinstance(editor, FieldEdit)
    assert editor.text() == "30"
    typed("0", "<Escape>")
    assert fresh(cases) == [("300", "platelets", "30", None)]
    press(Key.Key_F2)
    typed("<End>", "1", "<Return>")
    assert fresh(cases) == [("300", "platelets", "301", None)]


@pytest.mark.usefixtures("page")
def test_a_block_is_selected_by_keys_copied_cut_and_pasted(cases: Cases) -> None:
    for day in (300, 301):
        typed(str(day), "<Tab>", "<Tab>", str(day // 100), "<Tab>", "8", "<Return>")
    typed("<Up>", "<Up>", "<Right>", "<Right>")
    press(Key.Key_Down, Modifier.ShiftModifier)
    press(Key.Key_Right, Modifier.ShiftModifier)
    press(Key.Key_C, Modifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "3\t8\n3\t8\n"
    press(Key.Key_X, Modifier.ControlModifier)
    assert fresh(cases) == []
    cases.undo()
    assert len(fresh(cases)) == 4


@pytest.mark.usefixtures("page")
def test_fill_right_and_down(cases: Cases) -> None:
    typed("300", "<Tab>", "<Tab>", "9", "<Return>", "301", "<Tab>", "<Tab>", "<Tab>", "8", "<Return>")
    typed("<Up>", "<Right>", "<Right>")
    press(Key.Key_D, Modifier.ControlModifier)
    typed("<Up>", "<Right>")
    press(Key.Key_R, Modifier.ControlModifier)
    assert [(day, analyte, value) for day, analyte, value, _ in fresh(cases)] == [
        ("300", "platelets", "9"),
        ("301", "haemoglobin", "8"),
        ("301", "platelets", "9"),
        ("300", "haemoglobin", "9"),
    ]


@pytest.mark.usefixtures("page")
def test_ctrl_del_takes_whole_rows_out_as_one_step(cases: Cases) -> None:
    for day in (300, 301):
        typed(str(day), "<Tab>", "<Tab>", "5", "<Tab>", "8", "<Return>")
    typed("<Up>")
    press(Key.Key_Up, Modifier.ShiftModifier)
    press(Key.Key_Delete, Modifier.ControlModifier)
    assert fresh(cases) == []
    assert cases.undo_label == "Delete 4 records"
    cases.undo()
    assert len(fresh(cases)) == 4


@pytest.mark.usefixtures("page")
def test_a_reason_is_given_to_all_selected_rows_at_once(cases: Cases) -> None:
    for day in (300, 301):
        typed(str(day), "<Tab>", "<Tab>", "5", "<Return>")
    typed("<Up>", "<End>")
    press(Key.Key_Up, Modifier.ShiftModifier)
    press(Key.Key_F8)
    write("r")
    stored = [c for c in cases.open(P2.id).counts if c.day and c.day.text in ("300", "301")]
    assert [c.cell("context").missing for c in stored] == [MissingReason.NOT_REPORTED] * 2
    cases.undo()
    stored = [c for c in cases.open(P2.id).counts if c.day and c.day.text in ("300", "301")]
    assert [c.cell("context").missing for c in stored] == [None, None]


def test_several_values_of_a_day_stay_apart_when_the_case_is_opened_again(page: CasePage) -> None:
    for value in ("5", "7", "5"):
        typed("300", "<Tab>", "<Tab>", value, "<Return>")
    page.refresh()
    model = focused().model()  # type: ignore[attr-defined]
    assert isinstance(model, CountGridModel)
    column = model.column_of("platelets")
    rows = [row for row in range(model.rowCount()) if model.index(row, 0).data() == "300"]
    assert [model.index(row, column).data() for row in rows] == ["5", "7", "5"]
