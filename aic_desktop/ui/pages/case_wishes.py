"""What a field of the case page was asked for, granted: a note, a reason for missing, a confirmation."""

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.codes import Codes
from aic_desktop.domain.rules import Check, Grade
from aic_desktop.domain.spec import Field, Kind
from aic_desktop.services.drafts import note_to
from aic_desktop.services.terms import Terms
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.forms.wishes import Request, Wanted
from aic_desktop.ui.own_term import KeepTerm
from aic_desktop.ui.pages.foot_line import Asked, FootLine

MISSING_WORDS = {
    "&Unknown": MissingReason.UNKNOWN,
    "Not &done": MissingReason.NOT_DONE,
    "Not &reported": MissingReason.NOT_REPORTED,
    "Not &applicable": MissingReason.NOT_APPLICABLE,
    "&Clear the reason": None,
}
"""The reasons as the menu shows them, with the key that picks each."""


class Wishes(QObject):
    """Asks in the line at the foot of the page, or in a menu at the field; stores through the session."""

    terms_changed = Signal()  # the registry's own terms are others than before

    def __init__(
        self, session: CaseSession, foot: FootLine, parent: QWidget, terms: Terms | None = None
    ) -> None:
        """Menus belong to `parent`; `terms` are the registry's own."""
        super().__init__(parent)
        self._session, self._foot, self._parent, self._terms = session, foot, parent, terms
        self._where: QWidget | None = None
        self._missing: Request | None = None

    def grant(self, request: Request) -> None:
        """Do what was asked for; the history is the page's own."""
        match request.wanted:
            case Wanted.NOTE:
                self._ask_note(request)
            case Wanted.MISSING:
                self._ask_missing(request)
            case Wanted.CONFIRM:
                self._confirm_at(request)
            case Wanted.KEEP:
                self._ask_term(request)

    def _ask_note(self, request: Request) -> None:
        record, field, unstored = request.records[0], request.field, self._session.unstored
        name = note_to(field.name)

        def store(note: str) -> bool:
            return self._session.set_note(request, note)

        def typed(note: str) -> None:
            if self._session.case is not None:
                unstored.keep_line(self._session.case, record, name, note)

        hint = "Where it comes from, in the words of the source. Enter stores, Esc leaves."
        earlier = unstored.line(record.id, name)
        if earlier:
            hint = f"Typed earlier and not stored. {hint}"
        asked = Asked(f"Note to {field.label}:", hint, earlier or record.cell(field.name).note)
        self._foot.ask(asked, request.where, store, typed)

    def _confirm_at(self, request: Request) -> None:
        checks = (self._session.worst_check(record, request.field) for record in request.records)
        found = next((check for check in checks if check), None)
        if found is None:
            self._session.said.emit(f"{request.field.label}: nothing is said against it.")
        else:
            self.ask_reason(found, request.where)

    def ask_reason(self, check: Check, back: QWidget) -> None:
        """Ask why what a check found is right; the focus then goes `back`."""
        if check.grade is Grade.ERROR:
            self._session.said.emit(
                "A contradiction cannot be confirmed: one of its values is wrong. Correct it, or clear it."
            )
            return

        def store(reason: str) -> bool:
            if not reason and check.open:
                self._session.said.emit("Say why it is right, or leave with Esc.")
                return False
            return self._session.confirm(check, reason)

        known = check.confirmed.reason or "" if check.confirmed else ""
        hint = "Why it is right all the same. Enter confirms, Esc leaves."
        if not check.open:
            hint = "Enter without a reason takes the confirmation back, Esc leaves it."
        self._foot.ask(Asked(f"Confirm “{check.message}”", hint, known), back, store)

    def _ask_term(self, request: Request) -> None:
        field, label = request.field, str(getattr(request.records[0], request.field.name) or "")
        case = self._session.case
        if case is None or self._terms is None:
            return
        words = _why_not_kept(case.codes, field, label)
        if words:
            self._session.said.emit(words)
            return
        self._where = request.where
        dialog = KeepTerm(self._parent.window(), self._terms, field.spec.codes, label)
        dialog.accepted.connect(self.terms_changed)
        dialog.finished.connect(self._on_dialog_closed)
        dialog.open()

    def _on_dialog_closed(self) -> None:
        if self._where is not None and isValid(self._where):
            self._where.setFocus(Qt.FocusReason.OtherFocusReason)
        self._where = None

    def _ask_missing(self, request: Request) -> None:
        self._missing = request
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words in MISSING_WORDS:
            menu.addAction(words)
        menu.triggered.connect(self._on_missing_chosen)
        menu.popup(request.where.mapToGlobal(QPoint(0, request.where.height())))

    def _on_missing_chosen(self, action: QAction) -> None:
        if self._missing is not None:
            self._session.set_missing(self._missing, MISSING_WORDS[action.text()])


def _why_not_kept(codes: Codes, field: Field, label: str) -> str:
    """Why what a field holds is nothing to be kept in a list; "" when it is."""
    if field.kind is not Kind.CODE:
        return f"{field.label}: no list belongs to this field."
    if not label:
        return f"{field.label}: enter the term first, then keep it in the list."
    listed = codes.listed(field.spec.codes).get(label)
    own = label in codes.own(field.spec.codes)
    return f"{field.label}: “{listed.label}” is in the list." if listed and not own else ""
