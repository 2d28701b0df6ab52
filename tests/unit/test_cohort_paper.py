"""The review in Driouk 2021: each of its statements about twelve patients, printed out of twelve cases.

Twelve constructed cases give every statement as printed. With the shipped histories of the paper's own two
patients in place of two of them, some statements cannot come out: the paper says one thing in its histories
and another in its review. Those have tests that say why.
"""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.criteria import IndexTherapy
from aic_desktop.domain.records import Dose
from aic_desktop.domain.response import Level, assess, usual
from aic_desktop.reporting.cohort import PATIENT_COLUMNS, cohort_of, exact_interval
from aic_desktop.services.example import published_cases
from tests.charts import patient_1
from tests.paper_cohort import CONSTRUCTED, STATEMENTS, constructed_twelve
from tests.tables import printed, table

CASES = constructed_twelve()
TWELVE = table(CASES)
WITH_PUBLISHED = table((*published_cases(), *CASES[2:]))
# The ten who reached transfusion independence: all but the one without and the one with a transient response.
TEN = tuple(case for case in CASES if case.patient.code not in {"C02", "C08"})


def lines(cases: Sequence[Case]) -> list[dict[str, str]]:
    return [dict(zip(PATIENT_COLUMNS, row.cells, strict=True)) for row in cohort_of(cases).rows]


@pytest.mark.parametrize(("variable", "expected"), STATEMENTS, ids=[name for name, _ in STATEMENTS])
def test_the_papers_statements_come_out_as_printed(variable: str, expected: list[tuple[str, str]]) -> None:
    assert printed(TWELVE, variable) == expected


def test_every_case_says_that_it_is_constructed() -> None:
    assert [case.patient.code for case in CASES] == [f"C{number:02}" for number in range(1, 13)]
    for case in CASES:
        assert case.patient.reference == case.patient.note == CONSTRUCTED
        assert case.patient.cell("origin").missing is MissingReason.NOT_APPLICABLE


def test_a_total_that_does_not_add_up_shows_who_is_missing() -> None:
    """“Five patients … 10/10 and three … 9/10 unrelated donor. Three … a family donor”: 11 of 12."""
    assert printed(TWELVE, "Donor and HLA match") == [
        ("unrelated donor, 10/10", "5/11 (45 %)"),
        ("family donor, match not stated", "3/11 (27 %)"),
        ("unrelated donor, 9/10", "3/11 (27 %)"),
        ("not reported", "1 of 12 (not reported 1)"),
    ]
    assert [line["donor"] for line in lines(CASES)].count("") == 1


def test_split_chimerism_stands_beside_the_whole_sample() -> None:
    """Footnotes: “94% donor leukocytes with a 57% T-cell subset”, “Granulocytes 92-100%, T-cells 6-48%”."""
    split = {
        case.patient.code: [(c.lineage.label, c.donor.text) for c in case.chimerism if c.lineage and c.donor]
        for case in CASES
        if len(case.chimerism) > 1
    }
    assert split == {
        "C07": [("whole sample", "94"), ("T cells", "57")],
        "C08": [("whole sample", ">90"), ("granulocytes", "92-100"), ("T cells", "6-48")],
    }


def test_the_first_doses_in_prca_are_printed_as_precisely_as_they_are_told() -> None:
    """“At days +206, +390, and +411, and at 2.5 years after HSCT”; PRCA has no onset day (“n.e.r.”)."""
    prca = [line for line in lines(CASES) if line["cytopenia"] == "PRCA"]
    assert [line["first_dose"] for line in prca] == ["+206", "+390", "+411", "+895..+920"]
    assert [line["onset"] for line in prca] == ["", "", "", ""]


def test_every_dose_was_16_mg_per_kg_a_week_after_the_last() -> None:
    """“In all cases daratumumab was administered once weekly at a dose of 16mg/kg.”"""
    for case in CASES:
        (index,) = IndexTherapy(case, "daratumumab").treatments
        doses = case.owned_by(index.id, Dose)
        assert {dose.amount.text for dose in doses} == {"16 mg/kg"}
        days = [span.middle for dose in doses if (span := case.days(dose.day))]
        # “At 2.5 years” is no day: the middle of what it may be lies half a day beside.
        assert {round(later - day) for day, later in pairwise(days)} <= {7, 6}


def test_the_most_common_earlier_therapies_are_those_the_paper_names() -> None:
    """“Most commonly corticosteroids, rituximab, and bortezomib.”"""
    names = [level for level, _ in printed(TWELVE, "Therapies ever given")]
    earlier = [name for name in names if name not in {"daratumumab", "prednisolone"}]
    assert earlier[:3] == ["any corticosteroid", "rituximab", "bortezomib"]


def test_the_ten_responders_were_followed_for_8_months_and_all_lived() -> None:
    """“8 months (range 4–16 months), and all patients were alive”: of the ten alone."""
    assert printed(table(TEN), "First daratumumab to last contact") == [("", "8 (4–16); n = 10")]
    assert printed(table(TEN), "Status at last contact") == [("alive", "10/10 (100 %)")]


def test_ten_of_twelve_with_the_exact_interval_the_paper_does_not_give() -> None:
    found = exact_interval(10, 12)
    assert found is not None
    assert (round(100 * found.low, 1), round(100 * found.high, 1)) == (51.6, 97.9)


def test_by_criteria_the_reported_responses_are_those_of_the_counts() -> None:
    """What is reported complete is complete by the counts, or may be where markers are not judged."""
    for case in CASES:
        index = IndexTherapy(case, "daratumumab")
        found = [assess(case, usual(c.lineage), index.first_day) for c in case.cytopenias if c.lineage]
        counted = [a for each in found for a in each if a.endpoint.analyte in {"platelets", "haemoglobin"}]
        reported = index.response
        assert counted
        if reported is not None and reported.value == "complete":
            assert {a.possible for a in counted} == {Level.COMPLETE}, case.patient.code
        if reported is not None and reported.value == "none":
            assert {a.possible for a in counted} == {Level.NONE}, case.patient.code


# What cannot come out with the histories of the paper's own two patients, and why.


def test_the_shortest_interval_contradicts_the_history_of_patient_1() -> None:
    """“63–503 days”: patient 1 had the first dose on +118, 41 days before +159 and 60 after onset on +58."""
    assert printed(WITH_PUBLISHED, "Onset to first daratumumab")[0] == ("", "189 (60–503); n = 8")


def test_an_imprecise_onset_moves_only_the_figures_that_hang_on_it() -> None:
    """Patient 1's count fell from day 58 to day 61: with that as onset, the shortest interval is open."""
    found = printed(table((patient_1(), *CASES[1:])), "Onset to first daratumumab")
    assert found[0] == ("", "189 (57..60 to 503); n = 8")


def test_concomitant_therapy_is_not_claimed_where_days_leave_it_open() -> None:
    """“In nine patients”: when patient 1's other therapies ended is not told, so that eight are certain."""
    assert printed(WITH_PUBLISHED, "Other therapy beside daratumumab") == [
        ("yes", "8/11 (73 %)"),
        ("no", "3/11 (27 %)"),
        ("not certain", "1 of 12 (the days recorded allow both 1)"),
    ]


def test_full_donor_chimerism_without_a_percentage_is_not_counted_as_one() -> None:
    """“100% donor in 6”: the histories say “full donor origin” without a number."""
    assert printed(WITH_PUBLISHED, "Latest chimerism") == [
        ("100 % donor", "4/10 (40 %)"),
        ("over 90 % donor", "6/10 (60 %)"),
        ("not reported", "2 of 12 (not reported 2)"),
    ]


def test_doses_were_not_weekly_in_the_history_of_patient_2() -> None:
    """“Once weekly” in all cases; but +184, +192 and +200."""
    case = published_cases()[1]
    (index,) = IndexTherapy(case, "daratumumab").treatments
    days = [case.days(dose.day) for dose in case.owned_by(index.id, Dose)]
    assert [span.earliest for span in days if span] == [184, 192, 200]


def test_follow_up_from_another_zero_moves_the_median() -> None:
    """“8 months” after daratumumab; patient 1's “nine months after the cessation” are more than nine."""
    ten = (published_cases()[0], *TEN[1:])
    assert printed(table(ten), "First daratumumab to last contact") == [("", "8.5 (4–16); n = 10")]


def test_the_rest_comes_out_with_the_two_histories_as_well() -> None:
    contradicted = {"Onset to first daratumumab", "Other therapy beside daratumumab", "Latest chimerism"}
    for variable, expected in STATEMENTS:
        if variable not in contradicted:
            assert printed(WITH_PUBLISHED, variable) == expected


def test_the_two_published_patients_line_by_line() -> None:
    assert lines(published_cases()) == [
        {
            "code": "P1",
            "age": "11 y (event not stated)",
            "sex": "female",
            "disease": "LRBA deficiency",
            "donor": "unrelated 10/10",
            "source": "bone marrow",
            "abo_mismatch": "minor",
            "cytopenia": "AIT",
            "onset": "+58",
            "previous_therapies": "6",
            "first_dose": "+118",
            "doses": "6",
            "response": "complete",
            "outcome": "alive",
            "last_contact": "+405..+449",
        },
        {
            "code": "P2",
            "age": "6 y",
            "sex": "male",
            "disease": "CD40 ligand deficiency",
            "donor": "unrelated 9/10",
            "source": "bone marrow",
            "abo_mismatch": "none",
            "cytopenia": "Evans syndrome",
            "onset": "+58",
            "previous_therapies": "3",
            "first_dose": "+184",
            "doses": "3",
            "response": "no response",
            "outcome": "dead (autoimmune cytopenia, probable)",
            "last_contact": "≥+200",
        },
    ]
