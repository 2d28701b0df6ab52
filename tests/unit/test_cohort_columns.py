"""The rules over columns answer as those of the domain do for each case; and the arithmetic under them."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from math import inf
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import (
    MissingReason,
    YesNo,
)
from aic_desktop.domain.criteria import IndexTherapy, Tally
from aic_desktop.domain.criteria.spans import between, earliest_of, latest_of, surely_before
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import (
    RECORD_OF,
    Cell,
    Cytopenia,
    Patient,
    Record,
    Treatment,
)
from aic_desktop.domain.spec import Field, Kind
from aic_desktop.domain.timepoint import Span
from aic_desktop.reporting.cohort import Around, arrays, cohort_of
from aic_desktop.reporting.cohort.arrays import Coded, Days
from aic_desktop.reporting.cohort.cells import plain
from aic_desktop.reporting.cohort.columns import LOOKED_AT, ONLY, Amounts, Columns, Table, looked_at
from aic_desktop.reporting.cohort.derived.facts import Facts
from aic_desktop.reporting.cohort.derived.index_therapy import Tallies
from aic_desktop.reporting.cohort.loading import columns_of, load
from tests.charts import Chart
from tests.strategies import cases
from tests.treated import AGENTS, SAID, SHORT, spans, told, treated


def tallies(found: Tallies) -> list[Tally | None]:
    return [
        Tally(int(low), None if high == inf else int(high)) if known else None
        for low, high, known in zip(found.low, found.high, found.known, strict=True)
    ]


@settings(max_examples=60)
@given(st.lists(treated(), max_size=4), st.sampled_from(AGENTS))
def test_the_index_therapy_over_columns_is_that_of_each_case(found: list[Case], agent: str) -> None:
    index = Facts(columns_of(found), Around(agent)).index
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


@settings(max_examples=40)
@given(st.lists(treated(), max_size=4))
def test_cytopenia_graft_and_outcome_over_columns_are_those_of_each_case(found: list[Case]) -> None:
    facts = Facts(columns_of(found), Around())
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
def test_conditioning_and_risk_factors_are_those_of_each_case(found: list[Case]) -> None:
    answers = cohort_of(found).answers
    for place, case in enumerate(found):
        given = criteria.conditioning_of(case)
        intensity, serum = criteria.intensity(given), criteria.serotherapy(g.agent for g in given)
        assert answers["intensity_by_doses"][place].levels == ((intensity.label,) if intensity else ())
        assert answers["serotherapy"][place].levels == ((serum.label,) if serum else ())
        factors = criteria.risk_factors(case)
        present = tuple(factor.label for factor, answer in factors.items() if answer is YesNo.YES)
        assert answers["risk_factors"][place].levels == present
        number = criteria.number_of(factors.values()) if set(factors.values()) != {None} else None
        assert answers["number_of_risk_factors"].interval(place) == number


def test_lineages_of_evans_syndrome_together_or_in_turn() -> None:
    onsets = (("+58", "+83"), ("+58", "+58"), ("+58", "58..60"), ("+58", None))
    charts = []
    for number, (first, second) in enumerate(onsets):
        chart = Chart(str(number))
        chart.add(Cytopenia, episode="1", lineage="platelets", onset=first)
        chart.add(Cytopenia, episode="1", lineage="red_cells", **({"onset": second} if second else {}))
        chart.add(Cytopenia, episode="2", lineage="neutrophils", onset="+500")
        charts.append(chart.case)
    answers = cohort_of(charts).answers
    told = [answers["evans_sequence"][place] for place in range(4)]
    assert [one.levels or one.open or one.missing for one in told] == [
        ("one after the other",),
        ("on one day",),
        "the days recorded allow both",
        "no onset of two lineages",
    ]
    assert [answers["evans_days"].interval(place) for place in range(4)] == [(25, 25), (0, 0), (0, 2), None]
    assert answers["episodes"][0].levels == ("2",)
    assert answers["episode_types"][0].levels == ("Evans syndrome", "AIN")


@settings(max_examples=25)
@given(st.lists(cases(most=2), max_size=3))
def test_every_field_read_is_that_of_the_records(found: list[Case]) -> None:
    columns = columns_of(found)
    for record in LOOKED_AT:
        table = columns[record]
        records = [one for case in found for one in _by_owner(case, record)]
        whose = [(n, case) for n, case in enumerate(found) for _ in _by_owner(case, record)]
        assert table.patient.tolist() == [n for n, _ in whose]
        if table.ids:
            assert table.ids == [one.id for one in records]
        for entry, field, _ in looked_at(record):
            held = [(case, getattr(one, field.name)) for (_, case), one in zip(whose, records, strict=True)]
            _check_field(columns, table, entry, field, held)
            if table.ids:
                assert told(table.reasons(field.name)) == [one.cell(field.name).missing for one in records]


def _check_field(
    columns: Columns, table: Table, entry: str, field: Field, held: list[tuple[Case, Any]]
) -> None:
    values = [value for _, value in held]
    if field.kind in (Kind.TIME, Kind.DATE):
        assert spans(table.days(entry)) == [case.days(value) for case, value in held]
    elif field.kind is Kind.LINK:
        ids = columns[Treatment].ids
        assert [ids[row] if row >= 0 else None for row in table.links(entry)] == values
    elif entry == "amount.unit":
        assert told(table.coded(entry)) == [value.unit if value else None for value in values]
    elif entry == "value.numbers":
        assert _quantities(table.amounts(field.name)) == [_plain(value) for value in values]
    else:
        assert [_plain(value) for value in told(table.coded(entry))] == [_plain(v) for v in values]


def _by_owner(case: Case, record: type[Record]) -> Sequence[Any]:
    """Records as they are kept in columns: by their owner, and only those that are read."""
    field, values = ONLY.get(record, ("id", ()))
    owner = RECORD_OF.get(record.owner_kind, Patient)
    owned = (
        [one for o in case.of(owner) for one in case.owned_by(o.id, record)] if owner is not Patient else []
    )
    return [one for one in owned or case.of(record) if not values or getattr(one, field) in values]


def _quantities(amounts: Amounts) -> list[Quantity | None]:
    found: list[Quantity | None] = []
    for place, unit in enumerate(told(amounts.unit)):
        bounds = (amounts.low[place], amounts.high[place])
        low, high = (None if np.isnan(bound) else Decimal(f"{bound:.15g}") for bound in bounds)
        ends = (bool(amounts.low_included[place]), bool(amounts.high_included[place]))
        found.append(Quantity(low, high, unit, "", "", *ends) if unit else None)
    return found


def _plain(value: Any) -> Any:
    """A quantity without the text it was typed as, which is not read."""
    return replace(value, text="", entered_unit="") if isinstance(value, Quantity) else value


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
    columns = load([me], lambda record: [plain([row]) for row in rows] if record is Cytopenia else [], {})
    assert columns[Cytopenia].ids == ["1", "2"]
    assert told(columns[Cytopenia].coded("episode")) == [2, 1]


def test_the_fields_that_were_asked_for_are_known() -> None:
    patient = Patient(id="a").with_cell("sex", Cell(missing=MissingReason.UNKNOWN))
    columns = columns_of([Case(patient)])
    assert columns.used() == frozenset()
    assert told(columns[Patient].reasons("sex")) == [MissingReason.UNKNOWN]
    assert columns.used() == {("patient", ""), ("patient", "sex")}


def test_without_days_a_line_of_the_same_number_is_no_earlier_therapy() -> None:
    chart = Chart()
    for agent, line in (("daratumumab", "2"), ("rituximab", "2"), ("bortezomib", "1"), ("sirolimus", "3")):
        chart.treat(agent, line=line)
    index = Facts(columns_of([chart.case]), Around()).index
    assert tallies(index.previous) == [Tally(1, 1)] == [IndexTherapy(chart.case, "daratumumab").previous]
