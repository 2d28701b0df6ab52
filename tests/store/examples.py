"""A small case with one of everything that tests turn upon, and all that a registry holds, to compare."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import ChangeSet, insertions, new_id
from aic_desktop.domain.choices import CourseKind, Lineage, Purpose
from aic_desktop.domain.records import (
    Conditioning,
    Count,
    Course,
    Cytopenia,
    Dose,
    Patient,
    Reaction,
    Transplant,
    Treatment,
)
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.store.cases import RegistryStore
from aic_desktop.store.tables import METADATA
from tests.values import exactly

Opened = Callable[[], RegistryStore]
TRAIL = ("batch", "audit")


def example(code: str = "P1") -> Case:
    """A patient whose treatment owns a dose and a reaction, and is linked from a course."""
    patient = Patient(id=new_id(), code=code)
    transplant = Transplant(id=new_id(), owner=patient.id, number=1)
    treatment = Treatment(
        id=new_id(),
        owner=patient.id,
        agent="rituximab",
        purpose=Purpose.CYTOPENIA,
        start=TimePoint.on_day(87),
    )
    return Case(
        patient,
        transplants=(transplant,),
        conditioning=(Conditioning(id=new_id(), owner=transplant.id, agent="treosulfan"),),
        cytopenias=(Cytopenia(id=new_id(), owner=patient.id, episode=1, lineage=Lineage.PLATELETS),),
        courses=(
            Course(id=new_id(), owner=patient.id, kind=CourseKind.COMPLETE_RESPONSE, treatment=treatment.id),
        ),
        treatments=(treatment,),
        doses=(Dose(id=new_id(), owner=treatment.id, day=TimePoint.on_day(87)),),
        reactions=(Reaction(id=new_id(), owner=treatment.id, term="chills"),),
        counts=(
            Count(
                id=new_id(),
                owner=patient.id,
                day=TimePoint.on_day(58),
                analyte="platelets",
                value=exactly(Decimal(12), "10*9/L"),
            ),
        ),
    )


def entered(store: RegistryStore, code: str = "P1") -> Case:
    """The example, stored."""
    case = example(code)
    store.write(ChangeSet("Enter", insertions(case)), "tester")
    return case


def content(store: RegistryStore, trail: bool = False) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table; the trail, which only grows, where it is asked for."""
    with store.database.reading() as connection:
        return {
            name: {tuple(row) for row in connection.execute(select(table))}
            for name, table in METADATA.tables.items()
            if trail or name not in TRAIL
        }
