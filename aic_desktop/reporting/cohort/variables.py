"""The rows of Table 1 in their order: what each asks of a patient, its unit, the order of its levels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import getdoc

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
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.criteria import (
    AboMismatch,
    CytopeniaType,
    Malignancy,
    Response,
    RhdMismatch,
    SexMismatch,
)
from aic_desktop.reporting.cohort.answers import Answers
from aic_desktop.reporting.cohort.derived import cytopenia, graft, outcome, person, therapy
from aic_desktop.reporting.cohort.derived.facts import Facts

Reader = Callable[[Facts], Answers]


@dataclass(frozen=True, slots=True)
class Variable:
    """One question to every patient; a unit makes it a measure, else its answers are levels.

    `code` names it in files and choices. Levels in `order` come first, in that order; others follow by
    frequency. `decimals` rounds printed measures. With `several`, a patient may have more than one level.
    """

    code: str
    name: str
    read: Reader
    unit: str = ""
    order: tuple[str, ...] = ()
    decimals: int = 1
    several: bool = False

    def titled(self, agent: str) -> str:
        """Its name with the index agent's label in it."""
        text = self.name.format(agent=label_of("agents", agent))
        return text[:1].upper() + text[1:]

    @property
    def groups(self) -> bool:
        """Whether patients can be divided by it."""
        return not self.unit and not self.several

    @property
    def rule(self) -> str:
        """How the answer is found, and the source."""
        return getdoc(self.read) or ""


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
            Variable("origin", "Case origin", person.origin, order=_labels(Origin)),
            Variable("sex", "Sex", person.sex, order=_labels(Sex)),
            Variable("age_at_hsct", "Age at HSCT", person.age_at_hsct, unit="y"),
            Variable("age_group", "Age group", person.age_group, order=(person.CHILD, person.ADULT)),
            Variable("age_of_children", "Age of those under 18", person.age_of_children, unit="y"),
            Variable("age_of_adults", "Age of those 18 and over", person.age_of_adults, unit="y"),
            Variable(
                "disease_category",
                "Disease category",
                person.disease_category,
                order=_labels(DiseaseCategory),
            ),
            Variable("malignancy", "Malignant disease", person.malignancy, order=_labels(Malignancy)),
            Variable(
                "cytopenia_before_hsct",
                "Autoimmune cytopenia before HSCT",
                person.earlier_cytopenia,
                order=_YES_NO,
            ),
        ),
    ),
    Section(
        "Transplant",
        (
            Variable("transplants", "Number of transplants", graft.transplants, order=tuple("123456")),
            Variable("donor", "Donor", graft.donor, order=_labels(DonorRelation)),
            Variable(
                "hla_match",
                "HLA match",
                graft.hla,
                order=("12/12", "11/12", "10/12", "10/10", "9/10", "8/10"),
            ),
            Variable("donor_and_hla", "Donor and HLA match", graft.donor_and_hla),
            Variable("source", "Stem cell source", graft.source, order=_labels(StemCellSource)),
            Variable("abo_mismatch", "ABO mismatch", graft.abo, order=_labels(AboMismatch)),
            Variable("rhd_mismatch", "RhD mismatch", graft.rhd, order=_labels(RhdMismatch)),
            Variable("sex_mismatch", "Sex mismatch", graft.sex_mismatch, order=_labels(SexMismatch)),
            Variable(
                "intensity_intended", "Conditioning intensity", graft.intensity, order=_labels(Intensity)
            ),
            Variable(
                "latest_chimerism",
                "Latest chimerism",
                graft.chimerism,
                order=(graft.FULL, graft.ABOVE_90, graft.BELOW_90),
            ),
            Variable("acute_gvhd", "Acute GvHD", graft.acute_gvhd, order=tuple(graft.ACUTE_LEVELS.values())),
            Variable("chronic_gvhd", "Chronic GvHD", graft.chronic_gvhd, order=_labels(ChronicSeverity)),
        ),
    ),
    Section(
        "Cytopenia",
        (
            Variable("type", "Type", cytopenia.kind, order=_labels(CytopeniaType)),
            Variable(
                "type_in_abo_mismatch",
                "Type, ABO-mismatched grafts",
                cytopenia.kind_in_abo_mismatch,
                order=_labels(CytopeniaType),
            ),
            Variable("hsct_to_onset", "HSCT to onset", cytopenia.onset, unit="d"),
            Variable("therapies", "Therapies ever given", cytopenia.therapies, several=True),
        ),
    ),
    Section(
        "Treatment with {agent}",
        (
            Variable("index_given", "{agent} given", therapy.given, order=_YES_NO),
            Variable("onset_to_index", "Onset to first {agent}", therapy.onset_to_index, unit="d"),
            Variable("hsct_to_index", "HSCT to first {agent}", therapy.hsct_to_index, unit="d"),
            Variable(
                "hsct_to_index_in_prca",
                "HSCT to first {agent}, PRCA",
                therapy.hsct_to_index_in_prca,
                unit="d",
            ),
            Variable("index_doses", "Doses of {agent}", therapy.index_doses, unit="doses"),
            Variable(
                "previous_therapies", "Therapies before {agent}", therapy.previous_therapies, unit="therapies"
            ),
            Variable(
                "other_therapy_beside", "Other therapy beside {agent}", therapy.concomitant, order=_YES_NO
            ),
            Variable(
                "response_reported",
                "Response to {agent}, as reported",
                therapy.response,
                order=_labels(Response),
            ),
            Variable("doses_to_response", "Doses to response", therapy.doses_to_response, unit="doses"),
            Variable(
                "index_to_last_contact",
                "First {agent} to last contact",
                therapy.follow_up_from_index,
                unit="mo",
            ),
        ),
    ),
    Section(
        "Outcome",
        (
            Variable(
                "transfusion_independence",
                "Transfusion independence reached",
                outcome.transfusion_independence,
                order=_YES_NO,
            ),
            Variable(
                "immunoglobulin_substitution",
                "Immunoglobulin substitution, last report",
                outcome.immunoglobulin,
                order=_YES_NO,
            ),
            Variable(
                "b_cell_recovery", "B cell recovery, last report", outcome.b_cells, order=_labels(Recovery)
            ),
            Variable(
                "immunosuppression",
                "Immunosuppression, last report",
                outcome.immunosuppression,
                order=_YES_NO,
            ),
            Variable("status", "Status at last contact", outcome.status, order=_labels(Status)),
            Variable(
                "cause_of_death",
                "Primary cause of death",
                outcome.cause_of_death,
                order=_labels(CauseOfDeath),
            ),
            Variable("hsct_to_last_contact", "HSCT to last contact", outcome.follow_up, unit="mo"),
        ),
    ),
)

VARIABLES: Mapping[str, Variable] = {
    variable.code: variable for section in SECTIONS for variable in section.variables
}
SECTION_OF: Mapping[str, Section] = {
    variable.code: section for section in SECTIONS for variable in section.variables
}
