"""Cases around an index agent whose few days often fall together, as those of a real one hardly do."""

from dataclasses import replace
from decimal import Decimal
from math import inf
from typing import Any

from hypothesis import strategies as st

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import new_id
from aic_desktop.domain.choices import (
    CourseKind,
    EventKind,
    Lineage,
    Product,
    Purpose,
    ReportedResponse,
    SampleContext,
    Sex,
    Status,
    YesNo,
)
from aic_desktop.domain.quantity import Quantity
from aic_desktop.domain.records import (
    Count,
    Course,
    Cytopenia,
    Dose,
    Event,
    FollowUp,
    Patient,
    Transfusion,
    Transplant,
    Treatment,
)
from aic_desktop.domain.timepoint import Basis, Span, TimePoint
from aic_desktop.reporting.cohort.arrays import Coded, Days

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
            amount = Quantity(None, Decimal(1), unit, unit, "") if unit else None
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


VALUES = {
    "platelets": ("10*9/L", (5, 20, 29, 30, 60, 100, 150)),
    "haemoglobin": ("g/dL", (6, 8, 10, 11, 12, 13)),
    "neutrophils": ("10*9/L", (0, 1, 2)),
    "reticulocytes": ("10*9/L", (5, 15, 30)),
}


@st.composite
def amounts(draw: st.DrawFn, unit: str, values: tuple[int, ...]) -> Quantity | None:
    low, high = sorted((draw(st.sampled_from(values)), draw(st.sampled_from(values))))
    bounds = draw(st.sampled_from([(low, low)] * 4 + [(low, high), (None, high), (low, None)]))
    ends = draw(st.tuples(st.booleans(), st.booleans())) if bounds[0] != bounds[1] else (True, True)
    unit = draw(st.sampled_from([unit] * 5 + ["/uL" if unit == "10*9/L" else "g/L"]))
    quantity = Quantity(*(None if b is None else Decimal(b) for b in bounds), unit, unit, "", *ends)
    return draw(st.sampled_from([quantity, quantity, quantity, None]))


@st.composite
def counted(draw: st.DrawFn) -> Case:
    """Such a case with counts, transfusions, bleeding and growth factors around its treatments."""
    case = draw(treated())

    def add(record: Any, **fields: Any) -> None:
        nonlocal case
        case = case.with_record(
            record(id=new_id(), owner=case.id, position=case.next_position(record), **fields)
        )

    add(Cytopenia, episode=1, lineage=draw(st.sampled_from(Lineage)))
    if draw(st.booleans()):
        start = draw(TIMES)
        add(Treatment, agent="daratumumab", purpose=Purpose.CYTOPENIA, start=start)
    for _ in range(draw(st.integers(0, 8))):
        analyte = draw(st.sampled_from(list(VALUES)))
        value, context = draw(amounts(*VALUES[analyte])), draw(st.none() | st.sampled_from(SampleContext))
        context = draw(st.sampled_from([None, None, None, context]))
        add(Count, analyte=analyte, day=draw(TIMES), value=value, context=context)
    for _ in range(draw(st.integers(0, 3))):
        product, units = draw(st.none() | st.sampled_from(Product)), draw(st.none() | st.integers(0, 3))
        daily = draw(st.sampled_from([None, YesNo.YES]))
        day = draw(TIMES)
        until = draw(TIMES | st.just(day))
        add(Transfusion, product=product, day=day, until=until, units=units, daily=daily)
    for _ in range(draw(st.integers(0, 1))):
        kind = draw(st.sampled_from([EventKind.BLEEDING, EventKind.SHOCK]))
        add(Event, kind=kind, day=draw(TIMES), until=draw(TIMES))
    for _ in range(draw(st.integers(0, 1))):
        add(Treatment, agent="filgrastim", purpose=Purpose.SUPPORTIVE, start=draw(TIMES), stop=draw(TIMES))
    years = draw(st.none() | st.integers(0, 20))
    age = None if years is None else Quantity(Decimal(years), Decimal(years), "a", "a", "")
    sex = draw(st.none() | st.sampled_from(Sex))
    return case.with_record(replace(case.patient, age=age, sex=sex))


def spans(days: Days) -> list[Span | None]:
    return [
        Span(None if low == -inf else int(low), None if high == inf else int(high)) if known else None
        for low, high, known in zip(days.low, days.high, days.known, strict=True)
    ]


def told(coded: Coded) -> list[Any]:
    return [coded.values[code] for code in coded.codes]
