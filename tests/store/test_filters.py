"""A filter over a registry in a file and on a server: its cases, its names, and what it reads."""

from collections.abc import Iterator

import pytest

from aic_desktop.bootstrap import create_registry
from aic_desktop.domain.changes import ChangeSet, Insertion, new_id
from aic_desktop.domain.choices import Purpose
from aic_desktop.domain.own_terms import OwnTerm
from aic_desktop.domain.problem import Problem
from aic_desktop.domain.records import Count, Treatment
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.reporting.cohort import Around, cohort_of
from aic_desktop.reporting.cohort.evidence import LOOKED_FOR, CohortEvidence, askables
from aic_desktop.reporting.cohort.loading import columns_of
from aic_desktop.reporting.filters import judge, parse
from aic_desktop.services.cohort import Cohorts, Matching
from aic_desktop.services.example import example_changes, published_cases
from aic_desktop.services.filters import SavedFilters
from aic_desktop.services.terms import Terms
from aic_desktop.store.cases import RegistryStore
from aic_desktop.store.cohort import RegistryCohort
from aic_desktop.store.settings import SettingTable
from tests.values import exactly

LOW_LATE = "platelets < 20 after +61"


@pytest.fixture
def store(location: str) -> Iterator[RegistryStore]:
    registry = create_registry(location)
    registry.write(example_changes(), "tester")
    yield registry
    registry.close()


@pytest.fixture
def cohorts(store: RegistryStore) -> Cohorts:
    return Cohorts(RegistryCohort(store.database))


@pytest.mark.parametrize(
    "text",
    [
        LOW_LATE,
        "hb < 3.1 and relapse",
        "no response to 3 or more lines",
        "at least 100 units of platelets and discharge",
        "daratumumab given at least 4 times or age at hsct < 12",
        "platelets >= 30 within 41 days after first daratumumab",
    ],
)
def test_the_registry_is_judged_as_its_cases_are(cohorts: Cohorts, text: str) -> None:
    found = cohorts.matching(text, Around())
    cases = published_cases()
    judged = judge(parse(text, askables()), CohortEvidence(cohort_of(cases), columns_of(cases, LOOKED_FOR)))
    assert found.ids == tuple(case.id for case, so in zip(cases, judged.surely, strict=True) if so)
    assert (found.undecided, found.of) == (judged.undecided, 2)


def test_only_the_counts_asked_for_are_read(store: RegistryStore) -> None:
    ids = tuple(row.id for row in store.rows())

    def silent(_done: int, _of: int) -> None:
        """Nobody waits."""

    columns = RegistryCohort(store.database).evidence(ids, ("haemoglobin",), silent)
    counts = next(table for record, table in columns.tables.items() if record.record_kind == "count")
    assert set(counts.coded("analyte").values) == {None, "haemoglobin"}
    assert len(counts) == sum(c.analyte == "haemoglobin" for case in published_cases() for c in case.counts)


def test_what_no_filter_can_mean_is_said_before_anything_is_read(cohorts: Cohorts) -> None:
    with pytest.raises(Problem, match="142 ×10⁹/L or 142000 ×10⁹/L"):
        cohorts.matching("platelets < 142.000", Around())


def test_terms_of_the_registry_s_own_are_known_to_its_filters(store: RegistryStore, cohorts: Cohorts) -> None:
    terms = Terms(SettingTable(store.database, "tester"))
    terms.keep(OwnTerm("agents", "efgartigimod", ("efga",), ("mg/kg",), "FcRn antagonist"))
    terms.keep(OwnTerm("analytes", "hepcidin", ("hepc",), ("ng/mL",)))
    (first, _) = published_cases()
    given = {"agent": "efgartigimod", "purpose": Purpose.CYTOPENIA}
    counted = {"analyte": "hepcidin", "value": exactly(40, "ng/mL")}
    added = (
        Treatment(id=new_id(), owner=first.id, position=99, **given),
        Count(id=new_id(), owner=first.id, position=99, day=TimePoint.on_day(70), **counted),
    )
    store.write(ChangeSet("Add", tuple(Insertion(first.id, record) for record in added)), "tester")
    assert cohorts.matching("efga given and hepc > 30 ng/ml after 60", Around()).ids == (first.id,)
    assert cohorts.matching("hepc > 50 ng/ml", Around()).ids == ()


def test_words_say_of_how_many_it_is_not_known() -> None:
    assert Matching(("a",), 0, 2).words == "1 of 2 cases"
    assert "of 3 more it is not reported" in Matching((), 3, 12).words


def test_filters_are_saved_by_name_with_the_registry(store: RegistryStore) -> None:
    saved = SavedFilters(SettingTable(store.database, "tester"))
    assert saved.names() == {}
    saved.save("refractory", "no response to 3 or more lines")
    saved.save("Late and low", LOW_LATE)
    again = SavedFilters(SettingTable(store.database, "another"))
    assert list(again.names()) == ["Late and low", "refractory"]
    assert again.meant("LATE AND LOW") == LOW_LATE
    assert again.meant("type = AIT") == "type = AIT"
    again.forget("refractory")
    assert list(saved.names()) == ["Late and low"]
    for name in (" ", "x" * 99):
        with pytest.raises(Problem, match="needs a name"):
            saved.save(name, LOW_LATE)
