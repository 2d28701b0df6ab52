"""The rows on patients, disease and transplant."""

from collections.abc import Mapping
from decimal import Decimal

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import AcuteGrade, AgeAt, ChimerismLineage, Choice, ChronicSeverity, GvhdKind
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import Chimerism, Gvhd
from aic_desktop.reporting.cohort.answers import NO_ENTRY, NOT_ASKED, Answer, entered, level, why_missing
from aic_desktop.reporting.cohort.facts import Facts
from aic_desktop.reporting.cohort.numbers import Interval, interval

ADULT_FROM_YEARS = 18
CHILD, ADULT = f"under {ADULT_FROM_YEARS} y", f"{ADULT_FROM_YEARS} y and over"
FULL, ABOVE_90, BELOW_90 = "100 % donor", "over 90 % donor", "90 % donor or less"
ACUTE_LEVELS: Mapping[Choice, str] = {
    grade: "none" if grade is AcuteGrade.GRADE_0 else f"grade {grade}" for grade in AcuteGrade
}
CHRONIC_LEVELS: Mapping[Choice, str] = {severity: severity.label for severity in ChronicSeverity}
NOT_CLASSED = "value spans the classes"


def origin(facts: Facts) -> Answer:
    """Own patient or from a publication."""
    return entered(facts.patient, "origin")


def sex(facts: Facts) -> Answer:
    """Sex."""
    return entered(facts.patient, "sex")


def age_at_hsct(facts: Facts) -> Answer:
    """Years at HSCT; a stated age that belongs to another event is not reported here."""
    age = facts.age
    if age is None:
        return why_missing(facts.patient, "age", "birth_date")
    if age.at is AgeAt.HSCT:
        return Answer(value=interval(age.low, age.high))
    return Answer(missing=f"stated at {age.at.label}" if age.at else "event not stated")


def age_group(facts: Facts) -> Answer:
    """Child or adult, by the age at HSCT, else by the age stated."""
    years = _years(facts)
    if years is None:
        return why_missing(facts.patient, "age", "birth_date")
    if years.high < ADULT_FROM_YEARS:
        return Answer((CHILD,))
    return Answer((ADULT,)) if years.low >= ADULT_FROM_YEARS else Answer(missing=NOT_CLASSED)


def age_of_children(facts: Facts) -> Answer:
    """Years, of patients surely under 18."""
    return Answer(value=_years(facts)) if age_group(facts).levels == (CHILD,) else NOT_ASKED


def age_of_adults(facts: Facts) -> Answer:
    """Years, of patients surely 18 and over."""
    return Answer(value=_years(facts)) if age_group(facts).levels == (ADULT,) else NOT_ASKED


def disease_category(facts: Facts) -> Answer:
    """Disease category, entered or that of the listed disease."""
    found = criteria.disease_category(facts.patient)
    return level(found) or why_missing(facts.patient, "disease_category", "disease")


def malignancy(facts: Facts) -> Answer:
    """Malignant or not; of “other” diseases it is not known."""
    category = criteria.disease_category(facts.patient)
    if category is None:
        return disease_category(facts)
    return level(criteria.malignancy(category)) or Answer(missing="category “other”")


def earlier_cytopenia(facts: Facts) -> Answer:
    """Autoimmune cytopenia before HSCT."""
    return entered(facts.patient, "aic_before_hsct")


def transplants(facts: Facts) -> Answer:
    """Number of transplants recorded."""
    return Answer((str(len(facts.case.transplants)),)) if facts.case.transplants else Answer(missing=NO_ENTRY)


def donor(facts: Facts) -> Answer:
    """Relation of the donor of the index transplant."""
    return entered(facts.graft, "donor_relation")


def hla(facts: Facts) -> Answer:
    """HLA alleles matched of those typed."""
    graft = facts.graft
    match = criteria.hla_match(graft) if graft else ""
    return Answer((match,)) if match else why_missing(graft, "hla_matched", "hla_total")


def donor_and_hla(facts: Facts) -> Answer:
    """Family or unrelated donor with the match, as case series report donors."""
    graft = facts.graft
    kind = criteria.donor_type(graft.donor_relation if graft else None)
    if graft is None or kind is None:
        return why_missing(graft, "donor_relation")
    return Answer((f"{kind.label}, {criteria.hla_match(graft) or 'match not stated'}",))


def source(facts: Facts) -> Answer:
    """Stem cell source."""
    return entered(facts.graft, "source")


def abo(facts: Facts) -> Answer:
    """Class of ABO mismatch."""
    return level(facts.abo) or _pair_missing(facts, "abo_before", "donor_abo")


def rhd(facts: Facts) -> Answer:
    """RhD mismatch, never part of the ABO class."""
    graft = facts.graft
    found = criteria.rhd_mismatch(facts.patient.rhd_before, graft.donor_rhd if graft else None)
    return level(found) or _pair_missing(facts, "rhd_before", "donor_rhd")


def sex_mismatch(facts: Facts) -> Answer:
    """Sex mismatch of donor and patient."""
    graft = facts.graft
    found = criteria.sex_mismatch(facts.patient.sex, graft.donor_sex if graft else None)
    return level(found) or _pair_missing(facts, "sex", "donor_sex")


def intensity(facts: Facts) -> Answer:
    """Intended intensity of conditioning."""
    return entered(facts.graft, "intensity")


def chimerism(facts: Facts) -> Answer:
    """Donor cells of the whole sample at the latest measurement."""
    whole = (c for c in facts.case.chimerism if c.lineage in (None, ChimerismLineage.WHOLE))
    latest = max(whole, key=lambda c: _day(facts, c), default=None)
    if latest is None or latest.donor is None:
        return why_missing(latest, "donor")
    label = _chimerism_class(latest.donor)
    return Answer((label,)) if label else Answer(missing=NOT_CLASSED)


def acute_gvhd(facts: Facts) -> Answer:
    """Highest grade of acute GvHD."""
    return _worst([g for g in facts.case.gvhd if g.kind is GvhdKind.ACUTE], "acute_grade", ACUTE_LEVELS)


def chronic_gvhd(facts: Facts) -> Answer:
    """Highest severity of chronic GvHD."""
    return _worst(
        [g for g in facts.case.gvhd if g.kind is GvhdKind.CHRONIC], "chronic_severity", CHRONIC_LEVELS
    )


def _worst(bouts: list[Gvhd], field: str, levels: Mapping[Choice, str]) -> Answer:
    """The highest grade of several bouts; a bout without one is still a bout."""
    grades = {getattr(bout, field) for bout in bouts}
    worst = [level for grade, level in levels.items() if grade in grades]
    if worst:
        return Answer((worst[-1],))
    return Answer(("yes, not graded",)) if bouts else Answer(missing=NO_ENTRY)


def _years(facts: Facts) -> Interval | None:
    return interval(facts.age.low, facts.age.high) if facts.age else None


def _pair_missing(facts: Facts, patient_field: str, donor_field: str) -> Answer:
    """Why a comparison is not possible: the patient's side first, then the donor's."""
    if getattr(facts.patient, patient_field) is None:
        return why_missing(facts.patient, patient_field)
    return why_missing(facts.graft, donor_field)


def _day(facts: Facts, measured: Chimerism) -> float:
    span = facts.case.days(measured.day)
    return span.middle if span else float("-inf")


def _chimerism_class(donor: Quantity) -> str:
    low = donor.low if donor.low is not None else Decimal(0)
    high = donor.high if donor.high is not None else Decimal(100)
    if low >= 100:
        return FULL
    if high <= 90:
        return BELOW_90
    return ABOVE_90 if low > 90 or (low == 90 and not donor.low_included) else ""
