"""Pictures of large cohorts: estimates for ten thousand patients, lanes of five hundred, and painting."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from aic_desktop.bootstrap import open_registry
from aic_desktop.reporting.cohort import CLOCKS, Around
from aic_desktop.reporting.pictures import Plot, Zero, curves, response_by_line, swimmer
from aic_desktop.services.cohort import Cohorts
from aic_desktop.store.cohort import RegistryCohort
from aic_desktop.ui.cohort_pictures.drawing import drawing
from aic_desktop.ui.figure import style_of
from aic_desktop.ui.timeline.canvas import Canvas
from tests.benchmarks.large_registry import build

AROUND = Around()


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest run."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        work()
        taken.append(perf_counter() - begun)
    return min(taken)


def kaplan_meier_by_hand(days: np.ndarray, died: np.ndarray) -> np.ndarray:
    """Survival alone, without limits, ties or anything else."""
    order = np.argsort(days)
    return np.cumprod(1 - died[order] / np.arange(len(days), 0, -1))


@pytest.mark.benchmark
def test_ten_thousand_patients(tmp_path: Path) -> None:
    """Floor: sorting and multiplying by hand, of the same times, as often as there are curves."""
    store = open_registry(build(tmp_path / "large.aic", cases=10_000, counts=10_000))
    cohort = Cohorts(RegistryCohort(store.database)).cohort(AROUND)
    answers = [cohort.time_to_event(key) for key in CLOCKS]
    answered = best_of(5, lambda: [cohort.time_to_event(key) for key in CLOCKS])
    floor = best_of(
        5,
        lambda: [kaplan_meier_by_hand(found.days, found.status == 1) for found in answers for _ in range(3)],
    )
    print(f"\n{len(cohort)} patients, {len(CLOCKS)} questions with imprecise days both ways: ", end="")
    print(
        f"{1000 * answered:.0f} ms, {answered / floor:.1f} times the products alone ({1000 * floor:.0f} ms)"
    )
    for key in ("survival", "cytopenia"):
        drawn = best_of(3, lambda key=key: curves([("", cohort.time_to_event(key))]))
        print(f"{key}, curve with every step in words: {1000 * drawn:.0f} ms")
    print(f"response by line: {1000 * best_of(3, lambda: response_by_line(cohort)):.0f} ms")
    store.close()


@pytest.mark.benchmark
def test_five_hundred_lanes(tmp_path: Path, qapp: object) -> None:
    """Floor of reading: the same cases; of painting: as many rectangles as there are hits."""
    assert qapp
    store = open_registry(build(tmp_path / "some.aic", cases=500, counts=50_000))
    source = RegistryCohort(store.database)
    cohorts = Cohorts(source)
    ids = cohorts.cohort(AROUND).ids
    cases = list(source.cases(ids))
    reading = best_of(3, lambda: list(source.cases(ids)))
    whole = best_of(3, lambda: cohorts.swimmer(Zero.ONSET, AROUND.agent, ids))
    made = best_of(3, lambda: swimmer(cases, Zero.ONSET, AROUND.agent))
    print(f"\n500 cases with 50,000 counts as lanes: {1000 * whole:.0f} ms, ", end="")
    print(f"{whole / reading:.2f} times reading all ({1000 * reading:.0f} ms); made {1000 * made:.0f} ms")
    plots: dict[str, Plot] = {
        "lanes": swimmer(cases, Zero.ONSET, AROUND.agent),
        "survival": curves([("", cohorts.cohort(AROUND).time_to_event("survival"))]),
    }
    for name, plot in plots.items():
        painted, floor, marks = painting(plot)
        print(f"painting {name}: {1000 * painted:.0f} ms, {painted / floor:.1f} times ", end="")
        print(f"{marks} rectangles ({1000 * floor:.1f} ms)")
    store.close()


def painting(plot: Plot) -> tuple[float, float, int]:
    style = style_of(False)
    set_out = drawing(plot, style, 1000, 700)
    image = QImage(1000, round(set_out.height), QImage.Format.Format_RGB32)
    hits = 0

    def paint() -> None:
        nonlocal hits
        with QPainter(image) as painter:
            canvas = Canvas(painter, style)
            set_out.paint(canvas)
            hits = len(canvas.hits)

    def rectangles() -> None:
        with QPainter(image) as painter:
            for place in range(hits):
                painter.fillRect(QRectF(place % 900, place % 600, 9, 5), QColor("#223344"))

    return best_of(3, paint), best_of(3, rectangles), hits
