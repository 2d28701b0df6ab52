"""A registry kept safe: backups made and put back in the window, and a place that can harm it told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.services.safekeeping import Backup
from aic_desktop.ui import keeping
from aic_desktop.ui.restore_backup import RestoreBackup
from tests.ui.shell import Answers, Shell, put, small_case


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The example, which nobody has open."""
    bootstrap.write_example(str(tmp_path / "r.aic"))
    return tmp_path / "r.aic"


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """A window with nothing open."""
    shell = Shell(tmp_path, Answers())
    qtbot.addWidget(shell.window)
    shell.window.show()
    yield shell
    shell.window.close()


def opened(qtbot: QtBot, shell: Shell, file: Path) -> None:
    with qtbot.waitSignal(shell.window.filled):
        shell.window.files.open(str(file))


def backups(file: Path) -> tuple[Backup, ...]:
    found = bootstrap.backups(str(file))
    assert found is not None
    return found.there()


def wait(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(lambda: shell.window._keeping is not None and not shell.window._keeping.busy)


def backed_up(qtbot: QtBot, shell: Shell, file: Path) -> None:
    opened(qtbot, shell, file)
    shell.window.actions_["backup"].trigger()
    wait(qtbot, shell)


def listed(shell: Shell) -> RestoreBackup:
    shell.window.actions_["restore_backup"].trigger()
    dialog = shell.window.findChild(RestoreBackup)
    assert dialog is not None
    return dialog


def test_one_is_made_soon_after_opening_and_none_while_nothing_changes(
    qtbot: QtBot, shell: Shell, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SOON_MS", 1)
    opened(qtbot, shell, file)
    qtbot.waitUntil(lambda: len(backups(file)) == 1)
    wait(qtbot, shell)
    assert shell.window.statusBar().currentMessage().startswith("Backed up ")
    shell.window.actions_["backup"].trigger()
    wait(qtbot, shell)
    assert shell.window.statusBar().currentMessage() == "Nothing has changed since the latest backup."
    shell.window.close_registry()
    assert len(backups(file)) == 1


def test_what_was_entered_last_is_in_the_backup_made_at_the_end(
    qtbot: QtBot, shell: Shell, file: Path
) -> None:
    opened(qtbot, shell, file)
    put(shell.registry, small_case("P3"))
    shell.window.close()
    assert [one.cases for one in backups(file)] == [3]


def test_whoever_only_looks_leaves_nothing_behind(qtbot: QtBot, shell: Shell, file: Path) -> None:
    opened(qtbot, shell, file)
    shell.window.close()
    assert backups(file) == ()


def test_a_backup_is_put_back_and_what_was_there_can_be_had_again(
    qtbot: QtBot, shell: Shell, file: Path
) -> None:
    backed_up(qtbot, shell, file)
    put(shell.registry, small_case("P3"))
    shell.window.say("Stored: P3")
    dialog = listed(shell)
    assert dialog.list.topLevelItem(0).text(1).startswith("2 cases")
    with qtbot.waitSignal(shell.window.filled):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert shell.codes == ["P1", "P2"]
    assert "P3" not in shell.window.statusBar().currentMessage()
    assert shell.window.notice.text.startswith("The registry is as it was on ")
    again = listed(shell)
    words = [again.list.topLevelItem(n).text(1) for n in range(again.list.topLevelItemCount())]
    asides = [n for n, text in enumerate(words) if text.endswith("before a backup was put back")]
    assert words[asides[0]].startswith("3 cases")
    again.list.setCurrentItem(again.list.topLevelItem(asides[0]))
    with qtbot.waitSignal(shell.window.filled):
        next(b for b in again.findChildren(QPushButton) if b.text() == "&Restore").click()
    assert shell.codes == ["P1", "P2", "P3"]


def test_a_damaged_registry_is_refused_with_the_way_to_its_backups(
    qtbot: QtBot, shell: Shell, file: Path
) -> None:
    backed_up(qtbot, shell, file)
    shell.window.close_registry()
    file.write_bytes(b"SQLite format 3\x00" + b"\x07" * 5000)
    shell.window.files.open(str(file))
    assert shell.window.desk is None
    next(b for b in shell.window.notice.findChildren(QPushButton) if "backup" in b.text()).click()
    dialog = shell.window.findChild(RestoreBackup)
    assert dialog is not None
    with qtbot.waitSignal(shell.window.filled):
        dialog.list.itemDoubleClicked.emit(dialog.list.topLevelItem(0), 0)
    assert shell.codes == ["P1", "P2"]


def test_a_backup_of_no_use_is_listed_with_the_reason_and_cannot_be_chosen(
    qtbot: QtBot, shell: Shell, file: Path
) -> None:
    backed_up(qtbot, shell, file)
    (made,) = backups(file)
    made.path.write_bytes(b"nothing of use")
    dialog = listed(shell)
    item = dialog.list.topLevelItem(0)
    assert item.text(1) == item.toolTip(1) == backups(file)[0].fault
    assert not item.flags() & Qt.ItemFlag.ItemIsSelectable
    assert not dialog.restore.isEnabled()
    with qtbot.assertNotEmitted(dialog.wanted):
        dialog.list.itemDoubleClicked.emit(item, 0)
    dialog.reject()


def test_a_backup_that_was_damaged_meanwhile_leaves_the_registry_open(
    qtbot: QtBot, shell: Shell, file: Path
) -> None:
    backed_up(qtbot, shell, file)
    dialog = listed(shell)
    (made,) = backups(file)
    made.path.write_bytes(made.path.read_bytes()[:5000])
    with qtbot.waitSignal(shell.window.filled):
        dialog.restore.click()
    assert "cannot be put back" in dialog.problem.text()
    assert shell.codes == ["P1", "P2"]
    dialog.reject()


def test_without_a_backup_it_is_said(qtbot: QtBot, shell: Shell, file: Path) -> None:
    opened(qtbot, shell, file)
    dialog = listed(shell)
    assert dialog.problem.text() == "There is no backup of this registry yet."
    assert not dialog.restore.isEnabled()
    dialog.reject()


def test_a_window_closes_all_the_same_where_no_backup_can_be_made(
    qtbot: QtBot, shell: Shell, file: Path
) -> None:
    opened(qtbot, shell, file)
    file.with_name("r backups").write_text("a file in the place of the folder")
    shell.window.actions_["backup"].trigger()
    wait(qtbot, shell)
    assert "cannot be written to" in shell.window.notice.text
    put(shell.registry, small_case("P3"))
    shell.window.close_registry()
    assert shell.window.desk is None
    assert "cannot be written to" in shell.window.notice.text


def test_with_nothing_open_it_is_asked_whose_backups(qtbot: QtBot, shell: Shell, file: Path) -> None:
    assert not shell.window.actions_["backup"].isEnabled()
    backed_up(qtbot, shell, file)
    shell.window.close_registry()
    shell.answers.paths = [str(file)]
    dialog = listed(shell)
    assert dialog.list.topLevelItemCount() == 1
    dialog.reject()


def test_of_a_server_it_is_said_who_makes_them(shell: Shell) -> None:
    shell.window.restoring.list_backups("postgresql://me@server/registry")
    assert "on its server" in shell.window.notice.text


def test_a_place_that_can_harm_a_registry_is_told_and_can_be_worked_in(
    qtbot: QtBot, shell: Shell, file: Path
) -> None:
    folder = file.with_name("OneDrive - Klinikum")
    folder.mkdir()
    opened(qtbot, shell, file.rename(folder / "r.aic"))
    assert "“OneDrive - Klinikum”" in shell.window.notice.text
    assert shell.codes == ["P1", "P2"]
