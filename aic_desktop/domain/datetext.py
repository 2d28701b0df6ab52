"""Calendar dates as people write them, English and German, to the day, the month or the year."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from itertools import product
from typing import NamedTuple

from aic_desktop.domain.problem import Problem

YEARS = range(1900, 2101)
_AHEAD = "*"
_SOON, _OLDEST = 30, 50  # of two-digit years: what begins to lie ahead, and what is no birth but of the 1900s


class DateSpan(NamedTuple):
    """First and last proleptic ordinal of what was written, and how it was read: see `alike`."""

    first: int
    last: int
    order: str = ""


_MONTH_NAMES = (
    "January Jan Januar Jän Jänner",
    "February Feb Februar",
    "March Mar März Mär Mrz Maerz",
    "April Apr",
    "May Mai",
    "June Jun Juni",
    "July Jul Juli",
    "August Aug",
    "September Sep Sept",
    "October Oct Oktober Okt",
    "November Nov",
    "December Dec Dezember Dez",
)
_MONTHS = {name: n for n, names in enumerate(_MONTH_NAMES, start=1) for name in names.casefold().split()}

_WORDS_BEFORE = re.compile(r"(?:in |im )?(?:year |jahr )?")
_YEAR = r"([0-9]{4}|[0-9]{2})"
_NAME = r"([a-zäöü]+)\.?"
_DAY = r"([0-9]{1,2})(?:\.|st|nd|rd|th)?"


def dates_in(text: str) -> list[DateSpan]:
    """Every reading of a case-folded text as one date, likeliest first; empty when it has no date's shape.

    Dots are day first; slashes and hyphens with a trailing year are read both ways. Two-digit years mean
    2000 to 2029 and 1950 to 1999; those between are of a birth long ago or of days to come, and read both
    ways. Problem when it has the shape of a date that does not exist.
    """
    text = _WORDS_BEFORE.sub("", text, count=1)
    for shape, reader in _SHAPES:
        found = shape.fullmatch(text)
        if found and (spans := reader(*found.groups())):
            return spans
    return []


def _iso(year: str, _sign: str, month: str, day: str | None) -> list[DateSpan]:
    return [_span(int(year), month, day)]


def _numbers(first: str, sign: str, second: str, year: str) -> list[DateSpan]:
    """Day and month as numbers; both orders where the sign does not settle it."""
    spans = []
    complaint: Problem | None = None
    orders = ((first, second, "day first"), (second, first, "month first"))
    once = sign == "." or first == second
    for (day, month, order), full in product(orders[:1] if once else orders, _full_years(year)):
        try:
            spans.append(_span(full, month, day)._replace(order=order + _far(year, full)))
        except Problem as problem:
            complaint = complaint or problem
    if complaint and not spans:
        raise complaint
    return spans


def _month_and_year(month: str, year: str) -> list[DateSpan]:
    return [_span(int(year), month, None)]


def _named(day: str | None, name: str, year: str) -> list[DateSpan]:
    if name not in _MONTHS or (day is None and len(year) == 2):
        return []
    month = str(_MONTHS[name])
    return [_span(full, month, day)._replace(order=_far(year, full)) for full in _full_years(year)]


def _named_first(name: str, day: str, year: str) -> list[DateSpan]:
    return _named(day, name, year)


def _year_alone(year: str) -> list[DateSpan]:
    if int(year) not in YEARS:
        return []
    return [DateSpan(date(int(year), 1, 1).toordinal(), date(int(year), 12, 31).toordinal())]


_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., list[DateSpan]]], ...] = tuple(
    (re.compile(shape), reader)
    for shape, reader in (
        (r"([0-9]{4})([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?", _iso),
        (rf"([0-9]{{1,2}})([-/.]) ?([0-9]{{1,2}})\2 ?{_YEAR}", _numbers),
        (r"([0-9]{1,2})[-/.] ?([0-9]{4})", _month_and_year),
        (rf"(?:{_DAY}[ -]*)?{_NAME}[ ,-]*{_YEAR}", _named),
        (rf"{_NAME} ?{_DAY},? {_YEAR}", _named_first),
        (r"([0-9]{4})", _year_alone),
    )
)


def _span(y: int, month: str, day: str | None) -> DateSpan:
    """The day, or the whole month when no day is given; Problem when the calendar has no such day."""
    m = int(month)
    if y not in YEARS:
        raise Problem(f"The year {y} is outside {YEARS.start} to {YEARS.stop - 1}.")
    if not 1 <= m <= 12:
        raise Problem(f"There is no month {m}. Write the day first, such as 12.3.2020, or 2020-03-12.")
    length = monthrange(y, m)[1]
    if day is not None and not 1 <= int(day) <= length:
        raise Problem(f"{_MONTH_NAMES[m - 1].split()[0]} {y} has the days 1 to {length}, not {int(day)}.")
    first = date(y, m, int(day or 1)).toordinal()
    return DateSpan(first, first if day else first + length - 1)


def _full_years(year: str) -> tuple[int, ...]:
    """The years that two digits can mean, likeliest first; four mean themselves."""
    number = int(year)
    if len(year) > 2:
        return (number,)
    if number < _SOON:
        return (2000 + number,)
    return (1900 + number, 2000 + number) if number < _OLDEST else (1900 + number,)


def _far(year: str, full: int) -> str:
    """Marks the reading of a two-digit year that lies ahead."""
    return _AHEAD if len(year) == 2 and full >= 2000 + _SOON else ""


def alike(first: str, second: str) -> bool:
    """Whether two dates were read in one way: the same order of day and month, the same century ahead."""
    orders = {first.removesuffix(_AHEAD), second.removesuffix(_AHEAD)}
    return orders != {"day first", "month first"} and first.endswith(_AHEAD) == second.endswith(_AHEAD)


def iso_month(first: int, last: int) -> str:
    """`2020-03` or `2020-03..2020-05` when the ordinals bound whole months, else empty."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    if start.day != 1 or date.fromordinal(last + 1).day != 1:
        return ""
    months = (start.isoformat()[:7], end.isoformat()[:7])
    return months[0] if months[0] == months[1] else "..".join(months)
