"""The summary as text for a terminal, as CSV and as JSON."""

import csv
import io
import json
from collections.abc import Sequence
from math import isfinite
from textwrap import fill
from typing import Any

from aic_desktop.reporting.cohort.numbers import Interval
from aic_desktop.reporting.cohort.patients import PATIENT_COLUMNS, PatientRow, headings
from aic_desktop.reporting.cohort.table1 import Row, Table1

COLUMNS = (
    "section",
    "variable",
    "level",
    "statistic",
    "n",
    "N",
    "percent",
    "unit",
    "median_low",
    "median_high",
    "minimum_low",
    "minimum_high",
    "maximum_low",
    "maximum_high",
    "reasons",
    "text",
)
NOTE_WIDTH = 100
NOBODY = "There are no patients to count."


def as_text(table: Table1, patients: Sequence[PatientRow] = ()) -> str:
    """Aligned columns for a terminal, the patients' lines below where given; in words for nobody."""
    if not table.patients:
        return f"{NOBODY}\n"
    blocks = ["\n".join(_table1_lines(table))]
    if patients:
        grid = [headings(table.agent), *(row.cells for row in patients)]
        blocks.append("\n".join(_aligned(grid)))
    blocks.append("\n".join(fill(note, NOTE_WIDTH) for note in table.notes))
    return "\n\n".join(blocks) + "\n"


def as_csv(table: Table1) -> str:
    """One tidy table, a line per figure; the columns are the same whatever the cohort holds."""
    return _csv([COLUMNS, *(tuple(_fields(row).values()) for row in table.rows)])


def patients_as_csv(patients: Sequence[PatientRow]) -> str:
    """A line per patient, headed by the stable codes of the columns."""
    return _csv([tuple(PATIENT_COLUMNS), *(row.cells for row in patients)])


def as_json(table: Table1, patients: Sequence[PatientRow] = ()) -> str:
    """One object: the agent, the rows of Table 1 with unrounded figures, the patients and the notes."""
    content = {
        "patients": table.patients,
        "index_agent": table.agent,
        "table1": [_fields(row) for row in table.rows],
        "cases": [dict(zip(PATIENT_COLUMNS, row.cells, strict=True)) for row in patients],
        "notes": list(table.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _fields(row: Row) -> dict[str, Any]:
    found = row.summary
    bounds = [found.median, found.minimum, found.maximum] if found else [None] * 3
    share = round(100 * row.n / row.of, 2) if row.statistic == "n/N" else None
    told = "; ".join(f"{reason}: {n}" for reason, n in row.reasons)
    values = (row.section, row.variable, row.level, row.statistic.value, row.n, row.of, share, row.unit)
    numbers = (bound for interval in bounds for bound in _bounds(interval))
    return dict(zip(COLUMNS, (*values, *numbers, told, row.text), strict=True))


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
    grid: list[tuple[str, str]] = []
    section = variable = ""
    for row in table.rows:
        if row.section != section:
            grid.append((f"\n{row.section}" if section else row.section, ""))
        if (row.section, row.variable) != (section, variable) and row.level:
            grid.append((f"  {_titled(row)}", ""))
        section, variable = row.section, row.variable
        grid.append((f"    {row.level}" if row.level else f"  {_titled(row)}", row.text))
    return _aligned(grid)


def _titled(row: Row) -> str:
    return f"{row.variable}, {row.unit}" if row.unit in {"d", "mo", "y"} else row.variable


def _aligned(grid: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(cell.strip("\n")) for cell in column) for column in zip(*grid, strict=True)]
    return [
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in grid
    ]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - len(cell.strip("\n")))
