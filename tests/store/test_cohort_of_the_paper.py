"""What the paper says of its patients, out of registry files: the shipped two, and twelve constructed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aic_desktop.bootstrap import create_registry
from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, insertions
from aic_desktop.domain.choices import CriteriaSet, Intensity, Product, Status, YesNo
from aic_desktop.domain.criteria import EvansTiming, IndexTherapy, Response, Serotherapy, Tally
from aic_desktop.domain.response import CRITERIA, Level, assess
from aic_desktop.domain.timepoint import Span
from aic_desktop.services.cohort import Cohorts, CohortSummary
from aic_desktop.services.example import example_changes
from aic_desktop.store.cases import RegistryStore
from aic_desktop.store.cohort import RegistryCohort
from tests.paper_cohort import STATEMENTS, constructed_twelve
from tests.tables import printed


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RegistryStore]:
    registry = create_registry(tmp_path_factory.mktemp("shipped") / "example.aic")
    registry.write(example_changes(), "tester")
    yield registry
    registry.close()


def written(path: Path, cases: tuple[Case, ...]) -> CohortSummary:
    registry = create_registry(path)
    changes = tuple(change for case in cases for change in insertions(case))
    registry.write(ChangeSet("Import", changes), "tester")
    found = Cohorts(RegistryCohort(registry.database)).summary()
    registry.close()
    return found


def case_of(registry: RegistryStore, code: str) -> Case:
    wanted = Cohorts(RegistryCohort(registry.database)).summary()
    place = next(row for row in wanted.patients if row.cells[0] == code)
    case = registry.load(place.id)
    assert case is not None
    return case


def test_every_statement_of_the_review_comes_out_of_a_registry_file(tmp_path: Path) -> None:
    found = written(tmp_path / "constructed.aic", constructed_twelve()).table
    for variable, expected in STATEMENTS:
        assert printed(found, variable) == expected
    assert printed(found, "Donor and HLA match")[-1] == ("not reported", "1 of 12 (not reported 1)")


def test_patient_1_as_the_abstract_tells_her(shipped: RegistryStore) -> None:
    """“AIT from day +58 …, a complete response to daratumumab after the fourth of six … doses.”"""
    case = case_of(shipped, "P1")
    index = IndexTherapy(case, "daratumumab")
    assert criteria.label_with_onset(case) == "AIT +58"
    assert (index.response, index.doses_to_response, index.doses) == (
        Response.COMPLETE,
        Tally(4, 4),
        Tally(6, 6),
    )
    refractory = {criteria.therapy(t.agent): t.response for t in index.others}
    assert {name for name, response in refractory.items() if response == "none"} == {
        "corticosteroid",
        "immunoglobulin_ivig",
        "rituximab",
        "eltrombopag",
        "ciclosporin",
        "sirolimus",
    }
    assert criteria.transfusion_independent(case) is YesNo.YES
    assert criteria.vital_status(case) is Status.ALIVE


def test_patient_1_as_her_history_counts_the_days(shipped: RegistryStore) -> None:
    """“Twenty-five days after the first dose … rose rapidly”; “192.000/μl on day +159, 41 days after”."""
    case = case_of(shipped, "P1")
    start = IndexTherapy(case, "daratumumab").first_day
    assert criteria.reported_course(case, "daratumumab").time_to_response == Span(25, 25)
    (found,) = assess(case, CRITERIA[CriteriaSet.ITP_IWG_2009], start)
    assert found.complete is not None
    assert criteria.between(start, found.complete.day) == Span(41, 41)
    assert (found.certain, found.complete_confirmed) == (Level.COMPLETE, None)
    assert criteria.units_transfused(case, Product.PLATELETS) == Tally(163, 163)
    assert criteria.units_transfused(case, Product.RED_CELLS) == Tally(18, 18)
    assert criteria.immunoglobulin_at_last_contact(case) is None
    assert criteria.last_stated(case, "immunoglobulin_substitution") is YesNo.YES


def test_patient_2_as_the_abstract_tells_him(shipped: RegistryStore) -> None:
    """“Both AIT and … AIHA … on days +58 and +83 …, refractory to prednisolone, rituximab, and IVIG.”"""
    case = case_of(shipped, "P2")
    index = IndexTherapy(case, "daratumumab")
    assert criteria.label_with_onset(case) == "Evans syndrome (AIT +58, AIHA +83)"
    assert criteria.evans_of(case) == (Span(25, 25), EvansTiming.SEQUENTIAL)
    assert (index.previous, index.first_day) == (Tally(3, 3), Span(184, 184))
    assert (index.response, index.concomitant) == (Response.NONE, YesNo.YES)
    outcome = criteria.outcome(case)
    assert outcome is not None
    assert (outcome.status, outcome.cause_of_death) == (Status.DEAD, "autoimmune_cytopenia")
    assert criteria.last_contact(case) == Span(200, None)


def test_both_had_the_same_conditioning_and_one_mismatch_of_abo(shipped: RegistryStore) -> None:
    """“From B rhesus positive to O”: minor; “from O rhesus negative to O rhesus positive”: RhD alone."""
    for code, abo, rhd in (("P1", "minor", "none"), ("P2", "none", "donor_positive")):
        case = case_of(shipped, code)
        graft = case.index_transplant
        assert graft is not None
        regimen = criteria.conditioning_of(case)
        assert criteria.intensity(regimen) is Intensity.MYELOABLATIVE
        assert criteria.serotherapy(given.agent for given in regimen) is Serotherapy.GLOBULIN
        assert criteria.abo_mismatch(case.patient.abo_before, graft.donor_abo) == abo
        assert criteria.rhd_mismatch(case.patient.rhd_before, graft.donor_rhd) == rhd
