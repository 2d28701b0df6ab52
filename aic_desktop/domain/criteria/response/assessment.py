"""The response of one case by a set of criteria, with everything it rests on."""

from dataclasses import dataclass
from itertools import groupby
from math import inf
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.criteria.response import core
from aic_desktop.domain.criteria.response.chart import Chart, Judged, LeftOut, Windows, bounds, chart
from aic_desktop.domain.criteria.response.core import Readings, Verdict
from aic_desktop.domain.criteria.response.levels import NOT_ASSESSABLE, Row
from aic_desktop.domain.criteria.response.sets import Bounds, Criteria, Endpoint
from aic_desktop.domain.criteria.spans import between, earliest_of, latest_of
from aic_desktop.domain.records import RecordId
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
        return _span(self.verdict.duration) if self.verdict.duration else None

    @property
    def time_to_response(self) -> Span | None:
        """Days from the start to the first response; None where there was none."""
        return between(self.start, self.response.day) if self.response else None


def assess(
    case: Case, criteria: Criteria, start: Span | None, windows: Windows | None = None
) -> tuple[Assessment, ...]:
    """Every endpoint of a set, judged from a day on: the first dose of a treatment, or an onset."""
    return tuple(
        _assess(case, criteria, endpoint, start, windows or Windows()) for endpoint in criteria.endpoints
    )


def _assess(
    case: Case, criteria: Criteria, endpoint: Endpoint, start: Span | None, windows: Windows
) -> Assessment:
    found, zero = chart(case, endpoint, windows), bounds(start)
    judged, failing = (found.judged, found.failing) if start else ((), ())
    readings = _readings(judged)
    verdict = core.judge(endpoint, readings, zero, failing=failing)
    rows = core.run_after(endpoint, readings, zero, verdict.baseline, failing=failing).rows
    return Assessment(
        criteria,
        endpoint,
        start,
        verdict,
        tuple(judged[i] for i in core.before(readings, zero)[0]),
        tuple(_seen(judged[row[5]].record, row) for row in rows if row[5] >= 0),
        _periods(rows),
        found.left_out,
        found.assumptions,
        _why(start, found, verdict, endpoint),
    )


def _readings(judged: tuple[Judged, ...]) -> Readings:
    return Readings(
        [j.day.low for j in judged],
        [j.day.high for j in judged],
        [j.value.low for j in judged],
        [j.value.high for j in judged],
        [j.sure for j in judged],
    )


def _seen(record: RecordId, row: Row) -> Seen:
    first, last, least, most, sure, _ = row
    return Seen(record, _span(Bounds(first, last)), LEVELS[least] if sure else LEVELS[0], LEVELS[most])


def _periods(rows: tuple[Row, ...]) -> tuple[Period, ...]:
    """Neighbours that say the same taken together, in the order of their days."""
    runs = [(levels, tuple(run)) for levels, run in groupby(rows, key=_levels)]
    days = [[_span(Bounds(p[0], p[1])) for p in run] for _, run in runs]
    found = []
    for place, ((certain, possible), _) in enumerate(runs):
        first, last = earliest_of(days[place]), latest_of(days[place])
        until = earliest_of(days[place + 1]) if place + 1 < len(days) else None
        if first and last:
            found.append(Period(LEVELS[certain], LEVELS[possible], first, last, until))
    return tuple(found)


def _levels(row: Row) -> tuple[int, int]:
    return (row[2] if row[4] else NOT_ASSESSABLE, row[3])


def _occurrence(event: Bounds) -> Occurrence | None:
    """None for what surely did not happen."""
    return None if event.low == inf else Occurrence(_span(event), event.high < inf)


def _span(found: Bounds) -> Span:
    low, high = (None if abs(day) == inf else int(day) for day in found)
    return Span(low, high)


def _why(start: Span | None, found: Chart, verdict: Verdict, endpoint: Endpoint) -> str:
    """Why a response is not certain to be assessable; "" where it is."""
    name = label_of("analytes", endpoint.analyte).lower()
    complete = endpoint.least(endpoint.complete, verdict.baseline.value, core.ANY_NUMBER)
    if verdict.best_low > NOT_ASSESSABLE:
        return ""
    if start is None:
        return "The day to judge from is not known."
    if not found.judged:
        return f"Every count of {name} is left out." if found.left_out else f"No count of {name} is recorded."
    if verdict.baseline.highest >= complete.low:
        surely = "was" if verdict.baseline.value.low >= complete.high else "may have been"
        return f"The last count before the start {surely} that of a complete response already."
    if verdict.best_high == NOT_ASSESSABLE:
        return f"No count of {name} after the start can be judged."
    return "Whether a count lies after the start, and not after a transfusion, is not certain."
