"""A print-out pasted into the counts grid: shown first, corrected in place, taken in as one step."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.changes import ChangeSet, Insertion, new_id
from aic_desktop.domain.records import Patient
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.forms.tabs import CountsTab
from tests.ui.shell import Answers, Shell, put, show, small_case
from tests.ui.typist import focused, press, write

Key, Modifier = Qt.Key, Qt.KeyboardModifier
MIXED = (
    "Datum\tPLT [/µl]\tHb (g/dl)\tKommentar\n12.03.2024\t142.000\t8,6\tok\n+58\t<5\tneg\t\n"
    "16x\t9.000\t7,9\t\n"
)


@pytest.fixture
def tab(session: CaseSession, qtbot: QtBot) -> CountsTab:
    assert session.case is not None
    tab = CountsTab(session)
    show(qtbot, tab)
    session.open(session.case.id)
    tab.view.setFocus()
    return tab


def paste(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(Key.Key_V, Modifier.ControlModifier)


def counts(session: CaseSession) -> list[tuple[str, str]]:
    """Day and value of every count, as the registry has them."""
    assert session.case is not None
    stored = session.cases.open(session.case.id).counts
    return [(c.day.text if c.day else "", c.value.text if c.value else "") for c in stored]


def sixty_days() -> str:
    lines = ["Datum\tThrombozyten [/µl]\tHb [g/dl]\tLeukozyten [G/l]\tLDH [U/l]"]
    for n in range(60):
        shown = f"{date.fromordinal(738_946 + n):%d.%m.%Y}" if n % 2 else f"+{n}"
        lines.append(
            f"{shown}\t{1 + n}.{n:03d}\t8,{n % 10}\t{'<5' if n % 7 == 0 else f'0,{n:02d}'}\t1.{n:03d}"
        )
    return "\n".join(lines)


def test_sixty_days_of_four_analytes_are_one_key_after_the_paste_and_one_undo(
    tab: CountsTab, session: CaseSession
) -> None:
    paste(sixty_days())
    assert focused() is tab.preview.table
    assert counts(session) == []
    press(Key.Key_Return)
    assert session.case is not None
    stored = session.cases.open(session.case.id).counts
    assert len(stored) == 240
    platelets = [c.value.low for c in stored if c.analyte == "platelets" and c.value]
    assert platelets == [Decimal(1000 * (1 + n) + n) / 1000 for n in range(60)]
    assert focused() is tab.view
    assert session.cases.undo_label == "Paste of 240 counts"
    session.cases.undo()
    assert counts(session) == []


def test_what_cannot_be_read_stays_to_be_corrected(tab: CountsTab, session: CaseSession) -> None:
    paste(MIXED)
    assert "3 values can be taken in · 2 cells cannot be read" in tab.preview.summary.text()
    listed = [tab.preview.list.item(n).text() for n in range(tab.preview.list.count())]
    assert listed[0].startswith("✗ Line 2, Haemoglobin “neg”: “neg” tells no amount.")
    assert any("Goes into the note of every value" in line for line in listed)
    press(Key.Key_Return)
    assert [value for _, value in counts(session)] == ["142.000 /µL", "8,6 g/dL", "<5 /µL"]
    assert focused() is tab.preview.table
    assert tab.preview.table.isRowHidden(1)
    assert not tab.preview.table.isRowHidden(2)
    write("7,7")
    press(Key.Key_Return)
    assert "1 value can be taken in" in tab.preview.summary.text()
    press(Key.Key_Down)
    press(Key.Key_Home)
    write("60")
    press(Key.Key_Return)
    press(Key.Key_Return)
    assert counts(session)[3:] == [("+58", "7,7 g/dL"), ("60", "9.000 /µL"), ("60", "7,9 g/dL")]
    assert focused() is tab.view


def test_escape_leaves_everything_as_it_was(tab: CountsTab, session: CaseSession) -> None:
    paste(MIXED)
    press(Key.Key_Escape)
    assert focused() is tab.view
    assert counts(session) == []
    assert not tab.preview.busy


def test_f7_tells_a_column_which_reading(tab: CountsTab, session: CaseSession) -> None:
    paste("Tag\tFerritin\n1\t1.234\n2\t2.345\n")
    assert not tab.preview.button.isEnabled()
    press(Key.Key_F7)
    press(Key.Key_F7)
    press(Key.Key_Return)
    assert session.case is not None
    assert [c.value.low for c in session.case.counts if c.value] == [Decimal(1234), Decimal(2345)]


def test_a_title_can_be_corrected(tab: CountsTab, session: CaseSession) -> None:
    paste("Tag\tPLT /nl\tXY\n1\t5\t8,6\n")
    tab.preview.table.setCurrentIndex(tab.preview.table.model().index(0, 2))
    write("Hb g/dl")
    press(Key.Key_Return)
    press(Key.Key_Return)
    assert counts(session) == [("1", "5 /nL"), ("1", "8,6 g/dL")]


def test_a_printout_waits_for_its_case(tab: CountsTab, session: CaseSession) -> None:
    assert session.case is not None
    first, other = session.case.id, Patient(id=new_id(), code="A2")
    session.cases.apply(ChangeSet("new", (Insertion(other.id, other),)))
    paste(MIXED)
    session.open(other.id)
    assert tab.part is tab.view
    session.open(first)
    assert tab.part is tab.preview.table
    assert "3 values" in tab.preview.summary.text()


def test_a_click_in_the_list_leads_to_the_cell(tab: CountsTab) -> None:
    paste(MIXED)
    tab.preview.list.setFocus()
    tab.preview.list.setCurrentRow(1)
    press(Key.Key_Return)
    assert focused() is tab.preview.table
    assert tab.preview.table.currentIndex().data(Qt.ItemDataRole.EditRole) == "16x"


def test_the_model_keeps_qts_rules(tab: CountsTab) -> None:
    model = tab.preview.table.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    paste(MIXED)
    assert model.rowCount() == 4
    paste("Tag\tPLT\n1\t5")  # in the preview Ctrl+V pastes nothing
    assert model.rowCount() == 4


def test_a_file_is_shown_like_a_paste_and_taken_in_as_one_step(tmp_path: Path, qtbot: QtBot) -> None:
    file, other = tmp_path / "labor.csv", tmp_path / "letter.txt"
    file.write_bytes(MIXED.replace("\t", ";").encode("cp1252"))
    other.write_text("Dear colleague,\nthank you.\n", encoding="utf-8")
    answers = Answers(file, other)
    shell = Shell(tmp_path, answers)
    qtbot.addWidget(shell.window)
    registry = bootstrap.registry(str(tmp_path / "r.aic"), True)
    put(registry, small_case("A1"))
    shell.window.show()
    shell.window.activateWindow()
    qtbot.waitUntil(shell.window.isActiveWindow)
    with qtbot.waitSignal(shell.window.filled):
        shell.window.show_registry(registry, str(tmp_path / "r.aic"))
    desk = shell.window.desk
    assert desk is not None
    desk.open_first()
    press(Key.Key_L, Modifier.ControlModifier)
    assert focused().accessibleName() == "Print-out as understood"
    press(Key.Key_Return)
    assert len(registry.cases.open(desk.case_id).counts) == 3
    assert registry.cases.undo_label == "3 counts from labor.csv"
    assert focused().accessibleName() == "Print-out as understood"  # two cells are left to be corrected
    press(Key.Key_Escape)
    press(Key.Key_Z, Modifier.ControlModifier)
    assert registry.cases.open(desk.case_id).counts == ()
    press(Key.Key_L, Modifier.ControlModifier)
    assert "names an analyte" in shell.window.statusBar().currentMessage()
    assert shell.window._settings.folder == str(tmp_path)
    shell.window.close()
