"""Terms that a registry adds to the code lists: what they bring, and what cannot be kept."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Insertion
from aic_desktop.domain.choices import DiseaseCategory
from aic_desktop.domain.codes import SHIPPED, Codes, coded
from aic_desktop.domain.criteria import disease_category
from aic_desktop.domain.own_terms import OwnTerm, as_told, check, codes_from, codes_with, terms_from
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Count, Dose, Patient, Treatment
from aic_desktop.domain.rules import checks_of
from aic_desktop.domain.shorthand import entries
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import readings
from aic_desktop.reporting.scene import timeline
from aic_desktop.reporting.tabular.dictionary import dictionary_rows
from aic_desktop.services.exchange import incoming
from tests.rule_rows import at, case_of, dose, graft, patient, treated
from tests.values import exactly

DRUG = OwnTerm("agents", "nipocalimab", ("nipo", "M281"), ("mg/kg",), "FcRn antagonist")
HEPCIDIN = OwnTerm("analytes", "hepcidin", ("Hepc",), ("ng/mL", "ug/L"))
DOCK8 = OwnTerm("diseases", "DOCK11 deficiency", (), category=DiseaseCategory.INBORN_ERROR_OF_IMMUNITY)
CODES = codes_with((DRUG, HEPCIDIN, DOCK8))
AGENT = field_of(Treatment, "agent")


def own_case(*records: object) -> Case:
    """A case of a registry with these terms."""
    return replace(case_of(*records), codes=CODES)  # type: ignore[arg-type]


def test_it_is_found_by_name_and_other_names_where_it_is_kept_and_nowhere_else() -> None:
    for typed in ("nipocalimab", " NIPO ", "m281"):
        assert readings(AGENT, typed, codes=CODES) == ("nipocalimab",)
    assert readings(AGENT, "dara", codes=CODES) == ("daratumumab",)
    assert readings(AGENT, "nipo") == ("nipo",)
    assert coded("agents", "nipo") == "nipo"
    assert "nipocalimab" not in SHIPPED.agents
    assert list(CODES.agents)[: len(SHIPPED.agents)] == list(SHIPPED.agents)


def test_it_is_no_longer_called_uncoded_and_another_name_of_it_is_told() -> None:
    def said(case: Case) -> list[str]:
        return [c.message for c in checks_of(case) if c.rule == "uncoded_term"]

    plain = case_of(graft(), treated(agent="nipocalimab"))
    assert "keep it in this registry's own list" in said(plain)[0]
    assert said(own_case(graft(), treated(agent="nipocalimab"))) == []
    (told,) = said(own_case(graft(), treated(agent="nipo")))
    assert told == "“nipo” is another name of nipocalimab, and is counted apart. Type it again."


def test_its_usual_unit_comes_first_and_another_is_questioned() -> None:
    case = own_case(graft(), treated(agent="nipocalimab"), dose(day=at(70), amount=exactly(30, "mg/m2")))
    units = case.units(Dose(id="x", owner="rx"), "amount")
    assert units is not None
    assert units.accepted[0] == "mg/kg"
    assert "unusual_dose_unit" in {c.rule for c in checks_of(case)}


def test_its_analyte_has_a_unit_and_values_in_others_are_converted() -> None:
    case = own_case()
    units = case.units(Count(id="c", analyte="hepcidin"), "value")
    assert units is not None
    (value,) = readings(field_of(Count, "value"), "1.5 µg/l", units)
    assert value == readings(field_of(Count, "value"), "1.5 µg/l", HEPCIDIN_UNITS)[0]
    counted = own_case(Count(id="n", analyte="hepcidin", day=at(3), value=value))
    assert [c.rule for c in checks_of(counted) if c.record == "n"] == []


HEPCIDIN_UNITS = CODES.analytes["hepcidin"].units


def test_quick_entry_knows_it() -> None:
    case = own_case(patient(), graft())
    made = entries("118 nipo 30 mg/kg weekly x2; 119 hepc 512", case)
    records = [change.record for change in made[0].changes]  # type: ignore[union-attr]
    assert [r.agent for r in records if isinstance(r, Treatment)] == ["nipocalimab"]
    assert [r.amount.unit for r in records if isinstance(r, Dose) and r.amount] == ["mg/kg"] * 2
    assert [(r.analyte, r.value.unit) for r in records if isinstance(r, Count) and r.value] == [
        ("hepcidin", "ng/mL")
    ]
    with pytest.raises(Problem):
        entries("119 hepc 512", case_of(patient(), graft()))


def test_its_class_gives_its_lane_the_colour_of_the_class() -> None:
    steroid = OwnTerm("agents", "budesonide", (), ("mg/d",), "corticosteroid")
    case = case_of(graft(), treated(agent="budesonide", stop=at(70)))
    roles = [
        [lane.role for lane in timeline(c).lanes] for c in (case, replace(case, codes=codes_with([steroid])))
    ]
    assert roles == [["other"], ["steroid"]]


def test_its_disease_brings_its_category() -> None:
    person = Patient(id="p", disease="DOCK11 deficiency")
    assert disease_category(person, CODES) is DiseaseCategory.INBORN_ERROR_OF_IMMUNITY
    assert disease_category(person) is None


def test_the_dictionary_marks_it_as_the_registry_s_own() -> None:
    def levels(file: str, column: str, codes: Codes) -> str:
        rows = dictionary_rows(True, codes)
        return next(r["levels"] for r in rows if (r["file"], r["column"]) == (file, column))

    shipped, own = (levels("treatment.csv", "agent", codes) for codes in (SHIPPED, CODES))
    assert own == f"{shipped}|nipocalimab=nipocalimab (added by this registry)"
    analytes = levels("count.csv", "analyte", CODES)
    assert analytes.endswith("|hepcidin=hepcidin (ng/mL, added by this registry)")


@pytest.mark.parametrize(
    ("term", "why"),
    [
        (OwnTerm("agents", ""), "Give the term a name"),
        (OwnTerm("agents", "Dara"), "“Dara” is a name of daratumumab in the list already"),
        (OwnTerm("agents", "x", ("rtx",)), "“rtx” is a name of rituximab"),
        (OwnTerm("agents", "M281"), "“M281” is a name of nipocalimab"),
        (OwnTerm("agents", "x", ("X",)), "One name is there twice"),
        (OwnTerm("analytes", "x"), "Give at least one unit"),
        (OwnTerm("analytes", "x", (), ("g/L", "U/L")), "U/L cannot be converted to g/L"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(term: OwnTerm, why: str) -> None:
    with pytest.raises(Problem, match=why):
        check(term, (DRUG,))


def test_it_goes_into_the_settings_and_comes_back_and_what_is_none_is_left_out() -> None:
    told = as_told((DRUG, HEPCIDIN, DOCK8))
    assert terms_from(told) == (DRUG, HEPCIDIN, DOCK8)
    text = json.dumps(told)
    assert terms_from(json.loads(text)) == (DRUG, HEPCIDIN, DOCK8)
    assert codes_from(text) is codes_from(text)
    strange = [None, {"list": "agents"}, {"list": "cells", "label": "x"}, {"list": "analytes", "label": "y"}]
    assert terms_from([*strange, *told]) == (DRUG, HEPCIDIN, DOCK8)
    assert terms_from("nonsense") == ()
    assert codes_from("[]") is SHIPPED


def test_an_import_into_the_registry_knows_it_by_every_name(tmp_path: Path) -> None:
    (tmp_path / "patient.csv").write_text("patient\nB1\n", encoding="utf-8")
    (tmp_path / "treatment.csv").write_text("patient,agent\nB1,nipo\n", encoding="utf-8")
    counts = "patient,day,analyte,value_text\nB1,5,Hepc,1.5 µg/l\n"
    (tmp_path / "count.csv").write_text(counts, encoding="utf-8")
    found = incoming([tmp_path], [own_case(patient(code="A1"))]).change_set.changes
    records = [change.record for change in found if isinstance(change, Insertion)]
    assert [r.agent for r in records if isinstance(r, Treatment)] == ["nipocalimab"]
    assert [(r.analyte, r.value and r.value.unit) for r in records if isinstance(r, Count)] == [
        ("hepcidin", "ng/mL")
    ]
