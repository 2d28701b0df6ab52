"""Types a whole case into the window by key events alone, wherever the focus is, as a clinician would.

Every press of a key is counted, in `keyboard`: a key with its modifiers is one, so Shift for a capital or a
sign adds none; how often it was held is counted apart. Choices are typed by the fewest letters that tell
them from the others, codes by their shortest name; a row of a table is left with Enter as soon as nothing
more comes in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice, MissingReason
from aic_desktop.domain.codes import code_list
from aic_desktop.domain.records import (
    RECORD_OF,
    Chimerism,
    Conditioning,
    Count,
    Course,
    Cytopenia,
    Dose,
    Event,
    Finding,
    Gvhd,
    Reaction,
    Record,
    Transfusion,
)
from aic_desktop.domain.spec import Field, Kind, field_of, fields_of
from aic_desktop.domain.text import shown, title_of
from aic_desktop.ui.commands import TABS
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.forms.field_edit import FieldEdit
from aic_desktop.ui.forms.layout import GROUPS
from aic_desktop.ui.models.count_grid import CountGridModel
from aic_desktop.ui.pages.case_wishes import MISSING_WORDS

Key, Modifier = Qt.Key, Qt.KeyboardModifier
REASON_KEYS = {
    reason: words[words.index("&") + 1].lower() for words, reason in MISSING_WORDS.items() if reason
}


SHIFTED = '~!@#$%^&*()_+{}|:"<>?'  # on the keyboard of the United States


@dataclass(slots=True)
class Keyboard:
    """How many keys were pressed, and how many of the characters among them with Shift."""

    strokes: int = 0
    shifted: int = 0


keyboard = Keyboard()


def focused() -> QWidget:
    """The widget that keys go to now."""
    widget = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    """One key, and whatever it sets off."""
    keyboard.strokes += 1
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
        keyboard.strokes += 1
        keyboard.shifted += character.isupper() or character in SHIFTED
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            # QTest stops the process at what has no ASCII, such as ×, ⁸ and μ.
            QApplication.sendEvent(focused(), QKeyEvent(kind, 0, Modifier.NoModifier, character))


def beginning(choice: Choice) -> str:
    """The fewest letters that mean this choice and no other."""
    others = [other for other in type(choice) if other is not choice]
    for length in range(1, len(choice.label)):
        start = choice.label[:length].casefold()
        if not any(other.label.casefold().startswith(start) or other.value == start for other in others):
            return start
    return choice.label


def name_of(field: Field, code: str) -> str:
    """The shortest name of a code; free text as it is."""
    listed = code_list(field.spec.codes).get(code)
    return min((listed.label, *listed.aliases), key=len) if listed else code


class Typist:
    """Fills the case page in hand with what `case` holds; notes beside the values are left out."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def words(self, record: Record, field: Field) -> str:
        """What is typed for a field."""
        value = getattr(record, field.name)
        match value:
            case Choice():
                return beginning(value)
            case str() if field.kind is Kind.CODE:
                return name_of(field, value)
            case str() if field.kind is Kind.LINK:
                return self._title(value)
        return shown(field, value)

    def _title(self, record_id: str) -> str:
        """The beginning of a record's name that no other of its kind has."""
        target = self._case.find(record_id)
        assert target is not None
        title = title_of(target)
        others = [title_of(r) for r in self._case.of(type(target)) if r is not target]
        return next(
            title[:length]
            for length in range(1, len(title) + 1)
            if not any(other.startswith(title[:length]) for other in others)
        )

    def case(self) -> None:
        """The whole case, tab by tab, each in the order in which it stands on the page."""
        case = self._case
        self.tab("patient")
        self.form(case.patient)
        self.tab("transplant")
        for transplant in case.transplants:
            self._owner(transplant, transplant is case.transplants[0], (Conditioning,))
        self.parts(case, (Chimerism, Gvhd), go_on=bool(case.transplants))
        self.tab("treatments")
        for treatment in case.treatments:
            self._owner(treatment, treatment is case.treatments[0], (Dose, Reaction))
            self.tab("treatments")
        self.tab("cytopenia")
        self.parts(case, (Cytopenia, Course, Finding))
        self.tab("counts")
        self.counts(case.counts)
        for name, kind in (("transfusions", Transfusion), ("events", Event)):
            self.tab(name)
            self.rows(case.of(kind))
        self.tab("follow_up")
        for follow_up in case.follow_ups:
            self._owner(follow_up, follow_up is case.follow_ups[0])
            self.tab("follow_up")

    def _owner(self, record: Record, first: bool, owned: tuple[type[Record], ...] = ()) -> None:
        """From the list of its kind into the form of a record, then to the tables of what it owns."""
        if not first:
            press(Key.Key_End, Modifier.ControlModifier)
        self.part(1)
        self.form(record)
        wanted = [self._case.owned_by(record.id, kind) for kind in owned]
        while wanted and not wanted[-1]:
            wanted.pop()
        for records in wanted:
            self.part(1)
            self.rows(records)

    def parts(self, case: Case, kinds: tuple[type[Record], ...], go_on: bool = False) -> None:
        """Tables of the case one after the other, from the part in hand or the one behind it on."""
        for place, kind in enumerate(kinds):
            self.part(int(go_on or place > 0))
            self.rows(case.of(kind))

    def tab(self, name: str) -> None:
        """Ctrl+1 to Ctrl+9, the focus in the tab's first part."""
        names = [tab for tab, _ in TABS]
        press(Key(Key.Key_1 + names.index(name)), Modifier.ControlModifier)

    def part(self, number: int) -> None:
        """F6 until the tab's part of that number has the focus, the first being 0."""
        for _ in range(number):
            press(Key.Key_F6)

    def form(self, record: Record) -> None:
        """Every field in the order of Tab as far as there is something to type, the cursor in the first."""
        names = [name for _, group in GROUPS[record.record_kind] for name in group]
        for place, name in enumerate(_until_last(record, names)):
            if place:
                press(Key.Key_Tab)
            field = field_of(type(record), name)
            line = focused()
            assert isinstance(line, FieldEdit)
            assert line.field is field, f"{field.label} was expected, {line.field.label} has the focus"
            if record.cell(name).missing or line.text() != shown(field, getattr(record, name)):
                self._entry(record, field)

    def _entry(self, record: Record, field: Field) -> None:
        missing = record.cell(field.name).missing
        if missing:
            self.missing(missing)
        else:
            write(self.words(record, field))

    def missing(self, reason: MissingReason) -> None:
        """F8 and the reason's letter."""
        press(Key.Key_F8)
        write(REASON_KEYS[reason])
        QApplication.processEvents()
        settle()

    def rows(self, records: tuple[Record, ...]) -> None:
        """Records into the table in hand from its first row on, one a row: Tab to go on, Enter at its end."""
        for record in records:
            names = [field.name for field in fields_of(RECORD_OF[record.record_kind])]
            for place, name in enumerate(_until_last(record, names)):
                if place:
                    press(Key.Key_Tab)
                self._entry(record, field_of(type(record), name))
            press(Key.Key_Return)

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


def texts(case: Case) -> Iterator[tuple[Field, str]]:
    """What every field with a value shows: the characters that are stored."""
    for record in case.all():
        for field in fields_of(type(record)):
            if not record.cell(field.name).blank and not record.cell(field.name).missing:
                value = getattr(record, field.name)
                target = case.find(value) if field.kind is Kind.LINK else None
                yield field, title_of(target) if target else shown(field, value)


def _until_last(record: Record, names: list[str]) -> list[str]:
    """The fields as far as something stands in them."""
    filled = [place for place, name in enumerate(names) if not record.cell(name).blank]
    return names[: filled[-1] + 1] if filled else []
