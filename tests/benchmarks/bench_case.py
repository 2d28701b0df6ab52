"""How long a case of 5,000 counts takes from the click to the page, beside a bare plot of its points."""

import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.changes import ChangeSet, insertions
from aic_desktop.domain.records import Count
from aic_desktop.domain.spec import field_of
from aic_desktop.reporting.scene import timeline
from aic_desktop.services.example import example_changes, published_cases
from tests.benchmarks.bench_timeline import OPTIONS, bare, crowded_case


def timed(action: Callable[[], object]) -> float:
    """Milliseconds of an action and of the painting that follows from it."""
    begin = perf_counter()
    action()
    QApplication.processEvents()
    return (perf_counter() - begin) * 1000


@pytest.mark.benchmark
def test_open_a_case_of_5000_counts(qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Floor: a bare pyqtgraph plot of the same points, made and painted."""
    from aic_desktop.ui.pages.case import CasePage

    large, small = crowded_case(1250, 1250), published_cases()[0]
    cases = bootstrap.cases_of(bootstrap.create_registry(tmp_path / "r.aic"))
    cases.apply(example_changes())
    cases.apply(ChangeSet("large", insertions(large)))
    page = CasePage(cases)
    qtbot.addWidget(page)
    page.resize(1040, 720)
    page.show()
    page.show_case(small.id)
    QApplication.processEvents()
    scene = timeline(large, OPTIONS)
    floors, opened = [], []
    for _ in range(5):
        floors.append(timed(lambda: bare(qtbot, scene)))
        page.show_case(small.id)
        QApplication.processEvents()
        opened.append(timed(lambda: page.show_case(large.id)))
    value = field_of(Count, "value")
    typed = [
        timed(lambda n=number: page.session.type_text(large.counts[n], value, f"{n + 1}.5"))
        for number in range(5)
    ]
    floor, median = statistics.median(floors), statistics.median(opened)
    with capsys.disabled():
        print(f"\nbare plot of the same 5,000 points: median {floor:.0f} ms")
        print(f"case opened and painted: median {median:.0f} ms, {median / floor:.2f} times the bare plot")
        print(f"a count typed, stored, drawn anew: median {statistics.median(typed):.0f} ms")
    assert page.session.case is not None
    assert len(page.session.case.counts) == 5000
    page.shutdown()
    cases.close()
