"""What is chosen of Table 1: groups, figures, and which rows and columns in which order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from aic_desktop.domain.choices import Lineage
from aic_desktop.domain.response import CRITERIA, Criteria, usual
from aic_desktop.reporting.cohort import VARIABLES, Table1Options
from aic_desktop.reporting.cohort.options import GROUPINGS
from aic_desktop.ui import theme

NO_GROUP = "—"
MOST_DAYS = 400  # without a transfusion; studies use 7 to 112
FIGURES = (
    ("quartiles", "&Quartiles (Q1, Q3) in place of the range"),
    ("intervals", "95 % &confidence intervals"),
    ("p_values", "&p-values, named by their test"),
)


def choices_of_criteria() -> dict[Lineage, tuple[Criteria, ...]]:
    """The lineages that more than one set of response criteria judges by counts, with these sets."""
    found = {
        lineage: tuple(
            one
            for one in CRITERIA.values()
            if lineage in one.lineages and any(e.analyte for e in one.endpoints)
        )
        for lineage in Lineage
    }
    return {lineage: sets for lineage, sets in found.items() if len(sets) > 1}


class ChosenList(QListWidget):
    """Entries with a tick, in an order of one's own; Alt with an arrow moves the one in hand."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        """Empty until `offer`."""
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip("Space ticks; Alt+↑ and Alt+↓, or the mouse, move")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.itemChanged.connect(self._on_changed)
        self.model().rowsMoved.connect(self._on_changed)

    def offer(self, entries: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        """Codes with their labels: the chosen first, in their order; all ticked where none is chosen."""
        labels = dict(entries)
        ordered = [code for code in chosen if code in labels]
        ordered += [code for code in labels if code not in ordered]
        now = [code for code, on in self._state() if on]
        if now == list(chosen or labels) and {code for code, _ in self._state()} == labels.keys():
            return
        with QSignalBlocker(self):
            self.clear()
            for code in ordered:
                item = QListWidgetItem(labels[code], self)
                item.setData(Qt.ItemDataRole.UserRole, code)
                ticked = code in chosen or not chosen
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def chosen(self, entries: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """The codes that are ticked, in their order; empty where that is all in the order offered."""
        ticked = tuple(code for code, on in self._state() if on)
        return () if ticked == tuple(code for code, _ in entries) else ticked

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the entry in hand."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() != Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        row = self.currentRow()
        if row >= 0 and 0 <= row + step < self.count():
            item = self.takeItem(row)
            self.insertItem(row + step, item)
            self.setCurrentRow(row + step)
            self.changed.emit()

    def _state(self) -> list[tuple[str, bool]]:
        items = (self.item(row) for row in range(self.count()))
        return [
            (str(item.data(Qt.ItemDataRole.UserRole)), item.checkState() is Qt.CheckState.Checked)
            for item in items
        ]

    def _on_changed(self) -> None:
        self.changed.emit()


class ChoicePanel(QFrame):
    """Beside the table; every choice is counted at once and kept with the registry."""

    chosen = Signal(object)  # the Table1Options

    def __init__(self, options: Table1Options) -> None:
        """Shows these options."""
        super().__init__()
        self._options = options
        self._titles: tuple[str, ...] = ()
        self.by = tuple(QComboBox() for _ in range(GROUPINGS))
        self.criteria = {
            lineage: _criteria_box(lineage, sets) for lineage, sets in choices_of_criteria().items()
        }
        self.independence = QLineEdit()
        self.figures = {name: QCheckBox(words) for name, words in FIGURES}
        self.rows, self.columns = ChosenList("Rows"), ChosenList("Columns")
        self._reset = QPushButton("&Reset")
        self._build()
        self.show_options(options, ())
        for box in self.by:
            box.activated.connect(self._on_grouped)
        for tick in self.figures.values():
            tick.toggled.connect(self._on_changed)
        for criteria in self.criteria.values():
            criteria.activated.connect(self._on_changed)
        self.independence.editingFinished.connect(self._on_changed)
        for chosen in (self.rows, self.columns):
            chosen.changed.connect(self._on_changed)
        self._reset.clicked.connect(self._on_reset)

    def show_options(self, options: Table1Options, titles: tuple[str, ...]) -> None:
        """Show other options; `titles` are those of the columns that there could be."""
        self._options, self._titles = options, titles
        for place, box in enumerate(self.by):
            code = options.by[place] if place < len(options.by) else ""
            box.setCurrentIndex(max(0, box.findData(code)))
        for lineage, criteria in self.criteria.items():
            criteria.setCurrentIndex(criteria.findData(options.around.judged_by(lineage).id))
        self.independence.setText(str(options.independence_days))
        for name, tick in self.figures.items():
            with QSignalBlocker(tick):
                tick.setChecked(getattr(options, name))
        self.rows.offer(self._offered(), options.rows)
        self.columns.offer(self._columns(), options.columns)

    def _offered(self) -> list[tuple[str, str]]:
        return [(code, variable.titled(self._options.agent)) for code, variable in VARIABLES.items()]

    def _columns(self) -> list[tuple[str, str]]:
        return [(title, title) for title in self._titles]

    def _on_grouped(self) -> None:
        """Other groups have other columns: all of them, until some are chosen."""
        by = tuple(dict.fromkeys(box.currentData() for box in self.by if box.currentData()))
        self._choose(replace(self._options, by=by, columns=()))

    def _on_changed(self) -> None:
        figures: dict[str, Any] = {name: tick.isChecked() for name, tick in self.figures.items()}
        rows, columns = self.rows.chosen(self._offered()), self.columns.chosen(self._columns())
        criteria = tuple(
            box.currentData()
            for lineage, box in self.criteria.items()
            if box.currentData() != usual(lineage).id
        )
        judged = replace(self._options, criteria=criteria, independence_days=self._independence_days())
        self._choose(replace(judged, rows=rows, columns=columns, **figures))

    def _independence_days(self) -> int:
        """As typed; what is no number of days is put back."""
        text = self.independence.text().strip()
        days = int(text) if text.isdecimal() and 0 < int(text) <= MOST_DAYS else 0
        if not days:
            self.independence.setText(str(self._options.independence_days))
        return days or self._options.independence_days

    def _on_reset(self) -> None:
        self._choose(Table1Options(self._options.agent))

    def _choose(self, options: Table1Options) -> None:
        if options != self._options:
            self._options = options
            self.chosen.emit(options)

    def _build(self) -> None:
        self.setAccessibleName("Rows and columns of Table 1")
        groups = [(code, variable.name) for code, variable in VARIABLES.items() if variable.groups]
        form = QFormLayout()
        form.setSpacing(theme.GRID)
        for place, box in enumerate(self.by):
            box.addItem(NO_GROUP, "")
            for code, name in groups:
                box.addItem(name.format(agent="index agent"), code)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
            label = "Columns &by" if place == 0 else "&and by"
            box.setAccessibleName(label.replace("&", ""))
            box.setToolTip("A column for each group of patients")
            form.addRow(label, box)
        for lineage, criteria in self.criteria.items():
            form.addRow(f"{lineage.label.capitalize()} judged by", criteria)
        self.independence.setAccessibleName("Days without a transfusion that make independence")
        self.independence.setToolTip("Days without a transfusion that make independence: 7, 28, 56 are used")
        self.independence.setFixedWidth(6 * theme.GRID)
        form.addRow("Independent after, d", self.independence)
        self._reset.setToolTip("All rows, one column, medians and ranges")
        self._reset.setAutoDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GRID, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(form)
        for tick in self.figures.values():
            column.addWidget(tick)
        for words, chosen, stretch in (("Rows", self.rows, 3), ("Columns", self.columns, 1)):
            heading = QLabel(words)
            theme.dress(heading, "heading")
            column.addWidget(heading)
            column.addWidget(chosen, stretch)
        column.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignLeft)


def _criteria_box(lineage: Lineage, sets: Sequence[Criteria]) -> QComboBox:
    box = QComboBox()
    for one in sets:
        box.addItem(one.name, one.id)
    box.setAccessibleName(f"{lineage.label.capitalize()} judged by")
    box.setToolTip("The set of criteria by which a response is worked out of the counts")
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(16)
    return box
