"""Several windows, threads and computers at one registry: nothing is lost, and of two rivals one wins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from aic_desktop.domain.changes import ChangeSet, Insertion, edit, new_id
from aic_desktop.domain.records import Cell, Count
from aic_desktop.services.ports import Conflict
from aic_desktop.store.cases import RegistryStore
from tests.store.examples import Opened, entered

RIVALS = 4


def at_once(work: Callable[[int], object]) -> list[object]:
    """What each of several threads returns or raises; all begin together."""
    start = Barrier(RIVALS)

    def run(rival: int) -> object:
        start.wait()
        try:
            return work(rival)
        except Conflict as conflict:
            return conflict

    with ThreadPoolExecutor(RIVALS) as pool:
        return list(pool.map(run, range(RIVALS)))


def test_of_rivals_for_a_cell_one_wins_and_the_others_are_told(opened: Opened) -> None:
    stores = [opened() for _ in range(RIVALS)]
    case = entered(stores[0])
    for field in ("centre", "gene", "variant"):
        # The remark alone differs for some: it is as much of the cell as its value.
        cells = [Cell(f"of {n}") if n % 2 else Cell(note=f"note {n}") for n in range(RIVALS)]

        def change(rival: int, field: str = field, cells: list[Cell] = cells) -> None:
            step = edit(case, case.patient, field, cells[rival])
            stores[rival].write(ChangeSet("Change", (step,)), f"rival {rival}")

        outcomes = at_once(change)
        (winner,) = (n for n, outcome in enumerate(outcomes) if outcome is None)
        stored = stores[0].load(case.id)
        assert stored is not None
        assert stored.patient.cell(field) == cells[winner]
        assert stores[0].history(case.id, case.id, field)[0].user == f"rival {winner}"
        losers = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
        assert [loser.theirs for loser in losers] == [cells[winner]] * (RIVALS - 1)


def test_threads_share_one_store(store: RegistryStore) -> None:
    case = entered(store)

    def work(thread: int) -> int:
        for n in range(15):
            count = Count(id=new_id(), owner=case.id, position=n, time=f"{thread}")
            store.write(ChangeSet("Add", (Insertion(case.id, count),)), "tester")
            store.rows()
        return thread

    assert at_once(work) == list(range(RIVALS))
    stored = store.load(case.id)
    assert stored is not None
    assert len(stored.counts) == 15 * RIVALS + 1
    batches = [entry.batch for entry in store.history(case.id)]
    assert len(set(batches)) == 15 * RIVALS + 1
