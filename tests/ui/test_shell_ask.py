"""The file dialog answers later, once, and leaves nothing behind."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from aic_desktop.ui.ask import FileWish, ask_file


def dialog_of(parent: QWidget) -> QFileDialog:
    return parent.findChild(QFileDialog)


def test_a_new_file_gets_its_suffix(qtbot, tmp_path: Path) -> None:
    parent, answers = QWidget(), []
    qtbot.addWidget(parent)
    ask_file(parent, FileWish("New registry", str(tmp_path), suffix="aic", new=True), answers.append)
    dialog = dialog_of(parent)
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert answers == []  # nobody waited
    dialog.selectFile("mine")
    dialog.accept()
    assert [Path(answer) for answer in answers] == [tmp_path / "mine.aic"]
    qtbot.waitUntil(lambda: dialog_of(parent) is None)


def test_nothing_is_answered_when_nothing_is_chosen(qtbot, tmp_path: Path) -> None:
    parent, answers = QWidget(), []
    qtbot.addWidget(parent)
    ask_file(parent, FileWish("Import", str(tmp_path), directory=True), answers.append)
    assert dialog_of(parent).fileMode() == QFileDialog.FileMode.Directory
    dialog_of(parent).reject()
    qtbot.waitUntil(lambda: dialog_of(parent) is None)
    assert answers == []
