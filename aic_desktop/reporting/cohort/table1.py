"""Table 1: for each variable n/N (%) over reported values or median (range), and what is not reported."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from aic_desktop.domain.case import Case
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort.answers import NO_ENTRY, Answer
from aic_desktop.reporting.cohort.facts import Facts
from aic_desktop.reporting.cohort.numbers import Summary, median_and_range, percent, summary
from aic_desktop.reporting.cohort.patients import PatientRow, patient_row
from aic_desktop.reporting.cohort.variables import SECTIONS, Variable

DEFAULT_AGENT = "daratumumab"

NOTES = (
    "n/N (%): N counts the patients for whom the item is reported; the others stand under “not reported”. "
    "Per cent are rounded half up, to one decimal below 10; 0 % and 100 % are none and all.",
    "Median (range) of the n patients with a value. “a..b”: days or values recorded imprecisely put the "
    "figure anywhere from a to b; “about”: imprecise by less than the rounding. Years and months are "
    "rounded half up to one decimal, bounds outwards; 1 month = 30.4375 days.",
    "One type of cytopenia per patient; Evans syndrome: two or more lineages of one episode, together or in "
    "sequence. Onset: the first of the first episode. Therapies: all corticosteroids count as one.",
)


class Statistic(StrEnum):
    """What a row of Table 1 gives; its value is the code in files."""

    TOTAL = "n"
    SHARE = "n/N"
    MEDIAN = "median_range"
    MISSING = "not_reported"
    OUTSIDE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of Table 1.

    `n` of `of` patients: with the level (of those reported), with a value (of those asked), without a
    report or outside the question (of those asked). `reasons` breaks a missing row down.
    """

    section: str
    variable: str
    level: str
    statistic: Statistic
    n: int
    of: int
    unit: str = ""
    decimals: int = 1
    summary: Summary | None = None
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def text(self) -> str:
        """The figure in print."""
        match self.statistic:
            case Statistic.TOTAL:
                return str(self.n)
            case Statistic.SHARE:
                return f"{self.n}/{self.of} ({percent(self.n, self.of)})"
            case Statistic.MEDIAN:
                printed = median_and_range(self.summary, self.decimals) if self.summary else ""
                return f"{printed}; n = {self.n}" if printed else "no value"
        told = ", ".join(f"{reason} {n}" for reason, n in self.reasons)
        plain = [reason for reason, _ in self.reasons] == [NO_ENTRY]
        return f"{self.n} of {self.of}" if plain else f"{self.n} of {self.of} ({told})"


@dataclass(frozen=True, slots=True)
class Profile:
    """One patient as the cohort sees them: the answers to all variables in order, and their own line."""

    id: RecordId
    answers: tuple[Answer, ...]
    row: PatientRow


@dataclass(frozen=True, slots=True)
class Table1:
    """The table of one set of patients, with the rules that made it."""

    patients: int
    agent: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = NOTES


def profile(case: Case, agent: str = DEFAULT_AGENT) -> Profile:
    """Everything the cohort needs to know of one case; its counts and transfusions are not looked at."""
    facts = Facts(case, agent)
    answers = tuple(v.read(facts) for section in SECTIONS for v in section.variables)
    return Profile(case.id, answers, patient_row(facts))


def table1(profiles: Sequence[Profile], agent: str = DEFAULT_AGENT) -> Table1:
    """The table of a set of patients; one of nobody has the number of patients alone."""
    label = label_of("agents", agent)
    rows = [Row("Patients", "Patients", "", Statistic.TOTAL, len(profiles), len(profiles))]
    columns = iter(zip(*(p.answers for p in profiles), strict=True))
    for section in SECTIONS if profiles else ():
        title = section.title.format(agent=label)
        for variable in section.variables:
            named = replace(variable, name=_capital(variable.name.format(agent=label)))
            rows.extend(_rows(title, named, next(columns)))
    return Table1(len(profiles), agent, tuple(rows))


def _rows(section: str, variable: Variable, answers: Iterable[Answer]) -> Iterator[Row]:
    reported = [a for a in answers if a.reported]
    missing = [a.missing for a in answers if a.missing]
    outside = [a.outside for a in answers if a.outside]
    base = Row(
        section, variable.name, "", Statistic.SHARE, 0, len(reported), variable.unit, variable.decimals
    )
    if variable.unit:
        if reported or missing:
            values = [a.value for a in reported if a.value is not None]
            asked = len(reported) + len(missing)
            found = summary(values)
            yield replace(base, statistic=Statistic.MEDIAN, n=len(values), of=asked, summary=found)
    else:
        counted = Counter(level for a in reported for level in a.levels)
        for level in _ordered(counted, variable.order):
            yield replace(base, level=level, n=counted[level])
    yield from _absent(base, Statistic.MISSING, "not reported", missing, len(reported) + len(missing))
    everyone = len(reported) + len(missing) + len(outside)
    yield from _absent(base, Statistic.OUTSIDE, "not applicable", outside, everyone)


def _absent(base: Row, statistic: Statistic, level: str, reasons: list[str], of: int) -> Iterator[Row]:
    if reasons:
        told = tuple(sorted(Counter(reasons).items(), key=_by_frequency))
        yield replace(base, statistic=statistic, level=level, n=len(reasons), of=of, reasons=told)


def _ordered(counted: Counter[str], order: tuple[str, ...]) -> list[str]:
    others = sorted(((level, n) for level, n in counted.items() if level not in order), key=_by_frequency)
    return [level for level in order if level in counted] + [level for level, _ in others]


def _by_frequency(counted: tuple[str, int]) -> tuple[int, str]:
    return (-counted[1], counted[0])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
