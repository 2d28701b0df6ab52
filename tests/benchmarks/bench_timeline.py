"""Frames of the timeline beside bare pyqtgraph drawing the same points as plain lines; and clicks."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, insertions
from aic_desktop.domain.choices import Product, Purpose
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import Count, Dose, Patient, Transfusion, Treatment
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.reporting.scene import Options, Scene, timeline
from tests.values import exactly

pytestmark = pytest.mark.benchmark

UNITS = {"platelets": "10*9/L", "haemoglobin": "g/dL", "neutrophils": "10*9/L", "leukocytes": "10*9/L"}
OPTIONS = Options(panels=tuple(UNITS))
SIZE = (1280, 800)
TREATMENTS, DOSES, TRANSFUSIONS = 60, 10, 300
FRAMES = 60


def crowded_case(values: int, days: int, limits: int = 0) -> Case:
    """`values` of each of four analytes over so many days, 60 courses of ten doses, 300 transfusions.

    Every so manyth of the values is only known to be below it, where `limits` is not 0.
    """
    counts = tuple(
        Count(
            id=f"count-{at}",
            position=at,
            day=TimePoint.on_day(at // len(UNITS) * days // values),
            analyte=tuple(UNITS)[at % len(UNITS)],
            value=_value(at, bool(limits) and at // len(UNITS) % limits == 0),
        )
        for at in range(values * len(UNITS))
    )
    starts = [at * days // TREATMENTS for at in range(TREATMENTS)]
    courses = tuple(
        Treatment(
            id=f"treatment-{at}",
            position=at,
            agent=f"agent {at % 20}",
            purpose=Purpose.CYTOPENIA,
            start=TimePoint.on_day(start),
            stop=TimePoint.on_day(start + 2 * DOSES),
        )
        for at, start in enumerate(starts)
    )
    doses = tuple(
        Dose(
            id=f"dose-{at}-{number}",
            owner=f"treatment-{at}",
            position=DOSES * at + number,
            day=TimePoint.on_day(start + 2 * number),
            amount=exactly(16, "mg/kg"),
        )
        for at, start in enumerate(starts)
        for number in range(DOSES)
    )
    transfusions = tuple(
        Transfusion(
            id=f"transfusion-{at}",
            position=at,
            product=Product.PLATELETS if at % 2 else Product.RED_CELLS,
            day=TimePoint.on_day(at * days // TRANSFUSIONS),
            units=1 + at % 3,
        )
        for at in range(TRANSFUSIONS)
    )
    patient = Patient(id="patient", code="crowded")
    return Case(patient, counts=counts, treatments=courses, doses=doses, transfusions=transfusions)


def _value(at: int, below: bool) -> Quantity:
    value = exactly(str(1 + (at * 7919) % 200 / 10), tuple(UNITS.values())[at % len(UNITS)])
    return replace(value, low=None, high_included=False) if below else value


@dataclass
class Bare:
    """Plain lines in linked plots, as pyqtgraph draws them by itself."""

    widget: QWidget
    first: object

    def show_days(self, lo: float, hi: float) -> None:
        """Bring days into sight."""
        self.first.setXRange(lo, hi, padding=0)  # type: ignore[attr-defined]


def bare(qtbot: QtBot, scene: Scene) -> Bare:
    """The points of every panel, one plot under the other, their days linked."""
    import pyqtgraph as pg

    layout = pg.GraphicsLayoutWidget()
    first = None
    for panel in scene.panels:
        plot = layout.addPlot()
        layout.nextRow()
        plot.plot([point.x for point in panel.points], [point.value_hi for point in panel.points])
        if first is None:
            first = plot
        else:
            plot.setXLink(first)
    painted(qtbot, layout)
    return Bare(layout, first)


def painted(qtbot: QtBot, widget: QWidget) -> None:
    """Show a widget and paint it once."""
    qtbot.addWidget(widget)
    widget.resize(*SIZE)
    widget.show()
    QApplication.processEvents()
    widget.grab()


def timed(action: Callable[[], object]) -> float:
    """Milliseconds."""
    begin = perf_counter()
    action()
    return (perf_counter() - begin) * 1000


def sweeps(scene: Scene) -> dict[str, list[tuple[float, float]]]:
    """Days to bring into sight, frame by frame: a pan at three widths, and a zoom from all to a month."""
    lo, hi = scene.days
    found = {}
    for share, name in ((0.9, "pan, nearly all"), (0.3, "pan, a third"), (0.05, "pan, a twentieth")):
        width = (hi - lo) * share
        found[name] = [(lo + (hi - lo - width) * at / FRAMES, 0.0) for at in range(FRAMES)]
        found[name] = [(first, first + width) for first, _ in found[name]]
    middle, half = (lo + hi) / 2, (hi - lo) / 2
    shrink = (15 / half) ** (1 / FRAMES)
    found["zoom"] = [(middle - half * shrink**at, middle + half * shrink**at) for at in range(FRAMES)]
    return found


def frames(
    shown: Sequence[tuple[Callable[[float, float], None], QWidget]], days: Sequence[tuple[float, float]]
) -> list[list[float]]:
    """Milliseconds of each frame of each widget, in turns, so that a busy machine is busy for both."""
    found: list[list[float]] = [[] for _ in shown]
    for lo, hi in days:
        for times, (show, widget) in zip(found, shown, strict=True):
            begin = perf_counter()
            show(lo, hi)
            widget.grab()
            times.append((perf_counter() - begin) * 1000)
    return found


def p95(times: Sequence[float]) -> float:
    return sorted(times)[round(len(times) * 0.95) - 1]


@pytest.mark.parametrize(
    ("title", "values", "days", "limits"),
    [
        ("4 panels x 1,500 values", 1500, 1500, 0),
        ("10 years, 4 panels x 5,000 values", 5000, 3650, 0),
        ("10 years, 4 panels x 5,000 values, 400 of them limits", 5000, 3650, 50),
    ],
)
def test_first_paint_pan_and_zoom(
    qtbot: QtBot, capsys: pytest.CaptureFixture[str], title: str, values: int, days: int, limits: int
) -> None:
    from aic_desktop.ui.timeline.view import TimelineView

    case = crowded_case(values, days, limits)
    scene = timeline(case, OPTIONS)
    bares: list[Bare] = []
    views: list[TimelineView] = []

    def first() -> None:
        view = TimelineView()
        view.choose(OPTIONS.as_json())
        view.show_case(case)
        painted(qtbot, view)
        views.append(view)

    firsts, floors, scenes = [], [], []
    for _ in range(5):
        floors.append(timed(lambda: bares.append(bare(qtbot, scene))))
        firsts.append(timed(first))
        scenes.append(timed(lambda: timeline(case, OPTIONS)))
    view, floor = views[-1], bares[-1]
    changes = []
    for at in range(5):
        other = case.with_record(replace(case.counts[at * 40], value=exactly(f"{at + 1}.5", "10*9/L")))
        changes.append(timed(lambda c=other: (view.show_case(c), view.grab())))  # type: ignore[misc]
    view.show_case(case)
    lines = [f"\n{title}, {TREATMENTS} courses of {DOSES} doses, {TRANSFUSIONS} transfusions, 1280 x 800"]
    median = statistics.median
    lines.append(
        f"  first paint        {median(firsts):6.1f} ms ({median(scenes):.1f} ms of it the scene),"
        f" {median(firsts) / median(floors):.2f} x bare pyqtgraph ({median(floors):.1f} ms)"
    )
    for name, sweep in sweeps(scene).items():
        bare_times, own = frames([(floor.show_days, floor.widget), (view.show_days, view)], sweep)
        lines.append(
            f"  {name:<18} {median(own):6.1f} ms median, {p95(own):.1f} ms p95,"
            f" {median(own) / median(bare_times):.2f} x bare pyqtgraph"
            f" ({median(bare_times):.1f} ms median, {p95(bare_times):.1f} ms p95)"
        )
    lines.append(f"  one count changed  {median(changes):6.1f} ms until it is drawn")
    with capsys.disabled():
        print("\n".join(lines))
    assert [len(panel.points) for panel in scene.panels] == [values] * len(UNITS)
    assert view.timeline_scene == scene


def test_a_click_selects_the_record_in_its_form_and_back(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from aic_desktop.ui.pages.case import CasePage

    case = crowded_case(1500, 1500)
    cases = bootstrap.cases_of(bootstrap.create_registry(tmp_path / "r.aic"))
    cases.apply(ChangeSet("crowded", insertions(case)))
    page = CasePage(cases)
    painted(qtbot, page)
    page.show_case(case.id)
    QApplication.processEvents()
    view = page.timeline
    clicks, rings = [], []
    for at in range(20):
        view.show_days(at * 60, at * 60 + 40)
        QApplication.processEvents()
        view.grab()
        record = f"count-{(at * 60 + 20) * 4}" if at % 2 else f"dose-{round((at * 60 + 20) / 25)}-0"
        hit = next(iter(view._board.hits_of(record)), None)
        if hit is None or not view._board.rect().contains(hit.rect.center().toPoint()):
            continue
        found: list[object] = []
        view.record_clicked.connect(found.append)
        where = hit.rect.center().toPoint()

        def click(spot: object = where) -> None:
            QTest.mouseClick(view._board.viewport(), Qt.MouseButton.LeftButton, pos=spot)  # type: ignore[arg-type]
            QApplication.processEvents()

        clicks.append(timed(click))
        view.record_clicked.disconnect(found.append)
        assert found, record
    for at in range(20):

        def focus(record: str = f"count-{at * 211}") -> None:
            page.show_record(record)
            QApplication.processEvents()

        rings.append(timed(focus))
        assert view._sheet.highlight == f"count-{at * 211}"
    with capsys.disabled():
        print(
            f"\n6,000 counts: a click shows the record in its form in {statistics.median(clicks):.1f} ms"
            f" (p95 {p95(clicks):.1f}, {len(clicks)} clicks);"
            f" the focus in a form rings the mark in {statistics.median(rings):.1f} ms (p95 {p95(rings):.1f})"
        )
    assert len(clicks) >= 8
    page.shutdown()
    cases.close()
