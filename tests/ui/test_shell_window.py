"""The window as a clinician finds it: keys in, words out, and what the registry holds afterwards."""

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMenu, QWidget

from aic_desktop import bootstrap
from aic_desktop.domain.changes import ChangeSet, deletion, edit
from aic_desktop.domain.choices import Lineage, Origin, Status
from aic_desktop.domain.records import Cell
from aic_desktop.ui import commands
from aic_desktop.ui.dialogs import NewCase, ShortcutSheet
from tests.ui.shell import Answers, Shell, put, small_case

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
P, R = Lineage.PLATELETS, Lineage.RED_CELLS


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def shell(tmp_path: Path, qtbot, answers: Answers):
    """The window as it is at the first start; what it left open is closed at the end."""
    shell = Shell(tmp_path, answers)
    qtbot.addWidget(shell.window)
    with qtbot.waitExposed(shell.window):
        shell.window.show()
    shell.window.activateWindow()
    yield shell
    shell.window.close()


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A registry of P1 (AIT), P2 (Evans, dead) and P10 (AIHA)."""
    location = str(tmp_path / "registry.aic")
    registry = bootstrap.registry(location, True)
    put(
        registry,
        small_case("P1", P, disease="lrba_deficiency", agent="daratumumab", case_id="1" * 16),
        small_case("P2", P, R, disease="cd40l_deficiency", status=Status.DEAD, case_id="2" * 16),
        small_case("P10", R, case_id="3" * 16),
    )
    registry.cases.close()
    return location


@pytest.fixture
def opened(shell: Shell, file: str, qtbot) -> Shell:
    """The window with the registry open and its first case in hand."""
    shell.window.files.open(file)
    qtbot.waitUntil(lambda: shell.code == "P1")
    return shell


def foot(shell: Shell) -> str:
    """What stands at the foot of the window."""
    said = shell.window.statusBar().currentMessage()
    return said or " ".join(label.text() for label in shell.window.statusBar().findChildren(QLabel))


def press(qtbot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whatever has the focus."""
    assert QApplication.focusWidget() is not None, "nothing has the focus"
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def dialog_of(shell: Shell, kind: type[QDialog]) -> QDialog:
    return next(child for child in shell.window.findChildren(kind) if child.isVisible())


# -- opening ------------------------------------------------------------------------------------------


def test_the_first_start_offers_three_ways(shell: Shell) -> None:
    assert shell.window.welcome.isVisible()
    assert [choice.accessibleName() for choice in shell.window.welcome.choices] == [
        "Open the example",
        "Create a registry",
        "Open a registry",
    ]
    assert shell.window.welcome.choices[0].hasFocus()
    assert not shell.window.actions_["new_case"].isEnabled()
    assert foot(shell).strip() == ""


def test_the_example_is_opened_by_its_button_and_keeps_what_is_tried_in_it(shell: Shell, qtbot) -> None:
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: shell.code == "P1")
    assert shell.codes == ["P1", "P2"]
    shell.window.actions_["delete_case"].trigger()
    shell.window.actions_["close_registry"].trigger()
    assert shell.window.welcome.isVisible()
    shell.window.actions_["open_example"].trigger()
    assert shell.codes == ["P2"]


def test_a_registry_is_created_where_it_is_wanted_and_asks_for_its_first_case(
    shell: Shell, answers: Answers, tmp_path: Path
) -> None:
    answers.paths = [str(tmp_path / "new.aic")]
    shell.window.actions_["new_registry"].trigger()
    assert (tmp_path / "new.aic").is_file()
    assert answers.wishes[0].new
    assert shell.codes == []
    assert foot(shell) == "all saved · new.aic · 0 cases"
    words = [label.text() for label in shell.window.desk.list.findChildren(QLabel) if label.isVisible()]
    assert any("No case yet" in text for text in words)


def test_a_file_that_is_there_is_never_created_over(shell: Shell, answers: Answers, file: str) -> None:
    before = Path(file).read_bytes()
    answers.paths = [file]
    shell.window.actions_["new_registry"].trigger()
    assert "is there already" in shell.window.notice.text
    assert shell.window.desk is None
    assert Path(file).read_bytes() == before


@pytest.mark.parametrize("content", [None, b"Dear colleague, ..."])
def test_what_cannot_be_opened_is_refused_in_place(
    shell: Shell, answers: Answers, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "letter.aic"
    if content:
        path.write_bytes(content)
    answers.paths = [str(path)]
    shell.window.actions_["open_registry"].trigger()
    assert "letter.aic" in shell.window.notice.text
    assert shell.window.welcome.isVisible()
    assert QApplication.activeModalWidget() is None


def test_an_open_registry_stays_open_when_another_is_refused(opened: Shell, tmp_path: Path) -> None:
    opened.window.files.open(str(tmp_path / "nowhere.aic"))
    assert "nowhere.aic" in opened.window.notice.text
    assert opened.code == "P1"


def test_recent_registries_are_offered_and_opened(opened: Shell, qtbot, file: str) -> None:
    opened.window.actions_["close_registry"].trigger()
    page = opened.window.welcome
    button = next(b for b in page.findChildren(type(page.choices[0]).__base__) if b.property("location"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.code == "P1")
    menu = next(m for m in opened.window.findChildren(QMenu) if "recent" in m.title())
    menu.aboutToShow.emit()
    assert [action.data() for action in menu.actions()] == [file]


def test_a_password_is_never_remembered(shell: Shell) -> None:
    shell.window.files._remember("postgresql://anna:secret@server/registry")
    assert shell.settings.recent == ()


# -- finding a case -----------------------------------------------------------------------------------


def test_list_title_and_foot_say_what_is_open(opened: Shell) -> None:
    assert opened.codes == ["P1", "P2", "P10"]
    assert foot(opened) == "all saved · registry.aic · 3 cases"
    assert opened.window.windowTitle().startswith("registry.aic")


def test_a_case_is_found_and_entered_by_keys_alone(opened: Shell, qtbot) -> None:
    cases = opened.window.desk.list
    press(qtbot, Key.Key_F, Ctrl)
    qtbot.waitUntil(cases.search.hasFocus)
    qtbot.keyClicks(cases.search, "evans")
    assert opened.codes == ["P2"]
    assert opened.code == "P1"  # typing opens nothing
    press(qtbot, Key.Key_Return)
    assert opened.code == "P2"
    assert isinstance(QApplication.focusWidget(), QLineEdit)  # in the form
    assert QApplication.focusWidget() is not cases.search
    press(qtbot, Key.Key_F, Ctrl)
    press(qtbot, Key.Key_Escape)
    assert opened.codes == ["P1", "P2", "P10"]
    press(qtbot, Key.Key_Down)
    qtbot.waitUntil(lambda: opened.code == "P10")
    press(qtbot, Key.Key_Up)
    press(qtbot, Key.Key_Up)
    qtbot.waitUntil(lambda: opened.code == "P1")
    assert cases.search.hasFocus()


def test_running_down_the_list_opens_only_the_case_one_stops_at(opened: Shell, qtbot) -> None:
    asked: list[object] = []
    cases = opened.window.desk.list
    cases.chosen.connect(asked.append)
    cases.view.setFocus()
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Down)
    qtbot.waitUntil(lambda: opened.code == "P10")
    assert asked == ["3" * 16]


def test_the_marked_case_is_the_open_case_whatever_is_narrowed(opened: Shell) -> None:
    cases = opened.window.desk.list
    cases.search.setText("p10")
    assert not cases.view.selectionModel().hasSelection()
    cases.search.clear()
    assert cases.model.row_at(cases.view.currentIndex()).code == "P1"
    assert opened.code == "P1"


def test_chips_narrow_by_type_and_the_count_says_so(opened: Shell, qtbot) -> None:
    cases = opened.window.desk.list
    evans = next(chip for chip in cases.chips.buttons() if chip.text() == "Evans")
    qtbot.mouseClick(evans, Qt.MouseButton.LeftButton)
    assert opened.codes == ["P2"]
    assert any(label.text() == "1 of 3 cases" for label in cases.findChildren(QLabel))
    evans.setFocus()
    press(qtbot, Key.Key_Left)
    assert opened.codes == []
    assert any(label.text() == "No case fits." for label in cases.findChildren(QLabel))


def test_next_and_previous_case(opened: Shell, qtbot) -> None:
    opened.window.actions_["next_case"].trigger()
    qtbot.waitUntil(lambda: opened.code == "P2")
    opened.window.actions_["previous_case"].trigger()
    qtbot.waitUntil(lambda: opened.code == "P1")


def test_a_case_deleted_on_another_computer_is_said_and_leaves_the_list(opened: Shell, file, qtbot) -> None:
    other = bootstrap.registry(file).cases
    case = other.open("2" * 16)
    other.apply(ChangeSet("Delete", deletion(case, case.patient)))
    other.close()
    opened.window.actions_["next_case"].trigger()
    qtbot.waitUntil(lambda: opened.codes == ["P1", "P10"])
    assert "no longer in the registry" in foot(opened)
    assert opened.code == "P1"


def test_tab_goes_through_the_window_in_reading_order(opened: Shell, qtbot) -> None:
    cases = opened.window.desk.list
    cases.search.setFocus()
    order = [cases.search]
    for _ in range(5):
        press(qtbot, Key.Key_Tab)
        order.append(QApplication.focusWidget())
    assert order[1] is cases.chips.checkedButton()
    assert order[2] is cases.dead
    assert cases.order.isAncestorOf(order[3])
    assert order[4] is cases.view
    assert not cases.isAncestorOf(order[5])


# -- changing the registry ----------------------------------------------------------------------------


def test_a_case_is_started_by_keys_alone(opened: Shell, qtbot) -> None:
    opened.window.desk.list.search.setText("nobody")  # a new case is shown all the same
    press(qtbot, Key.Key_N, Ctrl)
    dialog = dialog_of(opened, NewCase)
    qtbot.waitUntil(dialog.code.hasFocus)
    press(qtbot, Key.Key_Return)
    assert "code first" in dialog.problem.text()
    qtbot.keyClicks(dialog.code, "P2")
    press(qtbot, Key.Key_Return)
    assert "P2" in dialog.problem.text()
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.code, "P3")
    assert dialog.problem.text() == ""
    press(qtbot, Key.Key_Tab)
    press(qtbot, Key.Key_Right)
    press(qtbot, Key.Key_Return)
    assert opened.codes == ["P1", "P2", "P3", "P10"]
    assert opened.code == "P3"
    cases = opened.registry.cases
    assert cases.open(cases.id_of("P3")).patient.origin is Origin.LITERATURE
    assert foot(opened).startswith("saved ")


def test_a_deleted_case_is_gone_with_the_way_back_beside_the_words(opened: Shell, qtbot) -> None:
    before = opened.registry.cases.open("2" * 16)
    opened.window.desk.open_case("2" * 16)
    opened.window.actions_["delete_case"].trigger()
    assert opened.codes == ["P1", "P10"]
    assert opened.code == "P10"
    assert "P2 was taken out" in opened.window.notice.text
    qtbot.mouseClick(opened.window.notice._do, Qt.MouseButton.LeftButton)
    assert opened.codes == ["P1", "P2", "P10"]
    assert opened.code == "P2"
    assert opened.registry.cases.open("2" * 16) == before
    assert opened.window.notice.text == ""


def test_a_way_back_is_offered_only_while_it_leads_there(opened: Shell) -> None:
    opened.window.actions_["delete_case"].trigger()
    assert "P1 was taken out" in opened.window.notice.text
    rename(opened, "3" * 16, "P11")
    assert opened.window.notice.text == ""
    opened.window.actions_["delete_case"].trigger()
    opened.window.actions_["close_registry"].trigger()
    assert opened.window.notice.text == ""


def test_the_last_case_deleted_leaves_an_invitation(opened: Shell) -> None:
    for _ in range(3):
        opened.window.actions_["delete_case"].trigger()
    assert opened.codes == []
    assert opened.window.desk.case_id == ""
    assert not opened.window.actions_["delete_case"].isEnabled()
    opened.window.actions_["undo"].trigger()
    assert opened.code == "P10"


def rename(shell: Shell, case_id: str, code: str) -> None:
    case = shell.registry.cases.open(case_id)
    change = edit(case, case.patient, "code", Cell(code))
    shell.registry.cases.apply(ChangeSet(f"Patient code {code}", (change,)))


def test_undo_names_its_step_and_goes_where_it_happened(opened: Shell, qtbot) -> None:
    undo, redo = opened.window.actions_["undo"], opened.window.actions_["redo"]
    assert not undo.isEnabled()
    rename(opened, "3" * 16, "P11")
    assert "Patient code P11" in undo.text()
    qtbot.waitUntil(lambda: opened.codes == ["P1", "P2", "P11"])
    assert opened.code == "P1"
    undo.trigger()
    assert opened.codes == ["P1", "P2", "P10"]
    assert opened.code == "P10"
    assert foot(opened) == "Undone: Patient code P11"
    assert "Patient code P11" in redo.text()
    redo.trigger()
    assert opened.code == "P11"
    assert foot(opened) == "Done again: Patient code P11"


def test_a_step_that_no_longer_fits_is_said_and_dropped(opened: Shell, file: str) -> None:
    rename(opened, "1" * 16, "P7")
    other = bootstrap.registry(file).cases
    case = other.open("1" * 16)
    other.apply(ChangeSet("Elsewhere", (edit(case, case.patient, "code", Cell("P8")),)))
    other.close()
    opened.window.actions_["undo"].trigger()
    assert "changed elsewhere" in foot(opened)
    assert not opened.window.actions_["undo"].isEnabled()


def test_a_line_of_the_list_follows_its_case_without_a_new_reading(opened: Shell, qtbot, monkeypatch) -> None:
    case = opened.registry.cases.open("3" * 16)
    monkeypatch.setattr(opened.registry.cases, "rows", lambda: pytest.fail("the whole list was read"))
    opened.registry.cases.apply(ChangeSet("Lineage", (edit(case, case.cytopenias[0], "lineage", Cell(P)),)))
    model = opened.window.desk.list.model
    qtbot.waitUntil(lambda: "AIT" in model.index(2).data())
    assert opened.code == "P1"


# -- export and import --------------------------------------------------------------------------------


def test_an_export_is_taken_in_again_as_one_step(opened: Shell, answers: Answers, tmp_path: Path) -> None:
    from aic_desktop.ui.exchange import ExportDialog, ImportDialog

    answers.paths = [str(tmp_path)]
    opened.window.actions_["export"].trigger()
    dialog_of(opened, ExportDialog)._on_accepted()
    folder = tmp_path / "registry-export"
    assert (folder / "patient.csv").is_file()
    assert str(folder) in opened.window.notice.text
    assert "3 cases" in opened.window.notice.text
    for _ in range(3):
        opened.window.actions_["delete_case"].trigger()
    answers.paths = [str(folder)]
    opened.window.actions_["import"].trigger()
    dialog = dialog_of(opened, ImportDialog)
    dialog._on_ask_folder()
    assert opened.codes == []  # shown before it is taken
    dialog._on_take()
    assert opened.codes == ["P1", "P2", "P10"]
    assert "3 new cases" in opened.window.notice.text
    opened.window.actions_["undo"].trigger()
    assert opened.codes == []


def test_files_that_cannot_be_taken_are_listed_and_nothing_is(
    opened: Shell, answers: Answers, tmp_path: Path
) -> None:
    from aic_desktop.ui.exchange import ImportDialog

    (tmp_path / "patient.csv").write_text("patient,sex\nP9,maybe\n", encoding="utf-8")
    answers.paths = [str(tmp_path / "patient.csv")]
    opened.window.actions_["import"].trigger()
    dialog = dialog_of(opened, ImportDialog)
    dialog._on_ask_file()
    assert "line 2" in dialog.refusals.toPlainText()
    assert not dialog._take.isVisible()
    assert opened.codes == ["P1", "P2", "P10"]


# -- commands -----------------------------------------------------------------------------------------


def menu_ids(shell: Shell) -> set[str]:
    menus = (action.menu() for action in shell.window.menuBar().actions())
    return {action.objectName() for menu in menus for action in menu.actions()}


def test_every_command_has_a_menu_a_key_and_a_tip_and_is_on_the_sheet(opened: Shell, qtbot) -> None:
    keys = [key for command in commands.all_commands() for key in command.keys]
    assert len(keys) == len(set(keys))
    sheet = {words for _, lines in commands.shortcut_sheet() for _, words in lines}
    for command in commands.all_commands():
        action = opened.window.actions_[command.id]
        assert command.id in menu_ids(opened)
        assert not action.shortcut().isEmpty()
        assert command.tip in action.toolTip()
        assert command.name in sheet
    press(qtbot, Key.Key_F1)
    words = {label.text() for label in dialog_of(opened, ShortcutSheet).findChildren(QLabel)}
    assert sheet <= words


def test_every_command_is_carried_out_by_someone(opened: Shell) -> None:
    for command in commands.all_commands():
        action = opened.window.actions_[command.id]
        assert action.receivers("2triggered(bool)") or action in opened.window.actions_.tabs.actions()


@pytest.mark.parametrize(("number", "tab"), list(enumerate((name for name, _ in commands.TABS), start=1)))
def test_tabs_have_their_numbers(opened: Shell, qtbot, monkeypatch, number: int, tab: str) -> None:
    asked: list[str] = []
    monkeypatch.setattr(opened.window.desk, "show_tab", asked.append)
    press(qtbot, Key(Key.Key_0 + number % 10), Ctrl)
    assert asked == [tab]


# -- letting go ---------------------------------------------------------------------------------------


def test_nothing_survives_a_closed_registry(opened: Shell, qtbot) -> None:
    opened.window.desk.show_cohort()
    gone: list[bool] = []
    desk = opened.window.desk
    desk.destroyed.connect(lambda: gone.append(True))
    listeners = opened.registry.cases._listeners
    assert listeners
    del desk
    opened.window.actions_["close_registry"].trigger()
    assert listeners == []
    qtbot.waitUntil(lambda: len(gone) == 1)
    assert opened.window.desk is None
    assert foot(opened).strip() == ""
    opened.window.actions_["find"].trigger()  # whoever carried it out is gone with the registry


def test_opening_another_registry_lets_go_of_the_first(opened: Shell, tmp_path: Path) -> None:
    first = opened.registry.cases
    opened.window.files.create(str(tmp_path / "second.aic"))
    assert first._listeners == []
    assert foot(opened) == "all saved · second.aic · 0 cases"


def test_closing_the_window_stores_the_field_in_hand_and_the_place_of_the_window(
    opened: Shell, monkeypatch
) -> None:
    stored: list[bool] = []
    monkeypatch.setattr(opened.window.desk, "flush", lambda: stored.append(True))
    opened.window.close()
    assert stored
    assert not opened.settings.geometry.isEmpty()
    assert opened.registry.cases._listeners == []


def test_a_text_that_could_not_be_stored_holds_the_window_once(opened: Shell, monkeypatch) -> None:
    monkeypatch.setattr(opened.window.desk, "unfinished", lambda: 2)
    assert not opened.window.close()
    assert "2 fields hold texts" in opened.window.notice.text
    assert opened.window.close()


def ours() -> list[QWidget]:
    """Every living widget of the program."""
    return [w for w in QApplication.allWidgets() if type(w).__module__.startswith("aic_desktop")]


def test_nothing_survives_a_closed_window(tmp_path: Path, file: str, qtbot) -> None:
    gc.collect()
    qtbot.waitUntil(lambda: ours() == [])
    shell = Shell(tmp_path, Answers())
    shell.window.show()
    shell.window.files.open(file)
    qtbot.waitUntil(lambda: shell.code == "P1")
    for name in ("new_case", "export", "import", "shortcuts", "about", "cohort"):
        shell.window.actions_[name].trigger()
    assert len(ours()) > 10
    listeners = shell.registry.cases._listeners
    assert shell.window.close()
    shell.window.deleteLater()
    qtbot.waitUntil(lambda: ours() == [])
    assert listeners == []


def test_a_registry_remembers_the_counts_chosen_for_its_timelines(opened: Shell, file: str) -> None:
    assert opened.window.desk is not None
    opened.window.desk.pages.want_case().timeline.options_chosen.emit({"max_gap": 60})
    assert opened.registry.settings.get("timeline") == {"max_gap": 60}
    opened.window.files.open(file)
    assert opened.window.desk is not None
    assert opened.window.desk.pages.want_case().timeline._options.max_gap == 60
