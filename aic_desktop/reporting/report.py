"""A case on one page, as plain data: who, graft, cytopenia, outcome; the course; a row per treatment."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Product, Purpose, Status, YesNo
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.criteria import Tally
from aic_desktop.domain.records import Dose, Patient, Treatment
from aic_desktop.domain.rules import Check, Grade
from aic_desktop.domain.spec import fields_of
from aic_desktop.domain.text import in_words
from aic_desktop.domain.timepoint import Span, TimePoint
from aic_desktop.reporting.judged_line import Sets
from aic_desktop.reporting.scene import Options, Scene, doses, timeline
from aic_desktop.reporting.scene.flags import short_day
from aic_desktop.reporting.scene.words import amount_words, joined
from aic_desktop.reporting.tabular.deidentified import deidentified

COLUMNS = ("Line", "Treatment", "Dose", "Days after HSCT", "Reported", "By counts")
_ALL_PRODUCTS = {
    Product.PLATELETS: "platelets",
    Product.RED_CELLS: "red cells",
    Product.PLASMA: "plasma",
    Product.GRANULOCYTES: "granulocytes",
}
_BETWEEN = " · "


class Fact(NamedTuple):
    """A line of the header."""

    label: str
    words: str


class Row(NamedTuple):
    """A treatment: a text beside each of COLUMNS; `against` the cytopenia or for another purpose."""

    cells: tuple[str, ...]
    against: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a report comes from, for its foot; `data` is the day of the last change of the case."""

    registry: str
    version: str
    data: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the page, in the order in which it is read."""

    title: str
    facts: tuple[Fact, ...]
    scene: Scene
    rows: tuple[Row, ...]
    foot: tuple[str, ...]


def report(
    case: Case,
    checks: tuple[Check, ...],
    origin: Origin,
    with_identifiers: bool = False,
    options: Options | None = None,
) -> Report:
    """The page of a case; without identifiers as it may leave the department: days for dates, no names."""
    shown = case if with_identifiers else deidentified(case)
    chosen = options or Options()
    sets = Sets(shown, chosen)
    return Report(
        title=f"{case.patient.code or 'Case without code'}",
        facts=tuple(fact for fact in _facts(shown, checks, sets) if fact.words),
        scene=timeline(shown, replace(chosen, dates=chosen.dates and with_identifiers)),
        rows=tuple(_rows(shown, sets)),
        foot=_foot(origin, with_identifiers),
    )


def more_words(left: int, what: str = "") -> str:
    """What stands for what found no room on the page."""
    return f"and {left} more{what}, see the registry" if left else ""


# -- the header -----------------------------------------------------------------------------------


def _facts(case: Case, checks: tuple[Check, ...], sets: Sets) -> list[Fact]:
    return [
        *_identity(case.patient),
        Fact("Patient", _person(case)),
        Fact("Graft", "; ".join(_grafts(case))),
        Fact("Conditioning", ", ".join(_conditioning(case))),
        Fact("Cytopenia", criteria.label_with_onset(case)),
        Fact("Response by counts", _judged(sets)),
        Fact("Transfusions", ", ".join(_transfused(case))),
        Fact("Outcome", _outcome(case)),
        Fact("Open checks", _open(checks)),
    ]


def _identity(patient: Patient) -> list[Fact]:
    """What identifies, but for free notes; nothing of a case that was de-identified."""
    named = [field for field in fields_of(Patient) if field.spec.identifying and field.name != "note"]
    values = [(field.spec.label, getattr(patient, field.name)) for field in named]
    return [Fact(label, in_words(value)) for label, value in values if value is not None]


def _person(case: Case) -> str:
    patient, age = case.patient, criteria.age(case)
    who = joined((patient.sex.label if patient.sex else "", age.described if age else ""))
    disease = label_of("diseases", patient.disease)
    return joined((who, disease, joined((patient.gene or "", patient.variant or ""), " ")), _BETWEEN)


def _grafts(case: Case) -> list[str]:
    found = []
    for graft in case.transplants:
        index = graft is case.index_transplant
        when = "" if index else _point(case, graft.day)
        label = criteria.graft_label(case.patient, graft) or "entered"
        found.append(f"{joined(('HSCT', str(graft.number or ''), when), ' ')}: {label}")
    return found


def _conditioning(case: Case) -> list[str]:
    found = []
    for record in case.conditioning:
        times = f"×{record.doses}" if (record.doses or 0) > 1 else ""
        words = (label_of("agents", record.agent), amount_words(record.dose), times)
        found.append(joined(words, " "))
    return found


def _judged(sets: Sets) -> str:
    """By which criteria the table judges, and how far."""
    titles = " and ".join(sets.titles)
    return f"by {titles}, counts before the next treatment was begun" if titles else ""


def _transfused(case: Case) -> list[str]:
    totals = [(name, criteria.units_transfused(case, product)) for product, name in _ALL_PRODUCTS.items()]
    return [f"{name} {_units(total)}" for name, total in totals if total]


def _units(total: Tally) -> str:
    number = f"{total.low}" if total.low == total.high else f"{total.low} to {total.high}"
    number = f"at least {total.low}" if total.high is None else number
    return f"{number} unit{'' if total.low == 1 and total.high in (1, None) else 's'}"


def _outcome(case: Case) -> str:
    last = criteria.outcome(case)
    if last is None:
        return "no follow-up yet"
    status = last.status.label if last.status else "last contact"
    cause = last.cause_of_death if last.status is Status.DEAD else None
    return joined((joined((status, _point(case, last.day)), " "), cause.label if cause else ""), ": ")


def _open(checks: tuple[Check, ...]) -> str:
    counted = [(grade, sum(check.open and check.grade is grade for check in checks)) for grade in Grade]
    return _BETWEEN.join(f"{n} {grade.label}{'' if n == 1 else 's'}" for grade, n in counted if n) or "none"


# -- the treatments -------------------------------------------------------------------------------


def _rows(case: Case, sets: Sets) -> list[Row]:
    """Against the cytopenia by line and first day, then the others by first day."""
    ordered = sorted(case.treatments, key=lambda treatment: _place(case, treatment))
    return [_row(case, treatment, sets) for treatment in ordered]


def _place(case: Case, treatment: Treatment) -> tuple[bool, float, int, int]:
    first = criteria.first_day(case, treatment)
    day = first.middle if first else float("inf")
    if treatment.purpose is Purpose.BEFORE_HSCT and first is None:
        day = float("-inf")
    return treatment.purpose is not Purpose.CYTOPENIA, day, treatment.line or 0, treatment.position


def _row(case: Case, treatment: Treatment, sets: Sets) -> Row:
    against = treatment.purpose is Purpose.CYTOPENIA
    name = label_of("agents", treatment.agent) or "treatment not named"
    purpose = "" if against or treatment.purpose is None else f", {treatment.purpose.label}"
    given = doses.given(case, treatment, case.owned_by(treatment.id, Dose))
    cells = (
        str(treatment.line or ""),
        name + purpose,
        doses.summary(treatment, given),
        _days(case, treatment),
        _response(case, treatment),
        sets.of(treatment) if against else "",
    )
    return Row(cells, against)


def _days(case: Case, treatment: Treatment) -> str:
    """From the first day to the last, each as precisely as it is known."""
    first, last = criteria.first_day(case, treatment), criteria.last_day(case, treatment)
    if first is None and last is None:
        ages = [_point(case, point) for point in (treatment.start, treatment.stop) if point]
        return joined(dict.fromkeys(ages), " to ") or "not known"
    begin = _day(first) if first else "start not known"
    if treatment.ongoing is YesNo.YES:
        return f"{begin}, ongoing"
    if last is None or (first and first.latest is not None and last == Span(first.earliest, None)):
        return f"{begin}, end not known"
    return begin if first == last else f"{begin} to {_day(last)}"


def _response(case: Case, treatment: Treatment) -> str:
    if treatment.response is None:
        return ""
    when = _point(case, treatment.response_day) if treatment.response_day else ""
    return joined((treatment.response.label, when), ", ")


def _point(case: Case, point: TimePoint | None) -> str:
    """A day after HSCT where there is one, else as it was entered: an age, or a date without a day 0."""
    span = case.days(point)
    if span is not None:
        return _day(span)
    return in_words(point) if point else "day not known"


def _day(span: Span) -> str:
    """+58, +58..+61, +199 or later."""
    if span.earliest is None or span.latest is None:
        return short_day(span)
    return criteria.day_text(span)


# -- the foot -------------------------------------------------------------------------------------


def _foot(origin: Origin, with_identifiers: bool) -> tuple[str, ...]:
    data = f"data of {origin.data.isoformat()}" if origin.data else ""
    whose = "With identifiers: not to leave the department" if with_identifiers else "Without identifiers"
    return (
        joined((origin.registry, data, f"aic_desktop {origin.version}"), _BETWEEN),
        f"{whose}. For documentation and research; it gives no advice on treatment.",
    )
