"""Work off the window's thread: delivered on it, cancelled in time, waited for, its mistakes not lost."""

from collections.abc import Iterator
from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from aic_desktop.services.ports import StoreError
from aic_desktop.ui.jobs import Job, Jobs, Progress


class Waiting(QObject):
    """Whoever asked for the work: keeps what it is told, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, object]] = []
        self.threads: set[str] = set()

    def follow(self, job: Job) -> None:
        job.done.connect(self._on_done)
        job.refused.connect(self._on_refused)
        job.progressed.connect(self._on_progressed)
        job.ended.connect(self._on_ended)

    def _keep(self, what: str, value: object) -> None:
        self.told.append((what, value))
        self.threads.add(current_thread().name)

    @Slot(object)
    def _on_done(self, result: object) -> None:
        self._keep("done", result)

    @Slot(str)
    def _on_refused(self, words: str) -> None:
        self._keep("refused", words)

    @Slot(object)
    def _on_progressed(self, progress: object) -> None:
        self._keep("progressed", progress)

    @Slot()
    def _on_ended(self) -> None:
        self._keep("ended", None)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    assert qtbot
    jobs = Jobs()
    yield jobs
    jobs.shutdown()


@pytest.fixture
def waiting(qtbot: QtBot) -> Waiting:
    assert qtbot
    return Waiting()


def test_the_work_runs_beside_and_its_result_arrives_on_the_windows_thread(
    jobs: Jobs, waiting: Waiting, qtbot: QtBot
) -> None:
    worked = []

    def work(progress: Progress) -> object:
        worked.append(current_thread().name)
        for done in range(1, 4):
            progress(done, 3)
        return 2**40, {1: "a"}

    waiting.follow(jobs.start(work))
    qtbot.waitUntil(lambda: ("ended", None) in waiting.told)
    assert waiting.told == [
        ("progressed", (1, 3)),
        ("progressed", (2, 3)),
        ("progressed", (3, 3)),
        ("done", (2**40, {1: "a"})),
        ("ended", None),
    ]
    assert waiting.threads == {main_thread().name}
    assert main_thread().name not in worked


def test_the_window_goes_on_while_work_is_done(jobs: Jobs, waiting: Waiting, qtbot: QtBot) -> None:
    go_on = Event()

    def work(_progress: Progress) -> object:
        return go_on.wait(10)

    waiting.follow(jobs.start(work))
    qtbot.wait(20)  # events are handled here, and nothing has arrived
    assert waiting.told == []
    go_on.set()
    qtbot.waitUntil(lambda: ("done", True) in waiting.told)


def test_what_is_cancelled_stops_at_its_next_step_and_says_nothing(
    jobs: Jobs, waiting: Waiting, qtbot: QtBot
) -> None:
    begun, cancelled = Event(), Event()
    reached = []

    def work(progress: Progress) -> object:
        begun.set()
        cancelled.wait(10)
        progress(1, 2)
        reached.append("beyond")
        return "too late"

    job = jobs.start(work)
    waiting.follow(job)
    assert begun.wait(10)
    job.cancel()
    cancelled.set()
    with qtbot.waitSignal(job.destroyed):
        pass
    assert waiting.told == []
    assert reached == []


def test_a_result_on_its_way_when_cancelled_is_dropped(jobs: Jobs, waiting: Waiting, qtbot: QtBot) -> None:
    finished = Event()

    def work(_progress: Progress) -> object:
        finished.set()
        return "stale"

    job = jobs.start(work)
    waiting.follow(job)
    assert finished.wait(10)
    job.cancel()
    with qtbot.waitSignal(job.destroyed):
        pass
    assert waiting.told == []


def test_refusals_arrive_in_words(jobs: Jobs, waiting: Waiting, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> object:
        raise StoreError("The disk is full. Make room.")

    waiting.follow(jobs.start(work))
    qtbot.waitUntil(lambda: ("ended", None) in waiting.told)
    assert waiting.told[0] == ("refused", "The disk is full. Make room.")


def test_a_mistake_of_ours_reaches_the_net_of_the_window(jobs: Jobs, waiting: Waiting, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> object:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        waiting.follow(jobs.start(work))
        qtbot.waitUntil(lambda: ("ended", None) in waiting.told)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_shutdown_waits_for_the_work_and_nothing_arrives_after(waiting: Waiting, qtbot: QtBot) -> None:
    jobs = Jobs()
    begun, ended = Event(), []

    def work(progress: Progress) -> object:
        begun.set()
        for step in range(1, 1_000_000):
            try:
                progress(step, 1_000_000)
            except Exception:
                ended.append(step)
                raise
        return None

    def never(_progress: Progress) -> object:
        ended.append(-1)
        return None

    for _ in range(Jobs.THREADS):
        waiting.follow(jobs.start(work))
    waiting.follow(jobs.start(never))
    assert begun.wait(10)
    jobs.shutdown()
    assert -1 not in ended
    assert ended
    told = list(waiting.told)
    qtbot.wait(10)
    assert waiting.told == told
