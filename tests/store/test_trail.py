"""Who changed what: in words for people, and complete enough to bring back what is gone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from aic_desktop.domain.changes import Change, ChangeSet, Edit, Insertion, deletion, edit, new_id
from aic_desktop.domain.choices import MissingReason, Sex
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.records import Cell
from aic_desktop.services.cases import Cases
from aic_desktop.services.ports import Conflict
from aic_desktop.store.cases import RegistryStore
from tests.store.examples import content, entered
from tests.values import exactly


def write(store: RegistryStore, *changes: Change, user: str = "someone", reason: str = "") -> None:
    store.write(ChangeSet("Change of mind", changes, reason), user)


def test_an_entry_tells_who_when_what_and_why(store: RegistryStore) -> None:
    case = entered(store)
    count, second = case.counts[0], exactly(Decimal(9), "10*9/L")
    cell = Cell(second, note="second sample")
    write(store, edit(case, count, "value", cell), reason="mistyped")
    latest, *earlier = store.history(case.id)
    assert (latest.user, latest.action, latest.label, latest.reason) == (
        "someone",
        "edit",
        "Change of mind",
        "mistyped",
    )
    assert (latest.case, latest.kind, latest.record, latest.field) == (case.id, "count", count.id, "value")
    assert latest.before == "12 ×10⁹/L"
    assert latest.after == "9 ×10⁹/L (second sample)"
    assert abs(datetime.now(UTC) - latest.at) < timedelta(minutes=1)
    assert {entry.batch for entry in earlier} == {latest.batch - 1}
    assert {entry.action for entry in earlier} == {"insert"}


@pytest.mark.parametrize(
    ("record", "field", "cell", "words"),
    [
        ("patient", "sex", Cell(Sex.FEMALE), "female"),
        ("patient", "sex", Cell(missing=MissingReason.NOT_REPORTED), "not reported"),
        ("patient", "gene", Cell(None, note="asked for"), "(asked for)"),
        ("patient", "disease", Cell("wiskott_aldrich"), None),
        ("treatment", "agent", Cell("romiplostim"), "romiplostim"),
        ("treatment", "line", Cell(2), "2"),
    ],
)
def test_a_change_is_told_in_words(
    store: RegistryStore, record: str, field: str, cell: Cell, words: str | None
) -> None:
    case = entered(store)
    changed = case.patient if record == "patient" else case.treatments[0]
    write(store, edit(case, changed, field, cell))
    assert store.history(case.id)[0].after == (words or label_of("diseases", str(cell.value)))


def test_a_link_is_told_by_what_it_leads_to(store: RegistryStore) -> None:
    case = entered(store)
    write(store, *deletion(case, case.treatments[0]))
    (unlinked,) = (e for e in store.history(case.id, case.courses[0].id) if e.action == "edit")
    assert unlinked.before == "a record deleted since"
    cases = Cases(store, "tester")
    cases.apply(ChangeSet("Enter again", tuple(Insertion(case.id, r) for r in store.deleted(case.id)[:1])))
    linked = Edit(case.id, "course", case.courses[0].id, "treatment", Cell(), Cell(case.treatments[0].id))
    write(store, linked)
    assert "rituximab" in store.history(case.id)[0].after


def test_the_trail_of_a_field_begins_with_what_was_entered(store: RegistryStore) -> None:
    case = entered(store)
    treatment = case.treatments[0]
    write(store, edit(case, treatment, "note", Cell("unrelated")))
    write(store, edit(case, treatment, "agent", Cell("romiplostim")))
    told = [(e.action, e.before, e.after) for e in store.history(case.id, treatment.id, "agent")]
    assert told == [("edit", "rituximab", "romiplostim"), ("insert", "", "rituximab")]
    assert [e.field for e in store.history(case.id, treatment.id)] == ["agent", "note", ""]
    assert not store.history(new_id())


def test_what_did_not_happen_leaves_no_trail(store: RegistryStore) -> None:
    case = entered(store)
    before = content(store, trail=True)
    with pytest.raises(Conflict):
        write(store, Edit(case.id, "patient", case.id, "sex", Cell(Sex.MALE), Cell(Sex.OTHER)))
    assert content(store, trail=True) == before


def test_undo_and_redo_are_told_as_well(store: RegistryStore) -> None:
    case = entered(store)
    cases = Cases(store, "tester")
    cases.apply(ChangeSet("Sex", (edit(case, case.patient, "sex", Cell(Sex.MALE)),)))
    cases.undo()
    cases.redo()
    told = [(e.label, e.before, e.after) for e in store.history(case.id)[:3]]
    assert told == [("Redo: Sex", "", "male"), ("Undo: Sex", "male", ""), ("Sex", "", "male")]


def test_deleted_records_can_be_brought_back_from_the_trail(store: RegistryStore) -> None:
    case = entered(store)
    assert store.deleted(case.id) == ()
    write(store, *deletion(case, case.cytopenias[0]))
    write(store, *deletion(case, case.treatments[0]))
    gone = store.deleted(case.id)
    assert gone == (case.treatments[0], case.doses[0], case.reactions[0], case.cytopenias[0])
    write(store, Insertion(case.id, gone[-1]))
    assert store.deleted(case.id) == gone[:-1]


def test_a_deleted_case_can_be_brought_back_from_the_trail(store: RegistryStore) -> None:
    entered(store, "P2")
    case = entered(store)
    before = content(store)
    write(store, *deletion(case, case.patient))
    (patient,) = store.deleted_patients()
    assert patient == case.patient
    # Owners went last, so they come first: the order in which they can be put back.
    write(store, *(Insertion(patient.id, record) for record in store.deleted(patient.id)))
    restored = store.load(case.id)
    assert restored is not None
    assert replace(restored, courses=()) == replace(case, courses=())
    assert content(store)["patient"] == before["patient"]
    assert store.deleted_patients() == ()


def test_the_trail_of_a_field_that_the_program_no_longer_has_is_still_told(store: RegistryStore) -> None:
    case = entered(store)
    write(store, edit(case, case.patient, "gene", Cell("WAS")))
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE audit SET field = 'former' WHERE field = 'gene'")
    assert "WAS" in store.history(case.id)[0].after
