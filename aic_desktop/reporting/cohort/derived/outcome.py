"""The columns on the outcome."""

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import CourseKind, Status
from aic_desktop.domain.records import Course, Cytopenia
from aic_desktop.reporting.cohort.answers import NO_ENTRY, Answers, left_open, level, missing
from aic_desktop.reporting.cohort.arrays import Coded, between, by_distinct, by_group, count
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.derived.therapy import months

INDEPENDENT = ("platelet_independent", "red_cell_independent")


def transfusion_independence(facts: Facts) -> Answers:
    """Whether it was ever reached, for the products that the affected lineages call for.

    Yes when the course says so, or the last follow-ups do for platelets (AIT) and red cells (AIHA, PRCA).
    Reached once counts, as in Driouk 2021; no window of days is applied, since none is agreed upon.
    """
    found = independence(facts)
    return level(found) | missing(~found.known, NO_ENTRY)


def independence(facts: Facts) -> Coded:
    """Yes or no by the rule of `transfusion_independence`."""
    course = facts.columns[Course]
    reached = course.coded("kind").equal(CourseKind.TRANSFUSION_INDEPENDENT)
    ever = count(reached, course.patient, facts.n) > 0
    stated = [facts.reports.last_stating(name).coded(name) for name in INDEPENDENT]
    return by_distinct(
        _independent, Coded(ever * 1, (None, "reached")), fields_of_independence(facts), *stated
    )


def fields_of_independence(facts: Facts) -> Coded:
    """The fields of INDEPENDENT that the affected lineages call for, as tuples; none for none."""
    table = facts.columns[Cytopenia]
    return by_group(_fields, table.patient, facts.n, table.coded("lineage"))


def immunoglobulin(facts: Facts) -> Answers:
    """Immunoglobulin substitution in the latest follow-up that states it."""
    return _last(facts, "immunoglobulin_substitution")


def b_cells(facts: Facts) -> Answers:
    """B cell recovery in the latest follow-up that states it."""
    return _last(facts, "b_cell_recovery")


def immunosuppression(facts: Facts) -> Answers:
    """Immunosuppression in the latest follow-up that states it."""
    return _last(facts, "immunosuppression")


def status(facts: Facts) -> Answers:
    """Dead whenever a follow-up says so, else as in the latest."""
    return facts.outcome.entered("status")


def cause_of_death(facts: Facts) -> Answers:
    """Primary cause as entered, the disease that started the chain; of patients who died."""
    died = facts.outcome.coded("status").equal(Status.DEAD)
    return facts.outcome.entered("cause_of_death").asked(died)


def follow_up(facts: Facts) -> Answers:
    """Months (30.4375 days) from HSCT to last contact or death; open where a death has no day."""
    return months(facts, facts.last_contact)


def follow_up_from_onset(facts: Facts) -> Answers:
    """Months (30.4375 days) from the first onset to last contact or death, of patients with an onset."""
    return months(facts, between(facts.onset, facts.last_contact)).asked(facts.onset.known)


def _last(facts: Facts, field: str) -> Answers:
    stated = level(facts.reports.last_stating(field).coded(field))
    return left_open(facts.reports.undecided(field)) | stated | facts.outcome.why_missing(field)


def _fields(lineages: tuple[tuple[object], ...]) -> tuple[str, ...] | None:
    return tuple(criteria.independence_fields_of(lineage for (lineage,) in lineages)) or None  # type: ignore[misc]


def _independent(ever: str | None, fields: tuple[str, ...] | None, *stated: object) -> object:
    by_field = dict(zip(INDEPENDENT, stated, strict=True))
    return criteria.independence(ever is not None, *(by_field[name] for name in fields or ()))  # type: ignore[arg-type]
