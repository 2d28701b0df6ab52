"""The timeline of the case in hand as a figure: the counts, the days and the day 0 that the window shows."""

from dataclasses import replace

from aic_desktop.domain.case import Case
from aic_desktop.reporting.scene import Options, Zero, timeline
from aic_desktop.reporting.scene.asked import offered
from aic_desktop.reporting.tabular.deidentified import deidentified
from aic_desktop.ui.figure import Look, figure
from aic_desktop.ui.figure_dialog import Choice
from aic_desktop.ui.figure_files import Picture

_LISTED, _IN_SIGHT = "listed", "in sight"


class CaseFigure:
    """Begins with what is on the screen; what else was counted can be added. It holds no date."""

    resizable = True

    def __init__(
        self, case: Case, options: Options, zero: Zero, days: tuple[float, float] | None = None
    ) -> None:
        """`days` are those in sight where that is not the whole course."""
        case = deidentified(case)  # a figure leaves the department
        self._case, self._options, self._zero, self._days = case, options, zero, days
        self.name = f"{case.patient.code or 'case'} timeline"
        scene = timeline(case, options)
        drawn = {panel.analyte for panel in scene.panels}
        self._analytes = offered(case)
        found = [Choice(analyte, label, analyte in drawn) for analyte, label in self._analytes]
        if scene.earlier or scene.undated:
            found.append(Choice(_LISTED, "&What was earlier or has no day, beneath", True))
        if days is not None:
            found.append(Choice(_IN_SIGHT, "&Only the days in sight", True))
        self.choices = tuple(found)

    def draw(self, width_mm: float, grey: bool, shown: frozenset[str]) -> Picture:
        """The figure with these counts."""
        analytes = tuple(analyte for analyte, _ in self._analytes if analyte in shown)
        scene = timeline(self._case, replace(self._options, panels=analytes))
        days = self._days if _IN_SIGHT in shown else None
        heights = self._options.heights
        return figure(scene, Look(width_mm, grey, self._zero, days, _LISTED in shown, heights=heights))
