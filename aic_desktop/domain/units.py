"""Units as UCUM codes: what people print for them, and the only place where conversion factors live."""

from dataclasses import dataclass
from decimal import Decimal

from aic_desktop.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Units:
    """The units a quantity may be typed in.

    canonical None: amounts of different dimensions (doses), each kept in the unit typed, with
    `accepted[0]` where none is typed. substance: the analyte whose molar mass converts mass and moles.
    """

    accepted: tuple[str, ...]
    canonical: str | None = None
    substance: str | None = None


def unit_named(text: str) -> str | None:
    """The UCUM code of a printed unit, None when it is not known."""
    raise NotImplementedError


def convert(value: Decimal, unit: str, to: str, substance: str | None = None) -> Decimal:
    """The value in another unit, to 15 significant digits; Problem when the dimensions differ."""
    raise Problem("not written yet")


def convertible(unit: str, to: str, substance: str | None = None) -> bool:
    """Whether `convert` has a factor."""
    raise NotImplementedError


def shown(unit: str) -> str:
    """The unit as a clinician expects it in print."""
    raise NotImplementedError
