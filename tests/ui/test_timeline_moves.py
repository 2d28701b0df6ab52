"""A day is moved on the timeline and stored as one step; plot and form are one."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, insertions
from aic_desktop.domain.records import Dose, Treatment
from aic_desktop.domain.timepoint import Basis
from aic_desktop.services.cases import Cases
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.forms.field_edit import FieldEdit
from aic_desktop.ui.pages.case import CasePage
from aic_desktop.ui.timeline.view import TimelineView
from tests.golden.awkward import CASES
from tests.ui.hands import Button, Key, Modifier, at_day, click, drag, place_of, place_of_record
from tests.ui.shell import show


@pytest.fixture
def opened(qtbot: QtBot, cases: Cases) -> Iterator[CasePage]:
    page = CasePage(cases)
    show(qtbot, page, 1280, 900)
    yield page
    page.shutdown()


def turn_to(page: CasePage, case: Case) -> TimelineView:
    page.session.cases.apply(ChangeSet("new", insertions(case)))
    page.show_case(case.id)
    QApplication.processEvents()
    page.timeline.fit()
    page.grab()
    return page.timeline


def stored(page: CasePage, record: str) -> Treatment | Dose:
    assert page.session.case is not None
    found = page.session.cases.open(page.session.case.id).find(record)
    assert isinstance(found, Treatment | Dose)
    return found


def end_of(view: TimelineView, record: str, side: int) -> QPoint:
    """The pixel of an end of a bar, two pixels within it."""
    view.grab()
    assert view._board.grips is not None
    grip = view._board.grips.of(record)[side]
    view._board.scroll_to(grip.lane)
    row = view._board.places.rows[grip.lane]
    y = view._board.places.lanes.top() + row.top + (grip.row + 0.5) * view._sheet.style.lane
    return QPoint(round(view._sheet.frame.x(grip.at)) - 2 * side, round(y - view._sheet.scrolled))


def by_days(view: TimelineView, start: QPoint, days: float) -> QPoint:
    return start + QPoint(round(days * view._sheet.frame.per_day), 0)


def test_a_dose_is_carried_to_another_day_as_one_step(opened: CasePage) -> None:
    view = turn_to(opened, CASES["taper"]())
    start = place_of_record(view, "dose-8")  # rituximab on +67
    drag(view, start, by_days(view, start, 3), let_go=False)
    assert view._strip.words == "rituximab, day: +67 → +70"
    assert stored(opened, "dose-8").day.text == "+67"  # type: ignore[union-attr]
    QTest.mouseRelease(view._board.viewport(), Button.LeftButton, pos=by_days(view, start, 3))
    moved = stored(opened, "dose-8")
    assert isinstance(moved, Dose)
    assert moved.day is not None
    assert (moved.day.basis, moved.day.earliest, moved.day.latest) == (Basis.DAY, 70, 70)
    assert opened.session.cases.undo_label == "Move rituximab, day"
    opened.session.cases.undo()
    assert stored(opened, "dose-8") == CASES["taper"]().find("dose-8")


def test_the_end_of_a_course_takes_the_dose_that_ends_with_it_along(opened: CasePage) -> None:
    view = turn_to(opened, CASES["taper"]())
    start = end_of(view, "treatment-1", 1)  # prednisolone to +120, its last step as well
    drag(view, start, by_days(view, start, 10))
    course, step = stored(opened, "treatment-1"), stored(opened, "dose-5")
    assert isinstance(course, Treatment)
    assert isinstance(step, Dose)
    assert course.stop is not None
    assert step.until is not None
    assert (course.stop.latest, step.until.latest) == (130, 130)
    opened.session.cases.undo()
    assert opened.session.cases.open("patient") == CASES["taper"]()


def test_an_imprecise_end_becomes_exact_and_says_so_before_it_is_let_go(opened: CasePage) -> None:
    view = turn_to(opened, CASES["taper"]())
    start = end_of(view, "treatment-5", 1)  # ciclosporin until 170..180
    drag(view, start, by_days(view, start, 5), let_go=False)
    assert view._strip.words.endswith("ciclosporin, stop: +170 to +180 → +185, from then on exact")
    QTest.mouseRelease(view._board.viewport(), Button.LeftButton, pos=by_days(view, start, 5))
    course = stored(opened, "treatment-5")
    assert isinstance(course, Treatment)
    assert course.stop is not None
    assert course.stop.exact
    assert course.stop.latest == 185


def test_escape_puts_a_day_back(opened: CasePage) -> None:
    view = turn_to(opened, CASES["taper"]())
    start = place_of_record(view, "dose-8")
    drag(view, start, by_days(view, start, 5), let_go=False)
    QTest.keyClick(view, Key.Key_Escape)
    QTest.mouseRelease(view._board.viewport(), Button.LeftButton, pos=by_days(view, start, 5))
    assert opened.session.cases.open("patient") == CASES["taper"]()


def test_what_is_put_down_where_it_was_changes_nothing(opened: CasePage) -> None:
    view = turn_to(opened, CASES["taper"]())
    start = end_of(view, "treatment-5", 1)
    drag(view, start, by_days(view, start, 8), let_go=False)
    QTest.mouseMove(view._board.viewport(), start)
    QTest.mouseRelease(view._board.viewport(), Button.LeftButton, pos=start)
    assert opened.session.cases.open("patient") == CASES["taper"]()


def test_a_day_entered_as_a_date_stays_a_date(opened: CasePage) -> None:
    view = turn_to(opened, CASES["dated"]())
    start = place_of_record(view, "dose-1")  # rituximab on 14.3.2020, day +13
    drag(view, start, by_days(view, start, 7), let_go=False)
    assert "+13 → +20 (2020-03-21)" in view._strip.words
    QTest.mouseRelease(view._board.viewport(), Button.LeftButton, pos=by_days(view, start, 7))
    dose = stored(opened, "dose-1")
    assert isinstance(dose, Dose)
    assert dose.day is not None
    assert (dose.day.basis, dose.day.text) == (Basis.DATE, "2020-03-21")


def test_a_course_cannot_be_dragged_to_end_before_it_begins(opened: CasePage) -> None:
    view = turn_to(opened, CASES["taper"]())
    start = end_of(view, "treatment-2", 1)  # prednisolone +110 to +125
    drag(view, start, by_days(view, start, -60))
    course = stored(opened, "treatment-2")
    assert isinstance(course, Treatment)
    assert course.stop is not None
    assert course.stop.latest == 110


def test_an_end_that_is_not_recorded_cannot_be_dragged(opened: CasePage) -> None:
    view = turn_to(opened, CASES["like_patient_1"]())
    assert view._board.grips is not None
    assert 1 not in view._board.grips.of("treatment-3")  # corticosteroids, end not known


# --- plot and form are one


def test_a_click_selects_the_record_in_its_form(opened: CasePage) -> None:
    view = turn_to(opened, CASES["taper"]())
    click(view, place_of(view, 1, "12.1"))
    grid = QApplication.focusWidget()
    assert isinstance(grid, CellsView)
    assert grid.currentIndex().data() == "12.1"


def test_a_double_click_opens_the_editor_of_the_field(opened: CasePage) -> None:
    view = turn_to(opened, CASES["taper"]())
    at = place_of(view, 1, "12.1")
    click(view, at)
    QTest.mouseDClick(view._board.viewport(), Button.LeftButton, pos=at)
    QTest.mouseRelease(view._board.viewport(), Button.LeftButton, pos=at)
    editor = QApplication.focusWidget()
    assert isinstance(editor, FieldEdit)
    assert editor.text() == "12.1"
    assert at_day(view, 150, 0).x() == pytest.approx(at.x(), abs=2)


def test_the_focus_in_a_form_or_a_table_rings_the_mark(opened: CasePage) -> None:
    view = turn_to(opened, CASES["taper"]())
    opened.show_record("dose-8", "day")
    assert view._sheet.highlight == "dose-8"
    opened.show_record("treatment-5", "stop")
    assert view._sheet.highlight == "treatment-5"
    opened.show_record("count-5")
    assert view._sheet.highlight == "count-5"
    grid = QApplication.focusWidget()
    assert isinstance(grid, CellsView)
    QTest.keyClick(grid, Key.Key_Down)
    assert view._sheet.highlight == "count-6"


def test_the_ring_follows_out_of_sight(opened: CasePage) -> None:
    view = turn_to(opened, CASES["taper"]())
    view.show_days(100, 140)
    opened.show_record("count-1")  # on day -5
    assert view.days[0] < -5 < view.days[1]


def test_a_day_is_moved_by_keys_and_stored_when_kept(opened: CasePage) -> None:
    view = turn_to(opened, CASES["taper"]())
    view.setFocus()
    view.highlight("dose-8")
    QTest.keyClick(view, Key.Key_Right, Modifier.AltModifier)
    QTest.keyClick(view, Key.Key_Right, Modifier.AltModifier)
    QTest.keyClick(view, Key.Key_Return)
    dose = stored(opened, "dose-8")
    assert isinstance(dose, Dose)
    assert dose.day is not None
    assert dose.day.latest == 69
    opened.session.cases.undo()
    assert opened.session.cases.open("patient") == CASES["taper"]()
