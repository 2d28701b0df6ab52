"""The levels that treatments were to reach, behind the levels that were measured."""

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import YesNo
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.criteria import first_day
from aic_desktop.domain.quantity import render
from aic_desktop.domain.records import Treatment
from aic_desktop.reporting.scene.model import Target
from aic_desktop.reporting.scene.points import in_unit
from aic_desktop.reporting.scene.spans import whole
from aic_desktop.reporting.scene.words import day_words


def targets_of(case: Case, analyte: str, unit: str) -> tuple[Target, ...]:
    """Those of the agent whose trough an analyte is, in its UCUM unit, as far as their days are known."""
    found = (_target(case, t, analyte, unit) for t in case.treatments if f"{t.agent}_trough" == analyte)
    return tuple(target for target in found if target)


def _target(case: Case, treatment: Treatment, analyte: str, unit: str) -> Target | None:
    """Up to a known stop, on if it is ongoing, else for its first days alone."""
    start, stop = first_day(case, treatment), case.days(treatment.stop)
    level = in_unit(treatment.target, analyte, unit) if treatment.target else None
    if start is None or level is None or level.low is None or level.high is None:
        return None
    lo, last = whole(start)
    hi = None if treatment.ongoing is YesNo.YES else max(whole(stop)[1], last) if stop else last
    words = f"target of {label_of('agents', treatment.agent)} {render(level)}, from {day_words(start)}"
    return Target(treatment.id, lo, hi, float(level.low), float(level.high), words)
