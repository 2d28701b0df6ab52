"""How often and how many: the words of a series, taken out of what is said of a dose or a transfusion."""

import re
from dataclasses import dataclass

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.shorthand.base import Clause, moved
from aic_desktop.domain.timepoint import TimePoint, time_readings

MOST = 400
MOST_DAYS = 3653

_DAILY = r"daily|täglich|tgl\.?|each day|every day|jeden tag|qd"
_WEEKLY = r"weekly|wöchentlich|wtl\.?|every week|jede woche"
_OTHER_DAY = r"every other day|every second day|jeden zweiten tag|jeden 2\. tag"
_UNIT = r"days?|tagen?|tage|d|weeks?|wochen?|wk|w"
_EVERY = rf"(?:every|alle) (?P<n>\d{{1,3}}) ?(?P<u>{_UNIT})|q ?(?P<qn>\d{{0,3}})(?P<qu>[dw])"
_STEP = re.compile(
    rf"(?<![\w/])(?:(?P<other>{_OTHER_DAY})|(?P<daily>{_DAILY})|(?P<weekly>{_WEEKLY})|{_EVERY})(?![\w/])",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?<![\w.,^*/])(?:[x×]\s?(?P<after>\d{1,4})(?![\w.,^*])|(?P<before>\d{1,4})\s?[x×](?!\s?10(?:[\^*\d]|[⁰¹²³⁴-⁹]))(?![a-z]))",
    re.IGNORECASE,
)
_TIMES_A_DAY = re.compile(
    rf"\b(\d+)\s?(?:[x×]|mal|times)\s?(?:(?:{_DAILY}|{_WEEKLY})|(?:/|pro|per|a)\s?(?:d|day|tag|w|week|woche)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Series:
    """Days from one to the next and how many, None where not said; `rest` is what else was said."""

    step: int | None
    times: int | None
    rest: str

    @property
    def said(self) -> bool:
        """A series was meant."""
        return self.step is not None or self.times is not None


def series_in(text: str) -> Series:
    """The series a text speaks of; Problem when a word of it can mean two."""
    if found := _TIMES_A_DAY.search(text):
        raise _how_often(found[0], found[1])
    step, without = _taken(_STEP, text)
    times, rest = _taken(_TIMES, without)
    if step and times and times["before"] and (step["daily"] or step["weekly"]):
        raise _how_often(text, times["before"])  # `2x600 mg daily`
    if _STEP.search(rest) or _TIMES.search(rest):
        raise Problem("How often is said twice. Write it once, such as weekly x6.")
    return Series(_days(step) if step else None, _number(times) if times else None, rest)


def _how_often(said: str, times: str) -> Problem:
    return Problem(
        f"“{said}” can be that often each day or week, or so many in all. "
        f"Write “daily x{times}” or “weekly x{times}” for so many in all; enter others singly."
    )


def days_of(clause: Clause, series: Series) -> tuple[TimePoint, ...]:
    """Every day of a series; Problem when it has no exact beginning or no end."""
    first, last = clause.moment.ends or (clause.moment.day, None)
    if not first.exact or (last is not None and not last.exact):
        raise Problem("A series begins on one exact day, such as 118. Enter doses on unknown days singly.")
    if series.step is None:
        raise Problem(f"How often? Write daily x{series.times or 6} or weekly x{series.times or 6}.")
    number = _length(first, last, series)
    if number > MOST:
        raise Problem(f"These are {number} days. Enter at most {MOST} at once.")
    if series.step * number > MOST_DAYS:
        raise Problem("This series takes longer than ten years. Check how often and how many.")
    days = tuple(moved(first, place * series.step) for place in range(number))
    time_readings(days[-1].text)  # says so when it leads out of what a case can hold
    return days


def _length(first: TimePoint, last: TimePoint | None, series: Series) -> int:
    assert series.step is not None
    if last is None:
        if series.times is None:
            raise Problem("How many, or until when? Write weekly x6, or 190-192 before the name.")
        return series.times
    assert first.earliest is not None
    assert last.latest is not None
    fitting = (last.latest - first.earliest) // series.step + 1
    if series.times not in (None, fitting):
        raise Problem(f"These days make {fitting}, not {series.times}. Leave out one or the other.")
    return fitting


def _taken(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    found = pattern.search(text)
    if found is None:
        return None, text
    return found, " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def _days(found: re.Match[str]) -> int:
    if found["other"]:
        return 2
    if found["daily"] or found["weekly"]:
        return 1 if found["daily"] else 7
    number = int(found["n"] or found["qn"] or 1)
    if not number:
        raise Problem("Every 0 days is no series. Write daily, weekly or every 8 days.")
    return number * (7 if (found["u"] or found["qu"]).casefold().startswith("w") else 1)


def _number(found: re.Match[str]) -> int:
    number = int(found["after"] or found["before"])
    if not number:
        raise Problem("x0 is none. Write how many there were, such as x6.")
    return number
