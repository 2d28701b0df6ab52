"""How much, as precisely as it was stated: a value, a limit or a range, with the unit it was typed in."""

from dataclasses import dataclass
from decimal import Decimal

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.units import Units


@dataclass(frozen=True, slots=True)
class Quantity:
    """An interval with the unit and text it was typed in; None is an open bound."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    entered_unit: str
    text: str
    low_included: bool = True
    high_included: bool = True

    @property
    def exact(self) -> bool:
        """One single value."""
        return self.low is not None and self.low == self.high and self.low_included and self.high_included

    @property
    def limit(self) -> bool:
        """Bounded on one side only."""
        return (self.low is None) != (self.high is None)


def quantity_readings(text: str, units: Units, whole: bool = False) -> tuple[Quantity, ...]:
    """Every reading, likeliest first; Problem when there is none."""
    raise Problem("not written yet")


def exactly(value: Decimal | int | str, unit: str) -> Quantity:
    """An exact quantity for programs and tests."""
    raise NotImplementedError


def render(quantity: Quantity, unit: str | None = None, with_unit: bool = True) -> str:
    """The one normal form, which `quantity_readings` reads back in one way only."""
    raise NotImplementedError


def number_text(value: Decimal) -> str:
    """Plain decimal: no exponent, no superfluous zeros."""
    raise NotImplementedError
