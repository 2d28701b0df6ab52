"""Which days can be moved by hand, what they are bound by, and what moving them stores."""

import pytest

from aic_desktop.domain.case import Case
from aic_desktop.domain.changes import applied
from aic_desktop.domain.records import Transfusion
from aic_desktop.domain.timepoint import Basis, TimePoint
from aic_desktop.reporting.scene import timeline
from aic_desktop.ui.timeline.canvas import Frame
from aic_desktop.ui.timeline.grips import START, STOP, WHOLE, Grips, Move, changes
from tests.golden.awkward import CASES, Writing


def grips_of(case: Case) -> Grips:
    return Grips(case, timeline(case))


def lane_of(case: Case, label: str) -> int:
    return next(number for number, lane in enumerate(timeline(case).lanes) if lane.label == label)


@pytest.mark.parametrize(
    ("record", "side", "name", "day", "lo", "hi"),
    [
        ("treatment-1", START, "prednisolone, start", 45, None, 55),
        ("treatment-1", STOP, "prednisolone, stop", 120, 98, None),
        ("dose-3", START, "prednisolone, day", 70, None, 83),
        ("dose-8", WHOLE, "rituximab, day", 67, None, None),
        ("conditioning-1", STOP, "fludarabine, last day", -4, -7, None),
        ("transfusion-1", WHOLE, "red cell units, from", 45, None, None),
        ("transfusion-3", STOP, "red cell units, until", 54, 50, None),
    ],
)
def test_ends_and_single_days_have_a_name_and_bounds(
    record: str, side: int, name: str, day: int, lo: int | None, hi: int | None
) -> None:
    grip = grips_of(CASES["taper"]()).of(record)[side]
    assert (grip.name, grip.day) == (name, day)
    assert grip.lo == (float("-inf") if lo is None else lo)
    assert grip.hi == (float("inf") if hi is None else hi)


def test_what_is_not_recorded_cannot_be_moved() -> None:
    assert set(grips_of(CASES["taper"]()).of("treatment-6")) == {START}  # ongoing
    assert grips_of(CASES["like_patient_1"]()).of("treatment-5") == {}  # rituximab without any day
    assert grips_of(CASES["unresolved"]()).of("dose-1") == {}  # a date, day 0 not known


def test_doses_too_close_to_be_told_apart_are_not_taken_hold_of() -> None:
    case = Writing(code="close")
    case.treat("rituximab", "+10", "+11", "+30", amount="375 mg/m2")
    grips, lane = grips_of(case.case), lane_of(case.case, "rituximab")
    far, near = Frame(0, 400, 0, 800), Frame(0, 40, 0, 800)
    assert grips.near(lane, 0, far, far.x(10)) is None
    found = grips.near(lane, 0, near, near.x(10))
    assert found is not None
    assert found.day == 10
    alone = grips.near(lane, 0, far, far.x(30))
    assert alone is not None
    assert alone.day == 30
    assert grips.near(lane, 0, far, far.x(200)) is None


def test_where_one_step_ends_and_the_next_begins_the_side_tells_which_is_meant() -> None:
    case = CASES["taper"]()
    grips, lane, frame = grips_of(case), lane_of(case, "prednisolone"), Frame(40, 140, 0, 1000)
    edge = frame.x(55.5)
    before, after = grips.near(lane, 0, frame, edge - 3), grips.near(lane, 0, frame, edge + 3)
    assert before is not None
    assert after is not None
    assert (before.side, before.day, after.side, after.day) == (STOP, 55, START, 56)


@pytest.mark.parametrize(
    ("text", "side", "moved"),
    [
        ("+60", STOP, (Basis.DAY, 65, 65, "+65")),
        ("58..61", START, (Basis.DAY, 63, 63, "+63")),
        ("58..61", STOP, (Basis.DAY, 66, 66, "+66")),
        (">=30", START, (Basis.DAY, 35, 35, "+35")),
    ],
)
def test_a_moved_end_is_exact_from_its_outer_bound(
    text: str, side: int, moved: tuple[Basis, int, int, str]
) -> None:
    case = Writing(code="ends")
    case.counts("platelets", "+1=50", "+90=50")
    case.treat("sirolimus", **{"start": text} if side == START else {"start": "+5", "stop": text})
    grip = grips_of(case.case).of("treatment-1")[side]
    (edit,) = changes(case.case, Move(grip, grip.day + 5))
    point = edit.after.value  # type: ignore[union-attr]
    assert isinstance(point, TimePoint)
    assert (point.basis, point.earliest, point.latest, point.text) == moved


def test_a_day_of_age_stays_an_age() -> None:
    point = TimePoint(Basis.AGE, 100, 130, "")
    assert point.moved(10, late=False) == TimePoint(Basis.AGE, 110, 110, "age 110 d")


def test_a_move_is_undone_by_its_inverse_and_keeps_notes() -> None:
    case = CASES["taper"]()
    grip = grips_of(case).of("transfusion-3")[STOP]
    later = applied(case, changes(case, Move(grip, 57)))
    assert later is not None
    transfusion = later.find("transfusion-3")
    assert isinstance(transfusion, Transfusion)
    assert transfusion.until == TimePoint.on_day(57)
    assert transfusion.remarks == case.find("transfusion-3").remarks  # type: ignore[union-attr]
    assert changes(case.without(transfusion), Move(grip, 57)) == ()
