"""The rows on patients, disease and transplant."""

from collections.abc import Mapping
from decimal import Decimal

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import AcuteGrade, ChimerismLineage, Choice, ChronicSeverity, GvhdKind
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import Chimerism, Gvhd
from aic_desktop.reporting.cohort.answers import NO_ENTRY, NOT_ASKED, Answer, entered, level, why_missing
from aic_desktop.reporting.cohort.numbers import Interval, interval

ADULT_FROM_YEARS = 18
CHILD, ADULT = f"under {ADULT_FROM_YEARS} y", f"{ADULT_FROM_YEARS} y and over"
FULL, ABOVE_90, BELOW_90 = "100 % donor", "over 90 % donor", "90 % donor or less"
ACUTE_LEVELS: Mapping[Choice, str] = {
    grade: "none" if grade is AcuteGrade.GRADE_0 else f"grade {grade}" for grade in AcuteGrade
}
CHRONIC_LEVELS: Mapping[Choice, str] = {severity: severity.label for severity in ChronicSeverity}
NOT_CLASSED = "value spans the classes"


def origin(case: Case) -> Answer:
    """Own patient or from a publication."""
    return entered(case.patient, "origin")


def sex(case: Case) -> Answer:
    """Sex."""
    return entered(case.patient, "sex")


def age_at_hsct(case: Case) -> Answer:
    """Years at HSCT; a stated age that belongs to another event is not reported here."""
    found = criteria.age_at_hsct(case)
    if found:
        return Answer(value=interval(found.low, found.high))
    other = criteria.age(case)
    if other is None:
        return why_missing(case.patient, "age", "birth_date")
    return Answer(missing=f"stated at {other.at.label}" if other.at else "event not stated")


def age_group(case: Case) -> Answer:
    """Child or adult, by the age at HSCT, else by the age stated."""
    years = _years(case)
    if years is None:
        return why_missing(case.patient, "age", "birth_date")
    if years.high < ADULT_FROM_YEARS:
        return Answer((CHILD,))
    return Answer((ADULT,)) if years.low >= ADULT_FROM_YEARS else Answer(missing=NOT_CLASSED)


def age_of_children(case: Case) -> Answer:
    """Years, of patients surely under 18."""
    return Answer(value=_years(case)) if age_group(case).levels == (CHILD,) else NOT_ASKED


def age_of_adults(case: Case) -> Answer:
    """Years, of patients surely 18 and over."""
    return Answer(value=_years(case)) if age_group(case).levels == (ADULT,) else NOT_ASKED


def disease_category(case: Case) -> Answer:
    """Disease category, entered or that of the listed disease."""
    found = criteria.disease_category(case.patient)
    return level(found, why_missing(case.patient, "disease_category", "disease"))


def malignancy(case: Case) -> Answer:
    """Malignant or not; of “other” diseases it is not known."""
    category = criteria.disease_category(case.patient)
    unclear = Answer(missing="category “other”") if category else disease_category(case)
    return level(criteria.malignancy(category), unclear)


def earlier_cytopenia(case: Case) -> Answer:
    """Autoimmune cytopenia before HSCT."""
    return entered(case.patient, "aic_before_hsct")


def transplants(case: Case) -> Answer:
    """Number of transplants recorded."""
    return Answer((str(len(case.transplants)),)) if case.transplants else Answer(missing=NO_ENTRY)


def donor(case: Case) -> Answer:
    """Relation of the donor of the index transplant."""
    return entered(case.index_transplant, "donor_relation")


def hla(case: Case) -> Answer:
    """HLA alleles matched of those typed."""
    graft = case.index_transplant
    match = criteria.hla_match(graft) if graft else ""
    return Answer((match,)) if match else why_missing(graft, "hla_matched", "hla_total")


def donor_and_hla(case: Case) -> Answer:
    """Family or unrelated donor with the match, as case series report donors."""
    graft = case.index_transplant
    kind = criteria.donor_type(graft.donor_relation if graft else None)
    if graft is None or kind is None:
        return why_missing(graft, "donor_relation")
    return Answer((f"{kind.label}, {criteria.hla_match(graft) or 'match not stated'}",))


def source(case: Case) -> Answer:
    """Stem cell source."""
    return entered(case.index_transplant, "source")


def abo(case: Case) -> Answer:
    """Class of ABO mismatch."""
    graft = case.index_transplant
    found = criteria.abo_mismatch(case.patient.abo_before, graft.donor_abo if graft else None)
    return level(found, _pair_missing(case, "abo_before", "donor_abo"))


def rhd(case: Case) -> Answer:
    """RhD mismatch, never part of the ABO class."""
    graft = case.index_transplant
    found = criteria.rhd_mismatch(case.patient.rhd_before, graft.donor_rhd if graft else None)
    return level(found, _pair_missing(case, "rhd_before", "donor_rhd"))


def sex_mismatch(case: Case) -> Answer:
    """Sex mismatch of donor and patient."""
    graft = case.index_transplant
    found = criteria.sex_mismatch(case.patient.sex, graft.donor_sex if graft else None)
    return level(found, _pair_missing(case, "sex", "donor_sex"))


def intensity(case: Case) -> Answer:
    """Intended intensity of conditioning."""
    return entered(case.index_transplant, "intensity")


def chimerism(case: Case) -> Answer:
    """Donor cells of the whole sample at the latest measurement."""
    whole = (c for c in case.chimerism if c.lineage in (None, ChimerismLineage.WHOLE))
    latest = max(whole, key=lambda c: _day(case, c), default=None)
    if latest is None or latest.donor is None:
        return why_missing(latest, "donor")
    label = _chimerism_class(latest.donor)
    return Answer((label,)) if label else Answer(missing=NOT_CLASSED)


def acute_gvhd(case: Case) -> Answer:
    """Highest grade of acute GvHD."""
    return _worst([g for g in case.gvhd if g.kind is GvhdKind.ACUTE], "acute_grade", ACUTE_LEVELS)


def chronic_gvhd(case: Case) -> Answer:
    """Highest severity of chronic GvHD."""
    return _worst([g for g in case.gvhd if g.kind is GvhdKind.CHRONIC], "chronic_severity", CHRONIC_LEVELS)


def _worst(bouts: list[Gvhd], field: str, levels: Mapping[Choice, str]) -> Answer:
    """The highest grade of several bouts; a bout without one is still a bout."""
    grades = {getattr(bout, field) for bout in bouts}
    worst = [level for grade, level in levels.items() if grade in grades]
    if worst:
        return Answer((worst[-1],))
    return Answer(("yes, not graded",)) if bouts else Answer(missing=NO_ENTRY)


def _years(case: Case) -> Interval | None:
    found = criteria.age(case)
    return interval(found.low, found.high) if found else None


def _pair_missing(case: Case, patient_field: str, donor_field: str) -> Answer:
    """Why a comparison is not possible: the patient's side first, then the donor's."""
    if getattr(case.patient, patient_field) is None:
        return why_missing(case.patient, patient_field)
    return why_missing(case.index_transplant, donor_field)


def _day(case: Case, measured: Chimerism) -> float:
    span = case.days(measured.day)
    return span.middle if span else float("-inf")


def _chimerism_class(donor: Quantity) -> str:
    low = donor.low if donor.low is not None else Decimal(0)
    high = donor.high if donor.high is not None else Decimal(100)
    if low >= 100:
        return FULL
    if high <= 90:
        return BELOW_90
    return ABOVE_90 if low > 90 or (low == 90 and not donor.low_included) else ""
