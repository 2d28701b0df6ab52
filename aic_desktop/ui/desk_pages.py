"""What lies beside the case list: the case in hand, or many cases; each page made when first wanted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget

from aic_desktop.services.ports import CaseRow, StoreError
from aic_desktop.services.registry import Registry
from aic_desktop.services.terms import Terms
from aic_desktop.ui import theme
from aic_desktop.ui.jobs import Jobs

if TYPE_CHECKING:
    from aic_desktop.reporting.scene import Options
    from aic_desktop.ui.figure_dialog import Subject
    from aic_desktop.ui.pages.board import BoardPage
    from aic_desktop.ui.pages.case import CasePage
    from aic_desktop.ui.pages.cohort import CohortPage
    from aic_desktop.ui.pages.compare import ComparePage


class DeskPages(QStackedWidget):
    """Holds the pages of one registry; those over many cases follow the list through `show_cases`."""

    said = Signal(str)
    case_requested = Signal(object)  # its id
    place_requested = Signal(object, object)  # a case's id, the Mark to go to
    terms_changed = Signal()  # the registry's own terms are others than before
    typed = Signal(str)  # letters that look for a case
    cohort_file_wanted = Signal()
    restricted = Signal(object, str)  # ids that the list is to show alone, None for all, and why

    def __init__(self, registry: Registry) -> None:
        """No page yet, but words that say what to do."""
        super().__init__()
        self._registry = registry
        self._jobs = Jobs(self)
        self.case: CasePage | None = None
        self.cohort: CohortPage | None = None
        self.board: BoardPage | None = None
        self.compare: ComparePage | None = None
        self.nothing = QLabel("Choose a case on the left, or start one with Ctrl+N.")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.dress(self.nothing, "quiet")
        self.addWidget(self.nothing)

    @property
    def on_case(self) -> bool:
        """The page of the case is in front."""
        return self.case is not None and self.currentWidget() is self.case

    @property
    def busy(self) -> bool:
        """A page is still being worked out."""
        return any(page.busy for page in (self.cohort, self.board, self.compare) if page is not None)

    @property
    def figure(self) -> "Subject | None":
        """What is in front that can be a figure."""
        for page in (self.compare, self.cohort):
            if page is not None and self.currentWidget() is page:
                return page.figure
        return self.case.timeline.figure if self.case is not None and self.on_case else None

    @property
    def options(self) -> "Options":
        """What was chosen for the timelines of this registry; StoreError."""
        from aic_desktop.services.timelines import timeline_options

        return timeline_options(self._registry.settings)

    def show_cases(self, rows: tuple[CaseRow, ...]) -> None:
        """The list shows other cases, or other facts of them."""
        for page in (self.cohort, self.board, self.compare):
            if page is not None:
                page.show_cases(rows)

    def outdate(self) -> None:
        """Cases may have changed in the registry."""
        for page in (self.board, self.compare):
            if page is not None:
                page.outdate()
        if self.cohort is not None:
            self.cohort.refilter()

    def release(self) -> None:
        """Every case is wanted again."""
        if self.cohort is not None:
            self.cohort.release()

    def shutdown(self) -> None:
        """Store the field in hand, and let go of the registry."""
        self._jobs.shutdown()
        if self.case is not None:
            self.case.shutdown()

    def show_own_terms(self) -> None:
        """What the registry has added to the code lists."""
        from aic_desktop.ui.own_term import OwnTerms

        try:
            dialog = OwnTerms(self.window(), Terms(self._registry.settings))
        except StoreError as words:
            self.said.emit(str(words))
            return
        dialog.changed.connect(self._on_terms_changed)
        dialog.open()

    def _on_terms_changed(self) -> None:
        if self.case is not None:
            self.case.refresh()
        self.terms_changed.emit()

    # -- each made when it is first wanted --------------------------------------------------------

    def want_case(self) -> "CasePage":
        """The page of a case."""
        if self.case is None:
            from aic_desktop.ui.pages.case import CasePage
            from aic_desktop.ui.timeline.remembered import Remembered

            registry = self._registry
            self.case = CasePage(registry.cases, drafts=registry.drafts, terms=Terms(registry.settings))
            self.case.terms_changed.connect(self.terms_changed)
            Remembered(self.case.timeline, self._registry.settings).said.connect(self.said)
            self.case.said.connect(self.said)
            self.addWidget(self.case)
        return self.case

    def want_cohort(self) -> "CohortPage":
        """The cohort page."""
        if self.cohort is None:
            from aic_desktop.ui.pages.cohort import CohortPage

            registry = self._registry
            self.cohort = CohortPage(registry.cohorts(), self._jobs, registry.settings)
            self.cohort.case_requested.connect(self.case_requested)
            self.cohort.restricted.connect(self.restricted)
            self.cohort.save_requested.connect(self.cohort_file_wanted)
            self.cohort.said.connect(self.said)
            self.addWidget(self.cohort)
        return self.cohort

    def want_board(self) -> "BoardPage":
        """The completeness board."""
        if self.board is None:
            from aic_desktop.ui.pages.board import BoardPage

            self.board = BoardPage(self._registry.board())
            self.board.place_requested.connect(self.place_requested)
            self.board.typed.connect(self.typed)
            self.board.said.connect(self.said)
            self.addWidget(self.board)
        return self.board

    def want_compare(self) -> "ComparePage":
        """Several patients on one axis."""
        if self.compare is None:
            from aic_desktop.ui.pages.compare import ComparePage

            self.compare = ComparePage(self._registry.comparisons(), self._jobs, self._registry.settings)
            self.compare.case_requested.connect(self.case_requested)
            self.compare.said.connect(self.said)
            self.addWidget(self.compare)
        return self.compare
