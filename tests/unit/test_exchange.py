"""What an export holds comes back from its files alone; what cannot be taken is named, nothing is taken."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import assume, given, settings

from aic_desktop.domain import quantity, timepoint
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import applied
from aic_desktop.domain.choices import MissingReason, Sex
from aic_desktop.domain.codes import coded
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, quantity_readings
from aic_desktop.domain.records import RECORDS, Cell, Count, Patient, Record, Treatment, Value
from aic_desktop.domain.spec import Field, Kind, fields_of
from aic_desktop.domain.timepoint import TimePoint, time_readings
from aic_desktop.domain.units import Units
from aic_desktop.reporting.tabular.deidentified import deidentified
from aic_desktop.services.exchange import Incoming, export, incoming
from aic_desktop.services.intake import Refused
from aic_desktop.services.ports import StoreError
from tests.strategies import cases
from tests.values import exactly

AnyRecord = TypeVar("AnyRecord", bound=Record)


def cases_of(brought: Incoming) -> list[Case]:
    """The cases that an import into an empty registry makes."""
    ids = dict.fromkeys(change.case for change in brought.change_set.changes)
    made = [applied(None, tuple(c for c in brought.change_set.changes if c.case == i)) for i in ids]
    return [case for case in made if case is not None]


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def as_entered(case: Case) -> Case:
    """The generated case as a person could have entered it: every text says what its numbers say."""
    made = Case(_as_entered(case, case.patient))
    for record in RECORDS[1:]:
        for item in case.of(record):
            made = made.with_record(_as_entered(made, item))
    return made


def _as_entered(case: Case, record: AnyRecord) -> AnyRecord:
    for field in fields_of(type(record)):
        cell = record.cell(field.name)
        units = case.units(record, field.name) if field.kind is Kind.QUANTITY else None
        value = _typed(field, cell.value, units)
        record = record.with_cell(field.name, Cell(value, cell.missing, cell.note.strip()))
    return record


def _typed(field: Field, value: Value, units: Units | None) -> Value:
    match value:
        case TimePoint():
            return replace(value, text=timepoint.render(value))
        case Quantity():
            return _typed_amount(value, units)
        case str() if field.kind is Kind.CODE:
            return coded(field.spec.codes, value) or None
        case str() if field.kind is Kind.TEXT:
            return value.strip() or None
    return value


def _typed_amount(amount: Quantity, units: Units | None) -> Quantity | None:
    """The amount as if its numbers had been typed in its entered unit; none where that unit is not used."""
    units = units or Units((amount.unit,), amount.unit)
    if amount.entered_unit not in units.accepted:
        return None
    try:
        (typed,) = quantity_readings(quantity.render(replace(amount, unit=amount.entered_unit)), units)
    except Problem:  # too large or too small to be an amount
        return None
    return typed


@settings(max_examples=20)
@given(case=cases(most=2))
def test_any_case_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    case = as_entered(case)
    assume(len({record.id for record in case.all()}) == len(list(case.all())))
    folder = tmp_path_factory.mktemp("exchange")

    export([case], folder / "full", with_identifiers=True)
    (back,) = cases_of(incoming([folder / "full"], []))
    export([back], folder / "again", with_identifiers=True)

    assert back == case
    assert files_in(folder / "again") == files_in(folder / "full")


@settings(max_examples=20)
@given(case=cases(most=2))
def test_without_identifiers_every_case_comes_back_deidentified(
    tmp_path_factory: pytest.TempPathFactory, case: Case
) -> None:
    case = as_entered(case)
    assume(len({record.id for record in case.all()}) == len(list(case.all())))
    folder = tmp_path_factory.mktemp("exchange")

    export([case], folder / "bare")
    (back,) = cases_of(incoming([folder / "bare"], []))
    export([back], folder / "again")

    assert back == deidentified(case) == deidentified(back)
    assert files_in(folder / "again") == files_in(folder / "bare")


PRESENT = Case(
    Patient(id="00000000000000aa", code="P1"),
    treatments=(Treatment(id="00000000000000ab", owner="00000000000000aa", agent="rituximab"),),
    counts=(Count(id="00000000000000ac", owner="00000000000000aa", position=4),),
)


def brought(folder: Path, present: Iterable[Case] = (), **files: str) -> list[Any]:
    """The records that CSV files written by hand bring."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return [change.record for change in incoming([folder], present).change_set.changes]


def refusals(folder: Path, present: Iterable[Case] = (), **files: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        brought(folder, present, **files)
    return str(refused.value).splitlines()


def test_a_csv_of_a_few_columns_is_enough(tmp_path: Path) -> None:
    patient, low, range_, dated = brought(
        tmp_path,
        patient="patient,sex\nP7,female\n",
        count="patient,day_text,analyte,value_text\n"
        'P7,+58,PLT,<5\nP7,~90,Hb,"8,6-9 g/dl"\nP7,12.3.2020,platelets,5.000/µl\n',
    )

    assert (patient.code, patient.sex) == ("P7", Sex.FEMALE)
    assert low.value == quantity_readings("<5", Units(("10*9/L",), "10*9/L"))[0]
    assert low.analyte == "platelets"
    assert low.day == TimePoint.on_day(58)
    assert not range_.day.exact
    assert (range_.value.text, range_.value.unit) == ("8,6-9 g/dl", "g/dL")
    assert dated.day == time_readings("12.3.2020")[0]
    assert dated.value.low == 5
    assert [low.position, range_.position, dated.position] == [0, 1, 2]


def test_plain_numbers_are_enough_where_they_have_their_unit(tmp_path: Path) -> None:
    (count,) = brought(
        tmp_path, [PRESENT], count="patient,day,analyte,value,value_unit\nP1,-7,platelets,142000,/uL\n"
    )

    assert (count.value.low, count.value.unit, count.value.entered_unit) == (142, "10*9/L", "/uL")
    assert count.value.exact
    assert count.day == TimePoint.on_day(-7)
    assert (count.owner, count.position) == (PRESENT.id, 5)


def test_ids_made_up_by_hand_hold_the_files_together(tmp_path: Path) -> None:
    _, course, treatment, dose = brought(
        tmp_path,
        patient="patient\nP7\n",
        treatment="patient,id,agent\nP7,t1,Dara\n",
        dose="patient,treatment_id,day,amount_text\nP7,t1,118,16 mg/kg\n",
        course="patient,day,kind,treatment\nP7,143,complete_response,t1\n",
    )

    assert dose.owner == course.treatment == treatment.id
    assert len(treatment.id) == 16
    assert treatment.agent == "daratumumab"


def test_a_record_belongs_to_a_record_of_its_own_patient(tmp_path: Path) -> None:
    listed = refusals(
        tmp_path,
        [PRESENT],
        patient="patient\nP7\nP8\n",
        treatment="patient,id\nP7,t1\n",
        dose="patient,treatment_id\nP8,t1\nP8,00000000000000ab\nP8,\nP1,00000000000000ac\n",
    )

    assert [line.partition(":")[0] for line in listed] == [
        f"dose.csv, line {number}, treatment_id" for number in (2, 3, 4, 5)
    ]


def test_records_join_a_patient_who_is_there(tmp_path: Path) -> None:
    (dose,) = brought(
        tmp_path, [PRESENT], dose="patient,treatment_id,amount_text\nP1,00000000000000ab,375 mg/m2\n"
    )

    assert dose.owner == PRESENT.treatments[0].id


def test_a_file_of_another_name_is_known_by_its_columns(tmp_path: Path) -> None:
    (count,) = brought(tmp_path, [PRESENT], laboratory="patient,day,analyte\nP1,3,haemoglobin\n")

    assert isinstance(count, Count)


def test_a_file_saved_again_by_a_german_spreadsheet_is_taken(tmp_path: Path) -> None:
    (count,) = brought(
        tmp_path,
        [PRESENT],
        count="\ufeffpatient;day;analyte;value;value_unit;value_text\r\nP1;3;haemoglobin;8,6;g/dL;8,6\r\n;;;;;\r\n",
    )

    assert count.value.low == exactly("8.6", "g/dL").low
    assert count.value.text == "8,6"


def test_everything_that_is_wrong_is_listed_by_file_line_and_column(tmp_path: Path) -> None:
    listed = refusals(
        tmp_path,
        [PRESENT],
        patient='patient,sex,note\nP7,femail,"two\nlines"\nP8,male,\n,male,\nP1,male,\n',
        count="patient,id,day,analyte,value_low,value_high,value_unit,value_text\n"
        "P8,,x,platelets,,,,\n"
        "P8,,3,platelets,9,2,10*9/L,\n"
        "P8,,3,platelets,5,5,10*9/L,7\n"
        "P8,,3,platelets,,,,142.000\n"
        "P8,,3,platelets,5,5,,\n"
        "P8,00000000000000ac,3,platelets,,,,\n"
        "P9,,3,platelets,,,,\n"
        "P8,1.2E+15,3,platelets,,,,\n",
        dose="patient,treatment_id\nP8,00000000000000ab\n",
    )

    starts = [
        "count.csv, line 2, day: ",
        "count.csv, line 3, value_low: ",
        "count.csv, line 4, value_text: “7” does not agree",
        "count.csv, line 5, value_text: “142.000” can be read as ",
        "count.csv, line 6, value_unit: ",
        "count.csv, line 7, id: ",
        "count.csv, line 8, patient: There is no patient “P9”",
        "count.csv, line 9, id: ",
        "dose.csv, line 2, treatment_id: ",
        "patient.csv, line 2, sex: ",
        "patient.csv, line 5, patient: ",
        "patient.csv, line 6, patient: “P1” is in the registry already",
    ]
    assert len(listed) == len(starts)
    for line, start in zip(listed, starts, strict=True):
        assert line.startswith(start)


def test_both_readings_of_an_ambiguous_number_are_named(tmp_path: Path) -> None:
    (line,) = refusals(tmp_path, [PRESENT], count="patient,analyte,value_text\nP1,platelets,142.000 ×10⁹/L\n")

    assert "142 ×10⁹/L" in line
    assert "142000 ×10⁹/L" in line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("patient,day,colour\nP1,3,red\n", "count.csv, line 1, colour: count.csv has no such column"),
        ("patient,day,day\nP1,3,3\n", "count.csv, line 1, day: This column is there twice."),
        ("patient,day,\nP1,3,\n", "count.csv, line 1: Column 3 has no name."),
        ("day\n3\n", "count.csv, line 1, patient: This column is needed"),
        ("patient,day\nP1,3,4\n", "count.csv, line 2: This line has 3 cells, the header 2."),
        ("patient,day\nP1\n", "count.csv, line 2: This line has 1 cells, the header 2."),
        ('patient,day\nP1,"3\n', "count.csv, line 2: A quotation mark"),
        ("", "count.csv, line 1, patient: This column is needed"),
    ],
)
def test_a_file_that_is_no_table_of_ours_is_refused(tmp_path: Path, text: str, words: str) -> None:
    assert refusals(tmp_path, [PRESENT], count=text)[0].startswith(words)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "patient.csv").write_bytes("patient,centre\nP7,Köln\n".encode("cp1252"))

    with pytest.raises(Refused, match=r"patient\.csv: This is not UTF-8"):
        incoming([tmp_path], [])


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no CSV file in the folder"):
        incoming([tmp_path], [])
    with pytest.raises(Problem, match="no file or folder"):
        incoming([tmp_path / "gone.csv"], [])


def test_rows_of_a_refused_patient_are_not_complained_about_as_well(tmp_path: Path) -> None:
    listed = refusals(
        tmp_path,
        [PRESENT],
        patient="patient,id\nP1,00000000000000aa\n",
        count="patient,id,day\nP1,00000000000000ac,x\n",
        note="patient,record,id,field,note\nP1,count,00000000000000ac,day,seen\n",
    )

    assert len(listed) == 1
    assert listed[0].startswith("patient.csv, line 2, patient: “P1” is in the registry already")


def test_days_are_not_held_against_a_day_0_that_is_refused(tmp_path: Path) -> None:
    listed = refusals(
        tmp_path,
        patient="patient,hsct_date\nP7,12.3.2020\n",
        count="patient,day,day_date_earliest,day_date_latest\nP7,3,2020-03-15,2020-03-15\n",
    )

    assert [line.partition(":")[0] for line in listed] == ["patient.csv, line 2, hsct_date"]


NOTED = Case(Patient(id="00000000000000aa", code="P1").with_cell("sex", Cell(note="asked again")))


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("P1,patient,00000000000000ab,sex,x", "note.csv, line 2, id: There is no such record"),
        ("P1,patient,00000000000000aa,colour,x", "note.csv, line 2, field: “colour” is no field of patient."),
        ("P1,person,00000000000000aa,sex,x", "note.csv, line 2, id: There is no such record"),
    ],
)
def test_a_note_needs_its_field(tmp_path: Path, note: str, words: str) -> None:
    export([NOTED], tmp_path / "out", with_identifiers=True)
    (line,) = refusals(tmp_path / "out", note=f"patient,record,id,field,note\n{note}\n")

    assert line.startswith(words)


def test_a_note_comes_back_beside_a_value_and_beside_a_reason(tmp_path: Path) -> None:
    patient = Patient(id="00000000000000aa", code="P1")
    patient = patient.with_cell("sex", Cell(Sex.FEMALE, note="line one\nline two"))
    patient = patient.with_cell("gene", Cell(None, MissingReason.NOT_DONE, "sample lost"))
    export([Case(patient)], tmp_path / "out", with_identifiers=True)

    assert cases_of(incoming([tmp_path / "out"], [])) == [Case(patient)]


def test_a_patient_without_a_code_comes_back_without_one(tmp_path: Path) -> None:
    case = replace(PRESENT, patient=Patient(id=PRESENT.id))
    export([case], tmp_path / "out")

    (back,) = cases_of(incoming([tmp_path / "out"], []))

    assert back.patient.code is None
    assert len(back.counts) == 1


def test_an_import_tells_what_it_came_from(tmp_path: Path) -> None:
    export([PRESENT], tmp_path / "out")

    change_set = incoming([tmp_path / "out"], []).change_set

    assert change_set.label == "Import of 1 case from out"
    assert "patient.csv SHA-256 " in change_set.reason
    assert "dictionary" not in change_set.reason


def test_an_earlier_export_is_replaced_whole(tmp_path: Path) -> None:
    export([PRESENT], tmp_path / "out", with_identifiers=True)
    export([], tmp_path / "out")

    names = {f"{record.record_kind}.csv" for record in RECORDS} | {"dictionary.csv"}
    assert set(files_in(tmp_path / "out")) == names
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    "holding",
    [{"thesis.docx": "x"}, {"patient.csv": "patient\n"}, {"dictionary.csv": "word,meaning\n"}],
)
def test_a_folder_of_anything_else_is_left_alone(tmp_path: Path, holding: Mapping[str, str]) -> None:
    for name, text in holding.items():
        (tmp_path / name).write_text(text)
    before = files_in(tmp_path)

    with pytest.raises(Problem, match="Name an empty or new folder"):
        export([PRESENT], tmp_path)

    assert files_in(tmp_path) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")

    with pytest.raises(Problem, match="is a file"):
        export([PRESENT], tmp_path / "out")


def test_an_export_that_fails_leaves_the_earlier_one(tmp_path: Path) -> None:
    def failing() -> Iterable[Case]:
        yield PRESENT
        raise OSError(28, "No space left on device")

    export([PRESENT], tmp_path / "out")
    before = files_in(tmp_path / "out")

    with pytest.raises(StoreError, match="No space left on device"):
        export(failing(), tmp_path / "out")

    assert files_in(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
