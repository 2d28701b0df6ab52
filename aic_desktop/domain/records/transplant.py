"""The graft: conditioning, engraftment, chimerism and graft-versus-host disease."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from aic_desktop.domain.choices import (
    AcuteGrade,
    BloodGroup,
    ChimerismLineage,
    ChronicSeverity,
    DonorRelation,
    GraftFailure,
    GraftManipulation,
    GvhdKind,
    Intensity,
    RhD,
    Serostatus,
    Sex,
    Specimen,
    StemCellSource,
    YesNo,
)
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records.base import AGES, Record
from aic_desktop.domain.spec import Spec
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.domain.units import Units


@dataclass(frozen=True, slots=True, kw_only=True)
class Transplant(Record):
    """One graft: donor, cells and engraftment."""

    record_kind: ClassVar[str] = "transplant"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "transplants"
    title: ClassVar[str] = "Transplant"

    number: Annotated[
        int | None,
        Spec(
            label="Transplant number",
            required=True,
            warn=(1, 6),
            help="Number 1 is the index transplant unless another is marked",
        ),
    ] = None
    index: Annotated[YesNo | None, Spec(label="Index transplant", help="Day 0 of the case; exactly one")] = (
        None
    )
    day: Annotated[TimePoint | None, Spec(label="Day", help="0 for the index transplant")] = None
    indication: Annotated[str | None, Spec(label="Indication")] = None
    donor_relation: Annotated[DonorRelation | None, Spec(label="Donor")] = None
    hla_matched: Annotated[
        int | None, Spec(label="HLA alleles matched", warn=(0, 12), help='9 of "9/10"')
    ] = None
    hla_total: Annotated[
        int | None, Spec(label="HLA alleles typed", allowed=(6, 8, 10, 12), help='10 of "9/10"')
    ] = None
    donor_sex: Annotated[Sex | None, Spec(label="Donor sex")] = None
    donor_age: Annotated[Quantity | None, Spec(label="Donor age", units=AGES, warn=(0, 70))] = None
    donor_abo: Annotated[BloodGroup | None, Spec(label="Donor blood group")] = None
    donor_rhd: Annotated[RhD | None, Spec(label="Donor RhD")] = None
    donor_cmv: Annotated[Serostatus | None, Spec(label="Donor CMV serostatus")] = None
    source: Annotated[StemCellSource | None, Spec(label="Stem cell source")] = None
    nucleated_cells: Annotated[
        Quantity | None, Spec(label="Nucleated cells", units=Units(("10*8/kg",), "10*8/kg"), warn=(0.1, 20))
    ] = None
    cd34_cells: Annotated[
        Quantity | None, Spec(label="CD34+ cells", units=Units(("10*6/kg",), "10*6/kg"), warn=(0.05, 40))
    ] = None
    cd3_cells: Annotated[
        Quantity | None, Spec(label="CD3+ cells", units=Units(("10*6/kg",), "10*6/kg"), warn=(0, 1500))
    ] = None
    manipulation: Annotated[GraftManipulation | None, Spec(label="Graft manipulation")] = None
    intensity: Annotated[
        Intensity | None, Spec(label="Intended intensity", help="As intended by the centre")
    ] = None
    leukocyte_engraftment: Annotated[
        TimePoint | None,
        Spec(
            label="Leukocyte engraftment", warn=(7, 60), help="Reason codes cover never below / not engrafted"
        ),
    ] = None
    neutrophil_engraftment: Annotated[
        TimePoint | None,
        Spec(
            label="Neutrophil engraftment",
            warn=(7, 60),
            help="First of 3 days at 0.5 x10*9/L or more unless noted",
        ),
    ] = None
    platelet_engraftment: Annotated[
        TimePoint | None,
        Spec(
            label="Platelet engraftment",
            warn=(7, 180),
            help="First of 3 days above 20 x10*9/L untransfused unless noted",
        ),
    ] = None
    graft_failure: Annotated[GraftFailure | None, Spec(label="Graft failure")] = None
    graft_failure_day: Annotated[TimePoint | None, Spec(label="Graft failure on")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditioning(Record):
    """One agent of the preparative regimen of a transplant."""

    record_kind: ClassVar[str] = "conditioning"
    owner_kind: ClassVar[str] = "transplant"
    collection: ClassVar[str] = "conditioning"
    title: ClassVar[str] = "Conditioning"

    agent: Annotated[
        str | None,
        Spec(label="Agent", codes="agents", required=True, help="Drug, serotherapy or irradiation"),
    ] = None
    doses: Annotated[int | None, Spec(label="Number of doses", warn=(1, 12), help='4 of "4 x 40 mg/m2"')] = (
        None
    )
    dose: Annotated[
        Quantity | None,
        Spec(
            label="Dose",
            units=Units(("mg/kg", "g/m2", "mg/m2", "Gy", "mg.h/L")),
            help="Each dose; the cumulative dose is derived",
        ),
    ] = None
    first_day: Annotated[
        TimePoint | None, Spec(label="First day", warn=(-15, 3), help="Before day 0: negative")
    ] = None
    last_day: Annotated[TimePoint | None, Spec(label="Last day", warn=(-15, 5))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gvhd(Record):
    """One bout of graft-versus-host disease."""

    record_kind: ClassVar[str] = "gvhd"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "gvhd"
    title: ClassVar[str] = "GvHD"

    kind: Annotated[GvhdKind | None, Spec(label="GvHD", required=True)] = None
    onset: Annotated[TimePoint | None, Spec(label="Onset")] = None
    acute_grade: Annotated[AcuteGrade | None, Spec(label="Acute grade", help="Maximum overall grade")] = None
    chronic_severity: Annotated[ChronicSeverity | None, Spec(label="Chronic severity", help="NIH")] = None
    organs: Annotated[str | None, Spec(label="Organs")] = None
    resolved: Annotated[TimePoint | None, Spec(label="Resolved")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chimerism(Record):
    """Donor cells on a day, in a specimen and lineage: one percentage would hide split chimerism."""

    record_kind: ClassVar[str] = "chimerism"
    owner_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "chimerism"
    title: ClassVar[str] = "Chimerism"

    day: Annotated[TimePoint | None, Spec(label="Day", required=True)] = None
    specimen: Annotated[Specimen | None, Spec(label="Specimen")] = None
    lineage: Annotated[ChimerismLineage | None, Spec(label="Lineage")] = None
    donor: Annotated[
        Quantity | None,
        Spec(
            label="Donor cells",
            units=Units(("%",), "%"),
            warn=(0, 100),
            help="Value, limit (>90) or range (92-100)",
        ),
    ] = None
