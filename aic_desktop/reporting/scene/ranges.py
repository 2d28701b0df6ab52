"""The ranges of days worth showing: the whole course, the episode, and whatever holds anything."""

from collections.abc import Iterable, Iterator

from aic_desktop.domain.case import Case
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.scene.model import Band, End, Lane, Panel
from aic_desktop.reporting.scene.treatments import CYTOPENIA_GROUP, WINDOW_START

_Range = tuple[float, float]
_MARGIN = 0.02  # of the range, on either side
_EPISODE_MARGIN = 0.06
_LEAST_MARGIN = 4.0  # days about an episode: a count or two before it began
_EMPTY_RANGE = (-10.0, 100.0)


def days_of(panels: Iterable[Panel], lanes: Iterable[Lane], bands: Iterable[Band]) -> Iterator[float]:
    """Every edge of anything drawn."""
    for panel in panels:
        yield from (point.x for point in panel.points)
        loose = [panel.points[i] for i in panel.loose]
        yield from (day for point in loose for day in (point.day_lo, point.day_hi) if day is not None)
    for lane in lanes:
        for bar in lane.bars:
            yield from (bar.start_lo, bar.stop_hi)
            yield from (day for tick in bar.ticks for day in (tick.lo, tick.hi))
            yield from (step.stop_hi for step in bar.steps)
        yield from (day for flag in lane.flags for day in (flag.lo, flag.hi))
        yield from (day for rug in lane.rugs for day in (rug.start_lo, rug.stop_hi))
        yield from (day for period in lane.periods for day in (period.start_lo, period.until))
    yield from (day for band in bands for day in (band.lo, band.hi))


def ranges(days: list[float]) -> tuple[_Range, _Range]:
    """The whole course, which nothing far before HSCT may stretch, and the range that holds all."""
    known = [day for day in days if day >= WINDOW_START]
    lo, hi = min(known, default=0.0), max(known, default=0.0)
    if hi <= lo:
        lo, hi = _EMPTY_RANGE
    margin = max(1.0, _MARGIN * (hi - lo))
    whole = (round(lo - margin, 3), round(hi + margin, 3))
    return whole, (round(min(whole[0], min(days, default=0.0) - margin), 3), whole[1])


def episode_range(case: Case, lanes: Iterable[Lane], days: _Range) -> _Range:
    """From the first onset to the last response, relapse or treatment against it, within the whole course.

    Day 0 is taken in where it costs no more than the episode is long. All of the course without an onset.
    """
    onsets = [span for c in case.cytopenias if (span := case.days(c.onset or c.diagnosed))]
    begin = min((_first(span) for span in onsets), default=None)
    if begin is None:
        return days
    end = max(filter(begin.__le__, _turns(case, lanes)), default=begin)
    lo = 0.0 if 0 <= begin <= end - begin else begin
    margin = max(_LEAST_MARGIN, _EPISODE_MARGIN * (end - lo))
    lo, hi = max(lo - margin, days[0]), min(end + margin, days[1])
    return (round(lo, 3), round(hi, 3)) if hi > lo else days


def _turns(case: Case, lanes: Iterable[Lane]) -> Iterator[float]:
    """The days on which the course of a cytopenia turned, and those of its treatment, as far as known."""
    points = [point for c in case.cytopenias for point in (c.onset, c.resolved)]
    points += [course.day for course in case.courses] + [t.response_day for t in case.treatments]
    for point in points:
        span = case.days(point)
        if span:
            yield from (float(day) for day in span if day is not None)
    for lane in lanes:
        if lane.group == CYTOPENIA_GROUP:
            for bar in lane.bars:
                yield bar.start_hi
                yield from (tick.lo for tick in bar.ticks)
                if bar.stop in (End.EXACT, End.IMPRECISE):
                    yield bar.stop_hi


def _first(span: Span) -> float:
    return float(min(day for day in span if day is not None))
