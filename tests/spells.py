"""Time to event written down patient by patient, for tests of what is made of it."""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

import numpy as np

from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort.arrays import Coded, Days
from aic_desktop.reporting.cohort.clocks import CLOCKS
from aic_desktop.reporting.cohort.times import Times, TimeToEvent, time_to_event


class Spell(NamedTuple):
    """From a start to an end, in days after HSCT; None is not known."""

    id: str
    start: Span | None
    end: Span | None
    status: int


def answered(key: str, spells: Sequence[Spell]) -> TimeToEvent:
    """A question of CLOCKS answered for them."""
    times = Times(
        np.ones(len(spells), bool),
        _days([spell.start for spell in spells]),
        _days([spell.end for spell in spells]),
        np.array([spell.status for spell in spells], np.int64),
        Coded.of([None] * len(spells)),
    )
    return time_to_event(CLOCKS[key], [spell.id for spell in spells], times)


def _days(spans: Sequence[Span | None]) -> Days:
    known = [span or Span(None, None) for span in spans]
    low = [-inf if span.earliest is None else span.earliest for span in known]
    high = [inf if span.latest is None else span.latest for span in known]
    return Days(np.array(low, float), np.array(high, float))
