"""CSV as text: written in one strict form, read in the forms that spreadsheet programs make of it."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO

from aic_desktop.domain.problem import Problem

_LONGEST_CELL = 2**31 - 1
_SPECIAL = re.compile(r'[,";\t\r\n]')


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: the number of its first line in the file, and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file taken apart; `decimal_comma` where a spreadsheet program may have written 8,6 for 8.6."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]
    decimal_comma: bool = False


class BadLine(Problem):
    """A line that is not CSV, or whose cells do not fit the header."""

    def __init__(self, number: int, reason: str) -> None:
        """`number` is the line of the file."""
        super().__init__(reason)
        self.number = number


def written(cells: Iterable[str]) -> str:
    """One line, with its LF; cells are quoted only where they must be."""
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(cell: str) -> str:
    if cell and (_SPECIAL.search(cell) or cell != cell.strip()):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def read(text: str) -> Sheet:
    """The sheet in a file's text; comma, semicolon or tab, LF or CRLF. Raises BadLine."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: tuple[str, ...] = ()
    lines: list[Line] = []
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            raise BadLine(number, "A quotation mark opens here that is not closed as CSV has it.") from None
        if cells is None:
            return Sheet(header, tuple(lines), delimiter == ";")
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = tuple(cell.strip() for cell in cells)
        elif len(cells) != len(header):
            raise BadLine(number, f"This line has {len(cells)} cells, the header {len(header)}.")
        else:
            lines.append(Line(number, dict(zip(header, cells, strict=True))))
