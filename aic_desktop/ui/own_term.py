"""Keep a term that no list knows in the registry's own list, with what else goes by its name."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.choices import DiseaseCategory
from aic_desktop.domain.codes import SHIPPED
from aic_desktop.domain.own_terms import AGENTS, ANALYTES, DISEASES, OwnTerm
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.units import shown, unit_named
from aic_desktop.services.ports import StoreError
from aic_desktop.services.terms import Terms
from aic_desktop.ui import theme

_NAMES: Mapping[str, str] = {AGENTS: "agent", ANALYTES: "analyte", DISEASES: "disease"}


class KeepTerm(QDialog):
    """Accepted when the term is kept or taken out."""

    def __init__(self, parent: QWidget, terms: Terms, name: str, label: str) -> None:
        """Of the list `name`; a `label` that is kept already is shown with what was kept of it."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Keep “{label}” in this registry's list")
        self._terms = terms
        known = terms.find(name, label)
        self._term = known or OwnTerm(name, label)
        self._lines: dict[str, QLineEdit] = {}
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        theme.dress(self._problem, "error")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton("Keep it", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        if known is not None:
            taken_out = self._buttons.addButton("Take it out", QDialogButtonBox.ButtonRole.DestructiveRole)
            taken_out.setToolTip("What was entered with it stays as it is, as free text")
            taken_out.setAutoDefault(False)
            taken_out.clicked.connect(self._on_taken_out)
        self._build()
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)

    def _build(self) -> None:
        words = QLabel(
            f"The {_NAMES[self._term.list]} “{self._term.label}” is offered in this registry from now on, to"
            " everybody who uses it, and is no longer called uncoded."
        )
        words.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(theme.GRID)
        form.addRow("Name", QLabel(self._term.label))
        self._add(form, "aliases", "&Other names", ", ".join(self._term.aliases), "with commas between them")
        units = ", ".join(map(shown, self._term.units))
        if self._term.list == AGENTS:
            groups = sorted({agent.group for agent in SHIPPED.agents.values() if agent.group})
            self._add(form, "group", "Drug &class", self._term.group, "such as FcRn antagonist", groups)
            self._add(form, "units", "Usual dose &unit", units, "such as mg/kg")
        elif self._term.list == ANALYTES:
            self._add(form, "units", "&Units", units, "such as mg/dL; values are kept in the first")
        else:
            category = self._term.category.label if self._term.category else ""
            labels = [choice.label for choice in DiseaseCategory]
            self._add(form, "category", "Disease &category", category, "", labels)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.GRID,) * 4)
        column.setSpacing(theme.GRID)
        column.addWidget(words)
        column.addLayout(form)
        column.addWidget(self._problem)
        column.addWidget(self._buttons)
        self.setMinimumWidth(60 * theme.GRID)
        self._lines["aliases"].setFocus()

    def _add(
        self, form: QFormLayout, key: str, label: str, text: str, hint: str, offered: list[str] | None = None
    ) -> None:
        line = self._lines[key] = QLineEdit(text)
        line.setPlaceholderText(hint)
        line.setAccessibleName(label.replace("&", ""))
        line.textEdited.connect(self._problem.clear)
        if offered:
            completer = QCompleter(offered, line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)  # Tab still goes on
            line.setCompleter(completer)
            line.setToolTip(f"Type the beginning; ↑ ↓ go through those that begin so: {', '.join(offered)}")
        form.addRow(label, line)

    def _on_accepted(self) -> None:
        try:
            self._terms.keep(self._entered())
        except (Problem, StoreError) as words:
            self._problem.setText(str(words))
        else:
            self.accept()

    def _on_taken_out(self) -> None:
        try:
            self._terms.drop(self._term)
        except StoreError as words:
            self._problem.setText(str(words))
        else:
            self.accept()

    def _entered(self) -> OwnTerm:
        """The term as it stands in the dialog; Problem where it cannot be read."""
        aliases = _parts(self._text("aliases"))
        units = tuple(_unit(word) for word in _parts(self._text("units")))
        return replace(
            self._term,
            aliases=aliases,
            units=units,
            group=self._text("group"),
            category=_category(self._text("category")),
        )

    def _text(self, key: str) -> str:
        return self._lines[key].text().strip() if key in self._lines else ""


def _parts(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _unit(word: str) -> str:
    unit = unit_named(word)
    if unit is None:
        raise Problem(f"“{word}” is not a unit that is known here.")
    return unit


def _category(text: str) -> DiseaseCategory | None:
    if not text:
        return None
    for choice in DiseaseCategory:
        if text.casefold() in (choice.label.casefold(), choice.value):
            return choice
    offered = ", ".join(choice.label for choice in DiseaseCategory)
    raise Problem(f"“{text}” is not one of: {offered}.")


class OwnTerms(QDialog):
    """All terms of the registry's own; Enter on one changes it or takes it out."""

    changed = Signal()  # the terms are others than before

    def __init__(self, parent: QWidget, terms: Terms) -> None:
        """Open it with `open()`; StoreError when they cannot be read."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("This registry's own terms")
        self._terms = terms
        self._shown: tuple[OwnTerm, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName("This registry's own terms")
        self.list.itemActivated.connect(self._on_activated)
        self._none = QLabel(
            "None yet. Type an agent, analyte or disease that no list knows into its field,"
            " then keep it with Shift+F9."
        )
        self._none.setWordWrap(True)
        theme.dress(self._none, "quiet")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)  # Enter is the list's
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.GRID,) * 4)
        column.setSpacing(theme.GRID)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        self.resize(64 * theme.GRID, 44 * theme.GRID)
        self._fill()

    def _fill(self) -> None:
        self._shown = tuple(sorted(self._terms.all(), key=lambda term: (term.list, term.label.casefold())))
        self.list.clear()
        self.list.addItems([_told(term) for term in self._shown])
        self.list.setVisible(bool(self._shown))
        self._none.setVisible(not self._shown)
        if self._shown:
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _on_activated(self) -> None:
        term = self._shown[self.list.currentRow()]
        dialog = KeepTerm(self, self._terms, term.list, term.label)
        dialog.accepted.connect(self._on_changed)
        dialog.open()

    def _on_changed(self) -> None:
        self._fill()
        self.changed.emit()


def _told(term: OwnTerm) -> str:
    """A term in one line: “agent: nipocalimab (nipo, M281) · FcRn antagonist · mg/kg”."""
    aliases = f" ({', '.join(term.aliases)})" if term.aliases else ""
    units = ", ".join(map(shown, term.units))
    category = term.category.label if term.category else ""
    beside = " · ".join(part for part in (term.group, category, units) if part)
    return f"{_NAMES[term.list]}: {term.label}{aliases}{f' · {beside}' if beside else ''}"
