"""Findings, chimerism, engraftment, graft-versus-host disease and the steps of a cytopenia."""

import re
from collections.abc import Iterator
from dataclasses import replace

from aic_desktop.domain import quantity
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import edit
from aic_desktop.domain.choices import (
    AcuteGrade,
    ChimerismLineage,
    ChronicSeverity,
    FindingResult,
    FindingTest,
    GvhdKind,
    Lineage,
    MissingReason,
    Specimen,
)
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.quantity import Quantity, quantity_readings
from aic_desktop.domain.records import Chimerism, Cytopenia, Finding, Gvhd, Record, Remark
from aic_desktop.domain.shorthand.base import Clause, Made, new_record
from aic_desktop.domain.shorthand.names import Named, What, lineage
from aic_desktop.domain.shorthand.vocabulary import (
    ACUTE,
    CHIMERIC,
    CHRONIC,
    ENGRAFTED,
    FULL_DONOR,
    RESULTS,
    SPECIMENS,
    ending,
    leading,
)
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.timepoint import TimePoint, render

_GRADE = re.compile(r"^(?:(?:grade|grad|stage|stadium)\s+|°\s?)", re.IGNORECASE)
_DONOR = re.compile(r"\s*(?:donor|spender)(?: cells)?$", re.IGNORECASE)


def finding(clause: Clause) -> Iterator[Made]:
    """A result of the work-up on a day."""
    made = finding_of(clause.case, clause.named, clause.rest, clause.moment.day)
    yield Made(made.changes, f"{made.words}, {clause.once()}")


def finding_of(case: Case, name: Named, text: str, day: TimePoint | None = None) -> Made:
    """A result of the work-up, on a day that may not be known; an analyte's is one of another test."""
    result, detail = leading(text, FindingResult, RESULTS)
    if result is None:
        result, detail = ending(text, FindingResult, RESULTS)
    if result is None:
        raise Problem(f"Which result? For example: {name.label} positive, negative, normal or absent.")
    listed = name.what is What.FINDING
    test = FindingTest(name.code) if listed else FindingTest.OTHER
    said = " ".join(filter(None, (detail if listed else name.label, "" if listed else detail))) or None
    made = new_record(case, Finding, day=day, test=test, result=result, detail=said)
    words = f"Finding: {name.label} {result.label}{f', “{detail}”' if detail else ''}"
    return Made((made,), words)


def is_result(text: str) -> bool:
    """The text is nothing but a result in words, such as `normal`."""
    result, rest = leading(text, FindingResult, RESULTS)
    return result is not None and not rest


def chimerism(clause: Clause) -> Iterator[Made]:
    """Donor cells in a specimen and lineage; `full` has no number, and is asked about."""
    specimen, text = leading(clause.rest, Specimen, SPECIMENS)
    cells, text = leading(text, ChimerismLineage, CHIMERIC)
    if specimen is None:
        specimen, text = leading(text, Specimen, SPECIMENS)
    where = " ".join(part.label for part in (specimen, cells) if part)
    for donor, remark, said in _donor(text):
        values = {"day": clause.moment.day, "specimen": specimen, "lineage": cells, "donor": donor}
        remarks = {"donor": remark} if remark else {}
        made = clause.new(Chimerism, **values, remarks=remarks)
        yield Made((made,), f"Chimerism{f' of {where}' if where else ''}: {said}, {clause.once()}")


def _donor(text: str) -> Iterator[tuple[Quantity | None, Remark | None, str]]:
    units = field_of(Chimerism, "donor").spec.units
    assert units is not None
    if text.casefold() in FULL_DONOR:
        note = Remark(MissingReason.NOT_REPORTED, "full donor, without a percentage")
        yield None, note, "full donor, no percentage (kept as a note)"
        for number in (">95 %", "100 %"):
            (meant,) = quantity_readings(number, units)
            yield meant, None, f"{quantity.render(meant)} donor"
        return
    if not text:
        raise Problem("How much of the donor? For example: 29 chimerism PB >95, 29 chimerism BM T cells 57.")
    for meant in quantity_readings(_DONOR.sub("", text), units):
        yield meant, None, f"{quantity.render(meant)} donor"


def gvhd(clause: Clause) -> Iterator[Made]:
    """A bout of graft-versus-host disease, with its grade or severity and its organs."""
    kind = GvhdKind(clause.named.code)
    text = _GRADE.sub("", clause.rest)
    grade, organs = leading(text, AcuteGrade, ACUTE)
    severity, rest = leading(text, ChronicSeverity, CHRONIC)
    acute = kind is GvhdKind.ACUTE
    if (severity if acute else grade) and not (grade if acute else severity):
        return  # of the other kind
    organs = organs if acute else rest
    for first, last, words in clause.days():
        made = clause.new(
            Gvhd,
            kind=kind,
            onset=first,
            resolved=last,
            acute_grade=grade if acute else None,
            chronic_severity=None if acute else severity,
            organs=organs or None,
        )
        how = f" grade {grade.label}" if acute and grade else f" {severity.label}" if severity else ""
        yield Made((made,), f"{kind.label.capitalize()} GvHD{how}{f', {organs}' if organs else ''}, {words}")


def engraftment(clause: Clause) -> Iterator[Made]:
    """The day of engraftment, in the index transplant."""
    graft = clause.case.index_transplant
    if graft is None:
        raise Problem("Enter the transplant first: the day of engraftment belongs to it.")
    wanted = clause.rest.casefold()
    fields = [field for field, words in ENGRAFTED.items() if wanted in {w.casefold() for w in words}]
    if not fields:
        raise Problem("Of which cells? For example: 20 engraftment neutrophils, leukocytes or platelets.")
    yield _dated(clause, graft, fields[0], field_of(type(graft), fields[0]).label)


_SAID = {"onset": "Onset", "diagnosed": "Diagnosis", "resolved": "End"}


def cytopenia(clause: Clause) -> Iterator[Made]:
    """Onset, diagnosis or end of one lineage, in the episode it belongs to."""
    step, cells = clause.named.code, lineage(clause.rest)
    if cells is None:
        raise Problem(f"Of which cells? For example: 61 {clause.named.label} AIT, AIHA, AIN or PRCA.")
    held = [c for c in clause.case.cytopenias if c.lineage is cells]
    for line in held:
        if _same(clause, getattr(line, step)):
            raise Problem(
                f"{_SAID[step]} of the {cells.label} on {render(clause.moment.day)} is there already."
            )
    going_on = [line for line in held if _goes_on(clause, line)]
    for line in reversed(going_on):
        where = f"cytopenia of {cells.label}, episode {line.episode or 1}"
        yield _dated(clause, line, step, f"{_SAID[step]} of the {where}")
    if step == "resolved":
        if not going_on:
            raise Problem(f"This case has no cytopenia of {cells.label} that goes on. Enter its onset first.")
    elif all(getattr(line, step) is not None for line in going_on):
        yield _episode(clause, step, cells, bool(going_on))


def _goes_on(clause: Clause, line: Cytopenia) -> bool:
    """It was not over by that day."""
    over, day = clause.case.days(line.resolved), clause.case.days(clause.moment.day)
    if over is None or day is None or over.latest is None or day.earliest is None:
        return line.resolved is None
    return over.latest >= day.earliest


def _episode(clause: Clause, step: str, cells: Lineage, again: bool) -> Made:
    """A new line: of the episode that goes on, or of the next one."""
    held = clause.case.cytopenias
    latest = max((line.episode or 1 for line in held), default=0)
    goes_on = any(_goes_on(clause, line) for line in held if (line.episode or 1) == latest)
    episode = latest if goes_on and not again else latest + 1
    values = {"episode": episode, "lineage": cells, step: clause.moment.day}
    said = f"episode {episode}: {_SAID[step].casefold()} {clause.once()}"
    return Made((clause.new(Cytopenia, **values),), f"Cytopenia of {cells.label}, {said}")


def _dated(clause: Clause, record: Record, field: str, label: str) -> Made:
    """Another day in a field of a record there is, with what stood there before in words."""
    before: TimePoint | None = getattr(record, field)
    if _same(clause, before):
        raise Problem(f"{label} on {render(clause.moment.day)} is there already.")
    cell = replace(record.cell(field), value=clause.moment.day, missing=None)
    instead = f", instead of {render(before)}" if before else ""
    change = edit(clause.case, record, field, cell)
    return Made((change,), f"{label}, {clause.once()}{instead}")


def _same(clause: Clause, before: TimePoint | None) -> bool:
    return before is not None and replace(before, text="") == replace(clause.moment.day, text="")
