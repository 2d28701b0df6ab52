"""Days, dates and ages as people write them, English and German: every interval a text can mean."""

import math
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from aic_desktop.domain.datetext import YEARS, alike, dates_in
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.units import convert, plain_signs, unit_named


class Basis(StrEnum):
    """What a time point counts from; its value is the stored code."""

    DAY = "day"
    DATE = "date"
    AGE = "age"


class Reading(NamedTuple):
    """One interval a text can mean, in its basis's day count, both bounds included; None is an open end."""

    basis: Basis
    earliest: int | None
    latest: int | None


class _Moment(NamedTuple):
    """A day, period or age before any `about` or limit; low and high are the ends that a limit refers to."""

    basis: Basis
    earliest: int
    latest: int
    low: Decimal
    high: Decimal
    kind: str = ""


_Reader = Callable[[str], list[_Moment]]

# What may stand before a moment -> what it makes of it; English and German.
_WORDS: dict[str, str] = {
    "~": "about", "about": "about", "around": "about", "approximately": "about", "approx": "about",
    "ca": "about", "circa": "about", "c": "about", "etwa": "about", "ungefähr": "about", "um": "about",
    "<": "before", "before": "before", "earlier than": "before", "less than": "before",
    "vor": "before", "unter": "before", "younger than": "before", "jünger als": "before",
    "<=": "until", "=<": "until", "≤": "until", "until": "until", "till": "until", "up to": "until",
    "by": "until", "at most": "until", "not after": "until",
    "bis": "until", "bis zu": "until", "spätestens": "until", "höchstens": "until",
    ">": "after", "after": "after", "later than": "after", "more than": "after", "older than": "after",
    "nach": "after", "über": "after", "mehr als": "after", "älter als": "after",
    ">=": "from", "=>": "from", "≥": "from", "from": "from", "since": "from", "at least": "from",
    "not before": "from", "ab": "from", "seit": "from", "frühestens": "from", "mindestens": "from",
    "between": "between", "zwischen": "between", "von": "between", "vom": "between",
}  # fmt: skip
_LONGEST_FIRST = sorted(_WORDS, key=len, reverse=True)
_FIRST_WORD = re.compile(
    "|".join(re.escape(word) + (r"\b\.?" if word[0].isalpha() else "") for word in _LONGEST_FIRST)
)
_ARTICLES = re.compile(r"(?:the|den|dem|der|zum|am|an|on|at) ")
_TO = re.compile(r"\.\.+|-|\b(?:to|until|till|bis|and|und)\b")

_DAY = re.compile(r"(?:(?:days?|tage?|d|t)\.? ?)?([+-]?) ?([0-9]{1,6})")
# Spreadsheets write it behind a date that never had a time.
_MIDNIGHT = re.compile(r"(?<=[0-9])[ t]00:00(?::00(?:\.0+)?)?$")
# The forms that most entries have: no range is looked for in them.
_SINGLE = re.compile(r"[+-]?[0-9]+|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}-(?:[0-9]{2}|[0-9]{4})")
# A length of time without its unit or a date without its year.
_UNFINISHED = re.compile(r"[+-]?[0-9]+[.,](?:[0-9]{1,3}\.?)?")
_WEEK = re.compile(r"(?:in )?(week|wk|woche|wo)\.? ?([0-9]{1,4})")
_LENGTH = re.compile(r"([+-]?) ?((?:[0-9]+(?:[.,][0-9]+)? ?[a-zäöü]+\.? ?)+)")
_PART = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?([a-zäöü]+)")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_AFTER_HSCT = re.compile(
    r" ?\b(?:days? |tage? )?(?:after|post|nach)[ -](?:allo-?)?"
    r"(?:hsct|hct|sct|bmt|hszt|szt|kmt|tx|transplant(?:ation)?)$"
)
_AGE = re.compile(r"\bof age\b|\b(?:(?:at|the|im) )*(?:age|aged|alter)\b(?: (?:of|von)\b)?:?|\b(?:old|alt)$")
# A left end that leaves to the right one what both share: `12.-15.3.2020`, `Mar-May 2020`, `2..3 y`.
_SHORTENED = re.compile(r"[0-9]{1,5}(?:[.,][0-9]{1,2})?\.?|(?:[0-9]{1,2}\.? ?)?[a-zäöü]+\.?")
_CUT = re.compile(r"(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])")

_EXAMPLE = "Try +58, 12.3.2020, 2020-03, 58..61, ~900, 2.5 y or age 8 y."
_DATE_EXAMPLE = "A date is needed, such as 12.3.2020, 2020-03-12, 3/2020 or 2020."
_ALL_DAYS = 45_000
_ALL_DATES = (date(YEARS.start, 1, 1).toordinal(), date(YEARS.stop - 1, 12, 31).toordinal())


def times_in(text: str) -> tuple[Reading, ...]:
    """Every reading as a day, date or age, likeliest first; Problem in words when there is none."""
    plain = _plain(text, _EXAMPLE)
    without_age, ages = _AGE.subn(" ", plain)
    if ages:
        return _readings(" ".join(without_age.split()), (_ages,), text, _EXAMPLE)
    return _readings(_AFTER_HSCT.sub("", plain), (_dates, _days, _weeks, _durations), text, _EXAMPLE)


def only_dates_in(text: str) -> tuple[Reading, ...]:
    """Every reading as calendar dates, likeliest first; Problem in words when there is none."""
    return _readings(_plain(text, _DATE_EXAMPLE), (_dates,), text, _DATE_EXAMPLE)


def _plain(text: str, example: str) -> str:
    if not text.strip():
        raise Problem(f"Nothing is entered. {example}")
    if len(text) > 100:
        raise Problem(f"This is too long. {example}")
    return _MIDNIGHT.sub("", plain_signs(text).casefold())


def _readings(plain: str, readers: tuple[_Reader, ...], entered: str, example: str) -> tuple[Reading, ...]:
    found: list[Reading] = []
    complaints: list[Problem] = []
    for reader in (_single,) if _SINGLE.fullmatch(plain) else (_single, _range):
        try:
            found += [_checked(reading) for reading in reader(plain, readers)]
        except Problem as problem:
            complaints.append(problem)
    if found:
        return tuple(dict.fromkeys(found))
    raise complaints[0] if complaints else Problem(f"“{entered.strip()}” is not understood. {example}")


def _checked(reading: Reading) -> Reading:
    """Refuse what no case can mean: a slip of the keyboard is told at once."""
    bounds = [bound for bound in reading[1:] if isinstance(bound, int)]
    if reading.basis is Basis.AGE and min(bounds) < 0:
        raise Problem("An age cannot be negative.")
    if reading.basis is Basis.DATE:
        if not all(_ALL_DATES[0] <= bound <= _ALL_DATES[1] for bound in bounds):
            raise Problem(f"This date is outside {YEARS.start} to {YEARS.stop - 1}.")
    elif not all(abs(bound) <= _ALL_DAYS for bound in bounds):
        raise Problem("This is more than 120 years away from the transplant or birth.")
    return reading


def _single(text: str, readers: tuple[_Reader, ...]) -> Iterator[Reading]:
    """Readings of one moment, with what its first word makes of it."""
    word = _FIRST_WORD.match(text)
    if word is None:
        for moment in _moments(text, readers):
            yield Reading(moment.basis, moment.earliest, moment.latest)
        return
    for moment in _moments(text[word.end() :].strip(), readers):
        yield from _with_word(word[0].rstrip("."), moment)


def _with_word(word: str, moment: _Moment) -> Iterator[Reading]:
    """The moment made approximate, or the end of an open interval."""
    basis, what = moment.basis, _WORDS[word]
    if what == "about":
        margin = _margin(moment)
        earliest = moment.earliest - margin
        yield Reading(basis, max(0, earliest) if basis is Basis.AGE else earliest, moment.latest + margin)
    elif what == "before":
        if word == "vor" and moment.kind == "duration":
            raise Problem("A time before today is not known here. Enter a day, a date or an age.")
        yield Reading(basis, None, math.ceil(moment.low) - 1)
    elif what == "until":
        # Whole ages are completed years: 8 years and some months are still at most 8.
        yield Reading(basis, None, moment.latest if basis is Basis.AGE else math.floor(moment.high))
    elif what == "after":
        yield Reading(basis, math.floor(moment.high) + 1, None)
        if word.isalpha() and moment.kind == "duration":
            # "After two years" is also said of what happened at two years.
            yield Reading(basis, moment.earliest, moment.latest)
    elif what == "from":
        yield Reading(basis, math.ceil(moment.low), None)


def _margin(moment: _Moment) -> int:
    """What `about` adds on either side, in days: never less than 3."""
    if moment.basis is Basis.DATE:
        return max(3, (moment.latest - moment.earliest + 1) // 2)
    return max(3, math.ceil(abs(moment.low + moment.high) / 2 * Decimal("0.05")))


def _range(text: str, readers: tuple[_Reader, ...]) -> list[Reading]:
    """Readings of two moments as the ends of an interval; Problem if all of them run backwards."""
    found: list[Reading] = []
    complaints: list[Problem] = []
    for left, to, right in _splits(text):
        try:
            for start, end in _ends(left, to, right, readers):
                if start.earliest > end.latest:
                    raise Problem("The end lies before the start. Write the earlier one first.")
                found.append(Reading(start.basis, start.earliest, end.latest))
        except Problem as problem:
            complaints.append(problem)
    if complaints and not found:
        raise complaints[0]
    return found


def _splits(text: str) -> Iterator[tuple[str, str, str]]:
    """Every place where the text may fall into two ends; none behind a word that makes no interval."""
    word = _FIRST_WORD.match(text)
    if word is not None:
        if _WORDS[word[0].rstrip(".")] not in {"between", "from"}:
            return
        text = text[word.end() :].strip()
    for to in _TO.finditer(text):
        left, right = text[: to.start()].strip(), text[to.end() :].strip()
        if left and right and (word is not None or to[0] not in {"and", "und"}):
            yield left, to[0], right


def _ends(left: str, to: str, right: str, readers: tuple[_Reader, ...]) -> Iterator[tuple[_Moment, _Moment]]:
    """Pairs of moments read in the same way."""
    if (week := _WEEK.fullmatch(left)) and right.isdecimal():
        right = f"{week[1]} {right}"
    starts = _completed(left, right, readers) or _moments(left, readers)
    for start, end in product(starts, _moments(right, readers)):
        if start.basis is not end.basis or not alike(start.kind, end.kind):
            continue
        if to == "-" and start.latest < 0 < end.earliest and right.isdecimal():
            # "-7-4" is written for -7 to -4 as well.
            yield start, end._replace(earliest=-end.latest, latest=-end.earliest)
        yield start, end


def _completed(left: str, right: str, readers: tuple[_Reader, ...]) -> list[_Moment]:
    """The left end with the shortest beginning of the right one that makes it whole replaced by it."""
    if not _SHORTENED.fullmatch(left):
        return []
    long_number = len(left) > 2 and left.isdecimal()
    for cut in _CUT.finditer(right):
        rest = right[cut.start() :]
        # A year before a date, and digits run together, are no shortened ends.
        if (left[-1].isdecimal() and rest[0].isdecimal()) or (long_number and rest[-1].isdecimal()):
            continue
        if moments := _moments(left.rstrip(".") + rest if rest[0] == "." else left + rest, readers):
            return moments
    return []


def _moments(text: str, readers: tuple[_Reader, ...]) -> list[_Moment]:
    text = _ARTICLES.sub("", text, count=1) if _ARTICLES.match(text) else text
    return [moment for reader in readers for moment in reader(text)]


def _dates(text: str) -> list[_Moment]:
    return [
        _Moment(Basis.DATE, span.first, span.last, Decimal(span.first), Decimal(span.last), span.order)
        for span in dates_in(text)
    ]


def _days(text: str) -> list[_Moment]:
    found = _DAY.fullmatch(text)
    if found is None:
        if _UNFINISHED.fullmatch(text):
            raise Problem(
                f"“{text}” is not a whole day. A date needs its year, a length of time its unit: 2.5 y."
            )
        return []
    day = int(found[1] + found[2])
    return [_Moment(Basis.DAY, day, day, Decimal(day), Decimal(day))]


def _weeks(text: str) -> list[_Moment]:
    """Week 1 is days 0 to 6."""
    found = _WEEK.fullmatch(text)
    if found is None or int(found[2]) == 0:
        return []
    first = 7 * (int(found[2]) - 1)
    return [_Moment(Basis.DAY, first, first + 6, Decimal(first), Decimal(first + 6))]


def _durations(text: str) -> list[_Moment]:
    """Times after (with a minus, before) the index HSCT, half a unit of the last digit on either side."""
    found = _LENGTH.fullmatch(text)
    length = _length(found[2]) if found else None
    if found is None or length is None:
        return []
    earliest, latest = _around(*length)
    value = length[0]
    if found[1] == "-":
        earliest, latest, value = -latest, -earliest, -value
    return [_Moment(Basis.DAY, earliest, latest, value, value, "duration")]


def _ages(text: str) -> list[_Moment]:
    """Whole numbers are completed years (months, weeks), others are imprecise by half their last digit."""
    text = f"{text} y" if _NUMBER.fullmatch(text) else text
    found = _LENGTH.fullmatch(text)
    length = _length(found[2]) if found else None
    if found is None or found[1] == "-" or length is None:
        return []
    value, step = length
    if any(sign in text for sign in ".,"):
        earliest, latest = _around(value, step)
        earliest = max(0, earliest)
    else:
        earliest, latest = math.floor(value), math.ceil(value + step) - 1
    return [_Moment(Basis.AGE, earliest, latest, value, value)]


def _length(text: str) -> tuple[Decimal, Decimal] | None:
    """A length such as `1 y 3 mo` in days, and one unit of its last digit in days; None if it is none."""
    value, step = Decimal(0), Decimal(0)
    for number, word in _PART.findall(text):
        unit = unit_named(word)
        if unit not in {"d", "wk", "mo", "a"}:
            return None
        if unit == "d" and not number.isdecimal():
            raise Problem("A number of days is a whole number, such as 58.")
        amount = Decimal(number.replace(",", "."))
        step = convert(Decimal(1).scaleb(int(amount.as_tuple().exponent)), unit, "d")
        value += convert(amount, unit, "d")
    return value, step


def _around(value: Decimal, step: Decimal) -> tuple[int, int]:
    """The days within half a step of the value, and at least the days it lies between."""
    earliest = min(math.ceil(value - step / 2), math.floor(value))
    return earliest, max(math.floor(value + step / 2), math.ceil(value))
