"""What a field can be asked for beside typing into it: by key, or from its context menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence
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


@runtime_checkable
class Wishing(Protocol):
    """A field or table that can be asked."""

    def wish(self, wanted: Wanted) -> bool:
        """Ask for something; False where there is nothing to ask."""


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


def wish_of(action: QAction) -> Wanted | None:
    """What an action of `add_wishes` asks for; None for any other."""
    data = action.data()
    return Wanted(data) if isinstance(data, str) and data in set(Wanted) else None


def add_wishes(menu: QMenu) -> None:
    """Put the wishes at the end of a menu; `wish_of` tells them from other actions."""
    menu.addSeparator()
    for wanted, (modifier, key, words) in _KEYS.items():
        keys = QKeySequence(QKeyCombination(modifier, key))
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        menu.addAction(f"{words}\t{shown}").setData(wanted.value)
