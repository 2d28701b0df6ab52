"""The rules over columns answer as those of the domain do for each case; and the arithmetic under them."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import new_id
from aic_desktop.domain.choices import (
    CourseKind,
    Lineage,
    MissingReason,
    Purpose,
    ReportedResponse,
    Status,
    YesNo,
)
from aic_desktop.domain.criteria import IndexTherapy, Tally
from aic_desktop.domain.criteria.spans import between, earliest_of, latest_of, surely_before
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import (
    Cell,
    Course,
    Cytopenia,
    Dose,
    FollowUp,
    Patient,
    Record,
    Transplant,
    Treatment,
)
from aic_desktop.domain.spec import Kind
from aic_desktop.domain.timepoint import Basis, Span, TimePoint
from aic_desktop.reporting.cohort import arrays
from aic_desktop.reporting.cohort.arrays import Coded, Days
from aic_desktop.reporting.cohort.columns import LOOKED_AT, looked_at
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.derived.index_therapy import Tallies
from aic_desktop.reporting.cohort.loading import columns_of, load
from tests.strategies import cases

AGENTS = ("daratumumab", "prednisolone", "methylprednisolone", "rituximab", "something new")
SHORT = st.integers(-3, 12)


@st.composite
def points(draw: st.DrawFn) -> TimePoint:
    """Days close to each other, in any basis, exact, imprecise or open."""
    basis = draw(st.sampled_from([Basis.DAY, Basis.DAY, Basis.DATE, Basis.AGE]))
    zero = {Basis.DAY: 0, Basis.DATE: 737_000, Basis.AGE: 2000}[basis]
    first, last = sorted((draw(SHORT), draw(SHORT)))
    bounds = draw(
        st.sampled_from([(first, first), (first, first), (first, last), (first, None), (None, last)])
    )
    return TimePoint(basis, *(None if day is None else zero + day for day in bounds), "")


TIMES = st.none() | points()


@st.composite
def dates(draw: st.DrawFn, zero: int) -> TimePoint | None:
    wide = draw(st.sampled_from([0, 0, 2]))
    return draw(st.sampled_from([None, TimePoint(Basis.DATE, zero, zero + wide, "")]))


@st.composite
def treated(draw: st.DrawFn) -> Case:
    """A case whose few days often fall together, as those of a real one hardly do."""
    zeros = {"hsct_date": draw(dates(737_000)), "birth_date": draw(dates(735_000))}
    me = new_id()
    case = Case(Patient(id=me, **zeros))

    def add(record: Any, owner: str = me, **fields: Any) -> None:
        nonlocal case
        case = case.with_record(record(id=new_id(), owner=owner, position=draw(st.integers(0, 3)), **fields))

    for _ in range(draw(st.integers(0, 3))):
        add(
            Treatment,
            agent=draw(st.sampled_from(AGENTS) | st.none()),
            purpose=draw(st.sampled_from([Purpose.CYTOPENIA] * 4 + [Purpose.OTHER, None])),
            line=draw(st.none() | st.integers(1, 3)),
            start=draw(TIMES),
            stop=draw(TIMES),
            ongoing=draw(st.sampled_from([None, None, YesNo.NO, YesNo.YES])),
            planned_doses=draw(st.none() | st.integers(0, 3)),
            response=draw(st.none() | st.sampled_from(ReportedResponse)),
            response_day=draw(TIMES),
        )
        for _ in range(draw(st.integers(0, 3))):
            unit = draw(st.sampled_from([None, "mg/kg", "mg/kg/d"]))
            amount = Quantity(None, 1, unit, unit, "") if unit else None  # type: ignore[arg-type]
            day = draw(TIMES)
            until = draw(TIMES | st.just(day))
            add(Dose, draw(st.sampled_from(case.treatments)).id, day=day, until=until, amount=amount)
    links = [treatment.id for treatment in case.treatments] or [None]  # type: ignore[list-item]
    for _ in range(draw(st.integers(0, 3))):
        kind, link = draw(st.none() | st.sampled_from(CourseKind)), draw(st.sampled_from(links))
        add(Course, day=draw(TIMES), kind=kind, treatment=link)
    for _ in range(draw(st.integers(0, 3))):
        lineage = draw(st.none() | st.sampled_from(Lineage))
        add(Cytopenia, episode=draw(st.none() | st.integers(0, 2)), lineage=lineage, onset=draw(TIMES))
    for _ in range(draw(st.integers(0, 3))):
        said = {name: draw(st.none() | st.sampled_from(YesNo)) for name in SAID}
        add(FollowUp, day=draw(TIMES), status=draw(st.none() | st.sampled_from(Status)), **said)
    for _ in range(draw(st.integers(0, 3))):
        index, number = draw(st.none() | st.sampled_from(YesNo)), draw(st.none() | st.integers(1, 2))
        add(Transplant, index=index, number=number)
    return case


SAID = ("platelet_independent", "red_cell_independent", "immunoglobulin_substitution", "immunosuppression")


def spans(days: Days) -> list[Span | None]:
    return [
        Span(None if low == -inf else int(low), None if high == inf else int(high)) if known else None
        for low, high, known in zip(days.low, days.high, days.known, strict=True)
    ]


def tallies(found: Tallies) -> list[Tally | None]:
    return [
        Tally(int(low), None if high == inf else int(high)) if known else None
        for low, high, known in zip(found.low, found.high, found.known, strict=True)
    ]


def told(coded: Coded) -> list[Any]:
    return [coded.values[code] for code in coded.codes]


@settings(max_examples=150)
@given(st.lists(treated(), max_size=4), st.sampled_from(AGENTS))
def test_the_index_therapy_over_columns_is_that_of_each_case(found: list[Case], agent: str) -> None:
    index = Facts(columns_of(found), agent).index
    expected = [IndexTherapy(case, agent) for case in found]
    assert spans(index.first_day) == [one.first_day for one in expected]
    assert spans(index.last_day) == [one.last_day for one in expected]
    assert spans(index.since_onset) == [one.since_onset for one in expected]
    assert tallies(index.doses) == [one.doses for one in expected]
    assert tallies(index.previous) == [one.previous for one in expected]
    assert tallies(index.doses_to_response) == [one.doses_to_response for one in expected]
    assert told(index.response) == [one.response for one in expected]
    beside, open_ = index.concomitant
    answers = [None if o else YesNo.YES if b else YesNo.NO for b, o in zip(beside, open_, strict=True)]
    assert answers == [one.concomitant for one in expected]


@settings(max_examples=100)
@given(st.lists(treated(), max_size=4))
def test_cytopenia_graft_and_outcome_over_columns_are_those_of_each_case(found: list[Case]) -> None:
    facts = Facts(columns_of(found), "daratumumab")
    assert told(facts.kind) == [criteria.type_among(criteria.lineages(case)) for case in found]
    assert told(facts.by_lineages(criteria.type_of)) == [criteria.label(case) for case in found]
    assert spans(facts.onset) == [criteria.onset(case) for case in found]
    assert spans(facts.last_contact) == [criteria.last_contact(case) for case in found]
    grafts = [facts.graft.table.ids[row] if row >= 0 else None for row in facts.graft.rows]
    assert grafts == [case.index_transplant.id if case.index_transplant else None for case in found]
    outcomes = [facts.outcome.table.ids[row] if row >= 0 else None for row in facts.outcome.rows]
    assert outcomes == [last.id if (last := criteria.outcome(case)) else None for case in found]
    for name in SAID:
        stated = facts.reports.last_stating(name).coded(name)
        assert told(stated) == [criteria.last_stated(case, name) for case in found]


@settings(max_examples=25)
@given(st.lists(cases(most=2), max_size=3))
def test_every_field_read_is_that_of_the_records(found: list[Case]) -> None:
    columns = columns_of(found)
    for record in LOOKED_AT:
        table = columns[record]
        records = [one for case in found for one in _by_owner(case, record)]
        assert table.patient.tolist() == [n for n, case in enumerate(found) for _ in case.of(record)]
        if table.ids:
            assert table.ids == [one.id for one in records]
        for entry, field, _ in looked_at(record):
            values = [getattr(one, field.name) for one in records]
            if field.kind in (Kind.TIME, Kind.DATE):
                whose = [case for case in found for _ in case.of(record)]
                days = [case.days(value) for case, value in zip(whose, values, strict=True)]
                assert spans(table.days(entry)) == days
            elif field.kind is Kind.LINK:
                ids = columns[Treatment].ids
                assert [ids[row] if row >= 0 else None for row in table.links(entry)] == values
            elif entry == "amount.unit":
                assert told(table.coded(entry)) == [value.unit if value else None for value in values]
            else:
                assert [_plain(value) for value in told(table.coded(entry))] == [_plain(v) for v in values]
            if table.ids:
                assert told(table.reasons(field.name)) == [one.cell(field.name).missing for one in records]


def _by_owner(case: Case, record: type[Record]) -> Sequence[Any]:
    """Doses as they are kept in columns: by their treatment."""
    if record is not Dose:
        return case.of(record)
    return [dose for treatment in case.treatments for dose in case.owned_by(treatment.id, Dose)]


def _plain(value: Any) -> Any:
    """A quantity without the text it was typed as, which is not read."""
    return replace(value, text="") if isinstance(value, Quantity) else value


DAY = st.none() | st.builds(
    lambda bounds: Span(*bounds), st.tuples(SHORT, SHORT).map(sorted) | st.tuples(SHORT, st.none())
)


def days_of(found: Sequence[Span | None]) -> Days:
    bounds = [span or Span(None, None) for span in found]
    low = [-inf if b.earliest is None else b.earliest for b in bounds]
    high = [inf if b.latest is None else b.latest for b in bounds]
    return Days(np.array(low, float), np.array(high, float))


@given(st.lists(st.tuples(st.integers(0, 2), DAY), max_size=8))
def test_first_and_last_of_groups_of_days(rows: list[tuple[int, Span | None]]) -> None:
    group = np.array([place for place, _ in rows], np.int64)
    days = days_of([day for _, day in rows])
    for over, one in ((arrays.earliest_of, earliest_of), (arrays.latest_of, latest_of)):
        groups = [[day for place, day in rows if place == which and day] for which in range(3)]
        assert spans(over(days, group, 3)) == [one(known) for known in groups]


@given(st.lists(st.tuples(DAY, DAY), max_size=8))
def test_days_between_and_before(pairs: list[tuple[Span | None, Span | None]]) -> None:
    start, end = days_of([a for a, _ in pairs]), days_of([b for _, b in pairs])
    assert spans(arrays.between(start, end)) == [between(a, b) for a, b in pairs]
    before = [bool(a and b and surely_before(a, b)) for a, b in pairs]
    assert arrays.surely_before(start, end).tolist() == before


CODES = st.lists(st.tuples(st.sampled_from("abc") | st.none(), st.sampled_from("xy") | st.none()), max_size=9)


@given(CODES)
def test_a_rule_is_asked_once_for_every_combination(rows: list[tuple[str | None, str | None]]) -> None:
    asked: list[tuple[str | None, str | None]] = []

    def rule(first: str | None, second: str | None) -> str | None:
        asked.append((first, second))
        return f"{first}{second}" if first else None

    found = arrays.by_distinct(rule, Coded.of([a for a, _ in rows]), Coded.of([b for _, b in rows]))
    assert told(found) == [f"{a}{b}" if a else None for a, b in rows]
    assert sorted(asked, key=str) == sorted(set(rows), key=str)


@given(st.lists(st.tuples(st.integers(-1, 2), st.sampled_from("abc") | st.none()), max_size=9))
def test_a_rule_on_the_rows_of_a_patient(rows: list[tuple[int, str | None]]) -> None:
    group = np.array([place for place, _ in rows], np.int64)
    found = arrays.by_group(lambda told: told, group, 3, Coded.of([value for _, value in rows]))
    assert told(found) == [tuple((value,) for place, value in rows if place == which) for which in range(3)]


def test_rows_of_others_and_two_rows_in_one_place() -> None:
    me, other = "a", "b"
    blank = (None,) * 4
    rows = [(me, "2", 5, 1, *blank), (other, "9", 0, 1, *blank), (me, "1", 5, 2, *blank)]
    columns = load([me], lambda record: [[row] for row in rows] if record is Cytopenia else [], {})
    assert columns[Cytopenia].ids == ["1", "2"]
    assert told(columns[Cytopenia].coded("episode")) == [2, 1]


def test_the_fields_that_were_asked_for_are_known() -> None:
    patient = Patient(id="a").with_cell("sex", Cell(missing=MissingReason.UNKNOWN))
    columns = columns_of([Case(patient)])
    assert columns.used() == frozenset()
    assert told(columns[Patient].reasons("sex")) == [MissingReason.UNKNOWN]
    assert columns.used() == {("patient", "sex")}
