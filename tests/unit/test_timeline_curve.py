"""How many counts become few pixels: nothing averaged, no extreme lost, cost by what is in sight."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.reporting.scene import timeline
from aic_desktop.ui.timeline.curve import Curve, columns
from tests.golden.awkward import CASES, Writing

numbers = st.lists(st.tuples(st.floats(0, 50), st.floats(0, 100)), min_size=1, max_size=200)


@given(numbers)
def test_each_column_spans_its_counts_to_the_pixel(pairs: list[tuple[float, float]]) -> None:
    pairs.sort()
    xs, ys = np.array([x for x, _ in pairs]), np.array([y for _, y in pairs])
    spans, _ = columns(xs, ys, np.ones(len(xs), np.bool_))
    assert len(spans) == len(set(np.floor(xs)))
    for left, top, width, height in spans:
        own = ys[np.floor(xs) == left]
        assert width == 1
        assert top <= own.min() < top + 1
        assert top + height - 1 <= max(own.max(), top + 0.0)
        assert own.max() <= top + height


@given(numbers)
def test_columns_are_linked_by_their_own_counts_where_a_line_joins_them(
    pairs: list[tuple[float, float]],
) -> None:
    pairs.sort()
    xs, ys = np.array([x for x, _ in pairs]), np.array([y for _, y in pairs])
    joined = np.arange(len(xs)) % 3 != 0
    _, links = columns(xs, ys, joined)
    expected = [
        (xs[i], ys[i], xs[i + 1], ys[i + 1])
        for i in range(len(xs) - 1)
        if np.floor(xs[i]) != np.floor(xs[i + 1]) and joined[i]
    ]
    assert [tuple(link) for link in links] == expected


def test_a_curve_knows_which_counts_are_joined_plain_and_hollow() -> None:
    panel = timeline(CASES["same_day"]()).panels[0]
    curve = Curve.of(panel)
    assert list(curve.xs) == [point.x for point in panel.points]
    runs = [i for run in panel.segments for i in run[:-1]]
    assert list(np.flatnonzero(curve.joined)) == runs
    assert [bool(p.context) for p in panel.points] == list(curve.hollow | ~curve.plain & curve.hollow)
    loose = Curve.of(timeline(CASES["only_limits"]()).panels[0])
    assert not loose.plain.any()


def test_only_what_is_in_sight_is_looked_at_with_a_neighbour_on_either_side() -> None:
    writing = Writing(code="long")
    writing.counts("platelets", *(f"{day}={day + 1}" for day in range(0, 400, 10)))
    curve = Curve.of(timeline(writing.case).panels[0])
    part = curve.between(100, 130)
    assert list(curve.xs[part]) == [90, 100, 110, 120, 130, 140]
    assert curve.between(-50, -20) == slice(0, 1)
    assert curve.between(500, 600) == slice(39, 40)
