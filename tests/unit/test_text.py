"""What is typed into a field and what the field shows."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.choices import CauseOfDeath, Purpose
from aic_desktop.domain.codes import analytes
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import RECORDS, Course, FollowUp, Record, Treatment
from aic_desktop.domain.spec import Field, Kind, field_of, fields_of
from aic_desktop.domain.text import in_words, readings, shown, title_of
from aic_desktop.domain.timepoint import TimePoint
from tests.strategies import records

PLATELETS = analytes()["platelets"].units


@given(st.sampled_from(RECORDS).flatmap(records))
def test_what_a_field_shows_reads_back_as_its_value(record: Record) -> None:
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        if field.kind in (Kind.INT, Kind.CHOICE, Kind.CHOICES):
            assert readings(field, shown(field, value)) == (value,)


@pytest.mark.parametrize("record", RECORDS)
@given(text=st.text(max_size=30))
def test_no_text_makes_anything_but_a_value_or_a_problem(record: type[Record], text: str) -> None:
    for field in fields_of(record):
        with contextlib.suppress(Problem):
            assert readings(field, text, field.spec.units or PLATELETS)


def field(record: type[Record], name: str) -> Field:
    return field_of(record, name)


def test_choices_are_typed_by_code_or_label() -> None:
    purpose = field(Treatment, "purpose")
    assert readings(purpose, "GvHD prophylaxis") == readings(purpose, "gvhd_prophylaxis")
    assert readings(purpose, "") == (None,)
    with pytest.raises(Problem, match="is not one of: cytopenia"):
        readings(purpose, "because")
    causes = field(FollowUp, "contributing_causes")
    assert readings(causes, "cardiac, thromboembolism") == (
        (CauseOfDeath.CARDIAC, CauseOfDeath.THROMBOEMBOLISM),
    )
    assert readings(causes, "") == ((),)


def test_numbers_that_are_none_are_refused_in_words() -> None:
    with pytest.raises(Problem, match="Line is a whole number"):
        readings(field(Treatment, "line"), "first")


def test_a_record_is_named_by_what_it_is_and_when() -> None:
    start = TimePoint.on_day(87)
    treatment = Treatment(id="t", agent="rituximab", purpose=Purpose.CYTOPENIA, start=start)
    assert title_of(treatment) == "rituximab, cytopenia, +87"
    assert title_of(Course(id="c", position=2)) == "Course 3"
    assert in_words(start) == "+58".replace("58", "87")
    assert in_words(None) == "nothing"
