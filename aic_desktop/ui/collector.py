"""Cycles are searched for in the window's thread alone: parts of a window may be in them.

Python searches in whichever thread allocates. A thread at work on a cohort would so destroy widgets and items
of closed pages, while the window paints: Qt's objects must die in the thread they live in.
"""

import gc

from PySide6.QtCore import QObject, QTimerEvent

from aic_desktop.services.collecting import collect_due

EVERY_MS = 1000


class Collector(QObject):
    """Switches Python's own collector off, and does its work from the event loop."""

    def __init__(self, parent: QObject) -> None:
        """From now on, as long as the application runs."""
        super().__init__(parent)
        gc.disable()
        self.startTimer(EVERY_MS)

    def timerEvent(self, _event: QTimerEvent) -> None:
        """What is due by now."""
        collect_due()
