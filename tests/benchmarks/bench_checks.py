"""Five hundred cases checked again: what all rules cost together, and which of them the most."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import new_id
from aic_desktop.domain.records import Count
from aic_desktop.domain.rules import RULES, checks_of
from aic_desktop.domain.spec import fields_of
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.services.example import published_cases
from tests.values import exactly

CASES = 500
COUNTS = 100  # beside those of the paper: three months of platelets


def grown(case: Case) -> Case:
    """A published case with counts as an own patient has them."""
    more = tuple(
        Count(
            id=new_id(),
            owner=case.id,
            position=1000 + day,
            day=TimePoint.on_day(day),
            analyte="platelets",
            value=exactly(5 + day % 90, "10*9/L"),
        )
        for day in range(COUNTS)
    )
    return replace(case, counts=(*case.counts, *more))


def looked_through(cases: list[Case]) -> int:
    """The floor: every field of every record looked at once, and no question asked."""
    return sum(
        getattr(record, field.name) is not None
        for case in cases
        for record in case.all()
        for field in fields_of(type(record))
    )


@pytest.mark.benchmark
def test_checks_of_five_hundred_cases() -> None:
    """Aim: within a second; floor: one look at every field."""
    both = [grown(case) for case in published_cases()]
    cases = [replace(both[number % 2]) for number in range(CASES)]
    records = sum(1 for case in cases for _ in case.all())
    floor = timed(lambda: looked_through(cases))
    print(f"\n{CASES} cases, {records} records; floor, every field looked at once: {floor:.0f} ms")
    print(again("all rules", lambda: [checks_of(case) for case in cases], floor))
    costs = sorted(
        ((timed(lambda rule=rule: [list(rule(case)) for case in cases]), rule.__name__) for rule in RULES),
        reverse=True,
    )
    for cost, name in costs[:8]:
        print(f"  {name}: {cost:.0f} ms")


def again(what: str, do: Callable[[], object], floor: float) -> str:
    took = min(timed(do) for _ in range(3))
    return f"{what}: {took:.0f} ms, {took / floor:.1f} times the floor"


def timed(do: Callable[[], object]) -> float:
    """Milliseconds of this process alone: others on the machine do not count."""
    started = time.process_time()
    do()
    return (time.process_time() - started) * 1000
