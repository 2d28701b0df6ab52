"""Patient 1, typed by key events into the real window from an empty registry, and found again in the file."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.__main__ import main
from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.records import (
    Chimerism,
    Conditioning,
    Course,
    Cytopenia,
    Dose,
    Event,
    Finding,
    Gvhd,
    Reaction,
    Record,
    Transfusion,
)
from aic_desktop.domain.spec import Kind, fields_of
from aic_desktop.domain.text import title_of
from aic_desktop.services.example import published_cases
from aic_desktop.ui.app import application
from aic_desktop.ui.forms import field_edit
from aic_desktop.ui.main_window import MainWindow
from aic_desktop.ui.settings import Settings
from tests.ui.typist import Key, Modifier, Typist, press, write

P1 = published_cases()[0]


def values(case: Case, record: Record) -> tuple[object, ...]:
    """All that a record holds but its notes, a link as the name of what it points at."""

    def value(kind: Kind, held: object) -> object:
        target = case.find(held) if kind is Kind.LINK and isinstance(held, str) else None
        return title_of(target) if target else held

    return tuple(
        (value(field.kind, record.cell(field.name).value), record.cell(field.name).missing)
        for field in fields_of(type(record))
    )


def contents(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """Everything in a case, owned records under their owners, in the order of entry."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for record in case.all():
        owner = case.find(record.owner)
        under = title_of(owner) if owner and record.owner != case.id else ""
        found.setdefault(record.record_kind, []).append((under, *values(case, record)))
    return found


def type_case(case: Case) -> None:
    """The whole case, tab by tab, each in the order in which it stands on the page."""
    typist = Typist(case)
    typist.tab("patient")
    typist.form(case.patient)
    typist.tab("transplant")
    for transplant in case.transplants:
        typist.part(1)
        typist.form(transplant)
        typist.tab("transplant")
        typist.part(2)
        typist.rows(case.owned_by(transplant.id, Conditioning))
        typist.tab("transplant")
    typist.part(3)
    typist.rows(case.of(Chimerism))
    typist.tab("transplant")
    typist.part(4)
    typist.rows(case.of(Gvhd))
    typist.tab("treatments")
    for treatment in case.treatments:
        press(Key.Key_End, Modifier.ControlModifier)
        typist.part(1)
        typist.form(treatment)
        for part, owned in ((2, Dose), (3, Reaction)):
            if case.owned_by(treatment.id, owned):
                typist.tab("treatments")
                typist.part(part)
                typist.rows(case.owned_by(treatment.id, owned))
        typist.tab("treatments")
    typist.tab("cytopenia")
    for part, kind in enumerate((Cytopenia, Course, Finding)):
        typist.tab("cytopenia")
        typist.part(part)
        typist.rows(case.of(kind))
    typist.tab("counts")
    typist.counts(case.counts)
    for name, kind in (("transfusions", Transfusion), ("events", Event)):
        typist.tab(name)
        typist.rows(case.of(kind))
    typist.tab("follow_up")
    for follow_up in case.follow_ups:
        press(Key.Key_End, Modifier.ControlModifier)
        typist.part(1)
        typist.form(follow_up)
        typist.tab("follow_up")


def activate(qtbot: QtBot, window: MainWindow) -> None:
    """What a desktop does by itself when a window is shown or a dialog closes; offscreen nobody does."""
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)


def test_patient_1_is_typed_without_a_mouse_and_found_again(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Offscreen, a list of choices takes the window's activation for good; the lists have tests of their own.
    monkeypatch.setattr(field_edit, "suggestions", lambda *_: [])
    file = tmp_path / "typed.aic"
    application()
    window = MainWindow(bootstrap.registry, Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    with qtbot.waitSignal(window.filled):
        window.show()
        window.files.create(str(file))
    activate(qtbot, window)
    press(Key.Key_N, Modifier.ControlModifier)
    write("P1")
    press(Key.Key_Return)
    activate(qtbot, window)
    type_case(P1)
    window.close()

    store = bootstrap.open_registry(file)
    (typed,) = store.cases()
    store.close()
    assert contents(typed) == contents(P1)
    assert main(["timeline", str(file), "--patient", "P1", "--to", str(tmp_path / "p1.svg")]) == 0
    drawn = svg_texts(tmp_path / "p1.svg")
    for treatment in P1.treatments:
        assert label_of("agents", treatment.agent) in drawn, treatment.agent
    for count in ("142", "5", "55", "192"):
        assert count in drawn.split("\n"), count
    assert exported_again(file, tmp_path)


def svg_texts(picture: Path) -> str:
    """Every text of a figure, a line each."""
    return "\n".join("".join(element.itertext()).strip() for element in ElementTree.parse(picture).iter())


def exported_again(file: Path, folder: Path) -> bool:
    """Export, import into an empty registry, export: the same bytes both times, with names and without."""
    for kind, names in (("plain", []), ("named", ["--with-identifiers"])):
        first, copy, second = folder / f"{kind}1", folder / f"{kind}.aic", folder / f"{kind}2"
        assert main(["export", str(file), "--to", str(first), *names]) == 0
        assert main(["import", str(copy), str(first)]) == 0
        assert main(["export", str(copy), "--to", str(second), *names]) == 0
        written = [{part.name: part.read_bytes() for part in out.iterdir()} for out in (first, second)]
        if written[0] != written[1]:
            return False
    return True
