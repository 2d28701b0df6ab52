"""The risk factors of immune-mediated cytopenia after HSCT that Driouk 2021 names, per patient."""

from typing import Any

import numpy as np

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import AgeAt, EventKind, GvhdKind, YesNo
from aic_desktop.domain.criteria import RiskFactor, risk
from aic_desktop.domain.records import Conditioning, Event, Gvhd
from aic_desktop.reporting.cohort.answers import NO_ENTRY, Answers, levels, missing, values
from aic_desktop.reporting.cohort.arrays import Coded, by_distinct, by_group
from aic_desktop.reporting.cohort.derived.ages import from_birth, years
from aic_desktop.reporting.cohort.derived.facts import Facts

LABELS = tuple(factor.label for factor in RiskFactor)


def factors(facts: Facts) -> Answers:
    """Which of the eight are known to be present; a patient may have any number (Driouk 2021, discussion).

    Non-malignant disease, age under 15 y, unrelated donor, HLA mismatch, graft other than bone marrow,
    alemtuzumab, CMV reactivation, chronic GvHD. That no CMV reactivation is recorded does not say that there
    was none.
    """
    present = by_distinct(_present, *_every(facts))
    return levels(present) | missing(~present.known, "none known to be present")


def number(facts: Facts) -> Answers:
    """How many of the eight are present: at least, and with those not recorded at most."""
    counted = by_distinct(_number, *_every(facts))
    bounds = np.array([(0, 0), *counted.values[1:]], np.float64)[counted.codes]
    return values(bounds[:, 0], bounds[:, 1], counted.known) | missing(~counted.known, NO_ENTRY)


def _every(facts: Facts) -> list[Coded]:
    """Yes, no or not known, for each factor in the order of RiskFactor."""
    graft, category = facts.graft, facts.disease_category
    conditioning, event, gvhd = (facts.columns[kind] for kind in (Conditioning, Event, Gvhd))
    group = np.where(event.coded("kind").equal(EventKind.VIRAL_REACTIVATION), event.patient, -1)
    chronic = np.where(gvhd.coded("kind").equal(GvhdKind.CHRONIC), gvhd.patient, -1)
    sero = by_group(_alemtuzumab, facts.conditioning_of_graft, facts.n, conditioning.coded("agent"))
    return [
        category.mapped(criteria.malignancy).mapped(risk.non_malignant),
        _young(facts),
        graft.coded("donor_relation").mapped(criteria.donor_type).mapped(risk.unrelated),
        by_distinct(risk.hla_mismatched, graft.coded("hla_matched"), graft.coded("hla_total")),
        graft.coded("source").mapped(risk.not_marrow),
        sero,
        by_group(_cmv, group, facts.n, event.coded("detail")),
        by_group(_chronic, chronic, facts.n, gvhd.coded("chronic_severity")),
    ]


def _young(facts: Facts) -> Coded:
    """As `risk.young`, over arrays."""
    low, high, known = years(facts.columns, facts.patient)
    told = known & (facts.patient.coded("age_at").equal(AgeAt.HSCT) | from_birth(facts.columns).known)
    young, older = told & (high < risk.YOUNGER_THAN), told & (low >= risk.YOUNGER_THAN)
    return Coded(np.where(young, 1, np.where(older, 2, 0)), (None, YesNo.YES, YesNo.NO))


def _alemtuzumab(rows: tuple[tuple[str | None], ...]) -> YesNo | None:
    return risk.with_alemtuzumab(criteria.serotherapy(agent or "" for (agent,) in rows))


def _cmv(rows: tuple[tuple[str | None], ...]) -> YesNo | None:
    return risk.cmv_reactivated(detail for (detail,) in rows)


def _chronic(rows: tuple[tuple[Any], ...]) -> YesNo | None:
    return risk.chronic_gvhd(severity for (severity,) in rows)


def _present(*every: YesNo | None) -> tuple[str, ...] | None:
    return tuple(label for label, answer in zip(LABELS, every, strict=True) if answer is YesNo.YES) or None


def _number(*every: YesNo | None) -> tuple[float, float] | None:
    if set(every) == {None}:
        return None
    low, high = criteria.number_of(every)
    return low, float("inf") if high is None else high
