"""What comparing needs of one patient: the counts of an analyte, the courses of treatment, and day 0."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene.counts import panels_of
from aic_desktop.reporting.scene.model import End, Panel, Point, Zero
from aic_desktop.reporting.scene.options import DEFAULT, Options
from aic_desktop.reporting.scene.treatments import CYTOPENIA_GROUP, treatment_lanes
from aic_desktop.reporting.scene.zeros import HSCT, agents_of, title_of, zero_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared: an analyte, the day 0 by its name, and the days about it; None for all.

    `together`: all curves over each other instead of small multiples.
    """

    analyte: str = "platelets"
    zero: str = HSCT
    days: tuple[float, float] | None = None
    together: bool = False
    options: Options = field(default=DEFAULT)


class Given(NamedTuple):
    """A course of treatment of the cytopenia, as a strip: edges in days after HSCT, `row` from the top.

    It was surely given from `since` to `until`, possibly from `lo` and up to `hi`; where the end is not
    known, up to the last day that is. With `doses`, on their days, nothing was given between them.
    """

    lo: float
    since: float
    until: float
    hi: float
    row: int
    role: str
    label: str
    doses: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """One patient: counts and courses in days after HSCT, and the day 0 they are counted from.

    `lacks` says why there is nothing to draw, "" where there is.
    """

    case: RecordId
    code: str
    cytopenia: str
    zero: Zero
    panel: Panel | None
    given: tuple[Given, ...]
    unplaced: int  # counts of the analyte without a day
    lacks: str
    counted: frozenset[str] = frozenset()  # analytes of the case
    agents: frozenset[str] = frozenset()  # given against the cytopenia

    @property
    def points(self) -> tuple[Point, ...]:
        """The counts drawn."""
        return self.panel.points if self.panel else ()


def track(case: Case, asked: Asked) -> Track:
    """What comparing needs of a case."""
    counts = [c for c in case.counts if c.analyte == asked.analyte and c.value is not None]
    panels, _ = panels_of(case, replace(asked.options, panels=(asked.analyte,)))
    panel = next((panel for panel in panels if panel.analyte == asked.analyte), None)
    zero, lacks = Zero(title_of(asked.zero), 0), ""
    try:
        zero = zero_of(case, asked.zero)
    except Problem as why:
        lacks = str(why)
    if panel is None:
        lacks = "; ".join(part for part in (lacks, _lacking_counts(asked, len(counts))) if part)
    return Track(
        case.id,
        case.patient.code or "no code",
        criteria.label(case),
        zero,
        panel,
        tuple(_given(case, panel)) if panel else (),
        len(counts) - len(panel.points if panel else ()),
        lacks,
        frozenset(count.analyte for count in case.counts if count.analyte),
        frozenset(agents_of(case)),
    )


def within(one: Track, asked: Asked) -> Track:
    """The patient's counts within the days asked for; lines do not reach beyond them."""
    if one.lacks or one.panel is None or asked.days is None:
        return one
    lo, hi = (one.zero.day + day for day in asked.days)
    kept = [i for i, point in enumerate(one.panel.points) if lo <= point.x <= hi]
    if not kept:
        return replace(one, lacks=f"{one.panel.label} not counted in these days")
    place = {old: new for new, old in enumerate(kept)}
    runs = (tuple(place[i] for i in run if i in place) for run in one.panel.segments)
    panel = replace(
        one.panel,
        points=tuple(one.panel.points[i] for i in kept),
        segments=tuple(run for run in runs if len(run) > 1),
        loose=tuple(place[i] for i in one.panel.loose if i in place),
    )
    given = tuple(course for course in one.given if course.hi >= lo and course.lo <= hi)
    return replace(one, panel=panel, given=given)


def _lacking_counts(asked: Asked, counted: int) -> str:
    name = label_of("analytes", asked.analyte)
    return f"{name} without a day" if counted else f"{name} not counted"


def _given(case: Case, panel: Panel) -> Iterator[Given]:
    """A row for each agent, in the order in which they were begun."""
    last = max((point.x for point in panel.points), default=0.0)
    lanes = [lane for lane in treatment_lanes(case, last).lanes if lane.group == CYTOPENIA_GROUP]
    lanes.sort(key=lambda lane: min(bar.start_lo for bar in lane.bars))
    for row, lane in enumerate(lanes):
        for bar in lane.bars:
            doses = () if bar.solid else tuple(tick.x for tick in bar.ticks if tick.start is End.EXACT)
            loose = [edge for tick in bar.ticks for edge in (tick.lo, tick.hi)]
            until = max(bar.stop_lo, bar.start_hi)
            hi = max([until, *loose] if bar.stop is End.UNKNOWN else [until, bar.stop_hi, *loose])
            yield Given(bar.start_lo, bar.start_hi, until, hi, row, lane.role, lane.short, doses)
