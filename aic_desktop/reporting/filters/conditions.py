"""One condition of a filter, read from its words."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from aic_desktop.domain.choices import Choice, Product
from aic_desktop.domain.codes import Codes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import quantity_readings, render
from aic_desktop.domain.shorthand.names import lineage
from aic_desktop.domain.units import Units, plain_signs
from aic_desktop.reporting.filters.marks import agent, bare, split
from aic_desktop.reporting.filters.model import (
    Askable,
    Askables,
    Condition,
    Counted,
    Fact,
    Filter,
    Given,
    Happened,
    Not,
    Op,
    Transfused,
    When,
)
from aic_desktop.reporting.filters.words import KINDS

WITHOUT_RESPONSE = "lines without response"
EXAMPLES = ("platelets < 20 after +100", "rituximab given before +150", "flare of AIHA", "type = evans")

_SIGNS: Mapping[str, Op] = {
    "<=": Op.AT_MOST, "=<": Op.AT_MOST, "≤": Op.AT_MOST, "<": Op.BELOW,
    ">=": Op.AT_LEAST, "=>": Op.AT_LEAST, "≥": Op.AT_LEAST, ">": Op.ABOVE,
    "!=": Op.IS_NOT, "<>": Op.IS_NOT, "≠": Op.IS_NOT, "is not": Op.IS_NOT, "=": Op.IS, "is": Op.IS,
}  # fmt: skip
_NAME = r'(?P<name>"[^"]+"|.+?)'
_SIGN = re.compile(
    rf"{_NAME}\s*(?P<sign><=|=<|≤|>=|=>|≥|!=|<>|≠|<|>|=|(?<=\s)is(?:\s+not)?(?=\s))\s*(?P<rest>.+)",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    rf"{_NAME}\s+(?P<never>not\s+)?given(?:\s+at\s+least\s+(?P<doses>\d{{1,4}})\s+(?:times|doses))?",
    re.IGNORECASE,
)
_REFRACTORY = re.compile(
    r"no\s+response\s+to\s+(?:at\s+least\s+)?(?P<lines>\d{1,2})(?:\s+or\s+more)?\s+(?:lines?|therapies)",
    re.IGNORECASE,
)
_UNITS = re.compile(
    rf"(?:at\s+least\s+)?(?P<units>\d{{1,5}})\s+(?:or\s+more\s+)?units?\s+of\s+{_NAME}", re.IGNORECASE
)
_TRANSFUSED = re.compile(rf"{_NAME}\s+transfused", re.IGNORECASE)
_HAPPENED = re.compile(rf"(?:(?P<kind>event|course)\s+)?{_NAME}(?:\s+of\s+(?P<lineage>.+))?", re.IGNORECASE)


def condition(text: str, known: Askables) -> Filter:
    """The condition that some words mean; Problem in words when they mean none."""
    text = plain_signs(text)
    if found := _REFRACTORY.fullmatch(text):
        return Fact(WITHOUT_RESPONSE, Op.AT_LEAST, Decimal(found["lines"]))
    if found := _SIGN.fullmatch(text):
        op = _SIGNS[" ".join(found["sign"].casefold().split())]
        return _compared(bare(found["name"]), op, found["rest"], known)
    words, when = split(text, known.codes)
    for pattern, make in _FORMS:
        if found := pattern.fullmatch(words):
            return make(found, when, known.codes)
    return _happened(words, when)


def _compared(name: str, op: Op, rest: str, known: Askables) -> Condition:
    by_name = {key.casefold(): fact for fact in known.facts.values() for key in (fact.name, fact.label)}
    if fact := by_name.get(name.casefold()):
        return _fact(fact, op, bare(rest))
    code = known.codes.coded("analytes", name)
    if code not in known.codes.analytes:
        offered = ", ".join(sorted(known.facts))
        raise Problem(f"“{name}” cannot be asked for. Ask for an analyte, or for one of: {offered}.")
    amount, when = split(rest, known.codes)
    if op in (Op.IS, Op.IS_NOT):
        raise Problem("A count is compared by <, ≤, ≥ or >: two methods rarely give the very same number.")
    return Counted(code, op, _threshold(amount, known.codes.analytes[code].units), when)


def _threshold(text: str, units: Units) -> Decimal:
    """The one number a text means, in the analyte's canonical unit."""
    readings = quantity_readings(text, units)
    if len(readings) > 1:
        offered = " or ".join(render(reading) for reading in readings)
        raise Problem(f"“{text}” can be {offered}. Write it so that it can be read in one way only.")
    if not readings[0].exact or readings[0].low is None:
        raise Problem(f"“{text}” is no single number to compare with.")
    return _short(readings[0].low)


def _fact(fact: Askable, op: Op, text: str) -> Fact:
    if not fact.levels:
        try:
            return Fact(
                fact.name, op, _short(Decimal(text.removesuffix(fact.unit).strip().replace(",", ".")))
            )
        except InvalidOperation:
            raise Problem(f"{fact.label} is compared with a number; “{text}” is none.") from None
    if op not in (Op.IS, Op.IS_NOT):
        raise Problem(f"{fact.label} is one of several, not more or less: write = or ≠.")
    wanted = text.casefold()
    for code, label in fact.levels:
        if wanted in (code.casefold(), label.casefold(), code.replace("_", " ").casefold()):
            return Fact(fact.name, op, code)
    offered = ", ".join(label for _, label in fact.levels)
    raise Problem(f"{fact.label} is never “{text}”. It is one of: {offered}.")


def _short(value: Decimal) -> Decimal:
    """The same number without superfluous zeros: 20 and 20.0 are one threshold."""
    return Decimal(format(value.normalize(), "f"))


def _given(found: re.Match[str], when: tuple[When, ...], codes: Codes) -> Filter:
    given = Given(agent(found["name"], codes), int(found["doses"] or 1), when)
    return Not(given) if found["never"] else given


def _units(found: re.Match[str], when: tuple[When, ...], _codes: Codes) -> Filter:
    return Transfused(_product(found["name"]), int(found["units"]), when)


def _transfused(found: re.Match[str], when: tuple[When, ...], _codes: Codes) -> Filter:
    return Transfused(_product(found["name"]), 1, when)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], tuple[When, ...], Codes], Filter]], ...] = (
    (_GIVEN, _given),
    (_UNITS, _units),
    (_TRANSFUSED, _transfused),
)


def _product(name: str) -> str:
    found = _choice(Product, bare(name))
    if found is None:
        raise Problem(f"“{name}” is no blood product: {', '.join(product.label for product in Product)}.")
    return found


def _happened(text: str, when: tuple[When, ...]) -> Happened:
    found = _HAPPENED.fullmatch(text)
    name, kind = (bare(found["name"]), (found["kind"] or "").casefold()) if found else (text, "")
    meant = [(k, code) for k in ((kind,) if kind else KINDS) if (code := _choice(KINDS[k], name))]
    if not found or not meant:
        raise Problem(f"“{text}” is not understood. Try: {', '.join(EXAMPLES)}.")
    if len(meant) > 1:
        raise Problem(f"“{name}” is an event and a step of the course: write event {name} or course {name}.")
    cells = lineage(bare(found["lineage"])) if found["lineage"] else None
    if found["lineage"] and cells is None:
        raise Problem(f"“{found['lineage']}” is no lineage: AIT, AIHA, AIN or PRCA.")
    return Happened(*meant[0], cells.value if cells else "", when)


def _choice(choices: type[Choice], name: str) -> str | None:
    wanted = name.casefold()
    for choice in choices:
        if wanted in (choice.value.casefold(), choice.label.casefold(), choice.value.replace("_", " ")):
            return choice.value
    return None
