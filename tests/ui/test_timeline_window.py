"""The timeline in the whole window: its table by menu and key, and heights that the registry remembers."""

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.services.example import example_changes
from aic_desktop.ui.timeline.view import TimelineView
from tests.ui.hands import Key, Modifier, drag
from tests.ui.shell import Answers, Shell


def timeline_of(shell: Shell) -> TimelineView:
    desk = shell.window.desk
    assert desk is not None
    QApplication.processEvents()
    return desk.pages.want_case().timeline


def test_table_and_heights_in_a_window(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "r.aic"
    store = bootstrap.create_registry(file)
    store.write(example_changes(), "tester")
    store.close()
    shell = Shell(tmp_path, Answers())
    qtbot.addWidget(shell.window)
    with qtbot.waitExposed(shell.window):
        shell.window.show()
    shell.window.activateWindow()
    shell.window.files.open(str(file))
    qtbot.waitUntil(lambda: shell.code == "P1")
    desk = shell.window.desk
    assert desk is not None
    desk.open_case(desk.cases.id_of("P2"))
    view = timeline_of(shell)

    QTest.keyClick(shell.window, Key.Key_T, Modifier.ControlModifier | Modifier.ShiftModifier)
    table = view._table
    assert table is not None
    assert table.isVisible()
    assert table.hasFocus()
    shell.window.actions_["timeline_table"].trigger()
    assert not table.isVisible()
    assert view.hasFocus()

    start = QPoint(500, round(view._board.places.dividers[0]))
    drag(view, start, start + QPoint(0, 12))
    heights = shell.registry.settings.get("timeline")["heights"]
    assert heights["platelets"] > 1 > heights["haemoglobin"]
    shell.window.files.open(str(file))
    qtbot.waitUntil(lambda: shell.code == "P1")
    assert timeline_of(shell)._sheet.heights == heights
    shell.window.close()
