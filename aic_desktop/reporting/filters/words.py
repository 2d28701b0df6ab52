"""A filter in words: the one normal form, which `parse` reads back as the same filter."""

import re
from collections.abc import Mapping

from aic_desktop.domain.choices import Choice, CourseKind, EventKind, Lineage, Product
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.units import shown
from aic_desktop.reporting.filters.model import (
    All,
    Anchor,
    Any,
    Askable,
    Askables,
    Condition,
    Counted,
    Fact,
    Filter,
    Given,
    Happened,
    Mark,
    Not,
    Transfused,
    When,
)

KINDS: Mapping[str, type[Choice]] = {"event": EventKind, "course": CourseKind}
RESERVED = ("and", "or", "not", "given", "after", "before", "from", "until", "within", "of", "is")
_PLAIN = re.compile(r"[\w+./%-]+(?: [\w+./%-]+)*")


def written(found: Filter, known: Askables) -> str:
    """The normal form: `platelets < 20 ×10⁹/L after +100 and rituximab given before +150`."""
    match found:
        case All(conditions):
            return " and ".join(_inner(condition, known, Any) for condition in conditions)
        case Any(conditions):
            return " or ".join(_inner(condition, known, All) for condition in conditions)
        case Not(Given() as condition):
            return _given(condition, "not given")
        case Not(condition):
            return f"not {_inner(condition, known, All, Any)}"
    return _condition(found, known)


def _condition(found: Condition, known: Askables) -> str:
    match found:
        case Fact():
            return _fact(found, known.facts[found.name])
        case Counted(analyte, op, value, when):
            unit = shown(known.codes.analytes[analyte].units.accepted[0])
            return f"{quoted(label_of('analytes', analyte).lower())} {op} {value} {unit}{_when(when)}"
        case Given():
            return _given(found, "given")
        case Transfused(product, units, when):
            return f"at least {units} units of {Product(product).label}{_when(when)}"
        case Happened(kind, code, lineage, when):
            whose = f" of {Lineage(lineage).label}" if lineage else ""
            return f"{kind} {quoted(KINDS[kind](code).label)}{whose}{_when(when)}"


def _fact(found: Fact, fact: Askable) -> str:
    labels = dict(fact.levels)
    told = labels.get(found.value, found.value) if isinstance(found.value, str) else found.value
    return f"{quoted(found.name)} {found.op} {quoted(str(told))} {fact.unit}".rstrip()


def quoted(name: str) -> str:
    """The name, in quotation marks where its words could be taken for the language's own."""
    own = any(word.casefold() in RESERVED for word in name.split())
    return name if _PLAIN.fullmatch(name) and not own else f'"{name}"'


def _inner(found: Filter, known: Askables, *grouped: type) -> str:
    """In parentheses where it would be read differently without."""
    text = written(found, known)
    return f"({text})" if isinstance(found, grouped) else text


def _given(condition: Given, verb: str) -> str:
    times = f" at least {condition.doses} times" if condition.doses > 1 else ""
    return f"{quoted(label_of('agents', condition.agent))} {verb}{times}{_when(condition.when)}"


def _when(bounds: tuple[When, ...]) -> str:
    return "".join(f" {bound.side} {_mark(bound.mark)}" for bound in bounds)


def _mark(mark: Mark) -> str:
    offset = f"{mark.offset:+d}"
    if mark.anchor is Anchor.HSCT:
        return offset if mark.offset else "0"
    name = (
        f"first {quoted(label_of('agents', mark.agent))}" if mark.anchor is Anchor.FIRST_DOSE else mark.anchor
    )
    return f"{name} {offset}" if mark.offset else name
