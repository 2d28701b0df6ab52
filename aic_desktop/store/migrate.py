"""Opening and making registries: one number is looked at, and Alembic is imported only to change it."""

from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select

import aic_desktop
from aic_desktop import paths
from aic_desktop.services.ports import StoreError
from aic_desktop.store.engine import APPLICATION_ID, Database
from aic_desktop.store.tables import METADATA, VERSION

CURRENT = "0001"  # the newest migration under db/, and what the tables stand for


def open_database(location: str | Path) -> Database:
    """The registry at a path or URL, brought up to date if need be; StoreError when it cannot be used."""
    database = Database(location)
    try:
        found = _version(database)
        if found > CURRENT:
            raise StoreError(
                f"{database.name} was last used with a newer version of this program: its format is {found},"
                f" and version {aic_desktop.__version__} knows formats up to {CURRENT}."
                " Install the newer version; the file was not touched."
            )
        if found < CURRENT:
            upgrade(database)
        database.use_log()
    except BaseException:
        database.close()
        raise
    return database


def create_database(location: str | Path) -> Database:
    """A new, empty registry at a path or URL; StoreError when there is something already."""
    database = Database(location, create=True)
    try:
        with database.writing() as connection:
            if inspect(connection).get_table_names():
                raise StoreError(f"{database.name} is there already. Open it, or choose another name.")
            _make(connection, is_file=database.path is not None)
        database.use_log()
    except BaseException:
        database.close()
        if database.path and not database.path.stat().st_size:
            database.path.unlink()
        raise
    return database


def upgrade(database: Database, migrations: Path | None = None) -> None:
    """Bring the tables to the newest migration, a file after copying it aside; on failure nothing changes."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    copy = _copied_aside(database)
    config = Config()
    try:
        config.set_main_option(
            "script_location", str(migrations or paths.db() / "migrations").replace("%", "%%")
        )
        with database.migrating() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except BaseException as failure:
        if copy:
            copy.unlink()
        if isinstance(failure, (CommandError, FileNotFoundError)):
            raise StoreError(
                f"{database.name} is of an older format and cannot be brought up to date: {failure}"
                " Nothing was changed: install the program anew."
            ) from failure
        raise


def _version(database: Database) -> str:
    """Asked in a write transaction: whoever opens a registry must be able to change it."""
    with database.writing() as connection:
        if database.path is None:
            if not inspect(connection).has_table(VERSION.name):
                raise StoreError(f"There is no registry in {database.name} yet. Create it first.")
        elif connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
            raise StoreError(f"{database.name} is the database of another program. Choose another file.")
        found = connection.execute(select(VERSION.c.version_num)).scalar()
    if not found:
        raise StoreError(f"{database.name} does not say which format it has. Restore the latest backup.")
    return str(found)


def _make(connection: Connection, is_file: bool) -> None:
    if is_file:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    METADATA.create_all(connection, checkfirst=False)
    VERSION.create(connection)
    connection.execute(insert(VERSION).values(version_num=CURRENT))


def _copied_aside(database: Database) -> Path | None:
    """Beside the file, under a name that says what it was before; None for a server, which has its own."""
    if database.path is None:
        return None
    path = database.path
    names = (path.with_name(f"{path.stem}.before-{CURRENT}{n}{path.suffix}") for n in ("", *range(2, 1000)))
    target = next(name for name in names if not name.exists())
    database.copy_to(target)
    return target
