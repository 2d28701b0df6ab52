"""What a field can be asked for beside typing into it: by key, or from its context menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from aic_desktop.domain.records import Record
from aic_desktop.domain.spec import Field

_PLAIN, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


class Wanted(StrEnum):
    """What a key pressed in a field asks the page for."""

    CONFIRM = "confirm"
    NOTE = "note"
    MISSING = "missing"
    KEEP = "keep"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Request:
    """A wish of the field in hand, for all records that share it there; `where` it came from."""

    wanted: Wanted
    records: tuple[Record, ...]
    field: Field
    where: QWidget


_KEYS: Mapping[Wanted, tuple[Qt.KeyboardModifier, Qt.Key, str]] = {
    Wanted.NOTE: (_PLAIN, Qt.Key.Key_F4, "&Note where it comes from…"),
    Wanted.MISSING: (_PLAIN, Qt.Key.Key_F8, "Say why it is &missing…"),
    Wanted.CONFIRM: (_PLAIN, Qt.Key.Key_F3, "&Confirm the warning, with the reason…"),
    Wanted.KEEP: (_SHIFT, Qt.Key.Key_F9, "&Keep it in this registry's list…"),
    Wanted.HISTORY: (_PLAIN, Qt.Key.Key_F12, "Who changed it, and &when"),
}
WISHES: Mapping[QKeyCombination, Wanted] = {
    QKeyCombination(modifier, key): wanted for wanted, (modifier, key, _) in _KEYS.items()
}


def add_wishes(menu: QMenu) -> None:
    """Put the wishes at the end of a context menu; the data of each action is its `Wanted`."""
    menu.addSeparator()
    for wanted, (modifier, key, words) in _KEYS.items():
        keys = QKeySequence(QKeyCombination(modifier, key))
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        menu.addAction(f"{words}\t{shown}").setData(wanted)
