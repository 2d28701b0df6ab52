"""What derived columns are counted around: the index agent, and the sets of response criteria."""

from dataclasses import dataclass, field

from aic_desktop.domain.choices import Lineage, Product
from aic_desktop.domain.response import CRITERIA, Criteria, Windows, usual

DEFAULT_AGENT = "daratumumab"


@dataclass(frozen=True, slots=True)
class Around:
    """The choice; equal choices give equal columns.

    `criteria` are ids of CRITERIA: each lineage is judged by the first that is for it, else by the usual
    set. `windows` are days after a transfusion, and without one.
    """

    agent: str = DEFAULT_AGENT  # a code or free text
    criteria: tuple[str, ...] = ()
    windows: Windows = field(default_factory=Windows)

    def judging(self, judged: Lineage | Product) -> Criteria:
        """The set that a lineage, or the independence of transfusions of a product, is judged by."""
        return self.judged_by(judged) if isinstance(judged, Lineage) else CRITERIA[f"{judged}_independence"]

    def judged_by(self, lineage: Lineage) -> Criteria:
        """The set a lineage is judged by."""
        chosen = (CRITERIA[name] for name in self.criteria if name in CRITERIA)
        return next(
            (found for found in chosen if lineage in found.lineages and _by_counts(found)), usual(lineage)
        )


def _by_counts(found: Criteria) -> bool:
    return any(endpoint.analyte for endpoint in found.endpoints)
