"""All that can be checked of a registry at once: the file itself, then every case in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from aic_desktop.domain.case import Case
from aic_desktop.domain.rules import Check, Grade, checks_of, confirmed_words
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import place_of
from aic_desktop.services.ports import CaseStore, StoreError

__all__ = ["CaseChecks", "RegistryReport", "check_registry", "checks_of"]


@dataclass(frozen=True, slots=True)
class CaseChecks:
    """What the rules found in one case, with the words that say where."""

    code: str
    found: tuple[tuple[Check, str], ...]

    @classmethod
    def of(cls, case: Case) -> "CaseChecks":
        """The checks of a case, gravest first."""
        checks = checks_of(case)
        return cls(case.patient.code or "patient without code", tuple((c, _place(case, c)) for c in checks))

    def lines(self) -> Iterator[str]:
        """One line for each check: what it is, whose, where, and what to do."""
        for check, place in self.found:
            grade = check.grade.label if check.open else f"confirmed {check.grade.label}"
            reason = "" if check.open else f" {confirmed_words(check)}"
            yield f"{grade.capitalize()}: {self.code}, {place}: {check.message}{reason}"


@dataclass(frozen=True, slots=True)
class RegistryReport:
    """What is wrong with the file itself, in words, and what the rules found in its cases."""

    file: tuple[str, ...]
    cases: tuple[CaseChecks, ...]

    @property
    def sound(self) -> bool:
        """Whether the file itself is in order; what is odd in a case is for clinicians to judge."""
        return not self.file

    def count(self, grade: Grade) -> int:
        """How many open checks of a grade all cases raise."""
        return sum(check.open and check.grade is grade for case in self.cases for check, _ in case.found)

    @property
    def confirmed(self) -> int:
        """How many checks somebody has confirmed with a reason."""
        return sum(not check.open for case in self.cases for check, _ in case.found)

    @property
    def lines(self) -> tuple[str, ...]:
        """The report for reading: the file, the sum, then every check by patient code."""
        tallies = ", ".join(_counted(self.count(grade), grade.label) for grade in Grade)
        tallies += f"; {self.confirmed} confirmed" if self.confirmed else ""
        return (
            *(self.file or ("The file is sound.",)),
            f"{_counted(len(self.cases), 'case').capitalize()}: {tallies}.",
            *(line for case in self.cases for line in case.lines()),
        )


def check_registry(store: CaseStore) -> RegistryReport:
    """Integrity of the file and the checks of every case; StoreError when a sound file cannot be read.

    Of a damaged file whose cases cannot be read, the report says so in place of them.
    """
    faults = store.integrity()
    try:
        return RegistryReport(faults, tuple(CaseChecks.of(case) for case in store.cases()))
    except StoreError as refusal:
        if not faults:
            raise
        return RegistryReport((*faults, str(refusal)), ())


def _place(case: Case, check: Check) -> str:
    record = case.find(check.record)
    if record is None:
        raise ValueError(f"{check.rule} points at a record that {case.id} does not have")
    place = place_of(case, record)
    return f"{place}, {field_of(type(record), check.field).label}" if check.field else place


def _counted(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"
