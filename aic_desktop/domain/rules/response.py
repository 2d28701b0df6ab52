"""Checks of what was reported of a response against the counts and transfusions that are recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CourseKind, Lineage, Product, ReportedResponse, YesNo
from aic_desktop.domain.criteria import against_cytopenia, first_day, surely_before
from aic_desktop.domain.criteria.spans import earliest_of
from aic_desktop.domain.records import Record, Transfusion
from aic_desktop.domain.response import Level, Windows, assess, bounds, core, told, usual
from aic_desktop.domain.response.assessment import LEVELS
from aic_desktop.domain.response.chart import chart
from aic_desktop.domain.response.of_case import as_readings, normal_for
from aic_desktop.domain.rules.base import Check, warning
from aic_desktop.domain.timepoint import Span, TimePoint

_PRODUCTS = {
    Lineage.PLATELETS: Product.PLATELETS,
    Lineage.RED_CELLS: Product.RED_CELLS,
    Lineage.RED_CELL_PRECURSORS: Product.RED_CELLS,
}
_BY_COUNTS = {CourseKind.RESPONSE_SIGN, CourseKind.PARTIAL_RESPONSE, CourseKind.COMPLETE_RESPONSE}
_WINDOWS = Windows()
_RESPONSES = (Level.PARTIAL, Level.COMPLETE)
_JUDGED = (ReportedResponse.NONE, ReportedResponse.PARTIAL, ReportedResponse.COMPLETE)


def response_after_transfusion(case: Case) -> Iterator[Check]:
    """A response on a day on which a count surely still shows transfused cells; as of `Windows`."""
    given = [found for transfusion in case.transfusions if (found := _shown(case, transfusion))]
    affected = {_PRODUCTS[c.lineage] for c in case.cytopenias if c.lineage in _PRODUCTS}
    for course in case.courses if given else ():
        if course.kind in _BY_COUNTS and course.lineage in _PRODUCTS:
            yield from _after_one(case, given, _PRODUCTS[course.lineage], course, "day", course.day)
    product = next(iter(affected)) if len(affected) == 1 else None
    for treatment in case.treatments if given and product else ():
        yield from _after_one(case, given, product, treatment, "response_day", treatment.response_day)


def response_unlike_counts(case: Case) -> Iterator[Check]:
    """A reported response that the counts surely contradict, by the usual set of criteria for a lineage.

    A complete one where some lineage is surely less, a partial one where none reaches it, none where one did
    before the next treatment began. The clinician's own judgement stands: it is asked about, not replaced.
    """
    lineages = {cytopenia.lineage for cytopenia in case.cytopenias if cytopenia.lineage}
    judges = [_Judge(case, lineage) for lineage in lineages] if case.counts else []
    starts = {t.id: first_day(case, t) for t in against_cytopenia(case)} if judges else {}
    for treatment in against_cytopenia(case) if judges else ():
        start = starts[treatment.id]
        if start and start.exact and treatment.response in _JUDGED:
            until = earliest_of(days for days in starts.values() if days and surely_before(start, days))
            found = _contradicting(treatment.response, judges, start, until)
            if found:
                message = (
                    f"The response reported is “{treatment.response.label}”, but the counts say otherwise. "
                    f"{found.told(start)} Check the counts and the days; what is reported stands."
                )
                yield warning("response_unlike_counts", treatment, "response", message)


class _Judge:
    """The counts of one lineage, put once before the usual set of criteria for it.

    Where the set has several endpoints the first is judged, which for PRCA and AIHA is the haemoglobin.
    """

    def __init__(self, case: Case, lineage: Lineage) -> None:
        self._case = case
        self._set = usual(lineage)
        self._endpoint = next(endpoint for endpoint in self._set.endpoints if endpoint.product is None)
        self.graded = bool(self._endpoint.partial)  # for PRCA a partial response is not told by counts
        self._found = chart(case, self._endpoint, _WINDOWS)
        self._normal, _ = normal_for(case, self._endpoint, self._found.judged)

    def levels(self, start: Span, until: Span | None = None) -> tuple[Level, Level]:
        """The best response that is certain and the best possible, by the counts surely before `until`."""
        end = inf if until is None or until.earliest is None else until.earliest
        kept = as_readings([judged for judged in self._found.judged if judged.day.high < end])
        zero, failing = bounds(start), self._found.failing
        base = core.baseline(kept, zero)
        least, most = core.run_after(self._endpoint, kept, zero, base, self._normal, failing).best
        return LEVELS[least], LEVELS[most]

    def told(self, start: Span) -> str:
        """What the counts say, by name of the set, in a sentence."""
        found = assess(self._case, self._set, start)
        return next(told(one)[0] for one in found if one.endpoint is self._endpoint)


def _contradicting(
    response: ReportedResponse, judges: list[_Judge], start: Span, until: Span | None
) -> _Judge | None:
    """The lineage whose counts surely say something else; `until` is when the next treatment began."""
    if response is ReportedResponse.NONE:
        return next((j for j in judges if j.levels(start, until)[0] in _RESPONSES), None)
    possible = {judge: judge.levels(start)[1] for judge in judges}
    if response is ReportedResponse.COMPLETE:
        return next((j for j in judges if possible[j] in (Level.NONE, Level.PARTIAL)), None)
    return judges[0] if all(j.graded and level is Level.NONE for j, level in possible.items()) else None


@dataclass(frozen=True, slots=True)
class _Shown:
    """The days on which a count shows the cells of a transfusion."""

    product: Product
    first: int
    last: int


def _shown(case: Case, transfusion: Transfusion) -> _Shown | None:
    """Only where the days are known to the day: units somewhere within days are on none of them for sure."""
    first, until = case.days(transfusion.day), case.days(transfusion.until or transfusion.day)
    if transfusion.product not in _PRODUCTS.values() or not (first and until and first.exact and until.exact):
        return None
    if first != until and transfusion.daily is not YesNo.YES:
        return None
    if transfusion.until is None and transfusion.daily is YesNo.YES:
        return None
    assert first.earliest is not None
    assert until.latest is not None
    assert transfusion.product is not None
    last = until.latest + _WINDOWS.after(transfusion.product)
    return _Shown(transfusion.product, first.earliest, last)


def _after_one(
    case: Case,
    given: list[_Shown],
    product: Product | None,
    record: Record,
    field: str,
    point: TimePoint | None,
) -> Iterator[Check]:
    days = case.days(point)
    if product is None or days is None or not days.exact or days.earliest is None:
        return
    near = [g for g in given if g.product is product and g.first <= days.earliest <= g.last]
    if near:
        latest = max(near, key=lambda shown: shown.last)
        window = _WINDOWS.after(product)
        message = (
            f"This response is within {window} {'day' if window == 1 else 'days'} of a transfusion of "
            f"{product.label}: a count shows the transfused cells. Take the day of the first count without."
        )
        yield warning("response_after_transfusion", record, field, message, latest.first, latest.last)
