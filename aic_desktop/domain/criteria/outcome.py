"""How a case ended, as far as it is known: last contact, vital status, and what the last reports say."""

from collections.abc import Iterable
from typing import Any

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CourseKind, Lineage, Status, YesNo
from aic_desktop.domain.criteria.spans import latest_of
from aic_desktop.domain.records import FollowUp
from aic_desktop.domain.timepoint import Span


def outcome(case: Case) -> FollowUp | None:
    """The follow-up that tells the outcome: death whenever it is recorded, else the latest.

    Of several, the one whose day can be latest; without days, the one entered last.
    """
    deaths = [f for f in case.follow_ups if f.status is Status.DEAD]
    return max(deaths or case.follow_ups, key=lambda f: _rank(case, f), default=None)


def vital_status(case: Case) -> Status | None:
    """Alive or dead at last contact; None where no follow-up says so."""
    last = outcome(case)
    return last.status if last else None


def last_contact(case: Case) -> Span | None:
    """Days from HSCT to death, else to the latest follow-up, as precisely as known.

    A death without a day is no earlier than the latest follow-up with one: the end stays open.
    """
    spans = tuple(span for f in case.follow_ups if (span := case.days(f.day)))
    last = outcome(case)
    if last is None or last.status is not Status.DEAD:
        return latest_of(spans)
    if (death := case.days(last.day)) is not None:
        return death
    seen = latest_of(spans)
    return Span(seen.earliest, None) if seen and seen.earliest is not None else None


def last_stated(case: Case, field: str) -> Any:
    """The value of a follow-up field in the latest follow-up that states it; None where none does."""
    stating = [f for f in case.follow_ups if getattr(f, field) is not None]
    latest = max(stating, key=lambda f: _rank(case, f), default=None)
    return getattr(latest, field) if latest else None


def transfusion_independent(case: Case) -> YesNo | None:
    """Whether transfusion independence was reached, for the products the affected lineages call for.

    Yes when the last follow-ups say so for platelets (AIT) and red cells (AIHA, PRCA), or when a course says
    so; no when one of them says no and no course says otherwise; else None. Reached once counts, as
    in Driouk 2021; no window of days is applied, since none is agreed upon.
    """
    reached = any(c.kind is CourseKind.TRANSFUSION_INDEPENDENT for c in case.courses)
    return independence(reached, *(last_stated(case, field) for field in independence_fields(case)))


def independence(reached: bool, *stated: YesNo | None) -> YesNo | None:
    """Yes where it was reached in the course; else by what was last stated of each product that matters."""
    if reached:
        return YesNo.YES
    if YesNo.NO in stated:
        return YesNo.NO
    return YesNo.YES if stated and None not in stated else None


def independence_fields(case: Case) -> list[str]:
    """The fields of a follow-up that state transfusion independence of what the affected lineages need."""
    return independence_fields_of(c.lineage for c in case.cytopenias)


def independence_fields_of(lineages: Iterable[Lineage | None]) -> list[str]:
    """As `independence_fields`, from the lineages affected."""
    affected, fields = set(lineages), []
    if Lineage.PLATELETS in affected:
        fields.append("platelet_independent")
    if affected & {Lineage.RED_CELLS, Lineage.RED_CELL_PRECURSORS}:
        fields.append("red_cell_independent")
    return fields


def _rank(case: Case, follow_up: FollowUp) -> tuple[float, float, int]:
    days = case.days(follow_up.day)
    if days is None:
        return (float("-inf"), float("-inf"), follow_up.position)
    earliest = float("-inf") if days.earliest is None else days.earliest
    latest = float("inf") if days.latest is None else days.latest
    return (latest, earliest, follow_up.position)
