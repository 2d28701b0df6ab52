"""What is wrong with a file, a folder or a disk is said in words that tell what to do."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from aic_desktop.bootstrap import create_registry, open_registry
from aic_desktop.domain.changes import ChangeSet, Insertion, edit, new_id
from aic_desktop.domain.choices import Sex
from aic_desktop.domain.records import Cell, Count
from aic_desktop.services.ports import StoreError
from aic_desktop.store import engine
from tests.store.examples import content, entered

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A registry with a hundred counts, closed."""
    path = tmp_path / "registry.aic"
    store = create_registry(path)
    case = entered(store)
    counts = (Count(id=new_id(), owner=case.id, position=n, time="x" * 200) for n in range(1, 100))
    store.write(ChangeSet("Import", tuple(Insertion(case.id, count) for count in counts)), "tester")
    store.close()
    return path


def refusal(location: str | Path) -> str:
    """What is said when it is opened: for people, without a word that is none of theirs."""
    with pytest.raises(StoreError) as refused:
        open_registry(location)
    words = str(refused.value)
    assert not re.search(r"(?i)error|sqlite|exception|errno|traceback|pragma", words)
    return words


def test_a_registry_is_one_file_that_others_recognise(file: Path) -> None:
    assert [path.name for path in file.parent.iterdir()] == ["registry.aic"]
    assert file.read_bytes()[68:72] == b"AICD"


@pytest.mark.parametrize(
    "name", ["a b%20c?mode=ro#.aic", "Ä ß 患者.aic", "it's.aic", ":memory:", "no suffix"]
)
def test_a_registry_may_have_any_name(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_registry(name, create=True)
    case = entered(store)
    store.close()
    again = open_registry(tmp_path / name)
    assert again.load(case.id) == case
    again.close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_nothing_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.aic").startswith("There is no registry “none.aic” in")
    assert not list(tmp_path.iterdir())


def test_the_folder_is_missing(tmp_path: Path) -> None:
    assert "cannot be found. Connect its drive" in refusal(tmp_path / "usb" / "registry.aic")
    with pytest.raises(StoreError, match="cannot be found"):
        create_registry(tmp_path / "usb" / "registry.aic")


def test_a_folder_is_given(tmp_path: Path) -> None:
    assert "is a folder. Choose the registry file in it" in refusal(tmp_path)


def test_something_is_there_already(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"“registry.aic” is there already"):
        create_registry(file)
    assert file.read_bytes() == before
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleague, " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="is not a registry"):
        create_registry(letter)
    assert letter.read_text(encoding="utf-8").startswith("Dear colleague")


@pytest.mark.parametrize("held", [b"", b"Dear colleague", b"SQLite format 3\0", os.urandom(8192)])
def test_not_a_registry_at_all(tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "registry.aic"
    path.write_bytes(held)
    assert "is not a registry of this program" in refusal(path)
    assert path.read_bytes() == held


def test_a_creation_that_broke_off_can_be_made_again(tmp_path: Path) -> None:
    path = tmp_path / "registry.aic"
    path.touch()
    create_registry(path).close()
    store = open_registry(path)
    assert (store.rows(), store.integrity()) == ((), ())
    store.close()


def test_the_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE places (url)")
    other.close()
    before = path.read_bytes()
    assert "“places.db” is the database of another program" in refusal(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("kept", [100, 4096, 5000, 40_000, -4096, -1])
def test_a_copy_that_was_cut_short(file: Path, kept: int) -> None:
    file.write_bytes(file.read_bytes()[:kept])
    assert "“registry.aic” is cut short" in refusal(file)


def test_a_page_that_was_overwritten(file: Path) -> None:
    whole = file.read_bytes()
    words: set[str] = set()
    for page in range(1, len(whole) // 4096, 3):
        file.write_bytes(whole[: page * 4096] + b"\xa5" * 4096 + whole[(page + 1) * 4096 :])
        words |= set(said_of_damage(file))
    assert words
    assert all(re.search("damaged|lacks a part|missing|cannot be read", said) for said in words), words


def said_of_damage(file: Path) -> tuple[str, ...]:
    try:
        store = open_registry(file)
    except StoreError as refused:
        return (str(refused),)
    try:
        faults = store.integrity()
        list(store.cases())
    except StoreError as refused:
        return (*faults, str(refused))
    finally:
        store.close()
    return faults


def test_a_table_that_is_gone(file: Path) -> None:
    with sqlite3.connect(file) as damaged:
        damaged.execute("DROP TABLE dose")
    damaged.close()
    store = open_registry(file)
    with pytest.raises(StoreError, match="lacks a part of what every registry has"):
        list(store.cases())
    store.close()


def test_a_registry_without_its_format(file: Path) -> None:
    with sqlite3.connect(file) as damaged:
        damaged.execute("DELETE FROM alembic_version")
    damaged.close()
    assert "does not say which format it has" in refusal(file)


def test_records_that_lost_their_owner_are_found(file: Path) -> None:
    with sqlite3.connect(file) as damaged:
        damaged.execute("DELETE FROM treatment")
    damaged.close()
    store = open_registry(file)
    assert set(store.integrity()) == {
        "What a record belongs to is missing: Dose.",
        "What a record belongs to is missing: Reaction.",
    }
    store.close()


def test_another_program_holds_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.05)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert "is being used by another program" in refusal(file)
    other.execute("ROLLBACK")
    store = open_registry(file)
    case = next(store.cases())
    before = content(store, trail=True)
    other.execute("BEGIN IMMEDIATE")
    change = ChangeSet("Sex", (edit(case, case.patient, "sex", Cell(Sex.MALE)),))
    with pytest.raises(StoreError, match=r"is being used by another program. Nothing was changed"):
        store.write(change, "tester")
    assert store.load(case.id) == case  # readers never wait
    other.execute("ROLLBACK")
    other.close()
    assert content(store, trail=True) == before
    store.write(change, "tester")
    store.close()


def test_the_disk_is_full(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect: Callable[[Path, str], sqlite3.Connection] = engine.connected
    pages = file.stat().st_size // 4096

    def on_a_small_disk(path: Path, mode: str) -> sqlite3.Connection:
        connection = connect(path, mode)
        connection.execute(f"PRAGMA max_page_count={pages}")
        return connection

    monkeypatch.setattr(engine, "connected", on_a_small_disk)
    store = open_registry(file)
    case = next(store.cases())
    before = content(store, trail=True)
    many = (Count(id=new_id(), owner=case.id, time="x" * 100) for _ in range(1000))
    with pytest.raises(StoreError, match=r"is full. Nothing was changed: make room"):
        store.write(ChangeSet("Import", tuple(Insertion(case.id, count) for count in many)), "tester")
    assert content(store, trail=True) == before
    assert store.integrity() == ()
    store.close()


def test_a_disk_that_is_full_from_the_start_keeps_no_half_registry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect: Callable[[Path, str], sqlite3.Connection] = engine.connected

    def on_a_small_disk(path: Path, mode: str) -> sqlite3.Connection:
        connection = connect(path, mode)
        connection.execute("PRAGMA max_page_count=5")
        return connection

    monkeypatch.setattr(engine, "connected", on_a_small_disk)
    with pytest.raises(StoreError, match="is full"):
        create_registry(tmp_path / "registry.aic")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("way", ["moved", "deleted", "replaced"])
@pytest.mark.skipif(os.name == "nt", reason="Windows moves no file that is open")
def test_a_file_that_went_away_takes_no_more_changes(file: Path, way: str) -> None:
    store = open_registry(file)
    case = next(store.cases())
    file.rename(file.with_name("moved.aic"))
    if way == "deleted":
        file.with_name("moved.aic").unlink()
    if way == "replaced":
        create_registry(file).close()
    with pytest.raises(StoreError, match="is no longer in"):
        store.write(ChangeSet("Sex", (edit(case, case.patient, "sex", Cell(Sex.MALE)),)), "tester")
    store.close()


OPEN_AS_NOBODY = """
import os, sys
from aic_desktop.bootstrap import open_registry
from aic_desktop.services.ports import StoreError

open_registry(sys.argv[1]).close()  # whatever is imported on the way may be out of reach for nobody
os.setgroups([])
os.setuid(65534)
for location in sys.argv[2:]:
    try:
        open_registry(location, create=True).close()
        print("opened")
    except StoreError as refused:
        print(refused)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become nobody")
def test_rights_that_are_missing_are_named(file: Path) -> None:
    rights = {
        "free": (0o777, 0o666),
        "file": (0o777, 0o444),
        "folder": (0o555, 0o666),
        "hidden": (0o700, 0o666),
    }
    with tempfile.TemporaryDirectory() as root:
        os.chmod(root, 0o755)
        for name, (of_folder, of_file) in rights.items():
            folder = Path(root) / name
            folder.mkdir()
            shutil.copy(file, folder)
            (folder / file.name).chmod(of_file)
            folder.chmod(of_folder)
        places = [str(Path(root) / name / file.name) for name in rights]
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                OPEN_AS_NOBODY,
                str(file),
                *places,
                f"{root}/folder/new.aic",
                f"{root}/new.aic",
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    said = done.stdout.splitlines()
    assert said[0] == "opened"
    assert said[1].startswith("“registry.aic” is read-only. Ask for the right to change it")
    assert all(re.match(r"The folder \S+ is not writable for you", words) for words in said[2:])
    assert len(said) == 6
