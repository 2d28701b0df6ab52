"""From the rows of CSV files to records: all that is wrong is collected, and then nothing is taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from re import fullmatch
from typing import Any

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Insertion, new_id
from aic_desktop.domain.codes import SHIPPED
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RECORD_OF, RECORDS, Patient, Record, RecordId, Remark
from aic_desktop.domain.spec import ANY_RECORD, Field, Kind, fields_of
from aic_desktop.domain.timepoint import Calendar
from aic_desktop.reporting.tabular.cells import BadCell, Setting, cell_of
from aic_desktop.reporting.tabular.columns import NOTES, fields_with_columns, owner_column
from aic_desktop.reporting.tabular.rows import key_of
from aic_desktop.reporting.tabular.sheet import Line, Sheet

_OUR_ID = "[0-9a-f]{16}"
_Fields = tuple[tuple[Field, Mapping[str, str]], ...]
_NAME = r"[A-Za-z][\w.-]*"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something in a file that cannot be taken; line 0 or no column where it is about more than one."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        """As it is listed: where, then why."""
        line = f", line {self.line}" if self.line else ""
        column = f", {self.column}" if self.column else ""
        return f"{self.file}{line}{column}: {self.reason}"


class Refused(Problem):
    """Files of which nothing is taken, because of what is listed."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        """Lists the refusals in the order of files and lines."""
        self.refusals = tuple(sorted(refusals, key=lambda refusal: (refusal.file, refusal.line)))
        super().__init__("\n".join(map(str, self.refusals)))


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file whose header is known to be good; `kind` is a record kind or `note`."""

    name: str
    kind: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a file; its id is settled before any value is read, so that other rows can point at it."""

    file: CsvFile
    line: Line
    id: RecordId = ""

    def cell(self, column: str) -> str:
        return self.line.cells.get(column, "").strip()


@dataclass(slots=True)
class _Target:
    """The case that rows go to, with as much of it as reading them takes."""

    case: Case
    calendar: Calendar | None  # None while the patient's own dates are refused
    positions: dict[type[Record], int] = field(default_factory=dict)

    def next_position(self, record: type[Record]) -> int:
        position = self.positions.get(record, self.case.next_position(record))
        self.positions[record] = position + 1
        return position


def insertions_from(files: Sequence[CsvFile], present: Iterable[Case]) -> tuple[Insertion, ...]:
    """The records in the files, owners first, new to a registry that holds the cases `present`.

    Rows without an id get one; an id of the user's own making (`t1`) holds among the files alone. Records
    may be added to a case that is present. Raises Refused.
    """
    rows = [_Row(file, line) for file in files for line in file.sheet.lines]
    intake = _Intake([row for row in rows if row.file.kind != NOTES], present)
    for record in RECORDS:
        intake.take(record)
    for row in rows:
        if row.file.kind == NOTES:
            intake.note(row)
    if intake.refusals:
        raise Refused(intake.refusals)
    return tuple(Insertion(case, record) for case, record in intake.built.values())


class _Intake:
    """The rows of one import on their way to records."""

    def __init__(self, rows: Sequence[_Row], present: Iterable[Case]) -> None:
        """Settles who each row is before any is read."""
        self.refusals: list[Refusal] = []
        self.built: dict[RecordId, tuple[RecordId, Record]] = {}
        self._targets: dict[str, _Target] = {}
        self._doomed: set[str] = set()  # patients whose row is refused as a whole, and their rows with it
        self._ids: dict[tuple[str, str], tuple[str, RecordId]] = {}  # (kind, id in file) -> (patient, id)
        self._codes = SHIPPED  # the lists of the registry, as the cases there carry them
        taken = self._meet(present, {row.cell("patient") for row in rows})
        self._rows: dict[str, list[_Row]] = {record.record_kind: [] for record in RECORDS}
        for record in RECORDS:
            for row in rows:
                if row.file.kind == record.record_kind and (known := self._identified(row, taken)):
                    self._rows[record.record_kind].append(known)

    def _meet(self, present: Iterable[Case], wanted: set[str]) -> set[RecordId]:
        """Keep the cases that rows go to, and learn every id in the registry."""
        taken: set[RecordId] = set()
        for case in present:
            taken.update(record.id for record in case.all())
            self._codes = case.codes
            if key_of(case) in wanted:
                self._targets[key_of(case)] = _Target(case, case.calendar)
        return taken

    def _refuse(self, row: _Row, column: str, reason: str) -> None:
        self.refusals.append(Refusal(row.file.name, row.line.number, column, reason))

    def _identified(self, row: _Row, taken: set[RecordId]) -> _Row | None:
        """The row with its id; None when it is refused."""
        key, given = row.cell("patient"), row.cell("id")
        new_patient = row.file.kind == Patient.record_kind
        if key in self._doomed and not new_patient:
            return None
        if reason := self._wrong_patient(key, new_patient):
            self._refuse(row, "patient", reason)
            self._doomed.update({key} if new_patient else ())
            return None
        known = replace(row, id=given if fullmatch(_OUR_ID, given) else new_id())
        if given and (reason := self._wrong_id(row.file.kind, given, taken)):
            self._refuse(row, "id", reason)
            return None
        taken.add(known.id)
        self._ids[row.file.kind, given or known.id] = (key, known.id)
        self._ids.setdefault((ANY_RECORD, given or known.id), (key, known.id))
        if new_patient:
            case = Case(Patient(id=known.id), codes=self._codes)
            self._targets[key] = _Target(case, None, {Patient: 0})
        return known

    def _wrong_patient(self, key: str, new: bool) -> str:
        if not key:
            return "Every row needs the code of its patient."
        target = self._targets.get(key)
        if new and target:
            there = "in the files twice" if target.calendar is None else "in the registry already"
            return f"“{key}” is {there}. Nothing is overwritten: rename one of them."
        if not new and not target:
            return f"There is no patient “{key}”, neither in the files nor in the registry."
        return ""

    def _wrong_id(self, kind: str, given: str, taken: set[RecordId]) -> str:
        if given in taken or (kind, given) in self._ids:
            return f"“{given}” is in the files twice or in the registry already. Every record has its own id."
        if not fullmatch(f"{_OUR_ID}|{_NAME}", given):
            return f"“{given}” is no id; a spreadsheet may have rewritten it. Leave it blank for a new one."
        return ""

    def take(self, record: type[Record]) -> None:
        """Read the rows of one record kind; owners must have been taken before."""
        for row in self._rows[record.record_kind]:
            if row.cell("patient") not in self._doomed:
                self._take(record, row, self._targets[row.cell("patient")])

    def _take(self, record: type[Record], row: _Row, target: _Target) -> None:
        before = len(self.refusals)
        built = record(id=row.id, owner=self._owner(record, row, target))
        plain, amounts = _fields_in_order(record.record_kind)
        built = self._filled(built, plain, row, target)
        if isinstance(built, Patient):
            target.case = Case(built, codes=self._codes)
            dated = any(r.column.startswith(("birth_date", "hsct_date")) for r in self.refusals[before:])
            target.calendar = None if dated else target.case.calendar
        built = self._filled(built, amounts, row, target)
        if len(self.refusals) == before:
            built = replace(built, position=target.next_position(record))
            self.built[row.id] = (target.case.id, built)
            if record.record_kind in _OWNERS:
                target.case = target.case.with_record(built)

    def _owner(self, record: type[Record], row: _Row, target: _Target) -> RecordId:
        if column := owner_column(record):
            return self._pointed_at(record.owner_kind, row, column, target)
        return target.case.id if record.owner_kind else ""

    def _filled(self, record: Record, fields: _Fields, row: _Row, target: _Target) -> Record:
        """The record with these fields read."""
        values: dict[str, Any] = {}
        reasons: dict[str, Remark] = {}
        for item, columns in fields:
            cells = {suffix: row.cell(column) for suffix, column in columns.items()}
            if columns[""] == "patient" and cells[""] == row.id:
                cells[""] = ""  # an export names a patient without a code by the record's id
            if not any(cells.values()):
                continue
            units = target.case.units(record, item.name) if item.kind is Kind.QUANTITY else None
            try:
                cell = cell_of(
                    item, cells, Setting(target.calendar, units, row.file.sheet.decimal_comma, self._codes)
                )
            except BadCell as problem:
                self._refuse(row, columns[problem.suffix], str(problem))
                continue
            linked = item.kind is Kind.LINK and cell.value
            values[item.name] = (
                self._pointed_at(item.spec.link, row, item.name, target) if linked else cell.value
            )
            if cell.missing:
                reasons[item.name] = Remark(cell.missing)
        return replace(record, remarks={**record.remarks, **reasons}, **values)

    def _pointed_at(self, kind: str, row: _Row, column: str, target: _Target) -> RecordId:
        """The record of this patient that a cell names; "" when it is refused."""
        given = row.cell(column)
        patient, found = self._ids.get((kind, given), ("", ""))
        if patient == row.cell("patient"):
            return found
        there = target.case.find(given)
        if there is not None and kind in (there.record_kind, ANY_RECORD):
            return there.id
        what = "record" if kind == ANY_RECORD else RECORD_OF[kind].title.lower()
        self._refuse(row, column, f"“{given}” is no {what} of this patient.")
        return ""

    def note(self, row: _Row) -> None:
        """Put a note beside the value it belongs to; both have to come in the same import."""
        kind, name = row.cell("record"), row.cell("field")
        patient, record_id = self._ids.get((kind, row.cell("id")), ("", ""))
        if row.cell("patient") in self._doomed:
            return
        if patient != row.cell("patient"):
            self._refuse(row, "id", "There is no such record of this patient among the files.")
        elif name not in {item.name for item in fields_of(RECORD_OF[kind])}:
            self._refuse(row, "field", f"“{name}” is no field of {kind}.")
        elif record_id in self.built:
            case, record = self.built[record_id]
            noted = replace(record.cell(name), note=row.cell("note"))
            self.built[record_id] = (case, record.with_cell(name, noted))


_OWNERS = {record.owner_kind for record in RECORDS[1:]} - {Patient.record_kind}


@cache
def _fields_in_order(kind: str) -> tuple[_Fields, _Fields]:
    """With their columns, those that an amount's units may hang on, then the amounts."""
    found = fields_with_columns(kind)
    amounts = tuple(one for one in found if one[0].kind is Kind.QUANTITY)
    return tuple(one for one in found if one not in amounts), amounts
