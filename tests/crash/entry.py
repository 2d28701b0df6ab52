"""A program that is typed into by key events alone until it is killed; `python -m tests.crash.entry`.

For each line of a file and a seed on stdin, a child opens a window on the file and says what it types.
"""

import json
import os
import random
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from aic_desktop import bootstrap
from aic_desktop.domain.case import Case
from aic_desktop.domain.records import Dose, Record
from aic_desktop.domain.spec import Kind, fields_of
from aic_desktop.services.drafts import QUICK_ENTRY, note_to
from aic_desktop.ui.app import application
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.forms.layout import GROUPS
from aic_desktop.ui.main_window import MainWindow
from aic_desktop.ui.pages.case import CasePage
from aic_desktop.ui.settings import Settings
from tests.ui.typist import Key, Modifier, focused, press, write

STANDING_MS = 400  # more than it takes until a draft is kept


def say(word: str, *told: str) -> None:
    """One line for whoever is going to kill this program."""
    print(json.dumps([word, *told]), flush=True)  # noqa: T201


@dataclass
class Clinician:
    """Types into random fields of the case on the page, some as fast as the window takes it."""

    page: CasePage
    chance: random.Random

    @property
    def case(self) -> Case:
        assert self.page.session.case is not None
        return self.page.session.case

    def type_on(self) -> None:
        """One entry of any kind."""
        entry: Callable[[], None] = self.chance.choice(
            (
                self.text_of_a_form,
                self.text_of_a_form,
                self.value,
                self.dose,
                self.count,
                self.note,
                self.shorthand,
            )
        )
        entry()

    def text_of_a_form(self) -> None:
        """A text of the patient, a transplant, a treatment or a follow-up."""
        case = self.case
        record = self.chance.choice([case.patient, *case.transplants, *case.treatments, *case.follow_ups])
        names = {name for _, group in GROUPS[record.record_kind] for name in group} - {"code"}
        texts = [f.name for f in fields_of(type(record)) if f.kind is Kind.TEXT and f.name in names]
        if texts:
            name = self.chance.choice(texts)
            self.page.show_record(record.id, name)
            self._type(record, name, "".join(self.chance.choices("abcdefgh", k=self.chance.randint(3, 9))))
            press(Key.Key_Tab)
            self._left(record, name)

    def note(self) -> None:
        """The note beside the value of a count that is there."""
        count = self.chance.choice(self.case.counts)
        self.page.show_record(count.id)
        press(Key.Key_F4)
        self._type(count, note_to("value"), "".join(self.chance.choices("abcdefgh", k=9)))
        press(Key.Key_Return)
        self._left(count, note_to("value"))

    def shorthand(self) -> None:
        """A count in the line for quick entry."""
        self.page.quick.take()
        day, value = self.chance.randint(300, 899), self.chance.randint(100, 999)
        self._type(self.case.patient, QUICK_ENTRY, f"{day} plt {value}")
        press(Key.Key_Return)
        self._left(self.case.patient, QUICK_ENTRY)
        press(Key.Key_Escape)

    def value(self) -> None:
        """The value of a count that is there."""
        count = self.chance.choice(self.case.counts)
        self.page.show_record(count.id)
        self._cell(count, "value", str(self.chance.randint(100, 999)))

    def dose(self) -> None:
        """The day of a dose in the blank row of some treatment."""
        old = self.chance.choice(self.case.doses)
        self.page.show_record(old.id)
        press(Key.Key_End, Modifier.ControlModifier)
        press(Key.Key_Home)
        self._cell(self._in_hand(Dose), "day", str(self.chance.randint(300, 899)))

    def count(self) -> None:
        """A day and its platelets in the blank row of the counts."""
        self.page.show_tab("counts")
        press(Key.Key_End, Modifier.ControlModifier)
        press(Key.Key_Home)
        self._type(self._in_hand(), "day", str(self.chance.randint(300, 899)))
        press(Key.Key_Tab)
        say("left day")
        press(Key.Key_Tab)
        self._cell(self._in_hand(), "value", str(self.chance.randint(100, 999)))

    def _in_hand(self, kind: type[Record] = Record) -> Record:
        view = focused()
        while not isinstance(view, CellsView):  # the line that edits a cell of it
            view = view.parentWidget()
        found = view._cells.cell(view.currentIndex())
        assert found is not None
        assert isinstance(found[0], kind)
        return found[0]

    def _cell(self, record: Record, name: str, text: str) -> None:
        self._type(record, name, text)
        press(Key.Key_Return)
        self._left(record, name)

    def _type(self, record: Record, name: str, text: str) -> None:
        blank = "blank" if self.case.find(record.id) is None else ""
        say("begin", record.record_kind, record.id, record.owner, blank, name, text)
        for number, letter in enumerate(text, start=1):
            write(letter)
            QTest.qWait(self.chance.choice((0, 0, 10, 40)))
            if self.chance.random() < 0.1 or number == len(text):
                QTest.qWait(STANDING_MS)
                say("stood", text[:number])

    def _left(self, record: Record, name: str) -> None:
        say("left", record.id, name)


def work(file: str, seed: str) -> None:
    """Open the window and type until killed."""
    app = application()
    window = MainWindow(bootstrap.registry, Settings(Path(file).with_suffix(".ini")))
    window.show()
    window.activateWindow()
    window.files.open(file)
    while window.desk is None or not window.desk.on_case:
        QTest.qWait(5)
    page = window.desk.pages.case
    assert page is not None
    say("ready", page.case_id)
    clinician = Clinician(page, random.Random(seed))
    while app is QApplication.instance():
        clinician.type_on()


def main() -> None:
    """One child after the other: what takes long to import is imported once."""
    for line in sys.stdin:
        file, seed = line.split()
        child = os.fork()
        if not child:
            try:
                work(file, seed)
            except BaseException:
                traceback.print_exc()
                raise
            finally:
                os._exit(1)
        say("child", str(child))
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(flush=True)  # noqa: T201, ends the line in the midst of which it was killed
        say("gone", str(ended))


if __name__ == "__main__":
    main()
