"""Columns of a table as one text each, and read ahead in a thread of their own.

Taking a row apart costs Python more than the database to read it, and keeps every other thread waiting. The
database puts the cells of a column together without Python; the few distinct texts are then read once each.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from time import sleep
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Double,
    Integer,
    Select,
    String,
    Text,
    case,
    cast,
    func,
    literal_column,
    select,
)

from aic_desktop.reporting.cohort.arrays import Floats, Ints, Numbering
from aic_desktop.reporting.cohort.cells import Portion
from aic_desktop.store.tables import TABLES

# Nobody types them. A text that holds the first is noticed; one that is nothing but the second is nothing.
_BETWEEN, _NOTHING = "\x1f", "\x1e"
_SAMPLE = 500  # cells, by which it is judged whether few are the same
_SECONDS = 0.05  # between two questions whether a query has ended, or anybody still waits
Key = TypeVar("Key")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Packed:
    """The cells of a column; `read` makes one of its text."""

    text: str
    length: int
    read: Callable[[str], Any]

    def coded(self, codes: Mapping[Any, int]) -> Ints:
        """The code of each cell; often they are all the same."""
        known = codes if self.read is str and _NOTHING not in self.text else _Read(self.read, codes)
        first = self.text.partition(_BETWEEN)[0]
        if self.text == _BETWEEN.join([first] * self.length):
            return np.full(self.length, known[first], np.int64)
        return np.fromiter(map(known.__getitem__, self.texts()), np.int64, self.length)

    def numbers(self) -> Floats:
        """The cells as numbers, NaN for nothing; read one by one only where few are the same."""
        sample = self.texts(_SAMPLE)[:_SAMPLE]
        if 2 * len(set(sample)) > len(sample):
            every = self.text.replace(_NOTHING, "nan").split(_BETWEEN)
            return np.fromiter(map(float, every), np.float64, self.length)
        values = Numbering()
        codes = self.coded(values)
        return np.array(list(values), np.float64)[codes]

    def texts(self, most: int = -1) -> Sequence[str]:
        """The cells, none of which is nothing; those beyond `most` are left together."""
        return self.text.split(_BETWEEN, most)


class _Read(dict[str, int]):
    """The codes by the text of the cell, each text read once."""

    def __init__(self, read: Callable[[str], Any], codes: Mapping[Any, int]) -> None:
        super().__init__()
        self._read, self._codes = read, codes

    def __missing__(self, text: str) -> int:
        value = None if text == _NOTHING else self._read(text)
        self[text] = code = self._codes[value]
        return code


@cache
def packing(kind: str, columns: tuple[str, ...], dialect: str) -> Select[Any]:
    """One row: how many rows there are, then each of the columns put together."""
    put_together = _by_sqlite if dialect == "sqlite" else _by_server
    together: list[ColumnElement[Any]] = [put_together(TABLES[kind].c[name]) for name in columns]
    return select(func.count(), *together)


def _by_sqlite(column: Column[Any]) -> ColumnElement[str]:
    # As a text a number has 15 digits only; quoted, as many as tell it from every other.
    text = func.quote(column) if isinstance(column.type, Double) else column
    return func.group_concat(case((column.is_(None), _written(_NOTHING)), else_=text), _written(_BETWEEN))


def _by_server(column: Column[Any]) -> ColumnElement[str]:
    return func.string_agg(func.coalesce(cast(column, Text), _written(_NOTHING)), _written(_BETWEEN))


def _written(mark: str) -> ColumnElement[str]:
    return literal_column(f"'{mark}'", String)


def packed(connection: Connection, query: Select[Any], kind: str, columns: tuple[str, ...]) -> Portion | None:
    """The columns of a query made by `packing`; None where a text holds what is put between two."""
    length, *texts = connection.execute(query).one()
    if not length:
        return []
    if any(text.count(_BETWEEN) != length - 1 for text in texts):
        return None
    reads = (_reader(TABLES[kind].c[name]) for name in columns)
    return [Packed(text, length, read) for text, read in zip(texts, reads, strict=True)]


def _reader(column: Column[Any]) -> Callable[[str], Any]:
    if isinstance(column.type, Double):
        return float
    return int if isinstance(column.type, Integer | BigInteger) else str


@contextmanager
def ahead(
    connection: Connection, works: Mapping[Key, Callable[[], Result]]
) -> Iterator[Mapping[Key, Future[Result]]]:
    """Works on a connection, done one after the other in a thread of their own before they are asked for.

    Left by an exception, the work under way is interrupted and waited for.
    """
    driver: Any = connection.connection.driver_connection
    interrupt = driver.interrupt if isinstance(driver, sqlite3.Connection) else driver.cancel
    with ThreadPoolExecutor(1, "aic-read") as pool:
        futures = {key: pool.submit(work) for key, work in works.items()}
        try:
            yield futures
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            while not all(future.done() for future in futures.values()):
                interrupt()  # of no effect on a query that is only about to begin
                sleep(_SECONDS)
            raise


def awaited(future: Future[Result], still_wanted: Callable[[], None]) -> Result:
    """What a work comes to; what `still_wanted` raises meanwhile is passed on."""
    while True:
        still_wanted()
        try:
            return future.result(_SECONDS)
        except NotYet:
            continue
