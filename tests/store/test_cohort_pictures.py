"""Pictures of a registry in a file: of those asked for, as it stands, and stopped when nobody waits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aic_desktop.bootstrap import create_registry
from aic_desktop.domain.changes import ChangeSet, edit
from aic_desktop.domain.records import Cell
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.reporting.cohort import CLOCKS, Around, cohort_of
from aic_desktop.reporting.pictures import Zero, curves, response_by_line, swimmer
from aic_desktop.services.cohort import Cohorts
from aic_desktop.services.example import example_changes, published_cases
from aic_desktop.store.cases import RegistryStore
from aic_desktop.store.cohort import RegistryCohort

AROUND = Around("daratumumab")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RegistryStore]:
    registry = create_registry(tmp_path / "r.aic")
    registry.write(example_changes(), "tester")
    yield registry
    registry.close()


@pytest.fixture
def cohorts(store: RegistryStore) -> Cohorts:
    return Cohorts(RegistryCohort(store.database))


def test_pictures_of_a_file_are_those_of_its_cases(cohorts: Cohorts) -> None:
    cohort, cases = cohorts.cohort(AROUND), published_cases()
    assert response_by_line(cohort) == response_by_line(cohort_of(cases))
    for key in CLOCKS:
        found, expected = (held.time_to_event(key) for held in (cohort, cohort_of(cases)))
        assert curves([("", found)]) == curves([("", expected)])
    plot = cohorts.swimmer(Zero.HSCT, AROUND.agent, cohort.ids)
    assert plot == swimmer(cases, Zero.HSCT, AROUND.agent)


def test_a_change_of_one_case_is_in_the_next_picture(store: RegistryStore, cohorts: Cohorts) -> None:
    assert cohorts.cohort(AROUND).time_to_event("survival").n == 1
    case = published_cases()[1]
    (last,) = case.follow_ups
    store.write(ChangeSet("Death", (edit(case, last, "day", Cell(TimePoint.on_day(210))),)), "tester")
    found = cohorts.cohort(AROUND).time_to_event("survival")
    assert (found.n, found.curve.days[0], found.unplaced) == (2, 210, ())


def test_lanes_are_of_those_asked_for_and_can_be_stopped(cohorts: Cohorts) -> None:
    ids = cohorts.cohort(AROUND).ids
    assert [lane.case for lane in cohorts.swimmer(Zero.HSCT, AROUND.agent, ids[1:]).lanes] == [ids[1]]

    def stop(_done: int, _of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        cohorts.swimmer(Zero.HSCT, AROUND.agent, ids, stop)
