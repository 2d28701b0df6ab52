"""The preview of a pasted print-out: how it was understood, corrected in place, taken in by Enter."""

from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RecordId
from aic_desktop.services.printout import (
    Printout,
    Role,
    Sheet,
    State,
    changes,
    next_choice,
    sheet_of,
    understood,
)
from aic_desktop.ui import theme
from aic_desktop.ui.forms.cells_view import MarkedDelegate
from aic_desktop.ui.forms.session import CaseSession
from aic_desktop.ui.models.printout import PrintoutModel

HINT = (
    "Enter takes in · F2 or typing corrects a cell or a title · F7 takes the other reading of a column · "
    "Esc goes back, nothing stored"
)
PLACE = Qt.ItemDataRole.UserRole + 1
_WIDEST = 260


@dataclass(slots=True)
class _Work:
    """A print-out of one case until all of it is taken in or given up."""

    sheet: Sheet
    source: str = ""  # the file it is from, "" for the clipboard
    picked: dict[int, str] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)  # lines of which everything is taken in


class PrintoutTable(QTableView):
    """Keys: Enter takes in, F7 the other reading, Esc back; Tab goes on to what needs a look."""

    taken = Signal()
    other = Signal()
    left = Signal()

    def __init__(self, model: PrintoutModel, parent: QWidget) -> None:
        """Shows `model`."""
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(MarkedDelegate(self))
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setAccessibleName("Print-out as understood")
        self.horizontalHeader().setMinimumHeight(2 * self.fontMetrics().height() + 8)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a key does where no cell is being corrected."""
        key = event.key()
        if self.state() is QAbstractItemView.State.EditingState:
            event.accept()  # of the line that corrects a cell, which lets Enter through
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif key == Qt.Key.Key_F7:
            self.other.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.model().setData(self.currentIndex(), "")
        else:
            super().keyPressEvent(event)


class PrintoutPreview(QWidget):
    """What a print-out would add to the case in hand, and all of it that needs a look first."""

    shown = Signal()  # a print-out was pasted
    finished = Signal()  # nothing of it is left to do, or it was given up

    def __init__(self, session: CaseSession) -> None:
        """Empty until `take`."""
        super().__init__()
        self._session = session
        self._works: dict[RecordId, _Work] = {}
        self._printout: Printout | None = None
        self._model = PrintoutModel(self)
        self._model.corrected.connect(self._on_corrected)
        self.table = PrintoutTable(self._model, self)
        self.table.taken.connect(self.take_in)
        self.table.other.connect(self._on_other)
        self.table.left.connect(self.give_up)
        self.summary = QLabel()
        theme.dress(self.summary, "heading")
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName("What needs a look")
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemClicked.connect(self._on_activated)
        self.button = QPushButton()
        self.button.clicked.connect(self.take_in)
        self.back = QPushButton("&Back to the grid")
        self.back.clicked.connect(self.give_up)
        self._lay_out()

    def _lay_out(self) -> None:
        hint = QLabel(HINT)
        theme.dress(hint, "small")
        hint.setMinimumWidth(1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.list)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.addWidget(hint, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(split, 1)
        column.addLayout(foot)
        for first, second in ((self.table, self.list), (self.list, self.button), (self.button, self.back)):
            self.setTabOrder(first, second)

    # -- what is shown ----------------------------------------------------------------------------

    def take(self, text: str) -> bool:
        """Show a pasted print-out; False when the text is none."""
        try:
            self.open(text)
        except Problem:
            return False
        return True

    def open(self, text: str, source: str = "") -> None:
        """Show a print-out pasted or from a file of that name; Problem when the text is none."""
        case = self._session.case
        if case is None:
            raise Problem("Open a case first: a print-out belongs to one.")
        self._works[case.id] = _Work(sheet_of(text, case.codes), source)
        self.read()
        self._fit()
        needing = [place for place in self._places() if place[0]]
        row, column = needing[0] if needing else (0, 0)
        self.table.setCurrentIndex(self._model.index(row, column))

    @property
    def busy(self) -> bool:
        """Whether a print-out of the case in hand waits here."""
        return self._session.case is not None and self._session.case.id in self._works

    def read(self) -> None:
        """Read the print-out again, against the case as it is now."""
        case = self._session.case
        if case is None or case.id not in self._works:
            return
        work = self._works[case.id]
        self._printout = understood(work.sheet, case, work.picked)
        self._model.show(work.sheet, self._printout)
        for row in range(self._model.rowCount()):
            self.table.setRowHidden(row, row in work.done)
        self._show_list(work.sheet, self._printout)
        self._say(self._printout)

    def _fit(self) -> None:
        self.table.resizeColumnsToContents()
        for column in range(self._model.columnCount()):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column) + 12, _WIDEST))

    def _say(self, printout: Printout) -> None:
        ready, refused = len(printout.entries), len(printout.places(State.REFUSED))
        asked = len(printout.places(State.ASKED))
        parts = [f"{_many(ready, 'value')} can be taken in"]
        parts += [f"{_many(refused, 'cell')} cannot be read"] * bool(refused)
        parts += [f"{_many(asked, 'cell')} can be read in two ways"] * bool(asked)
        settled = len(printout.places(State.SETTLED))
        parts += [f"{settled} marked ! to look at"] * bool(settled)
        same = len(printout.places(State.SAME))
        parts += [f"{_many(same, 'value')} recorded already"] * bool(same)
        self.summary.setText(" · ".join(parts))
        self.button.setText(f"&Take in {_many(ready, 'value')}")
        self.button.setEnabled(bool(ready))

    def _places(self) -> list[tuple[int, int]]:
        """Cells that need a look: first those that are not taken."""
        if self._printout is None:
            return []
        stopped = self._printout.places(State.REFUSED, State.ASKED)
        return [*stopped, *self._printout.places(State.SETTLED)]

    def _show_list(self, sheet: Sheet, printout: Printout) -> None:
        self.list.clear()
        if sheet.turned:
            self._add("Printed with the days across: shown with the days down.", (0, 0))
        for row, column in self._places():
            cell, heading = printout.cells[row - 1][column], printout.columns[column].heading
            sign = {State.REFUSED: "✗ ", State.ASKED: "? "}.get(cell.state, "! ")
            self._add(f"{sign}Line {row}, {heading} “{cell.text}”: {cell.words}", (row, column))
        for at, taken in enumerate(printout.columns):
            if taken.words:
                self._add(f"{'! ' if taken.doubtful else ''}{taken.heading}: {taken.words}", (0, at))
        if sheet.above:
            self._add(f"Above the titles, not taken: {' / '.join(sheet.above)}", (0, 0))

    def _add(self, words: str, place: tuple[int, int]) -> None:
        item = QListWidgetItem(words)
        item.setData(PLACE, place)
        self.list.addItem(item)

    # -- what is done -----------------------------------------------------------------------------

    def take_in(self) -> None:
        """Store all that is understood as one step; what is not stays here to be corrected."""
        case = self._session.case
        if case is None or self._printout is None or not self.busy:
            return
        count = len(self._printout.entries)
        if not count:
            self._session.said.emit("Nothing here can be taken in yet: correct a cell, or go back by Esc.")
            return
        work, still = self._works.pop(case.id), self._printout.open_rows()
        label = (
            f"{_many(count, 'count')} from {work.source}"
            if work.source
            else f"Paste of {_many(count, 'count')}"
        )
        stored = self._session.apply(label, changes(self._printout, case))
        if stored and not still:
            self._session.said.emit(f"{_many(count, 'value')} taken in. Undo takes all of them back.")
            self.give_up()
            return
        self._works[case.id] = work
        if stored:
            work.done = {row for row in range(1, len(work.sheet.cells)) if row not in still}
        self.shown.emit()
        self.read()
        if not stored:
            return
        self._session.said.emit(
            f"{_many(count, 'value')} taken in. {_many(len(still), 'line')} left here to be corrected."
        )

    def give_up(self) -> None:
        """Leave what is not stored."""
        if self._session.case is not None:
            self._works.pop(self._session.case.id, None)
        self._printout = None
        self.finished.emit()

    def _on_corrected(self, row: int, column: int, text: str) -> None:
        if self._session.case is not None and self.busy:
            work = self._works[self._session.case.id]
            work.sheet = work.sheet.corrected(row, column, text)
            self.read()

    def _on_other(self) -> None:
        case, at = self._session.case, self.table.currentIndex().column()
        if case is None or self._printout is None or at < 0:
            return
        column = self._printout.columns[at]
        if column.role in (Role.DAY, Role.VALUE):
            self._works[case.id].picked[at] = next_choice(column.settled_by, column.role is Role.DAY)
            self.read()

    def _on_activated(self, item: QListWidgetItem) -> None:
        row, column = item.data(PLACE)
        index: QModelIndex = self._model.index(row, column)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
