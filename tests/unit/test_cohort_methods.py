"""The methods paragraph says what was computed, of whom and by which conventions, and nothing else."""

from datetime import date
from typing import Any

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CriteriaSet
from aic_desktop.domain.response import CRITERIA
from aic_desktop.reporting.cohort import VARIABLES, cohort_of
from aic_desktop.reporting.cohort.methods import Study, methods, window_used
from aic_desktop.reporting.cohort.times import TimeToEvent
from aic_desktop.services.example import published_cases
from tests.charts import published_twelve
from tests.paper_cohort import constructed_twelve


def answers(*keys: str, cases: tuple[Case, ...] | None = None) -> tuple[TimeToEvent, ...]:
    held = published_twelve() if cases is None else cases
    return tuple(cohort_of(held).time_to_event(key) for key in keys)


def paragraph(**changed: Any) -> str:
    given = {
        "patients": 12,
        "registered": 12,
        "agent": "daratumumab",
        "cut": date(2026, 3, 9),
        "version": "1.2",
    }
    return methods(Study(**(given | changed)))


def test_the_least_it_says() -> None:
    text = paragraph()
    assert text.startswith("The analysis comprises 12 patients; data cut 9 March 2026, aic_desktop 1.2.")
    assert "median and range, categorical ones as n/N (%)" in text
    assert "around daratumumab; responses are as reported by centre or authors." in text
    for unused in ("Kaplan", "Aalen", "p-values", "Clopper", "quartile", "imprecise", "judged"):
        assert unused not in text


def test_a_selection_is_said_with_the_number_it_was_taken_from() -> None:
    text = paragraph(patients=1, selection="PRCA, daratumumab given")
    assert text.startswith(
        "The analysis comprises 1 of 12 patients in the registry (PRCA, daratumumab given);"
    )


def test_every_choice_is_named() -> None:
    text = paragraph(
        quartiles=True,
        intervals=True,
        tests=("Fisher's exact test", "the Mann-Whitney test"),
        criteria=(CRITERIA[CriteriaSet.ITP_IWG_2009],),
    )
    assert "median and first and third quartile (type 7 of R)" in text
    assert "exact (Clopper-Pearson, 95 %)" in text
    assert "p-values are from Fisher's exact test and the Mann-Whitney test, not adjusted" in text
    assert (
        "judged from the counts, by ITP IWG 2009 (Rodeghiero F et al. Blood 2009;113(11):2386-2393." in text
    )


def test_the_window_without_a_transfusion_is_stated_where_it_decided() -> None:
    cohort = cohort_of(tuple(constructed_twelve()))
    assert window_used(cohort, tuple(VARIABLES), ()) == 28
    assert window_used(cohort, ("sex",), ()) == 0
    assert window_used(cohort, ("sex",), ("independence_by_transfusions",)) == 28
    assert "28 days without one, dated to the first of them" in paragraph(independence_days=28)
    assert "without one" not in paragraph()


def test_conventions_of_an_estimator_stand_only_where_it_was_used() -> None:
    incidence = paragraph(times=answers("response"))
    assert "death as a competing event, 95 % limits on the scale of log(-log F)" in incidence
    assert "Kaplan" not in incidence
    survival = paragraph(times=answers("survival"))
    assert "95 % limits on the scale of log(-log S) with Greenwood's variance" in survival
    assert "Aalen" not in survival
    assert "reversed Kaplan-Meier" in paragraph(times=answers("follow_up"))
    assert "Events precede censorings of the same day" in survival


def test_each_question_is_stated_with_who_could_not_be_placed() -> None:
    text = paragraph(times=answers("cytopenia", "response", cases=published_cases()))
    assert (
        "Cumulative incidence of cytopenia: from HSCT to onset of cytopenia (the first onset of the first "
        "episode, among all patients transplanted); 2 of 2 patients. Every patient here had a cytopenia. An "
        "incidence needs the transplants without one as well." in text
    )
    assert "from first daratumumab to response (of those whose best response reported is one" in text
    assert "; 1 of 2 patients; not placed: day of death not known in 1." in text


def test_what_imprecise_days_do_is_said() -> None:
    text = paragraph(
        times=answers("transfusion_independence", "survival", "follow_up", cases=published_cases())
    )
    assert "A day known only as an interval enters at its middle; the estimate is repeated with all" in text
    assert "imprecise in 1, which moves the estimate of a day by at most 100 percentage points." in text
    assert "Overall survival from HSCT: imprecise in 1, which does not move the estimate." in text
    assert text.endswith("Follow-up from HSCT: imprecise in 1.")
