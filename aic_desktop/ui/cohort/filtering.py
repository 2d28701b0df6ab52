"""The cohort narrowed by a filter, worked out beside the window and again whenever a case changes."""

from contextlib import suppress

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aic_desktop.domain.codes import SHIPPED
from aic_desktop.reporting.cohort import Around
from aic_desktop.reporting.cohort.evidence import askables
from aic_desktop.reporting.filters import Askables
from aic_desktop.services.cohort import Cohorts, Matching
from aic_desktop.services.filters import SavedFilters
from aic_desktop.services.ports import StoreError
from aic_desktop.services.settings import RegistrySettings
from aic_desktop.ui import theme
from aic_desktop.ui.cohort.waiting import Waiting
from aic_desktop.ui.filters.bar import FilterBar
from aic_desktop.ui.jobs import Jobs, Progress


class Filtering(QWidget):
    """The filter's line with its answer; whoever hears `restricted` narrows the list."""

    restricted = Signal(object, str)  # the ids of the cases that are left, None for all, and why

    def __init__(self, cohorts: Cohorts, jobs: Jobs, settings: RegistrySettings, around: Around) -> None:
        """Nothing is narrowed yet; what is asked about the index agent and responses is counted `around`."""
        super().__init__()
        self._cohorts, self._around = cohorts, around
        self._codes = SHIPPED
        self.bar = FilterBar(self._known, SavedFilters(settings))
        self.waiting = Waiting(jobs, "Filtering")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self.bar, 1)
        row.addWidget(self.waiting)
        self.bar.narrowed.connect(self._on_narrowed)
        self.waiting.done.connect(self._on_matched)
        self.waiting.refused.connect(self.bar.tell)

    @property
    def busy(self) -> bool:
        """A filter is worked out."""
        return self.waiting.busy

    def count_around(self, around: Around) -> None:
        """Another index agent, or other criteria: what the filter asks may have another answer."""
        if around != self._around:
            self._around = around
            self.outdate()

    def outdate(self) -> None:
        """Cases may have changed: work the filter out again, if there is one."""
        if self.bar.applied:
            self._match(self.bar.applied)

    def restrict_to(self, ids: tuple[str, ...], words: str) -> None:
        """Narrow the cohort to chosen cases, in place of a filter."""
        self.waiting.drop()
        self.bar.forget()
        self.restricted.emit(ids, words)

    def release(self) -> None:
        """Show every case again."""
        self.waiting.drop()
        self.bar.forget()
        self.restricted.emit(None, "")

    def _known(self) -> Askables:
        """What can be asked, the registry's own terms included as far as they can be read."""
        with suppress(StoreError):
            self._codes = self._cohorts.codes()
        return askables(self._codes)

    def _on_narrowed(self, text: str) -> None:
        if text:
            self._match(text)
        else:
            self.release()

    def _match(self, text: str) -> None:
        cohorts, around = self._cohorts, self._around

        def work(progress: Progress) -> Matching:
            return cohorts.matching(text, around, progress)

        self.waiting.start(work)

    @Slot(object)
    def _on_matched(self, matching: object) -> None:
        assert isinstance(matching, Matching)
        self.bar.tell(matching.words)
        self.restricted.emit(matching.ids, self.bar.applied)
