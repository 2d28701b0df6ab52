"""Hypothesis strategies for everything that can be entered: cells, records and whole cases."""

from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from aic_desktop.domain import quantity, timepoint
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import new_id
from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.codes import analytes, code_list
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import RECORDS, Cell, Patient, Record, RecordId, Remark, Value
from aic_desktop.domain.spec import Field, Kind, fields_of
from aic_desktop.domain.timepoint import Basis, TimePoint
from aic_desktop.domain.units import Units

# Every character a file can keep: neither halves of a surrogate pair nor NUL, which PostgreSQL refuses.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)
IDS = st.builds(new_id)  # never drawn twice, so that many examples fit into one registry
_DAYS = {Basis.DAY: (-400, 12_000), Basis.DATE: (693_596, 767_009), Basis.AGE: (0, 40_000)}


@st.composite
def times(draw: st.DrawFn, bases: tuple[Basis, ...] = tuple(Basis)) -> TimePoint:
    """Exact, imprecise and open-ended points of the given bases."""
    basis = draw(st.sampled_from(bases))
    first, last = sorted(draw(st.tuples(*[st.integers(*_DAYS[basis])] * 2)))
    earliest, latest = draw(st.sampled_from([(first, first), (first, last), (first, None), (None, last)]))
    plain = TimePoint(basis, earliest, latest, "")
    text = draw(st.just(timepoint.render(plain)) | TEXTS)
    return TimePoint(basis, earliest, latest, text)


@st.composite
def amounts(draw: st.DrawFn) -> Decimal:
    """Decimals of at most 15 significant digits, zero and very small ones included."""
    digits = draw(st.integers(0, 10**15 - 1) | st.integers(0, 999))
    return Decimal(digits).scaleb(-draw(st.integers(0, 12)))


@st.composite
def quantities(draw: st.DrawFn, units: Units) -> Quantity:
    """Values, limits and ranges in units that the field takes."""
    first, last = sorted(draw(st.tuples(amounts(), amounts())))
    low, high = draw(st.sampled_from([(first, first), (first, last), (first, None), (None, last)]))
    ends = draw(st.tuples(st.booleans(), st.booleans()))
    if low == high:
        ends = (True, True)
    entered = draw(st.sampled_from(units.accepted))
    unit = units.canonical or entered
    plain = Quantity(low, high, unit, entered, "", *ends)
    return Quantity(low, high, unit, entered, draw(st.just(quantity.render(plain)) | TEXTS), *ends)


def values(field: Field) -> st.SearchStrategy[Any]:
    """What a field may hold when it holds something; a link holds nothing, since it needs a case."""
    chosen = st.sampled_from(list(field.choice or (None,)))
    listed = st.sampled_from(list(code_list(field.spec.codes)) if field.spec.codes else [""])
    by_kind: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: TEXTS,
        Kind.INT: st.integers(-(10**6), 10**6),
        Kind.CHOICE: chosen,
        Kind.CHOICES: st.lists(chosen, min_size=1, unique=True).map(tuple),
        Kind.CODE: listed | TEXTS,
        Kind.LINK: st.none(),
        Kind.TIME: times(),
        Kind.DATE: times((Basis.DATE,)),
        Kind.QUANTITY: quantities(field.spec.units or analytes()["platelets"].units),
    }
    return by_kind[field.kind]


@cache  # building a strategy takes far longer than drawing from it
def cells(field: Field) -> st.SearchStrategy[Cell]:
    """A value, a reason for having none or nothing at all, with a note now and then."""
    notes = st.just("") | TEXTS
    empty: Value = field.empty
    return st.one_of(
        st.builds(Cell, values(field), note=notes),
        st.builds(Cell, st.just(empty), st.sampled_from(MissingReason), notes),
        st.builds(Cell, st.just(empty), note=notes),
    )


_SOME_FIELDS = {
    record: st.lists(st.sampled_from(fields_of(record)), unique=True, max_size=6) for record in RECORDS
}


@st.composite
def records(
    draw: st.DrawFn,
    record: type[Record],
    owner: RecordId = "",
    position: int = 0,
    links: tuple[RecordId, ...] = (),
) -> Record:
    """A record of the given class with any of its fields filled, missing for a reason or noted."""
    built = record(id=draw(IDS), owner=owner, position=position)
    for field in draw(_SOME_FIELDS[record]):
        cell = _linked(draw, links) if field.kind is Kind.LINK else draw(cells(field))
        built = built.with_cell(field.name, cell)
    return built


def _linked(draw: st.DrawFn, links: tuple[RecordId, ...]) -> Cell:
    return Cell(links[draw(st.integers(0, len(links) - 1))] if links else None)


@st.composite
def cases(draw: st.DrawFn, most: int = 1) -> Case:
    """A whole case: up to `most` records of each class and owner, links only to records there are."""
    patient = draw(records(Patient))
    assert isinstance(patient, Patient)
    case = Case(patient)
    for record in RECORDS[1:]:
        owners = [r.id for r in case.all() if r.record_kind == record.owner_kind]
        links = tuple(treatment.id for treatment in case.treatments)
        for owner in owners:
            for _ in range(draw(st.integers(0, most))):
                position = case.next_position(record)
                case = case.with_record(draw(records(record, owner, position, links)))
    return case


def remarks(record: type[Record]) -> st.SearchStrategy[dict[str, Remark]]:
    """Remarks of any of a record's fields."""
    names = st.sampled_from([field.name for field in fields_of(record)])
    reasons = st.none() | st.sampled_from(MissingReason)
    return st.dictionaries(names, st.builds(Remark, reasons, st.just("") | TEXTS), max_size=4)
