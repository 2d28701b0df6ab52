"""A program that is killed while it writes has kept every change it had confirmed, and no other by half."""

import random
import re
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from aic_desktop.bootstrap import create_registry, open_registry
from aic_desktop.domain.changes import ChangeSet, Insertion
from aic_desktop.domain.records import Patient
from aic_desktop.store.tables import AUDIT, BATCH

ROOT = Path(__file__).parents[2]

# Each step changes a cell, adds `many` counts and deletes those of the step before; then it is confirmed.
WRITER = """
import sys
from aic_desktop.bootstrap import open_registry
from aic_desktop.domain.changes import ChangeSet, Deletion, Edit, Insertion, new_id
from aic_desktop.domain.records import Cell, Count

store, many = open_registry(sys.argv[1]), int(sys.argv[2])
(case,) = store.cases()
number, before, counts = int(case.patient.note or 0), case.patient.cell("note"), case.counts
while True:
    number += 1
    after = Cell(str(number), note="x" * (number % 7 * 100))
    new = tuple(Count(id=new_id(), owner=case.id, position=n, time=str(number)) for n in range(many))
    changes = (Edit(case.id, "patient", case.id, "note", before, after),)
    changes += tuple(Deletion(case.id, count) for count in counts)
    changes += tuple(Insertion(case.id, count) for count in new)
    store.write(ChangeSet(f"Step {number}", changes), "writer")
    print(number, flush=True)
    before, counts = after, new
"""
CREATOR = """
import sys
from aic_desktop.bootstrap import create_registry

for number in range(1, 10_000):
    create_registry(f"{sys.argv[1]}/{number}.aic").close()
    print(number, flush=True)
"""


def killed(script: str, *arguments: str, after: int, wait: float) -> int:
    """Run a script, kill it some seconds after its n-th confirmation; returns the last one it gave."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        confirmed = [process.stdout.readline() for _ in range(after)]
        Event().wait(wait)
    finally:
        process.kill()
        rest, _ = process.communicate(timeout=60)
    confirmed += rest.splitlines(keepends=True)
    return int([line for line in confirmed if re.fullmatch(r"\d+\n", line)][-1])


def kill_and_look(folder: Path, rounds: int, many: int) -> None:
    """The same file is written, and its writer killed, over and over."""
    chance, file = random.Random(many), folder / "registry.aic"
    store = create_registry(file)
    patient = Patient(id="0123456789abcdef", code="P1")
    store.write(ChangeSet("Enter", (Insertion(patient.id, patient),)), "tester")
    store.close()
    for _ in range(rounds):
        confirmed = killed(
            WRITER, str(file), str(many), after=chance.randint(1, 8), wait=chance.uniform(0, 0.03)
        )
        store = open_registry(file)
        assert store.integrity() == ()
        (case,) = store.cases()
        number = int(case.patient.note or 0)
        assert number in (
            confirmed,
            confirmed + 1,
        )  # the last may be kept though it could not be said any more
        assert case.patient.cell("note").note == "x" * (number % 7 * 100)
        assert [count.time for count in case.counts] == [str(number)] * many
        with store.database.reading() as connection:
            batches = connection.execute(select(func.count()).select_from(BATCH)).scalar()
            told = connection.execute(select(func.count()).where(AUDIT.c.batch_id == BATCH.c.id)).scalar()
        assert batches == number + 1
        assert told == 1 + number + many + (number - 1) * many * 2
        store.close()


def test_a_killed_writer_kept_what_it_confirmed(tmp_path: Path) -> None:
    kill_and_look(tmp_path, rounds=3, many=3)


def test_a_killed_import_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    kill_and_look(tmp_path, rounds=1, many=400)


@pytest.mark.slow
@pytest.mark.parametrize(("rounds", "many"), [(25, 1), (15, 100), (15, 1500)])
def test_writers_killed_many_times(tmp_path: Path, rounds: int, many: int) -> None:
    kill_and_look(tmp_path, rounds, many)


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_a_killed_creation_leaves_nothing_that_cannot_be_used(tmp_path: Path, kills: int) -> None:
    chance = random.Random(kills)
    for turn in range(kills):
        folder = tmp_path / str(turn)
        folder.mkdir()
        last = killed(CREATOR, str(folder), after=chance.randint(1, 5), wait=chance.uniform(0, 0.02))
        for number in range(1, last + 1):
            open_registry(folder / f"{number}.aic").close()
        begun = open_registry(folder / f"{last + 1}.aic", create=True)
        assert begun.integrity() == ()
        assert begun.rows() == ()
        begun.close()
