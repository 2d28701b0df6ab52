"""The published patients in a real registry file: stored, loaded, undone, checked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aic_desktop.bootstrap import create_registry
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, edit
from aic_desktop.domain.records import Cell
from aic_desktop.domain.rules import Grade
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.services.cases import Cases
from aic_desktop.services.checks import check_registry
from aic_desktop.services.example import example_changes, published_cases
from aic_desktop.services.ports import CaseStore, StoreError
from aic_desktop.store.cases import RegistryStore
from aic_desktop.store.migrate import open_database


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    registry = create_registry(tmp_path / "example.aic")
    yield registry
    registry.close()


@pytest.fixture
def cases(store: CaseStore) -> Cases:
    cases = Cases(store, "tester")
    cases.apply(example_changes())
    return cases


def loaded(cases: Cases) -> tuple[Case, ...]:
    return tuple(cases.open(row.id) for row in cases.rows())


def test_both_patients_come_back_as_they_were_put_in(cases: Cases) -> None:
    assert loaded(cases) == published_cases()
    assert [row.code for row in cases.rows()] == ["P1", "P2"]


def test_putting_them_in_is_one_step_that_can_be_undone_and_redone(cases: Cases) -> None:
    cases.undo()
    assert cases.rows() == ()
    cases.redo()
    assert loaded(cases) == published_cases()


@pytest.mark.usefixtures("cases")
def test_the_report_tells_of_the_file_then_sums_up_then_goes_case_by_case(store: CaseStore) -> None:
    report = check_registry(store)
    assert report.sound
    assert [case.code for case in report.cases] == ["P1", "P2"]
    assert report.lines[:2] == ("The file is sound.", "2 cases: no contradictions, 2 warnings, 5 notes.")
    assert report.lines[5] == (
        "Warning: P2, Treatment “daratumumab, cytopenia, +184”, Dose “+192”, Day: This dose of daratumumab "
        "is on a day of plasma exchange, which removes antibody: it may not count in full. Record which came "
        "first, in “Order in the day”."
    )
    assert len(report.lines) == 2 + 7


def test_a_contradiction_is_counted_and_placed_first(store: CaseStore, cases: Cases) -> None:
    _, p2 = loaded(cases)
    graft = p2.transplants[0]
    wrong = edit(p2, graft, "platelet_engraftment", Cell(TimePoint.on_day(-20)))
    cases.apply(ChangeSet("Platelet engraftment", (wrong,)))
    report = check_registry(store)
    assert report.count(Grade.ERROR) == 1
    first = next(line for line in report.lines if ": P2, " in line)
    assert first == (
        "Contradiction: P2, Transplant “1, 0”, Platelet engraftment: Engraftment lies before the graft. "
        "Check the day, and a minus sign."
    )


def test_a_damaged_file_is_reported_even_where_its_cases_cannot_be_read(tmp_path: Path) -> None:
    class Damaged(RegistryStore):
        def integrity(self) -> tuple[str, ...]:
            return ("The file is damaged.",)

        def cases(self) -> Iterator[Case]:
            raise StoreError("The cases cannot be read. Restore the latest copy.")

    create_registry(tmp_path / "example.aic").close()
    store = Damaged(open_database(tmp_path / "example.aic"))
    report = check_registry(store)
    store.close()
    assert not report.sound
    assert report.lines[:2] == ("The file is damaged.", "The cases cannot be read. Restore the latest copy.")


def test_an_empty_registry_has_nothing_odd(store: CaseStore) -> None:
    assert check_registry(store).lines == (
        "The file is sound.",
        "No cases: no contradictions, no warnings, no notes.",
    )
