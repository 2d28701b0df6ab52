"""Fisher's exact test for a table of any shape, summed over all tables with its margins."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from math import exp, inf, lgamma

# Of probabilities that are equal but for rounding, as in R's fisher.test.
_TOLERANCE = 1e-7
_MOST_STEPS = 400_000  # about a second

_Rows = tuple[int, ...]  # what each row still has to hold
_Places = dict[_Rows, dict[float, float]]  # to the weights of the ways there, how many of each


def fisher_exact(table: Sequence[Sequence[int]]) -> float | None:
    """Two-sided p-value: the probability of all tables with these margins no likelier than this one.

    None for a table with fewer than two rows or columns that hold anyone, and for one too large to sum.
    Columns are filled one after the other; ways to come to the same place with the same probability are
    followed together, and abandoned where their ends all count or none does (Mehta and Patel 1983, RECALLED).
    """
    held = _without_empty(table)
    if len(held) < 2 or len(held[0]) < 2:
        return None
    if len(held) > len(held[0]):
        held = list(zip(*held, strict=True))
    held = list(zip(*sorted(zip(*held, strict=True), key=sum, reverse=True), strict=True))
    try:
        return _Sum(held).up_to_observed()
    except _TooManyError:
        return None


class _TooManyError(Exception):
    """The tables with these margins are too many to sum."""


class _Sum:
    """All tables with given margins; a column's weight is minus the sum of its logarithms of factorials."""

    def __init__(self, table: Sequence[Sequence[int]]) -> None:
        self.limit = sum(map(_weight, table)) + _TOLERANCE
        self.rows = tuple(sorted(map(sum, table)))
        self.columns = tuple(map(sum, zip(*table, strict=True)))
        self.steps = 0
        self.ends = cache(self._ends)

    def up_to_observed(self) -> float:
        """The share of the tables that weigh no more than the one observed."""
        everything = _all_ends(self.rows, self.columns)
        share = 0.0
        here: _Places = {self.rows: {0.0: 1.0}}
        for number in range(len(self.columns)):
            after: _Places = defaultdict(lambda: defaultdict(float))
            for left, rest, weight in self._moves(here, number):
                lowest, highest = self.ends(rest, number + 1)
                for past, times in here[left].items():
                    self._step()
                    so_far = past + weight
                    if so_far + highest <= self.limit:
                        ends = _all_ends(rest, self.columns[number + 1 :])
                        share += times * exp(so_far + ends - everything)
                    elif so_far + lowest <= self.limit:
                        after[rest][round(so_far, 9)] += times
            here = after
        return min(share, 1.0)

    def _moves(self, here: _Places, number: int) -> Iterator[tuple[_Rows, _Rows, float]]:
        for left in here:
            for rest, weight in _filled(left, self.columns[number]):
                yield left, rest, weight

    def _ends(self, left: _Rows, number: int) -> tuple[float, float]:
        """The least and the greatest weight of the columns from `number` on."""
        low, high = (inf, -inf) if number < len(self.columns) else (0.0, 0.0)
        for rest, weight in _filled(left, self.columns[number]) if number < len(self.columns) else ():
            self._step()
            least, greatest = self.ends(rest, number + 1)
            low, high = min(low, weight + least), max(high, weight + greatest)
        return low, high

    def _step(self) -> None:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise _TooManyError


def _filled(left: _Rows, column: int) -> Iterator[tuple[_Rows, float]]:
    """What the rows still have to hold, in ascending order, after each way to fill a column; its weight."""
    for cells in _cells(left, column):
        rest = tuple(sorted(row - cell for row, cell in zip(left, cells, strict=True)))
        yield rest, _weight(cells)


def _cells(left: _Rows, column: int) -> Iterator[_Rows]:
    if len(left) == 1:
        yield (column,)
        return
    others = sum(left[1:])
    for cell in range(max(0, column - others), min(left[0], column) + 1):
        for rest in _cells(left[1:], column - cell):
            yield (cell, *rest)


def _weight(cells: Sequence[int]) -> float:
    return -sum(lgamma(cell + 1) for cell in cells)


def _all_ends(rows: Sequence[int], columns: Sequence[int]) -> float:
    """Logarithm of the sum over all tables of exp(weight): N! / (rows! columns!)."""
    return lgamma(sum(rows) + 1) + _weight(rows) + _weight(columns)


def _without_empty(table: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    rows = [tuple(row) for row in table if any(row)]
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    return list(zip(*columns, strict=True))
