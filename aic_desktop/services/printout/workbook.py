"""The cells of an Excel workbook (.xlsx, ECMA-376) as text: no more of the format than a table needs."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import number_text
from aic_desktop.services.printout.sheet import MOST_CELLS, text_of_block

MOST_BYTES = 50_000_000  # of one part, unpacked
_ZIP = b"PK\x03\x04"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BUILT_IN_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_ZERO = date(1899, 12, 30)  # day 0 of the 1900 system, its 29 February 1900 taken into account
_ZERO_1904 = date(1904, 1, 1)
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")


def is_workbook(content: bytes) -> bool:
    """Whether a file is a packed one."""
    return content.startswith(_ZIP)


def text_of_workbook(content: bytes, name: str) -> str:
    """The first sheet that holds anything, tabs between its cells; dates as `2024-03-12`, numbers exactly."""
    unread = f"{name} cannot be read as a workbook. Save it as CSV, or copy the table and paste it."
    try:
        with ZipFile(BytesIO(content)) as packed:
            book = _Workbook(packed)
            for part in sorted(filter(_SHEET.fullmatch, packed.namelist()), key=_number):
                if block := book.cells(part):
                    return text_of_block(block)
    except (BadZipFile, ElementTree.ParseError, KeyError, ValueError, IndexError, ArithmeticError):
        raise Problem(unread) from None
    raise Problem(f"{name} holds no cells.")


def _number(part: str) -> int:
    found = _SHEET.fullmatch(part)
    return int(found[1]) if found else 0


class _Workbook:
    """An open workbook, with what all of its sheets refer to."""

    def __init__(self, packed: ZipFile) -> None:
        self._packed = packed
        self._texts = [_text_in(item) for item in self._part("xl/sharedStrings.xml")]
        self._dates = self._date_styles()
        properties = self._part("xl/workbook.xml").find(f"{_MAIN}workbookPr")
        later = properties is not None and properties.get("date1904") in ("1", "true")
        self._zero = _ZERO_1904 if later else _ZERO

    def _part(self, name: str) -> ElementTree.Element:
        if name not in self._packed.namelist():
            return ElementTree.Element("none")
        if self._packed.getinfo(name).file_size > MOST_BYTES:
            raise Problem("This workbook is too large for a print-out. Save the sheet that is wanted as CSV.")
        return ElementTree.fromstring(self._packed.read(name))

    def _date_styles(self) -> set[int]:
        """The cell styles that show a number as a date."""
        styles = self._part("xl/styles.xml")
        own = {
            int(form.get("numFmtId", "0"))
            for form in styles.iter(f"{_MAIN}numFmt")
            if re.search("[ymd]", _QUOTED.sub("", form.get("formatCode", "")), re.IGNORECASE)
        }
        used = styles.find(f"{_MAIN}cellXfs")
        formats = [int(style.get("numFmtId", "0")) for style in used] if used is not None else []
        return {place for place, form in enumerate(formats) if form in _BUILT_IN_DATES | own}

    def cells(self, part: str) -> list[list[str]]:
        """A sheet as a rectangle of texts."""
        found: dict[tuple[int, int], str] = {}
        for at, row in enumerate(self._part(part).iter(f"{_MAIN}row")):
            line = int(row.get("r", at + 1)) - 1
            for place, cell in self._placed(row):
                if text := self._shown(cell):
                    found[line, place] = text
            if len(found) > MOST_CELLS:
                raise Problem(f"This is more than {MOST_CELLS:,} cells. Take it in in parts.")
        rows, width = {row for row, _ in found}, max((column for _, column in found), default=-1) + 1
        return [[found.get((row, column), "") for column in range(width)] for row in sorted(rows)]

    @staticmethod
    def _placed(row: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
        place = -1
        for cell in row.iter(f"{_MAIN}c"):
            letters = re.match("[A-Z]+", cell.get("r", ""))
            place = _column(letters[0]) if letters else place + 1
            yield place, cell

    def _shown(self, cell: ElementTree.Element) -> str:
        """What a cell shows, as far as a laboratory prints it."""
        held = cell.findtext(f"{_MAIN}v") or ""
        match cell.get("t", "n"):
            case "s":
                return self._texts[int(held)]
            case "inlineStr":
                return _text_in(cell)
            case "n" if held:
                return self._number(Decimal(held), int(cell.get("s", "0")))
        return held

    def _number(self, value: Decimal, style: int) -> str:
        """A number with a point that no one can take for thousands; a date where its style says so."""
        if style not in self._dates:
            return number_text(Decimal(repr(float(value))))  # 8.6 is kept as 8.5999999999999996
        minutes = round((value % 1) * 24 * 60)
        day = self._zero + timedelta(days=int(value))
        clock = f" {minutes // 60:02d}:{minutes % 60:02d}" if 0 < minutes < 24 * 60 else ""
        return f"{day.isoformat()}{clock}"


def _text_in(part: ElementTree.Element) -> str:
    """All runs of a text, phonetic hints left out."""
    return " ".join("".join(run.text or "" for run in part.iter(f"{_MAIN}t")).split())


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1
