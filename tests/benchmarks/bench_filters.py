"""A filter on counts and treatments over 10,000 cases with 1,000,000 counts, beside SQL and NumPy by hand."""

import sqlite3
import statistics
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from aic_desktop import bootstrap
from aic_desktop.reporting.cohort import Around
from aic_desktop.services.cohort import Cohorts
from aic_desktop.store.cohort import RegistryCohort
from tests.benchmarks.large_registry import build

FILTER = "platelets < 20 after +100 and rituximab given before +150"
ROUNDS = 5


def by_hand(path: Path) -> int:
    """Cases for which it may hold by days after HSCT alone: dates and doses are not even looked at."""
    with sqlite3.connect(path) as connection:
        counts = connection.execute(
            "SELECT patient_id, day_basis, day_earliest, day_latest, value_low, value_high FROM count"
            " WHERE analyte = 'platelets'"
        ).fetchall()
        given = connection.execute(
            "SELECT patient_id, start_earliest FROM treatment"
            " WHERE agent = 'rituximab' AND purpose = 'cytopenia'"
        ).fetchall()
    connection.close()
    patient, _, earliest, _, _, high = (np.array(column, object) for column in zip(*counts, strict=True))
    low = high.astype(float) < 20
    late = earliest.astype(float) > 100
    found = set(patient[low & late]) & {case for case, start in given if start is not None and start < 150}
    return len(found)


@pytest.mark.benchmark
def test_a_filter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = build(tmp_path / "large.aic", 10_000, 1_000_000)
    store = bootstrap.open_registry(path)
    cohorts = Cohorts(RegistryCohort(store.database))
    cohorts.cohort(Around())  # as the page has counted it when somebody filters
    hand, ours = [], []
    for _ in range(ROUNDS):
        begin = perf_counter()
        by_hand(path)
        hand.append(perf_counter() - begin)
        begin = perf_counter()
        found = cohorts.matching(FILTER, Around())
        ours.append(perf_counter() - begin)
    store.close()
    ratio = statistics.median(a / b for a, b in zip(ours, hand, strict=True))
    with capsys.disabled():
        print(f"\n{FILTER}: {found.words}")
        print(f"{statistics.median(ours) * 1000:.0f} ms, {ratio:.2f} times by hand")
        print(f"by hand {statistics.median(hand) * 1000:.0f} ms")
