"""What it takes to show a pasted print-out, to take it in and to take it back."""

from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication

from aic_desktop.bootstrap import cases_of, create_registry
from aic_desktop.domain.changes import ChangeSet, Insertion, new_id
from aic_desktop.domain.records import Patient
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.forms.tabs import CountsTab
from tests.ui.test_printout import sixty_days


@pytest.mark.benchmark
def test_paste_of_240_values(qapp: object, tmp_path: Path) -> None:
    """Floor: 240 values stored, audited and shown in the grid within 500 ms."""
    assert qapp
    cases = cases_of(create_registry(tmp_path / "registry.aic"))
    patient = Patient(id=new_id(), code="P1")
    cases.apply(ChangeSet("new", (Insertion(patient.id, patient),)))
    session = CaseSession(cases)
    tab = CountsTab(session)
    session.open(patient.id)
    tab.show()
    text = sixty_days()
    for name, step in (
        ("shown", lambda: tab.view.paste(text)),
        ("taken in", tab.preview.take_in),
        ("taken back", cases.undo),
    ):
        begun = perf_counter()
        step()
        QApplication.processEvents()
        print(f"\n240 values {name} in {(perf_counter() - begun) * 1e3:.0f} ms")
    assert cases.redo_label == "Paste of 240 counts"
    tab.close()
    session.close()
    cases.close()
