"""Export and import between real registries: what arrives, what is audited, what is taken back."""

from pathlib import Path

import pytest

from aic_desktop.bootstrap import cases_of
from aic_desktop.domain.case import Case
from aic_desktop.domain.problem import Problem
from aic_desktop.services.example import example_changes, published_cases
from aic_desktop.services.exchange import export, incoming
from aic_desktop.services.intake import Refused
from aic_desktop.store.cases import RegistryStore


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def dump(store: RegistryStore) -> list[Case]:
    return list(store.cases())


@pytest.mark.parametrize("with_identifiers", [True, False])
def test_what_one_registry_exports_another_takes_and_exports_byte_for_byte(
    store: RegistryStore, tmp_path: Path, with_identifiers: bool
) -> None:
    export(published_cases(), tmp_path / "first", with_identifiers)

    cases_of(store).apply(incoming([tmp_path / "first"], store.cases()).change_set)
    export(store.cases(), tmp_path / "second", with_identifiers)

    assert files_in(tmp_path / "second") == files_in(tmp_path / "first")
    if with_identifiers:
        assert dump(store) == sorted(published_cases(), key=lambda case: case.patient.code or "")


def test_an_import_is_audited_and_undone_as_one(store: RegistryStore, tmp_path: Path) -> None:
    export(published_cases(), tmp_path / "out", with_identifiers=True)
    cases = cases_of(store)

    cases.apply(incoming([tmp_path / "out"], store.cases()).change_set)
    taken = dump(store)
    trail = [entry for case in taken for entry in store.history(case.id)]
    cases.undo()

    assert len({entry.batch for entry in trail}) == 1
    assert {entry.label for entry in trail} == {"Import of 2 cases from out"}
    assert all("count.csv SHA-256 " in entry.reason for entry in trail)
    assert dump(store) == []
    cases.redo()
    assert dump(store) == taken


def test_patients_and_records_who_are_there_are_not_taken_again(store: RegistryStore, tmp_path: Path) -> None:
    cases = cases_of(store)
    cases.apply(example_changes())
    before = dump(store)
    export(before, tmp_path / "out")

    with pytest.raises(Refused, match="“P1” is in the registry already"):
        incoming([tmp_path / "out"], store.cases())
    with pytest.raises(Refused, match="in the files twice or in the registry already"):
        incoming([tmp_path / "out" / "count.csv"], store.cases())

    assert dump(store) == before


def test_counts_are_added_to_a_case_after_those_it_has(store: RegistryStore, tmp_path: Path) -> None:
    cases = cases_of(store)
    cases.apply(example_changes())
    (tmp_path / "count.csv").write_text("patient,day,analyte,value_text\nP2,+200,PLT,<5 G/l\nP2,+201,PLT,7\n")

    cases.apply(incoming([tmp_path / "count.csv"], store.cases()).change_set)

    counts = cases.open(cases.id_of("P2")).counts
    assert [count.value.text for count in counts[-2:] if count.value] == ["<5 G/l", "7"]
    assert cases.undo_label == "Import of 2 records from count.csv"


def test_a_code_taken_in_the_meantime_stops_the_whole_import(store: RegistryStore, tmp_path: Path) -> None:
    (tmp_path / "patient.csv").write_text("patient\nP1\nP7\n")
    brought = incoming([tmp_path], store.cases())
    cases = cases_of(store)
    cases.apply(example_changes())
    before = dump(store)

    with pytest.raises(Problem):
        cases.apply(brought.change_set)

    assert dump(store) == before
