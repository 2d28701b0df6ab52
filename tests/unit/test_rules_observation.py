"""Checks of counts and transfusions: what raises them, and the nearest that does not."""

import pytest

from aic_desktop.domain.choices import (
    Product,
    SampleContext,
    YesNo,
)
from tests.rule_rows import NOT_REPORTED, N, Row, W, at, check_row, count, ids, rules_in, treated, units
from tests.values import exactly

ROWS = [
    Row("count_entered_twice", W, "n2.value", (count(), count("n2")), (count(), count("n2", time="12:00"))),
    Row(
        "count_entered_twice",
        W,
        "n2.value",
        (count(time="12:00"), count("n2", time="12:00")),
        (count(day=at("58..61")), count("n2", day=at("58..61"))),
    ),
    Row(
        "counts_without_time",
        N,
        "n2.time",
        (count(), count("n2", value=exactly(15, "10*9/L"))),
        (count(time="07:00"), count("n2", value=exactly(15, "10*9/L"), time="19:00")),
    ),
    Row(
        "neutrophils_on_g_csf",
        N,
        "n.context",
        (treated(agent="filgrastim", start=at(50), stop=at(60)), count(analyte="neutrophils")),
        (
            treated(agent="filgrastim", start=at(50), stop=at(60)),
            count(analyte="neutrophils", context=SampleContext.ON_G_CSF),
            count("n2", analyte="neutrophils", day=at("60..61")),
            count("n3"),
        ),
    ),
    Row(
        "total_beside_single_transfusions",
        N,
        "u.units",
        (units(day=at("58..61"), units=163, remarks={"until": NOT_REPORTED}), units("v", day=at(70))),
        (
            units(day=at("58..61"), units=163, remarks={"until": NOT_REPORTED}),
            units("v", day=at(50)),
            units("w", day=at(70), product=Product.RED_CELLS),
        ),
    ),
    Row(
        "many_units_a_day",
        W,
        "u.daily",
        (units(units=163, daily=YesNo.YES),),
        (units(units=163), units("v", units=2, daily=YesNo.YES)),
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=ids(ROWS))
def test_each_rule_speaks_where_something_is_odd_and_nowhere_else(row: Row) -> None:
    check_row(row)


def test_every_rule_has_a_row() -> None:
    assert {row.rule for row in ROWS} == rules_in("observation")
