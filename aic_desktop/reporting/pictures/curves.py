"""Curves of survival and of cumulative incidence as plain data, with the numbers at risk under them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from typing import NamedTuple

import numpy as np

from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort import Cohort, Estimator, Table1Options, TimeToEvent, groups
from aic_desktop.reporting.cohort.numbers import number
from aic_desktop.reporting.cohort.times import compare_times
from aic_desktop.reporting.pictures.model import Item, TimeAxis, as_table, figure, patients, time_axis
from aic_desktop.reporting.scene.axes import number as plain_number

_NAMES = {
    Estimator.INCIDENCE: "Cumulative incidence",
    Estimator.SURVIVAL: "Survival",
    Estimator.FOLLOW_UP: "Still to be followed up",
}
_TOPS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
HEADER = (
    "group", "day", "at_risk", "events", "competing", "censored", "estimate", "lower_95", "upper_95",
    "imprecise_lowest", "imprecise_highest",
)  # fmt: skip


class Step(NamedTuple):
    """A day on which somebody's follow-up ends; values from 0 to 1, limits None where there are none.

    `lowest` and `highest` are the estimates with imprecise days at their bounds.
    """

    key: str
    day: float
    at_risk: int
    events: int
    others: int
    censored: int
    value: float
    low: float | None
    high: float | None
    lowest: float
    highest: float
    cases: tuple[RecordId, ...]  # whose follow-up ends then
    text: str


class AtRisk(NamedTuple):
    """How many are still at risk at a tick of the axis, before the events of its day."""

    key: str
    day: float
    n: int
    cases: tuple[RecordId, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One curve; `before` is its value up to the first step, `swayed` whether imprecise days can move it."""

    label: str
    before: float
    steps: tuple[Step, ...]
    at_risk: tuple[AtRisk, ...]
    cases: tuple[RecordId, ...]
    swayed: bool
    summary: str


@dataclass(frozen=True, slots=True)
class CurvePlot:
    """Curves over one axis; `notes` say who is not in them, and what imprecise days do."""

    title: str
    value_title: str
    top: float  # of the axis of values; it begins at 0
    axis: TimeAxis
    series: tuple[Series, ...]
    notes: tuple[str, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """What can be pointed at, in reading order: the steps of each curve, then the numbers at risk."""
        rows = list(enumerate(self.series))
        steps = (Item(row, s.key, s.cases, s.text) for row, series in rows for s in series.steps)
        risks = (item for row, series in rows for item in _risk_items(len(rows) + row, series))
        return (*steps, *risks)


def curves(
    parts: Sequence[tuple[str, TimeToEvent]], until: float | None = None, tested: bool = False
) -> CurvePlot:
    """One question answered for one or more groups, drawn up to a day or to the last follow-up.

    At least one group; a group of nobody is a curve without steps. `tested` puts a p-value into the notes.
    """
    clock = parts[0][1].clock
    ends = [float(part.curve.days[-1]) for _, part in parts if part.n]
    axis = time_axis(clock.starts, 0.0, until or max(ends, default=0.0) or 1.0)
    return CurvePlot(
        clock.title,
        _NAMES[clock.estimator],
        _top(clock.estimator, parts),
        axis,
        tuple(_series(place, label, part, axis) for place, (label, part) in enumerate(parts)),
        (*_notes(parts), *([_capital(compare_times(parts).text)] if tested else [])),
    )


def curves_of(cohort: Cohort, key: str, options: Table1Options, until: float | None = None) -> CurvePlot:
    """A question of CLOCKS about a cohort, with a curve for each group that Table 1 shows, else one for all.

    Groups that the question is not asked about are left out. With a p-value where Table 1 shows them as well.
    """
    every = [(title, cohort.among(ids).time_to_event(key)) for title, ids in groups(cohort, options)]
    parts = [(title, part) for title, part in every if part.asked]
    return curves(parts or [("", cohort.time_to_event(key))], until, options.p_values and len(parts) > 1)


def curves_csv(plot: CurvePlot) -> str:
    """A line per curve and day, the first for the start."""
    return as_table(HEADER, (row for series in plot.series for row in _rows(series)))


def curves_described(plot: CurvePlot) -> str:
    """The curves in words: what they are, how many patients, and the estimate at each tick."""
    lines = [f"{plot.title}. {plot.value_title} over {plot.axis.title[0].lower()}{plot.axis.title[1:]}."]
    for series in plot.series:
        readings = "; ".join(
            f"{tick.label}: {_percent(value)}, {risk.n} at risk"
            for tick, risk in zip(plot.axis.ticks, series.at_risk, strict=True)
            if (value := value_on(series, tick.day)) is not None
        )
        lines.append(f"{series.label or 'All'}: {series.summary}. {readings}.")
    return "\n".join((*lines, *plot.notes))


def value_on(series: Series, day: float) -> float | None:
    """The estimate on a day; None after the last follow-up."""
    if not series.steps or day > series.steps[-1].day:
        return None
    return next((step.value for step in reversed(series.steps) if step.day <= day), series.before)


def spans(series: Series, hi: float) -> Iterator[tuple[Step, float]]:
    """Each step with the day up to which its value holds: the next one's, the last up to its own day."""
    for step, after in pairwise(series.steps):
        if step.day <= hi:
            yield step, min(after.day, hi)
    if series.steps and series.steps[-1].day <= hi:
        yield series.steps[-1], series.steps[-1].day


def _top(estimator: Estimator, parts: Sequence[tuple[str, TimeToEvent]]) -> float:
    """Survival is seen from 0 to 1; of a rare event the part of the axis that holds the limits."""
    if estimator is not Estimator.INCIDENCE:
        return 1.0
    limits = [
        float(curve.high[~np.isnan(curve.high)].max(initial=0)) for _, part in parts for curve in [part.curve]
    ]
    values = [float(part.curve.value[-1]) for _, part in parts if part.n]
    highest = max((*limits, *values), default=0.0)
    return next(top for top in _TOPS if highest <= top * 0.98 or top == 1)


def _series(place: int, label: str, part: TimeToEvent, axis: TimeAxis) -> Series:
    curve, days = part.curve, part.days
    risks = curve.at_risk_on([tick.day for tick in axis.ticks])
    return Series(
        label,
        curve.before,
        tuple(_step(place, at, label, part) for at in range(len(curve.days))),
        tuple(
            AtRisk(f"risk {place} {at}", tick.day, n, _ids(part, days >= tick.day))
            for at, (tick, n) in enumerate(zip(axis.ticks, risks, strict=True))
        ),
        part.ids,
        part.sway >= 0.005,
        _summary(part),
    )


def _step(place: int, at: int, label: str, part: TimeToEvent) -> Step:
    curve = part.curve
    day = float(curve.days[at])
    reading = part.at(day)
    value, low, high = reading.estimate
    assert value is not None
    at_risk, ended = (
        int(curve.at_risk[at]),
        [int(n[at]) for n in (curve.events, curve.others, curve.censored)],
    )
    said = [f"{n} {word}" for n, word in zip(ended, _words(part), strict=True) if n]
    limits = (
        f" (95 % limits {100 * low:.1f}–{100 * high:.1f} %)" if low is not None and high is not None else ""
    )
    text = (
        f"{f'{label}, ' if label else ''}day {plain_number(day)}: {_percent(value)}{limits}; "
        f"{', '.join(said)} of {at_risk} at risk"
    )
    return Step(
        f"step {place} {at}",
        day,
        at_risk,
        ended[0],
        ended[1],
        ended[2],
        value,
        low,
        high,
        value if reading.lowest is None else reading.lowest,
        value if reading.highest is None else reading.highest,
        _ids(part, part.days == day),
        text,
    )


def _risk_items(row: int, series: Series) -> Iterator[Item]:
    name = f"{series.label}, " if series.label else ""
    for risk in series.at_risk:
        text = f"{name}day {plain_number(round(risk.day))}: {patients(risk.n)} at risk"
        yield Item(row, risk.key, risk.cases, text)


def _words(part: TimeToEvent) -> tuple[str, str, str]:
    censored, event, competing = part.clock.ends
    if part.clock.estimator is Estimator.FOLLOW_UP:
        return (censored, competing, event)
    return (event, competing, f"censored at {censored}")


def _ids(part: TimeToEvent, chosen: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> tuple[RecordId, ...]:
    return tuple(part.ids[place] for place in np.flatnonzero(chosen))


def _summary(part: TimeToEvent) -> str:
    if not part.n:
        return "nobody"
    words = f"{patients(part.n)}, {part.curve.events.sum()} with {_words(part)[0]}"
    return words if part.clock.estimator is Estimator.INCIDENCE else f"{words}, median {_median(part)}"


def _median(part: TimeToEvent) -> str:
    """In days with its limits, and what imprecise days make of it: 244 d (95 % limits 122–365)."""
    (median, low, high), earliest, latest = part.median()
    if median is None:
        return "not reached"
    limits = "–".join("?" if limit is None else plain_number(limit) for limit in (low, high))
    moved = "" if earliest == latest else f", {_bound(earliest)}..{_bound(latest)} with imprecise days"
    return f"{plain_number(median)} d (95 % limits {limits}{moved})"


def _bound(day: float | None) -> str:
    return "?" if day is None else plain_number(day)


def _notes(parts: Sequence[tuple[str, TimeToEvent]]) -> Iterator[str]:
    yield from dict.fromkeys(part.caution for _, part in parts if part.caution)
    for label, part in parts:
        if part.unplaced:
            told = ", ".join(f"{why} ({n})" for why, n in part.reasons)
            name = f"{label}: " if label else ""
            yield f"{name}{part.n} of {patients(part.asked)} shown; not placed: {told}.{_missed(part)}"
    if parts[0][1].clock.estimator is not Estimator.INCIDENCE:
        medians = [f"{label} {_median(part)}".strip() for label, part in parts if part.n]
        if medians:
            yield f"Median: {'; '.join(medians)}."
    imprecise = [(label, part) for label, part in parts if part.imprecise]
    if imprecise:
        told = "; ".join(_swayed(label, part) for label, part in imprecise)
        yield f"Imprecise days are placed at their middle; at their bounds they would move a value: {told}."


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _missed(part: TimeToEvent) -> str:
    """What a curve that leaves known events out looks like for it; of follow-up nothing."""
    n, estimator = sum(patient.happened for patient in part.unplaced), part.clock.estimator
    if not n or estimator is Estimator.FOLLOW_UP:
        return ""
    if estimator is Estimator.SURVIVAL:
        return f" Of these {n} died: survival looks better than it is."
    return f" Of these {n} had {part.clock.stops}: the incidence looks lower than it is."


def _swayed(label: str, part: TimeToEvent) -> str:
    who = f"{label}, {patients(len(part.imprecise))}" if label else patients(len(part.imprecise))
    points = round(100 * part.sway)
    return f"{who}, by at most {points} points" if points else f"{who}, by less than one point"


def _rows(series: Series) -> Iterator[Sequence[object]]:
    if series.cases:
        yield (series.label, 0, len(series.cases), 0, 0, 0, figure(series.before), "", "", "", "")
    for step in series.steps:
        numbers = (step.value, step.low, step.high, step.lowest, step.highest)
        counts = (step.at_risk, step.events, step.others, step.censored)
        yield (series.label, figure(step.day), *counts, *(figure(value) for value in numbers))


def _percent(value: float | None) -> str:
    """In per cent, to a decimal below ten; “” for none."""
    if value is None:
        return ""
    share = 100 * value
    return f"{number(share, 0 if share >= 10 or floor(share) == share else 1)} %"
