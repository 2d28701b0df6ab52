"""The words of the shorthand: agents, analytes, products, events, courses and what else can be named."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice, CourseKind, EventKind, Lineage, Product, Status
from aic_desktop.domain.codes import agents, analytes, code_list
from aic_desktop.domain.problem import Problem

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


class Named(NamedTuple):
    """A thing by its code; not `product_only` when a count is called by the same word."""

    what: What
    code: str
    label: str
    product_only: bool = True  # always so where it is no product


# English and German; what is said at the bedside beside the labels.
_PRODUCTS: dict[Product, tuple[str, ...]] = {
    Product.PLATELETS: (
        "TK", "PC", "platelet concentrate", "platelet concentrates", "platelet transfusion",
        "platelet transfusions", "Thrombozytenkonzentrat", "Thrombozytenkonzentrate",
    ),
    Product.RED_CELLS: (
        "red cells", "red blood cells", "RBC", "PRBC", "pRBCs", "packed red cells", "EK", "Erythrozyten",
        "Erythrozytenkonzentrat", "Erythrozytenkonzentrate", "erythrocytes",
    ),
    Product.PLASMA: ("FFP", "GFP", "fresh frozen plasma"),
    Product.GRANULOCYTES: ("granulocyte concentrate", "Granulozyten", "Granulozytenkonzentrat"),
}  # fmt: skip
_EVENTS: dict[Choice, tuple[str, ...]] = {
    EventKind.VIRAL_REACTIVATION: ("reactivation", "Reaktivierung", "Virusreaktivierung"),
    EventKind.INFECTION: ("Infektion",),
    EventKind.BLEEDING: ("bleed", "haemorrhage", "hemorrhage", "Blutung"),
    EventKind.TMA: ("TMA",),
    EventKind.VOD: ("SOS",),
    EventKind.RELAPSE_OF_DISEASE: ("relapse", "Rezidiv", "disease relapse"),
    EventKind.DONOR_LYMPHOCYTES: ("DLI",),
    EventKind.STEM_CELL_BOOST: ("boost",),
    EventKind.HAEMOLYTIC_CRISIS: ("hemolytic crisis", "hämolytische Krise"),
    EventKind.SHOCK: ("Schock",),
    EventKind.THROMBOEMBOLISM: ("thrombosis", "Thrombose", "Thromboembolie"),
    EventKind.ORGAN_FAILURE: ("Organversagen",),
    EventKind.ADMISSION: ("admitted", "Aufnahme"),
    EventKind.DISCHARGE: ("discharged", "Entlassung", "entlassen"),
}
_COURSES: dict[Choice, tuple[str, ...]] = {
    CourseKind.PARTIAL_RESPONSE: ("PR", "partielle Remission"),
    CourseKind.COMPLETE_RESPONSE: ("CR", "complete remission", "komplette Remission"),
    CourseKind.NO_RESPONSE: ("NR", "refractory", "refraktär"),
    CourseKind.RESPONSE_SIGN: ("response", "Ansprechen"),
    CourseKind.RELAPSE: ("Rezidiv",),
    CourseKind.FLARE: ("flare-up", "Schub"),
    CourseKind.STABLE: ("stabil",),
}
_STATUS: dict[Choice, tuple[str, ...]] = {
    Status.ALIVE: ("lebt", "am Leben"),
    Status.DEAD: ("died", "death", "†", "verstorben", "gestorben", "tot"),
}
_LINEAGES: dict[Lineage, tuple[str, ...]] = {
    Lineage.PLATELETS: ("platelets", "platelet", "plt", "AIT", "ITP", "Thrombozyten"),
    Lineage.RED_CELLS: ("red cells", "red cell", "AIHA", "hb", "Erythrozyten"),
    Lineage.NEUTROPHILS: ("neutrophils", "neutrophil", "AIN", "ANC", "Neutrophile"),
    Lineage.RED_CELL_PRECURSORS: ("red cell precursors", "PRCA"),
}


def lineage(text: str) -> Lineage | None:
    """The lineage a text names, None for none."""
    wanted = text.casefold()
    return next(
        (cells for cells, names in _LINEAGES.items() if wanted in {name.casefold() for name in names}), None
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
    if len(found) > MOST_NAMED:
        offered = ", ".join(sorted({n.label for n in found.values()})[: 2 * MOST_NAMED])
        raise Problem(f"“{start}” can be {offered}. Write a little more of it.")
    return tuple(found.values())


def _own(case: Case) -> dict[str, tuple[Named, ...]]:
    """Treatments of the case that no list knows."""
    free = {t.agent for t in case.treatments if t.agent and t.agent not in agents()}
    return {
        " ".join(agent.casefold().split()): (Named(What.AGENT, agent, agent),)
        for agent in free
        if agent.strip() and agent.casefold() not in _names()
    }


@cache
def _names() -> Mapping[str, tuple[Named, ...]]:
    """Every name in small letters, with all it can mean."""
    found: dict[str, dict[tuple[str, str], Named]] = {}
    for name, meaning in (*_listed(), *_given(), *_chosen()):
        found.setdefault(name.casefold(), {}).setdefault((meaning.what, meaning.code), meaning)
    return {name: tuple(meanings.values()) for name, meanings in found.items()}


def _listed() -> Iterator[tuple[str, Named]]:
    for what, name in ((What.ANALYTE, "analytes"), (What.AGENT, "agents")):
        for code in code_list(name).values():
            for spelling in (code.label, code.id, code.id.replace("_", " "), *code.aliases):
                yield spelling, Named(what, code.id, code.label)


def _given() -> Iterator[tuple[str, Named]]:
    platelets = analytes()["platelets"]
    for spelling in (platelets.label, *platelets.aliases):
        yield spelling, Named(What.PRODUCT, Product.PLATELETS, Product.PLATELETS.label, product_only=False)
    for product, names in _PRODUCTS.items():
        for spelling in (product.label, *names):
            yield spelling, Named(What.PRODUCT, product, product.label)


def _chosen() -> Iterator[tuple[str, Named]]:
    tables: tuple[tuple[What, Mapping[Choice, tuple[str, ...]], type[Choice]], ...] = (
        (What.COURSE, _COURSES, CourseKind),
        (What.EVENT, _EVENTS, EventKind),
        (What.STATUS, _STATUS, Status),
    )
    for what, words, choices in tables:
        for choice in choices:
            for spelling in (choice.label, choice.value.replace("_", " "), *words.get(choice, ())):
                yield spelling, Named(what, choice.value, choice.label)
