"""Doses of a drug or procedure, single or in a series, under the treatment they belong to."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count as counted

from aic_desktop.domain import quantity
from aic_desktop.domain.changes import Change, Insertion, edit, new_id
from aic_desktop.domain.choices import Purpose, Route, YesNo
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, quantity_readings
from aic_desktop.domain.records import Dose, Treatment
from aic_desktop.domain.records.base import DOSE_AMOUNTS
from aic_desktop.domain.shorthand.base import Clause, Made, new_record
from aic_desktop.domain.shorthand.given import Given, Step, in_words
from aic_desktop.domain.shorthand.series import Series, days_of, series_in
from aic_desktop.domain.shorthand.taper import TAPER, tapered
from aic_desktop.domain.shorthand.vocabulary import IN_ALL, taken
from aic_desktop.domain.text import title_of
from aic_desktop.domain.timepoint import TimePoint, render
from aic_desktop.domain.units import Units

GAP_DAYS = 28
"""A dose that comes later than this after the last known day of a treatment without an end is asked about."""


_ROUTES: dict[str, Route] = {
    "iv": Route.IV, "i.v.": Route.IV, "intravenous": Route.IV,
    "po": Route.ORAL, "p.o.": Route.ORAL, "oral": Route.ORAL,
    "sc": Route.SC, "s.c.": Route.SC, "subcutaneous": Route.SC,
    "im": Route.IM, "i.m.": Route.IM,
}  # fmt: skip


def doses(clause: Clause, fresh: bool = False) -> Iterator[Made]:
    """A dose, a step of several days or a series, in every reading of amount and days.

    `fresh` ones belong to a new treatment, whatever the case has of the same agent.
    """
    text, route = _route(clause.rest)
    if found := TAPER.search(text):
        first, later = text[: found.start()].strip(), text[found.end() :]
        for amount in _amounts(clause, Series(None, None, first)):
            yield from _under(clause, tapered(clause, amount, later, route), fresh)
        return
    in_all, text = taken(IN_ALL, text)
    series = series_in(text)
    if in_all:
        yield from _aggregate(clause, series, route)
        return
    for amount in _amounts(clause, series):
        for steps in _courses(clause, series, amount):
            yield from _under(clause, Given(steps, amount, route), fresh)


def _aggregate(clause: Clause, series: Series, route: Route | None) -> Iterator[Made]:
    """A new treatment with the number of its doses; what each of them was is kept once, at the first."""
    if series.step is not None or series.times is None:
        raise Problem("How many in all? For example: 190-199 pex x8 in all, 61 ivig 1 g/kg x4 in all.")
    first, last = clause.moment.ends or (clause.moment.day, None)
    for amount in _amounts(clause, series):
        values = {"agent": clause.named.code, "purpose": Purpose.CYTOPENIA, "start": first, "stop": last}
        made = clause.new(Treatment, **values, planned_doses=series.times, route=route)
        changes: list[Change] = [made]
        if amount is not None:
            changes.append(
                new_record(clause.case, Dose, owner=made.record.id, day=clause.moment.day, amount=amount)
            )
        of = f" of {quantity.render(amount)}" if amount else ""
        when = clause.span(first, last) if last else clause.once()
        said = f"{clause.named.label}, {series.times} doses in all{of}, {when}"
        yield Made(tuple(changes), f"New treatment for cytopenia: {said}; the days of the others not entered")


def _route(text: str) -> tuple[str, Route | None]:
    """The text without the word for a route, and the route."""
    words = text.split(" ")
    route = next((word for word in words if word.casefold() in _ROUTES), None)
    if route is None:
        return text, None
    words.remove(route)
    return " ".join(words), _ROUTES[route.casefold()]


def _courses(clause: Clause, series: Series, amount: Quantity | None) -> Iterator[tuple[Step, ...]]:
    """Every reading of the days: a series; from-until; one day."""
    ends = clause.moment.ends
    if series.said and clause.moment.on:
        raise Problem("Until when? Write both days, such as 118-153, or how many after an exact day: x6.")
    if series.said:
        yield _steps(clause, series, amount)
        return
    if ends is not None and (_per_day(amount) or not clause.moment.dotted):
        yield (Step(*ends),)
    if ends is None or not _per_day(amount):
        yield (Step(clause.moment.day),)


def _amounts(clause: Clause, series: Series) -> tuple[Quantity | None, ...]:
    if not series.rest:
        return (None,)
    units = clause.case.codes.dose_units(clause.named.code, DOSE_AMOUNTS)
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
    listed = clause.case.codes.agents.get(clause.named.code)
    return bool(listed and listed.dose_units and listed.dose_units[0].endswith("/d"))


def _steps(clause: Clause, series: Series, amount: Quantity | None) -> tuple[Step, ...]:
    """One step for an agent dosed per day, else each day by itself."""
    days = days_of(clause, series)
    if series.step == 1 and (_per_day(amount) or _dosed_per_day(clause)):
        return (Step(days[0], days[-1] if len(days) > 1 else None),)
    return tuple(Step(day) for day in days)


def _under(clause: Clause, given: Given, fresh: bool) -> Iterator[Made]:
    """The doses under the treatment that covers them, a new one where none does, either where unclear."""
    fitting = None if fresh else _latest(clause, given)
    if fitting is None or _after_a_gap(clause, fitting, given):
        yield _new(clause, given)
    if fitting is not None:
        words = f"{in_words(clause, given)}, added to the treatment “{title_of(fitting)}”"
        changes = (*_filled(clause, fitting, given), *_inserted(clause, fitting, given))
        yield Made(changes, words + _already(clause, fitting, given))


def _filled(clause: Clause, treatment: Treatment, given: Given) -> Iterator[Change]:
    """The route, where the treatment has none yet; the stop of a taper."""
    for field, value in (("route", given.route), ("stop", given.stop)):
        if value is not None and getattr(treatment, field) != value:
            cell = replace(treatment.cell(field), value=value, missing=None)
            yield edit(clause.case, treatment, field, cell)


def _already(clause: Clause, treatment: Treatment, given: Given) -> str:
    """The days on which the treatment has a dose as it is, in words."""
    held = {clause.case.days(dose.day) for dose in clause.case.owned_by(treatment.id, Dose) if dose.day}
    twice = [render(day) for day, *_ in given.steps if day.exact and clause.case.days(day) in held - {None}]
    return f"; there is a dose already on {', '.join(twice)}" if twice else ""


def _new(clause: Clause, given: Given) -> Made:
    values = {
        "agent": clause.named.code,
        "purpose": Purpose.CYTOPENIA,
        "start": given.steps[0].day,
        "route": given.route,
        "stop": given.stop,
    }
    insertion = clause.new(Treatment, **values)
    assert isinstance(insertion.record, Treatment)
    words = f"New treatment for cytopenia: {in_words(clause, given)}"
    return Made((insertion, *_inserted(clause, insertion.record, given)), words)


def _inserted(clause: Clause, owner: Treatment, given: Given) -> tuple[Change, ...]:
    places = counted(clause.case.next_position(Dose))
    return tuple(
        Insertion(
            clause.case.id,
            Dose(
                id=new_id(),
                owner=owner.id,
                position=place,
                day=step.day,
                until=step.until,
                amount=step.amount or given.amount,
            ),
        )
        for place, step in zip(places, given.steps, strict=False)
    )


# -- which treatment ------------------------------------------------------------------------------


def _latest(clause: Clause, given: Given) -> Treatment | None:
    """The treatment for cytopenia with this agent that began last and covers all the days."""
    fitting = [t for t in clause.case.treatments if _covers(clause, t, given)]
    return max(fitting, key=lambda t: (_bounds(clause, t.start)[0], t.position), default=None)


def _covers(clause: Clause, treatment: Treatment, given: Given) -> bool:
    if treatment.agent != clause.named.code or treatment.purpose is not Purpose.CYTOPENIA:
        return False
    if treatment.start is None or (given.route and treatment.route not in (None, given.route)):
        return False
    final = given.steps[-1]
    first, last = _bounds(clause, given.steps[0].day)[0], _bounds(clause, final.until or final.day)[1]
    begun = _bounds(clause, treatment.start)[0]
    ended = _bounds(clause, treatment.stop)[1] if treatment.stop else _FAR
    return -_FAR < begun <= first and last <= ended


def _after_a_gap(clause: Clause, treatment: Treatment, given: Given) -> bool:
    """Nothing tells whether the treatment still went on."""
    if treatment.stop is not None or treatment.ongoing is YesNo.YES:
        return False
    known = [treatment.start, *(dose.until or dose.day for dose in clause.case.owned_by(treatment.id, Dose))]
    spans = [span for span in map(clause.case.days, known) if span is not None]
    latest = max(bound for span in spans for bound in span if bound is not None)
    return _bounds(clause, given.steps[0].day)[0] > latest + GAP_DAYS


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
