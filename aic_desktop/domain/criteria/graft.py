"""What follows from patient and graft together: mismatches in ABO, RhD, HLA and sex; cumulative doses."""

from collections.abc import Mapping
from dataclasses import replace

from aic_desktop.domain.choices import BloodGroup, Choice, DonorRelation, RhD, Sex
from aic_desktop.domain.quantity import Quantity, render
from aic_desktop.domain.records import Conditioning, Patient, Transplant


class AboMismatch(Choice):
    """Red-cell antigens foreign to the patient (major), to the graft's lymphocytes (minor), or both."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    BIDIRECTIONAL = "bidirectional"


class RhdMismatch(Choice):
    """RhD on one side only; never counted as an ABO mismatch."""

    NONE = "none"
    DONOR_POSITIVE = "donor_positive", "negative patient, positive donor"
    DONOR_NEGATIVE = "donor_negative", "positive patient, negative donor"


class SexMismatch(Choice):
    """Donor and patient of different sex, the direction that matters for GvHD told apart."""

    NONE = "none"
    FEMALE_TO_MALE = "female_to_male", "female donor, male patient"
    MALE_TO_FEMALE = "male_to_female", "male donor, female patient"


class DonorType(Choice):
    """Family or unrelated: what case series report where the relation is not given."""

    FAMILY = "family", "family donor"
    UNRELATED = "unrelated", "unrelated donor"


_ANTIGENS: Mapping[BloodGroup, frozenset[str]] = {
    BloodGroup.GROUP_O: frozenset(),
    BloodGroup.GROUP_A: frozenset("A"),
    BloodGroup.GROUP_B: frozenset("B"),
    BloodGroup.GROUP_AB: frozenset("AB"),
}


def abo_mismatch(patient: BloodGroup | None, donor: BloodGroup | None) -> AboMismatch | None:
    """Class of ABO mismatch; None while a group is missing.

    Major when the donor has antigens the patient lacks, minor the other way round: the rule by antigens,
    not the incomplete lists of pairs in print.
    """
    if patient is None or donor is None:
        return None
    major = not _ANTIGENS[donor] <= _ANTIGENS[patient]
    minor = not _ANTIGENS[patient] <= _ANTIGENS[donor]
    if major:
        return AboMismatch.BIDIRECTIONAL if minor else AboMismatch.MAJOR
    return AboMismatch.MINOR if minor else AboMismatch.NONE


def rhd_mismatch(patient: RhD | None, donor: RhD | None) -> RhdMismatch | None:
    """RhD mismatch and its direction; None while one is missing."""
    if patient is None or donor is None:
        return None
    if patient is donor:
        return RhdMismatch.NONE
    return RhdMismatch.DONOR_POSITIVE if donor is RhD.POSITIVE else RhdMismatch.DONOR_NEGATIVE


def sex_mismatch(patient: Sex | None, donor: Sex | None) -> SexMismatch | None:
    """Sex mismatch and its direction; None while one is missing or other than female or male."""
    if patient is None or donor is None or Sex.OTHER in (patient, donor):
        return None
    if patient is donor:
        return SexMismatch.NONE
    return SexMismatch.FEMALE_TO_MALE if donor is Sex.FEMALE else SexMismatch.MALE_TO_FEMALE


def hla_match(transplant: Transplant) -> str:
    """Alleles matched of alleles typed, “9/10”; "" while either is missing."""
    return hla_text(transplant.hla_matched, transplant.hla_total)


def hla_text(matched: int | None, total: int | None) -> str:
    """Both numbers of alleles as “9/10”; "" while either is missing."""
    return "" if matched is None or total is None else f"{matched}/{total}"


def donor_type(relation: DonorRelation | None) -> DonorType | None:
    """Family or unrelated donor; None while the relation is missing."""
    if relation is None:
        return None
    return DonorType.UNRELATED if relation is DonorRelation.UNRELATED else DonorType.FAMILY


def graft_label(patient: Patient, transplant: Transplant) -> str:
    """The graft in a line: “9/10 unrelated, bone marrow, ABO minor”; parts not known are left out."""
    abo = abo_mismatch(patient.abo_before, transplant.donor_abo)
    relation = transplant.donor_relation
    donor = f"{hla_match(transplant)} {relation.label if relation else ''}".strip()
    source = transplant.source.label if transplant.source else ""
    mismatch = f"ABO {abo.label}" if abo and abo is not AboMismatch.NONE else ""
    return ", ".join(part for part in (donor, source, mismatch) if part)


def cumulative_dose(conditioning: Conditioning) -> Quantity | None:
    """Number of doses times dose, in the dose's unit; None while either is missing (3 × 14 = 42 g/m²)."""
    dose, doses = conditioning.dose, conditioning.doses
    if dose is None or not doses:
        return None
    low = None if dose.low is None else dose.low * doses
    high = None if dose.high is None else dose.high * doses
    total = replace(dose, low=low, high=high, entered_unit=dose.unit, text="")
    return replace(total, text=render(total))
