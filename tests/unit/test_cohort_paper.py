"""The paper's own statements about its twelve patients, printed out of twelve entered cases."""

import pytest

from aic_desktop.reporting.cohort import PATIENT_COLUMNS, cohort_of
from tests.charts import patient_1, patient_2, published_twelve
from tests.tables import printed, table

TWELVE = table(published_twelve())


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ("Patients", [("", "12")]),
        (
            "Type",
            [
                ("AIT", "2/12 (17 %)"),
                ("AIHA", "3/12 (25 %)"),
                ("PRCA", "4/12 (33 %)"),
                ("Evans syndrome", "3/12 (25 %)"),
            ],
        ),
        ("Age group", [("under 18 y", "5/12 (42 %)"), ("18 y and over", "7/12 (58 %)")]),
        ("Age of those under 18", [("", "9 (2–11); n = 5")]),
        ("Age of those 18 and over", [("", "43 (19–72); n = 7")]),
        (
            "Disease category",
            [
                ("acute leukaemia", "2/12 (17 %)"),
                ("MDS", "3/12 (25 %)"),
                ("MPN / primary myelofibrosis", "1/12 (8.3 %)"),
                ("bone marrow failure", "2/12 (17 %)"),
                ("inborn error of immunity", "4/12 (33 %)"),
            ],
        ),
        (
            "Stem cell source",
            [
                ("bone marrow", "3/9 (33 %)"),
                ("peripheral blood", "6/9 (67 %)"),
                ("not reported", "3 of 12"),
            ],
        ),
        (
            "Type, ABO-mismatched grafts",
            [("AIT", "1/6 (17 %)"), ("PRCA", "4/6 (67 %)"), ("Evans syndrome", "1/6 (17 %)")],
        ),
        ("Latest chimerism", [("100 % donor", "6/12 (50 %)"), ("over 90 % donor", "6/12 (50 %)")]),
        (
            "HSCT to onset",
            [("", "127 (58–359); n = 8"), ("not applicable", "4 of 12 (PRCA without an onset 4)")],
        ),
        ("HSCT to first daratumumab, PRCA", [("", "400.5 (206 to 895..920); n = 4")]),
        ("Doses of daratumumab", [("", "6 (2–11); n = 12")]),
        ("Therapies before daratumumab", [("", "4 (2–9); n = 12")]),
        (
            "Response to daratumumab, as reported",
            [
                ("complete", "7/12 (58 %)"),
                ("transfusion independent", "3/12 (25 %)"),
                ("transient", "1/12 (8.3 %)"),
                ("no response", "1/12 (8.3 %)"),
            ],
        ),
        (
            "Doses to response",
            [("", "3.5 (1–6); n = 10"), ("not reported", "1 of 11 (no day of a response or of doses 1)")],
        ),
        (
            "Transfusion independence reached",
            [("yes", "10/11 (91 %)"), ("no", "1/11 (9.1 %)"), ("not reported", "1 of 12")],
        ),
        (
            "Immunoglobulin substitution, last report",
            [("yes", "4/6 (67 %)"), ("no", "2/6 (33 %)"), ("not reported", "6 of 12")],
        ),
    ],
)
def test_the_papers_statements_come_out_of_twelve_cases(
    variable: str, expected: list[tuple[str, str]]
) -> None:
    assert printed(TWELVE, variable) == expected


def test_a_total_that_does_not_add_up_shows_who_is_missing() -> None:
    """The paper counts 5 + 3 + 3 = 11 donors of 12 patients."""
    assert printed(TWELVE, "Donor and HLA match") == [
        ("unrelated donor, 10/10", "5/11 (45 %)"),
        ("family donor, match not stated", "3/11 (27 %)"),
        ("unrelated donor, 9/10", "3/11 (27 %)"),
        ("not reported", "1 of 12"),
    ]


def test_an_imprecise_day_moves_only_the_figures_that_hang_on_it() -> None:
    """Patient 1 fell ill on day 58 to 61: the shortest interval is open, the median is not.

    The paper prints a range of 63 to 503 days; its own patient 1 contradicts the 63.
    """
    assert printed(TWELVE, "Onset to first daratumumab")[0] == ("", "189 (57..60 to 503); n = 8")


def test_concomitant_therapy_is_not_claimed_where_days_leave_it_open() -> None:
    """The paper says nine; what it prints of patient 1 does not tell."""
    assert printed(TWELVE, "Other therapy beside daratumumab") == [
        ("yes", "8/11 (73 %)"),
        ("no", "3/11 (27 %)"),
        ("not reported", "1 of 12 (the days recorded allow both 1)"),
    ]


def test_a_subset_of_patients_has_its_own_denominators() -> None:
    """Of the ten who became transfusion independent: followed for 8 months (4 to 16), all alive.

    The 16 months are those of the patient treated “at 2.5 years”, and no more exact than that.
    """
    ten = [case for case in published_twelve() if case.patient.code not in {"P2", "P08"}]
    responders = table([case for case in ten if case.patient.code != "P1"])
    assert printed(responders, "First daratumumab to last contact") == [("", "8 (4 to 15.7..16.6); n = 9")]
    assert printed(table(ten), "Status at last contact") == [("alive", "10/10 (100 %)")]


def test_the_two_published_patients_line_by_line() -> None:
    lines = [
        dict(zip(PATIENT_COLUMNS, row.cells, strict=True))
        for row in cohort_of((patient_1(), patient_2())).rows
    ]
    assert lines[0] == {
        "code": "P1",
        "age": "11 y (event not stated)",
        "sex": "female",
        "disease": "LRBA deficiency",
        "donor": "unrelated 10/10",
        "source": "bone marrow",
        "abo_mismatch": "minor",
        "cytopenia": "AIT",
        "onset": "+58..+61",
        "previous_therapies": "5",
        "first_dose": "+118",
        "doses": "6",
        "response": "complete",
        "outcome": "alive",
        "last_contact": "+405..+449",
    }
    assert lines[1] == {
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
    }
