"""What the counts say of one treatment: the best response by criteria before the next treatment was begun."""

from dataclasses import dataclass

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Lineage
from aic_desktop.domain.criteria.response import Assessment, Criteria, Level, assess, label
from aic_desktop.domain.records import Treatment
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.scene import roles
from aic_desktop.reporting.scene.judged import criteria_for
from aic_desktop.reporting.scene.options import Options

_ORDER = list(Level)


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets by which the treatments of a case are judged, by the lineages affected."""

    case: Case
    options: Options

    @property
    def titles(self) -> tuple[str, ...]:
        """Their names, for the words under the table."""
        return tuple(dict.fromkeys(found.title for _, found in self._chosen()))

    def of(self, treatment: Treatment) -> str:
        """“CR”, “R–CR” where it is open, “NR?” where it may not be judged at all; "" where no count can be.

        Of several lineages “AIT CR, AIHA NR”; what was begun before an onset was not given for it.
        """
        start = criteria.first_day(self.case, treatment)
        if start is None:
            return ""
        until = self._next_start(treatment, start)
        told = []
        for lineage, found in self._chosen():
            if self._before_onset(lineage, start):
                continue
            name = roles.CYTOPENIA_NAMES[lineage]
            words = next((_best(one, until) for one in assess(self.case, found, start)[:1]), "")
            if words:
                told.append((name, words))
        several = len(self._chosen()) > 1
        return ", ".join(f"{name} {words}" if several else words for name, words in told)

    def _chosen(self) -> list[tuple[Lineage, Criteria]]:
        lineages = dict.fromkeys(lineage for _, lineage in criteria.lineages(self.case))
        return [(lineage, criteria_for(lineage, self.options)) for lineage in lineages]

    def _before_onset(self, lineage: Lineage, start: Span) -> bool:
        onsets = [self.case.days(c.onset) for c in self.case.cytopenias if c.lineage is lineage]
        return all(span is not None and criteria.surely_before(start, span) for span in onsets)

    def _next_start(self, treatment: Treatment, start: Span) -> Span | None:
        """The first day of what was surely begun after it; None where nothing was."""
        others = (t for t in criteria.against_cytopenia(self.case) if t is not treatment)
        starts = [span for t in others if (span := criteria.first_day(self.case, t))]
        later = [span for span in starts if criteria.surely_before(start, span)]
        return min(later, key=lambda span: span.middle, default=None)


def _best(found: Assessment, until: Span | None) -> str:
    """The best levels surely and possibly reached by counts before a day, as their source names them."""
    certain = possible = Level.NOT_ASSESSABLE
    for seen in found.seen:
        if until is None or criteria.surely_before(seen.day, until):
            certain = max(certain, seen.certain, key=_ORDER.index)
        if until is None or not criteria.surely_before(until, seen.day):
            possible = max(possible, seen.possible, key=_ORDER.index)
    levels = dict.fromkeys(one for one in (certain, possible) if one is not Level.NOT_ASSESSABLE)
    names = "–".join(dict.fromkeys(label(found.endpoint, one) for one in levels))
    return f"{names}?" if names and certain is Level.NOT_ASSESSABLE else names
