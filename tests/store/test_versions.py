"""A registry of an older program is copied aside and brought up to date; of a newer one, it is left alone."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from aic_desktop import __version__, paths
from aic_desktop.bootstrap import create_registry, open_registry
from aic_desktop.domain.case import Case
from aic_desktop.services.ports import StoreError
from aic_desktop.store import engine, migrate
from tests.store.examples import content, entered

ROOT = Path(__file__).parents[2]
PRESENT = migrate.CURRENT
NEXT = f"{int(PRESENT) + 1:04}"
HEADER = f'''
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{NEXT}", "{PRESENT}", None, None

def upgrade():
    op.add_column("patient", sa.Column("weight", sa.Text()))
    op.execute("UPDATE patient SET weight = '3 kg'")
'''
REBUILDS = """
    with op.batch_alter_table("treatment") as table:
        table.alter_column("agent", existing_type=sa.Text(), nullable=False, new_column_name="drug")
"""
FAILS = """
    op.execute("INSERT INTO no_such_table VALUES (1)")
"""
LEAVES_ORPHANS = """
    op.execute("DELETE FROM treatment")
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "registry.aic"
    store = create_registry(path)
    entered(store)
    store.close()
    return path


def held(file: Path) -> tuple[str, ...]:
    """All of a file as SQL, whatever its format."""
    with sqlite3.connect(file) as connection:
        dump = tuple(connection.iterdump())
    connection.close()
    return dump


@pytest.fixture
def newer_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program with one migration more, to be written by the test."""
    folder = tmp_path / "db"
    shutil.copytree(paths.db() / "migrations", folder / "migrations")
    monkeypatch.setattr(paths, "db", lambda: folder)
    monkeypatch.setattr(migrate, "CURRENT", NEXT)
    return folder / "migrations" / "versions" / f"{NEXT}_next.py"


@pytest.mark.parametrize("migration", [HEADER, HEADER + REBUILDS])
def test_an_older_registry_is_copied_and_brought_up_to_date(
    file: Path, newer_program: Path, migration: str
) -> None:
    newer_program.write_text(migration, encoding="utf-8")
    before = held(file)
    database = migrate.open_database(file)
    with database.reading() as connection:
        row = connection.exec_driver_sql("SELECT code, weight FROM patient").one()
        doses = connection.exec_driver_sql(
            "SELECT count(*) FROM dose JOIN treatment ON dose.owner = treatment.id"
        )
        assert doses.scalar() == 1
    assert tuple(row) == ("P1", "3 kg")
    with pytest.raises(Exception, match="FOREIGN KEY"), database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM treatment")
    database.close()
    copy = file.with_name(f"registry.before-{NEXT}.aic")
    assert held(copy) == before
    assert {path.name for path in file.parent.glob("*.aic*")} == {file.name, copy.name}
    # Once is enough.
    migrate.open_database(file).close()
    assert len(list(file.parent.glob("*.before-*"))) == 1


def test_a_copy_never_takes_the_place_of_another(file: Path, newer_program: Path) -> None:
    newer_program.write_text(HEADER, encoding="utf-8")
    earlier = file.with_name(f"registry.before-{NEXT}.aic")
    earlier.write_text("precious", encoding="utf-8")
    before = held(file)
    migrate.open_database(file).close()
    assert earlier.read_text(encoding="utf-8") == "precious"
    assert held(file.with_name(f"registry.before-{NEXT}-2.aic")) == before


@pytest.mark.parametrize("flaw", [FAILS, LEAVES_ORPHANS])
def test_a_migration_that_fails_leaves_the_registry_as_it_was(
    file: Path, newer_program: Path, monkeypatch: pytest.MonkeyPatch, flaw: str
) -> None:
    newer_program.write_text(HEADER + flaw, encoding="utf-8")
    before = held(file)
    with pytest.raises((AssertionError, StoreError)):
        migrate.open_database(file)
    assert held(file) == before
    assert not list(file.parent.glob("*.before-*"))
    monkeypatch.undo()
    store = open_registry(file)
    assert store.integrity() == ()
    store.close()


def test_an_installation_without_its_migrations_is_named(file: Path, newer_program: Path) -> None:
    before = held(file)
    with pytest.raises(StoreError, match=r"cannot be brought up to date.*install the program anew"):
        migrate.open_database(file)
    assert held(file) == before
    assert not newer_program.exists()


def test_no_room_for_the_copy(file: Path, newer_program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer_program.write_text(HEADER, encoding="utf-8")
    before, connect = held(file), engine.connected

    def on_a_small_disk(path: Path, mode: str) -> sqlite3.Connection:
        connection = connect(path, mode)
        connection.execute("PRAGMA max_page_count=10")
        return connection

    monkeypatch.setattr(engine, "connected", on_a_small_disk)
    with pytest.raises(StoreError, match="is full"):
        migrate.open_database(file)
    assert held(file) == before
    assert not list(file.parent.glob("*.before-*"))


def test_a_newer_registry_is_refused_by_both_numbers_and_not_touched(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0420'")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreError) as refused:
        open_registry(file)
    words = str(refused.value)
    assert "newer version of this program" in words
    assert "0420" in words
    assert migrate.CURRENT in words
    assert __version__ in words
    assert file.read_bytes() == before


def test_a_server_s_registry_is_brought_up_to_date_as_well(
    location: str, newer_program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer_program.write_text(HEADER, encoding="utf-8")
    monkeypatch.setattr(migrate, "CURRENT", PRESENT)
    store = create_registry(location)
    case: Case = entered(store)
    before = content(store)
    store.close()
    monkeypatch.setattr(migrate, "CURRENT", NEXT)
    again = open_registry(location)
    assert again.load(case.id) == case
    assert content(again) == before
    again.close()


def test_a_server_without_a_registry_is_named(location: str) -> None:
    if "://" in location:
        with pytest.raises(StoreError, match=r"There is no registry in .* yet. Create it first"):
            open_registry(location)
        open_registry(location, create=True).close()
        with pytest.raises(StoreError, match="is there already"):
            create_registry(location)


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:9/none", "mysql://x@y/z", "postgresql://:x:y/", "://"]
)
def test_a_server_that_cannot_be_reached_is_named(url: str) -> None:
    with pytest.raises(StoreError, match=r"server|address"):
        open_registry(url)


def test_a_password_is_never_said() -> None:
    with pytest.raises(StoreError) as refused:
        open_registry("postgresql://someone:secret@127.0.0.1:9/none")
    assert "secret" not in str(refused.value)


def test_a_plain_start_imports_neither_alembic_nor_the_orm(file: Path) -> None:
    script = (
        "import sys, aic_desktop.bootstrap as b; assert 'sqlalchemy' not in sys.modules;"
        "b.open_registry(sys.argv[1]).rows();"
        "print([m for m in ('alembic', 'sqlalchemy.orm', 'sqlalchemy.ext.asyncio', 'numpy', 'PySide6')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
