"""Response by line of therapy as stacked bars: who responded to the first line, the second and so on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aic_desktop.domain.criteria import Response
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.cohort import Cohort
from aic_desktop.reporting.cohort.derived.lines import Line
from aic_desktop.reporting.cohort.numbers import percent
from aic_desktop.reporting.pictures.model import Item, as_table, figure, patients

NOT_REPORTED = "not reported"
LEVELS = (*(response.label for response in Response), NOT_REPORTED)  # from the best down
NO_LINE = "Line not stated"
_LINES_APART = 4  # from here on lines share a bar: few patients ever get there


class Answer(NamedTuple):
    """One patient's response in one row of the picture."""

    bar: str
    level: str
    case: RecordId


class Part(NamedTuple):
    """The patients of one bar with one level of response: n of all in the bar."""

    key: str
    level: str
    n: int
    of: int
    cases: tuple[RecordId, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of therapy; its parts make up the whole."""

    label: str
    n: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class StackedBars:
    """Bars of one length, a hundred per cent each, their parts in the order of `levels`."""

    title: str
    levels: tuple[str, ...]  # those that occur
    bars: tuple[Bar, ...]
    notes: tuple[str, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every part, bar by bar."""
        return tuple(
            Item(row, part.key, part.cases, part.text)
            for row, bar in enumerate(self.bars)
            for part in bar.parts
        )


def response_by_line(cohort: Cohort) -> StackedBars:
    """The best response reported in each line of treatment of the cytopenia, a patient once per bar."""
    told = [tuple(_bars_of(lines or ())) for lines in cohort.lines.values]
    rows = zip(cohort.ids, cohort.lines.codes.tolist(), strict=True)
    answers = (Answer(bar, level, case) for case, code in rows for bar, level in told[code])
    notes = ["Best response reported of each line; a patient counts once in each line given."]
    if without := int((~cohort.lines.known).sum()):
        notes.append(f"No treatment of the cytopenia recorded: {patients(without)}.")
    return stacked("Response by line of therapy", answers, LEVELS, notes)


def stacked(
    title: str, answers: Iterable[Answer], levels: Sequence[str], notes: Sequence[str] = ()
) -> StackedBars:
    """Any answers as stacked bars, in alphabetical order, their parts in the order of `levels`."""
    by_bar: dict[str, dict[str, list[RecordId]]] = defaultdict(lambda: defaultdict(list))
    for bar, level, case in answers:
        by_bar[bar][level].append(case)
    used = tuple(level for level in levels if any(level in bar for bar in by_bar.values()))
    labels = sorted(by_bar, key=_bar_order)
    bars = tuple(_bar(place, label, by_bar[label], used) for place, label in enumerate(labels))
    return StackedBars(title, used, bars, tuple(notes))


def bars_csv(plot: StackedBars) -> str:
    """A line per bar and level that occurs in it."""
    rows = (
        (bar.label, part.level, part.n, part.of, figure(round(100 * part.n / part.of, 2)))
        for bar in plot.bars
        for part in bar.parts
    )
    return as_table(("line", "response", "n", "of", "percent"), rows)


def bars_described(plot: StackedBars) -> str:
    """The bars in words."""
    lines = (f"{b.label}, {patients(b.n)}: {'; '.join(p.text for p in b.parts)}." for b in plot.bars)
    return "\n".join((f"{plot.title}.", *lines, *plot.notes))


def _bar(place: int, label: str, found: dict[str, list[RecordId]], levels: Sequence[str]) -> Bar:
    n = sum(map(len, found.values()))
    parts = []
    for level in levels:
        if cases := tuple(found.get(level, ())):
            text = f"{label}: {level} {len(cases)}/{n} ({percent(len(cases), n)})"
            parts.append(Part(f"bar {place} {level}", level, len(cases), n, cases, text))
    return Bar(label, n, tuple(parts))


def _bars_of(lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """The bars that a patient is in, and the level in each: of lines that share a bar the best."""
    by_bar: dict[str, list[Response]] = {}
    for line, response in lines:
        by_bar.setdefault(_label(line), []).extend([response] if response else [])
    for bar, responses in by_bar.items():
        best = min(responses, key=list(Response).index, default=None)
        yield bar, best.label if best else NOT_REPORTED


def _label(line: int | None) -> str:
    if line is None:
        return NO_LINE
    return f"Line {line}" if line < _LINES_APART else f"Line {_LINES_APART} and later"


def _bar_order(label: str) -> tuple[bool, str]:
    return (label == NO_LINE, label)
