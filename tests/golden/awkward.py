"""Awkward cases for the timeline, typed as a clinician would type them; made up, none is a patient's."""

from collections.abc import Callable
from typing import Any

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import (
    Cell,
    Conditioning,
    Count,
    Course,
    Cytopenia,
    Dose,
    Event,
    FollowUp,
    Gvhd,
    Patient,
    Reaction,
    Record,
    Transfusion,
    Transplant,
    Treatment,
)
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import readings
from aic_desktop.services.example import published_cases


class Writing:
    """A case being written; record ids tell kind and order, so that a golden file can be read."""

    def __init__(self, **patient: str) -> None:
        self.case = Case(Patient(id="patient"))
        self.case = self.case.with_record(self._filled(self.case.patient, patient))

    def add(self, kind: type[Record], owner: str = "patient", /, **typed: str) -> str:
        position = self.case.next_position(kind)
        blank = kind(id=f"{kind.record_kind}-{position + 1}", owner=owner, position=position)
        self.case = self.case.with_record(blank)
        self.case = self.case.with_record(self._filled(blank, typed))
        return blank.id

    def counts(self, analyte: str, *pairs: str, **typed: str) -> None:
        for pair in pairs:
            day, value = pair.rsplit("=", 1)
            self.add(Count, day=day, analyte=analyte, value=value, **typed)

    def treat(
        self, agent: str, *doses: str, amount: str = "", purpose: str = "cytopenia", **typed: str
    ) -> str:
        treatment = self.add(Treatment, agent=agent, purpose=purpose, **typed)
        for dose in doses:
            day, _, own = dose.partition(":")
            first, _, last = day.partition("|")
            given = {"day": first, "until": last, "amount": own or amount}
            self.add(Dose, treatment, **{name: text for name, text in given.items() if text})
        return treatment

    def _filled(self, record: Any, typed: dict[str, str]) -> Any:
        for name, text in typed.items():
            self.case = self.case.with_record(record)
            units = self.case.units(record, name)
            value = readings(field_of(type(record), name), text, units)[0]
            record = record.with_cell(name, Cell(value))
        return record


def like_patient_1() -> Case:
    """Much undated, counts few, one thrombocytopenia, daratumumab weekly."""
    case = Writing(code="like 1", age="11")
    graft = case.add(
        Transplant,
        number="1",
        leukocyte_engraftment="+18",
        neutrophil_engraftment="+20",
        platelet_engraftment="+24",
    )
    case.add(Conditioning, graft, agent="thiotepa", doses="1", dose="8 mg/kg")
    case.add(Conditioning, graft, agent="treosulfan", doses="3", dose="14 g/m2")
    case.add(Conditioning, graft, agent="fludarabine", doses="4", dose="40 mg/m2")
    case.add(Conditioning, graft, agent="antithymocyte_immunoglobulin_rabbit", doses="3", dose="15 mg/kg")
    case.treat("azathioprine", purpose="before_hsct", start="age 1.5 y")
    case.treat("sirolimus", purpose="before_hsct", start="age 3 y")
    case.add(Event, day="+10", kind="mucositis", grade="2")
    case.add(Cytopenia, episode="1", lineage="platelets", onset="58..61")
    case.counts("platelets", "+58=142", "+61=5.000/µl", "+152=55", "+159=192")
    case.treat("corticosteroids, high-dose", start="+61", amount="2 mg/kg/d")
    case.treat("immunoglobulin_ivig", start="+61", planned_doses="4")
    case.add(Dose, case.case.treatments[-1].id, amount="1 g/kg")
    case.treat("rituximab", planned_doses="4")
    case.add(Dose, case.case.treatments[-1].id, amount="375 mg/m2")
    case.treat("eltrombopag")
    case.add(Dose, case.case.treatments[-1].id, amount="50-75 mg/d")
    case.treat("ciclosporin", purpose="gvhd_prophylaxis", start="0", target="150-200 ng/mL")
    case.treat("methotrexate", purpose="gvhd_prophylaxis")
    case.treat("sirolimus", target="8-12 ng/mL")
    weekly = ("+118", "+125", "+132", "+139", "+146", "+153")
    daratumumab = case.treat("daratumumab", *weekly, amount="16 mg/kg", planned_doses="6")
    case.add(Reaction, daratumumab, day="+118", term="nasal congestion, bronchial obstruction")
    case.add(Transfusion, product="platelets", units="163")
    case.add(Transfusion, product="red_cells", units="18")
    case.add(Event, day="+152", kind="discharge")
    case.add(Course, day="+143", lineage="platelets", kind="response_sign")
    case.add(Course, day="+159", lineage="platelets", kind="complete_response")
    case.add(FollowUp, day="~427", status="alive")
    return case.case


def like_patient_2() -> Case:
    """Two lineages, tapers, single doses, plasma exchange between them, death after a day not told."""
    case = Writing(code="like 2", age="6")
    case.add(
        Transplant,
        number="1",
        leukocyte_engraftment="+22",
        neutrophil_engraftment="+22",
        platelet_engraftment="+20",
    )
    case.add(Cytopenia, episode="1", lineage="platelets", onset="+58")
    case.add(Cytopenia, episode="1", lineage="red_cells", onset="+83")
    case.counts("platelets", "+55=186", "+58=14", "+83=9 × 103/µl", "83..98=2-9")
    case.counts("haemoglobin", "+83=8.6 g/dl", ">=199=<3 g/dl")
    case.counts("reticulocyte_fraction", "+83=41 ‰")
    case.treat("prednisolone", "+58:2 mg/kg/d", start="+58")
    case.treat("prednisolone", "177..184:2 mg/kg/d", start="177..184")
    case.treat("immunoglobulin_ivig", start="+58", planned_doses="4")
    case.add(Dose, case.case.treatments[-1].id, amount="0.4 g/kg/d")
    case.treat("immunoglobulin_ivig", start="+87")
    case.add(Dose, case.case.treatments[-1].id, amount="1 g/kg")
    case.treat("ciclosporin", purpose="gvhd_prophylaxis", start="0")
    rituximab = ("+87", "+94", "+101", "+108", "+115", "+122")
    case.treat("rituximab", *rituximab, amount="375 mg/m2", planned_doses="6")
    case.treat("daratumumab", "+184", "+192", "+200", amount="16 mg/kg")
    case.treat("plasma_exchange", start="+190", stop="+192")
    case.treat("plasma_exchange", start="+195", stop="+199")
    case.treat("methylprednisolone", start=">=199", planned_doses="3")
    case.add(Dose, case.case.treatments[-1].id, amount="20 mg/kg/d")
    case.treat("eculizumab", ">=199:25 mg/kg")
    case.add(Transfusion, product="platelets", day="83..87", daily="yes", units="1")
    case.add(Transfusion, product="red_cells", day="+190", daily="yes")
    case.add(Course, day="~70", lineage="platelets", kind="transient_recovery")
    case.add(Course, day="+98", lineage="platelets", kind="response_sign")
    case.add(Course, day="+177", lineage="red_cells", kind="relapse")
    case.add(Course, day="+190", lineage="red_cells", kind="flare")
    case.add(Event, day="+199", kind="shock", detail="hypovolaemic")
    case.add(FollowUp, day=">=200", status="dead", cause_of_death="autoimmune_cytopenia")
    return case.case


def taper() -> Case:
    """A steroid taper with overlapping second course, ongoing drug, conditioning, second transplant."""
    case = Writing(code="taper")
    graft = case.add(Transplant, number="1", index="yes")
    case.add(Transplant, number="2", day="+210", neutrophil_engraftment="+228")
    case.add(
        Conditioning, graft, agent="fludarabine", doses="4", dose="40 mg/m2", first_day="-7", last_day="-4"
    )
    case.add(
        Conditioning, graft, agent="treosulfan", doses="3", dose="14 g/m2", first_day="-7", last_day="-5"
    )
    case.add(Conditioning, graft, agent="thiotepa", doses="1", dose="8 mg/kg", first_day="-3")
    case.add(Gvhd, kind="acute", onset="+25", acute_grade="II", organs="skin", resolved="+40")
    case.add(Cytopenia, episode="1", lineage="red_cells", onset="+45", resolved="140..150")
    case.counts(
        "haemoglobin",
        *(f"{day}={value}" for day, value in
          ((-5, 9.8), (3, 8.9), (20, 9.4), (35, 10.6), (45, 6.1), (47, 5.2), (50, 6.4), (55, 7.0), (60, 7.7),
           (67, 8.3), (74, 8.9), (81, 9.8), (95, 10.7), (110, 11.2), (150, 12.1), (170, 12.4), (240, 9.5))),
    )  # fmt: skip
    case.counts(
        "platelets",
        *(f"{day}={value}" for day, value in
          ((-6, 88), (2, 21), (12, 14), (20, 33), (30, 96), (45, 110), (60, 145), (81, 160), (110, 188),
           (150, 201), (170, 190), (215, 45), (230, 60), (245, 97))),
    )  # fmt: skip
    case.treat(
        "prednisolone",
        "+45|+55:2 mg/kg/d", "+56|+69:1.5 mg/kg/d", "+70|+83:1 mg/kg/d", "+84|+97:0.5 mg/kg/d",
        "+98|+120:0.1-0.2 mg/kg/d",
        start="+45", stop="+120",
    )  # fmt: skip
    case.treat("prednisolone", "+110|+125:1 mg/kg/d", start="+110", stop="+125")
    case.treat("rituximab", "+60", "+67", "+74", "+81", amount="375 mg/m2")
    case.treat("immunoglobulin_ivig", "+46", "+46", "+60", "+74", amount="1 g/kg")
    case.treat("ciclosporin", purpose="gvhd_prophylaxis", start="-1", stop="170..180")
    case.treat("immunoglobulin_ivig", purpose="substitution", start="+90", ongoing="yes")
    case.treat("cotrimoxazole", purpose="infection", start="<30", ongoing="yes")
    case.treat("splenectomy", "+130", purpose="other")
    case.add(Transfusion, product="red_cells", day="+45", units="2")
    case.add(Transfusion, product="red_cells", day="+47", units="1")
    case.add(Transfusion, product="red_cells", day="+50", until="+54", daily="yes", units="1")
    case.add(Transfusion, product="platelets", day="+1", until="+18", units="9")
    case.add(Transfusion, product="platelets", day="+212", units="1")
    case.add(Event, day="+33", kind="viral_reactivation", detail="CMV", until="+52")
    case.add(Event, day="+70", kind="bleeding", detail="epistaxis", grade="2")
    case.add(Course, day="+81", lineage="red_cells", kind="partial_response", criteria="aiha_consensus_2020")
    case.add(Course, day="+145", lineage="red_cells", kind="complete_response")
    case.add(FollowUp, day="+250", status="alive")
    return case.case


def no_counts() -> Case:
    case = Writing(code="no counts")
    case.treat("rituximab", "+10", "+17", amount="375 mg/m2")
    return case.case


def one_count() -> Case:
    case = Writing(code="one count")
    case.counts("platelets", "+30=12")
    return case.case


def only_limits() -> Case:
    case = Writing(code="only limits")
    case.counts("platelets", "+10=<5", "+12=0", "+14=>500", "+16=2-9")
    case.counts("haemoglobin", "+10=<3")
    return case.case


def only_imprecise_days() -> Case:
    case = Writing(code="only imprecise days")
    case.counts("platelets", "10..20=12", "~60=30", ">=100=55", "<5=80")
    return case.case


def same_day() -> Case:
    case = Writing(code="same day")
    case.counts("platelets", "+10=40", "+10=40", "+11=30")
    case.add(Count, day="+10", time="18:00", analyte="neutrophils", value="0.9", context="on_g_csf")
    case.add(Count, day="+10", time="7:30", analyte="neutrophils", value="0.2")
    case.counts("platelets", "+12=25", context="after_transfusion")
    return case.case


def unresolved() -> Case:
    """Dates without day 0: nothing has a place."""
    case = Writing(code="unresolved")
    case.counts("platelets", "12.3.2020=40")
    case.treat("rituximab", "14.3.2020", amount="375 mg/m2")
    case.add(Event, day="13.3.2020", kind="bleeding")
    case.add(FollowUp, day="1.6.2020", status="alive")
    return case.case


def dated() -> Case:
    """The same dates with day 0 and birth known."""
    case = Writing(code="dated", hsct_date="1.3.2020", birth_date="1.3.2012")
    case.add(Transplant, number="1")
    case.counts("platelets", "12.3.2020=40", "2020-04=60", "+20=70")
    case.treat("rituximab", "14.3.2020", amount="375 mg/m2")
    case.treat("azathioprine", purpose="before_hsct", start="age 1.5 y")
    case.treat("immunoglobulin_ivig", purpose="substitution", start="age 5 y", ongoing="yes")
    case.add(FollowUp, day="1.6.2020", status="alive")
    return case.case


def two_transplants() -> Case:
    """The index is the second graft; counts before the first must not stretch the axis."""
    case = Writing(code="two transplants")
    case.add(Transplant, number="1", day="-400", graft_failure="secondary", graft_failure_day="-60")
    case.add(Transplant, number="2", index="yes")
    case.counts("neutrophils", "-390=0.1", "+12=0.05", "+15=0.3", "+19=0.8")
    case.treat("busulfan", purpose="other", start="-410", stop="-405")
    return case.case


def died() -> Case:
    case = Writing(code="died")
    case.counts("haemoglobin", "+40=5.1", "+41=4.2 g/dl", "+60=80 g/l")
    case.add(Cytopenia, episode="1", lineage="red_cell_precursors")
    case.add(FollowUp, day="+70", status="dead", cause_of_death="cardiac")
    return case.case


def responses() -> Case:
    """A complete response reported where the counts make a partial one, its loss, and a second episode."""
    case = Writing(code="responses")
    case.add(Cytopenia, episode="1", lineage="platelets", onset="+30", resolved="+120")
    case.add(Cytopenia, episode="2", lineage="platelets", onset="+200")
    case.counts(
        "platelets", "+28=140", "+30=9", "+37=12", "+44=35", "+51=62", "+58=71", "+70=18", "+90=110",
        "+110=160", "+200=14", "+207=11", "+214=44",
    )  # fmt: skip
    case.treat("prednisolone", "+30|+50:2 mg/kg/d", "+51|+80:1 mg/kg/d", start="+30", stop="+80", line="1")
    case.treat("rituximab", "+71", "+78", "+85", "+92", amount="375 mg/m2", line="2")
    case.treat("immunoglobulin_ivig", "+201:1 g/kg", "+202:0.4 g/kg", line="1")
    case.add(Course, day="+50", lineage="platelets", kind="complete_response")
    case.add(Course, day="+70", lineage="platelets", kind="relapse")
    case.add(Course, day="95..100", lineage="platelets", kind="complete_response")
    case.add(Course, day="+214", lineage="platelets", kind="partial_response")
    case.add(Transfusion, product="platelets", day="+31", until="+36", daily="yes", units="2")
    case.add(Transfusion, product="platelets", day="+198", units="1")
    case.add(FollowUp, day="+260", status="alive")
    return case.case


def before_day_0() -> Case:
    """All of the course lies before HSCT: treatment, transfusions, and the last contact before day 0."""
    case = Writing(code="before day 0")
    case.add(Transplant, number="1")
    case.counts("platelets", "-28=12", "-20=<10", "-14=30", "-7=55", "0=40")
    case.treat("immunoglobulin_ivig", "-27", "-26", amount="1 g/kg")
    case.treat("prednisolone", "-28|-15:2 mg/kg/d", "-14|-8:1 mg/kg/d", start="-28", stop="-8")
    case.treat("azathioprine", start="-400", stop="-60", purpose="before_hsct")
    case.add(Cytopenia, episode="1", lineage="platelets", onset="-28")
    case.add(Transfusion, product="platelets", day="-21", until="-19", daily="yes", units="1")
    return case.case


_ALL = (
    like_patient_1, like_patient_2, taper, no_counts, one_count, only_limits, only_imprecise_days, same_day,
    unresolved, dated, two_transplants, died, responses, before_day_0,
)  # fmt: skip
CASES: dict[str, Callable[[], Case]] = {make.__name__: make for make in _ALL}


def published_1() -> Case:
    """Patient 1 of the example, as the registry has it."""
    return published_cases()[0]


def published_2() -> Case:
    """Patient 2 of the example."""
    return published_cases()[1]


GOLDEN: dict[str, Callable[[], Case]] = {
    **CASES, **{make.__name__: make for make in (published_1, published_2)}
}  # fmt: skip
