"""The rows of Table 1 in their order: what each asks of a patient, its unit, the order of its levels."""

from collections.abc import Callable
from dataclasses import dataclass

from aic_desktop.domain.choices import (
    CauseOfDeath,
    Choice,
    ChronicSeverity,
    DiseaseCategory,
    DonorRelation,
    Intensity,
    Origin,
    Recovery,
    Sex,
    Status,
    StemCellSource,
    YesNo,
)
from aic_desktop.domain.criteria import (
    AboMismatch,
    CytopeniaType,
    Malignancy,
    Response,
    RhdMismatch,
    SexMismatch,
)
from aic_desktop.reporting.cohort import cytopenia_and_outcome as course
from aic_desktop.reporting.cohort import person_and_graft as start
from aic_desktop.reporting.cohort.answers import Answer
from aic_desktop.reporting.cohort.facts import Facts

Reader = Callable[[Facts], Answer]


@dataclass(frozen=True, slots=True)
class Variable:
    """One question to every patient; a unit makes it a measure, else its answers are levels.

    Levels in `order` come first, in that order; others follow by frequency. `decimals` rounds printed
    measures.
    """

    name: str
    read: Reader
    unit: str = ""
    order: tuple[str, ...] = ()
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """Variables under one heading; `{agent}` in names stands for the index agent's label."""

    title: str
    variables: tuple[Variable, ...]


def _labels(choice: type[Choice]) -> tuple[str, ...]:
    return tuple(member.label for member in choice)


_YES_NO = _labels(YesNo)

SECTIONS: tuple[Section, ...] = (
    Section(
        "Patients",
        (
            Variable("Case origin", start.origin, order=_labels(Origin)),
            Variable("Sex", start.sex, order=_labels(Sex)),
            Variable("Age at HSCT", start.age_at_hsct, unit="y"),
            Variable("Age group", start.age_group, order=(start.CHILD, start.ADULT)),
            Variable("Age of those under 18", start.age_of_children, unit="y"),
            Variable("Age of those 18 and over", start.age_of_adults, unit="y"),
            Variable("Disease category", start.disease_category, order=_labels(DiseaseCategory)),
            Variable("Malignant disease", start.malignancy, order=_labels(Malignancy)),
            Variable("Autoimmune cytopenia before HSCT", start.earlier_cytopenia, order=_YES_NO),
        ),
    ),
    Section(
        "Transplant",
        (
            Variable("Number of transplants", start.transplants, order=tuple("123456")),
            Variable("Donor", start.donor, order=_labels(DonorRelation)),
            Variable("HLA match", start.hla, order=("12/12", "11/12", "10/12", "10/10", "9/10", "8/10")),
            Variable("Donor and HLA match", start.donor_and_hla),
            Variable("Stem cell source", start.source, order=_labels(StemCellSource)),
            Variable("ABO mismatch", start.abo, order=_labels(AboMismatch)),
            Variable("RhD mismatch", start.rhd, order=_labels(RhdMismatch)),
            Variable("Sex mismatch", start.sex_mismatch, order=_labels(SexMismatch)),
            Variable("Conditioning intensity", start.intensity, order=_labels(Intensity)),
            Variable("Latest chimerism", start.chimerism, order=(start.FULL, start.ABOVE_90, start.BELOW_90)),
            Variable("Acute GvHD", start.acute_gvhd, order=tuple(start.ACUTE_LEVELS.values())),
            Variable("Chronic GvHD", start.chronic_gvhd, order=_labels(ChronicSeverity)),
        ),
    ),
    Section(
        "Cytopenia",
        (
            Variable("Type", course.kind, order=_labels(CytopeniaType)),
            Variable(
                "Type, ABO-mismatched grafts", course.kind_in_abo_mismatch, order=_labels(CytopeniaType)
            ),
            Variable("HSCT to onset", course.onset, unit="d"),
            Variable("Therapies ever given", course.therapies),
        ),
    ),
    Section(
        "Treatment with {agent}",
        (
            Variable("{agent} given", course.index_given, order=_YES_NO),
            Variable("Onset to first {agent}", course.onset_to_index, unit="d"),
            Variable("HSCT to first {agent}", course.hsct_to_index, unit="d"),
            Variable("HSCT to first {agent}, PRCA", course.hsct_to_index_in_prca, unit="d"),
            Variable("Doses of {agent}", course.index_doses, unit="doses"),
            Variable("Therapies before {agent}", course.previous_therapies, unit="therapies"),
            Variable("Other therapy beside {agent}", course.concomitant, order=_YES_NO),
            Variable("Response to {agent}, as reported", course.response, order=_labels(Response)),
            Variable("Doses to response", course.doses_to_response, unit="doses"),
            Variable("First {agent} to last contact", course.follow_up_from_index, unit="mo"),
        ),
    ),
    Section(
        "Outcome",
        (
            Variable("Transfusion independence reached", course.transfusion_independence, order=_YES_NO),
            Variable("Immunoglobulin substitution, last report", course.immunoglobulin, order=_YES_NO),
            Variable("B cell recovery, last report", course.b_cells, order=_labels(Recovery)),
            Variable("Immunosuppression, last report", course.immunosuppression, order=_YES_NO),
            Variable("Status at last contact", course.status, order=_labels(Status)),
            Variable("Primary cause of death", course.cause_of_death, order=_labels(CauseOfDeath)),
            Variable("HSCT to last contact", course.follow_up, unit="mo"),
        ),
    ),
)
