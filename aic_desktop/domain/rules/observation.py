"""Checks of counts and transfusions among each other."""

from collections.abc import Iterator

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import YesNo
from aic_desktop.domain.codes import agents, label_of
from aic_desktop.domain.criteria.spans import surely_before
from aic_desktop.domain.records import Count, Transfusion
from aic_desktop.domain.response import ATC_G_CSF
from aic_desktop.domain.rules.base import Check, note, warning
from aic_desktop.domain.timepoint import Span

_MANY_A_DAY = 10


def count_entered_twice(case: Case) -> Iterator[Check]:
    """The same value of the same analyte at the same time."""
    seen: set[tuple[object, ...]] = set()
    for count in case.counts:
        if (moment := _moment(case, count)) and count.value:
            same = (moment, count.value.low, count.value.high)
            if same in seen:
                message = (
                    f"{label_of('analytes', count.analyte)} {count.value.text} is entered twice for this "
                    "day. "
                    "Delete one, or give both a time."
                )
                yield warning("count_entered_twice", count, "value", message, count.day, count.time)
            seen.add(same)


def counts_without_time(case: Case) -> Iterator[Check]:
    """Different values of one analyte on a day, of which one has no time: their order is open."""
    first: dict[tuple[object, ...], Count] = {}
    for count in case.counts:
        timed = (count.time or "").strip()
        if count.value and not timed and (moment := _moment(case, count)):
            other = first.setdefault(moment, count)
            if other.value and (other.value.low, other.value.high) != (count.value.low, count.value.high):
                message = (
                    f"{label_of('analytes', count.analyte)} has several values on this day. "
                    "Enter times to put them in order."
                )
                yield note("counts_without_time", count, "time", message, count.day, other.value, count.value)


def neutrophils_on_g_csf(case: Case) -> Iterator[Check]:
    """Neutrophils counted while G-CSF surely was given, and not marked so: no response is judged by them."""
    courses = [
        (case.days(t.start), case.days(t.stop))
        for t in case.treatments
        if (agent := agents().get(t.agent or "")) and agent.atc_2026 in ATC_G_CSF
    ]
    for count in case.counts if courses else ():
        if count.analyte == "neutrophils" and count.cell("context").blank:
            day = case.days(count.day)
            if day and any(_surely_within(day, start, stop) for start, stop in courses):
                message = (
                    "G-CSF was given on this day. "
                    "Mark the count as taken on G-CSF: it is no response by itself."
                )
                yield note("neutrophils_on_g_csf", count, "context", message, count.day, count.value)


def total_beside_single_transfusions(case: Case) -> Iterator[Check]:
    """Units of a total over days beside units of single days that may lie within them."""
    for total in case.transfusions:
        if not _one_day(case, total):
            singles = [t for t in case.transfusions if _one_day(case, t) and t.product is total.product]
            inside = [t for t in singles if _may_include(case, total, t)]
            if total.product and inside:
                message = (
                    f"{len(inside)} single entries of {total.product.label} may fall into the days of this "
                    "total. They are counted as part of it: correct the total if they were given beside it."
                )
                within = (total.day, total.until, *(t.day for t in inside))
                yield note("total_beside_single_transfusions", total, "units", message, *within)


def many_units_a_day(case: Case) -> Iterator[Check]:
    """So many units a day that a total is more likely."""
    for transfusion in case.transfusions:
        if transfusion.daily is YesNo.YES and (transfusion.units or 0) > _MANY_A_DAY:
            message = f"{transfusion.units} units on every day? If this is the total, clear “Daily”."
            yield warning("many_units_a_day", transfusion, "daily", message)


def _moment(case: Case, count: Count) -> tuple[object, ...] | None:
    day = case.days(count.day) if count.analyte else None
    if day is None or not day.exact:
        return None
    return (day.earliest, (count.time or "").strip(), count.analyte)


def _surely_within(day: Span, start: Span | None, stop: Span | None) -> bool:
    return _no_later(start, day) and _no_later(day, stop)


def _no_later(first: Span | None, second: Span | None) -> bool:
    """Whether the first is surely no later than the second."""
    if first is None or second is None or first.latest is None or second.earliest is None:
        return False
    return first.latest <= second.earliest


def _one_day(case: Case, transfusion: Transfusion) -> bool:
    first, last = case.days(transfusion.day), case.days(transfusion.until or transfusion.day)
    runs_on = transfusion.daily is YesNo.YES or transfusion.cell("until").missing is not None
    return first is not None and first.exact and first == last and not (runs_on and not transfusion.until)


def _may_include(case: Case, total: Transfusion, single: Transfusion) -> bool:
    day, first, last = case.days(single.day), case.days(total.day), case.days(total.until)
    too_early = day is not None and first is not None and surely_before(day, first)
    too_late = day is not None and last is not None and surely_before(last, day)
    return not too_early and not too_late
