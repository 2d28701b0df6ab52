"""What a study adds to a count or a median: exact intervals, quartiles, and p-values named by their test.

Every convention is that of R: binom.test, quantile (type 7), fisher.test, chisq.test without continuity
correction, wilcox.test and kruskal.test. Nothing here decides whether a p-value is wanted.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil, comb, erfc, floor, isfinite, sqrt
from typing import NamedTuple

from aic_desktop.reporting.cohort.fisher import fisher_exact
from aic_desktop.reporting.cohort.numbers import Interval

_EXACT_BELOW = 50  # patients in each group, as in wilcox.test


class Quartiles(NamedTuple):
    """First and third quartile, each as wide as imprecise values allow."""

    first: Interval
    third: Interval


@dataclass(frozen=True, slots=True)
class Comparison:
    """A p-value with the name of its test; None with the reason in `note`.

    `note` also says what of the data could not enter the test as it was recorded.
    """

    test: str
    p: float | None
    note: str = ""

    @property
    def text(self) -> str:
        """“p = 0.034, Fisher's exact test”, or why there is none."""
        told = f"{self.test} ({self.note})" if self.note else self.test
        return f"{p_text(self.p)}, {told}" if self.p is not None else f"no p-value: {self.note}"


def exact_interval(n: int, of: int, level: float = 0.95) -> Interval | None:
    """Of a proportion n/of, by Clopper and Pearson (1934, RECALLED), as in binom.test; None of nobody."""
    if of == 0:
        return None
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(n, of - n + 1, tail)) if n else 0.0
    high = float(betaincinv(n + 1, of - n, 1 - tail)) if n < of else 1.0
    return Interval(low, high)


def quartiles(values: Sequence[Interval]) -> Quartiles | None:
    """First and third quartile by R's type 7, which gtsummary prints as Q1, Q3; None of no values.

    A quartile never falls when a value rises, so those of all lower and of all upper bounds enclose it.
    """
    if not values:
        return None
    lows, highs = sorted(v.low for v in values), sorted(v.high for v in values)
    first, third = (Interval(_quantile(lows, share), _quantile(highs, share)) for share in (0.25, 0.75))
    return Quartiles(first, third)


def compare_shares(counts: Sequence[Sequence[int]]) -> Comparison:
    """Whether levels are spread alike over groups: a row of counts for each level, a column for each group.

    Fisher's exact test; Pearson's chi-squared test where the tables to sum are too many.
    """
    rows = [row for row in counts if any(row)]
    groups = [column for column in zip(*counts, strict=True) if any(column)]
    if len(rows) < 2 or len(groups) < 2:
        return Comparison("Fisher's exact test", None, "it takes two groups and two levels with patients")
    p = fisher_exact(counts)
    if p is not None:
        return Comparison("Fisher's exact test", p)
    return Comparison("Pearson's chi-squared test", _chi_squared(groups), "too many for Fisher's exact test")


def compare_values(groups: Sequence[Sequence[Interval]]) -> Comparison:
    """Whether values lie alike in groups: Mann-Whitney for two groups with values, Kruskal-Wallis for more.

    An imprecise value enters by the middle of its bounds; one open on a side cannot, and is counted.
    """
    closed = [[v for v in group if isfinite(v.low) and isfinite(v.high)] for group in groups]
    middles = [[(v.low + v.high) / 2 for v in group] for group in closed if group]
    note = _what_was_imprecise(list(chain(*groups)))
    if len(middles) < 2:
        return Comparison("Mann-Whitney test", None, "it takes two groups with values")
    if len(middles) == 2:
        return _mann_whitney(middles[0], middles[1], note)
    return _kruskal_wallis(middles, note)


def p_text(p: float) -> str:
    """P = 0.34, p = 0.050, p < 0.001: two decimals from 0.1 on, three below; 1 only where it is 1."""
    if p < 0.001:
        return "p < 0.001"
    if 0.99 < p < 1:
        return "p > 0.99"
    return f"p = {p:.{3 if p < 0.0995 else 2}f}" if p < 1 else "p = 1"


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = (len(ordered) - 1) * share
    below, above = ordered[floor(place)], ordered[ceil(place)]
    if below == above:  # of two infinite bounds there is no difference
        return below
    return (
        below + (above - below) * (place - floor(place)) if isfinite(above - below) else _open(below, above)
    )


def _open(below: float, above: float) -> float:
    """Between a bound and none at all: none."""
    return above if isfinite(below) else below


def _what_was_imprecise(values: Sequence[Interval]) -> str:
    left_out = sum(not (isfinite(v.low) and isfinite(v.high)) for v in values)
    imprecise = sum(not v.exact for v in values) - left_out
    parts = [f"{imprecise} imprecise at the middle of their bounds"] if imprecise else []
    parts += [f"{left_out} with an open bound left out"] if left_out else []
    return ", ".join(parts)


def _chi_squared(groups: Sequence[Sequence[int]]) -> float:
    rows = [row for row in zip(*groups, strict=True) if any(row)]
    total = sum(map(sum, rows))
    sums = [sum(column) for column in zip(*rows, strict=True)]
    expected = [[sum(row) * column / total for column in sums] for row in rows]
    pairs = zip(chain(*rows), chain(*expected), strict=True)
    return _chi_squared_above(sum((n - e) ** 2 / e for n, e in pairs), (len(rows) - 1) * (len(sums) - 1))


def _chi_squared_above(statistic: float, freedom: int) -> float:
    from scipy.special import gammaincc

    return float(gammaincc(freedom / 2, statistic / 2))


def _mann_whitney(one: Sequence[float], other: Sequence[float], note: str) -> Comparison:
    """Exact without ties below 50 patients a group, else normal, as wilcox.test chooses."""
    ranks, ties = _ranks([*one, *other])
    m, n = len(one), len(other)
    u = sum(ranks[:m]) - m * (m + 1) / 2
    if not ties and m < _EXACT_BELOW and n < _EXACT_BELOW:
        return Comparison("Mann-Whitney test, exact", _exact_u(u, m, n), note)
    total = m + n
    variance = m * n / 12 * (total + 1 - sum(t**3 - t for t in ties) / (total * (total - 1)))
    if variance <= 0:
        return Comparison("Mann-Whitney test", None, "all values are equal")
    away = max(abs(u - m * n / 2) - 0.5, 0.0)
    kind = "corrected for ties and continuity" if ties else "corrected for continuity"
    return Comparison(
        f"Mann-Whitney test, normal approximation {kind}", erfc(away / sqrt(2 * variance)), note
    )


def _exact_u(u: float, m: int, n: int) -> float:
    """Twice the smaller tail of the number of pairs in order, over all orders of m and n values."""
    ways = [1] + [0] * (m * n)
    for size in range(1, m + 1):  # the Gaussian binomial coefficient, a factor and a divisor at a time
        for at in range(m * n, n + size - 1, -1):
            ways[at] -= ways[at - n - size]
        for at in range(size, m * n + 1):
            ways[at] += ways[at - size]
    least = min(int(u), m * n - int(u))
    return min(1.0, 2 * sum(ways[: least + 1]) / comb(m + n, m))


def _kruskal_wallis(groups: Sequence[Sequence[float]], note: str) -> Comparison:
    values = list(chain(*groups))
    ranks, ties = _ranks(values)
    total = len(values)
    tied = 1 - sum(t**3 - t for t in ties) / (total**3 - total)
    if tied <= 0:
        return Comparison("Kruskal-Wallis test", None, "all values are equal")
    squares, start = 0.0, 0
    for group in groups:
        squares += sum(ranks[start : start + len(group)]) ** 2 / len(group)
        start += len(group)
    statistic = (12 * squares / (total * (total + 1)) - 3 * (total + 1)) / tied
    name = "Kruskal-Wallis test, corrected for ties" if ties else "Kruskal-Wallis test"
    return Comparison(name, _chi_squared_above(statistic, len(groups) - 1), note)


def _ranks(values: Sequence[float]) -> tuple[list[float], list[int]]:
    """The rank of each value, that of equals their mean, and the sizes of the groups of equals."""
    counted = Counter(values)
    before, rank = 0, {}
    for value in sorted(counted):
        rank[value] = before + (counted[value] + 1) / 2
        before += counted[value]
    return [rank[value] for value in values], [n for n in counted.values() if n > 1]
