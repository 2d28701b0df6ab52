"""A print-out kept as a file: its text, however a laboratory system or a spreadsheet has written it."""

import codecs
from pathlib import Path

from aic_desktop.domain.problem import Problem
from aic_desktop.services.printout.workbook import is_workbook, text_of_workbook

MOST_BYTES = 10_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of_file(path: Path) -> str:
    """The text of a .csv, .txt or .tsv file or of the first filled sheet of an .xlsx, cells parted by tabs.

    UTF-8, UTF-16 with its mark, or Windows-1252, in this order. Problem in words when there is no such text.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Problem(f"{path.name} is too large for a print-out. Save what is wanted of it alone.")
        content = path.read_bytes()
    except OSError as error:
        raise Problem(f"{path.name} cannot be read: {error.strerror or error}.") from None
    if is_workbook(content):
        return text_of_workbook(content, path.name)
    text = _decoded(content)
    if not text.strip():
        raise Problem(f"{path.name} is empty.")
    if "\0" in text:
        raise Problem(f"{path.name} is no text. Save it as CSV or .xlsx, or copy the table and paste it.")
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
