"""A case put before the criteria: which of its counts may be judged, which are left out and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import EventKind, Product, SampleContext, YesNo
from aic_desktop.domain.codes import agents
from aic_desktop.domain.criteria.counts import amounts, canonical
from aic_desktop.domain.criteria.spans import Bounds, bounds, day_text
from aic_desktop.domain.criteria.therapy import first_day, last_day
from aic_desktop.domain.quantity import Quantity, render
from aic_desktop.domain.records import Count, Event, RecordId, Transfusion
from aic_desktop.domain.response.core import Failing
from aic_desktop.domain.response.independence import Transfused
from aic_desktop.domain.response.sets import PRODUCT_NAMES, Endpoint
from aic_desktop.domain.timepoint import Span

ATC_G_CSF = ("L03AA02", "L03AA10", "L03AA13")
_PRODUCT_SEEN_IN = {"platelets": Product.PLATELETS, "haemoglobin": Product.RED_CELLS}


@dataclass(frozen=True, slots=True)
class Windows:
    """How many days after a transfusion a count still shows the transfused cells.

    One day for platelets, as counts within 24 hours are marked in figures; seven for red cells, as in the
    AIHA consensus of 2020 (RECALLED). No source gives a norm for either after HSCT. `independence` is how
    many days without a transfusion make independent of it: 28, one of several windows in use (RECALLED).
    """

    platelets: int = 1
    red_cells: int = 7
    independence: int = 28

    def after(self, product: Product) -> int:
        """Days for a product."""
        return self.platelets if product is Product.PLATELETS else self.red_cells


class Judged(NamedTuple):
    """A count that may be judged: its day and value as entered and as bounds, and whether it surely may."""

    record: RecordId
    span: Span
    amount: Quantity
    day: Bounds
    value: Bounds
    sure: bool

    @property
    def text(self) -> str:
        """The value in the canonical unit, written when it is asked for: counts come by the hundred."""
        return render(self.amount)


class LeftOut(NamedTuple):
    """A count that is not judged, and why."""

    record: RecordId
    day: Span | None
    why: str


class Chart(NamedTuple):
    """The counts of one analyte sorted by whether they may be judged, and what had to be assumed."""

    judged: tuple[Judged, ...]
    left_out: tuple[LeftOut, ...]
    failing: tuple[Failing, ...]
    assumptions: tuple[str, ...]


def chart(case: Case, endpoint: Endpoint, windows: Windows) -> Chart:
    """All counts of the endpoint's analyte, by day."""
    product = _PRODUCT_SEEN_IN.get(endpoint.analyte)
    transfused = [t for t in case.transfusions if product and t.product is product]
    covers = _transfusions(case, transfused, windows)
    covers += _growth_factors(case) if endpoint.analyte == "neutrophils" else []
    judged: list[Judged] = []
    left_out: list[LeftOut] = []
    for count in case.counts:
        if count.analyte == endpoint.analyte:
            found = _read(case, count, covers)
            if isinstance(found, Judged):
                judged.append(found)
            else:
                left_out.append(found)
    bleeding = [e for e in case.events if e.kind is EventKind.BLEEDING] if endpoint.without_bleeding else []
    assumptions = [*_on_transfusions(case, product, transfused)]
    assumptions += _on_bleeding(case, bleeding) if endpoint.without_bleeding else []
    return Chart(
        tuple(sorted(judged, key=_by_day)),
        tuple(sorted(left_out, key=_by_day)),
        tuple(days for event in bleeding if (days := _days_of(case, event))),
        tuple(assumptions),
    )


def _by_day(found: Judged | LeftOut) -> tuple[Bounds, RecordId]:
    day = found.day
    return (day if isinstance(day, Bounds) else bounds(day), found.record)


class _Cover(NamedTuple):
    """Days on which a count shows something else: surely after `first` and up to `last`, perhaps on them."""

    first: Bounds
    last: Bounds
    surely: bool
    why: str


def _read(case: Case, count: Count, covers: list[_Cover]) -> Judged | LeftOut:
    day = case.days(count.day)
    value = canonical(count)
    why = _not_comparable(count, day, value)
    if why or day is None or value is None:
        return LeftOut(count.id, day, why)
    span = bounds(day)
    for cover in covers:
        if cover.surely and cover.first.high < span.low and span.high <= cover.last.low:
            return LeftOut(count.id, day, cover.why)
    perhaps = any(span.high >= cover.first.low and span.low <= cover.last.high for cover in covers)
    return Judged(count.id, day, value, span, amounts(value), not perhaps)


def _not_comparable(count: Count, day: Span | None, value: Quantity | None) -> str:
    if count.value is None:
        return "no value"
    if day is None:
        return "no day after HSCT"
    if value is None:
        return "unit of another quantity"
    if count.context is SampleContext.HAEMOLYSED_SAMPLE:
        return "haemolysed sample"
    if count.context is SampleContext.ON_G_CSF and count.analyte == "neutrophils":
        return "on G-CSF"
    if count.context is SampleContext.AFTER_TRANSFUSION and count.analyte in _PRODUCT_SEEN_IN:
        return "marked as after a transfusion"
    return ""


def transfusions_of(case: Case, product: Product) -> tuple[Transfused, ...]:
    """When units of a product were given; without a known last day they may have been given ever after."""
    given = []
    for transfusion in case.transfusions:
        if transfusion.product is product and transfusion.units != 0:
            first = bounds(case.days(transfusion.day))
            last = Bounds(first.low, inf) if _runs_on(transfusion) else bounds(case.days(transfusion.until))
            stated = transfusion.until is not None or _runs_on(transfusion)
            daily = transfusion.daily is YesNo.YES
            given.append(Transfused(first, last if stated else first, daily))
    return tuple(given)


def _transfusions(case: Case, transfused: list[Transfusion], windows: Windows) -> list[_Cover]:
    """The days that each transfusion shows in; of one that ran on, those after its first day alone."""
    covers = []
    for transfusion in transfused:
        first, product = case.days(transfusion.day), transfusion.product
        if first is None or product is None or (_runs_on(transfusion) and not first.exact):
            continue
        window = windows.after(product)
        last = bounds(case.days(transfusion.until) or first)
        surely = transfusion.daily is YesNo.YES or last == bounds(first)
        why = (
            f"within {window} {'day' if window == 1 else 'days'} after a {PRODUCT_NAMES[product]} transfusion"
        )
        covers.append(_Cover(bounds(first), Bounds(last.low + window, last.high + window), surely, why))
    return covers


def _runs_on(transfusion: Transfusion) -> bool:
    """Units over days whose last is not known: on which days they were given cannot be told."""
    ends = transfusion.until is not None
    return not ends and (transfusion.daily is YesNo.YES or transfusion.cell("until").missing is not None)


def _growth_factors(case: Case) -> list[_Cover]:
    """The days on which G-CSF was given, by the ATC codes of the agents."""
    covers = []
    for treatment in case.treatments:
        listed = agents().get(treatment.agent or "")
        first = first_day(case, treatment)
        if listed and listed.atc_2026 in ATC_G_CSF and first:
            last = last_day(case, treatment) or first
            covers.append(_Cover(bounds(first), bounds(last), True, f"on {listed.label}"))
    return covers


def _days_of(case: Case, event: Event) -> Failing | None:
    """The days of an event; without an end its first day alone, without a beginning any day up to the end."""
    first, last = case.days(event.day), case.days(event.until)
    if first is None and last is None:
        return None
    if first is None:
        return Failing(Bounds(-inf, bounds(last).high), bounds(last))
    return Failing(bounds(first), bounds(last or first))


def _on_transfusions(case: Case, product: Product | None, transfused: list[Transfusion]) -> Iterator[str]:
    if product is None:
        return
    name = PRODUCT_NAMES[product]
    if not transfused:
        yield f"No {name} transfusion is recorded; none is assumed."
    for transfusion in transfused:
        first = case.days(transfusion.day)
        if first is None or _runs_on(transfusion):
            number = "" if transfusion.units is None else f" ({transfusion.units})"
            since = f" from {day_text(first)}" if first else ""
            yield (
                f"The {name} transfusions{since}{number} have no days of their own: counts are taken not "
                "to be after one unless marked so."
            )


def _on_bleeding(case: Case, bleeding: list[Event]) -> Iterator[str]:
    if not bleeding:
        yield "No bleeding is recorded; none is assumed."
    if any(_days_of(case, event) is None for event in bleeding):
        yield "A bleeding without a day is recorded; it is assumed not to fall on the days of the counts."
    if any(event.day and not event.until for event in bleeding):
        yield "A bleeding without an end is recorded; only its first day is taken as bleeding."
