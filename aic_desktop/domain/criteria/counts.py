"""The value of a count as numbers in one unit: what grades and responses are judged by."""

from math import inf, nextafter

from aic_desktop.domain.codes import analytes
from aic_desktop.domain.criteria.spans import Bounds
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import Count
from aic_desktop.domain.units import convert, convertible


def amounts(quantity: Quantity) -> Bounds:
    """The bounds of a quantity; a bound that is not included is moved to the next number."""
    low = 0 if quantity.low is None else float(quantity.low)
    high = inf if quantity.high is None else float(quantity.high)
    return Bounds(
        low if quantity.low_included else nextafter(low, inf),
        high if quantity.high_included else nextafter(high, -inf),
    )


def canonical(count: Count) -> Quantity | None:
    """The value in its analyte's canonical unit; None without one, and in the unit of another quantity."""
    listed, value = analytes().get(count.analyte or ""), count.value
    if listed is None or value is None or value.unit == listed.units.canonical:
        return value
    to = listed.units.canonical or value.unit
    if not convertible(value.unit, to, listed.id):
        return None
    low, high = (
        None if b is None else convert(b, value.unit, to, listed.id) for b in (value.low, value.high)
    )
    return Quantity(low, high, to, value.entered_unit, value.text, value.low_included, value.high_included)
