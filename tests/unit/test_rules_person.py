"""Checks of the patient and the outcome: what raises them, and the nearest that does not."""

import pytest

from aic_desktop.domain.choices import (
    AgeAt,
    CauseOfDeath,
    DiseaseCategory,
    Origin,
)
from tests.rule_rows import NOT_REPORTED, E, N, Row, W, at, check_row, died, ids, on, patient, rules_in, seen
from tests.values import exactly

ROWS = [
    Row(
        "literature_without_reference",
        W,
        "p.reference",
        (patient(origin=Origin.LITERATURE),),
        (patient(origin=Origin.LITERATURE, reference="(2021) 8:5, P1"),),
    ),
    Row(
        "literature_with_identity",
        W,
        "p.name",
        (patient(origin=Origin.LITERATURE, name="somebody"),),
        (patient(name="somebody"),),
    ),
    Row(
        "age_without_event",
        W,
        "p.age_at",
        (patient(age=exactly(11, "a")),),
        (patient(age=exactly(11, "a"), remarks={"age_at": NOT_REPORTED}),),
    ),
    Row(
        "age_differs_from_dates",
        W,
        "p.age",
        (
            patient(
                age=exactly(7, "a"), age_at=AgeAt.HSCT, birth_date=on("1.6.2014"), hsct_date=on("1.3.2021")
            ),
        ),
        (
            patient(
                age=exactly(6, "a"), age_at=AgeAt.HSCT, birth_date=on("1.6.2014"), hsct_date=on("1.3.2021")
            ),
        ),
    ),
    Row(
        "disease_of_other_category",
        W,
        "p.disease_category",
        (patient(disease="lrba_deficiency", disease_category=DiseaseCategory.METABOLIC),),
        (patient(disease="lrba_deficiency", disease_category=DiseaseCategory.INBORN_ERROR_OF_IMMUNITY),),
    ),
    Row(
        "gene_of_other_disease",
        N,
        "p.gene",
        (patient(disease="cd40l_deficiency", gene="CD40"),),
        (patient(disease="cd40l_deficiency", gene="CD40LG"),),
    ),
    Row("no_follow_up", N, "p.", (), (seen(),)),
    Row(
        "dead_without_cause",
        W,
        "f.cause_of_death",
        (died(cause_of_death=None),),
        (died(cause_of_death=None, remarks={"cause_of_death": NOT_REPORTED}),),
    ),
    Row(
        "cause_while_alive",
        E,
        "f.cause_of_death",
        (seen(cause_of_death=CauseOfDeath.GVHD),),
        (seen(), died("f2", day=at(400))),
    ),
    Row(
        "cause_while_alive",
        E,
        "f.contributing_causes",
        (seen(contributing_causes=(CauseOfDeath.GVHD,)),),
        (seen(contributing_causes=()),),
    ),
    Row(
        "cause_named_twice",
        N,
        "f.contributing_causes",
        (died(contributing_causes=(CauseOfDeath.GVHD, CauseOfDeath.CARDIAC)),),
        (died(contributing_causes=(CauseOfDeath.CARDIAC,)),),
    ),
    Row("died_twice", W, "f2.status", (died(), died("f2")), (seen("f2", day=at(100)), died())),
]


@pytest.mark.parametrize("row", ROWS, ids=ids(ROWS))
def test_each_rule_speaks_where_something_is_odd_and_nowhere_else(row: Row) -> None:
    check_row(row)


def test_every_rule_has_a_row() -> None:
    assert {row.rule for row in ROWS} == rules_in("person")
