"""The case page: who it is, the course over time, and the tabs in which it is typed."""

from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QSplitter, QTabWidget, QVBoxLayout, QWidget

from aic_desktop.domain.records import RecordId
from aic_desktop.domain.rules import Check, checks_of
from aic_desktop.services.cases import Cases
from aic_desktop.services.drafts import Drafts
from aic_desktop.services.terms import Terms
from aic_desktop.ui.commands import TABS
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.forms.tabs import CountsTab, Tab, tabs
from aic_desktop.ui.forms.wishes import Request, Wanted
from aic_desktop.ui.pages.case_checks import ChecksPage
from aic_desktop.ui.pages.case_header import CaseHeader
from aic_desktop.ui.pages.case_history import HistoryPage
from aic_desktop.ui.pages.case_wishes import Wishes
from aic_desktop.ui.pages.foot_line import FootLine
from aic_desktop.ui.quick_entry import QuickEntry
from aic_desktop.ui.timeline.grips import Move, changes
from aic_desktop.ui.timeline.view import TimelineView

CHECK_DELAY_MS = 120


class CasePage(QWidget):
    """One case at a time; everything typed goes through its session."""

    terms_changed = Signal()  # the registry's own terms are others than before
    renamed = Signal()  # what the case list shows of the case may have changed
    said = Signal(str)  # words for the foot of the window

    def __init__(
        self,
        cases: Cases,
        parent: QWidget | None = None,
        drafts: Drafts | None = None,
        terms: Terms | None = None,
    ) -> None:
        """Empty until `show_case`; `drafts` keep what is typed and not stored, `terms` are the registry's."""
        super().__init__(parent)
        self.session = CaseSession(cases, self, drafts)
        self._header = CaseHeader()
        self.quick = QuickEntry(self.session)
        self.timeline = TimelineView()
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._names = [name for name, _ in TABS]
        forms = tabs(self.session)
        self._forms = {name: cast(Tab, widget) for name, widget in forms.items()}
        self._checks = ChecksPage()
        self._foot = FootLine()
        self._history = HistoryPage(self.session, self._foot)
        shown = {**forms, "checks": self._checks, "history": self._history}
        for name, title in TABS:
            self._tabs.addTab(shown[name], title)
        self._wishes = Wishes(self.session, self._foot, self, terms)
        self._build()
        self._recheck = QTimer(self)
        self._recheck.setSingleShot(True)
        self._recheck.timeout.connect(self._on_recheck)
        self._connect()

    def _build(self) -> None:
        self.setAccessibleName("Case")
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.timeline)
        split.addWidget(self._tabs)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([380, 380])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.quick)
        column.addWidget(split, 1)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self.session.changed.connect(self._on_changed)
        self.session.requested.connect(self._on_requested)
        self.session.said.connect(self.said)
        self.session.in_hand.connect(self.timeline.highlight)
        self._checks.list.wanted.connect(self._on_check_wanted)
        self._checks.list.confirm_wanted.connect(self._on_confirm_wanted)
        self._wishes.terms_changed.connect(self._on_terms_changed)
        self._header.checks_wanted.connect(self._on_checks_shown)
        self.timeline.record_clicked.connect(self.show_record)
        self.timeline.record_opened.connect(self.edit_record)
        self.timeline.day_moved.connect(self._on_day_moved)
        self._tabs.currentChanged.connect(self._on_tab)
        QShortcut(QKeySequence(Qt.Key.Key_F6), self, self.focus_next_part)

    # -- what is shown ----------------------------------------------------------------------------

    def show_case(self, case_id: RecordId) -> None:
        """Show a case; Problem when it is gone."""
        self.flush()
        self.session.open(case_id)

    @property
    def case_id(self) -> RecordId:
        """The case in hand, "" for none."""
        return self.session.case.id if self.session.case else ""

    def refresh(self) -> None:
        """Read the case from the registry again."""
        if self.session.case is not None:
            self.session.open(self.session.case.id)

    def flush(self) -> None:
        """Commit the field in hand."""
        for form in self._forms.values():
            form.flush()
        self._foot.flush()

    def shutdown(self) -> None:
        """Commit, and stop listening to the registry."""
        self.flush()
        self._recheck.stop()
        self.session.close()

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front and put the cursor into it."""
        self._tabs.setCurrentIndex(self._names.index(name))
        form = self._forms.get(name)
        part = form.parts()[0] if form else self._tabs.currentWidget()
        part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_printout(self, text: str, source: str) -> None:
        """Show what a laboratory's file would add to the counts; Problem when it is no print-out."""
        self.flush()
        counts = self._forms["counts"]
        assert isinstance(counts, CountsTab)
        counts.show_printout(text, source)
        self.show_tab("counts")

    def show_record(self, record_id: object, field: str = "") -> None:
        """Bring a record into view in its form, and focus it."""
        record = self.session.case.find(str(record_id)) if self.session.case else None
        if record is None:
            return
        for name, form in self._forms.items():
            if form.reveal(record, field):
                self._tabs.setCurrentIndex(self._names.index(name))
                form.reveal(record, field)
                return

    def edit_record(self, record_id: object) -> None:
        """Bring a record into view in its form and open its field, ready to be typed into."""
        self.show_record(record_id)
        held = QApplication.focusWidget()
        if isinstance(held, CellsView):
            held.edit(held.currentIndex())

    def focus_next_part(self) -> None:
        """From the timeline through the forms and tables of the tab, and round again."""
        form = self._forms.get(self._names[self._tabs.currentIndex()])
        parts = (self.timeline, *(form.parts() if form else (self._tabs.currentWidget(),)))
        held = next((i for i, part in enumerate(parts) if _holds_focus(part)), -1)
        parts[(held + 1) % len(parts)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_day_moved(self, move: Move) -> None:
        """Store a day that was moved on the timeline, as one step."""
        stored = changes(self.session.case, move) if self.session.case else ()
        if stored and self.session.apply(f"Move {move.grip.name}", stored):
            self.said.emit(f"{self.timeline.words_of(move)}. Ctrl+Z takes it back.")

    # -- following the session --------------------------------------------------------------------

    def _on_changed(self, change_set: object) -> None:
        case = self.session.case
        if case is None:
            self.timeline.show_case(None)
            return
        if change_set is None:
            for form in self._forms.values():
                form.show_case()
        self.timeline.show_case(case)
        self._header.show_case(case)
        self._recheck.start(0 if change_set is None else CHECK_DELAY_MS)
        if change_set is not None:
            self.renamed.emit()

    def _on_recheck(self) -> None:
        case = self.session.case
        if case is None:
            return
        checks = checks_of(case)
        self.session.show_checks(checks)
        self._checks.show_checks(case, checks)
        self._header.show_checks(checks)
        left = sum(check.open for check in checks)
        title = f"Checks {left}" if left else "Checks"
        self._tabs.setTabText(self._names.index("checks"), title)
        if self._names[self._tabs.currentIndex()] == "history":
            self._history.show_history()

    def _on_tab(self, index: int) -> None:
        if self._names[index] == "history":
            self._history.show_history()

    def _on_checks_shown(self) -> None:
        self.show_tab("checks")

    def _on_check_wanted(self, check: Check) -> None:
        self.show_record(check.record, check.field)

    # -- keys of a field --------------------------------------------------------------------------

    def _on_requested(self, request: Request) -> None:
        if request.wanted is Wanted.HISTORY:
            self._tabs.setCurrentIndex(self._names.index("history"))
            self._history.show_history(request.records[0].id, request.field.name)
        else:
            self._wishes.grant(request)

    def _on_terms_changed(self) -> None:
        self.refresh()
        self.terms_changed.emit()

    def _on_confirm_wanted(self, check: Check) -> None:
        self._wishes.ask_reason(check, self._checks)


def _holds_focus(part: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (part is focused or part.isAncestorOf(focused))
