"""The cohort summary: a profile per case, Table 1 and a line per patient made of them, and renderings."""

from aic_desktop.reporting.cohort.inference import (
    Comparison,
    compare_shares,
    compare_values,
    exact_interval,
    quartiles,
)
from aic_desktop.reporting.cohort.patients import PATIENT_COLUMNS, PatientRow, headings
from aic_desktop.reporting.cohort.render import as_csv, as_json, as_text, patients_as_csv
from aic_desktop.reporting.cohort.table1 import (
    DEFAULT_AGENT,
    Profile,
    Row,
    Statistic,
    Table1,
    profile,
    table1,
)

__all__ = [
    "DEFAULT_AGENT",
    "PATIENT_COLUMNS",
    "Comparison",
    "PatientRow",
    "Profile",
    "Row",
    "Statistic",
    "Table1",
    "as_csv",
    "as_json",
    "as_text",
    "compare_shares",
    "compare_values",
    "exact_interval",
    "headings",
    "patients_as_csv",
    "profile",
    "quartiles",
    "table1",
]
