"""Counts, transfusions, events, steps of the course and follow-ups, made from what is said of a day."""

import re
from collections.abc import Iterator
from dataclasses import replace

from aic_desktop.domain import quantity
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import Insertion
from aic_desktop.domain.choices import (
    CauseOfDeath,
    CourseKind,
    EventKind,
    Product,
    SampleContext,
    Status,
    YesNo,
)
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import Count, Course, Event, FollowUp, Transfusion
from aic_desktop.domain.shorthand.base import Clause, Made, new_record
from aic_desktop.domain.shorthand.names import Named, lineage
from aic_desktop.domain.shorthand.series import Series, days_of, series_in
from aic_desktop.domain.shorthand.vocabulary import IN_ALL, SINGLY, graded, taken
from aic_desktop.domain.shorthand.workup import finding, is_result
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import count_readings, readings
from aic_desktop.domain.timepoint import TimePoint

_CONTEXTS = {
    **{context.label: context for context in SampleContext},
    "nach Transfusion": SampleContext.AFTER_TRANSFUSION,
    "unter G-CSF": SampleContext.ON_G_CSF,
}
_UNITS = re.compile(
    r"(?<!\S)(?:units?|einheiten|einheit|konzentrate?|transfusions?|transfusionen|u|e)(?!\S)", re.IGNORECASE
)
_PER_DAY = re.compile(r"(?:/| per | pro | a )(?:d|day|tag)\b", re.IGNORECASE)


def count(clause: Clause) -> Iterator[Made]:
    """A count in every reading of its value."""
    listed = clause.case.codes.analytes[clause.named.code]
    if is_result(clause.rest):
        yield from finding(clause)
        return
    text, context = _context(clause.rest)
    if not text:
        raise Problem(f"Which value? For example: {listed.aliases[0] if listed.aliases else listed.label} 5.")
    for value in count_readings(text, listed):
        made = clause.new(Count, day=clause.moment.day, analyte=listed.id, value=value, context=context)
        words = f"{listed.label} {quantity.render(value)}, {clause.once()}"
        words += f", {context.label}" if context else ""
        words += "" if listed.can_be(value) else ": not plausible, check number and unit"
        yield Made((made,), words + _already(clause, listed.id, value))


def _already(clause: Clause, analyte: str, value: Quantity) -> str:
    """Says so when the case holds the same value of the same day."""
    on = clause.case.days(clause.moment.day)
    same = (c.value for c in clause.case.counts if c.analyte == analyte and clause.case.days(c.day) == on)
    wanted = replace(value, text="", entered_unit="")
    twice = on and any(held and replace(held, text="", entered_unit="") == wanted for held in same)
    return "; it is there already" if twice else ""


def _context(text: str) -> tuple[str, SampleContext | None]:
    for words, context in _CONTEXTS.items():
        if text.casefold().endswith(f" {words.casefold()}"):
            return text[: -len(words)].strip(), context
    return text, None


def transfusion(clause: Clause) -> Iterator[Made]:
    """A transfusion; where the word also names a count, only if something says that it was given."""
    in_all, text = taken(IN_ALL, clause.rest)
    singly, text = taken(SINGLY, text)
    per_day, text = taken(_PER_DAY, text)
    series = series_in(text)
    marked, number = taken(_UNITS, series.rest)
    if not (clause.named.product_only or marked or per_day or series.said or in_all):
        return
    units = _units(number, series)
    if series.step is not None or per_day:
        if in_all:
            raise Problem("Units are kept per day or in all. Write daily, or in all.")
        yield _singly(clause, series, units) if singly else _daily(clause, series, units)
        return
    if in_all and clause.moment.ends is not None:
        words = f"{_counted(units, 'unit')} in all, {clause.span(*clause.moment.ends)}"
        yield _given(clause, *clause.moment.ends, units, words)
        return
    for first, last, words in clause.days():
        yield _given(clause, first, last, units, f"{_counted(units, 'unit')}, {words}")


def _units(number: str, series: Series) -> int:
    if series.times is not None and series.step is not None:
        raise Problem(
            f"x{series.times} with daily can be units a day, or days. "
            f"Write the days first: 87-98 platelets daily {series.times} units."
        )
    said = number or str(series.times or "")
    if not said or (number and series.times is not None):
        raise Problem("How many units? For example: 61 platelets 2 units, 87-98 platelets daily 1.")
    if not re.fullmatch(r"[1-9]\d{0,3}", said, re.ASCII):
        raise Problem(f"Units are a whole number, such as 2; “{said}” is none.")
    return int(said)


def _daily(clause: Clause, series: Series, units: int) -> Made:
    if series.step not in (None, 1):
        raise Problem("Units are kept per day or in all. Enter those of single days one by one.")
    if clause.moment.on:
        words = f"{_counted(units, 'unit')} daily, {clause.once()}: without a last day, not summed up"
        return _given(clause, clause.moment.day, None, units, words, YesNo.YES)
    if clause.moment.ends is None:
        raise Problem(
            "Until when daily? Write both days first: 87-98 platelets daily 1; or 190- PRBC daily 1."
        )
    first, last = clause.moment.ends
    words = f"{_counted(units, 'unit')} daily, {clause.span(first, last)}"
    if first.exact and last.exact and first.earliest is not None and last.latest is not None:
        days = last.latest - first.earliest + 1
        words += f": {_counted(days, 'day')}, {_counted(units * days, 'unit')} in all"
    return _given(clause, first, last, units, words, YesNo.YES)


def _singly(clause: Clause, series: Series, units: int) -> Made:
    """A record for each day."""
    days = days_of(clause, replace(series, step=series.step or 1, times=None))
    product = Product(clause.named.code)
    place = clause.case.next_position(Transfusion)
    made = [clause.new(Transfusion, product=product, day=day, units=units).record for day in days]
    changes = [Insertion(clause.case.id, replace(one, position=place + n)) for n, one in enumerate(made)]
    each = f"{_counted(units, 'unit')} on each of {_counted(len(days), 'day')}, singly"
    span = f"from {clause.on(days[0])} until {clause.on(days[-1])}"
    total = _counted(units * len(days), "unit")
    return Made(tuple(changes), f"Transfusions of {product.label}, {each}, {span}: {total} in all")


def undated_total(case: Case, name: Named, text: str) -> Iterator[Made]:
    """So many units in all, on days that are not known."""
    in_all, rest = taken(IN_ALL, text)
    if in_all:
        units = _units(taken(_UNITS, rest)[1], Series(None, None, ""))
        product = Product(name.code)
        made = new_record(case, Transfusion, product=product, units=units)
        yield Made(
            (made,), f"Transfusion of {product.label}, {_counted(units, 'unit')} in all, days not known"
        )


def _given(
    clause: Clause,
    first: TimePoint,
    last: TimePoint | None,
    units: int,
    words: str,
    daily: YesNo | None = None,
) -> Made:
    product = Product(clause.named.code)
    made = clause.new(Transfusion, product=product, day=first, until=last, units=units, daily=daily)
    return Made((made,), f"Transfusion of {product.label}, {words}")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def event(clause: Clause) -> Iterator[Made]:
    """An event, with what else is said as its detail."""
    kind = EventKind(clause.named.code)
    grade, text = graded(clause.rest)
    detail = text or None
    said = [kind.label.capitalize(), f"“{detail}”" if detail else "", f"grade {grade}" if grade else ""]
    if kind is EventKind.RELAPSE_OF_DISEASE and detail and lineage(detail):
        return  # of the cytopenia, a step of its course
    for first, last, words in clause.days():
        made = clause.new(Event, day=first, until=last, kind=kind, detail=detail, grade=grade)
        yield Made((made,), ", ".join((*filter(None, said), words)))


def course(clause: Clause) -> Iterator[Made]:
    """A step of the course, of a lineage where one is named."""
    kind = CourseKind(clause.named.code)
    of = re.sub(r"^(?:of|der) ", "", clause.rest, flags=re.IGNORECASE)
    cells = lineage(of) if of else None
    if of and cells is None:
        raise Problem(f"“{of}” is no lineage. Write platelets, red cells, neutrophils or PRCA.")
    made = clause.new(Course, day=clause.moment.day, kind=kind, lineage=cells)
    words = f"Course: {kind.label}{f' of {cells.label}' if cells else ''}, {clause.once()}"
    yield Made((made,), words)


def follow_up(clause: Clause) -> Iterator[Made]:
    """A follow-up; of a death, with its primary cause where one is named."""
    status = Status(clause.named.code)
    cause = None
    if clause.rest:
        if status is not Status.DEAD:
            raise Problem(f"“{clause.rest}” after {status.label} is not understood. Leave it out.")
        cause = readings(field_of(FollowUp, "cause_of_death"), clause.rest)[0]
    made = clause.new(FollowUp, day=clause.moment.day, status=status, cause_of_death=cause)
    because = f" of {cause.label}" if isinstance(cause, CauseOfDeath) else ""
    yield Made((made,), f"Follow-up: {status.label}{because}, {clause.once()}")
