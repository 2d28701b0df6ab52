"""Shorthand for the work-up, the graft and the cytopenia, and for treatments begun and stopped."""

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Insertion, applied
from aic_desktop.domain.choices import (
    AcuteGrade,
    ChimerismLineage,
    ChronicSeverity,
    FindingResult,
    FindingTest,
    Lineage,
    MissingReason,
    Specimen,
    StopReason,
    YesNo,
)
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, number_text
from aic_desktop.domain.records import Chimerism, Patient, Reaction, Record, Transplant, Treatment
from aic_desktop.domain.shorthand import entries
from aic_desktop.domain.spec import Kind, fields_of
from aic_desktop.domain.timepoint import Basis, TimePoint
from tests.unit.test_shorthand import BARE, P1, P2, TYPED, brief, only, records


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("58..61 onset ait", ["cytopenia: 1 platelets +58..+61"]),
        ("83 onset red cells", ["cytopenia: 1 red_cells +83"]),
        ("83 onset of PRCA", ["cytopenia: 1 red_cell_precursors +83"]),
        ("61 diagnosis ITP; 83 onset AIHA", ["cytopenia: 1 platelets +61", "cytopenia: 1 red_cells +83"]),
        ("34 agvhd 2 skin", ["gvhd: acute +34 II skin"]),
        ("34 aGvHD grade III skin,gut", ["gvhd: acute +34 III skin,gut"]),
        ("34 akute GvHD IV", ["gvhd: acute +34 IV"]),
        ("34 agvhd none", ["gvhd: acute +34 0"]),
        ("34 agvhd skin", ["gvhd: acute +34 skin"]),
        ("34 gvhd 2", ["gvhd: acute +34 II"]),
        ("120 cgvhd moderate mouth", ["gvhd: chronic +120 moderate mouth"]),
        ("120 gvhd mild", ["gvhd: chronic +120 mild"]),
        ("83 dat positive", ["finding: +83 dat_polyspecific positive"]),
        ("83 DAT IgG neg", ["finding: +83 dat_igg negative"]),
        ("83 Coombs positiv anti-E", ["finding: +83 dat_polyspecific positive anti-E"]),
        ("83 dat 1:64 positive", ["finding: +83 dat_polyspecific positive 1:64"]),
        ("adamts13 normal", ["finding: adamts13_activity normal"]),
        ("anti-ADAMTS13 absent", ["finding: adamts13_antibody absent"]),
        ("60 ldh normal", ["finding: +60 other normal LDH"]),
        ("ldh elevated", ["finding: other increased LDH"]),
        ("83 dat pos, adamts13 normal", [
            "finding: +83 dat_polyspecific positive", "finding: +83 adamts13_activity normal",
        ]),
        ("29 chimerism pb >95", ["chimerism: +29 peripheral_blood >95 %"]),
        ("29 chim T cells 57 %", ["chimerism: +29 t_cells 57 %"]),
        ("29 Chimärismus KM CD3 6-48 %", ["chimerism: +29 bone_marrow t_cells 6–48 %"]),
        ("29 chimerism granulocytes PB 100 donor", ["chimerism: +29 peripheral_blood granulocytes 100 %"]),
        ("61- pred 2 mg/kg/d", ["treatment: prednisolone cytopenia +61", "dose: +61 2 mg/kg/d"]),
        ("190- PRBC daily 1", ["transfusion: red_cells +190 1 yes"]),
        ("61 start mmf", ["treatment: mycophenolate cytopenia +61", "dose: +61"]),
        ("start 61 mmf", ["treatment: mycophenolate cytopenia +61", "dose: +61"]),
        ("61 pred 2 mg/kg/d taper 68 1, 75 0,5 mg/kg/d, 90 stop; 91 plt 5", [
            "treatment: prednisolone cytopenia +61 +90",
            "dose: +61 +67 2 mg/kg/d", "dose: +68 +74 1 mg/kg/d", "dose: +75 +89 0.5 mg/kg/d",
            "count: +91 platelets 5 ×10⁹/L",
        ]),
        ("hb 8", []),
    ],
)  # fmt: skip
def test_a_form_makes_its_records(text: str, made: list[str]) -> None:
    if not made:
        with pytest.raises(Problem, match="On which day"):
            entries(text, BARE)
        return
    assert only(text) == made


def test_full_donor_is_never_a_percentage_by_itself() -> None:
    found = [records(entry)[0] for entry in entries("29 chimerism pb full", BARE)]
    first, limit, all_of_it = found
    assert isinstance(first, Chimerism)
    assert first.donor is None
    assert first.cell("donor").missing is MissingReason.NOT_REPORTED
    assert "full donor" in first.cell("donor").note
    assert [brief(record) for record in (limit, all_of_it)] == [
        "chimerism: +29 peripheral_blood >95 %",
        "chimerism: +29 peripheral_blood 100 %",
    ]


def edited(text: str, case: Case) -> list[tuple[str, str, object]]:
    """Kind, field and new value of every edit of the one reading."""
    (entry,) = entries(text, case)
    return [(c.kind, c.field, c.after.value) for c in entry.changes if not isinstance(c, Insertion)]  # type: ignore[union-attr]


def test_engraftment_is_written_into_the_index_transplant() -> None:
    graft = Transplant(id="b" * 16, owner=BARE.id, number=1)
    ((kind, field, day),) = edited("22 engraftment ANC", BARE.with_record(graft))
    assert (kind, field) == ("transplant", "neutrophil_engraftment")
    assert isinstance(day, TimePoint)
    assert day.earliest == 22
    (entry,) = entries("22 engraftment platelets", P1)
    assert entry.words[0].endswith("instead of +24")


def test_a_treatment_is_stopped_by_name_the_verb_in_front_or_behind() -> None:
    for text in ("160 stop dara toxicity", "stop 160 dara toxicity"):
        (_, field, day), (_, why, reason) = edited(text, P1)
        assert (field, why, reason) == ("stop", "stop_reason", StopReason.TOXICITY)
        assert isinstance(day, TimePoint)
        assert day.earliest == 160
    assert len(entries("160 stop CsA", P1)) == 2  # prophylaxis, and treatment: asked


def test_a_treatment_that_is_stopped_is_no_longer_ongoing() -> None:
    held = Treatment(id="b" * 16, owner=BARE.id, agent="eltrombopag", ongoing=YesNo.YES)
    assert ("treatment", "ongoing", YesNo.NO) in edited("90 stop ELT", BARE.with_record(held))


def test_a_reaction_belongs_to_its_treatment() -> None:
    dara = next(t for t in P1.treatments if t.agent == "daratumumab")
    for text in (
        "118 reaction dara bronchial obstruction grade 2",
        "118 reaction bronchial obstruction grade 2",
    ):
        (entry,) = entries(text, P1)
        (made,) = records(entry)
        assert isinstance(made, Reaction)
        assert (made.owner, made.term, made.ctcae_grade) == (dara.id, "bronchial obstruction", 2)
    (made,) = records(entries("118 infusion reaction", P1)[0])
    assert isinstance(made, Reaction)
    assert made.term == "infusion related reaction"


@pytest.mark.parametrize(
    ("case", "text", "said"),
    [
        (P1, "83 onset red cells", ["episode 1: onset on +83"]),  # the thrombocytopenia lasts until +159
        (P1, "200 onset AIT", ["episode 2: onset on +200"]),
        (P2, "300 onset AIN", ["episode 1: onset on +300"]),
        (P2, "300 onset AIHA", ["instead of +83", "episode 2: onset on +300"]),
        (P2, "200 resolved AIT", ["episode 1, on +200"]),
    ],
)
def test_a_lineage_joins_the_episode_that_goes_on(case: Case, text: str, said: list[str]) -> None:
    found = [entry.words[0] for entry in entries(text, case)]
    assert [words.endswith(end) for words, end in zip(found, said, strict=True)] == [True] * len(said), found


@pytest.mark.parametrize(
    ("case", "text", "said"),
    [
        (BARE, "83 onset", "Of which cells"),
        (BARE, "83 onset liver", "Of which cells"),
        (BARE, "200 resolved AIT", "no cytopenia of platelets that goes on"),
        (P1, "58 onset AIT", "is there already"),
        (P1, "20 engraftment neutrophils", "is there already"),
        (BARE, "20 engraftment neutrophils", "Enter the transplant first"),
        (P1, "22 engraftment", "Of which cells"),
        (BARE, "83 dat", "Which result"),
        (BARE, "adamts13", "Which result"),
        (BARE, "29 chimerism", "How much of the donor"),
        (BARE, "29 chimerism pb foo", "not an amount"),
        (BARE, "61- plt 5", "leaves the end open"),
        (BARE, "118- dara weekly x6", "Until when"),
        (BARE, "143 stop dara", "had begun by then"),
        (BARE, "143 stop plt", "Of which treatment"),
        (P1, "160 stop dara foo", "not one of the reasons"),
        (P1, "100 stop dara", "had begun by then"),
        (BARE, "118 reaction urticaria", "To which treatment"),
        (BARE, "61 pred taper 68 1", "from which amount"),
        (BARE, "61 pred 2 mg/kg/d taper 60 1", "follow each other"),
        (BARE, "61 pred 2 mg/kg/d taper 68", "a day and an amount"),
        (BARE, "61 pred 2 mg/kg/d taper", "follow each other"),
        (BARE, "61 pred 2 mg/kg/d taper 68 stop, 75 1", "stop is its last step"),
        (BARE, "61 pred 2 mg/kg/d taper ~68 1", "exact day"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_words(case: Case, text: str, said: str) -> None:
    with pytest.raises(Problem, match=re.escape(said)):
        entries(text, case)


DAYS = st.integers(-400, 4000)


@given(
    DAYS,
    st.sampled_from([test for test in FindingTest if test is not FindingTest.OTHER]),
    st.sampled_from(FindingResult),
    st.sampled_from(Lineage),
    st.sampled_from(AcuteGrade),
    st.sampled_from(ChronicSeverity),
    st.sampled_from(Specimen),
    st.sampled_from(ChimerismLineage),
    st.integers(0, 100),
)
def test_what_is_chosen_reads_back(
    day: int,
    test: FindingTest,
    result: FindingResult,
    lineage: Lineage,
    grade: AcuteGrade,
    severity: ChronicSeverity,
    specimen: Specimen,
    cells: ChimerismLineage,
    donor: int,
) -> None:
    on = TimePoint.on_day(day).text
    name = test.replace("_", " ")  # a comma and a space would begin another part
    for text, expected in (
        (f"{on} {name} {result.label}", f"finding: {on} {test} {result}"),
        (f"{name} {result.label}", f"finding: {test} {result}"),
        (f"{on} onset {lineage.label}", f"cytopenia: 1 {lineage} {on}"),
        (f"{on} agvhd {grade.label}", f"gvhd: acute {on} {grade}"),
        (f"{on} cgvhd {severity.label} eye", f"gvhd: chronic {on} {severity} eye"),
        (
            f"{on} chimerism {specimen.label} {cells.label} {donor} %",
            f"chimerism: {on} {specimen} {cells} {donor} %",
        ),
    ):
        assert [expected] in [[brief(r) for r in records(e)] for e in entries(text, BARE)], text


WORDS = st.sampled_from(sorted(set(TYPED.split()) - {"daily", "weekly", "q8d", "every", "x6", "6x", "taper"}))


@given(st.lists(WORDS, min_size=2, max_size=7).map(" ".join))
def test_no_reading_holds_what_was_not_said(text: str) -> None:
    """Texts, numbers and days of every record made stand in the line; only full donor offers numbers."""
    with contextlib.suppress(Problem):
        for entry in entries(text, P1):
            after = applied(P1, entry.changes)
            assert after is not None
            for record in after.all():
                if P1.find(record.id) != record and not isinstance(record, Patient):
                    assert_said(record, text)


def assert_said(record: Record, text: str) -> None:
    before = P1.find(record.id)
    folded = text.casefold()
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        if value is None or (before is not None and getattr(before, field.name) == value):
            continue
        if isinstance(value, TimePoint) and value.basis is Basis.DAY and value.exact:
            assert str(value.earliest) in text
        elif isinstance(value, Quantity) and "full" not in folded and value.unit == value.entered_unit:
            for bound in {value.low, value.high} - {None}:
                assert number_text(bound).rstrip("0").rstrip(".") in text or "." in text  # type: ignore[arg-type]
        elif field.kind is Kind.TEXT and value not in ("infusion related reaction", "LDH"):
            assert str(value).casefold() in folded
        elif field.kind is Kind.INT and field.name != "episode":
            assert str(value) in text
