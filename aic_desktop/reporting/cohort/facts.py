"""The derived facts of one case that several rows of the summary ask for, worked out once."""

from functools import cached_property

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.criteria import AboMismatch, Age, CytopeniaType, IndexTherapy
from aic_desktop.domain.records import FollowUp
from aic_desktop.domain.timepoint import Span


class Facts:
    """One patient around one index agent; nothing is worked out before it is asked for."""

    def __init__(self, case: Case, agent: str) -> None:
        """`agent` is a code or free text, given or not."""
        self.case = case
        self.patient = case.patient
        self.graft = case.index_transplant
        self.index = IndexTherapy(case, agent)

    @cached_property
    def age(self) -> Age | None:
        """At HSCT, else as stated with its event."""
        return criteria.age(self.case)

    @cached_property
    def abo(self) -> AboMismatch | None:
        """Of the index transplant."""
        donor = self.graft.donor_abo if self.graft else None
        return criteria.abo_mismatch(self.patient.abo_before, donor)

    @cached_property
    def kind(self) -> CytopeniaType | None:
        """The type the patient is counted under."""
        return criteria.type_among(criteria.lineages(self.case))

    @cached_property
    def onset(self) -> Span | None:
        """Days from HSCT to the first onset."""
        return criteria.onset(self.case)

    @cached_property
    def outcome(self) -> FollowUp | None:
        """The follow-up that tells it."""
        return criteria.outcome(self.case)

    @cached_property
    def last_contact(self) -> Span | None:
        """Days from HSCT to last contact or death."""
        return criteria.last_contact(self.case)
