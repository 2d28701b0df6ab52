"""A table whose selection is worked on like that of a spreadsheet, each time as one step to undo."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QTableView, QWidget

from aic_desktop.domain.changes import deletion
from aic_desktop.domain.problem import Problem
from aic_desktop.services.printout import block_of, text_of_block
from aic_desktop.ui.models.cells import CellsModel, Place

_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class BlocksView(QTableView):
    """Keys: Ctrl+C, X, V; Ctrl+D and Ctrl+R fill down and right; Del clears, Ctrl+Del takes rows out."""

    def __init__(self, model: CellsModel, parent: QWidget | None = None) -> None:
        """Shows `model`."""
        super().__init__(parent)
        self.setModel(model)
        self._cells = model

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether the key was one of those every spreadsheet has."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.clear_cells("Cut")
        elif control and event.key() in (Qt.Key.Key_D, Qt.Key.Key_R):
            self.fill(event.key() == Qt.Key.Key_D)
        elif event.key() in _DELETE:
            self.take_out_rows() if control else self.clear_cells("Clear")
        else:
            return False
        return True

    def copy(self) -> None:
        """What was typed into the selected cells, for a spreadsheet: tabs between them, a line a row."""
        lines: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes()):
            lines.setdefault(index.row(), []).append(self._typed(index))
        if lines:
            QGuiApplication.clipboard().setText(text_of_block(list(lines.values())))

    def paste(self, text: str) -> None:
        """A copied block from the first selected cell on; a single text into every selected cell."""
        try:
            block = block_of(text)
        except Problem as problem:
            self._cells.session.said.emit(str(problem))
            return
        chosen = sorted(self.selectedIndexes()) or [self.currentIndex()]
        if not block or not chosen[0].isValid():
            return
        if len(block) == 1 and len(block[0]) == 1:
            self._type_all("Paste", {(index.row(), index.column()): block[0][0] for index in chosen})
            return
        top, left = chosen[0].row(), chosen[0].column()
        texts = {(top + r, left + c): cell for r, line in enumerate(block) for c, cell in enumerate(line)}
        fits = {place: cell for place, cell in texts.items() if place[1] < self._cells.columnCount()}
        self._type_all("Paste", fits)
        if len(fits) < len(texts):
            self._cells.session.said.emit(
                "The pasted block is wider than the table: its last columns are left out."
            )

    def fill(self, down: bool) -> None:
        """The first selected row into the others, or column; of one alone, what stands before it into it."""
        chosen = sorted(self.selectedIndexes())
        if not chosen:
            return
        along = {index.row() if down else index.column() for index in chosen}
        source = min(along) if len(along) > 1 else min(along) - 1
        if source < 0:
            return
        texts = {}
        for index in chosen:
            if (index.row() if down else index.column()) > source:
                place = (source, index.column()) if down else (index.row(), source)
                texts[index.row(), index.column()] = self._typed(index.sibling(*place))
        self._type_all("Fill down" if down else "Fill right", texts)

    def clear_cells(self, verb: str) -> None:
        """Empty the selected cells."""
        self._type_all(verb, {(index.row(), index.column()): "" for index in self.selectedIndexes()})

    def take_out_rows(self) -> None:
        """Delete the records of the selected rows, with all they own."""
        case = self._cells.session.case
        rows = sorted({index.row() for index in self.selectedIndexes()})
        held = [r for row in rows for r in self._cells.row_records(row) if case and case.find(r.id)]
        if case is not None and len(held) == 1:
            self._cells.session.delete(held[0])
        elif case is not None and held:
            changes = tuple(change for record in held for change in deletion(case, record))
            self._cells.session.apply(f"Delete {len(held)} records", changes)

    def _typed(self, index: QModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.EditRole) or "")

    def _type_all(self, verb: str, texts: dict[Place, str]) -> None:
        if len(texts) == 1:
            ((place, text),) = texts.items()
            self._cells.setData(self._cells.index(*place), text)
        elif texts:
            self._cells.type_all(f"{verb}, {len(texts)} cells", texts)
