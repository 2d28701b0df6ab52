"""The buttons over a timeline with all that a reader may choose: counts, day 0, scales."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aic_desktop.reporting.scene import Options, Scene
from aic_desktop.reporting.scene.offers import counts_offered, scales_offered, zeros_offered
from aic_desktop.ui.timeline.choices import MenuButton
from aic_desktop.ui.timeline.reference_lines import ReferenceLines


class Controls(QWidget):
    """Offers what the scene at hand has; a choice is told as the options it leads to."""

    chosen = Signal(object)  # Options

    def __init__(self, parent: QWidget) -> None:
        """Nothing is offered yet."""
        super().__init__(parent)
        self._options = Options()
        self.counts = MenuButton("Counts", "Choose the counts that are shown", self)
        self.zero = MenuButton("0: HSCT", "Choose the day that is counted from, or dates", self)
        self.scales = MenuButton("Scales", "Scales, units, reference lines, gaps and response criteria", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in (self.counts, self.zero, self.scales):
            row.addWidget(button)
            button.chosen.connect(self.chosen)
        self.scales.asked.connect(self.ask_lines)

    def offer(self, scene: Scene | None, options: Options) -> None:
        """What can be chosen in a scene that was drawn with these options."""
        self._options = options
        self.counts.offer(counts_offered(scene, options) if scene else ())
        self.zero.offer(zeros_offered(scene, options) if scene else ())
        self.scales.offer(scales_offered(scene, options) if scene else ())
        if scene:
            zero = scene.zero.label.partition(",")[0]
            self.zero.setText("Dates" if scene.dates else f"0: {zero}")

    def ask_lines(self, analyte: str) -> None:
        """Ask for the reference lines of an analyte."""
        dialog = ReferenceLines(analyte, self._options, self)
        dialog.chosen.connect(self.chosen)
        dialog.open()
