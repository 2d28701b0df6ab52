"""Confirming a warning by keyboard: in the list of checks and at the field; seen, undone, told."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QTabWidget, QToolButton, QTreeWidget
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.records import Cell, Dose, RecordId
from aic_desktop.domain.rules import Check, Grade, checks_of
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.timepoint import time_readings
from aic_desktop.services.cases import Cases
from aic_desktop.services.exchange import export, incoming
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.forms.faces import State
from aic_desktop.ui.forms.field_edit import FieldEdit
from aic_desktop.ui.forms.record_table import RecordTable
from aic_desktop.ui.forms.wishes import WISHES, Wanted
from aic_desktop.ui.models.cells import STATE
from aic_desktop.ui.pages.case import CasePage
from aic_desktop.ui.pages.case_checks import ChecksList
from tests.ui.typist import Key, focused, press, write

REASON = "trough before the exchange, given on purpose"
CHECKS_TAB = 8


@pytest.fixture
def checks(page: CasePage, qtbot: QtBot) -> ChecksList:
    """The list of checks of patient 2, the first of them in hand."""
    page.show_tab("checks")
    listed = page.findChild(ChecksList)
    assert isinstance(listed, ChecksList)
    qtbot.waitUntil(lambda: listed.rowCount() == 4)
    listed.setCurrentCell(0, 0)
    return listed


def found(page: CasePage) -> tuple[Check, ...]:
    assert page.session.case is not None
    return checks_of(page.session.case)


def title(page: CasePage) -> str:
    held = page.findChild(QTabWidget)
    assert isinstance(held, QTabWidget)
    return held.tabText(CHECKS_TAB)


def counted(page: CasePage) -> str:
    return next(
        b.text() for b in page.findChildren(QToolButton) if "warning" in b.text() or "note" in b.text()
    )


def dose_in_hand(page: CasePage, record: RecordId) -> CellsView:
    page.show_record(record, "day")
    table = next(t for t in page.findChildren(RecordTable) if t.record is Dose)
    assert table.view.hasFocus()
    return table.view


def test_a_warning_is_confirmed_in_the_list_and_no_longer_counted(
    page: CasePage, checks: ChecksList, qtbot: QtBot, cases: Cases
) -> None:
    assert title(page) == "Checks 4"
    assert counted(page) == "2 warnings · 2 notes"
    press(Key.Key_F3)
    assert isinstance(focused(), QLineEdit)
    assert focused().accessibleName().startswith("Confirm “This dose of daratumumab")
    write(REASON)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: title(page) == "Checks 3")
    assert counted(page) == "1 warning · 2 notes"
    assert focused() is checks
    row = checks.currentRow()
    assert row == 3, "the check stays in hand, now last"
    assert checks.item(row, 0).text() == "✓ confirmed warning"
    assert REASON in checks.item(row, 1).text()
    assert cases.user in checks.item(row, 1).toolTip()
    assert checks.item(row, 0).foreground().color() != checks.item(0, 0).foreground().color()
    cases.undo()
    qtbot.waitUntil(lambda: title(page) == "Checks 4")
    cases.redo()
    qtbot.waitUntil(lambda: title(page) == "Checks 3")


def test_without_words_nothing_is_confirmed_and_esc_leaves(
    page: CasePage, checks: ChecksList, cases: Cases
) -> None:
    said: list[str] = []
    page.said.connect(said.append)
    before = cases.undo_label
    press(Key.Key_F3)
    press(Key.Key_Return)
    assert said == ["Say why it is right, or leave with Esc."]
    assert isinstance(focused(), QLineEdit)
    write("half a rea")
    press(Key.Key_Escape)
    assert focused() is checks
    assert cases.undo_label == before


def test_at_the_field_it_looks_confirmed_and_is_open_again_when_the_value_changes(
    page: CasePage, qtbot: QtBot
) -> None:
    warned = found(page)[0]
    view = dose_in_hand(page, warned.record)
    index = view.currentIndex()
    qtbot.waitUntil(lambda: index.data(STATE) == State.WARNING)
    press(Key.Key_F3)
    write(REASON)
    press(Key.Key_Return)
    assert focused() is view
    qtbot.waitUntil(lambda: index.data(STATE) == State.CONFIRMED)
    assert index.data().endswith("✓")
    assert REASON in index.data(Qt.ItemDataRole.ToolTipRole)
    case = page.session.case
    assert case is not None
    dose = case.find(warned.record)
    assert dose is not None
    assert page.session.put(dose, field_of(Dose, "day"), Cell(time_readings("191")[0]))
    qtbot.waitUntil(lambda: index.data(STATE) == State.WARNING)


@pytest.mark.usefixtures("checks")
def test_f3_again_takes_it_back(page: CasePage, qtbot: QtBot) -> None:
    press(Key.Key_F3)
    write(REASON)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: title(page) == "Checks 3")
    press(Key.Key_F3)
    line = focused()
    assert isinstance(line, QLineEdit)
    assert line.text() == REASON
    press(Key.Key_Delete)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: title(page) == "Checks 4")
    assert all(check.open for check in found(page))


def test_a_contradiction_is_not_confirmed_away(page: CasePage, checks: ChecksList, qtbot: QtBot) -> None:
    case = page.session.case
    assert case is not None
    graft = case.transplants[0]
    page.session.put(graft, field_of(type(graft), "hla_matched"), Cell(12))
    qtbot.waitUntil(lambda: checks.rowCount() == 5)
    assert found(page)[0].grade is Grade.ERROR
    said: list[str] = []
    page.said.connect(said.append)
    checks.setCurrentCell(0, 0)
    press(Key.Key_F3)
    assert focused() is checks
    assert said[-1].startswith("A contradiction cannot be confirmed")


@pytest.mark.usefixtures("checks")
def test_the_history_of_the_field_tells_the_reason(page: CasePage) -> None:
    warned = found(page)[0]
    press(Key.Key_F3)
    write(REASON)
    press(Key.Key_Return)
    dose_in_hand(page, warned.record)
    press(Key.Key_F12)
    table = page.findChild(QTreeWidget)
    assert isinstance(table, QTreeWidget)
    told = [[item.text(column) for column in range(8)] for item in _items(table)]
    assert told[0][2].startswith("Confirm: This dose of daratumumab")
    assert told[0][7] == REASON


def _items(tree: QTreeWidget) -> list[object]:
    return [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]


def test_what_is_said_of_a_field_is_read_out_with_it(page: CasePage, qtbot: QtBot) -> None:
    noted = next(check for check in found(page) if check.rule == "response_contradicted")
    page.show_record(noted.record, noted.field)
    line = focused()
    qtbot.waitUntil(lambda: noted.message in line.accessibleDescription())
    press(Key.Key_F3)
    write(REASON)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: f": {REASON}" in line.accessibleDescription())


@pytest.mark.usefixtures("checks")
def test_it_goes_out_and_comes_in_with_its_case(cases: Cases, tmp_path: Path) -> None:
    press(Key.Key_F3)
    write(REASON)
    press(Key.Key_Return)
    export(cases.every(), tmp_path / "out", with_identifiers=True)
    other = bootstrap.cases_of(bootstrap.create_registry(tmp_path / "other.aic"))
    other.apply(incoming([tmp_path / "out"], ()).change_set)
    taken = {case.patient.code: case for case in other.every()}
    assert [c.open for c in checks_of(taken["P2"])] == [True, True, True, False]
    other.close()
    report = bootstrap.check_registry(str(tmp_path / "other.aic"))
    assert any(REASON in line for line in report.lines)


def test_every_wish_of_a_field_is_in_its_context_menu(page: CasePage) -> None:
    page.show_tab("patient")
    line = focused()
    assert isinstance(line, FieldEdit)
    for widget in (line, dose_in_hand(page, found(page)[0].record)):
        spot = QPoint(5, 5)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, widget.mapToGlobal(spot))
        QApplication.sendEvent(widget, event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        offered = [action.data() for action in menu.actions() if action.data() in WISHES.values()]
        assert offered == list(WISHES.values())
        next(action for action in menu.actions() if action.data() == Wanted.NOTE).trigger()
        menu.close()
        page.activateWindow()
        QApplication.processEvents()
        assert focused().accessibleName().startswith("Note to ")
        press(Key.Key_Escape)
