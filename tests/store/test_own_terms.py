"""A registry's own terms are kept with it, told to every case read from it, and to no other registry."""

from pathlib import Path

import pytest

from aic_desktop import bootstrap
from aic_desktop.domain.codes import SHIPPED
from aic_desktop.domain.own_terms import OwnTerm
from aic_desktop.domain.problem import Problem
from aic_desktop.services.terms import Terms
from aic_desktop.store.cases import RegistryStore
from aic_desktop.store.settings import SettingTable
from tests.store.examples import Opened, entered

DRUG = OwnTerm("agents", "nipocalimab", ("nipo",), ("mg/kg",), "FcRn antagonist")


def terms_of(store: RegistryStore) -> Terms:
    return Terms(SettingTable(store.database, "meier"))


def test_every_case_read_afterwards_carries_it_on_every_computer(opened: Opened) -> None:
    here, there = opened(), opened()
    case = entered(here)
    terms_of(here).keep(DRUG)
    for store in (here, there):
        again = store.load(case.id)
        assert again == case
        assert again is not None
        assert "nipocalimab" in again.codes.agents
        assert [found.codes for found in store.cases()] == [again.codes]
        assert store.codes() is again.codes
    terms_of(there).drop(DRUG)
    assert here.codes() is SHIPPED


def test_it_is_kept_in_place_of_what_was_kept_under_its_name(store: RegistryStore) -> None:
    terms = terms_of(store)
    terms.keep(DRUG)
    other = OwnTerm("agents", "nipocalimab", ("nipo", "M281"))
    terms.keep(other)
    assert terms.all() == (other,)
    assert terms.find("agents", "nipocalimab") == other
    assert terms.find("analytes", "nipocalimab") is None
    with pytest.raises(Problem, match="rituximab"):
        terms.keep(OwnTerm("agents", "RTX"))
    assert terms.all() == (other,)


def test_two_registries_open_at_once_know_nothing_of_each_other(tmp_path: Path) -> None:
    one, other = (bootstrap.create_registry(tmp_path / f"{name}.aic") for name in ("one", "other"))
    terms_of(one).keep(DRUG)
    assert "nipocalimab" in one.codes().agents
    assert "nipocalimab" not in other.codes().agents
    one.close()
    other.close()


def test_what_no_program_wrote_does_not_keep_the_registry_from_being_read(store: RegistryStore) -> None:
    case = entered(store)
    settings = SettingTable(store.database, "meier")
    for nonsense in ("x", {"list": 3}, [3, {"list": "agents"}]):
        settings.put("own_terms", nonsense)
        assert store.load(case.id) == case
        assert store.codes() is SHIPPED
