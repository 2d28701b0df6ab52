"""Checks of the cytopenia and its course: what raises them, and the nearest that does not."""

import pytest

from aic_desktop.domain.choices import (
    BloodGroup,
)
from tests.rule_rows import (
    PRECURSORS,
    RED,
    Row,
    W,
    ait,
    at,
    check_row,
    count,
    graft,
    ids,
    patient,
    rules_in,
    step,
)

ROWS = [
    Row(
        "lineage_entered_twice",
        W,
        "b.lineage",
        (ait(), ait(id="b")),
        (ait(), ait(id="b", episode=2), ait(id="c", lineage=RED)),
    ),
    Row(
        "prca_without_major_mismatch",
        W,
        "ait.lineage",
        (
            patient(abo_before=BloodGroup.GROUP_B),
            graft(donor_abo=BloodGroup.GROUP_O),
            ait(lineage=PRECURSORS),
        ),
        (
            patient(abo_before=BloodGroup.GROUP_O),
            graft(donor_abo=BloodGroup.GROUP_B),
            ait(lineage=PRECURSORS),
        ),
    ),
    Row(
        "prca_without_major_mismatch",
        W,
        "ait.lineage",
        (
            patient(abo_before=BloodGroup.GROUP_A),
            graft(donor_abo=BloodGroup.GROUP_A),
            ait(lineage=PRECURSORS),
        ),
        (patient(abo_before=BloodGroup.GROUP_A), graft(donor_abo=BloodGroup.GROUP_A), ait()),
    ),
    Row("response_without_count", W, "s.lineage", (step(),), (step(), count())),
    Row(
        "response_without_count",
        W,
        "s.lineage",
        (step(lineage=PRECURSORS), count()),
        (step(lineage=PRECURSORS), count(analyte="reticulocytes")),
    ),
    Row("course_of_other_lineage", W, "s.lineage", (ait(), step(lineage=RED)), (ait(), step())),
    Row(
        "course_before_onset",
        W,
        "s.day",
        (ait(), ait(id="b", episode=2, onset=at(300)), step(day=at(50))),
        (ait(), ait(id="b", episode=2, onset=at(300)), step(day=at(90))),
    ),
    Row(
        "diagnosed_before_onset",
        W,
        "ait.diagnosed",
        (ait(diagnosed=at(57)),),
        (ait(onset=at("55..58"), diagnosed=at(57)),),
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=ids(ROWS))
def test_each_rule_speaks_where_something_is_odd_and_nowhere_else(row: Row) -> None:
    check_row(row)


def test_every_rule_has_a_row() -> None:
    assert {row.rule for row in ROWS} == rules_in("cytopenia")
