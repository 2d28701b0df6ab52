"""The columns on the response to the index agent as the counts show it, by the sets of criteria chosen."""

from collections.abc import Callable

import numpy as np

from aic_desktop.domain.choices import Lineage, Product, YesNo
from aic_desktop.domain.response import Level
from aic_desktop.domain.response.levels import NOT_ASSESSABLE, PARTIAL
from aic_desktop.reporting.cohort.answers import Answers, days, left_open, level, missing, values
from aic_desktop.reporting.cohort.arrays import Bools, Coded, Days, between, count, not_after, surely_before
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.derived.judged import Judgements

Reader = Callable[[Facts], Answers]
Judged = Callable[[Facts], Judgements]
LEVELS = tuple(found.label for found in reversed(Level) if found is not Level.NOT_ASSESSABLE)
NOT_JUDGED = "no count to judge by"
NO_START = "day of the first dose not known"
NOT_OBSERVED = "no transfusion recorded, or too short a time observed"


def by_counts(lineage: Lineage, endpoint: int = 0) -> Judged:
    """The judgement of a lineage by an endpoint of the set chosen for it."""

    def judged(facts: Facts) -> Judgements:
        return facts.responses.of_lineage(lineage, endpoint)

    return judged


def by_transfusions(product: Product) -> Judged:
    """The judgement of transfusion independence."""

    def judged(facts: Facts) -> Judgements:
        return facts.responses.independence(product)

    return judged


def best(judged: Judged, silent: str = NOT_JUDGED) -> Reader:
    """The best level."""

    def read(facts: Facts) -> Answers:
        """The best response after the first dose by the counts recorded, those after transfusions left out.

        Of patients with this lineage who were given the agent. A response that began when the next treatment
        of the cytopenia had been begun is not credited to this one. Where imprecise days, limits or
        transfusions leave it open, the two levels between which it lies are given.
        """
        found = judged(facts)
        return _level(found, silent) | _no_start(facts, found)

    return read


def time_to(judged: Judged) -> Reader:
    """Days to the response."""

    def read(facts: Facts) -> Answers:
        """Days from the first dose to the first count that shows a response; of certain responders.

        Transfusion independence is dated to the first day without need of a transfusion.
        """
        found = judged(facts)
        responds = _responds(found)
        return days(between(facts.index.first_day, found.response.among(responds))).asked(responds)

    return read


def doses_to(judged: Judged) -> Reader:
    """Doses to the response."""

    def read(facts: Facts) -> Answers:
        """Doses given when a count first showed a response, that of the day included; of responders."""
        found, index = judged(facts), facts.index
        responds = _responds(found)
        whose = index.patient[index.courses.of]
        mine = index.is_index[index.courses.of]
        first, dose = found.response.take(whose), index.courses.dose_days
        low = count(mine & dose.known & not_after(dose, first), whose, facts.n)
        high = count(mine & ~surely_before(first, dose), whose, facts.n)
        dosed = count(mine, whose, facts.n) > 0
        found_doses = values(low.astype(np.float64), high.astype(np.float64), responds & dosed)
        return found_doses | missing(responds & ~dosed, "no days of doses")

    return read


def duration(judged: Judged) -> Reader:
    """Days of the response."""

    def read(facts: Facts) -> Answers:
        """Days from the first response to its loss; open above while none is shown. Of responders.

        Without a loss the last count is the least that is known.
        """
        found = judged(facts)
        return days(found.duration).asked(_responds(found))

    return read


def loss(judged: Judged) -> Reader:
    """Whether the response was lost."""

    def read(facts: Facts) -> Answers:
        """Whether a later count fell below a response: the loss of it; of certain responders."""
        found = judged(facts)
        surely, never = np.isfinite(found.lost.high), np.isposinf(found.lost.low)
        told = Coded(np.where(surely, 1, np.where(never, 2, 0)), (None, YesNo.YES, YesNo.NO))
        return (level(told) | left_open(~told.known)).asked(_responds(found))

    return read


def overall(facts: Facts) -> Answers:
    """The response of all affected lineages together: no better than that of the worst.

    Evans syndrome: each lineage by its own criteria, complete only if all are (RECALLED). Where one is not
    assessable, neither is the whole.
    """
    lows, highs = [], []
    for lineage in Lineage:
        found = facts.responses.of_lineage(lineage, facts.responses.main_endpoint(lineage))
        asked = found.best_low >= 0
        lows.append(np.where(asked, found.best_low, len(Level)))
        highs.append(np.where(asked, found.best_high, len(Level)))
    low, high = np.min(lows, axis=0), np.min(highs, axis=0)
    nobody = low == len(Level)
    unknown = Days.unknown(facts.n)
    whole = Judgements(np.where(nobody, -1, low), np.where(nobody, -1, high), unknown, unknown, unknown)
    return _level(whole, NOT_JUDGED) | _no_start(facts, whole)


def _responds(found: Judgements) -> Bools:
    return np.greater_equal(found.best_low, PARTIAL)


def _level(found: Judgements, silent: str) -> Answers:
    asked, settled = found.best_low >= 0, found.best_low == found.best_high
    judged = asked & settled & (found.best_low > NOT_ASSESSABLE)
    labels = (None, *(one.label for one in tuple(Level)[1:]))
    told = level(Coded(np.where(judged, found.best_low, 0), labels))
    told = told | missing(asked & settled, silent)
    open_ = asked & ~settled
    for low in range(len(Level)):
        for high in range(low + 1, len(Level)):
            both = open_ & (found.best_low == low) & (found.best_high == high)
            if both.any():
                words = f"between {tuple(Level)[low].label} and {tuple(Level)[high].label}"
                told = told | left_open(both, words)
    return told


def _no_start(facts: Facts, found: Judgements) -> Answers:
    """Of those given the agent who have this lineage: the day to judge from is not known."""
    without = facts.index.given & ~facts.index.first_day.known
    return missing(without & (found.best_low < 0) & facts.kind.known, NO_START)
