"""The case record: every record and field that is entered, each declared once."""

from collections.abc import Mapping

from aic_desktop.domain.records.base import Cell, Record, RecordId, Remark, Value
from aic_desktop.domain.records.confirmation import Confirmation
from aic_desktop.domain.records.cytopenia import Course, Cytopenia, Finding
from aic_desktop.domain.records.observation import Count, Event, FollowUp, Transfusion
from aic_desktop.domain.records.patient import Patient
from aic_desktop.domain.records.transplant import Chimerism, Conditioning, Gvhd, Transplant
from aic_desktop.domain.records.treatment import Dose, Reaction, Treatment

__all__ = [
    "RECORDS",
    "RECORD_OF",
    "Cell",
    "Chimerism",
    "Conditioning",
    "Confirmation",
    "Count",
    "Course",
    "Cytopenia",
    "Dose",
    "Event",
    "Finding",
    "FollowUp",
    "Gvhd",
    "Patient",
    "Reaction",
    "Record",
    "RecordId",
    "Remark",
    "Transfusion",
    "Transplant",
    "Treatment",
    "Value",
]

RECORDS: tuple[type[Record], ...] = (
    Patient,
    Transplant,
    Conditioning,
    Gvhd,
    Chimerism,
    Event,
    Cytopenia,
    Finding,
    Course,
    Treatment,
    Dose,
    Reaction,
    Count,
    Transfusion,
    FollowUp,
    Confirmation,
)
RECORD_OF: Mapping[str, type[Record]] = {record.record_kind: record for record in RECORDS}
