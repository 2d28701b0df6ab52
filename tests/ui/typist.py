"""Types a whole case into the window by key events alone, wherever the focus is, as a clinician would."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.records import RECORD_OF, Cell, Count, Record
from aic_desktop.domain.spec import Field, Kind, field_of, fields_of
from aic_desktop.domain.text import shown, title_of
from aic_desktop.ui.commands import TABS
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.forms.field_edit import FieldEdit
from aic_desktop.ui.forms.layout import GROUPS
from aic_desktop.ui.models.count_grid import CountGridModel
from aic_desktop.ui.pages.case import MISSING_WORDS

Key, Modifier = Qt.Key, Qt.KeyboardModifier
REASON_KEYS = {
    reason: words[words.index("&") + 1].lower() for words, reason in MISSING_WORDS.items() if reason
}


def focused() -> QWidget:
    """The widget that keys go to now."""
    widget = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    """One key, and whatever it sets off."""
    QTest.keyClick(focused(), key, modifier)
    QApplication.processEvents()
    settle()


def settle() -> None:
    """Give the window back what a list or menu took from it, as a desktop does; offscreen there is none."""
    widget = QApplication.focusWidget()
    if QApplication.activePopupWidget() is None and widget is not None and not widget.isActiveWindow():
        widget.activateWindow()
        QApplication.processEvents()


def write(text: str) -> None:
    """The characters of a text, each to whatever has the focus by then."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            # QTest stops the process at what has no ASCII, such as ×, ⁸ and μ.
            QApplication.sendEvent(focused(), QKeyEvent(kind, 0, Modifier.NoModifier, character))


class Typist:
    """Fills the case page in hand with what `case` holds; notes beside the values are left out."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def words(self, record: Record, field: Field) -> str:
        """What is typed for a field."""
        value = getattr(record, field.name)
        if field.kind is Kind.LINK and value:
            target = self._case.find(value)
            assert target is not None
            return title_of(target)
        return shown(field, value)

    def tab(self, name: str) -> None:
        """Ctrl+1 to Ctrl+9, the focus in the tab's first part."""
        names = [tab for tab, _ in TABS]
        press(Key(Key.Key_1 + names.index(name)), Modifier.ControlModifier)

    def part(self, number: int) -> None:
        """F6 until the tab's part of that number has the focus, the first being 0."""
        for _ in range(number):
            press(Key.Key_F6)

    def form(self, record: Record) -> None:
        """Every field in the order of Tab, the cursor in the first."""
        names = [name for _, group in GROUPS[record.record_kind] for name in group]
        for name in names:
            field = field_of(type(record), name)
            held = focused()
            said = held.accessibleName() or held
            assert said == field.label, f"{field.label} was expected, {said} has the focus"
            self._entry(record.cell(name), self.words(record, field))
            press(Key.Key_Tab)

    def _entry(self, cell: Cell, words: str) -> None:
        if cell.missing:
            self.missing(cell.missing)
        elif words:
            press(Key.Key_A, Modifier.ControlModifier)
            write(words)

    def missing(self, reason: MissingReason) -> None:
        """F8 and the reason's letter."""
        press(Key.Key_F8)
        write(REASON_KEYS[reason])
        QApplication.processEvents()
        settle()

    def rows(self, records: tuple[Record, ...], names: tuple[str, ...] = ()) -> None:
        """Records into the table in hand, one a row, with Tab from cell to cell and to the next row."""
        press(Key.Key_End, Modifier.ControlModifier)
        press(Key.Key_Home)
        for record in records:
            kind = RECORD_OF[record.record_kind]
            for name in names or tuple(field.name for field in fields_of(kind)):
                cell = record.cell(name)
                if cell.missing:
                    self.missing(cell.missing)
                elif self.words(record, field_of(kind, name)):
                    write(self.words(record, field_of(kind, name)))
                press(Key.Key_Tab)
        if isinstance(focused(), FieldEdit):
            press(Key.Key_Escape)

    def counts(self, counts: tuple[Count, ...]) -> None:
        """Counts into the grid, a row each: the day, Tab to the analyte's column, Enter to the next row."""
        grid = focused()
        assert isinstance(grid, CellsView)
        model = grid.model()
        assert isinstance(model, CountGridModel)
        for count in counts:
            write(shown(field_of(Count, "day"), count.day))
            assert count.analyte is not None
            for _ in range(model.column_of(count.analyte)):
                press(Key.Key_Tab)
            write(shown(field_of(Count, "value"), count.value))
            press(Key.Key_Return)
            if count.cell("context").missing:
                self._context(count)

    def _context(self, count: Count) -> None:
        """Why it is not known what was taken: in the last column of the row just left."""
        press(Key.Key_Up)
        press(Key.Key_End)
        reason = count.cell("context").missing
        assert reason is not None
        self.missing(reason)
        press(Key.Key_Down)
        press(Key.Key_Home)
