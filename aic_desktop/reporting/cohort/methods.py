"""The methods paragraph of a manuscript, said by what was computed: n, definitions, conventions, versions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from aic_desktop.domain.choices import Product
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.response import Criteria
from aic_desktop.reporting.cohort.clocks import BY_TRANSFUSIONS, Estimator
from aic_desktop.reporting.cohort.counted import Cohort
from aic_desktop.reporting.cohort.times import PLACEMENT, TimeToEvent
from aic_desktop.reporting.cohort.variables import VARIABLES


@dataclass(frozen=True, slots=True)
class Study:
    """What a set of patients was asked, and when.

    `selection` says in words which patients of `registered` these are, "" for all. `tests` are the names of
    the tests whose p-values are shown, none by default.
    """

    patients: int
    registered: int
    agent: str
    cut: date
    version: str  # of the program
    selection: str = ""
    criteria: tuple[Criteria, ...] = ()
    quartiles: bool = False
    intervals: bool = False
    tests: tuple[str, ...] = ()
    times: tuple[TimeToEvent, ...] = ()
    independence_days: int = 0  # the window without a transfusion; 0 where nothing was judged by it


def methods(study: Study) -> str:
    """The paragraph: whole sentences, none about what was not used."""
    return " ".join(
        (*_cohort(study), *_response(study), *_table(study), *_survival(study), *_imprecise(study))
    )


def window_used(cohort: Cohort, rows: Sequence[str], clocks: Sequence[str]) -> int:
    """The days without a transfusion that anybody was judged by; 0 for nobody."""
    judged = any(isinstance(VARIABLES[code].judges, Product) and _answered(cohort, code) for code in rows)
    return cohort.around.windows.independence if judged or BY_TRANSFUSIONS in clocks else 0


def _answered(cohort: Cohort, code: str) -> bool:
    return bool(cohort.answers[code].which.any())


def _cohort(study: Study) -> Iterator[str]:
    n, of = study.patients, study.registered
    some = f"{n} of {_patients(of)} in the registry ({study.selection})" if study.selection else ""
    cut = f"{study.cut.day} {study.cut:%B %Y}"
    yield f"The analysis comprises {some or _patients(n)}; data cut {cut}, aic_desktop {study.version}."
    yield (
        "Days count from the index transplant (day 0). Evans syndrome denotes two or more lineages of one "
        "episode, simultaneous or sequential. ABO mismatch was classed by antigens, RhD apart."
    )


def _response(study: Study) -> Iterator[str]:
    label = label_of("agents", study.agent)
    yield f"Course and response are described around {label}; responses are as reported by centre or authors."
    if study.criteria:
        sets = "; ".join(f"{used.title} ({used.citation})" for used in study.criteria)
        yield f"In addition they were judged from the counts, by {sets}."
    if study.independence_days:
        yield (
            f"Transfusion independence was judged from the transfusions recorded: {study.independence_days} "
            "days without one, dated to the first of them."
        )


def _table(study: Study) -> Iterator[str]:
    spread = "first and third quartile (type 7 of R)" if study.quartiles else "range"
    yield (
        f"Continuous variables are given as median and {spread}, categorical ones as n/N (%), N being the "
        "patients in whom the item was reported; how many were not is stated."
    )
    if study.intervals:
        yield "Confidence intervals of proportions are exact (Clopper-Pearson, 95 %)."
    if study.tests:
        yield f"Two-sided p-values are from {_listed(study.tests)}, not adjusted for multiple testing."


def _survival(study: Study) -> Iterator[str]:
    used = {time.clock.estimator for time in study.times}
    if Estimator.INCIDENCE in used:
        yield (
            "Cumulative incidences were estimated by Aalen and Johansen's method with death as a competing "
            "event, 95 % limits on the scale of log(-log F) with a variance of Greenwood's type."
        )
    if Estimator.SURVIVAL in used:
        yield (
            "Survival was estimated by Kaplan and Meier's method, 95 % limits on the scale of log(-log S) "
            "with Greenwood's variance; the median is the middle of the step where S is exactly 0.5."
        )
    if Estimator.FOLLOW_UP in used:
        yield "Follow-up was estimated by the reversed Kaplan-Meier method."
    if used:
        yield "Events precede censorings of the same day, and ties are kept as they are."
    for time in study.times:
        yield _question(time)
        if time.caution:
            yield time.caution


def _question(time: TimeToEvent) -> str:
    clock = time.clock
    placed = f"{time.n} of {_patients(time.asked)}"
    reasons = _listed([f"{why} in {n}" for why, n in time.reasons])
    missing = f"; not placed: {reasons}" if reasons else ""
    return f"{clock.title}: from {clock.starts} to {clock.stops} ({clock.rule}); {placed}{missing}."


def _imprecise(study: Study) -> Iterator[str]:
    held = [time for time in study.times if time.imprecise]
    if not held:
        return
    yield f"{PLACEMENT[0].upper()}{PLACEMENT[1:]}."
    yield from (f"{time.clock.title}: imprecise in {len(time.imprecise)}{_moved(time)}." for time in held)


def _moved(time: TimeToEvent) -> str:
    """How far that carries the estimate; of follow-up, the median alone is asked for."""
    if time.clock.estimator is Estimator.FOLLOW_UP:
        return ""
    points = round(100 * time.sway)
    return (
        f", which moves the estimate of a day by at most {points} percentage points"
        if points
        else (", which does not move the estimate")
    )


def _patients(n: int) -> str:
    return "1 patient" if n == 1 else f"{n} patients"


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1] if parts else ""
