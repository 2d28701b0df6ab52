"""Doses of one treatment: single doses as ticks, held doses as steps, and the summary beside the bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import agents
from aic_desktop.domain.quantity import Quantity, render
from aic_desktop.domain.records import Dose, Treatment
from aic_desktop.domain.timepoint import Span
from aic_desktop.domain.units import shown
from aic_desktop.reporting.scene.model import Step, Tick
from aic_desktop.reporting.scene.spans import Edges, ends, start_edges, stop_edges, whole
from aic_desktop.reporting.scene.words import amount_words, day_words, joined

_SAME_DAY_STEP = 0.3


@dataclass(frozen=True, slots=True)
class Given:
    """The doses of a treatment, the dated ones in the order of their days."""

    singles: tuple[tuple[Dose, Span], ...]
    held: tuple[tuple[Dose, Span], ...]
    undated: tuple[Dose, ...]

    @property
    def dated(self) -> tuple[tuple[Dose, Span], ...]:
        """Every dose with a day."""
        return self.singles + self.held


def given(case: Case, treatment: Treatment, doses: Sequence[Dose]) -> Given:
    """Sort a treatment's doses into single and held ones."""
    spans = [(dose, case.days(dose.day)) for dose in doses]
    dated = sorted(((d, s) for d, s in spans if s), key=lambda pair: (pair[1].middle, pair[0].sequence or 0))
    return Given(
        tuple((dose, span) for dose, span in dated if not _held(dose, treatment.agent)),
        tuple((dose, span) for dose, span in dated if _held(dose, treatment.agent)),
        tuple(dose for dose, span in spans if span is None),
    )


def ticks(doses: Given) -> tuple[Tick, ...]:
    """One tick for each single dose; those of one exact day stand side by side in their order."""
    found: list[Tick] = []
    for span, group in groupby(doses.singles, key=lambda pair: pair[1]):
        same_day = list(group)
        for place, (dose, _) in enumerate(same_day):
            number = len(found) + 1
            shift = (place - (len(same_day) - 1) / 2) * _SAME_DAY_STEP if span.exact else 0.0
            amount = amount_words(dose.amount)
            text = joined((f"dose {number}", amount, day_words(span)))
            lo, hi = whole(span)
            found.append(Tick(dose.id, span.middle + shift, lo, hi, *ends(span), number, amount, text))
    return tuple(found)


def steps(case: Case, doses: Given, stop: Edges, highest: dict[str, float]) -> tuple[Step, ...]:
    """One step for each held dose: until its own end, the next step, or the end of the course."""
    found = []
    for place, (dose, span) in enumerate(doses.held):
        until = case.days(dose.until)
        following = doses.held[place + 1][1] if place + 1 < len(doses.held) else None
        end = stop_edges(until) if until else start_edges(following) if following else stop
        start = start_edges(span)
        # What is given from a day on is given on that day, whenever after it the next dose began.
        least = min(start.hi + 1, end.hi) if span.exact else start.hi
        low, high = _levels(dose.amount, highest)
        amount = amount_words(dose.amount)
        when = day_words(span if until is None else Span(span.earliest, until.latest))
        found.append(
            Step(
                dose.id, start.lo, start.hi, max(end.lo, least), max(end.hi, start.hi), low, high, amount,
                joined((amount, when)),
            )
        )  # fmt: skip
    return tuple(found)


def highest_by_unit(doses: Sequence[Dose]) -> dict[str, float]:
    """The highest amount in each unit; amounts in different units cannot be compared by height."""
    highest: dict[str, float] = {}
    for dose in doses:
        if dose.amount:
            top = float(dose.amount.high or dose.amount.low or 0)
            highest[dose.amount.unit] = max(top, highest.get(dose.amount.unit, 0.0))
    return highest


def summary(treatment: Treatment, doses: Given) -> str:
    """The dose in short: “16 mg/kg ×6”, “2 → 1 → 0.5 mg/kg/d”, “50–75 mg/d”, and the target level."""
    held = [d.amount for d, _ in doses.held if d.amount]
    loose = [d.amount for d in doses.undated if d.amount]
    if not held:
        held = [a for a in loose if _daily(a.entered_unit, treatment.agent)]
    single = [d.amount for d, _ in doses.singles if d.amount]
    single += [a for a in loose if a not in held]
    number = max(treatment.planned_doses or 0, len(doses.singles))
    times = f"×{number}" if number > 1 else ""
    target = f"target {render(treatment.target)}" if treatment.target else ""
    amounts = joined((_sequence(held), _range(single)))
    return joined((joined((amounts, times), " "), target))


def _held(dose: Dose, agent: str | None) -> bool:
    return dose.until is not None or _daily(dose.amount.entered_unit if dose.amount else "", agent)


def _daily(unit: str, agent: str | None) -> bool:
    """Whether an amount per day means a dose held, not one dose of a drug that is given in single doses."""
    listed = agents().get(agent or "")
    usual = listed.dose_units[0] if listed and listed.dose_units else unit
    return (unit or usual).endswith("/d") and usual.endswith("/d")


def _levels(amount: Quantity | None, highest: dict[str, float]) -> tuple[float, float]:
    """Anything between nothing and all where one amount of several is not known."""
    if amount is None and highest:
        return 0.0, 1.0
    if amount is None or len(highest) != 1 or not highest.get(amount.unit):
        return 1.0, 1.0
    top = highest[amount.unit]
    low, high = float(amount.low or 0), float(amount.high or amount.low or 0)
    return low / top, high / top


def _sequence(amounts: Sequence[Quantity]) -> str:
    """A taper: each amount once as it changes, the unit at the end; the middle left out where long."""
    if not amounts or len({a.entered_unit for a in amounts}) > 1:
        return joined(dict.fromkeys(amount_words(a) for a in amounts), " → ")
    unit = amounts[0].entered_unit
    texts = [text for text, _ in groupby(render(a, unit, with_unit=False) for a in amounts)]
    shortened = texts if len(texts) <= 4 else [*texts[:2], "…", texts[-1]]
    return f"{' → '.join(shortened)} {shown(unit)}"


def _range(amounts: Sequence[Quantity]) -> str:
    """One amount, or the lowest to the highest where single doses differ."""
    texts = dict.fromkeys(amount_words(a) for a in amounts)
    if len(texts) < 2 or len({a.unit for a in amounts}) > 1:
        return joined(texts, " / ")
    by_size = sorted(amounts, key=lambda a: a.low or a.high or 0)
    unit = by_size[0].entered_unit
    lowest, highest = (render(a, unit, with_unit=False) for a in (by_size[0], by_size[-1]))
    return f"{lowest}–{highest} {shown(unit)}"
