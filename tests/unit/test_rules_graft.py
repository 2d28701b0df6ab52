"""Checks of the grafts: what raises them, and the nearest that does not."""

import pytest

from aic_desktop.domain.choices import (
    AcuteGrade,
    ChronicSeverity,
    DonorRelation,
    GraftFailure,
    GvhdKind,
    RhD,
    Sex,
    YesNo,
)
from aic_desktop.domain.records import (
    Chimerism,
    Gvhd,
)
from tests.rule_rows import E, Row, W, ait, at, check_row, graft, ids, patient, prepared, rules_in

ROWS = [
    Row("index_transplant", W, "p.", (), (graft(),)),
    Row(
        "index_transplant",
        E,
        "t2.index",
        (graft(index=YesNo.YES), graft("t2", number=2, index=YesNo.YES)),
        (graft(index=YesNo.YES), graft("t2", number=2, index=YesNo.NO)),
    ),
    Row(
        "index_transplant",
        W,
        "t.index",
        (graft(number=2), graft("t2", number=3)),
        (graft(number=2), graft("t2", number=3, index=YesNo.YES)),
    ),
    Row("index_not_day_0", E, "t.day", (graft(day=at(1)),), (graft(day=at("-3..3")),)),
    Row("number_used_twice", W, "t2.number", (graft(), graft("t2")), (graft(), graft("t2", number=2))),
    Row(
        "grafts_out_of_order",
        W,
        "t2.day",
        (graft(), graft("t2", number=2, day=at(-90))),
        (graft(), graft("t2", number=2, day=at(90))),
    ),
    Row(
        "more_matched_than_typed",
        E,
        "t.hla_matched",
        (graft(hla_matched=10, hla_total=8),),
        (graft(hla_matched=8, hla_total=8),),
    ),
    Row(
        "engrafted_before_graft",
        E,
        "t.platelet_engraftment",
        (graft(platelet_engraftment=at(-20), neutrophil_engraftment=at(22)),),
        (graft(platelet_engraftment=at(20), neutrophil_engraftment=at(22)),),
    ),
    Row(
        "engrafted_in_primary_failure",
        W,
        "t.graft_failure",
        (graft(graft_failure=GraftFailure.PRIMARY, neutrophil_engraftment=at(20)),),
        (graft(graft_failure=GraftFailure.SECONDARY, neutrophil_engraftment=at(20)),),
    ),
    Row(
        "day_of_no_failure",
        E,
        "t.graft_failure_day",
        (graft(graft_failure=GraftFailure.NONE, graft_failure_day=at(40)),),
        (graft(graft_failure=GraftFailure.SECONDARY, graft_failure_day=at(40)),),
    ),
    Row(
        "conditioning_after_graft",
        W,
        "c.first_day",
        (graft(), prepared(first_day=at(2))),
        (graft(), prepared(first_day=at("-1..2"))),
    ),
    Row(
        "conditioning_after_graft",
        W,
        "c.first_day",
        (graft(), graft("t2", number=2, day=at(100)), prepared(owner="t2", first_day=at(101))),
        (graft(), graft("t2", number=2, day=at(100)), prepared(owner="t2", first_day=at(94))),
    ),
    Row(
        "before_any_graft",
        W,
        "ait.onset",
        (graft(), ait(onset=at(-58))),
        (graft(number=2, index=YesNo.YES), graft("t0", day=at(-200)), ait(onset=at(-58))),
    ),
    Row(
        "before_any_graft",
        W,
        "ch.day",
        (graft(), Chimerism(id="ch", day=at(-29))),
        (graft(), Chimerism(id="ch", day=at(29))),
    ),
    Row(
        "grade_of_other_gvhd",
        W,
        "g.acute_grade",
        (Gvhd(id="g", kind=GvhdKind.CHRONIC, acute_grade=AcuteGrade.GRADE_II),),
        (Gvhd(id="g", kind=GvhdKind.CHRONIC, chronic_severity=ChronicSeverity.MILD),),
    ),
    Row(
        "twin_differs",
        W,
        "t.donor_sex",
        (patient(sex=Sex.MALE), graft(donor_relation=DonorRelation.IDENTICAL_TWIN, donor_sex=Sex.FEMALE)),
        (patient(sex=Sex.MALE), graft(donor_relation=DonorRelation.SIBLING, donor_sex=Sex.FEMALE)),
    ),
    Row(
        "twin_differs",
        W,
        "t.donor_rhd",
        (
            patient(rhd_before=RhD.NEGATIVE),
            graft(donor_relation=DonorRelation.IDENTICAL_TWIN, donor_rhd=RhD.POSITIVE),
        ),
        (patient(rhd_before=RhD.NEGATIVE), graft(donor_relation=DonorRelation.IDENTICAL_TWIN)),
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=ids(ROWS))
def test_each_rule_speaks_where_something_is_odd_and_nowhere_else(row: Row) -> None:
    check_row(row)


def test_every_rule_has_a_row() -> None:
    assert {row.rule for row in ROWS} == rules_in("graft")
