"""CTCAE grades by version: limits, values that are none, and what a number alone cannot say."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import CtcaeVersion
from aic_desktop.domain.criteria import Grade
from aic_desktop.domain.criteria.ctcae import SCALES
from aic_desktop.domain.criteria.spans import Bounds
from aic_desktop.domain.records import Count
from aic_desktop.services.example import published_cases
from tests.charts import Chart

V4, V5, V6 = CtcaeVersion


def exact(value: float) -> Bounds:
    return Bounds(value, value)


@pytest.mark.parametrize(
    ("analyte", "value", "five", "six"),
    [
        ("platelets", 200, (0, 1), (0, 1)),
        ("platelets", 75, (0, 1), (0, 1)),
        ("platelets", 74, (2, 2), (2, 2)),
        ("platelets", 50, (2, 2), (2, 2)),
        ("platelets", 49, (3, 3), (3, 3)),
        ("platelets", 25, (3, 3), (3, 3)),
        ("platelets", 14, (4, 4), (3, 3)),
        ("platelets", 10, (4, 4), (3, 3)),
        ("platelets", 9, (4, 4), (4, 4)),
        ("neutrophils", 1.6, (0, 1), (0, 0)),
        ("neutrophils", 1.2, (2, 2), (1, 1)),
        ("neutrophils", 0.9, (3, 3), (2, 2)),
        ("neutrophils", 0.4, (4, 4), (3, 3)),
        ("neutrophils", 0.1, (4, 4), (3, 3)),
        ("neutrophils", 0.09, (4, 4), (4, 4)),
        ("haemoglobin", 10, (0, 1), (0, 1)),
        ("haemoglobin", 8.6, (2, 2), (2, 2)),
        ("haemoglobin", 8, (2, 2), (2, 2)),
        ("haemoglobin", 3, (3, 3), (3, 3)),
        ("leukocytes", 0.9, (4, 4), None),
        ("ldh", 900, None, None),
    ],
)
def test_the_same_count_in_both_versions(
    analyte: str, value: float, five: tuple[int, int] | None, six: tuple[int, int] | None
) -> None:
    assert criteria.grade(analyte, exact(value), V5) == (five and Grade(*five))
    assert criteria.grade(analyte, exact(value), V6) == (six and Grade(*six))
    assert criteria.grade(analyte, exact(value), V4) is None


def test_the_limit_of_normal_tells_grade_0_from_1() -> None:
    assert criteria.grade("platelets", exact(120), V5, 150) == Grade(1, 1)
    assert criteria.grade("platelets", exact(150), V5, 150) == Grade(0, 0)


def test_anaemia_is_never_graded_4_by_haemoglobin_alone() -> None:
    assert criteria.grade("haemoglobin", Bounds(0, 3), V5) == Grade(3, 3)


@pytest.mark.parametrize(
    ("typed", "expected", "text"),
    [
        ("<30", Grade(3, 4), "3 to 4"),
        ("<25", Grade(4, 4), "4"),
        ("≤25", Grade(3, 4), "3 to 4"),
        (">50", Grade(0, 2), "≤2"),
        ("2-9", Grade(4, 4), "4"),
        ("100", Grade(0, 1), "≤1"),
        ("14.000/µl", Grade(4, 4), "4"),
    ],
)
def test_limits_ranges_and_units_as_they_are_typed(typed: str, expected: Grade, text: str) -> None:
    chart = Chart()
    chart.add(Count, day="+1", analyte="platelets", value=typed)
    found = criteria.grade_of(chart.case.counts[0], V5)
    assert found == expected
    assert found is not None
    assert found.text == text


def test_the_worst_grade_of_the_published_patients() -> None:
    first, second = published_cases()
    assert criteria.worst_grade(first, "platelets", V5) == Grade(4, 4)
    assert criteria.worst_grade(second, "platelets", V6) == Grade(4, 4)
    assert criteria.worst_grade(second, "haemoglobin", V5) == Grade(3, 3)
    assert criteria.worst_grade(first, "neutrophils", V5) is None


def test_a_grade_is_told_with_its_term_and_version() -> None:
    found = criteria.grade("platelets", exact(14), V6)
    assert found is not None
    told = criteria.grade_words("platelets", found, V6)
    assert told == "Thrombocytopenia (MedDRA 10043554), CTCAE 6.0: grade 3"


def test_a_haemolysed_sample_has_no_part_in_the_worst() -> None:
    chart = Chart()
    chart.add(Count, day="+1", analyte="platelets", value="60")
    chart.add(Count, day="+2", analyte="platelets", value="5", context="haemolysed_sample")
    assert criteria.worst_grade(chart.case, "platelets", V5) == Grade(2, 2)


@given(
    st.sampled_from([(version, analyte) for version, scales in SCALES.items() for analyte in scales]),
    st.tuples(st.floats(0, 200), st.floats(0, 200), st.floats(0, 50), st.just(0.0) | st.floats(0, 300)),
    st.none() | st.floats(150, 160),
)
def test_a_wider_value_never_has_a_narrower_grade(
    of: tuple[CtcaeVersion, str], numbers: tuple[float, float, float, float], normal: float | None
) -> None:
    version, analyte = of
    low, high = sorted(numbers[:2])
    narrow = criteria.grade(analyte, Bounds(low, high), version, normal)
    wide = criteria.grade(analyte, Bounds(max(0, low - numbers[2]), high + numbers[3]), version, normal)
    widest = criteria.grade(analyte, Bounds(0, inf), version)
    assert narrow is not None
    assert wide is not None
    assert widest is not None
    assert widest.low <= wide.low <= narrow.low <= narrow.high <= wide.high <= widest.high
