"""How complete every case of a registry is, worked out a few cases at a time so that nobody has to wait."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.rules import checks_of
from aic_desktop.reporting.completeness import Completeness, completeness
from aic_desktop.services.cohort import CohortState

__all__ = ["Completeness", "CompletenessBoard"]


class CaseSource(Protocol):
    """Where whole cases are read, and what tells which have changed; raises StoreError."""

    def state(self, since: int) -> CohortState:
        """Where the registry stands, and what changed since an earlier mark."""

    def cases(self, ids: Collection[RecordId]) -> Iterator[Case]:
        """Those of the cases that are still there."""


class CompletenessBoard:
    """What was worked out of a case is kept until the registry says that the case has changed.

    `refresh`, ask what is `outstanding`, `read` that in portions of any size, then take the `rows`.
    """

    def __init__(self, source: CaseSource) -> None:
        """Nothing is read yet."""
        self._source = source
        self._mark = 0
        self._kept: dict[RecordId, Completeness] = {}

    def refresh(self) -> None:
        """Forget the cases that have changed since, by whichever program; raises StoreError."""
        state = self._source.state(self._mark)
        self._mark = state.mark
        for gone in state.changed:
            self._kept.pop(gone, None)

    def outstanding(self, cases: Sequence[RecordId]) -> tuple[RecordId, ...]:
        """Those of the cases that have yet to be read."""
        return tuple(case for case in cases if case not in self._kept)

    def read(self, cases: Collection[RecordId]) -> None:
        """Work out some cases; those no longer there are passed over. Raises StoreError."""
        for case in self._source.cases(cases):
            self._kept[case.id] = completeness(case, checks_of(case))

    def rows(self, cases: Sequence[RecordId]) -> tuple[Completeness, ...]:
        """Those of the cases that have been read, in the order given."""
        return tuple(self._kept[case] for case in cases if case in self._kept)
