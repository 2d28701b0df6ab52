"""What belongs to a window is destroyed in its thread, whichever thread has made work for the collector."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aic_desktop.ui.app import application
from aic_desktop.ui.collector import Collector
from aic_desktop.ui.jobs import Jobs, Progress


@pytest.fixture
def threads() -> Iterator[set[int]]:
    """The threads that collected while the test ran."""
    found: set[int] = set()

    def note(_phase: str, _info: object) -> None:
        found.add(threading.get_ident())

    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


def _littering(_progress: Progress) -> int:
    """Leave far more cycles behind than a collector waits for; gives the thread."""
    for _ in range(20 * gc.get_threshold()[0]):
        forgotten: list[object] = []
        forgotten.append(forgotten)
    return threading.get_ident()


def test_a_page_forgotten_in_a_cycle_dies_in_the_thread_of_the_window(
    qtbot: QtBot, threads: set[int]
) -> None:
    jobs, page = Jobs(), QWidget()
    page.itself = page  # type: ignore[attr-defined]
    gone = weakref.ref(page)
    del page
    collector = Collector(jobs)
    with qtbot.waitSignal(jobs.start(_littering).done) as worked:
        pass
    assert worked.args[0] != threading.get_ident()
    assert not threads
    qtbot.waitUntil(lambda: gone() is None)
    assert threads == {threading.get_ident()}
    collector.deleteLater()
    jobs.shutdown()


def test_the_application_has_one(qapp: QObject) -> None:
    application()
    application()
    assert len(qapp.findChildren(Collector)) == 1
    assert not gc.isenabled()
