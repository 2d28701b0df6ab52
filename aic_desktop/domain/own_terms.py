"""What a registry adds to the shipped code lists: a term of its own, checked before it is kept."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from aic_desktop.domain.choices import DiseaseCategory
from aic_desktop.domain.codes import SHIPPED, Agent, Analyte, Code, Codes, Disease
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.units import Units, convertible, shown

AGENTS, ANALYTES, DISEASES = "agents", "analytes", "diseases"
_ANY_AMOUNT = (Decimal(0), Decimal("Infinity"))


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """A term of one list. Its label is its code too: what was stored as free text is listed from then on."""

    list: str
    label: str
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()  # UCUM; an agent's usual first, an analyte's canonical first
    group: str = ""  # the class of an agent
    category: DiseaseCategory | None = None  # of a disease

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write it."""
        return (self.label, *self.aliases)


def codes_with(terms: Iterable[OwnTerm]) -> Codes:
    """The shipped lists, with a registry's own terms after them."""
    added: dict[str, dict[str, Code]] = {AGENTS: {}, ANALYTES: {}, DISEASES: {}}
    for term in terms:
        added[term.list][term.label] = _code(term)
    return Codes(added) if any(added.values()) else SHIPPED


def _code(term: OwnTerm) -> Code:
    if term.list == AGENTS:
        return Agent(term.label, term.label, term.aliases, False, term.group, "", term.units)
    if term.list == ANALYTES:
        units = Units(term.units, term.units[0], term.label)
        return Analyte(term.label, term.label, term.aliases, "", units, _ANY_AMOUNT, (), None)
    category = term.category or DiseaseCategory.OTHER
    return Disease(term.label, term.label, term.aliases, category, "", "", ())


def check(term: OwnTerm, others: Iterable[OwnTerm]) -> None:
    """Problem, in words, when a term cannot be kept beside the shipped and the registry's `others`."""
    if not term.label:
        raise Problem("Give the term a name.")
    known = codes_with(others)
    for spelling in term.spellings:
        code = known.listed(term.list).get(known.coded(term.list, spelling))
        if code:
            raise Problem(f"“{spelling}” is a name of {code.label} in the list already.")
    if len({spelling.casefold() for spelling in term.spellings}) < len(term.spellings):
        raise Problem("One name is there twice.")
    if term.list == ANALYTES:
        _check_units(term)


def _check_units(term: OwnTerm) -> None:
    if not term.units:
        raise Problem("Give at least one unit: the values of an analyte are kept in the first.")
    for unit in term.units[1:]:
        if not convertible(unit, term.units[0]):
            first = shown(term.units[0])
            raise Problem(f"{shown(unit)} cannot be converted to {first}: they measure different things.")


def as_told(terms: Iterable[OwnTerm]) -> list[dict[str, Any]]:
    """The terms as values that JSON knows."""
    return [asdict(term) for term in terms]


def terms_from(told: Any) -> tuple[OwnTerm, ...]:
    """The terms from what `as_told` gave; what is no such thing is left out."""
    return tuple(_terms(told)) if isinstance(told, list) else ()


@lru_cache(maxsize=8)
def codes_from(text: str) -> Codes:
    """The lists of a registry from its terms as JSON: the same lists for the same text."""
    return codes_with(terms_from(json.loads(text)))


def _terms(told: Iterable[Any]) -> Iterator[OwnTerm]:
    for one in told:
        try:
            yield _term(one)
        except (AttributeError, LookupError, TypeError, ValueError):
            continue  # written by no program of this kind: the rest of the list still serves


def _term(one: Mapping[str, Any]) -> OwnTerm:
    category = one.get("category")
    term = OwnTerm(
        str(one["list"]),
        str(one["label"]),
        tuple(map(str, one.get("aliases", ()))),
        tuple(map(str, one.get("units", ()))),
        str(one.get("group", "")),
        DiseaseCategory(category) if category else None,
    )
    _code(term)
    if not term.label or term.list not in (AGENTS, ANALYTES, DISEASES):
        raise ValueError(term.list)
    return term
