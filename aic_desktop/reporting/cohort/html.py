"""Table 1 as a page that a word processor opens and pastes as a table."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from aic_desktop.reporting.cohort.figures import Row, Statistic, Table1
from aic_desktop.reporting.cohort.patients import PatientRow, headings

_STYLE = (
    "table{border-collapse:collapse;border-top:1px solid;border-bottom:1px solid;margin-bottom:1em}"
    "th,td{text-align:left;vertical-align:top;padding:1px 10px 1px 2px;font-weight:normal}"
    "thead th{border-bottom:1px solid}th.section{font-weight:bold}"
    "th.variable{padding-left:1em}th.level{padding-left:2em}"
)
NOBODY = "There are no patients to count."


def as_html(table: Table1, patients: Sequence[PatientRow] = (), words: str = "") -> str:
    """A whole page: Table 1, the patients' lines where given, how it is counted, and further words."""
    blocks = [_table1(table)] if table.patients else [f"<p>{escape(NOBODY)}</p>"]
    if patients:
        blocks.append(_grid(headings(table.agent), (row.cells for row in patients)))
    blocks += [f"<p>{escape(note)}</p>" for note in (*table.notes, words) if note]
    body = "\n".join(blocks)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Cohort</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _table1(table: Table1) -> str:
    compared = any(row.comparison for row in table.rows)
    heads = [f"{column.title} (n = {column.patients})" for column in table.columns] + ["p"] * compared
    lines = [f"<tr><th></th>{_cells(heads, 'th')}</tr>"]
    body = [line for title, rows in groupby(table.rows, _section) for line in _lines(title, rows, len(heads))]
    return f"<table><thead>{''.join(lines)}</thead>\n<tbody>\n{chr(10).join(body)}\n</tbody></table>"


def _lines(title: str, rows: Iterable[Row], columns: int) -> Iterator[str]:
    """A section's heading, then each variable with its figures or its levels below it."""
    held = list(rows)
    total = next((row for row in held if row.statistic is Statistic.TOTAL), None)
    yield _line("section", title, total.texts if total else (), columns)
    for name, levels in groupby((row for row in held if row is not total), _variable):
        found = list(levels)
        whole = next((row for row in found if not row.level), None)
        told = next((row.comparison.text for row in found if row.comparison), "")
        yield _line("variable", whole.title if whole else name, whole.texts if whole else (), columns, told)
        yield from (_line("level", row.level, row.texts, columns) for row in found if row.level)


def _line(look: str, name: str, texts: Sequence[str], columns: int, compared: str = "") -> str:
    cells = [*texts, *("",) * (columns - len(texts))]
    if compared:
        cells[-1] = compared
    return f'<tr><th scope="row" class="{look}">{escape(name)}</th>{_cells(cells, "td")}</tr>'


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    body = "\n".join(f"<tr>{_cells(row, 'td')}</tr>" for row in rows)
    return f"<table><thead><tr>{_cells(heads, 'th')}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"


def _cells(texts: Iterable[str], tag: str) -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


def _section(row: Row) -> str:
    return row.section


def _variable(row: Row) -> str:
    return row.variable
