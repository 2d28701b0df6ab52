"""What is measured from where to where: the questions of time to event that studies ask."""

from dataclasses import dataclass, replace
from enum import StrEnum

from aic_desktop.domain.codes import label_of


class Estimator(StrEnum):
    """How a question is answered."""

    INCIDENCE = "cumulative_incidence"
    SURVIVAL = "survival"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Clock:
    """One question: days from `starts` to `stops`; `{agent}` stands for the index agent's label.

    Death competes with the event of an incidence. `rule` says what counts, for the methods paragraph.
    """

    key: str
    title: str
    starts: str
    stops: str
    estimator: Estimator
    rule: str
    selected: str = ""  # what to be wary of where every patient had a cytopenia

    @property
    def ends(self) -> tuple[str, str, str]:
        """What a spell of each status ends with: censored, with the event, with the competing one."""
        event = "death" if self.estimator is Estimator.FOLLOW_UP else self.stops
        return "last contact", event, "death"

    def around(self, agent: str) -> "Clock":
        """The question about one index agent, a code or free text."""
        label = label_of("agents", agent)
        words = {name: getattr(self, name).format(agent=label) for name in ("title", "starts", "rule")}
        return replace(self, **words)


BY_COUNTS, BY_TRANSFUSIONS = "response_by_counts", "independence_by_transfusions"
CLOCKS: dict[str, Clock] = {
    clock.key: clock
    for clock in (
        Clock(
            "cytopenia",
            "Cumulative incidence of cytopenia",
            "HSCT",
            "onset of cytopenia",
            Estimator.INCIDENCE,
            "the first onset of the first episode, among all patients transplanted",
            "Every patient here had a cytopenia. An incidence needs the transplants without one as well.",
        ),
        Clock(
            "response",
            "Cumulative incidence of response",
            "first {agent}",
            "response",
            Estimator.INCIDENCE,
            "of those whose best response reported is one, the day it was first noted; transient responses "
            "count, and other therapies do not censor",
        ),
        Clock(
            BY_COUNTS,
            "Cumulative incidence of response by the counts",
            "first {agent}",
            "response by the counts",
            Estimator.INCIDENCE,
            "by the set of criteria chosen for each lineage, dated to the first count that shows it; of "
            "several lineages the last to respond decides",
        ),
        Clock(
            "transfusion_independence",
            "Cumulative incidence of transfusion independence",
            "first {agent}",
            "transfusion independence",
            Estimator.INCIDENCE,
            "dated to the first day without need of transfusion; where only a later follow-up states it, to "
            "any day between the first {agent} and that follow-up",
        ),
        Clock(
            BY_TRANSFUSIONS,
            "Cumulative incidence of independence by the transfusions",
            "first {agent}",
            "independence by the transfusions",
            Estimator.INCIDENCE,
            "the window of days without a transfusion of what the lineages call for, dated to its first day",
        ),
        Clock(
            "survival",
            "Overall survival from HSCT",
            "HSCT",
            "death",
            Estimator.SURVIVAL,
            "death of any cause",
            "Every patient here had a cytopenia, so whoever died before one is missing and survival from "
            "HSCT looks too good. Survival from onset does not.",
        ),
        Clock(
            "survival_from_onset",
            "Overall survival from onset of cytopenia",
            "onset of cytopenia",
            "death",
            Estimator.SURVIVAL,
            "death of any cause, among patients with cytopenia",
        ),
        Clock(
            "follow_up",
            "Follow-up from HSCT",
            "HSCT",
            "last contact",
            Estimator.FOLLOW_UP,
            "by the reversed Kaplan-Meier estimate, deaths censored",
        ),
        Clock(
            "follow_up_from_agent",
            "Follow-up from first {agent}",
            "first {agent}",
            "last contact",
            Estimator.FOLLOW_UP,
            "by the reversed Kaplan-Meier estimate, deaths censored",
        ),
    )
}
