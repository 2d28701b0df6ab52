"""What is seen over time: counts, transfusions, events and follow-up."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from aic_desktop.domain.choices import (
    CauseOfDeath,
    Certainty,
    EventKind,
    Product,
    Recovery,
    SampleContext,
    Status,
    TransfusionIndication,
    YesNo,
)
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records.base import Record
from aic_desktop.domain.spec import Spec
from aic_desktop.domain.timepoint import TimePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Record):
    """A laboratory value on a day, as typed."""

    record_kind: ClassVar[str] = "count"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "counts"
    title: ClassVar[str] = "Count"

    day: Annotated[TimePoint | None, Spec(label="Day", required=True)] = None
    time: Annotated[str | None, Spec(label="Time", help="hh:mm where several values fall on a day")] = None
    analyte: Annotated[str | None, Spec(label="Analyte", codes="analytes", required=True)] = None
    value: Annotated[
        Quantity | None,
        Spec(
            label="Value", required=True, help="Value, limit (<3) or range (2-9), kept as typed with its unit"
        ),
    ] = None
    context: Annotated[SampleContext | None, Spec(label="Taken")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfusion(Record):
    """Units of a blood product on a day, over days, or as an aggregate without days."""

    record_kind: ClassVar[str] = "transfusion"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "transfusions"
    title: ClassVar[str] = "Transfusion"

    product: Annotated[Product | None, Spec(label="Product", required=True)] = None
    day: Annotated[TimePoint | None, Spec(label="From")] = None
    until: Annotated[TimePoint | None, Spec(label="Until")] = None
    units: Annotated[
        int | None,
        Spec(
            label="Units",
            required=True,
            warn=(1, 400),
            help="In all from-until; an aggregate over an open interval is allowed",
        ),
    ] = None
    daily: Annotated[YesNo | None, Spec(label="Daily", help="Units are per day")] = None
    indication: Annotated[TransfusionIndication | None, Spec(label="Indication")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """Something that happened on a day or over days."""

    record_kind: ClassVar[str] = "event"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "events"
    title: ClassVar[str] = "Event"

    day: Annotated[TimePoint | None, Spec(label="Day", required=True)] = None
    until: Annotated[TimePoint | None, Spec(label="Until")] = None
    kind: Annotated[EventKind | None, Spec(label="Event", required=True)] = None
    detail: Annotated[str | None, Spec(label="Detail", help="Virus or organism, site")] = None
    grade: Annotated[int | None, Spec(label="Grade", warn=(1, 5), help="CTCAE or as stated")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Record):
    """Status on a day; the latest is the outcome."""

    record_kind: ClassVar[str] = "follow_up"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "follow_ups"
    title: ClassVar[str] = "Follow-up"

    day: Annotated[
        TimePoint | None, Spec(label="Day", required=True, help="The latest one is the outcome")
    ] = None
    status: Annotated[Status | None, Spec(label="Status", required=True)] = None
    cause_of_death: Annotated[
        CauseOfDeath | None,
        Spec(label="Primary cause of death", help="Exactly one; the disease that started the chain"),
    ] = None
    contributing_causes: Annotated[
        tuple[CauseOfDeath, ...], Spec(label="Contributing causes", help="Any number")
    ] = ()
    cause_certainty: Annotated[Certainty | None, Spec(label="Certainty")] = None
    platelet_independent: Annotated[YesNo | None, Spec(label="Platelet transfusion independent")] = None
    red_cell_independent: Annotated[YesNo | None, Spec(label="Red cell transfusion independent")] = None
    immunoglobulin_substitution: Annotated[YesNo | None, Spec(label="Immunoglobulin substitution")] = None
    b_cell_recovery: Annotated[Recovery | None, Spec(label="B cell recovery")] = None
    immunosuppression: Annotated[YesNo | None, Spec(label="Still immunosuppressed")] = None
    note: Annotated[str | None, Spec(label="Notes", identifying=True)] = None
