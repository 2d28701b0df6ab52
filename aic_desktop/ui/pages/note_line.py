"""The line at the foot of a case in which the note beside a value is written."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from aic_desktop.ui.forms.session import CaseSession, Request


class NoteLine(QWidget):
    """Hidden until a field asks for it with F4; Enter stores the note, Esc leaves it as it was."""

    def __init__(self, session: CaseSession) -> None:
        """Writes through `session`."""
        super().__init__()
        self._session = session
        self._request: Request | None = None
        self._head = QLabel()
        self._line = QLineEdit()
        self._line.setPlaceholderText(
            "Where it comes from, in the words of the source. Enter stores, Esc leaves."
        )
        self._head.setBuddy(self._line)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self._head)
        row.addWidget(self._line, 1)
        self._line.returnPressed.connect(self._on_return)
        self.hide()

    def take(self, request: Request) -> None:
        """Show the note of the field that asked."""
        self._request = request
        self._head.setText(f"Note to {request.field.label}:")
        self._line.setAccessibleName(self._head.text())
        self._line.setText(request.records[0].cell(request.field.name).note)
        self._line.setModified(False)
        self.show()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the note as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def flush(self) -> None:
        """Store a note that was changed."""
        if self._request is not None and self._line.isModified():
            self._line.setModified(False)
            self._session.set_note(self._request, self._line.text())

    def _on_return(self) -> None:
        self.flush()
        self._leave()

    def _leave(self) -> None:
        request, self._request = self._request, None
        self.hide()
        if request is not None:
            request.where.setFocus(Qt.FocusReason.OtherFocusReason)
