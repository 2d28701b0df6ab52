"""The timeline without a mouse: from mark to mark, a day moved, lines, panels, and the table beside it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aic_desktop.reporting.scene import timeline
from aic_desktop.reporting.scene.model import Verdict
from aic_desktop.ui import commands
from aic_desktop.ui.timeline.places import GAP
from aic_desktop.ui.timeline.rows import as_text, rows_of
from aic_desktop.ui.timeline.table import MarksTable
from aic_desktop.ui.timeline.view import TimelineView
from tests.golden.awkward import CASES, GOLDEN
from tests.ui.hands import Button, Key, Modifier, place_of, point_at, shown


@pytest.fixture
def taper(view: TimelineView) -> TimelineView:
    view.resize(1200, 600)
    shown(view, CASES["taper"]())
    view.fit()
    view.setFocus()
    return view


def press(view: TimelineView, keys: Key, held: Modifier = Modifier.NoModifier) -> None:
    QTest.keyClick(view, keys, held)


def in_hand(view: TimelineView) -> str:
    row = view._steering.cursor.row
    assert row is not None
    assert view._sheet.highlight == row.record
    return row.record


def test_every_mark_is_reached_by_one_key_in_the_order_of_reading(taper: TimelineView) -> None:
    scene = taper.timeline_scene
    assert scene is not None
    rows = rows_of(scene)
    for row in rows:
        press(taper, Key.Key_Period)
        assert in_hand(taper) == row.record
        assert taper._steering.cursor.row == row
    press(taper, Key.Key_Period)
    assert in_hand(taper) == rows[-1].record
    press(taper, Key.Key_Comma)
    assert in_hand(taper) == rows[-2].record


def test_the_first_mark_taken_is_the_first_in_sight_and_it_is_read_out(taper: TimelineView) -> None:
    taper.show_days(100, 200)
    press(taper, Key.Key_Period)
    assert taper._strip.words == "Platelets: 188 ×10⁹/L"


def test_down_and_up_go_to_the_nearest_mark_of_the_next_panel_or_lane(taper: TimelineView) -> None:
    taper.show_days(40, 130)
    press(taper, Key.Key_Period)
    assert taper._strip.words == "Platelets: 110 ×10⁹/L"  # +45
    press(taper, Key.Key_Down)
    assert taper._strip.words == "Haemoglobin: 6.1 g/dL"  # the same day
    press(taper, Key.Key_Down)
    row = taper._steering.cursor.row
    assert row is not None
    assert row.where == "prednisolone"
    press(taper, Key.Key_Up)
    assert taper._strip.words == "Haemoglobin: 6.1 g/dL"


def test_a_mark_out_of_sight_is_brought_into_sight(taper: TimelineView) -> None:
    taper.show_days(200, 250)
    press(taper, Key.Key_Period)
    for _ in range(14):
        press(taper, Key.Key_Comma)
    row = taper._steering.cursor.row
    assert row is not None
    assert taper.days[0] <= row.lo <= taper.days[1]


def test_enter_goes_to_the_record_and_f2_opens_it(taper: TimelineView, qtbot: QtBot) -> None:
    press(taper, Key.Key_Period)
    with qtbot.waitSignal(taper.record_clicked) as clicked:
        press(taper, Key.Key_Return)
    with qtbot.waitSignal(taper.record_opened) as opened:
        press(taper, Key.Key_F2)
    assert clicked.args == opened.args == [in_hand(taper)]


# --- a day moved by keys


def test_alt_and_the_arrows_move_a_dose_and_enter_keeps_it_as_one_step(
    taper: TimelineView, qtbot: QtBot
) -> None:
    taper.highlight("dose-8")
    for _ in range(3):
        press(taper, Key.Key_Right, Modifier.AltModifier)
    assert taper._strip.words == ("rituximab, day: +67 → +70. Enter keeps it, Esc puts it back.")
    assert taper._sheet.carried is not None
    with qtbot.waitSignal(taper.day_moved) as moved:
        press(taper, Key.Key_Return)
    assert moved.args is not None
    assert (moved.args[0].grip.owners, moved.args[0].day) == ((("dose-8", "day"),), 70)
    assert taper._sheet.carried is None


def test_the_start_and_the_end_of_a_course_are_moved_by_different_keys(taper: TimelineView) -> None:
    taper.highlight("treatment-2")
    press(taper, Key.Key_Left, Modifier.AltModifier)
    assert taper._strip.words.startswith("prednisolone, stop: +125 → +124")
    press(taper, Key.Key_Left, Modifier.AltModifier | Modifier.ShiftModifier)
    assert taper._strip.words.startswith("prednisolone, start: +110 → +109")


@pytest.mark.parametrize("way", ["escape", "another mark", "leaving"])
def test_a_day_on_its_way_is_put_back(taper: TimelineView, qtbot: QtBot, way: str) -> None:
    taper.highlight("dose-8")
    press(taper, Key.Key_Right, Modifier.AltModifier)
    assert taper._sheet.carried is not None
    with qtbot.assertNotEmitted(taper.day_moved):
        if way == "escape":
            press(taper, Key.Key_Escape)
        elif way == "another mark":
            press(taper, Key.Key_Period)
        else:
            taper.clearFocus()
    assert taper._sheet.carried is None


def test_a_mark_without_a_day_of_its_own_is_not_moved(taper: TimelineView) -> None:
    press(taper, Key.Key_Period)
    press(taper, Key.Key_Right, Modifier.AltModifier)
    assert taper._sheet.carried is None


# --- crosshair, lines, panels, fits


def test_the_crosshair_walks_by_days_and_space_freezes_lines_there(taper: TimelineView) -> None:
    taper.highlight("count-4")
    taper.setFocus()
    start = taper._steering.cursor.row
    assert start is not None
    press(taper, Key.Key_Right, Modifier.ControlModifier)
    assert taper._strip.words.startswith(f"Day +{round(start.lo) + 1}")
    press(taper, Key.Key_Space)
    for _ in range(5):
        press(taper, Key.Key_Right, Modifier.ControlModifier)
    press(taper, Key.Key_Space)
    assert taper._sheet.lines == (round(start.lo) + 1, round(start.lo) + 6)
    assert ": 5 days" in taper._strip.words
    press(taper, Key.Key_Z)
    assert taper.days == pytest.approx(taper._sheet.lines)
    press(taper, Key.Key_Escape)
    assert taper._sheet.lines == ()


def test_end_shows_the_episode_and_home_all(taper: TimelineView) -> None:
    scene = taper.timeline_scene
    assert scene is not None
    press(taper, Key.Key_End)
    assert taper.days == pytest.approx(scene.episode)
    press(taper, Key.Key_Home)
    assert taper.days == pytest.approx(scene.days)
    taper.episode_action.trigger()
    assert taper.days == pytest.approx(scene.episode)


def test_the_panel_of_the_mark_in_hand_is_made_higher_and_that_is_remembered(
    taper: TimelineView, qtbot: QtBot
) -> None:
    scene = taper.timeline_scene
    assert scene is not None
    taper.highlight(scene.panels[1].points[0].record)
    before = [rect.height() for rect in taper._board.places.panels]
    with qtbot.waitSignal(taper.options_chosen) as chosen:
        press(taper, Key.Key_Up, Modifier.ShiftModifier)
    after = [rect.height() for rect in taper._board.places.panels]
    assert after[1] > before[1]
    assert after[0] < before[0]
    assert chosen.args is not None
    assert chosen.args[0]["heights"] == {"haemoglobin": 1.25}
    again = TimelineView()
    qtbot.addWidget(again)
    again.choose(chosen.args[0])
    again.resize(taper.size())
    shown(again, CASES["taper"]())
    first, second = (rect.height() + GAP for rect in again._board.places.panels)
    assert second / first == pytest.approx(1.25)


def test_with_a_mark_of_a_lane_in_hand_the_lanes_are_made_higher_and_all_is_put_back(
    taper: TimelineView, qtbot: QtBot
) -> None:
    before = taper._board.places
    taper.highlight("dose-8")
    press(taper, Key.Key_Down, Modifier.ShiftModifier)
    assert taper._board.places.lanes.height() < before.lanes.height() * 0.9
    with qtbot.waitSignal(taper.options_chosen) as chosen:
        press(taper, Key.Key_Home, Modifier.ShiftModifier)
    assert chosen.args == [{}]
    assert taper._board.places.lanes == before.lanes
    assert taper._board.places.panels == before.panels


def test_every_key_of_the_timeline_is_on_the_sheet_and_every_key_on_the_sheet_works(
    taper: TimelineView,
) -> None:
    listed = {key.keys for key in commands.TIMELINE_KEYS}
    known = set(taper._steering._keys)
    assert listed <= known
    other_way = {"Right", "-", "End", ",", "Up", "F2", "Alt+Left", "Alt+Shift+Left", "Ctrl+Left"}
    told_with_another = other_way | {"Shift+Down", "Shift+Home", "Z", "Esc", "="}
    assert known == listed | told_with_another


# --- tips


@pytest.mark.parametrize("corner", ["top left", "top right", "bottom left", "bottom right"])
def test_a_tip_stays_inside_the_window(view: TimelineView, corner: str) -> None:
    view.resize(420, 300)
    shown(view, CASES["taper"]())
    board = view._board
    words = "prednisolone 2 → 1.5 → … → 0.1–0.2 mg/kg/d, from day +45 to day +120, " * 3
    at = {
        "top left": QPoint(0, 0),
        "top right": QPoint(board.width() - 1, 0),
        "bottom left": QPoint(0, board.height() - 1),
        "bottom right": QPoint(board.width() - 1, board.height() - 1),
    }[corner]
    tip = view._steering._tip
    tip.say(words, at)
    assert tip.isVisible()
    assert view.rect().contains(tip.geometry())
    assert tip.height() >= tip.heightForWidth(tip.width())


def test_resting_over_a_mark_tells_all_of_it_and_moving_on_takes_the_words_away(view: TimelineView) -> None:
    shown(view, CASES["like_patient_2"]())
    at = place_of(view, 1, "8.6")
    board = view._board
    QApplication.sendEvent(board.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, board.mapToGlobal(at)))
    tip = view._steering._tip
    assert tip.isVisible()
    assert tip.text() == "Haemoglobin 8.6 g/dL, day +83"
    point_at(view, at + QPoint(60, 0))
    assert not tip.isVisible()


# --- the table


def marks(part: object) -> Iterator[str]:
    """The record of every mark within a part of a scene, whatever kinds of marks there are."""
    names = [field.name for field in fields(part)] if is_dataclass(part) else getattr(part, "_fields", ())
    if "record" in names or isinstance(part, Verdict):
        yield getattr(part, "record", "")
    for held in [getattr(part, name) for name in names] if names else part if isinstance(part, tuple) else ():
        yield from marks(held)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_table_holds_exactly_what_is_drawn(name: str) -> None:
    scene = timeline(GOLDEN[name]())
    assert Counter(row.record for row in rows_of(scene)) == Counter(marks(scene))


def test_a_row_says_where_when_what_and_how_much() -> None:
    found = {row.record: row[1:5] for row in rows_of(timeline(CASES["taper"]()))}
    assert found["count-1"] == ("Haemoglobin", "−5", "count", "9.8 g/dL")
    assert found["treatment-1"][:3] == ("prednisolone", "+45 to +120", "course")
    assert found["dose-8"][:3] == ("rituximab", "+67", "dose")
    assert found["dose-2"][:3] == ("prednisolone", "+56 to +69", "dose held")
    assert found["treatment-5"][:3] == ("ciclosporin", "−1 to +170..+180", "course")
    limits = {row.value: row.days for row in rows_of(timeline(CASES["only_imprecise_days"]()))}
    assert limits["55 ×10⁹/L"] == "+100 or later"


def opened(view: TimelineView) -> MarksTable:
    view.table_action.trigger()
    QApplication.processEvents()
    table = view._table
    assert table is not None
    assert table.isVisible()
    assert table.hasFocus()
    return table


def test_going_down_the_table_goes_from_mark_to_mark_of_the_plot(taper: TimelineView) -> None:
    table = opened(taper)
    for place in range(20):
        QTest.keyClick(table, Key.Key_Down)
        row = table._marks.rows[table.currentIndex().row()]
        assert taper._sheet.highlight == row.record, place
    taper.table_action.trigger()
    assert not table.isVisible()
    assert taper.hasFocus()


def test_a_mark_taken_in_the_plot_is_in_hand_in_the_table(taper: TimelineView) -> None:
    table = opened(taper)
    taper.highlight("dose-8")
    assert table._marks.rows[table.currentIndex().row()].record == "dose-8"
    selected = table.selectionModel().selectedRows()
    assert [index.row() for index in selected] == [table.currentIndex().row()]


def test_the_table_is_copied_as_text_between_tabs(taper: TimelineView) -> None:
    table = opened(taper)
    QTest.keyClick(table, Key.Key_C, Modifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied == as_text(table._marks.rows)
    lines = copied.splitlines()
    assert lines[0] == "Panel or lane\tDay\tWhat\tValue"
    assert len(lines) == 1 + len(table._marks.rows)
    table.selectRow(0)
    QTest.keyClick(table, Key.Key_Down, Modifier.ShiftModifier)
    QTest.keyClick(table, Key.Key_C, Modifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3


def test_the_table_follows_the_case_and_enter_opens_its_record(taper: TimelineView, qtbot: QtBot) -> None:
    table = opened(taper)
    shown(taper, CASES["one_count"]())
    assert [row.record for row in table._marks.rows] == ["count-1", "patient"]
    table.selectRow(0)
    with qtbot.waitSignal(taper.record_opened) as record:
        QTest.keyClick(table, Key.Key_Return)
    assert record.args == ["count-1"]


# --- the whole course beneath


def brush_drag(view: TimelineView, first: float, last: float) -> None:
    brush = view._brush
    start, end = (QPoint(round(brush.frame.x(day)), 8) for day in (first, last))
    QTest.mousePress(brush.viewport(), Button.LeftButton, pos=start)
    for step in range(1, 9):
        QTest.mouseMove(brush.viewport(), start + (end - start) * step / 8)
    QTest.mouseRelease(brush.viewport(), Button.LeftButton, pos=end)


def test_the_days_in_sight_are_dragged_and_stretched_along_the_whole_course(taper: TimelineView) -> None:
    taper.show_days(50, 100)
    brush_drag(taper, 75, 105)
    assert taper.days == pytest.approx((80, 130), abs=0.5)
    brush_drag(taper, 130, 180)
    assert taper.days == pytest.approx((80, 180), abs=0.5)
    brush_drag(taper, 80, 20)
    assert taper.days == pytest.approx((20, 180), abs=0.5)
    beside = QPoint(round(taper._brush.frame.x(200)), 8)
    QTest.mouseClick(taper._brush.viewport(), Button.LeftButton, pos=beside)
    assert sum(taper.days) / 2 == pytest.approx(200, abs=30)


def test_the_whole_course_shows_which_days_are_in_sight(taper: TimelineView) -> None:
    taper.show_days(60, 90)
    image = taper._brush.grab().toImage()
    x = round(taper._brush.frame.x(60))
    accent = taper._sheet.style.palette.accent
    colours = [image.pixelColor(x + dx, 10).name() for dx in (-1, 0, 1)]
    assert accent in colours, colours


def test_what_stands_beneath_the_axis_is_reached_by_keys_as_well(view: TimelineView, qtbot: QtBot) -> None:
    shown(view, CASES["like_patient_1"]())
    scene = view.timeline_scene
    assert scene is not None
    view.setFocus()
    rows = view._steering.cursor.marks.rows
    view._steering.cursor.put(len(rows) - 1)
    assert in_hand(view) == scene.undated[-1].record
    with qtbot.waitSignal(view.record_clicked) as clicked:
        press(view, Key.Key_Return)
    assert clicked.args == [scene.undated[-1].record]
