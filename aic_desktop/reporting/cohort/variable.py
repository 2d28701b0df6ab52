"""What is asked of every patient: one question, its name and unit, and the rule that answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc

from aic_desktop.domain.choices import Lineage, Product
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.response import rule
from aic_desktop.reporting.cohort.answers import Answers
from aic_desktop.reporting.cohort.around import Around
from aic_desktop.reporting.cohort.derived.facts import Facts

Reader = Callable[[Facts], Answers]


@dataclass(frozen=True, slots=True)
class Variable:
    """One question to every patient; a unit makes it a measure, else its answers are levels.

    `code` names it in files and choices. Levels in `order` come first, in that order; others follow by
    frequency. `decimals` rounds printed measures. With `several`, a patient may have more than one level.
    """

    code: str
    name: str
    read: Reader
    unit: str = ""
    order: tuple[str, ...] = ()
    decimals: int = 1
    several: bool = False
    judges: Lineage | Product | None = None  # what is judged by criteria, whose rule belongs to this one's

    def titled(self, agent: str) -> str:
        """Its name with the index agent's label in it."""
        text = self.name.format(agent=label_of("agents", agent))
        return text[:1].upper() + text[1:]

    @property
    def groups(self) -> bool:
        """Whether patients can be divided by it."""
        return not self.unit and not self.several

    def rule(self, around: Around) -> str:
        """How the answer is found, and the source; of a judgement with the set of criteria chosen."""
        told = getdoc(self.read) or ""
        if self.judges is None:
            return told
        lines = ["", *rule(around.judging(self.judges))]
        if isinstance(self.judges, Product):
            lines.append(f"window: {around.windows.independence} days")
        return "\n".join((told, *lines))


@dataclass(frozen=True, slots=True)
class Section:
    """Variables under one heading; `{agent}` in names stands for the index agent's label."""

    title: str
    variables: tuple[Variable, ...]
