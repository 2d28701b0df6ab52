"""Checks of treatments: doses and their units, antibody beside plasma exchange, what was reported of them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CourseKind, Purpose, ReportedResponse, YesNo
from aic_desktop.domain.codes import Agent, label_of
from aic_desktop.domain.criteria import onset
from aic_desktop.domain.criteria.spans import surely_before
from aic_desktop.domain.quantity import Quantity, render
from aic_desktop.domain.records import Conditioning, Dose
from aic_desktop.domain.rules.base import Check, error, note, warning
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.domain.units import convertible, shown

_REMOVES_ANTIBODY = ("plasma_exchange", "immunoadsorption")
# IgG and Fc fusion proteins in groups whose name does not say so.
_ALSO_ANTIBODY = {
    "abatacept",
    "alemtuzumab",
    "antilymphocyte_immunoglobulin_horse",
    "antithymocyte_immunoglobulin_rabbit",
    "eculizumab",
    "efgartigimod_alfa",
    "ravulizumab",
    "rozanolixizumab",
    "sutimlimab",
}
# RECALLED: the widest that single and daily doses of the agents in the list come to, by the unit they are in.
# Beyond it a decimal mark or the unit is wrong more often than the dose.
_USUAL: Mapping[str, tuple[float, float]] = {
    "mg/kg": (0.01, 200),
    "mg/kg/d": (0.01, 200),
    "mg/m2": (0.3, 5000),
    "g/m2": (0.1, 15),
    "g/kg": (0.05, 3),
    "g/kg/d": (0.05, 3),
    "mg": (0.1, 5000),
    "mg/d": (0.1, 5000),
    "ug/kg": (0.1, 50),
    "mL/kg": (1, 150),
    "Gy": (1, 16),
}
_DAYS_OF_48_HOURS = 2
_FAR = 10_000
_RESPONSES = {
    CourseKind.RESPONSE_SIGN,
    CourseKind.PARTIAL_RESPONSE,
    CourseKind.COMPLETE_RESPONSE,
    CourseKind.TRANSFUSION_INDEPENDENT,
}


def unusual_dose_unit(case: Case) -> Iterator[Check]:
    """A dose in a unit its agent is not usually dosed in: mg/kg for mg/m², a daily for a single dose."""
    for conditioning in case.conditioning:
        agent = case.codes.agents.get(conditioning.agent or "")
        yield from _unusual_unit(conditioning, "dose", conditioning.dose, agent)
    for treatment in case.treatments:
        agent = case.codes.agents.get(treatment.agent or "")
        for dose in case.owned_by(treatment.id, Dose):
            yield from _unusual_unit(dose, "amount", dose.amount, agent)


def dose_out_of_range(case: Case) -> Iterator[Check]:
    """A dose that no agent is given in, in this unit: mostly a decimal mark, or mg for g."""
    for conditioning in case.conditioning:
        yield from _out_of_range(conditioning, "dose", conditioning.dose)
    for dose in case.doses:
        yield from _out_of_range(dose, "amount", dose.amount)


def antibody_near_plasma_exchange(case: Case) -> Iterator[Check]:
    """An antibody dose within 48 hours of plasma exchange or immunoadsorption, which remove IgG.

    Days decide, since hours are not recorded: 2 days before the exchange, on its days, and 2 days after.
    """
    sessions = tuple(_sessions(case))
    for treatment in case.treatments:
        for dose in case.owned_by(treatment.id, Dose) if _is_antibody(case, treatment.agent) else ():
            near = min((_near(case, dose, session) for session in sessions), default=None)
            if near and near.gap <= _DAYS_OF_48_HOURS:
                when = ("on a day of", "a day from", "2 days from")[near.gap]
                unordered = near.gap == 0 and dose.sequence is None
                message = (
                    f"This dose of {label_of('agents', treatment.agent)} is {when} {near.procedure}, "
                    "which removes antibody: it may not count in full."
                )
                advice = " Record which came first, in “Order in the day”." if unordered else ""
                days = (near.first, near.last, dose.sequence)
                yield warning("antibody_near_plasma_exchange", dose, "day", message + advice, *days)


def ongoing_but_stopped(case: Case) -> Iterator[Check]:
    """A treatment that is ongoing and was stopped."""
    for treatment in case.treatments:
        if treatment.ongoing is YesNo.YES and (treatment.stop or treatment.stop_reason):
            what = "stop" if treatment.stop else "reason for stopping"
            message = f"The treatment is marked as ongoing, yet a {what} is entered. Take one of them out."
            yield error("ongoing_but_stopped", treatment, "ongoing", message)


def more_doses_than_stated(case: Case) -> Iterator[Check]:
    """More doses recorded one by one than were given in all."""
    for treatment in case.treatments:
        recorded = len(case.owned_by(treatment.id, Dose))
        if treatment.planned_doses is not None and recorded > treatment.planned_doses:
            message = (
                f"{recorded} doses are recorded, but {treatment.planned_doses} were given in all. Check both."
            )
            yield warning("more_doses_than_stated", treatment, "planned_doses", message)


def response_contradicted(case: Case) -> Iterator[Check]:
    """A treatment without response that the course credits with one: both stand, as reported."""
    credited = {course.treatment for course in case.courses if course.kind in _RESPONSES}
    for treatment in case.treatments:
        if treatment.response is ReportedResponse.NONE and treatment.id in credited:
            message = (
                "No response is reported for this treatment, but a response in the course is attributed to "
                "it. "
                "Both are kept as reported."
            )
            yield note("response_contradicted", treatment, "response", message)


def grade_without_version(case: Case) -> Iterator[Check]:
    """A CTCAE grade without its version: platelets of 14 ×10⁹/L are grade 4 in version 5, 3 in version 6."""
    for reaction in case.reactions:
        if reaction.ctcae_grade is not None and reaction.cell("ctcae_version").blank:
            message = "A CTCAE grade means different things in different versions. Enter the version."
            yield warning("grade_without_version", reaction, "ctcae_version", message, reaction.ctcae_grade)


def treatment_entered_twice(case: Case) -> Iterator[Check]:
    """Two treatments with the same agent and purpose that start on the same day."""
    seen: set[tuple[object, ...]] = set()
    for treatment in case.treatments:
        days = case.days(treatment.start)
        same = (treatment.agent, treatment.purpose, days)
        if treatment.agent and days and days.exact and same in seen:
            message = (
                "The same treatment with the same purpose and start is entered twice. Delete one of them."
            )
            yield warning("treatment_entered_twice", treatment, "", message, *same[:2], days)
        seen.add(same)


def treated_before_onset(case: Case) -> Iterator[Check]:
    """A treatment of the cytopenia that surely started before it."""
    first = onset(case)
    for treatment in case.treatments if first else ():
        days = case.days(treatment.start)
        if treatment.purpose is Purpose.CYTOPENIA and days and first and surely_before(days, first):
            message = (
                "The treatment starts before the onset of the cytopenia. Check its purpose and both days."
            )
            yield warning("treated_before_onset", treatment, "start", message, first)


def _unusual_unit(
    record: Dose | Conditioning, field: str, amount: Quantity | None, listed: Agent | None
) -> Iterator[Check]:
    if listed and listed.dose_units and amount:
        known = any(convertible(amount.entered_unit, unit) for unit in listed.dose_units)
        if not known:
            usual = " or ".join(map(shown, listed.dose_units))
            message = (
                f"{listed.label} is usually dosed in {usual}, not in {shown(amount.entered_unit)}. Check it."
            )
            yield warning("unusual_dose_unit", record, field, message)


def _out_of_range(record: Dose | Conditioning, field: str, amount: Quantity | None) -> Iterator[Check]:
    usual = _USUAL.get(amount.unit) if amount else None
    if amount is None or usual is None:
        return
    too_low = amount.high is not None and amount.high < usual[0]
    if too_low or (amount.low is not None and amount.low > usual[1]):
        unit = shown(amount.unit)
        message = (
            f"A dose of {render(amount)} is out of the usual; {usual[0]:g} to {usual[1]:g} {unit} is "
            "expected. Check the decimal mark and the unit."
        )
        yield warning("dose_out_of_range", record, field, message)


def _is_antibody(case: Case, agent: str | None) -> bool:
    listed = case.codes.agents.get(agent or "")
    if listed is None:
        return False
    return "antibody" in listed.group or listed.group == "immunoglobulin" or listed.id in _ALSO_ANTIBODY


def _sessions(case: Case) -> Iterator[tuple[int, int, str]]:
    """First and last day of every run of sessions that is known to the day, and the procedure."""
    for treatment in case.treatments:
        if treatment.agent in _REMOVES_ANTIBODY:
            doses: tuple[Dose, ...] = case.owned_by(treatment.id, Dose)
            runs = [(d.day, d.until or d.day) for d in doses] or [(treatment.start, treatment.stop)]
            for run in runs:
                first, last = (_exact_day(case, point) for point in run)
                if first is not None and last is not None:
                    yield first, last, label_of("agents", treatment.agent)


class _Near(NamedTuple):
    """How far a dose is from a run of sessions, and which."""

    gap: int
    procedure: str
    first: int
    last: int


def _near(case: Case, dose: Dose, session: tuple[int, int, str]) -> _Near:
    """Whole days between a dose and a run of sessions, 0 within it; far apart when the day is imprecise."""
    first, last, procedure = session
    day = _exact_day(case, dose.day)
    gap = _FAR if day is None else max(first - day, day - last, 0)
    return _Near(gap, procedure, first, last)


def _exact_day(case: Case, point: TimePoint | None) -> int | None:
    days = case.days(point)
    return days.earliest if days and days.exact else None
