"""Several patients beside or over each other, all counted from the same kind of day: nothing is averaged.

Who lacks that day, or the counts, is listed in words and never left out silently.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from aic_desktop.domain.choices import SampleContext
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RecordId
from aic_desktop.reporting.pictures.model import Item, as_table
from aic_desktop.reporting.pictures.tracks import Asked, Track, within
from aic_desktop.reporting.scene.axes import ValueAxis, number, signed
from aic_desktop.reporting.scene.counts import axis_of
from aic_desktop.reporting.scene.model import Point
from aic_desktop.reporting.scene.zeros import title_of

MOST_MULTIPLES = 24  # more small pictures at once are no longer compared by eye
_MARGIN = 0.03  # of the days, on either side
HEADINGS = ("Patient", "Day", "Value", "Taken", "Day after HSCT")
COLUMNS = (
    "patient",
    "day",
    "day_earliest",
    "day_latest",
    "value",
    "value_low",
    "value_high",
    "unit",
    "taken",
    "day_after_hsct",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The patients drawn, on one axis of days after their own day 0 and one of values.

    `lacking` have nothing to draw; `beyond` counts the cases further down that were not looked at.
    """

    asked: Asked
    label: str
    unit: str
    role: str
    days: tuple[float, float]
    axis: ValueAxis
    tracks: tuple[Track, ...]
    lacking: tuple[Track, ...]
    beyond: int = 0

    @property
    def title(self) -> str:
        """What is drawn, and of how many."""
        return f"{self.label}, days after {title_of(self.asked.zero)}: {self.counted}"

    @property
    def counted(self) -> str:
        """How many are drawn of those asked for."""
        total = len(self.tracks) + len(self.lacking) + self.beyond
        return f"{len(self.tracks)} of {_cases(total)}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What the picture does not show, a line each: who is not drawn and why, values without a day."""
        return tuple(_notes(self))

    @property
    def items(self) -> tuple[Item, ...]:
        """Each patient, to be pointed at."""
        return tuple(
            Item(n, one.case, (one.case,), _read_out(self, one)) for n, one in enumerate(self.tracks)
        )


def comparison(tracks: Iterable[Track], asked: Asked, total: int) -> Comparison:
    """The patients in the order given, of `total`; Problem when there is nothing to draw of any of them.

    No more tracks are taken than are drawn: small multiples end with the last that there is room for.
    """
    drawn: list[Track] = []
    lacking: list[Track] = []
    for one in tracks:
        found = within(one, asked)
        (lacking if found.lacks else drawn).append(found)
        if not asked.together and len(drawn) == MOST_MULTIPLES:
            break
    panels = [one.panel for one in drawn if one.panel]
    if not panels:
        raise Problem(" ".join(("There is nothing to compare.", *_reasons(lacking), *_offers(lacking))))
    points = [point for panel in panels for point in panel.points]
    references = tuple(dict.fromkeys(line for panel in panels for line in panel.axis.references))
    axis = axis_of(points, references, asked.analyte in asked.options.log)
    return Comparison(
        asked,
        panels[0].label,
        panels[0].unit,
        panels[0].role,
        asked.days or _days(drawn, asked.together),
        axis,
        tuple(replace(one, panel=replace(one.panel, axis=axis)) for one in drawn if one.panel),
        tuple(lacking),
        total - len(drawn) - len(lacking),
    )


def compared(found: Comparison) -> str:
    """The picture in words: every patient's values, then what is not shown."""
    lines = [f"{found.title}."]
    for one in found.tracks:
        values = (f"{point.label} on {_day(point, one.zero.day)}" for point in one.points)
        lines.append(f"{one.code}, {one.zero.label}: {'; '.join(values)}.")
    return "\n".join((*lines, *found.notes))


def rows(found: Comparison) -> tuple[tuple[str, ...], ...]:
    """Every value drawn, a text per column of COLUMNS; days count from the day 0 chosen, and from HSCT."""
    return tuple(_row(found, one, point) for one in found.tracks for point in one.points)


def lines(found: Comparison) -> tuple[tuple[RecordId, tuple[str, ...]], ...]:
    """Every value drawn as it is read beside the picture, with its case; a text per column of HEADINGS."""
    return tuple((one.case, _line(found, one, point)) for one in found.tracks for point in one.points)


def compared_csv(found: Comparison) -> str:
    """The values drawn as CSV."""
    return as_table(COLUMNS, rows(found))


# -- the parts ------------------------------------------------------------------------------------


def _days(tracks: Sequence[Track], together: bool) -> tuple[float, float]:
    """The days that hold every count, day 0, and where courses are drawn what was surely given of them."""
    found = [point.x - one.zero.day for one in tracks for point in one.points]
    if not together:
        found += [
            day - one.zero.day
            for one in tracks
            for course in one.given
            for day in (course.since, course.until)
        ]
    lo, hi = min(0.0, *found), max(0.0, *found)
    margin = max(1.0, _MARGIN * (hi - lo))
    return round(lo - margin, 1), round(hi + margin, 1)


def _row(found: Comparison, one: Track, point: Point) -> tuple[str, ...]:
    zero = one.zero.day
    lo, hi = (None if day is None else day - zero for day in (point.day_lo, point.day_hi))
    exact = lo is not None and lo == hi
    return (
        one.code,
        _text(lo) if exact else "",
        _text(lo),
        _text(hi),
        point.label,
        _text(point.value_lo),
        _text(point.value_hi),
        found.unit,
        point.context,
        _text(point.day_lo) if exact else "",
    )


def _line(found: Comparison, one: Track, point: Point) -> tuple[str, ...]:
    days = (_day(point, zero).removeprefix("day ") for zero in (one.zero.day, 0))
    taken = SampleContext(point.context).label if point.context else ""
    return one.code, next(days), f"{point.label} {found.unit}", taken, next(days)


def _text(value: float | None) -> str:
    return "" if value is None else number(value)


def _notes(found: Comparison) -> Iterator[str]:
    if found.lacking:
        yield f"Not drawn, {_cases(len(found.lacking))}: {' '.join(_reasons(found.lacking))}"
    if found.beyond:
        shown = f"at most {MOST_MULTIPLES} are shown at once"
        yield f"Not looked at, {_cases(found.beyond)} further down the list: {shown}; narrow it to choose."
    unplaced = [f"{one.code} {one.unplaced}" for one in found.tracks if one.unplaced]
    if unplaced:
        yield f"Values without a day, not drawn: {', '.join(unplaced)}."


def _reasons(lacking: Iterable[Track]) -> Iterator[str]:
    """Each reason once, with the patients that it holds for."""
    by_reason: dict[str, list[str]] = {}
    for one in lacking:
        by_reason.setdefault(one.lacks, []).append(one.code)
    return (f"{why}: {', '.join(codes)}." for why, codes in by_reason.items())


def _offers(lacking: Sequence[Track]) -> Iterator[str]:
    """What could be compared instead."""
    for words, kind, codes in (
        ("Counted", "analytes", frozenset[str]().union(*(one.counted for one in lacking))),
        ("Given", "agents", frozenset[str]().union(*(one.agents for one in lacking))),
    ):
        if codes:
            yield f"{words}: {', '.join(sorted(label_of(kind, code) for code in codes))}."


def _read_out(found: Comparison, one: Track) -> str:
    """A patient in a line: who, day 0, how many values from where to where."""
    points = one.points
    first, last = (_day(point, one.zero.day) for point in (points[0], points[-1]))
    values = "1 value" if len(points) == 1 else f"{len(points)} values"
    span = first if first == last else f"{first} to {last}"
    given = ", ".join(dict.fromkeys(course.label for course in one.given))
    parts = (one.code, one.cytopenia, one.zero.label, f"{found.label}: {values}, {span}", given)
    return " · ".join(part for part in parts if part)


def _day(point: Point, zero: int) -> str:
    """Its day, or the days that it lies between."""
    bounds = [None if day is None else signed(day - zero) for day in (point.day_lo, point.day_hi)]
    if bounds[0] == bounds[1]:
        return f"day {bounds[0]}"
    if None in bounds:
        return f"day {bounds[0] or bounds[1]} or {'earlier' if bounds[0] is None else 'later'}"
    return f"day {bounds[0]} to {bounds[1]}"


def _cases(number: int) -> str:
    return f"{number:,} case{'' if number == 1 else 's'}"
