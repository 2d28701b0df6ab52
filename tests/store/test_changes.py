"""A change set is stored whole or not at all, and only where it fits what is there now."""

from dataclasses import replace

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import (
    Change,
    ChangeSet,
    Deletion,
    Edit,
    Insertion,
    deletion,
    edit,
    insertions,
    inverse,
    new_id,
)
from aic_desktop.domain.choices import MissingReason, Sex
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Cell, Count, Dose, FollowUp, Patient, Treatment
from aic_desktop.services.cases import Cases
from aic_desktop.services.ports import Conflict
from aic_desktop.store.cases import RegistryStore
from tests.store.examples import Opened, content, entered, example


def write(store: RegistryStore, *changes: Change) -> None:
    store.write(ChangeSet("Change", changes), "tester")


def test_a_second_window_sees_a_change_at_once(opened: Opened) -> None:
    here, there = opened(), opened()
    case = entered(here)
    assert there.load(case.id) == case
    write(there, edit(case, case.patient, "sex", Cell(Sex.FEMALE)))
    found = here.load(case.id)
    assert found is not None
    assert found.patient.sex is Sex.FEMALE


def test_what_changed_elsewhere_is_not_overwritten(opened: Opened) -> None:
    here, there = opened(), opened()
    case = entered(here)
    write(there, edit(case, case.patient, "centre", Cell("Jena", note="letter")))
    before = content(here, trail=True)
    with pytest.raises(Conflict, match=r"^Centre was changed elsewhere") as conflict:
        write(
            here,
            edit(case, case.patient, "sex", Cell(Sex.MALE)),
            edit(case, case.patient, "centre", Cell("Essen")),
        )
    assert conflict.value.theirs == Cell("Jena", note="letter")
    assert conflict.value.edit.field == "centre"
    assert content(here, trail=True) == before


def test_a_remark_is_part_of_what_must_still_hold(opened: Opened) -> None:
    here, there = opened(), opened()
    case = entered(here)
    write(there, edit(case, case.patient, "gene", Cell(missing=MissingReason.NOT_DONE)))
    with pytest.raises(Conflict):
        write(here, edit(case, case.patient, "gene", Cell("WAS")))


def test_what_was_deleted_elsewhere_cannot_be_changed_or_deleted(opened: Opened) -> None:
    here, there = opened(), opened()
    case = entered(here)
    count = case.counts[0]
    write(there, Deletion(case.id, count))
    with pytest.raises(Conflict, match=r"^This count was deleted elsewhere") as conflict:
        write(here, edit(case, count, "time", Cell("08:00")))
    assert conflict.value.theirs is None
    with pytest.raises(Conflict, match=r"^This count was deleted elsewhere"):
        write(here, Deletion(case.id, count))


def test_a_record_that_changed_elsewhere_is_not_deleted(opened: Opened) -> None:
    here, there = opened(), opened()
    case = entered(here)
    count = case.counts[0]
    write(there, edit(case, count, "time", Cell("08:00")))
    with pytest.raises(Conflict, match=r"^Time was changed elsewhere") as conflict:
        write(here, Deletion(case.id, count))
    assert conflict.value.theirs == Cell("08:00")


def test_a_treatment_that_got_a_dose_elsewhere_is_not_deleted(opened: Opened) -> None:
    here, there = opened(), opened()
    case = entered(here)
    write(there, Insertion(case.id, Dose(id=new_id(), owner=case.treatments[0].id)))
    before = content(here, trail=True)
    with pytest.raises(Problem, match="changed elsewhere"):
        write(here, *deletion(case, case.treatments[0]))
    assert content(here, trail=True) == before


def test_a_dose_of_a_treatment_that_is_gone_is_not_stored(opened: Opened) -> None:
    here, there = opened(), opened()
    case = entered(here)
    write(there, *deletion(case, case.treatments[0]))
    with pytest.raises(Problem, match="changed elsewhere"):
        write(here, Insertion(case.id, Dose(id=new_id(), owner=case.treatments[0].id)))


def test_a_record_is_not_stored_twice(store: RegistryStore) -> None:
    case = entered(store)
    with pytest.raises(Problem, match="This count is in the registry already"):
        write(store, Insertion(case.id, case.counts[0]))


def test_an_edit_under_the_wrong_case_is_refused(store: RegistryStore) -> None:
    case, other = entered(store), entered(store, "P2")
    with pytest.raises(Conflict):
        write(store, Edit(other.id, "count", case.counts[0].id, "time", Cell(), Cell("08:00")))


@pytest.mark.parametrize("way", ["new case", "edit", "twice at once"])
def test_a_patient_code_is_given_once(store: RegistryStore, way: str) -> None:
    entered(store)
    other = entered(store, "P2")
    before = content(store, trail=True)
    changes = {
        "edit": (edit(other, other.patient, "code", Cell("P1")),),
        "new case": insertions(example("P1")),
        "twice at once": (*insertions(example("P3")), *insertions(example("P3"))),
    }
    with pytest.raises(Problem, match=r"Patient code “P[13]” is already in this registry"):
        write(store, *changes[way])
    assert content(store, trail=True) == before


def test_patients_without_a_code_are_all_welcome(store: RegistryStore) -> None:
    for _ in range(3):
        patient = Patient(id=new_id())
        write(store, Insertion(patient.id, patient))
    assert [row.code for row in store.rows()] == ["", "", ""]


@pytest.mark.parametrize("value", ["broken \ud800 half", 10**30])
def test_what_cannot_be_kept_is_refused_in_words(store: RegistryStore, value: str | int) -> None:
    case = entered(store)
    before = content(store, trail=True)
    field = "gene" if isinstance(value, str) else "hla_matched"
    record = case.patient if isinstance(value, str) else case.transplants[0]
    with pytest.raises(Problem, match=r"cannot be kept|too large to be kept"):
        write(
            store,
            edit(case, case.counts[0], "time", Cell("08:00")),
            edit(case, record, field, Cell(value)),
        )
    assert content(store, trail=True) == before


def test_a_reason_takes_the_place_of_the_value_and_can_be_undone(store: RegistryStore) -> None:
    case = entered(store)
    # The value beside the reason is dropped, as it is in the domain: undo must still fit.
    odd = Cell("WAS", MissingReason.NOT_REPORTED, "see report")
    step = ChangeSet("Edit", (edit(case, case.patient, "gene", odd),))
    store.write(step, "tester")
    found = store.load(case.id)
    assert found is not None
    assert found.patient.cell("gene") == replace(odd, value=None)
    store.write(inverse(step), "tester")
    assert store.load(case.id) == case


def test_no_choices_may_be_given_as_nothing(store: RegistryStore) -> None:
    case = entered(store)
    follow_up = FollowUp(id=new_id(), owner=case.id)
    write(store, Insertion(case.id, follow_up))
    step = ChangeSet("Clear", (edit(case, follow_up, "contributing_causes", Cell(None, note="none told")),))
    store.write(step, "tester")
    store.write(inverse(step), "tester")
    stored = store.load(case.id)
    assert stored is not None
    assert stored.follow_ups == (follow_up,)


def test_changes_of_one_set_build_on_each_other(store: RegistryStore) -> None:
    case = entered(store)
    count = Count(id=new_id(), owner=case.id, position=1)
    later = count.with_cell("time", Cell("08:00"))
    gone = Treatment(id=new_id(), owner=case.id, position=1)
    write(
        store,
        Insertion(case.id, count),
        Edit(case.id, "count", count.id, "time", Cell(), Cell("08:00")),
        Insertion(case.id, gone),
        Deletion(case.id, gone),
        Deletion(case.id, case.counts[0]),
        Insertion(case.id, replace(case.counts[0], position=7)),
    )
    assert store.load(case.id) == case.with_record(later).with_record(replace(case.counts[0], position=7))


def test_a_treatment_goes_with_what_it_owns_and_comes_back_row_for_row(store: RegistryStore) -> None:
    case = entered(store)
    before = content(store)
    cases = Cases(store, "tester")
    cases.apply(ChangeSet("Delete treatment", deletion(case, case.treatments[0])))
    now = content(store)
    assert not now["treatment"] | now["dose"] | now["reaction"]
    assert now["course"] != before["course"]
    cases.undo()
    assert content(store) == before


def test_a_whole_case_goes_and_comes_back_row_for_row(store: RegistryStore) -> None:
    entered(store, "P2")
    case: Case = entered(store)
    before = content(store)
    step = ChangeSet("Delete case", deletion(case, case.patient))
    store.write(step, "tester")
    assert store.load(case.id) is None
    assert store.case_id("P1") is None
    assert len(content(store)["patient"]) == 1
    store.write(inverse(step), "tester")
    assert content(store) == before
