"""Backups of a real file: made while it is used, checked, thinned out, and put back."""

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aic_desktop.bootstrap import create_registry, open_registry
from aic_desktop.domain.changes import ChangeSet, Insertion, new_id
from aic_desktop.domain.records import Patient
from aic_desktop.services.ports import StoreError
from aic_desktop.services.safekeeping import Backup
from aic_desktop.store import engine
from aic_desktop.store.backups import FileBackups
from aic_desktop.store.cases import RegistryStore
from aic_desktop.store.settings import SettingTable
from tests.store.examples import content, entered

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Kinder 100 %.aic"
    store = create_registry(path)
    entered(store)
    store.close()
    return path


def add(store: RegistryStore, code: str) -> None:
    patient = Patient(id=new_id(), code=code)
    store.write(ChangeSet(f"New {code}", (Insertion(patient.id, patient),)), "somebody")


def held(path: Path) -> dict[str, set[tuple[Any, ...]]]:
    store = open_registry(path)
    try:
        return content(store, trail=True)
    finally:
        store.close()


def test_the_drill(file: Path) -> None:
    """Everything is deleted and the file damaged; the backup brings back every row, undo trail and all."""
    before = held(file)
    backups = FileBackups(file)
    made = backups.make()
    assert made is not None
    assert (made.cases, made.fault) == (1, "")
    file.write_bytes(file.read_bytes()[:4096] + b"\x00" * 20_000)
    with pytest.raises(StoreError, match="backup"):
        held(file)
    (listed,) = backups.there()
    aside = backups.put_back(listed)
    assert held(file) == before
    assert aside.path.read_bytes()[4096:] == b"\x00" * 20_000  # what was there is kept
    assert [one.aside for one in backups.there()] == [True, False]
    assert backups.there()[0].fault


def test_it_is_made_while_others_write_and_is_of_one_state(file: Path) -> None:
    store, stop = open_registry(file), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            add(store, f"W{number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    made: list[Backup] = []
    try:
        while len(made) < 5:
            made += filter(None, [FileBackups(file).make()])
    finally:
        stop.set()
        writer.join()
        store.close()
    for one in made:
        assert not one.fault
        with sqlite3.connect(f"file:{one.path}?mode=ro", uri=True) as copy:
            assert one.mark.startswith(f"{copy.execute('select max(id) from batch').fetchone()[0]} ")
            written = copy.execute("select count(*) from patient where code like 'W%'").fetchone()[0]
            steps = copy.execute("select count(*) from batch where label like 'New W%'").fetchone()[0]
        assert written == steps
        assert sorted(
            path.name for path in one.path.parent.iterdir() if path.name.startswith(one.path.name)
        ) == [one.path.name]


def test_what_has_not_changed_is_not_backed_up_again(file: Path) -> None:
    backups = FileBackups(file)
    assert backups.make()
    assert backups.make() is None
    store = open_registry(file)
    add(store, "P2")
    second = backups.make()
    store.close()
    assert second is not None
    assert second.cases == 2
    assert [one.cases for one in backups.there()] == [2, 1]
    store = open_registry(file)
    SettingTable(store.database, "somebody").put("filters", [])
    store.close()
    assert backups.make()  # what belongs to the registry and to no case


def test_a_backup_that_is_damaged_is_told_and_not_put_back(file: Path) -> None:
    backups, before = FileBackups(file), held(file)
    made = backups.make()
    assert made
    size = made.path.stat().st_size
    with made.path.open("rb+") as copy:
        copy.seek(size // 2)
        copy.write(os.urandom(size // 4))
    with pytest.raises(StoreError, match="cannot be put back"):
        backups.put_back(made)
    assert held(file) == before
    made.path.write_bytes(b"no database at all")
    assert backups.there()[0].fault
    again = backups.make()  # a backup of no use does not count as one
    assert again is not None
    assert not again.fault


def test_a_log_of_the_old_content_is_not_played_into_the_new(file: Path) -> None:
    """The program was killed with changes in its log: put back, they are aside and not in the registry."""
    backups, before = FileBackups(file), held(file)
    made = backups.make()
    script = (
        "import os, sys; from aic_desktop.bootstrap import open_registry\n"
        "from tests.store.test_backups import add\n"
        "add(open_registry(sys.argv[1]), 'late'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(file)], cwd=ROOT, check=False)
    assert file.with_name(f"{file.name}-wal").stat().st_size
    assert made
    aside = backups.put_back(made)
    assert held(file) == before
    assert len(held(aside.path)["patient"]) == len(before["patient"]) + 1


def test_older_ones_are_thinned_out_and_other_files_left_alone(file: Path) -> None:
    backups = FileBackups(file)
    backups.folder.mkdir()
    today = datetime.now()
    for hours in range(0, 24 * 100, 6):
        at = today - timedelta(hours=hours + 1)
        (backups.folder / f"{file.stem} {at:%Y-%m-%d %H%M%S}.aic").write_bytes(b"")
    others = ["notes.txt", f"{file.stem} 2020-01-01 000000 copy.aic", "other 2020-01-01 000000.aic"]
    aside = f"{file.stem} 2020-01-01 000000 before restoring.aic"
    for name in (*others, aside):
        (backups.folder / name).write_bytes(b"")
    assert backups.make()
    left = {path.name for path in backups.folder.iterdir()}
    assert {*others, aside} <= left
    assert 8 + 58 + 5 <= len(left) - 4 <= 10 + 61 + 8


def test_half_a_backup_is_none(file: Path) -> None:
    backups = FileBackups(file)
    backups.folder.mkdir()
    old, new = (backups.folder / f"{file.name}.{number}.part" for number in (1, 2))
    for half in (old, new):
        half.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert backups.there() == ()
    assert backups.make()
    assert [one.name for one in backups.folder.glob("*.part")] == [new.name]  # another window may be at it


def test_a_file_in_the_place_of_the_folder_is_told(file: Path) -> None:
    FileBackups(file).folder.write_text("")
    with pytest.raises(StoreError, match=r"cannot be written to .* left as it is"):
        FileBackups(file).make()
    assert FileBackups(file).there() == ()


def test_a_registry_that_is_gone_comes_back(file: Path) -> None:
    before, backups = held(file), FileBackups(file)
    made = backups.make()
    file.unlink()
    assert made
    backups.put_back(made)
    assert held(file) == before


def test_other_changes_after_a_restore_are_backed_up_though_they_are_as_many(file: Path) -> None:
    backups = FileBackups(file)
    first = backups.make()
    store = open_registry(file)
    add(store, "P2")
    assert backups.make()
    store.close()
    assert first
    backups.put_back(first)
    store = open_registry(file)
    add(store, "P3")
    third = backups.make()
    store.close()
    assert third is not None
    assert any("P3" in str(row) for row in held(third.path)["patient"])


def test_a_registry_that_is_open_somewhere_is_not_replaced(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.1)
    backups = FileBackups(file)
    made = backups.make()
    assert made
    store = open_registry(file)
    add(store, "P2")
    with pytest.raises(StoreError, match="open in another window"):
        backups.put_back(made)
    add(store, "P3")
    store.close()
    assert len(held(file)["patient"]) == 3
    assert [one.aside for one in backups.there()] == [False]
    backups.put_back(made)
    assert len(held(file)["patient"]) == 1
