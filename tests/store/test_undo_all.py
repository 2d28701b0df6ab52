"""Work on several cases, all of it taken back: every table is row for row as it began; redo: as it ended."""

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from aic_desktop.bootstrap import cases_of, create_registry
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Change, ChangeSet, Insertion, deletion, edit, insertions, new_id
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.codes import code_list
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RECORDS, Cell, Patient, Record, Value
from aic_desktop.domain.shorthand import entries
from aic_desktop.domain.spec import Field, Kind, fields_of
from aic_desktop.domain.text import readings
from aic_desktop.services.cases import Cases
from aic_desktop.services.example import published_cases
from aic_desktop.services.printout import changes as taken_in
from aic_desktop.services.printout import sheet_of, understood
from aic_desktop.services.restoring import gone_cases, restoring
from aic_desktop.store.cases import RegistryStore
from tests.store.examples import content

CHECKED_EVERY = 50
DAYS = ("58", "d-7", "58..61", "~913", "12.3.2020", "2020-03", "age 1.5 y", ">=200", "2.5 y")
LINES = (
    "{d} plt {n}", "+{d} plt 142.000/µl, hb 8,6 g/dl", "{d} dara 16 mg/kg weekly x6", "{d} dara", "{d} EK 2",
    "{d}-{e} pex daily", "{d}-{e} platelets daily 1", "{d} pred 2 mg/kg/d taper {e} 1", "{d} discharge",
    "{d} flare red cells", "{d} onset AIT", "{d} dat positive", "{d} chimerism PB >95", "{d} agvhd 2 skin",
    "{d} stop dara", "{d} reaction dara urticaria grade 2", "{d} engraftment neutrophils", "{d} alive",
)  # fmt: skip


class Work:
    """Steps of a clinician's day, any of them through the same service as the window."""

    def __init__(self, cases: Cases, seed: str) -> None:
        self.cases, self.chance = cases, random.Random(seed)
        self.number = 0

    def step(self) -> None:
        """One step that changes something."""
        kinds = (self.cell, self.cell, self.record, self.gone, self.line, self.paste, self.day_0, self.case)
        done = False
        while not done:
            case = self.chance.choice([self.cases.open(row.id) for row in self.cases.rows()])
            with suppress(Problem):  # this line or text says nothing here: another step
                label, changes = self.chance.choice(kinds)(case)
                done = any(_changes_something(change) for change in changes)
                if done:
                    self.cases.apply(ChangeSet(label, changes))

    def cell(self, case: Case) -> tuple[str, tuple[Change, ...]]:
        record = self.chance.choice(list(case.all()))
        field = self.chance.choice(fields_of(type(record)))
        if field.name == "code":
            return "Same", ()
        return "Cell", (edit(case, record, field.name, self._cell(case, record, field)),)

    def record(self, case: Case) -> tuple[str, tuple[Change, ...]]:
        kind = self.chance.choice(RECORDS[1:])
        owners = [owner for owner in case.all() if owner.record_kind == kind.owner_kind]
        if not owners:
            return "None to own it", ()
        record = kind(id=new_id(), owner=self.chance.choice(owners).id, position=case.next_position(kind))
        for field in self.chance.sample(fields_of(kind), 2):
            record = record.with_cell(field.name, self._cell(case, record, field))
        return "Record", (Insertion(case.id, record),)

    def gone(self, case: Case) -> tuple[str, tuple[Change, ...]]:
        rest = list(case.all())[1:]
        return "Delete", deletion(case, self.chance.choice(rest)) if rest else ()

    def line(self, case: Case) -> tuple[str, tuple[Change, ...]]:
        first = self.chance.randint(0, 400)
        text = self.chance.choice(LINES).format(d=first, e=first + 5, n=self.chance.randint(1, 300))
        return text, self.chance.choice(entries(text, case)).changes

    def paste(self, case: Case) -> tuple[str, tuple[Change, ...]]:
        first = self.chance.randint(0, 400)
        lines = [f"{first + n}\t{self.chance.randint(1, 300)}.000\t{7 + n},5\tok" for n in range(5)]
        text = "\n".join(("Tag\tPLT /µl\tHb g/dl\tKommentar", *lines))
        return "Paste", taken_in(understood(sheet_of(text), case), case)

    def day_0(self, case: Case) -> tuple[str, tuple[Change, ...]]:
        field = next(f for f in fields_of(Patient) if f.name == "hsct_date")
        (day,) = readings(field, f"2020-03-{self.chance.randint(1, 28):02d}")
        return "Day 0", (edit(case, case.patient, "hsct_date", Cell(day)),)

    def case(self, case: Case) -> tuple[str, tuple[Change, ...]]:
        """A case comes, goes or comes back."""
        held = len(self.cases.rows())
        gone = gone_cases(self.cases)
        if gone and self.chance.random() < 0.5:
            step = restoring(self.chance.choice(gone))
            return step.label, step.changes
        if held > 2:
            return "Delete case", deletion(case, case.patient)
        self.number += 1
        return "New case", insertions(Case(Patient(id=new_id(), code=f"N{self.number}")))

    def _cell(self, case: Case, record: Record, field: Field) -> Cell:
        note = self.chance.choice(("", "", "as told"))
        if self.chance.random() < 0.2:
            return Cell(field.empty, self.chance.choice(list(MissingReason)), note)
        return Cell(self._value(case, record, field), None, note)

    def _value(self, case: Case, record: Record, field: Field) -> Value:
        match field.kind:
            case Kind.CHOICE | Kind.CHOICES if field.choice is not None:
                chosen = self.chance.choice(list(field.choice))
                return chosen if field.kind is Kind.CHOICE else (chosen,)
            case Kind.CODE:
                return self.chance.choice([*code_list(field.spec.codes), "free text"])
            case Kind.LINK:
                return self.chance.choice([None, *(t.id for t in case.treatments)])
            case Kind.INT:
                return self.chance.randint(0, 99)
            case Kind.DATE:
                return readings(field, "2019-05")[0]
            case Kind.TIME:
                return readings(field, self.chance.choice(DAYS))[0]
            case Kind.QUANTITY:
                units = case.units(record, field.name)
                return (
                    readings(field, self.chance.choice(("5", "<3", "2-9", "8,6")), units)[0]
                    if units
                    else None
                )
        return self.chance.choice(("a", "b c", "Übelkeit", "x" * 300))


def _changes_something(change: Change) -> bool:
    return not (hasattr(change, "before") and change.before == change.after)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RegistryStore]:
    """A file with both published patients."""
    store = create_registry(tmp_path / "registry.aic")
    for case in published_cases():
        store.write(ChangeSet("Enter", insertions(case)), "tester")
    yield store
    store.close()


@pytest.mark.parametrize(
    ("seed", "steps"), [("a", 250), pytest.param("b", 1000, marks=pytest.mark.slow)], ids=["250", "1000"]
)
def test_as_many_undos_as_steps_leave_the_tables_as_they_began(
    store: RegistryStore, seed: str, steps: int
) -> None:
    cases = cases_of(store)
    work = Work(cases, seed)
    seen = {0: content(store)}
    for number in range(1, steps + 1):
        work.step()
        if number % CHECKED_EVERY == 0:
            seen[number] = content(store)
    for number in range(steps - 1, -1, -1):
        cases.undo()
        if number in seen:
            assert content(store) == seen[number], f"after undo to step {number}"
    assert cases.undo_label == ""
    for number in range(1, steps + 1):
        cases.redo()
        if number in seen:
            assert content(store) == seen[number], f"after redo to step {number}"
    assert cases.redo_label == ""
    assert store.integrity() == ()
