"""Tables of cases, and what they print."""

from collections.abc import Sequence

from aic_desktop.domain.case import Case
from aic_desktop.reporting.cohort import Around, Row, Table1, Table1Options, cohort_of, table1


def table(cases: Sequence[Case], agent: str = "daratumumab") -> Table1:
    return table1(cohort_of(cases, Around(agent)), Table1Options(agent))


def rows(table: Table1, variable: str) -> list[Row]:
    return [row for row in table.rows if row.variable == variable]


def printed(table: Table1, variable: str) -> list[tuple[str, str]]:
    return [(row.level, row.text) for row in rows(table, variable)]
