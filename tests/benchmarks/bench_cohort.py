"""Table 1 of 10,000 cases with 1,000,000 counts, and of 500, beside sqlite3 and NumPy by hand."""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.changes import ChangeSet, edit
from aic_desktop.domain.choices import Sex
from aic_desktop.domain.records import Cell
from aic_desktop.reporting.cohort import VARIABLES, Table1Options
from aic_desktop.services.cohort import Cohorts
from aic_desktop.store.cohort import RegistryCohort
from tests.benchmarks.cohort_floor import table_1
from tests.benchmarks.large_registry import build

ROUNDS = 5
MEMORY = """
import json, sys
from pathlib import Path
from aic_desktop.bootstrap import open_registry
from aic_desktop.services.cohort import Cohorts
from aic_desktop.store.cohort import RegistryCohort
store = open_registry(sys.argv[1])
def peak():  # of this process alone, in kB: what getrusage says begins with that of its parent
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])
begin = peak()
table = Cohorts(RegistryCohort(store.database)).summary().table
print(json.dumps([table.patients, begin / 1024, peak() / 1024]))
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("large") / "large.aic", 10_000, 1_000_000)


def seconds(action: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of the processor: on a busy machine the clock counts others' work as well."""
    begin, worked = perf_counter(), process_time()
    action()
    return perf_counter() - begin, process_time() - worked


def middle(pairs: list[tuple[float, float]]) -> str:
    """Medians of both in print."""
    clock, worked = (statistics.median(column) for column in zip(*pairs, strict=True))
    return f"{clock * 1000:.0f} ms ({worked * 1000:.0f} ms of processor)"


def ratio(pairs: list[tuple[float, float]], floors: list[tuple[float, float]]) -> str:
    """How many times the floor: rounds beside each other are compared, so that a busy moment meets both."""
    clock, worked = (
        statistics.median(a[side] / b[side] for a, b in zip(pairs, floors, strict=True)) for side in (0, 1)
    )
    return f"{clock:.2f} times the floor ({worked:.2f} by processor)"


@pytest.mark.benchmark
@pytest.mark.parametrize("cases", [10_000, 500])
def test_table_1(large: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], cases: int) -> None:
    """Floor: the same tables and columns read with sqlite3, the derived columns in NumPy by hand."""
    path = large if cases == 10_000 else build(tmp_path / "some.aic", cases, cases * 100)
    store = bootstrap.open_registry(path)
    source = RegistryCohort(store.database)
    firsts, floors, again, refreshed = [], [], [], []
    Cohorts(source).summary(cases=[])  # imports and the plans of the queries are not what is measured
    for number in range(ROUNDS):
        floors.append(seconds(lambda: table_1(path)))
        cohorts = Cohorts(source)
        firsts.append(seconds(cohorts.summary))
        again.append(seconds(cohorts.summary))
        case = next(iter(store.cases()))
        sex = (Sex.FEMALE, Sex.MALE)[number % 2]
        store.write(ChangeSet("Sex", (edit(case, case.patient, "sex", Cell(sex)),)), "somebody")
        refreshed.append(seconds(cohorts.summary))
    groups = seconds(lambda: cohorts.summary(Table1Options(by=("type", "index_given"), intervals=True)))
    table = cohorts.summary().table
    store.close()
    with capsys.disabled():
        print(f"\n{cases:,} cases, {cases * 100:,} counts; {len(VARIABLES)} derived columns")
        print(f"floor, by hand: {middle(floors)}")
        print(f"first Table 1: {middle(firsts)}, {ratio(firsts, floors)}")
        print(f"unchanged: {middle(again)}; after one edit: {middle(refreshed)}")
        print(f"by two groupings with exact intervals: {middle([groups])}")
    assert table.patients == cases


@pytest.mark.benchmark
def test_memory(large: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a process that does nothing else."""
    words = [sys.executable, "-c", MEMORY, str(large)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    found: list[Any] = json.loads(done.stdout)
    with capsys.disabled():
        print(f"\npeak memory of counting {found[0]:,} cases: {found[2]:.0f} MB, {found[1]:.0f} MB before it")
    assert found[0] == 10_000


class Ticks(QObject):
    """How long the window was not able to answer: the longest time between two ticks of a timer."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = perf_counter()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def _on_tick(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


@pytest.mark.benchmark
def test_the_window_meanwhile(large: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    """The cohort page on the same registry: from the click to the figures, and the longest pause."""
    from aic_desktop.ui.jobs import Jobs
    from aic_desktop.ui.pages.cohort import CohortPage

    registry = bootstrap.registry(str(large))
    rows, jobs = registry.cases.rows(), Jobs()
    page = CohortPage(registry.cohorts(), jobs, registry.settings)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    qtbot.waitUntil(lambda: not page.busy, timeout=60_000)
    ticks = Ticks()
    begin = perf_counter()
    page.show_cases(rows)
    qtbot.waitUntil(lambda: not page.busy and page.summary is not None, timeout=60_000)
    qtbot.wait(50)
    took = perf_counter() - begin
    with capsys.disabled():
        print(f"\n10,000 cases shown after {took:.2f} s; longest pause {ticks.longest * 1000:.0f} ms")
    jobs.shutdown()
    registry.cases.close()
