"""Why a change was made, said afterwards: it is added to the trail and takes nothing from it."""

from aic_desktop.domain.changes import ChangeSet, edit
from aic_desktop.domain.records import Cell
from aic_desktop.services.cases import Cases
from aic_desktop.store.cases import RegistryStore
from tests.store.examples import entered


def test_a_reason_is_added_behind_those_there_are(store: RegistryStore) -> None:
    case = entered(store)
    cases = Cases(store, "meier")
    change = edit(case, case.patient, "centre", Cell("Ulm"))
    cases.apply(ChangeSet("Patient: Centre", (change,), "moved"))
    before = cases.history(case.id)
    cases.explain(before[0], "to the new clinic")
    after = cases.history(case.id)
    assert after[0].reason.startswith("moved; to the new clinic (said 2")
    assert after[0].reason.endswith("by meier)")
    assert after[1:] == before[1:]
    assert cases.undo_label == "Patient: Centre", "it is no change that could be undone"
