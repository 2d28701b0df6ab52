"""The forms that quick entry reads, as a table under its line."""

from html import escape
from itertools import zip_longest

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QTextBrowser

from aic_desktop.domain.shorthand import GRAMMAR

MOST_OF_THE_WINDOW = 0.35


class FormsTable(QTextBrowser):
    """Leaves the course of the case in sight: what does not fit is scrolled, from the line as well."""

    def __init__(self) -> None:
        """All forms, in two columns."""
        super().__init__()
        self.setAccessibleName("Forms of quick entry")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHtml(_table())
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as its text, and no higher than leaves room for the case."""
        super().resizeEvent(event)
        whole = round(self.document().size().height()) + 2
        height = min(whole, round(self.window().height() * MOST_OF_THE_WINDOW))
        if height != self.height():
            self.setFixedHeight(height)

    def scroll_by(self, pages: int) -> None:
        """A page on or back."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())


def _table() -> str:
    cells = [
        f"<td><b>{escape(form)}</b></td><td style='padding-left:8px;padding-right:24px'>{escape(makes)}</td>"
        for form, makes in GRAMMAR
    ]
    half = (len(cells) + 1) // 2
    rows = zip_longest(cells[:half], cells[half:], fillvalue="")
    return "<table>" + "".join(f"<tr>{left}{right}</tr>" for left, right in rows) + "</table>"
