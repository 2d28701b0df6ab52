"""Work that takes long, off the window's thread: a pool, its results brought to the window, Cancel."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal, Slot

from aic_desktop.ui.errors import in_words

Progress = Callable[[int, int], None]  # how much is done, of how much; raises Cancelled once nobody waits
Work = Callable[[Progress], object]  # runs in a thread of the pool: touches no widget, returns frozen data


class Cancelled(Exception):
    """Raised inside the work by its `Progress`; whoever works lets it pass."""


class Job(QObject):
    """One piece of work. Its signals are sent on the window's thread, and none once it is cancelled."""

    done = Signal(object)  # what the work returned
    refused = Signal(str)  # Problem or StoreError, in words; anything else is raised on the window's thread
    progressed = Signal(object)  # (done, of)
    ended = Signal()  # after done or refused
    _left = Signal(object)  # from the pool's thread: _Outcome
    _advanced = Signal(object)  # from the pool's thread: (done, of)

    def __init__(self, work: Work, parent: QObject) -> None:
        """Nothing runs before `Jobs.start`."""
        super().__init__(parent)
        self._work = work
        self._cancelled = Event()
        self._left.connect(self._on_left, Qt.ConnectionType.QueuedConnection)
        self._advanced.connect(self._on_advanced, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Nobody waits any longer: the work stops at its next step, and what it returns is dropped."""
        self._cancelled.set()

    def run(self) -> None:
        """In a thread of the pool."""
        try:
            self._progress(0, 0)
            outcome = _Outcome(self._work(self._progress))
        except Cancelled:
            outcome = _Outcome()
        except Exception as error:  # noqa: BLE001, raised again where the window's net is
            outcome = _Outcome(error=error)
        self._left.emit(outcome)

    def _progress(self, done: int, of: int) -> None:
        if self._cancelled.is_set():
            raise Cancelled
        if of:
            self._advanced.emit((done, of))

    @Slot(object)
    def _on_advanced(self, progress: object) -> None:
        if not self._cancelled.is_set():
            self.progressed.emit(progress)

    @Slot(object)
    def _on_left(self, outcome: "_Outcome") -> None:
        wanted = not self._cancelled.is_set()
        self.deleteLater()
        if not wanted:
            return
        self._cancelled.set()
        error = outcome.error
        if error is None:
            self.done.emit(outcome.result)
        elif in_words(error):
            self.refused.emit(str(error))
        self.ended.emit()
        if error is not None and not in_words(error):
            raise error


class Jobs(QObject):
    """The pool of one registry's window; `shutdown` before the registry is closed."""

    THREADS = 2

    def __init__(self, parent: QObject | None = None) -> None:
        """No thread runs before the first job."""
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(self.THREADS, "aic-job")

    def start(self, work: Work) -> Job:
        """Begin as soon as a thread is free; connect to the job before returning to the event loop."""
        job = Job(work, self)
        self._pool.submit(job.run)
        return job

    def shutdown(self) -> None:
        """Cancel all and wait for those at work; nothing of them is delivered any more."""
        for job in self.findChildren(Job):
            job.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Outcome:
    result: object = None
    error: Exception | None = None
