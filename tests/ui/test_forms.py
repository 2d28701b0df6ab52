"""Typing into forms, tables and the counts grid: what is stored, what stays as typed, what is said."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.changes import ChangeSet, insertions
from aic_desktop.domain.choices import MissingReason, Sex, YesNo
from aic_desktop.domain.records import (
    RECORDS,
    Confirmation,
    Count,
    Course,
    FollowUp,
    Patient,
    Record,
    Transfusion,
    Treatment,
)
from aic_desktop.domain.spec import field_of, fields_of
from aic_desktop.reporting.totals import transfused_words
from aic_desktop.services.cases import Cases
from aic_desktop.services.example import published_cases
from aic_desktop.services.ports import StoreError
from aic_desktop.ui.forms.faces import State, face
from aic_desktop.ui.forms.field_edit import FieldEdit, suggestions
from aic_desktop.ui.forms.layout import COLUMNS, GROUPS
from aic_desktop.ui.forms.record_form import RecordForm
from aic_desktop.ui.forms.record_table import RecordTable
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.forms.tabs import CountsTab, PatientTab, tabs
from aic_desktop.ui.forms.wishes import Request, Wanted
from aic_desktop.ui.models.cells import STATE
from aic_desktop.ui.models.count_grid import CountGridModel
from tests.ui.shell import show
from tests.ui.typist import press

Key = Qt.Key


@pytest.fixture
def example(cases: Cases) -> Iterator[CaseSession]:
    """Patient 2 of the paper, open."""
    case = published_cases()[1]
    cases.apply(ChangeSet("example", insertions(case)))
    session = CaseSession(cases)
    session.open(case.id)
    yield session
    session.close()


def line(form: QWidget, label: str) -> FieldEdit:
    (found,) = (edit for edit in form.findChildren(FieldEdit) if edit.field.label == label)
    return found


def stored(session: CaseSession) -> Patient:
    """The patient as the registry has it, not as the session holds it."""
    assert session.case is not None
    return session.cases.open(session.case.id).patient


# -- layout --------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", [record for record in RECORDS if record.record_kind in GROUPS])
def test_every_field_of_a_form_stands_in_it_once(record: type[Record]) -> None:
    placed = [name for _, names in GROUPS[record.record_kind] for name in names]
    assert sorted(placed) == sorted(field.name for field in fields_of(record))


def test_every_record_has_a_place_in_the_tabs(session: CaseSession, qtbot: QtBot) -> None:
    made = tabs(session)
    for widget in made.values():
        qtbot.addWidget(widget)
    shown: set[type[Record]] = {Patient, Count, Confirmation}  # the last is listed with the checks
    for widget in made.values():
        shown |= {table.record for table in widget.findChildren(RecordTable)}
    assert shown == set(RECORDS)
    assert set(COLUMNS) <= set(GROUPS)


def test_every_line_has_a_name_for_those_who_do_not_see_it(session: CaseSession, qtbot: QtBot) -> None:
    form = PatientTab(session)
    qtbot.addWidget(form)
    assert all(edit.accessibleName() for edit in form.findChildren(FieldEdit))


# -- a form --------------------------------------------------------------------------------------


@pytest.fixture
def form(session: CaseSession, qtbot: QtBot) -> PatientTab:
    form = PatientTab(session)
    show(qtbot, form)
    form.show_case()
    return form


def test_a_field_is_stored_when_it_is_left(form: PatientTab, session: CaseSession, qtbot: QtBot) -> None:
    form.focus_field("age")
    qtbot.keyClicks(line(form, "Age"), "8 mo")
    assert stored(session).age is None
    qtbot.keyClick(line(form, "Age"), Key.Key_Tab)
    age = stored(session).age
    assert age is not None
    assert (age.text, age.unit, age.entered_unit) == ("8 mo", "a", "mo")


def test_an_unreadable_text_stays_marked_with_the_reason_and_nothing_else_is_lost(
    form: PatientTab, session: CaseSession, qtbot: QtBot
) -> None:
    age, sex = line(form, "Age"), line(form, "Sex")
    form.focus_field("age")
    qtbot.keyClicks(age, "eleven")
    with qtbot.waitSignal(session.said) as said:
        qtbot.keyClick(age, Key.Key_Return)
    form.focus_field("sex")
    qtbot.keyClicks(sex, "fem")
    qtbot.keyClick(sex, Key.Key_Return)
    assert age.text() == "eleven"
    assert age.property("state") == State.UNREAD
    assert "eleven" in said.args[0]
    assert stored(session).sex is Sex.FEMALE
    assert stored(session).age is None
    assert session.unfinished() == 1
    form.focus_field("age")
    qtbot.keyClick(age, Key.Key_Escape)
    assert (age.text(), age.property("state"), session.unfinished()) == ("", State.PLAIN, 0)


@pytest.mark.parametrize(("key", "day"), [(Key.Key_Return, date(2022, 3, 4)), (Key.Key_F7, date(2022, 4, 3))])
def test_a_date_with_two_readings_is_asked_about_and_never_taken_silently(
    form: PatientTab, session: CaseSession, qtbot: QtBot, key: Qt.Key, day: date
) -> None:
    hsct = line(form, "Date of HSCT (day 0)")
    form.focus_field("hsct_date")
    qtbot.keyClicks(hsct, "4/3/2022")
    qtbot.keyClick(hsct, Key.Key_Return)
    assert stored(session).hsct_date is None
    assert hsct.property("state") == State.ASKED
    qtbot.keyClick(hsct, key)
    taken = stored(session).hsct_date
    assert taken is not None
    assert taken.earliest == taken.latest == day.toordinal()
    assert taken.text == "4/3/2022"


def test_a_reason_and_a_note_stand_beside_the_value(form: PatientTab, session: CaseSession) -> None:
    assert session.case is not None
    request = Request(Wanted.MISSING, (session.case.patient,), field_of(Patient, "sex"), form)
    session.set_missing(request, MissingReason.NOT_REPORTED)
    session.set_note(request, "the paper is silent")
    cell = stored(session).cell("sex")
    assert (cell.value, cell.missing, cell.note) == (None, MissingReason.NOT_REPORTED, "the paper is silent")
    assert line(form, "Sex").placeholderText() == "not reported"
    assert line(form, "Sex").property("state") == State.MISSING


def test_undo_and_redo_show_in_the_form(form: PatientTab, session: CaseSession, qtbot: QtBot) -> None:
    gene = line(form, "Gene")
    form.focus_field("gene")
    qtbot.keyClicks(gene, "LRBA")
    qtbot.keyClick(gene, Key.Key_Return)
    session.cases.undo()
    assert gene.text() == ""
    session.cases.redo()
    assert gene.text() == "LRBA"
    trail = session.cases.history(stored(session).id, stored(session).id, "gene")[:3]
    assert [(entry.before, entry.after) for entry in trail] == [("", "LRBA"), ("LRBA", ""), ("", "LRBA")]


def test_another_window_s_change_is_not_overwritten(
    form: PatientTab, session: CaseSession, qtbot: QtBot, tmp_path: Path
) -> None:
    other = bootstrap.cases_of(bootstrap.open_registry(tmp_path / "r.aic"))
    theirs = CaseSession(other)
    theirs.open(stored(session).id)
    assert theirs.case is not None
    theirs.type_text(theirs.case.patient, field_of(Patient, "centre"), "Theirs")
    theirs.close()
    other.close()
    centre = line(form, "Centre")
    form.focus_field("centre")
    qtbot.keyClicks(centre, "Mine")
    with qtbot.waitSignal(session.said) as said:
        qtbot.keyClick(centre, Key.Key_Return)
    assert "changed" in said.args[0]
    assert stored(session).centre == "Theirs"
    assert centre.text() == "Theirs"


def test_what_the_disk_refuses_stays_in_its_field_until_it_can_be_stored(
    form: PatientTab, session: CaseSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_change_set: ChangeSet, _user: str) -> None:
        raise StoreError("The disk is full. Make room on it.")

    gene = line(form, "Gene")
    form.focus_field("gene")
    qtbot.keyClicks(gene, "LRBA")
    with monkeypatch.context() as disk:
        disk.setattr(session.cases._store, "write", full)
        qtbot.keyClick(gene, Key.Key_Return)
    assert (gene.text(), stored(session).gene) == ("LRBA", None)
    assert "disk is full" in gene.toolTip()
    qtbot.keyClick(gene, Key.Key_Return)
    assert stored(session).gene == "LRBA"


def test_the_words_beside_a_field_say_how_it_was_understood(session: CaseSession) -> None:
    def aside(name: str, text: str) -> str:
        assert session.case is not None
        declared = field_of(Patient, name)
        assert session.type_text(session.case.patient, declared, text)
        return face(session, session.case.patient, declared).aside

    assert aside("age", "6 mo") == "= 0.5 y"
    assert aside("age", "11 y") == ""
    assert aside("age", "11") == "y"
    assert aside("hsct_date", "2020-03-01") in ("", "0")
    assert aside("birth_date", "12.3.09") == "= 2009-03-12 · -4007"
    assert aside("birth_date", "3/2009") == "= 2009-03 · -4018..-3988"


@pytest.mark.parametrize(
    ("text", "without", "beside_day_0"),
    [
        ("58", "", "2020-04-28"),
        ("d+58", "", "2020-04-28"),
        ("58..61", "", "2020-04-28..2020-05-01"),
        ("~913", "= +867..+959", "= +867..+959 · 2022-07-16..2022-10-16"),
        ("2 y", "= +548..+913", "= +548..+913 · 2021-08-31..2022-08-31"),
        (">143", "≥+144", "≥+144 · ≥2020-07-23"),
        ("28.4.2020", "", "+58"),
        ("2020-04", "", "+31..+60"),
        ("28.4.20", "= 2020-04-28", "= 2020-04-28 · +58"),
    ],
)
def test_a_day_shows_what_it_means_and_its_other_face(
    session: CaseSession, text: str, without: str, beside_day_0: str
) -> None:
    assert session.case is not None
    day = field_of(FollowUp, "day")
    assert session.type_text(session.new(FollowUp), day, text)
    assert face(session, session.case.follow_ups[0], day).aside == without
    assert session.type_text(session.case.patient, field_of(Patient, "hsct_date"), "1.3.2020")
    assert face(session, session.case.follow_ups[0], day).aside == beside_day_0


def test_what_is_typed_into_a_table_is_said_as_understood(grid: CountsTab, session: CaseSession) -> None:
    said: list[str] = []
    session.said.connect(said.append)
    put(grid.model, 0, "day", "~913")
    put(grid.model, 0, "haemoglobin", "86 g/l")
    put(grid.model, 0, "platelets", "5")
    assert said == ["Day: ~913 = +867..+959", "Value: 86 g/l = 8.6 g/dL", "Value: 5 ×10⁹/L"]
    cell = grid.model.index(0, grid.model.column_of("haemoglobin"))
    assert str(cell.data(Qt.ItemDataRole.ToolTipRole)).startswith("86 g/l = 8.6 g/dL")


def test_a_link_is_typed_by_the_name_of_its_record(session: CaseSession) -> None:
    assert session.case is not None
    treatment = session.new(Treatment)
    assert session.type_text(treatment, field_of(Treatment, "agent"), "Dara")
    course = session.new(Course)
    credited = field_of(Course, "treatment")
    assert session.type_text(course, credited, "daratumumab")
    held = session.case.courses[0]
    assert held.treatment == treatment.id
    assert session.text(held, credited) == "daratumumab"
    assert session.type_text(held, credited, "")
    assert session.type_text(session.case.courses[0], credited, "dar")
    held = session.case.courses[0]
    assert held.treatment == treatment.id
    for start in ("2", "7"):
        session.type_text(session.new(Treatment), field_of(Treatment, "agent"), f"dar{start}")
    assert session.case.courses[0].treatment == treatment.id
    assert not session.type_text(held, credited, "dar")
    assert "dar" in session.pending(held, credited).message  # type: ignore[union-attr]
    assert not session.type_text(held, credited, "rituximab")
    assert "rituximab" in session.pending(held, credited).message  # type: ignore[union-attr]


def test_picks_are_found_by_alias_and_put_in_by_label(qtbot: QtBot) -> None:
    agent = FieldEdit(field_of(Treatment, "agent"))
    qtbot.addWidget(agent)
    agent.offer(None)
    completer = agent.completer()
    completer.setCompletionPrefix("anti-CD38")
    found = [completer.pathFromIndex(completer.completionModel().index(i, 0)) for i in range(3)]
    assert "daratumumab" in found
    assert suggestions(field_of(Patient, "aic_before_hsct"), None) == [("yes", "yes yes"), ("no", "no no")]


# -- tables --------------------------------------------------------------------------------------


def test_tables_are_sound_models(example: CaseSession, qtbot: QtBot) -> None:
    for record in RECORDS[5:]:
        if record.owner_kind == "patient" and record is not Count:
            table = RecordTable(example, record)
            qtbot.addWidget(table)
            QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal, table)
            assert example.case is not None
            table.show_owner(example.case.id)
            assert table.model.rowCount() == len(example.case.of(record)) + 1


def test_typing_into_the_blank_row_makes_a_record_and_a_new_blank_row(
    session: CaseSession, qtbot: QtBot
) -> None:
    table = RecordTable(session, Transfusion)
    show(qtbot, table)
    QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal, table)
    assert session.case is not None
    table.show_owner(session.case.id)
    product, day, units = (table.model.index(0, column) for column in (0, 1, 3))
    assert not table.model.setData(day, "soon")
    assert session.case.transfusions == ()
    assert table.model.setData(product, "platelets")
    assert table.model.setData(units, "2")
    assert table.model.rowCount() == 2
    assert table.model.data(day) == "soon ✗"
    assert table.model.data(day, STATE) == State.UNREAD
    assert session.cases.open(session.case.id).transfusions[0].units == 2
    session.cases.undo()
    session.cases.undo()
    assert table.model.rowCount() == 1
    session.cases.redo()
    assert table.model.rowCount() == 2


def test_enter_commits_a_cell_and_goes_one_row_down(example: CaseSession, qtbot: QtBot) -> None:
    table = RecordTable(example, Transfusion)
    show(qtbot, table)
    assert example.case is not None
    table.show_owner(example.case.id)
    first = table.model.record_at(0)
    assert first is not None
    table.view.setCurrentIndex(table.model.index(0, 3))
    table.view.setFocus()
    press(Key.Key_7)
    press(Key.Key_Return)
    assert example.case.find(first.id).units == 7  # type: ignore[union-attr]
    assert (table.view.currentIndex().row(), table.view.currentIndex().column()) == (1, 3)


def test_a_row_is_taken_out_with_what_it_owns_and_comes_back(example: CaseSession, qtbot: QtBot) -> None:
    table = RecordTable(example, Treatment)
    show(qtbot, table)
    assert example.case is not None
    before = example.case
    table.show_owner(before.id)
    owner = next(t for t in before.treatments if any(d.owner == t.id for d in before.doses))
    assert table.select(owner.id)
    table.view.setFocus()
    qtbot.keyClick(table.view, Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert owner.id not in {t.id for t in example.case.treatments}
    assert not any(dose.owner == owner.id for dose in example.case.doses)
    example.cases.undo()
    assert example.cases.open(before.id) == before


# -- counts --------------------------------------------------------------------------------------


@pytest.fixture
def grid(session: CaseSession, qtbot: QtBot) -> CountsTab:
    grid = CountsTab(session)
    show(qtbot, grid)
    QAbstractItemModelTester(grid.model, QAbstractItemModelTester.FailureReportingMode.Fatal, grid)
    session.open(stored(session).id)
    return grid


def put(model: CountGridModel, row: int, name: str, text: str) -> bool:
    column = {"day": 0, "time": 1}.get(name) or (0 if name == "day" else model.column_of(name))
    return model.setData(model.index(row, column), text)


def test_counts_are_typed_by_day_and_analyte(grid: CountsTab, session: CaseSession) -> None:
    assert put(grid.model, 0, "day", "58")
    assert put(grid.model, 0, "platelets", "142.000/µl")
    assert put(grid.model, 0, "haemoglobin", "<3")
    assert grid.model.rowCount() == 2
    assert put(grid.model, 1, "day", "58..61")
    assert put(grid.model, 1, "platelets", "2-9")
    assert session.case is not None
    kept = session.cases.open(session.case.id).counts
    assert [(c.day.text, c.analyte, c.value.text) for c in kept if c.day and c.value] == [
        ("58", "platelets", "142.000/µl"),
        ("58", "haemoglobin", "<3"),
        ("58..61", "platelets", "2-9"),
    ]
    assert [c.value.low for c in kept if c.value] == [142, None, 2]


def test_a_count_with_two_readings_waits_for_an_answer(grid: CountsTab, session: CaseSession) -> None:
    put(grid.model, 0, "day", "58")
    assert not put(grid.model, 0, "platelets", "1.234")
    cell = grid.model.index(0, grid.model.column_of("platelets"))
    assert grid.model.data(cell) == "1.234 ?"
    assert session.case is not None
    assert session.case.counts == ()
    grid.model.choose(cell, 1)
    (count,) = session.case.counts
    assert count.value is not None
    assert count.value.text == "1.234"
    assert count.value.low == Decimal(1234)
    assert grid.model.data(cell) == "1.234"


@pytest.mark.parametrize(
    ("analyte", "typed", "likeliest", "other"),
    [("platelets", "142000", 142, 142000), ("haemoglobin", "86", Decimal("8.6"), 86)],
)
def test_a_number_that_only_another_unit_makes_plausible_is_asked_about(
    grid: CountsTab, session: CaseSession, analyte: str, typed: str, likeliest: Decimal, other: Decimal
) -> None:
    put(grid.model, 0, "day", "58")
    assert not put(grid.model, 0, analyte, typed)
    cell = grid.model.index(0, grid.model.column_of(analyte))
    assert grid.model.data(cell) == f"{typed} ?"
    for which, meant in ((0, likeliest), (1, other)):
        grid.model.choose(cell, which)
        assert session.case is not None
        (count,) = session.case.counts
        assert count.value is not None
        assert count.value.low == meant
        session.cases.undo()
        put(grid.model, 0, analyte, typed)


def test_the_day_of_a_row_is_that_of_all_its_counts(grid: CountsTab, session: CaseSession) -> None:
    put(grid.model, 0, "day", "58")
    put(grid.model, 0, "platelets", "5")
    put(grid.model, 0, "haemoglobin", "8,6")
    put(grid.model, 0, "day", "59")
    assert session.case is not None
    assert {count.day.text for count in session.case.counts if count.day} == {"59"}
    session.cases.undo()
    assert {count.day.text for count in session.case.counts if count.day} == {"58"}
    assert not put(grid.model, 0, "day", "some day")
    assert grid.model.data(grid.model.index(0, 0)) == "some day ✗"


def test_several_values_of_a_day_keep_rows_of_their_own(grid: CountsTab, session: CaseSession) -> None:
    for row, value in enumerate(("5", "12")):
        put(grid.model, row, "day", "58")
        put(grid.model, row, "platelets", value)
    assert session.case is not None
    session.open(session.case.id)
    platelets = grid.model.column_of("platelets")
    assert [grid.model.data(grid.model.index(row, platelets)) for row in range(3)] == ["5", "12", ""]


def test_a_value_taken_out_comes_back_by_undo(grid: CountsTab, session: CaseSession) -> None:
    put(grid.model, 0, "day", "58")
    put(grid.model, 0, "platelets", "5")
    put(grid.model, 0, "platelets", "")
    assert session.case is not None
    assert session.case.counts == ()
    session.cases.undo()
    assert [count.value.text for count in session.case.counts if count.value] == ["5"]
    assert grid.model.data(grid.model.index(0, grid.model.column_of("platelets"))) == "5"


def test_a_reason_for_the_context_is_given_to_all_counts_of_the_row(
    grid: CountsTab, session: CaseSession
) -> None:
    put(grid.model, 0, "day", "58")
    put(grid.model, 0, "platelets", "5")
    put(grid.model, 0, "haemoglobin", "8")
    last = grid.model.index(0, grid.model.columnCount() - 1)
    records = grid.model.records(last)
    assert len(records) == 2
    session.set_missing(
        Request(Wanted.MISSING, records, field_of(Count, "context"), grid), MissingReason.UNKNOWN
    )
    assert session.case is not None
    assert {c.cell("context").missing for c in session.case.counts} == {MissingReason.UNKNOWN}
    assert grid.model.data(last) == "unknown"


def test_the_form_of_a_record_follows_a_change_made_in_the_table(example: CaseSession, qtbot: QtBot) -> None:
    form = RecordForm(example, Treatment)
    qtbot.addWidget(form)
    assert example.case is not None
    treatment = example.case.treatments[0]
    form.show_record(treatment)
    example.type_text(treatment, field_of(Treatment, "ongoing"), "no")
    assert line(form, "Ongoing").text() == YesNo.NO.label


def test_what_transfusions_and_doses_come_to_is_said_under_their_tables(
    example: CaseSession, qtbot: QtBot
) -> None:
    table = RecordTable(example, Transfusion, total=transfused_words)
    show(qtbot, table)
    assert example.case is not None
    table.show_owner(example.case.id)
    assert table.total.text() == "Platelets: at least 1 unit in all.\nRed cells: at least 1 unit in all."
    blank = table.model.rowCount() - 1
    for column, text in enumerate(("plasma", "300", "", "4")):
        assert table.model.setData(table.model.index(blank, column), text)
    assert "Plasma: 4 units in all." in table.total.text()
    example.cases.undo()
    assert "Plasma: 4" not in table.total.text()
