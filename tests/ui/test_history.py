"""Who changed a field, when, what it held and why; and what a correction of day 0 moved."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from aic_desktop.domain.changes import ChangeSet, edit
from aic_desktop.domain.records import Cell, Treatment
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.timepoint import date_readings
from aic_desktop.services.cases import Cases
from aic_desktop.ui.pages.case import CasePage
from aic_desktop.ui.pages.case_history import HEADS, HistoryTable
from tests.ui.shell import Answers, Shell, put, show, small_case
from tests.ui.typist import Key, Modifier, focused, press, write


def lines(page: CasePage) -> list[dict[str, str]]:
    table = page.findChild(QTreeWidget)
    assert isinstance(table, QTreeWidget)
    items = [table.topLevelItem(row) for row in range(table.topLevelItemCount())]
    return [{head: item.text(column) for column, head in enumerate(HEADS)} for item in items if item]


def test_f12_tells_who_when_before_after_and_why(page: CasePage, cases: Cases) -> None:
    page.show_tab("patient")
    assert page.session.case is not None
    patient = page.session.case.patient
    change = edit(page.session.case, patient, "code", Cell("P2b"))
    cases.apply(ChangeSet("Patient: Patient code", (change,), "the paper calls it so"))
    press(Key.Key_F12)
    line = lines(page)[0]
    assert line["Who"] == cases.user
    assert len(line["When"]) == len("2021-03-12 10:00:00")
    assert line["Before"].startswith("P2 (")
    assert (line["After"], line["Why"]) == ("P2b", "the paper calls it so")
    assert line["Field"] == "Patient code"


def test_a_reason_is_given_afterwards_and_says_who_gave_it(page: CasePage, cases: Cases) -> None:
    page.show_tab("patient")
    press(Key.Key_A, Modifier.ControlModifier)
    write("P2b")
    press(Key.Key_F12)
    table = page.findChild(HistoryTable)
    assert isinstance(table, HistoryTable)
    table.setFocus()
    table.setCurrentItem(table.topLevelItem(0))
    press(Key.Key_F4)
    assert focused().accessibleName() == "Why “Patient: Patient code”?"
    press(Key.Key_Return)
    assert focused().accessibleName().startswith("Why"), "without words nothing is kept"
    write("mistyped")
    press(Key.Key_Return)
    assert focused() is table
    assert lines(page)[0]["Why"].startswith("mistyped (said 2")
    assert lines(page)[0]["Why"].endswith(f"by {cases.user})")
    assert {line["Field"] for line in lines(page)} == {"Patient code", ""}, "the same field is still shown"


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Shell:
    """A window on a case with a date of HSCT, a day and a date."""
    shell = Shell(tmp_path, Answers())
    show(qtbot, shell.window, 1280, 800)
    shell.window.files.create(str(tmp_path / "r.aic"))
    put(shell.registry, small_case("A1", agent="rituximab"))
    return shell


def test_a_correction_of_day_0_is_one_step_and_says_what_moved(shell: Shell, qtbot: QtBot) -> None:
    cases = shell.registry.cases
    case = cases.open(cases.id_of("A1"))
    desk = shell.window.desk
    assert desk is not None
    qtbot.waitUntil(lambda: desk.list.model.rowCount() == 1)
    desk.open_case(case.id)
    page = desk.pages.want_case()
    first = case.patient.with_cell("hsct_date", Cell(date_readings("2020-03-12")[0]))
    page.session.put(case.patient, field_of(type(first), "hsct_date"), first.cell("hsct_date"))
    page.session.put(case.treatments[0], field_of(Treatment, "start"), Cell(date_readings("2020-05-12")[0]))
    before = cases.open(case.id)
    page.show_tab("patient")
    page.show_record(case.id, "hsct_date")
    write("14.3.2020")
    press(Key.Key_Return)
    said = shell.window.notice.text
    assert said.startswith("Day 0 is 2020-03-14 instead of 2020-03-12.")
    assert "Start 2020-05-12 (+61 → +59)" in said
    cases.undo()
    assert cases.open(case.id) == before, "one step back is all of it"
    assert "Day 0 is 2020-03-12 instead of 2020-03-14." in shell.window.notice.text
