"""Undo leaves every row as it was before, redo as it was after, in whatever order they and changes come."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from aic_desktop.bootstrap import create_registry
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Change, ChangeSet, Insertion, applied, deletion, edit
from aic_desktop.domain.records import RECORDS, Record
from aic_desktop.domain.spec import Kind, fields_of
from aic_desktop.services.cases import Cases
from tests.differences import diff
from tests.store.examples import content, entered
from tests.strategies import cells, records


class Editing(RuleBasedStateMachine):
    """One case in one file, edited at random; `states` holds the rows after every step."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.store = create_registry(Path(self.folder) / "registry.aic")
        self.id = entered(self.store).id
        self.cases = Cases(self.store, "tester")
        self.states = [content(self.store)]
        self.at = 0

    def teardown(self) -> None:
        while self.at:
            self.undo()
        while self.at < len(self.states) - 1:
            self.redo()
        assert self.store.integrity() == ()
        self.store.close()
        shutil.rmtree(self.folder)

    @property
    def case(self) -> Case:
        return self.cases.open(self.id)

    def apply(self, label: str, changes: tuple[Change, ...]) -> None:
        expected = applied(self.case, changes)
        self.cases.apply(ChangeSet(label, changes))
        assert self.case == expected
        self.at += 1
        self.states = [*self.states[: self.at], content(self.store)]

    @rule(data=st.data())
    def change_a_cell(self, data: st.DataObject) -> None:
        self.apply("Change", (self.cell_change(self.case, data),))

    @rule(data=st.data())
    def add_a_record(self, data: st.DataObject) -> None:
        self.apply("Add", (Insertion(self.id, self.new_record(self.case, data)),))

    @rule(data=st.data())
    def delete_a_record(self, data: st.DataObject) -> None:
        rest = list(self.case.all())[1:]
        if rest:
            self.apply("Delete", deletion(self.case, data.draw(st.sampled_from(rest))))

    @rule(data=st.data())
    def import_many_things(self, data: st.DataObject) -> None:
        before = after = self.case
        for _ in range(3):
            after = after.with_record(self.new_record(after, data))
            after = applied(after, (self.cell_change(after, data),)) or after
        self.apply("Import", diff(before, after))

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        self.cases.undo()
        self.at -= 1
        assert content(self.store) == self.states[self.at]

    @precondition(lambda self: self.at < len(self.states) - 1)
    @rule()
    def redo(self) -> None:
        self.cases.redo()
        self.at += 1
        assert content(self.store) == self.states[self.at]

    @staticmethod
    def cell_change(case: Case, data: st.DataObject) -> Change:
        record = data.draw(st.sampled_from(list(case.all())))
        fields = [field for field in fields_of(type(record)) if field.kind is not Kind.LINK]
        field = data.draw(st.sampled_from(fields))
        return edit(case, record, field.name, data.draw(cells(field)))

    @staticmethod
    def new_record(case: Case, data: st.DataObject) -> Record:
        owners = [r for r in case.all() if any(kind.owner_kind == r.record_kind for kind in RECORDS)]
        owner = data.draw(st.sampled_from(owners))
        owned = [kind for kind in RECORDS if kind.owner_kind == owner.record_kind]
        kind = data.draw(st.sampled_from(owned))
        links = tuple(treatment.id for treatment in case.treatments)
        return data.draw(records(kind, owner.id, case.next_position(kind), links))


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=5, stateful_step_count=40)
