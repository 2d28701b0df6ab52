"""The steps of a taper: `61 pred 2 mg/kg/d taper 68 1, 75 0.5, 90 stop`."""

import re

from aic_desktop.domain.choices import Route
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, quantity_readings
from aic_desktop.domain.records.base import DOSE_AMOUNTS
from aic_desktop.domain.shorthand.base import Clause, moved
from aic_desktop.domain.shorthand.given import Given, Step
from aic_desktop.domain.timepoint import TimePoint, time_readings

TAPER = re.compile(r"(?<!\S)(?:taper(?:ed|ing)?(?: to)?|ausschleichend?)(?!\S)", re.IGNORECASE)
_STOPS = {"stop", "off", "0", "end", "ende"}


def tapered(clause: Clause, amount: Quantity | None, text: str, route: Route | None) -> Given:
    """The steps of a taper: each lasts until the day before the next, the last until the stop."""
    if amount is None:
        raise Problem("Taper from which amount? For example: 61 pred 2 mg/kg/d taper 68 1, 75 0.5, 90 stop.")
    units = clause.case.codes.dose_units(clause.named.code, DOSE_AMOUNTS)
    steps: list[tuple[TimePoint, Quantity | None]] = [(clause.moment.day, amount)]
    for said in filter(None, re.split(r"\s*,\s+|\s*;\s*", text.strip())):
        first, _, then = said.partition(" ")
        found = quantity_readings(_with_unit(then, amount), units) if then not in _STOPS else (None,)
        if len(found) > 1:
            raise Problem(f"“{then}” can be read in several ways. Write the unit, or the number more fully.")
        steps.append((_exactly(first), found[0]))
    return Given(_consecutive(steps), amount, route, steps[-1][0] if steps[-1][1] is None else None)


def _with_unit(text: str, first: Quantity) -> str:
    """A bare number has the unit of the first amount."""
    if not text:
        raise Problem("Each step of a taper is a day and an amount, such as 68 1.")
    return text if any(sign.isalpha() for sign in text) else f"{text} {first.entered_unit}"


def _exactly(text: str) -> TimePoint:
    found = time_readings(text)
    if len(found) > 1 or not found[0].exact:
        raise Problem(f"A step of a taper begins on one exact day, such as 68; “{text}” is none.")
    return found[0]


def _consecutive(steps: list[tuple[TimePoint, Quantity | None]]) -> tuple[Step, ...]:
    days = [day.earliest for day, _ in steps if day.exact and day.earliest is not None]
    if len(days) < 2 or days != sorted(set(days)) or len({day.basis for day, _ in steps}) > 1:
        raise Problem("The days of a taper follow each other: 61 pred 2 mg/kg/d taper 68 1, 75 0.5, 90 stop.")
    if len(days) < len(steps) or any(amount is None for _, amount in steps[:-1]):
        raise Problem("A taper goes from one exact day to the next; stop is its last step.")
    ends = [moved(day, -1) for day, _ in steps[1:]]
    return tuple(
        Step(day, ends[place] if place < len(ends) else None, amount)
        for place, (day, amount) in enumerate(steps)
        if amount is not None
    )
