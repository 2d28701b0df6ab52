"""Backups of a registry file: made while it is in use, opened and checked before they count, put back."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from aic_desktop.services.ports import StoreError
from aic_desktop.services.safekeeping import Backup, outlived
from aic_desktop.store.engine import APPLICATION_ID, Database, connected
from aic_desktop.store.migrate import CURRENT
from aic_desktop.store.refusals import in_words

_TIME = "%Y-%m-%d %H%M%S"
_ASIDE = "before restoring"
_LOGS = ("-wal", "-shm")
_PART = ".part"
_STALE = 24 * 3600.0  # seconds after which half a backup is nobody's any more
# The number alone would not do: after a backup was put back, other changes get the same.
_MARK = (
    "SELECT coalesce(max(id), 0) || ' ' || coalesce(max(at), '') || ' ' || "
    "(SELECT coalesce(max(at), '') FROM setting) FROM batch"
)
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class FileBackups:
    """Implements the port `Backups` in a folder beside the registry's file."""

    def __init__(self, registry: Path) -> None:
        """The file itself may be damaged, or gone."""
        self._registry = registry
        self._name = f"“{registry.name}”"
        self._pattern = re.compile(
            rf"{re.escape(registry.stem)} (\d{{4}}-\d\d-\d\d \d{{6}})( {_ASIDE})?{re.escape(registry.suffix)}"
        )

    @property
    def folder(self) -> Path:
        """Where they are."""
        return self._registry.with_name(f"{self._registry.stem} backups")

    def there(self) -> tuple[Backup, ...]:
        """All of them, the newest first."""
        return tuple(_looked_into(backup) for backup in self._files())

    def make(self) -> Backup | None:
        """One of the registry as it is, checked; None where nothing changed. Older ones are thinned out."""
        newest = next((_looked_into(one) for one in self._files() if not one.aside), None)
        database = Database(self._registry)
        try:
            if newest and not newest.fault and newest.mark == _mark(database):
                return None
            made = self._made(database)
        finally:
            database.close()
        self._thin_out(made.at)
        return made

    def put_back(self, backup: Backup) -> Backup:
        """Put a backup in the place of the registry, which nobody has open; what that was is kept aside."""
        checked = _looked_into(backup, thoroughly=True)
        if checked.fault:
            raise StoreError(
                f"The backup cannot be put back. {checked.fault} The registry was left as it is."
            )
        self._check_unused()
        aside = self._free(_ASIDE)
        copy = self._registry.with_name(f"{self._registry.name}.restoring")
        with _disk_in_words(self._registry.parent):
            try:
                _copied(backup.path, copy)
                if self._registry.exists():
                    _copied(self._registry, aside.path)
                    for log in _LOGS:  # of a damaged file: SQLite would play it into the new one
                        with suppress(FileNotFoundError):
                            os.replace(f"{self._registry}{log}", f"{aside.path}{log}")
                os.replace(copy, self._registry)
            finally:
                copy.unlink(missing_ok=True)
        return aside

    def _check_unused(self) -> None:
        """Whoever has it open would go on with what was moved away, and remove the log of what is new."""
        if not self._registry.exists():
            return
        try:
            with closing(connected(self._registry, "rw")) as registry:
                registry.execute("PRAGMA journal_mode=DELETE")  # nobody else may have it open for that
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _IN_USE:
                raise StoreError(
                    f"{self._name} is open in another window or program. Close it there, then try again:"
                    " nothing was changed."
                ) from error

    def _made(self, database: Database) -> Backup:
        kept = self._free()
        part = self.folder / f"{self._registry.name}.{os.getpid()}{_PART}"  # another window may make one too
        with _disk_in_words(self.folder):
            self.folder.mkdir(exist_ok=True)
            part.unlink(missing_ok=True)
            try:
                database.copy_to(part)
                with in_words(self._name), closing(connected(part, "rw")) as copy:
                    copy.execute("PRAGMA journal_mode=DELETE")  # one file, which can be read by itself
                checked = _looked_into(replace(kept, path=part), thoroughly=True)
                if checked.fault:
                    raise StoreError(f"No backup could be made. {checked.fault}")
                os.replace(part, kept.path)
            finally:
                part.unlink(missing_ok=True)
        return replace(checked, path=kept.path)

    def _free(self, aside: str = "") -> Backup:
        """Of this second, or the next in which there is none yet."""
        at = datetime.now().replace(microsecond=0)
        while True:
            words = " ".join(filter(None, (self._registry.stem, at.strftime(_TIME), aside)))
            path = self.folder / f"{words}{self._registry.suffix}"
            if not path.exists():
                return Backup(path, at, aside=bool(aside))
            at += timedelta(seconds=1)

    def _files(self) -> list[Backup]:
        try:
            names = os.listdir(self.folder) if self.folder.is_dir() else []
        except OSError as error:
            raise StoreError(f"The backups in {self.folder} cannot be listed: {error.strerror}.") from None
        found = ((name, self._pattern.fullmatch(name)) for name in names)
        backups = [
            Backup(self.folder / name, datetime.strptime(match[1], _TIME), aside=bool(match[2]))
            for name, match in found
            if match
        ]
        return sorted(backups, key=lambda one: (one.at, one.aside), reverse=True)

    def _thin_out(self, now: datetime) -> None:
        for half in self.folder.glob(f"*{_PART}"):
            with suppress(OSError):
                if now.timestamp() - half.stat().st_mtime > _STALE:
                    half.unlink()
        by_time = {one.at: one for one in self._files() if not one.aside}
        for time in outlived(by_time, now):
            with suppress(OSError):  # in use: the next one tries again
                by_time[time].path.unlink()


def _mark(database: Database) -> str:
    with database.reading() as connection:
        return str(connection.exec_driver_sql(_MARK).scalar_one())


def _looked_into(backup: Backup, thoroughly: bool = False) -> Backup:
    """With what it holds, or why it is of no use; `thoroughly` reads every page."""
    try:
        size = backup.path.stat().st_size
        with in_words(f"“{backup.path.name}”"), closing(connected(backup.path, "ro")) as copy:
            (application,) = copy.execute("PRAGMA application_id").fetchone()
            (version,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
            (cases,) = copy.execute("SELECT count(*) FROM patient").fetchone()
            (mark,) = copy.execute(_MARK).fetchone()
            wrong = [] if not thoroughly else list(_wrong(copy))
    except (OSError, StoreError, sqlite3.Error, TypeError, ValueError) as error:
        words = str(error) if isinstance(error, StoreError) else f"“{backup.path.name}” cannot be read."
        return replace(backup, fault=words)
    fault = wrong[0] if wrong else ""
    if application != APPLICATION_ID:
        fault = f"“{backup.path.name}” is no registry."
    elif version > CURRENT:
        fault = f"“{backup.path.name}” was made by a newer version of this program: install that first."
    return replace(backup, cases=cases, mark=mark, size=size, fault=fault)


def _wrong(copy: sqlite3.Connection) -> Iterator[str]:
    for (finding,) in copy.execute("PRAGMA integrity_check(1)"):
        if finding != "ok":
            yield f"The copy is damaged: {finding}."
    for table, *_ in copy.execute("PRAGMA foreign_key_check"):
        yield f"In the copy, what a record of “{table}” belongs to is missing."


def _copied(source: Path, target: Path) -> None:
    """Copied to the disk itself, not only to the system's memory."""
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _disk_in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"A backup of the registry cannot be written to {folder}: {error.strerror}."
            " The registry itself was left as it is."
        ) from error
