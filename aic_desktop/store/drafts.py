"""Drafts in a small file of their own beside the registry, one for each program that is running."""

import os
import sqlite3
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from aic_desktop.services.drafts import Draft
from aic_desktop.services.ports import StoreError

_PROGRAMS = 9  # of one user at one registry at a time
_COLUMNS = "patient_id, kind, record_id, place, field, text"


class DraftFile:
    """Implements the port `Drafts`; whose program has ended is told by a lock that dies with it.

    The files can be read by their owner alone, and deleted texts are overwritten.
    """

    def __init__(self, path: Path) -> None:
        """`path` must be of one registry and one user; nothing is touched before `load` or `keep`."""
        self._path = path
        self._held: tuple[Path, sqlite3.Connection] | None = None

    def load(self) -> tuple[Draft, ...]:
        """What ended programs left, taken over into a file of this one."""
        found: list[Draft] = []
        emptied: list[tuple[Path, sqlite3.Connection]] = []
        for path in filter(Path.exists, self._paths()):
            connection = _locked(path)
            if connection is None:
                continue
            found += _read(connection)
            if self._held is None:
                self._held = (path, connection)
            else:
                emptied.append((path, connection))
        self._merge(found, emptied)
        return tuple(found)

    def _merge(self, found: list[Draft], emptied: list[tuple[Path, sqlite3.Connection]]) -> None:
        try:
            if emptied:
                self.keep(found)
        except StoreError:  # they stay where they are, to be found the next time
            for _, connection in emptied:
                connection.close()
        else:
            for path, connection in emptied:
                _remove(path, connection)

    def keep(self, drafts: Collection[Draft]) -> None:
        """All or nothing, in one transaction."""
        if self._held is None and not drafts:
            return
        connection = self._own()
        rows = [(d.case, d.kind, d.record, d.place, d.field, d.text) for d in drafts]
        try:
            connection.execute("BEGIN")
            connection.execute("DELETE FROM draft")
            connection.executemany(f"INSERT INTO draft ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.execute("COMMIT")
        except (sqlite3.Error, UnicodeEncodeError) as error:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise self._refusal(error) from None

    def close(self) -> None:
        """Take the file away when nothing is in it."""
        if self._held is None:
            return
        path, connection = self._held
        self._held = None
        if _read(connection):
            connection.execute("PRAGMA journal_mode=DELETE")  # takes the empty journal away, too
            connection.close()
        else:
            _remove(path, connection)

    def _own(self) -> sqlite3.Connection:
        if self._held is None:
            self._held = self._taken()
        return self._held[1]

    def _taken(self) -> tuple[Path, sqlite3.Connection]:
        for path in self._paths():
            try:
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            except OSError as error:
                raise self._refusal(error) from None
            connection = _locked(path)
            if connection is not None and path.exists():  # else another program has just taken it away
                return path, connection
        raise self._refusal("it is open too often")

    def _paths(self) -> list[Path]:
        return [self._path, *(self._path.with_suffix(f".{n}.draft") for n in range(2, _PROGRAMS + 1))]

    def _refusal(self, error: object) -> StoreError:
        return StoreError(
            f"What is being typed cannot be kept in {self._path.parent} ({error})."
            " It would be lost if the program ended: leave the field to store it."
        )


def _locked(path: Path) -> sqlite3.Connection | None:
    """The file for this program alone; None when another has it, or when it is no such file."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA journal_mode=TRUNCATE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute(f"CREATE TABLE IF NOT EXISTS draft ({_COLUMNS})")
        connection.execute(f"SELECT {_COLUMNS} FROM draft").fetchone()
        connection.execute("COMMIT")
    except sqlite3.Error:
        connection.close()
        return None
    return connection


def _read(connection: sqlite3.Connection) -> list[Draft]:
    return [Draft(*row) for row in connection.execute(f"SELECT {_COLUMNS} FROM draft ORDER BY rowid")]


def _remove(path: Path, connection: sqlite3.Connection) -> None:
    journal = path.with_name(f"{path.name}-journal")
    if os.name == "nt":  # where nothing that is open can be deleted
        connection.close()
    for left in (path, journal):
        with suppress(OSError):
            left.unlink()
    connection.close()
