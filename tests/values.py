"""Values that tests would otherwise have to type."""

from decimal import Decimal

from aic_desktop.domain.quantity import Quantity, number_text
from aic_desktop.domain.units import DATABASE_DIGITS, shown


def exactly(value: Decimal | int | str, unit: str) -> Quantity:
    """The exact quantity in a UCUM unit; ValueError when it is negative."""
    amount = DATABASE_DIGITS.create_decimal(value)
    return Quantity(amount, amount, unit, unit, f"{number_text(amount)} {shown(unit)}")
