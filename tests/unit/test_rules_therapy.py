"""Checks of treatments: what raises them, and the nearest that does not."""

import pytest

from aic_desktop.domain.choices import (
    CourseKind,
    CtcaeVersion,
    Purpose,
    ReportedResponse,
    YesNo,
)
from aic_desktop.domain.records import (
    Reaction,
)
from tests.rule_rows import (
    E,
    N,
    Row,
    W,
    ait,
    at,
    check_row,
    dose,
    exchange,
    graft,
    ids,
    prepared,
    rules_in,
    step,
    treated,
)
from tests.values import exactly

ROWS = [
    Row(
        "dose_out_of_range",
        W,
        "d.amount",
        (treated(), dose(amount=exactly(16000, "mg/kg"))),
        (treated(), dose(amount=exactly(16, "mg/kg"))),
    ),
    Row(
        "dose_out_of_range",
        W,
        "d.amount",
        (treated(agent="immunoglobulin_ivig"), dose(amount=exactly(4, "g/kg"))),
        (treated(agent="immunoglobulin_ivig"), dose(amount=exactly("0.4", "g/kg"))),
    ),
    Row(
        "dose_out_of_range",
        W,
        "c.dose",
        (graft(), prepared(agent="treosulfan", dose=exactly(42, "g/m2"))),
        (graft(), prepared(agent="treosulfan", dose=exactly(14, "g/m2"))),
    ),
    Row(
        "unusual_dose_unit",
        W,
        "d.amount",
        (treated(), dose(amount=exactly(375, "mg/kg"))),
        (treated(), dose(amount=exactly("0.375", "g/m2"))),
    ),
    Row(
        "unusual_dose_unit",
        W,
        "c.dose",
        (graft(), prepared(dose=exactly(8, "mg/m2"))),
        (graft(), prepared(dose=exactly(8, "mg/kg"))),
    ),
    Row(
        "antibody_near_plasma_exchange",
        W,
        "d.day",
        (exchange(), dose("x", "pex", day=at(190), until=at(192)), treated(), dose(day=at(191))),
        (exchange(), dose("x", "pex", day=at(190), until=at(192)), treated(), dose(day=at(195))),
    ),
    Row(  # two days before, and the whole treatment where single sessions are not recorded
        "antibody_near_plasma_exchange",
        W,
        "d.day",
        (exchange(start=at(190), stop=at(199)), treated(agent="eculizumab"), dose(day=at(188))),
        (exchange(start=at(190), stop=at(199)), treated(agent="eculizumab"), dose(day=at(187))),
    ),
    Row(  # what may have been apart is not questioned
        "antibody_near_plasma_exchange",
        W,
        "d.day",
        (exchange(agent="immunoadsorption", start=at(190), stop=at(190)), treated(), dose(day=at(190))),
        (exchange(agent="immunoadsorption", start=at(190), stop=at(190)), treated(), dose(day=at(">=189"))),
    ),
    Row(
        "antibody_near_plasma_exchange",
        W,
        "d.day",
        (exchange(start=at(190), stop=at(190)), treated(agent="immunoglobulin_ivig"), dose(day=at(190))),
        (exchange(start=at(190), stop=at(190)), treated(agent="prednisolone"), dose(day=at(190))),
    ),
    Row(
        "ongoing_but_stopped",
        E,
        "rx.ongoing",
        (treated(ongoing=YesNo.YES, stop=at(90)),),
        (treated(ongoing=YesNo.NO, stop=at(90)),),
    ),
    Row(
        "more_doses_than_stated",
        W,
        "rx.planned_doses",
        (treated(planned_doses=1), dose(), dose("d2")),
        (treated(planned_doses=2), dose(), dose("d2")),
    ),
    Row(
        "response_contradicted",
        N,
        "rx.response",
        (treated(response=ReportedResponse.NONE), step(treatment="rx")),
        (treated(response=ReportedResponse.NONE), step(treatment="rx", kind=CourseKind.NO_RESPONSE)),
    ),
    Row(
        "grade_without_version",
        W,
        "r.ctcae_version",
        (treated(), Reaction(id="r", owner="rx", term="fever", ctcae_grade=2)),
        (
            treated(),
            Reaction(id="r", owner="rx", term="fever", ctcae_grade=2, ctcae_version=CtcaeVersion.V5_0),
        ),
    ),
    Row(
        "treatment_entered_twice",
        W,
        "b.",
        (treated(), treated("b")),
        (treated(), treated("b", purpose=Purpose.GVHD_TREATMENT), treated("c", start=at(200))),
    ),
    Row(
        "treatment_entered_twice",
        W,
        "b.",
        (treated(), treated("b")),
        (treated(start=at("58..61")), treated("b", start=at("58..61"))),
    ),
    Row(
        "treated_before_onset",
        W,
        "rx.start",
        (ait(), treated(start=at(50))),
        (ait(), treated(start=at(50), purpose=Purpose.GVHD_PROPHYLAXIS)),
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=ids(ROWS))
def test_each_rule_speaks_where_something_is_odd_and_nowhere_else(row: Row) -> None:
    check_row(row)


def test_every_rule_has_a_row() -> None:
    assert {row.rule for row in ROWS} == rules_in("therapy")
