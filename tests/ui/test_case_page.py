"""The case page as a whole: header, tabs, jumps from checks and timeline, notes and history by key."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QTabWidget, QTreeWidget
from pytestqt.qtbot import QtBot

from aic_desktop.domain.changes import ChangeSet, Insertion
from aic_desktop.domain.records import Cell, Chimerism, Conditioning, Count, Gvhd, Patient
from aic_desktop.domain.rules import checks_of
from aic_desktop.domain.spec import field_of
from aic_desktop.services.cases import Cases
from aic_desktop.services.example import published_cases
from aic_desktop.ui.commands import TABS
from aic_desktop.ui.forms.field_edit import FieldEdit
from aic_desktop.ui.forms.record_table import RecordTable
from aic_desktop.ui.pages.case import CasePage
from aic_desktop.ui.pages.case_checks import ChecksList
from tests.ui.typist import Key, focused, press, write

P1, P2 = published_cases()


def words(page: CasePage) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def front(page: CasePage) -> str:
    held = page.findChild(QTabWidget)
    assert isinstance(held, QTabWidget)
    return TABS[held.currentIndex()][0]


def test_the_header_says_who_what_and_how_it_stands(page: CasePage, qtbot: QtBot) -> None:
    for said in ("P2", "male", "CD40 ligand deficiency", "Evans syndrome (AIT +58, AIHA +83)", "† dead"):
        assert said in words(page)
    checks = checks_of(P2)
    held = page.findChild(QTabWidget)
    assert isinstance(held, QTabWidget)
    qtbot.waitUntil(lambda: held.tabText(8) == f"Checks {len(checks)}")


@pytest.mark.parametrize("name", [name for name, _ in TABS])
def test_every_tab_can_be_shown_by_name(page: CasePage, name: str) -> None:
    page.show_tab(name)
    assert front(page) == name
    assert QApplication.focusWidget() is not None


def test_tables_below_each_other_keep_a_few_rows_and_the_one_in_hand_is_in_sight(page: CasePage) -> None:
    page.show_tab("transplant")
    stacked = [t for t in page.findChildren(RecordTable) if t.record in (Conditioning, Chimerism, Gvhd)]
    assert len(stacked) == 3
    for table in stacked:
        assert table.view.height() >= 5 * table.view.verticalHeader().defaultSectionSize()
        table.view.setFocus()
        assert not table.view.visibleRegion().isEmpty()


def test_a_check_leads_to_its_field(page: CasePage, qtbot: QtBot) -> None:
    page.show_tab("checks")
    listed = page.findChild(ChecksList)
    assert isinstance(listed, ChecksList)
    qtbot.waitUntil(lambda: listed.rowCount() == len(checks_of(P2)))
    listed.setCurrentCell(0, 0)
    press(Key.Key_Return)
    assert front(page) == "treatments"
    dose = page.session.case.find(checks_of(P2)[0].record)  # type: ignore[union-attr]
    assert dose is not None
    assert "+192" in words(page) or dose.record_kind == "dose"


def test_every_record_can_be_found_in_its_form(page: CasePage) -> None:
    places = {
        "transplant": ("transplant", "conditioning", "chimerism", "gvhd"),
        "cytopenia": ("cytopenia", "finding", "course"),
        "treatments": ("treatment", "dose", "reaction"),
        "counts": ("count",),
        "transfusions": ("transfusion",),
        "events": ("event",),
        "follow_up": ("follow_up",),
        "patient": ("patient",),
    }
    for record in P2.all():
        page.show_record(record.id)
        assert record.record_kind in places[front(page)]


def test_a_note_is_written_by_key_and_kept_beside_the_value(page: CasePage, cases: Cases) -> None:
    page.show_record(P2.id, "gene")
    assert focused().accessibleName() == "Gene"
    press(Key.Key_F4)
    press(Key.Key_End)
    write(" (checked)")
    press(Key.Key_Return)
    assert focused().accessibleName() == "Gene"
    kept = cases.open(P2.id).patient.cell("gene")
    assert kept.value == P2.patient.gene
    assert kept.note.endswith(" (checked)")
    press(Key.Key_F4)
    write("never mind")
    press(Key.Key_Escape)
    assert cases.open(P2.id).patient.cell("gene").note == kept.note


def test_the_history_of_a_field_is_one_key_away(page: CasePage) -> None:
    assert page.session.case is not None
    page.session.type_text(page.session.case.patient, field_of(Patient, "gene"), "CD40LG1")
    page.show_record(P2.id, "gene")
    press(Key.Key_F12)
    assert front(page) == "history"
    trail = page.findChild(QTreeWidget)
    assert isinstance(trail, QTreeWidget)
    latest = trail.topLevelItem(0)
    assert latest is not None
    field, before, after = (latest.text(column) for column in (4, 5, 6))
    assert field == "Gene"
    assert before.startswith("CD40LG (")  # with its note, which stayed
    assert after.startswith("CD40LG1 (")


def test_a_count_that_is_typed_appears_on_the_timeline_at_once(page: CasePage, qtbot: QtBot) -> None:
    shown: list[int] = []
    page.timeline.show_case = lambda case: shown.append(len(case.counts))  # type: ignore[method-assign]
    assert page.session.case is not None
    before = len(page.session.case.counts)
    count = page.session.new(Count)
    assert page.session.type_text(count, field_of(Count, "day"), "180")
    qtbot.waitUntil(lambda: shown[-1:] == [before + 1])


def test_the_first_counts_of_a_case_are_in_sight(page: CasePage, cases: Cases, qtbot: QtBot) -> None:
    empty = Patient(id="e" * 16, code="E1")
    cases.apply(ChangeSet("new", (Insertion(empty.id, empty),)))
    page.show_case(empty.id)
    assert page.session.case is not None
    count = page.session.new(Count).with_cell("analyte", Cell("platelets"))
    page.session.type_text(count, field_of(Count, "day"), "58")
    page.session.type_text(page.session.case.counts[0], field_of(Count, "value"), "5")
    qtbot.waitUntil(lambda: page.timeline.days[0] < 58 < page.timeline.days[1])


def test_what_could_not_be_stored_is_still_there_after_another_case_was_seen(page: CasePage) -> None:
    page.show_record(P2.id, "hsct_date")
    write("soon")
    press(Key.Key_Tab)
    page.show_case(P1.id)
    page.show_case(P2.id)
    texts = [edit.text() for edit in page.findChildren(FieldEdit) if edit.field.name == "hsct_date"]
    assert texts == ["soon"]
    assert page.session.unfinished() == 1


def test_a_case_deleted_under_the_page_leaves_nothing_behind(page: CasePage, cases: Cases) -> None:
    case = cases.open(P2.id)
    from aic_desktop.domain.changes import deletion

    cases.apply(ChangeSet("delete", deletion(case, case.patient)))
    assert page.session.case is None
    assert page.case_id == ""
    cases.undo()
    page.show_case(P2.id)
    assert page.session.case == P2


def test_an_empty_case_says_what_to_do(page: CasePage, cases: Cases) -> None:
    empty = Patient(id="e" * 16, code="E1")
    cases.apply(ChangeSet("new", (Insertion(empty.id, empty),)))
    page.show_case(empty.id)
    for said in ("no transplant entered", "no follow-up yet"):
        assert said in words(page)
