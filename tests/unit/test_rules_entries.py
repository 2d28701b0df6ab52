"""Checks of one field by itself: what raises them, and the nearest that does not."""

from dataclasses import replace

import pytest

from aic_desktop.domain.choices import (
    EventKind,
)
from aic_desktop.domain.records import (
    Event,
)
from tests.rule_rows import (
    NOT_REPORTED,
    E,
    N,
    Row,
    W,
    at,
    check_row,
    count,
    graft,
    ids,
    patient,
    prepared,
    rules_in,
    treated,
)
from tests.values import exactly

ROWS = [
    Row("required_blank", W, "p.code", (patient(code=None),), (patient(),)),
    Row(
        "required_blank",
        W,
        "ev.day",
        (Event(id="ev", kind=EventKind.BLEEDING),),
        (Event(id="ev", kind=EventKind.BLEEDING, remarks={"day": NOT_REPORTED}),),
    ),
    Row("outside_expected", W, "t.hla_matched", (graft(hla_matched=13),), (graft(hla_matched=0),)),
    Row(
        "outside_expected",
        W,
        "t.nucleated_cells",
        (graft(nucleated_cells=exactly("20.1", "10*8/kg")),),
        (graft(nucleated_cells=exactly("7.32", "10*8/kg")),),
    ),
    Row(
        "unusual_day",
        W,
        "t.platelet_engraftment",
        (graft(platelet_engraftment=at(181)),),
        (graft(platelet_engraftment=at("170..190")),),
    ),
    Row(  # counted from the second graft, not from day 0
        "unusual_day",
        W,
        "t2.neutrophil_engraftment",
        (graft(), graft("t2", number=2, day=at(100), neutrophil_engraftment=at(30))),
        (graft(), graft("t2", number=2, day=at(100), neutrophil_engraftment=at(120))),
    ),
    Row(
        "unusual_day",
        W,
        "c.first_day",
        (graft(), prepared(first_day=at(-16))),
        (graft(), prepared(first_day=at(-7))),
    ),
    Row(
        "implausible_count",
        W,
        "n.value",
        (count(value=exactly(1501, "10*9/L")),),
        (count(value=exactly(1500, "10*9/L")),),
    ),
    Row(  # below 3 may still be above the least plausible 1
        "implausible_count",
        W,
        "n.value",
        (count(analyte="haemoglobin", value=exactly("0.9", "g/dL")),),
        (count(analyte="haemoglobin", value=replace(exactly(3, "g/dL"), low=None)),),
    ),
    Row(
        "unit_of_other_analyte",
        E,
        "n.value",
        (count(analyte="haemoglobin"),),
        (count(analyte="haemoglobin", value=exactly(9, "g/dL")),),
    ),
    Row("not_offered", W, "t.hla_total", (graft(hla_total=9),), (graft(hla_total=10),)),
    Row("malformed_time", W, "n.time", (count(time="7.30"),), (count(time="7:30"),)),
    Row("malformed_time", W, "n.time", (count(time="24:00"),), (count(time="23:59"),)),
    Row("uncoded_term", N, "rx.agent", (treated(agent="steroids"),), (treated(),)),
    Row("uncoded_term", N, "n.analyte", (count(analyte="vWF"),), (count(),)),
]


@pytest.mark.parametrize("row", ROWS, ids=ids(ROWS))
def test_each_rule_speaks_where_something_is_odd_and_nowhere_else(row: Row) -> None:
    check_row(row)


def test_every_rule_has_a_row() -> None:
    assert {row.rule for row in ROWS} == rules_in("entries")
