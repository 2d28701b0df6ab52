"""Doses as they were said, and the words for them."""

from dataclasses import dataclass
from typing import NamedTuple

from aic_desktop.domain import quantity
from aic_desktop.domain.choices import Route
from aic_desktop.domain.quantity import Quantity, number_text
from aic_desktop.domain.shorthand.base import Clause
from aic_desktop.domain.timepoint import TimePoint, render
from aic_desktop.domain.units import shown


class Step(NamedTuple):
    """First and last day of a dose or step, and the amount where it is another than that of all."""

    day: TimePoint
    until: TimePoint | None = None
    amount: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Doses as they were said: days of each, the amount and route of all, and the day of the stop."""

    steps: tuple[Step, ...]
    amount: Quantity | None
    route: Route | None
    stop: TimePoint | None = None


def in_words(clause: Clause, given: Given) -> str:
    """What is given, how much, when, and what it comes to in all."""
    steps, amount = given.steps, given.amount
    said = (quantity.render(amount) if amount else "", given.route.label if given.route else "")
    of = " ".join(filter(None, said))
    name = clause.named.label
    if steps[0].amount is not None:
        return f"{name}{f' {given.route.label}' if given.route else ''}, {_taper_in_words(clause, given)}"
    if len(steps) == 1:
        first, last, _ = steps[0]
        when = clause.span(first, last) if last else _once(clause, first)
        return " ".join(filter(None, (name, of))) + f", {when}"
    number = len(steps)
    total = f" ({_total(amount, number)} in all)" if amount is not None and amount.exact else ""
    days = ", ".join(render(step.day) for step in steps)
    if number > 4:
        days = f"{render(steps[0].day)}, {render(steps[1].day)} … {render(steps[-1].day)}"
    return f"{name}, {number} doses{f' of {of}' if of else ''}, {days}{total}"


def _taper_in_words(clause: Clause, given: Given) -> str:
    steps = [
        f"{quantity.render(step.amount)} {clause.span(step.day, step.until)}"
        if step.until
        else f"{quantity.render(step.amount)} from {clause.on(step.day)} on"
        for step in given.steps
        if step.amount is not None
    ]
    stop = [f"stop on {clause.on(given.stop)}"] if given.stop else []
    return ", ".join(steps + stop)


def _once(clause: Clause, day: TimePoint) -> str:
    return clause.once() if day == clause.moment.day else f"on {clause.on(day)}"


def _total(amount: Quantity, number: int) -> str:
    assert amount.low is not None
    return f"{number_text(amount.low * number)} {shown(amount.unit)}"
