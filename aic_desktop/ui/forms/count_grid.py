"""The counts grid with its line for adding an analyte."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Count, RecordId
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import readings
from aic_desktop.services.printout import block_of, text_of_block
from aic_desktop.ui import theme
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.forms.field_edit import FieldEdit
from aic_desktop.ui.forms.printout_preview import PrintoutPreview
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.models.count_grid import CountGridModel


class CountsView(CellsView):
    """The grid's table: a print-out is shown before it is taken in, a bare block goes into the cells."""

    def __init__(self, model: CountGridModel, preview: PrintoutPreview, parent: QWidget) -> None:
        """Shows `model`; print-outs go to `preview`."""
        super().__init__(model, parent)
        self._grid = model
        self._preview = preview

    def paste(self, text: str) -> None:
        """A print-out by its titles; a block goes into rows that have a day, or is shown like a print-out."""
        if self._preview.take(text) or self._preview.take(self._titled(text)):
            self._preview.shown.emit()
        else:
            super().paste(text)

    def _titled(self, text: str) -> str:
        """A block with the titles of the columns it is pasted into, where it needs rows of its own."""
        first = min(self.selectedIndexes(), default=self.currentIndex())
        try:
            block = block_of(text)
        except Problem:
            return ""
        rows = range(first.row(), first.row() + len(block))
        if sum(map(len, block)) < 2 or all(self._grid.has_day(row) for row in rows):
            return ""
        return text_of_block([self._grid.titles(first.column()), *block])


class CountGrid(QWidget):
    """Days down, analytes across, typed like a spreadsheet."""

    def __init__(self, session: CaseSession) -> None:
        """Follows the session."""
        super().__init__()
        self.model = CountGridModel(session)
        self.preview = PrintoutPreview(session)
        self.view = CountsView(self.model, self.preview, self)
        self.view.setAccessibleName("Counts")
        self.view.verticalHeader().hide()
        self.view.horizontalHeader().setMinimumHeight(2 * self.fontMetrics().height() + 8)
        self._said = session.said
        self._add = FieldEdit(field_of(Count, "analyte"))
        self._add.setPlaceholderText("add an analyte")
        self._add.offer(None)
        self._add.setFixedWidth(220)
        self._add.entered.connect(self._on_add)
        hint = QLabel(
            "A row a day: 58 · 58-61 · 12.3.2024   Values: 5 · <3 · 2-9 · 142.000/µl   "
            "Print-outs: Ctrl+V, or Ctrl+L from a file"
        )
        theme.dress(hint, "small")
        top = QHBoxLayout()
        hint.setMinimumWidth(1)  # gives way in a narrow window
        top.addWidget(hint, 1)
        top.addWidget(self._add)
        grid = QWidget()
        column = QVBoxLayout(grid)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.view)
        self._pages = QStackedWidget()
        self._pages.addWidget(grid)
        self._pages.addWidget(self.preview)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        outer.addWidget(self._pages)
        self.setTabOrder(self._add, self.view)
        self.preview.shown.connect(self._on_preview)
        self.preview.finished.connect(self._on_grid)
        session.changed.connect(self._on_changed)
        self.model.modelReset.connect(self._on_reset)
        self.model.columnsInserted.connect(self.view.fit_columns)

    @property
    def part(self) -> QWidget:
        """What keys go to: the grid, or the print-out shown in its place."""
        return self.preview.table if self._pages.currentWidget() is self.preview else self.view

    def show_printout(self, text: str, source: str) -> None:
        """Show a print-out from a file in the place of the grid; Problem when the text is none."""
        self.preview.open(text, source)
        self._on_preview()

    def _on_preview(self) -> None:
        self._pages.setCurrentWidget(self.preview)
        self.preview.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_grid(self) -> None:
        self._pages.setCurrentIndex(0)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, _change_set: object) -> None:
        """A print-out of this case waits as it was left; that of another waits for its own."""
        self._add.offer(self.model.session.case)
        self._pages.setCurrentIndex(1 if self.preview.busy else 0)
        self.preview.read()

    def _on_reset(self) -> None:
        self.view.fit_columns()
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(self.model.rowCount() - 1, 0))
            self.view.scrollToBottom()

    def _on_add(self) -> None:
        if not self._add.isModified() or not self._add.text().strip():
            return
        codes = self.model.codes
        (name,) = readings(self._add.field, self._add.text(), codes=codes)
        self._add.setModified(False)
        if name not in codes.analytes:
            self._said.emit(f"“{name}” is not in the list of analytes; pick one of the list (F9).")
            return
        column = self.model.add_analyte(str(name))
        self._add.clear()
        self.view.setCurrentIndex(self.model.index(self.model.rowCount() - 1, column))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def select(self, record_id: RecordId) -> bool:
        """Make a count's cell the one in hand."""
        place = self.model.place_of(record_id)
        if place.isValid():
            self._pages.setCurrentIndex(0)
            self.view.setCurrentIndex(place)
            self.view.scrollTo(place)
        return place.isValid()

    def flush(self) -> None:
        """Commit the cell being edited."""
        self.view.flush()
