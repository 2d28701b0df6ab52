"""The record as declared: every field complete, every cell with its reason and note beside the value."""

from dataclasses import replace

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice, MissingReason, YesNo
from aic_desktop.domain.codes import agents, analytes, code_list, coded, diseases, label_of
from aic_desktop.domain.records import (
    RECORD_OF,
    RECORDS,
    Cell,
    Conditioning,
    Count,
    Dose,
    Patient,
    Record,
    Transplant,
    Treatment,
)
from aic_desktop.domain.spec import ANY_RECORD, Field, Kind, fields_of
from aic_desktop.domain.units import shown
from tests.values import exactly

FIELDS = [(record, field) for record in RECORDS for field in fields_of(record)]
NAMES = [f"{field.record}.{field.name}" for _, field in FIELDS]


def test_the_record_is_complete() -> None:
    assert len(RECORDS) == 16
    assert len(FIELDS) == 130


@pytest.mark.parametrize(("record", "field"), FIELDS, ids=NAMES)
def test_every_field_says_what_it_is(record: type[Record], field: Field) -> None:
    assert field.label
    assert field.label[0].isupper()
    assert field.record == record.record_kind
    assert getattr(record(id="x"), field.name) == field.empty
    assert (field.kind in (Kind.CHOICE, Kind.CHOICES)) == (field.choice is not None)
    if field.kind is Kind.CODE:
        assert code_list(field.spec.codes)
    if field.kind is Kind.LINK:
        assert field.spec.link in {*RECORD_OF, ANY_RECORD}
    if field.kind is Kind.QUANTITY and record is not Count:
        assert field.spec.units is not None
        assert all(shown(unit) for unit in field.spec.units.accepted)


@pytest.mark.parametrize("record", [record for record in RECORDS if record is not Patient])
def test_every_record_belongs_somewhere(record: type[Record]) -> None:
    assert record.owner_kind in RECORD_OF
    assert Case(Patient(id="p")).of(record) == ()


def test_a_reason_takes_the_place_of_a_value_and_never_stands_in_it() -> None:
    patient = Patient(id="p", age=exactly("11", "a"))
    without = patient.with_cell("age", Cell(None, MissingReason.NOT_REPORTED, "the paper is silent"))
    assert without.age is None
    assert without.cell("age") == Cell(None, MissingReason.NOT_REPORTED, "the paper is silent")
    assert without.with_cell("age", Cell()).remarks == {}
    assert Cell().blank
    assert not without.cell("age").blank


def test_a_choice_has_a_code_and_a_label() -> None:
    assert YesNo.YES == "yes"
    assert all(member.label for choice in Choice.__subclasses__() for member in choice)


def test_codes_are_found_by_label_alias_and_id_and_free_text_stays() -> None:
    assert coded("agents", "Dara") == coded("agents", "DARATUMUMAB") == "daratumumab"
    assert coded("analytes", "Thrombozyten") == "platelets"
    assert coded("diseases", "XHIGM") == "cd40l_deficiency"
    assert coded("agents", " home-made serum ") == "home-made serum"
    assert label_of("agents", "immunoglobulin_ivig") == "immunoglobulin (IVIG)"
    assert label_of("agents", "home-made serum") == "home-made serum"
    assert label_of("agents", None) == ""


def test_code_lists_are_sound() -> None:
    assert agents()["daratumumab"].atc_2026 == "L01FC01"
    assert analytes()["platelets"].units.canonical == "10*9/L"
    assert diseases()["lrba_deficiency"].genes == ("LRBA",)
    assert agents()["daratumumab"].references == "ATC 2026: L01FC01"
    assert agents()["plasma_exchange"].references == ""
    assert analytes()["platelets"].references == "LOINC: 777-3"
    assert diseases()["lrba_deficiency"].references == "ORPHA: 445018, ICD-10 WHO 2019: D81.8"
    assert all(low < high for low, high in (a.plausible for a in analytes().values()))


def test_units_follow_the_analyte_and_the_agent() -> None:
    case = Case(
        Patient(id="p"),
        treatments=(Treatment(id="t", owner="p", agent="daratumumab"),),
    )
    haemoglobin = case.units(Count(id="c", analyte="haemoglobin"), "value")
    dose = case.units(Dose(id="d", owner="t"), "amount")
    treosulfan = case.units(Conditioning(id="k", agent="treosulfan"), "dose")
    assert haemoglobin is not None
    assert haemoglobin.canonical == "g/dL"
    assert case.units(Count(id="c"), "value") is None
    assert dose is not None
    assert dose.accepted[0] == "mg/kg"
    assert treosulfan is not None
    assert treosulfan.accepted[0] == "g/m2"


def test_day_0_belongs_to_the_transplant_marked_or_numbered_one() -> None:
    first, second = Transplant(id="a", number=1), Transplant(id="b", number=2)
    patient = Patient(id="p")
    assert Case(patient).index_transplant is None
    assert Case(patient, transplants=(second, first)).index_transplant is first
    marked = second.with_cell("index", Cell(YesNo.YES))
    assert Case(patient, transplants=(first, marked)).index_transplant is marked


def test_a_record_put_in_place_of_itself_stays_where_it_was_and_one_that_moved_is_sorted_in() -> None:
    counts = [Count(id=f"count-{at}", position=at // 2) for at in range(8)]
    case = Case(Patient(id="patient"))
    for count in reversed(counts):
        case = case.with_record(count)
    assert list(case.counts) == counts
    for at, count in enumerate(counts):
        changed = replace(count, time="8:00")
        assert list(case.with_record(changed).counts) == [*counts[:at], changed, *counts[at + 1 :]]
    last = replace(counts[0], position=9)
    assert list(case.with_record(last).counts) == [*counts[1:], last]
    assert case.with_record(last).find("count-0") == last
