"""Two states of a case, and what leads from one to the other."""

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Change, Deletion, Edit, Insertion
from aic_desktop.domain.spec import fields_of


def diff(before: Case, after: Case) -> tuple[Change, ...]:
    """The changes that lead from one state of a case to another, edits among them."""
    old = {record.id: record for record in before.all()}
    new = {record.id: record for record in after.all()}
    gone = tuple(Deletion(before.id, old[i]) for i in reversed(old) if i not in new)
    come = tuple(Insertion(before.id, record) for i, record in new.items() if i not in old)
    edits = (
        Edit(before.id, record.record_kind, record.id, field.name, old_cell, new_cell)
        for record_id, record in new.items()
        if record_id in old
        for field in fields_of(type(record))
        if (old_cell := old[record_id].cell(field.name)) != (new_cell := record.cell(field.name))
    )
    return gone + come + tuple(edits)
