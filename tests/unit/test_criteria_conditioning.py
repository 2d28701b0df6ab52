"""Conditioning intensity by doses, serotherapy, and the paper's risk factors."""

from math import inf

import pytest

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import Intensity, YesNo
from aic_desktop.domain.criteria import RiskFactor, Serotherapy, Tally
from aic_desktop.domain.criteria.conditioning import Given, conditioning_of, intensity, serotherapy
from aic_desktop.domain.records import Conditioning, Event, Gvhd, Transplant
from aic_desktop.services.example import published_cases
from tests.charts import Chart

P1, P2 = published_cases()
MAC, RIC, NMA = Intensity.MYELOABLATIVE, Intensity.REDUCED_INTENSITY, Intensity.NON_MYELOABLATIVE


def exact(agent: str, amount: float, unit: str, doses: int | None = None) -> Given:
    return Given(agent, amount, amount, unit, doses)


FLU = exact("fludarabine", 160, "mg/m2")


@pytest.mark.parametrize(
    ("regimen", "expected"),
    [
        ((), None),
        ((FLU, exact("treosulfan", 42, "g/m2")), MAC),
        ((FLU, exact("treosulfan", 30, "g/m2")), RIC),
        ((FLU, exact("thiotepa", 10, "mg/kg")), MAC),
        ((FLU, exact("thiotepa", 8, "mg/kg")), RIC),
        ((FLU, exact("melphalan", 140, "mg/m2")), RIC),
        ((FLU, exact("melphalan", 145, "mg/m2")), None),
        ((FLU, exact("melphalan", 200, "mg/m2")), MAC),
        ((FLU, exact("busulfan", 6.4, "mg/kg")), RIC),
        ((FLU, exact("busulfan", 8, "mg/kg")), None),
        ((FLU, exact("busulfan", 12.8, "mg/kg")), MAC),
        ((FLU, exact("busulfan", 60, "mg.h/L")), None),
        ((exact("total_body_irradiation", 12, "Gy", 6),), MAC),
        ((exact("total_body_irradiation", 6, "Gy", 1),), MAC),
        ((exact("total_body_irradiation", 6, "Gy", 3), FLU), RIC),
        ((exact("total_body_irradiation", 6, "Gy"), FLU), None),
        ((exact("total_body_irradiation", 2, "Gy", 1), FLU), NMA),
        (
            (
                exact("cyclophosphamide", 200, "mg/kg"),
                exact("antilymphocyte_immunoglobulin_horse", 90, "mg/kg"),
            ),
            NMA,
        ),
        ((FLU, exact("etoposide", 40, "mg/kg")), RIC),
        ((FLU, Given("treosulfan", 14, inf, "g/m2")), None),
        ((FLU, Given("treosulfan", 0, inf, ""), exact("thiotepa", 10, "mg/kg")), MAC),
    ],
)
def test_intensity_follows_the_doses(regimen: tuple[Given, ...], expected: Intensity | None) -> None:
    assert intensity(regimen) is expected


@pytest.mark.parametrize(
    ("agents", "expected"),
    [
        ((), None),
        (("treosulfan",), Serotherapy.NONE),
        (("treosulfan", "antithymocyte_immunoglobulin_rabbit"), Serotherapy.GLOBULIN),
        (("anti-thymocyte globulin",), Serotherapy.GLOBULIN),
        (("alemtuzumab",), Serotherapy.ALEMTUZUMAB),
        (("alemtuzumab", "ATG"), Serotherapy.BOTH),
    ],
)
def test_serotherapy_is_found_by_code_and_by_its_usual_names(
    agents: tuple[str, ...], expected: Serotherapy | None
) -> None:
    assert serotherapy(agents) is expected


def test_the_published_conditioning_is_myeloablative_as_intended_with_globulin() -> None:
    for case in (P1, P2):
        regimen = conditioning_of(case)
        assert [(given.low, given.unit) for given in regimen] == [
            (8, "mg/kg"),
            (42, "g/m2"),
            (160, "mg/m2"),
            (45, "mg/kg"),
        ]
        assert criteria.intensity(regimen) is case.transplants[0].intensity is MAC
        assert criteria.serotherapy(given.agent for given in regimen) is Serotherapy.GLOBULIN


def test_doses_not_known_leave_the_total_open() -> None:
    chart = Chart()
    graft = chart.add(Transplant, number="1")
    chart.add(Conditioning, graft, agent="treosulfan", dose="14 g/m2")
    chart.add(Conditioning, graft, agent="busulfan", doses="4")
    assert conditioning_of(chart.case) == (
        Given("treosulfan", 14, inf, "g/m2", None),
        Given("busulfan", 0, inf, "", 4),
    )
    assert conditioning_of(Chart().case) == ()


def test_the_papers_risk_factors_of_its_own_patients() -> None:
    """Patient 1's age is not said to be that at HSCT, so that it does not count as one."""
    yes, no = YesNo.YES, YesNo.NO
    assert list(criteria.risk_factors(P1).values()) == [yes, None, yes, no, no, no, None, no]
    assert list(criteria.risk_factors(P2).values()) == [yes, yes, yes, yes, no, no, None, None]
    assert criteria.number_of(criteria.risk_factors(P1).values()) == Tally(2, 4)


def test_reactivation_and_chronic_gvhd_count_when_recorded() -> None:
    chart = Chart(age="14..16", age_at="hsct", disease_category="other")
    chart.add(Event, kind="viral_reactivation", detail="EBV")
    assert criteria.risk_factors(chart.case)[RiskFactor.CMV] is None
    chart.add(Event, kind="viral_reactivation", detail="CMV viraemia")
    chart.add(Gvhd, kind="acute", acute_grade="II")
    found = criteria.risk_factors(chart.case)
    assert (found[RiskFactor.CMV], found[RiskFactor.CHRONIC_GVHD]) == (YesNo.YES, None)
    assert found[RiskFactor.YOUNG] is found[RiskFactor.NON_MALIGNANT] is None
    chart.add(Gvhd, kind="chronic", chronic_severity="none")
    assert criteria.risk_factors(chart.case)[RiskFactor.CHRONIC_GVHD] is YesNo.NO
    chart.add(Gvhd, kind="chronic")
    assert criteria.risk_factors(chart.case)[RiskFactor.CHRONIC_GVHD] is YesNo.YES
