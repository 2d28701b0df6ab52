"""What patients contribute to one row of a summary: a level, a value, or the reason for neither."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from aic_desktop.domain.choices import Choice, MissingReason
from aic_desktop.reporting.cohort.arrays import Bools, Coded, Days, Floats, Ints, by_distinct
from aic_desktop.reporting.cohort.columns import Table
from aic_desktop.reporting.cohort.numbers import Interval

NO_ENTRY = "no entry"
ALLOWS_BOTH = "the days recorded allow both"


@dataclass(frozen=True, slots=True)
class Answer:
    """One of levels, valued, open, missing and outside is filled; none of them: the patient is not asked.

    `open` says between what it lies, where what was recorded leaves it open; `missing` why it is not
    reported; `outside` why the question does not arise for this patient.
    """

    levels: tuple[str, ...] = ()
    valued: bool = False  # there is a value, kept beside
    open: str = ""
    missing: str = ""
    outside: str = ""

    @property
    def reported(self) -> bool:
        """There is a level or a value."""
        return bool(self.levels) or self.valued


NOT_ASKED, VALUED = Answer(), Answer(valued=True)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """The answers of n patients to one question: `distinct[which]`, and their values where it is a measure.

    `distinct[0]` is NOT_ASKED; bounds are NaN where there is no value, infinite where open.
    """

    which: Ints
    distinct: tuple[Answer, ...]
    low: Floats = field(default_factory=lambda: np.empty(0))
    high: Floats = field(default_factory=lambda: np.empty(0))

    def __len__(self) -> int:
        return len(self.which)

    def __getitem__(self, patient: int) -> Answer:
        return self.distinct[int(self.which[patient])]

    def __or__(self, other: "Answers") -> "Answers":
        """The other's answers of those not asked here."""
        silent = self.which == 0
        which = np.where(silent & (other.which != 0), other.which + len(self.distinct) - 1, self.which)
        low, high = (
            np.where(silent, theirs, mine) if len(theirs) and len(mine) else mine if len(mine) else theirs
            for mine, theirs in ((self.low, other.low), (self.high, other.high))
        )
        return Answers(which, self.distinct + other.distinct[1:], low, high)

    @property
    def measured(self) -> bool:
        """Whether the answers may be values."""
        return len(self.low) > 0

    def interval(self, patient: int) -> Interval | None:
        """The value of a patient who has one."""
        if not self[patient].valued:
            return None
        return Interval(float(self.low[patient]), float(self.high[patient]))

    def are(self, holds: Callable[[Answer], bool]) -> Bools:
        """Where the answer is one for which `holds`."""
        return np.array([holds(answer) for answer in self.distinct], bool)[self.which]

    def having(self, level: str) -> Bools:
        """Where a level is among the answer's."""
        return np.array([level in answer.levels for answer in self.distinct], bool)[self.which]

    def asked(self, of: Bools) -> "Answers":
        """Nobody asked outside the mask."""
        return replace(self, which=np.where(of, self.which, 0))

    def take(self, patients: Ints) -> "Answers":
        """The answers of these patients."""
        bounds = (self.low[patients], self.high[patients]) if self.measured else (self.low, self.high)
        return Answers(self.which[patients], self.distinct, *bounds)

    def over(self, divisor: float) -> "Answers":
        """The values in a larger unit."""
        return replace(self, low=self.low / divisor, high=self.high / divisor)


def joined(parts: Iterable[Answers]) -> Answers:
    """The answers of several sets of patients to one question, one set after the other."""
    number: dict[Answer, int] = {NOT_ASKED: 0}
    pieces = list(parts)
    which = [
        np.array([number.setdefault(answer, len(number)) for answer in piece.distinct], np.int64)[piece.which]
        for piece in pieces
    ]
    measured = any(piece.measured for piece in pieces)
    bounds = [np.concatenate([getattr(p, side) for p in pieces]) for side in ("low", "high") if measured]
    return Answers(np.concatenate(which), tuple(number), *bounds)


def level(choices: Coded) -> Answers:
    """The labels of choices, or texts, as levels; nobody asked where there is none."""
    return _of(choices, _level)


def levels(several: Coded) -> Answers:
    """Tuples of texts as several levels at once; nobody asked where there is none."""
    return _of(several, Answer)


def _of(coded: Coded, made: Callable[[Any], Answer]) -> Answers:
    return Answers(coded.codes, (NOT_ASKED, *map(made, coded.values[1:])))


def values(low: Floats, high: Floats, known: Bools) -> Answers:
    """Values between bounds where they are known; nobody asked elsewhere."""
    nothing = np.full(len(known), np.nan)
    return Answers(
        known.astype(np.int64),
        (NOT_ASKED, VALUED),
        np.where(known, low, nothing),
        np.where(known, high, nothing),
    )


def days(found: Days) -> Answers:
    """Days as values; nobody asked where they are not known."""
    return values(found.low, found.high, found.known)


def missing(of: Bools, reason: str) -> Answers:
    """Not reported, for one reason; nobody else asked."""
    return Answers(of.astype(np.int64), (NOT_ASKED, Answer(missing=reason)))


def left_open(of: Bools, between: str = ALLOWS_BOTH) -> Answers:
    """Recorded, but not so that it is certain; nobody else asked."""
    return Answers(of.astype(np.int64), (NOT_ASKED, Answer(open=between)))


def outside(of: Bools, reason: str) -> Answers:
    """Not applicable, for one reason; nobody else asked."""
    return Answers(of.astype(np.int64), (NOT_ASKED, Answer(outside=reason)))


class Picked:
    """One record of a kind for each patient, or none: the index transplant, the outcome."""

    def __init__(self, table: Table, rows: Ints) -> None:
        """`rows` of the table, one for each patient, -1 for none."""
        self.table, self.rows = table, rows

    @property
    def there(self) -> Bools:
        """Which patients have one."""
        return self.rows >= 0

    def coded(self, name: str) -> Coded:
        """A field of it."""
        return self.table.coded(name).take(self.rows)

    def days(self, name: str) -> Days:
        """A time of it."""
        return self.table.days(name).take(self.rows)

    def entered(self, name: str) -> Answers:
        """The choice held by a field as a level, else why there is none."""
        return level(self.coded(name)) | self.why_missing(name)

    def why_missing(self, *names: str) -> Answers:
        """Why fields hold nothing: not applicable, a reason that was entered, or just no entry."""
        reasons = (self.table.reasons(name).take(self.rows) for name in names)
        return _of(by_distinct(_why, *reasons), _as_it_is)


def _why(*reasons: MissingReason | None) -> Answer:
    given = [reason for reason in reasons if reason]
    if MissingReason.NOT_APPLICABLE in given:
        return Answer(outside=MissingReason.NOT_APPLICABLE.label)
    return Answer(missing=given[0].label if given else NO_ENTRY)


def _as_it_is(answer: Answer) -> Answer:
    return answer


def _level(choice: Choice | str) -> Answer:
    return Answer((choice.label if isinstance(choice, Choice) else choice,))
