"""Table 1 as a tree of sections, variables and levels, with a column of figures for each set of patients."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel

from aic_desktop.reporting.cohort import Row, Statistic, Table1

Index = QModelIndex | QPersistentModelIndex
_ABSENT = (Statistic.OPEN, Statistic.MISSING, Statistic.OUTSIDE)
_ROW = Qt.ItemDataRole.UserRole


class Table1Model(QStandardItemModel):
    """Made anew for every table: it is small."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Empty until `fill`."""
        super().__init__(0, 0, parent)
        self._compared = False

    def fill(self, table: Table1, quiet: QColor) -> None:
        """Show a table; what was not reported stands back in the colour `quiet`."""
        self.clear()
        self._compared = any(row.comparison for row in table.rows)
        self.setHorizontalHeaderLabels(self._heads(table))
        for title, rows in groupby(table.rows, key=_section):
            section = self._line(title)
            _embolden(section[0])
            self.appendRow(section)
            for name, levels in groupby(rows, key=_variable):
                self._add_variable(section, name, list(levels), quiet)

    def row_at(self, index: Index) -> Row | None:
        """The row of Table 1 whose figures stand beside an index; None beside a heading."""
        found = index.sibling(index.row(), 0).data(_ROW) if index.isValid() else None
        return found if isinstance(found, Row) else None

    def grid(self) -> list[tuple[str, ...]]:
        """Every line as shown, variables and levels indented by two and four spaces."""
        heads = (self.horizontalHeaderItem(column).text() for column in range(self.columnCount()))
        lines: list[tuple[str, ...]] = [tuple(heads)]
        for row in range(self.rowCount()):
            self._collect([self.item(row, column) for column in range(self.columnCount())], 0, lines)
        return lines

    def _heads(self, table: Table1) -> list[str]:
        figures = "n/N (%) or median (Q1, Q3)" if table.options.quartiles else "n/N (%) or median (range)"
        if len(table.columns) > 1:
            titles = [f"{column.title}, n = {column.patients}" for column in table.columns]
        else:
            titles = [figures]
        return [figures if len(table.columns) > 1 else "", *titles, *(["p"] if self._compared else [])]

    def _collect(self, items: list[QStandardItem], depth: int, lines: list[tuple[str, ...]]) -> None:
        lines.append(("  " * depth + items[0].text(), *(item.text() for item in items[1:])))
        for row in range(items[0].rowCount()):
            below = [items[0].child(row, column) for column in range(self.columnCount())]
            self._collect(below, depth + 1, lines)

    def _add_variable(self, section: list[QStandardItem], name: str, rows: list[Row], quiet: QColor) -> None:
        """The figures stand beside the variable where it has some of its own, its levels below it."""
        whole = next((row for row in rows if not row.level), None)
        if whole is not None and whole.statistic is Statistic.TOTAL:
            section[0].setData(whole, _ROW)
            for item, text in zip(section[1:], whole.texts, strict=False):
                item.setText(text)
            return
        line = self._line(whole.title if whole else name, whole, _compared_by(rows))
        section[0].appendRow(line)
        for row in rows:
            if row.level:
                level = self._line(row.level, row)
                if row.statistic in _ABSENT:
                    for item in level:
                        item.setForeground(quiet)
                line[0].appendRow(level)

    def _line(self, text: str, row: Row | None = None, compared: str = "") -> list[QStandardItem]:
        figures = row.texts if row else ()
        texts: Sequence[str] = (text, *figures, *("",) * (self.columnCount() - len(figures) - 1))
        items = [QStandardItem(told) for told in texts]
        if self._compared and compared:
            items[-1].setText(compared)
        if row is not None:
            items[0].setData(row, _ROW)
        for item in items:
            item.setEditable(False)
            item.setToolTip(item.text())
        return items


def _compared_by(rows: list[Row]) -> str:
    return next((row.comparison.text for row in rows if row.comparison), "")


def _embolden(item: QStandardItem) -> None:
    font = item.font()
    font.setBold(True)
    item.setFont(font)


def _section(row: Row) -> str:
    return row.section


def _variable(row: Row) -> str:
    return row.variable
