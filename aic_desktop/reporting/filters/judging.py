"""For whom a filter surely holds, and for whom it may: what is imprecise or not reported decides nothing."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from aic_desktop.reporting.filters.model import (
    All,
    Any,
    Condition,
    Counted,
    Fact,
    Filter,
    Given,
    Happened,
    Mark,
    Not,
    Op,
    Side,
    Transfused,
    When,
)

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


class Judged(NamedTuple):
    """Per patient: it surely holds; it may hold. Whoever it may hold for without being sure is undecided."""

    surely: Bools
    maybe: Bools

    @property
    def undecided(self) -> int:
        """How many patients it may or may not hold for."""
        return int(np.count_nonzero(self.maybe & ~self.surely))


class Rows(NamedTuple):
    """Things that happened, each to the patient of an index, on a day and of an amount in between bounds.

    Days after HSCT; infinite bounds where one is open, both where no day is known. A bound that an amount
    does not reach is the next double inside.
    """

    patient: Ints
    earliest: Floats
    latest: Floats
    low: Floats
    high: Floats


class Levels(NamedTuple):
    """A fact of levels: per patient and level (in the order of `codes`) whether it is so.

    `reported` where there is any level, `unknown` where it is not reported which; neither: not asked.
    """

    codes: tuple[str, ...]
    held: Bools
    reported: Bools
    unknown: Bools


class Numbers(NamedTuple):
    """A fact in numbers: per patient its bounds, NaN where it is not reported.

    Of a patient who is not asked, the lower is +∞ and the upper -∞: nothing holds for it.
    """

    low: Floats
    high: Floats


class Days(NamedTuple):
    """A day per patient, after HSCT: infinite bounds where it is not known, NaN where there is no such day.

    Nothing lies before or after the first dose of an agent that was never given.
    """

    earliest: Floats
    latest: Floats


class Evidence(Protocol):
    """What is known of the patients, as arrays in one order of patients."""

    @property
    def patients(self) -> int:
        """How many there are."""

    def fact(self, name: str) -> Levels | Numbers:
        """A fact by its name."""

    def counts(self, analyte: str) -> Rows:
        """Every count of an analyte, in its canonical unit."""

    def given(self, agent: str) -> Rows:
        """Every treatment of the cytopenia with an agent: the day it was begun, the number of its doses."""

    def transfused(self, product: str) -> Rows:
        """Every transfusion of a product: the days from first to last, the units."""

    def happened(self, kind: str, code: str, lineage: str) -> Rows:
        """Every event, or every step of the course of a lineage ("" for any)."""

    def mark(self, mark: Mark) -> Days:
        """The day a mark stands for."""


def judge(asked: Filter, evidence: Evidence) -> Judged:
    """For whom a filter holds: what is not recorded did not happen, what is not reported is undecided."""
    match asked:
        case Not(condition):
            found = judge(condition, evidence)
            return Judged(~found.maybe, ~found.surely)
        case All(conditions):
            return _joined(np.logical_and, [judge(c, evidence) for c in conditions])
        case Any(conditions):
            return _joined(np.logical_or, [judge(c, evidence) for c in conditions])
    return _condition(asked, evidence)


def _joined(by: Callable[[Bools, Bools], Bools], found: list[Judged]) -> Judged:
    return Judged(reduce(by, (f.surely for f in found)), reduce(by, (f.maybe for f in found)))


def _condition(asked: Condition, evidence: Evidence) -> Judged:
    match asked:
        case Fact():
            return _fact(asked, evidence)
        case Counted(analyte, op, value, when):
            rows = evidence.counts(analyte)
            held = compared(op, rows.low, rows.high, float(value))
            return _any_of(evidence.patients, rows.patient, _both(held, _within(rows, when, evidence)))
        case Given(agent, doses, when):
            return _enough(evidence, evidence.given(agent), doses, when)
        case Transfused(product, units, when):
            return _enough(evidence, evidence.transfused(product), units, when)
        case Happened(kind, code, lineage, when):
            rows = evidence.happened(kind, code, lineage)
            return _any_of(evidence.patients, rows.patient, _within(rows, when, evidence))


def compared(op: Op, low: Floats, high: Floats, value: float) -> Judged:
    """Values between two bounds beside a threshold; NaN, a value not reported, may be either."""
    unknown = np.isnan(low) | np.isnan(high)
    surely, maybe = _COMPARE[op](low, high, value)
    return Judged(surely & maybe, maybe | unknown)


def _below(low: Floats, high: Floats, value: float) -> tuple[Bools, Bools]:
    return high < value, low < value


def _at_most(low: Floats, high: Floats, value: float) -> tuple[Bools, Bools]:
    return high <= value, low <= value


def _above(low: Floats, high: Floats, value: float) -> tuple[Bools, Bools]:
    return low > value, high > value


def _at_least(low: Floats, high: Floats, value: float) -> tuple[Bools, Bools]:
    return low >= value, high >= value


def _is(low: Floats, high: Floats, value: float) -> tuple[Bools, Bools]:
    return (low == value) & (high == value), (low <= value) & (high >= value)


def _is_not(low: Floats, high: Floats, value: float) -> tuple[Bools, Bools]:
    return (high < value) | (low > value), (low < value) | (high > value)


_COMPARE: Mapping[Op, Callable[[Floats, Floats, float], tuple[Bools, Bools]]] = {
    Op.BELOW: _below,
    Op.AT_MOST: _at_most,
    Op.IS: _is,
    Op.IS_NOT: _is_not,
    Op.AT_LEAST: _at_least,
    Op.ABOVE: _above,
}


def _fact(asked: Fact, evidence: Evidence) -> Judged:
    known = evidence.fact(asked.name)
    if isinstance(known, Numbers):
        return compared(asked.op, known.low, known.high, float(asked.value))
    nobody = np.zeros(evidence.patients, dtype=bool)
    held = known.held[:, known.codes.index(str(asked.value))] if asked.value in known.codes else nobody
    if asked.op is Op.IS_NOT:
        held = known.reported & ~held
    return Judged(held, held | known.unknown)


def _both(first: Judged, second: Judged) -> Judged:
    return Judged(first.surely & second.surely, first.maybe & second.maybe)


def _any_of(patients: int, patient: Ints, rows: Judged) -> Judged:
    """Whether any row of each patient holds."""
    surely, maybe = np.zeros(patients, dtype=bool), np.zeros(patients, dtype=bool)
    surely[patient[rows.surely]] = True
    maybe[patient[rows.maybe]] = True
    return Judged(surely, maybe)


def _enough(evidence: Evidence, rows: Rows, wanted: int, when: tuple[When, ...]) -> Judged:
    """Whether the amounts of the rows within the bounds add up to what is wanted."""
    within = _within(rows, when, evidence)
    low = np.bincount(rows.patient, np.where(within.surely, rows.low, 0.0), evidence.patients)
    high = np.bincount(rows.patient, np.where(within.maybe, rows.high, 0.0), evidence.patients)
    return Judged(low >= wanted, high >= wanted)


def _within(rows: Rows, when: tuple[When, ...], evidence: Evidence) -> Judged:
    everywhere = np.ones(len(rows.patient), dtype=bool)
    found = Judged(everywhere, everywhere)
    for bound in when:
        days = evidence.mark(bound.mark)
        earliest, latest = days.earliest[rows.patient], days.latest[rows.patient]
        found = _both(found, _SIDES[bound.side](rows, earliest, latest))
    return found


def _after(rows: Rows, earliest: Floats, latest: Floats) -> Judged:
    return Judged(rows.earliest > latest, rows.latest > earliest)


def _before(rows: Rows, earliest: Floats, latest: Floats) -> Judged:
    return Judged(rows.latest < earliest, rows.earliest < latest)


def _from(rows: Rows, earliest: Floats, latest: Floats) -> Judged:
    return Judged(rows.earliest >= latest, rows.latest >= earliest)


def _until(rows: Rows, earliest: Floats, latest: Floats) -> Judged:
    return Judged(rows.latest <= earliest, rows.earliest <= latest)


_SIDES: Mapping[Side, Callable[[Rows, Floats, Floats], Judged]] = {
    Side.AFTER: _after,
    Side.BEFORE: _before,
    Side.FROM: _from,
    Side.UNTIL: _until,
}
