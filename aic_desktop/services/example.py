"""The two published patients as cases: what a new user opens first, and what the scenario tests type in."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from aic_desktop import paths
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, insertions
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.records import RECORD_OF, RECORDS, Cell, Patient, Record, RecordId
from aic_desktop.domain.spec import Field, Kind, fields_of
from aic_desktop.domain.text import readings

# As read from a file; db/example/README.md tells the format.
_Source = Mapping[str, Any]
_QUOTE, _KEY = "quote", "key"


@cache
def published_cases() -> tuple[Case, ...]:
    """Both patients of Driouk 2021 (CC BY 4.0), always with the same ids; ValueError on an unsound file."""
    files = sorted((paths.db() / "example").glob("*.json"))
    return tuple(case_from(json.loads(file.read_text(encoding="utf-8"))) for file in files)


def example_changes() -> ChangeSet:
    """What puts both patients into a registry, as one step."""
    changes = (change for case in published_cases() for change in insertions(case))
    return ChangeSet("Add the two published patients", tuple(changes))


def case_from(source: Mapping[str, Any]) -> Case:
    """One patient's file as a case; ValueError, KeyError or Problem when it is unsound."""
    code = source[Patient.record_kind]["code"]["value"]
    case = Case(Patient(id=_id(code)))
    case = case.with_record(_filled(case, case.patient, source[Patient.record_kind]))
    for kind in RECORDS[1:]:
        for path, owner, part in _parts(source, kind, code):
            record = kind(id=_id(path), owner=_id(owner), position=case.next_position(kind))
            case = case.with_record(_filled(case, record, part))
    unknown = source.keys() - {Patient.record_kind} - _owned_by(Patient)
    if unknown:
        raise ValueError(f"{code} has {', '.join(unknown)}, which is no part of a case")
    return case


def _parts(source: _Source, kind: type[Record], code: str) -> Iterator[tuple[str, str, _Source]]:
    """Path, owner's path and content of every record of a kind, wherever its owner holds it."""
    owners = [(code, code, source)]
    if kind.owner_kind != Patient.record_kind:
        owners = list(_parts(source, RECORD_OF[kind.owner_kind], code))
    for owner, _, holder in owners:
        for number, part in enumerate(holder.get(kind.record_kind, ())):
            yield f"{owner}/{kind.record_kind}/{part.get(_KEY, number)}", owner, part


def _owned_by(owner: type[Record]) -> set[str]:
    return {kind.record_kind for kind in RECORDS if kind.owner_kind == owner.record_kind}


def _id(path: str) -> RecordId:
    return sha256(path.encode()).hexdigest()[:16]


def _filled(case: Case, record: Record, source: _Source) -> Record:
    """The record with all its source gives, in the declared order: the units of a dose hang on its agent."""
    given: dict[str, _Source] = {}
    for name, cell in _given(source, _owned_by(type(record)) if record.owner else set()):
        if given.setdefault(name, cell) is not cell:
            raise ValueError(f"{record.record_kind} has {name} twice")
    fields = fields_of(type(record))
    unknown = given.keys() - {field.name for field in fields}
    if unknown:
        raise ValueError(f"{record.record_kind} has no {', '.join(unknown)}")
    for field in fields:
        if field.name in given:
            record = record.with_cell(field.name, _cell(case, record, field, given[field.name]))
    return record


def _given(source: _Source, parts: set[str]) -> Iterator[tuple[str, _Source]]:
    """Every field given, spelled out: plain texts take the record's quote, lists give a reason to many."""
    reasons = set(MissingReason)
    for name, given in source.items():
        if name in reasons:
            yield from ((field, {"missing": name}) for field in given)
        elif isinstance(given, str) and name not in {_QUOTE, _KEY}:
            yield name, {"value": given, "note": source[_QUOTE]}
        elif not isinstance(given, str) and name not in parts:
            yield name, given


def _cell(case: Case, record: Record, field: Field, given: _Source) -> Cell:
    if "missing" in given:
        return Cell(missing=MissingReason(given["missing"]), note=given.get("note", ""))
    text, note = given["value"], given["note"]
    if field.kind is Kind.LINK:
        return Cell(_id(f"{case.patient.code}/{field.spec.link}/{text}"), note=note)
    units = case.units(record, field.name) if field.kind is Kind.QUANTITY else None
    found = readings(field, text, units)
    if len(found) != 1:
        raise ValueError(f"{text} can be read in {len(found)} ways as {field.label}")
    return Cell(found[0], note=note)
