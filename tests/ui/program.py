"""The running program, as a clinician's computer has it until it stops: a case page, or the whole window."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.records import Record, RecordId
from aic_desktop.domain.spec import fields_of
from aic_desktop.services.drafts import NoDrafts
from aic_desktop.services.registry import Registry
from aic_desktop.ui.app import application
from aic_desktop.ui.forms import field_edit
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.main_window import MainWindow
from aic_desktop.ui.pages.case import CasePage
from aic_desktop.ui.settings import Settings
from tests.ui.typist import Key, Modifier, press, write


@contextmanager
def open_window(qtbot: QtBot, file: Path) -> Iterator[MainWindow]:
    """The whole program on a registry, which is new if there is none; closed at the end."""
    application()
    window = MainWindow(bootstrap.registry, Settings(file.with_suffix(".ini")))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    # Offscreen, a list of choices takes the window's activation for good; the lists have tests of their own.
    with patch.object(field_edit, "suggestions", lambda *_: []):
        with qtbot.waitSignal(window.filled):
            window.show()
            (window.files.open if file.exists() else window.files.create)(str(file))
        activate(qtbot, window)
        yield window
        window.close()


def activate(qtbot: QtBot, window: MainWindow) -> None:
    """What a desktop does by itself when a window is shown or a dialog closes; offscreen nobody does."""
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)


def new_case(qtbot: QtBot, window: MainWindow, code: str) -> None:
    """Ctrl+N and the code, by keys."""
    press(Key.Key_N, Modifier.ControlModifier)
    write(code)
    press(Key.Key_Return)
    activate(qtbot, window)


class Program:
    """Runs until it ends in order, or dies without a chance to store anything."""

    def __init__(self, file: Path, case: RecordId, qtbot: QtBot) -> None:
        self.registry: Registry = bootstrap.registry(str(file))
        self.page = CasePage(self.registry.cases, drafts=self.registry.drafts)
        self.page.resize(1200, 800)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.page.show_case(case)

    def die(self) -> None:
        session = self.page.session
        session.unstored.close()
        session.unstored._drafts = NoDrafts()
        session.apply = lambda *_: True  # type: ignore[method-assign]  # leaving the field stores nothing now
        self.end()

    def end(self) -> None:
        self.page.shutdown()
        self.page.hide()
        self.registry.cases.close()
        self.page.deleteLater()
        QApplication.sendPostedEvents(self.page, QEvent.Type.DeferredDelete)

    def shorthand(self) -> str:
        """What stands in the line for quick entry."""
        line = self.page.quick.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        return line.text()

    def offered(self) -> list[tuple[str, str, str]]:
        """Kind, field and text of every text on any tab that is shown as not stored."""
        return [(record.record_kind, field, text) for record, field, text in self.waiting()]

    def waiting(self) -> list[tuple[Record, str, str]]:
        """The same with the record, which may be a blank one."""
        session = self.page.session
        assert session.case is not None
        blanks: list[Record] = []
        for view in self.page.findChildren(CellsView):
            for row in range(view._cells.rowCount()):
                for column in range(view._cells.columnCount()):
                    found = view._cells.cell(view._cells.index(row, column))
                    if found and session.case.find(found[0].id) is None:
                        blanks.append(found[0])
        records = {record.id: record for record in (*session.case.all(), *blanks)}.values()
        pending = [(r, f, session.pending(r, f)) for r in records for f in fields_of(type(r))]
        return [(r, f.name, held.text) for r, f, held in pending if held]
