"""Treatments begun and stopped, and reactions to them."""

from collections.abc import Iterator
from dataclasses import replace

from aic_desktop.domain.changes import edit
from aic_desktop.domain.choices import StopReason, YesNo
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Cell, Dose, Reaction, Treatment, Value
from aic_desktop.domain.shorthand.base import Clause, Made, new_record
from aic_desktop.domain.shorthand.doses import doses
from aic_desktop.domain.shorthand.names import What, named
from aic_desktop.domain.shorthand.vocabulary import STOPPED, graded, leading
from aic_desktop.domain.text import title_of
from aic_desktop.domain.timepoint import Span, render

INFUSION_REACTION = "infusion related reaction"


def start(clause: Clause) -> Iterator[Made]:
    """A new treatment, whatever the case has of the same agent."""
    for one in agents_in(clause):
        yield from doses(one, fresh=True)


def agents_in(clause: Clause) -> Iterator[Clause]:
    """The clause with the agent named in its rest in the place of the verb."""
    names, rest = named(clause.rest, clause.case)
    found = [name for name in names if name.what is What.AGENT]
    if not found:
        raise Problem(f"Of which treatment? For example: 143 {clause.named.label} dara.")
    for name in found:
        yield replace(clause, named=name, rest=rest)


def stop(clause: Clause) -> Iterator[Made]:
    """The last day of a treatment, and why where it is said."""
    for one in agents_in(clause):
        reason, rest = leading(one.rest, StopReason, STOPPED) if one.rest else (None, "")
        if rest:
            offered = ", ".join(choice.label for choice in StopReason)
            raise Problem(f"“{rest}” is not one of the reasons for a stop: {offered}.")
        for treatment in reversed(_going_on(one)):
            changes = [edit(one.case, treatment, "stop", _cell(treatment, "stop", one.moment.day))]
            if reason is not None and treatment.stop_reason is not reason:
                cell = _cell(treatment, "stop_reason", reason)
                changes.append(edit(one.case, treatment, "stop_reason", cell))
            if treatment.ongoing is YesNo.YES:
                changes.append(edit(one.case, treatment, "ongoing", _cell(treatment, "ongoing", YesNo.NO)))
            because = f", {reason.label}" if reason else ""
            instead = f", instead of {render(treatment.stop)}" if treatment.stop else ""
            words = f"Stop of the treatment “{title_of(treatment)}”{because}, {one.once()}{instead}"
            yield Made(tuple(changes), words)


def _cell(treatment: Treatment, field: str, value: Value) -> Cell:
    return replace(treatment.cell(field), value=value, missing=None)


def _going_on(clause: Clause) -> list[Treatment]:
    """The treatments with the agent that may have gone on until that day; those without a stop, if any."""
    day = clause.case.days(clause.moment.day)
    held = [t for t in clause.case.treatments if t.agent == clause.named.code]
    begun = [t for t in held if _may_precede(clause.case.days(t.start), day)]
    if not begun:
        raise Problem(f"No treatment with {clause.named.label} had begun by then. Enter it first.")
    return [t for t in begun if t.stop is None] or [t for t in begun if t.stop != clause.moment.day] or begun


def _may_precede(start: Span | None, day: Span | None) -> bool:
    known = start is not None and day is not None and start.earliest is not None and day.latest is not None
    return not known or start.earliest <= day.latest  # type: ignore[union-attr, operator]


def reaction(clause: Clause) -> Iterator[Made]:
    """An adverse reaction to the treatment named, or to those with a dose on that day."""
    grade, text = graded(clause.rest)
    names, rest = named(text, clause.case) if text else ((), "")
    agents = {name.code for name in names if name.what is What.AGENT}
    term = (rest if agents else text) or INFUSION_REACTION
    term = term.removeprefix("to ").strip(" :")
    causes = [t for t in clause.case.treatments if (t.agent in agents if agents else _given_then(clause, t))]
    if not causes:
        raise Problem("To which treatment? Name one of this case: 118 reaction dara bronchial obstruction.")
    for treatment in causes:
        values = {"owner": treatment.id, "day": clause.moment.day, "term": term, "ctcae_grade": grade}
        how = f", grade {grade}" if grade else ""
        words = f"Reaction to “{title_of(treatment)}”: {term}{how}, {clause.once()}"
        yield Made((new_record(clause.case, Reaction, **values),), words)


def _given_then(clause: Clause, treatment: Treatment) -> bool:
    """It has a dose on that day."""
    day = clause.case.days(clause.moment.day)
    doses_of = clause.case.owned_by(treatment.id, Dose)
    return day is not None and any(clause.case.days(dose.day) == day for dose in doses_of)
