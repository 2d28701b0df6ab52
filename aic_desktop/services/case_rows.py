"""The line of the case list that a case in hand makes, as the store reads it without loading the case."""

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.services.ports import CaseRow


def row_of(case: Case) -> CaseRow:
    """The same line that `CaseStore.rows` gives for the case."""
    patient = case.patient
    return CaseRow(
        patient.id,
        patient.code or "",
        patient.origin,
        patient.sex,
        patient.disease or "",
        criteria.lineages(case),
        frozenset(t.agent for t in criteria.against_cytopenia(case) if t.agent),
        criteria.vital_status(case),
    )
