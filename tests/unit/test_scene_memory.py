"""A scene made with a memory is the one made without, whatever changed since; what did not, is kept."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.records import Cell, Count
from aic_desktop.domain.spec import Kind, fields_of
from aic_desktop.domain.timepoint import TimePoint
from aic_desktop.reporting.scene import Options, timeline
from aic_desktop.reporting.scene.memory import Memory
from tests.golden.awkward import GOLDEN
from tests.values import exactly


def changed(case: Case) -> Iterator[Case]:
    """The case with each of its records changed, or gone, by itself."""
    for record in case.all():
        if record.record_kind != "patient":
            yield case.without(record)
        for field in fields_of(type(record)):
            value: Any = getattr(record, field.name)
            if field.kind is Kind.TIME and value is not None:
                yield case.with_record(record.with_cell(field.name, Cell(value.moved(3, late=False))))
        if isinstance(record, Count) and record.value is not None:
            higher = exactly(str((record.value.high or record.value.low or 1) + 7), record.value.unit)
            yield case.with_record(replace(record, value=higher))


@pytest.mark.parametrize("name", GOLDEN)
def test_with_a_memory_or_without_it_is_the_same_scene(name: str) -> None:
    case, memory, options = GOLDEN[name](), Memory(), Options()
    assert timeline(case, options, memory) == timeline(case, options)
    for later in changed(case):
        assert timeline(later, options, memory) == timeline(later, options)
    other = replace(options, units={"platelets": "10*3/uL"}, max_gap=3)
    assert timeline(case, other, memory) == timeline(case, other)


def test_a_count_leaves_other_panels_and_the_treatments_as_they_are() -> None:
    case, memory, options = GOLDEN["taper"](), Memory(), Options()
    before = timeline(case, options, memory)
    more = Count(
        id="more", position=99, day=TimePoint.on_day(5), analyte="platelets", value=exactly(12, "10*9/L")
    )
    after = timeline(case.with_record(more), options, memory)
    assert after.panels[0] != before.panels[0]
    assert after.panels[1] is before.panels[1]
    kept = {id(lane.bars) for lane in before.lanes if lane.bars}
    assert {lane.label for lane in after.lanes if id(lane.bars) in kept} >= {"rituximab", "prednisolone"}


def test_what_is_no_longer_asked_for_is_forgotten() -> None:
    memory = Memory()
    given = (object(),)
    assert memory.recall("part", given, lambda: [1]) == [1]
    memory.turn()
    assert memory.recall("part", given, lambda: [2]) == [1]
    memory.turn()
    memory.turn()
    assert memory.recall("part", given, lambda: [3]) == [3]
