"""Table 1 as it is looked at: a cell answers for the patients it counts."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from aic_desktop.reporting.cohort import Row
from aic_desktop.services.cohort import CohortSummary
from aic_desktop.ui import theme
from aic_desktop.ui.models.table1 import Table1Model


class Table1View(QTreeView):
    """A tree that is always open: its levels are told by indentation alone."""

    cell_chosen = Signal(object, int)  # a Row and the number of the column of patients
    cell_opened = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until `show_summary`."""
        super().__init__(parent)
        self.figures = Table1Model(self)
        self.setModel(self.figures)
        self.setAccessibleName("Table 1")
        self.setToolTip("Space lists the patients of a figure, Enter opens the only one")
        self.setUniformRowHeights(True)
        theme.dress(self, "figures")
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(2 * theme.GRID)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_opened)

    def show_summary(self, summary: CohortSummary) -> None:
        """Show a table; where the reader was, as far as it is there again."""
        at = self.verticalScrollBar().value()
        self.figures.fill(summary.table, QColor(theme.tokens(self.palette(), self.font()).quiet))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)
        self.expandAll()
        for row in range(self.figures.rowCount()):
            if self.figures.item(row, 0).hasChildren():
                self.setFirstColumnSpanned(row, QModelIndex(), True)
        self.verticalScrollBar().setValue(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space lists the patients of the figure in hand, Enter opens the only one."""
        if event.key() == Qt.Key.Key_Space:
            self._on_clicked(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_opened(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """No branches: there is nothing to fold."""

    def _on_clicked(self, index: QModelIndex) -> None:
        if (cell := self._cell(index)) is not None:
            self.cell_chosen.emit(*cell)

    def _on_opened(self, index: QModelIndex) -> None:
        if (cell := self._cell(index)) is not None:
            self.cell_opened.emit(*cell)

    def _cell(self, index: QModelIndex) -> tuple[Row, int] | None:
        """The row and column of a figure; of a name, the figure of the first column."""
        row = self.figures.row_at(index)
        if row is None:
            return None
        column = max(0, index.column() - 1)
        return (row, column) if column < len(row.figures) else None
