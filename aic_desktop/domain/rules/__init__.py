"""Checks across the fields of a case that know transplant time: they help, and never stop anything."""

from collections.abc import Iterable

from aic_desktop.domain.case import Case
from aic_desktop.domain.rules import cytopenia, entries, graft, observation, order, person, response, therapy
from aic_desktop.domain.rules.base import Check, Grade, Rule, declared
from aic_desktop.domain.rules.confirming import confirmed_words, confirming, settled

__all__ = ["RULES", "Check", "Grade", "Rule", "checks_of", "confirmed_words", "confirming"]

# A rule's function has the name of its id, which files and settings may carry.
RULES: tuple[Rule, ...] = (
    entries.required_blank,
    entries.outside_expected,
    entries.unusual_day,
    entries.implausible_count,
    entries.unit_of_other_analyte,
    entries.not_offered,
    entries.malformed_time,
    entries.uncoded_term,
    person.literature_without_reference,
    person.literature_with_identity,
    person.age_without_event,
    person.age_differs_from_dates,
    person.disease_of_other_category,
    person.gene_of_other_disease,
    graft.index_transplant,
    graft.index_not_day_0,
    graft.number_used_twice,
    graft.grafts_out_of_order,
    graft.more_matched_than_typed,
    graft.engrafted_before_graft,
    graft.engrafted_in_primary_failure,
    graft.day_of_no_failure,
    graft.conditioning_after_graft,
    graft.before_any_graft,
    graft.grade_of_other_gvhd,
    graft.twin_differs,
    order.end_before_start,
    order.before_birth,
    order.after_death,
    order.follow_up_too_early,
    order.outside_treatment,
    order.response_before_start,
    order.began_after_hsct,
    order.date_without_day_0,
    cytopenia.lineage_entered_twice,
    cytopenia.prca_without_major_mismatch,
    cytopenia.response_without_count,
    cytopenia.course_of_other_lineage,
    cytopenia.course_before_onset,
    cytopenia.diagnosed_before_onset,
    therapy.unusual_dose_unit,
    therapy.dose_out_of_range,
    therapy.antibody_near_plasma_exchange,
    therapy.ongoing_but_stopped,
    therapy.more_doses_than_stated,
    therapy.response_contradicted,
    response.response_after_transfusion,
    response.response_unlike_counts,
    therapy.grade_without_version,
    therapy.treatment_entered_twice,
    therapy.treated_before_onset,
    observation.count_entered_twice,
    observation.counts_without_time,
    observation.neutrophils_on_g_csf,
    observation.total_beside_single_transfusions,
    observation.many_units_a_day,
    person.no_follow_up,
    person.dead_without_cause,
    person.cause_while_alive,
    person.cause_named_twice,
    person.died_twice,
)


def checks_of(case: Case, rules: Iterable[Rule] = RULES) -> tuple[Check, ...]:
    """Everything the rules find in a case: what is open first, by grade, then in the order of the chart."""
    places = {record.id: place for place, record in enumerate(case.all())}
    grades = list(Grade)

    def place(check: Check) -> tuple[bool, int, int, int]:
        record = case.find(check.record)
        names = [field.name for field in declared(record)] if record else []
        field = names.index(check.field) if check.field else -1
        return not check.open, grades.index(check.grade), places[check.record], field

    raised = (check for rule in rules for check in rule(case))
    return tuple(sorted(settled(case, raised), key=place))
