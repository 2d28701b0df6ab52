"""What is asked for in words, found in a case: the counts to show and the day to count from."""

from collections.abc import Sequence

from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import coded, label_of
from aic_desktop.domain.problem import Problem
from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.model import Zero
from aic_desktop.reporting.scene.options import in_reading_order
from aic_desktop.reporting.scene.zeros import name_of, zero_of, zeros


def offered(case: Case) -> tuple[tuple[str, str], ...]:
    """The analytes counted with their labels, in the order their panels stand in."""
    counted = {count.analyte for count in case.counts if count.analyte and count.value}
    return tuple((analyte, label_of("analytes", analyte)) for analyte in in_reading_order(counted))


def analytes_asked(case: Case, names: Sequence[str]) -> tuple[str, ...]:
    """The analytes of ids, labels or aliases; Problem, naming those there are, for one not counted."""
    there = dict(offered(case))
    found = [coded("analytes", name) for name in names if name.strip()]
    for name, analyte in zip(names, found, strict=False):
        if analyte not in there:
            counted = ", ".join(there.values()) or "nothing"
            raise Problem(f"“{name.strip()}” was not counted in this case. Counted: {counted}.")
    return tuple(dict.fromkeys(found))


def zero_asked(case: Case, name: str) -> Zero:
    """The day to count from; Problem naming those that there are where no single day is known for it."""
    try:
        return zero_of(case, name)
    except Problem as why:
        there = ", ".join(["hsct", *(_choice(zero) for zero in zeros(case)[1:])])
        raise Problem(f"Nothing can be counted from “{name}”: {why}. There is: {there}.") from why


def _choice(zero: Zero) -> str:
    """As it can be typed, with its day."""
    return f"{name_of(zero)} ({signed(zero.day)})"
