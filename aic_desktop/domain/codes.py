"""The code lists: agents, analytes and diseases, with the names people use for them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import cast

from aic_desktop import paths
from aic_desktop.domain.choices import DiseaseCategory, Lineage
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.units import Units


@dataclass(frozen=True, slots=True)
class Code:
    """A listed term: what is stored is its id; free text outside the list is stored as typed."""

    id: str
    label: str
    aliases: tuple[str, ...]

    @property
    def references(self) -> str:
        """Its codes in public systems, each with system and year; "" where it has none."""
        return ""


@dataclass(frozen=True, slots=True)
class Agent(Code):
    """A drug or procedure; the ATC code is that of 2026 and may move."""

    procedure: bool
    group: str
    atc_2026: str
    dose_units: tuple[str, ...]

    @property
    def references(self) -> str:
        """ATC code."""
        return f"ATC 2026: {self.atc_2026}" if self.atc_2026 else ""


@dataclass(frozen=True, slots=True)
class Analyte(Code):
    """A laboratory quantity with its units, the canonical one first, and the bounds of the plausible."""

    loinc: str
    units: Units
    plausible: tuple[Decimal, Decimal]
    reference_lines: tuple[Decimal, ...]
    lineage: Lineage | None

    def can_be(self, value: Quantity) -> bool:
        """Within the bounds of the plausible, which are in the canonical unit."""
        low, high = self.plausible
        upper = value.high if value.high is not None else value.low
        return upper is not None and upper <= high and (value.low is None or value.low >= low)

    @property
    def references(self) -> str:
        """LOINC code of the canonical dimension."""
        return f"LOINC: {self.loinc}" if self.loinc else ""


@dataclass(frozen=True, slots=True)
class Disease(Code):
    """A disease that leads to HSCT; codes with their system and year."""

    category: DiseaseCategory
    orpha: str
    icd10_who_2019: str
    genes: tuple[str, ...]

    @property
    def references(self) -> str:
        """ORPHA number and ICD-10 code."""
        orpha = f"ORPHA: {self.orpha}" if self.orpha else ""
        icd = f"ICD-10 WHO 2019: {self.icd10_who_2019}" if self.icd10_who_2019 else ""
        return ", ".join(code for code in (orpha, icd) if code)


@cache
def agents() -> Mapping[str, Agent]:
    """Agents by id."""
    return {
        row["id"]: Agent(
            row["id"],
            row["label"],
            _split(row["aliases"]),
            row["kind"] == "procedure",
            row["group"],
            row["atc_2026"],
            _split(row["dose_units"]),
        )
        for row in _rows("agents")
    }


@cache
def analytes() -> Mapping[str, Analyte]:
    """Analytes by id."""
    return {
        row["id"]: Analyte(
            row["id"],
            row["label"],
            _split(row["aliases"]),
            row["loinc"],
            Units(_split(row["units"]), _split(row["units"])[0], row["id"]),
            (Decimal(row["plausible_low"]), Decimal(row["plausible_high"])),
            tuple(Decimal(line) for line in _split(row["reference_lines"])),
            Lineage(row["lineage"]) if row["lineage"] else None,
        )
        for row in _rows("analytes")
    }


@cache
def diseases() -> Mapping[str, Disease]:
    """Diseases by id."""
    return {
        row["id"]: Disease(
            row["id"],
            row["label"],
            _split(row["aliases"]),
            DiseaseCategory(row["category"]),
            row["orpha"],
            row["icd10_who_2019"],
            _split(row["genes"]),
        )
        for row in _rows("diseases")
    }


def code_list(name: str) -> Mapping[str, Code]:
    """The list a field's `Spec.codes` names: agents, analytes or diseases."""
    return {"agents": agents, "analytes": analytes, "diseases": diseases}[name]()


def label_of(name: str, code: str | None) -> str:
    """The label of a code, free text as it is, nothing for nothing."""
    listed = code_list(name).get(code or "")
    return listed.label if listed else code or ""


def coded(name: str, text: str) -> str:
    """The id in the shipped list, as of `Codes.coded`."""
    return SHIPPED.coded(name, text)


class Codes:
    """The lists of one registry: what is shipped, then what it has added; never changed once made."""

    def __init__(self, added: Mapping[str, Mapping[str, Code]]) -> None:
        """`added` by the name of the list and the id, which for an added term is its label."""
        self._added = added
        self._listed: dict[str, Mapping[str, Code]] = {}
        self._names: dict[str, Mapping[str, str]] = {}

    @property
    def agents(self) -> Mapping[str, Agent]:
        """Agents by id."""
        return cast(Mapping[str, Agent], self.listed("agents"))

    @property
    def analytes(self) -> Mapping[str, Analyte]:
        """Analytes by id."""
        return cast(Mapping[str, Analyte], self.listed("analytes"))

    @property
    def diseases(self) -> Mapping[str, Disease]:
        """Diseases by id."""
        return cast(Mapping[str, Disease], self.listed("diseases"))

    def listed(self, name: str) -> Mapping[str, Code]:
        """The list that a field's `Spec.codes` names: agents, analytes or diseases."""
        if name not in self._listed:
            own = self.own(name)
            self._listed[name] = {**code_list(name), **own} if own else code_list(name)
        return self._listed[name]

    def own(self, name: str) -> Mapping[str, Code]:
        """Those of a list that the registry has added."""
        return self._added.get(name, {})

    def coded(self, name: str, text: str) -> str:
        """The id for an id, label or alias typed in any case; other text comes back as typed, uncoded."""
        if name not in self._names:
            self._names[name] = self._named(name)
        return self._names[name].get(text.strip().casefold(), text.strip())

    def _named(self, name: str) -> Mapping[str, str]:
        """Every way to name a code; where two codes share an alias, the first listed has it."""
        names: dict[str, str] = {}
        for code in (*code_list(name).values(), *self.own(name).values()):
            for spelling in (code.id, code.label, *code.aliases):
                names.setdefault(spelling.casefold(), code.id)
        return names

    def dose_units(self, agent: str | None, declared: Units) -> Units:
        """The declared units, those usual for the agent first: an amount typed bare is in the first."""
        listed = self.agents.get(agent or "")
        usual = listed.dose_units if listed else ()
        return Units((*usual, *(unit for unit in declared.accepted if unit not in usual)))


SHIPPED = Codes({})


def _rows(name: str) -> list[dict[str, str]]:
    with (paths.resources() / "codes" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()
