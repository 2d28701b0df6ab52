"""Checks of what came before what: what raises them, and the nearest that does not."""

import pytest

from aic_desktop.domain.choices import (
    AgeAt,
    EventKind,
    Purpose,
)
from aic_desktop.domain.records import (
    Event,
    Finding,
    Reaction,
)
from tests.rule_rows import (
    E,
    Row,
    W,
    ait,
    at,
    check_row,
    count,
    died,
    dose,
    ids,
    on,
    patient,
    rules_in,
    seen,
    treated,
    units,
)
from tests.values import exactly

ROWS = [
    Row(
        "end_before_start",
        E,
        "rx.stop",
        (treated(start=at("58..61"), stop=at(57)),),
        (treated(stop=at("58..61")),),
    ),
    Row(  # ages compare without a date of birth
        "end_before_start",
        E,
        "rx.stop",
        (treated(start=at("age 6 y"), stop=at("age 4 y")),),
        (treated(start=at("age 6 y"), stop=at("age 6 y")),),
    ),
    Row(
        "end_before_start",
        E,
        "u.until",
        (units(day=at(98), until=at(87)),),
        (units(day=at(87), until=at(98)),),
    ),
    Row("end_before_start", E, "ait.resolved", (ait(resolved=at(50)),), (ait(resolved=at(58)),)),
    Row(
        "before_birth",
        E,
        "p.hsct_date",
        (patient(birth_date=on("2021"), hsct_date=on("1.3.2020")),),
        (patient(birth_date=on("2020"), hsct_date=on("1.3.2020")),),
    ),
    Row(
        "before_birth",
        E,
        "rx.start",
        (patient(birth_date=on("1.3.2019"), hsct_date=on("1.3.2020")), treated(start=at(-400))),
        (patient(birth_date=on("1.3.2019"), hsct_date=on("1.3.2020")), treated(start=at(-300))),
    ),
    Row("after_death", E, "n.day", (count(day=at(201)), died()), (count(day=at(200)), died())),
    Row(  # an open day of death rules nothing out
        "after_death", E, "u.day", (units(day=at(201)), died()), (units(day=at(201)), died(day=at(">=200")))
    ),
    Row(
        "after_death",
        E,
        "f2.day",
        (died(), seen("f2", day=at(300))),
        (died(), seen("f2", day=at(100))),
    ),
    Row(
        "after_death",
        E,
        "ev.day",
        (Event(id="ev", kind=EventKind.BLEEDING, day=at(202)), died()),
        (
            Event(id="ev", kind=EventKind.OTHER, detail="autopsy", day=at(202)),
            Finding(id="x", day=at(202)),
            died(),
        ),
    ),
    Row(
        "follow_up_too_early",
        W,
        "f.day",
        (count(day=at(366)), count("n2", day=at(367)), seen()),
        (count(day=at("360..370")), seen()),
    ),
    Row(
        "follow_up_too_early",
        W,
        "f2.day",
        (units(day=at(500)), seen(), seen("f2", day=at(400))),
        (units(day=at(500)), seen("f2", day=at(500)), seen()),
    ),
    Row(
        "outside_treatment",
        W,
        "d.day",
        (treated(), dose(day=at(60))),
        (treated(start=at("58..61")), dose(day=at(60))),
    ),
    Row(
        "outside_treatment",
        W,
        "d.day",
        (treated(stop=at(90)), dose(day=at(91))),
        (treated(stop=at(90)), dose(day=at(90))),
    ),
    Row(
        "outside_treatment",
        W,
        "r.day",
        (treated(), Reaction(id="r", owner="rx", term="fever", day=at(58))),
        (treated(stop=at(90)), Reaction(id="r", owner="rx", term="fever", day=at(95))),
    ),
    Row(
        "response_before_start",
        W,
        "rx.response_day",
        (treated(response_day=at(60)),),
        (treated(response_day=at(61)),),
    ),
    Row(
        "began_after_hsct",
        W,
        "rx.purpose",
        (treated(purpose=Purpose.BEFORE_HSCT),),
        (treated(purpose=Purpose.BEFORE_HSCT, start=at(0)),),
    ),
    Row(
        "began_after_hsct",
        W,
        "rx.purpose",
        (
            patient(age=exactly(6, "a"), age_at=AgeAt.HSCT),
            treated(purpose=Purpose.BEFORE_HSCT, start=at("age 8 y")),
        ),
        (
            patient(age=exactly(6, "a"), age_at=AgeAt.HSCT),
            treated(purpose=Purpose.BEFORE_HSCT, start=at("age 6 y")),
        ),
    ),
    Row(
        "date_without_day_0",
        W,
        "p.hsct_date",
        (count(day=at("12.3.2020")),),
        (patient(hsct_date=on("2020")), count(day=at("12.3.2020"))),
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=ids(ROWS))
def test_each_rule_speaks_where_something_is_odd_and_nowhere_else(row: Row) -> None:
    check_row(row)


def test_every_rule_has_a_row() -> None:
    assert {row.rule for row in ROWS} == rules_in("order")
