"""A lane per patient: how long each was followed, what was given when, how it went, and how it ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.pictures.model import Item, TimeAxis, as_table, figure
from aic_desktop.reporting.scene.model import End

HEADER = (
    "patient", "cytopenia", "kind", "what", "class",
    "from_earliest", "from_latest", "to_earliest", "to_latest", "ends",
)  # fmt: skip
MARKS = {
    "hsct": "HSCT",
    "onset": "onset of cytopenia",
    "response": "response, partial or transient",
    "complete": "complete response or transfusion independence",
    "relapse": "relapse or flare",
}
CLASSES = {
    "steroid": "corticosteroid",
    "immunoglobulin": "immunoglobulin",
    "anti_cd20": "anti-CD20 antibody",
    "anti_cd38": "anti-CD38 antibody",
    "thrombopoietin": "thrombopoietin receptor agonist",
    "growth_factor": "growth factor",
    "calcineurin_mtor": "calcineurin or mTOR inhibitor",
    "proteasome": "proteasome inhibitor",
    "complement": "complement inhibitor",
    "cytostatic": "cytostatic",
    "procedure": "procedure",
    "conditioning": "serotherapy",
    "other": "other treatment",
}


class Zero(StrEnum):
    """The day that all lanes are aligned at."""

    HSCT = "hsct"
    ONSET = "onset"
    AGENT = "agent"


class Ending(StrEnum):
    """How a lane ends."""

    DEATH = "death"
    DIED_LATER = "died later"  # on a day that is not known
    ALIVE = "alive"
    UNKNOWN = "unknown"


class Segment(NamedTuple):
    """A treatment of the cytopenia: certain from `start_hi` to `stop_lo`, possible beyond; days after zero.

    Edges as in a timeline: day d reaches from d - 0.5 to d + 0.5. `doses` are single doses on exact days; not
    `solid`: nothing was given between them.
    """

    key: str
    row: int
    role: str
    label: str
    short: str
    start_lo: float
    start_hi: float
    stop_lo: float
    stop_hi: float
    stop: End
    solid: bool
    doses: tuple[float, ...]
    text: str


class Mark(NamedTuple):
    """Something on a day, or somewhere in an interval of days."""

    key: str
    kind: str  # hsct, onset, response, complete, relapse
    lo: float
    hi: float
    text: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One patient; `rows` counts the rows that concurrent treatments need."""

    key: str
    case: RecordId
    label: str
    group: str
    start: float
    end_lo: float
    end_hi: float
    ending: Ending
    rows: int
    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    undated: int  # treatments without a known day, or from long before HSCT
    text: str


@dataclass(frozen=True, slots=True)
class SwimmerPlot:
    """Lanes over one axis; `roles` are the classes of drugs that occur, with their names."""

    title: str
    axis: TimeAxis
    lanes: tuple[Lane, ...]
    roles: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Each lane, then what is in it."""
        return tuple(item for row, lane in enumerate(self.lanes) for item in _items(row, lane))


def swimmer_csv(plot: SwimmerPlot) -> str:
    """A line per lane, segment and mark; days after the zero of the axis, which need not be whole."""
    return as_table(HEADER, (row for lane in plot.lanes for row in _rows(lane)))


def swimmer_described(plot: SwimmerPlot) -> str:
    """The lanes in words."""
    return "\n".join((f"{plot.title}, {plot.axis.title[0].lower()}{plot.axis.title[1:]}.",
                      *(f"{lane.text}." for lane in plot.lanes), *plot.notes))  # fmt: skip


def _items(row: int, lane: Lane) -> Iterator[Item]:
    yield Item(row, lane.key, (lane.case,), lane.text)
    for part in chain[Segment | Mark](lane.segments, lane.marks):
        yield Item(row, part.key, (lane.case,), f"{lane.label}: {part.text}")


def _rows(lane: Lane) -> Iterator[tuple[str, ...]]:
    who = (lane.label, lane.group)
    end = (figure(lane.end_lo), figure(lane.end_hi))
    yield (*who, "follow-up", "", "", figure(lane.start), figure(lane.start), *end, lane.ending)
    for part in lane.segments:
        first = (figure(part.start_lo + 0.5), figure(part.start_hi + 0.5))
        last = (figure(part.stop_lo - 0.5), figure(part.stop_hi - 0.5))
        ends = {End.OPEN: "goes on", End.UNKNOWN: "unknown"}.get(part.stop, "")
        yield (*who, "treatment", part.label, part.role, *first, *last, ends)
    for mark in lane.marks:
        yield (*who, mark.kind, mark.text, "", figure(mark.lo), figure(mark.hi), "", "", "")
