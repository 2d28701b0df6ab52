"""A program killed while it is typed into: what was left is stored, what was in hand is offered there."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from aic_desktop import bootstrap
from aic_desktop.domain.case import Case
from aic_desktop.domain.records import Record
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import shown
from aic_desktop.services.drafts import QUICK_ENTRY, note_to, of_a_line
from aic_desktop.services.example import example_changes, published_cases
from aic_desktop.ui.forms.cells_view import CellsView
from aic_desktop.ui.models.count_grid import CountGridModel
from tests.ui.program import Program
from tests.ui.typist import Key, focused, press

ROOT = Path(__file__).parents[2]
LONGEST = 1.6  # seconds of typing before the kill

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the scripted entry forks")
Told = list[list[str]]


@pytest.fixture(scope="module")
def typists() -> Iterator["subprocess.Popen[str]"]:
    """Starts a program for each line it is given."""
    command = [sys.executable, "-m", "tests.crash.entry"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield process
    process.stdin.close()  # type: ignore[union-attr]
    process.wait(timeout=30)
    process.stdout.close()  # type: ignore[union-attr]
    process.stderr.close()  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("example") / "r.aic"
    store = bootstrap.create_registry(file)
    bootstrap.cases_of(store).apply(example_changes())
    store.close()
    return file


def typed_until_killed(typists: "subprocess.Popen[str]", file: Path, seed: int) -> Told:
    """What the program said from its being ready to its end."""
    assert typists.stdin is not None
    assert typists.stdout is not None
    typists.stdin.write(f"{file} {seed}\n")
    typists.stdin.flush()
    told: Told = []
    child = 0
    for line in typists.stdout:
        if not line.endswith("]\n"):
            continue  # killed in the midst of saying it
        word, *rest = json.loads(line)
        if word == "child":
            child = int(rest[0])
        elif word == "gone":
            assert rest == [str(-signal.SIGKILL)], f"the entry stopped by itself after {told[-5:]}"
            return told
        elif word == "ready":
            wait = random.Random(seed).uniform(0, LONGEST)
            Timer(wait, kill, (child,)).start()
            told.append([word, *rest])
        else:
            told.append([word, *rest])
    raise AssertionError(f"the entry stopped by itself: {typists.stderr and typists.stderr.read()}")


def kill(child: int) -> None:
    """As `kill -9` does; that it has stopped by itself is told by what it said."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def look(file: Path, told: Told, qtbot: QtBot) -> bool:
    """Everything that was left is stored; what was in hand is stored or offered in its place alone."""
    (_, case_id), *entries = told
    store = bootstrap.open_registry(file)
    assert store.integrity() == ()
    store.close()
    program = Program(file, case_id, qtbot)
    try:
        case = program.page.session.case
        assert case is not None
        hand = left_is_stored(case, entries)
        return offered_in_its_place(program, case, hand)
    finally:
        program.end()


def left_is_stored(case: Case, entries: Told) -> Told:
    """Compares with the case; gives back what was said since the last field was left."""
    left: dict[tuple[str, str], str] = {}
    since: Told = []
    for word, *rest in entries:
        since.append([word, *rest])
        if word == "left":
            begun = [line for line in since if line[0] == "begin"][-1]
            left[rest[0], rest[1]] = begun[-1]
            since = []
    if since and since[0][0] == "begin":
        left.pop((since[0][2], since[0][5]), None)  # typed anew when the program was killed
    for (record_id, name), text in left.items():
        record = case.find(record_id)
        assert record is not None, f"{name} {text} was left, and its record is not there"
        if of_a_line(name):
            assert _stored_by_line(case, record, name, text), f"{name} {text} was left and is not stored"
            continue
        assert shown(field_of(type(record), name), getattr(record, name)).lstrip("+") == text
    return since


def _stored_by_line(case: Case, record: Record, name: str, text: str) -> bool:
    """A note is that of its field; a line of shorthand has made its count."""
    if name != QUICK_ENTRY:
        return record.cell(name.removesuffix(note_to(""))).note == text
    day, _, value = text.split(" ")
    made = [(c.day.text, c.value.text) for c in case.counts if c.day and c.value]
    return (day, value) in made


def line_is_offered(program: Program, case: Case, begun: list[str], stood: int) -> bool:
    """What stood in a note or in quick entry is there again, for its record of its case alone."""
    _, _, record_id, _, _, name, plan = begun
    record = case.find(record_id)
    assert record is not None
    if not program.page.session.unstored.has_line(record_id, name):
        assert not stood or _stored_by_line(case, record, name, plan), f"{begun} stood and is nowhere"
        return False
    if name == QUICK_ENTRY:
        offered = program.shorthand()
    else:
        program.page.show_record(record_id)
        press(Key.Key_F4)
        held = focused()
        assert isinstance(held, QLineEdit)
        offered = held.text()
    assert plan.startswith(offered)
    assert len(offered) >= stood
    program.page.show_case(next(c.id for c in published_cases() if c.id != case.id))
    assert program.shorthand() == ""
    assert program.waiting() == []
    return True


def offered_in_its_place(program: Program, case: Case, hand: Told) -> bool:
    """Whether a draft was offered."""
    begun = [line for line in hand if line[0] == "begin"]
    if begun and begun[-1][1] == "dose":
        owned = next(dose for dose in case.doses if dose.owner == begun[-1][3])
        program.page.show_record(owned.id)
    waiting = program.waiting()
    days = [line for line in hand if line[0] == "left day"]
    if days and len(begun) > 1 and _stored(case, begun[-1]):
        return bool(waiting)  # killed after the count was stored, before its day was no draft any more
    if days:
        ((_, name, text),) = waiting
        assert (name, text) == ("day", begun[0][-1])
        _store_blank_day(program)
        waiting = program.waiting()
        begun = begun[1:]
    if not begun:
        assert waiting == []
        return bool(days)
    stood = max((len(line[1]) for line in _after(hand, begun[-1]) if line[0] == "stood"), default=0)
    if of_a_line(begun[-1][5]):
        assert waiting == []
        return line_is_offered(program, case, begun[-1], stood)
    if not waiting:
        assert not stood or _stored(case, begun[-1]), f"{begun[-1]} stood and is nowhere"
        return bool(days)
    assert len(waiting) == 1, f"offered are {waiting}"
    record, name, text = waiting[0]
    _, kind, record_id, owner, blank, wanted, plan = begun[-1]
    assert (record.record_kind, record.owner, name) == (kind, owner, wanted)
    assert blank or record.id == record_id
    assert not blank or case.find(record.id) is None
    assert plan.startswith(text)
    assert len(text) >= stood
    return True


def _after(hand: Told, line: list[str]) -> Told:
    return hand[hand.index(line) :]


def _stored(case: Case, begun: list[str] | None) -> bool:
    record: Record | None = case.find(begun[2]) if begun else None
    if begun is None or record is None:
        return False
    return shown(field_of(type(record), begun[5]), getattr(record, begun[5])).lstrip("+") == begun[6]


def _store_blank_day(program: Program) -> None:
    (grid,) = (
        view for view in program.page.findChildren(CellsView) if isinstance(view._cells, CountGridModel)
    )
    grid._cells.choose(grid._cells.index(grid._cells.rowCount() - 1, 0), 0)


SLOW = [pytest.param(range(n, n + 25), marks=pytest.mark.slow) for n in range(100, 300, 25)]


@pytest.mark.parametrize("seeds", [range(3), *SLOW], ids=lambda seeds: f"{len(seeds)}-from-{seeds[0]}")
def test_what_was_typed_before_the_kill_is_stored_or_offered_where_it_was(
    seeds: range, typists: "subprocess.Popen[str]", example: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    offered = 0
    for seed in seeds:
        folder = tmp_path / str(seed)
        folder.mkdir()
        file = Path(shutil.copy(example, folder / "r.aic"))
        told = typed_until_killed(typists, file, seed)
        try:
            offered += look(file, told, qtbot)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}; said {told[-6:]}") from error
        shutil.rmtree(folder)
    assert offered > len(seeds) / 5  # else the kills did not meet the typing
