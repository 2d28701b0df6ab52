"""From a sheet and the case it is pasted into to a print-out in which every cell is accounted for."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count as counting

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Change, Insertion, new_id
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import Cell, Count
from aic_desktop.domain.text import in_words
from aic_desktop.domain.timepoint import Basis, TimePoint, time_readings
from aic_desktop.services.printout import settling
from aic_desktop.services.printout.cells import Entry, Printout, State, Understood
from aic_desktop.services.printout.columns import columns, first, roles, unlisted
from aic_desktop.services.printout.sheet import Sheet, without_clock
from aic_desktop.services.printout.titles import Names, Role, Title
from aic_desktop.services.printout.values import Job, holds_value, read_values

SPREADSHEET_DATES = 20_000  # days since 1900, as spreadsheets count; no transplant is followed for 55 years
_UNLISTED = "is not in the list of analytes: not taken."
_NO_PICK: Mapping[int, str] = {}


def understood(sheet: Sheet, case: Case, picked: Mapping[int, str] = _NO_PICK) -> Printout:
    """Every column and cell read; `picked` holds, by column, the decimal mark or date order chosen."""
    titles = roles(sheet)
    place = first(titles, Role.DAY)
    order = "" if place is None else picked.get(place) or settling.date_order(_column(sheet, place))
    rows: list[tuple[Understood, ...]] = []
    jobs, problems = _jobs(sheet, titles)
    values = read_values([job for row in jobs.values() for job in row], picked)
    entries: list[Entry] = []
    known = _recorded(case)
    day = Understood(text="", state=State.REFUSED, words="Type the day here; the lines below take it over.")
    for row, line in enumerate(sheet.lines, start=1):
        cells = [problems.get((row, at)) or Understood(text=text) for at, text in enumerate(line)]
        held = jobs.get(row, [])
        if place is not None and held:
            day = cells[place] = _day(line[place], order, place in picked, day)
        clock, comment = _clock(titles, line, place), _comment(titles, line)
        for job in held:
            value = _noted(values[row, job.column], comment)
            cells[job.column] = _placed(value, job, day, clock, known, entries)
        rows.append(tuple(cells))
    passed_over = unlisted(sheet, titles, problems)
    heads = tuple(
        replace(column, words=passed_over) if column.role is Role.NAME else column
        for column in columns(sheet, titles, jobs, picked, order)
    )
    return Printout(heads, tuple(rows), tuple(entries))


def changes(printout: Printout, case: Case) -> tuple[Change, ...]:
    """The insertions that take in all that can be taken, in the order of reading."""
    position = counting(case.next_position(Count))
    return tuple(Insertion(case.id, _count(entry, case, next(position))) for entry in printout.entries)


def _count(entry: Entry, case: Case, position: int) -> Count:
    record = Count(
        id=new_id(),
        owner=case.id,
        position=position,
        day=entry.day,
        time=entry.time or None,
        analyte=entry.analyte,
        value=entry.value,
    )
    return record.with_cell("value", Cell(entry.value, note=entry.note)) if entry.note else record


# -- cells ----------------------------------------------------------------------------------------


def _jobs(
    sheet: Sheet, titles: list[Title]
) -> tuple[dict[int, list[Job]], dict[tuple[int, int], Understood]]:
    """The cells that hold values, by line, and those refused before they are read."""
    names, unit_at = first(titles, Role.NAME), _unit_columns(titles)
    width = max((at for at, title in enumerate(sheet.titles, start=1) if title), default=0)
    jobs: dict[int, list[Job]] = {}
    problems: dict[tuple[int, int], Understood] = {}
    for row, line in enumerate(sheet.lines, start=1):
        for at, title in enumerate(titles):
            if title.role is not Role.VALUE or not holds_value(line[at]):
                continue
            unit = title.unit or (line[unit_at[at]] if at in unit_at else "")
            if names is not None and not unit:
                unit = sheet.read.title(line[names]).unit
            analyte = title.analyte or ("" if names is None else _analyte(line[names], unit, sheet.read))
            refusal = _refusal(sheet, line, width, analyte)
            if names is not None and line[names] and not analyte:
                problems[row, at] = Understood(text=line[at], words=f"“{line[names]}” {_UNLISTED}")
            elif refusal:
                problems[row, at] = Understood(text=line[at], state=State.REFUSED, words=refusal)
            else:
                jobs.setdefault(row, []).append(
                    Job(row=row, column=at, text=line[at], analyte=sheet.read.listed(analyte), unit=unit)
                )
    return jobs, problems


def _analyte(name: str, unit: str, read: Names) -> str:
    """By the name of a line, the unit behind it included."""
    named = read.title(name)
    return read.analyte(name, unit) or (named.analyte if named.unit else "")


def _refusal(sheet: Sheet, line: tuple[str, ...], width: int, analyte: str) -> str:
    if sheet.commas and any(line[width:]):
        return (
            "This line has more cells than there are titles: commas part the cells and may be decimal marks "
            "as well. Correct the line here, or copy it from the table itself."
        )
    return "" if analyte else "The line names no analyte."


def _unit_columns(titles: list[Title]) -> dict[int, int]:
    """For each value column the unit column that follows it before the next value, or the only one."""
    units = [at for at, title in enumerate(titles) if title.role is Role.UNIT]
    values = [at for at, title in enumerate(titles) if title.role is Role.VALUE]
    found = {}
    for value, following in zip(values, [*values[1:], len(titles)], strict=True):
        behind = next((at for at in units if value < at < following), None)
        if behind is not None:
            found[value] = behind
        elif len(values) == 1 and units:
            found[value] = units[0]
    return found


def _day(text: str, order: str, chosen: bool, above: Understood) -> Understood:
    """The day of a line; an empty one is that of the line above."""
    if not text:
        if not isinstance(above.value, TimePoint):
            return above
        words = f"Empty: {in_words(above.value)}, as in the line above."
        return Understood(text="", state=State.SETTLED, words=words, value=above.value)
    text = without_clock(text)[0]
    try:
        found = time_readings(text)
    except Problem as problem:
        return Understood(text=text, state=State.REFUSED, words=str(problem))
    likeliest = found[0]
    if likeliest.basis is Basis.DAY and (likeliest.earliest or 0) > SPREADSHEET_DATES:
        words = (
            "This looks like a spreadsheet's own number for a date. Show the column as dates and copy again."
        )
        return Understood(text=text, state=State.REFUSED, words=words)
    if len(found) == 1:
        return Understood(
            text=text,
            state=State.READ,
            words=f"Read as {in_words(likeliest)}.",
            value=likeliest,
            readings=found,
        )
    meant = settling.with_order(text, order)
    if meant is None:
        words = f"Either {in_words(found[0])} or {in_words(found[1])}. F7 tells the column which."
        return Understood(text=text, state=State.ASKED, words=words, readings=found)
    why = "as you chose" if chosen else "as other lines show"
    words = f"Read as {in_words(meant)}: {settling.WORDS[order]}, {why}."
    return Understood(text=text, state=State.SETTLED, words=words, value=meant, readings=found)


def _clock(titles: list[Title], line: tuple[str, ...], day_at: int | None) -> str:
    """The hour behind the day, else in a column of its own."""
    behind = without_clock(line[day_at])[1] if day_at is not None else ""
    own = first(titles, Role.TIME)
    return behind or (line[own].zfill(5) if own is not None and ":" in line[own] else "")


def _comment(titles: list[Title], line: tuple[str, ...]) -> str:
    """What is remarked on a line, which may speak of the sample: of all its values."""
    said = (line[at] for at, title in enumerate(titles) if title.role is Role.NOTE)
    return "; ".join(filter(None, said))


def _noted(value: Understood, comment: str) -> Understood:
    note = "; ".join(filter(None, (value.note, comment)))
    return value if note == value.note else replace(value, note=note)


def _placed(
    value: Understood,
    job: Job,
    day: Understood,
    clock: str,
    known: set[tuple[object, ...]],
    entries: list[Entry],
) -> Understood:
    """The value at its day, an entry if all is said; the second of two that say the same is left out."""
    if not isinstance(value.value, Quantity):
        return value
    if not isinstance(day.value, TimePoint):
        return Understood(
            text=value.text, state=State.WAITS, words="Waits for its day.", readings=value.readings
        )
    key = _key(day.value, clock, job.analyte.id, value.value)
    if key in known:
        return Understood(text=value.text, state=State.SAME, words="Recorded already.", value=value.value)
    if any(_key(e.day, e.time, e.analyte, e.value) == key and e.row == job.row for e in entries):
        words = "The same as in the other column of this analyte."
        return Understood(text=value.text, state=State.SAME, words=words, value=value.value)
    entries.append(
        Entry(
            row=job.row,
            column=job.column,
            day=day.value,
            time=clock,
            analyte=job.analyte.id,
            value=value.value,
            note=value.note,
        )
    )
    return value


def _recorded(case: Case) -> set[tuple[object, ...]]:
    """What the case holds, so that a cumulative report pasted again adds only what is new."""
    return {
        _key(count.day, count.time or "", count.analyte or "", count.value)
        for count in case.counts
        if count.day is not None and count.value is not None
    }


def _key(day: TimePoint, clock: str, analyte: str, value: Quantity) -> tuple[object, ...]:
    bounds = (value.low, value.high, value.low_included, value.high_included)
    return (day.basis, day.earliest, day.latest, clock, analyte, *bounds)


def _column(sheet: Sheet, at: int) -> list[str]:
    return [without_clock(line[at])[0] for line in sheet.lines]
