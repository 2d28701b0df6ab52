"""The line of each patient under Table 1, as case series print them."""

from collections.abc import Mapping
from dataclasses import dataclass

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice, Status
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.criteria import Tally
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.timepoint import Span

# The code of each column in files -> its heading.
PATIENT_COLUMNS: Mapping[str, str] = {
    "code": "Patient",
    "age": "Age",
    "sex": "Sex",
    "disease": "Primary disease",
    "donor": "Donor, HLA",
    "source": "Source",
    "abo_mismatch": "ABO mismatch",
    "cytopenia": "Cytopenia",
    "onset": "Onset",
    "previous_therapies": "Previous therapies",
    "first_dose": "First {agent}",
    "doses": "Doses",
    "response": "Response",
    "outcome": "Outcome",
    "last_contact": "Last contact",
}


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One patient's line: a text per column, "" where nothing is known; days count from HSCT."""

    id: RecordId
    cells: tuple[str, ...]  # in the order of PATIENT_COLUMNS


def headings(agent: str) -> tuple[str, ...]:
    """The headings of the lines for an index agent."""
    label = label_of("agents", agent)
    return tuple(heading.format(agent=label) for heading in PATIENT_COLUMNS.values())


def patient_row(case: Case, agent: str) -> PatientRow:
    """The line of one case; names and dates never appear in it."""
    patient, graft = case.patient, case.index_transplant
    index = criteria.given(case, agent)
    age = criteria.age(case)
    abo = criteria.abo_mismatch(patient.abo_before, graft.donor_abo if graft else None)
    cells = (
        patient.code or "",
        age.described if age else "",
        _label(patient.sex),
        label_of("diseases", patient.disease) or _label(criteria.disease_category(patient)),
        f"{_label(graft.donor_relation)} {criteria.hla_match(graft)}".strip() if graft else "",
        _label(graft.source) if graft else "",
        _label(abo),
        criteria.label(case),
        _day(criteria.onset(case)),
        _tally(criteria.previous_agents(case, agent)),
        _day(criteria.first_day(case, *index)),
        _tally(criteria.dose_count(case, *index)),
        _label(criteria.response(case, agent)),
        _outcome(case),
        _day(criteria.last_contact(case)),
    )
    return PatientRow(case.id, cells)


def _label(choice: Choice | None) -> str:
    return choice.label if choice is not None else ""


def _day(span: Span | None) -> str:
    return criteria.day_text(span) if span is not None else ""


def _tally(found: Tally | None) -> str:
    if found is None:
        return ""
    if found.high is None:
        return f"≥{found.low}"
    return str(found.low) if found.low == found.high else f"{found.low}..{found.high}"


def _outcome(case: Case) -> str:
    last = criteria.outcome(case)
    if last is None or last.status is not Status.DEAD or last.cause_of_death is None:
        return _label(last.status) if last else ""
    certainty = f", {last.cause_certainty.label}" if last.cause_certainty else ""
    return f"dead ({last.cause_of_death.label}{certainty})"
