"""How many keys it takes to enter the two published patients, beside what they hold.

Counted: every press of a key in the real window from an empty registry on, Ctrl+N and the code of the
case included. A key with its modifiers is one press; Shift for a capital or a sign is none of its own
(the second figure counts it). No mouse, no paste; a sign that no keyboard has, such as × or ⁸, is one.

A stored character: of every value as its field shows it, texts as typed, choices and codes by their
labels, links by the name of the record. A reason for a missing value costs keys and stores no character
here, though its field then shows “not reported”. Notes beside values are left out on both sides; the
fields called Notes are text like any other, and the third figure is without them. The scenario test
asserts that these very keys store these very values, and holds them to the target. Offscreen the lists of
choices are shut off, since they take the focus there for good; on a desktop an open list costs no key, as
Tab and Enter leave it.
"""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aic_desktop.domain.case import Case
from aic_desktop.domain.spec import fields_of
from aic_desktop.services.example import published_cases
from tests.ui.program import new_case, open_window
from tests.ui.typist import Keyboard, Typist, keyboard, texts


def reasons(case: Case) -> list[str]:
    """The words for every missing value with a reason."""
    cells = (record.cell(field.name) for record in case.all() for field in fields_of(type(record)))
    return [cell.missing.label for cell in cells if cell.missing]


@pytest.mark.benchmark
def test_keys_per_stored_character(qtbot: QtBot, tmp_path: Path) -> None:
    """Target: at most 1.3 keys per stored character. Floor: the same in a sheet, a Tab behind each cell."""
    cases = published_cases()
    begun = Keyboard(keyboard.strokes, keyboard.shifted)
    with open_window(qtbot, tmp_path / "typed.aic") as window:
        for case in cases:
            before = keyboard.strokes
            new_case(qtbot, window, case.patient.code or "")
            Typist(case).case()
            stored = sum(len(text) for _, text in texts(case))
            print(f"\n{case.patient.code}: {keyboard.strokes - before} keys store {stored} characters")
    keys, shifts = keyboard.strokes - begun.strokes, keyboard.shifted - begun.shifted
    held = [(field, text) for case in cases for field, text in texts(case)]
    missing = [words for case in cases for words in reasons(case)]
    stored = sum(len(text) for _, text in held)
    notes = sum(len(text) for field, text in held if field.name == "note")
    sheet = sum(len(words) + 1 for words in (*missing, *(text for _, text in held)))
    print(f"{len(held)} values of {stored} characters and {len(missing)} reasons with {keys} keys")
    print(f"{keys / stored:.2f} keys per stored character; target at most 1.3")
    print(f"{(keys + shifts) / stored:.2f} with Shift as a key of its own")
    print(f"{(keys - notes) / (stored - notes):.2f} without the fields called Notes")
    print(f"{sheet / stored:.2f} floor: {sheet} keys for the same in a sheet, every word in full and a Tab")
