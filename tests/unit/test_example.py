"""The two published patients: what the paper says is in the example, and nothing else."""

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest

from aic_desktop import paths
from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import applied
from aic_desktop.domain.choices import (
    CauseOfDeath,
    Certainty,
    MissingReason,
    OnsetRule,
    Origin,
    Purpose,
    Status,
)
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RECORD_OF, Cell, Record
from aic_desktop.domain.spec import Field, Kind, fields_of
from aic_desktop.services.example import case_from, example_changes, published_cases

P1, P2 = published_cases()


def cells(case: Case) -> Iterator[tuple[Record, Field, Cell]]:
    for record in case.all():
        for field in fields_of(type(record)):
            yield record, field, record.cell(field.name)


def counts(case: Case) -> list[tuple[str, str, str, Decimal | None, Decimal | None]]:
    return [
        (c.day.text, c.analyte, c.value.text, c.value.low, c.value.high)
        for c in case.counts
        if c.day and c.value
    ]


def treatment(case: Case, agent: str, purpose: Purpose = Purpose.CYTOPENIA) -> list[tuple[str, int | None]]:
    return [
        (t.start.text if t.start else "", t.planned_doses)
        for t in case.treatments
        if t.agent == agent and t.purpose is purpose
    ]


def doses(case: Case, agent: str) -> list[tuple[str, str]]:
    ids = {t.id for t in criteria.given(case, agent)}
    return [
        (d.day.text if d.day else "", d.amount.text if d.amount else "") for d in case.doses if d.owner in ids
    ]


@pytest.mark.parametrize("case", [P1, P2], ids=["P1", "P2"])
def test_every_value_quotes_its_source_and_no_required_field_is_unexplained(case: Case) -> None:
    for record, field, cell in cells(case):
        where = f"{record.record_kind}.{field.name}"
        if cell.value not in (None, (), ""):
            assert '"' in cell.note or cell.note.startswith(("Driouk", "Section")), where
        if field.spec.required:
            assert not cell.blank, where


@pytest.mark.parametrize("case", [P1, P2], ids=["P1", "P2"])
def test_links_and_owners_are_within_the_case(case: Case) -> None:
    ids = {record.id: record.record_kind for record in case.all()}
    assert len(ids) == len(tuple(case.all()))
    for record, field, cell in cells(case):
        if record is not case.patient:
            assert ids[record.owner] == record.owner_kind
        if field.kind is Kind.LINK and cell.value:
            assert ids[str(cell.value)] == field.spec.link


def test_no_calendar_date_is_held_and_nothing_identifies() -> None:
    for case in (P1, P2):
        patient = case.patient
        assert patient.origin is Origin.LITERATURE
        assert patient.cell("hsct_date").missing is MissingReason.NOT_REPORTED
        assert (patient.name, patient.record_number, patient.birth_date) == (None, None, None)


def test_p1_counts_are_the_four_printed_ones_as_printed() -> None:
    assert counts(P1) == [
        ("+58", "platelets", "142.000/μl", 142, 142),
        ("+61", "platelets", "5.000/μl", 5, 5),
        ("+152", "platelets", "55.000/μl", 55, 55),
        ("+159", "platelets", "192.000/μl", 192, 192),
    ]
    assert P1.counts[1].cell("day").note.startswith("IMPLIED by reading order")


def test_p2_counts_keep_ranges_limits_and_per_mille() -> None:
    assert counts(P2) == [
        ("+55", "platelets", "186.000/μl", 186, 186),
        ("+58", "platelets", "14.000/μl", 14, 14),
        ("+83", "platelets", "9 × 10³/μl", 9, 9),
        ("+83", "haemoglobin", "8.6 g/dl", Decimal("8.6"), Decimal("8.6")),
        ("+83", "reticulocyte_fraction", "41‰", Decimal("4.1"), Decimal("4.1")),
        ("83..98", "platelets", "2–9 × 10³/μl", 2, 9),
        ("+199", "haemoglobin", "<3 g/dl", None, 3),
    ]


def test_grafts() -> None:
    p1, p2 = P1.index_transplant, P2.index_transplant
    assert p1 is not None
    assert p2 is not None
    assert p1.nucleated_cells is not None
    assert p1.nucleated_cells.low == Decimal("7.32")
    assert criteria.graft_label(P1.patient, p1) == "10/10 unrelated, bone marrow, ABO minor"
    assert criteria.graft_label(P2.patient, p2) == "9/10 unrelated, bone marrow"
    assert criteria.rhd_mismatch(P2.patient.rhd_before, p2.donor_rhd) is criteria.RhdMismatch.DONOR_POSITIVE
    assert [criteria.cumulative_dose(c) for c in P1.conditioning] == [
        criteria.cumulative_dose(c) for c in P2.conditioning
    ]
    totals = [(c.agent, str(total.low)) for c in P1.conditioning if (total := criteria.cumulative_dose(c))]
    assert totals == [
        ("thiotepa", "8.0"),
        ("treosulfan", "42.0"),
        ("fludarabine", "160.0"),
        ("anti-thymocyte globulin", "45.0"),
    ]
    assert p2.platelet_engraftment is not None
    assert p2.neutrophil_engraftment is not None
    assert (p2.platelet_engraftment.text, p2.neutrophil_engraftment.text) == ("+20", "+22")


def test_onsets_follow_two_rules_in_one_paper() -> None:
    assert criteria.label_with_onset(P1) == "AIT +58"
    assert criteria.label_with_onset(P2) == "Evans syndrome (AIT +58, AIHA +83)"
    assert P1.cytopenias[0].onset_rule is OnsetRule.LAST_NORMAL_COUNT
    assert P2.cytopenias[0].onset_rule is OnsetRule.FIRST_ABNORMAL_COUNT


def test_p1_daratumumab_claims_no_day_but_the_first() -> None:
    assert treatment(P1, "daratumumab") == [("+118", 6)]
    first, *rest = doses(P1, "daratumumab")
    assert first == ("+118", "16 mg/kg")
    assert [day for day, _ in rest] == ["119..143"] * 3 + [">143"] * 2
    (dara,) = criteria.given(P1, "daratumumab")
    assert "159 - 41" in dara.cell("start").note
    assert "week 8" in dara.cell("start").note
    assert dara.cell("stop").missing is MissingReason.NOT_REPORTED


def test_p1_figures_of_the_review_follow_from_the_record() -> None:
    daratumumab = criteria.IndexTherapy(P1, "daratumumab")
    assert daratumumab.doses == (6, 6)
    assert daratumumab.doses_to_response == (4, 4)
    assert daratumumab.previous == (6, 6)
    assert daratumumab.since_onset == (60, 60)
    assert criteria.vital_status(P1) is Status.ALIVE


def test_p1_transfusions_are_totals_with_an_open_end() -> None:
    held = [
        (t.product, t.units, t.day.text if t.day else "", t.cell("until").missing) for t in P1.transfusions
    ]
    assert held == [
        ("platelets", 163, "58..61", MissingReason.NOT_REPORTED),
        ("red_cells", 18, "58..61", MissingReason.NOT_REPORTED),
    ]
    assert [t.indication for t in P1.transfusions] == [None, "bleeding"]


def test_the_same_drug_returns_with_another_purpose() -> None:
    for agent, purposes in {
        "ciclosporin": ["gvhd_prophylaxis", "cytopenia"],
        "sirolimus": ["before_hsct", "cytopenia"],
    }.items():
        assert [t.purpose for t in P1.treatments if t.agent == agent] == purposes
    assert treatment(P2, "immunoglobulin_ivig", Purpose.SUBSTITUTION) == [("age 5 y", None)]
    assert treatment(P2, "immunoglobulin_ivig") == [("+58", 4), ("+87", None), (">=199", 3)]


def test_p2_doses_and_sessions() -> None:
    assert doses(P2, "daratumumab") == [("+184", "16 mg/kg"), ("+192", "16 mg/kg"), ("+200", "16 mg/kg")]
    assert treatment(P2, "rituximab") == [("+87", 6)]
    assert doses(P2, "methylprednisolone") == [(">=199", "20 mg/kg/day")]
    assert doses(P2, "eculizumab") == [(">=199", "25 mg/kg")]
    (pex,) = criteria.given(P2, "plasma_exchange")
    runs = [(d.day.text, d.until.text) for d in P2.doses if d.owner == pex.id and d.day and d.until]
    assert runs == [("+190", "+192"), ("+195", "+199")]


def test_reactions_have_no_grade_of_ours() -> None:
    for case in (P1, P2):
        assert case.reactions
        assert {r.cell("ctcae_grade").missing for r in case.reactions} == {MissingReason.NOT_REPORTED}


def test_p2_died_on_a_day_that_is_not_told() -> None:
    last = criteria.outcome(P2)
    assert last is not None
    assert last.status is Status.DEAD
    assert criteria.last_contact(P2) == (200, None)
    assert last.cause_of_death is CauseOfDeath.AUTOIMMUNE_CYTOPENIA
    assert last.contributing_causes == (CauseOfDeath.CARDIAC, CauseOfDeath.THROMBOEMBOLISM)
    assert last.cause_certainty is Certainty.PROBABLE


def test_p2_course_as_reported() -> None:
    steps = [(c.day.text if c.day else "", c.lineage or "", str(c.kind)) for c in P2.courses]
    assert steps == [
        ("58..83", "platelets", "transient_recovery"),
        ("+83", "platelets", "relapse"),
        ("+98", "", "response_sign"),
        ("98..177", "platelets", "stable"),
        ("98..177", "red_cells", "response_sign"),
        ("+177", "red_cells", "relapse"),
        ("+177", "platelets", "stable"),
        ("+190", "red_cells", "flare"),
        (">=200", "red_cells", "no_response"),
    ]


def test_the_changes_make_the_cases_out_of_nothing_and_ids_stay() -> None:
    change_set = example_changes()
    for case in (P1, P2):
        mine = tuple(change for change in change_set.changes if change.case == case.id)
        assert applied(None, mine) == case
    published_cases.cache_clear()
    assert published_cases() == (P1, P2)


def test_the_format_is_kept_and_attribution_is_given() -> None:
    folder = paths.db() / "example"
    assert "Creative Commons Attribution 4.0" in (folder / "README.md").read_text(encoding="utf-8")
    for file in folder.glob("*.json"):
        assert json.loads(file.read_text(encoding="utf-8")).keys() <= RECORD_OF.keys()


@pytest.mark.parametrize(
    ("part", "complaint"),
    [
        ({"counts": []}, "no part of a case"),
        ({"count": [{"colour": {"value": "red", "note": "seen"}}]}, "count has no colour"),
        ({"count": [{"not_reported": ["day"], "day": {"value": "58", "note": "n"}}]}, "twice"),
        ({"count": [{"day": {"value": "3/4/2020", "note": "n"}}]}, "2 ways"),
    ],
)
def test_an_unsound_file_is_refused(part: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        case_from({"patient": {"code": {"value": "X", "note": "n"}}, **part})


def test_a_text_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Problem):
        case_from({"patient": {"code": {"value": "X", "note": "n"}, "age": {"value": "old", "note": "n"}}})
