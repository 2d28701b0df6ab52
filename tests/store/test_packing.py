"""What SQLite puts together is what its rows hold, whatever was stored; reading ahead can be stopped."""

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from aic_desktop.bootstrap import create_registry
from aic_desktop.domain.changes import ChangeSet, insertions
from aic_desktop.domain.records import Event, Treatment
from aic_desktop.reporting.cohort import Around
from aic_desktop.reporting.cohort.arrays import Vocabulary
from aic_desktop.reporting.cohort.cells import Cells, plain
from aic_desktop.reporting.cohort.loading import Unreadable
from aic_desktop.store.cases import RegistryStore
from aic_desktop.store.cohort import RegistryCohort
from aic_desktop.store.packing import packed, packing
from aic_desktop.store.tables import TABLES
from tests.charts import Chart, published_twelve
from tests.store.conftest import another_database
from tests.store.examples import Opened

COLUMNS = ("id", "position", "day_earliest", "analyte", "value_low", "value_text")
NUMBERS = {"position", "day_earliest", "value_low"}
TABLE = TABLES["count"]


@pytest.fixture(scope="module", params=["file", "server"])
def connection(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connection]:
    """A registry of one patient, into which rows are put and taken back."""
    if request.param == "file":
        store = create_registry(tmp_path_factory.mktemp("packing") / "r.aic")
    else:  # a database of its own: its rows are locked as long as the module runs
        store = create_registry(another_database(request.getfixturevalue("server"), "packing"))
    store.write(ChangeSet("New", insertions(Chart("P1").case)), "somebody")
    with store.database.writing() as connection:
        yield connection
        connection.rollback()
    store.close()


def read(column: Cells) -> list[Any]:
    vocabulary = Vocabulary()
    codes = column.coded(vocabulary).tolist()
    values = list(vocabulary)
    return [values[code] for code in codes]


def both_ways(connection: Connection, rows: list[dict[str, Any]]) -> tuple[Any, Any]:
    case = connection.execute(text("select id from patient")).scalar_one()
    connection.execute(TABLE.delete())
    if rows:
        identity = {"patient_id": case, "owner": case}
        blank = dict.fromkeys(COLUMNS)
        cells = [{**blank, "id": f"{n:016x}", "position": n, **identity, **row} for n, row in enumerate(rows)]
        connection.execute(TABLE.insert(), cells)
    apart = connection.execute(TABLE.select().with_only_columns(*(TABLE.c[name] for name in COLUMNS)))
    return plain(apart.all()), packed(
        connection, packing("count", COLUMNS, connection.dialect.name), "count", COLUMNS
    )


ROWS = st.fixed_dictionaries({}, optional={
    "day_earliest": st.none() | st.integers(-40, 3) | st.integers(-(2**53), 2**53),
    "analyte": st.none() | st.sampled_from(["platelets", "", "Ä ‘x’, \n|", "a\x1eb", "None"])
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1e\x1f")),
    "value_low": st.none() | st.sampled_from([0.5, 20.0]) | st.floats(allow_nan=False, allow_infinity=False),
})  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, max_size=12))
def test_what_is_put_together_is_what_is_taken_apart(
    connection: Connection, rows: list[dict[str, Any]]
) -> None:
    apart, together = both_ways(connection, rows)
    assert len(together) == len(apart)
    for name, one, other in zip(COLUMNS, together, apart, strict=False):
        assert read(one) == read(other), name
        if name in NUMBERS:
            np.testing.assert_array_equal(one.numbers(), other.numbers(), name)
        if name == "id":
            assert list(one.texts()) == list(other.texts())


def test_many_different_numbers_and_many_of_one(connection: Connection) -> None:
    rows = [{"day_earliest": n % 3, "value_low": n / 7 if n % 5 else None} for n in range(3000)]
    apart, together = both_ways(connection, rows)
    for one, other in zip(together, apart, strict=True):
        assert read(one) == read(other)
    for place in (1, 2, 4):
        np.testing.assert_array_equal(together[place].numbers(), apart[place].numbers())


def test_a_text_with_what_is_put_between_two_is_noticed(connection: Connection) -> None:
    assert both_ways(connection, [{"analyte": "a\x1fb"}, {}])[1] is None
    assert both_ways(connection, [{"analyte": "\x1f"}])[1] is None


@pytest.fixture
def store(opened: Opened) -> RegistryStore:
    """The published twelve, in a file and on a server."""
    registry = opened()
    changes = tuple(change for case in published_twelve() for change in insertions(case))
    registry.write(ChangeSet("Import", changes), "tester")
    return registry


def test_a_table_with_such_a_text_is_taken_apart(store: RegistryStore) -> None:
    chart = Chart("P20")
    chart.add(Event, kind="viral_reactivation", detail="cytomegalovirus", day="+20")
    store.write(ChangeSet("New", insertions(chart.case)), "tester")
    with store.database.writing() as connection:
        connection.execute(TABLES["event"].update().values(detail="a\x1fb"))
    source = RegistryCohort(store.database)
    columns = source.columns(source.state(None).ids, Around(), lambda _done, _of: None)
    assert set(columns[Event].coded("detail").values) == {None, "a\x1fb"}


def test_what_no_program_wrote_is_named_and_not_shown(store: RegistryStore) -> None:
    if store.database.path is None:
        pytest.skip("a server takes no text in a column of numbers")
    with store.database.writing() as connection:
        connection.execute(text("update follow_up set day_earliest = 'secret'"))
    source = RegistryCohort(store.database)
    with pytest.raises(Unreadable) as error:
        source.columns(source.state(None).ids, Around(), lambda _done, _of: None)
    assert str(error.value).endswith("Day")
    assert "secret" not in str(error.value)


class _Stopped(Exception):
    pass


def test_whoever_stops_waits_for_no_query_and_leaves_no_thread(
    store: RegistryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A count of counts that would take hours stands in for a large registry."""
    slow = text(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000000)"
        " select count(*) from n"
    )
    asked = threading.Event()

    def forever(connection: Connection, *_query: object) -> None:
        asked.set()
        connection.execute(slow)

    monkeypatch.setattr("aic_desktop.store.cohort.packed", forever)
    source = RegistryCohort(store.database)
    ids = source.state(None).ids

    def stop(_done: int, _of: int) -> None:
        if asked.is_set():
            raise _Stopped

    with pytest.raises(_Stopped):
        source.columns(ids, Around(), stop)
    monkeypatch.undo()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("aic-read")]
    assert len(source.columns(ids, Around(), lambda _done, _of: None)[Treatment]) > 0
