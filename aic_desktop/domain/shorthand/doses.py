"""Doses of a drug or procedure, single or in a series, under the treatment they belong to."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count as counted

from aic_desktop.domain import quantity
from aic_desktop.domain.changes import Change, Insertion, new_id
from aic_desktop.domain.choices import Purpose, YesNo
from aic_desktop.domain.codes import agents, dose_units
from aic_desktop.domain.quantity import Quantity, number_text, quantity_readings
from aic_desktop.domain.records import Dose, Treatment
from aic_desktop.domain.records.base import DOSE_AMOUNTS
from aic_desktop.domain.shorthand.base import Clause, Made
from aic_desktop.domain.shorthand.series import Series, days_of, series_in
from aic_desktop.domain.text import title_of
from aic_desktop.domain.timepoint import TimePoint, render
from aic_desktop.domain.units import Units, shown

GAP_DAYS = 28
"""A dose that comes later than this after the last known day of a treatment without an end is asked about."""

_Step = tuple[TimePoint, TimePoint | None]


def doses(clause: Clause) -> Iterator[Made]:
    """A dose, a step of several days or a series, in every reading of amount and days."""
    series = series_in(clause.rest)
    for amount in _amounts(clause, series):
        if series.said:
            yield from _under(clause, _steps(clause, series, amount), amount)
            continue
        ends = clause.moment.ends
        if ends is not None and (_per_day(amount) or not clause.moment.dotted):
            yield from _under(clause, (ends,), amount)
        if ends is None or not _per_day(amount):
            yield from _under(clause, ((clause.moment.day, None),), amount)


def _amounts(clause: Clause, series: Series) -> tuple[Quantity | None, ...]:
    if not series.rest:
        return (None,)
    units = dose_units(clause.named.code, DOSE_AMOUNTS)
    found = quantity_readings(series.rest, units)
    if series.step == 1 and _dosed_per_day(clause):
        return tuple(_a_day(amount, units) for amount in found)
    return found


def _a_day(amount: Quantity, units: Units) -> Quantity:
    """`2 mg/kg` with `daily` as the amount per day that it is."""
    if _per_day(amount) or f"{amount.unit}/d" not in units.accepted:
        return amount
    unit = f"{amount.unit}/d"
    return replace(amount, unit=unit, entered_unit=f"{amount.entered_unit}/d", text=f"{amount.text}/d")


def _per_day(amount: Quantity | None) -> bool:
    return amount is not None and amount.unit.endswith("/d")


def _dosed_per_day(clause: Clause) -> bool:
    """The unit usual for the agent is one per day."""
    listed = agents().get(clause.named.code)
    return bool(listed and listed.dose_units and listed.dose_units[0].endswith("/d"))


def _steps(clause: Clause, series: Series, amount: Quantity | None) -> tuple[_Step, ...]:
    """One step for an agent dosed per day, else each day by itself."""
    days = days_of(clause, series)
    if series.step == 1 and (_per_day(amount) or _dosed_per_day(clause)):
        return ((days[0], days[-1] if len(days) > 1 else None),)
    return tuple((day, None) for day in days)


def _under(clause: Clause, steps: tuple[_Step, ...], amount: Quantity | None) -> Iterator[Made]:
    """The doses under the treatment that covers them, a new one where none does, either where unclear."""
    fitting = _latest(clause, steps)
    if fitting is None or _after_a_gap(clause, fitting, steps):
        yield _new(clause, steps, amount)
    if fitting is not None:
        words = f"{_in_words(clause, steps, amount)}, added to the treatment “{title_of(fitting)}”"
        yield Made(_inserted(clause, fitting, steps, amount), words)


def _new(clause: Clause, steps: tuple[_Step, ...], amount: Quantity | None) -> Made:
    values = {"agent": clause.named.code, "purpose": Purpose.CYTOPENIA, "start": steps[0][0]}
    insertion = clause.new(Treatment, **values)
    assert isinstance(insertion.record, Treatment)
    words = f"New treatment for cytopenia: {_in_words(clause, steps, amount)}"
    return Made((insertion, *_inserted(clause, insertion.record, steps, amount)), words)


def _inserted(
    clause: Clause, owner: Treatment, steps: tuple[_Step, ...], amount: Quantity | None
) -> tuple[Change, ...]:
    places = counted(clause.case.next_position(Dose))
    return tuple(
        Insertion(
            clause.case.id,
            Dose(id=new_id(), owner=owner.id, position=place, day=day, until=until, amount=amount),
        )
        for place, (day, until) in zip(places, steps, strict=False)
    )


# -- which treatment ------------------------------------------------------------------------------


def _latest(clause: Clause, steps: tuple[_Step, ...]) -> Treatment | None:
    """The treatment for cytopenia with this agent that began last and covers all the days."""
    fitting = [t for t in clause.case.treatments if _covers(clause, t, steps)]
    return max(fitting, key=lambda t: (_bounds(clause, t.start)[0], t.position), default=None)


def _covers(clause: Clause, treatment: Treatment, steps: tuple[_Step, ...]) -> bool:
    if treatment.agent != clause.named.code or treatment.purpose is not Purpose.CYTOPENIA:
        return False
    if treatment.start is None:
        return False
    first, last = _bounds(clause, steps[0][0])[0], _bounds(clause, steps[-1][1] or steps[-1][0])[1]
    begun = _bounds(clause, treatment.start)[0]
    ended = _bounds(clause, treatment.stop)[1] if treatment.stop else _FAR
    return -_FAR < begun <= first and last <= ended


def _after_a_gap(clause: Clause, treatment: Treatment, steps: tuple[_Step, ...]) -> bool:
    """Nothing tells whether the treatment still went on."""
    if treatment.stop is not None or treatment.ongoing is YesNo.YES:
        return False
    known = [treatment.start, *(dose.until or dose.day for dose in clause.case.owned_by(treatment.id, Dose))]
    spans = [span for span in map(clause.case.days, known) if span is not None]
    latest = max(bound for span in spans for bound in span if bound is not None)
    return _bounds(clause, steps[0][0])[0] > latest + GAP_DAYS


_FAR = 10**6


def _bounds(clause: Clause, day: TimePoint | None) -> tuple[int, int]:
    """Earliest and latest day after HSCT, far out where open or not known."""
    span = clause.case.days(day)
    if span is None:
        return (-_FAR, _FAR)
    return (
        -_FAR if span.earliest is None else span.earliest,
        _FAR if span.latest is None else span.latest,
    )


# -- words ----------------------------------------------------------------------------------------


def _in_words(clause: Clause, steps: tuple[_Step, ...], amount: Quantity | None) -> str:
    of = quantity.render(amount) if amount is not None else ""
    name = clause.named.label
    if len(steps) == 1:
        first, last = steps[0]
        when = clause.span(first, last) if last else _once(clause, first)
        return " ".join(filter(None, (name, of))) + f", {when}"
    number = len(steps)
    total = f" ({_total(amount, number)} in all)" if amount is not None and amount.exact else ""
    days = ", ".join(render(day) for day, _ in steps)
    if number > 4:
        days = f"{render(steps[0][0])}, {render(steps[1][0])} … {render(steps[-1][0])}"
    return f"{name}, {number} doses{f' of {of}' if of else ''}, {days}{total}"


def _once(clause: Clause, day: TimePoint) -> str:
    return clause.once() if day == clause.moment.day else f"on {clause.on(day)}"


def _total(amount: Quantity, number: int) -> str:
    assert amount.low is not None
    return f"{number_text(amount.low * number)} {shown(amount.unit)}"
