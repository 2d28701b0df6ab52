"""Response by published criteria: the sets as data, the judgement of counts, and how it came about."""

from aic_desktop.domain.criteria.spans import Bounds, bounds
from aic_desktop.domain.response.assessment import (
    Assessment,
    Level,
    Occurrence,
    Period,
    Seen,
)
from aic_desktop.domain.response.chart import ATC_G_CSF, Judged, LeftOut, Windows
from aic_desktop.domain.response.core import Failing, Readings, Verdict, judge
from aic_desktop.domain.response.independence import Transfused, independence
from aic_desktop.domain.response.of_case import assess, next_begun, overall
from aic_desktop.domain.response.published import CRITERIA, usual
from aic_desktop.domain.response.sets import Criteria, Endpoint, Standing, Term
from aic_desktop.domain.response.words import label, rule, told

__all__ = [
    "ATC_G_CSF",
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
    "Transfused",
    "Verdict",
    "Windows",
    "assess",
    "bounds",
    "independence",
    "judge",
    "label",
    "next_begun",
    "overall",
    "rule",
    "told",
    "usual",
]
