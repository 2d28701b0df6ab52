"""Clinical shorthand: what each form makes, what is asked, what is refused, and that nothing else happens."""

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain import quantity, timepoint
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet as Step
from aic_desktop.domain.changes import Insertion, applied, inverse
from aic_desktop.domain.choices import (
    CauseOfDeath,
    CourseKind,
    EventKind,
    Lineage,
    Product,
    Purpose,
    Route,
    SampleContext,
    Status,
    YesNo,
)
from aic_desktop.domain.codes import agents, analytes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import (
    Count,
    Course,
    Dose,
    Event,
    FollowUp,
    Patient,
    Record,
    Transfusion,
    Treatment,
)
from aic_desktop.domain.shorthand import GRAMMAR, Entry, entries
from aic_desktop.domain.spec import fields_of
from aic_desktop.domain.timepoint import TimePoint, date_readings
from aic_desktop.services.example import published_cases
from tests.strategies import cases, quantities, times

BARE = Case(Patient(id="a" * 16))
P1, P2 = published_cases()


def records(entry: Entry) -> list[Record]:
    assert all(isinstance(change, Insertion) for change in entry.changes)
    return [change.record for change in entry.changes if isinstance(change, Insertion)]


def brief(record: Record) -> str:
    """All that a record holds, in the normal form."""
    parts = []
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        match value:
            case None | ():
                continue
            case TimePoint():
                parts.append(timepoint.render(value))
            case quantity.Quantity():
                parts.append(quantity.render(value))
            case _:
                parts.append(str(value))
    return f"{record.record_kind}: " + " ".join(parts)


def only(text: str, case: Case = BARE) -> list[str]:
    (entry,) = entries(text, case)
    return [brief(record) for record in records(entry)]


DARA = "treatment: daratumumab cytopenia"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("61 plt 5", ["count: +61 platelets 5 ×10⁹/L"]),
        ("d61: plt 5", ["count: +61 platelets 5 ×10⁹/L"]),
        ("+61 PLT 5 G/l", ["count: +61 platelets 5 ×10⁹/L"]),
        ("d+61 Thrombozyten 5.000/µl", ["count: +61 platelets 5 ×10⁹/L"]),
        ("Tag 61 Thrombozyten 5", ["count: +61 platelets 5 ×10⁹/L"]),
        ("61 plt 5 x10^9/L", ["count: +61 platelets 5 ×10⁹/L"]),
        ("61 plt 5 ×10⁹/L", ["count: +61 platelets 5 ×10⁹/L"]),
        ("61 platelets 142 × 10³/µl", ["count: +61 platelets 142 ×10⁹/L"]),
        ("61 platelets <3", ["count: +61 platelets <3 ×10⁹/L"]),
        ("61 platelets 2-9", ["count: +61 platelets 2–9 ×10⁹/L"]),
        ("-7 hb 8,6", ["count: -7 haemoglobin 8.6 g/dL"]),
        ("12.3.2020 Hämoglobin 86 g/l", ["count: 2020-03-12 haemoglobin 8.6 g/dL"]),
        ("12. März 2020 Hb 8,6 g/dl", ["count: 2020-03-12 haemoglobin 8.6 g/dL"]),
        ("2020-03 ANC 0.5", ["count: 2020-03 neutrophils 0.5 ×10⁹/L"]),
        ("58-61 plt 5", ["count: +58..+61 platelets 5 ×10⁹/L"]),
        ("61 plt 30 after transfusion", ["count: +61 platelets 30 ×10⁹/L after_transfusion"]),
        ("61 anc 0,3 unter G-CSF", ["count: +61 neutrophils 0.3 ×10⁹/L on_g_csf"]),
        ("61 retic % 2", ["count: +61 reticulocyte_fraction 2 %"]),
        ("61 hapto 0,1", ["count: +61 haptoglobin 0.1 g/L"]),
        ("61 ferr 900", ["count: +61 ferritin 900 ng/mL"]),
        (
            "+58 plt 142.000/µl, hb 8,6 g/dl",
            ["count: +58 platelets 142 ×10⁹/L", "count: +58 haemoglobin 8.6 g/dL"],
        ),
        ("61 plt 5; 63 plt 12", ["count: +61 platelets 5 ×10⁹/L", "count: +63 platelets 12 ×10⁹/L"]),
        ("118 dara 16 mg/kg", [f"{DARA} +118", "dose: +118 16 mg/kg"]),
        ("~913 dara", [f"{DARA} +867..+959", "dose: +867..+959"]),
        ("58..61 dara 16", [f"{DARA} +58..+61", "dose: +58..+61 16 mg/kg"]),
        (
            "118 dara 16 mg/kg weekly x3",
            [f"{DARA} +118", *(f"dose: {day} 16 mg/kg" for day in ("+118", "+125", "+132"))],
        ),
        ("118 dara wöchentlich x2", [f"{DARA} +118", "dose: +118", "dose: +125"]),
        ("118 dara 2x16 mg/kg q8d", [f"{DARA} +118", "dose: +118 16 mg/kg", "dose: +126 16 mg/kg"]),
        ("118 dara x2 alle 2 Wochen", [f"{DARA} +118", "dose: +118", "dose: +132"]),
        ("118 dara every other day x2", [f"{DARA} +118", "dose: +118", "dose: +120"]),
        ("118-125 dara weekly", [f"{DARA} +118", "dose: +118", "dose: +125"]),
        ("118-125 dara weekly x2", [f"{DARA} +118", "dose: +118", "dose: +125"]),
        (
            "190-192 pex daily",
            ["treatment: plasma_exchange cytopenia +190", "dose: +190", "dose: +191", "dose: +192"],
        ),
        (
            "von 190 bis 191 PEX täglich",
            ["treatment: plasma_exchange cytopenia +190", "dose: +190", "dose: +191"],
        ),
        (
            "30.-31.3.2020 pex tgl.",
            ["treatment: plasma_exchange cytopenia 2020-03-30", "dose: 2020-03-30", "dose: 2020-03-31"],
        ),
        (
            "61-70 pred 2 mg/kg/d",
            ["treatment: prednisolone cytopenia +61", "dose: +61 +70 2 mg/kg/d"],
        ),
        (
            "61 pred 2 mg/kg daily x5",
            ["treatment: prednisolone cytopenia +61", "dose: +61 +65 2 mg/kg/d"],
        ),
        ("118 dara 16 mg/kg i.v.", ["treatment: daratumumab cytopenia +118 iv", "dose: +118 16 mg/kg"]),
        (
            "118 dara IV weekly x2",
            ["treatment: daratumumab cytopenia +118 iv", "dose: +118", "dose: +125"],
        ),
        ("61 ivig 1 g/kg", ["treatment: immunoglobulin_ivig cytopenia +61", "dose: +61 1 g/kg"]),
        ("61 platelets 2 units", ["transfusion: platelets +61 2"]),
        ("61 platelets x2", ["transfusion: platelets +61 2"]),
        ("61 Thrombozyten 2 Einheiten", ["transfusion: platelets +61 2"]),
        ("61 TK 2", ["transfusion: platelets +61 2"]),
        ("61 EK 1", ["transfusion: red_cells +61 1"]),
        ("61 red cells 2", ["transfusion: red_cells +61 2"]),
        ("61 FFP 4", ["transfusion: plasma +61 4"]),
        ("87-98 platelets daily 1", ["transfusion: platelets +87 +98 1 yes"]),
        ("87-98 plt 1/d", ["transfusion: platelets +87 +98 1 yes"]),
        ("87..98 TK tgl 1", ["transfusion: platelets +87 +98 1 yes"]),
        (
            "87-89 platelets daily 1 singly",
            ["transfusion: platelets +87 1", "transfusion: platelets +88 1", "transfusion: platelets +89 1"],
        ),
        ("platelets 163 units in all", ["transfusion: platelets 163"]),
        ("EK 18 insgesamt", ["transfusion: red_cells 18"]),
        ("58-143 platelets 163 units in all", ["transfusion: platelets +58 +143 163"]),
        ("61 platelets 163 units in all", ["transfusion: platelets +61 163"]),
        ("190-199 pex x8 in all", ["treatment: plasma_exchange cytopenia +190 +199 8"]),
        (
            "61 ivig 1 g/kg x4 in all",
            ["treatment: immunoglobulin_ivig cytopenia +61 4", "dose: +61 1 g/kg"],
        ),
        ("177 flare red cells", ["course: +177 red_cells flare"]),
        ("159 CR of AIT", ["course: +159 platelets complete_response"]),
        ("159 Rezidiv Thrombozyten", ["course: +159 platelets relapse"]),
        ("300 stable", ["course: +300 stable"]),
        ("152 discharge", ["event: +152 discharge"]),
        ("152 Entlassung", ["event: +152 discharge"]),
        ("20 infection E. coli grade 3", ["event: +20 infection E. coli 3"]),
        ("913 alive", ["follow_up: +913 alive"]),
        ("184 dead infection", ["follow_up: +184 dead infection"]),
        ("184 verstorben", ["follow_up: +184 dead"]),
    ],
)
def test_a_form_makes_its_records(text: str, made: list[str]) -> None:
    assert only(text) == made


PROMISED = (
    "61 plt 5",
    "+58 plt 142.000/µl, hb 8,6 g/dl",
    "118 dara 16 mg/kg weekly x6",
    "190-192 pex daily",
    "87-98 platelets daily 1",
    "~913 dara",
    "177 flare red cells",
    "152 discharge",
    "58..61 onset ait",
    "83 onset red cells",
    "34 agvhd 2 skin",
    "83 dat positive",
    "adamts13 normal",
    "29 chimerism pb >95",
    "61- pred 2 mg/kg/d",
)


@pytest.mark.parametrize("text", PROMISED)
def test_what_is_promised_is_read_in_one_way_as_written(text: str) -> None:
    (entry,) = entries(text, BARE)
    assert entry.changes


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("61 plt 1.234", ["1.2340", "1234"]),
        ("2020 plt 5", ["2020-01..2020-12", "+2020"]),
        ("3/4/2020 hb 8", ["2020-04-03", "2020-03-04"]),
        ("58-61 dara 16 mg/kg", ["from +58 until +61", "some day in +58..+61"]),
        ("20-30 infection", ["from +20 until +30", "some day in +20..+30"]),
        ("87-98 platelets 12 units", ["from +87 until +98", "some day in +87..+98"]),
        ("61 g-csf 5", ["filgrastim", "lenograstim"]),
        ("61 met 2", ["methylprednisolone", "methotrexate"]),
        ("61 relapse", ["Course", "Relapse of primary disease"]),
        ("300 dli", ["treatment", "Donor lymphocytes"]),
        ("3/4/2020 dara weekly x2", ["2020-04-10", "2020-03-11"]),
        ("61 plt 1.234, hb 8", ["1.2340", "1234"]),
        ("61 plt 142000", ["Platelets 142 ×10⁹/L", "not plausible"]),
        ("61 hb 86", ["Haemoglobin 8.6 g/dL", "not plausible"]),
    ],
)
def test_what_can_be_read_in_two_ways_gives_both(text: str, meanings: list[str]) -> None:
    found = entries(text, BARE)
    assert len(found) == len(meanings)
    for entry, said in zip(found, meanings, strict=True):
        assert said in " ".join(entry.words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Begin with the day"),
        (", ;", "Begin with the day"),
        ("plt 5", "On which day"),
        ("foo bar", "does not begin with a day"),
        ("61", "What happened on 61"),
        ("61 foo 5", "“foo” is no agent"),
        ("61 plt", "Which value"),
        ("61 platelets", "Which value"),
        ("61 plt foo", "not an amount"),
        ("61 plt 5, hb", "Which value"),
        ("61 plt 5, foo 3", "“foo” is no agent"),
        ("61 rbc", "How many units"),
        ("61 rbc 2.5", "whole number"),
        ("61 rbc 0", "whole number"),
        ("87 platelets daily 1", "Until when"),
        ("87-98 platelets daily x2", "units a day, or days"),
        ("87-98 platelets weekly 1", "per day or in all"),
        ("118 dara x6", "How often"),
        ("118 dara in all", "How many in all"),
        ("118 dara weekly x6 in all", "How many in all"),
        ("87-98 platelets daily 1 in all", "per day or in all"),
        ("platelets in all", "How many units"),
        ("118 dara weekly", "How many, or until when"),
        ("118 dara weekly x0", "x0 is none"),
        ("118 dara weekly x6 x3", "said twice"),
        ("118 dara 16 mg/kg 2x daily", "daily x2"),
        ("61 mmf 2x600 mg daily", "so many in all"),
        ("118 dara 2 x 16 mg/kg weekly", "so many in all"),
        ("118 dara 6x weekly", "so many in all"),
        ("118-153 dara weekly x5", "make 6, not 5"),
        ("~913 dara weekly x6", "begins on one exact day"),
        ("118 dara 16 mmol/l", "unit"),
        ("118 dara daily x4000", "at most"),
        ("118 dara every 900 weeks x9", "ten years"),
        ("2100-12-30 dara daily x10", "outside"),
        ("118 dara every 0 days x3", "no series"),
        ("177 flare liver", "no lineage"),
        ("913 alive infection", "not understood"),
        ("184 dead foo", "not one of"),
        ("999999 plt 5", "120 years"),
        ("61 ant 3", "Write a little more"),
        ("61 plt " + "5" * 400, "too long"),
        ("; ".join(f"{2020 + n} plt 1.234" for n in range(3)), "too many ways"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(text: str, said: str) -> None:
    with pytest.raises(Problem, match=re.escape(said)):
        entries(text, BARE)


def test_texts_are_kept_as_typed() -> None:
    (counted,) = entries("d+58 plt 142.000/µl", BARE)
    count = records(counted)[0]
    assert isinstance(count, Count)
    assert count.day is not None
    assert count.value is not None
    assert (count.day.text, count.value.text) == ("d+58", "142.000/µl")
    (given,) = entries("from 87 to d98 platelets daily 1", BARE)
    transfusion = records(given)[0]
    assert isinstance(transfusion, Transfusion)
    assert transfusion.day is not None
    assert transfusion.until is not None
    assert (transfusion.day.text, transfusion.until.text) == ("87", "d98")
    assert transfusion.daily is YesNo.YES


def test_doses_go_to_the_treatment_that_covers_them() -> None:
    (entry,) = entries("196 dara 16 mg/kg", P2)
    (dose,) = records(entry)
    treatment = P2.find(dose.owner)
    assert isinstance(treatment, Treatment)
    assert treatment.agent == "daratumumab"
    assert dose.position == P2.next_position(Dose)
    assert "added to the treatment “daratumumab, cytopenia, +184”" in entry.words[0]


@pytest.mark.parametrize("text", ["183 dara", "201 dara", "199 dara daily x3", "~913 dara"])
def test_doses_outside_a_treatment_make_a_new_one(text: str) -> None:
    (entry,) = entries(text, P2)
    treatment, *given = records(entry)
    assert isinstance(treatment, Treatment)
    assert treatment.purpose is Purpose.CYTOPENIA
    assert all(dose.owner == treatment.id for dose in given)
    assert "New treatment" in entry.words[0]


def test_long_after_the_last_dose_of_an_open_treatment_it_is_asked() -> None:
    assert len(entries("150 dara", P1)) == 1
    new, added = entries("~913 dara", P1)
    assert "New treatment" in new.words[0]
    assert "added to" in added.words[0]


def test_another_purpose_or_an_unknown_start_takes_no_doses() -> None:
    for values in (
        {"purpose": Purpose.GVHD_TREATMENT, "start": TimePoint.on_day(1)},
        {"purpose": Purpose.CYTOPENIA},
    ):
        held = Treatment(id="b" * 16, owner=BARE.id, agent="rituximab", **values)
        (entry,) = entries("30 rituximab", BARE.with_record(held))
        assert len(entry.changes) == 2


def test_a_route_fits_or_is_filled_in_or_makes_another_treatment() -> None:
    held = Treatment(
        id="b" * 16,
        owner=BARE.id,
        agent="rituximab",
        purpose=Purpose.CYTOPENIA,
        start=TimePoint.on_day(87),
    )
    (filled,) = entries("94 rituximab 375 mg/m2 sc", BARE.with_record(held))
    after = applied(BARE.with_record(held), filled.changes)
    assert after is not None
    assert [treatment.route for treatment in after.treatments] == [Route.SC]
    assert len(after.doses) == 1
    (another,) = entries("101 rituximab 375 mg/m2 iv", after)
    assert [r.record_kind for r in records(another)] == ["treatment", "dose"]


def test_what_is_there_already_is_said() -> None:
    first = P2.counts[0]
    assert first.day is not None
    assert first.value is not None
    (again,) = entries(f"{first.day.text} {first.analyte} {first.value.text}", P2)
    assert again.words[0].endswith("it is there already")
    (other,) = entries(f"{first.day.text} {first.analyte} 999", P2)
    assert "already" not in other.words[0]
    (twice,) = entries("190-192 pex daily", P2)
    assert twice.words[0].endswith("there is a dose already on +190")


def test_later_parts_of_a_line_know_the_earlier() -> None:
    (entry,) = entries("118 dara 16 mg/kg, 125 dara 16 mg/kg", BARE)
    treatment, first, second = records(entry)
    assert first.owner == second.owner == treatment.id
    assert (first.position, second.position) == (0, 1)


def test_a_treatment_that_no_list_knows_is_known_in_its_case() -> None:
    assert "corticosteroids 2 mg/kg/d" in entries("62 corticosteroids 2 mg/kg/d", P1)[0].words[0]
    with pytest.raises(Problem):
        entries("62 corticosteroids 2 mg/kg/d", P2)


def test_days_are_said_with_their_other_face() -> None:
    (zero,) = date_readings("2020-01-01")
    (entry,) = entries("61 plt 5", Case(Patient(id="a" * 16, hsct_date=zero)))
    assert "+61 (2020-03-02)" in entry.words[0]


def test_the_table_of_forms_shows_only_forms_that_are_read() -> None:
    assert len(GRAMMAR) >= 12
    for forms, makes in GRAMMAR:
        assert makes
        for form in forms.split(" · "):
            assert _read(form, BARE) or _read(form, P1) or _read(form, P2), form


def _read(form: str, case: Case) -> tuple[Entry, ...]:
    try:
        return entries(form, case)
    except Problem:
        return ()


def test_every_listed_name_and_choice_can_be_written() -> None:
    for code in (*agents().values(), *(analytes().values())):
        for name in (code.label, code.id, *code.aliases):
            value = f" 5 {analytes()[code.id].units.accepted[0]}" if code.id in analytes() else ""
            assert any(
                code.id in (getattr(r, "agent", ""), getattr(r, "analyte", ""))
                for entry in entries(f"61 {name}{value}", BARE)
                for r in records(entry)
            ), name
    for kind in (*EventKind, *CourseKind, *Status):
        assert any(kind in brief(records(e)[0]) for e in entries(f"61 {kind.label}", BARE))


TYPED = (
    "61 +58 58-61 58..61 ~913 2020 3/4/2020 12.3.2020 2020-03 plt platelets hb dara pred pex dli TK EK 5 "
    "1.234 <3 2-9 16 mg/kg mg/kg/d g/dl /µl daily weekly x6 6x q8d every 2 weeks units until , ; flare "
    "relapse red cells dead infection discharge grade 3 after transfusion onset resolved AIT aiha dat "
    "positive normal chimerism PB BM T cells full >95 agvhd II skin engraftment neutrophils stop start "
    "reaction 61- taper"
)
WORDS = st.sampled_from(TYPED.split())


@given(st.text(max_size=40) | st.lists(WORDS, max_size=9).map(" ".join))
def test_any_text_gives_readings_or_a_problem(text: str) -> None:
    with contextlib.suppress(Problem):
        found = entries(text, P2)
        assert found
        for entry in found:
            assert entry.changes
            assert all(entry.words)
            after = applied(P2, entry.changes)
            assert applied(after, inverse(Step("", entry.changes)).changes) == P2


@given(cases(), st.lists(WORDS, min_size=2, max_size=6).map(" ".join))
def test_any_case_can_be_written_to(case: Case, text: str) -> None:
    with contextlib.suppress(Problem):
        for entry in entries(f"61 {text}", case):
            assert applied(case, entry.changes) is not None


DAYS = times().map(timepoint.render)


@given(DAYS, quantities(analytes()["haemoglobin"].units), st.sampled_from([None, *SampleContext]))
def test_a_count_reads_back(day: str, value: quantity.Quantity, context: SampleContext | None) -> None:
    text = f"{day} haemoglobin {quantity.render(value)} {context.label if context else ''}"
    expected = f"count: {day} haemoglobin {quantity.render(value)} {context or ''}".strip()
    assert [expected] in [[brief(r) for r in records(e)] for e in entries(text, BARE)]


@given(
    st.integers(-400, 4000),
    st.sampled_from(EventKind),
    st.sampled_from(CourseKind),
    st.sampled_from(Lineage),
    st.sampled_from(CauseOfDeath),
    st.sampled_from(Product),
    st.integers(1, 400),
)
def test_what_is_chosen_reads_back(
    day: int,
    kind: EventKind,
    course: CourseKind,
    lineage: Lineage,
    cause: CauseOfDeath,
    product: Product,
    units: int,
) -> None:
    on = TimePoint.on_day(day).text
    for text, expected in (
        (f"{on} {kind.label}", f"{Event.record_kind}: {on} {kind}"),
        (f"{on} {course.label} {lineage.label}", f"{Course.record_kind}: {on} {lineage} {course}"),
        (f"{on} dead {cause.label}", f"{FollowUp.record_kind}: {on} dead {cause}"),
        (f"{on} {product.label} {units} units", f"{Transfusion.record_kind}: {product} {on} {units}"),
    ):
        assert [expected] in [[brief(r) for r in records(e)] for e in entries(text, BARE)]


@given(st.integers(-400, 4000), st.integers(1, 60), st.integers(2, 30))
def test_a_series_has_every_day_and_no_other(first: int, step: int, times_: int) -> None:
    (entry,) = entries(f"{first} dara 16 mg/kg every {step} days x{times_}", BARE)
    days = [r.day.earliest for r in records(entry) if isinstance(r, Dose) and r.day]
    assert days == [first + step * n for n in range(times_)]
