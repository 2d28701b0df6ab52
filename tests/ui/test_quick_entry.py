"""Quick entry on the real page: typed by key, seen while typing, stored as one step, taken back as one."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, deletion
from aic_desktop.domain.records import Dose
from aic_desktop.domain.shorthand import GRAMMAR
from aic_desktop.services.cases import Cases
from aic_desktop.services.example import published_cases
from aic_desktop.ui.forms.field_edit import FieldEdit
from aic_desktop.ui.pages.case import CasePage
from aic_desktop.ui.quick_entry import HINT
from tests.ui.shell import Answers, Shell, small_case
from tests.ui.shell import put as put_cases
from tests.ui.typist import Key, Modifier, focused, press, write

P1, P2 = published_cases()


@pytest.fixture
def page(page: CasePage) -> CasePage:
    """Patient 2 on the screen, the cursor in quick entry, come from the field of the gene."""
    page.show_record(P2.id, "gene")
    page.quick.take()
    return page


def line(page: CasePage) -> QLineEdit:
    held = page.quick.findChild(QLineEdit)
    assert isinstance(held, QLineEdit)
    return held


def under(page: CasePage) -> str:
    """The words under the line, "" when there are none."""
    label = page.quick.findChild(QLabel)
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def stored(cases: Cases) -> Case:
    return cases.open(P2.id)


def low(cases: Cases) -> Decimal | None:
    """The value of the count that came last."""
    value = stored(cases).counts[-1].value
    assert value is not None
    return value.low


def test_what_is_about_to_be_made_is_seen_while_typing(page: CasePage) -> None:
    assert under(page).startswith(HINT)
    seen = []
    for part in ("166", " plt", " 201", ".000/µl"):
        write(part)
        seen.append(under(page))
    assert seen == [
        "What happened on 166? For example: 166 plt 5.",
        "Which value? For example: PLT 5.",
        "Platelets 201 ×10⁹/L, on +166",
        "Platelets 201 ×10⁹/L, on +166",
    ]
    assert line(page).accessibleDescription() == seen[-1]


def test_enter_stores_all_of_a_line_as_one_step(page: CasePage, cases: Cases) -> None:
    before = stored(cases)
    write("300 dara 16 mg/kg weekly x6, plt 1,5, hb 8,6 g/dl")
    assert "6 doses of 16 mg/kg, +300, +307 … +335 (96 mg/kg in all)" in under(page)
    assert stored(cases) == before
    press(Key.Key_Return)
    after = stored(cases)
    assert len(after.treatments) == len(before.treatments) + 1
    assert len(after.doses) == len(before.doses) + 6
    assert [count.value.text for count in after.counts[-2:] if count.value] == ["1,5", "8,6 g/dl"]
    assert after == page.session.case
    assert line(page).text() == ""
    assert focused() is line(page)
    cases.undo()
    assert stored(cases) == before
    cases.redo()
    assert stored(cases) == after


def test_a_line_follows_a_line(page: CasePage, cases: Cases) -> None:
    before = len(stored(cases).transfusions)
    for text in ("301-303 platelets daily 1", "305 EK 2"):
        write(text)
        press(Key.Key_Return)
        assert line(page).text() == ""
    assert len(stored(cases).transfusions) == before + 2


def test_two_readings_are_asked_and_the_first_enter_stores_none(page: CasePage, cases: Cases) -> None:
    before = stored(cases)
    write("300 plt 1.234")
    assert under(page).startswith("Which is meant?")
    assert "▸" not in under(page)
    press(Key.Key_Return)
    assert stored(cases) == before
    assert "▸ 1  Platelets 1.2340" in under(page)
    assert line(page).property("state") == "asked"
    press(Key.Key_Return)
    assert low(cases) == Decimal("1.234")


@pytest.mark.parametrize("keys", [(Key.Key_F7, Key.Key_F7), (Key.Key_Down, Key.Key_Down), (Key.Key_Up,)])
def test_the_other_reading_is_taken_by_key(page: CasePage, cases: Cases, keys: tuple[Qt.Key, ...]) -> None:
    write("300 plt 1.234")
    for key in keys:
        press(key)
    assert "▸ 2  Platelets 1234" in under(page)
    press(Key.Key_Return)
    assert low(cases) == 1234
    assert line(page).property("state") == ""


def test_what_is_typed_on_after_a_choice_is_asked_again(page: CasePage, cases: Cases) -> None:
    before = stored(cases)
    write("300 plt 1.23")
    press(Key.Key_F7)
    write("4")
    press(Key.Key_Return)
    assert stored(cases) == before
    assert under(page).startswith("Which is meant?")


def test_what_cannot_be_read_stays_and_says_why(page: CasePage, cases: Cases, qtbot: QtBot) -> None:
    before = stored(cases)
    write("300 foo 5")
    assert line(page).property("state") in (None, "")
    with qtbot.waitSignal(page.said):
        press(Key.Key_Return)
    assert stored(cases) == before
    assert line(page).text() == "300 foo 5"
    assert line(page).property("state") == "unread"
    assert "“foo” is no agent" in under(page)


def test_esc_leads_back_and_nothing_typed_is_lost(page: CasePage, cases: Cases) -> None:
    before = stored(cases)
    write("300 plt 5")
    press(Key.Key_Escape)
    back = focused()
    assert isinstance(back, FieldEdit)
    assert back.field.name == "gene"
    assert under(page) == ""
    page.quick.take()
    press(Key.Key_Up)
    assert line(page).text() == "300 plt 5"
    assert stored(cases) == before
    press(Key.Key_Return)
    press(Key.Key_Up)
    assert line(page).text() == "300 plt 5"


def test_coming_from_the_cell_of_a_table_esc_leads_back_into_the_table(page: CasePage) -> None:
    page.show_tab("counts")
    grid = focused()
    write("3")
    assert isinstance(focused(), FieldEdit)
    page.quick.take()
    press(Key.Key_Escape)
    assert focused() is grid or grid.isAncestorOf(focused())


def test_a_line_stays_with_its_case(page: CasePage, cases: Cases) -> None:
    write("300 plt 5")
    page.show_case(P1.id)
    assert line(page).text() == ""
    assert page.quick.unfinished() == 1
    page.show_case(P2.id)
    assert line(page).text() == "300 plt 5"
    assert under(page).startswith("Platelets 5")
    page.quick.take()
    press(Key.Key_End)
    press(Key.Key_Return)
    assert page.quick.unfinished() == 0
    assert len(cases.open(P1.id).counts) == len(P1.counts)
    assert len(stored(cases).counts) == len(P2.counts) + 1


def test_what_is_shown_follows_the_case(page: CasePage, cases: Cases) -> None:
    write("196 dara")
    assert "added to the treatment" in under(page)
    treatment = next(t for t in P2.treatments if t.agent == "daratumumab")
    cases.apply(ChangeSet("delete", deletion(stored(cases), treatment)))
    assert "New treatment" in under(page)
    press(Key.Key_Return)
    new = stored(cases).treatments[-1]
    assert [dose.day.text for dose in stored(cases).owned_by(new.id, Dose)] == ["196"]


def test_a_long_text_is_refused_whole_and_not_cut(page: CasePage, cases: Cases) -> None:
    before = stored(cases)
    line(page).setText("300 infection " + "x" * 400)
    assert "too long" in under(page)
    press(Key.Key_Return)
    assert stored(cases) == before
    assert len(line(page).text()) == 414


def test_the_forms_are_listed_in_the_line_itself(page: CasePage, cases: Cases) -> None:
    before = stored(cases)
    write("?")
    forms = page.quick.forms
    assert forms.isVisible()
    assert all(form in forms.toPlainText() for form, _ in GRAMMAR)
    QApplication.processEvents()
    assert forms.height() < 0.5 * page.height()
    press(Key.Key_PageDown)
    assert forms.verticalScrollBar().value() > 0
    press(Key.Key_Return)
    assert stored(cases) == before
    press(Key.Key_Backspace)
    assert not forms.isVisible()
    assert under(page).startswith(HINT)


def test_without_a_case_there_is_nothing_to_type_into(page: CasePage, cases: Cases) -> None:
    case = stored(cases)
    cases.apply(ChangeSet("delete", deletion(case, case.patient)))
    assert not line(page).isEnabled()


@pytest.fixture
def shell(tmp_path: Path, qtbot: QtBot) -> Iterator[Shell]:
    """A window on a registry with one case."""
    shell = Shell(tmp_path, Answers())
    qtbot.addWidget(shell.window)
    registry = bootstrap.registry(str(tmp_path / "r.aic"), True)
    put_cases(registry, small_case("A1"))
    shell.window.show()
    shell.window.activateWindow()
    qtbot.waitUntil(shell.window.isActiveWindow)
    with qtbot.waitSignal(shell.window.filled):
        shell.window.show_registry(registry, str(tmp_path / "r.aic"))
    shell.opened.append(registry)
    assert shell.window.desk is not None
    shell.window.desk.open_first()
    yield shell
    shell.window.close()


def test_ctrl_k_leads_there_from_anywhere_and_ctrl_z_takes_it_back(shell: Shell) -> None:
    desk = shell.window.desk
    assert desk is not None
    for place in (desk.list.focus_search, desk.show_timeline, desk.show_cohort):
        place()
        press(Key.Key_K, Modifier.ControlModifier)
        assert focused().accessibleName() == "Quick entry"
    desk.show_tab("patient")
    assert isinstance(focused(), FieldEdit)
    press(Key.Key_K, Modifier.ControlModifier)
    assert focused().accessibleName() == "Quick entry"
    write("61 plt 5")
    press(Key.Key_Return)
    case_id = desk.case_id
    assert len(desk.cases.open(case_id).counts) == 1
    assert "Ctrl+Z takes it back" in shell.window.statusBar().currentMessage()
    press(Key.Key_Z, Modifier.ControlModifier)
    assert desk.cases.open(case_id).counts == ()
    write("62 plt 5")
    press(Key.Key_Z, Modifier.ControlModifier)
    assert desk.cases.open(case_id).counts == ()
    QApplication.processEvents()


def test_a_line_not_stored_is_said_before_the_window_goes(shell: Shell) -> None:
    press(Key.Key_K, Modifier.ControlModifier)
    write("61 plt")
    shell.window.close()
    assert shell.window.isVisible()
    assert shell.window.notice.isVisible()
