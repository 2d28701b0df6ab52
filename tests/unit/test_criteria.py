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
    Status,
    YesNo,
)
from aic_desktop.domain.criteria import (
    AboMismatch,
    CytopeniaType,
    DonorType,
    IndexTherapy,
    Malignancy,
    Response,
    RhdMismatch,
    SexMismatch,
    Tally,
)
from aic_desktop.domain.quantity import Quantity, exactly
from aic_desktop.domain.records import Conditioning, Course, Cytopenia, FollowUp, Patient, Transplant
from aic_desktop.domain.timepoint import Basis, Span, TimePoint
from tests.charts import Chart, patient_1, patient_2

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


def test_hla_match_and_graft_in_words() -> None:
    first, second = patient_1(), patient_2()
    assert criteria.hla_match(second.transplants[0]) == "9/10"
    assert criteria.hla_match(Transplant(id="t", hla_matched=9)) == ""
    assert criteria.graft_label(first.patient, first.transplants[0]) == (
        "10/10 unrelated, bone marrow, ABO minor"
    )
    assert criteria.graft_label(second.patient, second.transplants[0]) == "9/10 unrelated, bone marrow"
    assert criteria.graft_label(Patient(id="p"), Transplant(id="t")) == ""


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


def test_the_published_first_doses_and_intervals() -> None:
    first, second = patient_1(), patient_2()
    assert IndexTherapy(first, "daratumumab").first_day == Span(118, 118)
    assert IndexTherapy(first, "daratumumab").since_onset == Span(57, 60)
    assert IndexTherapy(second, "daratumumab").since_onset == Span(126, 126)
    assert IndexTherapy(first, "daratumumab").doses_to_response == Tally(4, 4)
    assert IndexTherapy(second, "daratumumab").doses == Tally(3, 3)
    assert IndexTherapy(second, "daratumumab").previous == Tally(3, 3)
    assert IndexTherapy(second, "daratumumab").concomitant is YesNo.YES
    assert IndexTherapy(second, "daratumumab").response is Response.NONE


def test_the_same_drug_for_another_purpose_is_no_treatment_of_the_cytopenia() -> None:
    assert [t.agent for t in criteria.against_cytopenia(patient_1())].count("ciclosporin") == 0
    assert criteria.given(patient_1(), "ciclosporin") == ()


@pytest.mark.parametrize(
    ("days", "typed", "expected"),
    [
        ((), {"start": "+118"}, Span(118, 118)),
        (("+125", "+118"), {}, Span(118, 118)),
        (("+125",), {"start": "+118"}, Span(118, 118)),
        (("+118",), {"start": "~118"}, Span(118, 118)),
        (("+118..120", "+119"), {}, Span(118, 119)),
        ((), {}, None),
    ],
)
def test_the_first_dose_is_known_from_doses_or_start(
    days: tuple[str, ...], typed: dict[str, str], expected: Span | None
) -> None:
    chart = Chart()
    chart.treat("rituximab", *days, **typed)
    assert criteria.first_day(chart.case, *chart.case.treatments) == expected


@pytest.mark.parametrize(
    ("courses", "expected"),
    [
        ([((), {})], None),
        ([(("+1", "+8"), {})], Tally(2, 2)),
        ([(("+1",), {"planned_doses": "6"})], Tally(6, 6)),
        ([(("+1", "+8", "+15"), {"planned_doses": "2"})], Tally(3, 3)),
        ([(("+1", "+8"), {}), ((), {"planned_doses": "4"})], Tally(6, 6)),
        ([(("+1", "+8"), {}), ((), {})], Tally(2, None)),
    ],
)
def test_how_many_doses(
    courses: list[tuple[tuple[str, ...], dict[str, str]]], expected: Tally | None
) -> None:
    chart = Chart()
    for days, typed in courses:
        chart.treat("daratumumab", *days, **typed)
    assert criteria.dose_count(chart.case, *chart.case.treatments) == expected


def test_steps_of_a_course_are_not_counted_as_single_doses() -> None:
    chart = Chart()
    treatment = chart.treat("prednisolone")
    chart.dose(treatment, day="+58", until="+70", amount="2 mg/kg/d")
    assert criteria.dose_count(chart.case, *chart.case.treatments) == Tally(1, None)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], Tally(0, 0)),
        ([("rituximab", {"start": "+50"})], Tally(1, 1)),
        ([("rituximab", {"start": "+100"})], Tally(0, 0)),
        ([("rituximab", {"start": "+150"})], Tally(0, 0)),
        ([("rituximab", {"start": "90..110"})], Tally(0, 1)),
        ([("rituximab", {})], Tally(0, 1)),
        ([("rituximab", {"stop": "+90"})], Tally(1, 1)),
        ([("rituximab", {"line": "1"})], Tally(1, 1)),
        ([("rituximab", {"line": "2"})], Tally(0, 0)),
        ([("rituximab", {"line": "3"})], Tally(0, 0)),
        ([("rituximab", {"start": "+50"}), ("rituximab", {"start": "+70"})], Tally(1, 1)),
        ([("prednisolone", {"start": "+50"}), ("dexamethasone", {"start": "+70"})], Tally(1, 1)),
        ([("corticosteroids", {"start": "+50"}), ("dexamethasone", {})], Tally(1, 1)),
        ([("ciclosporin", {"start": "+1", "purpose": "gvhd_prophylaxis"})], Tally(0, 0)),
        ([("an unlisted drug", {"start": "+50"}), ("splenectomy", {})], Tally(1, 2)),
    ],
)
def test_previous_therapies_count_what_surely_and_what_possibly_came_before(
    others: list[tuple[str, dict[str, str]]], expected: Tally
) -> None:
    chart = Chart()
    for agent, typed in others:
        chart.treat(agent, **typed)
    chart.treat("daratumumab", "+100", line="2")
    assert IndexTherapy(chart.case, "daratumumab").previous == expected


def test_nothing_comes_before_a_therapy_that_was_not_given() -> None:
    assert IndexTherapy(patient_1(), "isatuximab").previous is None
    assert IndexTherapy(patient_1(), "isatuximab").concomitant is None
    assert IndexTherapy(patient_1(), "isatuximab").since_onset is None
    assert IndexTherapy(patient_1(), "isatuximab").response is None
    assert IndexTherapy(patient_1(), "isatuximab").doses_to_response is None


@pytest.mark.parametrize(
    ("days", "typed", "expected"),
    [
        ((), {"start": "+110"}, YesNo.YES),
        ((), {"start": "+50", "stop": "+120"}, YesNo.YES),
        ((), {"start": "+50", "ongoing": "yes"}, YesNo.YES),
        ((), {"start": "+50", "stop": "+99"}, YesNo.NO),
        ((), {"start": "+115"}, YesNo.NO),
        (("+50", "+90"), {}, YesNo.NO),
        (("+50", "+90"), {"planned_doses": "4"}, None),
        ((), {"start": "+50"}, None),
        ((), {"start": "90..110", "stop": "+111"}, YesNo.YES),
        ((), {}, None),
        ((), {"stop": "+99"}, YesNo.NO),
    ],
)
def test_concomitant_therapy_is_decided_by_days_or_left_open(
    days: tuple[str, ...], typed: dict[str, str], expected: YesNo | None
) -> None:
    chart = Chart()
    chart.treat("eltrombopag", *days, **typed)
    chart.treat("daratumumab", "+100", "+107", "+114")
    assert IndexTherapy(chart.case, "daratumumab").concomitant is expected


def test_a_daily_dose_without_a_last_day_may_have_run_on() -> None:
    chart = Chart()
    steroid = chart.treat("prednisolone")
    chart.dose(steroid, day="+58", amount="2 mg/kg/d")
    chart.treat("daratumumab", "+100")
    assert IndexTherapy(chart.case, "daratumumab").concomitant is None
    assert criteria.last_day(chart.case, chart.case.treatments[0]) == Span(58, None)


@pytest.mark.parametrize(
    ("reported", "courses", "expected"),
    [
        ("", [], None),
        ("partial", [], Response.PARTIAL),
        ("partial", ["complete_response"], Response.COMPLETE),
        ("partial", ["transfusion_independent"], Response.TRANSFUSION_INDEPENDENT),
        ("", ["response_sign", "relapse", "flare", "stable"], None),
        ("none", ["transient_recovery"], Response.TRANSIENT),
        ("", ["no_response"], Response.NONE),
        ("not_evaluable", [], Response.NOT_EVALUABLE),
    ],
)
def test_the_best_response_reported(reported: str, courses: list[str], expected: Response | None) -> None:
    chart = Chart()
    other = chart.treat("rituximab", response="complete")
    index = chart.treat("daratumumab", **({"response": reported} if reported else {}))
    chart.add(Course, day="+50", kind="complete_response", treatment=other)
    for kind in courses:
        chart.add(Course, day="+150", kind=kind, treatment=index)
    assert IndexTherapy(chart.case, "daratumumab").response is expected


def test_doses_to_response_follow_the_precision_of_the_days() -> None:
    chart = Chart()
    index = chart.treat("daratumumab", "+100", "+107", "+114", "+121")
    assert IndexTherapy(chart.case, "daratumumab").doses_to_response is None
    chart.add(Course, day="105..115", kind="partial_response", treatment=index)
    assert IndexTherapy(chart.case, "daratumumab").doses_to_response == Tally(1, 3)
    chart.add(Course, day="+107", kind="response_sign", treatment=index)
    assert IndexTherapy(chart.case, "daratumumab").doses_to_response == Tally(1, 2)


@pytest.mark.parametrize(
    ("follow_ups", "days", "status"),
    [
        ([], None, None),
        (
            [{"day": "+300", "status": "alive"}, {"day": "+200", "status": "alive"}],
            Span(300, 300),
            Status.ALIVE,
        ),
        ([{"day": "300..320", "status": "alive"}, {"day": "+310"}], Span(310, 320), Status.ALIVE),
        (
            [{"day": "+300", "status": "alive"}, {"day": "≥200", "status": "dead"}],
            Span(200, None),
            Status.DEAD,
        ),
        ([{"day": "+300", "status": "alive"}, {"status": "dead"}], Span(300, None), Status.DEAD),
        ([{"status": "dead"}], None, Status.DEAD),
        ([{"status": "alive"}, {"day": "+9", "status": "alive"}], Span(9, 9), Status.ALIVE),
        ([{"day": "12.3.2020", "status": "alive"}], None, Status.ALIVE),
    ],
)
def test_last_contact_and_status(
    follow_ups: list[dict[str, str]], days: Span | None, status: Status | None
) -> None:
    chart = Chart()
    for typed in follow_ups:
        chart.add(FollowUp, **typed)
    assert criteria.last_contact(chart.case) == days
    assert criteria.vital_status(chart.case) is status


def test_what_the_latest_report_does_not_mention_is_taken_from_the_one_before() -> None:
    chart = Chart()
    chart.add(FollowUp, day="+400", status="alive", immunoglobulin_substitution="no")
    chart.add(FollowUp, day="+200", status="alive", immunoglobulin_substitution="yes")
    chart.add(FollowUp, day="+600", status="alive")
    assert criteria.last_stated(chart.case, "immunoglobulin_substitution") is YesNo.NO
    assert criteria.last_stated(chart.case, "b_cell_recovery") is None


@pytest.mark.parametrize(
    ("lineages", "platelets", "red_cells", "expected"),
    [
        (["platelets"], "yes", "", YesNo.YES),
        (["platelets"], "yes", "no", YesNo.YES),
        (["platelets"], "", "yes", None),
        (["red_cell_precursors"], "", "yes", YesNo.YES),
        (["platelets", "red_cells"], "yes", "", None),
        (["platelets", "red_cells"], "yes", "no", YesNo.NO),
        (["platelets", "red_cells"], "yes", "yes", YesNo.YES),
        (["neutrophils"], "yes", "yes", None),
        ([], "yes", "yes", None),
    ],
)
def test_transfusion_independence_is_asked_per_product_of_the_lineages(
    lineages: list[str], platelets: str, red_cells: str, expected: YesNo | None
) -> None:
    chart = Chart()
    for lineage in lineages:
        chart.add(Cytopenia, episode="1", lineage=lineage)
    chart.add(FollowUp, status="alive", platelet_independent=platelets, red_cell_independent=red_cells)
    assert criteria.transfusion_independent(chart.case) is expected
    chart.add(Course, day="+150", kind="transfusion_independent")
    assert criteria.transfusion_independent(chart.case) is YesNo.YES


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
