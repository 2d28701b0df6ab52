"""A column of what is read of a registry, whichever way it was read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from aic_desktop.reporting.cohort.arrays import Floats, Ints


class Cells(Protocol):
    """A column of a portion of rows: text, whole numbers or numbers, None for nothing.

    Raises ValueError or KeyError where it holds what it cannot.
    """

    def coded(self, codes: Mapping[Any, int]) -> Ints:
        """The code of each cell."""

    def numbers(self) -> Floats:
        """The cells as numbers, NaN for nothing."""

    def texts(self) -> Sequence[str]:
        """The cells, none of which is nothing."""


Portion = Sequence[Cells]  # the columns of `read_of`, in order


class Plain(tuple[Any, ...]):
    """Cells as they are."""

    __slots__ = ()

    def coded(self, codes: Mapping[Any, int]) -> Ints:
        """The code of each cell; often they are all the same."""
        if self.count(self[0]) == len(self):
            return np.full(len(self), codes[self[0]], np.int64)
        return np.fromiter(map(codes.__getitem__, self), np.int64, len(self))

    def numbers(self) -> Floats:
        """The cells as numbers, NaN for nothing, which is often all there is."""
        if self[0] is None and self.count(None) == len(self):
            return np.full(len(self), np.nan)
        return np.array(self, np.float64)

    def texts(self) -> Sequence[str]:
        """The cells."""
        return self


def plain(rows: Iterable[Sequence[Any]]) -> Portion:
    """Rows as a portion; of no row at all a portion without columns."""
    return [Plain(column) for column in zip(*rows, strict=True)]
