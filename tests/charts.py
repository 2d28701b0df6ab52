"""Cases for tests, written as a clinician would type them; and the published twelve as far as told."""

from collections.abc import Iterator
from typing import Any
from zlib import crc32

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.codes import analytes
from aic_desktop.domain.records import (
    Cell,
    Chimerism,
    Count,
    Course,
    Cytopenia,
    Dose,
    FollowUp,
    Patient,
    Record,
    Transplant,
    Treatment,
)
from aic_desktop.domain.records.base import DOSE_AMOUNTS
from aic_desktop.domain.spec import Field, field_of
from aic_desktop.domain.text import readings
from aic_desktop.domain.units import Units

Typed = str | MissingReason


class Chart:
    """One case being written down: every field by the text that is typed into it, or a missing reason."""

    def __init__(self, code: str = "P", **patient: Typed) -> None:
        self._prefix = f"{crc32(code.encode()):08x}"
        self._written = 0
        self.case = Case(_filled(Patient(id=self._next_id()), code=code, **patient))

    def add(self, record: type[Record], owner: str = "", **typed: Typed) -> str:
        """Write a record down; its id. It belongs to the patient unless `owner` says otherwise."""
        blank = record(
            id=self._next_id(), owner=owner or self.case.id, position=self.case.next_position(record)
        )
        self.case = self.case.with_record(_filled(blank, **typed))
        return blank.id

    def treat(self, agent: str, *doses: str, purpose: str = "cytopenia", **typed: Typed) -> str:
        """A treatment, against the cytopenia unless said otherwise, with the days of its doses."""
        treatment = self.add(Treatment, agent=agent, purpose=purpose, **typed)
        for day in doses:
            self.dose(treatment, day=day)
        return treatment

    def dose(self, treatment: str, **typed: Typed) -> str:
        """A dose, or a step of a course, of a treatment."""
        return self.add(Dose, treatment, **typed)

    def _next_id(self) -> str:
        self._written += 1
        return f"{self._prefix}{self._written:08x}"


def _filled(record: Any, **typed: Typed) -> Any:
    for name, text in typed.items():
        if isinstance(text, MissingReason):
            record = record.with_cell(name, Cell(missing=text))
        else:
            field = field_of(type(record), name)
            units = _units(record, field)
            record = record.with_cell(name, Cell(readings(field, text, units)[0]))
    return record


def _units(record: Any, field: Field) -> Units | None:
    if isinstance(record, Count) and field.name == "value":
        return analytes()[record.analyte or ""].units
    return DOSE_AMOUNTS if isinstance(record, Dose) else field.spec.units


def patient_1() -> Case:
    """Driouk 2021, patient 1: only what is printed or strictly implied."""
    chart = Chart(
        "P1", age="11", sex="female", disease="lrba_deficiency", abo_before="B", rhd_before="positive"
    )
    chart.add(
        Transplant,
        number="1",
        donor_relation="unrelated",
        hla_matched="10",
        hla_total="10",
        donor_sex="female",
        donor_abo="O",
        donor_rhd="positive",
        source="bone_marrow",
        intensity="myeloablative",
    )
    chart.add(Cytopenia, episode="1", lineage="platelets", onset="58..61")
    chart.treat("corticosteroids", line="1", start="+61")
    chart.treat("immunoglobulin_ivig", line="1", planned_doses="4")
    chart.treat("rituximab", line="2", planned_doses="4")
    chart.treat("eltrombopag", line="2")
    chart.treat("ciclosporin", purpose="gvhd_prophylaxis")
    chart.treat("sirolimus", line="3")
    weekly = ("+118", "+125", "+132", "+139", "+146", "+153")
    index = chart.treat("daratumumab", *weekly, line="4", planned_doses="6", response="complete")
    chart.add(Course, day="+143", lineage="platelets", kind="response_sign", treatment=index)
    chart.add(Chimerism, day="+53", donor="100")
    chart.add(
        FollowUp,
        day="~427",
        status="alive",
        platelet_independent="yes",
        red_cell_independent="yes",
        immunoglobulin_substitution="yes",
        b_cell_recovery="partial",
    )
    return chart.case


def patient_2() -> Case:
    """Driouk 2021, patient 2."""
    chart = Chart(
        "P2",
        age="6",
        age_at="hsct",
        sex="male",
        disease="cd40l_deficiency",
        abo_before="O",
        rhd_before="negative",
    )
    chart.add(
        Transplant,
        number="1",
        donor_relation="unrelated",
        hla_matched="9",
        hla_total="10",
        donor_sex="male",
        donor_abo="O",
        donor_rhd="positive",
        source="bone_marrow",
    )
    chart.add(Cytopenia, episode="1", lineage="platelets", onset="+58")
    chart.add(Cytopenia, episode="1", lineage="red_cells", onset="+83")
    chart.treat("prednisolone", line="1", start="+58", response="transient")
    chart.treat("immunoglobulin_ivig", line="1", start="+58")
    chart.treat("ciclosporin", purpose="gvhd_prophylaxis")
    chart.treat("rituximab", "+87", "+94", "+101", "+108", "+115", "+122", line="2")
    chart.treat("immunoglobulin_ivig", line="2", start="+87")
    chart.treat("daratumumab", "+184", "+192", "+200", line="3", response="none")
    chart.treat("plasma_exchange", "+190", "+191", "+192", "+195", line="3", start="+190", stop="+199")
    chart.treat("methylprednisolone", start="≥199")
    chart.treat("eculizumab", start="≥199", planned_doses="1")
    chart.add(Chimerism, day="+149", specimen="bone_marrow", donor="100")
    chart.add(
        FollowUp,
        day="≥200",
        status="dead",
        cause_of_death="autoimmune_cytopenia",
        contributing_causes="cardiac|thromboembolism",
        cause_certainty="probable",
        red_cell_independent="no",
    )
    return chart.case


# Ten more, made up so that with patients 1 and 2 the sums and medians the paper prints come out. Columns:
# type, age, disease, donor, source, ABO patient<donor, chimerism, onset, first dose, doses, previous
# agents, concomitant, response, doses to response, months from first dose to last contact, immunoglobulin
_TEN = """
AIT      |  9 | WAS | 10 | BM | O<O  | 100    |  90 | +240  |  4 | 4 | yes | complete  | 2 |  4 |
AIHA     |  2 | SCID| fd |    | A<A  | 100    | 110 | +288  |  4 | 5 | yes | complete  | 1 |  5 | yes
AIHA     | 11 | SAA | 10 | PB | B<B  | 100    | 144 | +344  |  5 | 9 | yes | complete  | 3 |  6 | no
AIHA     | 35 | SAA | 9  | PB | O<O  | >90    | 200 | +450  |  6 | 4 | yes | ti        | 4 |  7 |
AIT+AIHA | 43 | MDS | fd |    | A<O  | >90    | 300 | +600  |  6 | 6 | yes | complete  | 5 |  8 | yes
AIT+AIN  | 52 | AML | 9  | PB | A<A  | 92-100 | 359 | +862  |  8 | 7 | yes | transient |   |    |
PRCA     | 19 | ALL | fd |    | O<A  | >90    |     | +206  |  2 | 2 | no  | complete  | 1 |  9 |
PRCA     | 40 | MDS | 10 | PB | B<A  | 95     |     | +390  |  8 | 3 | no  | ti        | 6 | 12 | no
PRCA     | 61 | MDS | 10 | PB | O<AB | >90    |     | +411  | 10 | 3 | no  | complete  | 2 | 15 |
PRCA     | 72 | PMF |    | PB | O<B  | 100    |     | 2.5 y | 11 | 2 | yes | ti        | 4 | 16 | yes
"""
_LINEAGES = {"AIT": "platelets", "AIHA": "red_cells", "AIN": "neutrophils", "PRCA": "red_cell_precursors"}
_SOURCES = {"BM": "bone_marrow", "PB": "peripheral_blood"}
_AGENTS = (
    "prednisolone",
    "rituximab",
    "bortezomib",
    "immunoglobulin_ivig",
    "eltrombopag",
    "mycophenolate",
    "sirolimus",
    "vincristine",
    "splenectomy",
)


def published_twelve() -> tuple[Case, ...]:
    """The published two, and ten made up around the paper's own sums; nothing of them is a patient's."""
    return (patient_1(), patient_2(), *_ten())


def _ten() -> Iterator[Case]:
    for number, line in enumerate(_TEN.strip().splitlines(), start=3):
        kinds, age, disease, donor, source, groups, chimerism, onset, *rest = map(str.strip, line.split("|"))
        before, of_donor = groups.split("<")
        chart = Chart(f"P{number:02}", age=age, age_at="hsct", disease=disease, abo_before=before)
        graft = {"number": "1", "donor_abo": of_donor} | _donor(donor)
        if source:
            graft["source"] = _SOURCES[source]
        chart.add(Transplant, **graft)
        chart.add(Chimerism, day="+100", donor=chimerism)
        for kind in kinds.split("+"):
            stated = {"onset": f"+{onset}"} if onset else {}
            chart.add(Cytopenia, episode="1", lineage=_LINEAGES[kind], **stated)
        _treat(chart, *rest)
        yield chart.case


def _donor(donor: str) -> dict[str, str]:
    if donor == "fd":
        return {"donor_relation": "sibling"}
    if not donor:
        return {}
    return {"donor_relation": "unrelated", "hla_matched": donor, "hla_total": "10"}


def _treat(
    chart: Chart,
    first: str,
    doses: str,
    previous: str,
    concomitant: str,
    response: str,
    at_dose: str,
    months: str,
    immunoglobulin: str,
) -> None:
    for line, agent in enumerate(_AGENTS[: int(previous)]):
        chart.treat(agent, start=f"+{100 + line}", stop=f"+{110 + line}")
    span = chart.case.days(readings(field_of(Treatment, "start"), first)[0])
    day = round(span.middle)
    if concomitant == "yes":
        before_last = f"+{day + 7 * int(doses) - 8}"
        chart.treat("danazol", start=before_last, stop=before_last)
    days = (first, *(f"+{day + 7 * week}" for week in range(1, int(doses))))
    reported = {"response": response} if response in {"complete", "transient"} else {}
    index = chart.treat("daratumumab", *days, **reported)
    if at_dose:
        noted = f"+{day + 7 * int(at_dose) - 4}"
        chart.add(Course, day=noted, kind="transfusion_independent", treatment=index)
    last = {"day": f"+{day + round(int(months) * 30.4375)}"} if months else {"day": f"+{day + 90}"}
    if immunoglobulin:
        last["immunoglobulin_substitution"] = immunoglobulin
    chart.add(FollowUp, status="alive", **last)
