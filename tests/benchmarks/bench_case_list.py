"""Ten thousand cases in the list: what a key in the search costs, until its cases are painted."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aic_desktop.domain.choices import Lineage, Origin, Sex, Status
from aic_desktop.domain.codes import agents, diseases
from aic_desktop.services.ports import CaseRow
from aic_desktop.ui.case_list import CaseList
from aic_desktop.ui.models.case_list import CaseListModel
from tests.ui.shell import show

CASES = 10_000
AIM_MS = 50


def rows() -> tuple[CaseRow, ...]:
    drugs, ills, lineages = list(agents()), list(diseases()), list(Lineage)
    return tuple(
        CaseRow(
            f"{number:016x}",
            f"P{number}",
            Origin.OWN,
            Sex.FEMALE,
            ills[number % len(ills)],
            ((1, lineages[number % 4]), (1, lineages[number % 3])),
            frozenset(drugs[number % 7 : number % 7 + 3]),
            Status.DEAD if number % 5 == 0 else Status.ALIVE,
        )
        for number in range(CASES)
    )


def floor_ms() -> float:
    """One look through as many texts as long, the least any search has to do."""
    texts = [
        f"p{number}\n" + "lrba deficiency\nait\nown\nrituximab daratumumab " * 4 for number in range(CASES)
    ]
    return min(timed(lambda: [text for text in texts if "dara1" in text]) for _ in range(5))


@pytest.mark.benchmark
@pytest.mark.usefixtures("qapp")
def test_search_among_ten_thousand() -> None:
    """The model alone: filter, filters and orders."""
    model, made, floor = CaseListModel(), rows(), floor_ms()
    print(f"\nfloor, one look through {CASES} texts: {floor:.1f} ms")
    tell("fill", timed(lambda: model.fill(made)), floor)
    for text in ("d", "da", "dar", "dara", ""):
        tell(f"search “{text}”", timed(lambda text=text: model.narrow(text, "")), floor)
    tell("filter Evans syndrome", timed(lambda: model.narrow("", "Evans syndrome")), floor)
    tell("the dead", timed(lambda: model.narrow("", "", True)), floor)
    tell("all", timed(lambda: model.narrow("", "")), floor)
    tell("one case changed", timed(lambda: model.replace(made[5000])), floor)
    order = (("type", False), ("disease", True), ("code", False))
    tell("sort by three columns", timed(lambda: model.arrange(order)), floor)


@pytest.mark.benchmark
def test_a_key_in_the_search_until_it_is_painted(qtbot: QtBot) -> None:
    """The widget on the screen: each key from its press until the list is painted; aim 50 ms each."""
    cases, floor = CaseList(()), floor_ms()
    show(qtbot, cases, 304, 720)
    cases.fill(rows())
    cases.focus_search()
    QApplication.processEvents()
    print(f"\nfloor, one look through {CASES} texts: {floor:.1f} ms; aim {AIM_MS} ms a key")
    for word in ("dara", "lrba ait", "p99"):
        for key in word:
            tell(f"“{key}” of “{word}”", timed(lambda key=key: typed(cases, key)), floor)
        for _ in word:
            QTest.keyClick(cases.search, Qt.Key.Key_Backspace)
        tell("the last taken back", timed(QApplication.processEvents), floor)


def typed(cases: CaseList, key: str) -> None:
    QTest.keyClicks(cases.search, key)
    QApplication.processEvents()
    cases.view.viewport().repaint()


def tell(what: str, took: float, floor: float) -> None:
    print(f"{what}: {took:.1f} ms, {took / floor:.1f} times the floor")


def timed(do: Callable[[], object]) -> float:
    """Milliseconds of this process alone: others on the machine do not count."""
    started = time.process_time()
    do()
    return (time.process_time() - started) * 1000
