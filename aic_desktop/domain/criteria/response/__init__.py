"""Response by published criteria: the sets as data, the judgement of counts, and how it came about."""

from aic_desktop.domain.criteria.response.assessment import (
    Assessment,
    Level,
    Occurrence,
    Period,
    Seen,
    assess,
)
from aic_desktop.domain.criteria.response.chart import Judged, LeftOut, Windows, amounts, bounds
from aic_desktop.domain.criteria.response.core import Failing, Readings, Verdict, judge
from aic_desktop.domain.criteria.response.sets import CRITERIA, Bounds, Criteria, Endpoint, Standing, Term
from aic_desktop.domain.criteria.response.words import label, rule, told

__all__ = [
    "CRITERIA",
    "Assessment",
    "Bounds",
    "Criteria",
    "Endpoint",
    "Failing",
    "Judged",
    "LeftOut",
    "Level",
    "Occurrence",
    "Period",
    "Readings",
    "Seen",
    "Standing",
    "Term",
    "Verdict",
    "Windows",
    "amounts",
    "assess",
    "bounds",
    "judge",
    "label",
    "rule",
    "told",
]
