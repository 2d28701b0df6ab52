"""The cohort summary: derived columns over all patients, Table 1 and a line per patient made of them."""

from aic_desktop.reporting.cohort.around import DEFAULT_AGENT, Around
from aic_desktop.reporting.cohort.clocks import CLOCKS, Clock, Estimator
from aic_desktop.reporting.cohort.counted import Cohort, cohort_of
from aic_desktop.reporting.cohort.explain import Explanation, Used, explain
from aic_desktop.reporting.cohort.figures import Column, Figure, Row, Statistic, Table1
from aic_desktop.reporting.cohort.html import as_html
from aic_desktop.reporting.cohort.inference import (
    Comparison,
    compare_shares,
    compare_values,
    exact_interval,
    quartiles,
)
from aic_desktop.reporting.cohort.methods import Study, methods
from aic_desktop.reporting.cohort.options import Table1Options
from aic_desktop.reporting.cohort.patients import PATIENT_COLUMNS, PatientRow, PatientRows, headings
from aic_desktop.reporting.cohort.render import as_csv, as_json, as_text, patients_as_csv
from aic_desktop.reporting.cohort.table1 import column_titles, criteria_used, groups, members, table1
from aic_desktop.reporting.cohort.times import TimeToEvent
from aic_desktop.reporting.cohort.variable import Section, Variable
from aic_desktop.reporting.cohort.variables import SECTIONS, VARIABLES

__all__ = [
    "CLOCKS",
    "DEFAULT_AGENT",
    "PATIENT_COLUMNS",
    "SECTIONS",
    "VARIABLES",
    "Around",
    "Clock",
    "Cohort",
    "Column",
    "Comparison",
    "Estimator",
    "Explanation",
    "Figure",
    "PatientRow",
    "PatientRows",
    "Row",
    "Section",
    "Statistic",
    "Study",
    "Table1",
    "Table1Options",
    "TimeToEvent",
    "Used",
    "Variable",
    "as_csv",
    "as_html",
    "as_json",
    "as_text",
    "cohort_of",
    "column_titles",
    "compare_shares",
    "compare_values",
    "criteria_used",
    "exact_interval",
    "explain",
    "groups",
    "headings",
    "members",
    "methods",
    "patients_as_csv",
    "quartiles",
    "table1",
]
