"""Five hundred patients over each other: reading them beside the window, one picture, and one key.

The floor of painting is the same counts as bare polylines and rectangles of the same painter, the floor of
reading the same cases taken from the store and left alone, both in the same run.
"""

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.reporting.pictures import Asked, Comparison
from aic_desktop.services.comparing import Comparisons
from aic_desktop.store.cohort import RegistryCohort
from aic_desktop.ui.cohort_pictures.compare import CompareDrawing
from aic_desktop.ui.figure import style_of
from aic_desktop.ui.jobs import Jobs, Progress
from aic_desktop.ui.timeline.canvas import Canvas
from tests.benchmarks.large_registry import build

PATIENTS, COUNTS = 500, 20_000
SIZE = (1000, 700)
_TIMES = 9


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("many") / "many.aic", PATIENTS, COUNTS)


@pytest.fixture
def source(file: Path) -> Iterator[tuple[RegistryCohort, tuple[str, ...]]]:
    store = bootstrap.open_registry(file)
    yield RegistryCohort(store.database), tuple(row.id for row in store.rows())
    store.close()


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def painted(work: Callable[[QPainter], object]) -> float:
    """Median milliseconds of painting a picture anew."""
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    found = []
    for _ in range(_TIMES):
        image.fill(Qt.GlobalColor.white)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            found.append(1000 * seconds(lambda painter=painter: work(painter)))
    return median(found)


@pytest.mark.benchmark
def test_reading_and_painting(qtbot: QtBot, source: tuple[RegistryCohort, tuple[str, ...]]) -> None:
    cases, ids = source
    asked = Asked(together=True)
    floor = seconds(lambda: list(cases.cases(ids)))
    found: list[Comparison] = []
    comparisons, jobs = Comparisons(cases), Jobs()
    held: list[float] = [time.perf_counter()]

    def compare(progress: Progress) -> Comparison:
        return comparisons.compare(asked, ids, progress)

    began = time.perf_counter()
    job = jobs.start(compare)
    job.done.connect(found.append)
    while not found:
        qtbot.wait(1)
        held.append(time.perf_counter())
    spent = time.perf_counter() - began
    longest = 1000 * max(b - a for a, b in pairwise(held))
    again = 1000 * seconds(lambda: comparisons.compare(asked, ids))
    jobs.shutdown()
    plot = found[0]
    counts = sum(len(one.points) for one in plot.tracks)
    print(f"\n{len(plot.tracks)} of {PATIENTS} patients, {counts:,} counts")
    print(f"read beside the window {spent:.2f} s, {spent / floor:.1f}x of the cases alone {floor:.2f} s;")
    print(f"the window was held up {longest:.0f} ms at most; asked again {again:.0f} ms")
    _paint(plot)


def _paint(plot: Comparison) -> None:
    style = style_of(grey=False)
    drawing = CompareDrawing(plot, style, *SIZE)
    cells = drawing._cells

    def bare(painter: QPainter) -> None:
        painter.setPen(QColor("#0a4c95"))
        painter.setBrush(QColor("#0a4c95"))
        for cell in cells:
            at = [QPointF(cell.place.frame.x(p.x), cell.place.height_of(p)) for p in cell.track.points]
            painter.drawPolyline(QPolygonF(at))
            painter.drawRects([QRectF(point.x() - 2, point.y() - 2, 3.5, 3.5) for point in at])

    key = plot.tracks[len(plot.tracks) // 2].case
    floor = painted(bare)
    whole = painted(lambda painter: drawing.paint(Canvas(painter, style)))
    lit = painted(lambda painter: drawing.paint_chosen(Canvas(painter, style), key, ()))
    print(f"painted once {whole:.0f} ms, {whole / floor:.1f}x of bare lines and squares {floor:.0f} ms;")
    print(f"one of them lit up by a key {lit:.1f} ms, {lit / floor:.2f}x")
