"""Which days can be moved by hand: ends of bars and single doses, and what each is called and bound by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Change, edit
from aic_desktop.domain.records import Record, RecordId
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.timepoint import Span, TimePoint
from aic_desktop.reporting.scene import Lane, LaneKind, Scene
from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.words import day_words
from aic_desktop.ui.timeline.canvas import Frame

START, WHOLE, STOP = -1, 0, 1
_FIELDS = {
    "treatment": ("start", "stop"),
    "dose": ("day", "until"),
    "conditioning": ("first_day", "last_day"),
    "transfusion": ("day", "until"),
}
_HALF = 0.5  # a bar's edges lie between the days
_TOGETHER = 1.0  # days within which an edge drawn is the one recorded
_REACH = 5.0  # pixels within which a grip answers
_APART = 5.0  # pixels below which two of a kind cannot be told apart: zoom in first


@dataclass(frozen=True, slots=True)
class Grip:
    """An end (or all) of a mark: drawn at `at`, recorded as `day`, to be moved to a day within lo..hi.

    `owners` are the fields that hold it: a course and the dose that ends with it end together.
    """

    owners: tuple[tuple[RecordId, str], ...]
    name: str
    lane: int
    row: int
    side: int
    at: float
    day: int
    lo: float
    hi: float
    before: str  # in words
    exact: bool

    @property
    def single(self) -> bool:
        """A dose or units of one day, which lie over the bars."""
        return self.side == WHOLE


class Move(NamedTuple):
    """A grip on its way to another day."""

    grip: Grip
    day: int

    @property
    def at(self) -> float:
        """Where its line is drawn."""
        return self.grip.at + self.day - self.grip.day

    @property
    def changes(self) -> bool:
        """Whether letting go would store anything: an inexact day put down where it was becomes exact."""
        return self.day != self.grip.day

    def words(self, date: str) -> str:
        """What letting go will do; `date` of the day where day 0 is known, else empty."""
        to = f"{signed(self.day)}{f' ({date})' if date else ''}"
        if not self.changes:
            return f"{self.grip.name}: {self.grip.before}"
        exactly = "" if self.grip.exact else ", from then on exact"
        return f"{self.grip.name}: {self.grip.before} → {to}{exactly}"


class Grips:
    """The grips of a case as its scene draws them; found out when first asked for."""

    def __init__(self, case: Case, scene: Scene) -> None:
        """Nothing is looked for yet."""
        self._case = case
        self._scene = scene

    def of(self, record: RecordId) -> dict[int, Grip]:
        """The grips of a record by side."""
        grips = (grip for lane in self._by_lane for grip in lane)
        return {grip.side: grip for grip in grips if any(owner == record for owner, _ in grip.owners)}

    def near(self, lane: int, row: int, frame: Frame, x: float) -> Grip | None:
        """The grip a pixel means; none where several of a kind stand too close to be told apart."""
        in_row = (grip for grip in self._by_lane[lane] if grip.row == row)
        near = [(abs(_pixel(grip, frame) - x), grip) for grip in in_row]
        near = sorted(((away, grip) for away, grip in near if away <= _REACH), key=lambda pair: pair[0])
        singles = [grip for _, grip in near if grip.single]
        found = singles or [grip for _, grip in near]
        if len(found) > 1 and _confused(found[0], found[1], frame):
            return None
        return found[0] if found else None

    @cached_property
    def _by_lane(self) -> tuple[tuple[Grip, ...], ...]:
        return tuple(tuple(_together(self._of_lane(n, lane))) for n, lane in enumerate(self._scene.lanes))

    def _of_lane(self, number: int, lane: Lane) -> Iterator[Grip]:
        if lane.kind is LaneKind.COURSE:
            return
        for bar in lane.bars:
            place = (number, bar.row, lane.label)
            yield from self._ends(bar.record, place, bar.start_lo, bar.stop_hi)
            for tick in bar.ticks:
                yield from self._whole(tick.record, place, tick.x)
            for step in bar.steps:
                yield from self._ends(step.record, place, step.start_lo, step.stop_hi)
        for rug in lane.rugs:
            place = (number, 0, lane.label)
            middle = (rug.start_lo + rug.stop_hi) / 2
            whole = getattr(self._case.find(rug.record), "until", None) is None and not rug.aggregate
            yield from (
                self._whole(rug.record, place, middle)
                if whole
                else self._ends(rug.record, place, rug.start_lo, rug.stop_hi)
            )

    def _ends(
        self, record_id: RecordId, place: tuple[int, int, str], start: float, stop: float
    ) -> Iterator[Grip]:
        """The start and the stop, each where it is recorded and drawn where it is recorded."""
        record = self._case.find(record_id)
        if record is None or record.record_kind not in _FIELDS:
            return
        names = _FIELDS[record.record_kind]
        first, last = (self._case.days(getattr(record, name)) for name in names)
        for side, name, span, drawn in ((START, names[0], first, start), (STOP, names[1], last, stop)):
            bound = _bound(span, side)
            if span is None or bound is None or abs(bound + side * _HALF - drawn) > _TOGETHER:
                continue
            lo = (_bound(first, START) if side == STOP else None) or float("-inf")
            hi = (_bound(last, STOP) if side == START else None) or float("inf")
            yield self._grip(record, name, place, side, drawn, bound, (lo, hi))

    def _whole(self, record_id: RecordId, place: tuple[int, int, str], drawn: float) -> Iterator[Grip]:
        record = self._case.find(record_id)
        if record is None or record.record_kind not in _FIELDS:
            return
        name = _FIELDS[record.record_kind][0]
        bound = _bound(self._case.days(getattr(record, name)), START)
        if bound is not None:
            yield self._grip(record, name, place, WHOLE, drawn, bound, (float("-inf"), float("inf")))

    def _grip(
        self,
        record: Record,
        name: str,
        place: tuple[int, int, str],
        side: int,
        at: float,
        day: int,
        limits: tuple[float, float],
    ) -> Grip:
        point: TimePoint = getattr(record, name)
        span = self._case.days(point)
        assert span is not None
        label = field_of(type(record), name).label.lower()
        lane, row, agent = place
        words = day_words(span).removeprefix("day ")
        owner = ((record.id, name),)
        return Grip(owner, f"{agent}, {label}", lane, row, side, at, day, *limits, words, point.exact)


def changes(case: Case, move: Move) -> tuple[Change, ...]:
    """What a move stores; notes beside the days stay. Nothing where the records are gone."""
    found = []
    for owner, name in move.grip.owners:
        record = case.find(owner)
        point = getattr(record, name, None)
        if record is not None and point is not None:
            later = point.moved(move.day - move.grip.day, late=move.grip.side == STOP)
            found.append(edit(case, record, name, replace(record.cell(name), value=later)))
    return tuple(found)


def _together(grips: Iterable[Grip]) -> Iterator[Grip]:
    """Ends of one row that are the same day are one grip, that of the course first; doses stay apart."""
    ends: dict[tuple[int, int, int, bool], Grip] = {}
    for grip in grips:
        if grip.single:
            yield grip
            continue
        key = (grip.row, grip.side, grip.day, grip.exact)
        known = ends.get(key)
        ends[key] = grip if known is None else replace(
            known, owners=known.owners + grip.owners, lo=max(known.lo, grip.lo), hi=min(known.hi, grip.hi)
        )  # fmt: skip
    yield from ends.values()


def _bound(span: Span | None, side: int) -> int | None:
    """The outer day of an end, or the one that is known."""
    if span is None:
        return None
    first, other = (span.latest, span.earliest) if side == STOP else span
    return other if first is None else first


def _pixel(grip: Grip, frame: Frame) -> float:
    """Two pixels into its own bar, so that ends that touch are told apart by the side they are taken from."""
    return frame.x(grip.at) - 2 * grip.side


def _confused(one: Grip, other: Grip, frame: Frame) -> bool:
    return one.side == other.side and abs(_pixel(one, frame) - _pixel(other, frame)) < _APART
