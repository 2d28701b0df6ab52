"""The cytopenia: lineages, work-up and reported course."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from aic_desktop.domain.choices import CourseKind, CriteriaSet, FindingResult, FindingTest, Lineage, OnsetRule
from aic_desktop.domain.records.base import Record
from aic_desktop.domain.spec import Spec
from aic_desktop.domain.timepoint import TimePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Cytopenia(Record):
    """One lineage of one episode, with its own onset."""

    record_kind: ClassVar[str] = "cytopenia"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "cytopenias"
    title: ClassVar[str] = "Cytopenia"

    episode: Annotated[
        int | None,
        Spec(label="Episode", required=True, warn=(1, 9), help="Lineages of one episode share its number"),
    ] = None
    lineage: Annotated[
        Lineage | None,
        Spec(
            label="Lineage",
            required=True,
            help="AIT, AIHA, AIN, PRCA; Evans syndrome is derived, never entered",
        ),
    ] = None
    onset: Annotated[
        TimePoint | None,
        Spec(label="Onset", help="May be an interval (58..61); PRCA may have none (no erythrocyte recovery)"),
    ] = None
    onset_rule: Annotated[OnsetRule | None, Spec(label="Onset counted from")] = None
    diagnosed: Annotated[TimePoint | None, Spec(label="Diagnosed")] = None
    resolved: Annotated[TimePoint | None, Spec(label="Resolved")] = None
    note: Annotated[str | None, Spec(label="Notes", identifying=True)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Record):
    """One result of the immunological and related work-up."""

    record_kind: ClassVar[str] = "finding"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "findings"
    title: ClassVar[str] = "Finding"

    day: Annotated[TimePoint | None, Spec(label="Day")] = None
    test: Annotated[FindingTest | None, Spec(label="Test", required=True)] = None
    result: Annotated[FindingResult | None, Spec(label="Result")] = None
    detail: Annotated[str | None, Spec(label="Detail", help="Titre 1:64, anti-E, GPIIb/IIIa")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Record):
    """A step of the course as reported, per lineage and day."""

    record_kind: ClassVar[str] = "course"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "courses"
    title: ClassVar[str] = "Course"

    day: Annotated[TimePoint | None, Spec(label="Day", required=True)] = None
    lineage: Annotated[Lineage | None, Spec(label="Lineage")] = None
    kind: Annotated[
        CourseKind | None,
        Spec(label="Course", required=True, help="As reported by the clinician or the authors"),
    ] = None
    treatment: Annotated[
        str | None, Spec(label="Attributed to", link="treatment", help="The line it is credited to")
    ] = None
    criteria: Annotated[CriteriaSet | None, Spec(label="Criteria")] = None
