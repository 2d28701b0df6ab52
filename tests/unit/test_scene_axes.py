"""Axes: readable ticks, and a place for zero where there is no logarithm."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.reporting.scene.axes import date_ticks, day_ticks, linear_axis, log_axis, number, signed


@pytest.mark.parametrize(
    ("lo", "hi", "most", "ticks"),
    [
        (-20, 120, 8, (-20, 0, 20, 40, 60, 80, 100, 120)),
        (0, 100, 10, (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)),
        (-9.5, 30, 4, (0, 10, 20, 30)),
        (57.6, 61.2, 10, (58, 59, 60, 61)),
        (-15, 2600, 6, (0, 500, 1000, 1500, 2000, 2500)),
    ],
)
def test_days_are_readable(lo: float, hi: float, most: int, ticks: tuple[int, ...]) -> None:
    assert day_ticks(lo, hi, most) == ticks


def test_days_count_from_the_zero_chosen() -> None:
    assert day_ticks(0, 100, 5, zero=58) == (18, 38, 58, 78, 98)


def test_logarithmic_ticks_are_1_2_5_with_the_powers_of_ten_first() -> None:
    axis = log_axis([2, 480], (), floor_needed=False)
    assert sorted(axis.ticks) == [2, 5, 10, 20, 50, 100, 200, 500]
    assert axis.ticks[:2] == (10, 100)


def test_a_value_just_above_a_readable_number_does_not_cost_a_third_of_the_panel() -> None:
    assert log_axis([10, 201], (), floor_needed=False).high < 250


def test_a_limit_on_a_linear_axis_brings_zero_in() -> None:
    assert linear_axis([8.0, 9.0], (), floor_needed=True).low == 0
    assert linear_axis([8.0, 9.0], (), floor_needed=False).low > 7


@pytest.mark.parametrize(("day", "text"), [(58, "+58"), (0, "0"), (-7, "−7"), (-0.4, "0")])
def test_days_are_signed(day: float, text: str) -> None:
    assert signed(day) == text


@pytest.mark.parametrize(("value", "text"), [(0.05, "0.05"), (100.0, "100"), (1.5, "1.5"), (0, "0")])
def test_numbers_are_plain(value: float, text: str) -> None:
    assert number(value) == text


_VALUES = st.lists(
    st.floats(0, 1e6, allow_subnormal=False).map(lambda v: round(v, 6)), min_size=1, max_size=6
)


@given(_VALUES, st.booleans())
def test_every_value_lies_on_a_logarithmic_axis(values: list[float], reference: bool) -> None:
    axis = log_axis(values, (10.0, 100.0) if reference else (), floor_needed=0.0 in values)
    assert all(axis.bottom <= axis.at(value) <= axis.top for value in values)
    assert all(axis.at(a) <= axis.at(b) for a in values for b in values if a <= b)


@given(_VALUES, st.booleans())
def test_every_value_lies_on_a_linear_axis(values: list[float], floor_needed: bool) -> None:
    axis = linear_axis(values, (), floor_needed)
    assert all(axis.bottom <= axis.at(value) <= axis.top for value in values)
    assert 2 <= len(axis.ticks) <= 15


@pytest.mark.parametrize(
    ("lo", "hi", "most", "ticks"),
    [
        (-2, 1, 8, [(-2, "2020-02-28"), (-1, "2020-02-29"), (0, "2020-03-01"), (1, "2020-03-02")]),
        (-5, 40, 4, [(0, "2020-03-01"), (15, "2020-03-16"), (31, "2020-04-01")]),
        (0, 100, 5, [(0, "2020-03"), (31, "2020-04"), (61, "2020-05"), (92, "2020-06")]),
        (-100, 1100, 4, [(-60, "2020"), (306, "2021"), (671, "2022"), (1036, "2023")]),
    ],
)  # fmt: skip
def test_dates_begin_months_and_years(lo: float, hi: float, most: int, ticks: list[tuple[int, str]]) -> None:
    assert list(date_ticks(lo, hi, most, date(2020, 3, 1).toordinal())) == ticks


@given(st.integers(-800_000, 4_000_000), st.floats(1, 40_000), st.integers(1, 20))
def test_dates_are_few_in_order_and_true(lo: int, span: float, most: int) -> None:
    day0 = date(2020, 3, 1).toordinal()
    ticks = date_ticks(lo, lo + span, most, day0)
    assert len(ticks) <= 2 * most + 2
    assert list(ticks) == sorted(ticks)
    for day, label in ticks:
        assert lo <= day <= lo + span
        assert date.fromordinal(day0 + day).isoformat().startswith(label)
