"""Start: the window is painted first; what opens a registry is loaded after it."""

import os
import sys
import time

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from aic_desktop import __version__, paths
from aic_desktop.ui import theme
from aic_desktop.ui.collector import Collector
from aic_desktop.ui.errors import Unexpected
from aic_desktop.ui.keeping import BackupsOf
from aic_desktop.ui.main_window import MainWindow
from aic_desktop.ui.registry_files import OpenRegistry
from aic_desktop.ui.settings import Settings
from aic_desktop.ui.wheel import WheelGuard

TIMING = "AIC_DESKTOP_TIMING"  # set: print when the window was painted and the list filled, then leave


def application() -> QApplication:
    """The one QApplication, dressed; the wheel held back from fields without focus, cycles collected here."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("aic_desktop")
    app.setApplicationDisplayName("aic_desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("aic_desktop")
    theme.apply(app)
    if app.findChild(WheelGuard) is None:
        WheelGuard(app)
        Collector(app)
    return app


def run(location: str | None, open_registry: OpenRegistry, backups_of: BackupsOf) -> int:
    """Show the window, open `location` in it if given, and give the exit code once it is closed."""
    app = application()
    window = MainWindow(open_registry, Settings(), backups_of=backups_of)
    unexpected = Unexpected(parent=window)
    unexpected.said.connect(window.notice.warn)
    unexpected.install()
    start = _Start(window, location)
    window.painted.connect(start.go)
    window.show()
    code = app.exec()
    start.deleteLater()
    return code


class _Start(QObject):
    """What follows the first painting."""

    def __init__(self, window: MainWindow, location: str | None) -> None:
        super().__init__(window)
        self._window, self._location = window, location
        if location:
            window.expect(location)
        if TIMING in os.environ:
            window.filled.connect(self._on_filled)

    def go(self) -> None:
        """Open the registry that was asked for."""
        if TIMING in os.environ:
            _print_time("painted")
        self._window.setWindowIcon(QIcon(str(paths.resources() / "icons" / "aic_desktop.svg")))
        if self._location:
            self._window.files.open(self._location)

    def _on_filled(self) -> None:
        _print_time("filled")
        os._exit(0)


def _print_time(what: str) -> None:
    print(what, time.time(), flush=True)  # noqa: T201, read by tests/benchmarks/bench_start.py
