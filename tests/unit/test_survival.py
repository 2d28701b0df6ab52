"""Time to event: R's survival, published tables, an independent implementation, and the edges."""

import random
from collections.abc import Sequence
from fractions import Fraction
from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.reporting.survival import (
    Curve,
    Estimate,
    cumulative_incidence,
    follow_up,
    kaplan_meier,
    log_rank,
)
from tests import with_r

R = with_r.kept("survival")
SETS = sorted({name.split()[1] for name in R if name.startswith("data ")})
TOGETHER = [name for name in SETS if f"data {name} entry" not in R]  # everybody from the beginning
COMPARED = sorted({name.split()[1] for name in R if name.startswith("compared ")})


def estimate(kind: str, name: str, said: with_r.Said = R) -> Curve:
    end, status = said[f"data {name} end"], np.array(said[f"data {name} status"], dtype=int)
    entry = said.get(f"data {name} entry")
    if kind == "km":
        return kaplan_meier(end, status != 0, entry)
    return cumulative_incidence(end, status)


def same(found: object, said: list[float]) -> None:
    assert found == pytest.approx(said, rel=1e-9, abs=1e-12, nan_ok=True)


def same_estimate(found: Estimate, said: list[float]) -> None:
    same([float("nan") if part is None else part for part in found], said)


def compared(curve: Curve, key: str, said: with_r.Said = R) -> None:
    """The curve is R's wherever R has a row: with late entry it has none for a day of censoring alone."""
    rows = np.isin(curve.days, said[f"{key} days"])
    same(curve.days[rows], said[f"{key} days"])
    same(curve.at_risk[rows], said[f"{key} at risk"])
    for part in ("value", "low", "high"):
        same(getattr(curve, part)[rows], said[f"{key} {part}"])
    # R holds the error of log S, which is infinite once S is 0.
    same(curve.error[rows], [0.0 if isnan(error) else error for error in said[f"{key} error"]])


@pytest.mark.parametrize("name", SETS)
def test_survival_is_that_of_survfit(name: str) -> None:
    curve = estimate("km", name)
    compared(curve, f"km {name}")
    same_estimate(curve.median(), R[f"median {name}"])


@pytest.mark.parametrize("name", SETS)
def test_a_curve_is_read_on_any_day_as_summary_reads_it(name: str) -> None:
    curve, asked = estimate("km", name), R[f"asked {name}"]
    same([curve.at(day).value for day in asked], R[f"read {name}"])
    if name in TOGETHER:
        same(list(curve.at_risk_on(asked)), R[f"left {name}"])


@pytest.mark.parametrize("name", TOGETHER)
def test_cumulative_incidence_is_that_of_survfit(name: str) -> None:
    compared(estimate("ci", name), f"ci {name}")


@pytest.mark.parametrize("name", TOGETHER)
def test_follow_up_is_the_reversed_estimate(name: str) -> None:
    curve = follow_up(R[f"data {name} end"], np.array(R[f"data {name} status"]) != 0)
    same_estimate(curve.median(), R[f"follow-up {name}"])


@pytest.mark.parametrize("name", COMPARED)
def test_the_log_rank_test_is_that_of_survdiff(name: str) -> None:
    parts = [R[f"compared {name} {part}"] for part in ("end", "died", "group")]
    found = log_rank(*parts)
    assert found is not None
    same([found.statistic, found.p], R[f"log-rank {name}"])
    same(list(found.observed), R[f"observed {name}"])
    same(list(found.expected), R[f"expected {name}"])


def test_the_published_table_of_6_mercaptopurine() -> None:
    """Freireich 1963, as worked in Kalbfleisch and Prentice and in Collett: S(t), and its standard error."""
    curve = estimate("km", "mercaptopurine")
    published = {6: (0.857, 0.076), 7: (0.807, 0.087), 10: (0.753, 0.096), 13: (0.690, 0.107),
                 16: (0.627, 0.114), 22: (0.538, 0.128), 23: (0.448, 0.135)}  # fmt: skip
    for week, figures in published.items():
        place = list(curve.days).index(week)
        assert (round(curve.value[place], 3), round(curve.error[place], 3)) == figures
    assert curve.at_risk_on([0, 6, 7, 10, 13, 16, 22, 23]) == (21, 21, 17, 15, 12, 11, 7, 6)
    assert curve.median().value == 23
    assert estimate("km", "placebo").median().value == 8


def test_the_published_log_rank_test_of_acute_leukaemia() -> None:
    parts = [R[f"compared leukaemia {part}"] for part in ("end", "died", "group")]
    found = log_rank(*parts)
    assert found is not None
    assert (round(found.statistic, 2), found.freedom) == (16.79, 1)


def by_hand(end: Sequence[int], status: Sequence[int]) -> list[tuple[int, Fraction, Fraction, float, float]]:
    """Day by day with fractions: S, F, and both standard errors from double sums as they are printed."""
    surviving, incidence = Fraction(1), Fraction(0)
    past: list[tuple[int, int, int, Fraction, Fraction]] = []
    rows = []
    for day in sorted(set(end)):
        n = sum(e >= day for e in end)
        own = sum(e == day and s == 1 for e, s in zip(end, status, strict=True))
        gone = sum(e == day and s != 0 for e, s in zip(end, status, strict=True))
        incidence += surviving * Fraction(own, n)
        past.append((n, gone, own, surviving, incidence))
        surviving *= 1 - Fraction(gone, n)
        greenwood = sum(Fraction(d, n * (n - d)) for n, d, _, _, _ in past if n > d)
        spread = sum(
            (incidence - f) ** 2 * (Fraction(d, n * (n - d)) if n > d else 0)
            + s**2 * Fraction(n - d1, n**3) * d1
            - 2 * (incidence - f) * s * Fraction(d1, n**2)
            for n, d, d1, s, f in past
        )
        rows.append((day, surviving, incidence, float(surviving) * sqrt(greenwood), sqrt(spread)))
    return rows


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2)), min_size=1, max_size=25))
def test_both_estimates_are_their_definitions_worked_out_by_hand(people: list[tuple[int, int]]) -> None:
    end, status = zip(*people, strict=True)
    expected = by_hand(end, status)
    survival = kaplan_meier(end, [s != 0 for s in status])
    incidence = cumulative_incidence(end, status)
    for column, found in (
        (1, survival.value),
        (2, incidence.value),
        (3, survival.error),
        (4, incidence.error),
    ):
        same(found, [float(row[column]) for row in expected])
    assert survival.at_risk_on([row[0] for row in expected]) == tuple(survival.at_risk)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2)), min_size=1, max_size=25))
def test_incidences_of_all_events_and_survival_add_up_to_one(people: list[tuple[int, int]]) -> None:
    end, status = map(np.array, zip(*people, strict=True))
    swapped = np.array([0, 2, 1])[status]
    total = kaplan_meier(end, status != 0).value
    total = total + cumulative_incidence(end, status).value + cumulative_incidence(end, swapped).value
    same(total, [1.0] * len(total))


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2)), min_size=1, max_size=25), st.randoms())
def test_the_order_of_the_patients_changes_nothing(
    people: list[tuple[int, int]], shuffled: random.Random
) -> None:
    again = list(people)
    shuffled.shuffle(again)
    one, other = (cumulative_incidence(*zip(*order, strict=True)) for order in (people, again))
    for part in ("value", "low", "high", "at_risk"):
        np.testing.assert_array_equal(getattr(one, part), getattr(other, part))


def test_an_event_comes_before_a_censoring_of_the_same_day() -> None:
    curve = kaplan_meier([5, 5], [1, 0])
    assert (curve.at_risk[0], curve.value[0]) == (2, 0.5)


def test_a_day_is_read_after_its_events_and_numbers_at_risk_before() -> None:
    curve = kaplan_meier([2, 4, 4, 9], [1, 1, 0, 0])
    assert [curve.at(day).value for day in (0, 1.9, 2, 3, 4, 9)] == [1, 1, 0.75, 0.75, 0.5, 0.5]
    assert curve.at_risk_on([0, 2, 3, 4, 9, 10]) == (4, 4, 3, 3, 1, 0)
    assert curve.at(10) == (None, None, None)
    assert curve.at(0) == (1.0, None, None)


def test_of_nobody_there_is_no_figure_and_no_failure() -> None:
    for curve in (kaplan_meier([], []), cumulative_incidence([], []), follow_up([], [])):
        assert curve.n == 0
        assert curve.median() == curve.at(10) == (None, None, None)
        assert curve.at_risk_on([0, 10]) == (0, 0)
    assert log_rank([], [], []) is None


def test_limits_that_do_not_exist_are_none_when_read_and_never_nan() -> None:
    for name in TOGETHER:
        for curve in (estimate("km", name), estimate("ci", name)):
            read = [*curve.median()] + [part for day in curve.days for part in curve.at(day)]
            assert not any(part is not None and isnan(part) for part in read)


def test_what_cannot_be_a_follow_up_is_refused() -> None:
    for end, status, entry in (
        ([1, 2], [1], None),
        ([float("nan")], [1], None),
        ([float("inf")], [0], None),
        ([3], [1], [3]),
        ([3], [1], [float("nan")]),
    ):
        with pytest.raises(ValueError, match=r"follow-up|number"):
            kaplan_meier(end, status, entry)


def test_groups_that_cannot_be_compared() -> None:
    assert log_rank([1, 2], [1, 1], ["a", "a"]) is None
    assert log_rank([1, 2], [0, 0], ["a", "b"]) is None
    assert log_rank([5, 5], [1, 1], ["a", "b"]) is None  # all die at once: no spread to judge by
    assert log_rank([1, 9], [1, 1], ["a", "b"]) is not None


@pytest.mark.parametrize("script", ["survival", "incidence"])
def test_r_still_says_what_was_kept(script: str) -> None:
    kept = with_r.kept(script)
    assert with_r.run(script) == {
        name: pytest.approx(found, rel=1e-9, nan_ok=True) for name, found in kept.items()
    }


def test_random_follow_ups_are_those_of_r() -> None:
    draw = random.Random(12)
    definitions = (with_r.FOLDER / "survival.R").read_text(encoding="utf-8").partition("# Acute leukaemia")[0]
    code, names = [definitions], []
    for number in range(40):
        n, spread = draw.randint(2, 80), draw.choice([3, 30, 900])
        end = [float(draw.randint(1, spread)) for _ in range(n)]
        status = [float(draw.choice([0, 1, 1, 2])) for _ in range(n)]
        late = number % 4 == 0
        entry = f", {with_r.vector(draw.randint(-9, int(e) - 1) for e in end)}" if late else ""
        code.append(f"tell('r{number}', {with_r.vector(end)}, {with_r.vector(status)}{entry})")
        names.append(f"r{number}")
    said = with_r.ask("\n".join(code))
    for name in names:
        compared(estimate("km", name, said), f"km {name}", said)
        if f"data {name} entry" not in said:
            compared(estimate("ci", name, said), f"ci {name}", said)
        same_estimate(estimate("km", name, said).median(), said[f"median {name}"])
