"""Why a value is missing: one key, four reasons, beside the value and never in it; blanks are counted."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.records import Cytopenia
from aic_desktop.reporting.completeness import completeness
from aic_desktop.services.cases import Cases
from aic_desktop.services.exchange import export
from aic_desktop.ui.forms.faces import State, face
from aic_desktop.ui.forms.record_table import RecordTable
from aic_desktop.ui.pages.case import CasePage
from aic_desktop.ui.pages.case_wishes import MISSING_WORDS
from tests.ui.typist import REASON_KEYS, Key, Modifier, press, settle, write


def in_hand(page: CasePage) -> Case:
    assert page.session.case is not None
    return page.session.case


def test_the_menu_offers_each_reason_under_a_letter_of_its_own_and_a_way_back() -> None:
    assert list(MISSING_WORDS.values()) == [*MissingReason, None]
    letters = [words[words.index("&") + 1].lower() for words in MISSING_WORDS]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("reason", MissingReason)
def test_one_key_and_a_letter_say_why_in_a_form(page: CasePage, reason: MissingReason) -> None:
    page.show_record(in_hand(page).id, "gene")
    press(Key.Key_F8)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == list(MISSING_WORDS)
    write(REASON_KEYS[reason])
    settle()
    patient = in_hand(page).patient
    assert (patient.gene, patient.cell("gene").missing) == (None, reason)


def test_one_key_and_a_letter_say_why_in_a_table(page: CasePage) -> None:
    cytopenia = in_hand(page).cytopenias[0]
    page.show_record(cytopenia.id, "resolved")
    table = next(t for t in page.findChildren(RecordTable) if t.record is Cytopenia)
    index = table.view.currentIndex()
    press(Key.Key_F8)
    write("d")
    settle()
    found = in_hand(page).find(cytopenia.id)
    assert found is not None
    assert found.cell("resolved").missing is MissingReason.NOT_DONE
    assert index.data() == "not done"
    shown = face(page.session, found, table.model.fields[index.column()])
    assert shown.state is State.MISSING
    assert index.data(Qt.ItemDataRole.FontRole).italic()


def test_blank_and_unexplained_is_counted_until_it_is_explained(page: CasePage) -> None:
    press(Key.Key_Escape)
    assert completeness(in_hand(page)).missing == ()
    page.show_record(in_hand(page).id, "sex")
    press(Key.Key_A, Modifier.ControlModifier)
    press(Key.Key_Delete)
    press(Key.Key_Return)
    assert "Sex" in completeness(in_hand(page)).missing
    press(Key.Key_F8)
    write("r")
    settle()
    assert completeness(in_hand(page)).missing == ()


def test_the_reason_leaves_in_a_column_of_its_own(page: CasePage, cases: Cases, tmp_path: Path) -> None:
    page.show_record(in_hand(page).id, "gene")
    press(Key.Key_F8)
    write("d")
    settle()
    export(cases.every(), tmp_path / "out")
    with (tmp_path / "out" / "patient.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["patient"] == "P2")
    assert (row["gene"], row["gene_missing"]) == ("", "not_done")


def test_clearing_the_reason_leaves_the_field_blank_again(page: CasePage, qtbot: QtBot) -> None:
    page.show_record(in_hand(page).id, "gene")
    for letter in ("u", "c"):
        press(Key.Key_F8)
        write(letter)
        settle()
    qtbot.waitUntil(lambda: in_hand(page).patient.cell("gene").blank)
