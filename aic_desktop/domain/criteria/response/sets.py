"""The sets of response criteria as data: what counts as which response, in which version, from which source.

CONFIRMED: read in the source named. RECALLED: from general knowledge, not yet checked against the source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, nextafter
from typing import NamedTuple

from aic_desktop.domain.choices import Choice, CriteriaSet, Lineage


class Bounds(NamedTuple):
    """Between which two numbers something lies, both included; infinite where open."""

    low: float
    high: float


ANY = Bounds(0, 0)


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
    loss; None where the source asks for no second count. `partial_label` is the source's own name.
    """

    label: str
    analyte: str
    complete: tuple[Step, ...]
    partial: tuple[Step, ...] = ()
    partial_label: str = "PR"
    confirm_days: int | None = None
    loss_days: int | None = None
    without_bleeding: bool = False

    def least(self, steps: tuple[Step, ...], baseline: Bounds, normal: Bounds) -> Bounds:
        """The least value that surely, and that possibly, takes one of the steps; infinite without steps."""
        low = min((s.least(s.at_least.low, baseline.low, normal.low) for s in steps), default=inf)
        high = min((s.least(s.at_least.high, baseline.high, normal.high) for s in steps), default=inf)
        return Bounds(low, high)


@dataclass(frozen=True, slots=True)
class Criteria:
    """A set of response criteria: its endpoints, and its rule as it is told."""

    id: CriteriaSet
    version: str
    citation: str
    lineages: tuple[Lineage, ...]
    endpoints: tuple[Endpoint, ...]
    terms: tuple[Term, ...]

    @property
    def title(self) -> str:
        """Name and version, as a table or a methods paragraph names it."""
        return self.id.label if self.version in self.id.label else f"{self.id.label}, {self.version}"


def _at(value: float) -> Bounds:
    return Bounds(value, value)


_ITP = Criteria(
    CriteriaSet.ITP_IWG_2009,
    "2009",
    "Rodeghiero F et al. Blood 2009;113(11):2386-2393. doi 10.1182/blood-2008-07-162503",
    (Lineage.PLATELETS,),
    (
        Endpoint(
            "Platelet response",
            "platelets",
            complete=(Step(_at(100)),),
            partial=(Step(_at(30), fold=2),),
            partial_label="R",
            confirm_days=7,
            loss_days=1,
            without_bleeding=True,
        ),
    ),
    (
        Term("threshold for ITP", "platelets <100 ×10⁹/L", Standing.CONFIRMED),
        Term("CR", "platelets ≥100 ×10⁹/L and no bleeding", Standing.CONFIRMED),
        Term(
            "R",
            "platelets ≥30 ×10⁹/L and (not “or”, as often printed) at least twice the baseline; no bleeding",
            Standing.CONFIRMED,
        ),
        Term("NR", "platelets <30 ×10⁹/L, or less than twice the baseline, or bleeding", Standing.CONFIRMED),
        Term("confirmation", "CR and R by two counts at least 7 days apart", Standing.RECALLED),
        Term("loss of CR", "platelets <100 ×10⁹/L or bleeding", Standing.RECALLED),
        Term(
            "loss of R",
            "platelets <30 ×10⁹/L, or less than twice the baseline, or bleeding; two counts ≥1 day apart",
            Standing.RECALLED,
        ),
        Term(
            "time to response",
            "start of treatment to the first count with CR or R",
            Standing.CONFIRMED,
        ),
        Term("duration of response", "from the first count with CR or R to its loss", Standing.RECALLED),
    ),
)

CRITERIA: Mapping[CriteriaSet, Criteria] = {found.id: found for found in (_ITP,)}
