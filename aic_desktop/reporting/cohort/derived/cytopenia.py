"""The columns on the cytopenia and on all that was given against it."""

from aic_desktop.domain import criteria
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.criteria import AboMismatch, CytopeniaType
from aic_desktop.domain.records import Cytopenia
from aic_desktop.reporting.cohort.answers import (
    NO_ENTRY,
    Answer,
    Answers,
    Picked,
    days,
    level,
    levels,
    missing,
    outside,
)
from aic_desktop.reporting.cohort.arrays import by_group, last_row
from aic_desktop.reporting.cohort.derived.facts import Facts

NO_TREATMENT = "no treatment of the cytopenia recorded"
ANY_STEROID = "any corticosteroid"
WITHOUT_ONSET = "PRCA without an onset"


def kind(facts: Facts) -> Answers:
    """Type of cytopenia, one per patient. Evans syndrome: two or more lineages of one episode.

    Simultaneous or sequential (Michel 2009, Blood 114:3167), any combination, PRCA included (Driouk 2021).
    """
    return level(facts.kind) | missing(~facts.kind.known, NO_ENTRY)


def kind_in_abo_mismatch(facts: Facts) -> Answers:
    """Type of cytopenia of patients with an ABO-mismatched graft."""
    return kind(facts).asked(facts.abo.known & ~facts.abo.equal(AboMismatch.NONE))


def onset(facts: Facts) -> Answers:
    """Days from HSCT to the onset of the first episode: its first lineage with an onset known.

    PRCA may never have had erythrocyte recovery and then has no onset to report.
    """
    return days(facts.onset) | no_onset(facts)


def no_onset(facts: Facts) -> Answers:
    """Why there is none: of PRCA, unless a reason was entered, because there was no recovery before it."""
    table = facts.columns[Cytopenia]
    first = Picked(table, last_row(table.patient, facts.n))
    reason = first.why_missing("onset")
    unexplained = reason.are(_no_reason)
    return outside(facts.kind.equal(CytopeniaType.PRCA) & unexplained, WITHOUT_ONSET) | reason


def therapies(facts: Facts) -> Answers:
    """Every agent ever given against the cytopenia, and once for all corticosteroids."""
    index = facts.index
    given = by_group(_labels, index.among(index.against), facts.n, index.courses.agent)
    return levels(given) | missing(~given.known, NO_TREATMENT)


def _labels(agents: tuple[tuple[str | None], ...]) -> tuple[str, ...] | None:
    names = [name for (name,) in agents if name]
    told = [label_of("agents", name) for name in names]
    if any(criteria.therapy(name) == criteria.CORTICOSTEROID for name in names):
        told.append(ANY_STEROID)
    return tuple(dict.fromkeys(told)) or None


def _no_reason(answer: Answer) -> bool:
    return answer.missing in {"", NO_ENTRY}
