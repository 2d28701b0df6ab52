"""Derived clinical facts: cytopenia types and labels."""

import pytest

from aic_desktop.domain import criteria
from aic_desktop.domain.case import Case
from aic_desktop.domain.choices import Lineage
from aic_desktop.domain.criteria import CytopeniaType
from aic_desktop.domain.records import Cytopenia, Patient
from aic_desktop.domain.timepoint import Basis, TimePoint

PLATELETS, RED, NEUTROPHILS, PRECURSORS = Lineage


def between(low: int | None, high: int | None) -> TimePoint:
    return TimePoint(Basis.DAY, low, high, f"{low}..{high}")


def case(*cytopenias: tuple[int | None, Lineage | None, TimePoint | int | None]) -> Case:
    records = tuple(
        Cytopenia(
            id=f"c{i}",
            owner="p",
            position=i,
            episode=episode,
            lineage=lineage,
            onset=TimePoint.on_day(onset) if isinstance(onset, int) else onset,
        )
        for i, (episode, lineage, onset) in enumerate(cytopenias)
    )
    return Case(Patient(id="p"), cytopenias=records)


@pytest.mark.parametrize(
    ("pairs", "kind", "text"),
    [
        ([], None, ""),
        ([(1, PLATELETS)], CytopeniaType.AIT, "AIT"),
        ([(1, RED)], CytopeniaType.AIHA, "AIHA"),
        ([(1, NEUTROPHILS)], CytopeniaType.AIN, "AIN"),
        ([(1, PRECURSORS)], CytopeniaType.PRCA, "PRCA"),
        ([(1, PLATELETS), (1, RED)], CytopeniaType.EVANS, "Evans syndrome"),
        ([(1, PLATELETS), (1, RED), (1, NEUTROPHILS)], CytopeniaType.EVANS, "Evans syndrome"),
        ([(1, PLATELETS), (1, PLATELETS)], CytopeniaType.AIT, "AIT"),
        ([(1, PLATELETS), (2, PLATELETS)], CytopeniaType.AIT, "AIT"),
        ([(2, PLATELETS), (1, RED)], CytopeniaType.IN_TURN, "AIHA, AIT"),
        ([(1, PLATELETS), (2, PLATELETS), (2, RED)], CytopeniaType.EVANS, "Evans syndrome"),
    ],
)
def test_the_type_follows_from_the_lineages_of_an_episode(
    pairs: list[tuple[int, Lineage]], kind: CytopeniaType | None, text: str
) -> None:
    assert criteria.type_among(pairs) is kind
    assert criteria.type_of(iter(pairs)) == text


@pytest.mark.parametrize(
    ("cytopenias", "text"),
    [
        ([], ""),
        ([(1, None, 58)], ""),
        ([(1, PLATELETS, 58)], "AIT +58"),
        ([(None, PLATELETS, 58)], "AIT +58"),
        ([(1, PLATELETS, between(58, 61))], "AIT +58..+61"),
        ([(1, PLATELETS, between(200, None))], "AIT ≥+200"),
        ([(1, PRECURSORS, None)], "PRCA"),
        ([(1, RED, 83), (1, PLATELETS, 58)], "Evans syndrome (AIT +58, AIHA +83)"),
        ([(None, RED, 83), (1, PLATELETS, 58)], "Evans syndrome (AIT +58, AIHA +83)"),
        ([(1, PLATELETS, None), (1, RED, 83)], "Evans syndrome (AIHA +83, AIT)"),
        ([(1, PLATELETS, 58), (2, PLATELETS, 300)], "AIT +58; AIT +300"),
        ([(1, PLATELETS, 90), (1, PLATELETS, 58)], "AIT +58"),
        (
            [(1, PLATELETS, 58), (2, PLATELETS, 300), (2, RED, 310)],
            "Evans syndrome (AIT +58; AIT +300, AIHA +310)",
        ),
    ],
)
def test_the_label_carries_each_onset_as_precisely_as_known(
    cytopenias: list[tuple[int | None, Lineage | None, TimePoint | int | None]], text: str
) -> None:
    assert criteria.label_with_onset(case(*cytopenias)) == text
