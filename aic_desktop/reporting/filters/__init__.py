"""Filters on patients and on the course of disease: written, read back, and judged with what is imprecise."""

from aic_desktop.reporting.filters.judging import judge
from aic_desktop.reporting.filters.language import parse
from aic_desktop.reporting.filters.model import Askable, Askables, Filter, counted_in
from aic_desktop.reporting.filters.words import quoted, written

__all__ = ["Askable", "Askables", "Filter", "counted_in", "judge", "parse", "quoted", "written"]
