"""The cohort of a real registry file: read in part, kept up to date by the trail."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from aic_desktop.bootstrap import create_registry, open_registry
from aic_desktop.domain.changes import ChangeSet, deletion, edit, insertions
from aic_desktop.domain.choices import MissingReason, Sex
from aic_desktop.domain.records import Cell, Count, Cytopenia, Event, FollowUp, Transfusion
from aic_desktop.reporting.cohort import Around, cohort_of, table1
from aic_desktop.services.cohort import Cohorts
from aic_desktop.store.cases import RegistryStore
from aic_desktop.store.cohort import RegistryCohort
from tests.charts import Chart, published_twelve
from tests.store.examples import Opened

TWELVE = published_twelve()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RegistryStore]:
    registry = create_registry(tmp_path / "twelve.aic")
    changes = tuple(change for case in TWELVE for change in insertions(case))
    registry.write(ChangeSet("Import", changes), "tester")
    yield registry
    registry.close()


@pytest.fixture
def cohorts(store: RegistryStore) -> Cohorts:
    return Cohorts(RegistryCohort(store.database))


def test_the_file_gives_the_same_table_as_the_cases_themselves(cohorts: Cohorts) -> None:
    ordered = cohort_of(sorted(TWELVE, key=lambda case: int((case.patient.code or "")[1:])))
    found = cohorts.summary()
    assert found.table == table1(ordered)
    assert list(found.patients) == list(ordered.rows)


def test_counts_are_read_of_those_alone_who_were_given_the_index_agent(store: RegistryStore) -> None:
    chart = Chart("P20")
    chart.add(Cytopenia, episode="1", lineage="platelets")
    chart.treat("rituximab", "+30")
    for analyte in ("platelets", "haemoglobin", "creatinine"):
        chart.add(Count, day="+40", analyte=analyte, value="30")
    store.write(ChangeSet("New", insertions(chart.case)), "tester")
    source = RegistryCohort(store.database)
    ids = source.state(None).ids
    for agent, read in (("daratumumab", 0), ("rituximab", 1)):
        for some in (ids, [chart.case.id]):
            assert len(source.columns(some, Around(agent), lambda _done, _of: None)[Count]) == read


def test_no_whole_case_is_read(store: RegistryStore, cohorts: Cohorts) -> None:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(store.database._engine, "before_cursor_execute", note)
    store.load(TWELVE[0].id)
    assert any("FROM count" in statement for statement in statements)
    statements.clear()
    assert cohorts.summary().table.patients == 12
    assert any("FROM dose" in statement for statement in statements)
    assert not any("count.position" in statement for statement in statements)


def test_a_change_by_another_program_is_seen(store: RegistryStore, cohorts: Cohorts) -> None:
    def sexes() -> list[tuple[str, int]]:
        return [
            (row.level, row.figures[0].n) for row in cohorts.summary().table.rows if row.variable == "Sex"
        ]

    assert sexes() == [("female", 1), ("male", 1), ("not reported", 10)]
    assert store.database.path is not None
    other = open_registry(store.database.path)
    patient = edit(TWELVE[0], TWELVE[0].patient, "sex", Cell(Sex.MALE))
    other.write(ChangeSet("Sex", (patient,)), "somebody else")
    assert sexes() == [("male", 2), ("not reported", 10)]
    other.write(ChangeSet("Delete", deletion(TWELVE[1], TWELVE[1].patient)), "somebody else")
    assert sexes() == [("male", 1), ("not reported", 10)]
    newcomer = Chart("P99", sex=MissingReason.UNKNOWN).case
    other.write(ChangeSet("New", insertions(newcomer)), "somebody else")
    other.close()
    assert sexes() == [("male", 1), ("not reported", 11)]
    reasons = [row.figures[0].reasons for row in cohorts.summary().table.rows if row.variable == "Sex"]
    assert reasons[-1] == (("no entry", 10), ("unknown", 1))


def test_an_empty_registry_has_nobody(tmp_path: Path) -> None:
    store = create_registry(tmp_path / "empty.aic")
    assert Cohorts(RegistryCohort(store.database)).summary().table.patients == 0
    store.close()


def test_a_file_and_a_server_give_the_same_columns(opened: Opened) -> None:
    chart = Chart("P1", age="30", age_at="hsct", sex="female")
    chart.add(Cytopenia, episode="1", lineage="platelets", onset="+90")
    chart.treat("daratumumab", "+100", "+107")
    for day, value in (("+99", "5"), ("+110", "80"), ("+120", "<150"), ("+160", "20")):
        chart.add(Count, day=day, analyte="platelets", value=value)
    for units in ("2", MissingReason.UNKNOWN):
        chart.add(Transfusion, product="platelets", day="+95", until=MissingReason.UNKNOWN, units=units)
    chart.add(Event, kind="bleeding", day="+101", until="+102")
    chart.add(FollowUp, day="+400", status="alive")
    bare = Chart("P2").case
    store = opened()
    store.write(ChangeSet("New", insertions(chart.case) + insertions(bare)), "tester")
    cohorts = Cohorts(RegistryCohort(store.database))
    both = cohort_of([chart.case, bare])
    assert cohorts.summary(cases=[chart.case.id]).table == table1(cohort_of([chart.case]))
    assert cohorts.summary().table == table1(both)
    assert list(cohorts.summary().patients) == list(both.rows)
