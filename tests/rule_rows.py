"""Short ways to write down cases that a check speaks up on, and the nearest cases on which it is silent."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import (
    CauseOfDeath,
    CourseKind,
    Lineage,
    MissingReason,
    Origin,
    Product,
    Purpose,
    Status,
)
from aic_desktop.domain.records import (
    Conditioning,
    Count,
    Course,
    Cytopenia,
    Dose,
    FollowUp,
    Patient,
    Record,
    Remark,
    Transfusion,
    Transplant,
    Treatment,
)
from aic_desktop.domain.rules import RULES, Check, Grade
from aic_desktop.domain.timepoint import TimePoint, date_readings, time_readings
from tests.values import exactly

PLATELETS, RED, NEUTROPHILS, PRECURSORS = Lineage
NOT_REPORTED = Remark(MissingReason.NOT_REPORTED)


def at(text: str | int) -> TimePoint:
    return TimePoint.on_day(text) if isinstance(text, int) else time_readings(text)[0]


def on(text: str) -> TimePoint:
    return date_readings(text)[0]


def case_of(*records: Record) -> Case:
    """A case of these records, with a patient of its own where none is among them."""
    patients = [r for r in records if isinstance(r, Patient)] or [
        Patient(id="p", code="X", origin=Origin.OWN)
    ]
    case = Case(patients[0])
    for position, record in enumerate(r for r in records if not isinstance(r, Patient)):
        case = case.with_record(replace(record, position=position, owner=record.owner or "p"))
    return case


def patient(**values: Any) -> Patient:
    return Patient(**{"id": "p", "code": "X", "origin": Origin.OWN, **values})


def graft(id: str = "t", **values: Any) -> Transplant:
    return Transplant(**{"id": id, "number": 1, "day": at(0), **values})


def prepared(**values: Any) -> Conditioning:
    return Conditioning(**{"id": "c", "owner": "t", "agent": "thiotepa", **values})


def ait(**values: Any) -> Cytopenia:
    return Cytopenia(**{"id": "ait", "episode": 1, "lineage": PLATELETS, "onset": at(58), **values})


def treated(id: str = "rx", **values: Any) -> Treatment:
    return Treatment(
        **{"id": id, "agent": "rituximab", "purpose": Purpose.CYTOPENIA, "start": at(61), **values}
    )


def dose(id: str = "d", owner: str = "rx", **values: Any) -> Dose:
    return Dose(**{"id": id, "owner": owner, **values})


def exchange(id: str = "pex", **values: Any) -> Treatment:
    return treated(id, **{"agent": "plasma_exchange", "start": None, **values})


def count(id: str = "n", **values: Any) -> Count:
    value = exactly(14, "10*9/L")
    return Count(**{"id": id, "day": at(58), "analyte": "platelets", "value": value, **values})


def step(**values: Any) -> Course:
    return Course(
        **{"id": "s", "day": at(90), "lineage": PLATELETS, "kind": CourseKind.RESPONSE_SIGN, **values}
    )


def units(id: str = "u", **values: Any) -> Transfusion:
    return Transfusion(**{"id": id, "product": Product.PLATELETS, "units": 1, **values})


def seen(id: str = "f", **values: Any) -> FollowUp:
    return FollowUp(**{"id": id, "day": at(365), "status": Status.ALIVE, **values})


def died(id: str = "f", **values: Any) -> FollowUp:
    return seen(id, **{"status": Status.DEAD, "day": at(200), "cause_of_death": CauseOfDeath.GVHD, **values})


@dataclass(frozen=True)
class Row:
    """The first tuple raises the check at `where`; the second, as close as can be, does not."""

    rule: str
    grade: Grade
    where: str
    odd: tuple[Record, ...]
    sound: tuple[Record, ...]


E, W, N = Grade
BY_NAME: dict[str, Callable[[Case], Any]] = {rule.__name__: rule for rule in RULES}


def found(rule: str, records: tuple[Record, ...]) -> list[Check]:
    return list(BY_NAME[rule](case_of(*records)))


def check_row(row: Row) -> None:
    """The odd case raises exactly this check, in words for a clinician; the sound one does not."""
    raised = found(row.rule, row.odd)
    got = [(c.rule, c.grade, f"{c.record}.{c.field}") for c in raised]
    assert got == [(row.rule, row.grade, row.where)], raised
    assert not re.search(r"Error|None|_|  |\.\.$", raised[0].message), raised[0].message
    assert raised[0].message.endswith("."), raised[0].message
    quiet = found(row.rule, row.sound)
    assert quiet == [], quiet


def ids(rows: list[Row]) -> list[str]:
    """A name for each row."""
    return [f"{row.rule}-{number}" for number, row in enumerate(rows)]


def rules_in(module: str) -> set[str]:
    """The rules of one module of checks."""
    return {name for name, rule in BY_NAME.items() if rule.__module__.endswith(f".{module}")}
