"""The filter of the cohort in the window: written, built by choosing, saved; list, table and lines agree."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from aic_desktop.domain.choices import Lineage, Status
from aic_desktop.domain.records import Count, Cytopenia, Record
from aic_desktop.reporting.cohort.evidence import askables
from aic_desktop.reporting.filters import parse
from aic_desktop.ui.filters.subjects import condition, subjects
from tests.charts import Chart
from tests.ui.shell import Shell, cohort_shown, put, small_case


@pytest.fixture
def shell(tmp_path: Path, qtbot):
    """The window on the published patients and P3, with the cohort shown."""
    yield from cohort_shown(tmp_path, qtbot)


@pytest.fixture
def page(shell: Shell):
    return shell.window.desk.pages.cohort


def codes(shell: Shell) -> list[str]:
    """Of list and lines alike, and as many as Table 1 and the title say."""
    listed = [row.code for row in shell.window.desk.list.shown()]
    page = shell.window.desk.pages.cohort
    model = page.lines.model
    lines = [model.index(row, 0).data() for row in range(model.rowCount())]
    total = next(line[1] for line in page.table.figures.grid() if line[0].strip() == "Patients")
    titles = [label.text() for label in page.findChildren(QLabel)]
    if listed:
        assert lines == listed
        assert total == str(len(listed))
        assert any(title.startswith(f"Cohort of {len(listed)} case") for title in titles)
    return listed


def write(qtbot, page, text: str) -> None:
    page.filtering.bar.line.setFocus()
    page.filtering.bar.line.setText(text)
    qtbot.keyClick(page.filtering.bar.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.busy)


def said(page) -> str:
    return page.filtering.bar.line.accessibleDescription()


def test_list_table_and_lines_show_the_cases_of_the_filter(shell: Shell, page, qtbot) -> None:
    write(qtbot, page, "flare of AIHA")
    assert codes(shell) == ["P2"]
    assert said(page) == "1 of 3 cases"
    write(qtbot, page, "rituximab given")
    assert codes(shell) == ["P1", "P2", "P3"]
    write(qtbot, page, "age at hsct < 12")
    assert codes(shell) == ["P2"]
    assert "of 2 more it is not reported" in said(page)
    page.filtering.bar.line.clear()
    qtbot.waitUntil(lambda: not page.busy and codes(shell) == ["P1", "P2", "P3"])


def test_what_cannot_be_read_changes_nothing_and_says_why(shell: Shell, page, qtbot) -> None:
    write(qtbot, page, "platelets < 142.000")
    assert "142 ×10⁹/L or 142000 ×10⁹/L" in said(page)
    assert codes(shell) == ["P1", "P2", "P3"]


def test_the_list_says_what_narrows_it_and_lifts_it(shell: Shell, page, qtbot) -> None:
    write(qtbot, page, "status = dead")
    chosen = shell.window.desk.list._only
    assert chosen.isVisible()
    assert "status = dead" in chosen.text()
    qtbot.mouseClick(chosen, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.busy and codes(shell) == ["P1", "P2", "P3"])
    assert not chosen.isVisible()
    assert page.filtering.bar.line.text() == ""


def test_a_change_of_a_case_is_judged_at_once(shell: Shell, page, qtbot) -> None:
    write(qtbot, page, "rituximab given")
    put(shell.registry, small_case("P4", Lineage.PLATELETS, agent="rituximab", status=Status.ALIVE))
    qtbot.waitUntil(lambda: not page.busy and codes(shell) == ["P1", "P2", "P3", "P4"])
    put(shell.registry, small_case("P5", Lineage.PLATELETS, agent="eltrombopag", status=Status.ALIVE))
    qtbot.waitUntil(lambda: not shell.window.desk.counting)
    assert codes(shell) == ["P1", "P2", "P3", "P4"]


def test_a_condition_is_built_by_choosing(shell: Shell, page, qtbot) -> None:
    bar = page.filtering.bar
    bar._build_button.click()
    chooser = bar.chooser
    assert chooser.isVisible()
    chooser.subject.setCurrentText("count: Platelets")
    qtbot.keyClicks(chooser.value, "20")
    chooser.side.setCurrentText("after")
    chooser.mark.setCurrentText("+61")
    qtbot.keyClick(chooser.value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.busy)
    assert bar.line.text() == "platelets < 20 ×10⁹/L after +61"
    assert codes(shell) == ["P2"]
    chooser.subject.setCurrentText("Sex")
    chooser.levels.setCurrentText("female")
    qtbot.mouseClick(chooser.add, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.busy)
    assert bar.line.text().endswith("and sex = female")
    assert codes(shell) == []


def test_a_value_that_is_none_is_said_where_it_is_chosen(page) -> None:
    chooser = page.filtering.bar.chooser
    chooser.subject.setCurrentText("count: Platelets")
    chooser.value.setText("few")
    chooser._on_add()
    assert "not an amount" in said(page)
    assert page.filtering.bar.line.text() == ""


def test_a_filter_is_saved_by_name_found_again_and_forgotten(shell: Shell, page, qtbot) -> None:
    bar = page.filtering.bar
    write(qtbot, page, "flare of AIHA")
    bar._on_menu()
    entries = {action.text(): action for action in bar._menu_button.menu().actions()}
    entries["Save this filter…"].trigger()
    assert bar.name.isVisible()
    qtbot.keyClicks(bar.name, "flared")
    qtbot.keyClick(bar.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.busy)
    assert (bar.line.text(), codes(shell)) == ("flared", ["P2"])
    write(qtbot, page, "")
    write(qtbot, page, "Flared")
    assert codes(shell) == ["P2"]
    bar._on_menu()
    next(a for a in bar._menu_button.menu().actions() if a.text() == "Forget “flared”").trigger()
    write(qtbot, page, "flared")
    assert "is not understood" in said(page)


def test_everything_that_can_be_chosen_is_a_condition() -> None:
    facts = askables()
    values = {"typed": "3"}
    for subject in subjects(facts):
        for comparison in subject.comparisons or ("",):
            for value in subject.values or (values["typed"],):
                bounds = "after onset +3" if subject.timed else ""
                parse(condition(subject, comparison, value, bounds), facts)


def test_a_figure_lists_its_patients_and_narrows_the_cohort_to_them(shell: Shell, page, qtbot) -> None:
    figures = page.table.figures
    row = next(
        figures.index(place, 1, figures.index(section, 0).siblingAtColumn(0))
        for section in range(figures.rowCount())
        for place in range(figures.rowCount(figures.index(section, 0)))
        if figures.index(place, 0, figures.index(section, 0)).data() == "Sex"
    )
    female = figures.index(0, 1, row.siblingAtColumn(0))
    page.table.setCurrentIndex(female)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    lines = page.lines
    assert [lines.model.index(r, 0).data() for r in range(lines.model.rowCount())] == ["P1", "P3"]
    assert lines._told.text() == "Sex, female: 2 of 3 patients"
    qtbot.mouseClick(lines._narrow, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.busy and codes(shell) == ["P1", "P3"])
    qtbot.mouseClick(shell.window.desk.list._only, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.busy and codes(shell) == ["P1", "P2", "P3"])
    male = next(r for r in page._summary.table.rows if (r.code, r.level) == ("sex", "male"))
    page.table.cell_opened.emit(male, 0)
    assert shell.code == "P2"
    assert not page.isVisible()


def test_groups_and_rows_are_chosen_and_kept(shell: Shell, page, qtbot) -> None:
    choice = page.choice
    choice.by[0].setCurrentIndex(choice.by[0].findData("type"))
    choice.by[0].activated.emit(choice.by[0].currentIndex())
    qtbot.waitUntil(lambda: not page.busy)
    heads = page.table.figures.grid()[0]
    assert heads[1:] == ("all patients, n = 3", "AIT, n = 1", "AIN, n = 1", "Evans syndrome, n = 1")
    choice.rows.item(0).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: not page.busy)
    names = [line[0].strip() for line in page.table.figures.grid()]
    assert "Case origin" not in names
    choice.rows.setCurrentRow(1)
    qtbot.keyClick(choice.rows, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not page.busy)
    names = [line[0].strip() for line in page.table.figures.grid()]
    assert names.index("Age at HSCT, y") < names.index("Sex")
    kept = shell.registry.settings.get("cohort.table1")
    assert kept["by"] == ["type"]
    choice._reset.click()
    qtbot.waitUntil(lambda: not page.busy)
    assert len(page.table.figures.grid()[0]) == 2


def test_pictures_are_of_the_same_patients_and_divided_alike(page, qtbot) -> None:
    page._tabs.setCurrentWidget(page.plots)
    qtbot.waitUntil(lambda: not page.busy and page.plots.view.plot is not None)
    assert len(page.plots.view.plot.lanes) == 3
    page.plots.kind.setCurrentIndex(page.plots.kind.findData("cytopenia"))
    page.plots.kind.activated.emit(0)
    qtbot.waitUntil(lambda: not page.busy)
    assert [series.label for series in page.plots.view.plot.series] == [""]
    page.choice.by[0].setCurrentIndex(page.choice.by[0].findData("sex"))
    page.choice.by[0].activated.emit(0)
    qtbot.waitUntil(lambda: not page.busy and len(page.plots.view.plot.series) > 1)
    assert [series.label for series in page.plots.view.plot.series][:2] == ["female", "male"]
    write(qtbot, page, "status = dead")
    qtbot.waitUntil(lambda: not page.busy)
    assert [series.label for series in page.plots.view.plot.series] == ["male"]


def test_curves_are_drawn_up_to_the_day_that_is_chosen(page, qtbot) -> None:
    page._tabs.setCurrentWidget(page.plots)
    qtbot.waitUntil(lambda: not page.busy and page.plots.view.plot is not None)
    assert (page.plots.zero.isVisible(), page.plots.until.isVisible()) == (True, False)
    page.plots.kind.setCurrentIndex(page.plots.kind.findData("follow_up"))
    page.plots.kind.activated.emit(0)
    qtbot.waitUntil(lambda: not page.busy)
    assert (page.plots.zero.isVisible(), page.plots.until.isVisible()) == (False, True)
    whole = page.plots.view.plot
    page.plots.until.setCurrentIndex(page.plots.until.findText("100 days"))
    page.plots.until.activated.emit(0)
    qtbot.waitUntil(lambda: not page.busy)
    cut = page.plots.view.plot
    assert whole.axis.hi > cut.axis.hi == 100
    assert cut.series[0].steps == whole.series[0].steps


def test_the_cohort_is_saved_as_it_is_shown(shell: Shell, page, qtbot, tmp_path: Path) -> None:
    write(qtbot, page, "flare of AIHA")
    for name, beginning in (("c.html", "<!DOCTYPE html>"), ("c.csv", "section,"), ("c.txt", "Patients")):
        shell.answers.paths.append(str(tmp_path / name))
        shell.window.actions_["save_cohort"].trigger()
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)
    told = json.loads(saved_as(shell, tmp_path / "c.json"))
    assert (told["patients"], [case["code"] for case in told["cases"]]) == (1, ["P2"])
    assert "1 of 3 patients in the registry (course flare of red cells)" in told["methods"]
    assert saved_as(shell, tmp_path / "c.docx") == ""


def saved_as(shell: Shell, path: Path) -> str:
    shell.answers.paths.append(str(path))
    shell.window.actions_["save_cohort"].trigger()
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_an_answer_is_explained_for_the_patient_in_hand(page, qtbot) -> None:
    row = next(r for r in page._summary.table.rows if r.code == "previous_therapies")
    page.lines._explain.click()
    page.table.cell_chosen.emit(row, 0)
    page.lines.table.setCurrentIndex(page.lines.model.index(0, 0))
    words = page.lines.explanation.toPlainText()
    assert words.startswith("Therapies before daratumumab: 6")
    assert "corticosteroids count as one" in words
    assert "Decided by:" in words
    assert "rituximab" in words
    page.lines.table.setCurrentIndex(page.lines.model.index(1, 0))
    assert page.lines.explanation.toPlainText().startswith("Therapies before daratumumab: 3")
    qtbot.waitUntil(lambda: not page.busy)


def test_the_methods_say_what_is_shown(page, qtbot) -> None:
    write(qtbot, page, "status = dead")
    page._tabs.setCurrentWidget(page.plots)
    page.plots.kind.setCurrentIndex(page.plots.kind.findData("survival"))
    page.plots.kind.activated.emit(0)
    qtbot.waitUntil(lambda: not page.busy)
    page._tabs.setCurrentWidget(page.methods)
    words = page.methods.text.toPlainText()
    assert "1 of 3 patients in the registry (status = dead)" in words
    assert "Overall survival from HSCT" in words
    page.methods.copy()
    assert QGuiApplication.clipboard().text() == words


def haemolytic() -> list[Record]:
    """A patient whose haemoglobin can be judged around daratumumab."""
    chart = Chart("P4")
    chart.add(Cytopenia, episode="1", lineage="red cells", onset="5")
    chart.treat("daratumumab", "10")
    for day, value in (("9", "6"), ("30", "13")):
        chart.add(Count, analyte="haemoglobin", day=day, value=value)
    return list(chart.case.all())


def test_the_criteria_that_judge_are_chosen_and_named(shell: Shell, page, qtbot) -> None:
    put(shell.registry, haemolytic())
    qtbot.waitUntil(lambda: not shell.window.desk.counting and "P4" in shell.codes)
    box = page.choice.criteria[Lineage.RED_CELLS]
    box.setCurrentIndex(box.findText("AIHA Barcellini 2014"))
    box.activated.emit(box.currentIndex())
    page.choice.independence.setText("56")
    page.choice.independence.editingFinished.emit()
    qtbot.waitUntil(lambda: not page.busy)
    kept = shell.registry.settings.get("cohort.table1")
    assert (kept["criteria"], kept["independence_days"]) == (["aiha_barcellini_2014"], 56)
    page._tabs.setCurrentWidget(page.methods)
    assert "Barcellini W et al. Blood 2014" in page.methods.text.toPlainText()
    page.choice.independence.setText("for ever")
    page.choice.independence.editingFinished.emit()
    assert page.choice.independence.text() == "56"
