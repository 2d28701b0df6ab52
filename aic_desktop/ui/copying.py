"""A table on the clipboard: as HTML for a word processor, as text for all else."""

from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def copy_table(grid: list[tuple[str, ...]], text: str) -> None:
    """As a table for those who take one, as text for the others."""
    head, *lines = (
        "".join(f"<td>{_cell(cell)}</td>" for cell in line).join(("<tr>", "</tr>")) for line in grid
    )
    data = QMimeData()
    data.setText(text)
    data.setHtml(f"<table>{head.replace('td>', 'th>')}{''.join(lines)}</table>")
    QGuiApplication.clipboard().setMimeData(data)


def _cell(text: str) -> str:
    """Escaped, with the spaces of an indentation kept."""
    plain = text.lstrip(" ")
    return "&nbsp;" * (len(text) - len(plain)) + escape(plain)
