"""What the cohort costs at least: sqlite3 and NumPy by hand, for this registry's exact days alone.

The same tables and columns are read as the product reads them, and every derived column is worked out; but no
imprecise day, no missing reason, no explanation and no choice is provided for, and the SQL is written out.
"""

import gc
import sqlite3
from collections.abc import Mapping
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Columns = dict[str, Array]
NUMBERS = ("_earliest", "_latest", "_low", "_high", "position", "line", "planned_doses", "episode", "units")
ROWS = ("patient_id", "owner", "treatment")
INDEX, AGAINST = "daratumumab", "cytopenia"
GIVEN = "SELECT patient_id FROM treatment WHERE purpose = 'cytopenia' AND agent = 'daratumumab'"
SQL: Mapping[str, str] = {
    "patient": "SELECT id, position, code, origin, birth_date_basis, birth_date_earliest, birth_date_latest,"
    " hsct_date_basis, hsct_date_earliest, hsct_date_latest, age_low, age_high, age_unit, age_at, sex,"
    " disease, disease_category, abo_before, rhd_before, aic_before_hsct FROM patient",
    "transplant": 'SELECT patient_id, id, position, number, "index", donor_relation, hla_matched, hla_total,'
    " donor_sex, donor_abo, donor_rhd, source, intensity FROM transplant",
    "conditioning": "SELECT owner, agent, doses, dose_low, dose_high, dose_unit FROM conditioning",
    "gvhd": "SELECT patient_id, kind, acute_grade, chronic_severity FROM gvhd",
    "chimerism": "SELECT patient_id, position, day_basis, day_earliest, day_latest, lineage, donor_low,"
    " donor_high, donor_bounds FROM chimerism",
    "event": "SELECT patient_id, kind, detail, day_basis, day_earliest, day_latest FROM event"
    " WHERE kind IN ('bleeding', 'viral_reactivation')",
    "cytopenia": "SELECT patient_id, position, episode, lineage, onset_basis, onset_earliest, onset_latest"
    " FROM cytopenia",
    "treatment": "SELECT patient_id, id, position, agent, purpose, line, start_basis, start_earliest,"
    " start_latest, stop_basis, stop_earliest, stop_latest, ongoing, planned_doses, response,"
    " response_day_basis, response_day_earliest, response_day_latest FROM treatment",
    "course": "SELECT patient_id, day_basis, day_earliest, day_latest, kind, treatment FROM course",
    "dose": "SELECT owner, day_basis, day_earliest, day_latest, until_basis, until_earliest, until_latest,"
    " amount_unit FROM dose",
    "count": "SELECT patient_id, analyte, day_basis, day_earliest, day_latest, context, value_low,"
    f" value_high, value_bounds, value_unit FROM count WHERE patient_id IN ({GIVEN}) AND ("
    "(analyte = 'platelets' AND patient_id IN (SELECT patient_id FROM cytopenia WHERE lineage = 'platelets'))"
    " OR (analyte = 'haemoglobin' AND patient_id IN (SELECT patient_id FROM cytopenia WHERE lineage IN"
    " ('red_cells', 'red_cell_precursors'))) OR (analyte = 'neutrophils' AND patient_id IN"
    " (SELECT patient_id FROM cytopenia WHERE lineage = 'neutrophils')) OR (analyte = 'reticulocytes' AND"
    " patient_id IN (SELECT patient_id FROM cytopenia WHERE lineage = 'red_cell_precursors')))",
    "transfusion": "SELECT patient_id, product, day_basis, day_earliest, day_latest, until_basis,"
    f" until_earliest, until_latest, units, daily FROM transfusion WHERE patient_id IN ({GIVEN})",
    "follow_up": "SELECT patient_id, position, day_basis, day_earliest, day_latest, status, cause_of_death,"
    " cause_certainty, platelet_independent, red_cell_independent, immunoglobulin_substitution,"
    " b_cell_recovery, immunosuppression FROM follow_up",
}


class Codes(dict[Any, int]):
    """Numbers values as they are met, 0 for none."""

    def __missing__(self, value: Any) -> int:
        self[value] = code = len(self)
        return code


def table_1(path: Path) -> dict[str, Any]:
    """Counts and medians of every derived column."""
    gc.disable()  # which only gets in the way while a million cells are made
    try:
        with sqlite3.connect(path) as connection:
            read = _read(connection)
            connection.execute(
                "SELECT kind, field, record_id FROM remark WHERE missing IS NOT NULL"
            ).fetchall()
    finally:
        gc.enable()
    for table in read.values():
        _resolve(table, read["patient"])
    found: dict[str, Any] = {}
    n = len(read["patient"]["rows"])
    with np.errstate(invalid="ignore"):
        _person_and_graft(read, n, found)
        onset, last = _cytopenia_and_outcome(read, n, found)
        _therapy(read, n, onset, last, found)
    return found


def _read(connection: sqlite3.Connection) -> dict[str, Columns]:
    read: dict[str, Columns] = {}
    ids: dict[str, dict[str, int]] = {}
    for name, sql in SQL.items():
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
        raw = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
        if "id" in raw and name in {"patient", "transplant", "treatment"}:
            ids[name] = {row_id: place for place, row_id in enumerate(raw["id"])}
        read[name] = {column: _array(column, raw[column], ids, name) for column in names if column != "id"}
        read[name]["rows"] = np.arange(len(rows))
        if name == "patient":
            read[name]["patient_id"] = read[name]["rows"]
    read["dose"]["patient_id"] = read["treatment"]["patient_id"][read["dose"]["owner"]]
    read["conditioning"]["patient_id"] = read["transplant"]["patient_id"][read["conditioning"]["owner"]]
    return read


def _array(column: str, values: Any, ids: dict[str, dict[str, int]], table: str) -> Array:
    if column in ROWS:
        kind = {"owner": "treatment" if table == "dose" else "transplant"}.get(column, column)
        rows = ids["patient" if kind == "patient_id" else kind]
        return np.fromiter(map(rows.get, values, repeat(-1)), np.int64, len(values))
    if column.endswith(NUMBERS):
        return np.array(values, np.float64)
    codes = Codes({None: 0, INDEX: 1} if column == "agent" else {None: 0, AGAINST: 1})
    return np.fromiter(map(codes.__getitem__, values), np.int64, len(values))


def _resolve(table: Columns, patient: Columns) -> None:
    """Dates as days after HSCT."""
    zero = patient["hsct_date_earliest"][table["patient_id"]] if len(table["rows"]) else np.empty(0)
    for name in [column for column in table if column.endswith("_basis") and "date" not in column]:
        stem = name.removesuffix("_basis")
        for side in ("_earliest", "_latest"):
            days = table[stem + side]
            table[stem + side] = np.where(days > 100_000, days - zero, days)


def _share(found: dict[str, Any], name: str, *columns: Array) -> Array:
    """Counts of every combination of codes, and the combinations themselves."""
    key = columns[0]
    for column in columns[1:]:
        key = key * (column.max(initial=0) + 1) + column
    found[name] = np.bincount(key)
    return key


def _median(found: dict[str, Any], name: str, values: Array) -> None:
    known = np.sort(values[np.isfinite(values)])
    found[name] = (len(known), known[len(known) // 2], known[0], known[-1]) if len(known) else None


def _least(of: Array, values: Array, n: int) -> Array:
    low = np.full(n, np.inf)
    np.fmin.at(low, of, values)
    return low


def _most(of: Array, values: Array, n: int) -> Array:
    high = np.full(n, -np.inf)
    np.fmax.at(high, of, values)
    return high


def _person_and_graft(read: dict[str, Columns], n: int, found: dict[str, Any]) -> None:
    person, graft, gvhd = read["patient"], read["transplant"], read["gvhd"]
    age = np.where(
        np.isfinite(person["hsct_date_earliest"]),
        (person["hsct_date_earliest"] - person["birth_date_earliest"]) / 365.25,
        person["age_low"],
    )
    _median(found, "age", age)
    for name, mask in (("child", age < 18), ("adult", age >= 18)):
        found[name] = mask.sum()
        _median(found, f"age of {name}", age[mask])
    for name in ("origin", "sex", "disease_category", "disease", "aic_before_hsct"):
        _share(found, name, person[name])
    index = np.zeros(n, np.int64)
    index[graft["patient_id"][::-1]] = graft["rows"][::-1]
    for name in ("donor_relation", "source", "intensity"):
        _share(found, name, graft[name][index])
    _share(found, "hla", graft["hla_matched"][index], graft["hla_total"][index])
    _share(found, "donor and hla", graft["donor_relation"][index], graft["hla_matched"][index])
    for mine, theirs in (("abo_before", "donor_abo"), ("rhd_before", "donor_rhd"), ("sex", "donor_sex")):
        _share(found, theirs, person[mine], graft[theirs][index])
    for grade in ("acute_grade", "chronic_severity"):
        _share(found, grade, _most(gvhd["patient_id"], gvhd[grade], n).clip(0).astype(np.int64))
    chimerism = read["chimerism"]
    order = np.lexsort((chimerism["position"], chimerism["day_latest"], chimerism["patient_id"]))
    latest = np.zeros(n, np.int64)
    latest[chimerism["patient_id"][order]] = order
    found["chimerism"] = np.histogram(chimerism["donor_low"][latest], (0, 90, 100, 101))[0]
    conditioning = read["conditioning"]
    total = conditioning["dose_low"] * conditioning["doses"]
    key = conditioning["agent"] * 100_000 + total.astype(np.int64)
    regimen = np.zeros(n, np.int64)
    np.add.at(regimen, conditioning["patient_id"], key)
    found["regimens"] = len(np.unique(regimen))
    risk = (age < 15) * 1 + (graft["hla_matched"][index] < graft["hla_total"][index])
    found["risk"] = np.bincount(risk)


def _cytopenia_and_outcome(read: dict[str, Columns], n: int, found: dict[str, Any]) -> tuple[Array, Array]:
    cytopenia, follow_up, course = read["cytopenia"], read["follow_up"], read["course"]
    lineages = np.zeros(n, np.int64)
    np.bitwise_or.at(lineages, cytopenia["patient_id"], 1 << cytopenia["lineage"])
    _share(found, "type", lineages)
    onset = _least(cytopenia["patient_id"], cytopenia["onset_earliest"], n)
    late = _most(cytopenia["patient_id"], cytopenia["onset_latest"], n)
    _median(found, "onset", onset)
    _median(found, "between lineages", late - onset)
    order = np.lexsort((follow_up["position"], follow_up["day_latest"], follow_up["patient_id"]))
    for name in ("status", "cause_of_death", "platelet_independent", "red_cell_independent",
                 "immunoglobulin_substitution", "b_cell_recovery", "immunosuppression"):  # fmt: skip
        stated = order[follow_up[name][order] > 0]
        last = np.zeros(n, np.int64)
        last[follow_up["patient_id"][stated]] = follow_up[name][stated]
        _share(found, name, last)
    seen = _most(follow_up["patient_id"], follow_up["day_latest"], n)
    _median(found, "follow-up", seen / 30.4375)
    _median(found, "follow-up from onset", (seen - onset) / 30.4375)
    found["steps"] = np.bincount(course["kind"])
    return onset, seen


def _therapy(read: dict[str, Columns], n: int, onset: Array, last: Array, found: dict[str, Any]) -> None:
    treatment, dose, course = read["treatment"], read["dose"], read["course"]
    against = treatment["purpose"] == 1
    index = against & (treatment["agent"] == 1)
    patient = treatment["patient_id"]
    many = np.bincount(dose["owner"], minlength=len(patient))
    first = np.fmin(_least(dose["owner"], dose["day_earliest"], len(patient)), treatment["start_earliest"])
    until = np.where(np.isnan(dose["until_latest"]), dose["day_latest"], dose["until_latest"])
    end = np.where(
        np.isnan(treatment["stop_latest"]),
        _most(dose["owner"], until, len(patient)),
        treatment["stop_latest"],
    )
    zero, finish = _least(patient[index], first[index], n), _most(patient[index], end[index], n)
    for name, values in (("HSCT", zero), ("onset", zero - onset), ("after", (last - zero) / 30.4375)):
        _median(found, f"{name} to index", values)
    _median(found, "doses", np.bincount(patient[index], many[index], minlength=n)[np.isfinite(zero)])
    before = against & ~index & (first < zero[patient])
    distinct = np.unique(patient[before] * 1000 + treatment["agent"][before]) // 1000
    _median(found, "previous", np.bincount(distinct, minlength=n)[np.isfinite(zero)].astype(float))
    beside = against & ~index & (first <= finish[patient]) & (end >= zero[patient])
    found["beside"] = (np.bincount(patient[beside], minlength=n) > 0).sum()
    given = np.unique(patient * 1000 + treatment["agent"])
    _share(found, "therapies", given % 1000)
    mine = index[course["treatment"]] & (course["treatment"] >= 0)
    best = _most(patient[index], treatment["response"][index].astype(float), n)
    np.fmax.at(best, course["patient_id"][mine], course["kind"][mine])
    found["response"] = np.bincount(best.clip(0).astype(int))
    noted = _least(course["patient_id"][mine], course["day_earliest"][mine], n)
    until_noted = index[dose["owner"]] & (dose["day_earliest"] <= noted[dose["patient_id"]])
    _median(
        found, "doses to response", np.bincount(dose["patient_id"][until_noted], minlength=n).astype(float)
    )
    lines = np.lexsort((treatment["position"], treatment["line"], patient))
    _share(
        found, "response by line", treatment["response"][lines], np.nan_to_num(treatment["line"]).astype(int)
    )
    _counts(read, n, zero, found)
    _transfusions(read, n, zero, last, found)


def _counts(read: dict[str, Columns], n: int, zero: Array, found: dict[str, Any]) -> None:
    """The first count at two levels after the first dose, and the first below after that, by analyte."""
    count, transfusion = read["count"], read["transfusion"]
    for analyte in np.unique(count["analyte"]).tolist():
        rows = np.flatnonzero(count["analyte"] == analyte)
        patient, day, value = (count[c][rows] for c in ("patient_id", "day_earliest", "value_low"))
        many = np.bincount(transfusion["patient_id"], minlength=n)
        pairs = np.repeat(np.arange(len(rows)), many[patient])
        order = np.argsort(transfusion["patient_id"], kind="stable")
        starts = np.cumsum(many) - many
        within = np.arange(len(pairs)) - np.repeat(np.cumsum(many[patient]) - many[patient], many[patient])
        given = transfusion["day_earliest"][order[starts[patient[pairs]] + within]]
        near = (day[pairs] >= given) & (day[pairs] <= given + 1)
        kept = np.bincount(pairs[near], minlength=len(rows)) == 0
        patient, day, value = patient[kept], day[kept], value[kept]
        before = day <= zero[patient]
        order = np.lexsort((day[before], patient[before]))
        base = np.zeros(n)
        base[patient[before][order]] = value[before][order]
        needed = np.maximum(30, 2 * base)
        after = ~before & np.isfinite(zero[patient])
        for level in (needed, np.full(n, 100.0)):
            reached = after & (value >= level[patient])
            first = _least(patient[reached], day[reached], n)
            again = reached & (day >= first[patient] + 7)
            below = after & (day > first[patient]) & (value < needed[patient])
            lost = _least(patient[below], day[below], n)
            found[f"again {analyte}"] = np.isfinite(_least(patient[again], day[again], n)).sum()
            _median(found, f"days to {analyte}", first - zero)
            _median(found, f"duration of {analyte}", lost - first)


def _transfusions(read: dict[str, Columns], n: int, zero: Array, last: Array, found: dict[str, Any]) -> None:
    transfusion = read["transfusion"]
    patient, day, units = (transfusion[c] for c in ("patient_id", "day_earliest", "units"))
    for product in np.unique(transfusion["product"]).tolist():
        mine = transfusion["product"] == product
        since = day - zero[patient]
        for name, window in (
            ("before", (since >= -28) & (since < 0)),
            ("after", (since >= 0) & (since < 28)),
        ):
            _median(found, f"{product} {name}", np.bincount(patient[mine & window], units[mine & window], n))
        latest = _most(patient[mine], day[mine], n)
        found[f"free of {product}"] = (last - np.maximum(latest, zero) >= 28).sum()
