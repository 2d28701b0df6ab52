"""A warning that is right all the same: confirmed with a reason until anything it looked at changes."""

from dataclasses import replace

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, applied, deletion, inverse
from aic_desktop.domain.records import Cell, Dose
from aic_desktop.domain.rules import Check, Grade, checks_of, confirmed_words, confirming
from aic_desktop.reporting.completeness import completeness
from aic_desktop.services.checks import CaseChecks, RegistryReport
from aic_desktop.services.example import published_cases
from tests.rule_rows import Row, at, case_of, dose, exchange, found, graft, seen, treated
from tests.unit.test_rules_cytopenia import ROWS as CYTOPENIA
from tests.unit.test_rules_entries import ROWS as ENTRIES
from tests.unit.test_rules_graft import ROWS as GRAFT
from tests.unit.test_rules_observation import ROWS as OBSERVATION
from tests.unit.test_rules_order import ROWS as ORDER
from tests.unit.test_rules_person import ROWS as PERSON
from tests.unit.test_rules_response import ROWS as RESPONSE
from tests.unit.test_rules_therapy import ROWS as THERAPY

EVERY = (*CYTOPENIA, *ENTRIES, *GRAFT, *OBSERVATION, *ORDER, *PERSON, *RESPONSE, *THERAPY)
DAY = "2021-03-12"
NEAR = "antibody_near_plasma_exchange"


def confirmed(case: Case, check: Check, reason: str = "given on purpose") -> Case:
    """The case after somebody has confirmed a check."""
    after = applied(case, confirming(case, check, reason, "meier", DAY))
    assert after is not None
    return after


def near(case: Case) -> Check:
    """The warning of the antibody beside plasma exchange."""
    return next(check for check in checks_of(case) if check.rule == NEAR)


@pytest.fixture
def beside() -> Case:
    """Rituximab on +192, plasma exchange from +190 to +192."""
    session = exchange(start=at(190), stop=at(192))
    return case_of(graft(), session, treated(), dose(day=at(192), sequence=1), seen())


@pytest.mark.parametrize("row", EVERY, ids=[f"{row.rule}-{n}" for n, row in enumerate(EVERY)])
def test_every_warning_and_note_can_be_confirmed_and_no_contradiction(row: Row) -> None:
    case = case_of(*row.odd)
    check = found(row.rule, row.odd)[0]
    if check.grade is Grade.ERROR:
        with pytest.raises(AssertionError):
            confirming(case, check, "so it was", "meier", DAY)
        return
    after = [c for c in checks_of(confirmed(case, check)) if c.rule == row.rule and c.record == check.record]
    assert [c.open for c in after if c.field == check.field] == [False]


def test_it_says_who_when_and_why(beside: Case) -> None:
    check = near(confirmed(beside, near(beside)))
    assert not check.open
    assert confirmed_words(check) == "Confirmed by meier on 2021-03-12: given on purpose"
    assert confirmed_words(near(beside)) == ""


@pytest.mark.parametrize(
    ("record", "field", "other"),
    [("d", "day", 191), ("d", "sequence", 2), ("pex", "start", 191), ("pex", "stop", 193)],
)
def test_it_is_open_again_when_anything_it_looked_at_changes(
    beside: Case, record: str, field: str, other: int
) -> None:
    settled = confirmed(beside, near(beside))
    changed = settled.find(record)
    assert changed is not None
    value = other if field == "sequence" else at(other)
    after = settled.with_record(changed.with_cell(field, Cell(value)))
    assert near(after).open
    assert not near(after.with_record(changed)).open, "the value is what it was when it was confirmed"


def test_what_it_did_not_look_at_leaves_it_confirmed(beside: Case) -> None:
    settled = confirmed(beside, near(beside))
    given = settled.doses[0]
    noted = given.with_cell("day", replace(given.cell("day"), note="page 3"))
    assert not near(settled.with_record(noted)).open
    retyped = given.with_cell("day", Cell(replace(at(192), text="d192")))
    assert not near(settled.with_record(retyped)).open


def test_without_a_reason_it_is_taken_back_and_a_second_reason_takes_the_place_of_the_first(
    beside: Case,
) -> None:
    settled = confirmed(beside, near(beside))
    again = confirmed(settled, near(settled), "checked in the chart")
    assert [c.reason for c in again.confirmations] == ["checked in the chart"]
    assert confirmed(again, near(again), "") == beside


def test_what_is_open_comes_first_and_only_that_is_counted(beside: Case) -> None:
    before = checks_of(beside)
    assert [c.rule for c in before if c.grade is Grade.WARNING] == [NEAR]
    settled = confirmed(beside, near(beside))
    after = checks_of(settled)
    assert [c.open for c in after] == [True] * (len(before) - 1) + [False]
    assert completeness(beside, before).checks[1] == 1
    assert completeness(settled, after).checks[1] == 0
    assert completeness(settled).percent == completeness(beside).percent


def test_the_report_of_a_registry_tells_what_was_confirmed_apart(beside: Case) -> None:
    settled = confirmed(beside, near(beside))
    report = RegistryReport((), (CaseChecks.of(settled),))
    assert report.count(Grade.WARNING) == 0
    assert "no warnings" in report.lines[1]
    assert report.lines[1].endswith("; 1 confirmed.")
    told = next(line for line in report.lines if "plasma exchange, which" in line)
    assert told.startswith("Confirmed warning: X, Treatment")
    assert told.endswith("Confirmed by meier on 2021-03-12: given on purpose")


def test_it_goes_with_the_record_it_is_about_and_comes_back_with_it(beside: Case) -> None:
    settled = confirmed(beside, near(beside))
    changes = deletion(settled, settled.treatments[1])
    gone = applied(settled, changes)
    assert gone is not None
    assert gone.doses == gone.confirmations == ()
    assert applied(gone, inverse(ChangeSet("", changes)).changes) == settled


def test_the_published_warnings_can_be_confirmed_one_by_one() -> None:
    case = published_cases()[1]
    for left in (1, 0):
        case = confirmed(case, checks_of(case)[0])
        assert sum(c.open and c.grade is Grade.WARNING for c in checks_of(case)) == left
    assert {type(case.find(c.record or "")) for c in case.confirmations} == {Dose}
