"""Steps that can be undone: kept when the disk says no, dropped when they no longer fit."""

from pathlib import Path

import pytest

from aic_desktop import bootstrap
from aic_desktop.domain.changes import Change, ChangeSet, Edit, Insertion
from aic_desktop.domain.records import Cell, Patient
from aic_desktop.services.cases import Cases, Changed
from aic_desktop.services.ports import Conflict, StoreError
from aic_desktop.store.cases import RegistryStore

PATIENT = Patient(id="p" * 16, code="A1")


def centre(before: str | None, after: str | None) -> Change:
    return Edit(PATIENT.id, "patient", PATIENT.id, "centre", Cell(before), Cell(after))


class Stubborn(RegistryStore):
    """A real store whose disk is full when told so."""

    full = False

    def write(self, change_set: ChangeSet, user: str) -> None:
        if self.full:
            raise StoreError("The disk is full.")
        super().write(change_set, user)


@pytest.fixture
def store(tmp_path: Path) -> Stubborn:
    bootstrap.create_registry(tmp_path / "r.aic").close()
    from aic_desktop.store.migrate import open_database

    return Stubborn(open_database(tmp_path / "r.aic"))


@pytest.fixture
def cases(store: Stubborn) -> Cases:
    cases = Cases(store, "tester")
    cases.apply(ChangeSet("New case", (Insertion(PATIENT.id, PATIENT),)))
    cases.apply(ChangeSet("Centre", (centre(None, "Here"),)))
    return cases


def test_a_step_that_the_disk_refused_can_be_undone_later(cases: Cases, store: Stubborn) -> None:
    store.full = True
    with pytest.raises(StoreError):
        cases.undo()
    assert (cases.undo_label, cases.redo_label) == ("Centre", "")
    store.full = False
    cases.undo()
    assert cases.open(PATIENT.id).patient.centre is None
    assert (cases.undo_label, cases.redo_label) == ("New case", "Centre")


def test_a_step_that_no_longer_fits_is_dropped(cases: Cases, store: Stubborn) -> None:
    store.write(ChangeSet("Elsewhere", (centre("Here", "There"),)), "somebody else")
    with pytest.raises(Conflict):
        cases.undo()
    assert cases.undo_label == "New case"
    assert cases.open(PATIENT.id).patient.centre == "There"


def test_a_new_change_ends_what_could_be_redone(cases: Cases) -> None:
    cases.undo()
    cases.apply(ChangeSet("Centre again", (centre(None, "Elsewhere"),)))
    assert cases.redo_label == ""


def test_listeners_are_told_of_steps_back_and_forth(cases: Cases) -> None:
    told: list[Changed] = []
    cases.subscribe(told.append)
    cases.undo()
    cases.redo()
    cases.unsubscribe(told.append)
    assert [change.change_set.changes for change in told] == [
        (centre("Here", None),),
        (centre(None, "Here"),),
    ]
