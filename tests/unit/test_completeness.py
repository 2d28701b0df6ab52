"""What counts as filled, explained or blank, where that is entered, and what it adds up to."""

import pytest

from aic_desktop.domain.choices import MissingReason
from aic_desktop.domain.codes import analytes
from aic_desktop.domain.records import (
    Cell,
    Conditioning,
    Count,
    Course,
    Cytopenia,
    Event,
    FollowUp,
    Transplant,
    Treatment,
)
from aic_desktop.domain.rules import Grade, checks_of
from aic_desktop.domain.spec import field_of
from aic_desktop.domain.text import readings
from aic_desktop.reporting.completeness import completeness
from aic_desktop.reporting.expected import ITEMS, Mark, State
from aic_desktop.services.example import published_cases
from tests.charts import Chart

PLACES = {item.heading: place for place, item in enumerate(ITEMS)}
NOT_REPORTED = MissingReason.NOT_REPORTED


def mark(chart: Chart, heading: str) -> Mark:
    return completeness(chart.case).marks[PLACES[heading]]


def state(chart: Chart, heading: str) -> State:
    return mark(chart, heading).state


def counted(chart: Chart, analyte: str, text: str) -> None:
    """A count, whose unit hangs on its analyte."""
    added = chart.add(Count, day="+60", analyte=analyte)
    count = chart.case.find(added)
    assert count is not None
    value = readings(field_of(Count, "value"), text, analytes()[analyte].units)[0]
    chart.case = chart.case.with_record(count.with_cell("value", Cell(value)))


def test_of_a_code_alone_everything_is_blank_and_has_a_place() -> None:
    found = completeness(Chart("P").case)
    for item, standing in zip(ITEMS, found.marks, strict=True):
        expected = State.NOT_ASKED if item.heading == "Cause of death" else State.BLANK
        assert standing.state is expected, item.heading
    assert (found.asked, found.known, found.percent) == (24, 1, 4)  # the code is known
    assert found.missing[:2] == ("Case origin", "Sex")
    assert found.blanks == ()


def test_nothing_is_blank_in_the_published_cases() -> None:
    for case in published_cases():
        found = completeness(case)
        assert (found.percent, found.missing) == (100, ())


def test_a_reason_explains_and_is_kept() -> None:
    chart = Chart("P", sex=NOT_REPORTED)
    assert mark(chart, "Sex") == Mark(State.EXPLAINED, "patient", chart.case.id, "sex", NOT_REPORTED)


@pytest.mark.parametrize("typed", [{"age": "6"}, {"birth_date": "2015-03"}, {"birth_date": NOT_REPORTED}])
def test_age_or_date_of_birth_will_do(typed: dict[str, str]) -> None:
    assert state(Chart("P", **typed), "Age") is not State.BLANK


def test_the_category_of_a_listed_disease_is_known() -> None:
    assert state(Chart("P", disease="cd40l_deficiency"), "Category") is State.FILLED
    assert state(Chart("P", disease="something rare"), "Category") is State.BLANK
    assert state(Chart("P", disease="something rare", disease_category="other"), "Category") is State.FILLED


def test_a_blood_group_is_asked_of_patient_and_donor() -> None:
    chart = Chart("P", abo_before="A")
    assert mark(chart, "ABO") == Mark(State.BLANK, "transplant")
    graft = chart.add(Transplant, number="1")
    assert mark(chart, "ABO") == Mark(State.BLANK, "transplant", graft, "donor_abo")
    other = Chart("Q", abo_before="A")
    other.add(Transplant, donor_abo="O")
    assert state(other, "ABO") is State.FILLED


def test_the_graft_is_the_index_transplant() -> None:
    chart = Chart("P")
    chart.add(Transplant, number="1")
    chart.add(Transplant, number="2", index="yes", donor_relation="sibling", leukocyte_engraftment="+14")
    assert state(chart, "Donor") is State.FILLED
    assert state(chart, "Engraftment, ANC") is State.FILLED
    assert mark(chart, "Engraftment, PLT").field == "platelet_engraftment"


def test_no_conditioning_is_asked_for_where_none_was_intended() -> None:
    chart = Chart("P")
    graft = chart.add(Transplant, number="1", intensity="none")
    assert state(chart, "Conditioning") is State.NOT_ASKED
    chart.add(Conditioning, owner=graft, agent=NOT_REPORTED)
    assert state(chart, "Conditioning") is State.EXPLAINED
    other = Chart("Q")
    graft = other.add(Transplant, number="1")
    assert mark(other, "Conditioning") == Mark(State.BLANK, "conditioning")
    other.add(Conditioning, owner=graft, agent="fludarabine")
    assert state(other, "Conditioning") is State.FILLED


def test_every_lineage_has_an_onset() -> None:
    chart = Chart("P")
    chart.add(Cytopenia, episode="1", lineage="platelets", onset="+58")
    assert state(chart, "Onset") is State.FILLED
    second = chart.add(Cytopenia, episode="1", lineage="red_cells")
    assert mark(chart, "Onset") == Mark(State.BLANK, "cytopenia", second, "onset")


def test_the_first_line_is_by_number_then_by_day_then_by_entry() -> None:
    chart = Chart("P")
    entered = chart.treat("prednisolone")
    assert mark(chart, "First line start").record == entered
    earliest = chart.treat("rituximab", start="+60")
    assert mark(chart, "First line response").record == earliest
    numbered = chart.treat("eltrombopag", line="1")
    assert mark(chart, "First line response").record == numbered
    chart.treat("ciclosporin", purpose="gvhd_prophylaxis", start="-1")
    assert mark(chart, "First line response").record == numbered


def test_doses_tell_the_start_and_a_course_the_response() -> None:
    chart = Chart("P")
    treatment = chart.treat("rituximab", "+87")
    assert state(chart, "First line start") is State.FILLED
    assert state(chart, "First line response") is State.BLANK
    chart.add(Course, day="+100", kind="no_response", treatment=treatment)
    assert state(chart, "First line response") is State.FILLED


def test_why_there_was_no_treatment_explains_all_about_it() -> None:
    chart = Chart("P")
    chart.add(Treatment, agent=MissingReason.NOT_DONE)
    for heading in ("First line", "First line start", "First line response"):
        assert mark(chart, heading).reason is MissingReason.NOT_DONE


def test_every_affected_lineage_is_counted() -> None:
    chart = Chart("P")
    chart.add(Cytopenia, episode="1", lineage="platelets")
    chart.add(Cytopenia, episode="1", lineage="red_cell_precursors")
    counted(chart, "platelets", "5")
    assert state(chart, "Counts") is State.BLANK
    without = chart.add(Count, day="+60", analyte="haemoglobin", value=NOT_REPORTED)
    assert mark(chart, "Counts") == Mark(State.EXPLAINED, "count", without, "value", NOT_REPORTED)
    counted(chart, "haemoglobin", "7.2")
    assert state(chart, "Counts") is State.FILLED


def test_the_outcome_is_that_of_the_last_follow_up() -> None:
    chart = Chart("P")
    chart.add(FollowUp, day="+100", status="alive")
    assert state(chart, "Cause of death") is State.NOT_ASKED
    died = chart.add(FollowUp, day="+200", status="dead")
    assert mark(chart, "Last seen").record == died
    assert mark(chart, "Cause of death") == Mark(State.BLANK, "follow_up", died, "cause_of_death")


def test_a_required_field_counts_once_for_all_records_of_its_kind() -> None:
    chart = Chart("P")
    for day in range(30):
        chart.add(Event, day=f"+{day}", kind="bleeding")
    full = completeness(chart.case)
    one = Chart("P")
    one.add(Event, day="+1", kind="bleeding")
    assert (full.asked, full.known) == (completeness(one.case).asked, completeness(one.case).known)
    first, second = (chart.add(Event, kind="bleeding") for _ in range(2))
    blank = completeness(chart.case)
    assert (blank.asked, blank.known) == (full.asked, full.known - 1)
    assert [(m.record, m.field) for m in blank.blanks] == [(first, "day"), (second, "day")]
    assert blank.missing[-1] == f"Event: {field_of(Event, 'day').label}"


def test_what_an_item_looks_at_is_not_counted_again() -> None:
    chart = Chart("P")
    before = completeness(chart.case)
    chart.add(FollowUp)
    after = completeness(chart.case)
    assert (after.asked, after.known) == (before.asked, before.known)


def test_checks_are_counted_by_grade_where_they_were_run() -> None:
    case = published_cases()[1]
    assert completeness(case).checks == ()
    checks = checks_of(case)
    assert sum(completeness(case, checks).checks) == len(checks)
    assert completeness(case, checks).checks[0] == sum(c.grade is Grade.ERROR for c in checks)
