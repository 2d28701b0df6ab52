"""Checks of responses against counts and transfusions: what raises them, and the nearest that does not."""

import pytest

from aic_desktop.domain.choices import AgeAt, CourseKind, Product, ReportedResponse, Sex, YesNo
from aic_desktop.domain.records import Record, Treatment
from tests.rule_rows import (
    PRECURSORS,
    RED,
    Row,
    W,
    ait,
    at,
    check_row,
    count,
    found,
    graft,
    ids,
    patient,
    rules_in,
    step,
    treated,
    units,
)
from tests.values import exactly


def platelets(*days_and_values: tuple[int, int]) -> tuple[Record, ...]:
    """Counts of platelets."""
    return tuple(
        count(f"n{day}", day=at(day), value=exactly(value, "10*9/L")) for day, value in days_and_values
    )


def reported(response: ReportedResponse) -> Treatment:
    """Rituximab from +61 with a reported response."""
    return treated(response=response)


def haemoglobin(*days_and_values: tuple[int, int]) -> tuple[Record, ...]:
    """Counts of haemoglobin."""
    return tuple(
        count(f"h{day}", day=at(day), analyte="haemoglobin", value=exactly(value, "g/dL"))
        for day, value in days_and_values
    )


AGED = patient(age=exactly(30, "a"), age_at=AgeAt.HSCT, sex=Sex.FEMALE)  # normal haemoglobin is known
LOW = (ait(), *platelets((60, 5)))
ROWS = [
    Row(
        "response_after_transfusion",
        W,
        "s.day",
        (ait(), units(day=at(89)), step(day=at(90))),
        (ait(), units(day=at(88)), step(day=at(90))),
    ),
    Row(  # every day from the first to the last, and a day more
        "response_after_transfusion",
        W,
        "s.day",
        (ait(), units(day=at(80), until=at(89), daily=YesNo.YES), step(day=at(90))),
        (ait(), units(day=at(80), until=at(89)), step(day=at(90))),
    ),
    Row(  # seven days for red cells
        "response_after_transfusion",
        W,
        "s.day",
        (ait(lineage=RED), units(product=Product.RED_CELLS, day=at(83)), step(lineage=RED)),
        (ait(lineage=RED), units(product=Product.RED_CELLS, day=at(82)), step(lineage=RED)),
    ),
    Row(  # a flare is none
        "response_after_transfusion",
        W,
        "s.day",
        (ait(), units(day=at(90)), step(kind=CourseKind.COMPLETE_RESPONSE)),
        (ait(), units(day=at(90)), step(kind=CourseKind.FLARE)),
    ),
    Row(
        "response_after_transfusion",
        W,
        "rx.response_day",
        (ait(), units(day=at(90)), treated(response_day=at(90))),
        (ait(), units(day=at(90), product=Product.RED_CELLS), treated(response_day=at(90))),
    ),
    Row(  # of Evans syndrome it is open which lineage the response was judged by
        "response_after_transfusion",
        W,
        "rx.response_day",
        (ait(), units(day=at(90)), treated(response_day=at(90))),
        (ait(), ait(id="aiha", lineage=RED), units(day=at(90)), treated(response_day=at(90))),
    ),
    Row(
        "response_unlike_counts",
        W,
        "rx.response",
        (*LOW, reported(ReportedResponse.COMPLETE), *platelets((80, 60))),
        (*LOW, reported(ReportedResponse.COMPLETE), *platelets((80, 100))),
    ),
    Row(
        "response_unlike_counts",
        W,
        "rx.response",
        (*LOW, reported(ReportedResponse.PARTIAL), *platelets((80, 29))),
        (*LOW, reported(ReportedResponse.PARTIAL), *platelets((80, 30))),
    ),
    Row(
        "response_unlike_counts",
        W,
        "rx.response",
        (*LOW, reported(ReportedResponse.NONE), *platelets((80, 60))),
        (*LOW, reported(ReportedResponse.NONE), *platelets((80, 20))),
    ),
    Row(
        "response_unlike_counts",
        W,
        "rx.response",
        (AGED, ait(lineage=RED), reported(ReportedResponse.PARTIAL), *haemoglobin((60, 6), (80, 7))),
        (AGED, ait(lineage=RED), reported(ReportedResponse.PARTIAL), *haemoglobin((60, 6), (80, 9))),
    ),
    Row(  # a partial response of PRCA is told by transfusions, not by counts
        "response_unlike_counts",
        W,
        "rx.response",
        (AGED, ait(lineage=PRECURSORS), reported(ReportedResponse.COMPLETE), *haemoglobin((60, 6), (80, 7))),
        (AGED, ait(lineage=PRECURSORS), reported(ReportedResponse.PARTIAL), *haemoglobin((60, 6), (80, 7))),
    ),
    Row(  # what comes after the next treatment is that one's
        "response_unlike_counts",
        W,
        "rx.response",
        (*LOW, reported(ReportedResponse.NONE), *platelets((80, 60)), treated("b", start=at(81))),
        (*LOW, reported(ReportedResponse.NONE), *platelets((80, 60)), treated("b", start=at(70))),
    ),
    Row(  # a count of the day after a transfusion is no response, and none at all contradicts nothing
        "response_unlike_counts",
        W,
        "rx.response",
        (*LOW, reported(ReportedResponse.NONE), *platelets((80, 60)), units(day=at(70))),
        (*LOW, reported(ReportedResponse.NONE), *platelets((80, 60)), units(day=at(79))),
    ),
    Row(
        "response_unlike_counts",
        W,
        "rx.response",
        (*LOW, reported(ReportedResponse.COMPLETE), *platelets((80, 60))),
        (*LOW, reported(ReportedResponse.NOT_EVALUABLE), *platelets((80, 60))),
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=ids(ROWS))
def test_each_rule_speaks_where_something_is_odd_and_nowhere_else(row: Row) -> None:
    check_row(row)


def test_every_rule_has_a_row() -> None:
    assert {row.rule for row in ROWS} == rules_in("response")


def test_it_says_by_which_criteria_and_what_the_counts_say() -> None:
    odd = (graft(), *LOW, reported(ReportedResponse.COMPLETE), *platelets((80, 60)))
    (check,) = found("response_unlike_counts", odd)
    assert "Platelet response by ITP IWG 2009" in check.message
    assert "from +61: R." in check.message
    assert "what is reported stands" in check.message
