"""What a condition can be about, as a person picks it from one list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aic_desktop.domain.choices import CourseKind, EventKind, Lineage, Product
from aic_desktop.domain.codes import Codes
from aic_desktop.domain.units import shown
from aic_desktop.reporting.filters import Askable, Askables, quoted

ORDERED = ("<", "≤", "≥", ">")
ANY_LINEAGE = "any lineage"


@dataclass(frozen=True, slots=True)
class Subject:
    """One entry of the list: the words of the condition it makes, `{value}` standing for what is typed.

    `comparisons` are offered beside it; of `values` one is chosen, or one is typed, `unit` behind it, where
    there are none; `timed` if bounds in time can follow.
    """

    label: str
    words: str
    comparisons: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    unit: str = ""
    typed: bool = False
    timed: bool = False


def subjects(known: Askables) -> tuple[Subject, ...]:
    """Everything that can be asked: facts of the patient first, then counts, treatments and the course."""
    return (*_facts(known.facts), *_counts(known.codes), *_treatments(known.codes), *_course())


def condition(subject: Subject, comparison: str, value: str, bounds: str) -> str:
    """The condition in the language of filters."""
    when = f" {bounds}" if subject.timed and bounds else ""
    chosen = "" if value == ANY_LINEAGE else value
    words = subject.words.format(comparison=comparison, value=chosen, unit=subject.unit)
    return " ".join(f"{words.removesuffix(' of ')}{when}".split())


def _facts(facts: Mapping[str, Askable]) -> Iterator[Subject]:
    for fact in facts.values():
        levels = tuple(quoted(label) for _, label in fact.levels)
        signs = ("=", "≠") if levels else ("<", "≤", "=", "≥", ">")
        words = f"{quoted(fact.name)} {{comparison}} {{value}} {{unit}}"
        yield Subject(fact.label, words, signs, levels, fact.unit, typed=not levels)


def _counts(codes: Codes) -> Iterator[Subject]:
    for analyte in codes.analytes.values():
        unit = shown(analyte.units.accepted[0])
        words = f"{quoted(analyte.label.lower())} {{comparison}} {{value}} {{unit}}"
        yield Subject(f"count: {analyte.label}", words, ORDERED, unit=unit, typed=True, timed=True)


def _treatments(codes: Codes) -> Iterator[Subject]:
    given = ("given", "not given")
    for agent in codes.agents.values():
        yield Subject(f"treatment: {agent.label}", f"{quoted(agent.label)} {{comparison}}", given, timed=True)
    for agent in codes.agents.values():
        words = f"{quoted(agent.label)} given at least {{value}} times"
        yield Subject(f"number of doses: {agent.label}", words, typed=True, timed=True)
    for product in Product:
        words = f"at least {{value}} units of {product.label}"
        yield Subject(f"transfusion: {product.label}", words, typed=True, timed=True)


def _course() -> Iterator[Subject]:
    lineages = (ANY_LINEAGE, *(quoted(lineage.label) for lineage in Lineage))
    for kind in CourseKind:
        words = f"course {quoted(kind.label)} of {{value}}"
        yield Subject(f"course: {kind.label}", words, values=lineages, timed=True)
    for event in EventKind:
        yield Subject(f"event: {event.label}", f"event {quoted(event.label)}", timed=True)
