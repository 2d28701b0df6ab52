"""The line of each patient under Table 1, as case series print them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from aic_desktop.domain import criteria
from aic_desktop.domain.choices import Choice, Status
from aic_desktop.domain.codes import label_of
from aic_desktop.domain.records import RecordId
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort.arrays import Coded, Days, by_distinct
from aic_desktop.reporting.cohort.derived import person
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.derived.index_therapy import Tallies

Reader = Callable[[Facts], Coded]


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One patient's line: a text per column, "" where nothing is known; days count from HSCT."""

    id: RecordId
    cells: tuple[str, ...]  # in the order of PATIENT_COLUMNS


class PatientRows(Sequence[PatientRow]):
    """The lines of a set of patients; each is put together when it is looked at."""

    def __init__(self, ids: Sequence[RecordId], columns: Sequence[Coded]) -> None:
        """A column of texts for each of PATIENT_COLUMNS."""
        self._ids, self._columns = ids, columns

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> PatientRow: ...

    @overload
    def __getitem__(self, place: slice) -> "list[PatientRow]": ...

    def __getitem__(self, place: int | slice) -> "PatientRow | list[PatientRow]":
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        cells = (column.values[column.codes[place]] or "" for column in self._columns)
        return PatientRow(self._ids[place], tuple(cells))

    def __iter__(self) -> Iterator[PatientRow]:
        texts = ([column.values[code] or "" for code in column.codes.tolist()] for column in self._columns)
        for row_id, cells in zip(self._ids, zip(*texts, strict=True), strict=True):
            yield PatientRow(row_id, cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def headings(agent: str) -> tuple[str, ...]:
    """The headings of the lines for an index agent."""
    label = label_of("agents", agent)
    return tuple(heading.format(agent=label) for heading in PATIENT_COLUMNS.values())


def line_columns(facts: Facts) -> list[Coded]:
    """The texts of all lines, column by column; names and dates never appear in them."""
    return [read(facts) for read in _READERS.values()]


def _code(facts: Facts) -> Coded:
    return facts.patient.coded("code")


def _sex(facts: Facts) -> Coded:
    return facts.patient.coded("sex").mapped(_label)


def _disease(facts: Facts) -> Coded:
    named = facts.patient.coded("disease").mapped(_disease_name)
    return named.or_else(facts.disease_category.mapped(_label))


def _donor(facts: Facts) -> Coded:
    graft = facts.graft
    return by_distinct(
        _graft, graft.coded("donor_relation"), graft.coded("hla_matched"), graft.coded("hla_total")
    )


def _source(facts: Facts) -> Coded:
    return facts.graft.coded("source").mapped(_label)


def _abo(facts: Facts) -> Coded:
    return facts.abo.mapped(_label)


def _cytopenia(facts: Facts) -> Coded:
    return facts.by_lineages(criteria.type_of)


def _onset(facts: Facts) -> Coded:
    return _days(facts.onset)


def _previous(facts: Facts) -> Coded:
    return _tally(facts.index.previous)


def _first_dose(facts: Facts) -> Coded:
    return _days(facts.index.first_day)


def _doses(facts: Facts) -> Coded:
    return _tally(facts.index.doses)


def _response(facts: Facts) -> Coded:
    return facts.index.response.mapped(_label)


def _outcome(facts: Facts) -> Coded:
    fields = (facts.outcome.coded(name) for name in ("status", "cause_of_death", "cause_certainty"))
    return by_distinct(_ended, *fields)


def _last_contact(facts: Facts) -> Coded:
    return _days(facts.last_contact)


# The code of each column in files -> its heading, and the texts in it.
PATIENT_COLUMNS: Mapping[str, str] = {
    "code": "Patient",
    "age": "Age",
    "sex": "Sex",
    "disease": "Primary disease",
    "donor": "Donor, HLA",
    "source": "Source",
    "abo_mismatch": "ABO mismatch",
    "cytopenia": "Cytopenia",
    "onset": "Onset",
    "previous_therapies": "Previous therapies",
    "first_dose": "First {agent}",
    "doses": "Doses",
    "response": "Response",
    "outcome": "Outcome",
    "last_contact": "Last contact",
}
_READERS: Mapping[str, Reader] = {
    "code": _code,
    "age": person.age_text,
    "sex": _sex,
    "disease": _disease,
    "donor": _donor,
    "source": _source,
    "abo_mismatch": _abo,
    "cytopenia": _cytopenia,
    "onset": _onset,
    "previous_therapies": _previous,
    "first_dose": _first_dose,
    "doses": _doses,
    "response": _response,
    "outcome": _outcome,
    "last_contact": _last_contact,
}


def _label(choice: Choice | None) -> str:
    return choice.label if choice is not None else ""


def _disease_name(disease: str) -> str | None:
    return label_of("diseases", disease) or None


def _graft(relation: Choice | None, matched: int | None, total: int | None) -> str:
    return f"{_label(relation)} {criteria.hla_text(matched, total)}".strip()


def _days(days: Days) -> Coded:
    known = days.known.tolist()
    bounds = zip(days.low.tolist(), days.high.tolist(), strict=True)
    both = [found if there else None for found, there in zip(bounds, known, strict=True)]
    return Coded.of(both, _day_text)


def _day_text(bounds: tuple[float, float]) -> str:
    low, high = bounds
    span = Span(None if low == -float("inf") else int(low), None if high == float("inf") else int(high))
    return criteria.day_text(span)


def _tally(found: Tallies) -> Coded:
    bounds = zip(found.low.tolist(), found.high.tolist(), found.known.tolist(), strict=True)
    return Coded.of([(low, high) if known else None for low, high, known in bounds], _tally_text)


def _tally_text(bounds: tuple[float, float]) -> str:
    low, high = bounds
    if high == float("inf"):
        return f"≥{low:.0f}"
    return f"{low:.0f}" if low == high else f"{low:.0f}..{high:.0f}"


def _ended(status: Choice | None, cause: Choice | None, certainty: Choice | None) -> str:
    if status is not Status.DEAD or cause is None:
        return _label(status)
    told = f", {certainty.label}" if certainty else ""
    return f"dead ({cause.label}{told})"
