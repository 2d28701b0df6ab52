"""Every coded field and every choice is filled from the keyboard: by label, alias, code, or free text."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from aic_desktop.domain.choices import Purpose
from aic_desktop.domain.records import RECORDS, Patient, Record, Treatment
from aic_desktop.domain.spec import Field, Kind, field_of, fields_of
from aic_desktop.domain.text import readings, shown
from aic_desktop.ui.forms.field_edit import PICKED, FieldEdit, suggestions
from aic_desktop.ui.forms.record_form import RecordForm
from aic_desktop.ui.forms.session import CaseSession
from tests.ui.shell import show
from tests.ui.typist import Key, Modifier, focused, press, settle, write

CODED = [(record, field) for record in RECORDS for field in fields_of(record) if field.kind is Kind.CODE]


@pytest.fixture
def form(session: CaseSession, qtbot: QtBot) -> Iterator[RecordForm]:
    """The form of a new treatment, the cursor in its agent."""
    form = RecordForm(session, Treatment)
    show(qtbot, form, 500, 500)
    form.show_record(session.new(Treatment))
    form.focus_field("agent")
    yield form
    form.flush()


def agents(session: CaseSession) -> list[str | None]:
    assert session.case is not None
    return [treatment.agent for treatment in session.case.treatments]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("rituximab", "rituximab"),
        ("RTX", "rituximab"),
        ("anti-cd38", "daratumumab"),
        ("immunoglobulin_ivig", "immunoglobulin_ivig"),
        ("Immunoglobulin (IVIG)", "immunoglobulin_ivig"),
        ("a serum of our own", "a serum of our own"),
    ],
)
@pytest.mark.usefixtures("form")
def test_what_is_typed_is_stored_by_its_code_and_free_text_as_it_is(
    session: CaseSession, typed: str, stored: str
) -> None:
    write(typed)
    press(Key.Key_Return)
    assert agents(session) == [stored]


@pytest.mark.parametrize("begun", ["elt", "eltro", "bopag"])
@pytest.mark.usefixtures("form")
def test_the_list_opens_while_typing_and_the_arrow_takes_what_it_offers(
    session: CaseSession, begun: str
) -> None:
    write(begun)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    press(Key.Key_Down)
    press(Key.Key_Return)
    press(Key.Key_Tab)
    assert agents(session)[0] in ("eltrombopag", "avatrombopag")


def test_a_choice_is_picked_by_arrow_or_mouse_and_stored_when_the_field_is_left(
    session: CaseSession, form: RecordForm, qtbot: QtBot
) -> None:
    form.focus_field("purpose")
    press(Key.Key_F9)
    press(Key.Key_Down)
    press(Key.Key_Return)
    press(Key.Key_Tab)
    assert session.case is not None
    first, second = list(Purpose)[:2]
    assert session.case.treatments[0].purpose is first
    form.focus_field("purpose")
    press(Key.Key_F9)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QListView)
    place = popup.visualRect(popup.model().index(1, 0)).center()
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    press(Key.Key_Tab)
    assert session.case.treatments[0].purpose is second


@pytest.mark.usefixtures("form")
def test_what_was_picked_and_not_left_yet_is_kept_as_a_draft(session: CaseSession, qtbot: QtBot) -> None:
    write("elt")
    press(Key.Key_Down)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: [d.text for d in session.unstored._held.values()] == ["eltrombopag"])


@pytest.mark.parametrize("opening", [(Key.Key_F9, Modifier.NoModifier), (Key.Key_Down, Modifier.AltModifier)])
@pytest.mark.usefixtures("form")
def test_the_whole_list_is_opened_by_key_and_esc_puts_it_away(
    opening: tuple[Key, Modifier],
) -> None:
    press(*opening)
    assert QApplication.activePopupWidget() is not None
    press(Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert isinstance(focused(), FieldEdit)


@pytest.mark.parametrize(("record", "field"), CODED, ids=[f"{f.record}.{f.name}" for _, f in CODED])
def test_every_coded_field_offers_its_list_by_label_alias_and_code(
    session: CaseSession, record: type[Record], field: Field
) -> None:
    offered = dict(suggestions(field, session.case))
    assert session.case is not None
    for code in session.case.codes.listed(field.spec.codes).values():
        words = offered[code.label]
        assert all(word in words for word in (code.label, code.id, *code.aliases))
        assert readings(field, code.label) == (code.id,) or code.label in offered
        assert shown(field, code.id) == code.label
    assert record.record_kind == field.record


def test_every_field_that_is_picked_has_something_to_pick(session: CaseSession) -> None:
    for record in RECORDS[:-1]:
        for field in fields_of(record):
            if field.kind in PICKED and field.kind is not Kind.LINK:
                assert suggestions(field, session.case), field.name
    assert suggestions(field_of(Patient, "code"), session.case) == []
