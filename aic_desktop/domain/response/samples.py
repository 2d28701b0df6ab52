"""What makes a count hard to compare, by the days of transfusions and of G-CSF: it is no recovery."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Product, SampleContext, YesNo
from aic_desktop.domain.codes import agents
from aic_desktop.domain.criteria.spans import day_text
from aic_desktop.domain.criteria.therapy import first_day, last_day
from aic_desktop.domain.records import Transfusion
from aic_desktop.domain.response import ATC_G_CSF, Windows
from aic_desktop.domain.timepoint import Span

# The count that a product raises.
_RAISED: Mapping[str, Product] = {
    "platelets": Product.PLATELETS,
    "haemoglobin": Product.RED_CELLS,
}
_Runs = list[tuple[int, int]]  # first and last days, by the first


class Derived(NamedTuple):
    """A context that nobody reported, and the words for where it comes from."""

    context: SampleContext
    why: str


class Samples:
    """The days on which a case was surely transfused, or surely had G-CSF."""

    def __init__(self, case: Case, windows: Windows | None = None) -> None:
        """Units whose days are not told make no day sure; the windows are those of the response criteria."""
        self._windows = windows or Windows()
        self._units: dict[Product, _Runs] = {}
        for transfusion in case.transfusions:
            run = _sure_days(case, transfusion)
            if run and transfusion.product:
                self._units.setdefault(transfusion.product, []).append(run)
        for runs in (*self._units.values(), growth := _on_g_csf(case)):
            runs.sort()
            _widen(runs)
        self._growth = growth

    def context(self, analyte: str, span: Span) -> Derived | None:
        """Of a count of an analyte on a day; None where nothing is sure.

        Days are all that is recorded: a count of the day of a transfusion may have been taken before it.
        """
        product = _RAISED.get(analyte)
        if product is not None:
            day = _covered(span, self._units.get(product, []), self._windows.after(product))
            words = "" if day is None else f"transfused on {day_text(Span(day, day))}"
            return Derived(SampleContext.AFTER_TRANSFUSION, words) if words else None
        if analyte == "neutrophils" and _covered(span, self._growth, 0) is not None:
            return Derived(SampleContext.ON_G_CSF, SampleContext.ON_G_CSF.label)
        return None


def _covered(span: Span, runs: _Runs, window: int) -> int | None:
    """The last day of a run that surely covers a count, or ended at most so many days before it."""
    if not runs or span.earliest is None or span.latest is None:
        return None
    place = bisect_right(runs, span.earliest, key=_first) - 1
    if place < 0 or span.latest > runs[place][1] + window:
        return None
    return min(span.latest, runs[place][1])


def _on_g_csf(case: Case) -> _Runs:
    """From the first dose to the last, by the ATC codes of the agents."""
    found = []
    for treatment in case.treatments:
        listed = agents().get(treatment.agent or "")
        if listed and listed.atc_2026 in ATC_G_CSF:
            first, last = first_day(case, treatment), last_day(case, treatment)
            if first and first.latest is not None:
                end = last.earliest if last and last.earliest is not None else first.latest
                found.append((first.latest, max(end, first.latest)))
    return found


def _sure_days(case: Case, transfusion: Transfusion) -> tuple[int, int] | None:
    """The first and last of the days on each of which a unit was given for certain."""
    first, last = case.days(transfusion.day), case.days(transfusion.until)
    if first is None or first.latest is None:
        return None
    if transfusion.daily is YesNo.YES and last and last.earliest is not None:
        return (first.latest, last.earliest) if first.latest <= last.earliest else None
    only = first.exact and (last in (None, first) or transfusion.daily is YesNo.YES)
    return (first.latest, first.latest) if only else None


def _widen(runs: _Runs) -> None:
    """Let each run reach as far as any that began no later, so that one look finds what covers a day."""
    reach = runs[0][1] if runs else 0
    for place, (first, last) in enumerate(runs):
        # Only where no day is left out between them; else the later run speaks for itself.
        reach = max(reach, last) if first <= reach + 1 else last
        runs[place] = (first, reach)


def _first(run: tuple[int, int]) -> int:
    return run[0]
