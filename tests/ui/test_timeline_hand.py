"""The hand on the timeline: wheel, drags, ranges, frozen lines and dividers, by real events."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aic_desktop.ui.timeline.places import LANES
from aic_desktop.ui.timeline.view import TimelineView
from tests.golden.awkward import CASES
from tests.ui.hands import (
    Button,
    Key,
    Modifier,
    at_day,
    click,
    drag,
    origin,
    pixels,
    place_of,
    place_of_record,
    point_at,
    shown,
    wheel,
)


@pytest.fixture
def taper(view: TimelineView) -> TimelineView:
    view.resize(1200, 600)
    return shown(view, CASES["taper"]())


def test_a_range_marked_with_shift_or_the_right_button_comes_into_sight(taper: TimelineView) -> None:
    for button, held in (
        (Button.LeftButton, Modifier.ShiftModifier),
        (Button.RightButton, Modifier.NoModifier),
    ):
        taper.fit()
        start, end = at_day(taper, 40, 60), at_day(taper, 100, 60)
        drag(taper, end, start, button, held, let_go=False)
        assert taper._sheet.marked == pytest.approx((40, 100), abs=0.5)
        assert taper._strip.words == "Day +40 to +100, 60 days: let go to see them"
        QTest.mouseRelease(taper._board.viewport(), button, held, start)
        assert taper._sheet.marked is None
        assert taper.days == pytest.approx((40, 100), abs=0.5)


def test_escape_puts_back_what_is_being_dragged(taper: TimelineView) -> None:
    before = taper.days
    drag(taper, QPoint(500, 60), QPoint(600, 60), let_go=False)
    assert taper.days != before
    QTest.keyClick(taper, Key.Key_Escape)
    assert taper.days == pytest.approx(before)
    QTest.mouseRelease(taper._board.viewport(), Button.LeftButton, Modifier.NoModifier, QPoint(600, 60))
    assert taper.days == pytest.approx(before)


def test_shift_and_the_wheel_move_the_days(taper: TimelineView) -> None:
    taper.show_days(50, 100)
    wheel(taper, QPoint(600, 60), -1, Modifier.ShiftModifier)
    assert taper.days == pytest.approx((55, 105))


def test_days_cannot_be_moved_beyond_all_there_is_nor_closer_than_two(taper: TimelineView) -> None:
    scene = taper.timeline_scene
    assert scene is not None
    taper.show_days(5000, 5100)
    assert taper.days[1] < scene.reach[1] * 1.1
    for _ in range(60):
        wheel(taper, QPoint(600, 60), 1)
    assert taper.days[1] - taper.days[0] == pytest.approx(2)


def test_a_hand_that_trembles_still_clicks(taper: TimelineView, qtbot: QtBot) -> None:
    at = place_of(taper, 0, "110")
    before = taper.days
    with qtbot.waitSignal(taper.record_clicked):
        QTest.mousePress(taper._board.viewport(), Button.LeftButton, pos=at)
        QTest.mouseMove(taper._board.viewport(), at + QPoint(1, 1))
        QTest.mouseRelease(taper._board.viewport(), Button.LeftButton, pos=at + QPoint(1, 1))
    assert taper.days == before


def test_a_drag_that_ends_on_a_mark_is_no_click(taper: TimelineView, qtbot: QtBot) -> None:
    at = place_of(taper, 0, "110")
    taper.show_days(20, 120)
    with qtbot.assertNotEmitted(taper.record_clicked):
        drag(taper, at - QPoint(60, 0), at)


def test_a_double_click_opens_a_record_and_leaves_the_days(taper: TimelineView, qtbot: QtBot) -> None:
    taper.show_days(20, 120)
    before = taper.days
    with qtbot.waitSignal(taper.record_opened) as opened:
        QTest.mouseDClick(taper._board.viewport(), Button.LeftButton, pos=place_of(taper, 0, "110"))
    assert opened.args[0].startswith("count-")
    assert taper.days == before


# --- one crosshair, one read-out


def test_one_crosshair_stands_in_every_panel_and_all_values_in_one_place(view: TimelineView) -> None:
    shown(view, CASES["like_patient_2"]())
    point_at(view, place_of(view, 1, "8.6"))
    day = view._sheet.frame.day(view._sheet.pointer or 0)
    assert round(day) == 83
    image = view.grab().toImage()
    x = round(view._sheet.pointer or 0) + origin(view).x()
    rows = [round(rect.center().y()) for rect in view._board.places.panels]
    rows.append(round(view._board.places.lanes.top()) + 3)
    quiet = view._sheet.style.palette.quiet
    columns = {
        row: [image.pixelColor(x + dx, row + origin(view).y()).name() for dx in (-1, 0, 1)] for row in rows
    }
    assert all(quiet in found for found in columns.values()), columns
    for said in ("Platelets 9 ×10⁹/L", "Haemoglobin 8.6 g/dL", "AIHA"):
        assert view._strip.words.count(said) >= 1


def test_the_counts_that_are_read_out_are_framed(view: TimelineView) -> None:
    shown(view, CASES["like_patient_2"]())
    point_at(view, place_of(view, 1, "8.6") - QPoint(4, 0))
    scene = view.timeline_scene
    assert scene is not None
    assert [(number, point.label) for number, point in view._sheet.read] == [(0, "9"), (1, "8.6")]
    (hit,) = view._board.hits_of(scene.panels[1].points[0].record)
    edge = QPoint(round(hit.rect.left()) - 2, round(hit.rect.center().y())) + origin(view)
    framed = pixels(view).pixelColor(edge).lightness()
    point_at(view, at_day(view, 150, view._board.places.panels[1].center().y()))
    assert view._sheet.read == ()
    assert framed < pixels(view).pixelColor(edge).lightness() - 30


# --- two lines


def test_two_frozen_lines_say_the_days_and_the_factor_of_each_count(taper: TimelineView) -> None:
    y = taper._board.places.panels[0].center().y()
    click(taper, at_day(taper, 47, y), Modifier.ControlModifier)
    assert taper._sheet.lines == (47,)
    click(taper, at_day(taper, 150, y), Modifier.ControlModifier)
    assert taper._sheet.lines == (47, 150)
    said = taper._strip.words
    assert said.startswith("A +47 to B +150: 103 days")
    assert "Haemoglobin 5.2 → 12.1 g/dL, 2.3-fold up" in said
    assert "Platelets 110 (+45) → 201 ×10⁹/L, 1.8-fold up" in said
    point_at(taper, at_day(taper, 100, y))
    assert taper._strip.words == said
    click(taper, at_day(taper, 200, y), Modifier.ControlModifier)
    assert taper._sheet.lines == ()


def test_frozen_lines_are_drawn_and_go_with_their_case(taper: TimelineView) -> None:
    y = taper._board.places.panels[0].center().y()
    click(taper, at_day(taper, 100, y), Modifier.ControlModifier)
    image = taper.grab().toImage()
    x, top = round(taper._sheet.frame.x(100)) + origin(taper).x(), origin(taper).y()
    accent = taper._sheet.style.palette.accent
    assert accent in [image.pixelColor(x + dx, round(y) + top).name() for dx in (-1, 0, 1)]
    shown(taper, CASES["one_count"]())  # of another patient id
    assert taper._sheet.lines == () or taper._case is None or taper._case.id == "patient"


# --- dividers


def test_the_divider_between_panels_shares_their_height_anew(taper: TimelineView) -> None:
    first, second = taper._board.places.panels
    start = QPoint(600, round(taper._board.places.dividers[0]))
    drag(taper, start, start + QPoint(0, 30))
    after = taper._board.places.panels
    assert after[0].height() == pytest.approx(first.height() + 30, abs=3)
    assert after[1].height() == pytest.approx(second.height() - 30, abs=3)
    assert after[1].bottom() == pytest.approx(second.bottom(), abs=1)


def test_the_divider_above_the_lanes_gives_them_room(taper: TimelineView) -> None:
    before = taper._board.places.lanes.height()
    start = QPoint(600, round(taper._board.places.dividers[-1]))
    drag(taper, start, start + QPoint(0, 60))
    assert taper._board.places.lanes.height() == pytest.approx(before - 60, abs=4)
    assert LANES in taper._sheet.heights


def test_a_double_click_on_a_divider_puts_all_back(taper: TimelineView, qtbot: QtBot) -> None:
    before = taper._board.places.panels
    start = QPoint(600, round(taper._board.places.dividers[0]))
    drag(taper, start, start + QPoint(0, 30))
    assert taper._board.places.panels != before
    at = QPoint(600, round(taper._board.places.dividers[0]))
    with qtbot.assertNotEmitted(taper.record_opened):
        QTest.mouseDClick(taper._board.viewport(), Button.LeftButton, pos=at)
    assert taper._board.places.panels == before


def test_no_panel_can_be_dragged_out_of_being(taper: TimelineView) -> None:
    start = QPoint(600, round(taper._board.places.dividers[0]))
    drag(taper, start, start - QPoint(0, 500))
    assert all(rect.height() >= 20 for rect in taper._board.places.panels)


@pytest.mark.parametrize(
    ("place", "shape"),
    [
        ("divider", Qt.CursorShape.SplitVCursor),
        ("dose-8", Qt.CursorShape.SizeHorCursor),
        ("count", Qt.CursorShape.PointingHandCursor),
        ("nothing", Qt.CursorShape.CrossCursor),
    ],
)
def test_the_pointer_shows_what_it_would_do(taper: TimelineView, place: str, shape: Qt.CursorShape) -> None:
    at = {
        "divider": lambda: QPoint(600, round(taper._board.places.dividers[0])),
        "dose-8": lambda: place_of_record(taper, "dose-8"),
        "count": lambda: place_of(taper, 1, "12.1"),
        "nothing": lambda: at_day(taper, 130, taper._board.places.panels[0].bottom() - 4),
    }[place]()
    point_at(taper, at)
    assert taper._board.viewport().cursor().shape() == shape
