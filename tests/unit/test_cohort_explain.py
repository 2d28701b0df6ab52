"""How an answer came about: the rule, what was looked at, and a smallest part that gives the same answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Transplant
from aic_desktop.reporting.cohort import VARIABLES, Around, explain
from aic_desktop.reporting.cohort.explain import _asked, _part
from tests.charts import Chart, patient_1, patient_2
from tests.strategies import cases

P1, P2, AROUND = patient_1(), patient_2(), Around()


def deciding(code: str, case: Case) -> list[tuple[str, str, str]]:
    return [(u.of, u.label, u.text) for u in explain(code, case, AROUND).used if u.deciding]


def test_a_comparison_is_decided_by_its_two_sides_and_tells_its_rule() -> None:
    found = explain("abo_mismatch", P1, AROUND)
    assert found.answer == "minor"
    assert "antigens" in found.rule
    assert deciding("abo_mismatch", P1) == [
        ("Patient", "Blood group before HSCT", "B"),
        ("Transplant “1”", "Donor blood group", "O"),
    ]
    assert [u.label for u in found.used if not u.deciding] == ["Transplant number"]


def test_days_decide_where_they_are_known_and_the_line_numbers_do_not() -> None:
    found = explain("previous_therapies", P2, AROUND)
    assert found.answer == "3 therapies"
    told = deciding("previous_therapies", P2)
    assert ("Treatment “prednisolone, cytopenia, +58”", "Start", "+58") in told
    assert ("Treatment “daratumumab, cytopenia”, Dose “+184”", "Day", "+184") in told
    assert "Line" not in {label for _, label, _ in told}
    assert "Line" in {u.label for u in found.used}


def test_without_days_the_line_numbers_decide() -> None:
    assert "Line" in {label for _, label, _ in deciding("previous_therapies", P1)}


def test_the_first_of_several_that_say_the_same_is_told() -> None:
    chart = Chart()
    for day in ("+100", "+107"):
        chart.treat("daratumumab", day, response="complete")
    told = deciding("response_reported", chart.case)
    assert [label for _, label, _ in told] == ["Treatment", "Purpose", "Response reported"]
    assert explain("hsct_to_index", chart.case, AROUND).answer == "100 d"
    assert [text for _, label, text in deciding("hsct_to_index", chart.case) if label == "Day"] == ["+100"]


def test_that_a_record_is_there_can_decide_alone() -> None:
    assert deciding("transplants", P1) == [("Transplant “1”", "", "recorded")]


def test_a_reason_for_a_missing_value_is_told_and_decides() -> None:
    chart = Chart("P", sex=MissingReason.UNKNOWN)
    assert explain("sex", chart.case, AROUND).answer == "not reported (unknown)"
    assert deciding("sex", chart.case) == [("Patient", "Sex", "unknown")]
    chart.add(Transplant, number="1", donor_relation=MissingReason.NOT_APPLICABLE)
    assert explain("donor", chart.case, AROUND).answer == "not applicable (not applicable)"


def test_where_nothing_is_entered_nothing_decides() -> None:
    found = explain("type", Chart().case, AROUND)
    assert (found.answer, found.used) == ("not reported (no entry)", ())
    assert explain("index_doses", Chart().case, AROUND).answer == "not asked of this patient"


def test_there_is_no_such_column() -> None:
    with pytest.raises(Problem, match="no column “shoe_size”"):
        explain("shoe_size", P1, AROUND)


@pytest.mark.parametrize("code", VARIABLES)
def test_every_column_explains_itself(code: str) -> None:
    variable = VARIABLES[code]
    assert len(variable.rule(AROUND)) > 2
    assert variable.rule(AROUND)[0].isupper()
    for case in (P1, P2):
        found = explain(code, case, AROUND)
        assert found.answer
        places = {(u.record, u.field) for u in found.used if u.deciding}
        records = {(record, "") for record, _ in places}
        alone = _part(case, places | records)
        assert _asked(variable, alone, AROUND)[0] == _asked(variable, case, AROUND)[0]


@settings(max_examples=10)
@given(cases(most=1), st.sampled_from(["age_group", "hsct_to_last_contact", "previous_therapies", "type"]))
def test_what_decides_suffices_and_none_of_it_can_be_left_out(case: Case, code: str) -> None:
    variable = VARIABLES[code]
    answer, _ = _asked(variable, case, AROUND)
    places = {(u.record, u.field) for u in explain(code, case, AROUND).used if u.deciding}
    records = {(record, "") for record, _ in places}
    assert _asked(variable, _part(case, places | records), AROUND)[0] == answer
    for place in places:
        if place[1]:
            assert _asked(variable, _part(case, (places | records) - {place}), AROUND)[0] != answer
