"""When Python searches for cycles: not during long work on many small values, which are never in one."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_working: list[bool] = []  # whether the collector was on, for each that works


@contextmanager
def uncollected() -> Iterator[None]:
    """No collection of cycles until all that work so have ended; counting a cohort takes a fifth less."""
    with _lock:
        _working.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            was_on = _working.pop(0)
            if _working:
                _working[0] = _working[0] or was_on
            elif was_on:
                gc.enable()


def collect_due() -> None:
    """The search that is due by Python's own thresholds, where the collector does not run by itself."""
    if _working:
        return
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [generation for generation, limit in enumerate(limits) if limit and counts[generation] > limit]
    if due:
        gc.collect(due[-1])
