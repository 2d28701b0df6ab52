"""Compare patients: what is needed of each case is read once and kept until the case changes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from threading import Lock

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.pictures.compare import Comparison, comparison
from aic_desktop.reporting.pictures.tracks import Asked, Track, track
from aic_desktop.services.completeness import CaseSource

_PORTION = 20  # cases read at once
Progress = Callable[[int, int], None]  # how much is done, of how much; may raise to stop


def _nobody_waits(_done: int, _of: int) -> None:
    """Work that nobody watches."""


class Comparisons:
    """The cases of one registry beside each other, as they stand whenever asked for, in any thread."""

    def __init__(self, source: CaseSource) -> None:
        """Nothing is read yet."""
        self._source = source
        self._one_at_a_time = Lock()
        self._asked = Asked()
        self._mark = 0
        self._kept: dict[RecordId, Track] = {}

    def compare(
        self, asked: Asked, cases: Sequence[RecordId], progress: Progress = _nobody_waits
    ) -> Comparison:
        """These cases in their order, those no longer there passed over.

        Raises StoreError, Problem when nothing of them can be drawn, and whatever `progress` raises to stop.
        """
        with self._one_at_a_time:
            self._refresh(replace(asked, days=None, together=False))
            found = self._tracks(cases, progress)
            return comparison(found, asked, len(cases))

    def _refresh(self, asked: Asked) -> None:
        """Forget what has changed, by whichever program, and all where something else is asked."""
        state = self._source.state(self._mark)
        self._mark = state.mark
        if asked != self._asked:
            self._asked, self._kept = asked, {}
        for gone in state.changed:
            self._kept.pop(gone, None)

    def _tracks(self, cases: Sequence[RecordId], progress: Progress) -> Iterator[Track]:
        """One after the other, read in portions: whoever has enough of them takes no more."""
        for start in range(0, len(cases), _PORTION):
            portion = cases[start : start + _PORTION]
            for case in self._source.cases([one for one in portion if one not in self._kept]):
                self._kept[case.id] = track(case, self._asked)
            for place, one in enumerate(portion):
                progress(start + place, len(cases))
                if one in self._kept:
                    yield self._kept[one]
