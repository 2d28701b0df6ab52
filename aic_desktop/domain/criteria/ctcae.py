"""CTCAE grades of counts, by version: the same count has different grades in versions 5 and 6.

Version 5.0 of 27 November 2017 and version 6.0 of 22 July 2025; limits CONFIRMED against public transcripts
of both. A grade is computed where it is one of a number alone. Grades that ask for consequences or treatment
(“transfusion indicated”, “life-threatening”, death) are clinical and never derived; nor are reactions.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CtcaeVersion, SampleContext
from aic_desktop.domain.criteria.counts import amounts, canonical
from aic_desktop.domain.criteria.spans import Bounds
from aic_desktop.domain.records import Count

V5, V6 = CtcaeVersion.V5_0, CtcaeVersion.V6_0


class Scale(NamedTuple):
    """A term with its MedDRA code and the limits below which each next grade begins, in canonical units.

    `from_normal`: the first limit is the laboratory's lower limit of normal, and stands before those given.
    """

    term: str
    meddra: str
    limits: tuple[float, ...]
    from_normal: bool


class Grade(NamedTuple):
    """At least and at most; the same where the value, and a limit of normal that counts, are known."""

    low: int
    high: int

    @property
    def text(self) -> str:
        """3, ≤1, or 3 to 4."""
        if self.low == self.high:
            return str(self.low)
        return f"≤{self.high}" if self.low == 0 else f"{self.low} to {self.high}"


_ANAEMIA = Scale("Anemia", "10002272", (10, 8), True)  # 4 and 5 are clinical
SCALES: Mapping[CtcaeVersion, Mapping[str, Scale]] = {
    V5: {
        "platelets": Scale("Platelet count decreased", "10035528", (75, 50, 25), True),
        "neutrophils": Scale("Neutrophil count decreased", "10029366", (1.5, 1.0, 0.5), True),
        "leukocytes": Scale("White blood cell decreased", "10049182", (3, 2, 1), True),
        "haemoglobin": _ANAEMIA,
    },
    V6: {
        "platelets": Scale("Thrombocytopenia", "10043554", (75, 50, 10), True),
        "neutrophils": Scale("Neutrophil count decreased", "10029366", (1.5, 1.0, 0.5, 0.1), False),
        "haemoglobin": _ANAEMIA,
    },
}


def grade(analyte: str, value: Bounds, version: CtcaeVersion, normal: float | None = None) -> Grade | None:
    """The grade of a value between bounds in the canonical unit; None for what the version has no limits for.

    A limit belongs to the milder grade: below 75 and down to 50 is grade 2, so that 50 is. `normal` is the
    laboratory's lower limit; without it grades 0 and 1 cannot be told apart where it begins grade 1.
    """
    scale = SCALES.get(version, {}).get(analyte)
    if scale is None:
        return None
    least, most = _reached(scale, value.high, normal), _reached(scale, value.low, normal)
    return Grade(least.low, most.high)


def grade_of(count: Count, version: CtcaeVersion, normal: float | None = None) -> Grade | None:
    """The grade of one count as entered, whatever it was taken after; None without a value to grade."""
    value = canonical(count)
    return None if value is None else grade(count.analyte or "", amounts(value), version, normal)


def grade_words(analyte: str, found: Grade, version: CtcaeVersion) -> str:
    """“Thrombocytopenia (MedDRA 10043554), CTCAE 6.0: grade 3”; KeyError for what the version has not."""
    scale = SCALES[version][analyte]
    return f"{scale.term} (MedDRA {scale.meddra}), CTCAE {version.value}: grade {found.text}"


def worst_grade(case: Case, analyte: str, version: CtcaeVersion, normal: float | None = None) -> Grade | None:
    """The worst grade among the counts of one analyte, haemolysed samples left out; None for none."""
    counts = (c for c in case.counts if c.analyte == analyte)
    comparable = (c for c in counts if c.context is not SampleContext.HAEMOLYSED_SAMPLE)
    return worst_of(grade_of(count, version, normal) for count in comparable)


def worst_of(grades: Iterable[Grade | None]) -> Grade | None:
    """The worst of several; None for none."""
    known = [found for found in grades if found is not None]
    if not known:
        return None
    return Grade(max(found.low for found in known), max(found.high for found in known))


def _reached(scale: Scale, value: float, normal: float | None) -> Grade:
    passed = sum(value < limit for limit in scale.limits)
    if not scale.from_normal:
        return Grade(passed, passed)
    if passed:  # below the first limit is below every limit of normal
        return Grade(passed + 1, passed + 1)
    below = None if normal is None else int(value < normal)
    return Grade(0, 1) if below is None else Grade(below, below)
