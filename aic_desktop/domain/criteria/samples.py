"""Which counts were taken after a transfusion, by the days of both: such a count is no recovery."""

from bisect import bisect_right
from collections.abc import Mapping

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Product, YesNo
from aic_desktop.domain.criteria.response import Windows
from aic_desktop.domain.records import Count, Transfusion

# The count that a product raises.
_RAISED: Mapping[str, Product] = {
    "platelets": Product.PLATELETS,
    "haemoglobin": Product.RED_CELLS,
}


class Transfused:
    """The days on which a case was surely transfused, by product."""

    def __init__(self, case: Case, windows: Windows | None = None) -> None:
        """Units whose days are not told make no day sure; the windows are those of the response criteria."""
        self._calendar, self._windows = case.calendar, windows or Windows()
        self._runs: dict[Product, list[tuple[int, int]]] = {}
        for transfusion in case.transfusions:
            run = _sure_days(case, transfusion)
            if run and transfusion.product:
                self._runs.setdefault(transfusion.product, []).append(run)
        for runs in self._runs.values():
            runs.sort()
            _widen(runs)

    def before(self, count: Count) -> int | None:
        """The day of a transfusion that raises this count, the same day or shortly before; None for none.

        Days are all that is recorded: a count of the day itself may have been taken before.
        """
        product = _RAISED.get(count.analyte or "")
        runs = self._runs.get(product, []) if product else []
        span = self._calendar.days(count.day) if runs else None
        if product is None or span is None or span.earliest is None or span.latest is None:
            return None
        place = bisect_right(runs, span.earliest, key=_first) - 1
        if place < 0 or span.latest > runs[place][1] + self._windows.after(product):
            return None
        return min(span.latest, runs[place][1])


def _sure_days(case: Case, transfusion: Transfusion) -> tuple[int, int] | None:
    """The first and last of the days on each of which a unit was given for certain."""
    first, last = case.days(transfusion.day), case.days(transfusion.until)
    if first is None or first.latest is None:
        return None
    if transfusion.daily is YesNo.YES and last and last.earliest is not None:
        return (first.latest, last.earliest) if first.latest <= last.earliest else None
    only = first.exact and (last in (None, first) or transfusion.daily is YesNo.YES)
    return (first.latest, first.latest) if only else None


def _widen(runs: list[tuple[int, int]]) -> None:
    """Let each run reach as far as any that began no later, so that one look finds what covers a day."""
    reach = runs[0][1]
    for place, (first, last) in enumerate(runs):
        # Only where no day is left out between them; else the later run speaks for itself.
        reach = max(reach, last) if first <= reach + 1 else last
        runs[place] = (first, reach)


def _first(run: tuple[int, int]) -> int:
    return run[0]
