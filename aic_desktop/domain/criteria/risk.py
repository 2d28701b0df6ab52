"""The risk factors of immune-mediated cytopenia after HSCT that Driouk 2021 names, per patient.

“AICs are … mostly occurring in patients with a non-malignant primary disease. Other risk factors for AIC are
age <15 years, an unrelated donor, human leukocyte antigen (HLA) mismatch, a stem cell graft other than bone
marrow, a conditioning regimen with alemtuzumab, cytomegalovirus (CMV) reactivation, and chronic
graft-versus-host disease (GvHD)” (Driouk 2021, discussion).
"""

from collections.abc import Iterable, Mapping
from math import inf

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import (
    Choice,
    ChronicSeverity,
    EventKind,
    GvhdKind,
    StemCellSource,
    YesNo,
)
from aic_desktop.domain.criteria.conditioning import Serotherapy, conditioning_of, serotherapy
from aic_desktop.domain.criteria.graft import DonorType, donor_type
from aic_desktop.domain.criteria.person import Malignancy, age_at_hsct, disease_category, malignancy
from aic_desktop.domain.criteria.spans import Bounds
from aic_desktop.domain.criteria.therapy import Tally

YOUNGER_THAN = 15


class RiskFactor(Choice):
    """A risk factor that Driouk 2021 names."""

    NON_MALIGNANT = "non_malignant", "non-malignant disease"
    YOUNG = "young", "age under 15 y at HSCT"
    UNRELATED = "unrelated", "unrelated donor"
    HLA_MISMATCH = "hla_mismatch", "HLA mismatch"
    NOT_MARROW = "not_marrow", "graft other than bone marrow"
    ALEMTUZUMAB = "alemtuzumab"
    CMV = "cmv", "CMV reactivation"
    CHRONIC_GVHD = "chronic_gvhd", "chronic GvHD"


def risk_factors(case: Case) -> Mapping[RiskFactor, YesNo | None]:
    """Every factor of a case: yes, no, or None where it is not recorded or imprecise."""
    graft, age = case.index_transplant, age_at_hsct(case)
    years = Bounds(float(age.low or 0), inf if age.high is None else float(age.high)) if age else None
    viruses = (e.detail for e in case.events if e.kind is EventKind.VIRAL_REACTIVATION)
    chronic = (g.chronic_severity for g in case.gvhd if g.kind is GvhdKind.CHRONIC)
    return {
        RiskFactor.NON_MALIGNANT: non_malignant(malignancy(disease_category(case.patient, case.codes))),
        RiskFactor.YOUNG: young(years),
        RiskFactor.UNRELATED: unrelated(donor_type(graft.donor_relation) if graft else None),
        RiskFactor.HLA_MISMATCH: hla_mismatched(graft.hla_matched, graft.hla_total) if graft else None,
        RiskFactor.NOT_MARROW: not_marrow(graft.source if graft else None),
        RiskFactor.ALEMTUZUMAB: with_alemtuzumab(serotherapy(g.agent for g in conditioning_of(case))),
        RiskFactor.CMV: cmv_reactivated(viruses),
        RiskFactor.CHRONIC_GVHD: chronic_gvhd(chronic),
    }


def number_of(factors: Iterable[YesNo | None]) -> Tally:
    """How many are present, at least and, with those not recorded, at most."""
    answers = tuple(factors)
    return Tally(answers.count(YesNo.YES), len(answers) - answers.count(YesNo.NO))


def non_malignant(found: Malignancy | None) -> YesNo | None:
    """Whether the primary disease is non-malignant."""
    return None if found is None else _yes(found is Malignancy.NON_MALIGNANT)


def young(years: Bounds | None) -> YesNo | None:
    """Whether the age at HSCT, in years, is below 15; None while it is open or belongs to another event."""
    if years is None or years.low < YOUNGER_THAN <= years.high:
        return None
    return _yes(years.high < YOUNGER_THAN)


def unrelated(found: DonorType | None) -> YesNo | None:
    """Whether the donor is unrelated."""
    return None if found is None else _yes(found is DonorType.UNRELATED)


def hla_mismatched(matched: int | None, typed: int | None) -> YesNo | None:
    """Whether any allele typed is mismatched."""
    return None if matched is None or typed is None else _yes(matched < typed)


def not_marrow(source: StemCellSource | None) -> YesNo | None:
    """Whether the graft is anything but bone marrow alone."""
    return None if source is None else _yes(source is not StemCellSource.BONE_MARROW)


def with_alemtuzumab(found: Serotherapy | None) -> YesNo | None:
    """Whether alemtuzumab was part of the conditioning."""
    return None if found is None else _yes(found in {Serotherapy.ALEMTUZUMAB, Serotherapy.BOTH})


def cmv_reactivated(viruses: Iterable[str | None]) -> YesNo | None:
    """Whether a viral reactivation is recorded that names CMV; None otherwise: none recorded is not none."""
    names = ((virus or "").casefold() for virus in viruses)
    return YesNo.YES if any("cmv" in name or "cytomegal" in name for name in names) else None


def chronic_gvhd(severities: Iterable[ChronicSeverity | None]) -> YesNo | None:
    """Whether chronic GvHD is recorded, of any severity but “none”; None without such a record."""
    found = tuple(severities)
    return _yes(any(s is not ChronicSeverity.NONE for s in found)) if found else None


def _yes(answer: bool) -> YesNo:
    return YesNo.YES if answer else YesNo.NO
