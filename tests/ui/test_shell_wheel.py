"""No wheel changes a field that does not have the focus."""

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QLineEdit,
    QScrollArea,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.ui.app import application


def combo() -> QComboBox:
    box = QComboBox()
    box.addItems(["none", "partial", "complete"])
    box.setCurrentIndex(1)
    return box


def editable_combo() -> QComboBox:
    box = combo()
    box.setEditable(True)
    return box


def spin() -> QSpinBox:
    box = QSpinBox()
    box.setValue(5)
    return box


def double_spin() -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setValue(5.5)
    return box


def date() -> QDateEdit:
    return QDateEdit(QDate(2020, 3, 12))


def slider() -> QSlider:
    bar = QSlider(Qt.Orientation.Horizontal)
    bar.setValue(50)
    return bar


FIELDS = (combo, editable_combo, spin, double_spin, date, slider)


def held(field: QWidget) -> object:
    match field:
        case QComboBox():
            return field.currentIndex()
        case QDateEdit():
            return field.date()
        case QSpinBox() | QDoubleSpinBox() | QSlider():
            return field.value()
    raise AssertionError(field)


def turn(widget: QWidget) -> None:
    """One notch towards the user over the middle of a widget, as the system sends it to the window."""
    window = widget.window()
    middle = QPointF(widget.mapTo(window, widget.rect().center()))
    assert window.rect().contains(middle.toPoint())
    QTest.wheelEvent(window.windowHandle(), middle, QPoint(0, -120))
    QApplication.processEvents()


@pytest.fixture
def page(qtbot):
    """A page that scrolls, with one field of each kind; the cursor is in a line above them."""
    application()
    area, content = QScrollArea(), QWidget()
    column = QVBoxLayout(content)
    line = QLineEdit()
    column.addWidget(line)
    fields = [make() for make in FIELDS]
    for field in fields:
        column.addWidget(field)
    column.addStretch(1)
    content.setMinimumHeight(2000)
    area.setWidget(content)
    area.resize(300, 500)
    qtbot.addWidget(area)
    with qtbot.waitExposed(area):
        area.show()
    area.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    return area, fields


def test_unfocused_fields_keep_their_value_and_the_page_scrolls(page) -> None:
    area, fields = page
    for field in fields:
        area.verticalScrollBar().setValue(0)
        before = held(field)
        turn(field)
        assert held(field) == before, type(field)
        assert area.verticalScrollBar().value() > 0, type(field)


def test_the_line_inside_an_unfocused_field_is_guarded_too(page) -> None:
    area, fields = page
    for field in (field for field in fields if field.findChild(QLineEdit)):
        area.verticalScrollBar().setValue(0)
        before = held(field)
        turn(field.findChild(QLineEdit))
        assert held(field) == before, type(field)


def test_a_field_in_focus_takes_the_wheel(page, qtbot) -> None:
    _, fields = page
    box = fields[0]
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    turn(box)
    assert held(box) == 2
