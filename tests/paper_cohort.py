"""Twelve constructed cases from which every statement of the review in Driouk 2021 comes out as printed.

Nothing in here is a patient's. The body of the paper's Table 1 is not published with its text: these cases
are made so that their sums, medians and ranges are the review's, the totals that do not add up included. Each
says of itself that it is constructed: by its code, its reference, its note, and by having no origin. C01 and
C02 stand where the review counts its own two patients, with what the review says of them; that is not in all
things what their case histories say, which the shipped example has.
"""

from collections.abc import Iterator
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.records import (
    Chimerism,
    Count,
    Course,
    Cytopenia,
    FollowUp,
    Transfusion,
    Transplant,
    Treatment,
)
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import readings
from tests.charts import Chart

CONSTRUCTED = "Constructed case, no patient: made for the sums of the review in Driouk 2021"
DAYS_PER_MONTH = 30.4375

_TWELVE = """
C01|AIT     |11|LRBA |10|BM|B<O |100|58 |+121 |6 |5|yes|complete |4|8 |yes
C02|AIT+AIHA|6 |CD40L|9 |BM|O<O |100|58 |+184 |3 |3|yes|none     | |  |
C03|AIT     |9 |WAS  |10|BM|O<O |100|90 |+240 |4 |4|yes|complete |2|4 |
C04|AIHA    |2 |SCID |fd|  |A<A |100|110|+288 |4 |5|yes|complete |1|5 |yes
C05|AIHA    |11|SAA  |10|PB|B<B |100|144|+344 |5 |9|yes|complete |3|6 |no
C06|AIHA    |35|SAA  |9 |PB|O<O |>90|200|+450 |6 |4|yes|ti       |4|7 |
C07|AIT+AIHA|43|MDS  |fd|  |A<O |94 |300|+600 |6 |6|yes|complete |5|9 |yes
C08|AIT+AIN |52|AML  |9 |PB|A<A |>90|359|+862 |8 |7|yes|transient|3|6 |
C09|PRCA    |19|ALL  |fd|  |O<A |>90|   |+206 |2 |2|no |complete |1|8 |
C10|PRCA    |40|MDS  |10|PB|B<A |95 |   |+390 |8 |3|no |ti       |6|12|no
C11|PRCA    |61|MDS  |10|PB|O<AB|>90|   |+411 |10|3|no |complete |2|16|
C12|PRCA    |72|PMF  |  |PB|O<B |100|   |2.5 y|11|2|yes|ti       |4|15|yes
"""

# What the review says of its twelve patients: the variable of Table 1, and its rows as they are printed.
STATEMENTS = [
    ("Patients", [("", "12")]),
    (
        "Type",
        [
            ("AIT", "2/12 (17 %)"),
            ("AIHA", "3/12 (25 %)"),
            ("PRCA", "4/12 (33 %)"),
            ("Evans syndrome", "3/12 (25 %)"),
        ],
    ),
    ("Age group", [("under 18 y", "5/12 (42 %)"), ("18 y and over", "7/12 (58 %)")]),
    ("Age of those under 18", [("", "9 (2–11); n = 5")]),
    ("Age of those 18 and over", [("", "43 (19–72); n = 7")]),
    (
        "Disease category",
        [
            ("acute leukaemia", "2/12 (17 %)"),
            ("MDS", "3/12 (25 %)"),
            ("MPN / primary myelofibrosis", "1/12 (8.3 %)"),
            ("bone marrow failure", "2/12 (17 %)"),
            ("inborn error of immunity", "4/12 (33 %)"),
        ],
    ),
    (
        "Stem cell source",
        [
            ("bone marrow", "3/9 (33 %)"),
            ("peripheral blood", "6/9 (67 %)"),
            ("not reported", "3 of 12 (not reported 3)"),
        ],
    ),
    (
        "Type, ABO-mismatched grafts",
        [("AIT", "1/6 (17 %)"), ("PRCA", "4/6 (67 %)"), ("Evans syndrome", "1/6 (17 %)")],
    ),
    ("Latest chimerism", [("100 % donor", "6/12 (50 %)"), ("over 90 % donor", "6/12 (50 %)")]),
    (
        "HSCT to onset",
        [("", "127 (58–359); n = 8"), ("not applicable", "4 of 12 (PRCA without an onset 4)")],
    ),
    (
        "Onset to first daratumumab",
        [("", "189 (63–503); n = 8"), ("not applicable", "4 of 12 (PRCA without an onset 4)")],
    ),
    ("HSCT to first daratumumab, PRCA", [("", "400.5 (206 to 895..920); n = 4")]),
    ("Doses of daratumumab", [("", "6 (2–11); n = 12")]),
    ("Therapies before daratumumab", [("", "4 (2–9); n = 12")]),
    ("Other therapy beside daratumumab", [("yes", "9/12 (75 %)"), ("no", "3/12 (25 %)")]),
    (
        "Response to daratumumab, as reported",
        [
            ("complete", "7/12 (58 %)"),
            ("transfusion independent", "3/12 (25 %)"),
            ("transient", "1/12 (8.3 %)"),
            ("no response", "1/12 (8.3 %)"),
        ],
    ),
    ("Doses to response", [("", "3 (1–6); n = 11")]),
    ("Transfusion independence reached", [("yes", "10/12 (83 %)"), ("no", "2/12 (17 %)")]),
    (
        "Immunoglobulin substitution, last report",
        [("yes", "4/6 (67 %)"), ("no", "2/6 (33 %)"), ("not reported", "6 of 12 (not reported 6)")],
    ),
]


class _Line(NamedTuple):
    """What the table says of one case; days after HSCT, months from the first dose to last contact."""

    code: str
    kinds: str
    age: str
    disease: str
    donor: str
    source: str
    groups: str  # patient<donor
    chimerism: str
    onset: str
    first: str
    doses: str
    previous: str
    beside: str
    response: str
    at_dose: str
    months: str
    immunoglobulin: str


_LINEAGES = {"AIT": "platelets", "AIHA": "red_cells", "AIN": "neutrophils", "PRCA": "red_cell_precursors"}
_DISEASES = {"LRBA": "lrba_deficiency", "CD40L": "cd40l_deficiency"}
_SOURCES = {"BM": "bone_marrow", "PB": "peripheral_blood"}
# In the order in which they are given, so that the first three are the most common.
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
# The footnotes of the paper's Table 1 on split chimerism.
_SPLIT = {"C07": (("t_cells", "57"),), "C08": (("granulocytes", "92-100"), ("t_cells", "6-48"))}
# Before the first dose, at the response, and four weeks later.
_COUNTS = {
    ("platelets", "complete"): ("6", "120", "180"),
    ("platelets", "none"): ("6", "9", "7"),
    ("platelets", "transient"): ("6", "35", "8"),
    ("haemoglobin", "complete"): ("6.5", "13.2", "13.9"),
    ("haemoglobin", "ti"): ("6.5", "9.4", "9.8"),
    ("haemoglobin", "none"): ("7.0", "6.0", "5.1"),
    ("neutrophils", "transient"): ("0.2", "0.6", "0.3"),
}
_ANALYTES = {"AIT": "platelets", "AIHA": "haemoglobin", "AIN": "neutrophils", "PRCA": "haemoglobin"}
_PRODUCTS = {"platelets": "platelets", "haemoglobin": "red_cells"}


def constructed_twelve() -> tuple[Case, ...]:
    """The cases C01 to C12."""
    return tuple(_built())


def _built() -> Iterator[Case]:
    for text in _TWELVE.strip().splitlines():
        line = _Line(*(cell.strip() for cell in text.split("|")))
        chart = Chart(
            line.code,
            origin=MissingReason.NOT_APPLICABLE,
            reference=CONSTRUCTED,
            note=CONSTRUCTED,
            age=line.age,
            age_at="hsct",
            sex=MissingReason.NOT_REPORTED,
            disease=_DISEASES.get(line.disease, line.disease),
            abo_before=line.groups.split("<")[0],
            rhd_before="negative" if line.code == "C02" else "positive",
        )
        _graft(chart, line)
        _cytopenia(chart, line)
        first = readings(field_of(Treatment, "start"), line.first)[0]
        zero = round(chart.case.days(first).middle)
        _therapies(chart, line, zero)
        _counts(chart, line, zero)
        _outcome(chart, line, zero)
        yield chart.case


def _graft(chart: Chart, line: _Line) -> None:
    unreported = MissingReason.NOT_REPORTED
    typed: dict[str, str | MissingReason] = {
        "number": "1",
        "donor_abo": line.groups.split("<")[1],
        "donor_rhd": "positive",
        "source": _SOURCES.get(line.source, unreported),
        "donor_relation": unreported,
    }
    if line.donor == "fd":
        typed |= {"donor_relation": "sibling", "hla_matched": unreported, "hla_total": unreported}
    elif line.donor:
        typed |= {"donor_relation": "unrelated", "hla_matched": line.donor, "hla_total": "10"}
    chart.add(Transplant, **typed)
    chart.add(Chimerism, day="+50", lineage="whole", donor=line.chimerism)
    for lineage, donor in _SPLIT.get(line.code, ()):
        chart.add(Chimerism, day="+50", lineage=lineage, donor=donor)


def _cytopenia(chart: Chart, line: _Line) -> None:
    """PRCA has no onset: no erythrocyte recovery."""
    for number, kind in enumerate(line.kinds.split("+")):
        onset = f"+{int(line.onset) + 25 * number}" if line.onset else MissingReason.NOT_APPLICABLE
        chart.add(Cytopenia, episode="1", lineage=_LINEAGES[kind], onset=onset)


def _therapies(chart: Chart, line: _Line, zero: int) -> None:
    begun = int(line.onset or 60)
    for number, agent in enumerate(_AGENTS[: int(line.previous)], start=1):
        chart.treat(
            agent, line=str(number), start=f"+{begun + 3 * number}", stop=f"+{begun + 3 * number + 14}"
        )
    last = zero + 7 * (int(line.doses) - 1)
    if line.beside == "yes":
        chart.treat("danazol", start=f"+{last - 1}", stop=f"+{last - 1}")
    reported = {"complete": "complete", "transient": "transient", "none": "none"}.get(line.response)
    index = chart.treat(
        "daratumumab",
        schedule="weekly",
        **({"response": reported} if reported else {}),
        **({"start": line.first} if line.first.endswith("y") else {}),
    )
    days = (line.first, *(f"+{zero + 7 * week}" for week in range(1, int(line.doses))))
    for day in days:
        chart.dose(index, day=day, amount="16 mg/kg")
    if line.at_dose:
        noted = f"+{zero + 7 * int(line.at_dose) - 4}"
        kind = "transient_recovery" if line.response == "transient" else "transfusion_independent"
        chart.add(Course, day=noted, kind=kind, treatment=index)


def _counts(chart: Chart, line: _Line, zero: int) -> None:
    """Counts that say by the criteria what the review reports, and transfusions up to the response."""
    noted = zero + 7 * int(line.at_dose or line.doses) - 4
    for analyte in dict.fromkeys(_ANALYTES[kind] for kind in line.kinds.split("+")):
        values = _COUNTS[analyte, line.response]
        for day, value in zip((zero - 20, noted, noted + 28), values, strict=True):
            chart.add(Count, day=f"+{day}", analyte=analyte, value=value)
        if product := _PRODUCTS.get(analyte):
            goes_on = line.response in {"none", "transient"}
            for day in (zero - 12, zero - 5, *((noted + 3, noted + 31) if goes_on else ())):
                chart.add(Transfusion, product=product, day=f"+{day}", units="1")


def _outcome(chart: Chart, line: _Line, zero: int) -> None:
    independent = "no" if line.response in {"none", "transient"} else "yes"
    typed: dict[str, str | MissingReason] = {
        "platelet_independent": independent,
        "red_cell_independent": independent,
        "immunoglobulin_substitution": line.immunoglobulin or MissingReason.NOT_REPORTED,
    }
    if line.months:
        last = f"+{zero + round(int(line.months) * DAYS_PER_MONTH)}"
        chart.add(FollowUp, day=last, status="alive", **typed)
    else:
        typed |= {"cause_of_death": "autoimmune_cytopenia", "cause_certainty": "probable"}
        chart.add(FollowUp, day=f"≥{zero + 16}", status="dead", **typed)
