"""Exact intervals, quartiles and p-values: R's, the definitions', and honest about what cannot be tested."""

import random
from itertools import product
from math import factorial, inf, isnan, prod
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.reporting.cohort.fisher import fisher_exact
from aic_desktop.reporting.cohort.inference import (
    Comparison,
    compare_shares,
    compare_values,
    exact_interval,
    p_text,
    quartiles,
)
from aic_desktop.reporting.cohort.numbers import Interval
from tests import with_r

R = with_r.kept("inference")


def named(prefix: str) -> list[str]:
    return [name for name in R if name.startswith(f"{prefix} ")]


def exact(values: list[float]) -> list[Interval]:
    return [Interval(value, value) for value in values]


def table(name: str) -> list[list[int]]:
    (held,) = [n for n in R if n.startswith(f"table {name} ")]
    rows, columns = map(int, held.split()[-2:])
    cells = [int(cell) for cell in R[held]]
    return [cells[row * columns : (row + 1) * columns] for row in range(rows)]


@pytest.mark.parametrize("name", named("share"))
def test_the_interval_of_a_proportion_is_that_of_binom_test(name: str) -> None:
    n, of = map(int, name.split()[-2:])
    found = exact_interval(n, of, 0.9 if "0.9" in name else 0.95)
    assert found == pytest.approx(R[name], abs=1e-12)


def test_ten_of_twelve() -> None:
    found = exact_interval(10, 12)
    assert found is not None
    assert (round(100 * found.low, 1), round(100 * found.high, 1)) == (51.6, 97.9)


def test_of_nobody_there_is_no_proportion_and_no_interval() -> None:
    assert exact_interval(0, 0) is None
    assert quartiles([]) is None


@pytest.mark.parametrize("name", named("quartiles"))
def test_quartiles_are_those_of_type_7(name: str) -> None:
    found = quartiles(exact(R[name.replace("quartiles", "values")]))
    assert found is not None
    assert [found.first.low, found.third.high] == R[name]
    assert found.first.exact
    assert found.third.exact


@given(st.lists(st.tuples(*[st.integers(-400, 9000)] * 3), min_size=1, max_size=9))
def test_quartiles_of_bounds_enclose_those_of_the_true_values(threes: list[tuple[int, int, int]]) -> None:
    ordered = [sorted(three) for three in threes]
    enclosing = quartiles([Interval(low, high) for low, _, high in ordered])
    true = quartiles(exact([value for _, value, _ in ordered]))
    assert enclosing is not None
    assert true is not None
    for outer, inner in zip(enclosing, true, strict=True):
        assert outer.low - 1e-9 <= inner.low <= outer.high + 1e-9


def test_an_open_bound_leaves_a_quartile_open_and_is_never_nan() -> None:
    found = quartiles([Interval(5, 5), Interval(200, inf), Interval(300, inf), Interval(-inf, 9)])
    assert found is not None
    assert found.first == Interval(-inf, 8)
    assert found.third == Interval(225, inf)
    assert not any(isnan(bound) for quartile in found for bound in quartile)


@pytest.mark.parametrize("name", named("fisher"))
def test_fishers_test_is_that_of_r(name: str) -> None:
    found = compare_shares(table(name.split()[1]))
    assert found.test == "Fisher's exact test"
    assert found.p == pytest.approx(R[name][0], rel=1e-6)


def by_definition(cells: list[list[int]]) -> float:
    """Every table of these margins, one by one."""
    rows, columns = [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]
    margins = prod(map(factorial, rows)) * prod(map(factorial, columns)) / factorial(sum(rows))

    def chance(flat: tuple[int, ...]) -> float:
        return margins / prod(map(factorial, flat))

    limit = chance(tuple(cell for row in cells for cell in row)) * (1 + 1e-7)
    total = 0.0
    for flat in product(*(range(min(r, c) + 1) for r in rows for c in columns)):
        grid = [flat[i : i + len(columns)] for i in range(0, len(flat), len(columns))]
        if [sum(row) for row in grid] == rows and [sum(col) for col in zip(*grid, strict=True)] == columns:
            total += chance(flat) if chance(flat) <= limit else 0
    return total


@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=2))
def test_fishers_test_is_the_sum_over_all_tables(cells: list[list[int]]) -> None:
    found = fisher_exact(cells)
    kept = [row for row in cells if any(row)]
    columns = [column for column in zip(*kept, strict=True) if any(column)]
    if len(kept) < 2 or len(columns) < 2:
        assert found is None
    else:
        assert found == pytest.approx(by_definition(cells), rel=1e-9)


def test_a_table_too_large_to_sum_is_tested_by_a_test_of_another_name_and_soon() -> None:
    started = perf_counter()
    found = compare_shares(table("large"))
    assert perf_counter() - started < 60  # it stops after a number of steps: astronomically far from all
    assert found.test == "Pearson's chi-squared test"
    assert found.p == pytest.approx(R["chisq large"][0], rel=1e-9)
    assert "p < 0.001, Pearson's chi-squared test" in found.text


@pytest.mark.parametrize("name", named("ranks"))
def test_tests_of_ranks_are_those_of_r(name: str) -> None:
    groups = [exact(R[held]) for held in named(f"group {name.split()[1]}")]
    found = compare_values(groups)
    assert found.p == pytest.approx(R[name][0], rel=1e-9)
    assert ("ties" in found.test) is (name.split()[1] in {"ties", "tied"})


def test_the_name_says_which_form_of_the_test_it_was() -> None:
    apart = compare_values([exact([1, 2, 3]), exact([4, 5, 6])])
    assert apart.text == "p = 0.10, Mann-Whitney test, exact"
    tied = compare_values([exact([1, 2, 2]), exact([2, 5, 6])])
    assert tied.test == "Mann-Whitney test, normal approximation corrected for ties and continuity"


def test_what_cannot_be_tested_says_why() -> None:
    assert compare_values([exact([5, 5]), exact([5])]).text == "no p-value: all values are equal"
    assert compare_values([exact([5, 5]), exact([5]), exact([5])]).p is None
    assert compare_values([exact([5]), []]).text == "no p-value: it takes two groups with values"
    assert compare_values([]).p is None
    assert compare_shares([]).p is None
    assert compare_shares([[3, 0], [2, 0]]).p is None
    assert compare_shares([[3, 4], [0, 0]]).text.startswith("no p-value: it takes two groups and two levels")


def test_imprecise_values_enter_by_their_middle_and_are_counted() -> None:
    groups = [[Interval(58, 61), *exact([83, 120])], [*exact([206, 390]), Interval(200, inf)]]
    found = compare_values(groups)
    assert found.note == "1 imprecise at the middle of their bounds, 1 with an open bound left out"
    assert found.p == compare_values([exact([59.5, 83, 120]), exact([206, 390])]).p


@pytest.mark.parametrize(
    ("p", "text"),
    [(1.0, "p = 1"), (0.996, "p > 0.99"), (0.345, "p = 0.34"), (0.0499, "p = 0.050"), (0.1, "p = 0.10"),
     (0.0042, "p = 0.004"), (0.0009, "p < 0.001")],
)  # fmt: skip
def test_p_in_print(p: float, text: str) -> None:
    assert p_text(p) == text
    assert Comparison("some test", p).text == f"{text}, some test"


def test_r_still_says_what_was_kept() -> None:
    assert with_r.run("inference") == {name: pytest.approx(said, rel=1e-9) for name, said in R.items()}


def test_random_cohorts_are_compared_as_r_compares_them() -> None:
    draw = random.Random(5)
    code, found = [], {}
    for number in range(60):
        rows, columns = draw.randint(2, 4), draw.randint(2, 3)
        cells = [[draw.randint(0, 6) + (row == column) for column in range(columns)] for row in range(rows)]
        ties = draw.random() < 0.5
        groups = [
            [float(draw.randint(1, 9)) if ties else draw.random() for _ in range(draw.randint(2, 9))]
            for _ in range(draw.randint(2, 4))
        ]
        flat = with_r.vector(cell for row in cells for cell in row)
        parts = ", ".join(with_r.vector(group) for group in groups)
        test = "wilcox.test(p[[1]], p[[2]])" if len(groups) == 2 else "kruskal.test(p)"
        code.append(f"say('f{number}', fisher.test(matrix({flat}, nrow = {rows}, byrow = TRUE))$p.value)")
        code.append(f"p <- list({parts}); say('r{number}', {test}$p.value)")
        code.append(f"say('q{number}', quantile({with_r.vector(groups[0])}, c(0.25, 0.75)))")
        found[f"f{number}"] = [compare_shares(cells).p]
        found[f"r{number}"] = [compare_values([exact(group) for group in groups]).p]
        both = quartiles(exact(groups[0]))
        assert both is not None
        found[f"q{number}"] = [both.first.low, both.third.low]
    said = with_r.ask("\n".join(code))
    assert said == {name: pytest.approx(values, rel=1e-6) for name, values in found.items()}
