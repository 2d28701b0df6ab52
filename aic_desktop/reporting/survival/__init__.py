"""Time to event: survival, cumulative incidence with competing events, follow-up, and groups compared.

Arrays of days in, curves out; nothing here knows a case. Every convention is that of R's package survival
(survfit with conf.type = "log-log", survdiff), Gray's test that of cmprsk (cuminc), and the tests compare
every figure with them.
"""

from aic_desktop.reporting.survival.compare import LogRank, log_rank
from aic_desktop.reporting.survival.curve import Curve, Estimate
from aic_desktop.reporting.survival.estimate import cumulative_incidence, follow_up, kaplan_meier
from aic_desktop.reporting.survival.gray import GrayTest, gray
from aic_desktop.reporting.survival.risk import Days

__all__ = [
    "Curve",
    "Days",
    "Estimate",
    "GrayTest",
    "LogRank",
    "cumulative_incidence",
    "follow_up",
    "gray",
    "kaplan_meier",
    "log_rank",
]
