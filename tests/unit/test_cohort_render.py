"""The summary in files: the same columns whatever the cohort, figures that can be read back."""

import csv
import io
import json

from aic_desktop.reporting.cohort import (
    DEFAULT_AGENT,
    PATIENT_COLUMNS,
    as_csv,
    as_json,
    as_text,
    cohort_of,
    patients_as_csv,
    table1,
)
from tests.charts import Chart, patient_1, patient_2, published_twelve
from tests.tables import table

COHORT = cohort_of(published_twelve())
TABLE = table1(COHORT)
LINES = COHORT.rows


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_row_of_the_table_is_a_row_of_the_file() -> None:
    found = read(as_csv(TABLE))
    assert len(found) == len(TABLE.rows)
    donors = next(r for r in found if r["variable"] == "Donor" and r["level"] == "unrelated")
    assert (donors["statistic"], donors["n"], donors["N"], donors["percent"]) == ("n/N", "8", "11", "72.73")
    interval = next(r for r in found if r["variable"] == "Onset to first daratumumab" and not r["level"])
    assert [interval[c] for c in ("median_low", "median_high", "minimum_low", "minimum_high")] == [
        "189.0",
        "189.0",
        "57.0",
        "60.0",
    ]
    assert (interval["unit"], interval["n"], interval["N"]) == ("d", "8", "8")


def test_the_columns_do_not_hang_on_what_the_cohort_holds() -> None:
    header = as_csv(TABLE).splitlines()[0]
    assert as_csv(table([])).splitlines()[0] == header
    assert as_csv(table([Chart("P").case])).splitlines()[0] == header
    assert header.startswith("section,variable,level,statistic,n,N,percent,unit,")


def test_an_open_bound_is_an_empty_cell() -> None:
    found = read(as_csv(table([patient_2()])))
    follow_up = next(r for r in found if r["variable"] == "HSCT to last contact")
    assert (follow_up["median_low"], follow_up["median_high"]) == ("6.5708", "")


def test_patients_are_written_by_stable_codes() -> None:
    found = read(patients_as_csv(LINES))
    assert list(found[0]) == list(PATIENT_COLUMNS)
    assert [r["code"] for r in found[:3]] == ["P1", "P2", "P03"]
    assert read(patients_as_csv([])) == []


def test_json_holds_the_same_figures() -> None:
    content = json.loads(as_json(TABLE, LINES))
    assert content["patients"] == 12
    assert content["index_agent"] == DEFAULT_AGENT
    assert len(content["table1"]) == len(TABLE.rows)
    assert content["cases"][1]["outcome"] == "dead (autoimmune cytopenia, probable)"
    assert all("half up" in note or "sequence" in note for note in content["notes"])
    onset = next(r for r in content["table1"] if r["variable"] == "HSCT to onset")
    assert (onset["median_low"], onset["maximum_high"]) == (127.0, 359.0)


def test_the_text_is_aligned_and_says_its_rules() -> None:
    text = as_text(TABLE, LINES)
    lines = text.splitlines()
    column = lines[1].index("12")
    assert lines[1].split() == ["Patients", "12"]
    shares = [line for line in lines if "/12 (" in line or "/11 (" in line]
    assert {line[column - 1] for line in shares} == {" "}
    assert "  HSCT to onset, d" in text
    assert "rounded half up" in " ".join(text.split())
    assert not any(line != line.rstrip() for line in lines)


def test_one_case_has_values_where_a_range_would_say_nothing() -> None:
    text = as_text(table([patient_1()]))
    assert "58..61; n = 1" in text
