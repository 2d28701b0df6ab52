"""A registry as large as any: cases built like the published two, written straight into the tables."""

from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

from aic_desktop import bootstrap
from aic_desktop.domain.choices import MissingReason
from aic_desktop.store.tables import METADATA, REMARK, TABLES

BEFORE = (  # what is tried first, as in the published cases
    ("prednisolone", 3, "mg/kg/d"),
    ("immunoglobulin_ivig", 4, "g/kg"),
    ("rituximab", 4, "mg/m2"),
    ("eltrombopag", 1, "mg/d"),
    ("sirolimus", 0, ""),
    ("bortezomib", 4, "mg/m2"),
)
CONDITIONING = (
    ("thiotepa", 1, 8.0, "mg/kg"),
    ("treosulfan", 3, 14.0, "g/m2"),
    ("fludarabine", 4, 40.0, "mg/m2"),
    ("antithymocyte_immunoglobulin_rabbit", 3, 15.0, "mg/kg"),
)
ANALYTES = ("platelets", "platelets", "platelets", "haemoglobin", "haemoglobin", "neutrophils", "ldh",
            "reticulocytes", "bilirubin", "creatinine")  # fmt: skip
UNITS = {"platelets": "10*9/L", "haemoglobin": "g/dL", "neutrophils": "10*9/L", "ldh": "U/L",
         "reticulocytes": "10*9/L", "bilirubin": "umol/L", "creatinine": "umol/L"}  # fmt: skip
DAY_0 = 737_000  # a proleptic ordinal, in 2018
Row = dict[str, Any]


class Writer:
    """Rows by table, with the ids and places that a registry would have given them."""

    def __init__(self, random: Random) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.random = random
        self._last = 0

    def add(self, table: str, case: str, owner: str = "", /, **cells: Any) -> str:
        self._last += 1
        row_id = f"{self.random.getrandbits(64):016x}"
        place = {"patient_id": case, "owner": owner or case} if case else {}
        self.rows[table].append({"id": row_id, "position": self._last, **place, **cells})
        return row_id

    def remark(self, kind: str, case: str, record: str, field: str) -> None:
        reason = self.random.choice(list(MissingReason)[:3]).value
        self.rows["remark"].append(
            {"record_id": record, "field": field, "patient_id": case, "kind": kind, "missing": reason}
            | {"note": ""}
        )


def build(path: Path, cases: int, counts: int, with_index: float = 0.3) -> Path:
    """A registry of `cases` with `counts` in all; `with_index` is the share given daratumumab."""
    store = bootstrap.create_registry(path)
    random = Random(2021)
    with store.database.writing() as connection:
        writer = Writer(random)
        for first in range(0, cases, 500):
            for number in range(first, min(first + 500, cases)):
                _case(writer, number, counts // cases, random.random() < with_index)
            for table in (*TABLES.values(), REMARK):
                if rows := writer.rows.pop(table.name, None):
                    empty = dict.fromkeys(METADATA.tables[table.name].c.keys())
                    connection.execute(table.insert(), [empty | row for row in rows])
    store.close()
    return path


def day(name: str, first: int, last: int | None = None, dated: bool = False) -> Row:
    zero = DAY_0 if dated else 0
    return {
        f"{name}_basis": "date" if dated else "day",
        f"{name}_earliest": zero + first,
        f"{name}_latest": zero + (first if last is None else last),
        f"{name}_text": f"+{first}",
    }


def amount(name: str, low: float, unit: str, high: float | None = None) -> Row:
    return {
        f"{name}_low": low,
        f"{name}_high": low if high is None else high,
        f"{name}_bounds": "[]",
        f"{name}_unit": unit,
        f"{name}_entered_unit": unit,
        f"{name}_text": f"{low}",
    }


def _case(w: Writer, number: int, counts: int, with_index: bool) -> None:
    random, choose = w.random, w.random.choice
    dated = number % 2 == 0
    age = random.randint(0, 70)
    zeros = (
        day("hsct_date", 0, dated=True) | day("birth_date", -365 * age - 100, dated=True)
        if dated
        else amount("age", float(age), "a") | {"age_at": choice_or_none(random, ("hsct", "hsct", "report"))}
    )
    case = w.add(
        "patient",
        "",
        code=f"C{number:05}",
        origin=choose(("own", "own", "literature")),
        sex=choice_or_none(random, ("female", "male")),
        disease=choose(("lrba_deficiency", "cd40l_deficiency", "AML", "saa", "wiskott_aldrich", "MDS")),
        disease_category=choice_or_none(random, ("acute_leukaemia", "mds", "inborn_error_of_immunity")),
        abo_before=choice_or_none(random, ("O", "A", "B", "AB")),
        rhd_before=choice_or_none(random, ("positive", "positive", "negative")),
        aic_before_hsct=choice_or_none(random, ("yes", "no", "no")),
        **zeros,
    )
    if random.random() < 0.3:
        w.remark("patient", case, case, "cmv_serostatus")
    graft = _graft(w, case, dated)
    for name, doses, dose, unit in CONDITIONING:
        w.add("conditioning", case, graft, agent=name, doses=doses, **amount("dose", dose, unit))
    onset = random.randint(20, 400)
    _cytopenia(w, case, onset, dated)
    _treatments(w, case, onset, dated, with_index)
    _observations(w, case, onset, dated, counts)


def choice_or_none(random: Random, values: tuple[str, ...]) -> str | None:
    return None if random.random() < 0.1 else random.choice(values)


def _graft(w: Writer, case: str, dated: bool) -> str:
    random = w.random
    graft = w.add(
        "transplant",
        case,
        number=1,
        donor_relation=choice_or_none(random, ("unrelated", "unrelated", "sibling", "parent")),
        hla_matched=random.randint(8, 10),
        hla_total=10,
        donor_sex=choice_or_none(random, ("female", "male")),
        donor_abo=choice_or_none(random, ("O", "A", "B", "AB")),
        donor_rhd=choice_or_none(random, ("positive", "negative")),
        source=choice_or_none(random, ("bone_marrow", "peripheral_blood", "cord_blood")),
        intensity=choice_or_none(random, ("myeloablative", "reduced_intensity")),
        **day("day", 0, dated=dated),
    )
    for _ in range(3):
        donor = random.choice((100.0, 100.0, 95.0, 88.0))
        when = day("day", random.randint(20, 400), dated=dated)
        w.add("chimerism", case, specimen="peripheral_blood", lineage="whole", **when,
              **amount("donor", donor, "%"))  # fmt: skip
    if random.random() < 0.5:
        grade = choice_or_none(random, ("0", "I", "II", "III"))
        w.add("gvhd", case, kind="acute", acute_grade=grade, **day("onset", 30, dated=dated))
    return graft


def _cytopenia(w: Writer, case: str, onset: int, dated: bool) -> None:
    random = w.random
    first = random.choice(("platelets", "platelets", "red_cells", "neutrophils", "red_cell_precursors"))
    when = day("onset", onset, onset + random.choice((0, 0, 0, 3)), dated)
    w.add("cytopenia", case, episode=1, lineage=first, **when)
    if random.random() < 0.2:
        w.add("cytopenia", case, episode=1, lineage="red_cells", **day("onset", onset + 25, dated=dated))


def _treatments(w: Writer, case: str, onset: int, dated: bool, with_index: bool) -> None:
    random = w.random
    w.add("treatment", case, agent="ciclosporin", purpose="gvhd_prophylaxis", **day("start", -1, dated=dated))
    start = onset + 3
    for line, (agent, doses, unit) in enumerate(BEFORE[: random.randint(2, 6)], start=1):
        end = {} if random.random() < 0.5 else day("stop", start + 30, dated=dated)
        treatment = w.add(
            "treatment",
            case,
            agent=agent,
            purpose="cytopenia",
            line=line,
            response=choice_or_none(random, ("none", "none", "partial", "transient")),
            **day("start", start, dated=dated),
            **end,
        )
        for dose in range(doses):
            w.add("dose", case, treatment, **day("day", start + 7 * dose, dated=dated),
                  **amount("amount", 1.0, unit))  # fmt: skip
        if random.random() < 0.2:
            w.add("course", case, lineage="platelets", kind="response_sign", treatment=treatment,
                  **day("day", start + 20, dated=dated))  # fmt: skip
        start += random.randint(10, 40)
    if with_index:
        _index(w, case, start, dated)


def _index(w: Writer, case: str, start: int, dated: bool) -> None:
    random = w.random
    answer = choice_or_none(random, ("complete", "complete", "partial", "none"))
    index = w.add("treatment", case, agent="daratumumab", purpose="cytopenia", response=answer,
                  **day("start", start, dated=dated))  # fmt: skip
    for dose in range(random.randint(2, 11)):
        w.add("dose", case, index, **day("day", start + 7 * dose, dated=dated),
              **amount("amount", 16.0, "mg/kg"))  # fmt: skip
    if answer != "none":
        kind = random.choice(("complete_response", "transfusion_independent", "response_sign"))
        w.add("course", case, kind=kind, treatment=index, **day("day", start + 25, dated=dated))


def _observations(w: Writer, case: str, onset: int, dated: bool, counts: int) -> None:
    random = w.random
    for place in range(counts):
        analyte = ANALYTES[place % len(ANALYTES)]
        level = 5.0 + random.randint(0, 150) if analyte != "haemoglobin" else 5.0 + random.randint(0, 90) / 10
        when = day("day", onset - 20 + 3 * place, dated=dated)
        w.add("count", case, analyte=analyte, **when, **amount("value", level, UNITS[analyte]))
    for place in range(8):
        product = random.choice(("platelets", "red_cells"))
        w.add("transfusion", case, product=product, units=random.randint(1, 3),
              **day("day", onset + 6 * place, dated=dated))  # fmt: skip
    for kind in random.sample(("viral_reactivation", "bleeding", "infection", "admission"), 2):
        detail = "CMV" if kind == "viral_reactivation" else None
        w.add("event", case, kind=kind, detail=detail, **day("day", onset + 5, dated=dated))
    dead = random.random() < 0.2
    for place, after in enumerate((400, 800)):
        last = place == 1
        follow_up = w.add(
            "follow_up",
            case,
            status="dead" if dead and last else "alive",
            cause_of_death="infection" if dead and last else None,
            platelet_independent=choice_or_none(random, ("yes", "no")),
            red_cell_independent=choice_or_none(random, ("yes", "no")),
            immunoglobulin_substitution=choice_or_none(random, ("yes", "no")),
            **day("day", onset + after, dated=dated),
        )
        if random.random() < 0.3:
            w.remark("follow_up", case, follow_up, "b_cell_recovery")
