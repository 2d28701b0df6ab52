"""The one place where files are asked for; tests put their own in its place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


@dataclass(frozen=True, slots=True)
class FileWish:
    """What file is wanted, in the words of the dialog."""

    title: str
    folder: str = ""
    filters: str = ""
    suffix: str = ""
    new: bool = False  # to be written; otherwise one that is there
    directory: bool = False


class Ask(Protocol):
    """Asks for a file and goes on later: nothing waits in a nested loop."""

    def __call__(self, parent: QWidget, wish: FileWish, then: Callable[[str], None]) -> None:
        """Call `then`, a bound method, with the path once it is chosen; never when it is not."""


def ask_file(parent: QWidget, wish: FileWish, then: Callable[[str], None]) -> None:
    """The platform's own file dialog."""
    dialog = QFileDialog(parent, wish.title, wish.folder, wish.filters)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setDefaultSuffix(wish.suffix)
    if wish.new:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    mode = QFileDialog.FileMode
    dialog.setFileMode(mode.Directory if wish.directory else mode.AnyFile if wish.new else mode.ExistingFile)
    dialog.fileSelected.connect(then)
    dialog.open()
