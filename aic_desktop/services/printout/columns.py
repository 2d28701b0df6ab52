"""What is made of the columns of a print-out: what each holds, and the words for it."""

from collections.abc import Mapping

from aic_desktop.domain import units as unit_words
from aic_desktop.domain.codes import Analyte
from aic_desktop.services.printout.cells import Column, State, Understood
from aic_desktop.services.printout.sheet import Sheet
from aic_desktop.services.printout.titles import Names, Role, Title, unit_in
from aic_desktop.services.printout.values import Job, mark_of

_HEADINGS = {
    Role.DAY: "Day",
    Role.TIME: "Time",
    Role.NAME: "Analyte",
    Role.UNIT: "Unit",
    Role.VALUE: "Value",
    Role.NOTE: "Note",
}
_NOTED = "Goes into the note of every value of its line."


def roles(sheet: Sheet) -> list[Title]:
    """What each column holds; a second day, name or unnamed value is left out, the first has it.

    Values behind a second column of days belong to those days: they are left out as well.
    """
    titles = [sheet.read.title(title) for title in sheet.titles]
    wide = any(title.analyte for title in titles)
    seen: set[Role] = set()
    split = False
    for at, title in enumerate(titles):
        once = title.role in (Role.DAY, Role.TIME, Role.NAME) or (
            title.role is Role.VALUE and not title.analyte
        )
        unplaced = wide and not title.analyte and title.role in (Role.NAME, Role.VALUE)
        behind_other_days = title.role is Role.VALUE and split
        split = split or (title.role is Role.DAY and {Role.DAY, Role.VALUE} <= seen)
        if (once and title.role in seen) or unplaced or behind_other_days:
            titles[at] = Title(Role.OTHER)
        seen.add(title.role)
    return titles


def columns(
    sheet: Sheet, titles: list[Title], jobs: Mapping[int, list[Job]], picked: Mapping[int, str], order: str
) -> tuple[Column, ...]:
    """Every column with its heading, its unit and what the reader should know of it."""
    everything = [job for row in jobs.values() for job in row]
    units_at = {job.column: job.unit for job in everything if job.unit}
    seen: set[str] = set()
    found = []
    for at, (printed, title) in enumerate(zip(sheet.titles, titles, strict=True)):
        if title.analyte:
            unit = units_at.get(at, title.unit)
            words, doubtful = _said_of(sheet.read.listed(title.analyte), unit, title.analyte in seen)
            seen.add(title.analyte)
            mark = picked.get(at) or mark_of(everything, at)
            found.append(
                Column(
                    title=printed,
                    role=Role.VALUE,
                    heading=sheet.read.listed(title.analyte).label,
                    unit=unit_words.shown(unit_in(unit)) if unit_in(unit) else unit,
                    analyte=title.analyte,
                    words=words,
                    doubtful=doubtful,
                    settled_by=mark,
                )
            )
        else:
            heading = _HEADINGS.get(title.role, "not taken")
            settled = order if title.role is Role.DAY else picked.get(at) or mark_of(everything, at)
            words = _NOTED if title.role is Role.NOTE else ""
            words = words if title.role in _HEADINGS else _left_out(printed, sheet.read)
            found.append(
                Column(title=printed, role=title.role, heading=heading, words=words, settled_by=settled)
            )
    return tuple(found)


def _said_of(analyte: Analyte, unit: str, again: bool) -> tuple[str, bool]:
    usual = unit_words.shown(analyte.units.accepted[0])
    said = []
    if again:
        said.append(
            "A second column of the same analyte: values that differ are kept as values of their own."
        )
    if not unit:
        said.append(f"No unit is printed: {usual}, unless a cell says otherwise.")
    return " ".join(said), bool(said)


def _left_out(printed: str, read: Names) -> str:
    if read.title(printed).role in (Role.DAY, Role.TIME):
        return f"“{printed}” is left out: the day is taken from the first column that has one."
    if read.title(printed).analyte:
        return f"“{printed}” stands behind days of its own: copy those columns by themselves."
    return f"“{printed}” names no analyte of the list." if printed else "No title: not taken."


def unlisted(sheet: Sheet, titles: list[Title], problems: Mapping[tuple[int, int], Understood]) -> str:
    """The names of a long print-out that are passed over, each once."""
    names = first(titles, Role.NAME)
    rows = [row for (row, _), cell in problems.items() if cell.state is State.PLAIN]
    passed = dict.fromkeys(sheet.lines[row - 1][names] for row in rows) if names is not None else {}
    return f"Not in the list of analytes, not taken: {', '.join(passed)}." if passed else ""


def first(titles: list[Title], role: Role) -> int | None:
    """The first column of a role; None where there is none."""
    return next((at for at, title in enumerate(titles) if title.role is role), None)
