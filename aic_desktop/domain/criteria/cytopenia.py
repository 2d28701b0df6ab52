"""Which cytopenia a case is: its type, its label and its onset, all derived from lineages and episodes."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from math import isfinite
from operator import itemgetter

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice, Lineage
from aic_desktop.domain.criteria.spans import bounds, day_text, earliest_of
from aic_desktop.domain.records import Cytopenia
from aic_desktop.domain.timepoint import Span


class CytopeniaType(Choice):
    """The type a patient is counted under: one each, so that totals add up."""

    AIT = "ait", "AIT"
    AIHA = "aiha", "AIHA"
    AIN = "ain", "AIN"
    PRCA = "prca", "PRCA"
    EVANS = "evans", "Evans syndrome"
    IN_TURN = "in_turn", "different types in turn"


_TYPE_OF_LINEAGE: Mapping[Lineage, CytopeniaType] = {
    Lineage.PLATELETS: CytopeniaType.AIT,
    Lineage.RED_CELLS: CytopeniaType.AIHA,
    Lineage.NEUTROPHILS: CytopeniaType.AIN,
    Lineage.RED_CELL_PRECURSORS: CytopeniaType.PRCA,
}


def type_among(lineages: Iterable[tuple[int, Lineage]]) -> CytopeniaType | None:
    """The type of a case from its (episode, lineage) pairs; None for no pairs.

    Evans syndrome: two or more lineages of one episode, simultaneous or sequential (Michel 2009, Blood
    114:3167), in the wider sense that counts any combination, PRCA included (Driouk 2021).
    """
    episodes = [types for _, types in _episodes(lineages)]
    if any(len(types) > 1 for types in episodes):
        return CytopeniaType.EVANS
    kinds = {kind for types in episodes for kind in types}
    return CytopeniaType.IN_TURN if len(kinds) > 1 else next(iter(kinds), None)


def type_of(lineages: Iterable[tuple[int, Lineage]]) -> str:
    """The short label of (episode, lineage) pairs: AIT, Evans syndrome, “AIT, AIHA” in turn, "" for none."""
    pairs = tuple(lineages)
    kind = type_among(pairs)
    if kind is CytopeniaType.IN_TURN:
        ordered = (t.label for _, types in _episodes(pairs) for t in types)
        return ", ".join(dict.fromkeys(ordered))
    return kind.label if kind else ""


def lineages(case: Case) -> tuple[tuple[int, Lineage], ...]:
    """The (episode, lineage) pairs of a case; a lineage without an episode belongs to the first."""
    return tuple((_episode(c), c.lineage) for c in case.cytopenias if c.lineage)


def label(case: Case) -> str:
    """The cytopenia in a word or two: AIT, AIHA, AIN, PRCA, Evans syndrome; "" where none is recorded."""
    return type_of(lineages(case))


def label_with_onset(case: Case) -> str:
    """The cytopenia with its onsets as precisely as known: “Evans syndrome (AIT +58, AIHA +83)”."""
    stated = [c for c in case.cytopenias if c.lineage]
    episodes = groupby(sorted(stated, key=_episode), key=_episode)
    detail = "; ".join(_episode_label(case, tuple(records)) for _, records in episodes)
    kind = type_among(lineages(case))
    return f"{kind.label} ({detail})" if kind is CytopeniaType.EVANS else detail


def onset(case: Case) -> Span | None:
    """Days from HSCT to the onset of the first episode: its first lineage with an onset known.

    None where no onset is recorded, as in PRCA without erythrocyte recovery, or it cannot be resolved.
    """
    first = min((_episode(c) for c in case.cytopenias), default=0)
    days = (case.days(c.onset) for c in case.cytopenias if _episode(c) == first)
    return earliest_of(span for span in days if span)


def _episode(cytopenia: Cytopenia) -> int:
    return 1 if cytopenia.episode is None else cytopenia.episode


def _episodes(lineages: Iterable[tuple[int, Lineage]]) -> list[tuple[int, tuple[CytopeniaType, ...]]]:
    """Per episode the distinct types, in the order of the enumeration."""
    ordered = sorted(set(lineages), key=lambda pair: (pair[0], list(Lineage).index(pair[1])))
    return [
        (episode, tuple(_TYPE_OF_LINEAGE[lineage] for _, lineage in pairs))
        for episode, pairs in groupby(ordered, key=itemgetter(0))
    ]


def _episode_label(case: Case, records: tuple[Cytopenia, ...]) -> str:
    """“AIT +58, AIHA +83”: each lineage once, by its first onset, those without an onset last."""
    onsets: dict[Lineage, Span | None] = {}
    for lineage in Lineage:
        if mine := [r for r in records if r.lineage is lineage]:
            onsets[lineage] = earliest_of(span for r in mine if (span := case.days(r.onset)))
    ordered = sorted(onsets, key=lambda lineage: _order(onsets[lineage]))
    return ", ".join(_named(lineage, onsets[lineage]) for lineage in ordered)


def _named(lineage: Lineage, onset: Span | None) -> str:
    name = _TYPE_OF_LINEAGE[lineage].label
    return f"{name} {day_text(onset)}".strip() if onset else name


def _order(onset: Span | None) -> tuple[bool, float]:
    return (onset is None, onset.middle if onset else 0.0)


class EvansTiming(Choice):
    """Whether the lineages of Evans syndrome fell together or one after the other."""

    SIMULTANEOUS = "simultaneous"
    SEQUENTIAL = "sequential"


SIMULTANEOUS_WITHIN = 7


def evans_gap(onsets: Iterable[Span]) -> Span | None:
    """Days from the first to the last of the lineages' onsets; None for fewer than two."""
    known = tuple(onsets)
    if len(known) < 2:
        return None
    found = [bounds(onset) for onset in known]
    least = max(b.low for b in found) - min(b.high for b in found)
    most = max(b.high for b in found) - min(b.low for b in found)
    return Span(max(0, int(least)) if isfinite(least) else 0, int(most) if isfinite(most) else None)


def evans_timing(gap: Span | None, within: int = SIMULTANEOUS_WITHIN) -> EvansTiming | None:
    """Simultaneous up to so many days between the onsets; None without a gap, and while it is open.

    Evans syndrome is simultaneous or sequential (Michel 2009, Blood 114:3167); no source sets the days. Seven
    are this program's own choice.
    """
    days = bounds(gap)
    if gap is None or days.low <= within < days.high:
        return None
    return EvansTiming.SIMULTANEOUS if days.high <= within else EvansTiming.SEQUENTIAL


def evans_of(case: Case) -> tuple[Span | None, EvansTiming | None]:
    """The gap and timing of the first episode with more than one lineage; None for none."""
    for episode, types in _episodes(lineages(case)):
        if len(types) > 1:
            mine = [c for c in case.cytopenias if _episode(c) == episode and c.lineage]
            first = [
                earliest_of(span for c in mine if c.lineage is lineage and (span := case.days(c.onset)))
                for lineage in dict.fromkeys(c.lineage for c in mine)
            ]
            gap = evans_gap(span for span in first if span) if None not in first else None
            return gap, evans_timing(gap)
    return None, None
