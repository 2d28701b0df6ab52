"""What it takes to show a pasted print-out, to take it in and to take it back, beside bare SQLite."""

import sqlite3
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
    floor = min(bare(tmp_path / f"bare{number}.db") for number in range(5))
    print(f"\nbare SQLite, 240 rows and their trail in one transaction: {floor * 1e3:.1f} ms")
    for name, step in (
        ("shown", lambda: tab.view.paste(text)),
        ("taken in", tab.preview.take_in),
        ("taken back", cases.undo),
    ):
        begun = perf_counter()
        step()
        QApplication.processEvents()
        taken = perf_counter() - begun
        print(f"240 values {name} in {taken * 1e3:.0f} ms, {taken / floor:.0f} times the floor")
    assert cases.redo_label == "Paste of 240 counts"
    tab.close()
    session.close()
    cases.close()


def bare(file: Path) -> float:
    """Seconds for the fewest statements that could keep as much, as safely."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE data (id TEXT PRIMARY KEY, day INTEGER, value REAL, text TEXT)")
    connection.execute("CREATE TABLE trail (id INTEGER PRIMARY KEY, at TEXT, before TEXT, after TEXT)")
    rows = [(new_id(), number, number / 10, f"{number} G/l") for number in range(240)]
    begun = perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO data VALUES (?, ?, ?, ?)", rows)
    connection.executemany(
        "INSERT INTO trail (at, after) VALUES (?, ?)", [("2026-01-01", str(row)) for row in rows]
    )
    connection.execute("COMMIT")
    taken = perf_counter() - begun
    connection.close()
    return taken
