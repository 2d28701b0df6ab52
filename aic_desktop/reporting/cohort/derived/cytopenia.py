"""The columns on the cytopenia and on all that was given against it."""

import numpy as np

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import Lineage
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.criteria import AboMismatch, CytopeniaType
from aic_desktop.domain.records import Cytopenia
from aic_desktop.reporting.cohort.answers import (
    NO_ENTRY,
    Answer,
    Answers,
    Picked,
    days,
    left_open,
    level,
    levels,
    missing,
    outside,
)
from aic_desktop.reporting.cohort.arrays import (
    Coded,
    Days,
    between,
    by_group,
    last_row,
    surely_before,
)
from aic_desktop.reporting.cohort.derived.facts import Facts

SEQUENCE = ("on one day", "one after the other")
NO_TREATMENT = "no treatment of the cytopenia recorded"
ANY_STEROID = "any corticosteroid"
WITHOUT_ONSET = "PRCA without an onset"


def kind(facts: Facts) -> Answers:
    """Type of cytopenia, one per patient. Evans syndrome: two or more lineages of one episode.

    Simultaneous or sequential (Michel 2009, Blood 114:3167), any combination, PRCA included (Driouk 2021).
    """
    return level(facts.kind) | missing(~facts.kind.known, NO_ENTRY)


def episodes(facts: Facts) -> Answers:
    """How many episodes are numbered; a lineage without a number belongs to the first."""
    found = facts.by_lineages(_episodes)
    return level(found) | missing(~found.known, NO_ENTRY)


def episode_types(facts: Facts) -> Answers:
    """The types of all episodes of a patient, each once: AIT, AIHA, AIN, PRCA, or Evans syndrome."""
    found = facts.by_lineages(_types)
    return levels(found) | missing(~found.known, NO_ENTRY)


def evans_sequence(facts: Facts) -> Answers:
    """Whether the lineages of the first episode with several came on one day or one after the other.

    Evans syndrome counts both (Michel 2009, Blood 114:3167); no number of days is agreed upon, so only the
    very same day is simultaneous.
    """
    first, last = facts.onsets_of_evans
    same = first.exact & last.exact & np.equal(first.low, last.low)
    after = surely_before(first, last)
    told = Coded(np.where(same, 1, np.where(after, 2, 0)), (None, *SEQUENCE))
    open_ = first.known & last.known
    found = level(told) | left_open(open_) | missing(~open_, "no onset of two lineages")
    return found.asked(facts.kind.equal(CytopeniaType.EVANS))


def evans_days(facts: Facts) -> Answers:
    """Days from the onset of the first lineage to that of the last, in the first episode with several."""
    first, last = facts.onsets_of_evans
    apart = between(first, last)
    apart = Days(np.maximum(apart.low, 0), apart.high).among(first.known & last.known)
    return days(apart).asked(facts.kind.equal(CytopeniaType.EVANS))


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


def _episodes(pairs: tuple[tuple[int, Lineage], ...]) -> str | None:
    return str(len({episode for episode, _ in pairs})) if pairs else None


def _types(pairs: tuple[tuple[int, Lineage], ...]) -> tuple[str, ...] | None:
    numbers = sorted({episode for episode, _ in pairs})
    kinds = (criteria.type_among(pair for pair in pairs if pair[0] == number) for number in numbers)
    return tuple(dict.fromkeys(found.label for found in kinds if found)) or None
