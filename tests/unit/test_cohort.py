"""Table 1 and the patients' lines: the paper's own statements, totals that do not add up, nothing at all."""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason, Status
from aic_desktop.domain.records import Chimerism, Course, Cytopenia, FollowUp, Gvhd, Transplant
from aic_desktop.reporting.cohort import (
    Around,
    Statistic,
    Table1Options,
    as_csv,
    as_json,
    as_text,
    cohort_of,
    headings,
    table1,
)
from aic_desktop.reporting.cohort.columns import Columns
from aic_desktop.reporting.cohort.loading import columns_of
from aic_desktop.services.cohort import Cohorts, CohortState, Progress
from tests.charts import Chart, patient_1, patient_2, published_twelve
from tests.strategies import cases
from tests.tables import printed, rows, table

TWELVE = table(published_twelve())


def test_a_death_without_a_day_leaves_follow_up_open() -> None:
    assert printed(table([patient_2()]), "HSCT to last contact") == [("", "≥6.5; n = 1")]


def test_headings_name_the_index_agent() -> None:
    assert "First rituximab" in headings("rituximab")
    assert "First something new" in headings("something new")


def test_the_index_agent_can_be_another() -> None:
    found = table([patient_1(), patient_2()], "rituximab")
    assert printed(found, "Onset to first rituximab") == [("", "29; n = 1"), ("not reported", "1 of 2")]
    assert printed(found, "Doses of rituximab") == [("", "5 (4–6); n = 2")]


def test_patients_without_the_index_agent_are_not_asked_about_it() -> None:
    bare = Chart("bare")
    bare.treat("rituximab", "+87")
    found = table([patient_2(), bare.case, Chart("empty").case])
    assert printed(found, "Daratumumab given") == [
        ("yes", "1/2 (50 %)"),
        ("no", "1/2 (50 %)"),
        ("not reported", "1 of 3 (no treatment of the cytopenia recorded 1)"),
    ]
    assert printed(found, "Doses of daratumumab") == [("", "3; n = 1")]
    assert printed(found, "Response to daratumumab, as reported") == [("no response", "1/1 (100 %)")]


def test_an_empty_registry_is_nobody_in_words() -> None:
    found = table([])
    assert [(row.variable, row.text) for row in found.rows] == [("Patients", "0")]
    assert as_text(found) == "There are no patients to count.\n"
    assert as_csv(found).count("\n") == 2


def test_a_case_without_any_entry_is_not_reported_throughout() -> None:
    found = table([Chart("P").case])
    others = [row for row in found.rows if row.variable != "Patients" and row.text != "no value"]
    assert {row.statistic for row in others} == {Statistic.MISSING}
    assert {(figure.n, figure.of) for row in others for figure in row.figures} == {(1, 1)}
    blank = cohort_of([Chart("P").case]).rows[0].cells
    assert blank[0] == "P"
    assert set(blank[1:]) == {""}


def test_reasons_for_missing_values_are_counted_where_they_stand() -> None:
    unknown = Chart("1", sex=MissingReason.UNKNOWN)
    not_reported = Chart("2", sex=MissingReason.NOT_REPORTED)
    found = table([unknown.case, not_reported.case, Chart("3").case, Chart("4", sex="male").case])
    assert printed(found, "Sex") == [
        ("male", "1/1 (100 %)"),
        ("not reported", "3 of 4 (no entry 1, not reported 1, unknown 1)"),
    ]


def test_what_does_not_apply_is_not_missing() -> None:
    autologous = Chart("1")
    autologous.add(Transplant, number="1", donor_relation=MissingReason.NOT_APPLICABLE)
    related = Chart("2")
    related.add(Transplant, number="1", donor_relation="sibling")
    assert printed(table([autologous.case, related.case]), "Donor") == [
        ("sibling", "1/1 (100 %)"),
        ("not applicable", "1 of 2 (not applicable 1)"),
    ]


def test_prca_whose_onset_is_unknown_is_not_taken_for_prca_without_one() -> None:
    without, unknown = Chart("1"), Chart("2")
    without.add(Cytopenia, episode="1", lineage="red_cell_precursors")
    unknown.add(Cytopenia, episode="1", lineage="red_cell_precursors", onset=MissingReason.UNKNOWN)
    assert printed(table([without.case, unknown.case]), "HSCT to onset") == [
        ("", "no value"),
        ("not reported", "1 of 1 (unknown 1)"),
        ("not applicable", "1 of 2 (PRCA without an onset 1)"),
    ]


def test_the_worst_gvhd_of_a_patient_counts_once() -> None:
    chart = Chart()
    for grade in ("I", "III", "II"):
        chart.add(Gvhd, kind="acute", acute_grade=grade)
    chart.add(Gvhd, kind="chronic")
    none = Chart("none")
    none.add(Gvhd, kind="acute", acute_grade="0")
    found = table([chart.case, none.case])
    assert printed(found, "Acute GvHD") == [("none", "1/2 (50 %)"), ("grade III", "1/2 (50 %)")]
    assert printed(found, "Chronic GvHD") == [("yes, not graded", "1/1 (100 %)"), ("not reported", "1 of 2")]


@pytest.mark.parametrize(
    ("donor", "expected"),
    [
        ("100", "100 % donor"),
        (">90", "over 90 % donor"),
        ("92-100", "over 90 % donor"),
        ("90", "90 % donor or less"),
        ("<50", "90 % donor or less"),
        ("80-95", "not reported"),
    ],
)
def test_chimerism_is_classed_only_where_its_value_allows(donor: str, expected: str) -> None:
    chart = Chart()
    chart.add(Chimerism, day="+30", donor="1")
    chart.add(Chimerism, day="+100", donor=donor)
    chart.add(Chimerism, day="+200", lineage="t_cells", donor="57")
    assert [level for level, _ in printed(table([chart.case]), "Latest chimerism")] == [expected]


def test_the_living_have_no_cause_of_death() -> None:
    alive, dead = Chart("1"), Chart("2")
    alive.add(FollowUp, day="+9", status="alive")
    dead.add(FollowUp, day="+9", status="dead")
    found = table([alive.case, dead.case])
    assert printed(found, "Primary cause of death") == [("not reported", "1 of 1")]


@settings(max_examples=25)
@given(st.lists(cases(most=1), max_size=3))
def test_whatever_is_recorded_can_be_counted_and_printed(found: list[Case]) -> None:
    cohort = cohort_of(found)
    result, lines = table1(cohort), cohort.rows
    for text in (as_text(result, lines), as_csv(result), as_json(result, lines)):
        assert not {"nan", "inf", "-inf", "NaN", "Infinity"} & set(re.split(r"[\s,\"]", text)), text
    for row in result.rows:
        for figure in row.figures:
            assert 0 <= figure.n <= figure.of <= len(found)
            if row.statistic in {Statistic.OPEN, Statistic.MISSING, Statistic.OUTSIDE}:
                assert sum(n for _, n in figure.reasons) == figure.n
    if found:
        for variable in ("Sex", "Donor", "ABO mismatch", "Type", "Status at last contact"):
            assert sum(row.figures[0].n for row in rows(result, variable)) == len(found), variable


class Ward:
    """A registry in memory that remembers what was read."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.there = {case.id: case for case in cases}
        self.trail: list[str] = []
        self.read: list[str] = []

    def change(self, case: Case) -> None:
        self.there[case.id] = case
        self.trail.append(case.id)

    def delete(self, case: Case) -> None:
        del self.there[case.id]
        self.trail.append(case.id)

    def state(self, since: int | None) -> CohortState:
        return CohortState(len(self.trail), tuple(self.there), frozenset(self.trail[since:]))

    def columns(self, ids: Sequence[str], _around: Around, _progress: Progress) -> Columns:
        self.read = list(ids)
        return columns_of([self.there[case] for case in ids if case in self.there])


def test_the_service_counts_the_patients_asked_for() -> None:
    twelve = published_twelve()
    cohorts = Cohorts(Ward(twelve))
    both = cohorts.summary(cases=[twelve[1].id, twelve[0].id, "gone"])
    assert both.table.patients == 2
    assert [row.cells[0] for row in both.patients] == ["P1", "P2"]
    assert cohorts.summary().table == TWELVE
    assert len(cohorts.summary(Table1Options("rituximab")).patients) == 12
    assert cohorts.summary(cases=[]).table.patients == 0


def test_only_what_changed_is_read_again() -> None:
    first, second, third = published_twelve()[:3]
    ward = Ward([first, second])
    cohorts = Cohorts(ward)
    cohorts.summary(cases=[first.id])
    assert ward.read == [first.id]
    cohorts.summary()
    assert ward.read == [second.id]
    ward.read = []
    cohorts.summary()
    assert ward.read == []

    chart = Chart("P2", sex="other")
    ward.change(replace(second, patient=replace(chart.case.patient, id=second.id)))
    ward.change(third)
    assert printed(cohorts.summary().table, "Sex")[-2:] == [
        ("other", "1/2 (50 %)"),
        ("not reported", "1 of 3"),
    ]
    assert ward.read == [second.id, third.id]

    ward.delete(first)
    ward.read = []
    assert cohorts.summary().table.patients == 2
    assert ward.read == []
    assert cohorts.summary(Table1Options("rituximab")).table.agent == "rituximab"
    assert ward.read == [second.id, third.id]


def test_a_course_not_attributed_to_the_agent_is_no_response_to_it() -> None:
    chart = Chart()
    chart.treat("daratumumab", "+100")
    chart.add(Course, day="+120", kind="complete_response")
    chart.add(FollowUp, status=Status.ALIVE.value)
    assert printed(table([chart.case]), "Response to daratumumab, as reported") == [
        ("not reported", "1 of 1")
    ]


def test_a_reported_response_has_its_days_its_relapse_and_its_duration() -> None:
    def patient(code: str, *steps: tuple[str, str], last: str = "+400") -> Case:
        chart = Chart(code)
        index = chart.treat("daratumumab", "+100", "+107", response="complete")
        for day, kind in steps:
            chart.add(Course, day=day, kind=kind, **({"treatment": index} if kind != "relapse" else {}))
        chart.add(FollowUp, day=last, status="alive")
        return chart.case

    relapsed = patient("1", ("+120", "complete_response"), ("+90", "relapse"), ("+200", "relapse"))
    well = patient("2", ("+130", "partial_response"), last="390..400")
    unclear = patient("3", ("110..130", "complete_response"), ("+125", "relapse"))
    untimed = patient("4")
    answers = cohort_of([relapsed, well, unclear, untimed]).answers
    told = [
        [
            explained.interval(place)
            or explained[place].levels
            or explained[place].open
            or explained[place].missing
            for place in range(4)
        ]
        for explained in (
            answers["days_to_response"],
            answers["relapse_reported"],
            answers["response_lasted"],
        )
    ]
    no_day = "no day of a response or of doses"
    assert told == [
        [(20, 20), (30, 30), (10, 30), no_day],
        [("yes",), ("none recorded",), "the days recorded allow both", ("none recorded",)],
        [(80, 80), (260, inf), "the days recorded allow both", no_day],
    ]
