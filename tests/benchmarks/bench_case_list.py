"""Ten thousand cases in the list: what a key in the search costs."""

import time
from collections.abc import Callable

import pytest

from aic_desktop.domain.choices import Lineage, Origin, Sex, Status
from aic_desktop.domain.codes import agents, diseases
from aic_desktop.services.ports import CaseRow
from aic_desktop.ui.models.case_list import CaseListModel

CASES = 10_000
FLOOR_MS = 100  # what still feels like at once (Nielsen 1993)


def rows() -> tuple[CaseRow, ...]:
    drugs, ills, lineages = list(agents()), list(diseases()), list(Lineage)
    return tuple(
        CaseRow(
            f"{number:016x}",
            f"P{number}",
            Origin.OWN,
            Sex.FEMALE,
            ills[number % len(ills)],
            ((1, lineages[number % 4]), (1, lineages[number % 3])),
            frozenset(drugs[number % 7 : number % 7 + 3]),
            Status.ALIVE,
        )
        for number in range(CASES)
    )


@pytest.mark.benchmark
@pytest.mark.usefixtures("qapp")
def test_search_among_ten_thousand() -> None:
    """Floor: no key takes longer than 100 ms."""
    model, made = CaseListModel(), rows()
    print()
    timed("fill", lambda: model.fill(made))
    for text in ("d", "da", "dar", "dara", ""):
        timed(f"search “{text}”", lambda text=text: model.narrow(text, ""))
    timed("filter Evans syndrome", lambda: model.narrow("", "Evans syndrome"))
    timed("all", lambda: model.narrow("", ""))
    timed("one case changed", lambda: model.replace(made[5000]))


def timed(what: str, do: Callable[[], None]) -> None:
    started = time.perf_counter()
    do()
    print(f"{what}: {(time.perf_counter() - started) * 1000:.0f} ms; floor {FLOOR_MS} ms")
