"""Treatments with their doses and reactions."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from aic_desktop.domain.choices import CtcaeVersion, Purpose, ReportedResponse, Route, StopReason, YesNo
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records.base import DOSE_AMOUNTS, Record
from aic_desktop.domain.spec import Spec
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.domain.units import Units


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment(Record):
    """A drug or procedure given for a purpose over an interval."""

    record_kind: ClassVar[str] = "treatment"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "treatments"
    title: ClassVar[str] = "Treatment"

    agent: Annotated[
        str | None, Spec(label="Treatment", codes="agents", required=True, help="Drug or procedure")
    ] = None
    purpose: Annotated[
        Purpose | None,
        Spec(label="Purpose", required=True, help="The same drug may return with another purpose"),
    ] = None
    line: Annotated[
        int | None,
        Spec(label="Line", warn=(1, 20), help="Line of cytopenia treatment; offered from the dates"),
    ] = None
    start: Annotated[TimePoint | None, Spec(label="Start")] = None
    stop: Annotated[TimePoint | None, Spec(label="Stop")] = None
    ongoing: Annotated[YesNo | None, Spec(label="Ongoing", help="At last contact")] = None
    route: Annotated[Route | None, Spec(label="Route")] = None
    schedule: Annotated[
        str | None, Spec(label="Planned schedule", help="e.g. weekly x 6; actual doses are recorded apart")
    ] = None
    planned_doses: Annotated[
        int | None, Spec(label="Doses given in all", warn=(1, 400), help="Where single days are not known")
    ] = None
    target: Annotated[
        Quantity | None,
        Spec(
            label="Target level",
            units=Units(("ng/mL", "ug/L"), "ng/mL"),
            help="Trough target, a range: 150-200",
        ),
    ] = None
    response: Annotated[
        ReportedResponse | None,
        Spec(label="Response reported", help="As judged by the clinician or the authors"),
    ] = None
    response_day: Annotated[TimePoint | None, Spec(label="Response on")] = None
    stop_reason: Annotated[StopReason | None, Spec(label="Stopped because")] = None
    note: Annotated[str | None, Spec(label="Notes", identifying=True)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose(Record):
    """A dose given, or a step of a tapered course."""

    record_kind: ClassVar[str] = "dose"
    owner_kind: ClassVar[str] = "treatment"
    collection: ClassVar[str] = "doses"
    title: ClassVar[str] = "Dose"

    day: Annotated[TimePoint | None, Spec(label="Day", help="First day of this dose or dose step")] = None
    until: Annotated[TimePoint | None, Spec(label="Until", help="Last day, for courses and tapers")] = None
    amount: Annotated[
        Quantity | None, Spec(label="Amount", units=DOSE_AMOUNTS, help="Value or range (50-75 mg/d)")
    ] = None
    sequence: Annotated[
        int | None,
        Spec(
            label="Order in the day",
            warn=(1, 9),
            help="Where order matters (antibody dose and plasma exchange)",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction(Record):
    """An adverse reaction to a treatment."""

    record_kind: ClassVar[str] = "reaction"
    owner_kind: ClassVar[str] = "treatment"
    collection: ClassVar[str] = "reactions"
    title: ClassVar[str] = "Reaction"

    day: Annotated[TimePoint | None, Spec(label="Day")] = None
    term: Annotated[
        str | None,
        Spec(label="Reaction", required=True, help="e.g. infusion related reaction: bronchial obstruction"),
    ] = None
    ctcae_grade: Annotated[
        int | None,
        Spec(
            label="CTCAE grade", warn=(1, 5), help="Only as reported, never derived; with the CTCAE version"
        ),
    ] = None
    ctcae_version: Annotated[CtcaeVersion | None, Spec(label="CTCAE version")] = None
