"""All checks together: their order, their cost, and what the two published patients raise."""

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import CauseOfDeath
from aic_desktop.domain.records import Patient
from aic_desktop.domain.rules import RULES, checks_of
from aic_desktop.services.example import published_cases
from tests.rule_rows import (
    BY_NAME,
    E,
    N,
    W,
    ait,
    at,
    case_of,
    dose,
    exchange,
    found,
    graft,
    patient,
    seen,
    treated,
)
from tests.values import exactly


def test_there_are_enough_rules_and_no_two_share_an_id() -> None:
    assert len(BY_NAME) == len(RULES) >= 25


def test_checks_come_gravest_first_then_in_the_order_of_the_chart() -> None:
    case = case_of(
        patient(code=None, age=exactly(11, "a")),
        graft(platelet_engraftment=at(300), hla_matched=12, hla_total=10),
        ait(onset=at(-3)),
        treated(agent="steroids"),
        seen(cause_of_death=CauseOfDeath.GVHD),
    )
    assert [(c.grade, c.rule, c.record) for c in checks_of(case)] == [
        (E, "more_matched_than_typed", "t"),
        (E, "cause_while_alive", "f"),
        (W, "required_blank", "p"),
        (W, "age_without_event", "p"),
        (W, "unusual_day", "t"),
        (W, "before_any_graft", "ait"),
        (N, "uncoded_term", "rx"),
    ]


def test_an_empty_case_is_told_only_what_it_needs() -> None:
    assert {c.rule for c in checks_of(Case(Patient(id="p")))} == {
        "required_blank",
        "index_transplant",
        "no_follow_up",
    }


def test_the_order_within_the_day_is_asked_for_only_while_it_is_open() -> None:
    session = exchange(start=at(192), stop=at(192))
    asked = found("antibody_near_plasma_exchange", (session, treated(), dose(day=at(192))))
    told = found("antibody_near_plasma_exchange", (session, treated(), dose(day=at(192), sequence=2)))
    assert "which came first" in asked[0].message
    assert "which came first" not in told[0].message


def test_what_really_happened_raises_no_contradiction() -> None:
    raised = {case.patient.code: [(c.grade, c.rule) for c in checks_of(case)] for case in published_cases()}
    assert raised == {
        "P1": [(N, "uncoded_term")] * 3,
        "P2": [
            (W, "antibody_near_plasma_exchange"),
            (W, "antibody_near_plasma_exchange"),
            (N, "uncoded_term"),
            (N, "response_contradicted"),
        ],
    }


def test_the_second_daratumumab_dose_lay_within_plasma_exchange_and_the_third_a_day_after() -> None:
    _, p2 = published_cases()
    warned = [c for c in checks_of(p2) if c.grade is W]
    days = [d.day.text for c in warned for d in p2.doses if d.id == c.record and d.day]
    assert days == ["+192", "+200"]
    assert "on a day of plasma exchange" in warned[0].message
    assert "a day from plasma exchange" in warned[1].message
