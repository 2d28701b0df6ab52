"""What follows from the patient's own data: age at HSCT, disease category, malignant or not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import AgeAt, Choice, DiseaseCategory
from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.domain.criteria.spans import between
from aic_desktop.domain.quantity import render
from aic_desktop.domain.records import Patient
from aic_desktop.domain.timepoint import Span

DAYS_PER_YEAR = Decimal("365.25")
_MONTHS_UNTIL = 24


class Malignancy(Choice):
    """Whether the disease that led to HSCT is malignant."""

    MALIGNANT = "malignant"
    NON_MALIGNANT = "non_malignant", "non-malignant"


_MALIGNANT = {
    DiseaseCategory.ACUTE_LEUKAEMIA,
    DiseaseCategory.MDS,
    DiseaseCategory.MPN_PMF,
    DiseaseCategory.CHRONIC_LEUKAEMIA,
    DiseaseCategory.LYMPHOMA,
    DiseaseCategory.PLASMA_CELL,
    DiseaseCategory.SOLID_TUMOUR,
}


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years, as an interval where day 0, birth or the statement is imprecise; None is open.

    `at` is the event it belongs to, None where that was not stated. `text` is how clinicians say it:
    completed years, below two years completed months; a stated age as it was stated.
    """

    low: Decimal | None
    high: Decimal | None
    at: AgeAt | None
    text: str

    @property
    def described(self) -> str:
        """The text with its event unless that is HSCT: “11 y (at report)”."""
        if self.at is AgeAt.HSCT:
            return self.text
        return f"{self.text} ({f'at {self.at.label}' if self.at else 'event not stated'})"


def age_at_hsct(case: Case) -> Age | None:
    """From birth and day 0, else the stated age where it is that at HSCT; None when neither is known."""
    found = age(case)
    return found if found and found.at is AgeAt.HSCT else None


def age(case: Case) -> Age | None:
    """The age at HSCT by birth and day 0, else the stated age with the event it belongs to."""
    stated = case.patient.age
    if found := _age_from_dates(case):
        return found
    if stated is None:
        return None
    return Age(stated.low, stated.high, case.patient.age_at, render(stated, stated.entered_unit))


def disease_category(patient: Patient, codes: Codes = SHIPPED) -> DiseaseCategory | None:
    """The category entered, else that of the disease in the registry's lists."""
    return category_of(patient.disease_category, patient.disease, codes)


def category_of(
    entered: DiseaseCategory | None, disease: str | None, codes: Codes = SHIPPED
) -> DiseaseCategory | None:
    """The category entered, else that of the disease where it is in the lists."""
    listed = codes.diseases.get(disease or "")
    return entered or (listed.category if listed else None)


def malignancy(category: DiseaseCategory | None) -> Malignancy | None:
    """Malignant for leukaemia, MDS, MPN, lymphoma, plasma-cell disease and solid tumours.

    None for “other” and for nothing. The split follows the disease groups of transplant registries, which
    count MDS and MPN as malignant.
    """
    if category is None or category is DiseaseCategory.OTHER:
        return None
    return Malignancy.MALIGNANT if category in _MALIGNANT else Malignancy.NON_MALIGNANT


def _age_from_dates(case: Case) -> Age | None:
    calendar = case.calendar
    if calendar.birth is None or calendar.hsct is None:
        return None
    birth, hsct = calendar.dates(calendar.birth), calendar.dates(calendar.hsct)
    return None if birth is None or hsct is None else age_between(birth, hsct)


def age_between(birth: Span, hsct: Span) -> Age | None:
    """The age at HSCT from both as proleptic ordinals; None when nothing can be said."""
    days = between(birth, hsct)
    if days is None:
        return None
    low, high = (None if bound is None else Decimal(bound) / DAYS_PER_YEAR for bound in days)
    return Age(low, high, AgeAt.HSCT, _age_text(birth, hsct))


def _age_text(birth: Span, hsct: Span) -> str:
    low, high = _months(birth.latest, hsct.earliest), _months(birth.earliest, hsct.latest)
    in_years = low is not None and low >= _MONTHS_UNTIL
    unit, per = ("y", 12) if in_years or high is None else ("mo", 1)
    if low is None:
        return f"≤{(high or 0) // per} {unit}"
    if high is None:
        return f"≥{low // per} {unit}"
    low, high = low // per, high // per
    return f"{low} {unit}" if low == high else f"{low}–{high} {unit}"


def _months(birth: int | None, day: int | None) -> int | None:
    """Completed months by the calendar, from proleptic ordinals."""
    if birth is None or day is None:
        return None
    born, then = date.fromordinal(birth), date.fromordinal(day)
    return (then.year - born.year) * 12 + then.month - born.month - (then.day < born.day)
