"""What a timeline shows, as plain data: days after HSCT, canonical units, roles instead of colours."""

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.scene.axes import ValueAxis

_SQUEEZED = 0.75  # of the whole course: an episode that fills less is shown by itself


class PointKind(StrEnum):
    """How a count is known: each has a mark of its own."""

    EXACT = "exact"
    BELOW = "below"
    ABOVE = "above"
    RANGE = "range"
    ZERO = "zero"


class End(StrEnum):
    """How an end of a bar is known."""

    EXACT = "exact"
    IMPRECISE = "imprecise"  # between two days
    OPEN = "open"  # of a stop: it goes on; of a start: then or later
    UNKNOWN = "unknown"  # nothing is recorded


class LaneKind(StrEnum):
    """What a lane holds."""

    COURSE = "course"
    RESPONSE = "response"
    TREATMENT = "treatment"
    TRANSFUSION = "transfusion"


class Point(NamedTuple):
    """A count. `x` is the day with same-day values moved apart; None is an open bound."""

    record: RecordId
    x: float
    day_lo: int | None
    day_hi: int | None
    value_lo: float | None
    value_hi: float | None
    kind: PointKind
    context: str  # "", after_transfusion, on_g_csf or haemolysed_sample
    label: str
    text: str
    derived: bool = False  # the context follows from the days of transfusions, nobody reported it

    @property
    def exact_day(self) -> bool:
        """Known to the day."""
        return self.day_lo is not None and self.day_lo == self.day_hi

    @property
    def plain(self) -> bool:
        """An exact value on an exact day: a mark and no more."""
        return self.kind is PointKind.EXACT and self.exact_day


@dataclass(frozen=True, slots=True)
class Band:
    """Shading of an interval: in which a cytopenia began or, behind its counts, in which it lasted.

    A stop that is UNKNOWN: nothing is certain after `hi`.
    """

    record: RecordId
    lo: float
    hi: float
    role: str
    label: str
    stop: End = End.EXACT


class Target(NamedTuple):
    """The level that a treatment was to reach: from `lo` to `hi`, None for as long as anything is drawn."""

    record: RecordId
    lo: float
    hi: float | None
    value_lo: float
    value_hi: float
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The counts of one analyte in the order of their days.

    `segments` are runs of indexes into `points` that a line may join; `loose` those of the points that are
    more than an exact value on an exact day; `episodes` how long the cytopenia that shows in it lasted.
    """

    analyte: str
    label: str
    unit: str
    role: str
    axis: ValueAxis
    points: tuple[Point, ...]
    segments: tuple[tuple[int, ...], ...]
    loose: tuple[int, ...]
    episodes: tuple[Band, ...] = ()
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """One single dose; `x` keeps doses of a day apart, `number` counts within its treatment.

    Not on an exact day, it lies between two edges, or beyond one where an end is unknown.
    """

    record: RecordId
    x: float
    lo: float
    hi: float
    start: End
    stop: End
    number: int
    amount: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A dose held over days; levels are fractions of the lane's highest dose in the same unit.

    It begins between `start_lo` and `start_hi` and ends between `stop_lo` and `stop_hi`.
    """

    record: RecordId
    start_lo: float
    start_hi: float
    stop_lo: float
    stop_hi: float
    level_lo: float
    level_hi: float
    amount: str
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A course: certain from `start_hi` to `stop_lo`, possible from `start_lo` and up to `stop_hi`.

    Days are edges, so that one day of treatment on day d reaches from d - 0.5 to d + 0.5. Not `solid`: only
    the ticks were given, nothing between them.
    """

    record: RecordId
    row: int
    start_lo: float
    start_hi: float
    stop_lo: float
    stop_hi: float
    start: End
    stop: End
    solid: bool
    summary: str
    text: str
    line: int | None = None  # of therapy, as recorded
    steps: tuple[Step, ...] = ()
    ticks: tuple[Tick, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """Something on a day (or in an interval of days) with a few words beside it."""

    record: RecordId
    lo: float
    hi: float
    start: End
    stop: End
    mark: str
    role: str
    label: str
    text: str
    lasting: bool = False  # an interval in which it went on, not one in which it fell


@dataclass(frozen=True, slots=True)
class Rug:
    """Transfused units; `level` is the daily number as a fraction of the lane's highest.

    Edges as those of a bar. An aggregate is a number of units somewhere between the outer two.
    """

    record: RecordId
    start_lo: float
    start_hi: float
    stop_lo: float
    stop_hi: float
    start: End
    stop: End
    aggregate: bool
    units: int | None
    daily: bool  # `units` are those of each day
    level: float
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """A response, reported or by criteria: 0 none, 1 partial, 2 complete; `level_lo` None where it is open.

    It begins between `start_lo` and `start_hi`, is certain up to `seen`, and nothing speaks against it up to
    `until`. A stop that is UNKNOWN: nobody said how long.
    """

    record: RecordId
    level_lo: int | None
    level_hi: int
    start_lo: float
    start_hi: float
    seen: float
    until: float
    stop: End
    label: str
    text: str


class Verdict(NamedTuple):
    """A stretch of days in which a response by criteria is not the one reported: in short, and in words."""

    lo: float
    hi: float
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the lower part; `rows` counts the sublanes that concurrent courses need.

    `short` is the usual abbreviation of the label, for where it does not fit.
    """

    key: str
    kind: LaneKind
    group: str
    label: str
    short: str
    role: str
    rows: int
    bars: tuple[Bar, ...] = ()
    flags: tuple[Flag, ...] = ()
    rugs: tuple[Rug, ...] = ()
    periods: tuple[Period, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across all panels and lanes: HSCT, a further transplant, death."""

    record: RecordId
    day: float
    role: str
    label: str


class Zero(NamedTuple):
    """A day that the axis may count from."""

    label: str
    day: int


class Entry(NamedTuple):
    """Something that has no place on the axis, in words."""

    record: RecordId
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything to be drawn, counted in days after HSCT.

    `days` is the whole course, `episode` the part in which the cytopenia was treated, `reach` the range that
    holds anything, however long before HSCT. `dates`: the axis is to tell dates instead of days.
    """

    days: tuple[float, float]
    episode: tuple[float, float]
    reach: tuple[float, float]
    day0: int | None  # the date of day 0 as a proleptic ordinal, where it is known to the day
    zeros: tuple[Zero, ...]
    zero: Zero  # what the axis counts from
    dates: bool
    offered: tuple[tuple[str, str], ...]  # every analyte that was counted, with its label
    panels: tuple[Panel, ...]
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    rules: tuple[Rule, ...]
    earlier: tuple[Entry, ...]  # before the range to open with
    undated: tuple[Entry, ...]  # without a known day

    @property
    def opening(self) -> tuple[float, float]:
        """What is to be seen first: the episode where it would be squeezed by what follows or went before."""
        (lo, hi), (first, last) = self.episode, self.days
        return self.episode if hi - lo < _SQUEEZED * (last - first) else self.days

    @property
    def empty(self) -> bool:
        """Nothing at all was entered that a timeline could show."""
        return not (self.panels or self.lanes or self.earlier or self.undated)


def plain(value: Any) -> Any:
    """A scene, or a part of one, in JSON's own types."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(part) for name, part in value._asdict().items()}
    return [plain(part) for part in value] if isinstance(value, tuple) else value
