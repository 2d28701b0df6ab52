"""Columns of values for many patients or records at once, and the few operations that all rules are made of.

Days are intervals, as in `domain.criteria.spans`, whose arithmetic is repeated here over arrays; a test
holds the two together. Rules on choices are not repeated: `by_distinct` and `by_group` ask the domain once
for every combination that occurs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
_FEW = 1 << 18  # combinations up to which a table of all of them is faster than sorting


class Numbering(dict[Any, int]):
    """Numbers values in the order in which they are first met."""

    def __missing__(self, value: Any) -> int:
        self[value] = number = len(self)
        return number


class Vocabulary(Numbering):
    """A numbering in which 0 is None."""

    def __init__(self) -> None:
        super().__init__({None: 0})


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Values that are few: `values[codes]`, where code 0 is None, nothing known."""

    codes: Ints
    values: tuple[Any, ...]

    @classmethod
    def of(cls, column: Iterable[Any], read: Callable[[Any], Any] | None = None) -> "Coded":
        """Of any values; `read` is asked once for every distinct one, and may answer None."""
        column = column if isinstance(column, Sequence) else tuple(column)
        vocabulary = Vocabulary()
        codes = np.fromiter(map(vocabulary.__getitem__, column), np.int64, len(column))
        coded = cls(codes, tuple(vocabulary))
        return coded.mapped(read) if read else coded

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def known(self) -> Bools:
        """Where there is a value."""
        return np.not_equal(self.codes, 0)

    def where(self, holds: Callable[[Any], bool]) -> Bools:
        """Where there is a value for which `holds`."""
        found: Bools = np.array([False, *map(holds, self.values[1:])], bool)[self.codes]
        return found

    def equal(self, value: Any) -> Bools:
        """Where it is this value."""
        code = self.values.index(value) if value in self.values[1:] else -1
        return np.equal(self.codes, code)

    def numbers(self) -> Floats:
        """The values as numbers, NaN where there is none."""
        return np.array([np.nan, *self.values[1:]], np.float64)[self.codes]

    def mapped(self, function: Callable[[Any], Any]) -> "Coded":
        """Every value replaced; `function` is asked once for each."""
        vocabulary = Vocabulary()
        new = [0, *(vocabulary[function(value)] for value in self.values[1:])]
        return Coded(np.array(new, np.int64)[self.codes], tuple(vocabulary))

    def among(self, mask: Bools) -> "Coded":
        """Nothing outside the mask."""
        return Coded(np.where(mask, self.codes, 0), self.values)

    def take(self, rows: Ints) -> "Coded":
        """The values at these rows; None for a row of -1."""
        return Coded(np.append(self.codes, 0)[rows], self.values)

    def joined(self, other: "Coded") -> "Coded":
        """One column after the other."""
        number = {value: code for code, value in enumerate(self.values)}
        codes = np.array([number.setdefault(value, len(number)) for value in other.values], np.int64)
        return Coded(np.concatenate([self.codes, codes[other.codes]]), tuple(number))

    def or_else(self, other: "Coded") -> "Coded":
        """The other's value where this has none."""
        return by_distinct(_first_given, self, other)


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Days as intervals, both bounds included; infinite is an open end, infinite on both sides not known."""

    low: Floats
    high: Floats

    def __len__(self) -> int:
        return len(self.low)

    @classmethod
    def unknown(cls, n: int) -> "Days":
        """None of n known."""
        return cls(np.full(n, -np.inf), np.full(n, np.inf))

    @property
    def known(self) -> Bools:
        """Where at least one bound is."""
        found: Bools = np.isfinite(self.low) | np.isfinite(self.high)
        return found

    @property
    def exact(self) -> Bools:
        """Where both bounds are the same."""
        return np.equal(self.low, self.high)

    def among(self, mask: Bools) -> "Days":
        """Not known outside the mask."""
        return Days(np.where(mask, self.low, -np.inf), np.where(mask, self.high, np.inf))

    def or_else(self, other: "Days") -> "Days":
        """The other's days where these are not known."""
        return either(self.known, self, other)

    def joined(self, other: "Days") -> "Days":
        """One column after the other."""
        return Days(np.concatenate([self.low, other.low]), np.concatenate([self.high, other.high]))

    def take(self, rows: Ints) -> "Days":
        """The days at these rows; not known for a row of -1."""
        return Days(np.append(self.low, -np.inf)[rows], np.append(self.high, np.inf)[rows])


def either(mask: Bools, first: Days, second: Days) -> Days:
    """The first where the mask holds, else the second."""
    return Days(np.where(mask, first.low, second.low), np.where(mask, first.high, second.high))


def earliest_of(days: Days, group: Ints, groups: int) -> Days:
    """For each group the span of the first of its days; those not known are passed over."""
    mask = days.known
    low, high = np.full(groups, np.inf), np.full(groups, np.inf)
    np.minimum.at(low, group[mask], days.low[mask])
    np.minimum.at(high, group[mask], days.high[mask])
    return Days(np.where(low == np.inf, -np.inf, low), high)


def latest_of(days: Days, group: Ints, groups: int) -> Days:
    """For each group the span of the last of its days; those not known are passed over."""
    mask = days.known
    low, high = np.full(groups, -np.inf), np.full(groups, -np.inf)
    np.maximum.at(low, group[mask], days.low[mask])
    np.maximum.at(high, group[mask], days.high[mask])
    return Days(low, np.where(high == -np.inf, np.inf, high))


def between(start: Days, end: Days) -> Days:
    """Days from one event to another, as wide as both together."""
    return Days(end.low - start.high, end.high - start.low)


def surely_before(first: Days, second: Days) -> Bools:
    """Where every day that the first can be lies before every day that the second can be."""
    return first.high < second.low


def not_after(first: Days, second: Days) -> Bools:
    """Where the first day is surely no later than the second."""
    return first.high <= second.low


def count(mask: Bools, group: Ints, groups: int) -> Ints:
    """For each group, how many of its rows are in the mask."""
    return np.bincount(group[mask], minlength=groups)


def sums(values: Floats, group: Ints, groups: int) -> Floats:
    """For each group, the sum of its values."""
    return np.bincount(group, values, minlength=groups).astype(np.float64)


def distinct(values: Ints) -> Ints:
    """Each value once, in order; `numpy.unique` would load a part of NumPy that nothing else needs."""
    ordered = np.sort(values)
    return ordered[_changes(ordered)]


def _changes(ordered: Ints) -> Bools:
    """Where a value differs from the one before it."""
    new = np.ones(len(ordered), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return new


def last_row(group: Ints, groups: int, *keys: NDArray[Any]) -> Ints:
    """For each group the row that is greatest by the keys, the weightiest first; of equals the first; or -1.

    Rows whose group is -1 belong to none.
    """
    rows = np.arange(len(group))
    order = np.lexsort((-rows, *reversed(keys), group))
    order = order[group[order] >= 0]
    found = np.full(groups, -1, np.int64)
    found[group[order]] = order  # the last of a group is written last
    return found


def by_distinct(function: Callable[..., Any], *columns: Coded) -> Coded:
    """The function over rows; asked once for every combination of values that occurs."""
    key, size = columns[0].codes, len(columns[0].values)
    for column in columns[1:]:
        key, size = key * len(column.values) + column.codes, size * len(column.values)
    if size <= _FEW:
        occurring = np.flatnonzero(np.bincount(key, minlength=size))
        place = np.zeros(size, np.int64)
        place[occurring] = np.arange(len(occurring))
        which = place[key]
    else:
        order = np.argsort(key, kind="stable")
        new = _changes(key[order])
        occurring, which = key[order][new], np.empty(len(key), np.int64)
        which[order] = np.cumsum(new) - 1
    vocabulary = Vocabulary()
    answers = [vocabulary[function(*_combination(code, columns))] for code in occurring.tolist()]
    return Coded(np.array(answers, np.int64)[which] if answers else key, tuple(vocabulary))


def by_group(function: Callable[..., Any], group: Ints, groups: int, *columns: Coded) -> Coded:
    """The function over groups of rows; asked once for every distinct sequence of rows of a group.

    It is given a tuple of rows, each a tuple of values; groups without a row are asked with (). Rows come
    in their order; those whose group is -1 belong to none.
    """
    order = np.argsort(group, kind="stable")
    order = order[group[order] >= 0]
    rows = np.stack([column.codes[order] for column in columns], axis=1)
    ends = np.searchsorted(group[order], np.arange(groups), side="right") * rows.strides[0]
    told = rows.tobytes()  # a group is its bytes: cut and looked up faster than a part of an array
    asked = _Asked(function, columns)
    found = [asked[told[start:end]] for start, end in pairwise((0, *ends.tolist()))]
    return Coded(np.array(found, np.int64), tuple(asked.vocabulary))


class _Asked(dict[bytes, int]):
    """The codes of a function's answers by the codes of the rows it is asked with."""

    def __init__(self, function: Callable[..., Any], columns: Sequence[Coded]) -> None:
        super().__init__()
        self.vocabulary = Vocabulary()
        self._function, self._columns = function, columns

    def __missing__(self, key: bytes) -> int:
        rows = np.frombuffer(key, np.int64).reshape(-1, len(self._columns)).tolist()
        told = tuple(
            tuple(c.values[code] for c, code in zip(self._columns, row, strict=True)) for row in rows
        )
        self[key] = code = self.vocabulary[self._function(told)]
        return code


def _combination(key: int, columns: Sequence[Coded]) -> tuple[Any, ...]:
    found = []
    for column in reversed(columns):
        key, code = divmod(key, len(column.values))
        found.append(column.values[code])
    return tuple(reversed(found))


def _first_given(first: Any, second: Any) -> Any:
    return second if first is None else first
