"""What clinicians type for days, dates and ages, and what it may never become."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.domain.problem import Problem
from aic_desktop.domain.timepoint import (
    Basis,
    Calendar,
    Span,
    TimePoint,
    date_readings,
    render,
    time_readings,
)

EARLIEST, LATEST = date(1900, 1, 1).toordinal(), date(2100, 12, 31).toordinal()

# Text -> bounds in days after HSCT; one reading each.
DAYS: dict[str, tuple[int | None, int | None]] = {
    "58": (58, 58), "+58": (58, 58), "d58": (58, 58), "d+58": (58, 58), "D+58": (58, 58), "day 58": (58, 58),
    "day +58": (58, 58), "Tag 58": (58, 58), "T+58": (58, 58), " 58 ": (58, 58), "58 days": (58, 58),
    "58 d": (58, 58), "58 Tage nach HSZT": (58, 58), "day 58 after HSCT": (58, 58), "am Tag 58": (58, 58),
    "d-7": (-7, -7), "-7": (-7, -7), "−7": (-7, -7), "–7": (-7, -7), "Tag -7": (-7, -7),
    "0": (0, 0), "+0": (0, 0), "d0": (0, 0), "+2020": (2020, 2020), "d2020": (2020, 2020),
    "58..61": (58, 61), "58-61": (58, 61), "58–61": (58, 61), "58…61": (58, 61), "58 - 61": (58, 61),
    "+58 to +61": (58, 61), "58 bis 61": (58, 61), "d58-61": (58, 61), "d+58–d+61": (58, 61),
    "between 58 and 61": (58, 61), "between +58 and +61": (58, 61), "zwischen Tag 58 und Tag 61": (58, 61),
    "von 58 bis 61": (58, 61), "from 58 to 61": (58, 61), "day 58 to day 58": (58, 58),
    "-7..-4": (-7, -4), "-7--4": (-7, -4), "−7–−4": (-7, -4), "d-7 bis d-4": (-7, -4), "-7 bis -4": (-7, -4),
    "-7..4": (-7, 4), "-7-+4": (-7, 4),
    # 5 % of 913 is 45.65; below 60 the least margin of 3 days holds.
    "~913": (867, 959), "ca. 913": (867, 959), "about 913": (867, 959), "etwa Tag 913": (867, 959),
    "~58": (55, 61), "um Tag 58": (55, 61), "~-7": (-10, -4), "about 0": (-3, 3),
    ">=200": (200, None), "≥200": (200, None), ">200": (201, None), "> +200": (201, None),
    "after 199": (200, None), "nach Tag 199": (200, None), "from 61": (61, None), "ab 61": (61, None),
    "seit 61": (61, None), "since day 61": (61, None), ">-8": (-7, None),
    "<30": (None, 29), "<=30": (None, 30), "≤30": (None, 30), "before 30": (None, 29), "vor 30": (None, 29),
    "bis 30": (None, 30), "bis zum Tag 30": (None, 30), "until +30": (None, 30), "by day 30": (None, 30),
    # 2.45 to 2.55 years of 365.25 days; 7.5 to 8.5 months of 30.4375 days; 2.5 to 3.5 weeks.
    "2.5 y": (895, 931), "2,5 J": (895, 931), "2.5 Jahre": (895, 931), "2.5y": (895, 931),
    "2.5 years after HSCT": (895, 931), "8 mo": (229, 258), "8 Monate": (229, 258), "+8 mo": (229, 258),
    "3 wk": (18, 24), "3 Wochen": (18, 24), "-3 wk": (-24, -18), "2 y 6 mo": (898, 928),
    "about 2.5 y": (849, 977), ">2.5 y": (914, None), ">=2.5 y": (914, None), "<2.5 y": (None, 913),
    "2..3 y": (548, 1278), "8 to 10 wk": (53, 73), "6 mo - 2 y": (168, 913), "2.50 y": (912, 914),
    # Week 1 is days 0 to 6.
    "week 1": (0, 6), "week 8": (49, 55), "Woche 8": (49, 55), "in week 8": (49, 55), "week 8-10": (49, 69),
}  # fmt: skip

# Text -> first and last day; one reading each, by `time_readings` and by `date_readings`.
DATES: dict[str, tuple[str | None, str | None]] = {
    "2020-03-12": ("2020-03-12", "2020-03-12"), "2020/3/12": ("2020-03-12", "2020-03-12"),
    "2020-03-12 00:00:00": ("2020-03-12", "2020-03-12"), "2020-03-12T00:00": ("2020-03-12", "2020-03-12"),
    "12.3.2020": ("2020-03-12", "2020-03-12"), "12. 3. 2020": ("2020-03-12", "2020-03-12"),
    "3.4.2020": ("2020-04-03", "2020-04-03"), "12.03.20": ("2020-03-12", "2020-03-12"),
    "1.1.29": ("2029-01-01", "2029-01-01"), "1.1.50": ("1950-01-01", "1950-01-01"),
    "12 Mar 2020": ("2020-03-12", "2020-03-12"), "12. März 2020": ("2020-03-12", "2020-03-12"),
    "12-Mar-2020": ("2020-03-12", "2020-03-12"), "March 12, 2020": ("2020-03-12", "2020-03-12"),
    "12th March 2020": ("2020-03-12", "2020-03-12"), "12 Dez 19": ("2019-12-12", "2019-12-12"),
    "29.2.2020": ("2020-02-29", "2020-02-29"), "13/4/2020": ("2020-04-13", "2020-04-13"),
    "3/14/2020": ("2020-03-14", "2020-03-14"), "3/3/2020": ("2020-03-03", "2020-03-03"),
    "Mar 2020": ("2020-03-01", "2020-03-31"), "März 2020": ("2020-03-01", "2020-03-31"),
    "3/2020": ("2020-03-01", "2020-03-31"), "2020-03": ("2020-03-01", "2020-03-31"),
    "03.2020": ("2020-03-01", "2020-03-31"), "im Februar 2020": ("2020-02-01", "2020-02-29"),
    "in 2020": ("2020-01-01", "2020-12-31"), "Jahr 2020": ("2020-01-01", "2020-12-31"),
    "2020-03-12..2020-03-15": ("2020-03-12", "2020-03-15"),
    "2020-03-12 - 2020-03-15": ("2020-03-12", "2020-03-15"),
    "2020-03-12–2020-03-15": ("2020-03-12", "2020-03-15"),
    "12.3.2020-15.3.2020": ("2020-03-12", "2020-03-15"),
    "12.-15.3.2020": ("2020-03-12", "2020-03-15"), "12.3.-15.4.2020": ("2020-03-12", "2020-04-15"),
    "12-15 Mar 2020": ("2020-03-12", "2020-03-15"), "2019..2020-03": ("2019-01-01", "2020-03-31"),
    "Mar-May 2020": ("2020-03-01", "2020-05-31"),
    "vom 12.3. bis zum 15.3.2020": ("2020-03-12", "2020-03-15"),
    "2020-03..2020-05": ("2020-03-01", "2020-05-31"),
    "about 12.3.2020": ("2020-03-09", "2020-03-15"), "ca. März 2020": ("2020-02-15", "2020-04-15"),
    ">=2020-03-12": ("2020-03-12", None), "after 12.3.2020": ("2020-03-13", None),
    "nach März 2020": ("2020-04-01", None), "ab März 2020": ("2020-03-01", None),
    "before 3/2020": (None, "2020-02-29"), "bis 2020-03": (None, "2020-03-31"),
}  # fmt: skip

# Text -> days of age; one reading each.
AGES: dict[str, tuple[int | None, int | None]] = {
    # Completed years: up to the day before the next birthday.
    "age 8 y": (2922, 3287), "age 8": (2922, 3287), "8 years old": (2922, 3287), "8 Jahre alt": (2922, 3287),
    "im Alter von 8 Jahren": (2922, 3287), "at the age of 8 years": (2922, 3287), "aged 8 y": (2922, 3287),
    "age 6..7 y": (2191, 2921), "age 6-7 y": (2191, 2921), "age 8 mo": (243, 273), "age 1 y 3 mo": (456, 486),
    "age 1.5 y": (530, 566), "1.5 y of age": (530, 566), "Alter 1,5 J": (530, 566), "age 530 d": (530, 530),
    "age <2 y": (None, 730), "age ≤8 y": (None, 3287), "age ≥2 y": (731, None), "age 0": (0, 365),
    "about age 0 y": (0, 368),
}  # fmt: skip


def bounds(points: tuple[TimePoint, ...]) -> list[tuple[int | None, int | None]]:
    return [(point.earliest, point.latest) for point in points]


def ordinal(text: str | None) -> int | None:
    return None if text is None else date.fromisoformat(text).toordinal()


@pytest.mark.parametrize("text", DAYS)
def test_days_after_hsct(text: str) -> None:
    readings = time_readings(text)
    assert bounds(readings) == [DAYS[text]]
    assert readings[0].basis is Basis.DAY
    assert readings[0].text == text.strip()


@pytest.mark.parametrize("text", DATES)
def test_dates(text: str) -> None:
    expected = (ordinal(DATES[text][0]), ordinal(DATES[text][1]))
    for readings in (time_readings(text), date_readings(text)):
        assert bounds(readings) == [expected]
        assert readings[0].basis is Basis.DATE


@pytest.mark.parametrize("text", AGES)
def test_ages(text: str) -> None:
    readings = time_readings(text)
    assert bounds(readings) == [AGES[text]]
    assert readings[0].basis is Basis.AGE


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("3/4/2020", ["2020-04-03", "2020-03-04"]),
        ("3-4-2020", ["2020-04-03", "2020-03-04"]),
        ("1.1.49", ["1949-01-01", "2049-01-01"]),
        ("1.1.49-3.1.49", ["1949-01-01..1949-01-03", "2049-01-01..2049-01-03"]),
        ("12. März 31", ["1931-03-12", "2031-03-12"]),
        ("3/4/2020 - 5/4/2020", ["2020-04-03..2020-04-05", "2020-03-04..2020-05-04"]),
        ("2020", ["2020-01..2020-12", "+2020"]),
        ("2019-2021", ["2019-01..2021-12", "+2019..+2021"]),
        ("3-2020", ["2020-03", "+3..+2020"]),
        ("-7-4", ["-7..-4", "-7..+4"]),
        ("nach 2 Jahren", ["≥+731", "+548..+913"]),
    ],
)
def test_what_can_be_read_in_two_ways_is(text: str, readings: list[str]) -> None:
    assert [render(point) for point in time_readings(text)] == readings


def test_a_bare_number_is_no_year_outside_the_years_of_living_people() -> None:
    assert bounds(time_readings("1899")) == [(1899, 1899)]
    assert bounds(time_readings("2101")) == [(2101, 2101)]
    assert len(time_readings("1900")) == len(time_readings("2100")) == 2


def test_as_a_date_a_bare_year_is_only_a_year() -> None:
    assert bounds(date_readings("2020")) == [(ordinal("2020-01-01"), ordinal("2020-12-31"))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Nothing is entered"), ("   ", "Nothing is entered"),
        ("foo", "“foo” is not understood. Try +58"),
        ("31.2.2020", "February 2020 has the days 1 to 29, not 31"), ("0.1.2020", "not 0"),
        ("29.2.2021", "1 to 28"), ("2020-13-01", "no month 13"), ("31/31/2020", "no month 31"),
        ("12.3.1850", "outside 1900 to 2100"), ("61-58", "lies before the start"),
        ("2020-03-15..2020-03-12", "lies before the start"), ("3 y - 8 mo", "lies before the start"),
        ("12.3.", "needs its year"), ("2.5", "its unit"), ("58.5", "not a whole day"),
        ("1.000 d", "whole number"), ("1,000", "not a whole day"), ("142.000", "not a whole day"),
        ("99999", "120 years"), ("Mar 20", "not understood"),
        ("vor 2 Jahren", "before today"), ("58 und 61", "not understood"), ("today", "not understood"),
        ("heute", "not understood"), ("~58..61", "not understood"), ("age -5", "not understood"),
        ("age <0", "cannot be negative"), ("week 0", "not understood"), ("5 mg", "not understood"),
        ("before 1900-01-01", "outside 1900"), ("9" * 200, "too long"),
        ("58..", "not understood"), ("-", "not understood"), ("..", "not understood"),
        ("age", "not understood"), ("~", "not understood"), ("1-2-3", "not understood"),
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(Problem, match=re.escape(said)):
        time_readings(text)


@pytest.mark.parametrize("text", ["+58", "58", "58..61", "2.5 y", "age 8 y", "", "12.3."])
def test_a_date_field_takes_only_dates(text: str) -> None:
    with pytest.raises(Problem, match=r"such as 12\.3\.2020"):
        date_readings(text)


@pytest.mark.parametrize(
    "text", ["2020", "2020-03", "Mar 2020", "3/2020", "8 mo", "2.5 y", "2.500 y", "week 8", "age 8 y"]
)
def test_what_names_no_day_is_never_exact(text: str) -> None:
    readings = [point for point in time_readings(text) if render(point) != "+2020"]
    assert readings
    assert not any(point.exact for point in readings)


def days(low: int, high: int) -> st.SearchStrategy[tuple[int | None, int | None]]:
    """Bounds of every shape: exact, closed, open on either side."""
    closed = st.tuples(st.integers(low, high), st.integers(low, high)).map(
        lambda pair: (min(pair), max(pair))
    )
    exact = st.integers(low, high).map(lambda day: (day, day))
    opened = st.tuples(st.integers(low, high), st.booleans()).map(
        lambda x: (x[0], None) if x[1] else (None, x[0])
    )
    return closed | exact | opened


def points() -> st.SearchStrategy[TimePoint]:
    shapes = {
        Basis.DAY: days(-45_000, 45_000) | days(-30, 400),
        Basis.DATE: days(EARLIEST, LATEST),
        Basis.AGE: days(0, 45_000) | days(0, 800),
    }
    return st.sampled_from(Basis).flatmap(
        lambda basis: shapes[basis].map(lambda pair: TimePoint(basis, *pair, text="as entered"))
    )


@given(points())
def test_the_normal_form_is_read_back_in_one_way(point: TimePoint) -> None:
    readings = time_readings(render(point))
    assert [(found.basis, found.earliest, found.latest) for found in readings] == [
        (point.basis, point.earliest, point.latest)
    ]
    if point.basis is Basis.DATE:
        assert bounds(date_readings(render(point))) == bounds(readings)


@pytest.mark.parametrize("text", [*DAYS, *DATES, *AGES])
def test_the_normal_form_of_every_known_form_is_stable(text: str) -> None:
    for point in time_readings(text):
        assert bounds(time_readings(render(point))) == [(point.earliest, point.latest)]


def test_whole_months_and_ages_are_written_short() -> None:
    assert render(time_readings("März 2020")[0]) == "2020-03"
    assert render(time_readings("1.3.2020 - 30.3.2020")[0]) == "2020-03-01..2020-03-30"
    assert render(time_readings("Alter 1,5 J")[0]) == "age 1.5 y"
    assert render(time_readings("age 18 mo")[0]) == "age 18 mo"
    assert render(time_readings("age 0 d")[0]) == "age 0 d"


PIECES = st.sampled_from(
    [*"0123456789", *"+-–−~<>=≤≥.,/ ²³⁹×x*'", "..", "2020", "٣", "d", "y", "mo", "wk", "J", "Mar", "Mai ",
     "Tag ", "age ", "of age", "alt", "ca. ", "vor ", "nach ", "between ", " and ", " bis ", " to ", "week "]
)  # fmt: skip


@given(st.text(max_size=120) | st.lists(PIECES, max_size=12).map("".join))
def test_no_text_makes_anything_but_readings_or_a_problem(text: str) -> None:
    for read in (time_readings, date_readings):
        try:
            readings = read(text)
        except Problem:
            continue
        assert readings
        assert len({(point.basis, point.earliest, point.latest) for point in readings}) == len(readings)
        assert all(point.text == text.strip() for point in readings)


@given(st.integers(-45_000, 45_000))
def test_an_exact_day_for_programs_reads_like_a_typed_one(day: int) -> None:
    point = TimePoint.on_day(day)
    assert point.exact
    assert time_readings(point.text) == (point,)


@pytest.mark.parametrize(("earliest", "latest"), [(None, None), (2, 1)])
def test_an_interval_without_days_cannot_exist(earliest: int | None, latest: int | None) -> None:
    with pytest.raises(ValueError, match="time point"):
        TimePoint(Basis.DAY, earliest, latest, "")


def test_a_span_is_sorted_by_its_middle_or_its_known_end() -> None:
    assert Span(58, 61).middle == 59.5
    assert Span(200, None).middle == 200
    assert Span(None, 29).middle == 29
    assert Span(58, 58).exact
    assert not Span(58, 61).exact
    assert not Span(58, None).exact


DAY_0 = date_readings("2020-01-14")[0]
JANUARY = date_readings("2020-01")[0]
BIRTH = date_readings("2012-01-14")[0]


@pytest.mark.parametrize(
    ("hsct", "birth", "text", "expected"),
    [
        (None, None, "+58", Span(58, 58)),
        (None, None, "2020-03-12", None),
        (None, BIRTH, "age 8 y", None),
        (DAY_0, None, "age 8 y", None),
        (DAY_0, None, "2020-03-12", Span(58, 58)),
        (DAY_0, None, "2020-03", Span(47, 77)),
        (DAY_0, None, ">=2020-03-12", Span(58, None)),
        (DAY_0, None, "before 12.3.2020", Span(None, 57)),
        # Day 0 is known to the month: so is everything that was entered as a date.
        (JANUARY, None, "2020-03-12", Span(41, 71)),
        (JANUARY, None, "+58", Span(58, 58)),
        (date_readings("from 1.1.2020")[0], None, "2020-03-12", Span(None, 71)),
        (date_readings("from 1.1.2020")[0], None, "after 2020-03-12", None),
        # Eight years of 365.25 days after 14 January 2012.
        (DAY_0, BIRTH, "age 8 y", Span(0, 365)),
        (DAY_0, date_readings("2012")[0], "age 8 y", Span(-13, 717)),
    ],
)
def test_days_after_hsct_of_any_basis(
    hsct: TimePoint | None, birth: TimePoint | None, text: str, expected: Span | None
) -> None:
    assert Calendar(hsct, birth).days(time_readings(text)[0]) == expected


def test_nothing_entered_has_no_day() -> None:
    calendar = Calendar(DAY_0, BIRTH)
    assert calendar.days(None) is None
    assert calendar.dates(None) is None
    assert calendar.other_face(None) == ""


@pytest.mark.parametrize(
    ("hsct", "text", "expected"),
    [
        (DAY_0, "+58", "2020-03-12"),
        (DAY_0, "-7", "2020-01-07"),
        (DAY_0, "58..61", "2020-03-12..2020-03-15"),
        (DAY_0, ">=58", "≥2020-03-12"),
        (DAY_0, "2020-03-12", "+58"),
        (DAY_0, "12.3.-15.3.2020", "+58..+61"),
        (DAY_0, "14.1.2020", "0"),
        (DAY_0, "age 8 y", "0..+365"),
        (JANUARY, "+58", "2020-02-28..2020-03-29"),
        (JANUARY, "2020-03-12", "+41..+71"),
        (None, "+58", ""),
        (None, "2020-03-12", ""),
    ],
)
def test_the_other_face_beside_the_field(hsct: TimePoint | None, text: str, expected: str) -> None:
    assert Calendar(hsct, BIRTH).other_face(time_readings(text)[0]) == expected


@given(st.integers(EARLIEST, LATEST), st.integers(-20_000, 20_000))
def test_dates_are_a_view_of_days(zero: int, day: int) -> None:
    calendar = Calendar(TimePoint(Basis.DATE, zero, zero, ""))
    dates = calendar.dates(TimePoint.on_day(day))
    assert dates == Span(zero + day, zero + day)
    assert calendar.days(TimePoint(Basis.DATE, *dates, "")) == Span(day, day)
