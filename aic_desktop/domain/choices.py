"""The enumerations of the case record: a stable code that files carry, and a label that people read."""

from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """A code with a label; the code never changes once a file has carried it."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Take the label from the code where none is given."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label or code.replace("_", " ")
        return member


class Origin(Choice):
    """Own patient, or taken from a publication."""

    OWN = "own"
    LITERATURE = "literature"


class AgeAt(Choice):
    """The event a stated age belongs to."""

    HSCT = "hsct", "HSCT"
    AIC_ONSET = "aic_onset", "onset of the cytopenia"
    REPORT = "report"


class Sex(Choice):
    """Sex as recorded by the centre."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class DiseaseCategory(Choice):
    """Group of the disease that led to HSCT; malignant or not is derived."""

    ACUTE_LEUKAEMIA = "acute_leukaemia"
    MDS = "mds", "MDS"
    MPN_PMF = "mpn_pmf", "MPN / primary myelofibrosis"
    CHRONIC_LEUKAEMIA = "chronic_leukaemia"
    LYMPHOMA = "lymphoma"
    PLASMA_CELL = "plasma_cell"
    BONE_MARROW_FAILURE = "bone_marrow_failure"
    INBORN_ERROR_OF_IMMUNITY = "inborn_error_of_immunity"
    HAEMOGLOBINOPATHY = "haemoglobinopathy"
    METABOLIC = "metabolic"
    SOLID_TUMOUR = "solid_tumour"
    OTHER = "other"


class BloodGroup(Choice):
    """ABO blood group."""

    GROUP_O = "O"
    GROUP_A = "A"
    GROUP_B = "B"
    GROUP_AB = "AB"


class RhD(Choice):
    """RhD antigen, apart from ABO."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Serostatus(Choice):
    """CMV IgG serostatus."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class YesNo(Choice):
    """A question answered; not answered is a missing value."""

    YES = "yes"
    NO = "no"


class DonorRelation(Choice):
    """Donor's relation to the patient."""

    IDENTICAL_TWIN = "identical_twin"
    SIBLING = "sibling"
    PARENT = "parent"
    CHILD = "child"
    OTHER_RELATIVE = "other_relative"
    UNRELATED = "unrelated"


class StemCellSource(Choice):
    """Where the graft was taken."""

    BONE_MARROW = "bone_marrow"
    PERIPHERAL_BLOOD = "peripheral_blood"
    CORD_BLOOD = "cord_blood"
    MARROW_AND_BLOOD = "marrow_and_blood"


class GraftManipulation(Choice):
    """Ex-vivo manipulation of the graft."""

    NONE = "none"
    CD34_SELECTION = "cd34_selection", "CD34+ selection"
    TCR_AB_CD19_DEPLETION = "tcr_ab_cd19_depletion", "TCR αβ / CD19 depletion"
    OTHER = "other"


class Intensity(Choice):
    """Conditioning intensity as intended by the centre."""

    MYELOABLATIVE = "myeloablative"
    REDUCED_INTENSITY = "reduced_intensity"
    NON_MYELOABLATIVE = "non_myeloablative"
    NONE = "none"


class GraftFailure(Choice):
    """Graft failure."""

    NONE = "none"
    PRIMARY = "primary"
    SECONDARY = "secondary"


class GvhdKind(Choice):
    """Acute or chronic graft-versus-host disease."""

    ACUTE = "acute"
    CHRONIC = "chronic"


class AcuteGrade(Choice):
    """Maximum overall grade of acute GvHD."""

    GRADE_0 = "0"
    GRADE_I = "I"
    GRADE_II = "II"
    GRADE_III = "III"
    GRADE_IV = "IV"


class ChronicSeverity(Choice):
    """NIH severity of chronic GvHD."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Specimen(Choice):
    """Material a chimerism was measured in."""

    PERIPHERAL_BLOOD = "peripheral_blood"
    BONE_MARROW = "bone_marrow"


class ChimerismLineage(Choice):
    """Cells in which donor chimerism was measured."""

    WHOLE = "whole", "whole sample"
    T_CELLS = "t_cells", "T cells"
    B_CELLS = "b_cells", "B cells"
    NK_CELLS = "nk_cells", "NK cells"
    GRANULOCYTES = "granulocytes"
    CD34 = "cd34", "CD34+ cells"


class EventKind(Choice):
    """Something that happened, on a day or over days."""

    VIRAL_REACTIVATION = "viral_reactivation"
    INFECTION = "infection"
    BLEEDING = "bleeding"
    MUCOSITIS = "mucositis"
    TMA = "tma", "thrombotic microangiopathy"
    VOD = "vod", "veno-occlusive disease"
    RELAPSE_OF_DISEASE = "relapse_of_disease", "relapse of primary disease"
    DONOR_LYMPHOCYTES = "donor_lymphocytes"
    STEM_CELL_BOOST = "stem_cell_boost"
    HAEMOLYTIC_CRISIS = "haemolytic_crisis"
    SHOCK = "shock"
    THROMBOEMBOLISM = "thromboembolism"
    ORGAN_FAILURE = "organ_failure"
    ADMISSION = "admission"
    DISCHARGE = "discharge"
    OTHER = "other"


class Lineage(Choice):
    """The cell line attacked: AIT, AIHA, AIN, PRCA in this order; Evans syndrome is derived from several."""

    PLATELETS = "platelets"
    RED_CELLS = "red_cells"
    NEUTROPHILS = "neutrophils"
    RED_CELL_PRECURSORS = "red_cell_precursors"


class OnsetRule(Choice):
    """The event an onset day is counted from; publications differ."""

    LAST_NORMAL_COUNT = "last_normal_count"
    FIRST_ABNORMAL_COUNT = "first_abnormal_count"
    DIAGNOSIS = "diagnosis"
    TREATMENT_START = "treatment_start"


class FindingTest(Choice):
    """Immunological and related work-up."""

    DAT_POLYSPECIFIC = "dat_polyspecific", "direct antiglobulin test"
    DAT_IGG = "dat_igg", "DAT, IgG"
    DAT_C3D = "dat_c3d", "DAT, C3d"
    INDIRECT_ANTIGLOBULIN = "indirect_antiglobulin", "indirect antiglobulin test"
    AUTOANTIBODY_THERMAL_TYPE = "autoantibody_thermal_type"
    AUTOANTIBODY_SPECIFICITY = "autoantibody_specificity"
    FREE_PLATELET_ANTIBODY = "free_platelet_antibody"
    BOUND_PLATELET_ANTIBODY = "bound_platelet_antibody"
    PLATELET_ANTIBODY_TARGET = "platelet_antibody_target"
    PLATELET_HLA_ANTIBODY = "platelet_hla_antibody", "platelet HLA antibody"
    GRANULOCYTE_ANTIBODY = "granulocyte_antibody"
    ADAMTS13_ACTIVITY = "adamts13_activity", "ADAMTS13 activity"
    ADAMTS13_ANTIBODY = "adamts13_antibody", "ADAMTS13 antibody"
    SCHISTOCYTES = "schistocytes"
    PROTEINURIA = "proteinuria"
    MARROW_ERYTHROID_PRECURSORS = "marrow_erythroid_precursors", "erythroid precursors in marrow"
    PARVOVIRUS_B19_PCR = "parvovirus_b19_pcr", "parvovirus B19 PCR"
    ISOAGGLUTININ_ANTI_A = "isoagglutinin_anti_a", "isoagglutinin anti-A"
    ISOAGGLUTININ_ANTI_B = "isoagglutinin_anti_b", "isoagglutinin anti-B"
    OTHER = "other"


class FindingResult(Choice):
    """Result of a work-up test, in one vocabulary for all."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NORMAL = "normal"
    REDUCED = "reduced"
    INCREASED = "increased"
    ABSENT = "absent"
    PRESENT = "present"
    WARM = "warm"
    COLD = "cold"
    MIXED = "mixed"
    SEE_TEXT = "see_text", "see detail"


class CourseKind(Choice):
    """A step of the course as reported by the clinician or the authors."""

    RESPONSE_SIGN = "response_sign"
    TRANSIENT_RECOVERY = "transient_recovery"
    PARTIAL_RESPONSE = "partial_response"
    COMPLETE_RESPONSE = "complete_response"
    NO_RESPONSE = "no_response"
    RELAPSE = "relapse"
    FLARE = "flare"
    STABLE = "stable"
    TRANSFUSION_INDEPENDENT = "transfusion_independent"


class CriteriaSet(Choice):
    """Response definition a reported course was judged by."""

    AUTHOR = "author", "as defined by the authors"
    ITP_IWG_2009 = "itp_iwg_2009", "ITP IWG 2009"
    AIHA_CONSENSUS_2020 = "aiha_consensus_2020", "AIHA consensus 2020"
    AIHA_BARCELLINI_2014 = "aiha_barcellini_2014", "AIHA Barcellini 2014"
    AIN_USUAL = "ain_usual", "neutropenia, usual definition"
    PRCA_THREE_ENDPOINTS = "prca_three_endpoints", "PRCA, three endpoints"


class Purpose(Choice):
    """Why a treatment was given; the same drug may return with another purpose."""

    CYTOPENIA = "cytopenia"
    GVHD_PROPHYLAXIS = "gvhd_prophylaxis", "GvHD prophylaxis"
    GVHD_TREATMENT = "gvhd_treatment", "GvHD treatment"
    SUBSTITUTION = "substitution"
    INFECTION = "infection"
    SUPPORTIVE = "supportive"
    BEFORE_HSCT = "before_hsct", "before HSCT"
    OTHER = "other"


class Route(Choice):
    """Route of administration."""

    IV = "iv", "i.v."
    ORAL = "oral"
    SC = "sc", "s.c."
    IM = "im", "i.m."
    PROCEDURE = "procedure"


class ReportedResponse(Choice):
    """Response as judged by the clinician or the authors."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"
    TRANSIENT = "transient"
    NOT_EVALUABLE = "not_evaluable"


class StopReason(Choice):
    """Why a treatment was stopped."""

    COMPLETED = "completed"
    RESPONSE = "response"
    NO_RESPONSE = "no_response"
    TOXICITY = "toxicity"
    RELAPSE = "relapse"
    DEATH = "death"
    SWITCHED = "switched"
    OTHER = "other"


class CtcaeVersion(Choice):
    """CTCAE version a grade was reported in."""

    V4_03 = "4.03"
    V5_0 = "5.0"
    V6_0 = "6.0"


class SampleContext(Choice):
    """What makes a count hard to compare."""

    AFTER_TRANSFUSION = "after_transfusion"
    ON_G_CSF = "on_g_csf", "on G-CSF"
    HAEMOLYSED_SAMPLE = "haemolysed_sample"


class Product(Choice):
    """Blood product."""

    PLATELETS = "platelets"
    RED_CELLS = "red_cells"
    PLASMA = "plasma"
    GRANULOCYTES = "granulocytes"


class TransfusionIndication(Choice):
    """Why a unit was given: red cells given for bleeding are no sign of haemolysis."""

    PROPHYLACTIC = "prophylactic"
    BLEEDING = "bleeding"
    HAEMOLYSIS = "haemolysis"
    PROCEDURE = "procedure"


class Status(Choice):
    """Vital status at a follow-up."""

    ALIVE = "alive"
    DEAD = "dead"


class CauseOfDeath(Choice):
    """Primary cause: the disease that started the chain."""

    AUTOIMMUNE_CYTOPENIA = "autoimmune_cytopenia"
    RELAPSE_OR_PROGRESSION = "relapse_or_progression"
    GVHD = "gvhd", "GvHD"
    INFECTION = "infection"
    GRAFT_FAILURE = "graft_failure"
    HAEMORRHAGE = "haemorrhage"
    THROMBOEMBOLISM = "thromboembolism"
    CARDIAC = "cardiac"
    PULMONARY = "pulmonary"
    ORGAN_FAILURE = "organ_failure"
    TOXICITY = "toxicity"
    SECONDARY_MALIGNANCY = "secondary_malignancy"
    OTHER = "other"
    UNKNOWN = "unknown"


class Certainty(Choice):
    """How sure the cause of death is."""

    CONFIRMED = "confirmed"
    PROBABLE = "probable"


class Recovery(Choice):
    """Extent of B cell recovery."""

    NONE = "none"
    PARTIAL = "partial"
    COMPLETE = "complete"


class MissingReason(Choice):
    """Why a field holds no value; kept beside the value, never in it."""

    UNKNOWN = "unknown"
    NOT_DONE = "not_done"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
