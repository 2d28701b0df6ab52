"""Table 1: for each variable n/N (%) over reported values or median (range), and what is not reported."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from aic_desktop.domain.codes import label_of
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.response import Criteria
from aic_desktop.reporting.cohort.answers import Answer, Answers
from aic_desktop.reporting.cohort.arrays import Bools, Ints
from aic_desktop.reporting.cohort.counted import Cohort
from aic_desktop.reporting.cohort.figures import Column, Figure, Row, Statistic, Table1
from aic_desktop.reporting.cohort.inference import (
    Comparison,
    compare_shares,
    compare_values,
    exact_interval,
    quartiles,
)
from aic_desktop.reporting.cohort.numbers import Interval, summary_of
from aic_desktop.reporting.cohort.options import Table1Options
from aic_desktop.reporting.cohort.variable import Variable
from aic_desktop.reporting.cohort.variables import SECTION_OF, VARIABLES

ALL_PATIENTS = "all patients"
NOT_CERTAIN, NOT_REPORTED, NOT_APPLICABLE = "not certain", "not reported", "not applicable"
Sets = Sequence[tuple[Column, Ints]]  # each column with the rows of its patients


def table1(cohort: Cohort, options: Table1Options | None = None) -> Table1:
    """The table of a set of patients; one of nobody has the number of patients alone."""
    options = options or Table1Options(cohort.around.agent, criteria=cohort.around.criteria)
    columns = _columns(cohort, options)
    total = tuple(Figure(column.patients, column.patients) for column, _ in columns)
    rows = [Row("Patients", "patients", "Patients", "", Statistic.TOTAL, total)]
    for variable in chosen(options) if len(cohort) else ():
        made = list(_rows(variable, cohort.answers[variable.code], columns, options))
        if options.p_values and made:
            made[0] = replace(made[0], comparison=_compared(variable, cohort.answers[variable.code], columns))
        rows.extend(made)
    return Table1(len(cohort), options, tuple(column for column, _ in columns), tuple(rows))


def chosen(options: Table1Options) -> list[Variable]:
    """The variables in the order of the rows."""
    return [VARIABLES[code] for code in options.rows or VARIABLES if code in VARIABLES]


def criteria_used(table: Table1) -> tuple[Criteria, ...]:
    """The sets of criteria by which anybody in the table was judged."""
    around = table.options.around
    found: dict[str, Criteria] = {}
    for row in table.rows:
        judges = VARIABLES[row.code].judges if row.code in VARIABLES else None
        judged = row.statistic in (Statistic.SHARE, Statistic.MEDIAN) and any(f.n for f in row.figures)
        if judges is not None and judged:
            used = around.judging(judges)
            found[used.id] = used
    return tuple(found.values())


def column_titles(cohort: Cohort, options: Table1Options) -> tuple[str, ...]:
    """The titles of all columns that could be chosen."""
    return tuple(column.title for column, _ in _every_column(cohort, options))


def members(cohort: Cohort, options: Table1Options, row: Row, column: int) -> tuple[RecordId, ...]:
    """The patients that a cell counts, in the order of the cohort."""
    _, there = _columns(cohort, options)[column]
    if row.statistic is not Statistic.TOTAL:
        there = there[_counts_in(row, cohort.answers[row.code])[there]]
    return tuple(cohort.ids[place] for place in there.tolist())


def groups(cohort: Cohort, options: Table1Options) -> tuple[tuple[str, tuple[RecordId, ...]], ...]:
    """The patients of each column that is shown, by its title, but for that of all patients."""
    return tuple(
        (column.title, tuple(cohort.ids[place] for place in there.tolist()))
        for column, there in _columns(cohort, options)
        if column.title != ALL_PATIENTS
    )


def _counts_in(row: Row, answers: Answers) -> Bools:
    match row.statistic:
        case Statistic.OPEN:
            return answers.are(_is_open)
        case Statistic.MISSING:
            return answers.are(_is_missing)
        case Statistic.OUTSIDE:
            return answers.are(_is_outside)
        case Statistic.MEDIAN:
            return answers.are(_is_valued)
    return answers.having(row.level)


def _columns(cohort: Cohort, options: Table1Options) -> Sets:
    every = _every_column(cohort, options)
    titled = {column.title: (column, there) for column, there in every}
    return [titled[title] for title in options.columns if title in titled] or every


def _every_column(cohort: Cohort, options: Table1Options) -> Sets:
    """All patients, then each combination of levels that occurs, in the order of the levels."""
    everybody = np.arange(len(cohort))
    groups: list[tuple[tuple[str, ...], Ints]] = [((), everybody)]
    for code in options.by:
        divided = _divided(VARIABLES[code], cohort.answers[code])
        groups = [
            ((*levels, level), there[inside[there]]) for levels, there in groups for level, inside in divided
        ]
    columns = [
        (Column(" / ".join(levels), len(there), levels), there)
        for levels, there in groups
        if levels and len(there)
    ]
    return [(Column(ALL_PATIENTS, len(cohort)), everybody), *columns]


def _divided(variable: Variable, answers: Answers) -> list[tuple[str, Bools]]:
    """The patients of each level, then those not certain, without a report, and not asked."""
    levels = _ordered(_Counts(answers, np.arange(len(answers))).levels, variable.order)
    unsure, absent = answers.are(_is_open), answers.are(_is_missing)
    asked = unsure | absent | answers.are(_has_levels)
    every = [(level, answers.having(level)) for level in levels]
    return [*every, (NOT_CERTAIN, unsure), (NOT_REPORTED, absent), (NOT_APPLICABLE, ~asked)]


class _Counts:
    """What the answers of one set of patients come to."""

    def __init__(self, answers: Answers, there: Ints) -> None:
        self.answers, self.there = answers, there
        self.reported = 0
        self.levels, self.open = Counter[str](), Counter[str]()
        self.missing, self.outside = Counter[str](), Counter[str]()
        numbers = np.bincount(answers.which[there], minlength=len(answers.distinct)).tolist()
        for answer, n in zip(answers.distinct, numbers, strict=True):
            if n and answer.reported:
                self.reported += n
                self.levels.update(dict.fromkeys(answer.levels, n))
            elif n and answer.open:
                self.open[answer.open] += n
            elif n and answer.missing:
                self.missing[answer.missing] += n
            elif n and answer.outside:
                self.outside[answer.outside] += n

    @property
    def asked(self) -> int:
        """Those who answered and those who should have."""
        return self.reported + self.open.total() + self.missing.total()

    def share(self, level: str, options: Table1Options) -> Figure:
        """How many have a level."""
        n, of = self.levels[level], self.reported
        return Figure(n, of, interval=exact_interval(n, of) if options.intervals else None)

    def measure(self, options: Table1Options) -> Figure:
        """The middle of the values."""
        valued = self.there[self.answers.are(_is_valued)[self.there]]
        low, high = self.answers.low[valued], self.answers.high[valued]
        parts = quartiles(_intervals(self.answers, self.there)) if options.quartiles else None
        return Figure(len(valued), self.asked, summary_of(low, high), parts)


def _rows(variable: Variable, answers: Answers, columns: Sets, options: Table1Options) -> Iterator[Row]:
    section = SECTION_OF[variable.code].title.format(agent=label_of("agents", options.agent))
    name = variable.titled(options.agent)
    base = Row(section, variable.code, name, "", Statistic.SHARE, (), variable.unit, variable.decimals)
    counts = [_Counts(answers, there) for _, there in columns]
    if variable.unit and any(found.asked for found in counts):
        figures = tuple(found.measure(options) for found in counts)
        yield replace(base, statistic=Statistic.MEDIAN, figures=figures)
    for level in _ordered(_most(found.levels for found in counts), variable.order):
        yield replace(base, level=level, figures=tuple(found.share(level, options) for found in counts))
    if any(found.open for found in counts):
        figures = tuple(_absent(found.open, found.asked) for found in counts)
        yield replace(base, statistic=Statistic.OPEN, level=NOT_CERTAIN, figures=figures)
    if any(found.missing for found in counts):
        figures = tuple(_absent(found.missing, found.asked) for found in counts)
        yield replace(base, statistic=Statistic.MISSING, level=NOT_REPORTED, figures=figures)
    if any(found.outside for found in counts):
        figures = tuple(_absent(found.outside, found.asked + found.outside.total()) for found in counts)
        yield replace(base, statistic=Statistic.OUTSIDE, level=NOT_APPLICABLE, figures=figures)


def _compared(variable: Variable, answers: Answers, columns: Sets) -> Comparison | None:
    """Whether the groups differ, those not certain or without a report left out; None without groups."""
    absent = {NOT_CERTAIN, NOT_REPORTED, NOT_APPLICABLE}
    groups = [there for column, there in columns if column.levels and not absent & set(column.levels)]
    if len(groups) < 2 or variable.several:
        return None
    if variable.unit:
        return compare_values([_intervals(answers, there) for there in groups])
    counters = [_Counts(answers, there).levels for there in groups]
    levels = sorted(set().union(*counters))
    return compare_shares([[counter[level] for counter in counters] for level in levels])


def _intervals(answers: Answers, there: Ints) -> list[Interval]:
    valued = there[answers.are(_is_valued)[there]]
    bounds = zip(answers.low[valued].tolist(), answers.high[valued].tolist(), strict=True)
    return [Interval(*both) for both in bounds]


def _absent(reasons: Counter[str], of: int) -> Figure:
    return Figure(reasons.total(), of, reasons=tuple(sorted(reasons.items(), key=_by_frequency)))


def _most(counters: Iterable[Counter[str]]) -> Counter[str]:
    """The largest number of each level in any column: what the order of levels goes by."""
    largest = Counter[str]()
    for counter in counters:
        largest |= counter
    return largest


def _ordered(counted: Mapping[str, int], order: tuple[str, ...]) -> list[str]:
    others = sorted(((level, n) for level, n in counted.items() if level not in order), key=_by_frequency)
    return [level for level in order if level in counted] + [level for level, _ in others]


def _by_frequency(counted: tuple[str, int]) -> tuple[int, str]:
    return (-counted[1], counted[0])


def _is_open(answer: Answer) -> bool:
    return bool(answer.open)


def _is_missing(answer: Answer) -> bool:
    return bool(answer.missing)


def _is_outside(answer: Answer) -> bool:
    return bool(answer.outside)


def _is_valued(answer: Answer) -> bool:
    return answer.valued


def _has_levels(answer: Answer) -> bool:
    return bool(answer.levels)
