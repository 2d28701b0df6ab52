"""What the counts say of one treatment: the best response by criteria begun before the next treatment was."""

from dataclasses import dataclass

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Lineage
from aic_desktop.domain.records import Treatment
from aic_desktop.domain.response import Assessment, Criteria, Level, assess, label, next_begun
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.scene import roles
from aic_desktop.reporting.scene.judged import criteria_for
from aic_desktop.reporting.scene.options import Options


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
        until = next_begun(self.case, start)
        told = []
        for lineage, found in self._chosen():
            if self._before_onset(lineage, start):
                continue
            name = roles.CYTOPENIA_NAMES[lineage]
            words = _best(assess(self.case, found, start, until=until)[0])
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


def _best(found: Assessment) -> str:
    """The best levels surely and possibly reached, as their source names them; "" for none."""
    levels = dict.fromkeys(one for one in (found.certain, found.possible) if one is not Level.NOT_ASSESSABLE)
    names = "–".join(dict.fromkeys(label(found.endpoint, one) for one in levels))
    return f"{names}?" if names and found.certain is Level.NOT_ASSESSABLE else names
