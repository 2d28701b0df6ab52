"""The columns on the transplant and what came of it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import AcuteGrade, ChimerismLineage, Choice, ChronicSeverity, GvhdKind
from aic_desktop.domain.criteria.conditioning import Given, total_of
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import Chimerism, Conditioning, Gvhd, Transplant
from aic_desktop.reporting.cohort.answers import NO_ENTRY, Answers, Picked, left_open, level, missing
from aic_desktop.reporting.cohort.arrays import Coded, Days, by_distinct, by_group, count, last_row
from aic_desktop.reporting.cohort.derived.facts import Facts

FULL, ABOVE_90, BELOW_90 = "100 % donor", "over 90 % donor", "90 % donor or less"
ACUTE_LEVELS: Mapping[Choice, str] = {
    grade: "none" if grade is AcuteGrade.GRADE_0 else f"grade {grade}" for grade in AcuteGrade
}
CHRONIC_LEVELS: Mapping[Choice, str] = {severity: severity.label for severity in ChronicSeverity}
NOT_GRADED = "yes, not graded"
NOT_CLASSED = "value spans the classes"


def transplants(facts: Facts) -> Answers:
    """Number of transplants recorded."""
    table = facts.columns[Transplant]
    number = Coded.of(count(table.patient >= 0, table.patient, facts.n).tolist(), _number)
    return level(number) | missing(~number.known, NO_ENTRY)


def donor(facts: Facts) -> Answers:
    """Relation of the donor of the index transplant, as entered."""
    return facts.graft.entered("donor_relation")


def hla(facts: Facts) -> Answers:
    """HLA alleles matched of those typed."""
    match = _hla(facts)
    return level(match) | facts.graft.why_missing("hla_matched", "hla_total")


def donor_and_hla(facts: Facts) -> Answers:
    """Family or unrelated donor with the match, as case series report donors."""
    kind = facts.graft.coded("donor_relation").mapped(criteria.donor_type)
    return level(by_distinct(_donor, kind, _hla(facts))) | facts.graft.why_missing("donor_relation")


def source(facts: Facts) -> Answers:
    """Stem cell source as entered."""
    return facts.graft.entered("source")


def abo(facts: Facts) -> Answers:
    """Major: the donor has red-cell antigens that the patient lacks; minor: the other way round; or both.

    By antigens, not by the incomplete lists of pairs in print. RhD is never part of it.
    """
    return level(facts.abo) | _pair_missing(facts, "abo_before", "donor_abo")


def rhd(facts: Facts) -> Answers:
    """RhD on one side only; never counted as an ABO mismatch (Driouk 2021, patient 2)."""
    found = by_distinct(
        criteria.rhd_mismatch, facts.patient.coded("rhd_before"), facts.graft.coded("donor_rhd")
    )
    return level(found) | _pair_missing(facts, "rhd_before", "donor_rhd")


def sex_mismatch(facts: Facts) -> Answers:
    """Donor and patient of different sex; the direction that matters for GvHD told apart."""
    found = by_distinct(criteria.sex_mismatch, facts.patient.coded("sex"), facts.graft.coded("donor_sex"))
    return level(found) | _pair_missing(facts, "sex", "donor_sex")


def intensity(facts: Facts) -> Answers:
    """Intensity of conditioning as intended by the centre."""
    return facts.graft.entered("intensity")


def intensity_by_doses(facts: Facts) -> Answers:
    """Intensity of conditioning by the cumulative doses given (Giralt 2009, Bacigalupo 2009; RECALLED).

    Myeloablative: TBI over 5 Gy as one dose or over 8 Gy fractionated, busulfan over 7.2 mg/kg i.v. (9 mg/kg
    by mouth), melphalan over 140 (others: 150) mg/m², thiotepa from 10 mg/kg, treosulfan over 30 g/m².
    Non-myeloablative: nothing but TBI up to 2 Gy, total lymphoid irradiation, fludarabine, cyclophosphamide
    and serotherapy. All else is reduced intensity. Not known doses or routes can leave it open.
    """
    given = by_group(_regimen, facts.conditioning_of_graft, facts.n, *_conditioning(facts))
    found = given.mapped(criteria.intensity)
    return level(found) | left_open(given.known, "by the doses recorded") | missing(~given.known, NO_ENTRY)


def serotherapy(facts: Facts) -> Answers:
    """Antibodies against the patient's lymphocytes in the conditioning, by the agents recorded."""
    agents, *_ = _conditioning(facts)
    found = by_group(_serotherapy, facts.conditioning_of_graft, facts.n, agents)
    return level(found) | missing(~found.known, NO_ENTRY)


def _conditioning(facts: Facts) -> tuple[Coded, ...]:
    table = facts.columns[Conditioning]
    return tuple(table.coded(name) for name in ("agent", "doses", "dose"))


def _regimen(rows: tuple[tuple[Any, ...], ...]) -> tuple[Given, ...] | None:
    return tuple(total_of(*row) for row in rows) or None


def _serotherapy(rows: tuple[tuple[str | None], ...]) -> criteria.Serotherapy | None:
    return criteria.serotherapy(agent or "" for (agent,) in rows)


def chimerism(facts: Facts) -> Answers:
    """Donor cells of the whole sample at the latest measurement: 100 %, over 90 %, or 90 % and less.

    Undecided where another measurement of another class may be as late, its day being imprecise.
    """
    table = facts.columns[Chimerism]
    lineage, day, donor = table.coded("lineage"), table.days("day"), table.coded("donor")
    whole = ~lineage.known | lineage.equal(ChimerismLineage.WHOLE)
    latest = Picked(
        table,
        last_row(np.where(whole, table.patient, -1), facts.n, np.where(day.known, _middle(day), -np.inf)),
    )
    classed = donor.mapped(_chimerism_class)
    chosen, chosen_day = classed.take(latest.rows), latest.days("day")
    there = chosen_day.take(table.patient)
    overlaps = day.known & there.known & (day.high >= there.low) & ~(day.exact & there.exact)
    differs = donor.known & (classed.codes != chosen.codes[table.patient])
    open_ = count(whole & overlaps & differs, table.patient, facts.n) > 0
    found = left_open(open_ & chosen.known) | level(chosen)
    return found | missing(donor.take(latest.rows).known, NOT_CLASSED) | latest.why_missing("donor")


def acute_gvhd(facts: Facts) -> Answers:
    """Highest grade of acute GvHD over all bouts; a bout without a grade is still a bout."""
    return _worst(facts, GvhdKind.ACUTE, "acute_grade", ACUTE_LEVELS)


def chronic_gvhd(facts: Facts) -> Answers:
    """Highest severity (NIH) of chronic GvHD over all bouts; a bout without one is still a bout."""
    return _worst(facts, GvhdKind.CHRONIC, "chronic_severity", CHRONIC_LEVELS)


def _worst(facts: Facts, kind: GvhdKind, field: str, levels: Mapping[Choice, str]) -> Answers:
    table = facts.columns[Gvhd]

    def worst(bouts: tuple[tuple[Choice | None], ...]) -> str | None:
        grades = {grade for (grade,) in bouts}
        found = [told for grade, told in levels.items() if grade in grades]
        return found[-1] if found else NOT_GRADED if bouts else None

    group = np.where(table.coded("kind").equal(kind), table.patient, -1)
    found = by_group(worst, group, facts.n, table.coded(field))
    return level(found) | missing(~found.known, NO_ENTRY)


def _number(number: int) -> str | None:
    return str(number) if number else None


def _hla(facts: Facts) -> Coded:
    return by_distinct(_hla_text, facts.graft.coded("hla_matched"), facts.graft.coded("hla_total"))


def _hla_text(matched: int | None, total: int | None) -> str | None:
    return criteria.hla_text(matched, total) or None


def _donor(kind: Choice | None, match: str | None) -> str | None:
    return f"{kind.label}, {match or 'match not stated'}" if kind else None


def _pair_missing(facts: Facts, patient_field: str, donor_field: str) -> Answers:
    """Why a comparison is not possible: the patient's side first, then the donor's."""
    mine = facts.patient.why_missing(patient_field).asked(~facts.patient.coded(patient_field).known)
    return mine | facts.graft.why_missing(donor_field)


def _middle(day: Days) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Of the known bounds, as `Span.middle`."""
    low, high = np.isfinite(day.low), np.isfinite(day.high)
    total = np.where(low, day.low, 0.0) + np.where(high, day.high, 0.0)
    return total / np.maximum(low.astype(np.float64) + high, 1.0)


def _chimerism_class(donor: Quantity) -> str | None:
    low = donor.low if donor.low is not None else Decimal(0)
    high = donor.high if donor.high is not None else Decimal(100)
    if low >= 100:
        return FULL
    if high <= 90:
        return BELOW_90
    return ABOVE_90 if low > 90 or (low == 90 and not donor.low_included) else None
