"""What the reader of a timeline may choose, as plain data that a registry can remember."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from aic_desktop.domain.choices import Lineage
from aic_desktop.domain.codes import analytes

DEFAULT_PANELS = ("platelets", "haemoglobin", "neutrophils")


@dataclass(frozen=True, slots=True)
class Options:
    """Analytes by id, units by UCUM code; what is not named is as the analyte list has it.

    No panels named means the default three, or whatever was counted instead. `references` are in the
    analyte's canonical unit. `heights` of panels are relative to 1; under “lanes” a part of the whole. `zero`
    is what days are counted from: hsct, onset, a cytopenia such as AIHA, or an agent. A line is not drawn
    across a gap of more than `max_gap` days: nobody knows what the count did there. `criteria` names the set
    a lineage is judged by.
    """

    panels: tuple[str, ...] = ()
    log: tuple[str, ...] = ("leukocytes", "lymphocytes", "neutrophils", "platelets", "reticulocytes")
    max_gap: int = 21
    units: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    heights: Mapping[str, float] = field(default_factory=dict)
    zero: str = "hsct"
    dates: bool = False
    criteria: Mapping[str, str] = field(default_factory=dict)

    def unit(self, analyte: str) -> str:
        """The UCUM code an analyte is shown in; empty where the list does not hold it."""
        listed = analytes().get(analyte)
        if listed is None:
            return ""
        chosen = self.units.get(analyte, "")
        return chosen if chosen in listed.units.accepted else listed.units.canonical or ""

    def reference_lines(self, analyte: str) -> tuple[Decimal, ...]:
        """In the canonical unit: those chosen, else the usual lines of the analyte list."""
        listed = analytes().get(analyte)
        return self.references.get(analyte, listed.reference_lines if listed else ())

    def with_log(self, analyte: str, log: bool) -> "Options":
        """The values of an analyte logarithmic or linear."""
        others = tuple(one for one in self.log if one != analyte)
        return replace(self, log=tuple(sorted((*others, analyte) if log else others)))

    def with_references(self, analyte: str, lines: tuple[Decimal, ...] | None) -> "Options":
        """Other reference lines, in the canonical unit; None for the usual ones."""
        others = {name: kept for name, kept in self.references.items() if name != analyte}
        return replace(self, references=others if lines is None else {**others, analyte: lines})

    def with_panels(self, chosen: Iterable[str], shown: bool, present: Iterable[str]) -> "Options":
        """Analytes more or less than those chosen and those `present` now; the last ones stay."""
        now = {*(self.panels or DEFAULT_PANELS), *present}
        kept = now | set(chosen) if shown else now - set(chosen)
        return replace(self, panels=in_reading_order(kept)) if kept else self

    def as_json(self) -> dict[str, Any]:
        """Only what differs from the default, in JSON's own types."""
        changed = {own.name: getattr(self, own.name) for own in fields(self)}
        return {name: _plain(value) for name, value in changed.items() if value != getattr(DEFAULT, name)}

    @classmethod
    def from_json(cls, value: Any) -> "Options":
        """What `as_json` gave; a part that nobody can have chosen is passed over: files outlive programs."""
        held = value if isinstance(value, dict) else {}
        found = {name: read(held[name]) for name, read in _READERS.items() if name in held}
        return cls(**{name: part for name, part in found.items() if part is not None})


def in_reading_order(chosen: set[str]) -> tuple[str, ...]:
    """Platelets, red cells with the markers of their destruction, neutrophils, then as the list has them."""
    lineages: list[Lineage | None] = [Lineage.PLATELETS, Lineage.RED_CELLS, Lineage.NEUTROPHILS, None]
    listed = sorted(analytes().values(), key=lambda analyte: lineages.index(analyte.lineage))
    return (
        *(analyte.id for analyte in listed if analyte.id in chosen),
        *sorted(chosen - analytes().keys()),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return float(value) if isinstance(value, Decimal) else value


def _names(value: Any) -> tuple[str, ...] | None:
    return tuple(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else None


def _table(value: Any, read: Callable[[Any], Any]) -> dict[str, Any] | None:
    """The entries that can be read."""
    if not isinstance(value, dict):
        return None
    found = {str(name): read(part) for name, part in value.items()}
    return {name: part for name, part in found.items() if part is not None}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _share(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and 0.01 <= value <= 100 else None


def _lines(value: Any) -> tuple[Decimal, ...] | None:
    try:
        found = tuple(Decimal(str(line)) for line in value)
    except (InvalidOperation, TypeError):
        return None
    return found if all(line.is_finite() and line > 0 for line in found) else None


_READERS: dict[str, Callable[[Any], Any]] = {
    "panels": _names,
    "log": _names,
    "max_gap": lambda value: value if isinstance(value, int) and value > 0 else None,
    "units": lambda value: _table(value, _text),
    "references": lambda value: _table(value, _lines),
    "heights": lambda value: _table(value, _share),
    "zero": _text,
    "dates": lambda value: value if isinstance(value, bool) else None,
    "criteria": lambda value: _table(value, _text),
}
DEFAULT = Options()
