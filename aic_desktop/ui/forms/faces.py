"""How a field looks in each of its states: the words beside it and the state the style sheet draws."""

from dataclasses import dataclass, replace
from enum import StrEnum

from aic_desktop.domain import quantity, timepoint, units
from aic_desktop.domain.codes import code_list
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import Record, Value
from aic_desktop.domain.rules import Check, Grade, confirmed_words
from aic_desktop.domain.spec import Field, Kind
from aic_desktop.domain.timepoint import Basis, Calendar, TimePoint
from aic_desktop.services.drafts import note_to
from aic_desktop.ui.forms.session import CaseSession

NOTE_WAITS = "A note to it is not stored yet: F4 shows it."


class State(StrEnum):
    """The states of a field, each distinct without colour."""

    PLAIN = ""
    MISSING = "missing"  # the reason in italics
    UNREAD = "unread"  # kept as typed, not stored
    ASKED = "asked"  # two readings: which?
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"  # right as it stands, but worth knowing
    CONFIRMED = "confirmed"  # a warning that somebody has confirmed, with the reason


MARKS = {
    State.UNREAD: "✗",
    State.ASKED: "?",
    State.ERROR: "!",
    State.WARNING: "!",
    State.NOTE: "·",
    State.CONFIRMED: "✓",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What is shown of one field."""

    text: str
    placeholder: str = ""
    aside: str = ""  # right of the field: its unit, or how it was understood
    message: str = ""  # below the field: what is wrong and what to do
    note: str = ""
    confirmed: str = ""  # what was confirmed, by whom, when and why
    reference: str = ""  # the codes of a listed term in public systems
    state: State = State.PLAIN

    @property
    def tooltip(self) -> str:
        """Message, note and codes, one below the other."""
        note = self.note and f"Note: {self.note}"
        parts = (self.message, self.confirmed, note, self.reference)
        return "\n\n".join(part for part in parts if part)

    @property
    def understood(self) -> str:
        """The text with how it was understood, "" where that adds nothing."""
        return f"{self.text} {self.aside}" if self.text and self.aside and self.aside != "not stored" else ""

    @property
    def mark(self) -> str:
        """What tells the state without colour, beside the text; "" for what needs no mark."""
        return MARKS.get(self.state, "")


def face(session: CaseSession, record: Record, field: Field) -> Face:
    """What to show of a field now."""
    seen = _face(session, record, field)
    if not session.unstored.has_line(record.id, note_to(field.name)):
        return seen
    return replace(seen, message=f"{seen.message} {NOTE_WAITS}".strip())


def _face(session: CaseSession, record: Record, field: Field) -> Face:
    cell = record.cell(field.name)
    text = session.text(record, field)
    held = session.pending(record, field)
    if held:
        state = State.ASKED if held.choices else State.UNREAD
        return Face(text=text, aside="not stored", message=held.message, note=cell.note, state=state)
    if cell.missing:
        return Face(text="", placeholder=cell.missing.label, note=cell.note, state=State.MISSING)
    check = None if cell.blank else session.worst_check(record, field)  # what is empty stays quiet
    return Face(
        text=text,
        aside=_aside(session, record, field),
        message=check.message if check and check.open else "",
        confirmed=f"{check.message}\n{confirmed_words(check)}" if check and not check.open else "",
        note=cell.note,
        reference=_reference(field, cell.value),
        state=_state(check),
    )


def _state(check: Check | None) -> State:
    if check is None:
        return State.PLAIN
    if not check.open:
        return State.CONFIRMED
    return _STATES[check.grade]


_STATES = {Grade.ERROR: State.ERROR, Grade.WARNING: State.WARNING, Grade.NOTE: State.NOTE}


def _reference(field: Field, value: Value) -> str:
    listed = code_list(field.spec.codes).get(str(value)) if field.kind is Kind.CODE and value else None
    return listed.references if listed else ""


def _aside(session: CaseSession, record: Record, field: Field) -> str:
    value = getattr(record, field.name)
    calendar = session.case.calendar if session.case else Calendar()
    if isinstance(value, TimePoint):
        parts = (_normal(value), calendar.other_face(value))
        return " · ".join(part for part in parts if part)
    if isinstance(value, Quantity):
        return _understood(value)
    if field.kind is Kind.QUANTITY and session.case:
        offered = session.case.units(record, field.name)
        return units.shown(offered.accepted[0]) if offered else ""
    return ""


def _normal(value: TimePoint) -> str:
    """The days meant by what is not exact, the whole date of two digits for a year; else ""."""
    normal = timepoint.render(value)
    plain = _squeezed(normal).replace("+", "") == _squeezed(value.text).replace("+", "")
    told = value.exact and (value.basis is not Basis.DATE or normal[:4] in value.text)
    return "" if plain or told else normal if normal[0] in "≤≥" else f"= {normal}"


def _understood(value: Quantity) -> str:
    normal = quantity.render(value)
    if _squeezed(normal) == _squeezed(value.text):
        return ""
    bare = quantity.render(value, with_unit=False)
    return units.shown(value.unit) if _squeezed(bare) == _squeezed(value.text) else f"= {normal}"


def _squeezed(text: str) -> str:
    text = text.replace(" ", "").replace("-", "–").replace(">=", "≥").replace("<=", "≤")
    return text.casefold()
