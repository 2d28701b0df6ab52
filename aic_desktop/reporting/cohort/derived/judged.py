"""Counts and transfusions around the index agent put before the response criteria, patient by patient.

What may be judged is decided here over arrays by the rules of `domain.response.chart`; the judgement
itself is that of `judge` and `independence`, which take plain numbers.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any

import numpy as np

from aic_desktop.domain.choices import EventKind, Product, SampleContext, Sex, YesNo
from aic_desktop.domain.codes import agents, analytes
from aic_desktop.domain.criteria.person import DAYS_PER_YEAR
from aic_desktop.domain.records import Count, Event, Transfusion
from aic_desktop.domain.response import (
    Bounds,
    Endpoint,
    Failing,
    Readings,
    Transfused,
    Verdict,
    Windows,
    independence,
    judge,
)
from aic_desktop.domain.response.chart import ATC_G_CSF
from aic_desktop.domain.response.core import ANY_NUMBER
from aic_desktop.domain.response.levels import NEVER
from aic_desktop.domain.response.normal import haemoglobin_limit
from aic_desktop.domain.units import convert, convertible
from aic_desktop.reporting.cohort.arrays import Bools, Coded, Days, Floats, Ints, either
from aic_desktop.reporting.cohort.columns import Amounts, Columns
from aic_desktop.reporting.cohort.derived.index_therapy import Courses

_RAISED = {"platelets": Product.PLATELETS, "haemoglobin": Product.RED_CELLS}


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """Days on which counts show something else: after `first` up to `last`, certainly only if `surely`."""

    patient: Ints
    first: Days
    last: Days
    surely: Bools


class Given:
    """The transfusions of all patients."""

    def __init__(self, columns: Columns) -> None:
        self.table = table = columns[Transfusion]
        self.patient = table.patient
        self.product, self.first = table.coded("product"), table.days("day")
        self.daily: Bools = table.coded("daily").equal(YesNo.YES)
        self.ends = np.not_equal(table.times("until").basis, 0)
        self.runs_on: Bools = ~self.ends & (self.daily | table.reasons("until").known)
        self.units = table.coded("units")

    @cached_property
    def last(self) -> Days:
        """The last day; open where units over days have none that is known."""
        open_end = Days(self.first.low, np.full(len(self.first), inf))
        stated = either(self.ends, self.table.days("until"), self.first)
        return either(self.runs_on, open_end, stated)

    @cached_property
    def is_total(self) -> Bools:
        """A number given over days, not on one and not on each; as `criteria.transfusion.is_total`."""
        until, day = self.table.times("until"), self.table.times("day")
        differs = (until.basis != day.basis) | (until.low != day.low) | (until.high != day.high)
        over_days = (self.ends & differs) | self.table.reasons("until").known
        found: Bools = self.units.known & ~self.daily & (np.equal(day.basis, 0) | over_days)
        return found

    def cover(self, product: Product, windows: Windows) -> Cover:
        """The days that transfusions of a product show in; of one that ran on, those after its first day."""
        counts = self.product.equal(product) & self.first.known & ~(self.runs_on & ~self.first.exact)
        until = self.table.days("until").or_else(self.first)
        same = np.equal(until.low, self.first.low) & np.equal(until.high, self.first.high)
        window = windows.after(product)
        last = Days(until.low + window, until.high + window)
        rows = np.flatnonzero(counts)
        return Cover(self.patient[rows], self.first.take(rows), last.take(rows), (self.daily | same)[rows])

    def of_product(self, product: Product) -> dict[int, list[Transfused]]:
        """By patient, what the judgement of independence takes."""
        rows = np.flatnonzero(self.product.equal(product) & ~self.units.equal(0))
        found: dict[int, list[Transfused]] = defaultdict(list)
        bounds = (self.first.low, self.first.high, self.last.low, self.last.high)
        columns = (self.patient, *bounds, self.daily)
        for patient, first, first_high, last, last_high, daily in zip(
            *(column[rows].tolist() for column in columns), strict=True
        ):
            found[patient].append(Transfused(Bounds(first, first_high), Bounds(last, last_high), daily))
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Judgements:
    """One endpoint in all patients; of those not judged -1 for both levels, and no days."""

    best_low: Ints
    best_high: Ints
    response: Days
    lost: Days
    duration: Days  # infinite where it may last; not known where a response is not certain

    @classmethod
    def of(cls, verdicts: Mapping[int, Verdict], patients: int) -> "Judgements":
        """From the verdict on each patient who is judged."""
        table = np.tile(np.array((-1, -1, -inf, inf, -inf, inf, -inf, inf)), (patients, 1))
        if verdicts:
            table[list(verdicts)] = [_numbers(verdict) for verdict in verdicts.values()]
        best = table[:, :2].astype(np.int64)
        days = [Days(table[:, place].copy(), table[:, place + 1].copy()) for place in (2, 4, 6)]
        return cls(best[:, 0], best[:, 1], *days)


def _numbers(verdict: Verdict) -> tuple[float, ...]:
    lasted = verdict.duration or Bounds(-inf, inf)
    return (verdict.best_low, verdict.best_high, *verdict.response, *verdict.lost, *lasted)


class Charts:
    """The counts that may be judged, by analyte."""

    def __init__(self, columns: Columns, courses: Courses, given: Given, windows: Windows) -> None:
        self._columns, self._courses, self._given, self._windows = columns, courses, given, windows
        self.table = columns[Count]
        self.n = len(columns)

    def judged(self, endpoint: Endpoint, credit: "Credit", normal: "Normal") -> dict[int, Verdict]:
        """The verdict on each patient whose start is known."""
        chart = self._readings(endpoint.analyte)
        failing = self._bleeding if endpoint.without_bleeding else {}
        asks_normal = any(step.normal for step in (*endpoint.complete, *endpoint.partial))
        verdicts: dict[int, Verdict] = {}
        for patient, since, until in credit:
            readings = chart.of(patient)
            limit = normal.of(patient, readings) if asks_normal else ANY_NUMBER
            verdicts[patient] = judge(endpoint, readings, since, limit, failing.get(patient, ()), until)
        return verdicts

    def _readings(self, analyte: str) -> "_Slices":
        """All counts of an analyte that may be judged, by patient and first day."""
        table, context = self.table, self.table.coded("context")
        day, amounts = table.days("day"), table.amounts("value")
        comparable = table.coded("analyte").equal(analyte) & amounts.unit.known & day.known
        comparable &= ~context.equal(SampleContext.HAEMOLYSED_SAMPLE)
        if analyte == "neutrophils":
            comparable &= ~context.equal(SampleContext.ON_G_CSF)
        if analyte in _RAISED:
            comparable &= ~context.equal(SampleContext.AFTER_TRANSFUSION)
        rows = np.flatnonzero(comparable)
        low, high, fits = _canonical(amounts.take(rows), analyte)
        rows, low, high = rows[fits], low[fits], high[fits]
        day, patient = day.take(rows), table.patient[rows]
        left_out, perhaps = np.zeros((2, len(rows)), bool)
        for cover in self._covers(analyte):
            surely, possibly = _covered(patient, day, cover, self.n)
            left_out |= surely
            perhaps |= possibly
        order = np.lexsort((day.high, day.low, patient))
        order = order[~left_out[order]]
        return _Slices(patient[order], day.take(order), low[order], high[order], ~perhaps[order], self.n)

    def _covers(self, analyte: str) -> Iterator[Cover]:
        if analyte in _RAISED:
            yield self._given.cover(_RAISED[analyte], self._windows)
        if analyte == "neutrophils":
            courses = self._courses
            rows = np.flatnonzero(courses.agent.where(_is_g_csf) & courses.first.known)
            first, last = courses.first.take(rows), courses.last.take(rows)
            patient = courses.table.patient[rows]
            yield Cover(patient, first, last.or_else(first), np.ones(len(rows), bool))

    @cached_property
    def _bleeding(self) -> dict[int, list[Failing]]:
        """Days of bleeding; without an end the first alone, without a beginning any day up to the end."""
        table = self._columns[Event]
        first, last = table.days("day"), table.days("until")
        rows = np.flatnonzero(table.coded("kind").equal(EventKind.BLEEDING) & (first.known | last.known))
        begun = first.or_else(Days(np.full(len(table), -inf), last.high))
        ended = last.or_else(first)
        found: dict[int, list[Failing]] = {}
        bounds = (begun.low, begun.high, ended.low, ended.high)
        columns = (column[rows].tolist() for column in (table.patient, *bounds))
        for patient, low, high, end_low, end_high in zip(*columns, strict=True):
            found.setdefault(patient, []).append(Failing(Bounds(low, high), Bounds(end_low, end_high)))
        return found


class _Slices:
    """Counts of one analyte in order, cut for each patient as `judge` takes them."""

    def __init__(
        self, patient: Ints, day: Days, low: Floats, high: Floats, sure: Bools, patients: int
    ) -> None:
        self._ends = np.searchsorted(patient, np.arange(patients + 1)).tolist()
        self._first, self._low = day.low.tolist(), low.tolist()
        self._last = self._first if np.array_equal(day.low, day.high) else day.high.tolist()
        self._high = self._low if np.array_equal(low, high) else high.tolist()
        self._sure = sure.tolist()
        self._doubtful = np.bincount(patient[~sure], minlength=patients).tolist()

    def of(self, patient: int) -> Readings:
        begin, end = self._ends[patient], self._ends[patient + 1]
        first, low = self._first[begin:end], self._low[begin:end]
        last = first if self._last is self._first else self._last[begin:end]
        high = low if self._high is self._low else self._high[begin:end]
        sure = self._sure[begin:end] if self._doubtful[patient] else None
        return Readings(first, last, low, high, sure)


class Normal:
    """The lower limit of normal haemoglobin of each patient, by age and sex."""

    def __init__(self, low: Floats, high: Floats, known: Bools, sex: Coded) -> None:
        """Age at HSCT in completed years."""
        self._young = np.where(known & np.isfinite(low), low, 0).tolist()
        self._old = np.where(known, high + 1, inf).tolist()
        self._known = known.tolist()
        self._sex: list[Sex | None] = [sex.values[code] for code in sex.codes.tolist()]

    def of(self, patient: int, readings: Readings) -> Bounds:
        """For the days of these counts."""
        sex = self._sex[patient]
        if not self._known[patient]:
            return haemoglobin_limit(0, inf, sex)
        days = [*readings.first, *readings.last] or [0]
        since, until = (max(day, 0) / float(DAYS_PER_YEAR) for day in (min(days), max(days)))
        return haemoglobin_limit(self._young[patient] + since, self._old[patient] + until, sex)


@dataclass(frozen=True, slots=True, eq=False)
class Credit:
    """Whose responses are credited to a treatment: from its first day until the next treatment was begun."""

    of: Bools
    start: Days
    until: Days

    def __iter__(self) -> Iterator[tuple[int, Bounds, Bounds]]:
        """Each patient of the mask whose start is known, with both days."""
        rows = np.flatnonzero(self.of & self.start.known)
        ends = zip(_bounds(self.until, rows), self.until.known[rows].tolist(), strict=True)
        for patient, since, (until, known) in zip(
            rows.tolist(), _bounds(self.start, rows), ends, strict=True
        ):
            yield patient, since, until if known else NEVER


def independent(
    given: Mapping[int, list[Transfused]], credit: Credit, seen: Days, window: int
) -> dict[int, Verdict]:
    """The verdict on the transfusion independence of each patient whose start is known."""
    observed = _bounds(seen, np.arange(len(seen)))
    return {
        patient: independence(given.get(patient, ()), since, observed[patient], window, until)
        for patient, since, until in credit
    }


def _bounds(days: Days, rows: Ints) -> list[Bounds]:
    return list(map(Bounds, days.low[rows].tolist(), days.high[rows].tolist()))


def _covered(patient: Ints, day: Days, cover: Cover, patients: int) -> tuple[Bools, Bools]:
    """Which counts lie in a cover, surely and perhaps; each count beside each cover of its patient."""
    order = np.argsort(patient, kind="stable")
    starts = np.searchsorted(patient[order], np.arange(patients + 1))
    many = (starts[1:] - starts[:-1])[cover.patient]
    which = np.repeat(np.arange(len(cover.patient)), many)
    within = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
    place = order[starts[cover.patient[which]] + within] if len(which) else which
    first, last, when = cover.first.take(which), cover.last.take(which), day.take(place)
    surely = cover.surely[which] & (first.high < when.low) & (when.high <= last.low)
    perhaps = (when.high >= first.low) & (when.low <= last.high)
    found = (np.bincount(place[mask], minlength=len(patient)) > 0 for mask in (surely, perhaps))
    return tuple(found)  # type: ignore[return-value]


def _canonical(amounts: Amounts, analyte: str) -> tuple[Floats, Floats, Bools]:
    """Bounds in the analyte's canonical unit, as `chart.amounts` gives them; whether the unit fits."""
    listed = analytes()[analyte]
    to = listed.units.canonical or ""
    low, high, fits = (
        amounts.low.copy(),
        amounts.high.copy(),
        amounts.unit.where(lambda unit: unit == to or convertible(unit, to, analyte)),
    )
    for place in np.flatnonzero(fits & ~amounts.unit.equal(to)).tolist():
        unit = amounts.unit.values[amounts.unit.codes[place]]
        for column in (low, high):
            column[place] = _converted(column[place], unit, to, analyte)
    low[np.isnan(low)], high[np.isnan(high)] = 0, inf
    return (
        np.where(amounts.low_included, low, np.nextafter(low, inf)),
        np.where(amounts.high_included, high, np.nextafter(high, -inf)),
        fits,
    )


def _converted(bound: float, unit: str, to: str, analyte: str) -> float:
    from decimal import Decimal

    return bound if np.isnan(bound) else float(convert(Decimal(f"{bound:.15g}"), unit, to, analyte))


def _is_g_csf(agent: str) -> bool:
    listed: Any = agents().get(agent)
    return listed is not None and listed.atc_2026 in ATC_G_CSF
