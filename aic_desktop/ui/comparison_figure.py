"""A comparison as a figure: what the page shows, with the patient lit up or not."""

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.pictures import Comparison
from aic_desktop.ui.cohort_pictures.figure import picture_of
from aic_desktop.ui.figure_dialog import Choice
from aic_desktop.ui.figure_files import Picture

_LIT = "lit"


class ComparisonFigure:
    """Of the comparison as it was when it was asked for."""

    resizable = True

    def __init__(self, found: Comparison, lit: RecordId | None) -> None:
        """`lit` is the patient chosen in curves over each other."""
        self._found = found
        one = next((one for one in found.tracks if one.case == lit and found.asked.together), None)
        self._lit = one.case if one else None
        self.name = f"{found.label} compared"
        self.choices = (Choice(_LIT, f"{one.code} &lit up", True),) if one else ()

    def draw(self, width_mm: float, grey: bool, shown: frozenset[str]) -> Picture:
        """The comparison in that width."""
        return picture_of(self._found, width_mm, grey, self._lit if _LIT in shown else None)
