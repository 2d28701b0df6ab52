"""Which backups are kept: everything of two days, then the last of each day, week and month."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.services.safekeeping import DAILY, EVERYTHING, WEEKLY, outlived

NOW = datetime(2026, 11, 26, 18, 30)
AGES = st.lists(st.timedeltas(timedelta(0), timedelta(days=1500)), max_size=60)


def kept(*times: datetime) -> list[datetime]:
    return sorted(set(times) - outlived(times, NOW))


def test_of_two_days_everything_is_kept() -> None:
    times = [NOW - timedelta(minutes=30 * n) for n in range(96)]
    assert kept(*times) == sorted(times)


def test_of_older_days_the_last_of_each() -> None:
    day = NOW - timedelta(days=10)
    morning, noon, night = (day.replace(hour=hour) for hour in (8, 12, 22))
    before = night - timedelta(days=1)
    assert kept(morning, noon, night, before) == [before, night]


def test_of_older_weeks_and_months_the_last_of_each() -> None:
    monday = datetime(2026, 6, 1, 9)
    assert kept(monday, monday + timedelta(days=3), monday + timedelta(days=7)) == [
        monday + timedelta(days=3),
        monday + timedelta(days=7),
    ]
    assert kept(datetime(2024, 3, 2), datetime(2024, 3, 30), datetime(2024, 4, 1)) == [
        datetime(2024, 3, 30),
        datetime(2024, 4, 1),
    ]


@given(AGES)
def test_the_newest_is_kept_and_no_span_is_left_without(ages: list[timedelta]) -> None:
    times = [NOW - age for age in ages]
    remaining = kept(*times)
    assert not times or max(times) in remaining
    assert kept(*remaining) == remaining
    assert {t for t in times if NOW - t <= EVERYTHING} <= set(remaining)
    assert {t.date() for t in times if NOW - t <= DAILY} == {t.date() for t in remaining if NOW - t <= DAILY}
    weeks = [{t.isocalendar()[:2] for t in some if NOW - t <= WEEKLY} for some in (times, remaining)]
    assert weeks[0] == weeks[1]
    months = [{(t.year, t.month) for t in some} for some in (times, remaining)]
    assert len(months[0] - months[1]) <= 1  # one that a week has taken over, at a year's age


@given(AGES, st.integers(0, 400))
def test_as_time_goes_by_what_was_given_up_is_not_missed(ages: list[timedelta], days: int) -> None:
    """Thinned out every day or once after a long time: the newest of every month is there all the same."""
    times = {NOW - age for age in ages}
    step = set(times)
    for day in range(0, days, 7):
        step -= outlived(step, NOW + timedelta(days=day))
    late = NOW + timedelta(days=days)
    step -= outlived(step, late)
    once = times - outlived(times, late)
    assert (max(step), max(once)) == (max(times), max(times)) if times else not step
    assert len(step) <= len(times)
