"""The summary as text for a terminal, as CSV and as JSON."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from math import isfinite
from textwrap import fill
from typing import Any

from aic_desktop.reporting.cohort.figures import Figure, Row, Table1
from aic_desktop.reporting.cohort.numbers import Interval
from aic_desktop.reporting.cohort.patients import PATIENT_COLUMNS, PatientRow, headings

COLUMNS = (
    "section",
    "variable",
    "level",
    "statistic",
    "n",
    "N",
    "percent",
    "unit",
    "group",
    "ci_low",
    "ci_high",
    "median_low",
    "median_high",
    "minimum_low",
    "minimum_high",
    "maximum_low",
    "maximum_high",
    "q1_low",
    "q1_high",
    "q3_low",
    "q3_high",
    "p",
    "test",
    "reasons",
    "text",
)
NOTE_WIDTH = 100
NOBODY = "There are no patients to count."


def as_text(table: Table1, patients: Sequence[PatientRow] = (), words: str = "") -> str:
    """Aligned columns for a terminal, the patients' lines below where given, then further words."""
    if not table.patients:
        return f"{NOBODY}\n"
    blocks = ["\n".join(_table1_lines(table))]
    if patients:
        grid = [headings(table.agent), *(row.cells for row in patients)]
        blocks.append("\n".join(_aligned(grid)))
    blocks.append("\n".join(fill(note, NOTE_WIDTH) for note in table.notes))
    blocks += [fill(words, NOTE_WIDTH)] if words else []
    return "\n\n".join(blocks) + "\n"


def as_csv(table: Table1) -> str:
    """One tidy table, a line per figure; the columns are the same whatever the cohort holds."""
    return _csv([COLUMNS, *(tuple(fields.values()) for fields in _lines(table))])


def patients_as_csv(patients: Sequence[PatientRow]) -> str:
    """A line per patient, headed by the stable codes of the columns."""
    return _csv([tuple(PATIENT_COLUMNS), *(row.cells for row in patients)])


def as_json(table: Table1, patients: Sequence[PatientRow] = (), words: str = "") -> str:
    """One object: the agent, the rows of Table 1 with unrounded figures, patients, notes and methods."""
    content = {
        "patients": table.patients,
        "index_agent": table.agent,
        "options": table.options.to_json(),
        "table1": list(_lines(table)),
        "cases": [dict(zip(PATIENT_COLUMNS, row.cells, strict=True)) for row in patients],
        "notes": list(table.notes),
        "methods": words,
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _lines(table: Table1) -> Iterator[dict[str, Any]]:
    """Every figure with what it is of; its group is empty for all patients."""
    for row in table.rows:
        for column, figure, text in zip(table.columns, row.figures, row.texts, strict=True):
            yield dict(zip(COLUMNS, _fields(row, " / ".join(column.levels), figure, text), strict=True))


def _fields(row: Row, group: str, figure: Figure, text: str) -> Iterator[Any]:
    n, of, found, parts = figure.n, figure.of, figure.summary, figure.quartiles
    share = round(100 * n / of, 2) if row.statistic == "n/N" and of else None
    yield from (row.section, row.variable, row.level, row.statistic.value, n, of, share, row.unit, group)
    yield from (None if limit is None else round(100 * limit, 2) for limit in figure.interval or (None, None))
    bounds = (found.median, found.minimum, found.maximum) if found else (None,) * 3
    for interval in (*bounds, *(parts or (None, None))):
        yield from _bounds(interval)
    compared = row.comparison
    yield from (
        (compared.p, compared.test if compared.p is not None else compared.note) if compared else ("", "")
    )
    yield "; ".join(f"{reason}: {n}" for reason, n in figure.reasons)
    yield text


def _bounds(interval: Interval | None) -> tuple[float | None, float | None]:
    if interval is None:
        return None, None
    low, high = (round(bound, 4) if isfinite(bound) else None for bound in interval)
    return low, high


def _csv(rows: Sequence[Sequence[Any]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


def _table1_lines(table: Table1) -> list[str]:
    several = len(table.columns) > 1
    heads = tuple(f"{column.title} (n = {column.patients})" for column in table.columns)
    grid: list[tuple[str, ...]] = [("", *heads)] if several else []
    blank = ("",) * len(heads)
    section = variable = ""
    for row in table.rows:
        if row.section != section:
            grid.append((f"\n{row.section}" if section else row.section, *blank))
        if (row.section, row.variable) != (section, variable) and row.level:
            grid.append((f"  {row.title}", *blank))
        section, variable = row.section, row.variable
        compared = (row.comparison.text,) if row.comparison else ()
        grid.append((f"    {row.level}" if row.level else f"  {row.title}", *row.texts, *compared))
    return _aligned(grid)


def _aligned(grid: Sequence[Sequence[str]]) -> list[str]:
    columns = zip_longest(*grid, fillvalue="")
    widths = [max(len(cell.strip("\n")) for cell in column) for column in columns]
    return [
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=False)).rstrip()
        for row in grid
    ]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - len(cell.strip("\n")))
