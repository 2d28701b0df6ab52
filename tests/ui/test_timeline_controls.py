"""The choices over the timeline: what is offered, what a choice does, and that it can be made by keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import Transfusion
from aic_desktop.reporting.scene import Options, Scene, timeline
from aic_desktop.ui.timeline.choices import MenuButton
from aic_desktop.ui.timeline.reference_lines import ReferenceLines
from aic_desktop.ui.timeline.rows import rows_of
from aic_desktop.ui.timeline.view import TimelineView
from tests.golden.awkward import CASES, Writing


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[TimelineView]:
    made = TimelineView()
    qtbot.addWidget(made)
    made.resize(1000, 420)
    made.show()
    yield made
    made.close()


def scene_of(view: TimelineView) -> Scene:
    assert view.timeline_scene is not None
    return view.timeline_scene


def opened(button: MenuButton, below: str = "") -> list[QAction]:
    """The entries of a menu, or of the one below an entry, as they are when it is opened."""
    button.menu().aboutToShow.emit()
    if not below:
        return button.menu().actions()
    return next(
        menu for menu in button.menu().findChildren(QMenu) if menu.title().startswith(below)
    ).actions()


def entry(actions: list[QAction], text: str) -> QAction:
    return next(action for action in actions if action.text().startswith(text))


def part(button: MenuButton, *names: str) -> QAction:
    return entry(opened(button, *names[:-1]), names[-1])


def haemolysis() -> Case:
    case = Writing(code="haemolysis")
    for analyte, value in (
        ("platelets", "20"), ("haemoglobin", "7"), ("ldh", "900"), ("bilirubin", "4"), ("haptoglobin", "0.1"),
    ):  # fmt: skip
        case.counts(analyte, f"+10={value}", f"+20={value}")
    return case.case


# --- counts


def test_further_counts_can_be_chosen(view: TimelineView) -> None:
    view.show_case(CASES["like_patient_2"]())
    part(view.controls.counts, "Reticulocytes (fraction)").trigger()
    shown = [panel.analyte for panel in scene_of(view).panels]
    assert shown == ["platelets", "haemoglobin", "reticulocyte_fraction"]
    part(view.controls.counts, "Platelets").trigger()
    assert [panel.analyte for panel in scene_of(view).panels] == ["haemoglobin", "reticulocyte_fraction"]


def test_markers_of_haemolysis_come_and_go_together_below_haemoglobin(view: TimelineView) -> None:
    view.show_case(haemolysis())
    part(view.controls.counts, "Markers of haemolysis").trigger()
    shown = [panel.analyte for panel in scene_of(view).panels]
    assert shown == ["platelets", "haemoglobin", "ldh", "bilirubin", "haptoglobin"]
    assert part(view.controls.counts, "Markers of haemolysis").isChecked()
    part(view.controls.counts, "Markers of haemolysis").trigger()
    assert [panel.analyte for panel in scene_of(view).panels] == ["platelets", "haemoglobin"]


def test_nothing_is_offered_where_there_is_no_choice(view: TimelineView) -> None:
    view.show_case(CASES["one_count"]())
    assert not view.controls.counts.isVisible()
    assert not view.controls.zero.isVisible()
    assert view.controls.scales.isVisible()
    view.show_case(None)
    assert not view.controls.scales.isVisible()


# --- day 0


def test_the_axis_can_count_from_an_onset(view: TimelineView) -> None:
    view.show_case(CASES["like_patient_2"]())
    days = view.days
    part(view.controls.zero, "onset of AIHA").trigger()
    assert scene_of(view).zero.day == view._sheet.zero.day == 83
    assert view.controls.zero.text() == "0: onset of AIHA"
    assert part(view.controls.zero, "onset of AIHA").isChecked()
    assert view.days == pytest.approx(days)


def test_a_day_0_chosen_is_that_of_the_next_case_where_it_has_one(view: TimelineView) -> None:
    view.show_case(CASES["like_patient_2"]())
    part(view.controls.zero, "first daratumumab").trigger()
    view.show_case(CASES["one_count"]())
    assert view._sheet.zero == ("HSCT", 0)
    view.show_case(CASES["like_patient_1"]())
    assert view._sheet.zero == ("first daratumumab, +118", 118)


def test_dates_are_offered_only_where_day_0_is_known(view: TimelineView) -> None:
    view.show_case(CASES["dated"]())
    part(view.controls.zero, "Dates").trigger()
    assert scene_of(view).dates
    assert view.controls.zero.text() == "Dates"
    view.show_case(CASES["taper"]())
    assert not scene_of(view).dates
    assert "Dates instead of days" not in [action.text() for action in opened(view.controls.zero)]


@pytest.mark.parametrize("days", [(0.0, 100.0), (-30.0, 0.0), (0.0, 2.0)])
def test_a_view_may_begin_or_end_at_day_0(view: TimelineView, days: tuple[float, float]) -> None:
    view.show_case(CASES["before_day_0" if days[0] < 0 else "taper"]())
    view.show_days(*days)
    view.grab()
    assert view.days == pytest.approx(days)


# --- scales


def test_a_panel_may_be_linear_or_logarithmic(view: TimelineView) -> None:
    view.show_case(CASES["taper"]())
    assert part(view.controls.scales, "Platelets", "Logarithmic").isChecked()
    part(view.controls.scales, "Platelets", "Linear").trigger()
    assert not scene_of(view).panels[0].axis.log
    part(view.controls.scales, "As at first").trigger()
    assert scene_of(view).panels[0].axis.log


def test_a_unit_can_be_chosen_and_is_drawn_and_read_out(view: TimelineView) -> None:
    view.show_case(CASES["taper"]())
    part(view.controls.scales, "Haemoglobin", "g/L").trigger()
    assert scene_of(view).panels[1].unit == "g/L"
    assert part(view.controls.scales, "Haemoglobin", "g/L").isChecked()
    assert not part(view.controls.scales, "Haemoglobin", "g/dL").isChecked()


def test_the_gap_that_breaks_a_line_can_be_chosen(view: TimelineView) -> None:
    view.show_case(CASES["taper"]())
    runs = len(scene_of(view).panels[1].segments)
    part(view.controls.scales, "A line breaks", "no gap").trigger()
    assert len(scene_of(view).panels[1].segments) == 1 < runs


def test_the_criteria_of_each_lineage_can_be_chosen(view: TimelineView) -> None:
    view.show_case(CASES["taper"]())
    sets = opened(view.controls.scales, "Response of AIHA by")
    assert len([action for action in sets if action.isChecked()]) == 1
    other = next(action for action in sets if not action.isChecked())
    name = other.text()
    other.trigger()
    assert name in [lane.label for lane in scene_of(view).lanes]


def test_reference_lines_are_typed_in_the_unit_shown(view: TimelineView, qtbot: QtBot) -> None:
    view.show_case(CASES["taper"]())
    part(view.controls.scales, "Haemoglobin", "g/L").trigger()
    dialog, field = asked(view, qtbot, "Haemoglobin")
    assert field.text() == "70 80 100 120"
    field.setText("75; 90 110")
    accept(dialog)
    assert scene_of(view).panels[1].axis.references == (75, 90, 110)
    part(view.controls.scales, "Haemoglobin", "g/dL").trigger()
    assert scene_of(view).panels[1].axis.references == (7.5, 9, 11)
    dialog, _ = asked(view, qtbot, "Haemoglobin")
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.RestoreDefaults).click()
    assert scene_of(view).panels[1].axis.references == (7, 8, 10, 12)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("20 <5", "no line"), ("many", "“many”"), ("0", "no line"), ("1.000", "two ways"), ("5-9", "no line")],
)
def test_what_is_no_line_is_said_and_nothing_is_taken(
    view: TimelineView, qtbot: QtBot, typed: str, said: str
) -> None:
    view.show_case(CASES["taper"]())
    before = scene_of(view)
    dialog, field = asked(view, qtbot, "Platelets")
    field.setText(typed)
    accept(dialog)
    assert dialog.isVisible()
    assert any(said in label.text() for label in dialog.findChildren(QLabel))
    assert scene_of(view) == before
    field.setText("")
    accept(dialog)
    assert scene_of(view).panels[0].axis.references == ()


def asked(view: TimelineView, qtbot: QtBot, panel: str) -> tuple[ReferenceLines, QLineEdit]:
    known = set(view.controls.findChildren(ReferenceLines))
    part(view.controls.scales, panel, "Reference lines").trigger()
    made = [found for found in view.controls.findChildren(ReferenceLines) if found not in known]
    qtbot.waitUntil(made[0].isVisible)
    return made[0], made[0].findChild(QLineEdit)


def accept(dialog: ReferenceLines) -> None:
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()


# --- remembered, and reached by keys


def test_what_was_chosen_is_told_and_can_be_chosen_again(view: TimelineView, qtbot: QtBot) -> None:
    view.show_case(CASES["like_patient_2"]())
    with qtbot.waitSignal(view.options_chosen) as told:
        part(view.controls.counts, "Reticulocytes").trigger()
    view.choose(None)
    assert len(scene_of(view).panels) == 2
    view.choose(told.args[0])
    assert scene_of(view).panels[-1].analyte == "reticulocyte_fraction"


def test_every_control_is_reached_by_tab_and_says_what_it_is(view: TimelineView, qtbot: QtBot) -> None:
    view.show_case(CASES["dated"]())
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    reached = set()
    for _ in range(12):
        QTest.keyClick(view.focusWidget() or view, Qt.Key.Key_Tab)
        reached.add(view.focusWidget())
    for button in (view.controls.zero, view.controls.scales):
        assert button in reached
        assert button.toolTip()


def test_the_table_tells_targets_and_what_was_derived() -> None:
    case = Writing(code="levels")
    case.counts("ciclosporin_trough", "+10=90")
    case.counts("platelets", "+10=30")
    case.treat("ciclosporin", start="+1", stop="+40", target="150-200 ng/mL", purpose="gvhd_prophylaxis")
    case.add(Transfusion, product="platelets", day="+10", units="1")
    rows = rows_of(timeline(case.case, Options(panels=("ciclosporin_trough", "platelets"))))
    told = [(row.where, row.days, row.what, row.value) for row in rows[:4]]
    assert (
        "Ciclosporin trough",
        "+1 to +40",
        "target",
        "target of ciclosporin 150–200 ng/mL, from day +1",
    ) in told
    assert ("Platelets", "+10", "count, after transfusion (derived)", "30 ×10⁹/L") in told
