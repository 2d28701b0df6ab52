"""Units of an amount are picked by key, in a form and in a cell."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from aic_desktop.services.cases import Cases
from aic_desktop.services.example import example_changes, published_cases
from aic_desktop.ui.forms.field_edit import FieldEdit
from aic_desktop.ui.pages.case import CasePage
from tests.ui.shell import show
from tests.ui.typist import Key, focused, press, write

P1 = published_cases()[0]


@pytest.fixture
def page(qtbot: QtBot, cases: Cases) -> Iterator[CasePage]:
    """Patient 1 on the page."""
    cases.apply(example_changes())
    page = CasePage(cases)
    show(qtbot, page, 1040, 720)
    page.show_case(P1.id)
    yield page
    page.shutdown()


def pick(downs: int) -> None:
    """The unit of that place in the list."""
    press(Key.Key_F9)
    assert isinstance(QApplication.activePopupWidget(), QMenu)
    for _ in range(downs):
        press(Key.Key_Down)
    press(Key.Key_Return)


def test_a_unit_is_picked_in_a_form(page: CasePage, cases: Cases) -> None:
    page.show_record(P1.id, "age")
    write("130")
    pick(2)  # the second: months
    held = focused()
    assert isinstance(held, FieldEdit)
    assert held.text() == "130 mo"
    press(Key.Key_Tab)
    age = cases.open(P1.id).patient.age
    assert age is not None
    assert (age.text, age.entered_unit) == ("130 mo", "mo")


def test_a_unit_is_picked_in_a_cell_being_typed_into(page: CasePage, cases: Cases) -> None:
    page.show_record(P1.counts[-1].id)
    write("201.000")
    pick(3)  # of platelets: ×10⁹/L, ×10³/µL, /µL
    press(Key.Key_Return)
    value = next(c for c in cases.open(P1.id).counts if c.id == P1.counts[-1].id).value
    assert value is not None
    assert (value.text, value.low) == ("201.000 /µL", 201)
