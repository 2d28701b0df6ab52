"""The days that a time axis may count from: HSCT, the onset of a cytopenia, the first dose of an agent.

What is counted from is named as it may be typed: “hsct”, “onset”, a cytopenia such as “AIHA”, or an agent.
"""

from collections.abc import Iterator

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Lineage
from aic_desktop.domain.codes import coded, label_of
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.scene import roles
from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.model import Zero
from aic_desktop.reporting.scene.words import day_words

HSCT = "hsct"
ONSET = "onset"
DAY_0 = Zero("HSCT", 0)
_LINEAGES = {name.casefold(): lineage for lineage, name in roles.CYTOPENIA_NAMES.items()}


def zeros(case: Case) -> tuple[Zero, ...]:
    """Every day 0 that is known exactly: HSCT, each onset, the first day of each drug of the cytopenia."""
    found = [DAY_0]
    for cytopenia in case.cytopenias:
        span = case.days(cytopenia.onset)
        if span and span.exact:
            found.append(_zero(_onset_title(cytopenia.lineage), span))
    firsts = [(title_of(agent), _span(case, agent)) for agent in agents_of(case)]
    known = [_zero(title, span) for title, span in firsts if span and span.exact]
    return tuple(dict.fromkeys([*found, *sorted(known, key=lambda zero: (zero.day, zero.label))]))


def zero_of(case: Case, name: str) -> Zero:
    """The day 0 of a case by its name; Problem, in a few words, where no single day is known for it."""
    what, title = _canonical(name), title_of(name)
    span = _span(case, what)
    if span and span.exact:
        return _zero(title, span)
    if span:
        raise Problem(f"{title} {day_words(span)}, not on one day")
    given = what in (ONSET, *_LINEAGES) or what in agents_of(case)
    raise Problem(f"{title}: day not known" if given else f"{label_of('agents', what)} not given")


def chosen_zero(case: Case, name: str) -> Zero:
    """The same for what was chosen in some other case: HSCT where this case does not have it."""
    try:
        return zero_of(case, name)
    except Problem:
        return DAY_0


def name_of(zero: Zero) -> str:
    """What `zero_of` finds the day by, in this and in any other case."""
    if zero == DAY_0:
        return HSCT
    title = zero.label.rpartition(", ")[0] or zero.label
    return title.removeprefix("onset of ").removeprefix("first ")


def title_of(name: str) -> str:
    """What an axis counted from it is called: HSCT, onset, onset of AIHA, first daratumumab."""
    what = _canonical(name)
    if what in (HSCT, ONSET):
        return "HSCT" if what == HSCT else "onset"
    if what in _LINEAGES:
        return _onset_title(_LINEAGES[what])
    return f"first {label_of('agents', what)}"


def agents_of(case: Case) -> tuple[str, ...]:
    """The agents given against the cytopenia, in the order of entry."""
    return tuple(dict.fromkeys(t.agent for t in criteria.against_cytopenia(case) if t.agent))


def _canonical(name: str) -> str:
    typed = name.strip().casefold()
    if typed in (HSCT, ONSET, *_LINEAGES):
        return typed
    return coded("agents", name)


def _span(case: Case, what: str) -> Span | None:
    if what == HSCT:
        return Span(0, 0)
    if what == ONSET:
        return criteria.onset(case)
    if what in _LINEAGES:
        return next(_onsets(case, _LINEAGES[what]), None)
    return criteria.first_day(case, *criteria.given(case, what))


def _onsets(case: Case, lineage: Lineage) -> Iterator[Span]:
    """By episode."""
    records = sorted((c for c in case.cytopenias if c.lineage is lineage), key=lambda c: c.episode or 1)
    return (span for record in records if (span := case.days(record.onset)))


def _onset_title(lineage: Lineage | None) -> str:
    return f"onset of {roles.CYTOPENIA_NAMES[lineage] if lineage else 'cytopenia'}"


def _zero(title: str, span: Span) -> Zero:
    day = span.earliest or 0
    return Zero(title if title == DAY_0.label else f"{title}, {signed(day)}", day)
