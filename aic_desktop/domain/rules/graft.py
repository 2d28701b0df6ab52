"""Checks of the grafts: which one is day 0, what came before and after it, what the donor can be."""

from collections.abc import Iterator
from itertools import combinations

from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import DonorRelation, GraftFailure, GvhdKind, YesNo
from aic_desktop.domain.criteria.spans import earliest_of, surely_before
from aic_desktop.domain.moments import dated, precedes
from aic_desktop.domain.records import Chimerism, Conditioning, Cytopenia, Gvhd
from aic_desktop.domain.rules.base import Check, error, warning
from aic_desktop.domain.timepoint import Span, TimePoint

_ENGRAFTMENTS = ("leukocyte_engraftment", "neutrophil_engraftment", "platelet_engraftment")
_DAY_0 = Span(0, 0)


def index_transplant(case: Case) -> Iterator[Check]:
    """Not exactly one transplant that can be day 0."""
    if not case.transplants:
        yield warning(
            "index_transplant", case.patient, "", "No transplant is entered. Add the index transplant."
        )
    marked = [t for t in case.transplants if t.index is YesNo.YES]
    for transplant in marked[1:]:
        message = (
            "More than one transplant is marked as index transplant. Leave the mark on the one of day 0."
        )
        yield error("index_transplant", transplant, "index", message)
    if len(case.transplants) > 1 and not marked and all(t.number != 1 for t in case.transplants):
        message = "No transplant is marked as index transplant. Mark the one of day 0."
        numbers = [t.number for t in case.transplants]
        yield warning("index_transplant", case.transplants[0], "index", message, *numbers)


def index_not_day_0(case: Case) -> Iterator[Check]:
    """The index transplant on another day than day 0."""
    index = case.index_transplant
    days = case.days(index.day) if index else None
    if index and index.day and days and (surely_before(days, _DAY_0) or surely_before(_DAY_0, days)):
        message = (
            f"The index transplant is on day {index.day.text}, but days are counted from it. Its day is 0."
        )
        yield error("index_not_day_0", index, "day", message)


def number_used_twice(case: Case) -> Iterator[Check]:
    """Two transplants of the same number."""
    numbers = [t.number for t in case.transplants]
    for place, transplant in enumerate(case.transplants):
        if transplant.number is not None and transplant.number in numbers[:place]:
            message = f"There are two transplants of number {transplant.number}. Number them in their order."
            yield warning("number_used_twice", transplant, "number", message)


def grafts_out_of_order(case: Case) -> Iterator[Check]:
    """A transplant that was surely before one of a lower number."""
    numbered = sorted((t for t in case.transplants if t.number is not None), key=lambda t: t.number or 0)
    for first, second in combinations(numbered, 2):
        if first.number != second.number and precedes(case, second.day, first.day):
            message = (
                f"Transplant {second.number} lies before transplant {first.number}. Check days and numbers."
            )
            yield warning("grafts_out_of_order", second, "day", message, first.day)


def more_matched_than_typed(case: Case) -> Iterator[Check]:
    """More HLA alleles matched than typed."""
    for t in case.transplants:
        if t.hla_matched is not None and t.hla_total is not None and t.hla_matched > t.hla_total:
            message = (
                f"{t.hla_matched} alleles cannot match when {t.hla_total} were typed. Correct one of the two."
            )
            yield error("more_matched_than_typed", t, "hla_matched", message)


def engrafted_before_graft(case: Case) -> Iterator[Check]:
    """An engraftment that surely lies before its own graft."""
    for transplant in case.transplants:
        graft = transplant.day or (TimePoint.on_day(0) if transplant == case.index_transplant else None)
        for name in _ENGRAFTMENTS:
            if precedes(case, getattr(transplant, name), graft):
                message = "Engraftment lies before the graft. Check the day, and a minus sign."
                yield error("engrafted_before_graft", transplant, name, message)


def engrafted_in_primary_failure(case: Case) -> Iterator[Check]:
    """Neutrophil engraftment beside primary graft failure, which is its absence."""
    for transplant in case.transplants:
        if transplant.graft_failure is GraftFailure.PRIMARY and transplant.neutrophil_engraftment:
            message = (
                "Primary graft failure means that neutrophils never engrafted, yet a day of engraftment is "
                "entered. "
                "Choose secondary failure, or take out the day."
            )
            engrafted = transplant.neutrophil_engraftment
            yield warning("engrafted_in_primary_failure", transplant, "graft_failure", message, engrafted)


def day_of_no_failure(case: Case) -> Iterator[Check]:
    """A day of graft failure where there was none."""
    for transplant in case.transplants:
        if transplant.graft_failure is GraftFailure.NONE and transplant.graft_failure_day:
            message = (
                "A day of graft failure is entered, but graft failure is “none”. Correct one of the two."
            )
            yield error("day_of_no_failure", transplant, "graft_failure_day", message)


def conditioning_after_graft(case: Case) -> Iterator[Check]:
    """Conditioning that surely starts after its graft."""
    for conditioning in case.conditioning:
        graft = _day_of_graft(case, conditioning)
        if precedes(case, graft, conditioning.first_day):
            message = (
                "Conditioning starts after the graft. Days before day 0 take a minus sign; what is given "
                "after the graft against GvHD is entered under treatments, as GvHD prophylaxis."
            )
            yield warning("conditioning_after_graft", conditioning, "first_day", message, graft)


def before_any_graft(case: Case) -> Iterator[Check]:
    """GvHD, donor chimerism or a cytopenia after HSCT that surely lies before the first graft."""
    days = [case.days(t.day) for t in case.transplants]
    first = earliest_of(span for span in days if span)
    if first is None or None in days:
        return
    for entry in dated(case, Gvhd, Chimerism, Cytopenia):
        if entry.days and surely_before(entry.days, first):
            message = f"{entry.field.label} {entry.point.text} lies before the first graft. Check the day."
            if isinstance(entry.record, Cytopenia):
                message += " A cytopenia before HSCT is entered with the patient."
            yield warning("before_any_graft", entry.record, entry.field.name, message, entry.days, first)


def grade_of_other_gvhd(case: Case) -> Iterator[Check]:
    """An acute grade for chronic GvHD, or a chronic severity for acute GvHD."""
    for gvhd in case.gvhd:
        acute = gvhd.kind is GvhdKind.ACUTE
        name = "chronic_severity" if acute else "acute_grade"
        if gvhd.kind and getattr(gvhd, name):
            other = "severity of chronic GvHD" if acute else "grade of acute GvHD"
            message = (
                f"This is {gvhd.kind.label} GvHD, but a {other} is entered. Enter the other as its own GvHD."
            )
            yield warning("grade_of_other_gvhd", gvhd, name, message)


def twin_differs(case: Case) -> Iterator[Check]:
    """An identical twin as donor who differs in what identical twins share."""
    patient = case.patient
    shared = (
        ("donor_sex", patient.sex, "sex"),
        ("donor_abo", patient.abo_before, "blood group"),
        ("donor_rhd", patient.rhd_before, "RhD"),
    )
    for transplant in case.transplants:
        for name, own, word in shared if transplant.donor_relation is DonorRelation.IDENTICAL_TWIN else ():
            donors = getattr(transplant, name)
            if own and donors and own != donors:
                message = f"Donor and patient differ in {word}, which identical twins share. Check both."
                yield warning("twin_differs", transplant, name, message, own)


def _day_of_graft(case: Case, conditioning: Conditioning) -> TimePoint | None:
    transplant = next((t for t in case.transplants if t.id == conditioning.owner), None)
    if transplant and transplant == case.index_transplant:
        return transplant.day or TimePoint.on_day(0)
    return transplant.day if transplant else None
