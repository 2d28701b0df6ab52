"""Whatever a case holds, every derived fact answers: in words or with nothing, never by an exception."""

from itertools import chain
from math import isnan

from hypothesis import given, settings
from hypothesis import strategies as st

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CtcaeVersion, Product
from aic_desktop.domain.codes import analytes
from aic_desktop.domain.criteria import IndexTherapy
from aic_desktop.domain.response import CRITERIA, Verdict, assess, next_begun, told
from aic_desktop.domain.timepoint import Span
from tests.strategies import cases

STARTS = st.sampled_from([None, Span(0, 0), Span(10, 90), Span(None, 50), Span(50, None)])


def numbers(found: Verdict) -> chain[float]:
    events = (found.last, found.response, found.complete, found.lost, found.response_confirmed)
    return chain(*events, found.baseline.value, found.duration or ())


@settings(max_examples=30, deadline=None)
@given(cases(most=3), STARTS, STARTS)
def test_every_set_judges_any_case(case: Case, start: Span | None, until: Span | None) -> None:
    for found in CRITERIA.values():
        for assessment in assess(case, found, start, until=until):
            verdict = assessment.verdict
            assert verdict.best_low <= verdict.best_high
            assert not any(isnan(number) for number in numbers(verdict))
            assert all(told(assessment))
            assert assessment.certain is not None
            assert (assessment.duration is None) or assessment.duration.earliest is not None
    if start is not None:
        next_begun(case, start)


@settings(max_examples=30, deadline=None)
@given(cases(most=3), STARTS)
def test_every_other_fact_answers_for_any_case(case: Case, start: Span | None) -> None:
    for product in Product:
        found = criteria.burden_of(case, product, start)
        for window in found or ():
            rate = criteria.per_4_weeks(window)
            assert 0 <= window.units.low <= window.units.high
            assert rate is None or 0 <= rate.low <= rate.high
        assert all(criteria.not_dated(case, product))
    for treatment in case.treatments:
        index = IndexTherapy(case, treatment.agent or "")
        criteria.reported_course(case, treatment.agent or "")
        assert index.doses_to_response is None or index.doses_to_response.low >= 0
    regimen = criteria.conditioning_of(case)
    criteria.intensity(regimen)
    criteria.serotherapy(agent.agent for agent in regimen)
    factors = criteria.risk_factors(case)
    assert len(factors) == len(criteria.RiskFactor)
    tally = criteria.number_of(factors.values())
    assert tally.high is not None
    assert 0 <= tally.low <= tally.high <= len(factors)
    criteria.evans_of(case)
    criteria.steroid_dependent(case)
    criteria.immunoglobulin_at_last_contact(case)
    for analyte in analytes():
        for version in CtcaeVersion:
            grade = criteria.worst_grade(case, analyte, version)
            assert grade is None or 0 <= grade.low <= grade.high <= 4
