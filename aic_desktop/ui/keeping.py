"""Backups of the open registry: soon after it is opened, every half hour while it changes, and at its end."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from aic_desktop.services.ports import StoreError
from aic_desktop.services.safekeeping import Backup, Backups
from aic_desktop.ui.jobs import Job, Jobs

BackupsOf = Callable[[str], Backups | None]  # of the registry at a location; None for a server
SOON_MS = 60_000
EVERY_MS = 30 * 60_000


class Keeping(QObject):
    """Of one registry, until `shutdown`; nothing is made while nothing has changed."""

    said = Signal(str)
    warned = Signal(str)  # no backup could be made, in words

    def __init__(self, backups: Backups, parent: QObject) -> None:
        """The first backup follows when the window has settled."""
        super().__init__(parent)
        self._backups, self._jobs = backups, Jobs(self)
        self._job: Job | None = None
        self._asked = False  # for a backup, by hand
        self._changed = False  # by this window, since the last backup was begun
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._begin)
        self._timer.start()
        QTimer.singleShot(SOON_MS, self, self._begin)

    @property
    def busy(self) -> bool:
        """A backup is being made."""
        return self._job is not None

    def make(self) -> None:
        """One at once, and say so whatever comes of it."""
        self._asked = True
        self.said.emit("Backing up …")
        self._begin()

    @Slot()
    def note_change(self) -> None:
        """Something was stored here."""
        self._changed = True

    def shutdown(self) -> str:
        """The last one, of what was changed here; why there is none, "" where there is or nothing was."""
        self._timer.stop()
        self._jobs.shutdown()
        if not self._changed:
            return ""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._backups.make()
        except StoreError as words:
            return str(words)
        finally:
            QGuiApplication.restoreOverrideCursor()
        return ""

    @Slot()
    def _begin(self) -> None:
        if self._job is None and self._timer.isActive():
            self._changed = False
            self._job = self._jobs.start(lambda _progress: self._backups.make())
            self._job.done.connect(self._on_done)
            self._job.refused.connect(self._on_refused)

    @Slot(object)
    def _on_done(self, made: object) -> None:
        asked, self._asked, self._job = self._asked, False, None
        if isinstance(made, Backup):
            self.said.emit(f"Backed up {made.at:%H:%M}, to {made.path.parent}.")
        elif asked:
            self.said.emit("Nothing has changed since the latest backup.")

    @Slot(str)
    def _on_refused(self, words: str) -> None:
        self._asked, self._job, self._changed = False, None, True
        self.warned.emit(words)
