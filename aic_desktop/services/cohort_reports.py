"""The cohort as a text, a page or a file: filtered, divided and counted as asked, with its methods."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from aic_desktop import __version__
from aic_desktop.domain.codes import Codes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.response import CRITERIA
from aic_desktop.reporting.cohort import (
    VARIABLES,
    Study,
    Table1Options,
    as_csv,
    as_html,
    as_json,
    as_text,
    criteria_used,
    methods,
)
from aic_desktop.reporting.cohort.methods import window_used
from aic_desktop.reporting.cohort.options import GROUPINGS
from aic_desktop.reporting.cohort.times import TESTS
from aic_desktop.services.cohort import Cohorts, CohortSummary
from aic_desktop.services.filters import SavedFilters

FORMS: Mapping[str, str] = {
    "text": ".txt",
    "csv": ".csv",
    "json": ".json",
    "html": ".html",
}  # with its suffix


@dataclass(frozen=True, slots=True)
class CohortAsked:
    """What a report is to be of: a filter or the name of a saved one, groupings by code, figures, a form."""

    where: str = ""
    by: tuple[str, ...] = ()
    agent: str = ""  # a code, label, alias or free text; "" for the usual
    form: str = "text"
    quartiles: bool = False
    intervals: bool = False
    p_values: bool = False
    criteria: tuple[str, ...] = ()  # sets of response criteria by id


def report(cohorts: Cohorts, saved: SavedFilters, codes: Codes, asked: CohortAsked) -> str:
    """The report; Problem in words for a filter or grouping that there is not."""
    agent = codes.coded("agents", asked.agent) if asked.agent else Table1Options().agent
    options = Table1Options(
        agent=agent,
        by=_groupings(asked.by),
        quartiles=asked.quartiles,
        intervals=asked.intervals,
        p_values=asked.p_values,
        criteria=_criteria(asked.criteria),
    )
    cases: tuple[RecordId, ...] | None = None
    if asked.where:
        cases = cohorts.matching(saved.meant(asked.where), options.around).ids
    return written(cohorts, cohorts.summary(options, cases), asked.form, asked.where)


def written(cohorts: Cohorts, summary: CohortSummary, form: str, selection: str = "") -> str:
    """A summary in one of FORMS; CSV is Table 1 alone, the others have patients and methods as well."""
    if form == "csv":
        return as_csv(summary.table)
    words = methods_of(cohorts, summary, selection)
    if form == "json":
        return as_json(summary.table, summary.patients, words)
    return (as_html if form == "html" else as_text)(summary.table, summary.patients, words)


def methods_of(
    cohorts: Cohorts, summary: CohortSummary, selection: str = "", clocks: tuple[str, ...] = ()
) -> str:
    """The methods paragraph of a summary; `clocks` are the questions of time to event that were drawn."""
    options = summary.table.options
    tests = dict.fromkeys(
        row.comparison.test for row in summary.table.rows if row.comparison and row.comparison.p is not None
    )
    rows, times = options.rows or tuple(VARIABLES), tuple(map(summary.cohort.time_to_event, clocks))
    if options.p_values and options.by:
        used = (time.clock.estimator for time in times)
        tests |= dict.fromkeys(TESTS[estimator] for estimator in used if estimator in TESTS)
    study = Study(
        len(summary.cohort),
        cohorts.registered(),
        options.agent,
        date.today(),
        __version__,
        selection,
        criteria=criteria_used(summary.table),
        quartiles=options.quartiles,
        intervals=options.intervals,
        tests=tuple(tests),
        times=times,
        independence_days=window_used(summary.cohort, rows, clocks),
    )
    return methods(study)


def _criteria(asked: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [name for name in asked if name not in CRITERIA]
    if unknown:
        raise Problem(f"There is no set of criteria “{unknown[0]}”. Offered: {', '.join(CRITERIA)}.")
    return asked


def _groupings(asked: tuple[str, ...]) -> tuple[str, ...]:
    offered: Mapping[str, str] = {
        name.casefold(): code
        for code, variable in VARIABLES.items()
        if variable.groups
        for name in (code, code.replace("_", " "), variable.name)
    }
    if len(asked) > GROUPINGS:
        raise Problem(f"A table can be divided by {GROUPINGS} groupings at most.")
    found = []
    for name in asked:
        if name.casefold() not in offered:
            codes = ", ".join(code for code, variable in VARIABLES.items() if variable.groups)
            raise Problem(f"“{name}” is nothing to divide patients by. Offered: {codes}.")
        found.append(offered[name.casefold()])
    return tuple(dict.fromkeys(found))
