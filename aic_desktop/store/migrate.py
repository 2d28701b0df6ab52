"""Opening and making registries: one number is looked at, and Alembic is imported only to change it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import insert, inspect, select

import aic_desktop
from aic_desktop import paths
from aic_desktop.services.ports import StoreError
from aic_desktop.store.engine import APPLICATION_ID, Database
from aic_desktop.store.tables import METADATA, VERSION

CURRENT = "0003"  # the newest migration under db/, and what the tables stand for


def open_database(location: str | Path, create: bool = False) -> Database:
    """The registry at a path or URL, brought up to date if need be; StoreError when it cannot be used.

    With `create`, a new one where there is nothing.
    """
    with _ready(Database(location, create)) as database:
        if not (create and _made(database)):
            _bring_up_to_date(database)
    return database


def create_database(location: str | Path) -> Database:
    """A new, empty registry at a path or URL; StoreError when there is something already."""
    with _ready(Database(location, create=True)) as database:
        if not _made(database):
            raise StoreError(f"{database.name} is there already. Open it, or choose another name.")
    return database


@contextmanager
def _ready(database: Database) -> Iterator[Database]:
    """Leaves nothing open and no empty file behind when it fails."""
    try:
        yield database
        database.use_log()
    except BaseException:
        database.close()
        if database.path and database.path.is_file() and not database.path.stat().st_size:
            database.path.unlink()
        raise


def _made(database: Database) -> bool:
    """Whether there was nothing yet, and now is a registry."""
    with database.writing() as connection:
        if inspect(connection).get_table_names():
            return False
        if database.path:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        METADATA.create_all(connection, checkfirst=False)
        VERSION.create(connection)
        connection.execute(insert(VERSION).values(version_num=CURRENT))
    return True


def _bring_up_to_date(database: Database) -> None:
    found = _version(database)
    if found > CURRENT:
        raise StoreError(
            f"{database.name} was last used with a newer version of this program: its format is {found},"
            f" and version {aic_desktop.__version__} knows formats up to {CURRENT}."
            " Install the newer version; the file was not touched."
        )
    if found < CURRENT:
        upgrade(database)


def upgrade(database: Database, migrations: Path | None = None) -> None:
    """Bring the tables to the current format, a file after copying it aside; on failure nothing changes."""
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
            command.upgrade(config, CURRENT)
    except BaseException as failure:
        if copy:
            copy.unlink()
        if isinstance(failure, (CommandError, FileNotFoundError)):
            raise StoreError(
                f"{database.name} is of an older format and cannot be brought up to date, because a part of"
                " this program is missing. Nothing was changed: install the program anew."
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


def _copied_aside(database: Database) -> Path | None:
    """Beside the file, under a name that says what it was before; None for a server, which has its own."""
    if database.path is None:
        return None
    path = database.path
    numbers = ("", *(f"-{n}" for n in range(2, 1000)))
    names = (path.with_name(f"{path.stem}.before-{CURRENT}{number}{path.suffix}") for number in numbers)
    target = next(name for name in names if not name.exists())
    database.copy_to(target)
    return target
