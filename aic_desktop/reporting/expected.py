"""What is expected of every case, item by item, and where each is entered.

The items are what a case series cannot do without: who, which graft, which cytopenia, its first treatment,
the counts it was judged by, and the outcome.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Choice, Intensity, Lineage, MissingReason, Status
from aic_desktop.domain.codes import analytes
from aic_desktop.domain.records import (
    Conditioning,
    Count,
    Cytopenia,
    FollowUp,
    Patient,
    Record,
    RecordId,
    Transplant,
    Treatment,
)


class State(Choice):
    """How an item stands, worst first."""

    BLANK = "blank", "blank, unexplained"
    EXPLAINED = "explained", "missing, explained"
    FILLED = "filled"
    NOT_ASKED = "not_asked", "does not apply"


@dataclass(frozen=True, slots=True)
class Mark:
    """How an item stands, and where it is entered; `record` is "" where one has yet to be made."""

    state: State
    kind: str
    record: RecordId = ""
    field: str = ""
    reason: MissingReason | None = None

    @property
    def blank(self) -> bool:
        """Neither a value nor a reason."""
        return self.state is State.BLANK


@dataclass(frozen=True, slots=True)
class Item:
    """Something expected of every case: `heading` over a column, `label` in full."""

    heading: str
    label: str
    marks: Callable[[Case], Sequence[Mark]]  # one for each place it is entered at; the worst counts


# -- marks ----------------------------------------------------------------------------------------


def holds(record: Record, name: str) -> bool:
    """Whether a field has a value."""
    return getattr(record, name) not in (None, (), "")


def cell_mark(record: Record, name: str) -> Mark:
    """One field of one record."""
    if holds(record, name):
        return Mark(State.FILLED, record.record_kind, record.id, name)
    remark = record.remarks.get(name)
    if remark and remark.missing:
        return Mark(State.EXPLAINED, record.record_kind, record.id, name, remark.missing)
    return Mark(State.BLANK, record.record_kind, record.id, name)


def _either(record: Record, *names: str) -> Mark:
    """Fields any of which will do: the best of them, the first where they are alike."""
    return max((cell_mark(record, name) for name in names), key=_order)


def worst(marks: Sequence[Mark]) -> Mark:
    """The mark that stands for several; the first of those that are alike."""
    return min(marks, key=_order)


def _order(mark: Mark) -> int:
    return _ORDER[mark.state]


_ORDER = {state: place for place, state in enumerate(State)}


def _to_make(kind: type[Record]) -> Mark:
    """Blank, for want of the record that would hold it."""
    return Mark(State.BLANK, kind.record_kind)


# -- where an item is entered ---------------------------------------------------------------------


def _patient(*names: str) -> Callable[[Case], Sequence[Mark]]:
    """Any of these fields of the patient."""

    def marks(case: Case) -> Sequence[Mark]:
        return (_either(case.patient, *names),)

    return marks


def _graft(*names: str, any_of: bool = False) -> Callable[[Case], Sequence[Mark]]:
    """All (or any) of these fields of the index transplant."""

    def marks(case: Case) -> Sequence[Mark]:
        graft = case.index_transplant
        if graft is None:
            return (_to_make(Transplant),)
        return (_either(graft, *names),) if any_of else [cell_mark(graft, name) for name in names]

    return marks


def _both(of_patient: str, of_donor: str) -> Callable[[Case], Sequence[Mark]]:
    """A field of the patient together with one of the donor: a mismatch needs both."""
    patient, donor = _patient(of_patient), _graft(of_donor)

    def marks(case: Case) -> Sequence[Mark]:
        return (*patient(case), *donor(case))

    return marks


def _category(case: Case) -> Sequence[Mark]:
    """Entered, or that of the listed disease."""
    if criteria.disease_category(case.patient, case.codes):
        return (Mark(State.FILLED, Patient.record_kind, case.id, "disease_category"),)
    return (cell_mark(case.patient, "disease_category"),)


def _conditioning(case: Case) -> Sequence[Mark]:
    """Every agent, unless the intended intensity is none."""
    graft = case.index_transplant
    agents = case.owned_by(graft.id, Conditioning) if graft else ()
    if not agents and graft and graft.intensity is Intensity.NONE:
        return (Mark(State.NOT_ASKED, Transplant.record_kind, graft.id, "intensity"),)
    return [cell_mark(agent, "agent") for agent in agents] or [
        _to_make(Conditioning) if graft else _to_make(Transplant)
    ]


def _cytopenia(name: str) -> Callable[[Case], Sequence[Mark]]:
    """A field of every lineage of every episode."""

    def marks(case: Case) -> Sequence[Mark]:
        return [cell_mark(cytopenia, name) for cytopenia in case.cytopenias] or [_to_make(Cytopenia)]

    return marks


def _first_line(name: str) -> Callable[[Case], Sequence[Mark]]:
    """A field of the first treatment of the cytopenia, of each of them where several are one line."""

    def marks(case: Case) -> Sequence[Mark]:
        return [_of_treatment(case, t, name) for t in _first_treatments(case)] or [_to_make(Treatment)]

    return marks


def _first_treatments(case: Case) -> Sequence[Treatment]:
    """The lowest line stated; without any, the earliest by day, else the first entered."""
    given = criteria.against_cytopenia(case) or tuple(t for t in case.treatments if t.purpose is None)
    lines = [t.line for t in given if t.line is not None]
    if lines:
        return [t for t in given if t.line == min(lines)]
    days = [(span.middle, t.position, t) for t in given if (span := criteria.first_day(case, t))]
    return [min(days, key=lambda day: day[:2])[2]] if days else given[:1]


def _of_treatment(case: Case, treatment: Treatment, name: str) -> Mark:
    """By its field; a start also by a dose, a response also by the course credited to the treatment.

    Why there was no treatment explains everything about it.
    """
    mark = cell_mark(treatment, name)
    said = (name == "start" and any(d.day for d in case.doses if d.owner == treatment.id)) or (
        name == "response" and any(c.treatment == treatment.id for c in case.courses)
    )
    if said:
        return Mark(State.FILLED, mark.kind, mark.record, mark.field)
    agent = cell_mark(treatment, "agent")
    return agent if mark.blank and agent.state is State.EXPLAINED else mark


def _counts(case: Case) -> Sequence[Mark]:
    """At least one count of every lineage affected; one with a reason in place of its value explains."""
    affected = dict.fromkeys(_COUNTED_AS.get(c.lineage, c.lineage) for c in case.cytopenias if c.lineage)
    return [_count_of(case, lineage) for lineage in affected] or [_to_make(Count)]


# Pure red cell aplasia is followed by the counts of red cells.
_COUNTED_AS = {Lineage.RED_CELL_PRECURSORS: Lineage.RED_CELLS}


def _count_of(case: Case, lineage: Lineage) -> Mark:
    listed = _counted_for(lineage)
    explained = _to_make(Count)
    for count in case.counts:
        if count.analyte in listed:
            mark = cell_mark(count, "value")
            if mark.state is State.FILLED:
                return mark
            explained = mark
    return explained


@cache
def _counted_for(lineage: Lineage) -> frozenset[str]:
    return frozenset(code for code, analyte in analytes().items() if analyte.lineage is lineage)


def _last_seen(name: str) -> Callable[[Case], Sequence[Mark]]:
    """A field of the follow-up that tells the outcome."""

    def marks(case: Case) -> Sequence[Mark]:
        last = criteria.outcome(case)
        return (cell_mark(last, name) if last else _to_make(FollowUp),)

    return marks


def _cause(case: Case) -> Sequence[Mark]:
    """Asked of the dead alone."""
    last = criteria.outcome(case)
    if last and last.status is Status.DEAD:
        return (cell_mark(last, "cause_of_death"),)
    return (Mark(State.NOT_ASKED, FollowUp.record_kind, last.id if last else "", "cause_of_death"),)


ITEMS: tuple[Item, ...] = (
    Item("Origin", "Case origin", _patient("origin")),
    Item("Sex", "Sex", _patient("sex")),
    Item("Age", "Age or date of birth", _patient("age", "birth_date")),
    Item("Disease", "Primary disease", _patient("disease")),
    Item("Category", "Disease category", _category),
    Item("ABO", "Blood groups of patient and donor", _both("abo_before", "donor_abo")),
    Item("RhD", "RhD of patient and donor", _both("rhd_before", "donor_rhd")),
    Item("HSCT", "Transplant number", _graft("number")),
    Item("Donor", "Donor", _graft("donor_relation")),
    Item("HLA", "HLA alleles matched and typed", _graft("hla_matched", "hla_total")),
    Item("Source", "Stem cell source", _graft("source")),
    Item("Intensity", "Intended intensity", _graft("intensity")),
    Item("Conditioning", "Conditioning", _conditioning),
    Item(
        "Engraftment, ANC",
        "Neutrophil or leukocyte engraftment",
        _graft("neutrophil_engraftment", "leukocyte_engraftment", any_of=True),
    ),
    Item("Engraftment, PLT", "Platelet engraftment", _graft("platelet_engraftment")),
    Item("Lineage", "Lineage of the cytopenia", _cytopenia("lineage")),
    Item("Onset", "Onset of the cytopenia", _cytopenia("onset")),
    Item("First line", "First-line treatment", _first_line("agent")),
    Item("First line start", "Start of the first line", _first_line("start")),
    Item("First line response", "Response to the first line", _first_line("response")),
    Item("Counts", "A count of every affected lineage", _counts),
    Item("Last seen", "Day of the last follow-up", _last_seen("day")),
    Item("Status", "Status at the last follow-up", _last_seen("status")),
    Item("Cause of death", "Cause of death", _cause),
)
