"""An assessment told in words: for a tooltip, a report, and whoever asks how a figure came about."""

from collections.abc import Iterator

from aic_desktop.domain.criteria.spans import between, day_text
from aic_desktop.domain.response.assessment import Assessment, Level, Occurrence
from aic_desktop.domain.response.sets import Criteria, Endpoint
from aic_desktop.domain.timepoint import Span


def label(endpoint: Endpoint, level: Level) -> str:
    """The level as its source names it: CR, R or PR, NR; independent, recovered."""
    names = {
        Level.COMPLETE: endpoint.complete_label,
        Level.PARTIAL: endpoint.partial_label,
        Level.NONE: endpoint.none_label,
    }
    return names.get(level, level.label)


def told(found: Assessment) -> tuple[str, ...]:
    """The result, then what it rests on, a sentence each: events, baseline, counts left out, assumptions."""
    return (_result(found), *_events(found), *_basis(found))


def rule(criteria: Criteria) -> tuple[str, ...]:
    """The set's own definitions, a line each with how far each has been checked, and its source."""
    lines = [f"{term.term}: {term.definition} ({term.standing.label})" for term in criteria.terms]
    return (criteria.title, *lines, criteria.citation)


def _result(found: Assessment) -> str:
    names = dict.fromkeys(label(found.endpoint, level) for level in (found.certain, found.possible))
    since = f" from {day_text(found.start)}" if found.start else ""
    by = "" if found.endpoint.label == found.criteria.name else f" by {found.criteria.title}"
    return f"{found.endpoint.label}{by}{since}: {' or '.join(names)}."


def _events(found: Assessment) -> Iterator[str]:
    endpoint, asked = found.endpoint, found.endpoint.confirm_days is not None
    if found.response and endpoint.partial:
        second = _confirmation(found.response_confirmed) if asked else ""
        after = _days(found.time_to_response)
        yield f"{endpoint.partial_label} or better {_when(found.response)}{after}{second}."
    if found.complete:
        second = _confirmation(found.complete_confirmed) if asked else ""
        name, after = endpoint.complete_label, _days(between(found.start, found.complete.day))
        yield f"{name[:1].upper()}{name[1:]} {_when(found.complete)}{after}{second}."
    if found.lost:
        again = _confirmation(found.lost_confirmed) if endpoint.loss_days is not None else ""
        yield f"Lost {_when(found.lost)}{again}."
    if found.response and found.seen:
        last = found.periods[-1]
        names = dict.fromkeys(label(endpoint, level) for level in (last.certain, last.possible))
        yield f"At the last count, {day_text(last.seen)}: {' or '.join(names)}."


def _basis(found: Assessment) -> Iterator[str]:
    if found.why:
        yield found.why
    if found.baseline:
        counts = " or ".join(f"{judged.text} on {day_text(judged.span)}" for judged in found.baseline)
        yield f"Baseline: {counts}, the last count up to the start that is not left out."
    elif found.seen:
        yield "No count before the start: a baseline below the level of response is assumed."
    for left_out in found.left_out:
        day = f" of {day_text(left_out.day)}" if left_out.day else ""
        yield f"Left out: the count{day}, {left_out.why}."
    yield from found.assumptions


def _when(event: Occurrence) -> str:
    return f"{'on' if event.certain else 'possibly on'} {day_text(event.day)}"


def _days(since: Span | None) -> str:
    """“, 34 days after the start”, as precisely as that is known."""
    if since is None or since.earliest is None or since.latest is None:
        return ""
    number = f"{since.earliest}" if since.exact else f"{since.earliest} to {since.latest}"
    return f", {number} days after the start"


def _confirmation(confirmed: Occurrence | None) -> str:
    if confirmed is None:
        return ", not confirmed by a second count"
    return f", confirmed by a second count {_when(confirmed)}"
