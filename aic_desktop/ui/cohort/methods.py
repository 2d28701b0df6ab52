"""The methods paragraph of what is shown, ready to be copied into a manuscript."""

from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from aic_desktop.services.cohort import Cohorts, CohortSummary
from aic_desktop.services.cohort_reports import methods_of
from aic_desktop.services.ports import StoreError
from aic_desktop.ui import theme


class MethodsTab(QWidget):
    """Written anew whenever it is looked at after something changed."""

    def __init__(self, cohorts: Cohorts, parent: QWidget | None = None) -> None:
        """Empty until `show_summary`."""
        super().__init__(parent)
        self._cohorts = cohorts
        self._summary: CohortSummary | None = None
        self._selection = ""
        self._clocks: tuple[str, ...] = ()
        self.text = QPlainTextEdit()
        self._build()

    def show_summary(self, summary: CohortSummary, selection: str) -> None:
        """Of these patients; `selection` says which of all they are, "" for all."""
        self._summary, self._selection = summary, selection
        self._write()

    def show_clocks(self, clocks: tuple[str, ...]) -> None:
        """With the questions of time to event that are drawn."""
        self._clocks = clocks
        self._write()

    def showEvent(self, event: QShowEvent) -> None:
        """Write what nobody looked at before."""
        super().showEvent(event)
        self._write()

    def copy(self) -> None:
        """The paragraph to the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _write(self) -> None:
        if self._summary is None or not self.isVisible():
            return
        try:
            words = methods_of(self._cohorts, self._summary, self._selection, self._clocks)
        except StoreError as refusal:
            words = str(refusal)
        self.text.setPlainText(words)

    def _build(self) -> None:
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Methods")
        copy = QPushButton("&Copy")
        copy.setToolTip("The paragraph to the clipboard")
        copy.setAutoDefault(True)
        copy.clicked.connect(self.copy)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.text, 1)
        column.addLayout(foot)
