"""The case list and the way through all cases."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, Deletion, Insertion, insertions, new_id
from aic_desktop.domain.choices import Lineage, Origin, Purpose, Sex, Status
from aic_desktop.domain.records import Cytopenia, FollowUp, Patient, Treatment
from aic_desktop.domain.timepoint import Basis, TimePoint
from aic_desktop.services.ports import CaseRow, StoreError
from aic_desktop.store.cases import RegistryStore
from aic_desktop.store.reading import CHUNK
from tests.store.examples import entered
from tests.strategies import cases, times


def test_a_row_tells_what_the_list_shows(store: RegistryStore) -> None:
    patient = Patient(id=new_id(), code="P1", origin=Origin.OWN, sex=Sex.FEMALE, disease="scid")
    case = Case(
        patient,
        cytopenias=(
            Cytopenia(id=new_id(), owner=patient.id, position=0, episode=2, lineage=Lineage.RED_CELLS),
            Cytopenia(id=new_id(), owner=patient.id, position=1, lineage=Lineage.PLATELETS),
            Cytopenia(id=new_id(), owner=patient.id, position=2, episode=1),
        ),
        treatments=(
            Treatment(id=new_id(), owner=patient.id, agent="rituximab", purpose=Purpose.CYTOPENIA),
            Treatment(id=new_id(), owner=patient.id, agent="a new drug", purpose=Purpose.CYTOPENIA),
            Treatment(id=new_id(), owner=patient.id, agent="ciclosporin", purpose=Purpose.GVHD_PROPHYLAXIS),
            Treatment(id=new_id(), owner=patient.id, purpose=Purpose.CYTOPENIA),
        ),
        follow_ups=(FollowUp(id=new_id(), owner=patient.id, status=Status.ALIVE),),
    )
    store.write(ChangeSet("Enter", insertions(case)), "tester")
    assert store.rows() == (
        CaseRow(
            patient.id,
            "P1",
            Origin.OWN,
            Sex.FEMALE,
            "scid",
            ((2, Lineage.RED_CELLS), (1, Lineage.PLATELETS)),
            frozenset({"rituximab", "a new drug"}),
            Status.ALIVE,
        ),
    )


def test_the_list_says_of_a_case_what_the_case_says(store: RegistryStore) -> None:
    """The columns are read past the case; the rules must not differ."""
    statuses = st.none() | st.sampled_from(Status)
    follow_ups = st.lists(st.builds(FollowUp, id=st.builds(new_id), day=st.none() | times(), status=statuses))

    @settings(max_examples=20)
    @given(case=cases(), follow_ups=follow_ups, zero=st.none() | times((Basis.DATE,)))
    def agree(case: Case, follow_ups: list[FollowUp], zero: TimePoint | None) -> None:
        patient = Patient(id=case.id, hsct_date=zero, birth_date=case.patient.birth_date)
        case = Case(
            patient,
            cytopenias=case.cytopenias,
            treatments=case.treatments,
            follow_ups=tuple(
                FollowUp(id=f.id, owner=case.id, position=i, day=f.day, status=f.status)
                for i, f in enumerate(follow_ups)
            ),
        )
        store.write(ChangeSet("Enter", insertions(case)), "tester")
        row = next(row for row in store.rows() if row.id == case.id)
        assert row.status is criteria.vital_status(case)
        assert row.lineages == criteria.lineages(case)
        assert row.agents == {t.agent for t in criteria.against_cytopenia(case) if t.agent}

    agree()


def test_cases_come_by_code_and_numbers_by_their_value(store: RegistryStore) -> None:
    codes = ["", "12", "A-2-10", "a-2-9", "P1", "p2", "P10", "P010a", "P" + "9" * 5000, "Ä1", "²"]
    shuffled = random.Random(1).sample(codes, len(codes))
    patients = [Patient(id=new_id(), code=code or None) for code in shuffled]
    store.write(ChangeSet("Enter", tuple(Insertion(p.id, p) for p in patients)), "tester")
    in_order = [row.code for row in store.rows()]
    assert in_order == ["", "12", "a-2-9", "A-2-10", "P1", "p2", "P10", "P010a", "P" + "9" * 5000, "²", "Ä1"]
    assert [case.patient.code or "" for case in store.cases()] == in_order


def test_every_case_comes_however_many_there_are(store: RegistryStore) -> None:
    patients = [Patient(id=new_id(), code=f"P{n}") for n in range(CHUNK + 7)]
    doses = [Treatment(id=new_id(), owner=p.id, agent=p.code) for p in patients]
    changes = tuple(Insertion(r.owner or r.id, r) for r in (*patients, *doses))
    store.write(ChangeSet("Import", changes), "tester")
    found = list(store.cases())
    assert [case.patient for case in found] == patients
    assert [case.treatments for case in found] == [(dose,) for dose in doses]


def test_a_case_deleted_while_others_are_read_is_left_out(store: RegistryStore) -> None:
    patients = [Patient(id=new_id(), code=f"P{n}") for n in range(CHUNK + 1)]
    store.write(ChangeSet("Import", tuple(Insertion(p.id, p) for p in patients)), "tester")
    reading = store.cases()
    first = next(reading)
    store.write(ChangeSet("Delete", (Deletion(patients[-1].id, patients[-1]),)), "tester")
    assert [first.patient, *(case.patient for case in reading)] == patients[:-1]


def test_a_code_leads_to_its_case(store: RegistryStore) -> None:
    case = entered(store)
    assert store.case_id("P1") == case.id
    assert store.case_id("P2") is None
    assert store.load(new_id()) is None


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        ("UPDATE patient SET sex = 'unheard of'", "Patient, Sex"),
        ("UPDATE count SET value_bounds = '?'", "Count, Value"),
        ("UPDATE treatment SET start_basis = 'moon'", "Treatment, Start"),
    ],
)
def test_a_value_that_no_program_wrote_is_named_and_not_shown(
    store: RegistryStore, damage: str, place: str
) -> None:
    case = entered(store)
    with store.database.writing() as connection:
        connection.exec_driver_sql(damage)
    with pytest.raises(StoreError, match=rf"is damaged.*\({place}\)"):
        store.load(case.id)
    (fault,) = store.integrity()
    assert place in fault
