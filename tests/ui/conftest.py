"""What most tests of forms and pages begin with: a registry in a real file, a case in hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.changes import ChangeSet, Insertion, new_id
from aic_desktop.domain.records import Patient
from aic_desktop.services.cases import Cases
from aic_desktop.services.example import example_changes, published_cases
from aic_desktop.ui.forms.session import CaseSession


@pytest.fixture
def qtbot(qtbot: QtBot) -> Iterator[QtBot]:
    """Widgets live until they have been closed and deleted, as in a window.

    One that nobody holds would be taken apart by the collector while its children still have events.
    """
    held: list[QWidget] = []
    add = qtbot.addWidget

    def keep(widget: QWidget, **more: Any) -> None:
        held.append(widget)
        add(widget, **more)

    qtbot.addWidget = qtbot.add_widget = keep  # type: ignore[method-assign]
    yield qtbot
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    held.clear()


@pytest.fixture
def cases(qapp: object, tmp_path: Path) -> Iterator[Cases]:
    """An empty registry, `r.aic` in the test's folder."""
    assert qapp
    cases = bootstrap.cases_of(bootstrap.create_registry(tmp_path / "r.aic"))
    yield cases
    cases.close()


@pytest.fixture
def session(cases: Cases) -> Iterator[CaseSession]:
    """An open case with nothing but its code."""
    patient = Patient(id=new_id(), code="A1")
    cases.apply(ChangeSet("new", (Insertion(patient.id, patient),)))
    session = CaseSession(cases)
    session.open(patient.id)
    yield session
    session.close()


@pytest.fixture
def page(qtbot: QtBot, cases: Cases) -> Iterator["object"]:
    """Patient 2 of the example on the case page; patient 1 is there as well."""
    from aic_desktop.ui.pages.case import CasePage
    from tests.ui.shell import show

    cases.apply(example_changes())
    page = CasePage(cases)
    show(qtbot, page, 1040, 720)
    page.show_case(published_cases()[1].id)
    yield page
    page.shutdown()


@pytest.fixture
def view(qtbot: QtBot) -> Iterator["object"]:
    """A timeline in a low window, without a case."""
    from aic_desktop.ui import theme
    from aic_desktop.ui.timeline.view import TimelineView

    font = QApplication.font()
    font.setFamily(theme.ensure_font())
    font.setPixelSize(13)
    made = TimelineView()
    made.setFont(font)
    qtbot.addWidget(made)
    made.resize(1000, 420)
    made.show()
    yield made
    made.close()
