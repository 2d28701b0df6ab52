"""The timeline in a real window: what is drawn, clicked, moved and read out."""

import gc
import weakref
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aic_desktop.ui import theme
from aic_desktop.ui.timeline import picture
from aic_desktop.ui.timeline.view import NO_CASE, NO_COUNTS, TimelineView
from tests.golden.awkward import CASES, Writing
from tests.ui.hands import click, drag, near, origin, pixels, place_of, point_at, shown, wheel

# --- what is shown


def test_without_a_case_it_says_so(view: TimelineView) -> None:
    shown(view, None)
    assert view._empty.isVisible()
    assert view._empty.text() == NO_CASE
    assert not view._board.isVisible()


def test_an_empty_case_teaches_how_to_enter_counts(view: TimelineView) -> None:
    shown(view, Writing(code="new").case)
    assert view._empty.isVisible()
    assert view._empty.text() == NO_COUNTS
    for action in (view.fit_action, view.episode_action, view.table_action):
        assert not action.isEnabled()


def test_treatments_without_counts_are_drawn_under_the_invitation(view: TimelineView) -> None:
    shown(view, CASES["no_counts"]())
    assert view._empty.isVisible()
    assert view._board.isVisible()
    assert any(hit.record == "dose-1" for hit in view._board._hits)


def test_a_count_is_drawn_where_its_value_and_day_say(view: TimelineView) -> None:
    shown(view, CASES["like_patient_1"]())
    image, corner = pixels(view), origin(view)
    for label in ("142", "5", "55", "192"):
        assert near(image, place_of(view, 0, label) + corner, view._sheet.style.palette.of("platelets"))
    empty = QPoint(round(view._sheet.frame.x(250)), place_of(view, 0, "55").y())
    assert not near(image, empty + corner, view._sheet.style.palette.of("platelets"))


def test_a_count_of_zero_is_visible(view: TimelineView) -> None:
    shown(view, CASES["only_limits"]())
    assert near(
        pixels(view), place_of(view, 0, "0") + origin(view), view._sheet.style.palette.of("platelets")
    )


def test_what_has_no_day_stands_beneath_and_can_be_clicked(view: TimelineView, qtbot: QtBot) -> None:
    shown(view, CASES["like_patient_1"]())
    view.fit()
    view.grab()
    hit = next(hit for hit in view._footer._hits if hit.text.startswith("rituximab"))
    with qtbot.waitSignal(view.record_clicked) as clicked:
        QTest.mouseClick(view._footer, Qt.MouseButton.LeftButton, pos=hit.rect.center().toPoint())
    assert clicked.args == [hit.record]


def test_a_long_list_opens_on_more_and_closes_on_less(view: TimelineView) -> None:
    shown(view, CASES["like_patient_1"]())
    closed = view._footer.height()
    assert "18 red cell units, days not known" not in [hit.text for hit in view._footer._hits]
    corner = QPoint(view._footer.width() - 10, closed - 8)
    QTest.mouseClick(view._footer, Qt.MouseButton.LeftButton, pos=corner)
    shown(view, view._case)
    assert view._footer.height() > closed
    assert "18 red cell units, days not known" in [hit.text for hit in view._footer._hits]
    QTest.mouseClick(
        view._footer, Qt.MouseButton.LeftButton, pos=QPoint(corner.x(), view._footer.height() - 8)
    )
    assert view._footer.height() == closed


def test_an_entry_that_was_cut_is_whole_in_its_tool_tip(view: TimelineView) -> None:
    shown(view, CASES["like_patient_1"]())
    hit = view._footer._hits[0]
    at = hit.rect.center().toPoint()
    QApplication.sendEvent(view._footer, QHelpEvent(QEvent.Type.ToolTip, at, view._footer.mapToGlobal(at)))
    tip = view._footer._tip
    assert tip.isVisible()
    assert "azathioprine" in tip.text()
    assert view.rect().contains(tip.geometry())


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("size", [(900, 320), (1500, 800), (300, 120)])
def test_every_awkward_case_can_be_drawn_at_every_size(
    view: TimelineView, name: str, size: tuple[int, int]
) -> None:
    view.resize(*size)
    shown(view, CASES[name]())
    view.show_days(0, 10)
    assert not pixels(view).isNull()


def test_it_holds_two_panels_and_eight_lanes_in_a_low_window(view: TimelineView) -> None:
    view.resize(900, 320)
    shown(view, CASES["taper"]())
    boxes = view._board.places.panels
    assert all(box.height() >= 50 for box in boxes)
    assert view._board.places.lanes.height() >= 8 * 14
    left = {box.left() for box in boxes} | {view._board.places.lanes.left()}
    assert len(left) == 1


# --- days in sight


def test_a_range_that_begins_at_day_0_is_shown(view: TimelineView) -> None:
    shown(view, CASES["taper"]())
    view.show_days(0, 100)
    assert view.days == pytest.approx((0, 100))
    view.show_days(-10, 0)
    assert view.days == pytest.approx((-10, 0))


def test_all_panels_and_lanes_show_the_same_days(view: TimelineView) -> None:
    shown(view, CASES["taper"]())
    view.show_days(20, 60)
    left, right = view._board.places.lanes.left(), view._board.places.lanes.right()
    for rect in view._board.places.panels:
        assert (rect.left(), rect.right()) == (left, right)
    assert view._sheet.frame.x(20) == pytest.approx(left)
    assert view._sheet.frame.x(60) == pytest.approx(right)


def test_the_wheel_stretches_the_days_about_the_pointer_and_leaves_the_values(view: TimelineView) -> None:
    shown(view, CASES["taper"]())
    before, heights = view.days, view._board.places.panels
    at = place_of(view, 0, "110")
    day = view._sheet.frame.day(at.x())
    wheel(view, at, 2)
    assert view.days[1] - view.days[0] < before[1] - before[0]
    assert view._sheet.frame.day(at.x()) == pytest.approx(day, abs=0.5)
    assert view._board.places.panels == heights


def test_a_drag_moves_the_days(view: TimelineView) -> None:
    shown(view, CASES["taper"]())
    view.show_days(50, 100)
    drag(view, QPoint(500, 60), QPoint(610, 60))
    assert view.days[0] < 48
    assert view.days[1] - view.days[0] == pytest.approx(50, abs=0.1)


def test_keys_move_stretch_and_fit(view: TimelineView) -> None:
    shown(view, CASES["taper"]())
    assert view.timeline_scene is not None
    whole = view.timeline_scene.days
    view.show_days(50, 100)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.days == pytest.approx((57.5, 107.5))
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.days == pytest.approx((50, 100))
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.days[1] - view.days[0] < 50
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.days == pytest.approx((50, 100))
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.days == pytest.approx(whole)


def test_the_action_fits_all(view: TimelineView) -> None:
    shown(view, CASES["taper"]())
    assert view.timeline_scene is not None
    whole = view.timeline_scene.days
    view.show_days(50, 60)
    view.fit_action.trigger()
    assert view.days == pytest.approx(whole)


def test_one_more_count_leaves_the_days_in_sight_where_they_were(view: TimelineView) -> None:
    case = CASES["taper"]()
    shown(view, case)
    view.show_days(40, 90)
    more = replace(case.counts[-1], id="more", position=999)
    shown(view, case.with_record(more))
    assert view.days == pytest.approx((40, 90))


def test_one_more_count_beyond_the_end_is_in_sight_while_all_is(view: TimelineView) -> None:
    writing = Writing(code="growing")
    writing.counts("platelets", "+10=5")
    shown(view, writing.case)
    writing.counts("platelets", "+300=50")
    shown(view, writing.case)
    assert view.days[1] > 300


def test_another_case_opens_on_its_own_episode(view: TimelineView) -> None:
    shown(view, CASES["taper"]())
    view.show_days(40, 50)
    other = replace(CASES["like_patient_1"](), patient=replace(CASES["one_count"]().patient, id="other"))
    shown(view, other)
    assert view.timeline_scene is not None
    assert view.days == pytest.approx(view.timeline_scene.episode)


def test_panels_have_the_heights_that_were_chosen(view: TimelineView) -> None:
    shown(view, CASES["taper"]())
    view.choose({"heights": {"platelets": 3.0}})
    platelets, haemoglobin = (rect.height() for rect in view._board.places.panels)
    assert platelets > 2 * haemoglobin


def test_a_panel_that_is_gone_is_neither_seen_nor_clicked(view: TimelineView) -> None:
    shown(view, CASES["taper"]())
    shown(view, CASES["one_count"]())
    assert len(view._board.places.panels) == len(view._sheet.curves) == 1


# --- pointing, clicking, ringing


def test_a_click_on_a_count_reports_its_record(view: TimelineView, qtbot: QtBot) -> None:
    shown(view, CASES["like_patient_1"]())
    with qtbot.waitSignal(view.record_clicked) as clicked:
        click(view, place_of(view, 0, "55"))
    assert clicked.args == ["count-3"]


@pytest.mark.parametrize(
    "record", ["dose-6", "treatment-10", "course-2", "event-1", "follow_up-1", "cytopenia-1"]
)
def test_a_click_on_a_mark_in_a_lane_reports_its_record(
    view: TimelineView, qtbot: QtBot, record: str
) -> None:
    view.resize(1400, 600)
    shown(view, CASES["like_patient_1"]())
    view.fit()
    view.grab()
    hit = next(hit for hit in view._board._hits if hit.record == record)
    at = (
        hit.rect.center() if record != "treatment-10" else QPointF(hit.rect.left() + 8, hit.rect.center().y())
    )
    with qtbot.waitSignal(view.record_clicked) as clicked:
        click(view, at.toPoint())
    assert clicked.args == [record]


def test_a_click_beside_everything_reports_nothing(view: TimelineView, qtbot: QtBot) -> None:
    shown(view, CASES["like_patient_1"]())
    with qtbot.assertNotEmitted(view.record_clicked):
        click(view, QPoint(round(view._sheet.frame.x(300)), place_of(view, 0, "55").y()))


def test_pointing_reads_out_the_values_of_the_day_in_one_line(view: TimelineView) -> None:
    shown(view, CASES["like_patient_2"]())
    point_at(view, place_of(view, 1, "8.6"))
    assert view._strip.words.startswith("Day +83   Platelets 9 ×10⁹/L   Haemoglobin 8.6 g/dL")
    assert "Platelets 9 ×10⁹/L" in view._strip.words
    assert view._sheet.pointer is not None
    assert view.rect().contains(view._strip.geometry())


def test_when_the_pointer_leaves_the_hair_and_the_words_are_gone(view: TimelineView) -> None:
    shown(view, CASES["like_patient_2"]())
    point_at(view, place_of(view, 1, "8.6"))
    QApplication.sendEvent(view._board.viewport(), QEvent(QEvent.Type.Leave))
    assert view._strip.words == ""
    assert view._sheet.pointer is None


def test_a_highlighted_count_is_ringed_and_brought_into_sight(view: TimelineView) -> None:
    shown(view, CASES["like_patient_1"]())
    view.show_days(0, 40)
    view.highlight("count-3")
    lo, hi = view.days
    assert lo < 152 < hi
    ring = place_of(view, 0, "55") + origin(view) + QPoint(8, 0)
    assert near(pixels(view), ring, view._sheet.style.palette.accent)
    view.highlight(None)
    assert not near(pixels(view), ring, view._sheet.style.palette.accent, reach=1)


def test_a_highlighted_treatment_is_scrolled_into_sight(view: TimelineView) -> None:
    view.resize(900, 260)
    shown(view, CASES["taper"]())
    assert view._board.bar.isVisible()
    view.highlight("conditioning-3")
    QApplication.processEvents()
    view.grab()
    rect = view._board.places.lanes
    hit = next(hit for hit in view._board._hits if hit.record == "conditioning-3")
    assert rect.top() <= hit.rect.center().y() <= rect.bottom()


def test_a_highlighted_record_without_a_place_changes_nothing(view: TimelineView) -> None:
    shown(view, CASES["like_patient_1"]())
    before = view.days
    view.highlight("no such record")
    assert view.days == before


def test_the_wheel_over_the_names_scrolls_the_lanes(view: TimelineView) -> None:
    view.resize(900, 260)
    shown(view, CASES["taper"]())
    days = view.days
    wheel(view, QPoint(40, round(view._board.places.lanes.center().y())), -1)
    assert view._board.bar.value() > 0
    assert view.days == days


def test_lanes_that_scroll_show_whole_lines_and_what_is_hidden_answers_no_click(view: TimelineView) -> None:
    view.resize(900, 260)
    shown(view, CASES["taper"]())
    board, line = view._board, view._sheet.style.lane
    for value in range(board.bar.maximum() + 1):
        board.bar.setValue(value)
        rect = picture.lanes_shown(view._sheet, board.places)
        top = board.places.lanes.top() - value
        tops = [top + row.top + number * line for row in board.places.rows for number in range(row.rows)]
        assert not [at for at in tops if at < rect.top() < at + line or at < rect.bottom() < at + line]
        view.grab()
        middles = [hit.rect.center() for hit in board._hits if board.places.lanes.contains(hit.rect.center())]
        assert all(bool(board.hit(middle)) == rect.contains(middle) for middle in middles)


# --- menus and looks


def test_it_follows_the_palette_into_the_dark(view: TimelineView, qapp: QApplication) -> None:
    shown(view, CASES["taper"]())
    assert pixels(view).pixelColor(5, 200).lightness() > 200
    before, dark = QPalette(QApplication.palette()), QPalette()
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
        dark.setColor(role, QColor("#202124"))
    dark.setColor(QPalette.ColorRole.WindowText, QColor("#f0f0f0"))
    sheet = qapp.styleSheet()
    theme.apply(qapp, dark)
    try:
        QApplication.processEvents()
        assert pixels(view).pixelColor(5, 200).lightness() < 60
        assert view._sheet.style.palette.ink == "#e9edf0"
    finally:
        qapp.setStyleSheet(sheet)
        qapp.setPalette(before)


def test_it_shows_where_keys_go(view: TimelineView) -> None:
    shown(view, CASES["taper"]())
    view.setFocus()
    assert near(pixels(view), QPoint(1, 200), view._sheet.style.palette.accent, reach=0)
    view.clearFocus()
    assert not near(pixels(view), QPoint(1, 200), view._sheet.style.palette.accent, reach=0)


def test_it_says_what_it_shows_to_those_who_cannot_see_it(view: TimelineView) -> None:
    shown(view, CASES["like_patient_1"]())
    said = view.accessibleDescription()
    assert said.startswith("Platelets: 4 values, day +58 to +159. Below: corticosteroids,")
    assert "rituximab 375 mg/m² ×4" in said


def test_text_is_never_smaller_than_12_pixels(view: TimelineView) -> None:
    font = view.font()
    font.setPixelSize(7)
    view.setFont(font)
    assert view._sheet.style.font.pixelSize() == 12


@pytest.mark.usefixtures("qapp")
def test_a_closed_timeline_leaves_nothing_behind() -> None:
    view = TimelineView()
    shown(view, CASES["taper"]())
    view.table_action.trigger()
    board, hand = weakref.ref(view._board), weakref.ref(view._board.hand)
    table, tip = weakref.ref(view._table), weakref.ref(view._steering._tip)
    gone = weakref.ref(view)
    view.close()
    view.deleteLater()
    del view
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
    assert [part() for part in (gone, board, hand, table, tip)] == [None] * 5
