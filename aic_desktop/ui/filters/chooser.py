"""A condition built by choosing: what it is about, how it compares, and when."""

from collections.abc import Callable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from aic_desktop.domain.problem import Problem
from aic_desktop.reporting.filters import Askables, parse
from aic_desktop.ui import theme
from aic_desktop.ui.filters.subjects import Subject, condition, subjects

ANY_TIME = "at any time"
SIDES = (ANY_TIME, "after", "before", "from", "until")
MARKS = ("+100", "onset", "first daratumumab", "first rituximab", "death", "last contact")
MOST_SHOWN = 14  # entries of a list before it scrolls


class Chooser(QFrame):
    """One row of choices; only those that the subject asks for are shown."""

    chosen = Signal(str)  # a condition in the language of filters
    problem = Signal(str)  # why there is none yet

    def __init__(self, known: Callable[[], Askables], parent: QWidget | None = None) -> None:
        """`known` tells what can be asked, as it is whenever the choices are shown or taken."""
        super().__init__(parent)
        self._known = known
        self._subjects = {subject.label: subject for subject in subjects(known())}
        self.subject = _searchable(tuple(self._subjects), "What")
        self.comparison, self.levels, self.side = (
            _listed("How it compares"),
            _listed("Which"),
            _listed("When"),
        )
        self.value, self.unit = QLineEdit(), QLabel()
        self.mark = _searchable(MARKS, "Day or event")
        self.add = QPushButton("&Add")
        self._build()
        self.subject.currentTextChanged.connect(self._on_subject)
        self.side.currentTextChanged.connect(self._on_side)
        self.value.returnPressed.connect(self._on_add)
        self.add.clicked.connect(self._on_add)
        self._on_subject()

    def showEvent(self, event: QShowEvent) -> None:
        """Offer what the registry has added meanwhile as well."""
        super().showEvent(event)
        found = {subject.label: subject for subject in subjects(self._known())}
        if found.keys() != self._subjects.keys():
            chosen, self._subjects = self.subject.currentText(), found
            self.subject.clear()
            _offer(self.subject, tuple(found))
            self.subject.setCurrentText(chosen)

    def text(self) -> str:
        """The condition as chosen so far, in words that may not be complete."""
        subject = self._chosen()
        if subject is None:
            return ""
        value = self.levels.currentText() if subject.values else self.value.text().strip()
        side = self.side.currentText()
        bounds = "" if side == ANY_TIME else f"{side} {self.mark.currentText().strip()}"
        return condition(subject, self.comparison.currentText(), value, bounds)

    def _chosen(self) -> Subject | None:
        return self._subjects.get(self.subject.currentText())

    def _on_subject(self) -> None:
        subject = self._chosen()
        self.comparison.clear()
        self.levels.clear()
        if subject is not None:
            self.comparison.addItems(subject.comparisons)
            self.levels.addItems(subject.values)
            self.unit.setText(subject.unit)
        self.comparison.setVisible(bool(subject and subject.comparisons))
        self.levels.setVisible(bool(subject and subject.values))
        self.value.setVisible(bool(subject and subject.typed))
        self.unit.setVisible(bool(subject and subject.unit))
        self.side.setVisible(bool(subject and subject.timed))
        self.add.setEnabled(subject is not None)
        self._on_side()

    def _on_side(self) -> None:
        subject = self._chosen()
        self.mark.setVisible(bool(subject and subject.timed) and self.side.currentText() != ANY_TIME)

    def _on_add(self) -> None:
        text = self.text()
        try:
            parse(text, self._known())
        except Problem as problem:
            self.problem.emit(str(problem))
            return
        self.chosen.emit(text)
        self.value.clear()
        self.subject.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.setAccessibleName("Build a condition")
        self.side.addItems(SIDES)
        self.value.setAccessibleName("Value")
        self.value.setPlaceholderText("value")
        self.value.setFixedWidth(9 * theme.GRID)
        theme.dress(self.unit, "quiet")
        self.add.setAutoDefault(True)
        self.add.setToolTip("Add this condition to the filter")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        for part in (self.subject, self.comparison, self.levels, self.value, self.unit, self.side, self.mark):
            row.addWidget(part)
        row.addWidget(self.add)
        row.addStretch(1)


def _listed(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setMaxVisibleItems(MOST_SHOWN)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box


def _searchable(entries: tuple[str, ...], name: str) -> QComboBox:
    """A list in which a few letters find an entry, wherever in it they stand."""
    box = _listed(name)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setMinimumWidth(22 * theme.GRID)
    _offer(box, entries)
    return box


def _offer(box: QComboBox, entries: tuple[str, ...]) -> None:
    box.addItems(entries)
    completer = QCompleter(QStringListModel(entries, box), box)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setMaxVisibleItems(MOST_SHOWN)
    box.setCompleter(completer)
