"""Edits as data: applied, taken back and found again between two states of a case."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import (
    Change,
    ChangeSet,
    Deletion,
    Edit,
    applied,
    deletion,
    edit,
    insertions,
    inverse,
    new_id,
)
from aic_desktop.domain.records import Cell, Course, Dose, Patient, Treatment
from tests.differences import diff
from tests.strategies import cases


@given(cases())
def test_a_case_is_the_sum_of_its_insertions(case: Case) -> None:
    assert applied(None, insertions(case)) == case


@given(cases(), cases())
def test_diff_leads_from_one_state_to_another_and_its_inverse_back(before: Case, other: Case) -> None:
    after = replace(other, patient=replace(other.patient, id=before.id))
    changes = ChangeSet("any", diff(before, after))
    assert applied(before, changes.changes) == after
    assert applied(after, inverse(changes).changes) == before
    assert inverse(inverse(changes)) == changes


@given(cases(), st.data())
def test_deleting_a_record_takes_what_it_owns_and_undo_brings_all_back(
    case: Case, data: st.DataObject
) -> None:
    record = data.draw(st.sampled_from(list(case.all())))
    changes = ChangeSet("delete", deletion(case, record))
    gone = {change.record.id for change in changes.changes if isinstance(change, Deletion)}
    after = applied(case, changes.changes)
    left = list(after.all()) if after else []
    assert record.id in gone
    assert not any(r.id in gone or r.owner in gone for r in left)
    assert not any(isinstance(r, Course) and r.treatment in gone for r in left)
    assert applied(after, inverse(changes).changes) == case


def test_deleting_a_treatment_clears_the_course_credited_to_it() -> None:
    treatment = Treatment(id="t", owner="p", agent="rituximab")
    case = Case(
        Patient(id="p", code="A"),
        treatments=(treatment,),
        doses=(Dose(id="d", owner="t"),),
        courses=(Course(id="c", owner="p", treatment="t"),),
    )
    changes: tuple[Change, ...] = deletion(case, treatment)
    assert [type(change) for change in changes] == [Edit, Deletion, Deletion]
    after = applied(case, changes)
    assert after is not None
    assert after.courses[0].treatment is None
    assert (after.treatments, after.doses) == ((), ())


def test_an_edit_knows_what_the_field_held() -> None:
    case = Case(Patient(id="p", code="A"))
    change = edit(case, case.patient, "code", Cell("B", note="renamed"))
    assert change.before == Cell("A")
    after = applied(case, (change,))
    assert after is not None
    assert after.patient.code == "B"
    assert after.patient.cell("code").note == "renamed"


def test_ids_are_random_and_of_one_length() -> None:
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert {len(one) for one in made} == {16}
