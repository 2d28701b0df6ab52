"""The pictures of a cohort that can be asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort import CLOCKS, Cohort
from aic_desktop.reporting.pictures import Plot, Zero, curves, response_by_line
from aic_desktop.services.cohort import Cohorts, Progress

SWIMMER, BY_LINE = "swimmer", "response_by_line"
MOST_LANES = 300  # beyond that a swimmer plot is a wall, and is drawn of the first patients alone


@dataclass(frozen=True, slots=True)
class PlotKind:
    """A picture; `aligned` where its zero can be chosen, `grouped` where groups divide it."""

    key: str
    label: str
    aligned: bool = False
    grouped: bool = False

    def named(self, agent: str) -> str:
        """Its name around an index agent, a code or free text."""
        return CLOCKS[self.key].around(agent).title if self.key in CLOCKS else self.label


KINDS: Mapping[str, PlotKind] = {
    kind.key: kind
    for kind in (
        PlotKind(SWIMMER, "Course of each patient", aligned=True),
        *(PlotKind(key, clock.title, grouped=True) for key, clock in CLOCKS.items()),
        PlotKind(BY_LINE, "Response by line of therapy"),
    )
}


@dataclass(frozen=True, slots=True)
class PlotWish:
    """Which picture, from which zero, and of which groups by name (none: everybody as one)."""

    kind: str
    zero: Zero = Zero.HSCT
    groups: Sequence[tuple[str, Sequence[RecordId]]] = ()


def plot(cohorts: Cohorts, cohort: Cohort, wish: PlotWish, progress: Progress) -> Plot:
    """The picture of these patients; what `progress` raises ends the work and is passed on."""
    if wish.kind == SWIMMER:
        return cohorts.swimmer(wish.zero, cohort.around.agent, cohort.ids[:MOST_LANES], progress)
    if wish.kind == BY_LINE:
        return response_by_line(cohort)
    divided = [(label, cohort.among(ids)) for label, ids in wish.groups] or [("", cohort)]
    return curves([(label, part.time_to_event(wish.kind)) for label, part in divided])
