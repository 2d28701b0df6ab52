"""Asks which reference lines of an analyte are to be drawn."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from aic_desktop.domain.codes import label_of
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.units import shown
from aic_desktop.reporting.scene.lines import lines_text, lines_typed
from aic_desktop.reporting.scene.options import Options

_HELP = (
    "Values with a space between them; nothing for no lines. The usual lines are those commonly drawn; no "
    "single source gives them."
)


class ReferenceLines(QDialog):
    """One field; what is not understood is said beneath it, and nothing is taken until all is."""

    chosen = Signal(object)  # Options

    def __init__(self, analyte: str, options: Options, parent: QWidget) -> None:
        """Begins with the lines drawn now."""
        super().__init__(parent)
        self._analyte, self._options = analyte, options
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Reference lines")
        unit = shown(options.unit(analyte))
        self._field = QLineEdit(lines_text(analyte, options))
        heading = QLabel(f"Reference lines of {label_of('analytes', analyte)}, {unit}")
        heading.setBuddy(self._field)
        self._field.setAccessibleName(heading.text())
        self._said = QLabel(_HELP)
        self._said.setWordWrap(True)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel | standard.RestoreDefaults)
        buttons.button(standard.RestoreDefaults).setText("Usual lines")
        buttons.button(standard.RestoreDefaults).clicked.connect(self._on_usual)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (heading, self._field, self._said, buttons):
            column.addWidget(part)
        self._field.selectAll()

    def _on_accepted(self) -> None:
        try:
            lines = lines_typed(self._field.text(), self._analyte, self._options)
        except Problem as problem:
            self._said.setText(str(problem))
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.chosen.emit(self._options.with_references(self._analyte, lines))
        self.accept()

    def _on_usual(self) -> None:
        self.chosen.emit(self._options.with_references(self._analyte, None))
        self.accept()
