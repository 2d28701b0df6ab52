"""How complete a case is: what is filled, what explained, what blank and unexplained.

Two things are counted: the items of `expected`, and of everything else the required fields, each once for
all records of its kind, so that 300 counts weigh no more than three.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RECORD_OF, RECORDS, RecordId
from aic_desktop.domain.rules import Check, Grade
from aic_desktop.domain.spec import field_of, fields_of
from aic_desktop.reporting.expected import ITEMS, Mark, State, cell_mark, holds, worst


@dataclass(frozen=True, slots=True)
class Completeness:
    """A case against what is expected of it."""

    id: RecordId
    code: str
    marks: tuple[Mark, ...]  # beside ITEMS
    blanks: tuple[Mark, ...]  # every other required field that is blank
    asked: int
    known: int  # of those asked, filled or explained
    checks: tuple[int, ...] = ()  # those open, beside Grade; () where they were not run

    @property
    def percent(self) -> int:
        """Whole per cent rounded down: 100 means that nothing is blank."""
        return 100 * self.known // self.asked

    @property
    def missing(self) -> tuple[str, ...]:
        """What is blank, by its label, in the order in which a chart is read."""
        items = [item.label for item, mark in zip(ITEMS, self.marks, strict=True) if mark.blank]
        return (*items, *dict.fromkeys(_label_of(mark) for mark in self.blanks))


def completeness(case: Case, checks: Sequence[Check] | None = None) -> Completeness:
    """How complete a case is; `checks`, where they were run, are counted by grade."""
    found = [item.marks(case) for item in ITEMS]
    marks = tuple(worst(places) for places in found)
    required = list(_required(case, {(mark.record, mark.field) for places in found for mark in places}))
    asked = [mark for mark in marks if mark.state is not State.NOT_ASKED] + [worst(r) for r in required]
    grades = None if checks is None else [check.grade for check in checks if check.open]
    return Completeness(
        case.id,
        case.patient.code or "",
        marks,
        tuple(mark for places in required for mark in places if mark.blank),
        len(asked),
        sum(not mark.blank for mark in asked),
        () if grades is None else tuple(grades.count(grade) for grade in Grade),
    )


def _required(case: Case, seen: set[tuple[RecordId, str]]) -> Iterator[list[Mark]]:
    """Each required field, over the records there are, but for those that an item has looked at.

    Of each, the marks of what is not filled, or one that stands for all: counts come by the hundred.
    """
    for kind in RECORDS:
        for name in _REQUIRED[kind]:
            records = [record for record in case.of(kind) if (record.id, name) not in seen]
            if records:
                lacking = [cell_mark(record, name) for record in records if not holds(record, name)]
                yield lacking or [cell_mark(records[0], name)]


_REQUIRED = {kind: tuple(field.name for field in fields_of(kind) if field.spec.required) for kind in RECORDS}


def _label_of(mark: Mark) -> str:
    kind = RECORD_OF[mark.kind]
    return f"{kind.title}: {field_of(kind, mark.field).label}"
