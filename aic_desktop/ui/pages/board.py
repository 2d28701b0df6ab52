"""The completeness board: which of the cases in the list lack what, and the way to the field."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QStyle,
    QStyleOptionHeader,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.services.completeness import CompletenessBoard
from aic_desktop.services.ports import CaseRow, StoreError
from aic_desktop.ui import theme
from aic_desktop.ui.models.board import COLUMNS, MARKS, PERCENT, BoardModel

PORTION = 5  # cases read between two events: some 20 ms
SHOWN_EVERY = 500  # cases after which what has been counted is shown
_HOW = (
    "Under a heading: how many cases are blank there · Enter or a click goes to the field"
    " · Space sorts by the column · letters search"
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class UprightHeader(QHeaderView):
    """Headings written upwards, and under each in how many cases it is blank."""

    def __init__(self, model: BoardModel, parent: QWidget) -> None:
        """Of the table with this model."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._board = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(2 * theme.GRID)

    def sizeHint(self) -> QSize:
        """As high as the longest heading and the number under it."""
        metrics = self.fontMetrics()
        longest = max(metrics.horizontalAdvance(column.heading) for column in COLUMNS)
        return QSize(super().sizeHint().width(), longest + 2 * metrics.height() + 2 * theme.GRID)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """The section as the style draws it, with the text turned."""
        option = QStyleOptionHeader()
        self.initStyleOption(option)
        option.rect = rect
        self.style().drawControl(QStyle.ControlElement.CE_HeaderSection, option, painter, self)
        painter.save()
        foot = self.fontMetrics().height() + theme.GRID // 2
        heading = COLUMNS[section].heading
        if section == self.sortIndicatorSection():
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
            backwards = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            heading = f"{heading} {'↑' if backwards else '↓'}"
        if section == 0:
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(rect.adjusted(theme.GRID, 0, 0, -theme.GRID // 2), flags, heading)
        else:
            number = QRect(rect.left(), rect.bottom() - foot, rect.width(), foot)
            painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(self._board.blanks(section)))
            painter.translate(rect.left(), rect.bottom() - foot)
            painter.rotate(-90)
            along = QRect(theme.GRID // 2, 0, rect.height() - foot, rect.width())
            painter.drawText(along, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, heading)
        painter.restore()


class BoardTable(QTableView):
    """Enter or a click asks for a cell, Space sorts by its column, letters narrow the list of cases."""

    wanted = Signal(object)  # the QModelIndex
    typed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space."""
        current = self.currentIndex()
        if event.key() in _ENTER and current.isValid():
            self.wanted.emit(current)
        elif event.key() == Qt.Key.Key_Space and current.isValid():
            self._sort_by(current.column())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, text: str) -> None:
        """Typing looks for cases where they are always looked for."""
        self.typed.emit(text)

    def _sort_by(self, column: int) -> None:
        header = self.horizontalHeader()
        upwards, downwards = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        again = header.sortIndicatorSection() == column and header.sortIndicatorOrder() == upwards
        self.sortByColumn(column, downwards if again else upwards)
        self.scrollTo(self.currentIndex())


class BoardPage(QWidget):
    """Always of the very cases that the list shows; worked out in portions, so that nobody has to wait."""

    place_requested = Signal(object, object)  # the id of a case; the Mark to go to, or None
    typed = Signal(str)  # letters that look for a case
    said = Signal(str)

    def __init__(self, board: CompletenessBoard, parent: QWidget | None = None) -> None:
        """Nothing is worked out before the page is shown."""
        super().__init__(parent)
        self._board = board
        self._cases: tuple[str, ...] = ()
        self._waiting: list[str] = []  # cases still to be read, the next one last
        self._stale = True  # cases may have changed in the registry
        self._renewed = False  # other cases are to be shown
        self.model = BoardModel(self)
        self.table = BoardTable()
        self._title, self._foot = QLabel(), QLabel()
        self._pages = QStackedWidget()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._on_later)
        self._build()
        self.table.wanted.connect(self._on_wanted)
        self.table.clicked.connect(self._on_wanted)
        self.table.typed.connect(self.typed)
        self.table.selectionModel().currentChanged.connect(self._on_current)

    def show_cases(self, cases: Sequence[CaseRow]) -> None:
        """Show these cases: at once if the page can be seen."""
        self._cases = tuple(row.id for row in cases)
        self._renewed = True
        if self.isVisible():
            self._later.start()

    def outdate(self) -> None:
        """Cases may have changed: look again, at once if the page can be seen."""
        self._stale = True
        if self.isVisible():
            self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Work out what has changed while nobody looked."""
        super().showEvent(event)
        self.outdate()

    @property
    def busy(self) -> bool:
        """Cases are still to be worked out."""
        return self._stale or self._renewed or bool(self._waiting)

    # -- working it out ---------------------------------------------------------------------------

    def _on_later(self) -> None:
        """One portion, and then let the window have its turn."""
        try:
            if self._stale:
                self._board.refresh()
            if self._stale or self._renewed:
                self._waiting = list(reversed(self._board.outstanding(self._cases)))
                self._stale = self._renewed = False
            portion, self._waiting = self._waiting[-PORTION:], self._waiting[:-PORTION]
            self._board.read(list(reversed(portion)))
        except StoreError as words:
            self._waiting, self._stale, self._renewed = [], False, False
            self.said.emit(str(words))
        if not self._waiting:
            self._show()
        elif self.isVisible():
            self._tell_progress()
            self._later.start()
        else:  # go on when somebody looks again
            self._stale = True

    def _tell_progress(self) -> None:
        done, total = len(self._cases) - len(self._waiting), len(self._cases)
        self._title.setText(f"Completeness: counting {done:,} of {total:,} …")
        if done == PORTION or done % SHOWN_EVERY < PORTION:
            self._fill()

    def _show(self) -> None:
        self._fill()
        rows = self._board.rows(self._cases)
        self._pages.setCurrentIndex(0 if rows else 1)
        asked, known = sum(row.asked for row in rows), sum(row.known for row in rows)
        cases = f"{len(rows):,} case{'' if len(rows) == 1 else 's'}"
        whole = sum(row.asked == row.known for row in rows)
        overall = f": {100 * known // asked} % · {whole:,} with nothing blank" if asked else ""
        self._title.setText(f"Completeness of {cases}{overall}" if rows else "Completeness")

    def _fill(self) -> None:
        """Show what has been worked out; the cell in hand stays that of its case."""
        current = self.table.currentIndex()
        held, column = self.model.row_at(current), max(current.column(), 0)
        tokens = theme.tokens(self.palette(), self.font())
        self.model.fill(self._board.rows(self._cases), QColor(tokens.warning_wash))
        place = max(self.model.place_of(held.id), 0) if held else 0
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(place, column))
        self._pages.setCurrentIndex(0)
        self._make_room()
        self._tell_current()

    def _make_room(self) -> None:
        """Columns as narrow as the largest number under a heading allows."""
        header = self.table.horizontalHeader()
        width = self.fontMetrics().horizontalAdvance("0" * max(len(str(self.model.rowCount())), 3))
        if header.sectionSize(header.count() - 1) == width + theme.GRID // 2:
            return
        for section in range(1, header.count()):
            header.resizeSection(section, width + theme.GRID // 2)
        header.resizeSection(COLUMNS.index(PERCENT), width + 2 * theme.GRID)

    # -- what the user does -----------------------------------------------------------------------

    def _on_wanted(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None:
            self.place_requested.emit(row.id, self.model.mark_at(index))

    def _on_current(self, _current: QModelIndex) -> None:
        self._tell_current()

    def _tell_current(self) -> None:
        """What the cell in hand says, and its column over all cases."""
        index = self.table.currentIndex()
        said = (self.model.words(index), self.model.summary(index.column())) if index.isValid() else ()
        self._foot.setText("\n".join(said))

    # -- layout -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setAccessibleName("Completeness")
        self.setFocusProxy(self.table)
        theme.dress(self._title, "title")
        shapes = "   ".join(f"{mark} {state.label}" for state, mark in MARKS.items())
        legend = QLabel(f"{shapes}\n{_HOW}")
        for label in (legend, self._foot):
            theme.dress(label, "small")
            label.setWordWrap(True)
        self._title.setWordWrap(True)
        self._build_table()
        nobody = QLabel("No case to look at: enter one, or widen the search on the left.")
        nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.dress(nobody, "quiet")
        self._pages.addWidget(self.table)
        self._pages.addWidget(nobody)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.GRID,) * 4)
        column.setSpacing(theme.GRID)
        column.addWidget(self._title)
        column.addWidget(legend)
        column.addWidget(self._pages, 1)
        column.addWidget(self._foot)

    def _build_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        header = UprightHeader(self.model, table)
        table.setHorizontalHeader(header)
        table.setAccessibleName("Completeness, a row per case")
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(3 * theme.GRID)
        header.resizeSection(0, 10 * theme.GRID)
