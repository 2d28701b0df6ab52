"""The rows on the cytopenia, its treatment around the index agent, and the outcome."""

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
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

NO_TREATMENT = "no treatment of the cytopenia recorded"
UNDECIDED = "the days recorded allow both"
ANY_STEROID = "any corticosteroid"
DAYS_PER_MONTH = 30.4375


def kind(case: Case) -> Answer:
    """Type of cytopenia, one per patient."""
    return level(criteria.type_among(criteria.lineages(case)), Answer(missing=NO_ENTRY))


def kind_in_abo_mismatch(case: Case) -> Answer:
    """Type of cytopenia of patients with an ABO-mismatched graft."""
    graft = case.index_transplant
    abo = criteria.abo_mismatch(case.patient.abo_before, graft.donor_abo if graft else None)
    return NOT_ASKED if abo in (None, AboMismatch.NONE) else kind(case)


def onset(case: Case) -> Answer:
    """Days from HSCT to the first onset; PRCA without an onset has none to report."""
    return days(criteria.onset(case), _no_onset(case))


def therapies(case: Case) -> Answer:
    """Every agent ever given against the cytopenia, and once for all corticosteroids."""
    names = [t.agent for t in criteria.against_cytopenia(case) if t.agent]
    labels = [label_of("agents", name) for name in names]
    if any(criteria.therapy(name) == criteria.CORTICOSTEROID for name in names):
        labels.append(ANY_STEROID)
    return Answer(tuple(dict.fromkeys(labels))) if labels else Answer(missing=NO_TREATMENT)


def index_given(case: Case, agent: str) -> Answer:
    """Whether the agent was given against the cytopenia, of patients with any treatment recorded."""
    if not criteria.against_cytopenia(case):
        return Answer(missing=NO_TREATMENT)
    return Answer(((YesNo.YES if criteria.given(case, agent) else YesNo.NO).label,))


def hsct_to_index(case: Case, agent: str) -> Answer:
    """Days from HSCT to the first dose."""
    index = criteria.given(case, agent)
    return days(criteria.first_day(case, *index), why_missing(index[0], "start")) if index else NOT_ASKED


def hsct_to_index_in_prca(case: Case, agent: str) -> Answer:
    """Days from HSCT to the first dose in PRCA, where an onset to count from may not exist."""
    prca = criteria.type_among(criteria.lineages(case)) is CytopeniaType.PRCA
    return hsct_to_index(case, agent) if prca else NOT_ASKED


def onset_to_index(case: Case, agent: str) -> Answer:
    """Days from the first onset to the first dose."""
    if not criteria.given(case, agent):
        return NOT_ASKED
    found = criteria.onset_to_first_dose(case, agent)
    return days(found, _no_onset(case) if criteria.onset(case) is None else hsct_to_index(case, agent))


def index_doses(case: Case, agent: str) -> Answer:
    """Number of doses."""
    index = criteria.given(case, agent)
    found = criteria.dose_count(case, *index)
    return tally(found, why_missing(index[0], "planned_doses")) if index else NOT_ASKED


def previous_therapies(case: Case, agent: str) -> Answer:
    """Number of other therapies of the cytopenia begun before the first dose."""
    return tally(criteria.previous_agents(case, agent), NOT_ASKED)


def concomitant(case: Case, agent: str) -> Answer:
    """Whether another treatment of the cytopenia ran beside the agent."""
    if not criteria.given(case, agent):
        return NOT_ASKED
    return level(criteria.concomitant(case, agent), Answer(missing=UNDECIDED))


def response(case: Case, agent: str) -> Answer:
    """Best response reported."""
    index = criteria.given(case, agent)
    return level(criteria.response(case, agent), why_missing(index[0], "response")) if index else NOT_ASKED


def doses_to_response(case: Case, agent: str) -> Answer:
    """Number of doses given when a response was first noted, of patients with one."""
    found = criteria.response(case, agent)
    if found is None or found in criteria.WITHOUT_RESPONSE:
        return NOT_ASKED
    return tally(criteria.doses_to_response(case, agent), Answer(missing="no day of a response or of doses"))


def transfusion_independence(case: Case) -> Answer:
    """Whether transfusion independence was reached."""
    return level(criteria.transfusion_independent(case), Answer(missing=NO_ENTRY))


def immunoglobulin(case: Case) -> Answer:
    """Immunoglobulin substitution in the latest follow-up that states it."""
    return _last(case, "immunoglobulin_substitution")


def b_cells(case: Case) -> Answer:
    """B cell recovery in the latest follow-up that states it."""
    return _last(case, "b_cell_recovery")


def immunosuppression(case: Case) -> Answer:
    """Immunosuppression in the latest follow-up that states it."""
    return _last(case, "immunosuppression")


def status(case: Case) -> Answer:
    """Alive or dead."""
    return entered(criteria.outcome(case), "status")


def cause_of_death(case: Case) -> Answer:
    """Primary cause, of patients who died."""
    if criteria.vital_status(case) is not Status.DEAD:
        return NOT_ASKED
    return entered(criteria.outcome(case), "cause_of_death")


def follow_up(case: Case) -> Answer:
    """Months from HSCT to last contact or death."""
    return _months(criteria.last_contact(case), case)


def follow_up_from_index(case: Case, agent: str) -> Answer:
    """Months from the first dose to last contact or death."""
    index = criteria.given(case, agent)
    since = criteria.first_day(case, *index)
    if not index:
        return NOT_ASKED
    if since is None:
        return hsct_to_index(case, agent)
    return _months(criteria.between(since, criteria.last_contact(case)), case)


def _no_onset(case: Case) -> Answer:
    """PRCA may never have had erythrocyte recovery: unless a reason says otherwise, there is no onset."""
    reason = why_missing(case.cytopenias[0] if case.cytopenias else None, "onset")
    prca = criteria.type_among(criteria.lineages(case)) is CytopeniaType.PRCA
    return Answer(outside="PRCA without an onset") if prca and reason.missing in {"", NO_ENTRY} else reason


def _last(case: Case, field: str) -> Answer:
    return level(criteria.last_stated(case, field), why_missing(criteria.outcome(case), field))


def _months(span: Span | None, case: Case) -> Answer:
    found = days(span, why_missing(criteria.outcome(case), "day"))
    return Answer(value=found.value.over(DAYS_PER_MONTH)) if found.value else found
