"""Table 1 by groups: columns, rows and figures as chosen, the choice kept as JSON; and odd cohorts."""

import json
import warnings
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.records import Course, Cytopenia, FollowUp
from aic_desktop.domain.response import CRITERIA
from aic_desktop.reporting.cohort import (
    VARIABLES,
    Row,
    Statistic,
    Table1Options,
    as_csv,
    as_json,
    as_text,
    cohort_of,
    column_titles,
    members,
    table1,
)
from tests.charts import Chart, published_twelve
from tests.strategies import cases

TWELVE = cohort_of(published_twelve())


def row(options: Table1Options, variable: str, level: str = "") -> Row:
    found = table1(TWELVE, options).rows
    return next(r for r in found if r.code == variable and r.level == level)


def test_columns_are_all_patients_and_every_group_that_occurs() -> None:
    table = table1(TWELVE, Table1Options(by=("type",)))
    titles = [(column.title, column.patients) for column in table.columns]
    assert titles == [("all patients", 12), ("AIT", 2), ("AIHA", 3), ("PRCA", 4), ("Evans syndrome", 3)]
    response = next(r for r in table.rows if r.code == "response_reported" and r.level == "complete")
    assert response.texts == ("7/12 (58 %)", "2/2 (100 %)", "2/3 (67 %)", "2/4 (50 %)", "1/3 (33 %)")
    none = next(r for r in table.rows if r.code == "response_reported" and r.level == "transient")
    assert none.texts[3] == "0/4 (0 %)"


def test_two_groupings_cross_and_those_without_a_report_have_their_own_column() -> None:
    table = table1(TWELVE, Table1Options(by=("age_group", "source")))
    titles = {column.title: column.patients for column in table.columns}
    assert titles["under 18 y / bone marrow"] == 3
    assert titles["18 y and over / not reported"] == 2
    assert sum(n for title, n in titles.items() if title != "all patients") == 12
    onset = next(r for r in table.rows if r.code == "hsct_to_onset" and not r.level)
    assert onset.texts[0] == "127 (58–359); n = 8"


def test_who_is_recorded_but_not_certain_is_neither_counted_nor_called_not_reported() -> None:
    ages = ("12", "16", "17-19", "40", "")
    charts = [Chart(f"A{n}", **({"age": age, "age_at": "hsct"} if age else {})) for n, age in enumerate(ages)]
    for n, chart in enumerate(charts):
        chart.add(Cytopenia, episode="1", lineage=("platelets", "red_cells")[n % 2])
    cohort = cohort_of([chart.case for chart in charts])
    options = Table1Options(by=("age_group",), p_values=True)
    table = table1(cohort, options)
    titles = [(column.title, column.patients) for column in table.columns]
    assert titles[1:] == [("under 18 y", 2), ("18 y and over", 1), ("not certain", 1), ("not reported", 1)]
    found = {r.level: r for r in table.rows if r.code == "age_group"}
    assert found["under 18 y"].texts[0] == "2/3 (67 %)"
    assert found["not certain"].texts[0] == "1 of 5 (the days recorded allow both 1)"
    assert found["not reported"].texts[0] == "1 of 5"
    assert found["not certain"].statistic == "not_certain"
    assert members(cohort, options, found["not certain"], 0) == (charts[2].case.id,)
    kinds = next(r for r in table.rows if r.code == "type")
    certain = table1(cohort_of([charts[n].case for n in (0, 1, 3)]), options)
    assert kinds.comparison == next(r for r in certain.rows if r.code == "type").comparison


def test_rows_and_columns_are_chosen_and_ordered() -> None:
    options = Table1Options(
        by=("type",), rows=("sex", "index_doses"), columns=("PRCA", "all patients", "gone")
    )
    table = table1(TWELVE, options)
    assert [column.title for column in table.columns] == ["PRCA", "all patients"]
    assert list(dict.fromkeys(r.code for r in table.rows)) == ["patients", "sex", "index_doses"]
    assert table.rows[0].texts == ("4", "12")
    assert column_titles(TWELVE, options)[:2] == ("all patients", "AIT")


def test_quartiles_intervals_and_p_values_only_on_request() -> None:
    plain = table1(TWELVE, Table1Options(by=("age_group",)))
    assert not any(r.comparison for r in plain.rows)
    assert "CI" not in as_text(plain)
    asked = Table1Options(by=("age_group",), quartiles=True, intervals=True, p_values=True)
    assert row(asked, "index_doses").texts[0] == "6 (Q1, Q3: 4, 8); n = 12"
    reached = row(asked, "transfusion_independence", "yes")
    assert reached.texts[0].startswith("10/11 (91 %; 95 % CI 58.7–99.8)")
    comparison = row(asked, "index_doses").comparison
    assert comparison is not None
    assert comparison.test.startswith("Mann-Whitney test")
    table = table1(TWELVE, asked)
    assert all("Clopper" not in note for note in plain.notes)
    assert any("Clopper" in note for note in table.notes)
    first = [r for r in table.rows if r.comparison]
    assert len(first) == len({r.code for r in first})
    assert "Mann-Whitney" in as_text(table)


def test_a_cell_names_its_patients() -> None:
    options = Table1Options(by=("type",))
    table = table1(TWELVE, options)
    for found in table.rows:
        for place, figure in enumerate(found.figures):
            ids = members(TWELVE, options, found, place)
            assert len(ids) == figure.n
            assert len(set(ids)) == len(ids)
    evans = table.rows[0]
    codes = [TWELVE.rows[TWELVE.place[case]].cells[0] for case in members(TWELVE, options, evans, 4)]
    assert codes == ["P2", "P07", "P08"]


def test_text_csv_and_json_hold_every_column() -> None:
    table = table1(TWELVE, Table1Options(by=("type",), rows=("sex",), intervals=True, quartiles=True))
    assert "Evans syndrome (n = 3)" in as_text(table).splitlines()[0]
    assert as_csv(table).count("\n") == 1 + 5 * len(table.rows)
    content = json.loads(as_json(table))
    assert {r["group"] for r in content["table1"]} == {"", "AIT", "AIHA", "PRCA", "Evans syndrome"}
    assert content["options"]["by"] == ["type"]


OPTIONS = st.builds(
    Table1Options,
    st.sampled_from(["daratumumab", "something new"]),
    st.lists(st.sampled_from([c for c, v in VARIABLES.items() if v.groups]), max_size=2, unique=True).map(
        tuple
    ),
    st.lists(st.sampled_from(list(VARIABLES)), unique=True).map(tuple),
    st.lists(st.text(max_size=5), unique=True).map(tuple),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from(list(CRITERIA)), unique=True, max_size=2).map(tuple),
    st.integers(1, 112),
)


@given(OPTIONS)
def test_the_choice_comes_back_as_it_was_kept(options: Table1Options) -> None:
    assert Table1Options.from_json(json.loads(json.dumps(options.to_json()))) == options


@pytest.mark.parametrize(
    "kept",
    [
        None,
        7,
        [],
        {"by": "type"},
        {"agent": 3, "quartiles": "yes"},
        {"rows": [1, "gone"], "by": ["index_doses"]},
    ],
)
def test_what_is_not_understood_of_a_kept_choice_is_left_out(kept: Any) -> None:
    assert Table1Options.from_json(kept) == Table1Options()


def dead_on_day_0(code: str) -> Case:
    chart = Chart(code)
    chart.add(Cytopenia, episode="1", lineage="platelets", onset="0")
    chart.treat("daratumumab", "0")
    chart.add(FollowUp, day="0", status="dead", cause_of_death="infection")
    return chart.case


def unknown_throughout(code: str) -> Case:
    chart = Chart(code, sex=MissingReason.UNKNOWN, age=MissingReason.NOT_REPORTED)
    chart.add(Cytopenia, lineage=MissingReason.UNKNOWN, onset=MissingReason.UNKNOWN)
    chart.treat("daratumumab", start=MissingReason.UNKNOWN)
    chart.add(Course, day=MissingReason.UNKNOWN, kind="relapse")
    chart.add(FollowUp, day=MissingReason.UNKNOWN, status=MissingReason.UNKNOWN)
    return chart.case


def censored(code: str) -> Case:
    chart = Chart(code)
    chart.add(Cytopenia, episode="1", lineage="platelets", onset="≥50")
    chart.treat("daratumumab", "≥60")
    chart.add(FollowUp, day="≥60", status="alive")
    return chart.case


ODD: dict[str, list[Case]] = {
    "nobody": [],
    "one blank case": [Chart("1").case],
    "all missing": [unknown_throughout("1"), unknown_throughout("2")],
    "all censored": [censored("1"), censored("2")],
    "all dead on day 0": [dead_on_day_0("1"), dead_on_day_0("2")],
    "one of each": [Chart("1").case, unknown_throughout("2"), censored("3"), dead_on_day_0("4")],
}
EVERYTHING = {"quartiles": True, "intervals": True, "p_values": True}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("by", [(), ("type",), ("index_given", "status"), ("age_group",)])
def test_odd_cohorts_are_told_in_words_or_blanks(name: str, by: tuple[str, ...]) -> None:
    cohort = cohort_of(ODD[name])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = table1(cohort, Table1Options(by=by, **EVERYTHING))
        texts = [as_text(table, cohort.rows), as_csv(table), as_json(table, cohort.rows)]
    for text in texts:
        assert not {"nan", "inf", "-inf", "NaN", "Infinity", "None"} & set(text.replace('"', " ").split())
    assert sum(column.patients for column in table.columns if column.levels) == (len(cohort) if by else 0)
    if name == "all dead on day 0":
        follow_up = next(r for r in table.rows if r.code == "hsct_to_last_contact")
        assert follow_up.texts[0] == "0 (Q1, Q3: 0, 0); n = 2"
    if name == "all censored":
        follow_up = next(r for r in table.rows if r.code == "hsct_to_last_contact")
        assert follow_up.texts[0] == "≥1.9 (Q1, Q3: ≥1.9, ≥1.9); n = 2"


@settings(max_examples=20)
@given(st.lists(cases(most=1), max_size=4), OPTIONS)
def test_groups_add_up_to_all_patients(found: list[Case], options: Table1Options) -> None:
    cohort = cohort_of(found, options.around)
    table = table1(cohort, options)
    whole = replace(options, columns=(), p_values=False)
    for r in table1(cohort, whole).rows:
        if options.by and r.statistic in {Statistic.TOTAL, Statistic.SHARE}:
            assert r.figures[0].n == sum(figure.n for figure in r.figures[1:])
    assert len(table.columns) >= 1


def test_what_is_undecided_by_imprecise_days_is_said() -> None:
    chart = Chart("1", age="17-19", age_at="hsct")
    chart.add(FollowUp, day="100..300", status="alive", immunoglobulin_substitution="yes")
    chart.add(FollowUp, day="200", status="alive", immunoglobulin_substitution="no")
    cohort = cohort_of([chart.case])
    for code in ("age_group", "immunoglobulin_substitution"):
        assert cohort.answers[code][0].open == "the days recorded allow both", code
    agreeing = Chart("2")
    agreeing.add(FollowUp, day="100..300", immunoglobulin_substitution="no")
    agreeing.add(FollowUp, day="200", immunoglobulin_substitution="no")
    later = Chart("3")
    later.add(FollowUp, day="100..199", immunoglobulin_substitution="yes")
    later.add(FollowUp, day="200", immunoglobulin_substitution="no")
    answers = cohort_of([agreeing.case, later.case]).answers["immunoglobulin_substitution"]
    assert [answers[place].levels for place in (0, 1)] == [("no",), ("no",)]
