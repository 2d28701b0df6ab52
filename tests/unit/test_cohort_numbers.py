"""Medians and ranges of imprecise values, percentages, rounding."""

from math import inf
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.reporting.cohort.numbers import (
    Interval,
    interval,
    median_and_range,
    number,
    percent,
    shown,
    summary,
)

DAYS = st.integers(-400, 12_000)


@st.composite
def days_within(draw: st.DrawFn) -> tuple[Interval, int]:
    low, value, high = sorted(draw(st.tuples(DAYS, DAYS, DAYS)))
    return interval(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None]))), value


@given(st.lists(days_within(), min_size=1, max_size=9))
def test_the_figures_enclose_those_of_the_true_days(pairs: list[tuple[Interval, int]]) -> None:
    found = summary([span for span, _ in pairs])
    assert found is not None
    true = [day for _, day in pairs]
    for enclosing, figure in (
        (found.median, median(true)),
        (found.minimum, min(true)),
        (found.maximum, max(true)),
    ):
        assert enclosing.low <= figure <= enclosing.high


@given(st.lists(DAYS, min_size=1, max_size=9))
def test_exact_days_give_exact_figures(days: list[int]) -> None:
    found = summary([Interval(day, day) for day in days])
    assert found is not None
    assert (found.median.low, found.minimum.low, found.maximum.low) == (median(days), min(days), max(days))
    assert found.median.exact
    assert found.minimum.exact
    assert found.maximum.exact


def test_no_values_no_figures() -> None:
    assert summary([]) is None


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([(58, 58)], "58"),
        ([(58, 61)], "58..61"),
        ([(58, 58), (118, 118)], "88 (58–118)"),
        ([(58, 61), (118, 118)], "88..89.5 (58..61 to 118)"),
        ([(58, 61), (60, 60), (118, 118)], "60..61 (58..60 to 118)"),
        ([(-7, -7), (118, 118)], "55.5 (-7 to 118)"),
        ([(58, 58), (200, None)], "≥129 (58 to ≥200)"),
        ([(None, 58), (200, 200)], "≤129 (≤58 to 200)"),
        ([(None, 58), (200, None)], "unknown (≤58 to ≥200)"),
        ([(58, 61), (58, 61), (58, 61)], "58..61 (58..61 to 58..61)"),
    ],
)
def test_median_and_range_in_print(values: list[tuple[int | None, int | None]], text: str) -> None:
    found = summary([interval(*bounds) for bounds in values])
    assert found is not None
    assert median_and_range(found, 1) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Interval(8.0, 8.0), "8"),
        (Interval(7.98, 8.02), "about 8"),
        (Interval(7.94, 8.02), "7.9..8.1"),
        (Interval(4.97, inf), "≥4.9"),
        (Interval(-inf, 4.92), "≤5"),
        (Interval(-inf, inf), ""),
        (Interval(0.04, 0.04), "0"),
        (Interval(-0.04, -0.04), "0"),
    ],
)
def test_rounding_never_hides_imprecision(value: Interval, text: str) -> None:
    assert shown(value, 1) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (8.25, 1, "8.3"),
        (8.35, 1, "8.4"),
        (12.5, 0, "13"),
        (120.0, 0, "120"),
        (100.0, 1, "100"),
        (0.0, 1, "0"),
    ],
)
def test_numbers_are_rounded_half_up(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


@pytest.mark.parametrize(
    ("n", "of", "text"),
    [
        (0, 12, "0 %"),
        (1, 12, "8.3 %"),
        (10, 12, "83 %"),
        (12, 12, "100 %"),
        (1, 8, "13 %"),
        (999, 1000, ">99 %"),
        (9999, 10_000, ">99 %"),
        (1, 10_000, "<0.1 %"),
        (1, 1000, "0.1 %"),
        (996, 10_000, "10 %"),
        (0, 0, ""),
    ],
)
def test_only_none_and_all_are_0_and_100_per_cent(n: int, of: int, text: str) -> None:
    assert percent(n, of) == text
