"""The words of the shorthand: agents, analytes, products, events, courses and what else can be named."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import (
    Choice,
    CourseKind,
    EventKind,
    FindingTest,
    GvhdKind,
    Lineage,
    Product,
    Status,
)
from aic_desktop.domain.codes import analytes, code_list
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.shorthand.vocabulary import (
    COURSES,
    EVENTS,
    GVHD,
    LINEAGES,
    PRODUCTS,
    STATUS,
    STEPS,
    TESTS,
    Words,
)

BEGINNING = 3  # letters from which on the beginning of a name is enough
MOST_NAMED = 4
_LONGEST = 5  # words of a name


class What(StrEnum):
    """What kind of thing a word names."""

    ANALYTE = "analyte"
    PRODUCT = "product"
    AGENT = "agent"
    EVENT = "event"
    COURSE = "course"
    STATUS = "status"
    FINDING = "finding"
    GVHD = "gvhd"
    CYTOPENIA = "cytopenia"
    CHIMERISM = "chimerism"
    ENGRAFTMENT = "engraftment"
    REACTION = "reaction"
    START = "start"
    STOP = "stop"


_VERBS: dict[What, tuple[str, ...]] = {
    What.CHIMERISM: ("chimerism", "donor chimerism", "chim", "Chimärismus"),
    What.ENGRAFTMENT: ("engraftment", "engrafted", "Anwachsen"),
    What.REACTION: ("reaction", "infusion reaction", "IRR", "Reaktion", "Infusionsreaktion"),
    What.START: ("start", "started", "begin", "Beginn von"),
    What.STOP: ("stop", "stopped", "end", "Stopp", "Ende", "abgesetzt"),
}
_WHOLE = {What.REACTION, What.START, What.STOP}  # not known by their beginning


_LISTS = ((What.ANALYTE, "analytes"), (What.AGENT, "agents"))


class Named(NamedTuple):
    """A thing by its code; not `product_only` when a count is called by the same word."""

    what: What
    code: str
    label: str
    product_only: bool = True  # always so where it is no product


def lineage(text: str) -> Lineage | None:
    """The lineage a text names, None for none."""
    wanted = text.casefold()
    return next(
        (cells for cells, names in LINEAGES.items() if wanted in {name.casefold() for name in names}), None
    )


def named(text: str, case: Case) -> tuple[tuple[Named, ...], str]:
    """What the first words name, in all its meanings, and the words after; nothing when nothing is known.

    The longest name wins; else the first word may begin one. Problem when it begins too many.
    """
    words = text.split(" ")
    names = {**_names(), **_own(case)}
    for length in range(min(len(words), _LONGEST), 0, -1):
        said = " ".join(words[:length]).casefold().rstrip(":")
        if said in names:
            return names[said], " ".join(words[length:])
    begun = _begun(words[0].casefold(), names)
    return begun, " ".join(words[1:])


def _begun(start: str, names: Mapping[str, tuple[Named, ...]]) -> tuple[Named, ...]:
    if len(start) < BEGINNING or not start[0].isalpha():
        return ()
    found = {(n.what, n.code): n for name in names if name.startswith(start) for n in names[name]}
    found = {key: n for key, n in found.items() if n.what not in _WHOLE}
    if len(found) > MOST_NAMED:
        offered = ", ".join(sorted({n.label for n in found.values()})[: 2 * MOST_NAMED])
        raise Problem(f"“{start}” can be {offered}. Write a little more of it.")
    return tuple(found.values())


def _own(case: Case) -> dict[str, tuple[Named, ...]]:
    """What the registry has added to the lists, and treatments of the case that no list knows."""
    listed = case.codes.agents
    found = {t.agent: Named(What.AGENT, t.agent, t.agent) for t in case.treatments if t.agent}
    own = {name: named for name, named in found.items() if name not in listed}
    for what, name in _LISTS:
        for code in case.codes.own(name).values():
            own |= dict.fromkeys((code.label, *code.aliases), Named(what, code.id, code.label))
    folded = {" ".join(name.casefold().split()): (named,) for name, named in own.items()}
    return {name: named for name, named in folded.items() if name and name not in _names()}


@cache
def _names() -> Mapping[str, tuple[Named, ...]]:
    """Every name in small letters, with all it can mean."""
    found: dict[str, dict[tuple[str, str], Named]] = {}
    for name, meaning in (*_listed(), *_given(), *_chosen(), *_said()):
        found.setdefault(name.casefold(), {}).setdefault((meaning.what, meaning.code), meaning)
    return {name: tuple(meanings.values()) for name, meanings in found.items()}


def _listed() -> Iterator[tuple[str, Named]]:
    for what, name in _LISTS:
        for code in code_list(name).values():
            for spelling in (code.label, code.id, code.id.replace("_", " "), *code.aliases):
                yield spelling, Named(what, code.id, code.label)


def _given() -> Iterator[tuple[str, Named]]:
    platelets = analytes()["platelets"]
    for spelling in (platelets.label, *platelets.aliases):
        yield spelling, Named(What.PRODUCT, Product.PLATELETS, Product.PLATELETS.label, product_only=False)
    for product, names in PRODUCTS.items():
        for spelling in (product.label, *names):
            yield spelling, Named(What.PRODUCT, product, product.label)


def _chosen() -> Iterator[tuple[str, Named]]:
    tables: tuple[tuple[What, Words, type[Choice]], ...] = (
        (What.COURSE, COURSES, CourseKind),
        (What.EVENT, EVENTS, EventKind),
        (What.STATUS, STATUS, Status),
        (What.GVHD, GVHD, GvhdKind),
        (What.FINDING, TESTS, FindingTest),
    )
    for what, words, choices in tables:
        for choice in (c for c in choices if c is not FindingTest.OTHER):
            own = () if what is What.GVHD else (choice.label, choice.value.replace("_", " "))
            for spelling in (*own, *words.get(choice, ())):
                yield spelling, Named(what, choice.value, choice.label)


def _said() -> Iterator[tuple[str, Named]]:
    for what, words in _VERBS.items():
        for word in words:
            yield word, Named(what, what, words[0])
    for field, words in STEPS.items():
        for word in words:
            yield word, Named(What.CYTOPENIA, field, words[0])
