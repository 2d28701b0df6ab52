"""An open registry on the screen: its case list, and beside it the case in hand or the cohort."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QWidget

from aic_desktop.domain.changes import Change, Edit
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Cytopenia, FollowUp, Patient, Treatment
from aic_desktop.reporting.expected import Mark
from aic_desktop.services.case_rows import row_of
from aic_desktop.services.cases import Changed
from aic_desktop.services.ports import StoreError
from aic_desktop.services.registry import Registry
from aic_desktop.ui import theme
from aic_desktop.ui.case_list import CaseList
from aic_desktop.ui.commands import Actions
from aic_desktop.ui.desk_pages import DeskPages

_LISTED = {
    record.record_kind for record in (Patient, Cytopenia, Treatment, FollowUp)
}  # what a row is made of
TAB_OF = {
    "patient": "patient",
    "transplant": "transplant",
    "conditioning": "transplant",
    "cytopenia": "cytopenia",
    "treatment": "treatments",
    "count": "counts",
    "follow_up": "follow_up",
}  # where a record is made that something expected would be entered in


class Desk(QSplitter):
    """Lives as long as its registry is open; `shutdown` before it is let go."""

    said = Signal(str)  # words for the foot of the window
    stored = Signal()  # something was written
    moved = Signal()  # another case or page is shown, or the list has changed

    def __init__(self, registry: Registry, actions: Actions, parent: QWidget | None = None) -> None:
        """Carries out the actions that go from case to case and from page to page."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.cases = registry.cases
        self.list = CaseList(tuple(actions[name] for name in ("new_case", "import", "open_example")))
        self.pages = DeskPages(registry)
        self._held = ""  # the case in hand
        self._reread = False  # the list has to be read anew, not just single lines of it
        self._outdated: set[str] = set()  # cases whose line has to be made anew
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._on_later)
        self._build()
        self.list.chosen.connect(self.open_case)
        self.list.entered.connect(self.enter_case)
        self.list.narrowed.connect(self._on_narrowed)
        self.pages.said.connect(self.said)
        self.pages.case_requested.connect(self.open_case)
        self.pages.place_requested.connect(self.open_place)
        self.pages.typed.connect(self._on_typed)
        self.pages.terms_changed.connect(self.fill)
        self.pages.restricted.connect(self.list.restrict)
        self.list.released.connect(self.pages.release)
        self.cases.subscribe(self._on_changed)
        actions.connect(
            {
                "find": self.list.focus_search,
                "sort_cases": self.list.order.take_focus,
                "own_terms": self.pages.show_own_terms,
                "next_case": self.list.next,
                "previous_case": self.list.previous,
                "cohort": self.show_cohort,
                "completeness": self.show_completeness,
                "compare": self.show_compare,
                "timeline": self.show_timeline,
                "timeline_table": self.show_timeline_table,
                "quick_entry": self.quick_entry,
            }
        )
        actions.tabs.triggered.connect(self._on_tab)

    # -- what is shown ----------------------------------------------------------------------------

    @property
    def case_id(self) -> str:
        """The case in hand, "" for none."""
        return self._held

    @property
    def on_case(self) -> bool:
        """A case is on the screen."""
        return bool(self.case_id) and self.pages.on_case

    def fill(self) -> None:
        """Read the case list again; a case that is gone gives way to its neighbour."""
        self._reread = False
        self._outdated.clear()
        place = self.list.view.currentIndex().row()
        self.list.fill(self.cases.rows(), self.cases.codes())
        if self._held and not self.list.model.holds(self._held):
            self._leave_case(place)
        self.moved.emit()

    def open_first(self) -> None:
        """Open the first case of the list, or the last that was being typed into, unless one is open."""
        if not self.case_id and self.list.shown():
            listed = {row.id: row.code for row in self.list.shown()}
            begun = [case for case in self.pages.want_case().session.unstored.cases() if case in listed]
            self.open_case(begun[0] if begun else next(iter(listed)))
            if begun:
                codes = ", ".join(listed[case] or "a case without code" for case in begun)
                self.said.emit(f"Typed earlier and not stored, to be kept or forgotten: {codes}.")

    def open_case(self, case_id: object) -> None:
        """Show a case, with what was typed in the last one stored; where that fails, stay."""
        page = self.pages.want_case()
        try:
            if case_id != self._held:
                page.show_case(str(case_id))
        except (Problem, StoreError) as words:
            self.said.emit(str(words))
            self._reread = True
            self._later.start()
        else:
            self.pages.setCurrentWidget(page)
        self._held = page.case_id
        self.list.mark(page.case_id)
        self.moved.emit()

    def enter_case(self) -> None:
        """Put the cursor into the form of the case, which comes after the timeline."""
        if self.on_case:
            self.pages.want_case().timeline.setFocus(Qt.FocusReason.TabFocusReason)
            self.pages.want_case().focus_next_part()

    def _on_tab(self, action: QAction) -> None:
        self.show_tab(action.data())

    def show_tab(self, name: str) -> None:
        """Bring a tab of the case to the front."""
        if self.case_id:
            self.pages.setCurrentWidget(self.pages.want_case())
            self.pages.want_case().show_tab(name)
            self.moved.emit()

    def show_printout(self, text: str, source: str) -> None:
        """Show what a laboratory's file would add to the case in hand; Problem when it is no print-out."""
        if self.case_id:
            self.pages.setCurrentWidget(self.pages.want_case())
            self.pages.want_case().show_printout(text, source)
            self.moved.emit()

    def show_timeline(self) -> None:
        """Put the focus on the timeline of the case."""
        if self.case_id:
            self.pages.setCurrentWidget(self.pages.want_case())
            self.pages.want_case().timeline.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_timeline_table(self) -> None:
        """Show the timeline as a table beside it, or put the table away."""
        if self.case_id:
            self.show_timeline()
            self.pages.want_case().timeline.table_action.trigger()

    def quick_entry(self) -> None:
        """Put the cursor into the line for shorthand."""
        if self.case_id:
            self.pages.setCurrentWidget(self.pages.want_case())
            self.pages.want_case().quick.take()
            self.moved.emit()

    def show_cohort(self) -> None:
        """All cases, computed anew; a second time goes back to the case in hand."""
        if self.pages.currentWidget() is self.pages.cohort and self.case_id:
            self.pages.setCurrentWidget(self.pages.want_case())
        else:
            self.flush()
            page = self.pages.want_cohort()
            page.show_cases(self.list.shown())
            self.pages.setCurrentWidget(page)
            page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.moved.emit()

    def show_completeness(self) -> None:
        """Which cases lack what; a second time goes back to the case in hand."""
        page = self.pages.want_board()
        if self.pages.currentWidget() is page and page.table.hasFocus() and self.case_id:
            self.pages.setCurrentWidget(self.pages.want_case())
        else:
            self.flush()
            page.show_cases(self.list.shown())
            self.pages.setCurrentWidget(page)
            page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.moved.emit()

    def show_compare(self) -> None:
        """The cases of the list on one axis; a second time goes back to the case in hand."""
        page = self.pages.want_compare()
        if self.pages.currentWidget() is page and self.case_id:
            self.pages.setCurrentWidget(self.pages.want_case())
        else:
            self.flush()
            page.show_cases(self.list.shown())
            self.pages.setCurrentWidget(page)
            page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.moved.emit()

    @property
    def counting(self) -> bool:
        """Cohort or board are still being worked out."""
        return self.pages.busy

    def open_place(self, case_id: object, mark: Mark | None) -> None:
        """Show a case where something is entered: its field, or the tab where a record is to be made."""
        self.open_case(case_id)
        if self.case_id != case_id or mark is None:
            return
        if mark.record:
            self.pages.want_case().show_record(mark.record, mark.field)
        else:
            self.pages.want_case().show_tab(TAB_OF[mark.kind])

    # -- keeping and letting go -------------------------------------------------------------------

    def flush(self) -> None:
        """Store the field in hand."""
        if self.pages.case is not None:
            self.pages.case.flush()

    def unfinished(self) -> int:
        """How many fields of the case in hand hold a text that could not be stored."""
        page = self.pages.case
        return page.session.unfinished() + page.quick.unfinished() if page else 0

    def shutdown(self) -> None:
        """Store the field in hand and stop listening to the registry."""
        self._later.stop()
        self.cases.unsubscribe(self._on_changed)
        self.pages.shutdown()

    # -- keeping in step --------------------------------------------------------------------------

    def _on_changed(self, changed: Changed) -> None:
        changes = changed.change_set.changes
        self._reread = self._reread or any(_reorders(change) for change in changes)
        self._outdated |= {change.case for change in changes if _kind(change) in _LISTED}
        self._later.start()
        self.stored.emit()

    def _on_later(self) -> None:
        """Bring list, cohort and board up to date, once for all that happened since."""
        outdated, self._outdated = self._outdated, set()
        if self._reread:
            self.fill()
        else:
            self._refresh_rows(outdated)
        self.pages.outdate()
        self._show_cases()

    def _refresh_rows(self, case_ids: set[str]) -> None:
        try:
            for case_id in case_ids:
                held = self.pages.case.session.case if self.pages.case else None
                case = held if held and held.id == case_id else self.cases.open(case_id)
                self.list.replace(row_of(case))
        except Problem:  # another computer has deleted it meanwhile
            self.fill()

    def _show_cases(self) -> None:
        self.pages.show_cases(self.list.shown())

    def _on_typed(self, text: str) -> None:
        """Letters typed into the board go on in the search."""
        self.list.focus_search()
        self.list.search.end(False)
        self.list.search.insert(text)

    def _on_narrowed(self) -> None:
        self._show_cases()
        self.moved.emit()

    def _leave_case(self, place: int) -> None:
        """The case in hand was deleted: show the one now standing in its place."""
        rows = self.list.shown()
        if rows:
            self.open_case(rows[min(max(place, 0), len(rows) - 1)].id)
        else:
            self._held = ""
            self.list.mark("")
            self.pages.setCurrentWidget(self.pages.nothing)

    def _build(self) -> None:
        self.addWidget(self.list)
        self.addWidget(self.pages)
        self.setStretchFactor(1, 1)
        self.setSizes([41 * theme.GRID, 1000])
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)


def _reorders(change: Change) -> bool:
    """A case came, went or got another code."""
    if isinstance(change, Edit):
        return change.kind == Patient.record_kind and change.field == "code"
    return isinstance(change.record, Patient)


def _kind(change: Change) -> str:
    return change.kind if isinstance(change, Edit) else change.record.record_kind
