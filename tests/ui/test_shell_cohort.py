"""The cohort page counts the very cases that the list shows, and gives them to other programs."""

import csv
import io
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from aic_desktop.reporting.cohort import PATIENT_COLUMNS, as_csv, as_text
from tests.ui.shell import Shell, cohort_shown, put, small_case


@pytest.fixture
def shell(tmp_path: Path, qtbot):
    """The window on the published patients and P3, with the cohort shown."""
    yield from cohort_shown(tmp_path, qtbot)


@pytest.fixture
def page(shell: Shell):
    return shell.window.desk.pages.cohort


def titles(page) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def figure(page, name: str) -> str:
    """The figure beside the first line of that name."""
    return next(line[1] for line in page.table.figures.grid() if line[0].strip() == name)


def patients(page) -> list[str]:
    model = page.lines.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_list_table_and_lines_show_the_same_patients(shell: Shell, page, qtbot) -> None:
    assert "Cohort of 3 cases" in titles(page)
    assert figure(page, "Patients") == "3"
    assert patients(page) == ["P1", "P2", "P3"]
    shell.window.desk.list.search.setText("deficiency")
    qtbot.waitUntil(lambda: patients(page) == ["P1", "P2"])
    assert figure(page, "Patients") == "2"
    assert "Cohort of 2 cases" in titles(page)
    qtbot.waitUntil(lambda: not page.busy)
    shell.window.desk.list.search.setText("nobody")
    qtbot.waitUntil(lambda: any("No case to count" in text for text in titles(page)))


def test_counted_anew_while_it_is_looked_at_and_after(shell: Shell, page, qtbot) -> None:
    put(shell.registry, small_case("P4"))
    qtbot.waitUntil(lambda: figure(page, "Patients") == "4")
    shell.window.desk.open_case(shell.registry.cases.id_of("P4"))
    shell.window.actions_["delete_case"].trigger()
    shell.window.actions_["cohort"].trigger()
    assert page.isVisible()
    qtbot.waitUntil(lambda: figure(page, "Patients") == "3")


def test_the_treatment_counted_around_can_be_another(page, qtbot) -> None:
    offered = [page.agent.itemText(i) for i in range(page.agent.count())]
    assert page.agent.currentText() == "daratumumab"
    assert offered[0] == "rituximab"  # given to all three
    assert figure(page, "Daratumumab given") == ""
    page.agent.setCurrentIndex(0)
    page.agent.activated.emit(0)
    qtbot.waitUntil(lambda: not page.busy)
    heads = [page.lines.table.model().headerData(i, Qt.Orientation.Horizontal) for i in range(15)]
    assert "First rituximab" in heads
    assert page.lines.table.model().rowCount() == 3


class Gate:
    """A cohort that waits to be let on, and says how far it is."""

    def __init__(self, cohorts) -> None:
        self.cohorts, self.go_on, self.left = cohorts, Event(), Event()

    def summary(self, options, cases, progress):
        try:
            for done in range(1, 10_000):
                progress(done, 10_000)
                if self.go_on.wait(0.002):
                    break
            return self.cohorts.summary(options, cases)
        finally:
            self.left.set()


def test_a_long_counting_is_said_and_can_be_stopped(page, qtbot) -> None:
    gate = page._cohorts = Gate(page._cohorts)
    said: list[str] = []
    page.said.connect(said.append)
    before = page.table.figures.grid()
    page.outdate()
    qtbot.waitUntil(lambda: any(text.startswith("Counting") for text in titles(page)))
    qtbot.waitUntil(lambda: any("of 10,000" in text for text in titles(page)))
    cancel = next(b for b in page.findChildren(QPushButton) if b.text() == "Cancel")
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not page.busy
    assert page.waiting.isHidden()  # and takes no place beside the buttons
    assert "stopped" in said[-1]
    assert gate.left.wait(10)
    assert page.table.figures.grid() == before
    gate.go_on.set()
    page.hide()
    page.show()
    qtbot.waitUntil(lambda: not page.busy)
    assert page.table.figures.grid() == before


def test_a_window_closed_while_counting_waits_for_it(shell: Shell, page, qtbot) -> None:
    gate = page._cohorts = Gate(page._cohorts)
    page.outdate()
    qtbot.waitUntil(lambda: page.waiting.busy)
    shell.window.close()
    assert gate.left.is_set()


def test_enter_on_a_patient_opens_the_case(shell: Shell, page, qtbot) -> None:
    page.lines.table.setFocus()
    page.lines.table.setCurrentIndex(page.lines.table.model().index(1, 3))
    qtbot.keyClick(page.lines.table, Qt.Key.Key_Return)
    assert shell.code == "P2"
    assert not page.isVisible()
    shell.window.actions_["cohort"].trigger()
    shell.window.actions_["cohort"].trigger()  # back to the case in hand
    assert shell.code == "P2"
    assert not page.isVisible()


def test_a_click_on_the_open_case_leads_back_to_it(shell: Shell, page, qtbot) -> None:
    cases = shell.window.desk.list
    row = cases.view.visualRect(cases.model.index(0))
    qtbot.mouseClick(cases.view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert shell.code == "P1"
    assert not page.isVisible()


def test_sorting_by_a_column(page) -> None:
    onset = list(PATIENT_COLUMNS).index("onset")
    page.lines.table.sortByColumn(onset, Qt.SortOrder.DescendingOrder)
    assert patients(page)[-1] == "P3"  # no onset: last either way
    page.lines.table.sortByColumn(onset, Qt.SortOrder.AscendingOrder)
    assert patients(page)[-1] == "P3"


def test_copies_are_a_table_text_and_csv(shell: Shell, page, qtbot) -> None:
    summary = shell.registry.cohorts().summary()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == as_text(summary.table)
    assert data.html().count("<tr>") == len(page.table.figures.grid())
    assert data.html().count("<th>") == 2
    page.lines.table.setFocus()
    qtbot.keyClick(page.lines.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = list(csv.reader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))
    assert [line[0] for line in lines] == ["Patient", "P1", "P2", "P3"]
    page.table_tab.copy_csv()
    assert QGuiApplication.clipboard().text() == as_csv(summary.table)


def test_the_rules_are_there_when_asked_for(page, qtbot) -> None:
    before = len(titles(page))
    button = next(b for b in page.findChildren(QPushButton) if "counted" in b.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(titles(page)) == before + 1
    assert any("n/N (%)" in text for text in titles(page))


def test_the_focus_is_on_the_table_and_tab_reaches_everything(page, qtbot) -> None:
    assert page.table.hasFocus()
    seen = []
    for _ in range(12):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert page.lines.table in seen
    assert seen.index(page.table) < seen.index(page.lines.table)
