"""Free text in a coded field, by keyboard alone: marked, kept in the registry's list, offered afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.own_terms import OwnTerm
from aic_desktop.domain.records import Count, Treatment
from aic_desktop.domain.spec import field_of
from aic_desktop.services.registry import Registry
from aic_desktop.services.terms import Terms
from aic_desktop.ui.forms.count_grid import CountGrid
from aic_desktop.ui.forms.faces import face
from aic_desktop.ui.forms.field_edit import FieldEdit, suggestions
from aic_desktop.ui.forms.wishes import WISHES, Wanted
from aic_desktop.ui.own_term import KeepTerm, OwnTerms
from aic_desktop.ui.pages.case import CasePage
from tests.ui.shell import Answers, Shell, put, show, small_case
from tests.ui.typist import Key, Modifier, focused, press, write


@pytest.fixture
def registry(qapp: object, tmp_path: Path) -> Iterator[Registry]:
    """A registry with one case, A1."""
    assert qapp
    bootstrap.create_registry(tmp_path / "r.aic").close()
    registry = bootstrap.registry(str(tmp_path / "r.aic"))
    put(registry, small_case("A1"))
    yield registry
    registry.cases.close()


@pytest.fixture
def page(qtbot: QtBot, registry: Registry) -> Iterator[CasePage]:
    """That case on its page."""
    page = CasePage(registry.cases, terms=Terms(registry.settings))
    show(qtbot, page, 1040, 720)
    page.show_case(registry.cases.id_of("A1"))
    yield page
    page.shutdown()


def agent_field(page: CasePage, text: str) -> FieldEdit:
    """The agent of a new treatment, typed; the cursor is still in it."""
    page.show_tab("treatments")
    press(Key.Key_F6)
    line = focused()
    assert isinstance(line, FieldEdit)
    assert line.field.name == "agent"
    write(text)
    return line


def come_back(page: CasePage, line: FieldEdit, qtbot: QtBot) -> None:
    """The dialog is gone and the line has the keys again; offscreen no desktop gives the window back."""
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is line)


def test_free_text_is_stored_and_marked_as_not_in_the_list(page: CasePage, qtbot: QtBot) -> None:
    agent_field(page, "nipocalimab")
    press(Key.Key_Return)
    session = page.session
    assert session.case is not None
    (treatment,) = session.case.treatments
    assert treatment.agent == "nipocalimab"
    agent = field_of(Treatment, "agent")
    qtbot.waitUntil(lambda: session.worst_check(treatment, agent) is not None)
    seen = face(session, treatment, agent)
    assert seen.mark == "·"
    assert "keep it in this registry's own list" in seen.message


def test_it_is_kept_by_key_and_offered_under_every_name(
    page: CasePage, registry: Registry, qtbot: QtBot
) -> None:
    line = agent_field(page, "nipocalimab")
    press(Key.Key_F9, Modifier.ShiftModifier)
    dialog = page.window().findChild(KeepTerm)
    assert isinstance(dialog, KeepTerm)
    assert focused().accessibleName() == "Other names"
    write("nipo, M281")
    press(Key.Key_Tab)
    write("FcRn antagonist")
    press(Key.Key_Tab)
    write("mg/kg")
    press(Key.Key_Return)
    come_back(page, line, qtbot)
    assert page.session.case is not None
    assert page.session.case.codes.agents["nipocalimab"].dose_units == ("mg/kg",)
    (term,) = Terms(registry.settings).all()
    assert term.group == "FcRn antagonist"
    offered = dict(suggestions(line.field, page.session.case))
    assert offered["nipocalimab"] == "nipocalimab nipocalimab nipo M281"
    press(Key.Key_A, Modifier.ControlModifier)
    write("nipo")
    press(Key.Key_Return)
    assert page.session.case.treatments[0].agent == "nipocalimab"
    assert line.text() == "nipocalimab"
    qtbot.waitUntil(lambda: page.session.worst_check(page.session.case.treatments[0], line.field) is None)


def test_typing_an_alias_offers_the_term_and_the_arrow_takes_it(page: CasePage, registry: Registry) -> None:
    Terms(registry.settings).keep(OwnTerm("agents", "nipocalimab", ("xyzdrug",)))
    page.refresh()
    line = agent_field(page, "xyz")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert line.text() == "nipocalimab"


def test_what_cannot_be_kept_is_said_in_the_dialog_and_esc_leaves(page: CasePage, qtbot: QtBot) -> None:
    line = agent_field(page, "nipocalimab")
    press(Key.Key_F9, Modifier.ShiftModifier)
    write("rtx")
    press(Key.Key_Return)
    dialog = page.window().findChild(KeepTerm)
    assert isinstance(dialog, KeepTerm)
    assert "rituximab" in dialog._problem.text()
    press(Key.Key_Escape)
    come_back(page, line, qtbot)
    assert page.session.cases.codes().own("agents") == {}


def test_a_kept_term_is_changed_or_taken_out_by_the_same_key(page: CasePage, qtbot: QtBot) -> None:
    line = agent_field(page, "nipocalimab")
    press(Key.Key_F9, Modifier.ShiftModifier)
    write("nipo")
    press(Key.Key_Return)
    come_back(page, line, qtbot)
    press(Key.Key_F9, Modifier.ShiftModifier)
    assert isinstance(focused(), QLineEdit)
    assert focused().text() == "nipo"  # type: ignore[attr-defined]
    dialog = page.window().findChild(KeepTerm)
    assert isinstance(dialog, KeepTerm)
    button = next(b for b in dialog._buttons.buttons() if b.text() == "Take it out")
    button.setFocus()
    press(Key.Key_Space)
    come_back(page, line, qtbot)
    assert page.session.cases.codes().own("agents") == {}


@pytest.mark.parametrize(("tab", "said"), [("patient", "no list belongs to this field")])
def test_where_there_is_no_list_it_says_so(page: CasePage, tab: str, said: str) -> None:
    words: list[str] = []
    page.said.connect(words.append)
    page.show_tab(tab)
    press(Key.Key_F9, Modifier.ShiftModifier)
    assert said in words[-1]


def test_a_listed_agent_is_not_kept_again(page: CasePage) -> None:
    words: list[str] = []
    page.said.connect(words.append)
    agent_field(page, "rituximab")
    press(Key.Key_F9, Modifier.ShiftModifier)
    assert words[-1] == "Treatment: “rituximab” is in the list."


def test_an_own_analyte_gets_a_column_and_its_unit(page: CasePage, registry: Registry) -> None:
    Terms(registry.settings).keep(OwnTerm("analytes", "hepcidin", ("Hepc",), ("ng/mL",)))
    page.refresh()
    page.show_tab("counts")
    grid = page.findChild(CountGrid)
    assert isinstance(grid, CountGrid)
    grid._add.setFocus()
    write("hepc")
    if QApplication.activePopupWidget():
        press(Key.Key_Escape)
    press(Key.Key_Return)
    heads = [
        str(grid.model.headerData(column, Qt.Orientation.Horizontal))
        for column in range(grid.model.columnCount())
    ]
    assert "hepcidin\nng/mL" in heads
    assert field_of(Count, "analyte").spec.codes == "analytes"


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """A window on a registry with one case and two terms of its own."""
    location = str(tmp_path / "shared.aic")
    registry = bootstrap.registry(location, True)
    put(registry, small_case("A1", agent="nipocalimab"))
    Terms(registry.settings).keep(OwnTerm("agents", "nipocalimab", ("nipo",), ("mg/kg",), "FcRn antagonist"))
    Terms(registry.settings).keep(OwnTerm("analytes", "hepcidin", (), ("ng/mL",)))
    registry.cases.close()
    shell = Shell(tmp_path, Answers())
    show(qtbot, shell.window, 1280, 800)
    shell.window.files.open(location)
    qtbot.waitUntil(lambda: shell.code == "A1")
    yield shell
    shell.window.close()


def test_all_of_them_are_listed_and_taken_out_from_the_menu(shell: Shell, qtbot: QtBot) -> None:
    shell.window.actions_["own_terms"].trigger()
    dialog = shell.window.findChild(OwnTerms)
    assert isinstance(dialog, OwnTerms)
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == [
        "agent: nipocalimab (nipo) · FcRn antagonist · mg/kg",
        "analyte: hepcidin · ng/mL",
    ]
    assert shell.window.desk is not None
    shell.window.desk.list.search.setText("nipo")
    assert shell.codes == ["A1"], "the list finds a case by the other name of its agent"
    qtbot.keyClick(dialog.list, Key.Key_Return)
    term = dialog.findChild(KeepTerm)
    assert isinstance(term, KeepTerm)
    next(b for b in term._buttons.buttons() if b.text() == "Take it out").click()
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    page = shell.window.desk.pages.want_case()
    assert page.session.case is not None
    assert page.session.case.codes.own("agents") == {}
    dialog.close()


def test_without_any_the_dialog_says_how_one_is_kept(shell: Shell) -> None:
    for term in Terms(shell.registry.settings).all():
        Terms(shell.registry.settings).drop(term)
    shell.window.actions_["own_terms"].trigger()
    dialog = shell.window.findChild(OwnTerms)
    assert isinstance(dialog, OwnTerms)
    assert not dialog.list.isVisible()
    assert "Shift+F9" in dialog._none.text()
    dialog.close()


def test_what_a_field_can_be_asked_for_is_in_the_edit_menu(shell: Shell, qtbot: QtBot) -> None:
    assert shell.window.desk is not None
    edit = next(m for m in shell.window.menuBar().findChildren(QMenu) if m.title() == "&Edit")
    edit.aboutToShow.emit()
    offered = {action.data(): action for action in edit.actions() if action.data() in WISHES.values()}
    assert list(offered) == list(WISHES.values())
    shell.window.desk.list.search.setFocus()
    offered[Wanted.HISTORY].trigger()
    qtbot.waitUntil(lambda: "into a field" in shell.window.statusBar().currentMessage())
    shell.window.desk.show_tab("patient")
    offered[Wanted.NOTE].trigger()
    qtbot.waitUntil(lambda: focused().accessibleName() == "Note to Patient code:")
