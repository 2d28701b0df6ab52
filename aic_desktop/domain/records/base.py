"""What every record shares: identity, place in the case, and cells with remarks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

from aic_desktop.domain.choices import Choice, MissingReason
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.domain.units import Units

RecordId = str
Value = str | int | tuple[Choice, ...] | TimePoint | Quantity | None

AGES = Units(("a", "mo", "wk", "d"), "a")
DOSE_AMOUNTS = Units(("mg/kg", "mg/kg/d", "mg/m2", "g/kg", "g/kg/d", "g/m2", "mg", "mg/d", "ug/kg", "mL/kg"))


@dataclass(frozen=True, slots=True)
class Remark:
    """What stands beside a value: why there is none, and where it comes from."""

    missing: MissingReason | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """All that one field holds: its value or the reason for having none, and a note."""

    value: Value = None
    missing: MissingReason | None = None
    note: str = ""

    @property
    def blank(self) -> bool:
        """Neither a value nor a reason: unexplained."""
        return self.value in (None, (), "") and self.missing is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A part of a case; `owner` is the record it belongs to, `position` its place in the order of entry."""

    record_kind: ClassVar[str]
    owner_kind: ClassVar[str] = ""
    collection: ClassVar[str]  # its attribute on Case
    title: ClassVar[str]

    id: RecordId
    owner: RecordId = ""
    position: int = 0
    remarks: Mapping[str, Remark] = field(default_factory=dict, hash=False)  # never changed in place

    def cell(self, name: str) -> Cell:
        """Value and remark of a field; AttributeError if there is no such field."""
        remark = self.remarks.get(name, Remark())
        return Cell(getattr(self, name), remark.missing, remark.note)

    def with_cell(self, name: str, cell: Cell) -> Self:
        """The record with one field changed, its remark included."""
        remarks = {key: remark for key, remark in self.remarks.items() if key != name}
        if cell.missing or cell.note:
            remarks[name] = Remark(cell.missing, cell.note)
        holds = cell.missing is None and cell.value is not None
        value = cell.value if holds else field_of(type(self), name).empty
        changed: dict[str, Any] = {name: value, "remarks": remarks}
        return replace(self, **changed)
