"""The cytopenias: a lane for each lineage of each episode, and the shading of its onset."""

from math import inf

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Lineage
from aic_desktop.domain.codes import analytes
from aic_desktop.domain.records import Course, Cytopenia
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.scene import roles
from aic_desktop.reporting.scene.course import COURSE_GROUP, course_flags
from aic_desktop.reporting.scene.flags import Flags, short_day
from aic_desktop.reporting.scene.model import Band, Bar, End, Entry, Flag, Lane, LaneKind, Period
from aic_desktop.reporting.scene.options import Options
from aic_desktop.reporting.scene.responses import judged_lane, reported_periods, told_with_treatments
from aic_desktop.reporting.scene.spans import Edges, rows_for, start_edges, stop_edges, whole
from aic_desktop.reporting.scene.words import day_words, joined, point_words

# The cytopenias that show in the counts of a lineage.
_SHOWN_IN: dict[Lineage, tuple[Lineage, ...]] = {
    Lineage.PLATELETS: (Lineage.PLATELETS,),
    Lineage.RED_CELLS: (Lineage.RED_CELLS, Lineage.RED_CELL_PRECURSORS),
    Lineage.NEUTROPHILS: (Lineage.NEUTROPHILS,),
}
_Key = tuple[int, Lineage | None]  # episode and lineage


def cytopenia_lanes(case: Case, flags: Flags, options: Options) -> list[Lane]:
    """From onset to resolution, with what was reported for that lineage, and below it what criteria say."""
    steps: dict[_Key, list[Flag]] = {}
    stated: dict[_Key, list[Course]] = {}
    for course in (*case.courses, *told_with_treatments(case)):
        if course.lineage:
            for flag in course_flags(flags, course):
                key: _Key = (_episode(case, course.lineage, flag.hi), course.lineage)
                steps.setdefault(key, []).append(flag)
                stated.setdefault(key, []).append(course)
    bars: dict[_Key, list[Bar]] = {}
    for cytopenia in case.cytopenias:
        begin = case.days(cytopenia.onset) or case.days(cytopenia.diagnosed)
        if begin or case.days(cytopenia.resolved):
            bars.setdefault(_key(cytopenia), []).append(_bar(case, cytopenia, begin))
        else:
            when = point_words(cytopenia.onset, None) if cytopenia.onset else "onset not known"
            words = joined((name_of(cytopenia.lineage), when))
            flags.undated.append(Entry(cytopenia.id, roles.of_lineage(cytopenia.lineage), words))
    order = [*Lineage, None]
    keys = sorted({*steps, *bars}, key=lambda key: (key[0], order.index(key[1])))
    lanes = []
    for key in keys:
        reported = reported_periods(case, stated.get(key, []))
        first, *again = _apart(bars.get(key, [])) or [[]]
        lanes.append(_lane(key, 1, first, steps.get(key, []), reported))
        lanes += [_lane(key, number, more, [], ()) for number, more in enumerate(again, 2)]
        lanes += _judged(case, key, reported, options)
    return lanes


def _judged(case: Case, key: _Key, reported: tuple[Period, ...], options: Options) -> list[Lane]:
    """The response of the first record of an episode and lineage, by criteria."""
    record = next((cytopenia for cytopenia in case.cytopenias if _key(cytopenia) == key), None)
    later = [case.days(c.onset) for c in case.cytopenias if c.lineage is key[1] and _key(c)[0] > key[0]]
    before = min((whole(span)[0] for span in later if span), default=inf)
    lane = judged_lane(case, record, reported, before, options) if record else None
    return [lane] if lane else []


def onset_bands(case: Case) -> tuple[Band, ...]:
    """The interval in which each cytopenia began, where both its ends are known."""
    found = []
    for cytopenia in case.cytopenias:
        span = case.days(cytopenia.onset)
        if span and span.earliest is not None and span.latest is not None:
            label = f"onset of {name_of(cytopenia.lineage)}, {day_words(span)}"
            found.append(Band(cytopenia.id, *whole(span), roles.of_lineage(cytopenia.lineage), label))
    return tuple(found)


def episodes(case: Case, analyte: str) -> tuple[Band, ...]:
    """How long each cytopenia lasted that shows in an analyte: from onset, else diagnosis, until resolved."""
    listed = analytes().get(analyte)
    lineages = _SHOWN_IN.get(listed.lineage, ()) if listed and listed.lineage else ()
    found = []
    for cytopenia in case.cytopenias:
        begin = case.days(cytopenia.onset) or case.days(cytopenia.diagnosed)
        if begin and cytopenia.lineage in lineages:
            bar = _bar(case, cytopenia, begin)
            role = roles.of_lineage(cytopenia.lineage)
            found.append(Band(cytopenia.id, bar.start_lo, bar.stop_hi, role, bar.text, bar.stop))
    return tuple(found)


def name_of(lineage: Lineage | None) -> str:
    """AIT, AIHA, AIN or PRCA."""
    return roles.CYTOPENIA_NAMES[lineage] if lineage else "cytopenia"


def _key(cytopenia: Cytopenia) -> _Key:
    return cytopenia.episode or 1, cytopenia.lineage


def _apart(bars: list[Bar]) -> list[list[Bar]]:
    """A cytopenia recorded twice over the same days, one under the other: neither hides the other."""
    rows = rows_for([(bar.start_lo, bar.stop_hi) for bar in bars])
    return [[bar for bar, row in zip(bars, rows, strict=True) if row == at] for at in sorted({*rows})]


def _lane(key: _Key, number: int, bars: list[Bar], steps: list[Flag], reported: tuple[Period, ...]) -> Lane:
    episode, lineage = key
    label = name_of(lineage) + (f", episode {episode}" if episode > 1 else "")
    label += f", record {number}" if number > 1 else ""
    return Lane(
        key=f"cytopenia: {label}",
        kind=LaneKind.COURSE,
        group=COURSE_GROUP,
        label=label,
        short=label,
        role=roles.of_lineage(lineage),
        rows=1,
        bars=tuple(bars),
        flags=tuple(sorted(steps, key=lambda flag: flag.lo)),
        periods=reported,
    )


def _bar(case: Case, cytopenia: Cytopenia, begin: Span | None) -> Bar:
    """From onset, or where that is not known from diagnosis, until resolved."""
    word = "onset" if case.days(cytopenia.onset) else "diagnosed"
    resolved = case.days(cytopenia.resolved)
    known = begin or resolved
    assert known is not None
    stop = stop_edges(resolved) if resolved else _not_yet_over(known)
    start = start_edges(begin) if begin else Edges(stop.lo, stop.lo, End.UNKNOWN)
    onset = f"{word} {day_words(begin)}" if begin else "onset not known"
    over = f"resolved {day_words(resolved)}" if resolved else ""
    return Bar(
        record=cytopenia.id,
        row=0,
        start_lo=start.lo,
        start_hi=start.hi,
        stop_lo=max(stop.lo, start.lo),
        stop_hi=max(stop.hi, start.hi),
        start=start.end,
        stop=stop.end,
        solid=True,
        summary=f"{word} {short_day(begin)}" if begin else "",
        text=joined((name_of(cytopenia.lineage), onset, over)),
    )


def _not_yet_over(begin: Span) -> Edges:
    """No end is known: nothing is certain after the first day."""
    _, edge = whole(begin)
    return Edges(edge, edge, End.UNKNOWN)


def _episode(case: Case, lineage: Lineage, day: float) -> int:
    """The latest episode of the lineage that had begun by then, else its first."""
    begun = [
        (span.middle, cytopenia.episode or 1)
        for cytopenia in case.cytopenias
        if cytopenia.lineage is lineage and (span := case.days(cytopenia.onset or cytopenia.diagnosed))
    ]
    return max((b for b in begun if b[0] <= day), default=min(begun, default=(0.0, 1)))[1]
