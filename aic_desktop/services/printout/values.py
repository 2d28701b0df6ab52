"""The values of a print-out: each with all its readings, then settled column by column."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from aic_desktop.domain import units as unit_words
from aic_desktop.domain.codes import Analyte
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, quantity_readings
from aic_desktop.domain.text import in_words
from aic_desktop.services.printout import settling
from aic_desktop.services.printout.cells import State, Understood
from aic_desktop.services.printout.titles import unit_in

_NOTHING = {"-", "--", "---", "–", "—", ".", "/", "n.a.", "na", "n/a"}
_NEGATIVE = {
    "neg",
    "neg.",
    "negativ",
    "negative",
    "n.n.",
    "nicht nachweisbar",
    "not detected",
    "pos",
    "positiv",
}
_NO_AMOUNT = "“{}” tells no amount. Type the laboratory's limit, such as <5, or empty the cell."
_REMARK = re.compile(r"^(.*?[0-9].*?)\s*(?:\((.*)\)|[;#]\s*(.*))$")
_FLAG = re.compile(r"^(.*[0-9][^*!↑↓]*?)\s*([*!↑↓]+|[+-]+|(?<=\s)(?:\(?[HL+-]{1,2}\)?))$")
_RANGE_WORDS = re.compile(r"\b(?:bis|to|und|and)\b", re.IGNORECASE)
_OWN_UNIT = re.compile(r"[0-9].*(?:[^\W\d_]|[%‰/])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One cell that holds a value, and the unit printed for it elsewhere."""

    row: int
    column: int
    text: str
    analyte: Analyte
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """A cell's readings, and the text with which to read it again."""

    job: Job
    text: str = ""  # with its unit
    found: tuple[Quantity, ...] = ()
    problem: str = ""
    note: str = ""
    own_unit: bool = False


def read_values(jobs: list[Job], picked: Mapping[int, str]) -> dict[tuple[int, int], Understood]:
    """Every value by row and column; `picked` says by column which decimal mark was chosen."""
    tried = [_tried(job) for job in jobs]
    proposed = _units(tried)
    tried = [_with_unit(one, proposed.get((one.job.column, one.job.analyte.id), "")) for one in tried]
    everywhere = settling.decimal_mark(one.job.text for one in tried)
    marks = {column: settling.decimal_mark(texts) for column, texts in _texts(tried).items()}
    understood = {}
    for one in tried:
        job = one.job
        because = (
            (picked.get(job.column, ""), "as you chose"),
            (marks[job.column], "as other values of the column show"),
            (everywhere, "as other columns show"),
        )
        unit = proposed.get((job.column, job.analyte.id), "")
        understood[job.row, job.column] = _understood(one, because, "" if one.own_unit else unit)
    return understood


def holds_value(text: str) -> bool:
    """Whether a cell holds more than a dash."""
    return bool(text) and text.casefold() not in _NOTHING


def mark_of(jobs: Iterable[Job], column: int) -> str:
    """The decimal mark that a column shows."""
    return settling.decimal_mark(job.text for job in jobs if job.column == column)


def _texts(tried: list[_Tried]) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = {}
    for one in tried:
        texts.setdefault(one.job.column, []).append(one.job.text)
    return texts


def _tried(job: Job) -> _Tried:
    """Read as printed; if that fails, without the remark or flag beside the number."""
    first = _read(job, job.text, "")
    if not first.problem:
        return first
    for shape in (_REMARK, _FLAG):
        if found := shape.match(job.text):
            note = next(part for part in (*found.groups()[1:], "") if part is not None)
            again = _read(job, found[1], note)
            if not again.problem:
                return again
    return first


def _read(job: Job, text: str, note: str) -> _Tried:
    units = job.analyte.units
    unit = unit_in(job.unit)
    printed = f"{text} {unit_words.shown(unit) if unit else job.unit}".strip()
    try:
        return _Tried(job=job, text=printed, found=quantity_readings(printed, units), note=note)
    except Problem as problem:
        if job.unit and _OWN_UNIT.search(_RANGE_WORDS.sub("", text)):
            try:
                found = quantity_readings(text, units)
                return _Tried(job=job, text=text, found=found, note=note, own_unit=True)
            except Problem as own:
                return _Tried(job=job, text=text, problem=str(own))
        return _Tried(job=job, text=printed, problem=str(problem))


def _units(tried: list[_Tried]) -> dict[tuple[int, str], str]:
    """The unit to propose where a column (of a long print-out: an analyte in it) prints none."""
    groups: dict[tuple[int, str], list[_Tried]] = {}
    for one in tried:
        if one.found and not one.job.unit and not _OWN_UNIT.search(_RANGE_WORDS.sub("", one.text)):
            groups.setdefault((one.job.column, one.job.analyte.id), []).append(one)
    found = {
        place: settling.likeliest_unit(
            [o.found for o in group], [o.text for o in group], group[0].job.analyte
        )
        for place, group in groups.items()
    }
    return {place: unit for place, unit in found.items() if unit}


def _with_unit(one: _Tried, unit: str) -> _Tried:
    if not unit or one.job.unit or not one.found or _OWN_UNIT.search(_RANGE_WORDS.sub("", one.text)):
        return one
    text = f"{one.text} {unit_words.shown(unit)}"
    return replace(one, text=text, found=quantity_readings(text, one.job.analyte.units))


def _understood(one: _Tried, because: tuple[tuple[str, str], ...], proposed: str) -> Understood:
    text = one.job.text
    if not one.found:
        words = _NO_AMOUNT.format(text) if text.casefold() in _NEGATIVE else one.problem
        return Understood(text=text, state=State.REFUSED, words=words)
    value, why = one.found[0], []
    if len(one.found) > 1:
        settled, said = _settled(one, because)
        if settled is None:
            return Understood(text=text, state=State.ASKED, words=said, readings=one.found, note=one.note)
        value, why = settled, [said]
    why += _remarks(one, value, proposed)
    words = f"Read as {in_words(value)}{': ' if why else ''}{'; '.join(why)}."
    state = State.SETTLED if why else State.READ
    return Understood(text=text, state=state, words=words, value=value, readings=one.found, note=one.note)


def _settled(one: _Tried, because: tuple[tuple[str, str], ...]) -> tuple[Quantity | None, str]:
    """The reading meant and why, or None and the question."""
    analyte = one.job.analyte
    units = analyte.units
    possible = [reading for reading in one.found if analyte.can_be(reading)]
    first, other = (in_words(reading) for reading in one.found[:2])
    question = f"Either {first} or {other}. F7 tells the column which."
    for number, (mark, why) in enumerate(because):
        meant = settling.with_mark(one.found, one.text, units, mark) if mark else None
        if meant is not None:
            if number == 0 or meant in possible or not possible:
                return meant, f"{settling.WORDS[mark]}, {why}"
            return None, f"{question} {settling.WORDS[mark].capitalize()} {why}, but that is not plausible."
    if len(possible) == 1:
        return possible[0], "only this is plausible"
    return None, question


def _remarks(one: _Tried, value: Quantity, proposed: str) -> list[str]:
    """What else the reader should see."""
    why = []
    if proposed and not one.job.unit:
        why.append(f"no unit is printed, and only {unit_words.shown(proposed)} is plausible for the column")
    if one.note:
        why.append(f"“{one.note}” goes into the note of the value")
    if one.own_unit:
        why.append("with the unit of the cell, not of its column")
    if not one.job.analyte.can_be(value):
        why.append(f"beyond what is plausible for {one.job.analyte.label}, check number and unit")
    return why
