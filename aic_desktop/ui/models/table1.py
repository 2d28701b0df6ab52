"""Table 1 as a tree of sections, variables and levels, with the figures in one column."""

from itertools import groupby

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel

from aic_desktop.reporting.cohort import Row, Statistic, Table1

_ABSENT = (Statistic.MISSING, Statistic.OUTSIDE)
HEADINGS = ("", "n/N (%) or median (range)")


class Table1Model(QStandardItemModel):
    """Made anew for every table: it is small."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty until `fill`."""
        super().__init__(0, 2, parent)
        self.setHorizontalHeaderLabels(HEADINGS)

    def fill(self, table: Table1, quiet: QColor) -> None:
        """Show a table; what was not reported stands back in the colour `quiet`."""
        self.removeRows(0, self.rowCount())
        for title, rows in groupby(table.rows, key=_section):
            section = _line(title, "")
            _embolden(section[0])
            self.appendRow(section)
            for name, levels in groupby(rows, key=_variable):
                _add_variable(section[0], name, list(levels), quiet)

    def grid(self) -> list[tuple[str, ...]]:
        """Every line as shown, variables and levels indented by two and four spaces."""
        lines: list[tuple[str, ...]] = [HEADINGS]
        for row in range(self.rowCount()):
            self._collect(self.item(row, 0), self.item(row, 1), 0, lines)
        return lines

    def _collect(
        self, item: QStandardItem, figure: QStandardItem, depth: int, lines: list[tuple[str, ...]]
    ) -> None:
        lines.append(("  " * depth + item.text(), figure.text()))
        for row in range(item.rowCount()):
            self._collect(item.child(row, 0), item.child(row, 1), depth + 1, lines)


def _add_variable(section: QStandardItem, name: str, rows: list[Row], quiet: QColor) -> None:
    """The figure stands beside the variable where it has one of its own, its levels below it."""
    whole = [row for row in rows if not row.level]
    first = whole[0] if whole else None
    if first is not None and first.statistic is Statistic.TOTAL:
        section.model().setItem(section.row(), 1, QStandardItem(first.text))
        return
    line = _line(f"{name}, {first.unit}" if first and first.unit else name, first.text if first else "")
    section.appendRow(line)
    for row in rows:
        if row.level:
            level = _line(row.level, row.text)
            if row.statistic in _ABSENT:
                for item in level:
                    item.setForeground(quiet)
            line[0].appendRow(level)


def _line(text: str, figure: str) -> list[QStandardItem]:
    items = [QStandardItem(text), QStandardItem(figure)]
    for item in items:
        item.setEditable(False)
    items[0].setToolTip(text)
    items[1].setToolTip(figure)
    return items


def _embolden(item: QStandardItem) -> None:
    font = item.font()
    font.setBold(True)
    item.setFont(font)


def _section(row: Row) -> str:
    return row.section


def _variable(row: Row) -> str:
    return row.variable
