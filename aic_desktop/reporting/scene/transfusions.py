"""Lanes of transfused units: by day, daily over days, or as a number somewhere within an interval."""

from dataclasses import dataclass

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Product, YesNo
from aic_desktop.domain.records import Transfusion
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.scene import roles
from aic_desktop.reporting.scene.model import End, Entry, Lane, LaneKind, Rug
from aic_desktop.reporting.scene.spans import Edges, start_edges, stop_edges, whole
from aic_desktop.reporting.scene.words import day_words, joined

GROUP = "transfusions"
_UNITS: dict[Product, str] = {
    Product.PLATELETS: "platelet",
    Product.RED_CELLS: "red cell",
    Product.PLASMA: "plasma",
    Product.GRANULOCYTES: "granulocyte",
}


@dataclass(frozen=True, slots=True)
class _Given:
    record: Transfusion
    first: Span | None
    last: Span | None

    @property
    def spread(self) -> bool:
        """Several units from a day not known exactly on, to an end not told."""
        return self.record.units != 1 and self.first is not None and not self.first.exact

    @property
    def per_day(self) -> float | None:
        """Units of one day; None for a number spread over unknown days."""
        units = self.record.units
        if units is None:
            return None
        one_day = self.first is not None and self.first.exact and self.last in (None, self.first)
        return float(units) if self.record.daily is YesNo.YES or one_day else None


def transfusion_lanes(case: Case) -> tuple[list[Lane], list[Entry]]:
    """One lane for each product, and what was given on days that are not known."""
    by_product: dict[Product | None, list[_Given]] = {}
    undated = []
    for record in case.transfusions:
        given = _Given(record, case.days(record.day), case.days(record.until))
        if given.first is None and given.last is None:
            text = joined((_amount(record), "days not known", _indication(record)))
            undated.append(Entry(record.id, roles.of_product(record.product), text))
        else:
            by_product.setdefault(record.product, []).append(given)
    lanes = [_lane(product, by_product[product]) for product in (*Product, None) if product in by_product]
    return lanes, undated


def _lane(product: Product | None, given: list[_Given]) -> Lane:
    highest = max((g.per_day for g in given if g.per_day), default=1.0)
    rugs = sorted((_rug(g, highest) for g in given), key=lambda rug: (rug.start_lo, rug.stop_hi))
    label = f"{_UNITS[product]} units" if product else "blood product not named"
    return Lane(f"{GROUP}: {label}", LaneKind.TRANSFUSION, GROUP, label, label, roles.of_product(product), 1,
                rugs=tuple(rugs))  # fmt: skip


def _rug(given: _Given, highest: float) -> Rug:
    record, first, last = given.record, given.first, given.last
    known = first or last
    assert known is not None
    daily = record.daily is YesNo.YES
    start = start_edges(known) if first else Edges(whole(known)[0], whole(known)[0], End.UNKNOWN)
    stop = stop_edges(last or known)
    if not last and (daily or given.spread):
        stop = Edges(stop.hi, stop.hi, End.UNKNOWN)
    per_day = given.per_day
    aggregate = per_day is None and not daily
    return Rug(
        record=record.id,
        start_lo=start.lo,
        start_hi=start.hi,
        stop_lo=max(stop.lo, start.lo),
        stop_hi=max(stop.hi, start.hi),
        start=start.end,
        stop=stop.end,
        aggregate=aggregate,
        units=record.units,
        daily=daily,
        level=per_day / highest if per_day else 1.0,
        label=_label(record, aggregate),
        text=joined((_amount(record), _when(given, stop), _indication(record))),
    )


def _label(record: Transfusion, aggregate: bool) -> str:
    """The number of units where it is not one."""
    if record.daily is YesNo.YES:
        return f"{record.units} daily" if record.units else "daily"
    if record.units is None or record.units == 1:
        return ""
    return f"{record.units} units" if aggregate else str(record.units)


def _when(given: _Given, stop: Edges) -> str:
    first, last = given.first, given.last
    if first and last:
        return f"from {day_words(first)} to {day_words(last)}"
    if last:
        return f"until {day_words(last)}, start not known"
    words = day_words(first) if first else ""
    begun = "from" if first and first.exact else "beginning"
    return f"{begun} {words}, end not known" if stop.end is End.UNKNOWN else words


def _amount(record: Transfusion) -> str:
    kind = _UNITS[record.product] if record.product else "blood product"
    daily = " daily" if record.daily is YesNo.YES else ""
    if record.units is None:
        return f"{kind} units{daily}, number not known"
    return f"{record.units} {kind} unit{'' if record.units == 1 else 's'}{daily}"


def _indication(record: Transfusion) -> str:
    return record.indication.label if record.indication else ""
