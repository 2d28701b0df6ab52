"""Compare in the window: the cases of the list on one axis, by mouse and by keys, as table and as figure."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.changes import ChangeSet, Edit, new_id
from aic_desktop.domain.choices import Origin
from aic_desktop.domain.records import Patient
from aic_desktop.reporting.pictures.compare import comparison
from aic_desktop.reporting.pictures.tracks import Asked, track
from aic_desktop.ui.comparison_figure import ComparisonFigure
from aic_desktop.ui.figure_dialog import FigureDialog
from aic_desktop.ui.figure_files import svg
from aic_desktop.ui.pages.compare import ComparePage
from tests.golden.awkward import Writing
from tests.ui.shell import Answers, Shell, put


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """The example, with a third patient of whom nothing is known."""
    bootstrap.write_example(str(tmp_path / "r.aic"))
    shell = Shell(tmp_path, Answers())
    qtbot.addWidget(shell.window)
    with qtbot.waitSignal(shell.window.filled):
        shell.window.show()
        shell.window.files.open(str(tmp_path / "r.aic"))
    put(shell.registry, [Patient(id=new_id(), code="P3", origin=Origin.OWN)])
    yield shell
    shell.window.close()


@pytest.fixture
def page(qtbot: QtBot, shell: Shell) -> ComparePage:
    shell.window.actions_["compare"].trigger()
    assert shell.window.desk is not None
    page = shell.window.desk.pages.compare
    assert page is not None
    settle(qtbot, page)
    return page


def settle(qtbot: QtBot, page: ComparePage) -> None:
    qtbot.waitUntil(lambda: not page.busy)


def test_the_cases_of_the_list_are_drawn_and_who_is_not_is_said(page: ComparePage) -> None:
    assert page._found is not None
    assert [one.code for one in page._found.tracks] == ["P1", "P2"]
    assert page._title.text() == "Compare: 2 of 3 cases"
    assert "Platelets not counted: P3" in page.picture.accessibleDescription()


def test_day_0_is_chosen_among_what_was_given(qtbot: QtBot, page: ComparePage) -> None:
    names = [page.zero.itemData(place) for place in range(page.zero.count())]
    assert names[:3] == ["hsct", "onset", "ait"]
    assert {"daratumumab", "rituximab"} <= set(names)
    page.zero.setCurrentIndex(names.index("daratumumab"))
    page.days.setCurrentIndex(2)
    page.zero.activated.emit(page.zero.currentIndex())
    settle(qtbot, page)
    assert page._found is not None
    assert page._found.title == "Platelets, days after first daratumumab: 1 of 3 cases"
    assert page._found.days == (-30, 100)


def test_a_click_on_a_small_multiple_opens_its_case(qtbot: QtBot, page: ComparePage, shell: Shell) -> None:
    surface = page.picture.surface
    qtbot.waitUntil(lambda: bool(surface.hits))
    second = next(hit for hit in surface.hits if page._found and hit.record == page._found.tracks[1].case)
    qtbot.mouseClick(surface, Qt.MouseButton.LeftButton, pos=second.rect.center().toPoint())
    assert shell.code == "P2"
    assert shell.window.desk is not None
    assert shell.window.desk.on_case


def test_keys_go_from_patient_to_patient_and_enter_opens(
    qtbot: QtBot, page: ComparePage, shell: Shell
) -> None:
    assert page.picture.hasFocus()
    qtbot.keyClick(page.picture, Qt.Key.Key_Right)
    qtbot.keyClick(page.picture, Qt.Key.Key_Right)
    assert page.picture.words.startswith("P2 · Evans syndrome")
    qtbot.keyClick(page.picture, Qt.Key.Key_Return)
    assert shell.code == "P2"


def test_over_each_other_a_click_lights_one_up_and_opens_nothing(
    qtbot: QtBot, page: ComparePage, shell: Shell
) -> None:
    page.together.click()
    settle(qtbot, page)
    surface = page.picture.surface
    qtbot.waitUntil(lambda: bool(surface.hits))
    hit = next(h for h in surface.hits if page._found and h.record == page._found.tracks[1].case)
    qtbot.mouseClick(surface, Qt.MouseButton.LeftButton, pos=hit.rect.center().toPoint())
    assert page.picture.words.startswith("P2")
    assert page.isVisible()
    assert page.picture.chosen == hit.record
    subject = page.figure
    assert subject is not None
    assert [choice.label for choice in subject.choices] == ["P2 &lit up"]
    lit, plain = (svg(subject.draw(170, False, shown)) for shown in (frozenset({"lit"}), frozenset[str]()))
    veil = b'fill-opacity="0.7'
    assert veil in lit
    assert veil not in plain
    qtbot.mouseDClick(surface, Qt.MouseButton.LeftButton, pos=hit.rect.center().toPoint())
    assert shell.code == "P2"


def test_what_is_drawn_can_be_read_as_a_table_and_taken_as_csv(page: ComparePage, shell: Shell) -> None:
    page.as_table.click()
    model = page.table.model()
    assert model.rowCount() == 8
    assert page.table.isVisible()
    assert "Platelets not counted: P3" in page._notes.text()
    next(b for b in page.findChildren(QPushButton) if b.text() == "Copy as CS&V").click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("patient,day,day_earliest")
    assert len(lines) == 9
    page.table.activated.emit(model.index(7, 0))
    assert shell.code == "P2"


def test_what_was_typed_meanwhile_is_drawn_when_one_comes_back(
    qtbot: QtBot, page: ComparePage, shell: Shell
) -> None:
    shell.window.actions_["compare"].trigger()
    assert not page.isVisible()
    patient = shell.registry.cases.open(shell.registry.cases.id_of("P1")).patient
    cases = shell.registry.cases
    edit = Edit(
        patient.id, "patient", patient.id, "code", patient.cell("code"), type(patient.cell("code"))("P9")
    )
    cases.apply(ChangeSet("Rename", (edit,)))
    shell.window.actions_["compare"].trigger()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page._found is not None and [t.code for t in page._found.tracks] == ["P2", "P9"])


def test_nothing_to_compare_is_said_with_what_there_is(qtbot: QtBot, page: ComparePage) -> None:
    page.ask(Asked(analyte="ferritin"))
    settle(qtbot, page)
    assert page.picture.empty.text().startswith(
        "There is nothing to compare. Ferritin not counted: P1, P2, P3."
    )
    assert page.figure is None


def test_few_patients_fill_the_page(qtbot: QtBot, page: ComparePage) -> None:
    surface = page.picture.surface
    qtbot.waitUntil(lambda: bool(surface.hits))
    assert all(hit.rect.height() > 300 for hit in surface.hits)


@pytest.mark.usefixtures("qapp")
def test_agents_that_there_is_no_strip_for_are_named() -> None:
    case = Writing(code="T")
    case.counts("platelets", "+10=5", "+90=80")
    agents = "rituximab daratumumab bortezomib abatacept eltrombopag romiplostim sirolimus vincristine"
    for at, agent in enumerate(agents.split()):
        case.treat(agent, f"+{10 + at}")
    case.treat("azathioprine", "+30")
    asked = Asked()
    found = comparison([track(case.case, asked)], asked, 1)
    drawn = svg(ComparisonFigure(found, None).draw(170, False, frozenset())).decode()
    assert ">sirolimus</text>" in drawn
    assert ">+ 2: VCR, AZA</text>" in drawn


def test_nobody_to_compare_is_said(qtbot: QtBot, page: ComparePage, shell: Shell) -> None:
    assert shell.window.desk is not None
    shell.window.desk.list.search.setText("nobody of that name")
    qtbot.waitUntil(lambda: not shell.codes)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: "No case to compare" in page.picture.empty.text())


@pytest.mark.usefixtures("page")
def test_the_comparison_is_saved_as_a_figure(shell: Shell, tmp_path: Path) -> None:
    shell.answers.paths = [str(tmp_path / "compared.svg")]
    shell.window.actions_["figure"].trigger()
    dialog = shell.window.findChild(FigureDialog)
    assert dialog is not None
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Save &as…").click()
    drawn = (tmp_path / "compared.svg").read_text(encoding="utf-8")
    assert "2 of 3 cases" in drawn
    assert ">P2</text>" in drawn
    shell.window.actions_["copy_figure"].trigger()
    assert "Platelets, days after HSCT" in QGuiApplication.clipboard().mimeData().text()


def test_reading_does_not_hold_up_the_window_and_closing_stops_it(shell: Shell) -> None:
    shell.window.actions_["compare"].trigger()
    assert shell.window.desk is not None
    page = shell.window.desk.pages.compare
    assert page is not None
    assert page.busy
    assert page._found is None
    shell.window.close_registry()
    assert shell.window.desk is None


def test_the_picture_of_the_page_is_taken(tmp_path: Path, shell: Shell) -> None:
    from aic_desktop.ui.screenshot import take

    out = tmp_path / "compare.png"
    assert take(str(tmp_path / "r.aic"), out, None, "compare", (1280, 800), bootstrap.registry) == 0
    assert out.exists()
    assert shell.window.isVisible()
