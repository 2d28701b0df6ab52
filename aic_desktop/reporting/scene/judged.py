"""The response of a lineage by a set of criteria, as periods on the axis."""

from collections.abc import Iterable, Iterator

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Lineage
from aic_desktop.domain.criteria import against_cytopenia, first_day, surely_before
from aic_desktop.domain.records import Cytopenia, Treatment
from aic_desktop.domain.response import CRITERIA, Assessment, Criteria, Level, assess, label, usual
from aic_desktop.domain.response import Period as Judged
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.scene.model import End, Period
from aic_desktop.reporting.scene.options import Options
from aic_desktop.reporting.scene.spans import certain_days, whole
from aic_desktop.reporting.scene.words import day_words

_NO_LINE = 99
_RANKS = {Level.NONE: 0, Level.PARTIAL: 1, Level.COMPLETE: 2}


def criteria_for(lineage: Lineage, options: Options) -> Criteria:
    """The set chosen for a lineage, else the usual one."""
    made = (found for found in CRITERIA.values() if lineage in found.lineages)
    chosen = options.criteria.get(lineage, "")
    return next((found for found in made if found.id == chosen), usual(lineage))


def start_of(case: Case, cytopenia: Cytopenia) -> Span | None:
    """The day a response is judged from: the first dose against it on a known day, else its onset.

    Treatments begun before the onset were not given for it. Numbered lines of therapy come first.
    """
    onset = case.days(cytopenia.onset) or case.days(cytopenia.diagnosed)
    spans = [(treatment, first_day(case, treatment)) for treatment in against_cytopenia(case)]
    since = [(t, s) for t, s in spans if s and not (onset and surely_before(s, onset))]
    exact = [(t, s) for t, s in since if s.exact]
    found = min(exact or since, key=_order, default=None)
    return found[1] if found else onset


def judged_periods(case: Case, cytopenia: Cytopenia, criteria: Criteria, before: float) -> Iterator[Period]:
    """What the counts of one episode amount to, up to a day before which the next had not begun."""
    for assessment in assess(case, criteria, start_of(case, cytopenia))[:1]:
        for judged in assessment.periods:
            period = _period(cytopenia, assessment, judged)
            if period and period.start_lo < before:
                yield period


def _period(cytopenia: Cytopenia, assessment: Assessment, judged: Judged) -> Period | None:
    """None for what is not assessable whatever the open questions."""
    if judged.possible not in _RANKS:
        return None
    lo, _ = whole(judged.first)
    _, last = whole(judged.seen)
    until = whole(judged.until)[0] if judged.until else last
    names = list(dict.fromkeys(_names(assessment, judged)))
    open_words = "" if judged.certain in _RANKS else ", if it can be judged at all"
    words = f"{assessment.endpoint.label} by {assessment.criteria.title}: {' or '.join(names)}{open_words}"
    days = day_words(judged.first if judged.first == judged.seen else _hull(judged.first, judged.seen))
    return Period(
        cytopenia.id,
        _RANKS.get(judged.certain),
        _RANKS[judged.possible],
        lo,
        *certain_days(judged.first, judged.seen),
        max(until, last),
        End.EXACT,
        "–".join(names) + ("?" if open_words else ""),
        f"{words}, counts of {days}",
    )


def _names(assessment: Assessment, judged: Judged) -> Iterable[str]:
    levels = (judged.certain, judged.possible)
    return (label(assessment.endpoint, level) for level in levels if level in _RANKS)


def _hull(first: Span, last: Span) -> Span:
    return Span(first.earliest, last.latest)


def _order(found: tuple[Treatment, Span]) -> tuple[int, float]:
    treatment, span = found
    return treatment.line or _NO_LINE, span.middle
