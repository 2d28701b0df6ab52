"""The response of one case by a set of criteria, with everything it rests on."""

from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from aic_desktop.domain.choices import Choice
from aic_desktop.domain.criteria.spans import Bounds, between
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.response.chart import Judged, LeftOut
from aic_desktop.domain.response.core import Verdict
from aic_desktop.domain.response.sets import Criteria, Endpoint
from aic_desktop.domain.timepoint import Span


class Level(Choice):
    """Response by criteria, worst first."""

    NOT_ASSESSABLE = "not_assessable"
    NONE = "none", "no response"
    PARTIAL = "partial"
    COMPLETE = "complete"


LEVELS = tuple(Level)


class Seen(NamedTuple):
    """A count after the start that was judged: the levels it surely and possibly reaches."""

    record: RecordId
    day: Span
    certain: Level
    possible: Level


class Period(NamedTuple):
    """A stretch of counts that say the same: from its first count to the next that differs.

    `certain` and `possible` differ where the counts leave it open. `until` is the day of the next count that
    says something else, None where there is none; `seen` is the last count that says this.
    """

    certain: Level
    possible: Level
    first: Span
    seen: Span
    until: Span | None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happened according to the counts: when, and whether that is certain."""

    day: Span
    certain: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """One endpoint of a set of criteria in one case, from a start on, with everything it rests on.

    `baseline` lists the counts that may be the last before the start; `left_out` those that no rule lets be
    judged; `assumptions` say what is not recorded; `why` says why nothing is certain, if so.
    """

    criteria: Criteria
    endpoint: Endpoint
    start: Span | None
    verdict: Verdict
    baseline: tuple[Judged, ...]
    seen: tuple[Seen, ...]
    periods: tuple[Period, ...]
    left_out: tuple[LeftOut, ...]
    assumptions: tuple[str, ...]
    why: str

    @property
    def certain(self) -> Level:
        """The best response surely reached."""
        return LEVELS[self.verdict.best_low]

    @property
    def possible(self) -> Level:
        """The best response that imprecise days, limits and open questions allow."""
        return LEVELS[self.verdict.best_high]

    @property
    def settled(self) -> bool:
        """No imprecise day or limit could change the best response."""
        return self.certain is self.possible

    @property
    def response(self) -> Occurrence | None:
        """The first count with a response, complete or not."""
        return _occurrence(self.verdict.response)

    @property
    def complete(self) -> Occurrence | None:
        """The first count with a complete response."""
        return _occurrence(self.verdict.complete)

    @property
    def response_confirmed(self) -> Occurrence | None:
        """The second count that the set asks for."""
        return _occurrence(self.verdict.response_confirmed)

    @property
    def complete_confirmed(self) -> Occurrence | None:
        """The second count with a complete response that the set asks for."""
        return _occurrence(self.verdict.complete_confirmed)

    @property
    def lost(self) -> Occurrence | None:
        """The first count without a response after one with."""
        return _occurrence(self.verdict.lost)

    @property
    def lost_confirmed(self) -> Occurrence | None:
        """The second count without a response."""
        return _occurrence(self.verdict.lost_confirmed)

    @property
    def complete_lost(self) -> Occurrence | None:
        """The first count after a complete response that is none any more."""
        return _occurrence(self.verdict.complete_lost)

    @property
    def duration(self) -> Span | None:
        """Days from the first response to its loss, or at least to the last count; None without one."""
        return span_of(self.verdict.duration) if self.verdict.duration else None

    @property
    def time_to_response(self) -> Span | None:
        """Days from the start to the first response; None where there was none."""
        return between(self.start, self.response.day) if self.response else None


def _occurrence(event: Bounds) -> Occurrence | None:
    """None for what surely did not happen."""
    return None if event.low == inf else Occurrence(span_of(event), event.high < inf)


def span_of(found: Bounds) -> Span:
    """Bounds in days as a span; infinite ones are open."""
    low, high = (None if abs(day) == inf else int(day) for day in found)
    return Span(low, high)
