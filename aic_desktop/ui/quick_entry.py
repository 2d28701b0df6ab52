"""Quick entry: one line of clinical shorthand for the case in hand, and under it what it is about to make."""

from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.shorthand import Entry, entries
from aic_desktop.services.drafts import QUICK_ENTRY
from aic_desktop.ui import theme
from aic_desktop.ui.forms.faces import State
from aic_desktop.ui.forms.field_edit import WINDOW_S
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.quick_forms import FormsTable

HINT = "The day, then what happened: 61 plt 5 · 118 dara 16 mg/kg weekly x6 · 87-98 platelets daily 1."
KEYS = "Enter stores, Esc leaves, ↑ brings back the last line, ? shows all forms."
ASKED = "Which is meant? F7 goes to the next, Enter takes the marked one."


class QuickEntry(QFrame):
    """Stores what its line says as one step; what can be read in two ways is asked first, under the line."""

    def __init__(self, session: CaseSession) -> None:
        """Reads and writes the case of `session`; what is not stored stays with its case."""
        super().__init__()
        self._session = session
        self._line = _Line(self)
        self._preview = QLabel()
        self.forms = FormsTable()
        self._found: tuple[Entry, ...] = ()
        self._problem = ""
        self._chosen = -1  # the reading marked, -1 while none was
        self._case: RecordId = ""
        self._last = ""
        self._back: list[QWidget] = []
        self._build()
        self._line.textChanged.connect(self._on_text)
        self._line.returnPressed.connect(self._on_return)
        session.changed.connect(self._on_changed)

    def _build(self) -> None:
        self._line.setPlaceholderText("Quick entry (Ctrl+K): 61 plt 5")
        self._line.setAccessibleName("Quick entry")
        self._line.setToolTip(f"{HINT}\n{KEYS}")
        self._line.setEnabled(False)
        self._preview.setTextFormat(Qt.TextFormat.PlainText)
        self._preview.setWordWrap(True)
        self._preview.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.GRID, theme.GRID // 2, 2 * theme.GRID, theme.GRID // 2)
        column.setSpacing(theme.GRID // 2)
        column.addWidget(self._line)
        column.addWidget(self._preview)
        column.addWidget(self.forms)

    # -- coming and going -------------------------------------------------------------------------

    def take(self) -> None:
        """Put the cursor into the line, and remember where to go back to."""
        widget = QApplication.focusWidget()
        if widget is not self._line:
            self._back = []
            while widget is not None:
                self._back.append(widget)
                widget = widget.parentWidget()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def leave(self) -> None:
        """Empty the line and go back to where one was; the text can be brought back."""
        self._last = self._line.text().strip() or self._last
        self._line.clear()
        # A cell's editor is gone by now, its table is not.
        for widget in self._back:
            if isValid(widget) and widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.focusNextChild()

    def unfinished(self) -> int:
        """How many cases have a line that was not stored."""
        return len(self._session.unstored.lines(QUICK_ENTRY))

    def _on_changed(self, _change_set: object) -> None:
        case = self._session.case
        case_id = case.id if case else ""
        self._line.setEnabled(case is not None)
        if case_id == self._case:
            self._on_text()
            return
        self._case = case_id
        self._line.setText(self._session.unstored.line(case_id, QUICK_ENTRY))
        self._on_text()

    # -- reading ----------------------------------------------------------------------------------

    def _on_text(self) -> None:
        self._found, self._problem, self._chosen = (), "", -1
        case, text = self._session.case, self._line.text().strip()
        if case is not None:
            kept = "" if text == "?" else self._line.text()  # with its last space, to be typed on
            self._session.unstored.keep_line(case, case.patient, QUICK_ENTRY, kept)
        if case is not None and text not in ("", "?"):
            try:
                self._found = entries(text, case)
            except Problem as problem:
                self._problem = str(problem)
        self._show(State.PLAIN)

    def mark_next(self, step: int) -> None:
        """Mark the next reading, or the one before."""
        if len(self._found) > 1:
            start = -1 if self._chosen < 0 and step > 0 else max(self._chosen, 0)
            self._chosen = (start + step) % len(self._found)
            self._show(State.ASKED)

    def recall(self) -> bool:
        """Bring the last line back into an empty one."""
        if self._line.text() or not self._last:
            return False
        self._line.setText(self._last)
        return True

    def _on_return(self) -> None:
        if len(self._found) > 1 and self._chosen < 0:
            self._chosen = 0
            self._show(State.ASKED)
            self._session.said.emit(f"Quick entry: {ASKED}")
        elif self._found:
            self._store(self._found[max(self._chosen, 0)])
        elif self._problem:
            self._show(State.UNREAD)
            self._session.said.emit(f"Quick entry: {self._problem}")

    def _store(self, entry: Entry) -> None:
        text = self._line.text().strip()
        if self._session.apply(f"Quick entry “{text}”", entry.changes):
            self._last = text
            self._line.clear()
            self._session.said.emit(f"Stored: {'; '.join(entry.words)}. Ctrl+Z takes it back.")

    # -- what is shown ----------------------------------------------------------------------------

    def show_now(self) -> None:
        """Bring the words under the line up to date with what is typed and where the cursor is."""
        self._show(State(self._line.property("state") or ""))

    def _show(self, state: State) -> None:
        text = self._line.text().strip()
        words = self._words(text)
        self._preview.setText(words)
        self._preview.setVisible(bool(words))
        self.forms.setVisible(text == "?")
        self._line.setAccessibleDescription(words)
        for widget in (self._line, self._preview):
            _restyle(widget, state)

    def _words(self, text: str) -> str:
        if not text:
            return f"{HINT}\n{KEYS}" if self._line.hasFocus() else ""
        if text == "?":
            return "All forms; PgUp and PgDown go through them."
        if self._problem:
            return self._problem
        if len(self._found) == 1:
            return "\n".join(self._found[0].words)
        listed = (
            f"{'▸' if place == self._chosen else '   '} {place + 1}  {'; '.join(entry.words)}"
            for place, entry in enumerate(self._found)
        )
        return "\n".join((ASKED, *listed))


class _Line(QLineEdit):
    """The line; keys that mean more elsewhere go there."""

    def __init__(self, entry: QuickEntry) -> None:
        """A line of `entry`."""
        super().__init__(entry)
        self._entry = entry

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the window's while nothing is typed here."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_the_window_s(cast(QKeyEvent, event)):
            event.ignore()
            return False
        return super().event(event)

    def _is_the_window_s(self, event: QKeyEvent) -> bool:
        steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        return event.keyCombination() in WINDOW_S or (
            not self.text() and any(event.matches(step) for step in steps)
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the hint."""
        super().focusInEvent(event)
        self._entry.show_now()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the hint away; what is typed stays, not stored."""
        super().focusOutEvent(event)
        self._entry.show_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, F7 and the arrows go through the readings, the arrow up brings back the last line."""
        match event.key():
            case Qt.Key.Key_Escape:
                self._entry.leave()
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self._entry.forms.scroll_by(1 if event.key() == Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_F7 | Qt.Key.Key_Down:
                self._entry.mark_next(1)
            case Qt.Key.Key_Up:
                if not self._entry.recall():
                    self._entry.mark_next(-1)
            case _:
                super().keyPressEvent(event)


def _restyle(widget: QWidget, state: State) -> None:
    if widget.property("state") != state.value:
        widget.setProperty("state", state.value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
