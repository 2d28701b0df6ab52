"""A hand on the timeline: real mouse, wheel and key events, and the pixels they go to."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from aic_desktop.domain.case import Case
from aic_desktop.ui.timeline import picture
from aic_desktop.ui.timeline.view import TimelineView

Button, Key, Modifier = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier


def shown(view: TimelineView, case: Case | None) -> TimelineView:
    """The view with a case, painted."""
    view.show_case(case)
    QApplication.processEvents()
    view.grab()
    return view


def pixels(view: TimelineView) -> QImage:
    """The whole view as it is painted."""
    return view.grab().toImage()


def near(image: QImage, at: QPoint, colour: str, reach: int = 3) -> bool:
    """Whether a pixel of about that colour lies within `reach` pixels."""
    wanted = QColor(colour)
    around = (
        (at.x() + dx, at.y() + dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)
    )
    return any(
        abs(found.red() - wanted.red())
        + abs(found.green() - wanted.green())
        + abs(found.blue() - wanted.blue())
        < 40
        for found in (image.pixelColor(x, y) for x, y in around if image.rect().contains(x, y))
    )


def origin(view: TimelineView) -> QPoint:
    """The corner of the drawing area in the picture of the whole view."""
    return view._board.mapTo(view, QPoint(0, 0))


def place_of(view: TimelineView, number: int, label: str) -> QPoint:
    """The pixel of a count of a panel, on the drawing area."""
    scene = view.timeline_scene
    assert scene is not None
    place = picture.place_of(view._sheet, scene, view._board.places, number)
    point = next(point for point in scene.panels[number].points if point.label == label)
    return QPointF(place.frame.x(point.x), place.height_of(point)).toPoint()


def place_of_record(view: TimelineView, record: str) -> QPoint:
    """The middle of a mark in the lanes."""
    view.grab()
    return next(hit for hit in view._board._hits if hit.record == record).rect.center().toPoint()


def at_day(view: TimelineView, day: float, y: float) -> QPoint:
    """The pixel of a day in a pixel row."""
    return QPoint(round(view._sheet.frame.x(day)), round(y))


def click(view: TimelineView, at: QPoint, held: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    """Press and let go."""
    QTest.mouseClick(view._board.viewport(), Button.LeftButton, held, at)


def point_at(view: TimelineView, at: QPoint) -> None:
    """Move the pointer there, and one pixel on."""
    QTest.mouseMove(view._board.viewport(), at)
    QTest.mouseMove(view._board.viewport(), at + QPoint(1, 0))
    QApplication.processEvents()


def drag(
    view: TimelineView,
    start: QPoint,
    end: QPoint,
    button: Qt.MouseButton = Button.LeftButton,
    held: Qt.KeyboardModifier = Modifier.NoModifier,
    let_go: bool = True,
) -> None:
    """Press, move in steps, and let go, unless the hand is to stay there."""
    QTest.mousePress(view._board.viewport(), button, held, start)
    for step in range(1, 6):
        QTest.mouseMove(view._board.viewport(), start + (end - start) * step / 5)
    if let_go:
        QTest.mouseRelease(view._board.viewport(), button, held, end)


def wheel(
    view: TimelineView, at: QPoint, notches: float, held: Qt.KeyboardModifier = Modifier.NoModifier
) -> None:
    """Turn the wheel away from the hand by so many notches."""
    position = QPointF(at)
    event = QWheelEvent(
        position, view._board.mapToGlobal(position), QPoint(), QPoint(0, round(120 * notches)),
        Button.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view._board.viewport(), event)
    QApplication.processEvents()
