"""What Table 1 consists of: columns of patients, rows of figures, and how a figure is printed."""

from dataclasses import dataclass
from enum import StrEnum

from aic_desktop.reporting.cohort.answers import NO_ENTRY
from aic_desktop.reporting.cohort.inference import Comparison, Quartiles
from aic_desktop.reporting.cohort.numbers import (
    Interval,
    Summary,
    median_and_quartiles,
    median_and_range,
    percent,
    percent_interval,
)
from aic_desktop.reporting.cohort.options import Table1Options

NOTES = (
    "n/N (%): N counts the patients for whom the item is reported and certain; the others stand under “not "
    "certain”, where what was recorded imprecisely leaves it open, and “not reported”. "
    "Per cent are rounded half up, to one decimal below 10; 0 % and 100 % are none and all.",
    "Median (range) of the n patients with a value. “a..b”: days or values recorded imprecisely put the "
    "figure anywhere from a to b; “about”: imprecise by less than the rounding. Years and months are "
    "rounded half up to one decimal, bounds outwards; 1 month = 30.4375 days.",
    "One type of cytopenia per patient; Evans syndrome: two or more lineages of one episode, together or in "
    "sequence. Onset: the first of the first episode. Therapies: all corticosteroids count as one.",
)
_QUARTILES = "Quartiles (Q1, Q3) lie between ranks by linear interpolation (type 7 of R), rounded half up."
_INTERVALS = "95 % CI: exact confidence interval of the proportion (Clopper-Pearson), rounded half up."
_P_VALUES = "p-values, rounded half up, compare the groups for which a value is reported; none is corrected."


_TOLD_UNITS = {"d", "mo", "y"}


class Statistic(StrEnum):
    """What a row of Table 1 gives; its value is the code in files."""

    TOTAL = "n"
    SHARE = "n/N"
    MEDIAN = "median_range"
    OPEN = "not_certain"
    MISSING = "not_reported"
    OUTSIDE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of Table 1.

    `n` of `of` patients: with the level (of those for whom it is certain), with a value (of those asked),
    not certain, without a report or outside the question (of those asked). `reasons` breaks the last three
    down. Quartiles and
    the confidence interval of a share are there where they were asked for.
    """

    n: int
    of: int
    summary: Summary | None = None
    quartiles: Quartiles | None = None
    interval: Interval | None = None
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One set of patients: all of them, or those of a group, which has the levels that make it."""

    title: str
    patients: int
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of Table 1: a figure for each column, and in the first of a variable what compares them."""

    section: str
    code: str
    variable: str
    level: str
    statistic: Statistic
    figures: tuple[Figure, ...]
    unit: str = ""
    decimals: int = 1
    comparison: Comparison | None = None

    @property
    def title(self) -> str:
        """The variable with its unit, unless its name says already what is counted."""
        return f"{self.variable}, {self.unit}" if self.unit in _TOLD_UNITS else self.variable

    @property
    def texts(self) -> tuple[str, ...]:
        """The figures in print."""
        return tuple(self._text(figure) for figure in self.figures)

    @property
    def text(self) -> str:
        """The figure of the first column in print."""
        return self._text(self.figures[0])

    def _text(self, figure: Figure) -> str:
        match self.statistic:
            case Statistic.TOTAL:
                return str(figure.n)
            case Statistic.SHARE:
                return _share(figure)
            case Statistic.MEDIAN:
                printed = _middle(figure, self.decimals)
                return f"{printed}; n = {figure.n}" if printed else "no value"
        return _absent(figure) if figure.n else ""


@dataclass(frozen=True, slots=True)
class Table1:
    """The table of one set of patients, with the choice and the rules that made it."""

    patients: int
    options: Table1Options
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def agent(self) -> str:
        """The index agent."""
        return self.options.agent

    @property
    def notes(self) -> tuple[str, ...]:
        """How the figures are counted and rounded."""
        chosen = self.options
        wanted = (
            (chosen.quartiles, _QUARTILES),
            (chosen.intervals, _INTERVALS),
            (chosen.p_values, _P_VALUES),
        )
        return (*NOTES, *(note for asked, note in wanted if asked))


def _share(figure: Figure) -> str:
    if not figure.of:
        return ""
    limits = f"; 95 % CI {percent_interval(figure.interval)}" if figure.interval else ""
    return f"{figure.n}/{figure.of} ({percent(figure.n, figure.of)}{limits})"


def _middle(figure: Figure, decimals: int) -> str:
    if figure.summary is None:
        return ""
    if figure.quartiles is None:
        return median_and_range(figure.summary, decimals)
    return median_and_quartiles(figure.summary, *figure.quartiles, decimals)


def _absent(figure: Figure) -> str:
    plain = [reason for reason, _ in figure.reasons] == [NO_ENTRY]
    told = ", ".join(f"{reason} {n}" for reason, n in figure.reasons)
    return f"{figure.n} of {figure.of}" if plain else f"{figure.n} of {figure.of} ({told})"
