"""Derived clinical facts, each against the rule and the published cases it comes from."""

from decimal import Decimal

import pytest

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import (
    AgeAt,
    BloodGroup,
    DiseaseCategory,
    DonorRelation,
    Lineage,
    RhD,
    Sex,
)
from aic_desktop.domain.criteria import (
    AboMismatch,
    CytopeniaType,
    DonorType,
    Malignancy,
    RhdMismatch,
    SexMismatch,
)
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import Conditioning, Cytopenia, Patient, Transplant
from aic_desktop.domain.timepoint import Basis, Span, TimePoint
from tests.charts import Chart, patient_1, patient_2
from tests.values import exactly

PLATELETS, RED, NEUTROPHILS, PRECURSORS = Lineage


def between(low: int | None, high: int | None) -> TimePoint:
    return TimePoint(Basis.DAY, low, high, f"{low}..{high}")


def case(*cytopenias: tuple[int | None, Lineage | None, TimePoint | int | None]) -> Case:
    records = tuple(
        Cytopenia(
            id=f"c{i}",
            owner="p",
            position=i,
            episode=episode,
            lineage=lineage,
            onset=TimePoint.on_day(onset) if isinstance(onset, int) else onset,
        )
        for i, (episode, lineage, onset) in enumerate(cytopenias)
    )
    return Case(Patient(id="p"), cytopenias=records)


@pytest.mark.parametrize(
    ("pairs", "kind", "text"),
    [
        ([], None, ""),
        ([(1, PLATELETS)], CytopeniaType.AIT, "AIT"),
        ([(1, RED)], CytopeniaType.AIHA, "AIHA"),
        ([(1, NEUTROPHILS)], CytopeniaType.AIN, "AIN"),
        ([(1, PRECURSORS)], CytopeniaType.PRCA, "PRCA"),
        ([(1, PLATELETS), (1, RED)], CytopeniaType.EVANS, "Evans syndrome"),
        ([(1, PLATELETS), (1, RED), (1, NEUTROPHILS)], CytopeniaType.EVANS, "Evans syndrome"),
        ([(1, PLATELETS), (1, PLATELETS)], CytopeniaType.AIT, "AIT"),
        ([(1, PLATELETS), (2, PLATELETS)], CytopeniaType.AIT, "AIT"),
        ([(2, PLATELETS), (1, RED)], CytopeniaType.IN_TURN, "AIHA, AIT"),
        ([(1, PLATELETS), (2, PLATELETS), (2, RED)], CytopeniaType.EVANS, "Evans syndrome"),
    ],
)
def test_the_type_follows_from_the_lineages_of_an_episode(
    pairs: list[tuple[int, Lineage]], kind: CytopeniaType | None, text: str
) -> None:
    assert criteria.type_among(pairs) is kind
    assert criteria.type_of(iter(pairs)) == text


@pytest.mark.parametrize(
    ("cytopenias", "text"),
    [
        ([], ""),
        ([(1, None, 58)], ""),
        ([(1, PLATELETS, 58)], "AIT +58"),
        ([(None, PLATELETS, 58)], "AIT +58"),
        ([(1, PLATELETS, between(58, 61))], "AIT +58..+61"),
        ([(1, PLATELETS, between(200, None))], "AIT ≥+200"),
        ([(1, PRECURSORS, None)], "PRCA"),
        ([(1, RED, 83), (1, PLATELETS, 58)], "Evans syndrome (AIT +58, AIHA +83)"),
        ([(None, RED, 83), (1, PLATELETS, 58)], "Evans syndrome (AIT +58, AIHA +83)"),
        ([(1, PLATELETS, None), (1, RED, 83)], "Evans syndrome (AIHA +83, AIT)"),
        ([(1, PLATELETS, 58), (2, PLATELETS, 300)], "AIT +58; AIT +300"),
        ([(1, PLATELETS, 90), (1, PLATELETS, 58)], "AIT +58"),
        (
            [(1, PLATELETS, 58), (2, PLATELETS, 300), (2, RED, 310)],
            "Evans syndrome (AIT +58; AIT +300, AIHA +310)",
        ),
    ],
)
def test_the_label_carries_each_onset_as_precisely_as_known(
    cytopenias: list[tuple[int | None, Lineage | None, TimePoint | int | None]], text: str
) -> None:
    assert criteria.label_with_onset(case(*cytopenias)) == text


def test_the_published_patients_are_labelled_by_the_papers_own_definition() -> None:
    assert criteria.label_with_onset(patient_1()) == "AIT +58..+61"
    assert criteria.label_with_onset(patient_2()) == "Evans syndrome (AIT +58, AIHA +83)"


def test_an_onset_that_has_no_day_yet_leaves_the_type_alone() -> None:
    chart = Chart()
    chart.add(Cytopenia, episode="1", lineage="platelets", onset="12.3.2020")
    assert criteria.label_with_onset(chart.case) == "AIT"
    assert criteria.onset(chart.case) is None


def test_the_onset_is_the_first_of_the_first_episode_as_wide_as_it_is_imprecise() -> None:
    several = case((2, PLATELETS, 20), (1, RED, 60), (1, PLATELETS, between(58, 61)), (1, NEUTROPHILS, None))
    assert criteria.onset(several) == Span(58, 60)
    assert criteria.onset(case((1, PRECURSORS, None))) is None
    assert criteria.onset(case()) is None


# Rows: patient; columns: donor; both O, A, B, AB.
ABO = """
none  major         major         major
minor none          bidirectional major
minor bidirectional none          major
minor minor         minor         none
"""


@pytest.mark.parametrize(
    ("patient", "donor", "expected"),
    [
        (patient, donor, AboMismatch(kind))
        for patient, line in zip(BloodGroup, ABO.strip().splitlines(), strict=True)
        for donor, kind in zip(BloodGroup, line.split(), strict=True)
    ],
)
def test_abo_mismatch_by_antigens(patient: BloodGroup, donor: BloodGroup, expected: AboMismatch) -> None:
    assert criteria.abo_mismatch(patient, donor) is expected


def test_a_missing_blood_group_leaves_the_mismatch_open() -> None:
    assert criteria.abo_mismatch(None, BloodGroup.GROUP_O) is None
    assert criteria.abo_mismatch(BloodGroup.GROUP_O, None) is None
    assert criteria.rhd_mismatch(RhD.POSITIVE, None) is None
    assert criteria.rhd_mismatch(None, RhD.POSITIVE) is None


def test_rhd_is_apart_from_abo() -> None:
    patient, graft = patient_2().patient, patient_2().transplants[0]
    assert criteria.abo_mismatch(patient.abo_before, graft.donor_abo) is AboMismatch.NONE
    assert criteria.rhd_mismatch(patient.rhd_before, graft.donor_rhd) is RhdMismatch.DONOR_POSITIVE
    assert criteria.rhd_mismatch(RhD.POSITIVE, RhD.NEGATIVE) is RhdMismatch.DONOR_NEGATIVE
    assert criteria.rhd_mismatch(RhD.NEGATIVE, RhD.NEGATIVE) is RhdMismatch.NONE


@pytest.mark.parametrize(
    ("patient", "donor", "expected"),
    [
        (Sex.MALE, Sex.FEMALE, SexMismatch.FEMALE_TO_MALE),
        (Sex.FEMALE, Sex.MALE, SexMismatch.MALE_TO_FEMALE),
        (Sex.FEMALE, Sex.FEMALE, SexMismatch.NONE),
        (Sex.OTHER, Sex.FEMALE, None),
        (None, Sex.FEMALE, None),
        (Sex.FEMALE, None, None),
    ],
)
def test_sex_mismatch(patient: Sex | None, donor: Sex | None, expected: SexMismatch | None) -> None:
    assert criteria.sex_mismatch(patient, donor) is expected


def test_hla_match_needs_both_numbers() -> None:
    assert criteria.hla_match(patient_2().transplants[0]) == "9/10"
    assert criteria.hla_match(Transplant(id="t", hla_matched=9)) == ""
    assert criteria.hla_match(Transplant(id="t", hla_total=10)) == ""


@pytest.mark.parametrize("relation", DonorRelation)
def test_every_donor_but_the_unrelated_is_family(relation: DonorRelation) -> None:
    expected = DonorType.UNRELATED if relation is DonorRelation.UNRELATED else DonorType.FAMILY
    assert criteria.donor_type(relation) is expected


@pytest.mark.parametrize(
    ("doses", "dose", "text"),
    [
        (1, exactly(8, "mg/kg"), "8 mg/kg"),
        (3, exactly(14, "g/m2"), "42 g/m²"),
        (4, exactly("0.8", "mg/kg"), "3.2 mg/kg"),
        (3, Quantity(Decimal(2), Decimal(3), "mg/kg", "mg/kg", "2-3"), "6–9 mg/kg"),
        (3, Quantity(None, Decimal(3), "mg/kg", "mg/kg", "<3", high_included=False), "<9 mg/kg"),
    ],
)
def test_cumulative_conditioning_dose(doses: int, dose: Quantity, text: str) -> None:
    total = criteria.cumulative_dose(Conditioning(id="c", doses=doses, dose=dose))
    assert total is not None
    assert total.text == text


def test_no_cumulative_dose_without_number_or_dose() -> None:
    assert criteria.cumulative_dose(Conditioning(id="c", doses=3)) is None
    assert criteria.cumulative_dose(Conditioning(id="c", dose=exactly(1, "Gy"))) is None


MALIGNANT = {
    *("acute_leukaemia", "mds", "mpn_pmf", "chronic_leukaemia"),
    *("lymphoma", "plasma_cell", "solid_tumour"),
}


@pytest.mark.parametrize("category", DiseaseCategory)
def test_malignant_or_not(category: DiseaseCategory) -> None:
    expected = Malignancy.MALIGNANT if category in MALIGNANT else Malignancy.NON_MALIGNANT
    assert criteria.malignancy(category) is (None if category is DiseaseCategory.OTHER else expected)


def test_the_category_of_a_listed_disease_is_known_and_an_entered_one_wins() -> None:
    assert criteria.disease_category(Chart(disease="SAA").case.patient) is DiseaseCategory.BONE_MARROW_FAILURE
    entered = Chart(disease="SAA", disease_category="other").case.patient
    assert criteria.disease_category(entered) is DiseaseCategory.OTHER
    assert criteria.disease_category(Chart(disease="something rare").case.patient) is None


@pytest.mark.parametrize(
    ("typed", "text", "at"),
    [
        ({"birth_date": "12.3.2010", "hsct_date": "11.3.2016"}, "5 y", AgeAt.HSCT),
        ({"birth_date": "12.3.2010", "hsct_date": "12.3.2016"}, "6 y", AgeAt.HSCT),
        ({"birth_date": "12.3.2015", "hsct_date": "11.3.2016"}, "11 mo", AgeAt.HSCT),
        ({"birth_date": "2010", "hsct_date": "12.3.2016"}, "5–6 y", AgeAt.HSCT),
        ({"birth_date": "2015", "hsct_date": "12.3.2016"}, "2–14 mo", AgeAt.HSCT),
        ({"birth_date": "12.3.2010", "hsct_date": "≥12.3.2016"}, "≥6 y", AgeAt.HSCT),
        (
            {"birth_date": "12.3.2010", "hsct_date": "12.3.2016", "age": "9", "age_at": "hsct"},
            "6 y",
            AgeAt.HSCT,
        ),
        ({"birth_date": "12.3.2010", "age": "6", "age_at": "hsct"}, "6 y", AgeAt.HSCT),
        ({"age": "8 mo", "age_at": "hsct"}, "8 mo", AgeAt.HSCT),
        ({"age": "<12", "age_at": "hsct"}, "<12 y", AgeAt.HSCT),
        ({"age": "11", "age_at": "report"}, "11 y (at report)", AgeAt.REPORT),
        ({"age": "11"}, "11 y (event not stated)", None),
    ],
)
def test_age_and_the_event_it_belongs_to(typed: dict[str, str], text: str, at: AgeAt | None) -> None:
    found = criteria.age(Chart(**typed).case)
    assert found is not None
    assert (found.described, found.at) == (text, at)
    assert (criteria.age_at_hsct(Chart(**typed).case) is None) is (at is not AgeAt.HSCT)


def test_age_in_years_is_as_imprecise_as_the_dates() -> None:
    found = criteria.age_at_hsct(Chart(birth_date="2010", hsct_date="1.1.2016").case)
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert round(found.low, 2) == Decimal("5.00")
    assert round(found.high, 2) == Decimal("6.00")


def test_no_age_at_all() -> None:
    assert criteria.age(Chart(birth_date="12.3.2010").case) is None
    assert criteria.age_at_hsct(Chart(age="11", age_at="aic_onset").case) is None


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (Span(58, 58), Span(118, 118), Span(60, 60)),
        (Span(58, 61), Span(118, 120), Span(57, 62)),
        (Span(58, None), Span(118, 118), Span(None, 60)),
        (Span(58, 58), Span(118, None), Span(60, None)),
        (Span(58, None), Span(118, None), None),
        (None, Span(118, 118), None),
        (Span(58, 58), None, None),
    ],
)
def test_an_interval_between_imprecise_days_is_as_wide_as_both(
    start: Span | None, end: Span | None, expected: Span | None
) -> None:
    assert criteria.between(start, end) == expected
