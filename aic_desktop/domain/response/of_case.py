"""A case judged by a set of criteria: its entries put before the plain judgement, and what that says."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import inf
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Product
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.criteria.outcome import last_contact
from aic_desktop.domain.criteria.spans import Bounds, bounds, day_text, earliest_of, latest_of, surely_before
from aic_desktop.domain.criteria.therapy import against_cytopenia, first_day
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.response import core
from aic_desktop.domain.response.assessment import LEVELS, Assessment, Level, Period, Seen, span_of
from aic_desktop.domain.response.chart import Chart, Judged, Windows, chart, transfusions_of
from aic_desktop.domain.response.core import Readings, Verdict
from aic_desktop.domain.response.independence import Transfused, independence
from aic_desktop.domain.response.levels import NEVER, NOT_ASSESSABLE, Row
from aic_desktop.domain.response.normal import haemoglobin_of
from aic_desktop.domain.response.sets import PRODUCT_NAMES, Criteria, Endpoint
from aic_desktop.domain.timepoint import Span

_NO_START = "The day to judge from is not known."
_HAEMOLYSIS = (
    "Whether bilirubin, LDH, haptoglobin and reticulocytes were normal is not judged, since the laboratory's "
    "limits are not recorded: a complete response is possible at best."
)


class _Asked(NamedTuple):
    """What is judged, and from when to when."""

    criteria: Criteria
    endpoint: Endpoint
    start: Span | None
    until: Span | None
    windows: Windows

    @property
    def zero(self) -> Bounds:
        return bounds(self.start)

    @property
    def end(self) -> Bounds:
        return bounds(self.until) if self.until else NEVER


def assess(
    case: Case,
    criteria: Criteria,
    start: Span | None,
    windows: Windows | None = None,
    until: Span | None = None,
) -> tuple[Assessment, ...]:
    """Every endpoint of a set, judged from a day on: the first dose of a treatment, or an onset.

    `until` is when the next treatment was begun (`next_begun`), if a response is to be credited to this one:
    counts from then on tell only how long a response lasts that had begun before.
    """
    asked = [_Asked(criteria, found, start, until, windows or Windows()) for found in criteria.endpoints]
    return tuple(
        _independence(case, one, one.endpoint.product) if one.endpoint.product else _by_counts(case, one)
        for one in asked
    )


def next_begun(case: Case, start: Span) -> Span | None:
    """The day the next treatment of the cytopenia was begun, of those surely begun after one; None for none.

    As imprecise as it is which of them was the next.
    """
    days = (first_day(case, treatment) for treatment in against_cytopenia(case))
    return earliest_of(day for day in days if day and surely_before(start, day))


def overall(found: Sequence[Assessment]) -> tuple[Level, Level]:
    """The response of several lineages together, certain and possible: no better than that of the worst.

    Evans syndrome: each lineage by its own criteria, complete only if all are (RECALLED). Where one is not
    assessable, neither is the whole; nothing assessed is not assessable.
    """
    certain = min((LEVELS.index(a.certain) for a in found), default=NOT_ASSESSABLE)
    possible = min((LEVELS.index(a.possible) for a in found), default=NOT_ASSESSABLE)
    return LEVELS[certain], LEVELS[possible]


def _by_counts(case: Case, asked: _Asked) -> Assessment:
    endpoint = asked.endpoint
    found = chart(case, endpoint, asked.windows)
    judged, failing = (found.judged, found.failing) if asked.start else ((), ())
    readings = as_readings(judged)
    normal, assumed = normal_for(case, endpoint, judged)
    verdict = core.judge(endpoint, readings, asked.zero, normal, failing, asked.end)
    rows = core.run_after(endpoint, readings, asked.zero, verdict.baseline, normal, failing).rows
    return Assessment(
        asked.criteria,
        endpoint,
        asked.start,
        verdict,
        tuple(judged[i] for i in core.before(readings, asked.zero)[0]),
        tuple(_seen(judged[row[5]].record, row) for row in rows if row[5] >= 0),
        _periods(rows),
        found.left_out,
        (*found.assumptions, *assumed, *_on_credit(asked)),
        _why(asked.start, found, verdict, endpoint, normal),
    )


def _independence(case: Case, asked: _Asked, product: Product) -> Assessment:
    given, window = transfusions_of(case, product), asked.windows.independence
    seen = bounds(last_contact(case))
    verdict = independence(given if asked.start else (), asked.zero, seen, window, asked.end)
    reached = verdict.response
    until = None if verdict.lost.low == inf else span_of(verdict.lost)
    levels = (LEVELS[verdict.best_low], LEVELS[verdict.best_high])
    period = Period(*levels, span_of(reached), span_of(verdict.last), until)
    return Assessment(
        asked.criteria,
        asked.endpoint,
        asked.start,
        verdict,
        baseline=(),
        seen=(),
        periods=() if reached.low == inf else (period,),
        left_out=(),
        assumptions=(*_on_independence(given, product, asked.windows), *_on_credit(asked)),
        why=_why_dependent(asked.start, given, verdict, product, asked.windows),
    )


def _on_credit(asked: _Asked) -> Iterator[str]:
    if asked.until:
        yield (
            f"Another treatment was begun on {day_text(asked.until)}: counts from then on tell only how long "
            "a response lasts that had begun before."
        )


def _on_independence(given: tuple[Transfused, ...], product: Product, windows: Windows) -> Iterator[str]:
    days, name = windows.independence, PRODUCT_NAMES[product]
    yield f"Independence is taken as {days} days without a transfusion, dated to the first of them."
    if any(transfused.last.high == inf for transfused in given):
        yield f"The last day of {name} transfusions is not recorded: no independence after them is certain."


def _why_dependent(
    start: Span | None, given: tuple[Transfused, ...], verdict: Verdict, product: Product, windows: Windows
) -> str:
    """Why independence is not certain to be assessable; "" where it is."""
    if verdict.best_low > NOT_ASSESSABLE:
        return ""
    if start is None:
        return _NO_START
    days, name = windows.independence, PRODUCT_NAMES[product]
    days, name = windows.independence, PRODUCT_NAMES[product]
    if not given:
        return f"No {name} transfusion is recorded."
    if verdict.best_high == NOT_ASSESSABLE and verdict.last.high - days >= bounds(start).low:
        return f"No {name} transfusion is recorded from {days} days before the start on."
    return f"Whether {days} days without a {name} transfusion were observed is not certain."


def normal_for(case: Case, endpoint: Endpoint, judged: Sequence[Judged]) -> tuple[Bounds, tuple[str, ...]]:
    """The lower limit of normal where the endpoint asks for it, and what was assumed beside the counts."""
    assumed = (_HAEMOLYSIS,) if endpoint.without_haemolysis else ()
    if not any(step.normal for step in (*endpoint.complete, *endpoint.partial)):
        return core.ANY_NUMBER, assumed
    days = [day for j in judged for day in j.day]
    limit, told = haemoglobin_of(case, Bounds(min(days, default=0), max(days, default=0)))
    return limit, (*assumed, told)


def as_readings(judged: Sequence[Judged]) -> Readings:
    """Counts side by side, as the core takes them."""
    return Readings(
        [j.day.low for j in judged],
        [j.day.high for j in judged],
        [j.value.low for j in judged],
        [j.value.high for j in judged],
        [j.sure for j in judged],
    )


def _seen(record: RecordId, row: Row) -> Seen:
    first, last, least, most, sure, _ = row
    return Seen(record, span_of(Bounds(first, last)), LEVELS[least] if sure else LEVELS[0], LEVELS[most])


def _periods(rows: tuple[Row, ...]) -> tuple[Period, ...]:
    """Neighbours that say the same taken together, in the order of their days."""
    runs = [(levels, tuple(run)) for levels, run in groupby(rows, key=_levels)]
    days = [[span_of(Bounds(row[0], row[1])) for row in run] for _, run in runs]
    found = []
    for place, ((certain, possible), _) in enumerate(runs):
        first, last = earliest_of(days[place]), latest_of(days[place])
        until = earliest_of(days[place + 1]) if place + 1 < len(days) else None
        if first and last:
            found.append(Period(LEVELS[certain], LEVELS[possible], first, last, until))
    return tuple(found)


def _levels(row: Row) -> tuple[int, int]:
    return (row[2] if row[4] else NOT_ASSESSABLE, row[3])


def _why(start: Span | None, found: Chart, verdict: Verdict, endpoint: Endpoint, normal: Bounds) -> str:
    """Why a response is not certain to be assessable; "" where it is."""
    name = label_of("analytes", endpoint.analyte).lower()
    complete = endpoint.least(endpoint.complete, verdict.baseline.value, normal)
    if verdict.best_low > NOT_ASSESSABLE:
        return ""
    if start is None:
        return _NO_START
    if not found.judged:
        return f"Every count of {name} is left out." if found.left_out else f"No count of {name} is recorded."
    if verdict.baseline.highest >= complete.low:
        surely = "was" if verdict.baseline.value.low >= complete.high else "may have been"
        return f"The last count before the start {surely} that of a complete response already."
    if verdict.best_high == NOT_ASSESSABLE:
        return f"No count of {name} after the start can be judged."
    return "Whether a count lies after the start, and not after a transfusion, is not certain."
