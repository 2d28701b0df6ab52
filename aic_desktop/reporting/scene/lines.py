"""Reference lines as they are typed: values of an analyte in the unit shown, one after the other."""

import re
from decimal import Decimal

from aic_desktop.domain.codes import analytes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, number_text, quantity_readings
from aic_desktop.domain.units import Units, shown
from aic_desktop.reporting.scene.options import Options
from aic_desktop.reporting.scene.points import in_units

_MOST = 10


def lines_text(analyte: str, options: Options) -> str:
    """The lines that are drawn, in the unit shown."""
    unit = options.unit(analyte)
    lines = (in_units(line, _canonical(analyte), unit, analyte) for line in options.reference_lines(analyte))
    return " ".join(number_text(line) for line in lines if line is not None)


def lines_typed(text: str, analyte: str, options: Options) -> tuple[Decimal, ...]:
    """The lines in the canonical unit, lowest first; Problem for what is no single value above zero."""
    unit, canonical = options.unit(analyte), _canonical(analyte)
    found = [_value(word, unit, analyte) for word in re.split(r"[\s;]+", text) if word]
    if len(found) > _MOST:
        raise Problem(f"That is {len(found)} lines; more than {_MOST} hide the counts.")
    lines = (in_units(value, unit, canonical, analyte) for value in found)
    return tuple(sorted({line for line in lines if line is not None}))


def _value(word: str, unit: str, analyte: str) -> Decimal:
    readings: list[Quantity] = [*quantity_readings(word, Units((unit,), unit, analyte))]
    value = readings[0].low
    if len(readings) > 1:
        raise Problem(f"“{word}” can be read in two ways. Write the number without a sign for thousands.")
    if not readings[0].exact or not value:
        raise Problem(f"“{word}” is no line: a value above zero is needed, in {shown(unit)}.")
    return value


def _canonical(analyte: str) -> str:
    listed = analytes().get(analyte)
    return (listed.units.canonical or "") if listed else ""
