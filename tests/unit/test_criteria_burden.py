"""Units per four weeks before and after a day: singles, daily series and totals without days."""

from itertools import product
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import Product
from aic_desktop.domain.criteria import IndexTherapy
from aic_desktop.domain.criteria.burden import Units, burden
from aic_desktop.domain.criteria.spans import Bounds
from aic_desktop.domain.records import FollowUp, Transfusion
from aic_desktop.domain.timepoint import Span
from aic_desktop.services.example import published_cases
from tests.charts import Chart

P1, P2 = published_cases()


def on(first: float, last: float | None = None) -> Bounds:
    return Bounds(first, first if last is None else last)


def unit(day: int, number: int = 1) -> Units:
    return Units(on(day), on(day), on(number))


@pytest.mark.parametrize(
    ("given_units", "before", "after"),
    [
        ([], on(0), on(0)),
        ([unit(-29), unit(-28), unit(-1), unit(0), unit(27), unit(28)], on(2), on(2)),
        ([unit(-3, 4)], on(4), on(0)),
        ([Units(on(-10), on(10), on(2), daily=True)], on(20), on(22)),
        ([Units(on(-10), on(10), on(30))], on(0, 30), on(0, 30)),
        ([Units(on(-10), on(-2), on(30))], on(30), on(0)),
        ([Units(on(-60, -57), on(-60, inf), on(163))], on(0, 163), on(0, 163)),
        ([Units(on(-1, 0), on(-1, 0), on(1))], on(0, 1), on(0, 1)),
    ],
)
def test_units_count_where_their_days_lie(given_units: list[Units], before: Bounds, after: Bounds) -> None:
    found = burden(given_units, on(0), on(400))
    assert (found.before.units, found.after.units) == (before, after)
    assert (found.before.days, found.after.days) == (on(28), on(28))


def test_who_was_observed_for_less_is_counted_per_28_days_observed() -> None:
    found = burden([unit(0), unit(1), unit(2)], on(0), on(6))
    assert found.after.days == on(7)
    assert criteria.per_4_weeks(found.after) == on(12)
    assert criteria.per_4_weeks(found.before) == on(0)
    unseen = burden([unit(0)], on(0), on(-3))
    assert criteria.per_4_weeks(unseen.after) is None


def test_the_totals_of_patient_1_can_be_none_or_all_and_that_is_said() -> None:
    start = IndexTherapy(P1, "daratumumab").first_day
    found = criteria.burden_of(P1, Product.PLATELETS, start)
    assert found is not None
    assert (found.before.units, found.after.units) == (on(0, 163), on(0, 163))
    assert criteria.not_dated(P1, Product.PLATELETS) == (
        "163 units from +58..+61 on, without a last day: none or all may lie in the four weeks.",
    )
    assert criteria.not_dated(P2, Product.RED_CELLS) == (
        "An unknown number of units from +190 on, without a last day: none or all may lie in the four weeks.",
    )


def test_nothing_recorded_is_not_nothing_given() -> None:
    assert criteria.burden_of(Chart().case, Product.PLATELETS, Span(0, 0)) is None
    assert criteria.burden_of(P1, Product.PLATELETS, None) is None
    assert criteria.burden_of(P1, Product.GRANULOCYTES, Span(0, 0)) is None


def test_a_case_of_singles_and_a_daily_series() -> None:
    chart = Chart()
    chart.add(Transfusion, product="red_cells", day="+90", units="2")
    chart.add(Transfusion, product="red_cells", day="+101", until="+105", units="1", daily="yes")
    chart.add(Transfusion, product="platelets", day="+99", units="7")
    chart.add(Transfusion, product="red_cells", units="0")
    chart.add(FollowUp, day="+300", status="alive")
    found = criteria.burden_of(chart.case, Product.RED_CELLS, Span(100, 100))
    assert found is not None
    assert (found.before.units, found.after.units) == (on(2), on(5))


@given(
    st.lists(st.tuples(st.integers(-40, 40), st.integers(0, 6), st.integers(1, 3)), max_size=3),
    st.integers(0, 4),
)
def test_whatever_the_days_are_the_units_lie_within_the_bounds(
    days: list[tuple[int, int, int]], wide: int
) -> None:
    imprecise = [Units(on(d, d + more), on(d, d + more), on(n)) for d, more, n in days]
    found = burden(imprecise, on(0, wide), on(400))
    for start in {0, wide}:
        for world in product(*({d, d + more} for d, more, _ in days)):
            given_days = list(zip(world, (n for *_, n in days), strict=True))
            before = sum(n for day, n in given_days if start - 28 <= day < start)
            after = sum(n for day, n in given_days if start <= day < start + 28)
            assert found.before.units.low <= before <= found.before.units.high
            assert found.after.units.low <= after <= found.after.units.high
