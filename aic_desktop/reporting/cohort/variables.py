"""The rows of Table 1 in their order: what each asks of a patient, its unit, the order of its levels."""

from collections.abc import Mapping

from aic_desktop.domain.choices import (
    CauseOfDeath,
    Choice,
    ChronicSeverity,
    DiseaseCategory,
    DonorRelation,
    Intensity,
    Origin,
    Product,
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
    Serotherapy,
    SexMismatch,
)
from aic_desktop.reporting.cohort.by_criteria import BY_CRITERIA
from aic_desktop.reporting.cohort.derived import (
    burden,
    cytopenia,
    graft,
    outcome,
    person,
    risk,
    therapy,
)
from aic_desktop.reporting.cohort.variable import Section, Variable


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
                "intensity_intended",
                "Conditioning intensity, intended",
                graft.intensity,
                order=_labels(Intensity),
            ),
            Variable(
                "intensity_by_doses",
                "Conditioning intensity, by doses",
                graft.intensity_by_doses,
                order=_labels(Intensity),
            ),
            Variable("serotherapy", "Serotherapy", graft.serotherapy, order=_labels(Serotherapy)),
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
        "Risk factors of Driouk 2021",
        (
            Variable("risk_factors", "Present", risk.factors, order=risk.LABELS, several=True),
            Variable("number_of_risk_factors", "Number present", risk.number, unit="factors"),
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
            Variable("episodes", "Episodes", cytopenia.episodes, order=tuple("123456789")),
            Variable(
                "episode_types",
                "Type, per episode",
                cytopenia.episode_types,
                order=_labels(CytopeniaType),
                several=True,
            ),
            Variable(
                "evans_sequence",
                "Evans syndrome: lineages",
                cytopenia.evans_sequence,
                order=cytopenia.SEQUENCE,
            ),
            Variable("evans_days", "Evans syndrome: days between lineages", cytopenia.evans_days, unit="d"),
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
            Variable("days_to_response", "Days to response", therapy.days_to_response, unit="d"),
            Variable("doses_to_response", "Doses to response", therapy.doses_to_response, unit="doses"),
            Variable("response_lasted", "Duration of response", therapy.response_lasted, unit="d"),
            Variable(
                "relapse_reported",
                "Relapse after response, as reported",
                therapy.relapse,
                order=(therapy.YES, therapy.NONE_RECORDED),
            ),
            Variable(
                "index_to_last_contact",
                "First {agent} to last contact",
                therapy.follow_up_from_index,
                unit="mo",
            ),
        ),
    ),
    Section("Response to {agent} by criteria", BY_CRITERIA),
    Section(
        "Transfusions around the first {agent}",
        (
            Variable(
                "platelets_before",
                "Platelet units, 4 weeks before",
                burden.before(Product.PLATELETS),
                "units",
            ),
            Variable(
                "platelets_after", "Platelet units, 4 weeks after", burden.after(Product.PLATELETS), "units"
            ),
            Variable(
                "red_cells_before",
                "Red cell units, 4 weeks before",
                burden.before(Product.RED_CELLS),
                "units",
            ),
            Variable(
                "red_cells_after", "Red cell units, 4 weeks after", burden.after(Product.RED_CELLS), "units"
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
            Variable(
                "onset_to_last_contact", "Onset to last contact", outcome.follow_up_from_onset, unit="mo"
            ),
        ),
    ),
)

VARIABLES: Mapping[str, Variable] = {
    variable.code: variable for section in SECTIONS for variable in section.variables
}
SECTION_OF: Mapping[str, Section] = {
    variable.code: section for section in SECTIONS for variable in section.variables
}
