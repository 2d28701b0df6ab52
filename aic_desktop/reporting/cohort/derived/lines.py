"""What was reported of each line of treatment of the cytopenia."""

from collections.abc import Mapping

from aic_desktop.domain.criteria import Response
from aic_desktop.reporting.cohort.arrays import Coded, by_group
from aic_desktop.reporting.cohort.derived.facts import Facts

_RANK: Mapping[Response | None, int] = {found: rank for rank, found in enumerate((*Response, None))}
Line = tuple[int | None, Response | None]  # its number, and the best response reported


def responses_by_line(facts: Facts) -> Coded:
    """Of each patient a tuple of `Line`, each line once in the order of entry; none without treatment."""
    index = facts.index
    line = index.courses.table.coded("line")
    return by_group(_best_of_each, index.among(index.against), facts.n, line, index.responses)


def _best_of_each(treatments: tuple[Line, ...]) -> tuple[Line, ...] | None:
    best: dict[int | None, Response | None] = {}
    for line, response in treatments:
        held = best.get(line)
        best[line] = response if _RANK[response] < _RANK[held] else held
    return tuple(best.items()) or None
