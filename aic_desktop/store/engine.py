"""Connections to a registry, a SQLite file or a server, and where each of them refuses a path in words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from aic_desktop.services.ports import StoreError
from aic_desktop.store.refusals import in_words

APPLICATION_ID = int.from_bytes(b"AICD", "big")  # in the file's header, so that others recognise it too
WAIT_SECONDS = 3.0  # for another program's write to end
_HEADER = 100  # bytes, https://www.sqlite.org/fileformat.html#the_database_header


class Database:
    """One registry's connections; every error of the environment leaves it as a StoreError."""

    def __init__(self, location: str | Path, create: bool = False) -> None:
        """Look at the place and the file's first bytes; `create` makes an empty file where there is none."""
        url = _url(location)
        self._readers: Engine
        self._writers: Engine
        self.path = (
            Path(url.database or "").expanduser().absolute() if url.get_backend_name() == "sqlite" else None
        )
        if self.path:
            self.name = f"“{self.path.name}”"
            _check_place(self.path, create)
            self._engine = self._readers = _file_engine(self.path)
            self._writers = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        else:
            self.name = f"“{url.render_as_string()}”"  # without the password
            self._engine = self._writers = _server_engine(url, self.name)
            self._readers = self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._inode: int | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One state of the registry for any number of queries."""
        with in_words(self.name), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is on the disk afterwards, or nothing of it."""
        self._check_still_there()
        with in_words(self.name), self._writers.begin() as connection:
            yield connection

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """As `writing`, but foreign keys are checked at the end, so that tables can be rebuilt."""
        with in_words(self.name), self._writers.connect() as connection:
            driver = connection.connection.driver_connection
            if isinstance(driver, sqlite3.Connection):
                driver.execute("PRAGMA foreign_keys=OFF")  # has no effect once the transaction has begun
            with connection.begin():
                yield connection
                if self.path and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise AssertionError("the migration left a record without the one that it belongs to")
        self.close()

    def use_log(self) -> None:
        """Have a file written ahead to a log: readers never wait, and one sync makes a change durable."""
        if self.path:
            with in_words(self.name), self._engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                driver.execute("PRAGMA journal_mode=WAL")
            self._inode = self.path.stat().st_ino

    def copy_to(self, target: Path) -> None:
        """A whole copy of a file, taken while it may be in use; StoreError leaves no half copy."""
        assert self.path is not None
        with in_words(self.name):
            source, copy = connected(self.path, "ro"), connected(target, "rwc")
            try:
                source.backup(copy)
            except sqlite3.Error:
                copy.close()
                target.unlink(missing_ok=True)
                raise
            finally:
                source.close()
                copy.close()

    def close(self) -> None:
        """Let go of the connections; the last to go folds the log into the file."""
        self._engine.dispose()

    def _check_still_there(self) -> None:
        """A file moved or deleted by hand goes on taking writes that nobody would find again."""
        if self.path is None or self._inode is None:
            return
        try:
            there = self.path.stat().st_ino == self._inode
        except OSError:
            there = False
        if not there:
            raise StoreError(
                f"{self.name} is no longer in {self.path.parent}: it was moved, renamed or deleted, or the"
                " drive was disconnected. Nothing was changed: put it back, or open it where it is now."
            )


def _url(location: str | Path) -> URL:
    if isinstance(location, Path) or "://" not in location:
        return URL.create("sqlite", database=str(location))
    try:
        url = make_url(location)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(
            "This is no address of a registry. Give a file, or postgresql://user@server/database."
        )
    return url


def _check_place(path: Path, create: bool) -> None:
    folder = path.parent
    if os.path.isdir(path):
        raise StoreError(f"{path} is a folder. Choose the registry file in it.")
    if not os.path.isdir(folder):
        raise StoreError(f"The folder {folder} cannot be found. Connect its drive, or choose another folder.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(
            f"The folder {folder} is not writable for you, and a registry needs room for its log beside it."
            " Ask for the right to write there, or choose another folder."
        )
    if not os.path.exists(path) and not create:
        raise StoreError(f"There is no registry “{path.name}” in {folder}. Choose another, or create it.")
    if not os.path.exists(path):
        try:
            path.touch()
        except OSError as error:
            raise StoreError(f"“{path.name}” cannot be made in {folder}: {error.strerror}.") from None
    _check_file(path, create)


def _check_file(path: Path, create: bool) -> None:
    if not os.access(path, os.W_OK):
        raise StoreError(
            f"“{path.name}” is read-only. Ask for the right to change it, or copy it to a folder of your own."
        )
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
        size = path.stat().st_size
    except OSError as error:
        raise StoreError(f"“{path.name}” cannot be read: {error.strerror}.") from None
    if not header and create:
        return
    if not header.startswith(b"SQLite format 3\0") or len(header) < _HEADER:
        raise StoreError(f"“{path.name}” is not a registry of this program. Choose another file.")
    if _cut_short(path, header, size):
        raise StoreError(
            f"“{path.name}” is cut short: it was not copied or downloaded completely."
            " Copy it again, or restore the latest backup."
        )


def _cut_short(path: Path, header: bytes, size: int) -> bool:
    """Fewer bytes than the header counts, and no log that holds the rest."""
    page = int.from_bytes(header[16:18], "big")
    counted = (65_536 if page == 1 else page) * int.from_bytes(header[28:32], "big")
    valid = header[24:28] == header[92:96]
    log = path.with_name(path.name + "-wal")
    return valid and size < counted and not (log.exists() and log.stat().st_size)


def connected(path: Path, mode: str) -> sqlite3.Connection:
    """In SQLite's mode “ro”, “rw” or “rwc”, so that a file that has vanished is not silently made anew."""
    posix = path.absolute().as_posix()
    root = "file://" if posix.startswith("/") else "file:///"
    # Legacy transaction control off: SQLAlchemy's transactions begin and end by our own statements.
    connection = sqlite3.connect(
        f"{root}{quote(posix)}?mode={mode}",
        uri=True,
        timeout=WAIT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _file_engine(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        return connected(path, "rw")

    engine = create_engine("sqlite:///registry", creator=connect, poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _server_engine(url: URL, name: str) -> Engine:
    wait = {"connect_timeout": 5, "options": f"-c lock_timeout={WAIT_SECONDS * 1000:.0f}"}
    try:
        return create_engine(url, pool_pre_ping=True, connect_args=wait)
    except ModuleNotFoundError:
        raise StoreError(
            f"{name} is on a database server, and the driver for it is not installed here."
            " Install aic-desktop[postgresql], or choose a file."
        ) from None
