"""What a set of response criteria is made of: steps to a level, endpoints, and the rule in words.

CONFIRMED: read in the source named. RECALLED: from general knowledge, not yet checked against the source.
"""

from dataclasses import dataclass
from math import inf, nextafter
from typing import NamedTuple

from aic_desktop.domain.choices import Choice, Lineage, Product
from aic_desktop.domain.criteria.spans import Bounds

ANY = Bounds(0, 0)
PRODUCT_NAMES = {Product.PLATELETS: "platelet", Product.RED_CELLS: "red cell"}


class Standing(Choice):
    """How far a definition has been checked."""

    CONFIRMED = "confirmed", "CONFIRMED"
    RECALLED = "recalled", "RECALLED"


class Term(NamedTuple):
    """One line of a set's rule in words."""

    term: str
    definition: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Step:
    """One way to reach a level: all that is stated must hold; values in the analyte's canonical unit.

    `at_least` is a value, between two where sources differ; `fold` times the baseline; `rise` over the
    baseline, `more` where it must be exceeded; `normal` the lower limit of normal.
    """

    at_least: Bounds = ANY
    fold: float = 0
    rise: float = 0
    more: bool = False
    normal: bool = False

    def least(self, at_least: float, baseline: float, normal: float) -> float:
        """The value needed with these numbers put in."""
        needed = max(at_least, self.fold * baseline if self.fold else 0, normal if self.normal else 0)
        if self.rise:
            # Rounded as decimals are: 6.3 and 2 more are 8.3.
            raised = round(baseline + self.rise, 9) if baseline < inf else inf
            needed = max(needed, nextafter(raised, inf) if self.more else raised)
        return needed


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One thing that is judged by counts of one analyte: any of the steps reaches the level.

    `confirm_days` is how far apart two counts must be for a response to be confirmed, `loss_days` for its
    loss; None where the source asks for no second count. Labels are the source's own names of the levels.
    With a `product` it is the independence of its transfusions that is judged, and no count.
    """

    label: str
    analyte: str = ""
    product: Product | None = None
    complete: tuple[Step, ...] = ()
    partial: tuple[Step, ...] = ()
    partial_label: str = "PR"
    complete_label: str = "CR"
    none_label: str = "NR"
    confirm_days: int | None = None
    loss_days: int | None = None
    without_bleeding: bool = False
    without_haemolysis: bool = False  # for a complete response the markers must be normal as well

    def least(self, steps: tuple[Step, ...], baseline: Bounds, normal: Bounds) -> Bounds:
        """The least value that surely, and that possibly, takes one of the steps; infinite without steps."""
        low = high = inf
        for step in steps:
            low = min(low, step.least(step.at_least.low, baseline.low, normal.low))
            high = min(high, step.least(step.at_least.high, baseline.high, normal.high))
        return Bounds(low, high)


@dataclass(frozen=True, slots=True)
class Criteria:
    """A set of response criteria: its endpoints, and its rule as it is told."""

    id: str  # of CriteriaSet, where a reported course can be judged by it
    name: str
    version: str
    citation: str
    lineages: tuple[Lineage, ...]
    endpoints: tuple[Endpoint, ...]
    terms: tuple[Term, ...]

    @property
    def title(self) -> str:
        """Name and version, as a table or a methods paragraph names it."""
        return self.name if self.version in self.name else f"{self.name} ({self.version})"
