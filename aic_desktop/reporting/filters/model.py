"""What a filter asks of each patient, as plain data; how it is judged and written stands elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from aic_desktop.domain.codes import SHIPPED, Codes


class Op(StrEnum):
    """A comparison, by the sign it is written with."""

    BELOW = "<"
    AT_MOST = "≤"
    IS = "="
    IS_NOT = "≠"
    AT_LEAST = "≥"
    ABOVE = ">"


class Side(StrEnum):
    """Where in time, seen from a mark; none of them holds the mark itself but the last two."""

    AFTER = "after"
    BEFORE = "before"
    FROM = "from"
    UNTIL = "until"


class Anchor(StrEnum):
    """What a mark in time is counted from."""

    HSCT = "HSCT"
    ONSET = "onset"
    FIRST_DOSE = "first"  # of the mark's agent, given against the cytopenia
    DEATH = "death"
    LAST_CONTACT = "last contact"


@dataclass(frozen=True, slots=True)
class Mark:
    """A day: `offset` days after its anchor; `agent` (code or free text) for the first dose alone."""

    anchor: Anchor
    offset: int = 0
    agent: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """One bound in time."""

    side: Side
    mark: Mark


@dataclass(frozen=True, slots=True)
class Fact:
    """What is so of a patient as a whole: a level by its code or label, or a number in the fact's unit."""

    name: str
    op: Op
    value: str | Decimal


@dataclass(frozen=True, slots=True)
class Counted:
    """At least one count of an analyte compares so, in its canonical unit, within all of `when`."""

    analyte: str
    op: Op
    value: Decimal
    when: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """An agent was given against the cytopenia, at least `doses` times in all, begun within all of `when`."""

    agent: str
    doses: int = 1
    when: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Transfused:
    """At least so many units of a product, within all of `when`."""

    product: str
    units: int = 1
    when: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """An event or a step of the course (`kind`: event, course), of one lineage or any, within `when`."""

    kind: str
    code: str
    lineage: str = ""
    when: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The condition surely does not hold."""

    condition: "Filter"


@dataclass(frozen=True, slots=True)
class All:
    """Every one of two or more conditions holds."""

    conditions: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of two or more conditions holds."""

    conditions: tuple["Filter", ...]


Condition = Fact | Counted | Given | Transfused | Happened
Filter = Condition | Not | All | Any


@dataclass(frozen=True, slots=True)
class Askable:
    """A fact that can be asked for by name: its levels by code with their labels, or the unit of a number."""

    name: str
    label: str
    levels: tuple[tuple[str, str], ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Askables:
    """All that a filter can ask: facts by name, and the code lists of the registry."""

    facts: Mapping[str, Askable]
    codes: Codes = SHIPPED


def counted_in(asked: Filter) -> frozenset[str]:
    """The analytes whose counts a filter asks for."""
    match asked:
        case Counted(analyte=analyte):
            return frozenset({analyte})
        case Not(condition):
            return counted_in(condition)
        case All(conditions) | Any(conditions):
            return frozenset().union(*map(counted_in, conditions))
    return frozenset()
