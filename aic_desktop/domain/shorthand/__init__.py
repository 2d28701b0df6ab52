"""Clinical shorthand: one line that names a day and what happened on it, read into records of a case.

| form                             | what it makes                                                         |
| 61 plt 5                         | a count; the value with its unit, limit or range as in the counts     |
| +58 plt 142.000/µl, hb 8,6 g/dl  | several of one day: a comma and a space, or a semicolon, between them |
| 61 plt 5, 63 plt 12              | each with a day of its own                                            |
| 61 plt 30 after transfusion      | a count with what makes it hard to compare                            |
| 118 dara 16 mg/kg iv             | a dose: to the latest treatment for cytopenia that covers it, or new  |
| 118 dara 16 mg/kg weekly x6      | single doses: daily, weekly, every 2 weeks, q8d, with xN              |
| 190-192 pex daily                | single doses or procedures on each day of a range                     |
| 61-70 pred 2 mg/kg/d             | one dose step from a day until another                                |
| ~913 dara                        | any day, date or age as in the forms: 12.3.2020, 2020-03, 58..61      |
| 61 platelets 2 units             | a transfusion; also x2, or a word for products alone: TK, EK, FFP     |
| 87-98 platelets daily 1          | a transfusion on each day of a range, units per day                   |
| 87-98 platelets daily 1 singly   | the same as a record for each day                                     |
| platelets 163 units in all       | a total, with or without days: 58-143 platelets 163 units in all      |
| 190-199 pex x8 in all            | a treatment with the number of its doses, their days not known        |
| 177 flare red cells              | a step of the course, with the lineage: platelets, AIT, AIHA, PRCA    |
| 20 infection E. coli grade 3     | an event, with its detail and grade                                   |
| 913 alive · 184 dead infection   | a follow-up, with the cause of death                                  |
| 61- pred 2 mg/kg/d               | begun and going on; of a product units per day: 190- PRBC daily 1     |
| 61 pred 2 mg/kg/d taper 68 1, 75 0.5, 90 stop | a taper: each step until the day before the next         |
| 61 start mmf 600 mg/d            | a new treatment, even where the case has one with this agent          |
| 143 stop dara toxicity · stop 143 dara | the end of a treatment, and why                                 |
| 118 reaction dara urticaria grade 2 | a reaction; without an agent, to what was given that day        |
| 58..61 onset AIT · 83 diagnosis AIHA · 159 resolved AIT | a cytopenia, or a day in one there is |
| 83 dat positive anti-E · adamts13 normal | a finding with its detail, with or without a day              |
| 29 chimerism PB T cells >95      | donor cells in a specimen and lineage; “full” is asked about          |
| 34 agvhd 2 skin · 120 cgvhd mild | graft-versus-host disease, with grade or severity and organs          |
| 22 engraftment neutrophils       | the day of engraftment, in the index transplant                       |

Names are those of the code lists, their aliases, or their beginning from three letters on. A word for cells
is a count unless `daily`, `units` or `x2` stands with it: then it is a transfusion. `58..61` is one day
between the two; `58-61` is from day to day with a series or a dose per day, and else asked about. Where the
agent is dosed per day, `daily` makes one dose step, not a dose for each day. A dose goes to the latest
treatment for cytopenia with its agent that covers it; more than four weeks after the last known day of one
without an end, it is asked whether that is a new one. Whatever else has several readings gives all of them.

A lineage that has its onset already gets another day or a new episode: that is asked. A new lineage belongs
to the episode that goes on.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Change, applied
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.shorthand.base import Clause, Made, Moment
from aic_desktop.domain.shorthand.doses import doses
from aic_desktop.domain.shorthand.names import What, named
from aic_desktop.domain.shorthand.observations import (
    count,
    course,
    event,
    follow_up,
    transfusion,
    undated_total,
)
from aic_desktop.domain.shorthand.taper import TAPER
from aic_desktop.domain.shorthand.therapy import reaction, start, stop
from aic_desktop.domain.shorthand.when import when
from aic_desktop.domain.shorthand.workup import (
    chimerism,
    cytopenia,
    engraftment,
    finding,
    finding_of,
    gvhd,
    is_result,
)

__all__ = ["GRAMMAR", "Entry", "entries"]

MOST_LETTERS = 300
MOST_READINGS = 6
LONGEST_DAY = 8  # words, as in “about 2 years 3 months after HSCT”

GRAMMAR: tuple[tuple[str, str], ...] = tuple(
    (form.strip(), makes.strip())
    for _, form, makes, _ in (line.split("|") for line in (__doc__ or "").splitlines() if line[:1] == "|")
)[1:]
"""The table above, a pair for each form: as it is typed, what it makes."""

_BETWEEN = re.compile(r"\s*;\s*|,\s+")
_MAKERS: dict[What, Callable[[Clause], Iterator[Made]]] = {
    What.ANALYTE: count,
    What.PRODUCT: transfusion,
    What.AGENT: doses,
    What.EVENT: event,
    What.COURSE: course,
    What.STATUS: follow_up,
    What.FINDING: finding,
    What.CHIMERISM: chimerism,
    What.GVHD: gvhd,
    What.CYTOPENIA: cytopenia,
    What.ENGRAFTMENT: engraftment,
    What.REACTION: reaction,
    What.START: start,
    What.STOP: stop,
}
_OPEN = {What.AGENT, What.PRODUCT, What.START}  # what `61-` can be said of
_VERB_FIRST = re.compile(r"(stop|start|ende?|stopp|begin) (.+)", re.IGNORECASE)


Moments = tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a line: the changes that store it, all at once, and the words for each part of it."""

    changes: tuple[Change, ...]
    words: tuple[str, ...]


def entries(text: str, case: Case) -> tuple[Entry, ...]:
    """Every reading of a line of shorthand, likeliest first; Problem in words when there is none.

    More than one is a question to be put to whoever typed it.
    """
    text = " ".join(text.split()).rstrip(",; ")
    if not text:
        raise Problem("Begin with the day, then what happened: 61 plt 5. ? shows all forms.")
    if len(text) > MOST_LETTERS:
        raise Problem("This line is too long. Enter it in several.")
    found: list[tuple[Entry, Moments]] = [(Entry((), ()), ())]
    for part in _parts(text):
        found = [
            (Entry(entry.changes + made.changes, (*entry.words, made.words)), day)
            for entry, before in found
            for made, day in _part(part, _after(case, entry.changes), before)
        ]
        if len(found) > MOST_READINGS:
            raise Problem("This can be read in too many ways. Write the day or the value more fully.")
    return tuple({entry.words: entry for entry, _ in reversed(found)}.values())[::-1]


def _parts(text: str) -> Iterator[str]:
    """The parts of a line; a taper takes the days that follow it."""
    for stretch in filter(None, re.split(r"\s*;\s*", text)):
        parts = [part for part in _BETWEEN.split(stretch) if part]
        tapers = [place for place, part in enumerate(parts) if TAPER.search(part)]
        place = tapers[0] if tapers else len(parts)
        yield from parts[:place]
        if tapers:
            yield ", ".join(parts[place:])


def _after(case: Case, changes: tuple[Change, ...]) -> Case:
    after = applied(case, changes)
    assert after is not None  # no line takes a patient out
    return after


def _part(text: str, case: Case, before: Moments) -> list[tuple[Made, Moments]]:
    """The readings of one part; without a day of its own it has that of the part before."""
    found: list[tuple[Made, Moments]] = []
    complaints: list[Problem] = []
    for day, body in _splits(text, before, complaints):
        try:
            names, rest = named(body, case)
        except Problem as problem:
            complaints.append(problem)
            continue
        for clause in (Clause(case, moment, name, rest) for moment in day for name in names):
            try:
                found += [(made, (clause.moment,)) for made in _made(clause)]
            except Problem as problem:
                complaints.append(problem)
    if not found:
        found += [(made, before) for made in _undated(text, case)]
    if found:
        return found
    raise complaints[-1] if complaints else Problem(_unknown(text, before, case))


def _made(clause: Clause) -> Iterator[Made]:
    if clause.moment.on and clause.what not in _OPEN:
        raise Problem("61- leaves the end open: that is for treatments and daily units. Leave out the -.")
    return _MAKERS[clause.what](clause)


def _undated(text: str, case: Case) -> Iterator[Made]:
    """A finding and a total of units may be without a day."""
    names, rest = named(text, case)
    for name in names:
        if name.what is What.PRODUCT:
            yield from undated_total(case, name, rest)
        if name.what is What.FINDING or (name.what is What.ANALYTE and is_result(rest)):
            made = finding_of(case, name, rest)
            yield Made(made.changes, f"{made.words}, day not known")


def _splits(text: str, before: Moments, complaints: list[Problem]) -> Iterator[tuple[Moments, str]]:
    """Each way to take the first words as the day and the others as what happened."""
    if found := _VERB_FIRST.fullmatch(text):
        for day, body in _splits(found[2], (), []):
            yield day, f"{found[1]} {body}"
    words = text.split(" ")
    if before and not text[0].isdecimal():
        yield before, text
    for place in range(1, min(len(words), LONGEST_DAY + 1)):
        head = " ".join(words[:place])
        try:
            yield when(head.removesuffix(":")), " ".join(words[place:])
        except Problem as problem:
            if place == 1 and head[0].isdecimal():
                complaints.append(problem)


def _unknown(text: str, before: Moments, case: Case) -> str:
    words = text.split(" ")
    for place in range(len(words), 0, -1):
        try:
            when(" ".join(words[:place]))
        except Problem:
            continue
        rest = " ".join(words[place:])
        return _not_a_name(rest) if rest else f"What happened on {text}? For example: {text} plt 5."
    if named(text, case)[0]:
        return f"On which day? Begin with it: 61 {text}."
    return _not_a_name(text) if before else f"“{text}” does not begin with a day. Try: 61 plt 5."


def _not_a_name(text: str) -> str:
    word = text.split(" ", maxsplit=1)[0]
    return f"“{word}” is no agent, analyte, product or event known here. The forms take free text."
