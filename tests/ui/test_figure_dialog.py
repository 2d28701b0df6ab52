"""A figure from the window: what is asked before the file name, and what the clipboard holds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.reporting.scene import Options, Zero, timeline
from aic_desktop.reporting.scene.describe import description
from aic_desktop.ui.case_figure import CaseFigure
from aic_desktop.ui.figure_dialog import FigureDialog
from aic_desktop.ui.figure_files import svg
from aic_desktop.ui.timeline.view import TimelineView
from tests.golden.awkward import CASES
from tests.ui.shell import Answers, Shell


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """Patient 1 of the example, in the window."""
    bootstrap.write_example(str(tmp_path / "r.aic"))
    shell = Shell(tmp_path, Answers())
    qtbot.addWidget(shell.window)
    with qtbot.waitSignal(shell.window.filled):
        shell.window.show()
        shell.window.files.open(str(tmp_path / "r.aic"))
    qtbot.waitUntil(shell.window.actions_["figure"].isEnabled)
    yield shell
    shell.window.close()


def asked(shell: Shell) -> FigureDialog:
    shell.window.actions_["figure"].trigger()
    dialogs = [d for d in shell.window.findChildren(FigureDialog) if d.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


def press(dialog: FigureDialog, words: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.text() == words).click()


def test_a_figure_is_saved_as_it_was_seen(shell: Shell, tmp_path: Path) -> None:
    shell.answers.paths = [str(tmp_path / "fig.svg")]
    dialog = asked(shell)
    assert dialog.size_told.text().startswith("170 × ")
    dialog.widths.buttons()[0].click()
    dialog.grey.click()
    assert dialog.size_told.text().startswith("85 × ")
    press(dialog, "Save &as…")

    drawn = (tmp_path / "fig.svg").read_text(encoding="utf-8")
    assert '<svg width="85mm"' in drawn
    assert "daratumumab" in drawn
    assert "#0a4c95" not in drawn
    assert shell.window.notice.text == f"P1 timeline is in {tmp_path / 'fig.svg'}."
    assert shell.answers.wishes[0].folder.endswith("P1-timeline.svg")


def test_kind_width_and_greys_are_those_of_the_last_figure(shell: Shell, tmp_path: Path) -> None:
    shell.answers.paths = [str(tmp_path / "fig.pdf")]
    dialog = asked(shell)
    dialog.kinds.buttons()[1].click()
    dialog.widths.buttons()[-1].click()
    dialog.other.setText("133,5 mm")
    dialog.other.textEdited.emit("133,5 mm")
    dialog.grey.click()
    press(dialog, "Save &as…")
    again = asked(shell)
    assert (again.kinds.checkedId(), again.width_mm, again.grey.isChecked()) == (1, 133.5, True)
    assert again.other.isEnabled()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("wide", "“wide” is not a width"), ("8500", "between 40 and 1000 mm"), ("", "“” is not a width")],
)
def test_a_width_that_cannot_be_is_said_in_place(shell: Shell, typed: str, words: str) -> None:
    dialog = asked(shell)
    dialog.widths.buttons()[-1].click()
    dialog.other.setText(typed)
    dialog.redraw()
    assert words in dialog.problem.text()
    assert not any(b.isEnabled() for b in dialog.findChildren(QPushButton) if b.text() != "Cancel")
    dialog.widths.buttons()[0].click()
    assert dialog.problem.text() == ""


def test_a_figure_that_cannot_be_written_stays_to_be_saved_elsewhere(shell: Shell, tmp_path: Path) -> None:
    shell.answers.paths = [str(tmp_path / "nowhere" / "fig.svg")]
    dialog = asked(shell)
    press(dialog, "Save &as…")
    assert "could not be written" in dialog.problem.text()
    assert dialog.isVisible()


def test_what_is_shown_is_chosen(shell: Shell) -> None:
    assert shell.window.desk is not None
    shell.window.desk.open_case(shell.registry.cases.id_of("P2"))
    dialog = asked(shell)
    assert {key for key, box in dialog.shown.items() if box.isChecked()} >= {
        "platelets",
        "haemoglobin",
        "listed",
    }
    high = dialog.preview.accessibleDescription()
    assert "Platelets 186" in high
    dialog.shown["platelets"].click()
    assert "Platelets 186" not in dialog.preview.accessibleDescription()


def test_the_days_in_sight_are_offered_where_they_are_not_all(shell: Shell) -> None:
    view = shell.window.findChild(TimelineView)
    view.fit()
    subject = view.figure
    assert subject is not None
    assert "in sight" not in {choice.key for choice in subject.choices}
    view.show_days(50, 100)
    subject = view.figure
    assert subject is not None
    assert [c.chosen for c in subject.choices if c.key == "in sight"] == [True]


def test_a_copy_is_a_picture_an_svg_and_words(shell: Shell) -> None:
    shell.settings.figure = ("svg", 85.0, False)
    shell.window.actions_["copy_figure"].trigger()
    held = QGuiApplication.clipboard().mimeData()
    assert held.hasImage()
    picture = QImage(held.imageData())
    assert picture.width() == pytest.approx(85 / 25.4 * 300, abs=1)
    assert b'<svg width="85mm"' in held.data("image/svg+xml").data()
    assert "Platelets 142 ×10⁹/L, day +58" in held.text()
    assert "on the clipboard" in shell.window.statusBar().currentMessage()


def test_a_copy_from_the_dialogue_is_as_chosen_there(shell: Shell) -> None:
    dialog = asked(shell)
    dialog.widths.buttons()[1].click()
    press(dialog, "&Copy")
    assert b'<svg width="120mm"' in QGuiApplication.clipboard().mimeData().data("image/svg+xml").data()
    assert not dialog.isVisible()


def test_the_dialogue_is_left_by_escape_and_reached_by_keys(shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(
        shell.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    dialog = shell.window.findChild(FigureDialog)
    assert dialog is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_report_is_saved_without_identifiers_unless_asked_for(shell: Shell, tmp_path: Path) -> None:
    shell.answers.paths = [str(tmp_path / "p1.svg")]
    shell.window.actions_["report"].trigger()
    dialog = shell.window.findChild(FigureDialog)
    assert dialog is not None
    assert (dialog.kinds.checkedId(), dialog.size_told.text()) == (1, "210 × 297 mm")
    assert not dialog.shown["identifiers"].isChecked()
    press(dialog, "Save &as…")
    drawn = (tmp_path / "p1.svg").read_text(encoding="utf-8")
    assert "Without identifiers" in drawn
    assert "r.aic · data of " in drawn
    assert shell.settings.figure == ("svg", 170.0, False)


def test_a_figure_of_the_window_holds_no_date_though_the_window_does() -> None:
    case = CASES["unresolved"]()
    assert "2020" in description(timeline(case))
    figure = CaseFigure(case, Options(), Zero("HSCT", 0))
    drawn = svg(figure.draw(170, False, frozenset(choice.key for choice in figure.choices))).decode()
    assert not re.search(r"(19|20)\d\d\b", drawn.partition("<desc>")[2].partition("</desc>")[0])
    assert "Day not known" in drawn


@pytest.mark.parametrize("command", ["figure", "copy_figure"])
def test_where_nothing_is_drawn_that_is_said(shell: Shell, command: str) -> None:
    shell.window.actions_["completeness"].trigger()
    shell.window.actions_[command].trigger()
    assert shell.window.statusBar().currentMessage().startswith("Nothing is drawn here")
    assert not [d for d in shell.window.findChildren(FigureDialog) if d.isVisible()]
