"""The line of each patient under Table 1, as case series print them."""

from collections.abc import Mapping
from dataclasses import dataclass

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import Choice, Status
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.criteria import Tally
from aic_desktop.domain.records import FollowUp, RecordId
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort.facts import Facts

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


def patient_row(facts: Facts) -> PatientRow:
    """The line of one case; names and dates never appear in it."""
    patient, graft, index = facts.patient, facts.graft, facts.index
    cells = (
        patient.code or "",
        facts.age.described if facts.age else "",
        _label(patient.sex),
        label_of("diseases", patient.disease) or _label(criteria.disease_category(patient)),
        f"{_label(graft.donor_relation)} {criteria.hla_match(graft)}".strip() if graft else "",
        _label(graft.source) if graft else "",
        _label(facts.abo),
        criteria.label(facts.case),
        _day(facts.onset),
        _tally(index.previous),
        _day(index.first_day),
        _tally(index.doses),
        _label(index.response),
        _outcome(facts.outcome),
        _day(facts.last_contact),
    )
    return PatientRow(facts.case.id, cells)


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


def _outcome(last: FollowUp | None) -> str:
    if last is None or last.status is not Status.DEAD or last.cause_of_death is None:
        return _label(last.status) if last else ""
    certainty = f", {last.cause_certainty.label}" if last.cause_certainty else ""
    return f"dead ({last.cause_of_death.label}{certainty})"
