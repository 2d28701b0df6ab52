"""The cohort summary: a profile per case, Table 1 and a line per patient made of them, and renderings."""

from aic_desktop.reporting.cohort.clocks import CLOCKS, Clock, Estimator
from aic_desktop.reporting.cohort.inference import (
    Comparison,
    compare_shares,
    compare_values,
    exact_interval,
    quartiles,
)
from aic_desktop.reporting.cohort.methods import CriteriaUsed, Study, methods
from aic_desktop.reporting.cohort.patients import PATIENT_COLUMNS, PatientRow, headings
from aic_desktop.reporting.cohort.render import as_csv, as_json, as_text, patients_as_csv
from aic_desktop.reporting.cohort.spells import answer, times_of
from aic_desktop.reporting.cohort.table1 import (
    DEFAULT_AGENT,
    Profile,
    Row,
    Statistic,
    Table1,
    profile,
    table1,
)
from aic_desktop.reporting.cohort.times import TimeToEvent, by_group

__all__ = [
    "CLOCKS",
    "DEFAULT_AGENT",
    "PATIENT_COLUMNS",
    "Clock",
    "Comparison",
    "CriteriaUsed",
    "Estimator",
    "PatientRow",
    "Profile",
    "Row",
    "Statistic",
    "Study",
    "Table1",
    "TimeToEvent",
    "answer",
    "as_csv",
    "as_json",
    "as_text",
    "by_group",
    "compare_shares",
    "compare_values",
    "exact_interval",
    "headings",
    "methods",
    "patients_as_csv",
    "profile",
    "quartiles",
    "table1",
    "times_of",
]
