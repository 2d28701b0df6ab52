"""The person and the disease."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from aic_desktop.domain.choices import AgeAt, BloodGroup, DiseaseCategory, Origin, RhD, Serostatus, Sex, YesNo
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records.base import AGES, Record
from aic_desktop.domain.spec import Kind, Spec
from aic_desktop.domain.timepoint import TimePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient(Record):
    """The person, and the disease that led to HSCT."""

    record_kind: ClassVar[str] = "patient"
    collection: ClassVar[str] = "patient"
    title: ClassVar[str] = "Patient"

    code: Annotated[
        str | None, Spec(label="Patient code", required=True, help="Pseudonym, unique in the file")
    ] = None
    origin: Annotated[
        Origin | None,
        Spec(label="Case origin", required=True, help="Own patient, or taken from a publication"),
    ] = None
    centre: Annotated[str | None, Spec(label="Centre", help="Treating centre")] = None
    reference: Annotated[
        str | None,
        Spec(
            label="Publication",
            help="DOI, PMID or short citation, and the patient's label in it (literature cases)",
        ),
    ] = None
    name: Annotated[
        str | None,
        Spec(
            label="Name", identifying=True, help="Optional, own patients only; never exported de-identified"
        ),
    ] = None
    record_number: Annotated[
        str | None,
        Spec(label="Hospital number", identifying=True, help="Optional; never exported de-identified"),
    ] = None
    birth_date: Annotated[
        TimePoint | None,
        Spec(
            label="Date of birth", kind=Kind.DATE, identifying=True, help="May be imprecise (month or year)"
        ),
    ] = None
    hsct_date: Annotated[
        TimePoint | None,
        Spec(
            label="Date of HSCT (day 0)",
            kind=Kind.DATE,
            identifying=True,
            help="Day 0 of the index transplant; may be absent: then the case lives in day numbers alone",
        ),
    ] = None
    age: Annotated[
        Quantity | None,
        Spec(
            label="Age",
            units=AGES,
            warn=(0, 100),
            help="Used where no birth date is held; years with decimals or e.g. 8 mo",
        ),
    ] = None
    age_at: Annotated[AgeAt | None, Spec(label="Age at", help="The event the age belongs to")] = None
    sex: Annotated[Sex | None, Spec(label="Sex")] = None
    disease: Annotated[
        str | None,
        Spec(
            label="Primary disease", codes="diseases", help="The disease that led to HSCT; free text allowed"
        ),
    ] = None
    disease_category: Annotated[
        DiseaseCategory | None, Spec(label="Disease category", help="Malignant or non-malignant is derived")
    ] = None
    gene: Annotated[str | None, Spec(label="Gene", help="HGNC symbol")] = None
    variant: Annotated[
        str | None, Spec(label="Variant", help="HGVS where known, e.g. c.686T>C p.(Phe229Ser)")
    ] = None
    abo_before: Annotated[BloodGroup | None, Spec(label="Blood group before HSCT")] = None
    rhd_before: Annotated[RhD | None, Spec(label="RhD before HSCT")] = None
    cmv_serostatus: Annotated[Serostatus | None, Spec(label="CMV serostatus")] = None
    aic_before_hsct: Annotated[YesNo | None, Spec(label="Autoimmune cytopenia before HSCT")] = None
    note: Annotated[
        str | None,
        Spec(
            label="Notes",
            identifying=True,
            help="Free text is left out of de-identified exports unless ticked",
        ),
    ] = None
