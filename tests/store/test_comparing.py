"""Comparing cases of a real registry: each is read once, again when it changed, no more than are drawn."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from aic_desktop.bootstrap import create_registry
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, deletion, edit, insertions
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Cell, Count, RecordId
from aic_desktop.reporting.pictures import Asked
from aic_desktop.services.comparing import Comparisons
from aic_desktop.store.cases import RegistryStore
from aic_desktop.store.cohort import RegistryCohort
from tests.charts import Chart


def written(number: int) -> Case:
    chart = Chart(f"K{number:02}")
    chart.treat("daratumumab", f"+{60 + number}")
    for day, value in ((40, "5"), (90, "120")):
        chart.add(Count, day=f"+{day + number}", analyte="platelets", value=value)
    return chart.case


CASES = [written(number) for number in range(60)]
IDS = [case.id for case in CASES]


class Watched(RegistryCohort):
    """Tells which cases were read."""

    read: tuple[RecordId, ...] = ()

    def cases(self, ids: Collection[RecordId]) -> Iterator[Case]:
        self.read += tuple(ids)
        return super().cases(ids)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RegistryStore]:
    registry = create_registry(tmp_path / "sixty.aic")
    registry.write(ChangeSet("Import", tuple(c for case in CASES for c in insertions(case))), "tester")
    yield registry
    registry.close()


@pytest.fixture
def source(store: RegistryStore) -> Watched:
    return Watched(store.database)


def test_small_multiples_read_no_more_than_a_portion_beyond_what_they_draw(source: Watched) -> None:
    found = Comparisons(source).compare(Asked(zero="daratumumab"), IDS)
    assert [one.code for one in found.tracks] == [f"K{number:02}" for number in range(24)]
    assert found.beyond == 36
    assert len(source.read) == 40


def test_over_each_other_everybody_is_drawn_and_read_once(source: Watched) -> None:
    comparisons = Comparisons(source)
    together = Asked(zero="daratumumab", together=True)
    assert len(comparisons.compare(together, IDS).tracks) == 60
    assert len(comparisons.compare(Asked(zero="daratumumab", days=(-30, 60)), IDS).tracks) == 24
    assert sorted(source.read) == sorted(IDS)
    comparisons.compare(Asked(zero="hsct", together=True), IDS)
    assert len(source.read) == 120


def test_only_what_was_changed_by_whichever_program_is_read_again(
    store: RegistryStore, source: Watched
) -> None:
    comparisons = Comparisons(source)
    asked = Asked(together=True)
    comparisons.compare(asked, IDS)
    source.read = ()
    count = CASES[7].counts[0]
    assert count.value is not None
    other = CASES[8].counts[1].value
    store.write(ChangeSet("Edit", (edit(CASES[7], count, "value", Cell(other)),)), "somebody else")
    store.write(ChangeSet("Delete", deletion(CASES[9], CASES[9].patient)), "somebody else")
    found = comparisons.compare(asked, IDS)
    assert set(source.read) == {IDS[7], IDS[9]}
    changed = next(one for one in found.tracks if one.case == IDS[7])
    assert changed.panel is not None
    assert [point.label for point in changed.panel.points] == ["120", "120"]
    assert len(found.tracks) == 59


def test_whoever_no_longer_waits_stops_the_reading(source: Watched) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, of: int) -> None:
        assert of == 60
        if done == 25:
            raise Enough

    with pytest.raises(Enough):
        Comparisons(source).compare(Asked(together=True), IDS, stop)
    assert len(source.read) == 40


def test_nobody_there_is_a_problem_in_words(source: Watched) -> None:
    with pytest.raises(Problem, match="There is nothing to compare"):
        Comparisons(source).compare(Asked(), ["0" * 16])
