"""How complete every case of a registry is, worked out a few cases at a time so that nobody has to wait."""

from collections.abc import Collection, Sequence

from aic_desktop.domain.records import RecordId
from aic_desktop.domain.rules import checks_of
from aic_desktop.reporting.completeness import Completeness, completeness
from aic_desktop.services.cohort import CohortSource

__all__ = ["Completeness", "CompletenessBoard"]


class CompletenessBoard:
    """What was worked out of a case is kept until the registry says that the case has changed.

    `refresh`, ask what is `outstanding`, `read` that in portions of any size, then take the `rows`.
    """

    def __init__(self, source: CohortSource) -> None:
        """Nothing is read yet; of `source`, whole cases are expected."""
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
