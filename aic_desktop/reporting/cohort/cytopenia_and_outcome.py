"""The rows on the cytopenia, its treatment around the index agent, and the outcome."""

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import Status, YesNo
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.criteria import AboMismatch, CytopeniaType
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort.answers import (
    NO_ENTRY,
    NOT_ASKED,
    Answer,
    days,
    entered,
    level,
    tally,
    why_missing,
)
from aic_desktop.reporting.cohort.facts import Facts

NO_TREATMENT = "no treatment of the cytopenia recorded"
UNDECIDED = "the days recorded allow both"
ANY_STEROID = "any corticosteroid"
DAYS_PER_MONTH = 30.4375


def kind(facts: Facts) -> Answer:
    """Type of cytopenia, one per patient."""
    return level(facts.kind) or Answer(missing=NO_ENTRY)


def kind_in_abo_mismatch(facts: Facts) -> Answer:
    """Type of cytopenia of patients with an ABO-mismatched graft."""
    return NOT_ASKED if facts.abo in (None, AboMismatch.NONE) else kind(facts)


def onset(facts: Facts) -> Answer:
    """Days from HSCT to the first onset; PRCA without an onset has none to report."""
    return days(facts.onset) or _no_onset(facts)


def therapies(facts: Facts) -> Answer:
    """Every agent ever given against the cytopenia, and once for all corticosteroids."""
    names = [t.agent for t in facts.index.all if t.agent]
    labels = [label_of("agents", name) for name in names]
    if any(criteria.therapy(name) == criteria.CORTICOSTEROID for name in names):
        labels.append(ANY_STEROID)
    return Answer(tuple(dict.fromkeys(labels))) if labels else Answer(missing=NO_TREATMENT)


def index_given(facts: Facts) -> Answer:
    """Whether the agent was given against the cytopenia, of patients with any treatment recorded."""
    if not facts.index.treatments and not facts.index.others:
        return Answer(missing=NO_TREATMENT)
    return Answer(((YesNo.YES if facts.index.treatments else YesNo.NO).label,))


def hsct_to_index(facts: Facts) -> Answer:
    """Days from HSCT to the first dose."""
    return days(facts.index.first_day) or _missing(facts, "start")


def hsct_to_index_in_prca(facts: Facts) -> Answer:
    """Days from HSCT to the first dose in PRCA, where an onset to count from may not exist."""
    prca = facts.kind is CytopeniaType.PRCA
    return hsct_to_index(facts) if prca else NOT_ASKED


def onset_to_index(facts: Facts) -> Answer:
    """Days from the first onset to the first dose."""
    if not facts.index.treatments or facts.index.since_onset is not None:
        return days(facts.index.since_onset) or NOT_ASKED
    no_onset = facts.onset is None
    return _no_onset(facts) if no_onset else _missing(facts, "start")


def index_doses(facts: Facts) -> Answer:
    """Number of doses."""
    return tally(facts.index.doses) or _missing(facts, "planned_doses")


def previous_therapies(facts: Facts) -> Answer:
    """Number of other therapies of the cytopenia begun before the first dose."""
    return tally(facts.index.previous) or NOT_ASKED


def concomitant(facts: Facts) -> Answer:
    """Whether another treatment of the cytopenia ran beside the agent."""
    undecided = Answer(missing=UNDECIDED) if facts.index.treatments else NOT_ASKED
    return level(facts.index.concomitant) or undecided


def response(facts: Facts) -> Answer:
    """Best response reported."""
    return level(facts.index.response) or _missing(facts, "response")


def doses_to_response(facts: Facts) -> Answer:
    """Number of doses given when a response was first noted, of patients with one."""
    if facts.index.response is None or facts.index.response in criteria.WITHOUT_RESPONSE:
        return NOT_ASKED
    return tally(facts.index.doses_to_response) or Answer(missing="no day of a response or of doses")


def follow_up_from_index(facts: Facts) -> Answer:
    """Months from the first dose to last contact or death."""
    if facts.index.first_day is None:
        return _missing(facts, "start")
    return _months(criteria.between(facts.index.first_day, facts.last_contact), facts)


def transfusion_independence(facts: Facts) -> Answer:
    """Whether transfusion independence was reached."""
    return level(criteria.transfusion_independent(facts.case)) or Answer(missing=NO_ENTRY)


def immunoglobulin(facts: Facts) -> Answer:
    """Immunoglobulin substitution in the latest follow-up that states it."""
    return _last(facts, "immunoglobulin_substitution")


def b_cells(facts: Facts) -> Answer:
    """B cell recovery in the latest follow-up that states it."""
    return _last(facts, "b_cell_recovery")


def immunosuppression(facts: Facts) -> Answer:
    """Immunosuppression in the latest follow-up that states it."""
    return _last(facts, "immunosuppression")


def status(facts: Facts) -> Answer:
    """Alive or dead."""
    return entered(facts.outcome, "status")


def cause_of_death(facts: Facts) -> Answer:
    """Primary cause, of patients who died."""
    if facts.outcome is None or facts.outcome.status is not Status.DEAD:
        return NOT_ASKED
    return entered(facts.outcome, "cause_of_death")


def follow_up(facts: Facts) -> Answer:
    """Months from HSCT to last contact or death."""
    return _months(facts.last_contact, facts)


def _missing(facts: Facts, field: str) -> Answer:
    """Why a field of the agent's first treatment holds nothing; without a treatment there is no question."""
    return why_missing(facts.index.treatments[0], field) if facts.index.treatments else NOT_ASKED


def _no_onset(facts: Facts) -> Answer:
    """PRCA may never have had erythrocyte recovery: unless a reason says otherwise, there is no onset."""
    reason = why_missing(facts.case.cytopenias[0] if facts.case.cytopenias else None, "onset")
    prca = facts.kind is CytopeniaType.PRCA
    return Answer(outside="PRCA without an onset") if prca and reason.missing in {"", NO_ENTRY} else reason


def _last(facts: Facts, field: str) -> Answer:
    return level(criteria.last_stated(facts.case, field)) or why_missing(facts.outcome, field)


def _months(span: Span | None, facts: Facts) -> Answer:
    found = days(span) or why_missing(facts.outcome, "day")
    return Answer(value=found.value.over(DAYS_PER_MONTH)) if found.value else found
