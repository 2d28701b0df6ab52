"""A check that found what is right all the same: confirmed with a reason until it sees something else."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Change, Deletion, Insertion, new_id
from aic_desktop.domain.records import Confirmation
from aic_desktop.domain.rules.base import Check, Grade
from aic_desktop.domain.timepoint import date_readings, render


def settled(case: Case, checks: Iterable[Check]) -> Iterator[Check]:
    """The checks, with the confirmation of those confirmed as they are now; a contradiction has none."""
    if not case.confirmations:
        yield from checks
        return
    known = {(c.rule, c.record, c.field or "", c.saw): c for c in case.confirmations}
    for check in checks:
        found = known.get((check.rule, check.record, check.field, check.saw))
        yield check if check.grade is Grade.ERROR else replace(check, confirmed=found)


def confirming(case: Case, check: Check, reason: str, by: str, on: str) -> tuple[Change, ...]:
    """The changes that confirm a check with a reason, or take the confirmation back where there is none.

    `on` is today as an ISO date. An earlier confirmation of the same check at the same field goes.
    """
    assert check.grade is not Grade.ERROR
    place = (check.rule, check.record, check.field)
    old = [c for c in case.confirmations if (c.rule, c.record, c.field or "") == place]
    taken_back: tuple[Change, ...] = tuple(Deletion(case.id, c) for c in old)
    if not reason:
        return taken_back
    confirmation = Confirmation(
        id=new_id(),
        owner=case.id,
        position=case.next_position(Confirmation),
        rule=check.rule,
        record=check.record,
        field=check.field or None,
        reason=reason,
        confirmed_by=by,
        confirmed_on=date_readings(on)[0],
        saw=check.saw,
    )
    return (*taken_back, Insertion(case.id, confirmation))


def confirmed_words(check: Check) -> str:
    """Who confirmed a check, when and why; "" while it is open."""
    found = check.confirmed
    if found is None:
        return ""
    on = f" on {render(found.confirmed_on)}" if found.confirmed_on else ""
    by = f" by {found.confirmed_by}" if found.confirmed_by else ""
    return f"Confirmed{by}{on}: {found.reason or 'no reason given'}"
