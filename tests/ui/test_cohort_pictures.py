"""Pictures of the cohort in the window and as figures: what is pointed at answers for its cases."""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort import cohort_of
from aic_desktop.reporting.cohort.times import EVENT
from aic_desktop.reporting.pictures import Item, Plot, Zero, curves, response_by_line, swimmer
from aic_desktop.services.ports import StoreError
from aic_desktop.ui import theme
from aic_desktop.ui.cohort_pictures.curves import CurveDrawing
from aic_desktop.ui.cohort_pictures.figure import picture_of, write_figure
from aic_desktop.ui.cohort_pictures.view import HINT, PictureView
from aic_desktop.ui.figure_files import image
from aic_desktop.ui.timeline.canvas import Canvas, Hit
from tests.charts import published_twelve
from tests.spells import Spell, answered
from tests.ui.shell import show

AGENT = "daratumumab"
CASES = published_twelve()
COHORT = cohort_of(CASES)
HALVES = (("first half", COHORT.ids[:6]), ("second half", COHORT.ids[6:]))
PLOTS = {
    "incidence": curves([("", COHORT.time_to_event("cytopenia"))]),
    "survival": curves([("", COHORT.time_to_event("survival"))]),
    "groups": curves([(label, COHORT.among(ids).time_to_event("follow_up")) for label, ids in HALVES]),
    "swimmer": swimmer(CASES, Zero.HSCT, AGENT),
    "bars": response_by_line(COHORT),
}


@pytest.fixture(params=PLOTS)
def view(request: pytest.FixtureRequest, qtbot: QtBot) -> PictureView:
    return shown(qtbot, PLOTS[request.param])


def shown(qtbot: QtBot, plot: Plot) -> PictureView:
    view = PictureView()
    view.show_plot(plot)
    show(qtbot, view, 900, 620)
    view.setFocus()
    view.surface.grab()
    return view


def hits(view: PictureView) -> dict[str, Hit]:
    view.surface.grab()
    return {hit.record: hit for hit in view.surface.hits}


def place_of(view: PictureView, item: Item) -> QPoint:
    """A place of the surface where this item lies topmost."""
    rect = hits(view)[item.key].rect
    for x in range(round(rect.left()), round(rect.right()) + 1):
        for y in range(round(rect.top()), round(rect.bottom()) + 1):
            if view.surface.item_at(QPoint(x, y).toPointF()) == item:
                return QPoint(x, y)
    raise AssertionError(f"{item} is covered by others")


def point_at(view: PictureView, at: QPoint) -> None:
    """As the pointer does; the offscreen platform's own may be anywhere."""
    there, none = at.toPointF(), Qt.MouseButton.NoButton
    outside = view.surface.mapToGlobal(there)
    move = QMouseEvent(QEvent.Type.MouseMove, there, outside, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.surface, move)


def test_everything_that_can_be_pointed_at_is_painted(view: PictureView) -> None:
    assert view.plot is not None
    drawn = hits(view)
    within = {item.key for item in view.plot.items}
    assert within <= drawn.keys()
    frame = view.surface.rect().toRectF().adjusted(-8, -8, 8, 8)
    assert all(frame.contains(drawn[key].rect) for key in within)


def test_a_click_lists_the_cases_and_a_double_click_opens_one(view: PictureView, qtbot: QtBot) -> None:
    assert view.plot is not None
    lone = next(item for item in view.plot.items if len(item.cases) == 1)
    at = place_of(view, lone)
    with qtbot.waitSignal(view.cases_chosen) as chosen:
        qtbot.mouseClick(view.surface, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [lone.cases]
    assert view.words == lone.text
    with qtbot.waitSignal(view.case_requested) as requested:
        qtbot.mouseDClick(view.surface, Qt.MouseButton.LeftButton, pos=at)
    assert requested.args == [lone.cases[0]]


def test_a_double_click_on_several_lists_them(qtbot: QtBot) -> None:
    view = shown(qtbot, PLOTS["bars"])
    several = next(item for item in PLOTS["bars"].items if len(item.cases) > 1)
    with qtbot.assertNotEmitted(view.case_requested), qtbot.waitSignal(view.cases_chosen) as chosen:
        qtbot.mouseDClick(view.surface, Qt.MouseButton.LeftButton, pos=place_of(view, several))
    assert chosen.args == [several.cases]


def test_what_is_pointed_at_is_read_out(view: PictureView) -> None:
    assert view.plot is not None
    item = next(item for item in view.plot.items if item.cases)
    assert view.words == HINT
    point_at(view, place_of(view, item))
    assert view.words == item.text
    point_at(view, QPoint(1, view.surface.height() - 2))
    assert view.words == HINT


def test_keys_go_through_all_items_and_back(view: PictureView, qtbot: QtBot) -> None:
    assert view.plot is not None
    items = view.plot.items
    for item in items:
        qtbot.keyClick(view, Qt.Key.Key_Right)
        assert view.words == item.text
        assert view.accessibleDescription() == item.text
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.words == items[-1].text
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.words == items[0].text
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.words == next((item.text for item in items if item.row == 1), items[0].text)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.words == items[0].text


def test_keys_list_cases_and_open_one(qtbot: QtBot) -> None:
    view = shown(qtbot, PLOTS["swimmer"])
    qtbot.keyClick(view, Qt.Key.Key_Down)
    lane = PLOTS["swimmer"].items[0]
    with qtbot.waitSignal(view.cases_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Space)
    with qtbot.waitSignal(view.case_requested) as requested:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert (chosen.args, requested.args) == ([lane.cases], [lane.cases[0]])


def test_what_keys_choose_is_scrolled_into_sight(qtbot: QtBot) -> None:
    view = shown(qtbot, PLOTS["swimmer"])
    qtbot.keyClick(view, Qt.Key.Key_End)
    rect = hits(view)[PLOTS["swimmer"].items[-1].key].rect
    at = view.surface.mapTo(view, rect.center().toPoint())
    assert view.rect().contains(at)


def test_numbers_at_risk_stand_under_the_ticks_of_the_axis(qtbot: QtBot) -> None:
    plot = PLOTS["groups"]
    view = shown(qtbot, plot)
    drawn = hits(view)
    drawing = view.surface.drawing
    assert isinstance(drawing, CurveDrawing)
    for series in drawing.plot.series:
        centres = [drawn[risk.key].rect.center().x() for risk in series.at_risk]
        assert centres == pytest.approx([drawing.frame.x(tick.day) for tick in drawing.plot.axis.ticks])


def test_names_of_curves_stay_in_the_field_and_apart(tmp_path: Path, qapp: QApplication) -> None:
    """Three groups that all end at once, at the top."""
    assert qapp
    spells = [Spell(f"{name}{n}", Span(0, 0), Span(9, 9), EVENT) for name in "abc" for n in range(3)]
    groups = [
        (label, [s for s in spells if s.id.startswith(label[0])]) for label in ("a one", "b two", "c three")
    ]
    plot = curves([(label, answered("cytopenia", held)) for label, held in groups])
    write_figure(plot, tmp_path / "f.svg")
    text = (tmp_path / "f.svg").read_text(encoding="utf-8")
    heights = {}
    for words, found in re.findall(
        r'<text[^>]* y="([\d.]+)"[^>]*font-weight="700"[^>]*>([^<]+)</text>', text
    ):
        heights[found] = float(words)
    named = [heights[label] for label, _ in groups]
    assert min(named) > heights["Cumulative incidence"] + 5
    assert all(abs(one - other) > 8 for one, other in combinations(named, 2))


def test_what_is_chosen_stays_while_the_same_picture_changes(qtbot: QtBot) -> None:
    view = shown(qtbot, PLOTS["swimmer"])
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    chosen, words = view.chosen, view.words
    view.show_plot(swimmer(CASES[:4] + CASES[5:], Zero.HSCT, AGENT))
    assert (view.chosen, view.words) == (chosen, words)
    view.show_plot(swimmer([case for case in CASES if case.id != chosen], Zero.HSCT, AGENT))
    assert (view.chosen, view.words) == (None, HINT)
    view.show_plot(PLOTS["bars"])
    assert view.chosen is None


def test_a_picture_is_named_and_told(view: PictureView) -> None:
    assert view.plot is not None
    assert view.accessibleName() == view.plot.title
    assert view.plot.title in view.accessibleDescription()


def test_of_nobody_there_are_words(qtbot: QtBot) -> None:
    for plot in (
        curves([("", cohort_of(()).time_to_event("response"))]),
        swimmer((), Zero.AGENT, AGENT),
        response_by_line(cohort_of(())),
    ):
        view = shown(qtbot, plot)
        assert view.empty.isVisibleTo(view)
        assert "Nothing to draw yet." in view.empty.text()
        qtbot.keyClick(view, Qt.Key.Key_Right)
        assert view.accessibleDescription()
    view.show_plot(None, "Choose a group.")
    assert view.empty.text() == "Choose a group."
    view.show_plot(PLOTS["bars"])
    assert not view.empty.isVisibleTo(view)


def test_a_cohort_where_nobody_can_be_placed_says_who_and_why(qtbot: QtBot) -> None:
    view = shown(qtbot, curves([("", cohort_of(CASES[1:2]).time_to_event("response"))]))
    assert "0 of 1 patient shown; not placed: day of death not known (1)." in view.empty.text()


def test_the_picture_follows_light_and_dark(view: PictureView, qapp: QApplication) -> None:
    light = view.surface.grab().toImage().pixelColor(2, 2)
    dark = QPalette(QColor("#2b2e31"), QColor("#1c1e21"))
    dark.setColor(QPalette.ColorRole.WindowText, QColor("#e9edf0"))
    try:
        theme.apply(qapp, dark)
        view.surface.grab()
        assert view.surface.grab().toImage().pixelColor(2, 2).lightness() < light.lightness()
    finally:
        theme.apply(qapp, QPalette())


def test_a_picture_takes_the_room_of_its_window(qtbot: QtBot) -> None:
    view = shown(qtbot, PLOTS["survival"])
    drawing = view.surface.drawing
    assert isinstance(drawing, CurveDrawing)
    assert view.width() - 30 <= drawing.width <= view.width()
    assert view.height() - 60 <= drawing.height <= view.height()


def test_a_wider_window_gives_a_wider_picture(qtbot: QtBot) -> None:
    view = shown(qtbot, PLOTS["incidence"])
    before = max(hit.rect.right() for hit in hits(view).values())
    view.resize(1300, 620)
    assert max(hit.rect.right() for hit in hits(view).values()) > before + 300


# --- figures


@pytest.mark.parametrize("name", PLOTS)
def test_a_figure_keeps_its_text_and_is_as_wide_as_asked(
    name: str, tmp_path: Path, qapp: QApplication
) -> None:
    assert qapp
    write_figure(PLOTS[name], tmp_path / "f.svg", width_mm=85)
    text = (tmp_path / "f.svg").read_text(encoding="utf-8")
    assert 'width="85mm"' in text
    words = re.findall(r"<text[^>]*>([^<]+)</text>", text)
    for expected in {"incidence": ["Cumulative incidence", "At risk"], "bars": ["complete", "not reported"],
                     "swimmer": ["anti-CD38 antibody", "P12  PRCA"], "survival": ["Survival", "At risk"],
                     "groups": ["first half", "second half"]}[name]:  # fmt: skip
        assert any(expected in word for word in words)
    assert f"<title>{PLOTS[name].title}</title>" in text


def test_every_strip_of_a_small_cohort_is_named_so_that_grey_print_can_be_read(
    tmp_path: Path, qapp: QApplication
) -> None:
    assert qapp
    plot = swimmer(CASES, Zero.HSCT, AGENT)
    write_figure(plot, tmp_path / "f.svg", width_mm=120, grey=True)
    words = Counter(
        re.findall(r"<text[^>]*>([^<]+)</text>", (tmp_path / "f.svg").read_text(encoding="utf-8"))
    )
    shorts = Counter(segment.short for lane in plot.lanes for segment in lane.segments)
    assert {short: words[short] for short in shorts} == shorts


@pytest.mark.parametrize("name", PLOTS)
def test_a_grey_figure_has_no_colour(name: str, qapp: QApplication) -> None:
    assert qapp
    dots = image(picture_of(PLOTS[name], grey=True), dpi=96).convertToFormat(QImage.Format.Format_RGB32)
    values = {dots.pixel(x, y) for x in range(0, dots.width(), 3) for y in range(0, dots.height(), 3)}
    assert len(values) > 5
    assert all(QColor(value).saturation() <= 2 for value in values)


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_other_kinds_of_file(ending: str, tmp_path: Path, qapp: QApplication) -> None:
    assert qapp
    write_figure(PLOTS["bars"], tmp_path / f"f.{ending}")
    assert (tmp_path / f"f.{ending}").read_bytes()[:4] in (b"%PDF", b"\x89PNG")


def test_what_cannot_be_written_is_said_in_words(tmp_path: Path, qapp: QApplication) -> None:
    assert qapp
    with pytest.raises(Problem, match="kind of figure"):
        write_figure(PLOTS["bars"], tmp_path / "f.bmp")
    with pytest.raises(StoreError, match="Choose another folder"):
        write_figure(PLOTS["bars"], tmp_path / "none" / "f.svg")


def test_painting_on_screen_and_in_print_is_one_painter(qtbot: QtBot) -> None:
    """What the window can point at, the figure has painted as well."""
    from PySide6.QtGui import QPainter

    from aic_desktop.ui.cohort_pictures.drawing import drawing
    from aic_desktop.ui.figure import style_of

    for plot in PLOTS.values():
        style = style_of(False)
        canvas_hits: list[Hit] = []
        sheet = QImage(700, 2000, QImage.Format.Format_RGB32)
        with QPainter(sheet) as painter:
            canvas = Canvas(painter, style)
            drawing(plot, style, 640).paint(canvas)
            canvas_hits = canvas.hits
        assert {hit.record for hit in canvas_hits} == hits(shown(qtbot, plot)).keys()
