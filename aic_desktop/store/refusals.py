"""What a disk, a file or a server refuses, said so that a clinician knows what to do."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from aic_desktop.services.ports import StoreError
from aic_desktop.store.mapping import Unreadable

_FULL = "The disk that holds {name} is full. Nothing was changed: make room, then try again."
_BUSY = (
    "{name} is being used by another program. Nothing was changed: close the other program or wait until it"
    " is done, then try again."
)
_READ_ONLY = (
    "{name} may not be written to. Nothing was changed: ask for the right to change it and its folder."
)
_DAMAGED = (
    "{name} is damaged. Restore the latest backup, and keep the damaged file: parts of it may be rescued."
)
_FOREIGN = "{name} is not a registry of this program, or it is encrypted. Choose another file."
_CANNOT_OPEN = "{name} cannot be opened. Look whether its drive is connected and you may use the folder."
_DRIVE = (
    "The drive that holds {name} does not answer. Nothing was changed: check the drive or the network, then"
    " try again."
)
_INCOMPLETE = "{name} lacks a part of what every registry has. Restore the latest backup."
_SERVER = (
    "The database server of {name} cannot be reached or refuses you. Nothing was changed: check the network,"
    " the address, the user and the password."
)

# https://www.sqlite.org/rescode.html, primary result codes
_BY_CODE: Mapping[int, str] = {
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_IOERR: _DRIVE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_AUTH: _READ_ONLY,
    sqlite3.SQLITE_NOTADB: _FOREIGN,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_BY_STATE: Mapping[str, str] = {
    "53100": _FULL,
    "55P03": _BUSY,
    "40P01": _BUSY,
    "40001": _BUSY,
    "42501": _READ_ONLY,
    "25006": _READ_ONLY,
    "42P01": _INCOMPLETE,
    "42703": _INCOMPLETE,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}


@contextmanager
def in_words(name: str) -> Iterator[None]:
    """Turn what the environment refuses into a StoreError about `name`; everything else passes."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        words = _words(error)
        if words is None:
            raise
        raise StoreError(words.format(name=name)) from error
    except Unreadable as error:
        raise StoreError(f"{_DAMAGED.format(name=name)} ({error})") from error


def _words(error: Exception) -> str | None:
    """None for what is no refusal of the environment: a constraint, or a mistake of ours."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(error, IntegrityError):
        return None
    if isinstance(cause, sqlite3.Error):
        return _sqlite_words(cause)
    state = getattr(cause, "sqlstate", None)
    unreachable = isinstance(error, DBAPIError) and error.connection_invalidated
    return _BY_STATE.get(state or "") or (_SERVER if state is None or unreachable else None)


def _sqlite_words(error: sqlite3.Error) -> str | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _BY_CODE:
        return _BY_CODE[code & 0xFF]
    return _INCOMPLETE if str(error).startswith(("no such table", "no such column")) else None
