"""Deleted records and cases come back from their lists, with what they owned, as one step."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, Insertion, deletion
from aic_desktop.domain.records import Patient
from aic_desktop.domain.rules import Grade, checks_of, confirming
from aic_desktop.services.cases import Cases
from aic_desktop.services.example import example_changes, published_cases
from aic_desktop.services.restoring import gone_cases, gone_records, restoring
from aic_desktop.ui.pages.case import CasePage
from aic_desktop.ui.restore import GoneList, GoneRecords, RestoreCase
from tests.ui.shell import Answers, Shell
from tests.ui.typist import Key, focused, press

P1, P2 = published_cases()
WITH_DOSES = next(t for t in P2.treatments if P2.owned_by(t.id, type(P2.doses[0])))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "r.aic"
    store = bootstrap.create_registry(path)
    bootstrap.cases_of(store).apply(example_changes())
    store.close()
    return path


@pytest.fixture
def cases(file: Path) -> Iterator[Cases]:
    cases = bootstrap.cases_of(bootstrap.open_registry(file))
    yield cases
    cases.close()


def delete(cases: Cases, case: Case, *ids: str) -> None:
    for record_id in ids:
        held = cases.open(case.id)
        record = held.find(record_id)
        assert record is not None
        cases.apply(ChangeSet("Delete", deletion(held, record)))


def test_a_treatment_comes_back_with_its_doses_in_one_step(cases: Cases) -> None:
    delete(cases, P2, WITH_DOSES.id)
    (gone,) = gone_records(cases, cases.open(P2.id))
    assert gone.record == WITH_DOSES
    assert len(gone.records) > 1
    cases.apply(restoring(gone, cases.open(P2.id)))
    back = cases.open(P2.id)
    assert set(back.doses) == set(P2.doses)
    assert set(back.treatments) == set(P2.treatments)
    assert gone_records(cases, back) == ()
    cases.undo()
    assert cases.open(P2.id).find(WITH_DOSES.id) is None


def test_what_was_confirmed_of_a_record_goes_and_comes_back_with_it(cases: Cases) -> None:
    check = next(check for check in checks_of(P2) if check.grade is Grade.WARNING)
    cases.apply(ChangeSet("Confirm", confirming(P2, check, "as planned", "meier", "2021-03-12")))
    before = cases.open(P2.id)
    delete(cases, P2, check.record)
    assert cases.open(P2.id).confirmations == ()
    (gone,) = gone_records(cases, cases.open(P2.id))
    assert [record.record_kind for record in gone.records] == ["dose", "confirmation"]
    cases.apply(restoring(gone, cases.open(P2.id)))
    back = cases.open(P2.id)
    assert back.confirmations == before.confirmations
    assert [check.open for check in checks_of(back)] == [check.open for check in checks_of(before)]


def test_what_was_deleted_before_stays_deleted(cases: Cases) -> None:
    dose = next(d for d in P2.doses if d.owner == WITH_DOSES.id)
    delete(cases, P2, dose.id, WITH_DOSES.id)
    (gone,) = gone_records(cases, cases.open(P2.id))  # the dose has nothing to come back to
    cases.apply(restoring(gone, cases.open(P2.id)))
    back = cases.open(P2.id)
    assert back.find(WITH_DOSES.id) is not None
    assert back.find(dose.id) is None
    (left,) = gone_records(cases, back)
    assert left.records == (dose,)


def test_a_link_to_what_is_gone_is_left_out(cases: Cases) -> None:
    case = next(c for c in (P1, P2) if any(course.treatment for course in c.courses))
    course = next(course for course in case.courses if course.treatment)
    assert course.treatment is not None
    delete(cases, case, course.id, course.treatment)
    held = cases.open(case.id)
    gone = next(g for g in gone_records(cases, held) if g.record == course)
    cases.apply(restoring(gone, held))
    assert replace(course, treatment=None) in cases.open(case.id).courses


def test_a_case_comes_back_as_it_was(cases: Cases) -> None:
    delete(cases, P2, P2.counts[0].id)
    before = cases.open(P2.id)
    delete(cases, P2, P2.id)
    (gone,) = gone_cases(cases)
    cases.apply(restoring(gone))
    back = cases.open(P2.id)
    assert {r.id for r in back.all()} == {r.id for r in before.all()}
    assert gone_cases(cases) == ()
    assert [g.record.id for g in gone_records(cases, back)] == [P2.counts[0].id]


def test_the_history_tab_lists_them_and_enter_restores(cases: Cases, qtbot: QtBot) -> None:
    delete(cases, P2, P2.counts[0].id, WITH_DOSES.id)
    page = CasePage(cases)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.show_case(P2.id)
    page.show_tab("history")
    (part,) = page.findChildren(GoneRecords)
    assert part.isVisible()
    assert part.list.topLevelItemCount() == 2
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    (listed,) = page.findChildren(GoneList)
    listed.setFocus()
    assert focused() is listed
    press(Key.Key_Return)
    assert cases.open(P2.id).find(WITH_DOSES.id) == WITH_DOSES
    assert part.list.topLevelItemCount() == 1
    part.button.click()
    assert cases.open(P2.id).find(P2.counts[0].id) == P2.counts[0]
    assert not part.isVisible()
    page.shutdown()


@pytest.fixture
def shell(tmp_path: Path, file: Path, qtbot: QtBot) -> Iterator[Shell]:
    shell = Shell(tmp_path, Answers())
    qtbot.addWidget(shell.window)
    shell.window.show()
    shell.window.activateWindow()
    shell.window.files.open(str(file))
    qtbot.waitUntil(lambda: shell.code == "P1")
    yield shell
    shell.window.close()


def dialog(shell: Shell) -> RestoreCase:
    shell.window.actions_["restore_case"].trigger()
    found = shell.window.findChild(RestoreCase)
    assert isinstance(found, RestoreCase)
    return found


def test_a_deleted_case_is_restored_from_the_menu(shell: Shell, qtbot: QtBot) -> None:
    shell.window.actions_["delete_case"].trigger()
    assert shell.codes == ["P2"]
    found = dialog(shell)
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    press(Key.Key_Return)
    assert shell.codes == ["P1", "P2"]
    assert shell.code == "P1"
    shell.window.actions_["undo"].trigger()
    QApplication.processEvents()
    assert shell.codes == ["P2"]


def test_a_code_given_anew_is_said_and_nothing_changes(shell: Shell) -> None:
    shell.window.actions_["delete_case"].trigger()
    again = Patient(id="a" * 16, code="P1")
    shell.registry.cases.apply(ChangeSet("new", (Insertion(again.id, again),)))
    found = dialog(shell)
    found.list.ask()
    assert "P1" in found.problem.text()
    assert found.isVisible()
    found.reject()


def test_without_deleted_cases_the_dialog_says_so(shell: Shell) -> None:
    found = dialog(shell)
    assert found.problem.text() == "No case was deleted from this registry."
    found.reject()
