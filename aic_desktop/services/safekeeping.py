"""Backups of a registry file: what one is, which are kept, and what may be done with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

EVERYTHING = timedelta(days=2)  # of that age, every backup is kept
DAILY = timedelta(days=60)  # up to that age, the last of each day
WEEKLY = timedelta(days=365)  # up to that age, the last of each week; of older ones, of each month


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole copy of a registry as it was at a time, local to this computer.

    `mark` tells its last change from every other, `cases` how many it holds; `fault` says in words why it
    cannot be put back, "" where it can. `aside`: what a registry was before a backup was put in its place.
    """

    path: Path
    at: datetime
    cases: int = 0
    mark: str = ""
    size: int = 0  # bytes
    aside: bool = False
    fault: str = ""

    @property
    def words(self) -> str:
        """What it holds, or why it is of no use."""
        if self.fault:
            return self.fault
        held = f"{self.cases:,} case{'' if self.cases == 1 else 's'}, {max(self.size >> 10, 1):,} kB"
        return f"{held}, as it was before a backup was put back" if self.aside else held


class Backups(Protocol):
    """The backups of one registry; every method may raise StoreError."""

    @property
    def folder(self) -> Path:
        """Where they are."""

    def there(self) -> tuple[Backup, ...]:
        """All of them, the newest first."""

    def make(self) -> Backup | None:
        """One of the registry as it is, checked; None where nothing changed. Older ones are thinned out."""

    def put_back(self, backup: Backup) -> Backup:
        """Put a backup in the place of the registry, which nobody has open; what that was is kept aside."""


def outlived(times: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """The times whose backups nobody will miss: of older ones the last of a day, week or month is kept."""
    kept: dict[tuple[int, ...], datetime] = {}
    for time in times:
        span = _span(time, now - time)
        kept[span] = max(time, kept.get(span, time))
    return frozenset(times) - frozenset(kept.values())


def _span(time: datetime, age: timedelta) -> tuple[int, ...]:
    if age <= EVERYTHING:
        return (0, *time.timetuple()[:6], time.microsecond)
    if age <= DAILY:
        return (1, time.year, time.month, time.day)
    if age <= WEEKLY:
        return (2, *time.isocalendar()[:2])
    return (3, time.year, time.month)
