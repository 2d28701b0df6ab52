"""Judging the counts of ten thousand cases, beside one pass of plain Python over the same numbers."""

from math import inf
from random import Random
from time import perf_counter

import pytest

from aic_desktop.domain.choices import CriteriaSet
from aic_desktop.domain.response import CRITERIA, Bounds, Readings, judge

CASES, COUNTS, DAYS = 10_000, 100, 400
ITP = CRITERIA[CriteriaSet.ITP_IWG_2009].endpoints[0]


def _cases(random: Random, imprecise_in: int) -> list[tuple[Readings, Bounds]]:
    """Platelet counts that recover in six of ten cases; one case in so many has imprecise days and limits."""
    cases = []
    for number in range(CASES):
        start = random.randint(50, 250)
        better = start + random.randint(10, 60) if random.random() < 0.6 else DAYS
        days = [float(day) for day in sorted(random.sample(range(DAYS), COUNTS))]
        values = [random.choice((3.0, 9.0, 20.0) if d < better else (25.0, 60.0, 120.0)) for d in days]
        last = [day + random.choice((0, 0, 3)) for day in days] if number % imprecise_in == 0 else days
        cases.append((Readings(days, last, values, values), Bounds(start, start)))
    return cases


@pytest.mark.benchmark
def test_judge_a_million_counts() -> None:
    """Floor: one list comprehension per case that compares every value with two thresholds; best of three."""
    for imprecise_in in (CASES, 20):
        cases = _cases(Random(1), imprecise_in)
        judged, floor = inf, inf
        for _ in range(3):
            begun = perf_counter()
            verdicts = [judge(ITP, readings, start) for readings, start in cases]
            judged = min(judged, perf_counter() - begun)
            begun = perf_counter()
            for readings, _start in cases:
                _ = [3 if value >= 100 else 2 if value >= 30 else 1 for value in readings.low]
            floor = min(floor, perf_counter() - begun)
        responded = sum(verdict.best_low >= 2 for verdict in verdicts)
        share = f"{100 / imprecise_in:.2g} % of cases with imprecise days"
        print(f"\n{CASES} cases, {CASES * COUNTS} counts, {share}: {judged:.2f} s, ", end="")
        print(f"{judged / floor:.1f} times one pass ({floor:.2f} s); {responded} responded")
