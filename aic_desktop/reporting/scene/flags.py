"""Flags: something on a day, with a few words; what has no day becomes an entry of the undated list."""

from dataclasses import replace

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.timepoint import Span, TimePoint
from aic_desktop.reporting.scene.axes import signed
from aic_desktop.reporting.scene.model import Entry, Flag, Lane, LaneKind
from aic_desktop.reporting.scene.spans import ends, stop_edges, whole
from aic_desktop.reporting.scene.words import day_words, joined, point_words


class Flags:
    """Makes the flags of a case and keeps what had no day."""

    def __init__(self, case: Case) -> None:
        """Nothing is undated yet."""
        self.case = case
        self.undated: list[Entry] = []

    def on(
        self, record: RecordId, point: TimePoint | None, mark: str, role: str, words: str, label: str = ""
    ) -> list[Flag]:
        """The flag on the day of a point; none without a day. `label` where it is shorter than the words."""
        span = self.case.days(point)
        if span is None:
            self.undated.append(Entry(record, role, joined((words, point_words(point, span)))))
            return []
        lo, hi = (span.middle, span.middle) if span.exact else whole(span)
        text = joined((words, day_words(span)))
        return [Flag(record, lo, hi, *ends(span), mark, role, label or words, text)]

    def lasting(self, flags: list[Flag], until: TimePoint | None) -> list[Flag]:
        """The flags drawn out to the day on which it was over."""
        span = self.case.days(until)
        if span is None:
            return flags
        edges = stop_edges(span)
        text = f", until {day_words(span)}"
        return [
            replace(flag, hi=max(edges.hi, flag.hi), stop=edges.end, lasting=True, text=flag.text + text)
            for flag in flags
        ]


def short_day(span: Span) -> str:
    """The day without the word: +58, +58 to +61."""
    return signed(span.middle) if span.exact else day_words(span).removeprefix("day ")


def flag_lane(group: str, label: str, flags: list[Flag]) -> Lane:
    """A lane that holds flags alone."""
    ordered = tuple(sorted(flags, key=lambda flag: flag.lo))
    return Lane(f"{group}: {label}", LaneKind.COURSE, group, label, label, "course", 1, flags=ordered)
