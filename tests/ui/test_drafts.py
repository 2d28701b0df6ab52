"""What is typed and not stored outlives the program, in its field of its record of its case alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, deletion
from aic_desktop.domain.records import Count
from aic_desktop.services.drafts import Draft, NoDrafts
from aic_desktop.services.example import example_changes, published_cases
from aic_desktop.services.ports import StoreError
from aic_desktop.store.drafts import DraftFile
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.forms.field_edit import FieldEdit
from tests.ui.program import Program
from tests.ui.shell import Answers, Shell
from tests.ui.typist import Key, focused, press, write

P1, P2 = published_cases()
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "r.aic"
    store = bootstrap.create_registry(path)
    bootstrap.cases_of(store).apply(example_changes())
    store.close()
    return path


@pytest.fixture
def start(file: Path, qtbot: QtBot) -> Iterator["Start"]:
    started = Start(file, qtbot)
    yield started
    for program in started.running:
        program.end()


class Start:
    def __init__(self, file: Path, qtbot: QtBot) -> None:
        self._file, self._qtbot = file, qtbot
        self.running: list[Program] = []

    def __call__(self, case: Case = P2) -> Program:
        self.running.append(Program(self._file, case.id, self._qtbot))
        return self.running[-1]

    def again(self, case: Case = P2) -> Program:
        """The program dies and is started again."""
        self.running.pop().die()
        return self(case)


def left_behind(file: Path) -> list[str]:
    return [path.name for path in file.parent.iterdir() if "draft" in path.name]


def stored(program: Program, case: Case = P2) -> Case:
    return program.registry.cases.open(case.id)


def test_the_field_in_hand_is_offered_again_and_enter_stores_it(start: "Start", file: Path) -> None:
    start().page.show_record(P2.id, "variant")
    write("c.410")
    again = start.again()
    assert stored(again).patient.variant == P2.patient.variant
    assert again.offered() == [("patient", "variant", "c.410")]
    again.page.show_record(P2.id, "variant")
    held = focused()
    assert isinstance(held, FieldEdit)
    assert held.text() == "c.410"
    assert "Enter stores it, Esc forgets it" in held.toolTip()
    press(Key.Key_Return)
    assert stored(again).patient.variant == "c.410"
    assert start.again().offered() == []
    start.running.pop().end()
    assert left_behind(file) == []


def test_no_other_case_is_offered_it(start: "Start") -> None:
    start().page.show_record(P2.id, "variant")
    write("c.410")
    again = start.again(P1)
    assert again.offered() == []
    again.page.show_case(P2.id)
    assert again.offered() == [("patient", "variant", "c.410")]


def test_esc_forgets_it(start: "Start", file: Path) -> None:
    start().page.show_record(P2.id, "variant")
    write("c.410")
    again = start.again()
    again.page.show_record(P2.id, "variant")
    press(Key.Key_Escape)
    assert again.offered() == []
    assert focused().text() == P2.patient.variant or ""  # type: ignore[attr-defined]
    assert start.again().offered() == []
    start.running.pop().end()
    assert left_behind(file) == []


def test_what_is_taken_back_before_the_end_is_not_offered(start: "Start") -> None:
    first = start()
    first.page.show_record(P2.id, "variant")
    write("c.410")
    press(Key.Key_Escape)
    first.page.show_record(P2.counts[0].id)
    write("17")
    press(Key.Key_Escape)
    assert start.again().offered() == []


def test_a_line_of_shorthand_is_offered_to_its_case_alone(start: "Start", file: Path) -> None:
    start().page.quick.take()
    write("300 plt 5")
    again = start.again(P1)
    assert again.shorthand() == ""
    assert again.page.quick.unfinished() == 1
    again.page.show_case(P2.id)
    assert again.shorthand() == "300 plt 5"
    again.page.quick.take()
    press(Key.Key_End)
    press(Key.Key_Return)
    assert len(stored(again).counts) == len(P2.counts) + 1
    assert start.again().shorthand() == ""
    start.running.pop().end()
    assert left_behind(file) == []


def test_a_line_of_shorthand_is_kept_with_its_last_space(start: "Start") -> None:
    start().page.quick.take()
    write("300 plt ")
    assert start.again().shorthand() == "300 plt "


def test_a_line_of_shorthand_given_up_is_not_offered(start: "Start") -> None:
    start().page.quick.take()
    write("300 plt 5")
    press(Key.Key_Escape)
    assert start.again().shorthand() == ""


def test_a_note_is_offered_at_its_field_alone(start: "Start", file: Path) -> None:
    start().page.show_record(P2.id, "variant")
    press(Key.Key_F4)
    write("as told")
    again = start.again(P1)
    again.page.show_record(P1.id, "variant")
    press(Key.Key_F4)
    assert focused().text() == P1.patient.cell("variant").note  # type: ignore[attr-defined]
    press(Key.Key_Escape)
    again.page.show_case(P2.id)
    again.page.show_record(P2.id, "variant")
    assert "F4 shows it" in focused().toolTip()
    press(Key.Key_F4)
    held = focused()
    assert held.text() == "as told"  # type: ignore[attr-defined]
    press(Key.Key_Return)
    assert stored(again).patient.cell("variant").note == "as told"
    last = start.again()
    last.page.show_record(P2.id, "variant")
    assert "F4 shows it" not in focused().toolTip()
    start.running.pop().end()
    assert left_behind(file) == []


def test_a_note_to_a_blank_row_is_offered_in_the_blank_row(start: "Start") -> None:
    first = start()
    first.page.show_tab("events")
    press(Key.Key_End, CTRL)
    press(Key.Key_F4)
    write("as told")
    again = start.again(P1)
    again.page.show_tab("events")
    press(Key.Key_End, CTRL)
    press(Key.Key_F4)
    assert focused().text() == ""  # type: ignore[attr-defined]
    press(Key.Key_Escape)
    again.page.show_case(P2.id)
    again.page.show_tab("events")
    press(Key.Key_End, CTRL)
    press(Key.Key_F4)
    assert focused().text() == "as told"  # type: ignore[attr-defined]
    press(Key.Key_Escape)
    last = start.again()
    last.page.show_tab("events")
    press(Key.Key_End, CTRL)
    press(Key.Key_F4)
    assert focused().text() == ""  # type: ignore[attr-defined]


def test_a_note_given_up_is_not_offered(start: "Start") -> None:
    start().page.show_record(P2.id, "variant")
    press(Key.Key_F4)
    write("as told")
    press(Key.Key_Escape)
    again = start.again()
    again.page.show_record(P2.id, "variant")
    press(Key.Key_F4)
    assert focused().text() == P2.patient.cell("variant").note  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["16x", "1.2.03.2020"])
def test_what_cannot_be_read_is_kept_with_its_reason(start: "Start", text: str) -> None:
    start().page.show_record(P2.id, "hsct_date")
    write(text)
    press(Key.Key_Tab)
    again = start.again()
    assert again.offered() == [("patient", "hsct_date", text)]
    again.page.show_record(P2.id, "hsct_date")
    press(Key.Key_Return)
    assert stored(again).patient.hsct_date == P2.patient.hsct_date
    assert again.offered() == [("patient", "hsct_date", text)]


def test_of_two_readings_the_other_can_still_be_taken(start: "Start") -> None:
    count = next(c for c in P2.counts if c.analyte == "platelets")
    start().page.show_record(count.id)
    write("1.234")
    again = start.again()
    assert again.offered() == [("count", "value", "1.234")]
    again.page.show_record(count.id)
    press(Key.Key_F7)
    now = stored(again).find(count.id)
    assert isinstance(now, Count)
    assert now.value is not None
    assert now.value.low == 1234
    assert again.offered() == []


def test_a_cell_of_a_blank_row_is_offered_in_the_blank_row(start: "Start") -> None:
    dose = P2.doses[-1]
    first = start()
    first.page.show_record(dose.id)
    view = focused()
    assert isinstance(view, CellsView)
    press(Key.Key_End, CTRL)
    press(Key.Key_Home)
    write("27")
    again = start.again()
    assert again.offered() == []  # the doses of another treatment are shown
    again.page.show_record(dose.id)
    ((kind, _, text),) = again.offered()
    assert (kind, text) == ("dose", "27")
    again.page.show_record(next(d for d in P2.doses if d.owner != dose.owner).id)
    assert again.offered() == []
    again.page.show_record(dose.id)
    press(Key.Key_End, CTRL)
    press(Key.Key_Home)
    press(Key.Key_Return)
    new = stored(again).doses[-1] if len(stored(again).doses) > len(P2.doses) else None
    assert new is not None
    assert new.owner == dose.owner
    assert again.offered() == []


def test_a_blank_cell_of_a_day_is_offered_at_that_day(start: "Start") -> None:
    count = P2.counts[3]
    first = start()
    first.page.show_record(count.id)
    press(Key.Key_End)
    press(Key.Key_Left)
    view = focused()
    assert isinstance(view, CellsView)
    blank = view._cells.cell(view.currentIndex())
    assert blank is not None
    assert first.page.session.case is not None
    assert first.page.session.case.find(blank[0].id) is None
    write("311")
    again = start.again()
    assert again.offered() == [("count", "value", "311")]
    again.page.show_record(count.id)
    press(Key.Key_End)
    press(Key.Key_Left)
    press(Key.Key_Return)
    (new,) = [c for c in stored(again).counts if P2.find(c.id) is None]
    assert new.day == count.day
    assert new.analyte == blank[0].analyte  # type: ignore[attr-defined]


def test_the_day_of_a_row_without_values_is_kept_and_its_value_follows(start: "Start") -> None:
    first = start()
    first.page.show_tab("counts")
    press(Key.Key_End, CTRL)
    press(Key.Key_Home)
    write("1500")
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    write("16")
    again = start.again()
    assert again.offered() == [("count", "day", "1500")]
    again.page.show_tab("counts")
    press(Key.Key_End, CTRL)
    press(Key.Key_Home)
    press(Key.Key_Return)
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    assert ("count", "value", "16") in again.offered()
    press(Key.Key_Return)
    (new,) = [c for c in stored(again).counts if P2.find(c.id) is None]
    assert (new.analyte, new.day is not None) == ("platelets", True)
    assert start.again().offered() == []


def test_a_draft_whose_text_was_stored_after_all_is_dropped(start: "Start") -> None:
    first = start()
    first.page.show_record(P2.id, "variant")
    write("c.410")
    first.page.session.unstored.write()
    stale = first.page.session.unstored._held
    press(Key.Key_Tab)
    assert stored(first).patient.variant == "c.410"
    first.page.session.unstored._held = dict(stale) or {
        (P2.id, "variant"): Draft(P2.id, "patient", P2.id, "", "variant", "c.410")
    }
    first.page.session.unstored.write()
    assert start.again().offered() == []


def test_a_draft_of_a_record_that_is_gone_is_forgotten(start: "Start") -> None:
    count = P2.counts[0]
    first = start()
    first.page.show_record(count.id)
    write("17")
    start.running.pop().die()
    other = start(P1)
    other.registry.cases.apply(ChangeSet("delete", deletion(stored(other), count)))
    other.page.show_case(P2.id)
    assert other.offered() == []
    assert other.page.session.unstored.cases() == ()


def test_two_programs_at_one_registry_keep_theirs_apart(start: "Start", file: Path) -> None:
    first = start()
    first.page.show_record(P2.id, "hsct_date")
    write("first")  # is no date, and stays as it is when another window takes the focus
    first.page.session.unstored.write()
    second = start()
    assert second.offered() == []
    second.page.show_record(P2.id, "gene")
    write("second")
    second.die()
    start.running.remove(second)
    first.die()
    start.running.remove(first)
    assert len(left_behind(file)) == 2
    third = start()
    assert sorted(third.offered()) == [("patient", "gene", "second"), ("patient", "hsct_date", "first")]
    assert [name for name in left_behind(file) if "2" in name] == []


def test_another_user_is_offered_nothing(start: "Start", monkeypatch: pytest.MonkeyPatch) -> None:
    start().page.show_record(P2.id, "variant")
    write("mine")
    start.running.pop().die()
    monkeypatch.setenv("LOGNAME", "somebody")
    assert start().offered() == []


@pytest.mark.skipif(os.name == "nt", reason="rights are inherited from the folder there")
def test_drafts_can_be_read_by_their_owner_alone(start: "Start", file: Path) -> None:
    first = start()
    first.page.show_record(P2.id, "variant")
    write("mine")
    first.page.session.unstored.write()
    for name in left_behind(file):
        assert (file.parent / name).stat().st_mode & 0o077 == 0


def test_a_text_that_was_deleted_is_not_left_in_the_file(tmp_path: Path) -> None:
    drafts = DraftFile(tmp_path / "r.aic.me.draft")
    drafts.keep([Draft("c", "patient", "c", "", "name", "a secret name")])
    drafts.keep([Draft("c", "patient", "c", "", "name", "x")])
    assert all(b"secret" not in path.read_bytes() for path in tmp_path.iterdir())
    drafts.close()


def test_what_cannot_be_kept_is_said_and_typing_goes_on(start: "Start", qtbot: QtBot) -> None:
    class Full(NoDrafts):
        def keep(self, _drafts: object) -> None:
            raise StoreError("The disk is full.")

    first = start()
    first.page.session.unstored._drafts = Full()
    first.page.show_record(P2.id, "variant")
    with qtbot.waitSignal(first.page.said, check_params_cb=lambda words: words == "The disk is full."):
        write("c.4")
    press(Key.Key_Tab)
    assert stored(first).patient.variant == "c.4"


def test_the_window_opens_the_case_that_was_being_typed(
    start: "Start", file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    start().page.show_record(P2.id, "variant")
    write("c.410")
    start.running.pop().die()
    shell = Shell(tmp_path, Answers())
    qtbot.addWidget(shell.window)
    shell.window.show()
    shell.window.files.open(str(file))
    qtbot.waitUntil(lambda: shell.code == "P2")
    assert "P2" in shell.window.statusBar().currentMessage()
    shell.window.close()
    shell.window.close()


def test_a_file_of_another_kind_in_its_place_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.aic.me.draft"
    path.write_text("a letter, by chance of that name" * 100)
    drafts = DraftFile(path)
    assert drafts.load() == ()
    drafts.keep([Draft("c", "patient", "c", "", "name", "x")])
    drafts.close()
    assert path.read_text().startswith("a letter")
    assert DraftFile(path).load() == (Draft("c", "patient", "c", "", "name", "x"),)


def test_the_day_of_a_row_is_no_draft_any_more_once_it_has_a_value(start: "Start") -> None:
    first = start()
    first.page.show_tab("counts")
    for day in ("1500", "1501"):
        press(Key.Key_End, CTRL)
        press(Key.Key_Home)
        write(day)
        press(Key.Key_Tab)
        press(Key.Key_Tab)
        write("16")
        press(Key.Key_Return)
    assert len(stored(first).counts) == len(P2.counts) + 2
    assert first.page.session.unstored._held == {}
