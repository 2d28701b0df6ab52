"""The columns on the person and the disease."""

from functools import cache
from math import inf

import numpy as np

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import AgeAt
from aic_desktop.domain.criteria import Age
from aic_desktop.domain.quantity import Quantity, render
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort.answers import Answers, left_open, level, missing, values
from aic_desktop.reporting.cohort.arrays import Coded
from aic_desktop.reporting.cohort.derived.ages import from_birth, years
from aic_desktop.reporting.cohort.derived.facts import Facts

ADULT_FROM_YEARS = 18
CHILD, ADULT = f"under {ADULT_FROM_YEARS} y", f"{ADULT_FROM_YEARS} y and over"


def origin(facts: Facts) -> Answers:
    """Own patient or from a publication, as entered."""
    return facts.patient.entered("origin")


def sex(facts: Facts) -> Answers:
    """Sex as entered."""
    return facts.patient.entered("sex")


def age_at_hsct(facts: Facts) -> Answers:
    """Years at HSCT: by birth and day 0 (365.25 days a year), else the age stated for HSCT.

    A stated age that belongs to another event, or to none that is named, is not reported here.
    """
    low, high, known = years(facts.columns, facts.patient)
    dated, at = from_birth(facts.columns).known, facts.patient.coded("age_at")
    at_hsct = dated | at.equal(AgeAt.HSCT)
    elsewhere = known & ~at_hsct
    found = values(low, high, known & at_hsct) | missing(elsewhere & ~at.known, "event not stated")
    other = [event for event in AgeAt if event is not AgeAt.HSCT]
    for event in other:
        found = found | missing(elsewhere & at.equal(event), f"stated at {event.label}")
    return found | facts.patient.why_missing("age", "birth_date")


def age_group(facts: Facts) -> Answers:
    """Under 18 years or not, by the age at HSCT, else by the age stated, whatever its event."""
    low, high, known = years(facts.columns, facts.patient)
    child, adult = known & (high < ADULT_FROM_YEARS), known & (low >= ADULT_FROM_YEARS)
    group = Coded(np.where(child, 1, np.where(adult, 2, 0)), (None, CHILD, ADULT))
    return level(group) | left_open(known) | facts.patient.why_missing("age", "birth_date")


def age_of_children(facts: Facts) -> Answers:
    """Years, of patients surely under 18."""
    low, high, known = years(facts.columns, facts.patient)
    return values(low, high, known & (high < ADULT_FROM_YEARS))


def age_of_adults(facts: Facts) -> Answers:
    """Years, of patients surely 18 and over."""
    low, high, known = years(facts.columns, facts.patient)
    return values(low, high, known & (low >= ADULT_FROM_YEARS))


def disease_category(facts: Facts) -> Answers:
    """The category entered, else that of the disease in the shipped list (ORPHA, ICD-10)."""
    return level(facts.disease_category) | facts.patient.why_missing("disease_category", "disease")


def malignancy(facts: Facts) -> Answers:
    """Malignant: leukaemia, MDS, MPN, lymphoma, plasma-cell disease, solid tumour; “other” is not known.

    The split follows the disease groups of transplant registries, which count MDS and MPN as malignant.
    """
    category = facts.disease_category
    found = level(category.mapped(criteria.malignancy)) | missing(category.known, "category “other”")
    return found | disease_category(facts)


def earlier_cytopenia(facts: Facts) -> Answers:
    """Autoimmune cytopenia before HSCT as entered: a risk factor in Lum 2020."""
    return facts.patient.entered("aic_before_hsct")


def age_text(facts: Facts) -> Coded:
    """The age as clinicians say it, with its event unless that is HSCT."""
    zero, born = facts.columns.zero("hsct_date"), facts.columns.zero("birth_date")
    dated = from_birth(facts.columns).known
    days = zip(born.low.tolist(), born.high.tolist(), zero.low.tolist(), zero.high.tolist(), strict=True)
    both = Coded.of([found if known else None for found, known in zip(days, dated.tolist(), strict=True)])
    at, stated = facts.patient.coded("age_at"), facts.patient.coded("age")
    told = Coded.of([*zip(stated.codes.tolist(), at.codes.tolist(), strict=True)])

    def as_stated(codes: tuple[int, int]) -> str | None:
        age: Quantity | None = stated.values[codes[0]]
        if age is None:
            return None
        return Age(age.low, age.high, at.values[codes[1]], render(age, age.entered_unit)).described

    return both.mapped(_dated_text).or_else(told.mapped(as_stated))


@cache
def _span(low: float, high: float) -> Span:
    return Span(None if low == -inf else int(low), None if high == inf else int(high))


def _dated_text(bounds: tuple[float, float, float, float]) -> str | None:
    found = criteria.age_between(_span(*bounds[:2]), _span(*bounds[2:]))
    return found.described if found else None
