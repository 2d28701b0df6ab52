"""The filter of the cohort, written or built by choosing, saved by name."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from aic_desktop.domain.problem import Problem
from aic_desktop.reporting.filters import Askables, parse, written
from aic_desktop.services.filters import SavedFilters
from aic_desktop.services.ports import StoreError
from aic_desktop.ui import theme
from aic_desktop.ui.filters.chooser import Chooser

EXAMPLE = "platelets < 20 after +100 and rituximab given before +150"


class FilterBar(QWidget):
    """Emits what to narrow the cohort to; whoever hears it says through `tell` how many cases are left."""

    narrowed = Signal(str)  # the filter in its normal form, "" for all cases

    def __init__(
        self, known: Callable[[], Askables], saved: SavedFilters, parent: QWidget | None = None
    ) -> None:
        """`known` tells what can be asked; `saved` are the registry's filters by name."""
        super().__init__(parent)
        self._known, self._saved = known, saved
        self.line, self.name = QLineEdit(), QLineEdit()
        self.chooser = Chooser(known)
        self._said = QLabel()
        self._build_button, self._menu_button = QPushButton("&Build"), QToolButton()
        self._applied = ""
        self._build()
        self.line.returnPressed.connect(self.apply)
        self.line.textChanged.connect(self._on_text)
        self.name.returnPressed.connect(self._on_named)
        self.chooser.chosen.connect(self._on_chosen)
        self.chooser.problem.connect(self._refuse)
        self._build_button.toggled.connect(self.chooser.setVisible)

    @property
    def applied(self) -> str:
        """The filter in force, "" for none."""
        return self._applied

    def show_filter(self, text: str) -> None:
        """Put a filter into the line and narrow the cohort to it."""
        self.line.setText(text)
        self.apply()

    def apply(self) -> None:
        """Narrow the cohort to what the line says; what cannot be read is said under it."""
        text = self.line.text().strip()
        try:
            found = self._normal(text) if text else ""
        except (Problem, StoreError) as words:
            self._refuse(str(words))
            return
        self._applied = found
        self._say("", "quiet")
        self.narrowed.emit(found)

    def tell(self, words: str) -> None:
        """Say what the filter left, under the line."""
        self._say(words, "quiet")

    def forget(self) -> None:
        """Nothing is narrowed by it any longer; the line is empty."""
        self._applied = ""
        self.line.clear()
        self._say("", "quiet")

    def _normal(self, text: str) -> str:
        """A filter, or the name of a saved one, in its normal form."""
        known = self._known()
        return written(parse(self._saved.meant(text), known), known)

    def _refuse(self, words: str) -> None:
        self._say(words, "warning")

    def _say(self, words: str, look: str) -> None:
        theme.dress(self._said, look)
        self._said.setText(words)
        self._said.setVisible(bool(words))
        self.line.setAccessibleDescription(words)

    def _on_text(self, text: str) -> None:
        if not text.strip() and self._applied:
            self.apply()

    def _on_chosen(self, condition: str) -> None:
        before = self.line.text().strip()
        self.show_filter(f"{before} and {condition}" if before else condition)

    # -- saved by name ----------------------------------------------------------------------------

    def _on_menu(self) -> None:
        menu = self._menu_button.menu()
        menu.clear()
        try:
            names = self._saved.names()
        except StoreError as words:
            self._refuse(str(words))
            return
        for name, text in names.items():
            action = menu.addAction(name)
            action.setData(("show", name))
            action.setToolTip(text)
        if names:
            menu.addSeparator()
        keep = menu.addAction("Save this filter…")
        keep.setData(("save", ""))
        keep.setEnabled(bool(self.line.text().strip()))
        for name in names:
            menu.addAction(f"Forget “{name}”").setData(("forget", name))

    def _on_picked(self, action: QAction) -> None:
        what, name = action.data()
        if what == "show":
            self.show_filter(name)
        elif what == "forget":
            self._try_forget(name)
        else:
            self.name.show()
            self.name.setFocus()

    def _try_forget(self, name: str) -> None:
        try:
            self._saved.forget(name)
        except StoreError as words:
            self._refuse(str(words))

    def _on_named(self) -> None:
        name, text = self.name.text().strip(), self.line.text().strip()
        try:
            self._saved.save(name, self._normal(text))
        except (Problem, StoreError) as words:
            self._refuse(str(words))
            return
        self.name.clear()
        self.name.hide()
        self.line.setText(name)
        self.apply()

    # -- layout -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.line.setPlaceholderText(f"Filter the cohort: {EXAMPLE}")
        self.line.setAccessibleName("Filter of the cohort")
        self.line.setToolTip(
            "A filter or the name of a saved one; Enter narrows the cohort, an empty line shows all"
        )
        self.line.setClearButtonEnabled(True)
        self.name.setPlaceholderText("name, then Enter")
        self.name.setAccessibleName("Name of the filter")
        self.name.setFixedWidth(20 * theme.GRID)
        self.name.hide()
        self._build_button.setCheckable(True)
        self._build_button.setAutoDefault(True)
        self._build_button.setToolTip("Build a condition by choosing")
        self._menu_button.setText("Saved")
        self._menu_button.setToolTip("Filters saved by name in this registry")
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._menu_button)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._on_menu)
        menu.triggered.connect(self._on_picked)
        self._menu_button.setMenu(menu)
        self._said.setWordWrap(True)
        self._said.hide()
        self.chooser.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self.line, 1)
        row.addWidget(self.name)
        row.addWidget(self._build_button)
        row.addWidget(self._menu_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addLayout(row)
        column.addWidget(self.chooser)
        column.addWidget(self._said)
