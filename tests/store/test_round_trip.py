"""Whatever can be entered comes back equal from a real registry."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aic_desktop.bootstrap import create_registry
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, Insertion, applied, edit, insertions, new_id
from aic_desktop.domain.choices import CauseOfDeath, MissingReason
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import (
    RECORDS,
    Cell,
    Count,
    FollowUp,
    Patient,
    Record,
    Remark,
    Transplant,
    Treatment,
)
from aic_desktop.domain.spec import fields_of
from aic_desktop.store import audit
from aic_desktop.store.cases import RegistryStore
from tests.strategies import amounts, cases, cells, records, remarks


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RegistryStore]:
    """One file for every example of the module: no two examples share an id."""
    store = create_registry(tmp_path_factory.mktemp("store") / "registry.aic")
    yield store
    store.close()


def with_own_code(case: Case) -> Case:
    """The case with a code that no other example has."""
    code = f"{case.patient.code} {case.id}" if case.patient.code else None
    return replace(case, patient=replace(case.patient, code=code))


def small_case() -> Case:
    """A patient with something for every record to belong to or to point at."""
    patient = Patient(id=new_id())
    transplant = Transplant(id=new_id(), owner=patient.id)
    treatment = Treatment(id=new_id(), owner=patient.id)
    return Case(patient, transplants=(transplant,), treatments=(treatment,))


def owner_in(case: Case, kind: type[Record]) -> str:
    transplant, treatment = case.transplants[0], case.treatments[0]
    return {"": "", "patient": case.id, "transplant": transplant.id, "treatment": treatment.id}[
        kind.owner_kind
    ]


@given(case=cases().map(with_own_code))
def test_a_case_comes_back_equal(registry: RegistryStore, case: Case) -> None:
    registry.write(ChangeSet("Enter", insertions(case)), "tester")
    assert registry.load(case.id) == case


@pytest.mark.parametrize("kind", RECORDS[1:], ids=lambda kind: kind.record_kind)
@settings(max_examples=15)
@given(data=st.data())
def test_a_record_comes_back_equal_from_its_table_and_from_the_trail(
    registry: RegistryStore, kind: type[Record], data: st.DataObject
) -> None:
    case = small_case()
    drawn = data.draw(records(kind, owner_in(case, kind), 5, (case.treatments[0].id,)))
    record = replace(drawn, remarks=data.draw(remarks(kind)))
    changes = (*insertions(case), Insertion(case.id, record))
    registry.write(ChangeSet("Enter", changes), "tester")
    stored = registry.load(case.id)
    assert stored == applied(None, changes)
    with registry.database.reading() as connection:
        row = connection.execute(audit.trail(case.id, record.id)).one()
    assert audit.record_from(row.kind, row.after) == record


CELLS = {f: st.lists(cells(f), max_size=2) for kind in RECORDS for f in fields_of(kind)}


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.record_kind)
@settings(max_examples=12)
@given(data=st.data())
def test_every_cell_can_be_changed_and_changed_again(
    registry: RegistryStore, kind: type[Record], data: st.DataObject
) -> None:
    case = small_case()
    record: Record = case.patient
    if kind is not Patient:
        record = kind(id=new_id(), owner=owner_in(case, kind), position=9)
    registry.write(ChangeSet("Enter", insertions(case.with_record(record))), "tester")
    expected = case.with_record(record)
    for field in fields_of(kind):
        for cell in data.draw(CELLS[field]):
            if field.name == "code":
                cell = replace(cell, value=cell.value and f"{cell.value} {case.id}")  # noqa: PLW2901
            now = expected.find(record.id)
            assert now is not None
            change = edit(expected, now, field.name, cell)
            registry.write(ChangeSet("Edit", (change,)), "tester")
            expected = applied(expected, (change,)) or expected
    assert registry.load(case.id) == expected


@given(low=amounts(), bounds=st.tuples(st.booleans(), st.booleans()))
def test_a_decimal_comes_back_with_every_digit(
    registry: RegistryStore, low: Decimal, bounds: tuple[bool, bool]
) -> None:
    case = small_case()
    value = Quantity(low, low * 2 + 1, "10*9/L", "/uL", "as typed", *bounds)
    value = replace(value, high=Decimal(f"{value.high:.14g}"))
    count = Count(id=new_id(), owner=case.id, value=value)
    registry.write(ChangeSet("Enter", (*insertions(case), Insertion(case.id, count))), "tester")
    stored = registry.load(case.id)
    assert stored is not None
    found = stored.counts[0].value
    assert found == value
    assert found is not None
    assert (found.low, found.high) == (value.low, value.high)


def test_a_server_keeps_the_same(store: RegistryStore) -> None:
    case = small_case()
    filled = replace(
        case,
        counts=(
            Count(
                id=new_id(),
                owner=case.id,
                value=Quantity(Decimal("0.123456789012345"), None, "10*9/L", "/uL", "> 123 µl⁻¹", False),
                time="ä'\"\\ \n%s ?",
            ),
        ),
        follow_ups=(
            FollowUp(
                id=new_id(),
                owner=case.id,
                position=1,
                contributing_causes=(CauseOfDeath.GVHD, CauseOfDeath.INFECTION),
                remarks={"status": Remark(MissingReason.NOT_REPORTED, "letter of 12.3.")},
            ),
        ),
    )
    store.write(ChangeSet("Enter", insertions(filled)), "tester")
    assert store.load(case.id) == filled
    gone = edit(filled, filled.follow_ups[0], "contributing_causes", Cell(()))
    store.write(ChangeSet("Clear", (gone,)), "tester")
    assert store.load(case.id) == applied(filled, (gone,))
