"""What stands on the page of a case; how it is painted is tested with the window."""

from dataclasses import replace
from datetime import date

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import Count, Cytopenia, Event, FollowUp, Patient, Transfusion, Transplant
from aic_desktop.domain.rules import checks_of
from aic_desktop.reporting.report import COLUMNS, Origin, Report, report
from aic_desktop.services.example import published_cases
from tests.charts import Chart

ORIGIN = Origin("department.aic", "1.2.3", date(2026, 3, 4))


def page(case: Case, with_identifiers: bool = False) -> Report:
    return report(case, checks_of(case), ORIGIN, with_identifiers)


def facts(found: Report) -> dict[str, str]:
    return dict(found.facts)


def cells(found: Report, treatment: str) -> tuple[str, ...]:
    return next(row.cells for row in found.rows if row.cells[1] == treatment)


def test_the_header_says_who_graft_cytopenia_and_outcome() -> None:
    assert facts(page(published_cases()[1])) == {
        "Patient": "male, 6 y · CD40 ligand deficiency · CD40LG c.686T>C; p.Phe229Ser (hemizygous)",
        "Graft": "HSCT 1: 9/10 unrelated, bone marrow",
        "Conditioning": "thiotepa 8 mg/kg, treosulfan 14 g/m² ×3, fludarabine 40 mg/m² ×4,"
        " anti-thymocyte globulin 15 mg/kg ×3",
        "Cytopenia": "Evans syndrome (AIT +58, AIHA +83)",
        "Response by counts": "by ITP IWG 2009 and AIHA consensus 2020, counts before the next treatment was"
        " begun",
        "Transfusions": "platelets at least 1 unit, red cells at least 1 unit",
        "Outcome": "dead +200 or later: autoimmune cytopenia",
        "Open checks": "2 warnings · 2 notes",
    }


def test_a_row_tells_line_agent_dose_days_and_response() -> None:
    found = page(published_cases()[0])
    assert COLUMNS == ("Line", "Treatment", "Dose", "Days after HSCT", "Reported", "By counts")
    assert cells(found, "corticosteroids") == (
        "1",
        "corticosteroids",
        "2 mg/kg/d",
        "+61, end not known",
        "none",
        "NR?",  # bled up to +143, since when is not told
    )
    assert cells(found, "daratumumab")[2:] == ("16 mg/kg ×6", "+118 to +144 or later", "complete, +143", "CR")
    assert cells(found, "abatacept, before HSCT")[3] == "age 6 y"


def test_what_was_given_for_the_cytopenia_comes_first_by_day() -> None:
    found = page(published_cases()[1])
    against = [row.against for row in found.rows]
    assert against == sorted(against, reverse=True)
    assert [row.cells[1] for row in found.rows[:5]] == [
        "prednisolone",
        "immunoglobulin (IVIG)",
        "immunoglobulin (IVIG)",
        "rituximab",
        "daratumumab",
    ]


def identified() -> Case:
    chart = Chart(
        "K7",
        name="Somebody Else",
        record_number="4711",
        birth_date="3.4.2015",
        hsct_date="12.3.2020",
        note="told by the mother",
        sex="female",
    )
    chart.add(Transplant, number="1", source="bone_marrow", day="12.3.2020")
    chart.add(Transplant, number="2", day="1.2.2021")
    chart.treat(
        "rituximab", "20.5.2020", "27.5.2020", start="20.5.2020", response="none", response_day="1.7.2020"
    )
    chart.add(Event, kind="other", detail="seizure", day="1.6.2020")
    chart.add(FollowUp, day="1.3.2021", status="alive")
    return chart.case


def words(found: Report) -> str:
    from aic_desktop.reporting.scene.describe import description

    rows = " ".join(" ".join(row.cells) for row in found.rows)
    return " ".join((found.title, *map(" ".join, found.facts), description(found.scene), rows, *found.foot))


@pytest.mark.parametrize("secret", ["Somebody", "4711", "2015", "2020", "2021", "mother"])
def test_without_being_asked_for_nothing_identifies(secret: str) -> None:
    found = page(identified())
    assert secret not in words(found)
    assert facts(found)["Graft"] == "HSCT 1: bone marrow; HSCT 2 +326: entered"
    assert cells(found, "rituximab")[3:] == ("+69 to +76", "none, +111", "")
    assert facts(found)["Outcome"] == "alive +354"
    assert "Without identifiers" in found.foot[1]


def test_a_date_without_a_day_0_is_not_told_either() -> None:
    chart = Chart("K8")
    chart.treat("rituximab", start="20.5.2020")
    chart.add(FollowUp, day="1.3.2021", status="alive")
    assert "202" not in words(page(chart.case)).replace("2026", "")


def test_identifiers_are_there_when_asked_for_and_warned_about() -> None:
    found = page(identified(), with_identifiers=True)
    assert facts(found)["Name"] == "Somebody Else"
    assert facts(found)["Date of birth"] == "2015-04-03"
    assert "mother" not in words(found)
    assert found.foot[1].startswith("With identifiers: not to leave the department.")


def test_the_foot_names_registry_data_and_version() -> None:
    assert page(published_cases()[0]).foot[0] == "department.aic · data of 2026-03-04 · aic_desktop 1.2.3"
    case = published_cases()[0]
    undated = report(case, (), replace(ORIGIN, data=None))
    assert undated.foot[0] == "department.aic · aic_desktop 1.2.3"
    assert facts(undated)["Open checks"] == "none"


def test_transfusions_are_summed_as_far_as_they_are_known() -> None:
    chart = Chart("K9")
    chart.add(Transfusion, product="platelets", day="83..87", until="+98", units="1", daily="yes")
    chart.add(Transfusion, product="red_cells", units="1")
    chart.add(Transfusion, product="plasma", day="+9")
    assert (
        facts(page(chart.case))["Transfusions"]
        == "platelets 12 to 16 units, red cells 1 unit, plasma at least 1 unit"
    )


def test_a_case_with_nothing_but_its_id_has_a_page() -> None:
    found = page(Case(Patient(id="e" * 16)))
    assert found.title == "Case without code"
    assert facts(found)["Outcome"] == "no follow-up yet"
    assert found.rows == ()


@pytest.mark.parametrize(
    ("begun", "judged"),
    [("+90", ("NR", "R", "CR")), ("91..95", ("NR", "R–CR", "CR?"))],  # +92 may be before it or after
)
def test_a_treatment_is_judged_by_its_own_counts_until_the_next_is_begun(
    begun: str, judged: tuple[str, ...]
) -> None:
    chart = Chart("J1")
    chart.add(Cytopenia, episode="1", lineage="platelets", onset="+40")
    chart.treat("prednisolone", "+42")
    chart.treat("rituximab", "+70")
    chart.treat("daratumumab", begun)
    for day, value in (
        ("+41", "5"),
        ("+50", "8"),
        ("+60", "12"),
        ("+75", "45"),
        ("+92", "120"),
        ("+120", "150"),
    ):
        chart.add(Count, day=day, analyte="platelets", value=value)
    assert tuple(row.cells[5] for row in page(chart.case).rows) == judged


def test_what_was_begun_before_a_lineage_fell_is_not_judged_by_it() -> None:
    found = page(published_cases()[1])
    assert cells(found, "prednisolone")[5] == "AIT NR"
    assert cells(found, "rituximab")[5] == "AIT NR?"
