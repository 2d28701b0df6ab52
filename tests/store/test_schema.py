"""The migrations make the tables that the program declares, and a new field needs no more than its line."""

import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from aic_desktop import paths
from aic_desktop.bootstrap import create_registry, open_registry
from aic_desktop.domain.records import RECORDS
from aic_desktop.domain.spec import fields_of
from aic_desktop.services.ports import StoreError
from aic_desktop.store import migrate
from aic_desktop.store.engine import Database
from aic_desktop.store.mapping import columns_of
from aic_desktop.store.tables import METADATA, TABLES
from tests.store.examples import entered

ROOT = Path(__file__).parents[2]


def test_schema_sql_is_current() -> None:
    tool = runpy.run_path(str(paths.db() / "new_migration.py"))
    written = (paths.db() / "schema.sql").read_text(encoding="utf-8")
    assert written == tool["schema_sql"](), "run: python db/new_migration.py"


def test_every_field_has_its_columns_and_none_has_another_s() -> None:
    for record in RECORDS:
        names = [name for field in fields_of(record) for name in columns_of(field)]
        structure = ["id", "patient_id", "owner", "position"] if record.owner_kind else ["id", "position"]
        assert [column.name for column in TABLES[record.record_kind].columns] == structure + names


def test_the_program_is_at_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(paths.db() / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    numbers = [script.revision for script in scripts.walk_revisions()]
    assert scripts.get_current_head() == migrate.CURRENT
    assert numbers == [f"{n:04}" for n in range(len(numbers), 0, -1)]


def test_migrations_never_ask_the_program() -> None:
    for script in (paths.db() / "migrations").rglob("*.py"):
        assert not re.search(
            r"^\s*(from|import) aic_desktop", script.read_text(encoding="utf-8"), re.MULTILINE
        )


def shape(database: Database) -> dict[str, Any]:
    """Tables by what holds whichever way they were made; the order of columns does not."""
    with database.reading() as connection:
        found = inspect(connection)
        return {
            table: {
                "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in found.get_columns(table)},
                "primary key": found.get_pk_constraint(table)["constrained_columns"],
                "foreign keys": sorted(
                    (key["constrained_columns"], key["referred_table"], key["name"])
                    for key in found.get_foreign_keys(table)
                ),
                "indexes": sorted((i["name"], i["column_names"]) for i in found.get_indexes(table)),
                "unique": sorted((u["name"], u["column_names"]) for u in found.get_unique_constraints(table)),
            }
            for table in found.get_table_names()
        }


def test_migrating_from_nothing_makes_what_a_new_registry_has(tmp_path: Path, location: str) -> None:
    on_server = "://" in location
    migrated = Database(location if on_server else tmp_path / "migrated.aic", create=True)
    migrate.upgrade(migrated)
    with migrated.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    from_migrations = shape(migrated)
    if on_server:
        with migrated.writing() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    migrated.close()
    made = migrate.create_database(location)
    assert shape(made) == from_migrations
    assert set(from_migrations) == {*METADATA.tables, "alembic_version"}
    made.close()


NEW_FIELD = '    weight: Annotated[Quantity | None, Spec(label="Weight", units=AGES)] = None\n'
USE_NEW_FIELD = """
from aic_desktop.bootstrap import open_registry
from aic_desktop.domain.changes import ChangeSet, edit
from tests.values import exactly
from aic_desktop.domain.records import Cell

store = open_registry("registry.aic")
case = store.load(store.case_id("P1"))
store.write(ChangeSet("Weigh", (edit(case, case.patient, "weight", Cell(exactly(3, "a"))),)), "tester")
print(store.load(case.id).patient.weight.low, store.history(case.id)[0].after, store.integrity())
"""


def test_a_new_field_is_one_line_and_one_generated_migration(tmp_path: Path) -> None:
    """In a copy of the program: the field is declared, the migration generated, an old registry opened."""
    for folder in ("aic_desktop", "db", "resources"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    store = create_registry(tmp_path / "registry.aic")
    case = entered(store)
    store.close()
    declared = tmp_path / "aic_desktop" / "domain" / "records" / "patient.py"
    declared.write_text(declared.read_text(encoding="utf-8") + "\n" + NEW_FIELD, encoding="utf-8")

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("db/new_migration.py", "Keep weight")
    following = f"{int(migrate.CURRENT) + 1:04}"
    assert (tmp_path / "db" / "migrations" / "versions" / f"{following}_keep_weight.py").exists()
    assert "weight_low DOUBLE" in (tmp_path / "db" / "schema.sql").read_text(encoding="utf-8")
    assert run("-c", USE_NEW_FIELD) == "3 3 y ()\n"
    # The registry as it was lies beside it, and this program, which is older, refuses the new one in words.
    kept = open_registry(tmp_path / f"registry.before-{following}.aic")
    assert kept.load(case.id) == case
    kept.close()
    with pytest.raises(StoreError, match=f"its format is {following}"):
        open_registry(tmp_path / "registry.aic")
