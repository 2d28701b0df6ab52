"""Both published patients, typed by key into the real window, and found again in the file."""

from pathlib import Path
from xml.etree import ElementTree

from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.__main__ import main
from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.records import Record
from aic_desktop.domain.spec import Kind, fields_of
from aic_desktop.domain.text import title_of
from aic_desktop.services.example import published_cases
from tests.ui.program import new_case, open_window
from tests.ui.typist import Typist, keyboard, texts

P1, P2 = published_cases()


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


def test_both_patients_are_typed_without_a_mouse_and_found_again(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "typed.aic"
    begun = keyboard.strokes
    with open_window(qtbot, file) as window:
        for case in (P1, P2):
            new_case(qtbot, window, case.patient.code or "")
            Typist(case).case()
    strokes = keyboard.strokes - begun
    store = bootstrap.open_registry(file)
    typed = tuple(store.cases())
    store.close()
    for found, published in zip(typed, (P1, P2), strict=True):
        assert contents(found) == contents(published)
    assert strokes <= 1.3 * sum(len(text) for case in (P1, P2) for _, text in texts(case))
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
