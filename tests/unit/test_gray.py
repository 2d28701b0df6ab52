"""Gray's test: as R's cmprsk gives it, and what it must be whatever the data."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aic_desktop.reporting.survival import gray, log_rank
from tests import with_r

R = with_r.kept("incidence")
COMPARED = sorted({name.split()[1] for name in R if name.startswith("data ")})
PEOPLE = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 2), st.sampled_from("abc")), min_size=1, max_size=30
)


@pytest.mark.parametrize("name", COMPARED)
def test_it_is_that_of_cuminc(name: str) -> None:
    found = gray(*(R[f"data {name} {part}"] for part in ("end", "status", "group")))
    assert found is not None
    assert [found.statistic, found.p, found.freedom] == pytest.approx(R[f"gray {name}"], rel=1e-8)


def test_random_follow_ups_are_those_of_r() -> None:
    draw = random.Random(1988)
    definitions = (with_r.FOLDER / "incidence.R").read_text(encoding="utf-8").partition("# Monoclonal")[0]
    code = [definitions]
    for number in range(60):
        n, spread, groups = draw.randint(12, 90), draw.choice([5, 30, 900]), draw.choice([2, 3, 4])
        parts = (
            [float(draw.randint(0, spread)) for _ in range(n)],
            [float(draw.choice([0, 1, 1, 2])) for _ in range(n)],
            [float(draw.randint(1, groups)) for _ in range(n)],
        )
        code.append(f"compared('r{number}', {', '.join(map(with_r.vector, parts))})")
    said = with_r.ask("\n".join(code))
    for number in range(60):
        found = gray(*(said[f"data r{number} {part}"] for part in ("end", "status", "group")))
        assert found is not None
        assert [found.statistic, found.p, found.freedom] == pytest.approx(said[f"gray r{number}"], rel=1e-7)


@given(PEOPLE, st.randoms())
def test_names_and_order_of_the_groups_change_nothing(
    people: list[tuple[int, int, str]], shuffled: random.Random
) -> None:
    renamed = {"a": "z", "b": "y", "c": "x"}
    other = [(end, status, renamed[group]) for end, status, group in people]
    shuffled.shuffle(other)
    one, again = gray(*zip(*people, strict=True)), gray(*zip(*other, strict=True))
    assert (one is None) == (again is None)
    if one is not None and again is not None:
        assert one.statistic == pytest.approx(again.statistic, rel=1e-6, abs=1e-9)
        assert 0 <= one.p <= 1


def test_groups_that_are_the_same_do_not_differ() -> None:
    end, status = [1, 2, 2, 4, 5, 7, 9] * 2, [1, 2, 1, 0, 1, 2, 0] * 2
    found = gray(end, status, [1] * 7 + [2] * 7)
    assert found is not None
    assert found.statistic == pytest.approx(0, abs=1e-12)
    assert found.p == 1


def test_a_competing_event_is_no_censoring() -> None:
    """Twenty leave each group first, of one by death: its incidence is lower, as Gray's test alone sees."""
    end = np.array([*range(1, 31)] * 2)
    status = np.array([0] * 20 + [1] * 10 + [2] * 20 + [1] * 10)
    groups = [1] * 30 + [2] * 30
    seen, unseen = gray(end, status, groups), log_rank(end, status == 1, groups)
    assert seen is not None
    assert unseen is not None
    assert unseen.statistic == pytest.approx(0, abs=1e-12)
    assert seen.p < 0.01


def test_groups_that_cannot_be_compared() -> None:
    assert gray([], [], []) is None
    assert gray([1, 2, 3], [1, 1, 2], ["a", "a", "a"]) is None
    assert gray([1, 2, 3], [0, 2, 2], ["a", "b", "b"]) is None
    assert gray([5, 5], [1, 1], ["a", "b"]) is None  # all at once: no spread to judge by
