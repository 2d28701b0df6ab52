"""How much, as precisely as it was stated: a value, a limit or a range, with the unit it was typed in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import NamedTuple

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.units import DATABASE_DIGITS, Units, convert, plain_signs, shown, unit_named


@dataclass(frozen=True, slots=True)
class Quantity:
    """An interval with the unit and text it was typed in; None is an open bound.

    `low` and `high` are in `unit`, of at most 15 significant digits, so that a double column keeps them.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    entered_unit: str
    text: str
    low_included: bool = True
    high_included: bool = True

    def __post_init__(self) -> None:
        """Refuse what is not an amount: no bound, a negative one, or none left between them."""
        if self.low is None and self.high is None:
            raise ValueError("a quantity needs a bound")
        if min(bound for bound in (self.low, self.high) if bound is not None) < 0:
            raise ValueError("a quantity is never negative")
        if self.low is not None and self.high is not None:
            closed = self.low_included and self.high_included
            if self.low > self.high or (self.low == self.high and not closed):
                raise ValueError("a quantity's lower bound lies above its upper bound")

    @property
    def exact(self) -> bool:
        """One single value."""
        return self.low is not None and self.low == self.high


# What may stand before a number -> the sign it means; English and German.
_LEADS: dict[str, str] = {
    "": "", "=": "",
    "<": "<", "below": "<", "under": "<", "less than": "<", "fewer than": "<",
    "unter": "<", "weniger als": "<", "kleiner": "<", "kleiner als": "<",
    "≤": "≤", "<=": "≤", "=<": "≤", "up to": "≤", "at most": "≤", "max": "≤",
    "bis": "≤", "bis zu": "≤", "höchstens": "≤", "maximal": "≤",
    ">": ">", "above": ">", "over": ">", "more than": ">", "greater than": ">",
    "über": ">", "mehr als": ">", "größer": ">", "größer als": ">",
    "≥": "≥", ">=": "≥", "=>": "≥", "at least": "≥", "min": "≥", "mindestens": "≥", "ab": "≥",
    "~": "~", "about": "~", "around": "~", "approx": "~", "approximately": "~",
    "c": "~", "ca": "~", "circa": "~", "etwa": "~", "ungefähr": "~", "rund": "~",
    "from": "from", "von": "from", "between": "between", "zwischen": "between",
}  # fmt: skip
_LEADS_FOLDED = {lead.casefold(): sign for lead, sign in _LEADS.items()}  # “größer” folds to “grösser”
_ABOUT = Decimal("0.1")

# Cells and titres are counted: with these units a dot or comma before three digits groups thousands.
_COUNTED = {"/uL", "{titer}"}
# Units in which amounts beyond 1000 are ordinary: they only decide which reading is offered first.
_LARGE = {
    "U/L", "ng/mL", "ug/L", "mg/L", "umol/L", "mg", "mg/d", "mg/m2", "ug", "ug/d", "ug/m2", "[IU]/kg",
}  # fmt: skip

_NUMBER = r"(?:(?<![^\W0-9_])[.,])?[0-9]+(?:[.,' ][0-9]+)*"
_SIDE = re.compile(rf"(?P<lead>[^0-9]*?)\s*(?P<number>{_NUMBER})\s*(?P<unit>.*)")
_TO = re.compile(r"\s*(\.\.+|-|\b(?:to|bis|and|und)\b)\s*(?=[<>≤≥=]*\s*[.,]?[0-9])", re.IGNORECASE)
_TIMES_POWER = re.compile(r" ?[x×*]? ?(?<![0-9.,])10\*(?=[0-9])", re.IGNORECASE)
_POWER = re.compile(r"×10\*([0-9]+) ?(.*)")
_LOST_SUPERSCRIPT = re.compile(r"[x×*] ?10([0-9]{1,2})(?![0-9.,]) ?(.*)", re.IGNORECASE)
_MANY_TIMES = re.compile(r"[x×*] ?[.,]?[0-9]", re.IGNORECASE)

# Per decimal mark: the numbers that can be read with it, and the signs that then only group digits.
_GROUPED = "[1-9][0-9]{{0,2}}(?:([{group}' ])[0-9]{{3}})(?:\\1[0-9]{{3}})*"
_SHAPES = {
    mark: re.compile(rf"(?:[0-9]*|{_GROUPED.format(group=group)})(?:\{mark}[0-9]+)?")
    for mark, group in ((".", ","), (",", "."))
}
_TOO_LARGE = Decimal("1e15")
_TOO_SMALL = Decimal("1e-15")


class _Side(NamedTuple):
    lead: str
    number: str
    unit: str


class _Statement(NamedTuple):
    """A text taken apart: the signs before its one or two numbers, and the unit they share."""

    lead: str
    low: str
    high_lead: str
    high: str | None
    unit: str


def quantity_readings(text: str, units: Units, whole: bool = False) -> tuple[Quantity, ...]:
    """Every reading, likeliest first; Problem in words when there is none.

    A dot or comma before three digits is read both ways (`142.000`), except where the unit counts cells
    (`142.000/µl`) or `whole` says that only whole numbers make sense. `9 × 103/µl` is read as 10³ with its
    superscript lost, and literally. `~5` is 5 ± 10 %. Without a unit, the canonical (or first accepted) one.
    """
    entered = text.strip()
    if not entered:
        raise Problem("Nothing is entered. A value, a limit or a range is needed, such as 8.6, <3 or 2-9.")
    if len(entered) > 100:
        raise Problem("This is too long for an amount. A value, a limit or a range is needed.")
    statement = _statement(_TIMES_POWER.sub("×10*", plain_signs(entered)), units)
    readings: list[Quantity] = []
    complaint: Problem | None = None
    for times, unit in _units_of(statement.unit, units):
        for low, high in _numbers(statement, unit, whole):
            try:
                readings.append(_quantity(statement, low * times, high * times, unit, units, entered))
            except Problem as problem:
                complaint = complaint or problem
    if not readings:
        raise complaint or Problem(f"“{entered}” is not understood. {_example(units)}")
    unique = {(found.low, found.high): found for found in reversed(readings)}
    return tuple(reversed(unique.values()))


def with_unit(text: str, unit: str) -> str:
    """The text with another unit (UCUM) in the place of its own; a text that is no amount has it behind."""
    plain = plain_signs(text)
    first_digit = re.search("[0-9]", plain)
    split = _TO.search(plain, first_digit.start()) if first_digit else None
    ends = (plain[: split.start()], plain[split.end() :]) if split else (plain,)
    sides = [_SIDE.fullmatch(end.strip()) for end in ends]
    numbers = [side.string[: side.end("number")] for side in sides if side]
    amount = "–".join(numbers) if len(numbers) == len(ends) else plain
    return f"{amount} {shown(unit)}".strip()


def _statement(text: str, units: Units) -> _Statement:
    """Take the text apart without reading its numbers; Problem when it has not the shape of an amount."""
    first_digit = re.search("[0-9]", text)
    split = _TO.search(text, first_digit.start()) if first_digit else None
    low = _side(text[: split.start()] if split else text, units)
    if split is None:
        if low.lead == "between":
            raise Problem("“Between” needs two values, such as between 2 and 9.")
        return _Statement("≥" if low.lead == "from" else low.lead, low.number, "", None, low.unit)
    high = _side(text[split.end() :], units)
    if low.lead not in {"", ">", "≥", "from", "between"} or high.lead not in {"", "<", "≤"}:
        raise Problem("This mixes a range with a limit. Write either, such as 2-9 or <9.")
    if split[1].casefold() in {"and", "und"} and low.lead != "between":
        raise Problem("These are two values. Enter one, or a range such as 2-9.")
    if low.unit and high.unit and low.unit != high.unit:
        raise Problem("The two ends are given in different units. Write both in the same one.")
    lead = ">" if low.lead == ">" else ""
    return _Statement(lead, low.number, high.lead, high.number, high.unit or low.unit)


def _side(text: str, units: Units) -> _Side:
    found = _SIDE.fullmatch(text)
    if found is None:
        raise Problem(f"“{text}” is not an amount. {_example(units)}")
    lead = _LEADS_FOLDED.get(found["lead"].casefold().rstrip(". "))
    if lead is None:
        if found["lead"].endswith("-"):
            raise Problem("An amount cannot be negative.")
        raise Problem(f"“{text}” is not an amount. {_example(units)}")
    return _Side(lead, found["number"], found["unit"].strip())


def _example(units: Units) -> str:
    unit = shown(_allowed(units)[0])
    return f"Try a value, a limit or a range, such as 8.6 {unit}, <3 {unit} or 2-9 {unit}."


def _allowed(units: Units) -> tuple[str, ...]:
    return units.accepted if units.canonical is None else (units.canonical, *units.accepted)


def _units_of(text: str, units: Units) -> list[tuple[Decimal, str]]:
    """Every accepted unit the text can mean, with what the number is to be multiplied by; never empty."""
    if not text:
        return [(Decimal(1), _allowed(units)[0])]
    unit = unit_named(text)
    if unit is not None and unit in _allowed(units):
        return [(Decimal(1), unit)]
    if found := _POWER.fullmatch(text):
        if powers := _powers(found[1], found[2], units):
            return powers
    elif (found := _LOST_SUPERSCRIPT.fullmatch(text)) and (powers := _powers(found[1], found[2], units)):
        return powers + _literal(Decimal("10" + found[1]), found[2], units)
    if _MANY_TIMES.match(text):
        raise Problem("This is a number of doses times a dose. Enter the amount of one dose here.")
    if not any(sign.isalpha() for sign in text):
        raise Problem(f"“{text}” after the number is not understood. {_example(units)}")
    printed = f"“{text}”" if unit is None or shown(unit) == text else f"“{text}” ({shown(unit)})"
    wrong = f"{printed} is not a unit that is {'used here' if unit else 'known'}"
    raise Problem(f"{wrong}. Use {' or '.join(dict.fromkeys(map(shown, _allowed(units))))}.")


def _powers(power: str, rest: str, units: Units) -> list[tuple[Decimal, str]]:
    """Readings of `×10^power`: the unit that holds this power, or else the bare unit times it."""
    named = unit_named(f"10*{power}{rest}") if rest else None
    fits = [unit for unit in dict.fromkeys(_allowed(units)) if unit.startswith(f"10*{power}/")]
    if named in fits or (fits and not rest):
        return [(Decimal(1), unit) for unit in fits if named in {None, unit}]
    return _literal(Decimal(10) ** int(power), rest, units) if rest else []


def _literal(times: Decimal, rest: str, units: Units) -> list[tuple[Decimal, str]]:
    unit = unit_named(rest) if rest else _allowed(units)[0]
    return [(times, unit)] if unit is not None and unit in _allowed(units) else []


def _numbers(statement: _Statement, unit: str, whole: bool) -> Iterator[tuple[Decimal, Decimal]]:
    """The low and high numbers under each decimal mark that fits the whole text, likeliest first."""
    found = set()
    for mark in _SHAPES:
        low = _number(statement.low, mark)
        high = low if statement.high is None else _number(statement.high, mark)
        if low is not None and high is not None:
            found.add((low, high))
    smallest_first = sorted(found)
    if len(smallest_first) > 1 and (whole or unit in _COUNTED):
        smallest_first = smallest_first[1:]
    if whole and any(number % 1 for pair in smallest_first for number in pair):
        raise Problem("A whole number is needed here.")
    yield from reversed(smallest_first) if unit in _LARGE else smallest_first


def _number(text: str, mark: str) -> Decimal | None:
    """The number with this decimal mark; None when its other signs do not group thousands."""
    if not _SHAPES[mark].fullmatch(text):
        return None
    whole, _, fraction = text.partition(mark)
    digits = "".join(sign for sign in whole if sign.isdecimal())
    value = DATABASE_DIGITS.create_decimal(f"{digits or '0'}.{fraction or '0'}")
    if value and not _TOO_SMALL < value < _TOO_LARGE:
        raise Problem("This number is too large or too small to be an amount.")
    return value


def _quantity(
    statement: _Statement, low: Decimal, high: Decimal, unit: str, units: Units, text: str
) -> Quantity:
    """The interval the signs make of the numbers, in the canonical unit."""
    low_included, high_included = statement.lead != ">", "<" not in {statement.lead, statement.high_lead}
    if low > high or (statement.high is not None and low == high and not (low_included and high_included)):
        raise Problem("The range starts above its end. Write the lower value first, such as 2-9.")
    if statement.lead == "~":
        low, high = low * (1 - _ABOUT), high * (1 + _ABOUT)
    to = units.canonical or unit
    open_below = statement.lead in {"<", "≤"}
    open_above = statement.high is None and statement.lead in {">", "≥"}
    return Quantity(
        low=None if open_below else convert(low, unit, to, units.substance),
        high=None if open_above else convert(high, unit, to, units.substance),
        unit=to,
        entered_unit=unit,
        text=text,
        low_included=low_included,
        high_included=high_included,
    )


# A converted value is shown without the last digits, which are the conversion's own rounding.
_CONVERTED_DIGITS = Context(prec=12)


def render(
    quantity: Quantity, unit: str | None = None, with_unit: bool = True, substance: str | None = None
) -> str:
    """The one normal form in the canonical unit, which `quantity_readings` reads back in one way only.

    In another UCUM unit (Problem if the dimensions differ) it is rounded to 12 significant digits.
    """
    low, high = (_number_in(bound, quantity.unit, unit, substance) for bound in (quantity.low, quantity.high))
    if quantity.exact:
        text = low
    elif quantity.low is None:
        text = f"{'≤' if quantity.high_included else '<'}{high}"
    elif quantity.high is None:
        text = f"{'≥' if quantity.low_included else '>'}{low}"
    else:
        text = f"{'' if quantity.low_included else '>'}{low}–{'' if quantity.high_included else '<'}{high}"
    return f"{text} {shown(unit or quantity.unit)}" if with_unit else text


def _number_in(bound: Decimal | None, unit: str, to: str | None, substance: str | None) -> str:
    if bound is None:
        return ""
    if to is None or to == unit:
        return number_text(bound)
    return number_text(_CONVERTED_DIGITS.plus(convert(bound, unit, to, substance)))


def number_text(value: Decimal) -> str:
    """Plain decimal without exponent; one zero more only where three decimals could be read as thousands."""
    text = format(value.normalize(), "f")
    return text + "0" if re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", text) else text
