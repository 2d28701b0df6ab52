"""How an answer came about: the rule, every value of the case it looked at, and those that decided it.

What is looked at is not declared but observed: the rule is run on the case, and the columns tell which of
their fields were asked for. What decided is a smallest part of these from which the same answer follows.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Cell, Patient, Record, RecordId
from aic_desktop.domain.spec import Field, Kind, field_of, fields_of
from aic_desktop.domain.text import in_words, place_of, shown
from aic_desktop.reporting.cohort.answers import Answer
from aic_desktop.reporting.cohort.around import Around
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.loading import columns_of
from aic_desktop.reporting.cohort.numbers import Interval
from aic_desktop.reporting.cohort.numbers import shown as interval_text
from aic_desktop.reporting.cohort.variable import Variable
from aic_desktop.reporting.cohort.variables import VARIABLES

Place = tuple[RecordId, str]  # a field of a record
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Used:
    """One value that was looked at, or the reason why there is none; `deciding` if the answer hangs on it.

    Without a field, it is that the record is there at all that decides.
    """

    record: RecordId
    field: str
    of: str  # the record in words
    day: str  # after HSCT, "" where the record has none
    label: str  # of the field
    text: str
    deciding: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A cell of the patients' table, or what a patient adds to a row of Table 1."""

    code: str
    name: str
    rule: str
    answer: str
    used: tuple[Used, ...]


def explain(code: str, case: Case, around: Around) -> Explanation:
    """How the answer of a case to a variable of VARIABLES came about; Problem for no such variable."""
    if code not in VARIABLES:
        raise Problem(f"There is no column “{code}”.")
    variable = VARIABLES[code]
    found, looked_at = _asked(variable, case, around)
    places = [place for record in case.all() for place in _places(record, looked_at)]

    def same(part: Case) -> bool:
        return _asked(variable, part, around)[0] == found

    deciding = _deciding(case, places, same)
    used = (one for record in case.all() for one in _used(case, record, places, deciding))
    return Explanation(
        code, variable.titled(around.agent), variable.rule(around), _told(variable, *found), tuple(used)
    )


def _asked(
    variable: Variable, case: Case, around: Around
) -> tuple[tuple[Answer, Interval | None], frozenset[tuple[str, str]]]:
    """The answer of one case, and the kinds and fields that were looked at for it."""
    columns = columns_of([case])
    answers = variable.read(Facts(columns, around))
    return (answers[0], answers.interval(0)), columns.used()


def _places(record: Record, looked_at: Collection[tuple[str, str]]) -> list[Place]:
    """The fields of a record that were looked at and hold something; and that it is there, as field ""."""
    kind = record.record_kind
    there = [(record.id, "")] if (kind, "") in looked_at else []
    return there + [
        (record.id, field.name)
        for field in fields_of(type(record))
        if (kind, field.name) in looked_at and not record.cell(field.name).blank
    ]


def _deciding(case: Case, places: list[Place], same: Callable[[Case], bool]) -> frozenset[Place]:
    """A smallest part of the values that leads to the same answer; of a record alone that it is there.

    Whole fields are tried first, those that hold no day before those that do: where days decide, what is
    only asked for without them is none of what decided.
    """

    def enough(some: Sequence[Place]) -> bool:
        return same(_part(case, set(some)))

    by_field: dict[tuple[bool, str, str], list[Place]] = defaultdict(list)
    there = [place for place in places if not place[1]]
    for place in places:
        if place[1]:
            by_field[_field_key(case, place)].append(place)
    fields = [by_field[key] for key in sorted(by_field)]
    kept = _smallest(fields, lambda some: enough([*there, *chain(*some)]), runs=False)
    records = _smallest(there, lambda some: enough([*some, *chain(*kept)]))
    inside = {record for record, _ in records} | {case.id}
    held = [place for place in chain(*kept) if place[0] in inside]
    last = _smallest(held, lambda some: enough([*records, *some]))
    told = {record for record, _ in last}
    return frozenset(last) | {place for place in records if place[0] not in told and place[0] != case.id}


def _field_key(case: Case, place: Place) -> tuple[bool, str, str]:
    record = case.find(place[0])
    assert record is not None
    dated = field_of(type(record), place[1]).kind is Kind.TIME
    return (dated, record.record_kind, place[1])


def _smallest(items: list[T], enough: Callable[[Sequence[T]], bool], runs: bool = True) -> list[T]:
    """Items none of which can be left out; of those that say the same, the first.

    Ever smaller runs of them are left out, or one at a time.
    """
    items = items[::-1]
    size = max(len(items) // 2, 1) if runs else 1
    while items:
        start = 0
        while start < len(items):
            rest = items[:start] + items[start + size :]
            if enough(rest):
                items = rest
            else:
                start += size
        if size == 1:
            break
        size //= 2
    return items[::-1]


def _part(case: Case, places: Collection[Place]) -> Case:
    """The case with these records and fields alone."""
    kept: dict[str, list[Record]] = defaultdict(list)
    patient = case.patient
    for record in case.all():
        if record is not patient and (record.id, "") not in places:
            continue
        for field in fields_of(type(record)):
            if (record.id, field.name) not in places and not record.cell(field.name).blank:
                record = record.with_cell(field.name, Cell(field.empty))  # noqa: PLW2901
        if isinstance(record, Patient):
            patient = record
        else:
            kept[record.collection].append(record)
    collections: dict[str, Any] = {name: tuple(held) for name, held in kept.items()}
    return Case(patient, codes=case.codes, **collections)


def _used(case: Case, record: Record, places: list[Place], deciding: frozenset[Place]) -> tuple[Used, ...]:
    """What was looked at of a record, in the order of its fields."""
    of, day = place_of(case, record), _day(case, record)
    alone = (record.id, "") in deciding
    there = [Used(record.id, "", of, day, "", "recorded", True)] if alone else []
    for field in fields_of(type(record)):
        place = (record.id, field.name)
        if place in places:
            text = _text(case, field, record.cell(field.name))
            there.append(Used(record.id, field.name, of, day, field.label, text, place in deciding))
    return tuple(there)


def _text(case: Case, field: Field, cell: Cell) -> str:
    if cell.missing is not None:
        return cell.missing.label
    if field.kind is Kind.LINK:
        linked = case.find(str(cell.value))
        return place_of(case, linked) if linked else ""
    return shown(field, cell.value) if field.kind is Kind.CODE else in_words(cell.value)


def _day(case: Case, record: Record) -> str:
    """The first day of a record that is known."""
    for field in fields_of(type(record)):
        if field.kind is Kind.TIME and (days := case.days(getattr(record, field.name))) is not None:
            return criteria.day_text(days)
    return ""


def _told(variable: Variable, answer: Answer, value: Interval | None) -> str:
    """The answer in print."""
    if value is not None:
        return f"{interval_text(value, variable.decimals)} {variable.unit}".strip()
    if answer.levels:
        return ", ".join(answer.levels)
    if answer.open:
        return f"not certain ({answer.open})"
    if answer.missing:
        return f"not reported ({answer.missing})"
    return f"not applicable ({answer.outside})" if answer.outside else "not asked of this patient"
