"""Which of several readings a column means: by what its other cells show, and by what is plausible."""

import re
from collections.abc import Iterable
from dataclasses import replace

from aic_desktop.domain.codes import Analyte
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, quantity_readings
from aic_desktop.domain.timepoint import TimePoint, time_readings
from aic_desktop.domain.units import Units

POINT, COMMA = ".", ","
DAY_FIRST, MONTH_FIRST, DAY_NUMBER = "day first", "month first", "day number"
WORDS = {
    POINT: "the point is the decimal mark",
    COMMA: "the comma is the decimal mark",
    DAY_FIRST: "the day stands before the month",
    MONTH_FIRST: "the month stands before the day",
    DAY_NUMBER: "the column counts days",
}

_NUMBER = re.compile(r"[0-9]+(?:[.,'’ ][0-9]+)*|[.,][0-9]+")
_EITHER = re.compile(r"(?<![0-9.,])([1-9][0-9]{0,2})([.,])([0-9]{3})(?![0-9.,])")
_NUMERIC_DATE = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}|2100")
_DAY_NUMBER = re.compile(r"[+-]?[0-9]{1,3}")


def decimal_mark(texts: Iterable[str]) -> str:
    """The one decimal mark that the numbers of these texts show; "" when none does, or both."""
    marks = {mark for text in texts for number in _NUMBER.findall(text) if (mark := _shown_by(number))}
    return marks.pop() if len(marks) == 1 else ""


def _shown_by(number: str) -> str:
    """`8,6` shows a comma, `1.234,5` too, `1.234.567` as well; `142.000` shows nothing."""
    points, commas = number.count("."), number.count(",")
    if points and commas:
        return max(POINT, COMMA, key=number.rfind)
    if points + commas > 1:
        return COMMA if points else POINT
    if not points + commas:
        return ""
    mark = POINT if points else COMMA
    whole, _, fraction = number.partition(mark)
    grouped = len(fraction) == 3 and 0 < len(whole) <= 3 and not whole.startswith("0")
    return "" if grouped else mark


def date_order(texts: Iterable[str]) -> str:
    """What a column shows of its days: which comes first, or that they are counted; "" when it does not."""
    orders = set()
    held = [text for text in texts if text]
    for text in held:
        found = _NUMERIC_DATE.fullmatch(text)
        if found and (int(found[1]) > 12) != (int(found[3]) > 12):
            orders.add(DAY_FIRST if int(found[1]) > 12 else MONTH_FIRST)
    if len(orders) == 1:
        return orders.pop()
    counted = [text for text in held if _DAY_NUMBER.fullmatch(text)]
    return DAY_NUMBER if counted and all(_YEAR.fullmatch(t) or t in counted for t in held) else ""


def with_mark(found: tuple[Quantity, ...], text: str, units: Units, mark: str) -> Quantity | None:
    """The one of the readings that this decimal mark gives; None when it does not tell them apart."""

    def rewritten(number: re.Match[str]) -> str:
        return f"{number[0]}0".replace(COMMA, POINT) if number[2] == mark else number[1] + number[3]

    try:
        meant = quantity_readings(_EITHER.sub(rewritten, text), units)
    except Problem:
        return None
    if len(meant) != 1:
        return None
    bounds = (meant[0].low, meant[0].high)
    return next((reading for reading in found if (reading.low, reading.high) == bounds), None)


def with_order(text: str, order: str) -> TimePoint | None:
    """The day in this order of day and month, or as a day's number; None when the text has no such form."""
    found = _NUMERIC_DATE.fullmatch(text)
    if found and order in (DAY_FIRST, MONTH_FIRST):
        day, month = (found[1], found[3]) if order == DAY_FIRST else (found[3], found[1])
        plain = f"{day}.{month}.{found[4]}"
    elif order == DAY_NUMBER and _YEAR.fullmatch(text):
        plain = f"+{text}"
    else:
        return None
    try:
        return replace(time_readings(plain)[0], text=text)
    except Problem:
        return None


def likeliest_unit(values: list[tuple[Quantity, ...]], texts: list[str], analyte: Analyte) -> str:
    """The unit of a column that prints none and mostly cannot be in the usual one; "" for no doubt."""
    units = analyte.units
    odd = [found for found in values if not any(map(analyte.can_be, found))]
    if 2 * len(odd) <= len(values):
        return ""
    for unit in units.accepted[1:]:
        if all(_fits(text, unit, units, analyte) for text in texts):
            return unit
    return ""


def _fits(text: str, unit: str, units: Units, analyte: Analyte) -> bool:
    try:
        found = quantity_readings(text, Units((unit,), None, units.substance))
        canonical = [quantity_readings(f"{text} {unit}", units) for _ in found[:1]]
    except Problem:
        return False
    return any(analyte.can_be(reading) for readings in canonical for reading in readings)


def next_choice(settled_by: str, of_days: bool) -> str:
    """What F7 chooses for a column that is settled so far by this mark or order."""
    choices = (DAY_FIRST, MONTH_FIRST, DAY_NUMBER) if of_days else (POINT, COMMA)
    return choices[(choices.index(settled_by) + 1) % len(choices)] if settled_by in choices else choices[0]
