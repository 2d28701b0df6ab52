"""What a correction of day 0 does: which facts are on other days now, and which stay on theirs."""

from collections.abc import Iterator
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.criteria.spans import day_text
from aic_desktop.domain.moments import dated
from aic_desktop.domain.text import title_of
from aic_desktop.domain.timepoint import Basis, Span, TimePoint, render

NAMED = 4  # moments that are named, before the rest is only counted


class Moved(NamedTuple):
    """A moment that lies on another day after HSCT than before the correction; None where it has none."""

    what: str
    entered: TimePoint
    before: Span | None
    after: Span | None

    def __str__(self) -> str:
        """As it is listed: “rituximab, cytopenia: Start 2020-05-12 (+61 → +59)”."""
        days = " → ".join("no day" if span is None else day_text(span) for span in (self.before, self.after))
        return f"{self.what} {self.entered.text} ({days})"


def moved(before: Case, after: Case) -> tuple[Moved, ...]:
    """Every moment that a correction of day 0 or of the birth has put on another day; dates stay dates."""
    return tuple(_moved(before, after))


def _moved(before: Case, after: Case) -> Iterator[Moved]:
    for entry in dated(after):
        days = before.days(entry.point)
        if days != entry.days:
            title = title_of(entry.record).removesuffix(f", {entry.point.text}")
            what = f"{title}: {entry.field.label}"
            yield Moved(what, entry.point, days, entry.days)


def told(before: Case, after: Case) -> str:
    """What a correction of day 0 did, in sentences; "" where it is the same or nothing is counted from it."""
    was, now = _date(before.patient.hsct_date), _date(after.patient.hsct_date)
    found = moved(before, after)
    stayed = sum(entry.point.basis is Basis.DAY for entry in dated(after))
    if was == now or not (found or stayed):
        return ""
    said = [f"Day 0 is {now} instead of {was}."]
    if found:
        listed = "; ".join(map(str, found[:NAMED]))
        more = f"; and {len(found) - NAMED} more" if len(found) > NAMED else ""
        said.append(f"Entered as dates or ages and therefore on other days now: {listed}{more}.")
    else:
        said.append("No moment is entered as a date or age, so none is on another day.")
    if stayed:
        one = stayed == 1
        said.append(
            f"{stayed} moment{'' if one else 's'} entered as day{'' if one else 's'} after HSCT "
            f"stay{'s' if one else ''} on {'its' if one else 'their'} day{'' if one else 's'}."
        )
    return " ".join(said)


def _date(point: TimePoint | None) -> str:
    return render(point) if point else "not known"
