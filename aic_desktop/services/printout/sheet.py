"""From the text on the clipboard to a sheet: titles above, a line per day or per value below."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import StringIO

from aic_desktop.domain.codes import SHIPPED, Codes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.timepoint import Basis, time_readings
from aic_desktop.services.printout.titles import Names, Role, unit_in

MOST_CELLS = 20_000
SEARCHED_LINES = 20  # of a letterhead, before the titles come

NO_ANALYTE = (
    "No column or line of this text names an analyte of the list. Copy it with its titles, such as "
    "Day, Platelets, Hb; or paste bare values into the grid, starting at the cell in hand."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rectangle of texts, its first line the titles; every text may be corrected and read again."""

    cells: tuple[tuple[str, ...], ...]
    above: tuple[str, ...] = ()  # lines before the titles
    turned: bool = False  # it was printed with the days across
    commas: bool = False  # commas part the cells, so one cell too many may be a decimal comma
    read: Names = field(default_factory=Names, compare=False)  # what its titles are read by

    @property
    def titles(self) -> tuple[str, ...]:
        """The first line."""
        return self.cells[0]

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """All below the titles."""
        return self.cells[1:]

    def corrected(self, row: int, column: int, text: str) -> "Sheet":
        """With another text in one cell; row 0 is the titles."""
        cells = [list(line) for line in self.cells]
        cells[row][column] = text.strip()
        return replace(self, cells=_frozen(cells))


def block_of(text: str) -> list[list[str]]:
    """A block copied from a spreadsheet, tabs between its cells; Problem when it is too large."""
    return _split(text, "\t")[0]


def text_of_block(block: Sequence[Sequence[str]]) -> str:
    """Lines of cells as spreadsheets put them on the clipboard; `block_of` reads them back."""
    text = StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(block)
    return text.getvalue()


def sheet_of(text: str, codes: Codes = SHIPPED) -> Sheet:
    """A print-out with its titles found; Problem when none of them names an analyte or it is too large.

    `codes` are the lists of the registry that it is for.
    """
    read = Names(codes)
    grid, delimiter = _split(text)
    grid = [line for line in grid if any(line)]
    if not grid:
        raise Problem("There is nothing to paste.")
    width = max(map(len, grid))
    if width * len(grid) > MOST_CELLS:
        raise Problem(f"This is more than {MOST_CELLS:,} cells. Copy it in parts.")
    grid = [line + [""] * (width - len(line)) for line in grid]
    sheet = _upright(grid, read) or _titled(grid, read) or _turned(grid, read) or _untitled(grid, read)
    if sheet is None:
        raise Problem(NO_ANALYTE)
    return replace(_with_day(sheet, read), commas=delimiter == ",")


def _split(text: str, delimiter: str = "") -> tuple[list[list[str]], str]:
    lines = [line for line in text.replace("\0", "").splitlines() if not line.startswith("sep=")]
    if len(text) > 50 * MOST_CELLS:
        raise Problem("This text is too long for a print-out. Copy it in parts.")
    while lines and not lines[-1].strip():
        lines.pop()
    delimiter = delimiter or _delimiter(lines)
    if delimiter == "  ":
        return [re.split(r" {2,}", line.strip()) for line in lines], delimiter
    quotes = None if text.count('"') % 2 else '"'
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, quotechar=quotes))
    except csv.Error:
        raise Problem("This text cannot be parted into cells. Copy it from the table itself.") from None
    return [[" ".join(cell.split()) for cell in row] for row in rows], delimiter


def _delimiter(lines: list[str]) -> str:
    """Tabs if there are any, else what most lines hold; two spaces in plain print."""
    filled = [line for line in lines if line.strip()]
    if any("\t" in line for line in filled):
        return "\t"
    held = Counter({sign: sum(sign in line for line in filled) for sign in (";", "|", "  ", ",")})
    return next((sign for sign in held if 2 * held[sign] > len(filled)), "\t")


def _upright(grid: list[list[str]], read: Names) -> Sheet | None:
    """Analytes across, or a column of names with one of values: the line with most known titles leads."""
    best, most = -1, 0
    for at, line in enumerate(grid[:SEARCHED_LINES]):
        titles = [read.title(cell) for cell in line if cell]
        wide = sum(bool(title.analyte) for title in titles)
        roles = {title.role for title in titles}
        long = 2 * ({Role.NAME, Role.VALUE} <= roles and not wide)
        days = Role.DAY in roles
        # A line of a long print-out has one analyte too, but no title beside it.
        if (wide > 1 or (wide and days) or long) and wide + long + days > most:
            best, most = at, wide + long + days
    return _sheet(grid, best, read) if best >= 0 else None


def _titled(grid: list[list[str]], read: Names) -> Sheet | None:
    """One analyte without a title for its day, as in a column and a half copied from a table."""
    line = grid[0]
    named = [cell for cell in line if read.title(cell).analyte]
    others = [cell for cell in line if cell and cell not in named]
    return _sheet(grid, 0, read) if named and len(grid) > 1 and not any(map(_amount, others)) else None


def _sheet(grid: list[list[str]], at: int, read: Names) -> Sheet:
    above = tuple(" ".join(filter(None, line)) for line in grid[:at])
    titles, lines = list(grid[at]), grid[at + 1 :]
    if lines and _is_units(lines[0], read):
        titles = _with_units(titles, lines[0], read)
        lines = lines[1:]
    return Sheet(_frozen([titles, *lines]), above, read=read)


def _is_units(line: list[str], read: Names) -> bool:
    held = [cell for cell in line if cell and read.title(cell).role is not Role.UNIT]
    units = [bool(unit_in(cell)) for cell in held]
    return bool(units) and all(units)


def _with_units(titles: list[str], units: list[str], read: Names) -> list[str]:
    """The line of units below the titles taken into them."""
    pairs = zip(titles, units, strict=True)
    return [f"{title} [{unit}]" if unit and read.title(title).analyte else title for title, unit in pairs]


def _turned(grid: list[list[str]], read: Names) -> Sheet | None:
    """Days across and analytes down, as cumulative reports have it: turned upright."""
    width = len(grid[0])
    names = max(range(width), key=lambda column: sum(bool(read.title(line[column]).analyte) for line in grid))
    for at, line in enumerate(grid[:SEARCHED_LINES]):
        days = [column for column in range(width) if column != names and _is_day(line[column])]
        below = [row for row in grid[at + 1 :] if read.title(row[names]).analyte]
        if days and below and not read.title(line[names]).analyte:
            columns = [names, *(c for c in range(width) if c != names)]
            turned = [[row[column] for row in grid[at:]] for column in columns]
            turned[0][0] = "Day"
            return _upright_of(turned, tuple(" ".join(filter(None, row)) for row in grid[:at]), read)
    return None


def _upright_of(turned: list[list[str]], above: tuple[str, ...], read: Names) -> Sheet:
    titles, *lines = turned
    for line in [line for line in lines if read.title(line[0]).role is Role.UNIT or _is_units(line, read)]:
        titles = _with_units(titles, line, read)
        lines.remove(line)
    lines = [line for line in lines if any(line) and not (read.is_known(line[0]) and line[0])]
    return Sheet(_frozen([titles, *lines]), above, turned=True, read=read)


def _untitled(grid: list[list[str]], read: Names) -> Sheet | None:
    """A long print-out without titles: a column of analytes tells it."""
    width = len(grid[0])
    share = [sum(bool(read.title(line[c]).analyte) for line in grid) / len(grid) for c in range(width)]
    names = max(range(width), key=lambda column: share[column])
    if share[names] < 0.5 or width < 2:
        return None
    titles = [""] * width
    titles[names] = "Analyte"
    for role, word, fits in (
        (Role.UNIT, "Unit", _is_unit),
        (Role.DAY, "Day", _is_dated),
        (Role.VALUE, "Value", _amount),
        (Role.DAY, "Day", _is_day),
    ):
        free = [c for c in range(width) if not titles[c] and _mostly(grid, c, fits)]
        # Of columns of bare numbers the value stands behind its name, and only one before it is a day.
        if role is Role.VALUE:
            free = [c for c in free if c > names] or free
        elif fits is _is_day:
            free = [c for c in free if c < names]
        if free and word not in titles:
            titles[free[0]] = word
    return Sheet(_frozen([titles, *grid]), read=read) if "Value" in titles else None


def _mostly(grid: list[list[str]], column: int, fits: object) -> bool:
    held = [line[column] for line in grid if line[column]]
    assert callable(fits)
    return bool(held) and sum(bool(fits(cell)) for cell in held) > len(held) / 2


def _with_day(sheet: Sheet, read: Names) -> Sheet:
    """With a column for the day in front, to be typed into, where none is printed."""
    if any(read.title(title).role is Role.DAY for title in sheet.titles):
        return sheet
    for column, title in enumerate(sheet.titles):
        cells = [list(line) for line in sheet.lines]
        # Bare numbers under a title that is not known may be anything.
        fits = _is_day if column == 0 and not title else _is_dated
        if not read.is_known(title) and _mostly(cells, column, fits):
            return sheet.corrected(0, column, "Day")
    return replace(sheet, cells=_frozen([["Day", *sheet.titles], *(["", *line] for line in sheet.lines)]))


def _amount(text: str) -> bool:
    return bool(re.match(r"[<>≤≥~=]* ?[.,]?[0-9]", text)) or text.casefold() in {"neg", "negativ", "negative"}


def _is_unit(text: str) -> bool:
    return bool(unit_in(text))


def _is_dated(text: str) -> bool:
    """A date, or a day that shows by its sign that it is one."""
    return _is_day(text) and bool(re.match(r"[+-]|d|t|.*[0-9][./-][0-9]+[./-][0-9]", text, re.IGNORECASE))


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    try:
        found = time_readings(without_clock(text)[0])
    except Problem:
        return False
    return any(point.basis in (Basis.DAY, Basis.DATE) for point in found)


_WEEKDAY = re.compile(
    r"^(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\.?,? +(?=[0-9])",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"^(.*[0-9])[ ,T]+(?:um )?([0-2]?[0-9]:[0-5][0-9])(?::[0-5][0-9](?:\.0+)?)?(?: ?Uhr| ?h)?$"
)


def without_clock(text: str) -> tuple[str, str]:
    """A day and the hour printed behind it as `hh:mm`, "" for none; midnight is what spreadsheets add."""
    text = _WEEKDAY.sub("", text)
    found = _CLOCK.match(text)
    if found is None:
        return text, ""
    clock = found[2].zfill(5)
    return found[1], "" if clock == "00:00" else clock


def _frozen(cells: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line) for line in cells)
