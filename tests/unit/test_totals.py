"""What a table comes to, in words that say how it was counted."""

import pytest

from aic_desktop.domain.records import Dose, Transfusion, Treatment
from aic_desktop.reporting.totals import doses_words, transfused_brief, transfused_words
from aic_desktop.services.example import published_cases
from tests.charts import Chart

P1, P2 = published_cases()


def test_the_published_patient_s_total_and_days_typed_beside_it() -> None:
    assert transfused_words(P1) == (
        "Platelets: 163 units in all, entered as one total and not by days.\n"
        "Red cells: 18 units in all, entered as one total and not by days."
    )
    assert transfused_brief(P1) == "163 platelet, 18 red cell units"
    assert transfused_brief(P2) == "at least 1 platelet, at least 1 red cell units"
    chart = Chart()
    assert transfused_brief(chart.case) == ""
    chart.add(Transfusion, product="platelets", day="58", until="143", units="163")
    chart.add(Transfusion, product="platelets", day="87", until="98", units="1", daily="yes")
    chart.add(Transfusion, product="platelets", day="150", units="2")
    assert transfused_words(chart.case) == (
        "Platelets: 165 units in all; a total of 163, 12 units on days within, which are part of it and not "
        "added, 2 units on other days, added."
    )


def test_what_may_be_among_a_total_without_days_is_said() -> None:
    chart = Chart()
    chart.add(Transfusion, product="platelets", units="163")
    chart.add(Transfusion, product="platelets", day="87", units="1")
    assert transfused_words(chart.case) == (
        "Platelets: 163 to 164 units in all; a total of 163, 1 unit on days of their own, which may be "
        "among them."
    )


def test_dated_units_alone_are_summed_up_and_open_ends_are_a_lower_bound() -> None:
    chart = Chart()
    assert transfused_words(chart.case) == ""
    chart.add(Transfusion, product="red_cells", day="190", units="1")
    assert transfused_words(chart.case) == "Red cells: 1 unit in all."
    chart.add(Transfusion, product="red_cells", day="191", units="1", daily="yes")
    assert transfused_words(chart.case) == "Red cells: at least 2 units in all."


@pytest.mark.parametrize(
    ("doses", "words"),
    [
        ([], ""),
        ([{"day": "118", "amount": "16 mg/kg"}], "1 dose, 16 mg/kg in all."),
        ([{"day": f"{118 + 7 * n}", "amount": "16 mg/kg"} for n in range(6)], "6 doses, 96 mg/kg in all."),
        ([{"day": "118", "amount": "16 mg/kg"}, {"day": "125"}], "2 doses."),
        ([{"day": "118", "amount": "16 mg/kg"}, {"day": "125", "amount": "1800 mg"}], "2 doses."),
        ([{"day": "118", "amount": "8-16 mg/kg"}], "1 dose."),
        (
            [
                {"day": "61", "until": "67", "amount": "2 mg/kg/d"},
                {"day": "68", "until": "74", "amount": "1 mg/kg/d"},
            ],
            "2 steps, 21 mg/kg in all.",
        ),
        ([{"day": "61", "amount": "2 mg/kg/d"}], "1 step."),
        ([{"day": "58..61", "until": "70", "amount": "2 mg/kg/d"}], "1 step."),
    ],
)
def test_doses(doses: list[dict[str, str]], words: str) -> None:
    chart = Chart()
    treatment = chart.add(Treatment, agent="daratumumab", purpose="cytopenia")
    for dose in doses:
        chart.add(Dose, treatment, **dose)
    assert doses_words(chart.case, treatment) == words
