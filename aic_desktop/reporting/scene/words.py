"""Days, amounts and treatments in words, for labels, the read-out and listings."""

from collections.abc import Iterable

from aic_desktop.domain.quantity import Quantity, render
from aic_desktop.domain.timepoint import Basis, Span, TimePoint
from aic_desktop.reporting.scene.axes import signed


def day_words(span: Span) -> str:
    """“day +58”, “day +58 to +61”, “day +200 or later”."""
    if span.earliest is None or span.latest is None:
        known = span.latest if span.earliest is None else span.earliest
        return f"day {signed(known or 0)} or {'earlier' if span.earliest is None else 'later'}"
    if span.exact:
        return f"day {signed(span.earliest)}"
    return f"day {signed(span.earliest)} to {signed(span.latest)}"


def point_words(point: TimePoint | None, span: Span | None) -> str:
    """When, as well as it can be said: by age as typed, by day, or as typed where day 0 is not known."""
    if point is not None and point.basis is Basis.AGE:
        return point.text
    if span is not None:
        return day_words(span)
    return f"{point.text}, date of HSCT not entered" if point else "day not known"


def amount_words(quantity: Quantity | None) -> str:
    """The amount with its unit as it was typed in, in its normal form."""
    return render(quantity, quantity.entered_unit) if quantity else ""


def joined(parts: Iterable[str], by: str = ", ") -> str:
    """The parts that say something."""
    return by.join(part for part in parts if part)
