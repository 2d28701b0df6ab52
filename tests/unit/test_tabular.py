"""The tables a statistician gets: their columns, what imprecise values look like, and what is left out."""

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import AgeAt, BloodGroup, CauseOfDeath, MissingReason, Sex
from aic_desktop.domain.quantity import Quantity, quantity_readings
from aic_desktop.domain.records import (
    RECORDS,
    Cell,
    Count,
    Dose,
    FollowUp,
    Patient,
    Record,
    Transplant,
    Treatment,
)
from aic_desktop.domain.records.base import AGES
from aic_desktop.domain.spec import Kind, field_of, fields_of
from aic_desktop.domain.timepoint import Calendar, TimePoint, date_readings, time_readings
from aic_desktop.domain.units import Units
from aic_desktop.reporting.tabular import sheet
from aic_desktop.reporting.tabular.cells import BadCell, Setting, cell_of
from aic_desktop.reporting.tabular.columns import columns_of, parts_of
from aic_desktop.reporting.tabular.deidentified import deidentified, lost_dates
from aic_desktop.reporting.tabular.dictionary import dictionary_rows
from aic_desktop.reporting.tabular.rows import rows_of

P = "00000000000000a"
PLATELETS = Units(("10*9/L", "/uL"), "10*9/L", "platelets")


def date_of(text: str) -> TimePoint:
    return date_readings(text)[0]


def at(text: str) -> TimePoint:
    return time_readings(text)[0]


def amount(text: str, units: Units = PLATELETS) -> Quantity:
    return quantity_readings(text, units)[0]


def a_case(*records: Record, **patient: Any) -> Case:
    case = Case(Patient(id=f"{P}0", code="P1", **patient))
    for record in records:
        case = case.with_record(record)
    return case


def only_row(case: Case, record: type[Record]) -> Mapping[str, str]:
    (row,) = rows_of(case, record)
    return row


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_has_its_columns_once_and_each_is_in_the_dictionary(record: type[Record]) -> None:
    columns = columns_of(record, with_identifiers=True)
    names = [column.name for column in columns]
    told = [row for row in dictionary_rows(True) if row["file"] == f"{record.record_kind}.csv"]

    assert len(set(names)) == len(names)
    assert {column.field.name for column in columns if column.field} | {"code"} >= {
        field.name for field in fields_of(record)
    }
    assert [row["column"] for row in told] == names
    assert all(row["label"] and row["type"] and row["missing"] for row in told)


@pytest.mark.parametrize("record", RECORDS)
def test_a_deidentified_export_has_the_other_columns_in_the_same_order(record: type[Record]) -> None:
    columns = columns_of(record, with_identifiers=True)
    bare = columns_of(record, with_identifiers=False)

    assert bare == tuple(column for column in columns if not column.identifying)
    assert not [c.name for c in bare if "_date" in c.name or c.name in {"name", "note", "record_number"}]
    told = [row for row in dictionary_rows(False) if row["file"] == f"{record.record_kind}.csv"]
    assert [row["column"] for row in told] == [column.name for column in bare]
    assert {row["identifying"] for row in told} == {"no"}


def test_the_dictionary_tells_codes_with_labels_and_units() -> None:
    told = {(row["file"], row["column"]): row for row in dictionary_rows(True)}

    assert told["patient.csv", "sex"]["levels"] == "female=female|male=male|other=other"
    assert "platelets=Platelets (10*9/L)" in told["count.csv", "analyte"]["levels"].split("|")
    assert told["transplant.csv", "cd34_cells_low"]["unit"] == "10*6/kg"
    assert told["count.csv", "value"]["unit"] == "see value_unit"
    assert told["count.csv", "day"]["unit"] == "d after HSCT"
    assert told["patient.csv", "hsct_date"]["identifying"] == "yes"
    assert told["dose.csv", "treatment_id"]["type"] == "record"


@pytest.mark.parametrize(
    ("text", "exact", "low", "high", "bounds"),
    [
        ("142", "142", "142", "142", "[]"),
        ("0", "0", "0", "0", "[]"),
        ("<3", "", "", "3", "()"),
        ("≤3", "", "", "3", "(]"),
        ("≥90", "", "90", "", "[)"),
        ("2-9", "", "2", "9", "[]"),
        ("142.000/µl", "142", "142", "142", "[]"),
        ("1.2340", "1.234", "1.234", "1.234", "[]"),
    ],
)
def test_only_an_exact_count_has_an_exact_number(
    text: str, exact: str, low: str, high: str, bounds: str
) -> None:
    count = Count(id=f"{P}1", owner=f"{P}0", analyte="platelets", value=amount(text))

    row = only_row(a_case(count), Count)

    assert (row["value"], row["value_low"], row["value_high"], row["value_bounds"]) == (
        exact,
        low,
        high,
        bounds,
    )
    assert (row["value_unit"], row["value_text"]) == ("10*9/L", text)


@pytest.mark.parametrize(
    ("text", "exact", "earliest", "latest"),
    [
        ("-7", "-7", "-7", "-7"),
        ("0", "0", "0", "0"),
        ("58..61", "", "58", "61"),
        ("<100", "", "", "99"),
        ("15.3.2020", "3", "3", "3"),
        ("2020", "", "-71", "294"),
    ],
)
def test_only_a_single_day_looks_like_one(text: str, exact: str, earliest: str, latest: str) -> None:
    count = Count(id=f"{P}1", owner=f"{P}0", day=at(text))

    row = only_row(a_case(count, hsct_date=date_of("12.3.2020")), Count)

    assert (row["day"], row["day_earliest"], row["day_latest"]) == (exact, earliest, latest)


def test_a_date_is_no_exact_day_while_day_0_is_known_to_the_month() -> None:
    count = Count(id=f"{P}1", owner=f"{P}0", day=at("15.4.2020"))

    row = only_row(a_case(count, hsct_date=date_of("3/2020")), Count)

    assert (row["day"], row["day_earliest"], row["day_latest"]) == ("", "15", "45")
    assert (row["day_date_earliest"], row["day_date_latest"]) == ("2020-04-15", "2020-04-15")


def test_a_reason_stands_in_its_own_column_and_choices_as_codes() -> None:
    patient = Patient(id=f"{P}0", code="P1", sex=Sex.FEMALE, abo_before=BloodGroup.GROUP_O)
    patient = patient.with_cell("gene", Cell(None, MissingReason.NOT_DONE))
    causes = (CauseOfDeath.CARDIAC, CauseOfDeath.GVHD)
    case = Case(patient).with_record(FollowUp(id=f"{P}1", owner=f"{P}0", contributing_causes=causes))

    row = only_row(case, Patient)

    assert (row["gene"], row["gene_missing"]) == ("", "not_done")
    assert (row["sex"], row["abo_before"]) == ("female", "O")
    assert only_row(case, FollowUp)["contributing_causes"] == "cardiac|gvhd"


def test_rows_follow_their_owners_and_then_the_order_of_entry() -> None:
    case = a_case(
        Treatment(id=f"{P}1", owner=f"{P}0", position=1),
        Treatment(id=f"{P}2", owner=f"{P}0", position=0),
        Dose(id=f"{P}3", owner=f"{P}1", position=0),
        Dose(id=f"{P}4", owner=f"{P}2", position=2),
        Dose(id=f"{P}5", owner=f"{P}2", position=1),
    )

    assert [row["id"][-1] for row in rows_of(case, Dose)] == ["5", "4", "3"]


IDENTIFYING = ("Erika", "Mustermann", "4711", "2020", "2014", "in tears")


def an_identified_case() -> Case:
    patient = Patient(
        id=f"{P}0",
        code="P1",
        name="Erika Mustermann",
        record_number="4711",
        birth_date=date_of("1.3.2014"),
        hsct_date=date_of("12.3.2020"),
        note="came in tears",
    )
    patient = patient.with_cell("sex", Cell(Sex.FEMALE, note="says Erika"))
    return Case(patient).with_record(
        Transplant(id=f"{P}1", owner=f"{P}0", day=at("2020-03-12"), platelet_engraftment=at("April 2020"))
    )


def test_a_deidentified_case_names_nobody_and_no_date() -> None:
    case = deidentified(an_identified_case())
    cells = [cell for record in RECORDS for row in rows_of(case, record) for cell in row.values()]

    assert not [cell for cell in cells for planted in IDENTIFYING if planted in cell]
    assert not [record.remarks for record in case.all() if any(r.note for r in record.remarks.values())]
    assert case.patient.sex is Sex.FEMALE
    assert case.transplants[0].day == TimePoint.on_day(0)
    assert case.transplants[0].platelet_engraftment == at("+20..+49")


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("1.3.2014", "6.0 y"),
        ("15.9.2008", "11.5 y"),
        ("13.11.2019", "17 wk"),
        ("2014", "5.1-6.2 y"),
        ("1.2020", "5-11 wk"),
    ],
)
def test_birth_and_day_0_become_the_age_at_hsct(born: str, age: str) -> None:
    patient = deidentified(a_case(birth_date=date_of(born), hsct_date=date_of("12.3.2020"))).patient

    assert patient.age is not None
    assert (patient.age.low, patient.age.high) == (amount(age, AGES).low, amount(age, AGES).high)
    assert patient.age_at is AgeAt.HSCT


def test_an_age_that_was_entered_stays() -> None:
    entered = amount("5.9 y", AGES)
    case = a_case(age=entered, birth_date=date_of("1.3.2014"), hsct_date=date_of("12.3.2020"))

    assert deidentified(case).patient.age == entered


def test_an_age_becomes_its_day_where_it_can_and_a_date_without_day_0_is_left_out_and_counted() -> None:
    aged = Count(id=f"{P}1", owner=f"{P}0", day=at("age 8 y"))
    dated = Count(id=f"{P}2", owner=f"{P}0", position=1, day=at("15.3.2020"))
    unknown = a_case(aged, dated)
    known = a_case(aged, dated, birth_date=date_of("12.3.2014"), hsct_date=date_of("12.3.2020"))

    assert [count.day for count in deidentified(unknown).counts] == [at("age 8 y"), None]
    assert lost_dates(unknown) == 1
    assert lost_dates(known) == 0
    day = deidentified(known).counts[0].day
    assert day is not None
    assert (day.basis, day.earliest) == ("day", (date(2022, 3, 12) - date(2020, 3, 12)).days)


HSCT = Calendar(hsct=date_of("12.3.2020"), birth=date_of("12.3.2014"))
DAY = field_of(Count, "day")
VALUE = field_of(Count, "value")
SEX = field_of(Patient, "sex")


@pytest.mark.parametrize(
    ("cells", "suffix"),
    [
        ({"": "3.5"}, ""),
        ({"": "3", "_earliest": "3", "_latest": "4"}, ""),
        ({"_earliest": "4", "_latest": "3"}, "_earliest"),
        ({"": "3", "_text": "+4"}, "_text"),
        ({"": "3", "_text": "soon"}, "_text"),
        ({"": "3", "_date_earliest": "2020-03-16", "_date_latest": "2020-03-16"}, ""),
        ({"_date_earliest": "16.3.2020"}, "_date_earliest"),
        ({"_text": "3/4/2020"}, "_text"),
        ({"": "3", "_age_earliest": "10", "_age_latest": "10"}, ""),
        ({"": "3", "_missing": "not_done"}, "_missing"),
        ({"_missing": "99"}, "_missing"),
    ],
)
def test_cells_of_a_day_that_contradict_each_other_are_refused(cells: dict[str, str], suffix: str) -> None:
    with pytest.raises(BadCell) as refused:
        cell_of(DAY, cells, Setting(HSCT))

    assert refused.value.suffix == suffix


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"": "3"}, "+3"),
        ({"": "+3", "_text": "15.3.2020"}, "15.3.2020"),
        ({"": "22", "_text": "3/4/2020"}, "3.4.2020"),
        ({"_earliest": "3"}, "≥+3"),
        ({"_latest": "3"}, "≤+3"),
        ({"_date_earliest": "2020-03-15", "_date_latest": "2020-03-15"}, "2020-03-15"),
    ],
)
def test_cells_of_a_day_that_agree_are_one_point(cells: dict[str, str], text: str) -> None:
    point = cell_of(DAY, cells, Setting(HSCT)).value

    assert isinstance(point, TimePoint)
    fitting = [reading for reading in time_readings(text) if HSCT.days(reading) == HSCT.days(point)]
    assert [(reading.basis, reading.earliest, reading.latest) for reading in fitting] == [
        (point.basis, point.earliest, point.latest)
    ]


@pytest.mark.parametrize(
    ("cells", "suffix"),
    [
        ({"": "-5", "_unit": "10*9/L"}, ""),
        ({"": "5,5", "_unit": "10*9/L"}, ""),
        ({"": "5"}, "_unit"),
        ({"": "5", "_unit": "g/dL"}, "_unit"),
        ({"": "5", "_unit": "per beer"}, "_unit"),
        ({"_low": "5", "_high": "5", "_bounds": "[)", "_unit": "10*9/L"}, "_bounds"),
        ({"": "5", "_bounds": "closed", "_unit": "10*9/L"}, "_bounds"),
        ({"_bounds": "[]"}, "_bounds"),
        ({"": "5", "_unit": "10*9/L", "_text": "<5"}, "_text"),
        ({"_text": "5000", "_unit": "/uL"}, "_text"),
        ({"": "5", "_unit": "10*9/L", "_text": "5000/µl", "_entered_unit": "10*9/L"}, "_text"),
        ({"_text": "plenty"}, "_text"),
    ],
)
def test_cells_of_an_amount_that_contradict_each_other_are_refused(
    cells: dict[str, str], suffix: str
) -> None:
    with pytest.raises(BadCell) as refused:
        cell_of(VALUE, cells, Setting(HSCT, PLATELETS))

    assert refused.value.suffix == suffix


def test_an_analyte_of_no_list_keeps_the_unit_beside_its_value() -> None:
    found = cell_of(VALUE, {"": "3", "_unit": "U/L"}, Setting(HSCT, None)).value

    assert isinstance(found, Quantity)
    assert (found.low, found.unit) == (3, "U/L")
    with pytest.raises(BadCell):
        cell_of(VALUE, {"": "3"}, Setting(HSCT, None))


def test_a_decimal_comma_is_taken_only_where_a_spreadsheet_wrote_it() -> None:
    cells = {"": "5,5", "_unit": "10*9/L"}
    found = cell_of(VALUE, cells, Setting(HSCT, PLATELETS, decimal_comma=True)).value

    assert isinstance(found, Quantity)
    assert found.low == amount("5.5").low


def test_choices_are_taken_by_code_or_label() -> None:
    assert cell_of(SEX, {"": "Female"}, Setting(None)).value is Sex.FEMALE
    with pytest.raises(BadCell, match="female, male, other"):
        cell_of(SEX, {"": "F"}, Setting(None))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.LINK])
def test_blank_cells_are_nothing(kind: Kind) -> None:
    fields = [field for record in RECORDS for field in fields_of(record) if field.kind is kind]
    blank = {part.suffix: "" for part in parts_of(fields[0])}

    assert cell_of(fields[0], blank, Setting(HSCT)) == Cell(fields[0].empty)


CELLS = st.text(st.characters(exclude_categories=("Cs",)))


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_any_text_survives_the_file_and_other_readers_agree(rows: list[list[str]]) -> None:
    text = "".join(map(sheet.written, [["a", "b", "c"], *rows]))

    shown = [list(line.cells.values()) for line in sheet.read(text).lines]
    theirs = list(csv.reader(StringIO(text, newline="")))[1:]

    assert theirs == rows
    assert shown == [row for row in rows if any(cell.strip() for cell in row)]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    read = sheet.read('a,b\n"1\n2",3\n\n4,5\n')

    assert [line.number for line in read.lines] == [2, 5]


def test_negative_numbers_and_plain_texts_are_written_bare() -> None:
    assert sheet.written(["-7", "=1+1", "a b", "x,y", 'say "no"']) == '-7,=1+1,a b,"x,y","say ""no"""\n'
