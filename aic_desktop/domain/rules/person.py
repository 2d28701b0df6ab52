"""Checks of the patient and of the outcome."""

from collections.abc import Iterator
from decimal import Decimal

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import AgeAt, Origin, Status
from aic_desktop.domain.criteria import age_at_hsct
from aic_desktop.domain.rules.base import Check, declared, error, note, warning

_IDENTITY = ("name", "record_number", "birth_date")


def literature_without_reference(case: Case) -> Iterator[Check]:
    """A published case that cannot be found again."""
    patient = case.patient
    if patient.origin is Origin.LITERATURE and patient.cell("reference").blank:
        message = (
            "A case from the literature needs its publication and the patient's label in it. Enter them."
        )
        yield warning("literature_without_reference", patient, "reference", message)


def literature_with_identity(case: Case) -> Iterator[Check]:
    """A name, number or date of birth in a published case: it is an own patient, or they do not belong."""
    patient = case.patient
    for field in declared(patient) if patient.origin is Origin.LITERATURE else ():
        if field.name in _IDENTITY and getattr(patient, field.name):
            message = f"{field.label} is for own patients only. Clear it, or choose “own” as case origin."
            yield warning("literature_with_identity", patient, field.name, message)


def age_without_event(case: Case) -> Iterator[Check]:
    """An age that belongs to no event."""
    if case.patient.age and case.patient.cell("age_at").blank:
        message = "An age is entered without the event it belongs to. Choose HSCT, onset or report."
        yield warning("age_without_event", case.patient, "age_at", message, case.patient.age)


def age_differs_from_dates(case: Case) -> Iterator[Check]:
    """An age at HSCT that the dates of birth and HSCT surely do not give; completed years are stated."""
    patient = case.patient
    computed = age_at_hsct(case)
    stated = (
        patient.age if patient.age_at is AgeAt.HSCT and patient.birth_date and patient.hsct_date else None
    )
    if computed and stated and computed.low is not None and computed.high is not None:
        low, high = stated.low, stated.high
        too_high = low is not None and low > computed.high + Decimal("0.1")
        if too_high or (high is not None and high + 1 < computed.low):
            message = f"By the dates of birth and HSCT the age is {computed.text}. Correct one of the three."
            yield warning("age_differs_from_dates", patient, "age", message)


def disease_of_other_category(case: Case) -> Iterator[Check]:
    """A disease category other than that of the listed disease."""
    patient = case.patient
    listed = case.codes.diseases.get(patient.disease or "")
    if listed and patient.disease_category and patient.disease_category is not listed.category:
        message = f"{listed.label} is listed under {listed.category.label}. Check disease and category."
        yield warning("disease_of_other_category", patient, "disease_category", message)


def gene_of_other_disease(case: Case) -> Iterator[Check]:
    """A gene other than those of the listed disease."""
    patient = case.patient
    listed = case.codes.diseases.get(patient.disease or "")
    gene = (patient.gene or "").strip().upper()
    if listed and listed.genes and gene and gene not in listed.genes:
        message = f"The gene of {listed.label} is {' or '.join(listed.genes)}. Check the gene or the disease."
        yield note("gene_of_other_disease", patient, "gene", message)


def no_follow_up(case: Case) -> Iterator[Check]:
    """A case without an outcome."""
    if not case.follow_ups:
        message = "No follow-up is entered, so the case has no outcome. Enter the status at last contact."
        yield note("no_follow_up", case.patient, "", message)


def dead_without_cause(case: Case) -> Iterator[Check]:
    """A death with neither a cause nor a reason for having none."""
    for follow_up in case.follow_ups:
        if follow_up.status is Status.DEAD and follow_up.cell("cause_of_death").blank:
            message = (
                "The patient died, but no cause of death is entered. Choose one; “unknown” is one of them."
            )
            yield warning("dead_without_cause", follow_up, "cause_of_death", message)


def cause_while_alive(case: Case) -> Iterator[Check]:
    """A cause of death of a patient alive."""
    for follow_up in case.follow_ups:
        if follow_up.status is Status.ALIVE and (follow_up.cause_of_death or follow_up.contributing_causes):
            name = "cause_of_death" if follow_up.cause_of_death else "contributing_causes"
            message = "The patient is alive, but a cause of death is entered. Correct one of the two."
            yield error("cause_while_alive", follow_up, name, message)


def cause_named_twice(case: Case) -> Iterator[Check]:
    """A primary cause of death that is a contributing one as well."""
    for follow_up in case.follow_ups:
        cause = follow_up.cause_of_death
        if cause and cause in follow_up.contributing_causes:
            message = f"{cause.label} is the primary cause already. Take it out of the contributing causes."
            yield note("cause_named_twice", follow_up, "contributing_causes", message)


def died_twice(case: Case) -> Iterator[Check]:
    """More than one follow-up with the status dead."""
    deaths = [f for f in case.follow_ups if f.status is Status.DEAD]
    for follow_up in deaths[1:]:
        message = "Death is entered in more than one follow-up. Keep the one with the day of death."
        yield warning("died_twice", follow_up, "status", message, follow_up.day)
