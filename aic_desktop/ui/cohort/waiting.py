"""One job at a time: said once it takes long, with how far it is, and a way to stop it."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from aic_desktop.ui import theme
from aic_desktop.ui.jobs import Job, Jobs, Work

PATIENCE_MS = 250  # before it is said that something is worked out


class Waiting(QWidget):
    """Hidden while nothing takes long."""

    done = Signal(object)  # what the work came to
    refused = Signal(str)
    stopped = Signal()  # by its Cancel button

    def __init__(self, jobs: Jobs, words: str, parent: QWidget | None = None) -> None:
        """`words` say what is done, such as “Counting”."""
        super().__init__(parent)
        self._jobs, self._doing = jobs, words
        self._job: Job | None = None
        self._told, self._cancel = QLabel(), QPushButton("Cancel")
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._on_waited)
        self._cancel.clicked.connect(self._on_cancel)
        self._cancel.setAutoDefault(True)
        self._cancel.setToolTip("Stop; what was shown before stays")
        theme.dress(self._told, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self._told)
        row.addWidget(self._cancel)
        self._end()

    @property
    def busy(self) -> bool:
        """Something is worked out."""
        return self._job is not None

    def start(self, work: Work) -> None:
        """Work this out beside the window; what was under way is dropped."""
        self.drop()
        self._job = self._jobs.start(work)
        self._job.progressed.connect(self._on_progressed)
        self._job.done.connect(self._on_done)
        self._job.refused.connect(self._on_refused)
        self._patience.start()

    def drop(self) -> None:
        """Nobody waits for it any longer."""
        if self._job is not None:
            self._job.cancel()
        self._end()

    def _end(self) -> None:
        self._job = None
        self._patience.stop()
        self.hide()

    @Slot()
    def _on_waited(self) -> None:
        self._told.setText(f"{self._doing} …")
        self.show()

    @Slot(object)
    def _on_progressed(self, progress: object) -> None:
        assert isinstance(progress, tuple)
        done, of = progress
        self._told.setText(f"{self._doing} {done:,} of {of:,} …")

    @Slot(object)
    def _on_done(self, result: object) -> None:
        self._end()
        self.done.emit(result)

    @Slot(str)
    def _on_refused(self, words: str) -> None:
        self._end()
        self.refused.emit(words)

    @Slot()
    def _on_cancel(self) -> None:
        self.drop()
        self.stopped.emit()
