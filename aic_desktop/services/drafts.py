"""Texts that are typed and not stored: what is kept of them, so that they outlive the program."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from aic_desktop.domain.records import Record, RecordId
from aic_desktop.domain.spec import fields_of
from aic_desktop.domain.text import shown

QUICK_ENTRY = "quick entry"
"""The `field` of the draft of a case's line for shorthand, kept at its patient."""

_NOTE = ".note"


def note_to(field: str) -> str:
    """The `field` of the draft of a note beside the value of a field."""
    return f"{field}{_NOTE}"


def of_a_line(field: str) -> bool:
    """Whether a draft stood in a line of its own, and not in a field."""
    return field == QUICK_ENTRY or field.endswith(_NOTE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that stood in one field of one record, or in a line that is about it."""

    case: RecordId
    kind: str
    record: RecordId
    place: str  # `place_of_blank` of a record that was not in the case yet, else ""
    field: str
    text: str


class Drafts(Protocol):
    """What one user has typed into one registry and not stored; StoreError when it cannot be kept."""

    def load(self) -> tuple[Draft, ...]:
        """What programs that have ended left behind, oldest first; it is this program's from now on."""

    def keep(self, drafts: Collection[Draft]) -> None:
        """Put these in the place of all that was kept; on the disk when this returns."""

    def close(self) -> None:
        """Let go; nothing is left behind where nothing is kept."""


class NoDrafts:
    """Keeps nothing, where there is nobody who types."""

    def load(self) -> tuple[Draft, ...]:
        """None."""
        return ()

    def keep(self, drafts: Collection[Draft]) -> None:
        """Forget them."""

    def close(self) -> None:
        """Nothing is held."""


def place_of_blank(record: Record) -> str:
    """What a blank record is known by once its random id is gone: its owner, and what it was given."""
    given = (shown(field, getattr(record, field.name)) for field in fields_of(type(record)))
    return "|".join((record.owner, *given))
