"""How long a case of 5,000 counts takes to appear, move and change, beside a bare plot of the same points."""

import statistics
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Purpose
from aic_desktop.domain.records import Count, Dose, Patient, Treatment
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.reporting.scene import Scene, timeline
from tests.values import exactly

pytestmark = pytest.mark.benchmark

_UNITS = {"platelets": "10*9/L", "haemoglobin": "g/dL", "neutrophils": "10*9/L"}


def large_case(counts: int = 5000, treatments: int = 60) -> Case:
    """Three analytes, a value of each a day, and treatments with ten doses each."""
    analytes = tuple(_UNITS)
    values = tuple(
        Count(
            id=f"count-{i}",
            position=i,
            day=TimePoint.on_day(i // 3),
            analyte=analytes[i % 3],
            value=exactly(str(1 + (i * 7919) % 200 / 10), _UNITS[analytes[i % 3]]),
        )
        for i in range(counts)
    )
    given = tuple(
        Treatment(
            id=f"treatment-{i}",
            position=i,
            agent=f"agent {i % 20}",
            purpose=Purpose.CYTOPENIA,
            start=TimePoint.on_day(i * 20),
        )
        for i in range(treatments)
    )
    doses = tuple(
        Dose(
            id=f"dose-{i}-{j}",
            owner=f"treatment-{i}",
            position=10 * i + j,
            day=TimePoint.on_day(i * 20 + 7 * j),
            amount=exactly(16, "mg/kg"),
        )
        for i in range(treatments)
        for j in range(10)
    )
    return Case(Patient(id="patient"), counts=values, treatments=given, doses=doses)


def _timed(action: Callable[[], object]) -> float:
    begin = perf_counter()
    action()
    return (perf_counter() - begin) * 1000


def painted(qtbot: QtBot, widget: QWidget) -> None:
    """Show and paint a widget."""
    qtbot.addWidget(widget)
    widget.resize(1200, 450)
    widget.show()
    QApplication.processEvents()
    widget.grab()


def bare_plot(scene: Scene) -> QWidget:
    """The points of every panel as pyqtgraph draws them by itself."""
    import pyqtgraph as pg

    layout = pg.GraphicsLayoutWidget()
    for panel in scene.panels:
        plot = layout.addPlot()
        layout.nextRow()
        plot.plot([p.x for p in panel.points], [p.value_lo for p in panel.points], symbol="o", symbolSize=7)
    return layout


def test_first_paint_pan_and_one_more_count(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    from aic_desktop.ui.timeline.view import TimelineView

    case = large_case()
    timeline(case)
    bare = statistics.median(_timed(lambda: painted(qtbot, bare_plot(timeline(case)))) for _ in range(3))

    views: list[TimelineView] = []

    def first() -> None:
        views.append(TimelineView())
        views[-1].show_case(case)
        painted(qtbot, views[-1])

    whole = statistics.median(_timed(first) for _ in range(3))
    view = views[-1]

    def pan(step: int) -> None:
        view.show_days(100 + step, 500 + step)
        view.grab()

    frames = [_timed(lambda s=step: pan(s)) for step in range(20)]
    more = replace(case.counts[-1], id="one more", position=5000, day=TimePoint.on_day(1700))

    def change(one: int) -> None:
        view.show_case(replace(case, counts=(*case.counts, replace(more, id=f"more-{one}"))))
        view.grab()

    changes = [_timed(lambda o=one: change(o)) for one in range(5)]
    scenes = [_timed(lambda: timeline(case)) for _ in range(5)]
    with capsys.disabled():
        print(
            f"\n5,000 counts, 60 treatments with 600 doses, 1200 x 450, three panels"
            f"\n  scene              {statistics.median(scenes):7.1f} ms"
            f"\n  first paint        {whole:7.1f} ms, {whole / bare:.2f} x a bare plot ({bare:.1f} ms)"
            f"\n  a frame of a pan   {statistics.median(frames):7.1f} ms"
            f"\n  one more count     {statistics.median(changes):7.1f} ms"
        )
    assert view.timeline_scene is not None
    assert sum(len(panel.points) for panel in view.timeline_scene.panels) == 5001
