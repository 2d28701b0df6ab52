"""The pictures of a cohort that can be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from aic_desktop.reporting.cohort import CLOCKS, Cohort, Table1Options
from aic_desktop.reporting.pictures import Plot, Zero, curves_of, response_by_line
from aic_desktop.services.cohort import Cohorts, Progress

SWIMMER, BY_LINE = "swimmer", "response_by_line"
MOST_LANES = 300  # beyond that a swimmer plot is a wall, and is drawn of the first patients alone


@dataclass(frozen=True, slots=True)
class PlotKind:
    """A picture; `aligned` where its zero can be chosen."""

    key: str
    label: str
    aligned: bool = False

    @property
    def timed(self) -> bool:
        """Curves over time, which can be drawn up to a day."""
        return self.key in CLOCKS

    def named(self, agent: str) -> str:
        """Its name around an index agent, a code or free text."""
        return CLOCKS[self.key].around(agent).title if self.key in CLOCKS else self.label


@dataclass(frozen=True, slots=True)
class Shown:
    """What is chosen of time: the day that lanes are aligned at, the day that curves are drawn up to."""

    zero: Zero = Zero.HSCT
    until: float | None = None  # days after the start of a curve; None for all of the follow-up


HORIZONS: Mapping[str, float | None] = {
    "all of the follow-up": None,
    "100 days": 100.0,
    "6 months": 365.25 / 2,
    "1 year": 365.25,
    "2 years": 2 * 365.25,
    "5 years": 5 * 365.25,
}
KINDS: Mapping[str, PlotKind] = {
    kind.key: kind
    for kind in (
        PlotKind(SWIMMER, "Course of each patient", aligned=True),
        *(PlotKind(key, clock.title) for key, clock in CLOCKS.items()),
        PlotKind(BY_LINE, "Response by line of therapy"),
    )
}


def plot(
    cohorts: Cohorts,
    cohort: Cohort,
    kind: str,
    shown: Shown,
    options: Table1Options,
    progress: Progress,
) -> Plot:
    """A picture of KINDS of these patients, curves divided by the groups of `options`.

    What `progress` raises ends the work and is passed on.
    """
    if kind == SWIMMER:
        return cohorts.swimmer(shown.zero, cohort.around.agent, cohort.ids[:MOST_LANES], progress)
    return response_by_line(cohort) if kind == BY_LINE else curves_of(cohort, kind, options, shown.until)
